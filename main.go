// Creatorlift tells the founder of a small brand, from the export files they already have, how much
// extra money their creators made, which creators to keep, and how sure they can be.
package main

import (
	"context"
	"embed"
	"io/fs"
	"os"
	"os/signal"

	"creatorlift/backend/api"
	"creatorlift/backend/cli"
)

// frontendDist holds the screen's files, once they are built.
//
//go:embed all:frontend/dist
var frontendDist embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	info, err := os.Stdin.Stat()
	term := cli.Terminal{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Interactive: err == nil && info.Mode()&os.ModeCharDevice != 0}
	code := run(ctx, &api.App{}, term)
	stop()
	os.Exit(code)
}

// run opens the window where no command is named.
func run(ctx context.Context, app *api.App, term cli.Terminal) int {
	if len(os.Args) > 1 {
		return cli.Run(ctx, app, os.Args[1:], term)
	}
	dist, err := fs.Sub(frontendDist, "frontend/dist")
	if err != nil {
		panic(err) // the name is wrong
	}
	return openWindow(ctx, app, dist, term)
}

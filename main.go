// Creatorlift tells the founder of a small brand, from the export files they already have, how much
// extra money their creators made, which creators to keep, and how sure they can be.
package main

import (
	"context"
	"embed"
	"io/fs"
	"log"
	"os"
	"os/signal"
	"syscall"

	"creatorlift/backend/api"
	"creatorlift/backend/cli"
)

// frontendDist is the built screen; without `make build` it is empty.
//
//go:embed all:frontend/dist
var frontendDist embed.FS

func main() {
	dist, err := fs.Sub(frontendDist, "frontend/dist")
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	info, err := os.Stdin.Stat()
	term := cli.Terminal{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Interactive: err == nil && info.Mode()&os.ModeCharDevice != 0, Browse: cli.OpenBrowser}
	code := run(ctx, &api.App{Assets: dist}, dist, term)
	stop()
	os.Exit(code)
}

// run opens the window where no command is named.
func run(ctx context.Context, app *api.App, dist fs.FS, term cli.Terminal) int {
	if len(os.Args) > 1 {
		return cli.Run(ctx, app, os.Args[1:], term)
	}
	return openWindow(ctx, app, dist, term)
}

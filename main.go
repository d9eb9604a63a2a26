// Creatorlift tells the founder of a small brand, from the export files they already have, how much
// extra money their creators made, which creators to keep, and how sure they can be.
package main

import (
	"context"
	"os"
	"os/signal"

	"creatorlift/backend/api"
	"creatorlift/backend/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	info, err := os.Stdin.Stat()
	term := cli.Terminal{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Interactive: err == nil && info.Mode()&os.ModeCharDevice != 0}
	code := cli.Run(ctx, &api.App{}, os.Args[1:], term)
	stop()
	os.Exit(code)
}

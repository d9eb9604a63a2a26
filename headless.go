//go:build !(desktop || bindings || dev)

package main

import (
	"context"
	"fmt"
	"io/fs"

	"creatorlift/backend/api"
	"creatorlift/backend/cli"
)

// openWindow prints the help: this build has no window.
func openWindow(ctx context.Context, app *api.App, _ fs.FS, term cli.Terminal) int {
	code := cli.Run(ctx, app, []string{"help"}, term)
	fmt.Fprint(term.Out, `
This build has no window. Run `+"`creatorlift serve`"+` to use the app in a browser, or build the
window with `+"`go build -tags desktop,production,webkit2_41 .`"+` (see README.md).
`)
	return code
}

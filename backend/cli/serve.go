package cli

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"time"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

// browserTime is how long a command that has nothing else to do waits to hear that no browser opens.
const browserTime = 2 * time.Second

func serveCommand() command {
	return command{"serve", "[--listen 127.0.0.1:PORT] [--no-open]", "Opens Creatorlift in your browser; only this computer can reach it.", func(fs *flag.FlagSet) func(*call) (int, error) {
		var in api.ServeIn
		fs.StringVar(&in.Listen, "listen", "", "the address, 127.0.0.1:PORT; a free port if left out")
		noOpen := fs.Bool("no-open", false, "only print the address")
		return func(k *call) (int, error) {
			if len(k.args) > 0 {
				return exitUsage, &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("`creatorlift serve` takes no %q.", k.args[0]), Hint: "Name the brand's file with --db FILE."}
			}
			in.DB = k.db
			served, err := k.app.Serve(in)
			if err != nil {
				return exitUsage, err
			}
			return k.serve(served, !*noOpen)
		}
	}}
}

// serve prints the one line of the contract and answers until the command is stopped.
func (k *call) serve(served *api.Served, open bool) (int, error) {
	if err := k.printAddress(served.Link); err != nil {
		return exitUsage, err
	}
	opened := k.browse(served.Link, open)
	if served.Elsewhere {
		fmt.Fprintln(k.term.Err, "Creatorlift runs already with this file: this is a fresh link to it.")
		select {
		case err := <-opened:
			k.hintBrowser(err)
		case <-time.After(browserTime):
		}
		return exitOK, nil
	}
	if k.term.Interactive {
		keepInBackground()
		fmt.Fprintln(k.term.Err, "Press Enter for a fresh link, Ctrl-C to stop.")
	}
	ended := make(chan error, 1)
	go func() { ended <- served.Run(k.ctx) }()
	lines := readLines(k.ctx, k.term.In)
	for {
		select {
		case err := <-ended:
			return exitOK, err
		case err := <-opened:
			k.hintBrowser(err)
			opened = nil
		case _, more := <-lines:
			if !more {
				lines = nil
				continue
			}
			fmt.Fprintln(k.term.Err, served.FreshLink())
		}
	}
}

func (k *call) printAddress(link string) error {
	if k.json {
		return writeJSON(k.term.Out, map[string]any{"status": api.OK, "address": link})
	}
	_, err := fmt.Fprintln(k.term.Out, link)
	return err
}

// readLines says when a line was entered; it is closed when there will be no more.
func readLines(ctx context.Context, in io.Reader) <-chan struct{} {
	lines := make(chan struct{})
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(in); s.Scan(); {
			select {
			case lines <- struct{}{}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// browse opens the browser and tells how that ended.
func (k *call) browse(link string, open bool) <-chan error {
	opened := make(chan error, 1)
	if !open || k.term.Browse == nil {
		opened <- nil
		return opened
	}
	go func() { opened <- k.term.Browse(link) }()
	return opened
}

func (k *call) hintBrowser(err error) {
	if err != nil {
		fmt.Fprintln(k.term.Err, "No browser could be opened here: copy the address into one yourself.")
	}
}

var errNoDisplay = errors.New("cli: no display")

// OpenBrowser shows an address in the user's browser. It returns when the system's opener does, which
// may be when the browser is closed.
func OpenBrowser(link string) error {
	opener := []string{"xdg-open", link}
	switch {
	case runtime.GOOS == "darwin":
		opener[0] = "open"
	case runtime.GOOS == "windows":
		opener = []string{"rundll32", "url.dll,FileProtocolHandler", link}
	case os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "":
		return errNoDisplay // xdg-open would start a browser inside the terminal
	}
	cmd := exec.Command(opener[0], opener[1:]...)
	apart(cmd)
	return cmd.Run()
}

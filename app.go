//go:build desktop || bindings || dev

package main

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	goruntime "runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"creatorlift/backend/api"
	"creatorlift/backend/cli"
	"creatorlift/backend/shop"
)

const windowTitle = "Creatorlift"

//go:embed build/appicon.png
var appIcon []byte

// Window is what the page asks of the desktop because a browser cannot do it. Its exported methods are
// bound as window.go.main.Window; the page calls them through frontend/src/app/window.ts. Everything
// else goes over the one http.Handler, without a port.
type Window struct {
	app     *api.App
	dist    fs.FS
	db      string
	ctx     context.Context // of Wails, set when started is closed
	started chan struct{}   // closed when the window is there
	ready   chan struct{}   // closed when opening the brand's file has ended, well or not
	screen  *api.Screen     // set when ready is closed; nil if the file is open elsewhere
	page    http.Handler    // the screen's handler
	refusal error           // why there is no screen
	close   func() error    // shut, once
}

// openWindow shows the window until it is closed or ctx ends, and returns the exit code. ctx ends with
// the signals that ask a program to stop.
func openWindow(ctx context.Context, app *api.App, dist fs.FS, term cli.Terminal) int {
	if err := showWindow(ctx, app, dist); err != nil {
		fmt.Fprintln(term.Err, err)
		return 2
	}
	return 0
}

func showWindow(ctx context.Context, app *api.App, dist fs.FS) (err error) {
	defer api.Guard(&err)
	db, err := api.DefaultDatabase()
	if err != nil {
		return err
	}
	if err := prepareDesktop(); err != nil {
		return err
	}
	w := &Window{app: app, dist: dist, db: db, started: make(chan struct{}), ready: make(chan struct{})}
	w.close = sync.OnceValue(w.shut)
	defer context.AfterFunc(ctx, w.quit)()
	return errors.Join(wails.Run(w.options()), w.close())
}

// prepareDesktop sets what WebKitGTK must know before it starts: without this its pages stay white on
// some graphics drivers. It refuses to start where there is no screen.
func prepareDesktop() error {
	if goruntime.GOOS != "linux" {
		return nil
	}
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" && !builtWith("bindings") {
		return &shop.Error{Code: "no_display", Message: "There is no screen here to open a window on.",
			Hint: "Run `creatorlift serve` and open the address that it prints in a browser."}
	}
	if _, set := os.LookupEnv("WEBKIT_DISABLE_DMABUF_RENDERER"); set {
		return nil
	}
	return os.Setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
}

// builtWith reports whether a tag of `wails build` or `wails dev` is on: with bindings the program runs only
// to name its bindings, without a screen; with dev the page comes from Vite.
func builtWith(tag string) bool {
	build, _ := debug.ReadBuildInfo()
	return build != nil && slices.ContainsFunc(build.Settings, func(s debug.BuildSetting) bool {
		return s.Key == "-tags" && slices.Contains(strings.Split(s.Value, ","), tag)
	})
}

func (w *Window) options() *options.App {
	return &options.App{
		Title: windowTitle, Width: 1280, Height: 800, MinWidth: 390, MinHeight: 600,
		BackgroundColour:         options.NewRGB(0xF7, 0xF6, 0xF3), // the token canvas; the page changes it when it is dark
		AssetServer:              w.assetServer(),
		Bind:                     []any{w},
		ErrorFormatter:           problemText,
		OnStartup:                w.start,
		EnableDefaultContextMenu: true, // copying a figure
		Linux:                    &linux.Options{Icon: appIcon, ProgramName: "creatorlift", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId:               fmt.Sprintf("creatorlift-%x", sha256.Sum256([]byte(w.db)))[:28],
			OnSecondInstanceLaunch: func(options.SecondInstanceData) { w.focus() },
		},
	}
}

// assetServer leaves every request to the app's handler; in `wails dev` only those that Vite cannot answer.
func (w *Window) assetServer() *assetserver.Options {
	app := http.HandlerFunc(w.serve)
	if !builtWith("dev") {
		return &assetserver.Options{Handler: app}
	}
	return &assetserver.Options{Assets: w.dist, Handler: app, Middleware: func(vite http.Handler) http.Handler {
		mux := http.NewServeMux()
		mux.Handle("/api/", app)
		mux.Handle("/", vite)
		return mux
	}}
}

// serve answers the page; until the brand's file is open it waits, and the window shows the canvas.
func (w *Window) serve(rw http.ResponseWriter, r *http.Request) {
	select {
	case <-w.ready:
	case <-r.Context().Done():
		return
	}
	if w.page == nil {
		rw.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	w.page.ServeHTTP(rw, r)
}

// start opens the brand's file behind the window that is already there, or says why it cannot.
func (w *Window) start(ctx context.Context) {
	w.ctx = ctx
	close(w.started)
	go func() {
		w.awaitLoop()
		w.refusal = w.open()
		close(w.ready)
		if w.refusal != nil {
			w.refuse(w.refusal)
		}
	}()
}

// awaitLoop returns when the desktop's main loop turns. Before that a second window may still find the
// first and leave, dialogs cannot be shown, and quitting is not heard.
func (w *Window) awaitLoop() { runtime.WindowGetSize(w.ctx) }

func (w *Window) open() (err error) {
	defer api.Guard(&err)
	if w.screen, err = api.NewScreen(w.app, api.ScreenOptions{DB: w.db, Window: true}); err != nil {
		return err
	}
	w.page = w.screen.Handler(w.dist)
	return nil
}

// refuse says why the file cannot be opened, and ends the window.
func (w *Window) refuse(err error) {
	p := problemOf(err)
	text := p.Message + " " + p.Hint
	if p.Code == "already_open" {
		text = "Creatorlift is already open with this file."
	}
	if goruntime.GOOS == "linux" {
		text = strings.ReplaceAll(text, "%", "%%") // GTK takes it for a format
	}
	_, _ = runtime.MessageDialog(w.ctx, runtime.MessageDialogOptions{Type: runtime.ErrorDialog, Title: windowTitle, Message: text})
	runtime.Quit(w.ctx)
}

// quit ends the window when ctx ends. Wails hears the signals too, but not before its main loop turns, and a
// dialog that waits for an answer would keep the window open for ever. So this asks once more, and then
// closes the file and leaves.
func (w *Window) quit() {
	<-w.started
	time.Sleep(time.Second)
	w.awaitLoop()
	runtime.Quit(w.ctx)
	time.Sleep(time.Second)
	if err := w.close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(0)
}

// focus brings the window to the front: somebody started Creatorlift again.
func (w *Window) focus() {
	runtime.WindowUnminimise(w.ctx)
	runtime.WindowShow(w.ctx)
}

// shut closes the brand's file. It waits for an opening that is under way.
func (w *Window) shut() error {
	select {
	case <-w.started:
		<-w.ready
	default: // never shown
	}
	if w.screen == nil {
		return w.refusal
	}
	return errors.Join(w.refusal, w.screen.Close())
}

// OpenFiles asks for export files, many at once. It returns their paths, none if the founder thought
// better of it.
func (w *Window) OpenFiles() ([]string, error) {
	paths, err := runtime.OpenMultipleFilesDialog(w.ctx, runtime.OpenDialogOptions{
		Title: "Choose your export files", DefaultDirectory: downloadsFolder(),
		Filters: []runtime.FileFilter{
			{DisplayName: "Export files (CSV, Excel, gz, zip)", Pattern: "*.csv;*.tsv;*.txt;*.xlsx;*.gz;*.zip;*.CSV;*.TSV;*.TXT;*.XLSX;*.GZ;*.ZIP"},
			{DisplayName: "All files", Pattern: "*"},
		},
	})
	if paths == nil {
		paths = []string{}
	}
	return paths, err
}

// OpenFolder asks for a folder with export files. It returns its path, "" if the founder thought better
// of it.
func (w *Window) OpenFolder() (string, error) {
	return runtime.OpenDirectoryDialog(w.ctx, runtime.OpenDialogOptions{Title: "Choose the folder with your export files", DefaultDirectory: downloadsFolder()})
}

// downloadsFolder is where browsers put exports; "" leaves the choice to the desktop.
func downloadsFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	dir := filepath.Join(home, "Downloads")
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return ""
	}
	return dir
}

// SaveDownload asks where to save the download with the one-use path and saves it there. It returns the
// file's path, "" if the founder thought better of it; the download is used up either way.
//
// Errors are *shop.Error with the codes of TakeDownload, file_exists and not_saved.
func (w *Window) SaveDownload(path string) (saved string, err error) {
	defer api.Guard(&err)
	name, write, err := w.screen.TakeDownload(path)
	if err != nil {
		return "", err
	}
	ending := filepath.Ext(name)
	dest, err := runtime.SaveFileDialog(w.ctx, runtime.SaveDialogOptions{
		Title: "Save " + name, DefaultFilename: filepath.Base(name), CanCreateDirectories: true,
		Filters: []runtime.FileFilter{{DisplayName: strings.ToUpper(strings.TrimPrefix(ending, ".")), Pattern: "*" + ending}},
	})
	if err != nil || dest == "" {
		return "", err
	}
	if dest, err = withEnding(dest, ending); err != nil {
		return "", err
	}
	return dest, saveWhole(dest, write)
}

// withEnding adds the ending that the founder left out. The dialog asked about replacing the name as
// typed only, so the longer name must be free.
func withEnding(dest, ending string) (string, error) {
	if filepath.Ext(dest) != "" {
		return dest, nil
	}
	if _, err := os.Lstat(dest + ending); !errors.Is(err, fs.ErrNotExist) {
		return "", &shop.Error{Code: "file_exists", Message: "There is already a file " + filepath.Base(dest) + ending + " in that folder. It was left as it is.", Hint: "Save again under another name."}
	}
	return dest + ending, nil
}

// saveWhole writes dest under another name and moves it into place, so that what was there stays until
// the new file is whole.
func saveWhole(dest string, write func(io.Writer) error) (err error) {
	defer func() {
		if err != nil {
			err = &shop.Error{Code: "not_saved", Message: fmt.Sprintf("%s could not be saved: %v.", filepath.Base(dest), err), Hint: "Save again, in another folder or after freeing some space."}
		}
	}()
	f, err := os.CreateTemp(filepath.Dir(dest), "."+filepath.Base(dest)+".*.part")
	if err != nil {
		return err
	}
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), dest); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// problemText is an error of a binding as the page gets it: Wails makes it the message of a JavaScript error,
// so the problem is written as JSON.
func problemText(err error) any {
	text, err := json.Marshal(problemOf(err))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// problemOf is an error for people, the same as over HTTP.
func problemOf(err error) api.Problem {
	var e *shop.Error
	if errors.As(err, &e) {
		return api.Problem{Code: e.Code, Message: e.Message, Hint: e.Hint}
	}
	return api.Problem{Code: "internal", Message: "Something went wrong inside Creatorlift. What you saved is untouched.", Hint: err.Error()}
}

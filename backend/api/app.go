package api

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"creatorlift/backend/shop"
)

// Version is the program's version, printed on every report and saved with every run.
const Version = "0.1.0"

// App answers questions. Its zero value uses the machine's clock.
type App struct {
	Now    func() time.Time // nil = time.Now
	Assets fs.FS            // the built screen, frontend/dist; nil = none
}

func (a *App) now() time.Time {
	if a.Now != nil {
		return a.Now()
	}
	return time.Now()
}

// DefaultDatabase is creatorlift/brand.db in the user's data folder.
func DefaultDatabase() (string, error) {
	dir := os.Getenv("XDG_DATA_HOME")
	if dir == "" {
		var err error
		if dir, err = dataHome(); err != nil {
			return "", &shop.Error{Code: "no_home", Message: "No home folder is known for the brand's file.", Hint: "Name the file with --db FILE."}
		}
	}
	return filepath.Join(dir, "creatorlift", "brand.db"), nil
}

// Guard turns a panic below into an error: the one recover. The place where it happened goes to
// standard error, not into the message.
func Guard(err *error) {
	if r := recover(); r != nil {
		fmt.Fprintf(os.Stderr, "panic: %v\n%s", r, debug.Stack())
		*err = fmt.Errorf("something went wrong inside Creatorlift; nothing saved was changed: %v", r)
	}
}

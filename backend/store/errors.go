package store

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"syscall"

	"creatorlift/backend/shop"

	"github.com/mattn/go-sqlite3"
)

// explain turns what SQLite and the file system say about the file at path into words. Errors that
// are words already, or that only a programmer can put right, pass unchanged.
func explain(path string, err error) error {
	var known *shop.Error
	var foreign *runError
	if err == nil || errors.As(err, &known) || errors.As(err, &foreign) {
		return err
	}
	if code := trouble(err); code != "" {
		return say(code, path)
	}
	return err
}

func trouble(err error) string {
	var e sqlite3.Error
	switch {
	case errors.As(err, &e):
		return sqliteTrouble(e)
	case isFull(err):
		return "disk_full"
	case errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission):
		return "read_only_folder"
	}
	return ""
}

// DiskFull reports whether an error says that a disk or a quota has no room.
func DiskFull(err error) bool { return isFull(err) }

func isFull(err error) bool {
	return slices.ContainsFunc(fullDisk, func(full error) bool { return errors.Is(err, full) })
}

// runError carries an error of Import's caller past explain: a file that cannot be read is not a
// workspace that cannot be written.
type runError struct{ err error }

func (e *runError) Error() string { return e.err.Error() }

func sqliteTrouble(e sqlite3.Error) string {
	switch {
	case e.Code == sqlite3.ErrFull, isFull(e.SystemErrno), e.ExtendedCode == sqlite3.ErrIoErrSHMSize:
		return "disk_full"
	case e.Code == sqlite3.ErrBusy, e.Code == sqlite3.ErrLocked:
		return "database_locked"
	case e.Code == sqlite3.ErrReadonly, e.Code == sqlite3.ErrPerm, e.Code == sqlite3.ErrCantOpen:
		// SQLite also says "unable to open" or "no such file" where it may not create its own
		// -wal file beside a database that is there.
		return "read_only_folder"
	case e.Code == sqlite3.ErrNotADB:
		return "not_a_database"
	case e.Code == sqlite3.ErrCorrupt:
		return "damaged_database"
	case e.Code == sqlite3.ErrIoErr:
		return "disk_error"
	}
	return ""
}

// words holds what the founder reads for each code: a message about one file, and what to do.
var words = map[string][2]string{
	"no_such_database":    {"There is no workspace at %s.", "Import a file or run the demo to make one, or check the path after --db."},
	"newer_database":      {"%s was written by a newer Creatorlift. It was left untouched.", "Install the newer version, or open a backup made by this one."},
	"empty_database_file": {"%s is an empty file, not a workspace.", "Restore a backup, or delete the empty file to start anew."},
	"foreign_database":    {"%s is a database of another program. It was left untouched.", "Name another file after --db."},
	"not_a_database":      {"%s is not a Creatorlift workspace. It was left untouched.", "Check the path after --db; export files are read with `import`."},
	"not_a_file":          {"%s is a folder, not a workspace file.", "Name a file in it, for example brand.db."},
	"damaged_database":    {"The workspace %s is damaged.", "Restore the latest backup; the damaged file is kept beside it."},
	"read_only_folder":    {"Creatorlift may not write to %s or to its folder.", "Give yourself the right to write there, or move the workspace to your own folder."},
	"disk_full":           {"The disk with %s is full. Nothing of this step was saved.", "Free some space and do it again."},
	"disk_error":          {"The disk with %s reports an error. Nothing of this step was saved.", "Check the disk or the network drive, then do it again."},
	"database_locked":     {"Another program is using %s.", "Close the other program and try again."},
	"already_open":        {"The workspace %s is open in another Creatorlift.", "Use that window, or close it first."},
	"bad_key_file":        {"The key file %s is not 32 bytes long.", "Put the key back from a backup (FILE.key). Without it returning customers cannot be recognised."},
	"backup_exists":       {"%s exists already and was left as it is.", "Choose another name for the backup."},
	"backup_differs":      {"The backup %s does not hold the same as the workspace, and was thrown away.", "Try again on another disk."},
}

// say makes the founder's error of one code about one file.
func say(code, path string) *shop.Error {
	w := words[code]
	return &shop.Error{Code: code, Message: fmt.Sprintf(w[0], path), Hint: w[1]}
}

package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// What one inbox holds at most.
const (
	maxTray     = 1000
	maxFileSize = 4 << 30
	maxName     = 120 // letters
)

// tray is the files of one inbox that are not saved, and the work on them. It lives in memory: what a
// closed program had not saved is gone.
type tray struct {
	mu     sync.Mutex
	files  []*trayFile
	job    string // looking or saving under way, "" for none
	saving bool
	turn   sync.Mutex // held while files are read, so that one job works at a time
	last   Saved
}

// trayFile is one file. Its fields are guarded by the tray's mu.
type trayFile struct {
	id, name string
	path     string
	copied   bool // path is a copy of ours, which goes with the file
	size     int64
	said     answers
	edition  int     // grows with each answer, so that a look begun before it counts for nothing
	seen     *looked // nil while waiting
}

// answers are what a person said of one file.
type answers struct {
	format, currency, zone, date, decimal, period, source string
	columns                                               map[string]string
	anew                                                  bool // ask again what is remembered of such files
}

// looked is what one look found. Its peek is shown and never kept elsewhere.
type looked struct {
	result  FileResult
	peek    importer.Peek
	sure    int                 // confidence in the format
	offsets []importer.Offset   // of its date-times
	orders  int64               // distinct orders
	problem *Problem            // why it could not be read or saved; what is wrong with its content stands in result
	guesses []importer.Proposal // what a table of unknown columns may be, the likeliest first

	remembered *RememberedMapping // the file is read as was once said; nil else

	again bool // the reason may be gone: look once more when asked

	size    int64 // of the file when it was looked at
	changed time.Time
}

// Upload takes in one file under a name to show. The bytes go to a file of the owner's, which is gone when
// the file is saved, dropped or the program ends.
func (s *Screen) Upload(ctx context.Context, brand Brand, name string, body io.Reader) (*Reply[InboxPage], error) {
	var d *desk
	if err := s.change(brand, func(found *desk, _ *store.Store) error { d = found; return nil }); err != nil {
		return nil, err
	}
	if err := d.tray.room(1); err != nil {
		return nil, err
	}
	f := &trayFile{id: randomID(), name: shownName(name), copied: true}
	f.path = filepath.Join(d.inbox, f.id)
	if err := f.fill(ctx, body); err != nil {
		return nil, err
	}
	list, err := f.unfold(ctx, d.inbox)
	if err != nil {
		return nil, errors.Join(err, os.Remove(f.path))
	}
	if err := d.tray.add(list...); err != nil {
		return nil, errors.Join(err, wipe(list))
	}
	return s.Inbox(ctx, &BrandIn{brand})
}

// fill writes the body to the file's path; what was begun is removed where it fails.
func (f *trayFile) fill(ctx context.Context, body io.Reader) (err error) {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return f.cannotKeep(err)
	}
	out, err := os.OpenFile(f.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return f.cannotKeep(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.path))
		}
	}()
	from := &arriving{ctx: ctx, r: io.LimitReader(body, maxFileSize+1)}
	f.size, err = io.Copy(out, from)
	err = errors.Join(err, out.Close())
	switch {
	case from.failed != nil:
		return &shop.Error{Code: "upload_broken", Message: f.name + " did not arrive to its end.", Hint: "Drop it again. Nothing of it was saved."}
	case err != nil:
		return f.cannotKeep(err)
	case f.size > maxFileSize:
		return &shop.Error{Code: "file_too_large", Message: f.name + " is larger than 4 GB.", Hint: "Export fewer months at a time."}
	}
	return nil
}

func (f *trayFile) cannotKeep(err error) error {
	if store.DiskFull(err) {
		return &shop.Error{Code: "disk_full", Message: "The disk is full, so " + f.name + " could not be looked at.", Hint: "Free some space and drop it again. What you saved is untouched."}
	}
	return fmt.Errorf("api: keep a dropped file: %w", err)
}

// arriving is a body on its way; it remembers whether the body failed, which is not the disk's fault.
type arriving struct {
	ctx    context.Context
	r      io.Reader
	failed error
}

func (a *arriving) Read(p []byte) (int, error) {
	if err := a.ctx.Err(); err != nil {
		a.failed = err
		return 0, err
	}
	n, err := a.r.Read(p)
	if err != nil && err != io.EOF {
		a.failed = err
	}
	return n, err
}

// shownName is the last part of a path as one line of text.
func shownName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, name))
	if r := []rune(name); len(r) > maxName {
		end := []rune(filepath.Ext(name))
		if len(end) > 10 {
			end = nil
		}
		name = string(r[:maxName-1-len(end)]) + "…" + string(end)
	}
	if name == "" || name == "." || name == ".." {
		return "file"
	}
	return name
}

// AddPaths takes in files and folders where they lie. Only the desktop window may: a page could
// otherwise name any file of this computer.
func (s *Screen) AddPaths(ctx context.Context, in *PathsIn) (*Reply[InboxPage], error) {
	if !s.window {
		return nil, &shop.Error{Code: "window_only", Message: "Files can be named by their place only in the desktop window.", Hint: "Choose the files instead."}
	}
	err := s.change(in.Brand, func(d *desk, _ *store.Store) error {
		list, err := filesAt(in.Body.Paths)
		if err == nil {
			list, err = unfoldAll(ctx, d.inbox, list)
		}
		if err != nil {
			return err
		}
		return d.tray.add(list...)
	})
	if err != nil {
		return nil, err
	}
	return s.Inbox(ctx, &BrandIn{in.Brand})
}

// filesAt lists the files at paths and in the folders among them, without hidden ones.
func filesAt(paths []string) (list []*trayFile, err error) {
	for _, root := range paths {
		root = filepath.Clean(root)
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			hidden := path != root && strings.HasPrefix(e.Name(), ".")
			switch {
			case err != nil:
				return &shop.Error{Code: "cannot_open", Message: shownName(path) + " cannot be opened.", Hint: "Check that it is still there and that you may read it."}
			case hidden && e.IsDir():
				return fs.SkipDir
			case hidden || e.IsDir():
				return nil
			case len(list) == maxTray:
				return tooMany()
			}
			info, err := os.Stat(path)
			if err == nil && info.Mode().IsRegular() {
				list = append(list, &trayFile{id: randomID(), name: shownName(path), path: path, size: info.Size()})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

func tooMany() error {
	return &shop.Error{Code: "too_many_files", Message: "These are more than 1,000 files at a time.", Hint: "Save or drop what is here, then add the rest."}
}

// room refuses n more files where the tray would hold too many.
func (t *tray) room(n int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.files)+n > maxTray {
		return tooMany()
	}
	return nil
}

// add takes in files, all or none. A file in place that is here already is not added twice.
func (t *tray) add(list ...*trayFile) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.files)+len(list) > maxTray {
		return tooMany()
	}
	t.last = Saved{}
	for _, f := range list {
		if !slices.ContainsFunc(t.files, func(o *trayFile) bool { return o.path == f.path }) {
			t.files = append(t.files, f)
		}
	}
	return nil
}

// find returns a file of the tray; the caller holds mu.
func (t *tray) find(id string) (*trayFile, error) {
	for _, f := range t.files {
		if f.id == id {
			return f, nil
		}
	}
	return nil, &shop.Error{Code: "unknown_file", Message: "This file is no longer waiting.", Hint: "It was saved or dropped, perhaps in another tab. Reload the inbox."}
}

// remove takes files out of the tray and wipes our copies of them. A copy that is being read on a system
// that holds on to open files is wiped when the program ends.
func (t *tray) remove(gone func(*trayFile) bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.files = slices.DeleteFunc(t.files, func(f *trayFile) bool {
		if !gone(f) {
			return false
		}
		if f.copied {
			_ = os.Remove(f.path)
		}
		return true
	})
}

// forgetLooks makes files wait for another look, because what is saved has changed beneath them. What
// the file itself is refused for stays.
func (t *tray) forgetLooks() (waiting int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range t.files {
		if f.seen != nil && (f.seen.problem != nil || f.seen.result.Status == importer.StatusRefused) {
			continue
		}
		f.seen = nil
		f.edition++ // a look under way counts for nothing
		waiting++
	}
	return waiting
}

// DropFile takes one file out of the inbox.
func (s *Screen) DropFile(ctx context.Context, in *FileIn) (*Reply[InboxPage], error) {
	err := s.change(in.Brand, func(d *desk, _ *store.Store) error {
		d.tray.mu.Lock()
		_, err := d.tray.find(in.ID)
		d.tray.mu.Unlock()
		d.tray.remove(func(f *trayFile) bool { return f.id == in.ID })
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Inbox(ctx, &BrandIn{in.Brand})
}

// DropAll empties the inbox and stops what is being done in it.
func (s *Screen) DropAll(ctx context.Context, in *BrandIn) (*Reply[InboxPage], error) {
	err := s.change(in.Brand, func(d *desk, _ *store.Store) error {
		d.tray.mu.Lock()
		job := d.tray.job
		d.tray.mu.Unlock()
		if job != "" {
			if _, err := s.jobs.cancel(job); err != nil {
				return err
			}
		}
		d.tray.remove(func(*trayFile) bool { return true })
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.Inbox(ctx, in)
}

// justSaved reports whether some of the files that were dropped last have been saved.
func (t *tray) justSaved() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.last.Batches) > 0
}

// waiting counts the files of a brand's inbox that can be saved, now or once a question is answered.
func (s *Screen) waiting(brand Brand) (n int) {
	t := &s.desks[brand].tray
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range t.files {
		if f.seen == nil || f.seen.problem == nil && (f.seen.result.Status == importer.StatusNeedsMapping || f.seen.fresh()) {
			n++
		}
	}
	return n
}

package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// ScreenOptions say where the founder's file lies and how the screen is shown.
type ScreenOptions struct {
	DB     string // "" = DefaultDatabase
	Window bool   // shown in the desktop window
}

// Screen answers the screen's questions. It holds the brands' files open until Close.
type Screen struct {
	app    *App
	window bool
	dir    string // the folder of the own brand's file
	jobs   *jobs
	desks  map[Brand]*desk
	bad    atomic.Pointer[Problem] // why the own brand's file cannot be opened

	downloads *downloads
}

// desk is one brand's file. The file is opened when it is first needed.
type desk struct {
	brand Brand
	path  string
	inbox string // folder of dropped files that are not saved yet

	gate  sync.RWMutex // held for writing while the file itself is replaced
	store *store.Store
	past  *past // the last look back; nil for none

	mu      sync.Mutex
	reading map[int64]string // job that reads a test, by test
	mapping string           // job that tries designs out

	tray  tray
	names remembered[nameFacts]
	sums  remembered[matchFacts]

	conversion, posts keptRanks
}

// NewScreen opens the own brand's file, making it where there is none, and clears what an earlier
// session left in the inboxes. A file that cannot be opened is no error here but for already_open: the
// screen says what is wrong and offers the backups.
func NewScreen(app *App, opt ScreenOptions) (*Screen, error) {
	var err error
	if opt.DB == "" {
		if opt.DB, err = DefaultDatabase(); err != nil {
			return nil, err
		}
	}
	if opt.DB, err = filepath.Abs(opt.DB); err != nil {
		return nil, fmt.Errorf("api: the brand's file: %w", err)
	}
	dir := filepath.Dir(opt.DB)
	s := &Screen{app: app, window: opt.Window, dir: dir, jobs: newJobs(app.now), downloads: newDownloads(app.now), desks: map[Brand]*desk{}}
	for brand, path := range map[Brand]string{OwnBrand: opt.DB, SampleBrand: filepath.Join(dir, "sample", "sample.db")} {
		s.desks[brand] = &desk{brand: brand, path: path, inbox: filepath.Join(dir, "inbox", string(brand)), reading: map[int64]string{}}
	}
	if err := s.desks[OwnBrand].open(true); err != nil {
		if shop.ErrorCode(err) == "already_open" {
			return nil, err
		}
		s.bad.Store(problemOf(err))
		return s, nil
	}
	if err := s.wipe(); err != nil {
		return nil, errors.Join(fmt.Errorf("api: clear what an earlier session left: %w", err), s.Close())
	}
	s.startDailyBackup()
	return s, nil
}

// Close stops all work and closes the files.
func (s *Screen) Close() error {
	s.jobs.close()
	var err error
	for _, d := range s.desks {
		err = errors.Join(err, d.shut())
	}
	return errors.Join(err, s.wipe())
}

// wipe removes what lives only as long as the program: files that were dropped, copies of what was known.
func (s *Screen) wipe() error {
	return errors.Join(os.RemoveAll(filepath.Join(s.dir, "inbox")), os.RemoveAll(s.pastFolder()))
}

// open opens the file, once. Who finds it open does not wait for those who work on it.
func (d *desk) open(create bool) (err error) {
	d.gate.RLock()
	there := d.store != nil
	d.gate.RUnlock()
	if there {
		return nil
	}
	d.gate.Lock()
	defer d.gate.Unlock()
	if d.store == nil {
		d.store, err = store.Open(d.path, store.Options{Create: create})
	}
	return err
}

func (d *desk) shut() error {
	d.gate.Lock()
	defer d.gate.Unlock()
	return d.shutLocked()
}

func (d *desk) shutLocked() error {
	err := d.past.forget()
	d.past = nil
	if d.store == nil {
		return err
	}
	err = errors.Join(err, d.store.Close())
	d.store = nil
	return err
}

// there reports whether the brand's file exists.
func (d *desk) there() bool {
	_, err := os.Stat(d.path)
	return err == nil
}

// use asks a brand's open file, or, while the brand is shown as it was known once, that copy. Many may at
// the same time.
func (s *Screen) use(brand Brand, do func(d *desk, b *store.Store) error) error {
	return s.useNow(brand, func(d *desk, b *store.Store) error {
		if d.past != nil && d.past.shown {
			b = d.past.store
		}
		return do(d, b)
	})
}

// change works on a brand's open file, and refuses while the brand is shown as it was known once.
func (s *Screen) change(brand Brand, do func(d *desk, b *store.Store) error) error {
	return s.useNow(brand, func(d *desk, b *store.Store) error {
		if err := d.past.refuse(); err != nil {
			return err
		}
		return do(d, b)
	})
}

// useNow works on a brand's open file, whatever is shown.
func (s *Screen) useNow(brand Brand, do func(d *desk, b *store.Store) error) error {
	d := s.desks[brand]
	if d == nil {
		return &shop.Error{Code: "unknown_brand", Message: fmt.Sprintf("There is no brand %q.", brand), Hint: "Use own or sample."}
	}
	if err := d.open(false); shop.ErrorCode(err) == "no_such_database" && brand == SampleBrand {
		return &shop.Error{Code: "no_sample", Message: "The sample brand has not been made yet.", Hint: "Choose Try the sample brand on the first page."}
	} else if err != nil {
		return err
	}
	d.gate.RLock()
	defer d.gate.RUnlock()
	if d.store == nil {
		return &shop.Error{Code: "file_closed", Message: "The brand's file is being replaced.", Hint: "Try again in a moment."}
	}
	return do(d, d.store)
}

// replace closes a brand's file, lets do put another in its place and opens that. It waits for questions
// under way and refuses while jobs run on the file.
func (s *Screen) replace(brand Brand, do func() error) error {
	d := s.desks[brand]
	d.gate.Lock()
	defer d.gate.Unlock()
	if err := d.shutLocked(); err != nil {
		return err
	}
	err := do()
	if d.there() {
		var again error
		d.store, again = store.Open(d.path, store.Options{})
		err = errors.Join(err, again)
	}
	return err
}

// revision stands for what the brand's file says: the files that were saved, and the settings that
// change their meaning. Undo brings back the earlier one.
func revision(ctx context.Context, b *store.Store) (string, error) {
	list, err := b.Batches(ctx)
	if err != nil {
		return "", err
	}
	set, err := b.FindSettings(ctx)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %s\n", set.Currency, set.Zone)
	for _, f := range list {
		fmt.Fprintf(sum, "%d %s %s\n", f.ID, f.SHA256, f.Format)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"creatorlift/backend/shop"
)

// Cut says up to which import something was known: up to and with Batch, or, where that is 0, up to the
// last file saved before BeforeUTC (Unix seconds).
type Cut struct {
	Batch     int64
	BeforeUTC int64
}

// Known says what a copy of what was known holds.
type Known struct {
	Last    Batch // the latest import that is in it
	Kept    int   // imports
	LeftOut int   // later imports
}

// CopyAsOf writes to dest, which must not exist, a private workspace with what was known at the cut: it
// equals, by content hash, one into which only the imports up to the cut went. Imports that were taken back
// are in neither. Settings, tests and the founder's decisions are those of today; results that were saved
// later are left out. Writes wait meanwhile.
//
// It returns the *shop.Error unknown_batch, nothing_known_then where no import is that old, and those of a
// full disk and the like.
func (s *Store) CopyAsOf(ctx context.Context, cut Cut, dest string) (k Known, err error) {
	list, err := s.Batches(ctx)
	if err != nil {
		return k, err
	}
	var later []Batch
	if k, later, err = cut.split(list); err != nil {
		return k, err
	}
	defer func() {
		if err != nil {
			err = explain(dest, errors.Join(err, removeAll(dest, dest+"-journal")))
		}
	}()
	if err := s.copyTo(ctx, dest); err != nil {
		return k, err
	}
	if len(later) == 0 {
		return k, nil
	}
	return k, forgetLater(ctx, dest, later[0], cut)
}

// split says which of the imports, oldest first, are known at the cut and which are later.
func (cut Cut) split(list []Batch) (k Known, later []Batch, err error) {
	at := len(list)
	for i, b := range list {
		if cut.Batch != 0 && b.ID > cut.Batch || cut.Batch == 0 && b.ImportedAtUTC >= cut.BeforeUTC {
			at = i
			break
		}
	}
	k = Known{Kept: at, LeftOut: len(list) - at}
	if cut.Batch != 0 && (at == 0 || list[at-1].ID != cut.Batch) {
		return k, nil, unknownBatch(cut.Batch)
	}
	if at == 0 {
		return k, nil, &shop.Error{Code: "nothing_known_then", Message: "Nothing had been saved by then.", Hint: "Choose the day of your first import or a later one."}
	}
	k.Last = list[at-1]
	return k, list[at:], nil
}

// copyTo writes a copy for the owner only.
func (s *Store) copyTo(ctx context.Context, dest string) error {
	if err := os.MkdirAll(filepath.Dir(dest), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(dest, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600) // SQLite takes an empty file as a place to copy to
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return err
	}
	select {
	case <-s.writing:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.writing <- struct{}{} }()
	_, err = s.writer.number(ask("VACUUM INTO ?", dest))
	return err
}

// forgetLater takes all imports from first on out of the copy. Nothing is made last: whoever loses power
// loses only the copy.
func forgetLater(ctx context.Context, path string, first Batch, cut Cut) (err error) {
	c, err := dial(path, "mode=rw&_journal_mode=MEMORY&_synchronous=OFF&_foreign_keys=1&_cache_size=-65536")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	if err := c.exec("PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF"); err != nil {
		return err
	}
	since := first.ImportedAtUTC
	if cut.Batch == 0 {
		since = min(since, cut.BeforeUTC)
	}
	return transact(c, func() error {
		if err := takeBack(ctx, c, first.ID, math.MaxInt64); err != nil {
			return fmt.Errorf("store: take back what came later: %w", err)
		}
		return c.exec("DELETE FROM runs WHERE created_utc >= ?", since)
	})
}

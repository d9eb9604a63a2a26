package api

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"

	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// openBrand opens the brand's file; "" is the default place, where the file is made if need be.
func openBrand(db string, create bool) (*store.Store, error) {
	if db == "" {
		var err error
		if db, err = DefaultDatabase(); err != nil {
			return nil, err
		}
	}
	return store.Open(db, store.Options{Create: create})
}

// openForTrial opens the brand's file for a dry run. Where there is none it opens an empty one in a
// folder of its own, which done removes, so that a dry run leaves nothing behind.
func openForTrial(db string) (s *store.Store, done func() error, err error) {
	s, err = openBrand(db, false)
	if shop.ErrorCode(err) != "no_such_database" {
		if err != nil {
			return nil, nil, err
		}
		return s, s.Close, nil
	}
	dir, err := os.MkdirTemp("", "creatorlift-trial-")
	if err != nil {
		return nil, nil, err
	}
	if s, err = store.Open(filepath.Join(dir, "trial.db"), store.Options{Create: true}); err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, func() error { return errors.Join(s.Close(), os.RemoveAll(dir)) }, nil
}

// customerHash turns a buyer's e-mail into a keyed hash, so that it is never stored. One caller at a
// time: the prepared key is used again for the next.
func customerHash(s *store.Store) (func(string) string, error) {
	key, err := s.CustomerKey()
	if err != nil {
		return nil, err
	}
	m, sum := hmac.New(sha256.New, key), make([]byte, 0, sha256.Size)
	return func(email string) string {
		m.Reset()
		m.Write([]byte(email))
		return hex.EncodeToString(m.Sum(sum)[:16])
	}, nil
}

// BatchInfo is one import as people see it.
type BatchInfo struct {
	Batch     int64          `json:"batch"`
	File      string         `json:"file"`
	Format    string         `json:"format"`
	Imported  string         `json:"imported"` // RFC 3339, UTC
	Rows      int64          `json:"rows"`
	Accepted  int64          `json:"accepted"`
	Changed   int64          `json:"changed"`
	Duplicate int64          `json:"duplicate"`
	Rejected  int64          `json:"rejected"`
	Skipped   int64          `json:"skipped"`
	FirstDay  shop.Day       `json:"first_day"`
	LastDay   shop.Day       `json:"last_day"`
	Changes   *store.Changes `json:"changes"` // null for files saved before this was kept
}

func batchInfo(b store.Batch) BatchInfo {
	return BatchInfo{Batch: b.ID, File: b.Name, Format: b.Format, Imported: utc(b.ImportedAtUTC), Rows: b.Rows,
		Accepted: b.Accepted, Changed: b.Changed, Duplicate: b.Duplicate, Rejected: b.Rejected, Skipped: b.Skipped,
		FirstDay: b.Covered.Start, LastDay: b.Covered.Last(), Changes: b.Changes}
}

// Batches lists the imports, oldest first.
func (a *App) Batches(ctx context.Context, db string) (out []BatchInfo, err error) {
	defer Guard(&err)
	s, err := openBrand(db, false)
	if err != nil {
		return nil, err
	}
	defer closing(s, &err)
	list, err := s.Batches(ctx)
	out = []BatchInfo{}
	for _, b := range list {
		if b.Changes, err = s.FindChanges(ctx, b.ID); err != nil {
			return nil, err
		}
		out = append(out, batchInfo(b))
	}
	return out, err
}

// Undo takes one import back.
func (a *App) Undo(ctx context.Context, db string, batch int64) (out BatchInfo, err error) {
	defer Guard(&err)
	s, err := openBrand(db, false)
	if err != nil {
		return out, err
	}
	defer closing(s, &err)
	b, err := s.Undo(ctx, batch)
	return batchInfo(b), err
}

// Backup writes a checked copy of the brand's file and of its customer key.
func (a *App) Backup(ctx context.Context, db, dest string) (out store.BackupFiles, err error) {
	defer Guard(&err)
	s, err := openBrand(db, false)
	if err != nil {
		return out, err
	}
	defer closing(s, &err)
	return s.Backup(ctx, dest)
}

// Restore puts a backup in the place of the brand's file and keeps what it replaces.
func (a *App) Restore(ctx context.Context, src, db string) (out store.Restored, err error) {
	defer Guard(&err)
	if db == "" {
		if db, err = DefaultDatabase(); err != nil {
			return out, err
		}
	}
	return store.Restore(ctx, src, db)
}

// Health is what doctor found.
type Health struct {
	Status   string `json:"status"`
	Database string `json:"database"`
	Imports  int    `json:"imports"`
	Hash     string `json:"content_hash"`
	Message  string `json:"message"`
}

// Doctor checks the brand's file for damage. Damage is a *shop.Error.
func (a *App) Doctor(ctx context.Context, db string) (out Health, err error) {
	defer Guard(&err)
	s, err := openBrand(db, false)
	if err != nil {
		return out, err
	}
	defer closing(s, &err)
	if err := s.Check(ctx); err != nil {
		return out, err
	}
	list, err := s.Batches(ctx)
	if err != nil {
		return out, err
	}
	hash, err := s.ContentHash(ctx)
	return Health{OK, s.Path(), len(list), hash, "The file is sound, and the daily totals are those of its lines."}, err
}

// closing closes the brand's file and keeps the first error.
func closing(s *store.Store, err *error) {
	if e := s.Close(); *err == nil {
		*err = e
	}
}

package store

import (
	"context"
	"database/sql/driver"
	"errors"

	"creatorlift/backend/shop"
)

// errNotAlike makes write roll back a repeat that cannot be told from what is saved.
var errNotAlike = errors.New("store: no earlier file is alike")

// Repeat saves a file that an earlier batch was read from, byte for byte and with the same Reading, as a
// batch of its own without the file being read: it sights what that batch sighted, and the answer and the
// workspace are as after Import. False means that there is no such batch, or one of which the answer
// would not be known: with issues, without lines, or with a document that the file holds twice. Then
// nothing was done. With dryRun nothing is saved. Errors are those of Import.
func (s *Store) Repeat(ctx context.Context, file FileInfo, dryRun bool) (b Batch, same bool, err error) {
	if file.Reading == "" {
		return Batch{}, false, nil
	}
	err = s.write(ctx, func(c *conn) error {
		in, err := newIntake(ctx, c, file)
		if err != nil {
			return err
		}
		if b, err = in.repeatAll(); err == nil && dryRun {
			b.ID = 0
			return errDryRun
		}
		return err
	})
	switch {
	case errors.Is(err, errNotAlike):
		return Batch{}, false, nil
	case err != nil && !errors.Is(err, errDryRun):
		return Batch{}, false, err
	}
	return b, true, nil
}

// readingName is the setting that holds the number of the last batch read in this way.
func readingName(f FileInfo) string { return "read " + f.Reading + " " + f.SHA256 }

// rememberReading notes that a batch can be repeated.
func (in *intake) rememberReading() error {
	b := &in.batch
	if b.Reading == "" || b.Issues > 0 || b.Stats {
		return nil
	}
	return in.c.exec("INSERT OR REPLACE INTO settings VALUES (?, CAST(? AS TEXT))", readingName(b.FileInfo), b.ID)
}

// repeatAll makes the batch of a file that was read before.
func (in *intake) repeatAll() (Batch, error) {
	id, err := in.c.number(ask("SELECT CAST(content AS INTEGER) FROM settings WHERE setting = ?", readingName(in.batch.FileInfo)))
	if err != nil {
		return Batch{}, err
	}
	row, err := in.c.first(ask("SELECT first_doc_id, last_doc_id FROM batches WHERE batch_id = ? AND scope_id = ? AND format = ?", id, in.scopeID, in.batch.Format))
	if err != nil {
		return Batch{}, err
	}
	if row == nil { // taken back since, or of another currency
		return Batch{}, errNotAlike
	}
	was, err := findBatch(in.c, id)
	if err != nil {
		return Batch{}, err
	}
	in.firstDoc, in.lastDoc, in.repeated = row[0].(int64), row[1].(int64), id
	in.batch.FileFacts, in.batch.Docs, in.batch.Duplicate = was.FileFacts, was.Docs, was.Rows-was.Rejected
	if err := in.sightAgain(); err != nil {
		return Batch{}, err
	}
	return in.finish()
}

// sightAgain gives the batch the sightings of the one it repeats, and makes current again what another
// file has replaced since.
func (in *intake) sightAgain() error {
	if err := in.copySightings(); err != nil {
		return err
	}
	type replaced struct {
		key     shop.Key
		id, was int64
	}
	var list []replaced
	err := in.c.each(in.ctx, ask(`SELECT v.doc_key, s.doc_id, k.version_id FROM sightings s
		CROSS JOIN versions v ON v.version_id = s.version_id CROSS JOIN doc_keys k ON k.doc_key = v.doc_key
		WHERE s.doc_id BETWEEN ? AND ? AND s.batch_id = ? AND v.is_current = 0`, in.firstDoc, in.lastDoc, in.batch.ID),
		func(r []driver.Value) error {
			list = append(list, replaced{shop.Key(r[0].([]byte)), r[1].(int64), r[2].(int64)})
			return nil
		})
	for _, d := range list {
		if err == nil {
			err = in.await(d.key, d.id, d.was)
		}
	}
	return err
}

// copyAtOnce is how many document ids are looked through in one statement. What it copies waits in memory,
// because SQLite reads and writes the same table.
const copyAtOnce = 1 << 16

func (in *intake) copySightings() error {
	seen := int64(0)
	for from := in.firstDoc; from <= in.lastDoc; from += copyAtOnce {
		if err := in.ctx.Err(); err != nil {
			return err
		}
		err := in.c.exec(`INSERT INTO sightings SELECT doc_id, ?, version_id, maturity, first_row, row_steps FROM sightings
			WHERE doc_id BETWEEN ? AND ? AND batch_id = ?`, in.batch.ID, from, min(from+copyAtOnce-1, in.lastDoc), in.repeated)
		if err != nil {
			return err
		}
		copied, err := in.c.number(ask("SELECT changes()"))
		if err != nil {
			return err
		}
		seen += copied
	}
	if seen != in.batch.Docs { // a document stood in the file twice: what its first copy held may be gone
		return errNotAlike
	}
	return nil
}

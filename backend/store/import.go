package store

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"creatorlift/backend/shop"
)

// Import saves one file as one batch, in one transaction. It calls run, which hands every document of
// the file to add, in the file's order, and returns what it knows of the file at its end. A document
// that stands in the file twice counts as it stands there last. The document is the store's from then on.
// An error of add may concern an earlier one, because the store works beside run.
//
// With dryRun nothing is saved, and the Batch says what would have been (its ID is 0). The same holds
// for an error of run or add, and when ctx ends: the workspace is as it was. Errors: those of run,
// ctx.Err(), *shop.Error for a full disk and the like; a file whose rows do not add up is a mistake of
// the importer and an error without a code.
func (s *Store) Import(ctx context.Context, file FileInfo, dryRun bool, run func(add func(*shop.Doc) error) (FileFacts, error)) (Batch, error) {
	var b Batch
	err := s.takeIn(ctx, file, func(in *intake) (err error) {
		if b, err = in.takeAll(s.path, run); err == nil && dryRun {
			b.ID = 0
			return errDryRun
		}
		return err
	})
	var foreign *runError
	switch {
	case errors.Is(err, errDryRun):
		return b, nil
	case errors.As(err, &foreign):
		return Batch{}, foreign.err
	case err != nil:
		return Batch{}, err
	}
	return b, nil
}

// errDryRun makes write roll back what was only tried.
var errDryRun = errors.New("store: dry run")

// takeIn runs f with the intake of a file, in a transaction.
func (s *Store) takeIn(ctx context.Context, file FileInfo, f func(*intake) error) error {
	return s.write(ctx, func(c *conn) error {
		return s.read(ctx, func(before *conn) (err error) {
			in, err := newIntake(ctx, c, file)
			if err != nil {
				return err
			}
			defer func() {
				if e := in.close(); err == nil {
					err = e
				}
			}()
			if err := in.prepare(before); err != nil {
				return err
			}
			return f(in)
		})
	})
}

// takeAll takes in the whole file for the workspace at path.
func (in *intake) takeAll(path string, run func(add func(*shop.Doc) error) (FileFacts, error)) (Batch, error) {
	docs := newStage(docsQueue, func(list []*shop.Doc) error {
		for _, doc := range list {
			if err := in.add(doc); err != nil {
				return explain(path, err)
			}
		}
		return nil
	})
	defer docs.end()
	var list []*shop.Doc
	facts, err := run(func(doc *shop.Doc) error {
		if list = append(list, doc); len(list) < docsAtOnce {
			return nil
		}
		full := list
		list = make([]*shop.Doc, 0, docsAtOnce)
		return docs.give(full)
	})
	if err != nil {
		return Batch{}, &runError{err}
	}
	if err := docs.give(list); err != nil {
		return Batch{}, err
	}
	if err := docs.wait(); err != nil {
		return Batch{}, err
	}
	in.batch.FileFacts = facts
	if err := in.flush(); err != nil {
		return Batch{}, err
	}
	return in.finish()
}

// Documents go from the importer to the store docsAtOnce at a time, and docsQueue times that may wait.
const (
	docsAtOnce = 64
	docsQueue  = 16
)

// intake takes in the documents of one file.
type intake struct {
	ctx      context.Context
	c        *conn
	batch    Batch
	scopeID  int64
	docScope shop.Key // mixed into every document's key
	scope    shop.Key // mixed into every content hash

	words     *dictionary
	books     *books
	shape     shape
	found     *stmt // findDoc in the state before this import, which may be asked while SQLite writes
	find      *stmt // findDoc as it is now
	earlier   *stmt // findContent in the state before this import
	versions  *bulk
	lines     *bulk
	stats     *bulk
	sightings *bulk
	keys      keyring
	twins     twinNotes
	waiting   map[int64]waiting // documents that may turn, by id
	brought   Brought           // by the documents as they passed
	reentered bool              // a document that is new stood in the file twice
	repeated  int64             // the batch that holds the very same, 0 for none

	empty                 bool // the workspace held no document before
	nextVersion, nextLine int64
	firstDoc, lastDoc     int64
}

func newIntake(ctx context.Context, c *conn, file FileInfo) (*intake, error) {
	in := &intake{ctx: ctx, c: c, batch: Batch{FileInfo: file}, words: newDictionary(c), waiting: map[int64]waiting{}}
	in.docScope = shop.KeyOf("document", file.Source, fmt.Sprint(file.Evidence))
	in.scope = shop.KeyOf("content", file.Source, fmt.Sprint(file.Evidence), string(file.Currency))
	var err error
	if in.scopeID, err = scopeOf(c, file); err != nil {
		return nil, err
	}
	known := int64(0)
	for _, n := range []struct {
		dst *int64
		sql string
	}{
		{&in.batch.ID, "SELECT max(seq) + 1 FROM sqlite_sequence WHERE name = 'batches'"},
		{&in.nextVersion, "SELECT max(version_id) + 1 FROM versions"},
		{&in.nextLine, "SELECT max(line_id) + 1 FROM lines"},
		{&known, "SELECT count(*) FROM (SELECT 1 FROM doc_keys LIMIT 1)"},
	} {
		if *n.dst, err = c.number(ask(n.sql)); err != nil {
			return nil, err
		}
	}
	in.batch.ID, in.nextVersion, in.nextLine = max(in.batch.ID, 1), max(in.nextVersion, 1), max(in.nextLine, 1)
	in.empty = known == 0
	in.books = newBooks(c, in.nextVersion)
	return in, c.exec(makeTurned)
}

// findDoc asks for a document by its key: its current version, its id, and the version's content. The
// cast hides the argument from SQLite's planner, which would otherwise plan anew for every key.
const findDoc = `SELECT k.version_id, v.doc_id, v.content_hash FROM doc_keys k
	JOIN versions v ON v.version_id = k.version_id WHERE k.doc_key = CAST(? AS BLOB)`

// prepare makes the statements. before sees the workspace as it was before this import.
func (in *intake) prepare(before *conn) (err error) {
	in.c.scribe = newScribe()
	if in.find, err = in.c.prepare(findDoc); err != nil {
		return err
	}
	if in.found, err = before.prepare(findDoc); err != nil {
		return err
	}
	if in.earlier, err = before.prepare(findContent); err != nil {
		return err
	}
	if in.twins, err = newTwinNotes(in.c, before, in.batch.FileInfo); err != nil {
		return err
	}
	for _, b := range []struct {
		dst   **bulk
		table string
		width int
	}{{&in.versions, "versions", 16}, {&in.lines, "lines", 10}, {&in.stats, "stats", statColumns}, {&in.sightings, "sightings", 6}, {&in.keys.out, "doc_keys", 2}} {
		if *b.dst, err = newBulk(in.c, b.table, b.width); err != nil {
			return err
		}
	}
	return nil
}

func (in *intake) close() error {
	if in.c.scribe != nil {
		in.c.scribe.end()
		in.c.scribe = nil
	}
	return errors.Join(in.find.close(), in.found.close(), in.earlier.close(), in.versions.close(), in.lines.close(), in.stats.close(), in.sightings.close(), in.keys.out.close(), in.twins.close())
}

// flush writes all that waits, so that the tables hold everything taken in so far.
func (in *intake) flush() error {
	for _, b := range []interface{ flush() error }{in.versions, in.lines, in.stats, in.sightings, &in.keys, &in.twins} {
		if err := b.flush(); err != nil {
			return err
		}
	}
	return in.c.scribe.wait()
}

// add takes in one document.
func (in *intake) add(doc *shop.Doc) error {
	if in.batch.Docs%256 == 0 && in.ctx.Err() != nil {
		return in.ctx.Err()
	}
	in.batch.Docs++
	in.batch.Stats = in.batch.Stats || len(doc.Stats) > 0
	if err := in.shape.take(doc, in.scope); err != nil {
		return err
	}
	key := doc.Key
	for i := range key {
		key[i] ^= in.docScope[i]
	}
	fresh := in.keys.see(key)
	if fresh && in.empty {
		return in.enter(key, doc)
	}
	find := in.found
	if !fresh { // the file may hold it twice: what it held before must be findable
		if err := in.turnWaiting(); err != nil {
			return err
		}
		find = in.find
	}
	var row [3]driver.Value
	found, err := find.first(row[:], key[:])
	switch {
	case err != nil:
		return err
	case !found:
		return in.enter(key, doc)
	case fresh && bytes.Equal(row[2].([]byte), in.shape.hash[:]):
		return in.repeat(row[0].(int64), row[1].(int64), doc)
	case fresh:
		return in.restate(key, doc, row[0].(int64), row[1].(int64))
	}
	return in.revise(key, doc, row[0].(int64), row[1].(int64))
}

// enter takes in a document that the workspace has never seen.
func (in *intake) enter(key shop.Key, doc *shop.Doc) error {
	id := in.nextVersion
	state, err := in.twins.state(doc)
	if err != nil {
		return err
	}
	if err := in.saveVersion(key, doc, id, state); err != nil {
		return err
	}
	in.batch.Accepted += int64(doc.Rows())
	if err := in.see(id, id, doc); err != nil {
		return err
	}
	if err := in.keys.add(key, id); err != nil {
		return err
	}
	in.brought.enter(doc, state)
	if state != counts {
		return nil
	}
	return in.books.enter(doc.OrderID, in.batch.FileInfo, in.shape.parts)
}

// repeat records that the file holds a document just as the workspace does.
func (in *intake) repeat(version, id int64, doc *shop.Doc) error {
	in.batch.Duplicate += int64(doc.Rows())
	return in.see(id, version, doc)
}

// see records the sighting of a document that this file has not shown before.
func (in *intake) see(id, version int64, doc *shop.Doc) error {
	in.bound(id)
	row, steps := in.shape.rowSteps()
	return in.sightings.add(id, in.batch.ID, version, doc.Maturity, row, steps)
}

func (in *intake) bound(id int64) {
	if in.firstDoc == 0 || id < in.firstDoc {
		in.firstDoc = id
	}
	in.lastDoc = max(in.lastDoc, id)
}

// saveVersion saves the shape as a new version of the document id, with its lines. The version of a
// document seen for the first time is current and gives the document its id.
func (in *intake) saveVersion(key shop.Key, doc *shop.Doc, id, state int64) error {
	version := in.nextVersion
	if err := in.twins.note(version, doc); err != nil {
		return err
	}
	// The bulk keeps its arguments until it is full, and key and hash change before.
	keyBytes, hashBytes := bytes.Clone(key[:]), bytes.Clone(in.shape.hash[:])
	if len(doc.Stats) > 0 {
		place, err := in.words.place("")
		if err != nil {
			return err
		}
		err = in.versions.add(version, id, keyBytes, hashBytes, state, int64(0), int64(1), in.scopeID, doc.OrderID, int64(0),
			int64(doc.Stats[0].First), place, "", int64(0), int64(0), int64(0))
		if err != nil {
			return err
		}
		in.nextVersion++
		return in.saveStats(version, doc.Stats)
	}
	for i, p := range in.shape.parts {
		l := p.lines[0]
		place, err := in.words.place(l.Region)
		if err != nil {
			return err
		}
		err = in.versions.add(version+int64(i), id, keyBytes, hashBytes, state, int64(i), int64(len(in.shape.parts)),
			in.scopeID, doc.OrderID, l.PlacedAtUTC, int64(l.Day), place, l.Customer,
			in.nextLine+int64(p.first), int64(p.first), int64(len(p.lines)))
		if err != nil {
			return err
		}
	}
	in.nextVersion += int64(len(in.shape.parts))
	return in.saveLines()
}

func (in *intake) saveLines() error {
	for _, l := range in.shape.lines {
		item, err := in.words.item(l)
		if err != nil {
			return err
		}
		label, err := in.words.label(l)
		if err != nil {
			return err
		}
		err = in.lines.add(in.nextLine, lineState(l), l.Quantity, int64(l.GrossCents), int64(l.DiscountCents),
			int64(l.RefundCents), int64(l.NetCents), int64(l.CommissionCents), item, label)
		if err != nil {
			return err
		}
		in.nextLine++
	}
	return nil
}

// finish brings the daily totals up to date and saves the batch. All documents are in the tables.
func (in *intake) finish() (Batch, error) {
	b := &in.batch
	if err := in.ctx.Err(); err != nil {
		return Batch{}, err
	}
	if sum := b.Accepted + b.Changed + b.Duplicate + b.Rejected; sum != b.Rows {
		return Batch{}, fmt.Errorf("store: %s: %d rows, but accepted, changed, duplicate and rejected make %d", b.Format, b.Rows, sum)
	}
	if err := in.settleAll(); err != nil {
		return Batch{}, err
	}
	if err := in.rememberReading(); err != nil {
		return Batch{}, err
	}
	return *b, saveBatch(in.c, b, in.scopeID, in.firstDoc, in.lastDoc)
}

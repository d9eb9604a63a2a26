package store

import (
	"bytes"
	"database/sql/driver"

	"creatorlift/backend/shop"
)

// makeTurned makes the table of the documents whose current version changed: the version that was current
// before this import, with the state it had, and the one that is.
const makeTurned = "CREATE TEMP TABLE turned (doc_id INTEGER PRIMARY KEY, was INTEGER NOT NULL, best INTEGER, was_state INTEGER NOT NULL) STRICT"

// waiting is a document of which it must be asked again which version is current. was is the one that is
// marked so now.
type waiting struct {
	key shop.Key
	was int64
}

// turnsAtOnce is how many documents may wait.
const turnsAtOnce = 1 << 14

// await notes a document that has a new sighting.
func (in *intake) await(key shop.Key, id, was int64) error {
	in.waiting[id] = waiting{key, was}
	if len(in.waiting) < turnsAtOnce {
		return nil
	}
	return in.turnWaiting()
}

// bestOf asks for the version of a document that is current: the rule of what is.
func bestOf(doc string) string {
	return "SELECT s.version_id FROM sightings s WHERE s.doc_id = " + doc + " ORDER BY s.maturity DESC, s.batch_id DESC LIMIT 1"
}

// turningParts are all parts p of both versions h of the documents t that turn.
const turningParts = `turning t CROSS JOIN versions h ON h.version_id IN (t.was, t.best)
	CROSS JOIN versions p ON p.version_id >= h.version_id AND p.version_id < h.version_id + h.parts`

// turnSteps make the right versions of the documents in turning current. Where one fails the whole import is
// rolled back, so that SQLite need not keep what it would take to undo it.
var turnSteps = []string{
	"INSERT INTO turned SELECT doc_id, was, best, was_state FROM turning WHERE true ON CONFLICT (doc_id) DO UPDATE SET best = excluded.best",
	"UPDATE OR FAIL versions SET is_current = 0 WHERE version_id IN (SELECT p.version_id FROM " + turningParts + " WHERE h.version_id = t.was)",
	"UPDATE OR FAIL versions SET is_current = 1 WHERE version_id IN (SELECT p.version_id FROM " + turningParts + " WHERE h.version_id = t.best)",
	"UPDATE OR FAIL doc_keys SET version_id = t.best FROM turning t WHERE doc_keys.doc_key = t.doc_key",
	"DROP TABLE turning",
}

// turnWaiting writes all that waits and makes the right version of every document current.
func (in *intake) turnWaiting() error {
	if err := in.flush(); err != nil || len(in.waiting) == 0 {
		return err
	}
	if err := in.saveWaiting(); err != nil {
		return err
	}
	last, err := in.c.number(ask("SELECT max(doc_id) FROM turning"))
	if err != nil {
		return err
	}
	in.reentered = in.reentered || last >= in.books.firstNew
	days := ask("SELECT DISTINCT p.shop_daynum, t.doc_id < ? FROM "+turningParts, in.books.firstNew)
	err = in.c.each(in.ctx, days, func(r []driver.Value) error {
		if r[1] == int64(1) {
			in.books.turn(shop.Day(r[0].(int64)))
		} else {
			in.books.spoil(shop.Day(r[0].(int64)))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return runSteps(in.ctx, in.c, turnSteps)
}

// saveWaiting makes the table turning of those documents that wait and turn.
func (in *intake) saveWaiting() error {
	if err := in.c.exec("CREATE TEMP TABLE waiting (doc_id INTEGER PRIMARY KEY, doc_key BLOB NOT NULL, was INTEGER NOT NULL) STRICT"); err != nil {
		return err
	}
	out, err := newBulk(in.c, "waiting", 3)
	if err != nil {
		return err
	}
	for id, w := range in.waiting {
		if err == nil {
			err = out.add(id, bytes.Clone(w.key[:]), w.was)
		}
	}
	clear(in.waiting)
	if err == nil {
		err = out.flush()
	}
	if e := out.close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return in.c.exec(`CREATE TEMP TABLE turning AS SELECT w.doc_id, w.doc_key, w.was, (` + bestOf("w.doc_id") + `) AS best, v.is_current AS was_state
			FROM waiting w CROSS JOIN versions v ON v.version_id = w.was;
		DELETE FROM turning WHERE best = was;
		DROP TABLE waiting`)
}

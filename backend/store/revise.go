package store

import (
	"database/sql/driver"
	"fmt"

	"creatorlift/backend/shop"
)

// findContent asks for the version of a document with a certain content, which may be an old one.
const findContent = `SELECT v.version_id FROM sightings s CROSS JOIN versions v ON v.version_id = s.version_id
	WHERE s.doc_id = ? AND v.content_hash = CAST(? AS BLOB) LIMIT 1`

// restate takes in a known document that says something else than its current version, and that the file
// has not shown before.
func (in *intake) restate(key shop.Key, doc *shop.Doc, current, id int64) error {
	var row [1]driver.Value
	found, err := in.earlier.first(row[:], id, in.shape.hash[:])
	if err != nil {
		return err
	}
	version := in.nextVersion
	if found {
		version = row[0].(int64)
		in.batch.Duplicate += int64(doc.Rows())
	} else {
		in.batch.Changed += int64(doc.Rows())
		if err := in.saveVersion(key, doc, id, notCurrent); err != nil {
			return err
		}
	}
	if err := in.see(id, version, doc); err != nil {
		return err
	}
	return in.await(key, id, current)
}

// revise takes in a known document that the file may have held before. It is the general way; enter, repeat
// and restate are its common cases.
func (in *intake) revise(key shop.Key, doc *shop.Doc, current, id int64) error {
	version, err := in.findOrSave(key, doc, id)
	if err != nil {
		return err
	}
	before, err := in.c.number(ask("SELECT version_id FROM sightings WHERE doc_id = ? AND batch_id = ?", id, in.batch.ID))
	if err != nil {
		return err
	}
	first, steps := in.shape.rowSteps()
	err = in.c.exec("INSERT OR REPLACE INTO sightings VALUES (?,?,?,?,?,?)", id, in.batch.ID, version, doc.Maturity, first, steps)
	if err != nil {
		return err
	}
	in.bound(id)
	if err := in.await(key, id, current); err != nil {
		return err
	}
	if before == 0 || before == version {
		return nil
	}
	if err := in.turnWaiting(); err != nil {
		return err
	}
	return in.dropOrphan(id, before)
}

// findOrSave returns the document's version with the shape's content, which may be an old one.
func (in *intake) findOrSave(key shop.Key, doc *shop.Doc, id int64) (int64, error) {
	version, err := in.c.number(ask(findContent, id, in.shape.hash[:]))
	if err != nil {
		return 0, err
	}
	if version != 0 {
		in.batch.Duplicate += int64(doc.Rows())
		return version, nil
	}
	version = in.nextVersion
	in.batch.Changed += int64(doc.Rows())
	if err := in.saveVersion(key, doc, id, notCurrent); err != nil {
		return 0, err
	}
	return version, in.flush()
}

// partsOf asks for a column of all parts p of one version.
func partsOf(column string) string {
	return fmt.Sprintf(`SELECT %s FROM versions h CROSS JOIN versions p
		ON p.version_id >= h.version_id AND p.version_id < h.version_id + h.parts WHERE h.version_id = ?`, column)
}

// dropOrphan deletes a version that no sighting of its document holds any more.
func (in *intake) dropOrphan(id, version int64) error {
	held, err := in.c.number(ask("SELECT count(*) FROM sightings WHERE doc_id = ? AND version_id = ?", id, version))
	if err != nil || held > 0 {
		return err
	}
	err = in.c.exec(`DELETE FROM lines WHERE line_id IN (SELECT l.line_id FROM versions h
		CROSS JOIN versions p ON p.version_id >= h.version_id AND p.version_id < h.version_id + h.parts
		CROSS JOIN lines l ON l.line_id >= p.first_line_id AND l.line_id < p.first_line_id + p.line_count
		WHERE h.version_id = ?)`, version)
	if err != nil {
		return err
	}
	for _, sql := range []string{"DELETE FROM stats WHERE version_id = ?", "DELETE FROM twins WHERE version_id = ?",
		"DELETE FROM placed_orders WHERE (order_id, version_id) = (SELECT order_id, version_id FROM versions WHERE version_id = ?)"} {
		if err := in.c.exec(sql, version); err != nil {
			return err
		}
	}
	return in.c.exec("DELETE FROM versions WHERE version_id IN ("+partsOf("p.version_id")+")", version)
}

package store

import (
	"context"
	"database/sql/driver"
	"strings"

	"creatorlift/backend/shop"
)

// Undo takes one batch back and returns it as it was. The workspace then equals one into which only
// the other batches were imported, in their order. It returns the *shop.Error unknown_batch for a
// number that is not there.
func (s *Store) Undo(ctx context.Context, batch int64) (Batch, error) {
	var b Batch
	err := s.write(ctx, func(c *conn) error {
		var err error
		if b, err = findBatch(c, batch); err != nil {
			return err
		}
		return undo(ctx, c, batch)
	})
	return b, err
}

// undoSteps take the sightings of one batch away and look again what is current. undone holds each
// document of the batch: the version the batch saw, the one that was current and the one that is now.
var undoSteps = []string{
	`CREATE TEMP TABLE undone (doc_id INTEGER PRIMARY KEY, version_id INTEGER NOT NULL, was INTEGER NOT NULL, best INTEGER) STRICT`,
	`INSERT INTO undone (doc_id, version_id, was)
		SELECT d.doc_id, d.version_id,
			(SELECT s.version_id FROM sightings s WHERE s.doc_id = d.doc_id ORDER BY s.maturity DESC, s.batch_id DESC LIMIT 1)
		FROM batches b CROSS JOIN sightings d ON d.doc_id BETWEEN b.first_doc_id AND b.last_doc_id AND d.batch_id = b.batch_id
		WHERE b.batch_id = ?`,
	`DELETE FROM sightings WHERE batch_id = ?1
		AND doc_id BETWEEN (SELECT first_doc_id FROM batches WHERE batch_id = ?1) AND (SELECT last_doc_id FROM batches WHERE batch_id = ?1)`,
	`UPDATE undone SET best =
		(SELECT s.version_id FROM sightings s WHERE s.doc_id = undone.doc_id ORDER BY s.maturity DESC, s.batch_id DESC LIMIT 1)`,
	`CREATE TEMP TABLE turned AS
		SELECT p.version_id, p.shop_daynum, h.version_id = u.best AS current
		FROM undone u CROSS JOIN versions h ON h.version_id IN (u.was, u.best)
		CROSS JOIN versions p ON p.version_id >= h.version_id AND p.version_id < h.version_id + h.parts
		WHERE u.was IS NOT u.best`,
	`UPDATE versions SET is_current = 0 WHERE version_id IN (SELECT version_id FROM turned WHERE current IS NOT 1)`,
	`UPDATE versions SET is_current = 1 WHERE version_id IN (SELECT version_id FROM turned WHERE current = 1)`,
	`DELETE FROM doc_keys WHERE doc_key IN
		(SELECT h.doc_key FROM undone u CROSS JOIN versions h ON h.version_id = u.was WHERE u.best IS NULL)`,
	`INSERT OR REPLACE INTO doc_keys
		SELECT h.doc_key, u.best FROM undone u CROSS JOIN versions h ON h.version_id = u.best WHERE u.was IS NOT u.best`,
	`CREATE TEMP TABLE gone AS
		SELECT p.version_id, p.first_line_id, p.line_count
		FROM undone u CROSS JOIN versions h ON h.version_id = u.version_id
		CROSS JOIN versions p ON p.version_id >= h.version_id AND p.version_id < h.version_id + h.parts
		WHERE NOT EXISTS (SELECT 1 FROM sightings s WHERE s.doc_id = u.doc_id AND s.version_id = u.version_id)`,
	`DELETE FROM lines WHERE line_id IN (SELECT l.line_id FROM gone g
		CROSS JOIN lines l ON l.line_id >= g.first_line_id AND l.line_id < g.first_line_id + g.line_count)`,
	`DELETE FROM stats WHERE version_id IN (SELECT version_id FROM gone)`,
	`DELETE FROM versions WHERE version_id IN (SELECT version_id FROM gone)`,
	`DELETE FROM batches WHERE batch_id = ?`,
}

func undo(ctx context.Context, c *conn, batch int64) error {
	for _, step := range undoSteps {
		if err := ctx.Err(); err != nil {
			return err
		}
		var args []driver.Value
		if strings.Contains(step, "?") {
			args = append(args, batch)
		}
		if err := c.exec(step, args...); err != nil {
			return err
		}
	}
	b := newBooks(c, 0)
	err := c.each(ctx, ask("SELECT DISTINCT shop_daynum FROM turned"), func(r []driver.Value) error {
		b.spoil(shop.Day(r[0].(int64)))
		return nil
	})
	if err != nil {
		return err
	}
	if err := b.close(ctx); err != nil {
		return err
	}
	return c.exec("DROP TABLE undone; DROP TABLE turned; DROP TABLE gone")
}

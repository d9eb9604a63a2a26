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
		return takeBack(ctx, c, batch, batch)
	})
	return b, err
}

// takeBackSteps take the sightings of the batches ?1 to ?2 away and look again what is current. dropped holds
// the versions that those batches saw; turned the documents whose current version changes: the one that was
// current and the one that is now, NULL where none is left.
var takeBackSteps = []string{
	"CREATE TEMP TABLE dropped (doc_id INTEGER NOT NULL, version_id INTEGER NOT NULL, PRIMARY KEY (doc_id, version_id)) STRICT, WITHOUT ROWID",
	`INSERT OR IGNORE INTO dropped SELECT s.doc_id, s.version_id FROM sightings s
		WHERE s.doc_id BETWEEN (SELECT min(first_doc_id) FROM batches WHERE batch_id BETWEEN ?1 AND ?2)
			AND (SELECT max(last_doc_id) FROM batches WHERE batch_id BETWEEN ?1 AND ?2) AND s.batch_id BETWEEN ?1 AND ?2`,
	"CREATE TEMP TABLE turned (doc_id INTEGER PRIMARY KEY, was INTEGER NOT NULL, best INTEGER) STRICT",
	"INSERT INTO turned (doc_id, was) SELECT DISTINCT doc_id, (" + bestOf("d.doc_id") + ") FROM dropped d",
	`DELETE FROM sightings
		WHERE doc_id BETWEEN (SELECT min(first_doc_id) FROM batches WHERE batch_id BETWEEN ?1 AND ?2)
			AND (SELECT max(last_doc_id) FROM batches WHERE batch_id BETWEEN ?1 AND ?2) AND batch_id BETWEEN ?1 AND ?2`,
	"UPDATE turned SET best = (" + bestOf("turned.doc_id") + ")",
	"DELETE FROM turned WHERE best = was",
	`CREATE TEMP TABLE switched AS
		SELECT p.version_id, p.shop_daynum, h.version_id = t.best AS current
		FROM turned t CROSS JOIN versions h ON h.version_id IN (t.was, t.best)
		CROSS JOIN versions p ON p.version_id >= h.version_id AND p.version_id < h.version_id + h.parts`,
	"UPDATE versions SET is_current = 0 WHERE version_id IN (SELECT version_id FROM switched WHERE current IS NOT 1)",
	"UPDATE versions SET is_current = 1 WHERE version_id IN (SELECT version_id FROM switched WHERE current = 1)",
	`DELETE FROM doc_keys WHERE doc_key IN
		(SELECT h.doc_key FROM turned t CROSS JOIN versions h ON h.version_id = t.was WHERE t.best IS NULL)`,
	`INSERT OR REPLACE INTO doc_keys
		SELECT h.doc_key, t.best FROM turned t CROSS JOIN versions h ON h.version_id = t.best`,
}

// sweepSteps delete the versions that no sighting holds any more, and the batches.
var sweepSteps = []string{
	`CREATE TEMP TABLE gone AS
		SELECT p.version_id, p.first_line_id, p.line_count, p.order_id
		FROM dropped d CROSS JOIN versions h ON h.version_id = d.version_id
		CROSS JOIN versions p ON p.version_id >= h.version_id AND p.version_id < h.version_id + h.parts
		WHERE NOT EXISTS (SELECT 1 FROM sightings s WHERE s.doc_id = d.doc_id AND s.version_id = d.version_id)`,
	`DELETE FROM lines WHERE line_id IN (SELECT l.line_id FROM gone g
		CROSS JOIN lines l ON l.line_id >= g.first_line_id AND l.line_id < g.first_line_id + g.line_count)`,
	"DELETE FROM stats WHERE version_id IN (SELECT version_id FROM gone)",
	"DELETE FROM twins WHERE version_id IN (SELECT version_id FROM gone)",
	"DELETE FROM placed_orders WHERE (order_id, version_id) IN (SELECT order_id, version_id FROM gone)",
	"DELETE FROM versions WHERE version_id IN (SELECT version_id FROM gone)",
	"DELETE FROM batches WHERE batch_id BETWEEN ?1 AND ?2",
}

// takeBack takes the batches first to last back, all in one step.
func takeBack(ctx context.Context, c *conn, first, last int64) error {
	if err := runSteps(ctx, c, takeBackSteps, first, last); err != nil {
		return err
	}
	b := newBooks(c, 0)
	if err := b.spoilDays(ctx, "SELECT DISTINCT shop_daynum FROM switched"); err != nil {
		return err
	}
	if _, err := settleTwins(ctx, b, noOne, ""); err != nil {
		return err
	}
	if err := runSteps(ctx, c, sweepSteps, first, last); err != nil {
		return err
	}
	if err := b.close(ctx); err != nil {
		return err
	}
	return c.exec("DROP TABLE dropped; DROP TABLE turned; DROP TABLE switched; DROP TABLE gone")
}

// runSteps executes one statement after the other; those with arguments get args.
func runSteps(ctx context.Context, c *conn, steps []string, args ...driver.Value) error {
	for _, step := range steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		given := args
		switch {
		case !strings.Contains(step, "?"):
			given = nil
		case !strings.Contains(step, "?2"):
			given = args[:1]
		}
		if err := c.exec(step, given...); err != nil {
			return err
		}
	}
	return nil
}

// spoilDays marks the days that a question lists as ones that must be summed again.
func (b *books) spoilDays(ctx context.Context, sql string) error {
	return b.c.each(ctx, ask(sql), func(r []driver.Value) error {
		b.spoil(shop.Day(r[0].(int64)))
		return nil
	})
}

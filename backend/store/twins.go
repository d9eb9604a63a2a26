package store

import (
	"context"
	"database/sql/driver"
	"errors"

	"creatorlift/backend/shop"
)

// placedIn is the shop whose orders other shops hold copies of: TikTok Shop writes its orders into
// Shopify too. Such an order counts once, in the shop where it was placed.
const placedIn = "TikTok Shop"

// The states of a version (column is_current).
const (
	notCurrent int64 = iota
	counts           // the document's current version
	copied           // the document's current version, a copy of an order that counts in the shop where it was placed
)

// twinNotes keeps, while a file streams in, which documents are orders that others copy, and which are
// copies.
type twinNotes struct {
	placing bool // the file's orders are those that other shops copy
	copying bool // the file's documents may be copies

	stands         *stmt
	placed, copies *bulk
}

// originalStands asks whether an order is in the workspace, in the shop where it was placed. The cast
// hides the argument from SQLite's planner.
const originalStands = `SELECT 1 FROM placed_orders p CROSS JOIN versions x ON x.version_id = p.version_id
	WHERE p.order_id = CAST(? AS TEXT) AND x.is_current > 0 LIMIT 1`

// newTwinNotes makes the notes of a file. before sees the workspace as it was before this import, which brings
// either originals or copies.
func newTwinNotes(c, before *conn, f FileInfo) (n twinNotes, err error) {
	n.placing = f.Evidence == shop.Till && f.Source == placedIn
	n.copying = f.Evidence == shop.Till && f.Source != placedIn
	if n.stands, err = before.prepare(originalStands); err != nil {
		return n, err
	}
	if n.placed, err = newBulk(c, "placed_orders", 2); err != nil {
		return n, err
	}
	n.copies, err = newBulk(c, "twins", 2)
	return n, err
}

func (n *twinNotes) close() error {
	return errors.Join(n.stands.close(), n.placed.close(), n.copies.close())
}

func (n *twinNotes) flush() error { return errors.Join(n.placed.flush(), n.copies.flush()) }

// state is that of a document's first version.
func (n *twinNotes) state(doc *shop.Doc) (int64, error) {
	if !n.copying || doc.Twin == "" {
		return counts, nil
	}
	var row [1]driver.Value
	stands, err := n.stands.first(row[:], doc.Twin)
	if stands {
		return copied, err
	}
	return counts, err
}

// note keeps the order of a new version.
func (n *twinNotes) note(version int64, doc *shop.Doc) error {
	switch {
	case len(doc.Lines) == 0:
	case n.placing && doc.OrderID != "":
		return n.placed.add(doc.OrderID, version)
	case n.copying && doc.Twin != "":
		return n.copies.add(version, doc.Twin)
	}
	return nil
}

// noOne is above all version numbers: nothing is new.
const noOne = int64(1) << 62

// touchOrders lists the orders of which it must be asked again whether a copy counts: those of versions
// from ?1 on and of documents whose current version turned.
var touchOrders = []string{
	"CREATE TEMP TABLE touched (order_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
	"INSERT OR IGNORE INTO touched SELECT order_id FROM twins WHERE version_id >= ?1",
	"INSERT OR IGNORE INTO touched SELECT w.order_id FROM turned t CROSS JOIN twins w ON w.version_id = t.best",
	`INSERT OR IGNORE INTO touched SELECT v.order_id FROM versions v
		WHERE v.version_id >= ?1 AND EXISTS (SELECT 1 FROM twins w WHERE w.order_id = v.order_id)`,
	`INSERT OR IGNORE INTO touched SELECT v.order_id FROM turned t CROSS JOIN versions v ON v.version_id IN (t.was, t.best)
		WHERE EXISTS (SELECT 1 FROM twins w WHERE w.order_id = v.order_id)`,
	`CREATE TEMP TABLE flips AS SELECT p.version_id, p.doc_id, p.scope_id, p.shop_daynum, p.first_line_id, p.line_count, v.is_current AS was_state,
			1 + EXISTS (SELECT 1 FROM placed_orders o CROSS JOIN versions x ON x.version_id = o.version_id
				WHERE o.order_id = t.order_id AND x.is_current > 0) AS state
		FROM touched t CROSS JOIN twins w ON w.order_id = t.order_id CROSS JOIN versions v ON v.version_id = w.version_id
		CROSS JOIN versions p ON p.version_id >= v.version_id AND p.version_id < v.version_id + v.parts
		WHERE v.is_current > 0`,
	"DELETE FROM flips WHERE state = was_state",
	"UPDATE versions SET is_current = 1 WHERE version_id IN (SELECT version_id FROM flips WHERE state = 1)",
	"UPDATE versions SET is_current = 2 WHERE version_id IN (SELECT version_id FROM flips WHERE state = 2)",
}

// settleTwins lets every copied order count where its original is not there, and only there. The temp table
// turned holds the documents whose current version changed; versions from firstNew on are new. It spoils the
// days that change and returns the net sales in a currency that copies which are neither new nor turned
// counted before and count no more, negative if more counts now.
func settleTwins(ctx context.Context, b *books, firstNew int64, currency shop.Currency) (left shop.Cents, err error) {
	some, err := b.c.number(ask("SELECT 1 FROM twins LIMIT 1"))
	if err != nil || some == 0 {
		return 0, err
	}
	if err := runSteps(ctx, b.c, touchOrders, firstNew); err != nil {
		return 0, err
	}
	if err := b.spoilDays(ctx, "SELECT DISTINCT shop_daynum FROM flips"); err != nil {
		return 0, err
	}
	cents, err := b.c.number(ask(`SELECT sum(CASE f.state WHEN 2 THEN l.net_cents ELSE -l.net_cents END) FROM flips f
		CROSS JOIN scopes c ON c.scope_id = f.scope_id AND c.currency = ?
		CROSS JOIN lines l ON l.line_id >= f.first_line_id AND l.line_id < f.first_line_id + f.line_count
		WHERE f.doc_id < ? AND f.doc_id NOT IN (SELECT doc_id FROM turned)`, string(currency), firstNew))
	if err != nil {
		return 0, err
	}
	return shop.Cents(cents), b.c.exec("DROP TABLE touched; DROP TABLE flips")
}

// Twins counts the orders of the till that stand in two shops.
type Twins struct {
	Joined    int64 // copies that do not count, because their original does
	Unmatched int64 // copies that count although files of the original's shop cover their day and do not hold it
}

// FindTwins counts the orders that stand in two shops.
func (s *Store) FindTwins(ctx context.Context) (t Twins, err error) {
	err = s.read(ctx, func(c *conn) error {
		if t.Joined, err = c.number(ask(`SELECT count(DISTINCT w.order_id) FROM twins w
			CROSS JOIN versions v ON v.version_id = w.version_id WHERE v.is_current = 2`)); err != nil {
			return err
		}
		t.Unmatched, err = c.number(ask(`SELECT count(DISTINCT w.order_id) FROM twins w
			CROSS JOIN versions v ON v.version_id = w.version_id WHERE v.is_current = 1 AND EXISTS (
				SELECT 1 FROM batches b CROSS JOIN scopes c ON c.scope_id = b.scope_id WHERE c.source = ? AND c.evidence = 0
					AND b.holds_stats = 0 AND v.shop_daynum BETWEEN b.first_daynum AND b.last_daynum)`, placedIn))
		return err
	})
	return t, err
}

// joinedIn counts the orders of a batch that stand in two shops and count once.
func joinedIn(c *conn, batch int64) (int64, error) {
	return c.number(ask(`SELECT count(DISTINCT w.order_id) FROM twins w CROSS JOIN versions v ON v.version_id = w.version_id
		WHERE v.is_current = 2 AND (EXISTS (SELECT 1 FROM sightings s WHERE s.doc_id = v.doc_id AND s.batch_id = ?1)
			OR EXISTS (SELECT 1 FROM placed_orders p CROSS JOIN versions x ON x.version_id = p.version_id
				CROSS JOIN sightings s ON s.doc_id = x.doc_id WHERE p.order_id = w.order_id AND s.batch_id = ?1))`, batch))
}

package store

import (
	"context"
	"database/sql/driver"

	"creatorlift/backend/shop"
)

// makeMoved keeps the parts of the documents that turned: of the version that counted before (was) and of the
// one that is current now.
const makeMoved = `CREATE TEMP TABLE moved AS
		SELECT p.shop_daynum AS daynum, t.doc_id, h.version_id = t.was AS was, p.scope_id, p.order_id, p.place_id, p.first_line_id, p.line_count
		FROM turned t CROSS JOIN versions h ON h.version_id IN (t.was, t.best)
		CROSS JOIN versions p ON p.version_id >= h.version_id AND p.version_id < h.version_id + h.parts
		WHERE h.version_id = t.best OR t.was_state = 1;
	CREATE INDEX moved_by_day ON moved (daynum)`

// movedLines asks for the lines, as they were and as they are, of the orders on one day that hold a document
// that turned; of documents without an order, for those of the documents alone.
func movedLines(day shop.Day) query {
	return ask(`SELECT 1, `+lineColumns+` FROM moved v `+joinLines+` WHERE v.daynum = ?1 AND v.was = 1
		UNION ALL
		SELECT CASE WHEN v.doc_id IN (SELECT doc_id FROM moved WHERE daynum = ?1) THEN 2 ELSE 3 END, `+lineColumns+` FROM versions v `+joinLines+`
		WHERE v.shop_daynum = ?1 AND v.is_current = 1 AND (v.scope_id, v.order_id) IN (SELECT scope_id, order_id FROM moved WHERE daynum = ?1)
			AND (v.order_id <> '' OR v.doc_id IN (SELECT doc_id FROM moved WHERE daynum = ?1))
		ORDER BY 2, 5`, int64(day))
}

// turn marks a day as one on which a document that was there before turned. Where nothing else happens on it,
// its totals need not be summed again.
func (b *books) turn(day shop.Day) {
	if _, touched := b.days[day]; touched && !b.days[day].turned {
		b.spoil(day)
		return
	}
	b.days[day] = &book{spoiled: true, turned: true}
}

// move brings the totals of a day on which documents turned up to date by what those changed. False where
// they do not tell it: a unit of which no sum is left may have lines of zero, or none, and then the day must
// be summed again.
func (b *books) move(ctx context.Context, day shop.Day) (bool, error) {
	before, after := newBook(), newBook()
	if err := b.addUp(ctx, movedLines(day), before, after); err != nil {
		return false, err
	}
	for key := range before.index {
		after.cell(key)
	}
	next := map[cellKey]cell{}
	for key, at := range after.index {
		was, gone := before.index[key]
		change := after.cells[at]
		if gone {
			var err error
			if change, err = change.less(before.cells[was]); err != nil {
				return false, nil
			}
		}
		kept, there, err := b.kept(day, key)
		if err != nil {
			return false, err
		}
		if err := kept.add(change); err != nil || kept == (cell{}) || gone && !there {
			return false, nil
		}
		if change != (cell{}) {
			next[key] = kept
		}
	}
	return true, b.keep(day, next)
}

// less returns what is left of c without d.
func (c cell) less(d cell) (cell, error) {
	err := c.add(cell{net: -d.net, gross: -d.gross, refund: -d.refund, orders: -d.orders, units: -d.units})
	return c, err
}

// kept returns the totals of a unit's day as they stand in the table.
func (b *books) kept(day shop.Day, key cellKey) (cell, bool, error) {
	row, err := b.c.first(ask(`SELECT net_cents, gross_cents, refund_cents, order_count, unit_count FROM daily
		WHERE dimension = ? AND shop_daynum = ? AND evidence = ? AND currency = ? AND unit = ?`,
		int64(key.by), int64(day), int64(key.evidence), b.names[key.currency], b.names[key.unit]))
	if err != nil || row == nil {
		return cell{}, false, err
	}
	return cell{shop.Cents(row[0].(int64)), shop.Cents(row[1].(int64)), shop.Cents(row[2].(int64)), row[3].(int64), row[4].(int64)}, true, nil
}

func (b *books) keep(day shop.Day, cells map[cellKey]cell) error {
	for key, c := range cells {
		err := b.c.exec("INSERT OR REPLACE INTO daily VALUES (?,?,?,?,?,?,?,?,?,?)", append([]driver.Value{
			int64(key.by), int64(day), int64(key.evidence), b.names[key.currency], b.names[key.unit]}, c.columns()...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

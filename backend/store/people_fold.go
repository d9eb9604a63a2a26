package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"slices"

	"creatorlift/backend/shop"
)

// The daily totals are kept by the names that files write. What belongs together is folded when it is
// asked for, so that taking a decision back needs no counting.

// foldable says which names a split goes by, and where a line's entry holds them; false for the splits
// that nothing joins.
func (b By) foldable() (kind shop.NameKind, table, id, column string, ok bool) {
	switch b {
	case BySKU:
		return shop.SKUName, "items", "item_id", "sku", true
	case ByCreator:
		return shop.HandleName, "labels", "label_id", "creator", true
	}
	return "", "", "", "", false
}

// foldTotals counts joined units as one, in order of day and unit.
func foldTotals(ctx context.Context, c *conn, q Query, list []Total) ([]Total, error) {
	kind, _, _, _, ok := q.By.foldable()
	if !ok || len(list) == 0 {
		return list, nil
	}
	main := map[string]string{}
	err := c.each(ctx, ask("SELECT name, main FROM aliases WHERE kind = ?", string(kind)), func(r []driver.Value) error {
		main[r[0].(string)] = r[1].(string)
		return nil
	})
	if err != nil || len(main) == 0 {
		return list, err
	}
	out, shared, err := addUp(list, main)
	if err != nil {
		return nil, err
	}
	if shared.Days() > 0 {
		if err := countOnce(ctx, c, q, shared, out); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b Total) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Unit, b.Unit)) })
	return out, nil
}

// addUp adds joined units. shared spans the days on which several names of one unit have lines, which may
// be those of one order.
func addUp(list []Total, main map[string]string) (out []Total, shared shop.Period, err error) {
	at := map[string]int{} // by unit, of the day at hand
	for i, t := range list {
		if i > 0 && t.Day != list[i-1].Day {
			clear(at)
		}
		if m, joined := main[t.Unit]; joined {
			t.Unit = m
		}
		k, again := at[t.Unit]
		if !again {
			at[t.Unit], out = len(out), append(out, t)
			continue
		}
		sum := &out[k]
		if sum.Orders > 0 || t.Orders > 0 {
			if shared.Days() == 0 {
				shared = shop.Inclusive(t.Day, t.Day)
			}
			shared.End = t.Day + 1
		}
		both := cell{net: sum.NetCents, gross: sum.GrossCents, refund: sum.RefundCents, orders: sum.Orders, units: sum.Units}
		if err := both.add(cell{net: t.NetCents, gross: t.GrossCents, refund: t.RefundCents, orders: t.Orders, units: t.Units}); err != nil {
			return nil, shared, err
		}
		sum.NetCents, sum.GrossCents, sum.RefundCents, sum.Orders, sum.Units = both.net, both.gross, both.refund, both.orders, both.units
	}
	return out, shared, nil
}

// countOnce takes out of the order counts what an order with lines of several names of a unit adds too much:
// an order counts once, in the till only if something is left of it.
func countOnce(ctx context.Context, c *conn, q Query, days shop.Period, list []Total) error {
	kind, table, id, column, _ := q.By.foldable()
	args := []driver.Value{string(kind), int64(days.Start), int64(days.Last()), int64(q.Evidence), string(q.Currency)}
	type unitDay struct {
		day  shop.Day
		unit string
	}
	surplus := map[unitDay]int64{}
	err := c.each(ctx, ask(`WITH joined AS MATERIALIZED (
			SELECT e.`+id+` AS id, e.`+column+` AS raw, a.main FROM `+table+` e JOIN aliases a ON a.kind = ? AND a.name = e.`+column+`),
		pieces AS (
			SELECT v.shop_daynum, v.scope_id, c.evidence, v.order_id, j.main, j.raw, sum(l.net_cents) AS net
			FROM versions v CROSS JOIN scopes c ON c.scope_id = v.scope_id
			CROSS JOIN lines l ON l.line_id >= v.first_line_id AND l.line_id < v.first_line_id + v.line_count
			CROSS JOIN joined j ON j.id = l.`+id+`
			WHERE v.shop_daynum BETWEEN ? AND ? AND c.evidence = ? AND c.currency = ? AND l.line_state & 6 = 0 AND v.order_id <> '' AND v.is_current = 1
			GROUP BY 1, 2, 3, 4, 5, 6),
		orders AS (
			SELECT shop_daynum, evidence, main, count(*) AS names, sum(net > 0) AS sold, sum(net) > 0 AS left_over
			FROM pieces GROUP BY shop_daynum, scope_id, evidence, order_id, main)
		SELECT shop_daynum, main, sum(CASE evidence WHEN 0 THEN sold - left_over ELSE names - 1 END) FROM orders GROUP BY 1, 2`, args...),
		func(r []driver.Value) error {
			surplus[unitDay{shop.Day(r[0].(int64)), r[1].(string)}] = r[2].(int64)
			return nil
		})
	for i := range list {
		list[i].Orders -= surplus[unitDay{list[i].Day, list[i].Unit}]
	}
	return err
}

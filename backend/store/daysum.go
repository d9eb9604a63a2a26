package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"creatorlift/backend/shop"
)

// sum adds up one day from the tables.
func (b *books) sum(ctx context.Context, day shop.Day) (*book, error) {
	k, scope, order, started := newBook(), int64(0), "", false
	err := b.c.each(ctx, dayLines(day), func(r []driver.Value) error {
		if s, o := r[0].(int64), r[3].(string); !started || s != scope || o != order {
			if err := b.fold.post(k, order != ""); err != nil {
				return err
			}
			scope, order, started = s, o, true
			b.fold.start(cellKey{evidence: shop.Evidence(r[1].(int64)), currency: b.unit(r[2].(string))})
		}
		p, err := b.posting(r[4:])
		if err != nil {
			return err
		}
		return b.fold.add(p)
	})
	if err == nil {
		err = b.fold.post(k, order != "")
	}
	return k, err
}

// dayLines asks for the lines that count on one day.
func dayLines(day shop.Day) query {
	return ask(`SELECT v.scope_id, c.evidence, c.currency, v.order_id, c.source, v.place_id, l.item_id, l.label_id,
		l.net_cents, l.gross_cents, l.refund_cents, l.quantity
		FROM versions v CROSS JOIN scopes c ON c.scope_id = v.scope_id
		CROSS JOIN lines l ON l.line_id >= v.first_line_id AND l.line_id < v.first_line_id + v.line_count
		WHERE v.shop_daynum = ? AND v.is_current = 1 AND l.line_state & 6 = 0
		ORDER BY v.scope_id, v.order_id`, int64(day))
}

func (b *books) posting(r []driver.Value) (posting, error) {
	p := posting{net: shop.Cents(r[4].(int64)), gross: shop.Cents(r[5].(int64)), refund: shop.Cents(r[6].(int64)), quantity: r[7].(int64)}
	p.units[ByShop], p.units[BySource] = b.unit(shopUnit), b.unit(r[0].(string))
	for i, sql := range [...]string{
		"SELECT region FROM places WHERE place_id = ?", "SELECT sku FROM items WHERE item_id = ?", "SELECT creator FROM labels WHERE label_id = ?",
	} {
		id := r[1+i].(int64)
		u, ok := b.unitByID[i][id]
		if !ok {
			row, err := b.c.first(ask(sql, id))
			if err != nil || row == nil {
				return p, fmt.Errorf("store: entry %d is missing (%s): %w", id, sql, err)
			}
			u = b.unit(row[0].(string))
			b.unitByID[i][id] = u
		}
		p.units[i+1] = u
	}
	return p, nil
}

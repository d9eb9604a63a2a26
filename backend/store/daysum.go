package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"creatorlift/backend/shop"
)

// sum adds up one day from the tables.
func (b *books) sum(ctx context.Context, day shop.Day) (*book, error) {
	k := newBook()
	return k, b.addUp(ctx, dayLines(day), k)
}

// addUp adds lines to books. The first column of q says to which: bit 1 to the first, bit 2 to the second.
// The lines of an order follow each other.
func (b *books) addUp(ctx context.Context, q query, into ...*book) error {
	folds := make([]fold, len(into))
	scope, order, started := int64(0), "", false
	post := func() error {
		for i := range folds {
			if err := folds[i].post(into[i], order != ""); err != nil {
				return err
			}
		}
		return nil
	}
	err := b.c.each(ctx, q, func(r []driver.Value) error {
		if s, o := r[1].(int64), r[4].(string); !started || s != scope || o != order {
			if err := post(); err != nil {
				return err
			}
			scope, order, started = s, o, true
			for i := range folds {
				folds[i].start(cellKey{evidence: shop.Evidence(r[2].(int64)), currency: b.unit(r[3].(string))})
			}
		}
		p, err := b.posting(r[5:])
		for i := range folds {
			if err == nil && r[0].(int64)>>i&1 == 1 {
				err = folds[i].add(p)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return post()
}

// lineColumns are those of addUp but for the first, of versions or parts v with their scopes c and lines l.
const lineColumns = `v.scope_id, c.evidence, c.currency, v.order_id, c.source, v.place_id, l.item_id, l.label_id,
	l.net_cents, l.gross_cents, l.refund_cents, l.quantity`

// joinLines gives versions or parts v their scopes and the lines that count.
const joinLines = `CROSS JOIN scopes c ON c.scope_id = v.scope_id
	CROSS JOIN lines l ON l.line_id >= v.first_line_id AND l.line_id < v.first_line_id + v.line_count AND l.line_state & 6 = 0`

// dayLines asks for the lines that count on one day.
func dayLines(day shop.Day) query {
	return ask(`SELECT 1, `+lineColumns+` FROM versions v `+joinLines+`
		WHERE v.shop_daynum = ? AND v.is_current = 1 ORDER BY v.scope_id, v.order_id`, int64(day))
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

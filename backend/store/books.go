package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"errors"
	"maps"
	"slices"
	"strings"

	"creatorlift/backend/shop"
)

// booksCap bounds the sums and the unit names that an import holds in memory. Beyond it days are
// summed one by one from the tables.
const booksCap = 400_000

// books keeps the daily totals right. While a file streams in, the days that only it touches are
// summed as the lines pass; every other touched day is summed again from the current lines.
type books struct {
	c        *conn
	firstNew int64 // versions below it were there before this import
	days     map[shop.Day]*book
	names    []string
	unitOf   map[string]int32
	unitByID [3]map[int64]int32 // place, item, label
	cells    int
	cap      int // booksCap
	fold     fold
}

// book is one day. A spoiled book knows only that its day was touched.
type book struct {
	spoiled bool
	turned  bool // spoiled by nothing but documents that turned
	orders  intSet
	index   map[cellKey]int32
	cells   []cell
}

type cellKey struct {
	by       By
	evidence shop.Evidence
	currency int32 // index of the name
	unit     int32
}

type cell struct {
	net, gross, refund shop.Cents
	orders, units      int64
}

// posting is one line that counts, as the totals see it. units are those of By, in its order.
type posting struct {
	units              [splits]int32
	net, gross, refund shop.Cents
	quantity           int64
}

func newBooks(c *conn, firstNew int64) *books {
	b := &books{c: c, firstNew: firstNew, days: map[shop.Day]*book{}, unitOf: map[string]int32{}, cap: booksCap}
	b.forget()
	return b
}

// forget empties the unit names. No book may hold sums then.
func (b *books) forget() {
	clear(b.unitOf)
	b.names = b.names[:0]
	for i := range b.unitByID {
		b.unitByID[i] = map[int64]int32{}
	}
}

func (b *books) unit(name string) int32 {
	if u, ok := b.unitOf[name]; ok {
		return u
	}
	name = strings.Clone(name)
	b.names = append(b.names, name)
	b.unitOf[name] = int32(len(b.names) - 1)
	return int32(len(b.names) - 1)
}

func (b *books) book(day shop.Day) *book {
	k, ok := b.days[day]
	if !ok {
		k = newBook()
		b.days[day] = k
	}
	return k
}

func newBook() *book { return &book{index: map[cellKey]int32{}} }

// spoil marks a day as one that must be summed again.
func (b *books) spoil(day shop.Day) {
	k := b.book(day)
	b.cells -= len(k.cells)
	*k = book{spoiled: true}
}

// enter adds the lines of a document that is new. An order that reaches a day in two pieces cannot be
// counted as it passes, so its day is spoiled.
func (b *books) enter(orderID string, f FileInfo, parts []part) error {
	if b.cells > b.cap || len(b.names) > b.cap {
		for day := range b.days {
			b.spoil(day)
		}
		b.forget()
	}
	order := orderHash(orderID)
	for _, p := range parts {
		day := p.lines[0].Day
		k := b.book(day)
		if k.spoiled {
			k.turned = false
			continue
		}
		if orderID != "" && !k.orders.add(order) {
			b.spoil(day)
			continue
		}
		if err := b.enterPart(k, orderID != "", f, p); err != nil {
			return err
		}
	}
	return nil
}

// orderHash is FNV-1a. Two orders of a day that share it cost that day a second look, nothing else.
func orderHash(id string) uint32 {
	h := uint32(2166136261)
	for i := range len(id) {
		h = (h ^ uint32(id[i])) * 16777619
	}
	return h
}

func (b *books) enterPart(k *book, order bool, f FileInfo, p part) error {
	b.fold.start(cellKey{evidence: f.Evidence, currency: b.unit(string(f.Currency))})
	region, source := b.unit(p.lines[0].Region), b.unit(f.Source)
	for _, l := range p.lines {
		if !l.Status.Counts() || l.FreeSample {
			continue
		}
		err := b.fold.add(posting{
			units: [splits]int32{b.unit(shopUnit), region, b.unit(l.SKU), b.unit(l.Creator), source},
			net:   l.NetCents, gross: l.GrossCents, refund: l.RefundCents, quantity: l.Quantity,
		})
		if err != nil {
			return err
		}
	}
	before := len(k.cells)
	err := b.fold.post(k, order)
	b.cells += len(k.cells) - before
	return err
}

// close writes the totals of every touched day: first those that were summed in passing, then the
// spoiled ones, a day at a time. Where days turned the table turned must be there.
func (b *books) close(ctx context.Context) error {
	out, err := newBulk(b.c, "daily", 10)
	if err != nil {
		return err
	}
	err = b.closeDays(ctx, out)
	if e := out.close(); err == nil {
		err = e
	}
	return err
}

func (b *books) closeDays(ctx context.Context, out *bulk) error {
	var summed []shop.Day
	turned := false
	for _, day := range slices.Sorted(maps.Keys(b.days)) {
		turned = turned || b.days[day].turned
		if b.days[day].spoiled {
			continue
		}
		older, err := b.c.number(ask("SELECT 1 FROM versions WHERE shop_daynum = ? AND version_id < ? LIMIT 1", int64(day), b.firstNew))
		if err != nil {
			return err
		}
		if older != 0 {
			b.spoil(day)
		} else {
			summed = append(summed, day)
		}
	}
	if err := b.write(out, summed); err != nil {
		return err
	}
	for _, day := range summed {
		delete(b.days, day)
	}
	if !turned {
		return b.closeSpoiled(ctx, out)
	}
	if err := b.c.exec(makeMoved); err != nil {
		return err
	}
	return errors.Join(b.closeSpoiled(ctx, out), b.c.exec("DROP TABLE moved"))
}

// closeSpoiled writes the totals of spoiled days.
func (b *books) closeSpoiled(ctx context.Context, out *bulk) error {
	for _, day := range slices.Sorted(maps.Keys(b.days)) {
		if len(b.names) > b.cap {
			b.forget()
		}
		if err := b.closeDay(ctx, out, day); err != nil {
			return err
		}
		delete(b.days, day)
	}
	return nil
}

func (b *books) closeDay(ctx context.Context, out *bulk, day shop.Day) error {
	if b.days[day].turned {
		if done, err := b.move(ctx, day); done || err != nil {
			return err
		}
	}
	k, err := b.sum(ctx, day)
	if err != nil {
		return err
	}
	b.days[day] = k
	return b.write(out, []shop.Day{day})
}

// write replaces the totals of days, in the order in which the table keeps them.
func (b *books) write(out *bulk, days []shop.Day) error {
	for _, day := range days {
		if err := b.c.exec("DELETE FROM daily WHERE dimension IN (0, 1, 2, 3, 4) AND shop_daynum = ?", int64(day)); err != nil {
			return err
		}
	}
	for by := ByShop; by < splits; by++ {
		for _, day := range days {
			if err := b.writeDay(out, by, day); err != nil {
				return err
			}
		}
	}
	return out.flush()
}

func (b *books) writeDay(out *bulk, by By, day shop.Day) error {
	k := b.days[day]
	var keys []cellKey
	for key := range k.index {
		if key.by == by {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(x, y cellKey) int {
		return cmp.Or(cmp.Compare(x.evidence, y.evidence), cmp.Compare(b.names[x.currency], b.names[y.currency]), cmp.Compare(b.names[x.unit], b.names[y.unit]))
	})
	for _, key := range keys {
		c := k.cells[k.index[key]]
		err := out.add(append([]driver.Value{int64(by), int64(day), int64(key.evidence), b.names[key.currency], b.names[key.unit]}, c.columns()...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

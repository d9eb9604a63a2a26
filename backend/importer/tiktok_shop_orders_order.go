package importer

import (
	"cmp"
	"fmt"
	"slices"

	"creatorlift/backend/shop"
)

// close emits the lines of one order. Rows with a flaw are left out one by one: each line stands for itself,
// and a refund of the order is shared by those that were read.
func (s *tiktokShopReader) close(order string, rows []tiktokShopRow) error {
	good := make([]tiktokShopRow, 0, len(rows))
	for _, it := range rows {
		if it.flaw != nil {
			s.t.reject(it.line, it.flaw)
			continue
		}
		good = append(good, it)
	}
	counted := standings{} // what each key adds to the file's sum so far
	for _, rows := range tiktokVersions(good) {
		rows, empty := shareGoods(rows)
		for _, it := range empty {
			s.t.reject(it.line, s.t.flaw(s.c.after, "missing_amount", "is empty, and so is the order's amount."))
		}
		if err := s.emitOrder(order, rows, counted); err != nil {
			return err
		}
	}
	return nil
}

func (s *tiktokShopReader) emitOrder(order string, rows []tiktokShopRow, counted standings) error {
	refunds := shareRefund(rows)
	names := nthNames(rows)
	for i := range rows {
		doc := rows[i].doc(order, names[i], refunds[i])
		doc.Maturity = rows[i].maturity(len(rows))
		sold := rows[i].sold
		if rows[i].sample {
			sold = 0
		}
		if err := s.t.emit(doc, counted.growLine(doc, sold)); err != nil {
			return err
		}
	}
	return nil
}

// doc makes the document of one line. name is what tells it from the order's other lines.
func (it *tiktokShopRow) doc(order, name string, refund shop.Cents) *shop.Doc {
	l := shop.Line{Row: it.line, PlacedAtUTC: it.at, Day: it.day, Status: it.status, FreeSample: it.sample, Quantity: it.quantity,
		GrossCents: it.gross, DiscountCents: it.gross - it.sold, RefundCents: refund, SKU: cmp.Or(it.sku, it.skuID), Product: it.product,
		Channel: "TikTok Shop", Region: it.region, Customer: it.customer}
	if it.status.Counts() && !it.sample {
		l.NetCents = it.sold - refund
	}
	return &shop.Doc{Key: shop.KeyOf("tiktok_shop_orders", order, name), OrderID: order, Lines: []shop.Line{l}}
}

// maturity grows with what only ever grows in an order's life: cancelled, then the amount refunded, then how
// far it came. Of two files that agree in this the one with more of the order's rows shares the refund better.
func (it *tiktokShopRow) maturity(rows int) int64 {
	m := int64(it.refund.Value)<<7 + it.rank<<4 + int64(min(rows, 15))
	if it.rank == int64(tiktokCancelled) {
		m += 1 << 60
	}
	return m
}

// same is what an order's rows are told apart by.
func (it *tiktokShopRow) same() string {
	return it.skuID + "\x00" + it.sku + "\x00" + it.product + "\x00" + it.variation
}

// tiktokVersions splits the rows of an order that a file pasted together from two exports holds twice, first
// copies first. A SKU may really stand in an order twice: rows are copies only if all of them together cost
// more than was paid for the order.
func tiktokVersions(rows []tiktokShopRow) [][]tiktokShopRow {
	var paid, all shop.Cents
	known := len(rows) > 0
	for i := range rows {
		known = known && rows[i].amount.Known && rows[i].soldKnown
		paid = max(paid, rows[i].amount.Value+rows[i].off+rows[i].refund.Value)
		all += rows[i].sold
	}
	if !known || all <= paid {
		return [][]tiktokShopRow{rows}
	}
	var versions [][]tiktokShopRow
	copies := map[string]int{}
	for _, it := range rows {
		n := copies[it.same()]
		copies[it.same()]++
		if n == len(versions) {
			versions = append(versions, nil)
		}
		versions[n] = append(versions[n], it)
	}
	return versions
}

// nthNames names the rows of an order for their keys: the SKU's id, and its n-th row, in an order that does not
// depend on the file's.
func nthNames(rows []tiktokShopRow) []string {
	if len(rows) == 1 && rows[0].skuID != "" {
		return []string{rows[0].skuID + " 0"}
	}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(rows[a].same(), rows[b].same()), cmp.Compare(rows[a].sold, rows[b].sold))
	})
	names, times := make([]string, len(rows)), map[string]int{}
	for _, i := range order {
		id := rows[i].skuID
		if id == "" {
			id = rows[i].same()
		}
		names[i] = fmt.Sprintf("%s %d", id, times[id])
		times[id]++
	}
	return names
}

// shareGoods settles what rows cost that do not say it: the order's amount without shipping and tax, less
// what its other rows cost, by their prices. It gives the rows that are settled, and those that cannot be
// because the order does not say its amount either.
func shareGoods(rows []tiktokShopRow) (settled, empty []tiktokShopRow) {
	var goods shop.Cents
	var weights []shop.Cents
	known := false
	for i := range rows {
		goods = max(goods, rows[i].amount.Value-rows[i].beside)
		known = known || rows[i].amount.Known
	}
	for i := range rows {
		if rows[i].soldKnown {
			goods -= rows[i].sold
		} else {
			weights = append(weights, rows[i].listed)
		}
	}
	parts := shop.Allocate(max(goods, 0), weights)
	for _, it := range rows {
		switch {
		case it.soldKnown:
		case !known:
			empty = append(empty, it)
			continue
		default:
			it.sold, parts = parts[0], parts[1:]
			it.gross = max(it.gross, it.sold)
		}
		settled = append(settled, it)
	}
	return settled, empty
}

// shareRefund spreads what was refunded of an order over its lines, to the cent and never more than a line
// cost. First come cancelled lines, then pieces that came back; what is left over then may be their shipping
// and tax, and only the rest of it falls on the other lines. Where the export does not report the refund, the
// pieces tell it.
func shareRefund(rows []tiktokShopRow) []shop.Cents {
	var refunded, goods, paid shop.Cents
	reported := false
	for i := range rows {
		refunded, paid = max(refunded, rows[i].refund.Value), max(paid, rows[i].amount.Value)
		goods += rows[i].sold
		reported = reported || rows[i].refund.Known
	}
	s := refundShares{rows: rows, parts: make([]shop.Cents, len(rows)), rest: refunded}
	if !reported {
		s.rest = goods
		s.take((*tiktokShopRow).cameBack)
		return s.parts
	}
	s.take((*tiktokShopRow).calledOff)
	s.take((*tiktokShopRow).cameBack)
	if s.rest < refunded {
		s.rest -= min(s.rest, max(paid-goods, 0))
	}
	s.take(func(it *tiktokShopRow) shop.Cents { return it.counting(it.sold) })
	return s.parts
}

// refundShares is a refund that is being spread: what each line lost so far, and what is left.
type refundShares struct {
	rows  []tiktokShopRow
	parts []shop.Cents
	rest  shop.Cents
}

// take spreads what is left over the lines until each has lost as much as most says.
func (s *refundShares) take(most func(it *tiktokShopRow) shop.Cents) {
	room, all := make([]shop.Cents, len(s.rows)), shop.Cents(0)
	for i := range s.rows {
		room[i] = max(most(&s.rows[i])-s.parts[i], 0)
		all += room[i]
	}
	taken := min(s.rest, all)
	if taken == 0 {
		return
	}
	for i, part := range shop.Allocate(taken, room) {
		s.parts[i] += part
	}
	s.rest -= taken
}

// counting gives cents for a line that counts, 0 for others.
func (it *tiktokShopRow) counting(cents shop.Cents) shop.Cents {
	if it.status.Counts() {
		return cents
	}
	return 0
}

// calledOff is what a cancelled line cost.
func (it *tiktokShopRow) calledOff() shop.Cents {
	if it.rank == int64(tiktokCancelled) {
		return it.sold
	}
	return 0
}

// cameBack is what the pieces that were sent back cost.
func (it *tiktokShopRow) cameBack() shop.Cents {
	back := min(it.back, it.quantity)
	if back == 0 {
		return 0
	}
	return it.counting(shop.Allocate(it.sold, []shop.Cents{shop.Cents(back), shop.Cents(it.quantity - back)})[0])
}

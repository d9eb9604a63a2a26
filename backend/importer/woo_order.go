package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// wooFigures is what the columns of an order say about all of it.
type wooFigures struct {
	line     shop.Line // day, status, code, channel, region and customer, the same for each line
	maturity int64
	total    shop.Maybe[shop.Cents] // as the buyer paid it
	off      shop.Cents             // tax, shipping and fees in the total
	taxed    bool                   // the file has a column of taxes
	net      shop.Maybe[shop.Cents] // net sales, where the file has them
	refund   shop.Cents
	sold     int64 // pieces, where no item is told
}

func (w *wooRows) figures(r row) (*wooFigures, *flaw) {
	f := &wooFigures{taxed: w.tax != -1}
	stage, known := wooStageOf(r.text(w.status))
	if !known {
		return f, w.t.flaw(w.status, "unknown_status", "holds a status that WooCommerce is not known to use.")
	}
	if cell := r.raw(w.currency); !missing(cell) && !currencyOf(cell).Valid() {
		return f, w.t.flaw(w.currency, "bad_currency", "does not hold a currency.")
	}
	l := &f.line
	var bad *flaw
	if l.PlacedAtUTC, l.Day, bad = r.moment(w.date); bad != nil {
		return f, bad
	}
	if bad := w.money(r, f); bad != nil {
		return f, bad
	}
	l.Status, f.maturity = stage.status, stage.rank+int64(f.refund)<<3
	l.Code, l.Channel, l.Customer = codes(strings.ReplaceAll(dash(r.text(w.code)), "|", ",")), dash(r.text(w.channel)), w.t.customer(r.raw(w.email))
	if l.Region = place(r.text(w.country), r.text(w.state)); l.Region == "" {
		l.Region = place(r.text(w.billCountry), r.text(w.billState))
	}
	return f, nil
}

func (w *wooRows) money(r row, f *wooFigures) (bad *flaw) {
	var tax, shipping, fees shop.Cents
	for _, a := range []struct {
		to  *shop.Cents
		col int
	}{{&f.total.Value, w.total}, {&f.net.Value, w.net}, {&tax, w.tax}, {&shipping, w.shipping}, {&fees, w.fees}, {&f.refund, w.refund}} {
		if *a.to, bad = r.cents(a.col); bad != nil {
			return bad
		}
	}
	f.total.Known, f.net.Known = !r.empty(w.total), !r.empty(w.net)
	if f.total.Value < 0 {
		return w.t.negative(w.total)
	}
	f.off, f.refund = tax+shipping+fees, max(f.refund, -f.refund)
	f.sold, bad = r.count(w.sold)
	return bad
}

// byOrder makes the documents of one order. In files pasted together an item that stands there again begins
// the order's next version; files without ids of items cannot tell.
func (w *wooRows) byOrder(name string, rows []wooRow) error {
	order := clean(strings.TrimPrefix(name, "'"))
	start, seen := 0, map[string]bool{}
	for i := range rows {
		for _, it := range rows[i].items {
			if it.id != "" && seen[it.id] && rows[i].order != nil && start < i {
				if err := w.version(order, rows[start:i]); err != nil {
					return err
				}
				start = i
				clear(seen)
			}
			seen[it.id] = true
		}
	}
	return w.version(order, rows[start:])
}

// version emits one version of an order, whole or not at all.
func (w *wooRows) version(order string, rows []wooRow) error {
	var f *wooFigures
	bad := -1
	for i := range rows {
		if rows[i].order != nil && (f == nil || rows[i].order.maturity > f.maturity) {
			f = rows[i].order
		}
		if rows[i].flaw != nil && bad < 0 {
			bad = i
		}
	}
	if bad < 0 && f == nil {
		rows[0].flaw, bad = &flaw{column: -1, code: "order_without_first_row", message: "The row continues an order whose status and total are not in this file."}, 0
	}
	doc := &shop.Doc{Key: shop.KeyOf("woocommerce", order), OrderID: order}
	var amount shop.Cents
	if bad < 0 {
		var why *flaw
		if amount, why = w.lines(f, rows, doc); why != nil {
			rows[0].flaw, bad = why, 0
		}
	}
	if bad >= 0 {
		rejectAll(w.t, len(rows), bad, func(i int) (int, *flaw) { return rows[i].line, rows[i].flaw })
		return nil
	}
	return w.t.emit(doc, w.stands.grow(doc, amount))
}

// lines makes the lines of an order and gives what it adds to the sum of the file.
func (w *wooRows) lines(f *wooFigures, rows []wooRow, doc *shop.Doc) (shop.Cents, *flaw) {
	var items []wooItem
	for i := range rows {
		if len(rows[i].items) == 0 {
			rows[i].items = []wooItem{{}} // an order of which no item is told is one line
		}
		for _, it := range rows[i].items {
			l := f.line
			l.Row, l.Quantity, l.SKU, l.Product = rows[i].line, it.quantity, it.sku, it.product
			items, doc.Lines = append(items, it), append(doc.Lines, l)
		}
	}
	if len(items) == 1 && items[0].quantity == 0 {
		doc.Lines[0].Quantity = f.sold
	}
	sold, ok := f.merchandise(items)
	if !ok {
		return 0, w.t.flaw(max(w.total, w.net), "missing_amount", "is empty, and no line of the order has a price.")
	}
	gross, discount := make([]shop.Cents, len(items)), make([]shop.Cents, len(items))
	quantity := make([]shop.Cents, len(items))
	var all, back shop.Cents
	for i, it := range items {
		gross[i] = max(it.gross, it.total)
		discount[i] = gross[i] - it.total
		quantity[i] = max(shop.Cents(it.quantity), 0)
		all, back = all+gross[i], back+it.back
	}
	if all == 0 {
		gross = shop.Allocate(sold, quantity)
	}
	if !settle(gross, discount, sold) {
		return 0, w.t.numberFlaw(w.total, hugeNumber)
	}
	f.apply(doc, gross, discount, min(max(f.refund, back), sold))
	amount := sold
	if f.total.Known {
		amount = f.total.Value
	}
	if !f.line.Status.Counts() {
		amount = 0
	}
	return amount, nil
}

// merchandise is what the order was sold for after discounts, before tax, shipping and refunds: the total
// less what the file says is in it besides. Where the file has no taxes, or more tax and shipping than
// total, the prices of the items are surer, if there are any. False where nothing tells.
func (f *wooFigures) merchandise(items []wooItem) (sold shop.Cents, ok bool) {
	var lines shop.Cents
	priced := false
	for _, it := range items {
		lines, priced = lines+it.total, priced || it.priced
	}
	whole := f.total.Known && f.total.Value >= f.off
	switch {
	case whole && (f.taxed || !priced):
		return f.total.Value - f.off, true
	case f.total.Known && f.total.Value == 0:
		return 0, true
	case priced:
		return lines, true
	case f.net.Known:
		return max(f.net.Value, 0), true
	}
	return 0, f.total.Known
}

// apply fills in the money of the lines.
func (f *wooFigures) apply(doc *shop.Doc, gross, discount []shop.Cents, refund shop.Cents) {
	sold := make([]shop.Cents, len(gross))
	for i := range gross {
		sold[i] = gross[i] - discount[i]
	}
	back := shop.Allocate(refund, sold)
	free := f.total.Known && f.total.Value == 0
	doc.Maturity = f.maturity
	if f.refund == 0 {
		doc.Maturity += int64(refund) << 3
	}
	for i := range doc.Lines {
		l := &doc.Lines[i]
		l.GrossCents, l.DiscountCents, l.RefundCents = gross[i], discount[i], back[i]
		l.FreeSample = free && l.Status.Counts()
		if l.Status.Counts() && !free {
			l.NetCents = sold[i] - back[i]
		}
	}
}

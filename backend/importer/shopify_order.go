package importer

import (
	"slices"
	"strings"

	"creatorlift/backend/shop"
)

// shopifyColumns are the positions of the columns that are read. Names, streets, phones and the like have
// no position here, so they cannot be copied; twin are columns in which only an id is looked for.
type shopifyColumns struct {
	name, email, status, fulfillment, created, paid, fulfilled, cancelled int
	currency, subtotal, shipping, taxes, total, code, discounted          int
	refunded, source, quantity, product, price, sku, discount             int
	country, province, billCountry, billProvince                          int
	twin                                                                  []int
}

func shopifyColumnsOf(t *table) shopifyColumns {
	c := shopifyColumns{
		name: t.col("Name"), email: t.col("Email"), status: t.col("Financial Status"), fulfillment: t.col("Fulfillment Status"),
		created: t.col("Created at"), paid: t.col("Paid at"), fulfilled: t.col("Fulfilled at"), cancelled: t.col("Cancelled at"),
		currency: t.col("Currency"), subtotal: t.col("Subtotal"), shipping: t.col("Shipping"), taxes: t.col("Taxes"),
		total: t.col("Total"), code: t.col("Discount Code"), discounted: t.col("Discount Amount"),
		refunded: t.col("Refunded Amount"), source: t.col("Source"), quantity: t.col("Lineitem quantity"),
		product: t.col("Lineitem name"), price: t.col("Lineitem price"), sku: t.col("Lineitem sku"), discount: t.col("Lineitem discount"),
		country: t.col("Shipping Country"), province: t.col("Shipping Province"),
		billCountry: t.col("Billing Country"), billProvince: t.col("Billing Province"),
	}
	for _, name := range twinColumns {
		if col := t.col(name); col >= 0 {
			c.twin = append(c.twin, col)
		}
	}
	return c
}

// shopifyOrder is what the first row of an order says about all of it.
type shopifyOrder struct {
	placedAtUTC int64
	day         shop.Day
	status      shop.Status
	cancelled   bool
	free        bool
	subtotal    shop.Cents
	discounted  shop.Cents // Discount Amount
	extra       shop.Cents // Total - Subtotal - Shipping - Taxes
	refund      shop.Cents // of the merchandise
	maturity    int64
	code        string
	channel     string
	region      string
	customer    string
	twin        string // id that the order has in TikTok Shop
	lostTwin    bool   // the order came from TikTok Shop, but its id there is not in the file
}

// shopifyStatus maps Financial Status. An unknown one is a rejected order, not a guess.
var shopifyStatus = map[string]shop.Status{
	"paid": shop.Counted, "partially_paid": shop.Counted, "partially_refunded": shop.Counted, "refunded": shop.Counted,
	"pending": shop.Provisional, "authorized": shop.Provisional,
	"voided": shop.Excluded, "expired": shop.Excluded,
}

// item reads one record.
func (c *shopifyColumns) item(r row) shopifyRow {
	it := shopifyRow{line: r.line(), sku: r.text(c.sku), product: r.text(c.product)}
	it.flaw = c.readItem(r, &it)
	if !r.empty(c.subtotal) || len(r.raw(c.status)) > 0 {
		o, bad := c.readOrder(r)
		it.order = o
		if it.flaw == nil {
			it.flaw = bad
		}
	}
	return it
}

func (c *shopifyColumns) readItem(r row, it *shopifyRow) *flaw {
	for _, col := range []int{c.quantity, c.price} {
		if r.empty(col) {
			return r.t.flaw(col, "missing_amount", "is empty; the row may be cut off.")
		}
	}
	quantity, bad := r.number(c.quantity)
	if bad != nil {
		return bad
	}
	price, bad := r.number(c.price)
	if bad != nil {
		return bad
	}
	if it.quantity, bad = r.count(c.quantity); bad != nil {
		return bad
	}
	if it.discount, bad = r.cents(c.discount); bad != nil {
		return bad
	}
	gross, ok := quantity.times(price, r.t.decimals)
	if !ok {
		return r.t.numberFlaw(c.price, hugeNumber)
	}
	it.gross = gross
	switch {
	case quantity.mant < 0:
		return r.t.negative(c.quantity)
	case price.mant < 0:
		return r.t.negative(c.price)
	case it.discount < 0:
		return r.t.negative(c.discount)
	}
	return nil
}

func (c *shopifyColumns) readOrder(r row) (*shopifyOrder, *flaw) {
	o := &shopifyOrder{cancelled: !r.empty(c.cancelled)}
	status, known := shopifyStatus[strings.ReplaceAll(strings.ToLower(r.text(c.status)), " ", "_")]
	if !known {
		return o, r.t.flaw(c.status, "unknown_status", "holds a status that this export is not known to use.")
	}
	if cell := r.raw(c.currency); len(cell) > 0 && !currencyOf(cell).Valid() {
		return o, r.t.flaw(c.currency, "bad_currency", "does not hold a currency.")
	}
	if r.empty(c.subtotal) {
		return o, r.t.flaw(c.subtotal, "missing_amount", "is empty; the row may be cut off.")
	}
	var refunded, total, shipping, taxes shop.Cents
	for _, a := range []struct {
		col int
		to  *shop.Cents
	}{{c.subtotal, &o.subtotal}, {c.discounted, &o.discounted}, {c.refunded, &refunded}, {c.total, &total}, {c.shipping, &shipping}, {c.taxes, &taxes}} {
		v, bad := r.cents(a.col)
		if bad != nil {
			return o, bad
		}
		if v < 0 && a.to != &shipping && a.to != &taxes {
			return o, r.t.negative(a.col)
		}
		*a.to = v
	}
	o.extra = total - o.subtotal - shipping - taxes
	o.free = total == 0 && !r.empty(c.total)
	var bad *flaw
	if o.placedAtUTC, o.day, bad = r.moment(c.created); bad != nil {
		return o, bad
	}
	o.status = status
	if o.cancelled {
		o.status = shop.Excluded // of 35 cancelled orders of a real file 4 still said "paid"
	}
	// Refunded Amount holds shipping and tax too; what concerns net sales is at most the merchandise.
	o.refund = min(refunded, o.subtotal)
	if lowerIs(r.raw(c.status), "refunded") {
		o.refund = o.subtotal
	}
	o.maturity = c.maturity(r, o, refunded)
	c.readPlace(r, o)
	return o, nil
}

// maturity grows with what only ever grows in an order's life: cancelled or voided, then the amount
// refunded, then fulfilled, then paid.
func (c *shopifyColumns) maturity(r row, o *shopifyOrder, refunded shop.Cents) int64 {
	var m int64
	if o.cancelled || o.status == shop.Excluded {
		m = 1 << 60
	}
	m += int64(max(refunded, o.refund)) << 3
	switch {
	case lowerIs(r.raw(c.fulfillment), "fulfilled"):
		m += 4
	case lowerIs(r.raw(c.fulfillment), "partial"), !r.empty(c.fulfilled):
		m += 2
	}
	if !r.empty(c.paid) || o.status == shop.Counted {
		m++
	}
	return m
}

func (c *shopifyColumns) readPlace(r row, o *shopifyOrder) {
	o.channel = r.text(c.source)
	c.readTwin(r, o)
	o.code = codes(r.text(c.code))
	o.region = region(r.text(c.country), r.text(c.province))
	if o.region == "" {
		o.region = region(r.text(c.billCountry), r.text(c.billProvince))
	}
	if who := r.t.customer(r.raw(c.email)); who != "" {
		o.customer = who
	}
}

// region joins country and province as ISO 3166-2 does.
func region(country, province string) string {
	if country == "" || province == "" {
		return country
	}
	return country + "-" + province
}

// codes brings the discount codes of an order to one form: upper case, one comma between two codes.
func codes(cell string) string {
	parts := strings.Split(strings.ToUpper(cell), ",")
	kept := parts[:0]
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" && !slices.Contains(kept, p) {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ",")
}

// amount is what the order adds to the sum of the file.
func (o *shopifyOrder) amount() shop.Cents {
	if o.cancelled {
		return 0
	}
	return o.subtotal
}

// lines makes the lines of the order, so that gross less discount adds up to Subtotal to the cent.
func (o *shopifyOrder) lines(rows []shopifyRow, doc *shop.Doc) *flaw {
	gross, discount, ok := o.share(rows)
	if !ok {
		return &flaw{column: -1, code: hugeNumber, message: "The order's lines add up to more than can be kept."}
	}
	sold := make([]shop.Cents, len(rows))
	for i := range rows {
		sold[i] = gross[i] - discount[i]
	}
	refund := shop.Allocate(o.refund, sold)
	doc.Maturity = o.maturity
	doc.Lines = make([]shop.Line, len(rows))
	for i := range rows {
		l := &doc.Lines[i]
		*l = shop.Line{
			Row: rows[i].line, PlacedAtUTC: o.placedAtUTC, Day: o.day, Status: o.status, Quantity: rows[i].quantity,
			FreeSample: o.free && o.status.Counts(), GrossCents: gross[i], DiscountCents: discount[i], RefundCents: refund[i],
			SKU: rows[i].sku, Product: rows[i].product, Code: o.code, Channel: o.channel, Region: o.region, Customer: o.customer,
		}
		if o.status.Counts() && !o.free {
			l.NetCents = sold[i] - refund[i]
		}
	}
	return nil
}

// share settles gross and discount of each line.
//
// In about one order of twenty a tip or an insurance is among the line items and in Total, but not in
// Subtotal: where it can be told, that line gets the whole of its price as discount (it is not
// merchandise); otherwise it joins the rest to be spread.
func (o *shopifyOrder) share(rows []shopifyRow) (gross, discount []shop.Cents, ok bool) {
	gross, discount = make([]shop.Cents, len(rows)), make([]shop.Cents, len(rows))
	for i := range rows {
		gross[i], discount[i] = rows[i].gross, rows[i].discount
	}
	if tip := o.tip(gross); tip >= 0 {
		discount[tip] = gross[tip]
	}
	return gross, discount, settle(gross, discount, o.subtotal)
}

// tip finds the one line item that is in Total but not in Subtotal, -1 if there is none or it cannot be
// told which.
func (o *shopifyOrder) tip(gross []shop.Cents) int {
	var all shop.Cents
	for _, g := range gross {
		all += g
	}
	if o.extra <= 0 || all-o.discounted-o.subtotal != o.extra {
		return -1
	}
	found := -1
	for i, g := range gross {
		if g == o.extra {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

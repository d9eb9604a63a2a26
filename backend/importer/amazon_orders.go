package importer

import (
	"strconv"
	"strings"

	"creatorlift/backend/shop"
)

// amazonOrdersFlat is Seller Central's All orders report: a row per order and SKU, separated by TABs.
var amazonOrdersFlat = &format{
	Format: Format{
		ID:       "amazon_orders_flat",
		Platform: "Amazon",
		What:     "one SKU of an order",
		Evidence: shop.Till,
		Key:      "amazon-order-id, sku, n-th such row in the file",
		Amount:   "item-price of rows that are not cancelled",
		Trust:    "readers and headers in public code; the file was not seen by us",
		Label:    "Amazon orders",
		Sum:      "Sales before discounts",
		Where:    "Amazon Seller Central › Orders › Order Reports › All orders › Request (.txt)",
	},
	columns: []column{
		{"purchase-date", moment}, {"amazon-order-id", plain}, {"order-status", plain}, {"item-status", plain}, {"sales-channel", plain},
		{"product-name", plain}, {"sku", plain}, {"asin", plain}, {"quantity", numeric}, {"currency", currency}, {"item-price", numeric},
		{"item-promotion-discount", numeric}, {"promotion-ids", plain}, {"ship-state", plain}, {"ship-country", plain},
	},
	recognise: func(n names) int {
		if !n.has("amazon-order-id", "purchase-date", "order-status", "sku") {
			return 0
		}
		return n.share([]string{"amazon-order-id", "merchant-order-id", "purchase-date", "order-status", "sales-channel", "product-name", "sku", "asin",
			"quantity", "currency", "item-price", "item-promotion-discount", "ship-state", "ship-country"})
	},
	decimal:  '.',
	aliases:  map[string][]string{"quantity": {"quantity-purchased"}},
	unquoted: true,
	padShort: true, // rows may end before the last, empty columns
	open:     openAmazonOrders,
}

type amazonOrders struct {
	t *table

	purchased, order, status, itemStatus, channel, product, sku, asin int
	quantity, currency, price, promotion, state, country              int

	times map[[2]string]int // rows of an order and SKU so far
}

func openAmazonOrders(t *table) rowReader {
	return &amazonOrders{t: t, times: map[[2]string]int{},
		purchased: t.col("purchase-date"), order: t.col("amazon-order-id"), status: t.col("order-status"), itemStatus: t.col("item-status"),
		channel: t.col("sales-channel"), product: t.col("product-name"), sku: t.col("sku"), asin: t.col("asin"), quantity: t.col("quantity"),
		currency: t.col("currency"), price: t.col("item-price"), promotion: t.col("item-promotion-discount"),
		state: t.col("ship-state"), country: t.col("ship-country")}
}

func (a *amazonOrders) finish() error { return nil }

func (a *amazonOrders) read(r row) error {
	doc, bad := a.doc(r)
	if bad != nil {
		a.t.reject(r.line(), bad)
		return nil
	}
	amount := doc.Lines[0].GrossCents
	if !doc.Lines[0].Status.Counts() {
		amount = 0
	}
	return a.t.emit(doc, amount)
}

// amazonStage is what an order-status means and how far on its way the order is.
func amazonStage(status string) (shop.Status, int64, bool) {
	status = strings.ToLower(status)
	switch {
	case strings.HasPrefix(status, "pending"), status == "invoiceunconfirmed":
		return shop.Provisional, 1, true
	case status == "unshipped", status == "shipping", status == "partiallyshipped":
		return shop.Provisional, 2, true
	case strings.HasPrefix(status, "shipped"), status == "complete", status == "completed":
		return shop.Counted, 3, true
	case status == "cancelled", status == "canceled", status == "unfulfillable":
		return shop.Excluded, 9, true
	}
	return 0, 0, false
}

// amazonBack are what order-status says, in some countries, of goods that came back.
var amazonBack = map[string]bool{"shipped - returned to seller": true, "shipped - rejected by buyer": true}

func (a *amazonOrders) doc(r row) (*shop.Doc, *flaw) {
	order, bad := r.id(a.order)
	if bad == nil && order == "" {
		bad = a.t.flaw(a.order, "missing_order_id", "holds no order.")
	}
	if bad != nil {
		return nil, bad
	}
	status, rank, known := amazonStage(r.text(a.status))
	if !known {
		return nil, a.t.flaw(a.status, "unknown_status", "holds a status that this export is not known to use.")
	}
	if item, itemRank, ok := amazonStage(r.text(a.itemStatus)); ok && item == shop.Excluded {
		status, rank = item, itemRank
	}
	if cell := r.raw(a.currency); !missing(cell) && !currencyOf(cell).Valid() {
		return nil, a.t.flaw(a.currency, "bad_currency", "does not hold a currency.")
	}
	// What Amazon only sends out for another shop is that shop's order.
	if strings.HasPrefix(strings.ToLower(r.text(a.channel)), "non-amazon") {
		status = shop.Excluded
	}
	l := shop.Line{Row: r.line(), Status: status, Product: r.text(a.product), Channel: r.text(a.channel), Region: place(r.text(a.country), r.text(a.state))}
	if l.PlacedAtUTC, l.Day, bad = r.moment(a.purchased); bad != nil {
		return nil, bad
	}
	if l.SKU, bad = r.id(a.sku); bad != nil {
		return nil, bad
	}
	if bad := a.money(r, &l); bad != nil {
		return nil, bad
	}
	if status.Counts() && amazonBack[strings.ToLower(r.text(a.status))] {
		l.RefundCents, l.NetCents, rank = l.GrossCents-l.DiscountCents, 0, 4
	}
	same := [2]string{order, l.SKU}
	a.times[same]++
	key := shop.KeyOf("amazon", order, l.SKU, strconv.Itoa(a.times[same]))
	return &shop.Doc{Key: key, OrderID: order, Maturity: rank, Lines: []shop.Line{l}}, nil
}

// money reads the price of all pieces of the row. A cancelled row has none, and a pending one often not
// yet; a shipped one without is cut off.
func (a *amazonOrders) money(r row, l *shop.Line) (bad *flaw) {
	if a.price == -1 {
		return &flaw{column: -1, code: "missing_amount", message: "The report has no column item-price. Request the report All orders, which has it."}
	}
	if l.Status == shop.Counted && r.empty(a.price) {
		return a.t.flaw(a.price, "missing_amount", "is empty.")
	}
	if l.Quantity, bad = r.count(a.quantity); bad != nil {
		return bad
	}
	if l.GrossCents, bad = r.cents(a.price); bad != nil {
		return bad
	}
	if l.GrossCents < 0 {
		return a.t.negative(a.price)
	}
	off, bad := r.cents(a.promotion)
	if bad != nil {
		return bad
	}
	l.DiscountCents = min(max(off, -off), l.GrossCents) // some reports write it as negative
	if l.Status.Counts() {
		l.NetCents = l.GrossCents - l.DiscountCents
		l.FreeSample = l.NetCents == 0 && !r.empty(a.price)
	}
	return nil
}

package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// Etsy writes the same orders in two exports: one with a row per order and its money, one with a row per
// item. Both make one document per order under one key, so that an order counts once whichever comes
// first. Maturity decides which version stands: the items, which know SKUs, stand above an order that
// nothing happened to; an order that was refunded or cancelled stands above its items, because only the
// orders export says so.
const (
	etsyPlain    = 0
	etsyItems    = 1
	etsyRefunded = 2 // and more with the amount
	etsyGone     = 1 << 60
)

// etsyAliases are the names that shops outside the US see.
var etsyAliases = map[string][]string{
	"Ship State":   {"Delivery State"},
	"Ship Country": {"Delivery Country"},
	"SKU":          {"Sku"},
}

func etsyKey(order string) shop.Key { return shop.KeyOf("etsy", order) }

// etsySoldOrders is Shop Manager > Settings > Options > Download data > Orders: EtsySoldOrders2026-10.csv.
var etsySoldOrders = &format{
	Format: Format{
		ID:       "etsy_sold_orders",
		Platform: "Etsy",
		What:     "one order",
		Evidence: shop.Till,
		Key:      "Order ID, shared with the order items",
		Amount:   "Order Value of orders that are not cancelled",
		Trust:    "test files of others, made from real exports; the file was not seen by us",
		Label:    "Etsy orders",
		Sum:      "Sales before discounts and refunds",
		Where:    "Etsy › Shop Manager › Settings › Options › Download data › Orders › Download CSV",
	},
	columns: []column{
		{"Sale Date", moment}, {"Order ID", plain}, {"Buyer User ID", plain}, {"Number of Items", numeric}, {"Currency", currency},
		{"Order Value", numeric}, {"Coupon Code", plain}, {"Discount Amount", numeric}, {"Order Total", numeric}, {"Status", plain},
		{"Adjusted Order Total", numeric}, {"Adjusted Card Processing Fees", numeric}, {"Adjusted Net Order Amount", numeric},
		{"Order Type", plain}, {"Ship State", plain}, {"Ship Country", plain}, {"SKU", plain},
	},
	recognise: func(n names) int {
		if !n.has("Sale Date", "Order ID", "Order Value") || n.has("Transaction ID") {
			return 0
		}
		return n.share([]string{"Sale Date", "Order ID", "Number of Items", "Currency", "Order Value", "Coupon Code", "Discount Amount", "Order Total", "Order Net",
			"Adjusted Order Total", "Adjusted Net Order Amount", "Order Type", "Payment Type"})
	},
	order:   monthFirst,
	decimal: '.',
	aliases: etsyAliases,
	open:    openEtsyOrders,
}

type etsyOrders struct {
	t *table

	sold, order, buyer, items, currency, value, code, discount, total, status int
	adjusted                                                                  [3]int // total, fees, net
	kind, state, country, sku                                                 int

	stands standings
}

func openEtsyOrders(t *table) rowReader {
	return &etsyOrders{t: t, stands: standings{},
		sold: t.col("Sale Date"), order: t.col("Order ID"), buyer: t.col("Buyer User ID"), items: t.col("Number of Items"),
		currency: t.col("Currency"), value: t.col("Order Value"), code: t.col("Coupon Code"), discount: t.col("Discount Amount"),
		total: t.col("Order Total"), status: t.col("Status"),
		adjusted: [3]int{t.col("Adjusted Order Total"), t.col("Adjusted Card Processing Fees"), t.col("Adjusted Net Order Amount")},
		kind:     t.col("Order Type"), state: t.col("Ship State"), country: t.col("Ship Country"), sku: t.col("SKU")}
}

func (e *etsyOrders) finish() error { return nil }

func (e *etsyOrders) read(r row) error {
	doc, bad := e.doc(r)
	if bad != nil {
		e.t.reject(r.line(), bad)
		return nil
	}
	amount := doc.Lines[0].GrossCents
	if !doc.Lines[0].Status.Counts() {
		amount = 0
	}
	return e.t.emit(doc, e.stands.grow(doc, amount))
}

func (e *etsyOrders) doc(r row) (*shop.Doc, *flaw) {
	order, bad := orderID(r, e.order)
	if bad != nil {
		return nil, bad
	}
	if cell := r.raw(e.currency); !missing(cell) && !currencyOf(cell).Valid() {
		return nil, e.t.flaw(e.currency, "bad_currency", "does not hold a currency.")
	}
	l := shop.Line{Row: r.line(), Code: codes(r.text(e.code)), Channel: r.text(e.kind), Region: place(r.text(e.country), r.text(e.state)),
		Customer: e.t.customer(r.raw(e.buyer))}
	if l.PlacedAtUTC, l.Day, bad = r.moment(e.sold); bad != nil {
		return nil, bad
	}
	if sku := dash(r.text(e.sku)); !strings.Contains(sku, ",") { // a list belongs to several items
		l.SKU = sku
	}
	maturity, bad := e.money(r, &l)
	if bad != nil {
		return nil, bad
	}
	return &shop.Doc{Key: etsyKey(order), OrderID: order, Maturity: maturity, Lines: []shop.Line{l}}, nil
}

// orderID reads the id of an order, which may not be empty.
func orderID(r row, col int) (string, *flaw) {
	id, bad := r.id(col)
	if bad == nil && missing([]byte(id)) {
		bad = r.t.flaw(col, "missing_order_id", "holds no order.")
	}
	return id, bad
}

// money reads what the order was sold for and gives its maturity.
func (e *etsyOrders) money(r row, l *shop.Line) (maturity int64, bad *flaw) {
	if r.empty(e.value) {
		return 0, e.t.flaw(e.value, "missing_amount", "is empty.")
	}
	if l.Quantity, bad = r.count(e.items); bad != nil {
		return 0, bad
	}
	for _, a := range []struct {
		to  *shop.Cents
		col int
	}{{&l.GrossCents, e.value}, {&l.DiscountCents, e.discount}} {
		if *a.to, bad = r.cents(a.col); bad != nil {
			return 0, bad
		}
		if *a.to < 0 {
			return 0, e.t.negative(a.col)
		}
	}
	l.DiscountCents = min(l.DiscountCents, l.GrossCents)
	sold := l.GrossCents - l.DiscountCents
	back, bad := e.refund(r, sold)
	if bad != nil {
		return 0, bad
	}
	status := strings.ToLower(r.text(e.status))
	if strings.Contains(status, "cancel") {
		l.Status = shop.Excluded
		return etsyGone, nil
	}
	l.RefundCents, l.NetCents = back, sold-back
	l.FreeSample = sold == 0
	if back > 0 {
		return etsyRefunded + int64(back), nil
	}
	return etsyPlain, nil
}

// refund is what the adjusted total is below the first one, at most the merchandise. Etsy writes 0 in all
// three adjusted columns of an order that was not adjusted, so a total of 0 means a full refund only where
// another of them, or the status, says so.
func (e *etsyOrders) refund(r row, sold shop.Cents) (shop.Cents, *flaw) {
	var adjusted [3]shop.Cents
	for i, col := range e.adjusted {
		var bad *flaw
		if adjusted[i], bad = r.cents(col); bad != nil {
			return 0, bad
		}
	}
	total, bad := r.cents(e.total)
	if bad != nil {
		return 0, bad
	}
	if strings.Contains(strings.ToLower(r.text(e.status)), "refund") && adjusted[0] == 0 {
		return sold, nil
	}
	if adjusted == [3]shop.Cents{} || r.empty(e.adjusted[0]) || r.empty(e.total) {
		return 0, nil
	}
	return min(max(total-adjusted[0], 0), sold), nil
}

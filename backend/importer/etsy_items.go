package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// etsySoldOrderItems is the same download as etsySoldOrders with the type Order items:
// EtsySoldOrderItems2026-10.csv.
var etsySoldOrderItems = &format{
	Format: Format{
		ID:       "etsy_sold_order_items",
		Platform: "Etsy",
		What:     "one item of an order",
		Evidence: shop.Till,
		Key:      "Order ID, all its items together, shared with the orders",
		Amount:   "Item Total",
		Trust:    "test files of others; the file was not seen by us",
		Label:    "Etsy order items",
		Sum:      "Sales before discounts and refunds",
		Where:    "Etsy › Shop Manager › Settings › Options › Download data › Order Items › Download CSV",
	},
	columns: []column{
		{"Sale Date", moment}, {"Order ID", plain}, {"Transaction ID", plain}, {"Item Name", plain}, {"Buyer", plain}, {"Quantity", numeric},
		{"Price", numeric}, {"Coupon Code", plain}, {"Discount Amount", numeric}, {"Item Total", numeric}, {"Currency", currency},
		{"Ship State", plain}, {"Ship Country", plain}, {"Order Type", plain}, {"SKU", plain},
	},
	recognise: func(n names) int {
		if !n.has("Sale Date", "Transaction ID", "Order ID") || !(n.has("Item Total") || n.has("Price", "Quantity")) {
			return 0
		}
		return n.share([]string{"Sale Date", "Item Name", "Quantity", "Price", "Coupon Code", "Discount Amount", "Item Total", "Currency", "Transaction ID",
			"Listing ID", "Order ID", "Variations", "Order Type", "Listings Type"})
	},
	order:   monthFirst,
	decimal: '.',
	aliases: etsyAliases,
	open:    openEtsyItems,
}

// etsyItem is one record: a line and the id it is known by.
type etsyItem struct {
	id   string
	line shop.Line
	flaw *flaw
}

type etsyItemRows struct {
	t *table

	sold, order, id, name, buyer, quantity, price, code, discount, total int
	currency, state, country, kind, sku                                  int

	gathering[etsyItem]
	stands standings
}

func openEtsyItems(t *table) rowReader {
	e := &etsyItemRows{t: t, stands: standings{},
		sold: t.col("Sale Date"), order: t.col("Order ID"), id: t.col("Transaction ID"), name: t.col("Item Name"), buyer: t.col("Buyer"),
		quantity: t.col("Quantity"), price: t.col("Price"), code: t.col("Coupon Code"), discount: t.col("Discount Amount"),
		total: t.col("Item Total"), currency: t.col("Currency"), state: t.col("Ship State"), country: t.col("Ship Country"),
		kind: t.col("Order Type"), sku: t.col("SKU")}
	e.gathering = newGathering(e.emit)
	return e
}

func (e *etsyItemRows) observe(r row) { e.notice(r.raw(e.order)) }

func (e *etsyItemRows) read(r row) error {
	name := r.raw(e.order)
	fresh, err := e.begins(name)
	if err != nil {
		return err
	}
	if fresh {
		if _, bad := orderID(r, e.order); bad != nil {
			e.t.reject(r.line(), bad)
			return nil
		}
	}
	e.add(name, e.item(r))
	return nil
}

func (e *etsyItemRows) item(r row) etsyItem {
	it := etsyItem{line: shop.Line{Row: r.line(), Product: r.text(e.name), SKU: dash(r.text(e.sku)), Code: codes(r.text(e.code)),
		Channel: r.text(e.kind), Region: place(r.text(e.country), r.text(e.state)), Customer: e.t.customer(etsyBuyer(r.raw(e.buyer)))}}
	it.flaw = e.readItem(r, &it)
	return it
}

// etsyBuyer is the user id of "Jane Doe (janed123)", as the orders export writes it on its own.
func etsyBuyer(cell []byte) []byte {
	name := string(cell)
	open := strings.LastIndexByte(name, '(')
	if open < 0 || !strings.HasSuffix(name, ")") {
		return cell
	}
	return []byte(name[open+1 : len(name)-1])
}

func (e *etsyItemRows) readItem(r row, it *etsyItem) (bad *flaw) {
	l := &it.line
	if it.id, bad = r.id(e.id); bad != nil {
		return bad
	}
	if cell := r.raw(e.currency); !missing(cell) && !currencyOf(cell).Valid() {
		return e.t.flaw(e.currency, "bad_currency", "does not hold a currency.")
	}
	if l.PlacedAtUTC, l.Day, bad = r.moment(e.sold); bad != nil {
		return bad
	}
	if l.Quantity, bad = r.count(e.quantity); bad != nil {
		return bad
	}
	if l.GrossCents, bad = e.gross(r); bad != nil {
		return bad
	}
	if l.DiscountCents, bad = r.cents(e.discount); bad != nil {
		return bad
	}
	switch {
	case l.GrossCents < 0:
		return e.t.negative(e.total)
	case l.DiscountCents < 0:
		return e.t.negative(e.discount)
	}
	return nil
}

// gross is the price of all pieces, before any discount.
func (e *etsyItemRows) gross(r row) (shop.Cents, *flaw) {
	if !r.empty(e.total) {
		return r.cents(e.total)
	}
	return r.product(e.price, e.quantity)
}

// emit makes the documents of one order. In files pasted together an item that stands there again begins
// the order's next version.
func (e *etsyItemRows) emit(name string, items []etsyItem) error {
	order := clean(strings.TrimPrefix(name, "'"))
	start := 0
	seen := map[string]bool{}
	for i := range items {
		if id := items[i].id; id != "" && seen[id] {
			if err := e.version(order, items[start:i]); err != nil {
				return err
			}
			start = i
			clear(seen)
		}
		seen[items[i].id] = true
	}
	return e.version(order, items[start:])
}

// version emits one version of an order, whole or not at all.
func (e *etsyItemRows) version(order string, items []etsyItem) error {
	for i := range items {
		if items[i].flaw != nil {
			rejectAll(e.t, len(items), i, func(k int) (int, *flaw) { return items[k].line.Row, items[k].flaw })
			return nil
		}
	}
	doc := &shop.Doc{Key: etsyKey(order), OrderID: order, Maturity: etsyItems, Lines: make([]shop.Line, len(items))}
	gross, discount := make([]shop.Cents, len(items)), make([]shop.Cents, len(items))
	var all, off shop.Cents
	coupons := make([]string, len(items))
	for i := range items {
		doc.Lines[i] = items[i].line
		coupons[i] = items[i].line.Code
		gross[i] = items[i].line.GrossCents
		all, off = all+gross[i], off+items[i].line.DiscountCents
	}
	// The order's coupon and discount stand on its first item, which may cost less; both are the whole order's.
	code := codes(strings.Join(coupons, ","))
	if !settle(gross, discount, all-min(off, all)) {
		rejectAll(e.t, len(items), 0, func(k int) (int, *flaw) { return items[k].line.Row, e.t.numberFlaw(e.total, hugeNumber) })
		return nil
	}
	for i := range doc.Lines {
		l := &doc.Lines[i]
		l.DiscountCents, l.NetCents = discount[i], gross[i]-discount[i]
		l.Code, l.FreeSample = code, all == min(off, all)
	}
	return e.t.emit(doc, e.stands.grow(doc, all))
}

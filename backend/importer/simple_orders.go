package importer

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"

	"creatorlift/backend/shop"
)

var ordersSimpleNeeds = []string{"order_id", "created_at"}

// ordersSimple is the format for any shop: a row per order line, under plain names or under the shop's
// own through a Mapping.
var ordersSimple = &format{
	Format: Format{
		ID:       "orders_simple",
		Platform: "Any shop",
		What:     "one line of an order; a negative one is a refund",
		Evidence: shop.Till,
		Key:      "order_id, hash of all cells, n-th such row in the file",
		Amount:   "the line totals: amount, or unit_price times quantity rounded per line",
		Trust:    "defined by Creatorlift",
		Label:    "Orders of a shop",
		Sum:      "Sales before discounts and refunds",
	},
	columns: []column{
		{"order_id", plain}, {"created_at", moment}, {"amount", numeric}, {"unit_price", numeric}, {"quantity", numeric},
		{"currency", currency}, {"sku", plain}, {"product", plain}, {"discount", numeric}, {"refund", numeric},
		{"region", plain}, {"code", plain}, {"creator", plain}, {"customer", plain}, {"channel", plain},
	},
	recognise: func(n names) int {
		switch {
		case !n.has(ordersSimpleNeeds...):
			return 0
		case n.has("amount"), n.has("unit_price", "quantity"):
			return 100
		}
		return 0
	},
	needs:  ordersSimpleNeeds,
	oneOf:  [][]string{{"amount"}, {"unit_price", "quantity"}},
	byHand: true,
	open:   openOrdersSimple,
}

type simpleOrders struct {
	t *table

	order, created, amount, price, quantity, currency, sku, product, discount, refund int
	region, code, creator, customer, channel                                          int

	same repeats
}

func openOrdersSimple(t *table) rowReader {
	s := &simpleOrders{t: t,
		order: t.col("order_id"), created: t.col("created_at"), amount: t.col("amount"), price: t.col("unit_price"),
		quantity: t.col("quantity"), currency: t.col("currency"), sku: t.col("sku"), product: t.col("product"),
		discount: t.col("discount"), refund: t.col("refund"), region: t.col("region"), code: t.col("code"),
		creator: t.col("creator"), customer: t.col("customer"), channel: t.col("channel")}
	s.onlyMapped(t.names)
	return s
}

// onlyMapped drops money columns that a mapping of columns does not speak of: a file whose sales were
// mapped may well have a column Discount that holds a rate, and Amount beside a mapped price.
func (s *simpleOrders) onlyMapped(n names) {
	if n.m == nil || len(n.m.Columns) == 0 {
		return
	}
	if n.mapped("unit_price") && !n.mapped("amount") {
		s.amount = -1
	}
	if !n.mapped("discount") {
		s.discount = -1
	}
	if !n.mapped("refund") {
		s.refund = -1
	}
}

func (s *simpleOrders) finish() error { return nil }

func (s *simpleOrders) read(r row) error {
	doc, bad := s.doc(r)
	if bad != nil {
		s.t.reject(r.line(), bad)
		return nil
	}
	return s.t.emit(doc, doc.Lines[0].GrossCents)
}

func (s *simpleOrders) doc(r row) (*shop.Doc, *flaw) {
	order, bad := r.id(s.order)
	if bad != nil {
		return nil, bad
	}
	if order == "" {
		return nil, s.t.flaw(s.order, "missing_order_id", "holds no order.")
	}
	if cell := r.raw(s.currency); len(cell) > 0 && !currencyOf(cell).Valid() {
		return nil, s.t.flaw(s.currency, "bad_currency", "does not hold a currency.")
	}
	l := shop.Line{Row: r.line()}
	if l.PlacedAtUTC, l.Day, bad = r.moment(s.created); bad != nil {
		return nil, bad
	}
	if bad := s.money(r, &l); bad != nil {
		return nil, bad
	}
	l.SKU, l.Product, l.Region, l.Channel = r.text(s.sku), r.text(s.product), r.text(s.region), r.text(s.channel)
	l.Code = codes(r.text(s.code))
	l.Creator = strings.ToLower(strings.TrimPrefix(r.text(s.creator), "@"))
	l.Customer = s.t.customer(r.raw(s.customer))
	return &shop.Doc{Key: s.key(r, order), OrderID: order, Lines: []shop.Line{l}}, nil
}

// money reads the line total and what goes off it. For a refund line, which is negative, the discount
// is negative too, or absent.
func (s *simpleOrders) money(r row, l *shop.Line) (bad *flaw) {
	if l.Quantity, bad = r.count(s.quantity); bad != nil {
		return bad
	}
	if l.GrossCents, bad = s.total(r); bad != nil {
		return bad
	}
	if l.DiscountCents, bad = r.cents(s.discount); bad != nil {
		return bad
	}
	if l.RefundCents, bad = r.cents(s.refund); bad != nil {
		return bad
	}
	if l.DiscountCents != 0 && (l.DiscountCents < 0) != (l.GrossCents < 0) {
		return s.t.flaw(s.discount, "bad_discount", "must be positive on a sale, and zero or negative on a refund.")
	}
	if l.RefundCents < 0 {
		return s.t.flaw(s.refund, "negative_amount", "must be positive; a refund line of its own is negative in amount instead.")
	}
	l.NetCents = l.GrossCents - l.DiscountCents - l.RefundCents
	return nil
}

// total gives the line total: amount if the file has it, else the exact product of price and quantity,
// rounded once.
func (s *simpleOrders) total(r row) (shop.Cents, *flaw) {
	if s.amount != -1 {
		if r.empty(s.amount) {
			return 0, s.t.flaw(s.amount, "missing_amount", "is empty.")
		}
		return r.cents(s.amount)
	}
	return r.product(s.price, s.quantity)
}

// key names a row of a file without line ids. Repeats inside one file are real sales of the same thing
// twice, so they count on; the same file again gives the same keys.
func (s *simpleOrders) key(r row, order string) shop.Key {
	sum, nth := s.same.count(r)
	return shop.KeyOf("orders_simple", order, string(sum[:]), nth)
}

// repeats counts the rows of one file that hold the same.
type repeats struct {
	cells []byte // of one row, before they are summed
	times map[shop.Key]uint32
}

// count gives the hash of all cells of a row, and which such row of the file it is, from 1.
func (p *repeats) count(r row) (sum [sha256.Size]byte, nth string) {
	b := p.cells[:0]
	for i := range r.t.names.head.names {
		cell := trim(r.rec.cell(i))
		b = binary.AppendUvarint(b, uint64(len(cell)))
		b = append(b, cell...)
	}
	p.cells, sum = b, sha256.Sum256(b)
	if p.times == nil {
		p.times = map[shop.Key]uint32{}
	}
	same := shop.Key(sum[:16])
	p.times[same]++
	return sum, strconv.FormatUint(uint64(p.times[same]), 10)
}

package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"creatorlift/backend/shop"
)

// tiktokSettlement is Finance > Income > Export: a row per order or adjustment that was settled, and in its
// other form (US, Brazil, UK) a row per SKU of one. It speaks of money paid out, not of sales.
var tiktokSettlement = &format{
	Format: Format{
		ID:       "tiktok_shop_settlement_income",
		Platform: "TikTok Shop",
		What:     "one order or adjustment, or one SKU of it, as it was settled",
		Evidence: shop.Claim,
		Key:      "Order/adjustment ID, Type, SKU ID, settled day, n-th such row that differs",
		Amount:   "Total settlement amount, what TikTok took included",
		Trust:    "documentation of a real header and several parsers; the files were not seen by us",
		Label:    "TikTok Shop settlement",
		Sum:      "Paid out",
		Where:    "TikTok Shop Seller Center › Finance › Income › Export",
	},
	columns: append([]column{
		{"Order settled time", moment}, {"Order created time", moment}, {"Order/adjustment ID", plain}, {"Type", plain}, {"SKU ID", plain},
		{"Product name", plain}, {"Related order ID", plain}, {"Currency", currency},
	}, settlementColumns()...),
	recognise: func(n names) int {
		if !n.has("Order/adjustment ID", "Total settlement amount") || !(n.has("Order settled time") || n.has("Order created time")) {
			return 0
		}
		return n.share([]string{"Order/adjustment ID", "Type", "Order settled time", "Order created time", "Currency", "Total settlement amount", "Total revenue", "Total fees"})
	},
	open: openTikTokSettlement,
	aliases: map[string][]string{
		"Order/adjustment ID": {"Order/adjustments ID", "Order adjustment ID", "Order ID/Adjustment ID", "ID Pesanan/Penyesuaian"},
		"Type":                {"Transaction type", "Jenis transaksi"},
		"Order settled time": zoned("Order settled time", "Order settled date", "Statement date", "Waktu pembayaran pesanan", "Waktu penyelesaian pesanan",
			"Waktu penyelesaian pembayaran"),
		"Order created time": zoned("Order created time", "Order created date", "Waktu pemesanan"),
		"Currency":           {"Mata uang"},
		"Related order ID":   {"ID pesanan terkait"},
	},
}

// zoned gives the other names of a column of times, each also with the mark of a zone that older exports add.
func zoned(names ...string) []string {
	out := slices.Clone(names[1:])
	for _, name := range names {
		for _, mark := range []string{"(UTC)", "(Timezone=UTC)", "(Time zone=UTC)", "(Time zone: UTC)"} {
			out = append(out, name+mark, name+" "+mark)
		}
	}
	return out
}

// settlementFigures are the figures of a settlement row. Discounts and refunds are written as negative amounts
// and kept as sizes; what is paid out and what was sold keep their signs, fees are turned (see charge).
var settlementFigures = []figure{
	{names: []string{"Total settlement amount", "Jumlah penyelesaian pembayaran"}, cents: func(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.PayoutCents }, signed: true},
	{names: []string{"Total revenue", "Net sales", "Total Pendapatan"}, cents: func(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.NetCents }, signed: true},
	{names: []string{"Subtotal before discounts", "Gross sales", "Subtotal sebelum diskon"}, cents: gmv, signed: true},
	{names: []string{"Seller discounts", "Seller discount", "Diskon penjual"}, cents: func(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.DiscountCents }, size: true},
	{names: []string{"Refund subtotal after seller discounts", "Gross sales refund", "Subtotal pengembalian dana setelah diskon penjual"}, cents: refunds, size: true},
	{names: []string{"Total fees", "Fees", "Total Biaya", "Jumlah biaya"}, cents: func(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.FeeCents }, signed: true},
	{names: []string{"Shipping cost", "Shipping", "Total shipping"}, cents: func(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.ShippingCents }, signed: true},
	{names: []string{"Quantity"}, count: statUnits, signed: true},
}

const feeFigure = 5 // position in settlementFigures

// settlementCommissions are the columns that add up to what creators and their agencies got.
var settlementCommissions = [][]string{
	{"Affiliate commission", "Komisi afiliasi"},
	{"Affiliate partner commission", "Komisi partner afiliasi"},
	{"Affiliate Shop Ads commission", "Komisi Iklan Toko afiliasi"},
}

func settlementColumns() []column {
	out := figureColumns(settlementFigures)
	for _, names := range settlementCommissions {
		for _, name := range names {
			out = append(out, column{name, numeric})
		}
	}
	return out
}

type settlementRows struct {
	*statRows
	settled, created, id, kind, sku, product, related, currency int
	commissions                                                 []int

	negative bool                  // the file writes what it charges as negative amounts
	kept     map[shop.Key]shop.Key // by all cells of a row, the key it got
	times    map[string]int        // rows so far that were told apart by nothing but their cells
}

func openTikTokSettlement(t *table) rowReader {
	s := &settlementRows{statRows: newStatRows(t, settlementFigures), settled: t.col("Order settled time"), created: t.col("Order created time"),
		id: t.col("Order/adjustment ID"), kind: t.col("Type"), sku: t.col("SKU ID"), product: t.col("Product name"), related: t.col("Related order ID"),
		currency: t.col("Currency"), kept: map[shop.Key]shop.Key{}, times: map[string]int{}}
	for _, names := range settlementCommissions {
		s.commissions = append(s.commissions, t.anyOf(names...))
	}
	s.universalTime()
	return s
}

// universalTime reads the clock of a file whose header says UTC as that.
func (s *settlementRows) universalTime() {
	if s.settled < 0 || s.settled >= len(s.t.names.head.names) || !strings.Contains(s.t.names.head.names[s.settled], "UTC") || s.t.opt.mapping().Zone != "" {
		return
	}
	utc, err := loadZone("UTC")
	if err != nil {
		return // the zone is asked for
	}
	if s.t.cal.file = utc; s.t.cal.shop == nil {
		s.t.cal.shop, s.t.rep.Zone = utc, utc.loc.String()
	}
}

func (s *settlementRows) finish() error { return nil }

// observe finds the currency that amounts are written with, and whether charges are negative.
func (s *settlementRows) observe(r row) {
	s.t.foundCurrency(cellCurrency(r.raw(s.at[0])))
	for _, col := range append(s.commissions, s.at[feeFigure]) {
		cell := r.raw(col)
		s.negative = s.negative || (bytes.ContainsAny(cell, "-−(") && bytes.ContainsAny(cell, "123456789"))
	}
}

// charge turns what the file writes for a charge so that it is positive, and negative where it was given back.
func (s *settlementRows) charge(v shop.Cents) shop.Cents {
	if s.negative {
		return -v
	}
	return v
}

func (s *settlementRows) read(r row) error {
	stat, order, bad := s.stat(r)
	if bad != nil {
		s.t.reject(r.line(), bad)
		return nil
	}
	same := allCells(r)
	key, again := s.kept[same]
	amount := stat.PayoutCents.Value
	if again {
		amount = 0 // a row that a file pasted together holds twice
	} else {
		name := strings.Join([]string{stat.ID, settlementKind(stat.Segment), stat.Product, stat.First.String()}, "\x00")
		key = shop.KeyOf("tiktok_settlement", name, fmt.Sprint(s.times[name]))
		s.times[name]++
		s.kept[same] = key
	}
	return s.t.emit(&shop.Doc{Key: key, OrderID: order, Stats: []shop.Stat{stat}}, amount)
}

// allCells names a row by all that it holds.
func allCells(r row) shop.Key {
	h := sha256.New()
	var size [binary.MaxVarintLen64]byte
	for i := range r.t.names.head.names {
		cell := trim(r.rec.cell(i))
		h.Write(binary.AppendUvarint(size[:0], uint64(len(cell))))
		h.Write(cell)
	}
	return shop.Key(h.Sum(nil)[:16])
}

// stat reads one row, and the order that it speaks of.
func (s *settlementRows) stat(r row) (stat shop.Stat, order string, bad *flaw) {
	stat = shop.Stat{Row: r.line(), Subject: shop.APayout, Name: dash(r.text(s.product)), Segment: dash(r.text(s.kind))}
	day := s.settled
	switch {
	case day == -1:
		day = s.created
	case r.empty(day):
		return stat, "", s.t.flaw(day, "not_settled", "holds no date: the row is not settled yet. It will be in a later export.")
	}
	if _, stat.First, bad = r.moment(day); bad != nil {
		return stat, "", bad
	}
	stat.Last = stat.First
	for _, id := range []struct {
		to  *string
		col int
	}{{&stat.ID, s.id}, {&stat.Product, s.sku}, {&order, s.related}} {
		if *id.to, bad = r.id(id.col); bad != nil {
			return stat, "", bad
		}
		*id.to = dash(*id.to)
	}
	if settlementKind(stat.Segment) == "order" {
		order = stat.ID
	}
	if stat.ID == "" && stat.Segment == "" {
		return stat, "", s.t.flaw(s.id, "missing_name", "is empty, so nobody can tell what the row speaks of.")
	}
	if cell := r.raw(s.currency); !missing(cell) && !currencyOf(cell).Valid() {
		return stat, "", s.t.flaw(s.currency, "bad_currency", "does not hold a currency.")
	}
	if bad = s.t.otherCurrency(r, s.at[0]); bad != nil {
		return stat, "", bad
	}
	if r.empty(s.at[0]) {
		return stat, "", s.t.flaw(s.at[0], "missing_amount", "is empty.")
	}
	if bad = s.fill(r, &stat); bad != nil {
		return stat, "", bad
	}
	stat.FeeCents.Value = s.charge(stat.FeeCents.Value)
	if stat.CommissionCents, bad = s.commission(r); bad != nil {
		return stat, "", bad
	}
	if settlementKind(stat.Segment) == adPayment {
		stat.SpendCents = shop.Some(-stat.PayoutCents.Value)
	}
	return stat, order, nil
}

// commission adds up what creators and their agencies got for the row; not reported if none of the columns
// holds a figure.
func (s *settlementRows) commission(r row) (sum shop.Maybe[shop.Cents], bad *flaw) {
	for _, col := range s.commissions {
		if r.empty(col) {
			continue
		}
		v, bad := r.cents(col)
		if bad != nil {
			return sum, bad
		}
		sum = shop.Some(sum.Value + v)
	}
	sum.Value = s.charge(sum.Value)
	return sum, nil
}

const adPayment = "gmv payment for tiktok ads"

// settlementKind brings the words of Type to one form, whatever the language of the account: that of an order
// and that of advertising paid out of sales are known, the others stay as written.
func settlementKind(word string) string {
	word = fold(word)
	switch word {
	case "order", "pesanan", "đơn hàng", "คำสั่งซื้อ", "订单", "訂單", "pedido", "bestellung", "commande", "ordine", "注文":
		return "order"
	}
	if strings.Contains(word, "gmv") {
		for _, ads := range []string{"tiktok ads", "iklan", "quảng cáo", "โฆษณา", "广告", "廣告", "anuncios", "anúncios", "広告", "publicité", "werbung", "pubblicità"} {
			if strings.Contains(word, ads) {
				return adPayment
			}
		}
	}
	return word
}

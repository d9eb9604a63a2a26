package importer

import (
	"slices"
	"strings"

	"creatorlift/backend/shop"
)

// TikTok Shop's orders, Seller Center > Orders > Export: a row per SKU of an order. The headers stay
// English in every country; what stands for a place differs, and the words of the statuses.
var (
	tiktokShopOrdersUS = tiktokShopOrders("tiktok_shop_orders_us", "a page that lists the real header, and readers of real files; the files were not seen by us",
		orderUnknown, '.', tiktokOrdersUSHeader)
	tiktokShopOrdersVN = tiktokShopOrders("tiktok_shop_orders_vn", "the column list of a real file, and readers of real files; the files were not seen by us",
		dayFirst, 0, tiktokOrdersVNHeader)
)

// tiktokDistricts are columns that only shops outside the US, the UK and Europe have.
var tiktokDistricts = []string{"Commune", "Province", "District", "Districts", "Regency and City", "Villages", "Subdistrict", "Ward"}

var tiktokOrdersUSHeader = []string{
	"Order ID", "Order Status", "Order Substatus", "Cancelation/Return Type", "Normal or Pre-order", "SKU ID", "Seller SKU", "Product Name",
	"Variation", "Quantity", "Sku Quantity of return", "SKU Unit Original Price", "SKU Subtotal Before Discount", "SKU Platform Discount",
	"SKU Seller Discount", "SKU Subtotal After Discount", "Shipping Fee After Discount", "Payment platform discount", "Taxes", "Order Amount",
	"Order Refund Amount", "Created Time", "Paid Time", "Shipped Time", "Delivered Time", "Cancelled Time", "Buyer Username", "Country", "State",
	"City", "Zipcode", "Payment Method",
}

var tiktokOrdersVNHeader = append(slices.Clone(tiktokOrdersUSHeader[:28]), "Province", "District", "Payment Method")

func tiktokShopOrders(id, trust string, order dayOrder, decimal byte, full []string) *format {
	districts := order == dayFirst
	return &format{
		Format: Format{
			ID:       id,
			Platform: "TikTok Shop",
			What:     "one SKU of an order",
			Evidence: shop.Till,
			Key:      "Order ID, SKU ID, n-th row of that SKU in the order",
			Amount:   "SKU Subtotal After Discount of counted and provisional rows, free samples left out",
			Trust:    trust,
			Label:    "TikTok Shop orders",
			Sum:      "Sales before refunds",
			Where:    "TikTok Shop Seller Center › Orders › Manage orders › Export",
		},
		columns: []column{
			{"Created Time", moment}, {"Paid Time", moment}, {"Shipped Time", moment}, {"Delivered Time", moment}, {"Cancelled Time", moment},
			{"Order ID", plain}, {"Order Status", plain}, {"Order Substatus", plain}, {"Cancelation/Return Type", plain},
			{"SKU ID", plain}, {"Seller SKU", plain}, {"Product Name", plain}, {"Variation", plain},
			{"Quantity", numeric}, {"Sku Quantity of return", numeric}, {"SKU Unit Original Price", numeric},
			{"SKU Subtotal Before Discount", numeric}, {"SKU Platform Discount", numeric}, {"SKU Seller Discount", numeric},
			{"SKU Subtotal After Discount", numeric}, {"Shipping Fee After Discount", numeric}, {"Retail Delivery Fee", numeric},
			{"Taxes", numeric}, {"Payment platform discount", numeric}, {"Order Amount", numeric}, {"Order Refund Amount", numeric},
			{"Buyer Username", plain}, {"Country", plain}, {"State", plain}, {"Province", plain}, {"Payment Method", plain}, {"Currency", currency},
		},
		recognise: func(n names) int {
			if !n.has("Order ID", "Created Time", "SKU Subtotal After Discount") || !(n.has("Order Substatus") || n.has("Order Status")) {
				return 0
			}
			if slices.ContainsFunc(tiktokDistricts, func(name string) bool { return n.has(name) }) != districts {
				return 0
			}
			return n.share(full)
		},
		order:   order,
		decimal: decimal,
		isTotal: tiktokOrdersNote,
		open:    openTikTokShopOrders,
		aliases: map[string][]string{
			"Cancelation/Return Type": {"Cancellation/Return Type"},
			"Cancelled Time":          {"Canceled Time"},
			"Sku Quantity of return":  {"SKU Quantity of Return", "Quantity of return"},
		},
	}
}

// tiktokOrdersNote recognises rows that are no orders: the one below the header that explains the columns
// ("Platform unique order ID.", also in other languages), and a totals row. The first has no digit where an
// order has its id, its date and its amounts, the second has no date.
func tiktokOrdersNote(t *table, rec *record) bool {
	if hasDigit(rec.cell(t.dated)) {
		return false
	}
	id := trim(rec.cell(t.names.at("Order ID")))
	if len(id) == 0 {
		return false
	}
	if isTotal(id) || strings.HasPrefix(strings.ToLower(string(id[:min(len(id), 40)])), "platform unique order id") {
		return true
	}
	if hasDigit(id) {
		return false
	}
	for _, c := range t.format.columns {
		if c.kind == numeric && hasDigit(rec.cell(t.names.at(c.name))) {
			return false
		}
	}
	return true
}

func hasDigit(cell []byte) bool {
	return slices.ContainsFunc(cell, func(c byte) bool { return c >= '0' && c <= '9' })
}

// tiktokShopColumns are the positions of the columns that are read. Names, phones, streets and messages
// have no position here, so they cannot be copied.
type tiktokShopColumns struct {
	order, status, substatus, kind, skuID, sku, product, variation, quantity, back int
	price, before, platformOff, sellerOff, after, shipping, delivery, taxes, off   int
	amount, refund, created, delivered, cancelled, buyer, country, state, method   int
	currency                                                                       int
}

func tiktokShopColumnsOf(t *table) tiktokShopColumns {
	return tiktokShopColumns{
		order: t.col("Order ID"), status: t.col("Order Status"), substatus: t.col("Order Substatus"), kind: t.col("Cancelation/Return Type"),
		skuID: t.col("SKU ID"), sku: t.col("Seller SKU"), product: t.col("Product Name"), variation: t.col("Variation"),
		quantity: t.col("Quantity"), back: t.col("Sku Quantity of return"), price: t.col("SKU Unit Original Price"),
		before: t.col("SKU Subtotal Before Discount"), platformOff: t.col("SKU Platform Discount"), sellerOff: t.col("SKU Seller Discount"),
		after: t.col("SKU Subtotal After Discount"), shipping: t.col("Shipping Fee After Discount"), delivery: t.col("Retail Delivery Fee"),
		taxes: t.col("Taxes"), off: t.col("Payment platform discount"), amount: t.col("Order Amount"), refund: t.col("Order Refund Amount"),
		created: t.col("Created Time"), delivered: t.col("Delivered Time"), cancelled: t.col("Cancelled Time"), buyer: t.col("Buyer Username"),
		country: t.col("Country"), state: t.anyOf("State", "Province"), method: t.col("Payment Method"), currency: t.col("Currency"),
	}
}

// tiktokShopReader groups rows by order: what is paid and what is refunded stands once for all rows of an
// order. They normally stand together; the profile pass finds orders whose rows do not, and their rows are
// kept until the end of the file.
type tiktokShopReader struct {
	t *table
	c tiktokShopColumns

	seen      map[uint64]struct{} // profile pass: orders so far
	scattered map[uint64]struct{} // orders that came back after another one
	last      string              // the order of the row before
	halfDays  bool                // a time was written with AM or PM

	order   string // the order being gathered
	rows    []tiktokShopRow
	kept    map[string][]tiktokShopRow
	waiting []string          // orders in kept, by first appearance
	strange map[string]bool   // statuses that were said to be unknown
	folded  map[string]string // words that stand in many rows
}

func openTikTokShopOrders(t *table) rowReader {
	return &tiktokShopReader{t: t, c: tiktokShopColumnsOf(t), seen: map[uint64]struct{}{}, scattered: map[uint64]struct{}{},
		kept: map[string][]tiktokShopRow{}, strange: map[string]bool{}, folded: map[string]string{}}
}

// observe finds orders whose rows do not stand together, the currency that amounts are written with, and
// how the clock is written.
func (s *tiktokShopReader) observe(r row) {
	for _, col := range []int{s.c.amount, s.c.after, s.c.price} {
		s.t.foundCurrency(cellCurrency(r.raw(col)))
	}
	s.t.foundCurrency(marketCurrencies[s.country(r)]) // TikTok Shop sells in a country in its own currency only
	s.halfDays = s.halfDays || halfDay(r.raw(s.c.created))
	order := r.raw(s.c.order)
	if string(order) == s.last {
		return
	}
	s.last = string(order)
	print := fingerprint(order)
	if _, again := s.seen[print]; again {
		s.scattered[print] = struct{}{}
	}
	s.seen[print] = struct{}{}
}

// country is where an order went, as an ISO code where it is known. Communes are Vietnam's, regencies
// Indonesia's.
func (s *tiktokShopReader) country(r row) string {
	name := plainPlace(r.text(s.c.country))
	if code, ok := countryCodes[s.fold(name)]; ok {
		return code
	}
	_, state := stateCodes[s.fold(r.text(s.c.state))]
	switch {
	case name != "":
		return name
	case s.t.names.has("Commune"):
		return "VN"
	case s.t.names.has("Regency and City"):
		return "ID"
	case state && s.t.rep.Currency == "USD":
		return "US"
	}
	return ""
}

// fold is fold for words that stand in many rows.
func (s *tiktokShopReader) fold(word string) string {
	out, ok := s.folded[word]
	if !ok {
		if out = fold(word); len(s.folded) < maxWords {
			s.folded[word] = out
		}
	}
	return out
}

// hint: only exports of US shops write AM and PM, and those write the month first.
func (s *tiktokShopReader) hint() dayOrder {
	if s.halfDays {
		return monthFirst
	}
	return orderUnknown
}

// halfDay reports a clock with AM or PM.
func halfDay(cell []byte) bool {
	end := strings.ToUpper(string(cell[max(0, len(cell)-2):]))
	return end == "AM" || end == "PM"
}

func (s *tiktokShopReader) read(r row) error {
	s.seen = nil
	order, bad := r.id(s.c.order)
	if bad == nil && dash(order) == "" {
		bad = s.t.flaw(s.c.order, "missing_order_id", "holds no order.")
	}
	if bad != nil {
		s.t.reject(r.line(), bad)
		return nil
	}
	if order != s.order {
		if err := s.flush(); err != nil {
			return err
		}
		s.order = order
	}
	item := s.item(r)
	if _, ok := s.scattered[fingerprint(r.raw(s.c.order))]; !ok {
		s.rows = append(s.rows, item)
		return nil
	}
	if s.kept[order] == nil {
		s.waiting = append(s.waiting, order)
	}
	s.kept[order] = append(s.kept[order], item)
	return nil
}

func (s *tiktokShopReader) finish() error {
	if err := s.flush(); err != nil {
		return err
	}
	for _, order := range s.waiting {
		if err := s.close(order, s.kept[order]); err != nil {
			return err
		}
	}
	return nil
}

func (s *tiktokShopReader) flush() error {
	rows := s.rows
	s.rows = s.rows[:0]
	if len(rows) == 0 {
		return nil
	}
	return s.close(s.order, rows)
}

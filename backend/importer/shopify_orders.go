package importer

import (
	"fmt"
	"strings"

	"creatorlift/backend/shop"
)

// shopifyOrdersExport is Orders > Export of Shopify's admin: a row per line item. The first row of an
// order carries the order's figures, the rows after it only Name, Email, Created at and Lineitem
// columns. Columns are found by name: the 79 of 2023-2026, the 73 of 2022.
var shopifyOrdersExport = &format{
	Format: Format{
		ID:       "shopify_orders_export",
		Platform: "Shopify",
		What:     "one line item of an order",
		Evidence: shop.Till,
		Key:      "order name, all its lines together",
		Amount:   "Subtotal of orders with an empty Cancelled at",
		Trust:    "eight real files",
		Label:    "Shopify orders",
		Sum:      "Sales before refunds",
		Where:    "Shopify › Orders › Export › All orders, as CSV",
	},
	columns: []column{
		{"Created at", moment}, {"Paid at", moment}, {"Fulfilled at", moment}, {"Cancelled at", moment},
		{"Name", plain}, {"Email", plain}, {"Financial Status", plain}, {"Fulfillment Status", plain},
		{"Currency", currency}, {"Subtotal", numeric}, {"Shipping", numeric}, {"Taxes", numeric}, {"Total", numeric},
		{"Discount Code", plain}, {"Discount Amount", numeric}, {"Refunded Amount", numeric}, {"Source", plain},
		{"Lineitem quantity", numeric}, {"Lineitem name", plain}, {"Lineitem price", numeric},
		{"Lineitem sku", plain}, {"Lineitem discount", numeric},
		{"Shipping Country", plain}, {"Shipping Province", plain}, {"Billing Country", plain}, {"Billing Province", plain},
	},
	recognise: func(n names) int {
		if !n.has("Name", "Financial Status", "Lineitem quantity", "Lineitem price", "Created at", "Subtotal") {
			return 0
		}
		return n.share(ShopifyOrdersHeader)
	},
	decimal:  '.',
	padShort: true,
	open:     openShopifyOrders,
}

// shopifyRow is one record: its line item, and the order's own figures if it is a first row.
type shopifyRow struct {
	line     int
	flaw     *flaw
	quantity int64
	gross    shop.Cents
	discount shop.Cents
	sku      string
	product  string
	order    *shopifyOrder // nil for a continuation row
}

// maxItems is how many line items an order may have; Shopify allows 500.
const maxItems = 1000

// sameItem reports whether two rows stand for the same line item.
func (r *shopifyRow) sameItem(o *shopifyRow) bool {
	return r.sku == o.sku && r.product == o.product && r.quantity == o.quantity && r.gross == o.gross
}

// shopifyOrders groups rows by order name. Rows of one order normally stand together and are emitted as
// soon as the next order begins. In a file re-sorted in a spreadsheet they do not: the profile pass
// finds those names, and their rows are kept until the end of the file.
type shopifyOrders struct {
	t *table
	c shopifyColumns

	seen      printSet            // profile pass: names so far
	scattered map[uint64]struct{} // names that came back after another order
	last      string              // the name of the row before

	name  string // the order being gathered
	rows  []shopifyRow
	kept  map[string][]shopifyRow
	order []string // names in kept, by first appearance
}

func openShopifyOrders(t *table) rowReader {
	return &shopifyOrders{t: t, c: shopifyColumnsOf(t), scattered: map[uint64]struct{}{}, kept: map[string][]shopifyRow{}}
}

// fingerprint of a name. Two names with one fingerprint would only be kept until the end needlessly.
func fingerprint(name []byte) uint64 {
	h := uint64(14695981039346656037) // FNV-1a
	for _, c := range name {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// observe finds orders whose rows do not stand together.
func (s *shopifyOrders) observe(r row) {
	name := r.raw(s.c.name)
	if string(name) == s.last {
		return
	}
	s.last = string(name)
	if print := fingerprint(name); !s.seen.add(print) {
		s.scattered[print] = struct{}{}
	}
}

func (s *shopifyOrders) read(r row) error {
	s.seen = printSet{}
	raw := r.raw(s.c.name)
	if s.name == "" || string(raw) != s.name {
		if err := s.flush(); err != nil {
			return err
		}
		name, bad := r.id(s.c.name)
		if bad == nil && name == "" {
			bad = s.t.flaw(s.c.name, "missing_order_id", "holds no order.")
		}
		if bad != nil {
			s.t.reject(r.line(), bad)
			return nil
		}
		s.name = string(raw)
	}
	item := s.c.item(r)
	if len(s.scattered) > 0 {
		if _, ok := s.scattered[fingerprint(raw)]; ok {
			if s.kept[s.name] == nil {
				s.order = append(s.order, s.name)
			}
			s.kept[s.name] = append(s.kept[s.name], item)
			return nil
		}
	}
	s.rows = append(s.rows, item)
	return nil
}

func (s *shopifyOrders) finish() error {
	if err := s.flush(); err != nil {
		return err
	}
	for _, name := range s.order {
		if err := s.close(name, s.kept[name]); err != nil {
			return err
		}
	}
	return nil
}

func (s *shopifyOrders) flush() error {
	rows := s.rows
	s.rows = s.rows[:0]
	if len(rows) == 0 {
		return nil
	}
	name := s.name
	s.name = ""
	return s.close(name, rows)
}

// close emits the versions of one order. A file pasted together from two exports holds an order twice:
// a row that repeats the order's first line item with the order's figures begins the next version. A
// row with the order's figures but another line item is a copy filled down by a spreadsheet, and belongs
// to the version before. The file's sum counts the version that will stand: the most mature, the later
// of equals.
func (s *shopifyOrders) close(name string, rows []shopifyRow) error {
	var docs []*shop.Doc
	var amounts []shop.Cents
	start, stands := 0, 0
	for i := 1; i <= len(rows); i++ {
		if i < len(rows) && (rows[i].order == nil || rows[start].order == nil || !rows[i].sameItem(&rows[start])) {
			continue
		}
		doc, amount, ok := s.version(name, rows[start:i])
		start = i
		if !ok {
			continue
		}
		docs, amounts = append(docs, doc), append(amounts, amount)
		if doc.Maturity >= docs[stands].Maturity {
			stands = len(docs) - 1
		}
	}
	for i, doc := range docs {
		if i != stands {
			amounts[i] = 0
		}
		if err := s.t.emit(doc, amounts[i]); err != nil {
			return err
		}
	}
	return nil
}

// version makes the document of one order. An order is taken whole or not at all: half an order would
// be a wrong number, and its figures stand in one row only.
func (s *shopifyOrders) version(name string, rows []shopifyRow) (*shop.Doc, shop.Cents, bool) {
	var head *shopifyOrder
	bad := -1
	for i := range rows {
		if o := rows[i].order; o != nil && (head == nil || o.maturity >= head.maturity) {
			head = o
		}
		if rows[i].flaw != nil && bad < 0 {
			bad = i
		}
	}
	if len(rows) > maxItems {
		rows[0].flaw, bad = &flaw{column: -1, code: "order_too_long", message: "The order has more line items than Shopify allows; the Name column may be damaged."}, 0
	}
	if bad < 0 && head == nil {
		for _, r := range rows {
			s.t.reject(r.line, &flaw{column: -1, code: "order_without_first_row",
				message: "The row continues an order whose first row, the one with the totals, is not in this file."})
		}
		return nil, 0, false
	}
	doc := &shop.Doc{Key: shop.KeyOf("shopify", name), OrderID: clean(strings.TrimPrefix(name, "'"))}
	if bad < 0 {
		if why := head.lines(rows, doc); why != nil {
			rows[0].flaw, bad = why, 0
		}
	}
	if bad < 0 {
		return doc, head.amount(), true
	}
	for i := range rows {
		why := rows[i].flaw
		if why == nil {
			why = &flaw{column: -1, code: "order_rejected", message: fmt.Sprintf("The row belongs to an order that is left out because of line %d.", rows[bad].line)}
		}
		s.t.reject(rows[i].line, why)
	}
	return nil, 0, false
}

// printSet is a set of fingerprints that takes about twelve bytes for each. The zero printSet is empty.
type printSet struct {
	slots []uint64 // 0 is free
	count int
}

// add puts a fingerprint in; false if it was there. 0 is taken for 1.
func (s *printSet) add(print uint64) bool {
	print = max(print, 1)
	if s.count*4 >= len(s.slots)*3 {
		old := s.slots
		s.slots = make([]uint64, max(64, 2*len(old)))
		for _, p := range old {
			if p != 0 {
				s.slots[s.place(p)] = p
			}
		}
	}
	at := s.place(print)
	if s.slots[at] == print {
		return false
	}
	s.slots[at] = print
	s.count++
	return true
}

func (s *printSet) place(print uint64) int {
	mask := uint64(len(s.slots) - 1)
	at := print >> 20 & mask
	for s.slots[at] != 0 && s.slots[at] != print {
		at = (at + 1) & mask
	}
	return int(at)
}

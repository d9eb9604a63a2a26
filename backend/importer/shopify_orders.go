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
		{"Note Attributes", plain}, {"Notes", plain}, {"Tags", plain}, {"Payment Reference", plain}, {"Payment References", plain},
		{"Payment ID", plain}, {"Receipt Number", plain},
	},
	// The help page words some columns in its own way.
	aliases: map[string][]string{
		"Cancelled at":      {"Canceled at"},
		"Payment Reference": {"Payment Reference (deprecated)"},
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

// shopifyOrders reads orders row by row; rows are grouped by order name.
type shopifyOrders struct {
	t *table
	c shopifyColumns
	gathering[shopifyRow]
}

func openShopifyOrders(t *table) rowReader {
	s := &shopifyOrders{t: t, c: shopifyColumnsOf(t)}
	s.gathering = newGathering(s.order)
	return s
}

func (s *shopifyOrders) observe(r row) { s.notice(bareID(r.raw(s.c.name))) }

func (s *shopifyOrders) read(r row) error {
	raw := bareID(r.raw(s.c.name))
	fresh, err := s.begins(raw)
	if err != nil {
		return err
	}
	if fresh {
		name, bad := r.id(s.c.name)
		if bad == nil && name == "" {
			bad = s.t.flaw(s.c.name, "missing_order_id", "holds no order.")
		}
		if bad != nil {
			s.t.reject(r.line(), bad)
			return nil
		}
	}
	s.add(raw, s.c.item(r))
	return nil
}

// order emits the versions of one order. A file pasted together from two exports holds an order twice:
// a row that repeats the order's first line item with the order's figures begins the next version. A
// row with the order's figures but another line item is a copy filled down by a spreadsheet, and belongs
// to the version before. The file's sum counts the version that will stand: the most mature, the later
// of equals.
func (s *shopifyOrders) order(name string, rows []shopifyRow) error {
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
	name = strings.TrimPrefix(name, "'") // a spreadsheet's mark for text
	doc := &shop.Doc{Key: shop.KeyOf("shopify", name), OrderID: clean(name)}
	if bad < 0 {
		if why := head.lines(rows, doc); why != nil {
			rows[0].flaw, bad = why, 0
		}
	}
	if bad < 0 {
		doc.Twin = head.twin
		if head.lostTwin {
			s.t.rep.note(Issue{Line: rows[0].line, Code: "twin_missing", Message: "The order came from TikTok, but the file does not hold the id it has there. " +
				"If TikTok Shop's orders are imported too, it counts twice."})
		}
		return doc, head.amount(), true
	}
	rejectAll(s.t, len(rows), bad, func(i int) (int, *flaw) { return rows[i].line, rows[i].flaw })
	return nil, 0, false
}

// rejectAll takes a whole order out because of one of its rows.
func rejectAll(t *table, rows, because int, at func(i int) (line int, why *flaw)) {
	cause, _ := at(because)
	for i := range rows {
		line, why := at(i)
		if why == nil {
			why = &flaw{column: -1, code: "order_rejected", message: fmt.Sprintf("The row belongs to an order that is left out because of line %d.", cause)}
		}
		t.reject(line, why)
	}
}

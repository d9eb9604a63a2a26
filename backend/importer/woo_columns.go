package importer

import (
	"fmt"
	"slices"
	"strings"
)

// WooCommerce has no export of its own that is complete; each plugin names its columns in its own way.
// A wooName is what we call a column, with the names of Advanced Order Export, Customer/Order CSV Export,
// WebToffee, WP All Export and WooCommerce's own Analytics. Of several the file's first in the list is taken.
type wooName []string

var (
	wooOrder    = wooName{"order_id", "Order ID", "Order Number", "order_number", "Order #", "Order No.", "wp_order_id"}
	wooDate     = wooName{"Order Date", "order_date", "Date Created", "date_created", "created_at", "Date", "Order Date and Time", "Order Created"}
	wooStatus   = wooName{"Order Status", "order_status", "Status", "post_status"}
	wooTotal    = wooName{"Order Total Amount", "order_total", "Order Total", "Total"}
	wooTax      = wooName{"Order Total Tax Amount", "tax_total", "order_tax", "Order Total Tax", "total_tax", "Order Tax", "Tax Total", "Order Tax Amount", "order_total_tax"}
	wooShipping = wooName{"Order Shipping Amount", "shipping_total", "order_shipping", "Order Shipping", "Shipping Total", "Shipping Cost", "order_shipping_amount"}
	wooFees     = wooName{"fee_total", "Fee Total", "Order Fee Amount", "Order Fees", "total_fee_amount", "Total Fee Amount"}
	wooRefund   = wooName{"Order Refund Amount", "refunded_total", "total_refunded", "order_refund", "Refund Amount", "Refunded Amount", "Total Refunded", "Order Total Refunded", "Refunded Total"}
	wooNet      = wooName{"N. Revenue", "Net Sales", "Net Revenue"}
	wooCurrency = wooName{"order_currency", "Order Currency", "Currency", "currency_code"}
	wooCode     = wooName{"Coupon Code", "coupon_code", "Coupons Used", "Coupon Codes", "coupon_codes", "Coupon(s)", "coupons", "Coupons"}
	wooEmail    = wooName{"Email (Billing)", "billing_email", "Billing Email", "Billing Email Address", "customer_email", "Customer Email", "Email"}
	wooCountry  = wooName{"Country Code (Shipping)", "shipping_country", "Shipping Country", "Shipping Country Code", "Country (Shipping)", "Country Name (Shipping)"}
	wooState    = wooName{"State Code (Shipping)", "shipping_state_code", "Shipping State Code", "shipping_state", "Shipping State", "State (Shipping)", "State Name (Shipping)"}
	wooBillLand = wooName{"Country Code (Billing)", "billing_country", "Billing Country", "Billing Country Code", "Country (Billing)", "Country Name (Billing)"}
	wooBillRoom = wooName{"State Code (Billing)", "billing_state_code", "Billing State Code", "billing_state", "Billing State", "State (Billing)", "State Name (Billing)"}
	wooChannel  = wooName{"meta:_wc_order_attribution_utm_source", "Attribution", "Origin", "created_via", "Order Source"}
	wooSold     = wooName{"Items sold", "Number of Items", "Total Items", "total_items"}

	wooItemID    = wooName{"item_id", "Item ID", "Item #", "order_item_id", "Line ID", "line_id"}
	wooItemName  = wooName{"Item Name", "item_name", "Product Name", "product_name", "line_item_name", "Product(s)", "Product"}
	wooItemSKU   = wooName{"item_sku", "Item SKU", "SKU", "Product SKU", "product_sku", "line_item_sku"}
	wooItemCount = wooName{"Item Quantity", "item_quantity", "Quantity", "Qty", "line_item_quantity", "product_qty", "Product Quantity", "Quantity (- Refund)"}
	wooItemPrice = wooName{"Item Cost", "item_price", "Item Price", "Product Price", "Product Unit Price"}
	wooItemGross = wooName{"item_subtotal", "Item Subtotal", "Order Line Subtotal", "line_item_subtotal", "Line Subtotal"}
	wooItemTotal = wooName{"item_total", "Item Total", "Order Line Total", "line_item_total", "Line Total", "Product Total", "Order Line (w/o tax)"}
	wooItemBack  = wooName{"item_refunded", "Item Refunded", "line_item_refunded"}
)

// wooMarks are names that hardly any other shop writes: one of them tells a file from any table of orders.
var wooMarks = []string{"Order Total Amount", "Order Total Tax Amount", "order_total", "Order Total", "order_currency", "State Code (Shipping)", "Country Code (Shipping)",
	"Email (Billing)", "billing_email", "Product Item 1 Name", "line_item_1", "line_item_name", "item_total", "N. Revenue", "N. Revenue (formatted)", "Order Line Total"}

// wooForeign are parts of names of files that are not a shop's own till.
var wooForeign = []string{"commission", "affiliate", "influencer", "ambassador", "creator"}

// wooNumbered are the columns of the n-th item where an order is one row.
var wooNumbered = []struct{ name, sku, count, gross, total string }{
	{"Product Item %d Name", "Product Item %d SKU", "Product Item %d Quantity", "Product Item %d Subtotal", "Product Item %d Total"},
	{"Product Item %d Name", "Product Item %d Sku", "Product Item %d Qty", "Product Item %d Subtotal", "Product Item %d Total"},
	{"Product %d Name", "Product %d SKU", "Product %d Quantity", "Product %d Subtotal", "Product %d Total"},
	{"Line Item %d Name", "Line Item %d SKU", "Line Item %d Quantity", "Line Item %d Subtotal", "Line Item %d Total"},
	{"Item %d Name", "Item %d SKU", "Item %d Quantity", "Item %d Subtotal", "Item %d Total"},
}

// maxNumbered is how many items in columns are looked for.
const maxNumbered = 100

// wooItemColumns are where one item of an order stands. -1 for none.
type wooItemColumns struct{ id, name, sku, count, price, gross, total, back int }

// wooItemsOf finds the items: numbered columns, else those of item rows.
func wooItemsOf(t *table) (items []wooItemColumns, numbered bool) {
	for _, form := range wooNumbered {
		for n := 1; n <= maxNumbered; n++ {
			col := func(pattern string) int { return t.names.head.at(fmt.Sprintf(pattern, n)) }
			if col(form.name) < 0 {
				break
			}
			items = append(items, wooItemColumns{id: -1, name: col(form.name), sku: col(form.sku), count: col(form.count), price: -1,
				gross: col(form.gross), total: col(form.total), back: -1})
		}
		if len(items) > 0 && (items[0].count >= 0 || items[0].total >= 0) {
			return items, true
		}
		items = nil
	}
	return []wooItemColumns{{id: t.anyOf(wooItemID...), name: t.anyOf(wooItemName...), sku: t.anyOf(wooItemSKU...), count: t.anyOf(wooItemCount...),
		price: t.anyOf(wooItemPrice...), gross: t.anyOf(wooItemGross...), total: t.anyOf(wooItemTotal...), back: t.anyOf(wooItemBack...)}}, false
}

// recogniseWoo wants an order, its date and status, and money, in the words of a plugin for WooCommerce.
func recogniseWoo(n names) int {
	for _, need := range []wooName{wooOrder, wooDate, wooStatus} {
		if !n.anyHas(need) {
			return 0
		}
	}
	if !n.anyHas(wooTotal) && !n.anyHas(wooItemTotal) && !n.anyHas(wooItemPrice) && !n.anyHas(wooNet) {
		return 0
	}
	if !n.anyHas(wooMarks) {
		return 0
	}
	for _, name := range n.head.names {
		if slices.ContainsFunc(wooForeign, func(part string) bool { return strings.Contains(fold(name), part) }) {
			return 0
		}
	}
	have := 0
	for _, more := range []wooName{wooTotal, wooTax, wooShipping, wooCurrency, wooEmail, wooCountry} {
		if n.anyHas(more) {
			have++
		}
	}
	return 60 + 5*have
}

// wooColumns are all columns that are read, under all their names; the kinds tell how the file writes numbers
// and dates.
func wooColumns() []column {
	out := plainColumns(slices.Concat(wooOrder, wooStatus, wooCode, wooEmail, wooCountry, wooState, wooBillLand, wooBillRoom, wooChannel, wooItemID, wooItemName, wooItemSKU))
	for _, name := range wooDate {
		out = append(out, column{name, moment})
	}
	for _, name := range slices.Concat(wooTotal, wooTax, wooShipping, wooFees, wooRefund, wooNet, wooSold, wooItemCount, wooItemPrice, wooItemGross, wooItemTotal, wooItemBack) {
		out = append(out, column{name, numeric})
	}
	for _, name := range wooCurrency {
		out = append(out, column{name, currency})
	}
	for _, form := range wooNumbered {
		for n := 1; n <= maxNumbered; n++ {
			for _, pattern := range []string{form.count, form.gross, form.total} {
				out = append(out, column{fmt.Sprintf(pattern, n), numeric})
			}
		}
	}
	return out
}

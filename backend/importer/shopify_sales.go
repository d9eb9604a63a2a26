package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// shopifySales describes the report Total sales over time, a row per day, week or month. Columns of the
// period before, "Net sales (previous_period)", have names of their own and are not read.
var shopifySales = &statReport{
	subject: shop.AShop,
	key:     "shopify_sales",
	day:     []string{"Day", "Week", "Month"},
	figures: shopifySalesFigures,
	amount:  netSales,
	adjust:  shopifyStretch,
}

// shopifySalesFigures are what Shopify's sales reports count. Discounts and Returns are written as
// negative amounts.
var shopifySalesFigures = []figure{
	{names: []string{"Orders"}, count: statOrders, signed: true},
	{names: []string{"Gross sales"}, cents: gmv, signed: true},
	{names: []string{"Discounts"}, cents: discount, size: true},
	{names: []string{"Returns", "Sales reversals"}, cents: refunds, size: true},
	{names: []string{"Net sales"}, cents: netSales, signed: true},
	{names: []string{"Shipping charges", "Shipping"}, cents: shippingPaid, signed: true},
	{names: []string{"Taxes", "Tax"}, cents: taxes, signed: true},
	{names: []string{"Net items sold", "Net quantity"}, count: statUnits, signed: true},
	{names: []string{"Customers"}, count: customers},
}

var shopifySalesOverTime = shopifySales.plan(&format{
	Format: Format{
		ID:       "shopify_total_sales_over_time",
		Platform: "Shopify",
		What:     "what the shop sold on one day, or in one week or month",
		Evidence: shop.Till,
		Key:      "first and last day",
		Amount:   "Net sales",
		Trust:    "readers of others and Shopify's help; the file was not seen by us",
		Label:    "Shopify sales over time",
		Sum:      "Net sales",
		Where:    "Shopify › Analytics › Reports › Total sales over time, by day › Export",
	},
	recognise: func(n names) int {
		if !n.has("Net sales", "Total sales") || !(n.has("Day") || n.has("Week") || n.has("Month")) || n.anyHas(shopifySplits) {
			return 0
		}
		return n.share([]string{"Day", "Orders", "Gross sales", "Discounts", "Returns", "Net sales", "Shipping charges", "Taxes", "Total sales"})
	},
	decimal: '.',
})

// shopifySplits are columns that split a report of the shop further, so that a row is not the whole shop.
var shopifySplits = append([]string{"Product title", "Product", "Product variant title", "Product variant SKU", "Variant SKU", "Product vendor", "Product type", "Sales channel",
	"Order name", "Discount name", "Discount code", "Customer name", "Customer email", "Billing country", "Billing region", "Shipping country", "Shipping region",
	"Staff member name", "POS location name", "Device type", "Session device type", "Session country", "Session region", "Session city", "Hour of day", "Day of week",
	"New or returning customer", "Referring channel", "Referring medium", "Referring site", "Traffic type"}, shopifyVisitSources...)

// shopifyVisitSources are columns that say where a session or an order came from.
var shopifyVisitSources = []string{"Referrer source", "Referrer name", "Referring category", "Traffic source", "UTM source", "UTM medium", "UTM campaign", "UTM campaign name",
	"UTM campaign source", "UTM campaign medium", "UTM content", "UTM term", "Landing page URL", "Landing page path", "Landing page type", "Landing page"}

// anyHas reports whether the file has one of these columns.
func (n names) anyHas(list []string) bool {
	for _, name := range list {
		if n.at(name) >= 0 {
			return true
		}
	}
	return false
}

// shopifyStretch widens a row that speaks of a week or a month, named by its first day.
func shopifyStretch(r row, s *shop.Stat) *flaw {
	t := r.t
	switch {
	case t.names.has("Day"):
	case t.names.has("Week"):
		s.Last = s.First + 6
	case t.names.has("Month"):
		year, month, day := s.First.Date()
		if day != 1 {
			return t.flaw(t.anyOf("Month"), "bad_date", "does not hold the first day of a month.")
		}
		s.Last = shop.DayFrom(year, month+1, 1) - 1
	}
	return nil
}

// shopifySessions describes the report Sessions over time and its splits by where visitors came from.
var shopifySessions = &statReport{
	subject: shop.AShop,
	key:     "shopify_sessions",
	day:     []string{"Day", "Week", "Month"},
	figures: []figure{
		{names: []string{"Sessions"}, count: sessions},
		{names: []string{"Online store visitors", "Visitors"}, count: visitors},
		{names: []string{"Sessions with cart additions", "Added to cart"}, count: carts},
		{names: []string{"Sessions that reached checkout", "Sessions reached checkout", "Reached checkout"}, count: checkouts},
		{names: []string{"Sessions that completed checkout", "Sessions completed checkout", "Sessions converted"}, count: statOrders},
		{names: []string{"Pageviews", "Page views"}, count: views},
	},
	adjust: shopifyVisit,
}

var shopifySessionsOverTime = shopifySessions.plan(&format{
	Format: Format{
		ID:       "shopify_sessions_over_time",
		Platform: "Shopify",
		What:     "the visits of one day, or from one source of visitors",
		Evidence: shop.Till,
		Key:      "first and last day, source of visitors",
		Amount:   "nothing: the report holds no money",
		Trust:    "readers of others; the file was not seen by us",
		Label:    "Shopify sessions",
		Sum:      "No money",
		Where:    "Shopify › Analytics › Reports › Sessions over time, by day › Export",
	},
	columns: plainColumns(shopifyVisitSources),
	recognise: func(n names) int {
		if !n.has("Sessions") || !n.anyHas([]string{"Online store visitors", "Sessions that completed checkout", "Sessions completed checkout", "Sessions converted",
			"Sessions with cart additions", "Sessions that reached checkout", "Sessions reached checkout"}) {
			return 0
		}
		for _, split := range shopifySplits[:len(shopifySplits)-len(shopifyVisitSources)] {
			if n.at(split) >= 0 {
				return 0
			}
		}
		return n.share([]string{"Day", "Sessions", "Online store visitors", "Sessions with cart additions", "Sessions that reached checkout"})
	},
	decimal: '.',
})

func plainColumns(list []string) []column {
	var out []column
	for _, name := range list {
		out = append(out, column{name, plain})
	}
	return out
}

// shopifyVisit makes a row of a split report one of a source of visitors; its name joins all columns that
// say where they came from.
func shopifyVisit(r row, s *shop.Stat) *flaw {
	var from []string
	split := false
	for _, name := range shopifyVisitSources {
		col := r.t.anyOf(name)
		if col == -1 {
			continue
		}
		split = true
		text := r.text(col) // "/" is the home page
		if text == "" {
			text = "none"
		}
		if strings.HasPrefix(name, "UTM campaign") && s.Campaign == "" && !strings.HasSuffix(name, "source") && !strings.HasSuffix(name, "medium") {
			s.Campaign = dash(r.text(col))
		}
		from = append(from, text)
	}
	if split {
		s.Subject, s.Segment = shop.AChannel, strings.Join(from, " / ")
	}
	return shopifyStretch(r, s)
}

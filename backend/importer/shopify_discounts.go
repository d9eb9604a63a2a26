package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// discountNames are columns that name a discount, codes first.
var discountNames = []string{"Discount code", "Discount name", "Discount title", "Coupon code"}

// shopifyDiscounts describes the report Sales by discount, and any other that names a discount beside
// orders and net sales.
var shopifyDiscounts = &statReport{
	subject: shop.ACode,
	key:     "shopify_discount",
	day:     []string{"Day", "Week", "Month"},
	id:      discountNames,
	name:    []string{"Discount name", "Discount title"},
	figures: shopifySalesFigures,
	amount:  netSales,
	adjust:  shopifyDiscount,
}

var shopifySalesByDiscount = shopifyDiscounts.plan(&format{
	Format: Format{
		ID:       "shopify_sales_by_discount",
		Platform: "Shopify",
		What:     "the sales under one discount code or name",
		Evidence: shop.Till,
		Key:      "first and last day, code or name, type and method of the discount",
		Amount:   "Net sales",
		Trust:    "from memory, not verified; no export was found",
		Label:    "Shopify sales by discount",
		Sum:      "Net sales",
		Where:    "Shopify › Analytics › Reports › Sales by discount › Export",
	},
	columns: []column{{"Discount type", plain}, {"Discount method", plain}},
	recognise: func(n names) int {
		if !n.anyHas(discountNames) || !n.has("Net sales") || !n.anyHas([]string{"Orders", "Gross sales", "Discounts"}) {
			return 0
		}
		if n.anyHas([]string{"Order name", "Order ID", "Transaction ID", "Lineitem name", "Product title", "Commission"}) {
			return 0
		}
		return n.share([]string{"Discount name", "Discount type", "Discount method", "Orders", "Gross sales", "Discounts", "Net sales"})
	},
	decimal: '.',
})

// shopifyDiscount brings a code to one form. Shopify's row without a name is the sales under no discount.
func shopifyDiscount(r row, s *shop.Stat) *flaw {
	s.ID = strings.ToUpper(s.ID)
	var kind []string
	for _, name := range []string{"Discount type", "Discount method"} {
		if text := dash(r.text(r.t.anyOf(name))); text != "" {
			kind = append(kind, text)
		}
	}
	s.Segment = strings.Join(kind, " / ")
	if s.ID == "" && s.Name == "" {
		s.Segment = "no discount"
	}
	return shopifyStretch(r, s)
}

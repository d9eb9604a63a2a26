package importer

import (
	"bytes"

	"creatorlift/backend/shop"
)

// shopifyCustomers describes Customers > Export: what each buyer spent up to the day of the export, which
// the file does not name. Of the buyer only a keyed hash, country and province are kept.
var shopifyCustomers = &statReport{
	subject: shop.ACustomer,
	key:     "shopify_customer",
	undated: true,
	byID:    true, // a customer may move
	email:   "Email",
	figures: []figure{
		{names: []string{"Total Spent"}, cents: gmv, signed: true},
		{names: []string{"Total Orders"}, count: statOrders},
	},
	amount: gmv,
	adjust: shopifyCustomer,
}

var shopifyCustomersExport = shopifyCustomers.plan(&format{
	Format: Format{
		ID:       "shopify_customers_export",
		Platform: "Shopify",
		What:     "what one customer has bought so far",
		Evidence: shop.Till,
		Key:      "keyed hash of the e-mail, else of the customer id",
		Amount:   "Total Spent",
		Trust:    "test files of others, made from real exports; the file was not seen by us",
		Label:    "Shopify customers",
		Sum:      "Spent by these customers",
		Where:    "Shopify › Customers › Export › All customers, as CSV",
	},
	columns: []column{{"Customer ID", plain}, {"Default Address Country Code", plain}, {"Default Address Province Code", plain},
		{"Country Code", plain}, {"Province Code", plain}},
	recognise: func(n names) int {
		if !n.has("Total Spent", "Total Orders") && !n.has("Total Spent", "Orders Count") {
			return 0
		}
		if !n.has("Customer ID") && !n.has("Email", "Accepts SMS Marketing") && !n.has("Email", "Accepts Email Marketing") && !n.has("Email", "Accepts Marketing") {
			return 0
		}
		return n.share(shopifyCustomersHeader)
	},
	aliases:  map[string][]string{"Total Orders": {"Orders Count"}},
	decimal:  '.',
	padShort: true,
})

// shopifyCustomersHeader are the columns of 2023 and later that tell the export from others.
var shopifyCustomersHeader = []string{"Customer ID", "First Name", "Last Name", "Email", "Accepts Email Marketing", "Accepts SMS Marketing",
	"Total Spent", "Total Orders", "Note", "Tax Exempt", "Tags"}

// shopifyCustomer gives a customer without an e-mail the hash of the shop's id, and both their region.
func shopifyCustomer(r row, s *shop.Stat) *flaw {
	t := r.t
	if id := t.anyOf("Customer ID"); s.ID == "" && id != -1 && !r.empty(id) {
		who, bad := r.id(id)
		if bad != nil {
			return bad
		}
		s.ID = t.customer([]byte(who))
	}
	if s.ID == "" && missing(bytes.TrimSpace(r.raw(t.anyOf("Email")))) {
		return t.flaw(t.anyOf("Email", "Customer ID"), "missing_name", "is empty, so nobody can tell which customer the row speaks of.")
	}
	country := t.anyOf("Default Address Country Code", "Country Code")
	province := t.anyOf("Default Address Province Code", "Province Code")
	s.Segment = region(dash(r.text(country)), dash(r.text(province)))
	return nil
}

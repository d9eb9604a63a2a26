package importer

import "creatorlift/backend/shop"

// amazonFigures are what Amazon's business reports count. Columns ending in B2B are part of the totals
// and are not read.
var amazonFigures = []figure{
	{names: []string{"Ordered Product Sales", "Durch bestellte Produkte erzielter Umsatz"}, cents: gmv},
	{names: []string{"Units Ordered", "Bestellte Einheiten"}, count: statUnits},
	{names: []string{"Total Order Items", "Zahl der Bestellposten"}, count: statOrders},
	{names: []string{"Sessions – Total", "Sessions - Total", "Sessions — Total", "Sessions", "Sitzungen – Summe", "Sitzungen - Summe", "Sitzungen"}, count: sessions},
	{names: []string{"Page Views – Total", "Page Views - Total", "Page Views — Total", "Page Views", "Seitenaufrufe – Summe", "Seitenaufrufe - Summe", "Seitenaufrufe"}, count: views},
	{names: []string{"Units Refunded"}, count: unitsBack},
}

// amazonProducts describes the business report Detail page sales and traffic by item, a row per ASIN or
// per SKU. The days stand in the file's name only.
var amazonProducts = &statReport{
	subject:  shop.AProduct,
	key:      "amazon_product",
	id:       []string{"(Child) ASIN", "(Untergeordnete) ASIN", "(Parent) ASIN", "(Übergeordnete) ASIN", "ASIN"},
	name:     []string{"Title", "Titel"},
	product:  []string{"SKU"},
	segment:  []string{"SKU"},
	figures:  amazonFigures,
	amount:   gmv,
	needsOne: []string{"(Child) ASIN", "(Untergeordnete) ASIN", "(Parent) ASIN", "ASIN"},
}

var amazonReportByASIN = amazonProducts.plan(&format{
	Format: Format{
		ID:       "amazon_business_report_by_asin",
		Platform: "Amazon",
		What:     "the sales and visits of one product in a stretch of days",
		Evidence: shop.Till,
		Key:      "first and last day of the stretch, ASIN, SKU",
		Amount:   "Ordered Product Sales",
		Trust:    "a test file of others marked as a real header and real lines; the file was not seen by us",
		Label:    "Amazon business report by product",
		Sum:      "Ordered sales",
		Where:    "Amazon Seller Central › Reports › Business Reports › Detail Page Sales and Traffic By Child Item › Download (.csv)",
	},
	recognise: func(n names) int {
		if !n.anyHas(amazonProducts.id) || !n.anyHas(amazonFigures[0].names) || !n.anyHas(amazonFigures[1].names) {
			return 0
		}
		return n.share([]string{"(Parent) ASIN", "(Child) ASIN", "Title", "Units Ordered", "Ordered Product Sales", "Total Order Items"})
	},
	decimal: '.',
})

// amazonDays describes the business report Sales and traffic by date, a row per day.
var amazonDays = &statReport{
	subject: shop.AShop,
	key:     "amazon_day",
	day:     []string{"Date", "Datum"},
	figures: amazonFigures,
	amount:  gmv,
}

var amazonReportByDate = amazonDays.plan(&format{
	Format: Format{
		ID:       "amazon_business_report_by_date",
		Platform: "Amazon",
		What:     "the sales and visits of the shop on one day",
		Evidence: shop.Till,
		Key:      "day",
		Amount:   "Ordered Product Sales",
		Trust:    "the header in a reader's test; the file was not seen by us",
		Label:    "Amazon business report by date",
		Sum:      "Ordered sales",
		Where:    "Amazon Seller Central › Reports › Business Reports › Sales and Traffic › Download (.csv)",
	},
	recognise: func(n names) int {
		if !n.anyHas(amazonDays.day) || !n.anyHas(amazonFigures[0].names) || !n.anyHas(amazonFigures[1].names) || n.anyHas(amazonProducts.id) {
			return 0
		}
		return n.share([]string{"Date", "Ordered Product Sales", "Units Ordered", "Total Order Items", "Average Selling Price"})
	},
	decimal: '.',
})

package importer

import "creatorlift/backend/shop"

var overview = &statReport{
	subject: shop.AShop, key: "tiktok_shop_overview", day: []string{"Date"}, amount: gmv,
	earns:   [2][]string{overviewGMV, {"Orders", "SKU orders"}},
	figures: overviewFigures,
}

// tiktokOverview is the shop's own daily series of sales. Above the days stands the sum of the period with
// its change, below them the days of an earlier one may follow.
var tiktokOverview = overview.plan(&format{
	Format: Format{
		ID:       "tiktok_shop_overview_daily",
		Platform: "TikTok Shop",
		What:     "what the whole shop sold on one day, as the platform says",
		Evidence: shop.Claim,
		Key:      "day",
		Amount:   "GMV of the days of the first period; its sum and an earlier period below are left out",
		Trust:    "independent readers; the file was not seen by us",
		Label:    "TikTok Shop overview by day",
		Sum:      "GMV",
		Where:    "TikTok Shop Seller Center › Data Compass › Shop analytics › Key metrics › Export",
	},
	recognise: func(n names) int {
		sold := n.has("SKU orders") || (n.has("Items sold") && anyOf(n, "Customers", "Buyers", "Orders"))
		if !n.has("Date") || !anyOf(n, overviewGMV...) || !sold || anyOf(n, "Product ID", "Video ID", "LIVE ID", "Creator name", "Campaign name", "Cost", "Order ID") {
			return 0
		}
		return n.share([]string{"Date", "GMV", "Orders", "Customers", "Items sold", "Items refunded", "AOV", "SKU orders", "LIVE-attributed GMV",
			"Product card GMV", "Video-attributed GMV", "Product impressions", "Product clicks"})
	},
	decimal: '.',
	aliases: sellerWords,
	isTotal: overviewAside,
	open:    openOverview,
})

var overviewGMV = []string{"GMV", "Gross merchandise value", "Gross revenue"}

var overviewFigures = []figure{
	{names: overviewGMV, cents: gmv},
	{names: []string{"Refunds"}, cents: refunds, size: true},
	{names: []string{"Tax"}, cents: func(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.TaxCents }},
	{names: []string{"Shipping fees"}, cents: func(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.ShippingCents }},
	{names: []string{"Orders", "SKU orders"}, count: statOrders},
	{names: []string{"Customers", "Buyers"}, count: customers},
	{names: []string{"Items sold"}, count: statUnits},
	{names: []string{"Items refunded"}, count: unitsBack},
	{names: []string{"Visitors", "Shop page visits"}, count: func(s *shop.Stat) *shop.Maybe[int64] { return &s.Visitors }},
	{names: []string{"Product impressions"}, count: impressions},
	{names: []string{"Product clicks"}, count: clicks},
}

type overviewRows struct{ *statReportRows }

func openOverview(t *table) rowReader {
	return &overviewRows{openStatReport(t, overview).(*statReportRows)}
}

// finish says that the file went on with another period.
func (o *overviewRows) finish() error {
	if line := o.t.other.since; line > 0 {
		o.t.rep.note(Issue{Line: line, Code: "other_period",
			Message: "From here on the file holds the days of another period, to compare with. They are left out: export that period by itself."})
	}
	return o.statReportRows.finish()
}

// otherPeriod is what the profile pass finds of a file whose days are followed by those of an earlier period.
// Each field is set once, so that both passes see the same.
type otherPeriod struct {
	began  int      // line of the first day, 0 for none
	first  shop.Day // the first day, for comparing only: day and month may be turned around
	gap    int      // line of the first label, range of days or repeated header below it, 0 for none
	header bool     // gap is a repeated header
	after  int      // line of the first day below the gap, 0 for none
	since  int      // the same if that day is one of another period, else 0
}

// overviewAside recognises what is no day of the period: its sum and the change of it, labels, and below a
// label or a repeated header the days of an earlier period.
func overviewAside(t *table, rec *record) bool {
	o, cell, line := &t.other, trim(rec.cell(t.dated)), rec.line
	if at, ok := parseStamp(cell); ok {
		return o.day(at, line)
	}
	above := o.began == 0 || line < o.began
	below := o.gap > 0 && line > o.gap && (o.after == 0 || line < o.after) || o.since > 0 && line > o.since
	if above || below {
		return true // a sum may or may not have a word where its date should stand
	}
	days := daysIn(string(cell), dayFirst)
	header := t.names.head.repeats(rec)
	if !header && !lone(rec) && len(days) != 2 {
		return isTotal(cell)
	}
	if o.gap == 0 {
		o.gap, o.header = line, header
	}
	return true
}

// day takes in a row with a date, and reports whether it is one of another period. Two files pasted together
// have a header between them too, but the second goes on where the first ends.
func (o *otherPeriod) day(at stamp, line int) bool {
	day, ok := at.date(dayFirst)
	if !ok {
		day, _ = at.date(monthFirst)
	}
	if o.began == 0 {
		o.began, o.first = line, day
	}
	if o.gap > 0 && line > o.gap && o.after == 0 {
		o.after = line
		if !o.header || day < o.first {
			o.since = line
		}
	}
	return o.since > 0 && line >= o.since
}

// lone reports a row of one filled cell without a digit: a label.
func lone(rec *record) bool {
	filled := 0
	for i := range rec.len() {
		cell := trim(rec.cell(i))
		if len(cell) == 0 {
			continue
		}
		filled++
		for _, c := range cell {
			if isDigit(rune(c)) {
				return false
			}
		}
	}
	return filled == 1
}

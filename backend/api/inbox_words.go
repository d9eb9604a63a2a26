package api

import (
	"fmt"
	"strings"

	"creatorlift/backend/importer"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
)

// exportWords are what people call an export and its sum, and where they find it.
type exportWords struct {
	label, sum, where string
}

const (
	affiliateWhere = "TikTok Shop Seller Center › Affiliate › Affiliate orders › Export"
	shopifyWhere   = "Shopify › Orders › Export › All orders, as CSV"
	adsWhere       = "TikTok Ads Manager › Reporting › Custom report by day and ad › Export"
)

// exports are the words for each format of the importer.
var exports = map[string]exportWords{
	"shopify_orders_export":                     {"Shopify orders", "Sales before refunds", shopifyWhere},
	"tiktok_shop_affiliate_orders_seller_v3":    {"TikTok Shop affiliate orders", "Claimed sales", affiliateWhere},
	"tiktok_shop_affiliate_orders_seller_v3_uk": {"TikTok Shop affiliate orders", "Claimed sales", affiliateWhere},
	"tiktok_ads_ad_daily":                       {"TikTok Ads by day", "Spend", adsWhere},
	"tiktok_shop_creator_data_v3":               {"TikTok Shop creator data", "Claimed sales", "TikTok Shop Seller Center › Affiliate › Data analysis › Creator › Export"},
	"tiktok_shop_creator_list_v2":               {"TikTok Shop creator data", "Claimed sales", "TikTok Shop Seller Center › Affiliate › Data analysis › Creator › Export"},
	"tiktok_shop_creator_list_v1":               {"TikTok Shop creator data", "Claimed sales", "TikTok Shop Seller Center › Analytics › Creators › Export"},
	"tiktok_shop_video_data_v3":                 {"TikTok Shop video data", "Claimed sales", "TikTok Shop Seller Center › Data analysis › Video › Export"},
	"tiktok_shop_video_list_v1":                 {"TikTok Shop video data", "Claimed sales", "TikTok Shop Seller Center › Analytics › Videos › Export"},
	"tiktok_shop_video_performance_v0":          {"TikTok Shop video data", "Claimed sales", "TikTok Shop Seller Center › Data Compass › Video details › Export"},
	"orders_simple":                             {"Orders of a shop", "Sales before discounts and refunds", ""},
	"daily_simple":                              {"Daily sales of a shop", "Sales", ""},
}

// formatLabel is what people call a format.
func formatLabel(id string) string {
	if w, ok := exports[id]; ok {
		return w.label
	}
	return "A table"
}

// columnWords are label and help of the columns that a person may choose, by format and column.
var columnWords = map[string]map[string][2]string{
	"orders_simple": {
		"order_id":   {"Order number", "Lines of one order share it."},
		"created_at": {"Date of the order", "With or without the time of day."},
		"amount":     {"Amount of the line", "Before discount and refund; negative for a refund. Or choose price and quantity instead."},
		"unit_price": {"Price of one", "Counts together with the quantity, where there is no amount."},
		"quantity":   {"Quantity", "How many of the product."},
		"currency":   {"Currency", "A code such as USD. Without it you are asked."},
		"sku":        {"Product number", "SKU or article number."},
		"product":    {"Product name", ""},
		"discount":   {"Discount", "Money off the line, as a positive number."},
		"refund":     {"Refund", "Money paid back for the line, as a positive number."},
		"region":     {"Region", "State or country. Needed for a test with left-out regions."},
		"code":       {"Discount code", "Tells which creator's code was used."},
		"creator":    {"Creator", "The handle, if your shop keeps it."},
		"customer":   {"Customer", "Number or e-mail. Kept only as a code that cannot be turned back."},
		"channel":    {"Sales channel", "Web, store, app."},
	},
	"daily_simple": {
		"date":     {"Day", ""},
		"unit":     {"Region or store", "What the sales of one line belong to."},
		"value":    {"Sales of the day", "In money. Write 0 for a day without sales."},
		"currency": {"Currency", "A code such as USD. Without it you are asked."},
	},
}

// chosenFormats are what a person can say a table of unknown columns is.
func chosenFormats() []FormatInfo {
	columns := importer.HandMapped()
	list := []FormatInfo{}
	for _, id := range []string{"orders_simple", "daily_simple"} {
		f := FormatInfo{ID: id, Label: formatLabel(id), Columns: []FormatColumn{}}
		for _, c := range columns[id] {
			w := columnWords[id][c.Name]
			f.Columns = append(f.Columns, FormatColumn{Name: c.Name, Label: w[0], Required: c.Required, Help: w[1]})
		}
		list = append(list, f)
	}
	return list
}

// daysOf is 1 Sep to 21 Nov 2026.
func daysOf(p shop.Period) string {
	if p.Days() == 0 {
		return "no days"
	}
	return report.DayRange(p.Start, p.Last())
}

// shortDayOf is 1 Oct.
func shortDayOf(d shop.Day) string {
	_, m, day := d.Date()
	return fmt.Sprintf("%d %s", day, m.String()[:3])
}

func filesWord(n int) string {
	if n == 1 {
		return "One file"
	}
	return report.Count(int64(n)) + " files"
}

func linesWord(n int64) string { return nounOf(n, "line") }

// nounOf is 1 line, 2 lines.
func nounOf(n int64, noun string) string { return report.Plural(n, noun, noun+"s") }

// listWords joins words as a, b and c.
func listWords(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

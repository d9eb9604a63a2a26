package api

import (
	"fmt"
	"strings"

	"creatorlift/backend/importer"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
)

// exports are the formats of the importer by their id.
var exports = func() map[string]importer.Format {
	all := map[string]importer.Format{}
	for _, f := range importer.Formats() {
		all[f.ID] = f
	}
	return all
}()

// formatLabel is what people call a format.
func formatLabel(id string) string {
	if f, ok := exports[id]; ok {
		return f.Label
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

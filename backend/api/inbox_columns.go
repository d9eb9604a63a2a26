package api

import (
	"slices"
	"strings"

	"creatorlift/backend/importer"
)

// handFormats are what a person can say a table of unknown columns is, in the order in which it is offered,
// with label and help of the columns in the order in which they are asked for.
var handFormats = []handFormat{
	{"orders_simple", [][3]string{
		{"order_id", "Order number", "Lines of one order share it."},
		{"created_at", "Date of the order", "With or without the time of day."},
		{"amount", "Amount of the line", "Before discount and refund; negative for a refund. Or choose price and quantity instead."},
		{"unit_price", "Price of one", "Counts together with the quantity, where there is no amount."},
		{"quantity", "Quantity", "How many of the product."},
		{"currency", "Currency", currencyHelp},
		{"sku", "Product number", "SKU or article number."},
		{"product", "Product name", ""},
		{"discount", "Discount", "Money off the line, as a positive number."},
		{"refund", "Refund", "Money paid back for the line, as a positive number."},
		{"region", "Region", "State or country. Needed for a test with left-out regions."},
		{"code", "Discount code", "Tells which creator's code was used."},
		{"creator", "Creator", "The handle, if your shop keeps it."},
		{"customer", "Customer", "Number or e-mail. Kept only as a code that cannot be turned back."},
		{"channel", "Sales channel", "Web, store, app."},
	}},
	{"daily_simple", [][3]string{
		{"date", "Day", ""},
		{"unit", "Region or store", "What the sales of one line belong to."},
		{"value", "Sales of the day", "In money. Write 0 for a day without sales."},
		{"currency", "Currency", currencyHelp},
	}},
	{"claims_simple", [][3]string{
		{"date", "Date of the order", ""},
		{"amount", "Amount of the order", "Negative where a claim is taken back."},
		{"creator", "Creator", "Handle or name, as the tool knows the creator."},
		{"code", "Discount code", ""},
		{"order_id", "Order number", "As in your shop, so that the claim can be laid beside the order."},
		{"commission", "Commission", "What the creator gets for the order."},
		{"status", "Status", "Words such as pending, approved, reversed."},
		{"claim_id", "The tool's own number", "A later export of the same number replaces the earlier one."},
		{"currency", "Currency", currencyHelp},
		{"post_id", "Post", "Number of the video or post."},
		{"sku", "Product number", ""},
		{"product", "Product name", ""},
		{"quantity", "Quantity", ""},
		{"channel", "Kind of claim", "Link, code, e-mail."},
	}},
	{"creators_simple", [][3]string{
		{"creator", "Creator", "Handle or name."},
		{"date", "Day", "Leave out if the file speaks of one stretch of days as a whole: you are asked which."},
		{"from", "First day", "Where each line has a stretch of its own."},
		{"until", "Last day", ""},
		{"period", "Stretch of days", "In one column, such as 2026-10-01 to 2026-10-31."},
		{"gmv", "Sales", "As the tool counts them."},
		{"orders", "Orders", ""},
		{"units", "Pieces sold", ""},
		{"commission", "Commission", ""},
		{"fee", "Fee", "Flat fees or the cost of what was sent."},
		{"refund", "Refunds", ""},
		{"posts", "Posts", "How many."},
		{"lives", "Live streams", "How many."},
		{"views", "Views", ""},
		{"impressions", "Impressions", ""},
		{"clicks", "Clicks", ""},
		{"likes", "Likes", ""},
		{"comments", "Comments", ""},
		{"shares", "Shares", ""},
		{"samples", "Samples sent", "How many."},
		{"followers", "Followers", ""},
		{"platform", "Platform", "TikTok, Instagram, YouTube."},
		{"name", "Display name", ""},
		{"Currency", "Currency", currencyHelp},
	}},
	{"posts_simple", [][3]string{
		{"link", "Link to the post", "The post's number is taken from it."},
		{"post_id", "Number of the post", "Instead of the link."},
		{"creator", "Creator", "Handle or name."},
		{"date", "Day", "Of the figures, or of posting where they count from then on."},
		{"views", "Views", ""},
		{"likes", "Likes", ""},
		{"comments", "Comments", ""},
		{"shares", "Shares", ""},
		{"clicks", "Clicks", ""},
		{"impressions", "Impressions", ""},
		{"completion", "Watched to the end", "As a share or in percent."},
		{"orders", "Orders", ""},
		{"units", "Pieces sold", ""},
		{"gmv", "Sales", "As the platform counts them."},
		{"commission", "Commission", ""},
		{"title", "Title", ""},
		{"product", "Products tagged", ""},
		{"platform", "Platform", "TikTok, Instagram, YouTube."},
		{"Currency", "Currency", currencyHelp},
	}},
	{"survey_simple", [][3]string{
		{"date", "Day of the answer", ""},
		{"answer", "Answer", "A text with an e-mail address or a phone number is left out."},
		{"question", "Question", ""},
		{"order_id", "Order number", "As in your shop."},
		{"creator", "Creator", "Where the survey asks for one."},
		{"answer_id", "The tool's own number", "A later export of the same number replaces the earlier one."},
		{"count", "How often", "Where each line is a count of the day and not one answer."},
	}},
	{"costs_simple", [][3]string{
		{"date", "Day", ""},
		{"what", "What it was for", "Fee, samples, time."},
		{"amount", "Amount", "Negative where money came back."},
		{"creator", "Creator", ""},
		{"campaign", "Campaign", ""},
		{"cost_id", "Number of the invoice", "A later file with the same number replaces the earlier line."},
		{"Currency", "Currency", currencyHelp},
	}},
	{"audience_simple", [][3]string{
		{"creator", "Creator", ""},
		{"group", "Group", "An age, a gender or a country."},
		{"share", "Share", "In percent or as 0.25. The groups of one kind make up a whole."},
		{"kind", "Kind of group", "Age, gender, country."},
		{"date", "Day", ""},
		{"followers", "Followers", ""},
	}},
	{"sessions_simple", [][3]string{
		{"date", "Day", ""},
		{"channel", "Channel", "Where the visitors came from."},
		{"sessions", "Visits", ""},
		{"visitors", "Visitors", ""},
		{"orders", "Orders", ""},
		{"revenue", "Revenue", "As the site's own tool counts it."},
		{"carts", "Carts", "Visits that put something into the cart."},
		{"checkouts", "Checkouts", "Visits that reached the checkout."},
		{"key_events", "Key events", ""},
		{"campaign", "Campaign", ""},
		{"Currency", "Currency", currencyHelp},
	}},
}

const currencyHelp = "A code such as USD. Without it you are asked."

type handFormat struct {
	id      string
	columns [][3]string // the format's name, label, help
}

// columnWords are label and help of the columns that a person may choose, by format and column.
var columnWords = func() map[string]map[string][2]string {
	words := map[string]map[string][2]string{}
	for _, f := range handFormats {
		words[f.id] = map[string][2]string{}
		for _, c := range f.columns {
			words[f.id][c[0]] = [2]string{c[1], c[2]}
		}
		words[f.id]["source"] = [2]string{"Tool", ""}
	}
	return words
}()

// chosenFormats are what a person can say a table of unknown columns is.
func chosenFormats() []FormatInfo {
	columns, oneOf := importer.HandMapped(), importer.OneOf()
	list := []FormatInfo{}
	for _, h := range handFormats {
		f := FormatInfo{ID: h.id, Label: formatLabel(h.id), Columns: []FormatColumn{}, OneOf: oneOf[h.id], Named: importer.MappedOnly(h.id)}
		if f.OneOf == nil {
			f.OneOf = [][]string{}
		}
		for _, c := range h.columns {
			required := slices.Contains(columns[h.id], importer.Column{Name: c[0], Required: true})
			f.Columns = append(f.Columns, FormatColumn{Name: c[0], Label: c[1], Required: required, Help: c[2]})
		}
		f.Lacks = oneOfWords(h.id, f.OneOf)
		list = append(list, f)
	}
	return list
}

// oneOfWords is "Amount of the line, or Price of one with Quantity".
func oneOfWords(format string, sets [][]string) string {
	var parts []string
	for _, set := range sets {
		var labels []string
		for _, name := range set {
			labels = append(labels, columnLabel(format, name))
		}
		parts = append(parts, strings.Join(labels, " with "))
	}
	return strings.Join(parts, ", or ")
}

// neededWords puts what importer.Needed says in words.
func neededWords(format, lack string) string {
	if strings.Contains(lack, " or ") || strings.Contains(lack, "+") {
		return oneOfWords(format, importer.OneOf()[format])
	}
	return columnLabel(format, lack)
}

// proposals puts guesses in words.
func proposals(list []importer.Proposal) []TableProposal {
	out := []TableProposal{}
	for _, p := range list {
		t := TableProposal{Format: p.Format, Sure: sureWord(p.Sure), Columns: []ColumnProposal{}}
		for _, c := range p.Columns {
			if _, asked := columnWords[p.Format][c.Column]; asked && c.Column != "source" {
				t.Columns = append(t.Columns, ColumnProposal{Name: c.Column, Header: c.Header, Why: sureWord(c.Sure) + ", " + c.Why})
			}
		}
		out = append(out, t)
	}
	return out
}

func sureWord(sure int) string {
	switch {
	case sure >= 85:
		return "very likely"
	case sure >= 60:
		return "likely"
	}
	return "perhaps"
}

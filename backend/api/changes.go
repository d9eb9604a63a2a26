package api

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"creatorlift/backend/importer"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// ChangesPage is what one import changed, as it was when the file was saved.
type ChangesPage struct {
	Headline string        `json:"headline" doc:"402 new, 18 restated (−$214.50 refunds)"`
	Kinds    report.Table  `json:"kinds" doc:"what changed, by kind, with its money"`
	Notes    []string      `json:"notes" doc:"what the table cannot say"`
	Days     string        `json:"days" doc:"Net sales changed on 12 days, 3 Oct to 14 Oct 2026; empty without"`
	Bars     []ChangedDays `json:"bars" doc:"net sales before and after, by day or stretch of days; empty without"`
	Orders   report.Table  `json:"orders" doc:"what changed most; no rows without"`
	Problems []LineProblem `json:"problems" doc:"rows that were set aside and other remarks on the file, worst first"`
}

// ChangedDays is one bar of the drawing: shares 0 to 1 of its height.
type ChangedDays struct {
	Label  string  `json:"label" doc:"3 Oct 2026: $1,204.00 before, $1,190.00 after"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
}

// BatchIn names one import.
type BatchIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Batch int64 `path:"batch"`
}

// Changed says what one import changed.
func (s *Screen) Changed(ctx context.Context, in *BatchIn) (*Reply[ChangesPage], error) {
	var page ChangesPage
	err := s.use(in.Brand, func(_ *desk, b *store.Store) error {
		ch, err := b.FindChanges(ctx, in.Batch)
		if err != nil {
			return err
		}
		list, err := b.Batches(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(f store.Batch) bool { return f.ID == in.Batch })
		if i < 0 {
			return &shop.Error{Code: "import_gone", Message: "This import was taken back already.", Hint: "Perhaps in another tab. Reload the inbox to see what is saved."}
		}
		page = changesPage(ch, list[i])
		return nil
	})
	return reply(page, err)
}

func changesPage(ch *store.Changes, b store.Batch) ChangesPage {
	currency := b.Currency
	if b.Stats {
		currency = "" // a report's amounts are no sales
	}
	p := ChangesPage{Problems: []LineProblem{}, Notes: []string{}, Bars: []ChangedDays{}, Kinds: report.Table{Head: []string{}, Rows: [][]string{}}, Orders: report.Table{Head: []string{}, Rows: [][]string{}}}
	if ch == nil {
		p.Headline = "This file was saved before Creatorlift kept what an import changes."
		return p
	}
	m := moneyIn(currency)
	p.Headline = changesWords([]*store.Changes{ch}, currency)
	p.Kinds = kindsTable(ch, m)
	p.Notes = append(p.Notes, changesNotes(ch, m)...)
	p.Days, p.Bars = changedDays(ch.Days, m)
	p.Orders = ordersTable(ch.Orders, m)
	r := FileResult{IssueCount: int(b.Issues), Issues: make([]importer.Issue, 0, len(ch.Issues))}
	for _, is := range ch.Issues {
		r.Issues = append(r.Issues, importer.Issue(is))
	}
	p.Problems = lineProblems(r)
	return p
}

// moneyIn writes money of a currency to the minor unit; nothing for a file without one.
func moneyIn(currency shop.Currency) func(shop.Cents) string {
	return func(c shop.Cents) string {
		if currency == "" {
			return ""
		}
		return report.MoneyExact(currency, c)
	}
}

// changesWords is "402 new, 18 restated (−$214.50 refunds)" of one or more files; "nothing changed" where so.
// A currency of "" leaves the money out.
func changesWords(list []*store.Changes, currency shop.Currency) string {
	var fresh, restated, joined int64
	var refunds shop.Cents
	for _, ch := range list {
		if ch != nil {
			fresh, restated, joined = fresh+ch.New.Rows, restated+ch.Restated.Docs, joined+ch.Joined
			refunds += ch.Refunds.After - ch.Refunds.Before
		}
	}
	var parts []string
	if fresh > 0 {
		parts = append(parts, report.Count(fresh)+" new")
	}
	if restated > 0 {
		words := report.Count(restated) + " restated"
		if refunds > 0 && currency != "" {
			words += " (" + report.MoneyExact(currency, -refunds) + " refunds)"
		}
		parts = append(parts, words)
	}
	if len(parts) == 0 {
		parts = append(parts, "nothing changed")
	}
	if joined > 0 {
		parts = append(parts, report.Plural(joined, "order", "orders")+" in two shops, counted once")
	}
	return strings.Join(parts, ", ")
}

// kindsTable is a row for each kind of change that there is.
func kindsTable(ch *store.Changes, m func(shop.Cents) string) report.Table {
	t := report.Table{Head: []string{"What", "How many", "Before", "After", "By how much"}, Rows: [][]string{}}
	if m(0) == "" {
		t.Head = t.Head[:2]
	}
	add := func(what string, n int64, money ...string) {
		if n > 0 {
			t.Rows = append(t.Rows, append([]string{what, report.Count(n)}, money...)[:len(t.Head)])
		}
	}
	change := func(r store.Restated) []string { return []string{m(r.Before), m(r.After), m(r.After - r.Before)} }
	of := ", net sales"
	if m(0) == "" {
		of = ""
	}
	add("New lines"+of, ch.New.Rows, "", m(ch.New.NetCents), m(ch.New.NetCents))
	add("of these still provisional", ch.New.Provisional, "", "", "")
	add("of these not counted: cancelled, unpaid, ineligible", ch.New.Excluded, "", "", "")
	add("of these held by the platform", ch.New.Held, "", "", "")
	add("of these free samples", ch.New.FreeSamples, "", "", "")
	add("Restated"+of, ch.Restated.Docs, change(ch.Restated)...)
	add("of these with more refunds, refunds", ch.Refunds.Docs, change(ch.Refunds)...)
	for _, s := range ch.Moves {
		add(fmt.Sprintf("of these from %s to %s, net sales", statusWord(s.From), statusWord(s.To)), s.Docs, change(store.Restated{Before: s.Before, After: s.After})...)
	}
	add("In two shops, counted once", ch.Joined, "", "", m(-ch.JoinedCents))
	add("No longer in the newer file, still counted", ch.Missing.Docs, m(ch.Missing.NetCents), m(ch.Missing.NetCents), m(0))
	return t
}

// statusWord is what people call a status of an order.
func statusWord(status string) string {
	if status == "excluded" {
		return "not counted"
	}
	return status
}

// missingOrders names orders that a newer file no longer holds, "" where they have no numbers.
func missingOrders(m store.Missing) string {
	const most = 10
	if len(m.Orders) == 0 {
		return ""
	}
	words := m.Orders[:min(len(m.Orders), most)]
	if left := m.Docs - int64(len(words)); left > 0 {
		return " Orders " + strings.Join(words, ", ") + " and more."
	}
	return " Orders " + listWords(words) + "."
}

func changesNotes(ch *store.Changes, m func(shop.Cents) string) (notes []string) {
	if n := ch.Fell; n > 0 {
		notes = append(notes, report.Plural(n, "line of this report says", "lines of this report say")+" less than before of a figure that only grows, such as views: the platform corrected itself.")
	}
	if n := ch.Missing.Docs; n > 0 {
		notes = append(notes, fmt.Sprintf("%s of these days stood in an earlier file and not in this one (%s). Such lines still count, because this file may have been filtered.%s",
			report.Plural(n, "line or order", "lines or orders"), m(ch.Missing.NetCents), missingOrders(ch.Missing)))
	}
	if n := ch.Joined; n > 0 {
		notes = append(notes, report.Plural(n, "order stands", "orders stand")+" in TikTok Shop and in another shop. Each counts once, in TikTok Shop, where it was placed.")
	}
	return notes
}

// twinsWords says how many orders stand in two shops, "" for none.
func twinsWords(t store.Twins) string {
	var parts []string
	if t.Joined > 0 {
		parts = append(parts, report.Plural(t.Joined, "order is", "orders are")+" in both TikTok Shop and another shop and count once.")
	}
	if t.Unmatched > 0 {
		parts = append(parts, report.Plural(t.Unmatched, "order", "orders")+" came from TikTok Shop, but your TikTok Shop orders of that day do not hold "+map[bool]string{true: "it", false: "them"}[t.Unmatched == 1]+".")
	}
	return strings.Join(parts, " ")
}

// barsShown is how many bars the drawing has at most.
const barsShown = 60

// changedDays says which days changed and draws them, several to a bar where there are many.
func changedDays(days []store.DayChange, m func(shop.Cents) string) (string, []ChangedDays) {
	bars := []ChangedDays{}
	if len(days) == 0 {
		return "", bars
	}
	words := fmt.Sprintf("Net sales changed on %s, %s", report.Plural(int64(len(days)), "day", "days"), daysOf(shop.Inclusive(days[0].Day, days[len(days)-1].Day)))
	each := (len(days) + barsShown - 1) / barsShown
	sums := []store.DayChange{}
	var top shop.Cents
	for chunk := range slices.Chunk(days, each) {
		var sum store.DayChange
		for _, d := range chunk {
			sum.Before, sum.After = sum.Before+d.Before, sum.After+d.After
		}
		sums, top = append(sums, sum), max(top, sum.Before, sum.After)
		label := daysOf(shop.Inclusive(chunk[0].Day, chunk[len(chunk)-1].Day))
		bars = append(bars, ChangedDays{Label: fmt.Sprintf("%s: %s before, %s after", label, m(sum.Before), m(sum.After))})
	}
	for i, sum := range sums {
		bars[i].Before, bars[i].After = shareOf(sum.Before, top), shareOf(sum.After, top)
	}
	return words, bars
}

func shareOf(part, whole shop.Cents) float64 {
	if part <= 0 || whole <= 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

func ordersTable(list []store.OrderChange, m func(shop.Cents) string) report.Table {
	t := report.Table{Head: []string{"Order", "Day", "Net before", "Net after", "Refunds before", "Refunds after", "Status"}, Rows: [][]string{}}
	for _, o := range list {
		id, status := o.OrderID, statusWord(o.StatusAfter)
		if id == "" {
			id = "no order number"
		}
		if o.StatusBefore != o.StatusAfter {
			status = statusWord(o.StatusBefore) + " → " + status
		}
		t.Rows = append(t.Rows, []string{id, time.Unix(int64(o.Day)*86400, 0).UTC().Format("2 Jan 2006"), m(o.Before), m(o.After), m(o.RefundBefore), m(o.RefundAfter), status})
	}
	return t
}

package api

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// What the form for a new calendar shows.
const (
	mostDrawable = 12 // best-selling products: more cannot be briefed for one drop
	noticeDays   = 7  // creators need them to make posts
	sizeDays     = 56 // over which the shop's orders a day are counted
)

// dropsOptions are what a drop calendar can be made of, and what it would show in a shop of this size.
func (s *Screen) dropsOptions(ctx context.Context, b *store.Store) (o DropsOptions, err error) {
	set, err := b.FindSettings(ctx)
	if err != nil {
		return o, err
	}
	t, _, err := brandTill(ctx, b)
	if err != nil || t == nil {
		return o, err
	}
	today := s.today(set.Zone)
	start := today + noticeDays
	for start.Weekday() != 1 {
		start++
	}
	o = DropsOptions{FirstDay: (today + 1).String(), Start: start.String(), Lengths: []DropsLength{}}
	if o.Products, err = t.bestSellers(ctx); err != nil {
		return o, err
	}
	span := t.span()
	recent := shop.Period{Start: max(span.Start, span.End-sizeDays), End: span.End}
	_, orders, err := t.sums(recent)
	if err != nil {
		return o, err
	}
	perDay := float64(orders) / float64(max(recent.Days(), 1))
	seen, err := triedDrops(ctx, b)
	if err != nil {
		return o, err
	}
	o.Note = fmt.Sprintf("Measured in simulated tests on real shops with about as many orders a day as yours (%s).", perDayWords(perDay))
	if seen != nil {
		o.Note = "As tried on your own past sales under “What could you see?”; where it was not tried there, on real shops of about your size."
	}
	for _, a := range experiment.AdviseDrops(perDay, 0) {
		o.Lengths = append(o.Lengths, DropsLength{Days: a.Days, Words: ruleWords(a.Days), Sees: dropsSees(a.Days, perDay, seen)})
	}
	return o, nil
}

func perDayWords(orders float64) string {
	if orders < 9.95 {
		return fmt.Sprintf("%.1f", orders)
	}
	return report.Count(int64(math.Round(orders)))
}

// bestSellers are the products that sold most lately.
func (t *till) bestSellers(ctx context.Context) ([]ProductInfo, error) {
	span := t.span()
	totals, err := t.store.DailyTotals(ctx, store.Query{By: store.BySKU, Evidence: shop.Till, Currency: t.currency,
		Period: shop.Period{Start: max(span.Start, span.End-shareDays), End: span.End}})
	if err != nil {
		return nil, err
	}
	sums, all := map[string]float64{}, 0.0
	for _, d := range totals {
		sums[d.Unit] += float64(d.NetCents)
		all += float64(d.NetCents)
	}
	list := []ProductInfo{}
	for _, name := range unitsOf(totals) {
		if sums[name] > 0 {
			list = append(list, ProductInfo{Product: name, Share: report.Percent(sums[name]/all) + " of sales"})
		}
	}
	slices.SortStableFunc(list, func(a, b ProductInfo) int { return cmp.Compare(sums[b.Product], sums[a.Product]) })
	return list[:min(len(list), mostDrawable)], nil
}

func ruleWords(days int) string {
	r := experiment.DefaultCalendar(days)
	each := "one day each"
	if r.Length > 1 {
		each = fmt.Sprintf("%d days each", r.Length)
	}
	return fmt.Sprintf("%d days, %d drops of %s", days, r.Windows, each)
}

// triedDrops is the power map of the brand's own sales as far as it tried drops, nil where it did not.
func triedDrops(ctx context.Context, b *store.Store) ([]experiment.MapRow, error) {
	rev, err := revision(ctx, b)
	if err != nil {
		return nil, err
	}
	run, there, err := b.LatestRun(ctx, powerRun, "", rev)
	if err != nil || !there {
		return nil, err
	}
	var m experiment.PowerMap
	if err := json.Unmarshal(run.Body, &m); err != nil {
		return nil, fmt.Errorf("api: power map: %w", err)
	}
	return slices.DeleteFunc(m.Rows, func(r experiment.MapRow) bool { return r.Design != experiment.DesignCalendar || r.MDE == nil }), nil
}

// dropsSees says by number of products what a test of so many days would show. The brand's own map holds
// for dates alone: with products it was tried on other products than those that are ticked.
func dropsSees(days int, perDay float64, tried []experiment.MapRow) []DropsSees {
	var out []DropsSees
	for _, from := range []int{0, 2, 4, 8} {
		for _, a := range experiment.AdviseDrops(perDay, from) {
			if a.Days != days {
				continue
			}
			for _, r := range tried {
				if from == 0 && r.Days == days {
					a.Lift, a.More = *r.MDE, false
				}
			}
			words := "Four of five such tests would show a lift of about " + report.Percent(a.Lift) + "."
			if a.More {
				words = "Only a lift well above " + report.Percent(a.Lift) + " would show: your shop sells less than any this was tried on."
			}
			out = append(out, DropsSees{From: from, Words: words, Best: a.Best})
		}
	}
	return out
}

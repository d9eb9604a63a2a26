package api

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// shareDays is over how many of the last days a region's share of sales is shown.
const shareDays = 90

// Tests lists the tests and what a new one can be made of.
func (s *Screen) Tests(ctx context.Context, in *BrandIn) (*Reply[TestsPage], error) {
	page := TestsPage{Tests: []TestRow{}}
	err := s.use(in.Brand, func(_ *desk, b *store.Store) error {
		kept, err := keptTests(ctx, b)
		if err != nil {
			return err
		}
		for _, k := range kept {
			page.Tests = append(page.Tests, k.row())
		}
		page.Headline = testsHeadline(kept)
		if page.Ask, err = testOptions(ctx, b); err != nil {
			return err
		}
		if page.Ask == nil {
			page.Reason = "There are no orders of your own shop here yet. Add them first."
			return nil
		}
		page.Ask.Drops, err = s.dropsOptions(ctx, b)
		return err
	})
	return reply(page, err)
}

func testsHeadline(kept []keptTest) string {
	unread, planned := 0, 0
	for _, k := range kept {
		switch k.state() {
		case "planned":
			planned++
		case "stale", "unread":
			unread++
		}
	}
	switch {
	case planned == 1 && unread == 0:
		return "One test is under way."
	case planned > 1 && unread == 0:
		return fmt.Sprintf("%d tests are under way.", planned)
	case len(kept) == 0:
		return "What did a month with creators really bring?"
	case unread == 1:
		return "One test waits to be read."
	case unread > 1:
		return fmt.Sprintf("%d tests wait to be read.", unread)
	case len(kept) == 1:
		return "One test is read."
	case len(kept) == 2:
		return "Both tests are read."
	}
	return fmt.Sprintf("All %d tests are read.", len(kept))
}

// brandTill opens the till in the currency that the pages speak in; nil where it holds nothing.
func brandTill(ctx context.Context, b *store.Store) (t *till, others []string, err error) {
	currency, others, err := pageCurrency(ctx, b)
	if err != nil {
		return nil, nil, err
	}
	if t, err = openTill(ctx, b, currency); err != nil || len(t.days) == 0 {
		return nil, nil, err
	}
	return t, others, nil
}

// testOptions are what the founder can choose from; nil where the till is empty.
func testOptions(ctx context.Context, b *store.Store) (*TestOptions, error) {
	t, _, err := brandTill(ctx, b)
	if err != nil || t == nil {
		return nil, err
	}
	span := t.span()
	o := &TestOptions{FirstDay: span.Start.String(), LastDay: span.Last().String(), Currency: string(t.currency), Regions: []RegionInfo{},
		Advice: "At least 42 days of sales before the test are needed, better three times its length. Until then no answer is given rather than a guess."}
	recent := shop.Period{Start: max(span.Start, span.End-shareDays), End: span.End}
	totals, err := b.DailyTotals(ctx, store.Query{By: store.ByRegion, Evidence: shop.Till, Currency: t.currency, Period: recent})
	if err != nil {
		return nil, err
	}
	o.Regions = regionShares(totals)
	o.Sources, err = tillSources(ctx, b, t.currency)
	return o, err
}

// regionShares lists the regions by their share of sales, largest first. Sales that name none are in
// the whole but are no region.
func regionShares(totals []store.Total) []RegionInfo {
	sums, all := map[string]float64{}, 0.0
	for _, d := range totals {
		sums[d.Unit] += float64(d.NetCents)
		all += float64(d.NetCents)
	}
	delete(sums, "")
	names := make([]string, 0, len(sums))
	for name := range sums {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b)) })
	list := make([]RegionInfo, 0, len(names))
	for _, name := range names {
		share := "no sales lately"
		if all > 0 && sums[name] > 0 {
			share = report.Percent(sums[name]/all) + " of sales"
		}
		list = append(list, RegionInfo{Region: name, Share: share})
	}
	return list
}

// AddTest keeps a test that was run.
func (s *Screen) AddTest(ctx context.Context, in *TestIn) (*Reply[TestRow], error) {
	var row TestRow
	err := s.change(in.Brand, func(_ *desk, b *store.Store) error {
		spec := in.Body
		options, err := testOptions(ctx, b)
		if err != nil {
			return err
		}
		if options == nil {
			return errNoOrders()
		}
		if err := spec.check(options); err != nil {
			return err
		}
		if spec.Name = strings.TrimSpace(spec.Name); spec.Name == "" {
			spec.Name = spec.nameByDates()
		}
		body, err := json.Marshal(testRecord{TestSpec: spec})
		if err != nil {
			return fmt.Errorf("api: test: %w", err)
		}
		kept, err := b.SaveTest(ctx, body, s.app.now().Unix())
		row = keptTest{Test: kept, rec: testRecord{TestSpec: spec}}.row()
		return err
	})
	return reply(row, err)
}

func badTest(field, message, hint string) error {
	return &shop.Error{Code: "bad_" + field, Message: message, Hint: hint}
}

// check refuses what is plainly wrong; whether the data can carry an answer, the estimators say.
func (t TestSpec) check(o *TestOptions) error {
	first, err := shop.ParseDay(t.First)
	if err != nil {
		return badTest("first", fmt.Sprintf("The first day %q is no day.", t.First), "Write it as YYYY-MM-DD.")
	}
	last, err := shop.ParseDay(t.Last)
	if err != nil {
		return badTest("last", fmt.Sprintf("The last day %q is no day.", t.Last), "Write it as YYYY-MM-DD.")
	}
	switch {
	case last < first:
		return badTest("last", "The test ends before it begins.", "Choose a last day after the first.")
	case t.First < o.FirstDay || t.Last > o.LastDay:
		return badTest("first", fmt.Sprintf("Your orders cover %s to %s, and the test reaches beyond.", o.FirstDay, o.LastDay), "Choose days inside, or add the missing orders.")
	case t.HistoryFrom != "" && t.HistoryFrom >= t.First:
		return badTest("history_from", "The history begins after the test.", "Choose a day before the test, or leave it out.")
	}
	for _, e := range t.Events {
		if err := e.check(); err != nil {
			return err
		}
	}
	if t.Kind == kindDrops || len(t.Schedule) > 0 {
		return badTest("kind", "Drop dates are not noted like another test: they are drawn here, or come with the schedule that was drawn.", "Use Plan drops.")
	}
	if t.Kind == kindRegion {
		if t.Source != "" {
			return badTest("source", "Sales of one shop alone cannot be compared by region.", "Ask about all its sales, or compare regions of all shops.")
		}
		return t.checkRegions(o)
	}
	if err := checkSource(t.Source, o.Sources); err != nil {
		return err
	}
	if len(t.Treated) > 0 || t.Drawn {
		return badTest("treated", "A test of all sales has no regions.", "Leave the regions out, or compare regions.")
	}
	return nil
}

func (t TestSpec) checkRegions(o *TestOptions) error {
	known := map[string]bool{}
	for _, r := range o.Regions {
		known[r.Region] = true
	}
	seen := map[string]bool{}
	for _, r := range t.Treated {
		if !known[r] || seen[r] {
			return badTest("treated", fmt.Sprintf("%q is not one of your regions, or it is named twice.", r), "Choose from the list.")
		}
		seen[r] = true
	}
	switch {
	case len(seen) == 0:
		return badTest("treated", "No region is marked as having had creators.", "Mark the regions where creators' posts were shown.")
	case len(seen) == len(known):
		return badTest("treated", "Every region had creators, so there is none to compare with.", "Leave out at least one region, or ask about all sales.")
	}
	return nil
}

func (e TestEvent) check() error {
	first, err := shop.ParseDay(e.First)
	last, err2 := shop.ParseDay(e.Last)
	if err != nil || err2 != nil || last < first || strings.TrimSpace(e.Name) == "" {
		return badTest("events", fmt.Sprintf("The event %q from %q to %q is not complete.", e.Name, e.First, e.Last), "Give it a name, a first and a last day.")
	}
	return nil
}

func (t TestSpec) nameByDates() string {
	first, _ := shop.ParseDay(t.First) // checked
	last, _ := shop.ParseDay(t.Last)
	return report.DayRange(first, last)
}

// RemoveTest takes a test out of the list; RestoreTest takes that back.
func (s *Screen) RemoveTest(ctx context.Context, in *TestIDIn) (*Reply[Done], error) {
	return s.markTest(ctx, in, "removed", func(b *store.Store) error { return b.RemoveTest(ctx, in.ID, s.app.now().Unix()) })
}

// RestoreTest brings a removed test back, if no other dates were drawn for its days meanwhile.
func (s *Screen) RestoreTest(ctx context.Context, in *TestIDIn) (*Reply[Done], error) {
	return s.markTest(ctx, in, "back", func(b *store.Store) error {
		k, err := findTest(ctx, b, in.ID)
		if err != nil {
			return err
		}
		list, err := b.ListTests(ctx)
		if err == nil && k.rec.Kind == kindDrops {
			others := slices.DeleteFunc(list, func(t store.Test) bool { return t.ID == in.ID })
			err = refuseSecond(others, k.period())
		}
		if err != nil {
			return err
		}
		return b.RestoreTest(ctx, in.ID)
	})
}

func (s *Screen) markTest(ctx context.Context, in *TestIDIn, what string, do func(*store.Store) error) (*Reply[Done], error) {
	var done Done
	err := s.change(in.Brand, func(_ *desk, b *store.Store) error {
		k, err := findTest(ctx, b, in.ID)
		if err != nil {
			return err
		}
		done.Message = fmt.Sprintf("“%s” is %s.", k.rec.Name, what)
		return do(b)
	})
	return reply(done, err)
}

package api

import (
	"context"
	"encoding/json"
	"fmt"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// screenLevel is the level of every range on screen: "likely" means 90 %.
const screenLevel = 0.9

// The kinds of test that are noted once they are over; kindDrops is planned.
const (
	kindShop   = "shop"
	kindRegion = "region"
)

// keptTest is a test with its latest answer.
type keptTest struct {
	store.Test
	rec    testRecord
	answer *experiment.Answer // nil while it was never read
	run    store.Run
	fresh  bool // the answer is of the data as they are now

	// Of kind drops.
	schedule *experiment.Schedule
	posts    postsRecord
	missing  int // days that the sales lack; 0 once the last one is there
}

// keptTests lists the tests with their answers, newest first.
func keptTests(ctx context.Context, b *store.Store) ([]keptTest, error) {
	list, err := b.ListTests(ctx)
	if err != nil {
		return nil, err
	}
	rev, err := revision(ctx, b)
	if err != nil {
		return nil, err
	}
	kept := make([]keptTest, 0, len(list))
	for _, t := range list {
		k, err := withAnswer(ctx, b, t, rev)
		if err != nil {
			return nil, err
		}
		kept = append(kept, k)
	}
	return kept, nil
}

// findTest finds one test with its answer.
func findTest(ctx context.Context, b *store.Store, id int64) (keptTest, error) {
	t, err := b.FindTest(ctx, id)
	if err != nil {
		return keptTest{}, err
	}
	rev, err := revision(ctx, b)
	if err != nil {
		return keptTest{}, err
	}
	return withAnswer(ctx, b, t, rev)
}

func withAnswer(ctx context.Context, b *store.Store, t store.Test, rev string) (k keptTest, err error) {
	k.Test = t
	if err := json.Unmarshal(t.Body, &k.rec); err != nil {
		return k, fmt.Errorf("api: test %d: %w", t.ID, err)
	}
	if k.rec.Kind == kindDrops {
		if err := k.loadDrops(ctx, b); err != nil {
			return k, err
		}
	}
	run, ok, err := b.LatestRun(ctx, readOutRun, t.PlanHash, k.input(rev))
	if err != nil || !ok {
		return k, err
	}
	k.run, k.fresh, k.answer = run, run.InputHash == k.input(rev), new(experiment.Answer)
	if err := json.Unmarshal(run.Body, k.answer); err != nil {
		return k, fmt.Errorf("api: answer to test %d: %w", t.ID, err)
	}
	return k, nil
}

// shown is the test as the report room shows it; it must have been read.
func (k keptTest) shown() report.Test {
	t := report.Test{Name: k.rec.Name, Design: k.design(), Answer: *k.answer, Verdict: scorecard.Judge(*k.answer), Truth: k.rec.Truth}
	_, t.Events, _ = k.rec.events() // days were checked when the test was kept
	if k.schedule != nil {
		for i, w := range k.windows() {
			t.Drops = append(t.Drops, report.Event{First: w.Start, Last: w.Last(), Name: dropName(i)})
		}
	}
	return t
}

// design says in words how it was decided who had creators.
func (k keptTest) design() string {
	switch {
	case k.rec.Kind == kindDrops && k.schedule.Featured != nil:
		return "Drop dates and products drawn by lot"
	case k.rec.Kind == kindDrops:
		return "Drop dates drawn by lot"
	case k.rec.Kind == kindShop && k.rec.Source != "":
		return "Sales in " + k.rec.Source + " alone, compared with the forecast from their own past"
	case k.rec.Kind == kindShop:
		return "All sales, compared with the forecast from your own past"
	case k.rec.Drawn:
		return "Left-out regions drawn by lot"
	}
	return "Left-out regions, not drawn by lot"
}

// period is the test's days.
func (k keptTest) period() shop.Period {
	first, _ := shop.ParseDay(k.rec.First) // checked when the test was kept
	last, _ := shop.ParseDay(k.rec.Last)
	return shop.Inclusive(first, last)
}

// staleWhy says why the answer is not of the data as they are now, "" if it is.
func (k keptTest) staleWhy(list []store.Batch) string {
	if k.answer == nil || k.fresh {
		return ""
	}
	added := int64(0)
	for _, f := range list {
		if f.ImportedAtUTC > k.run.CreatedUTC {
			added++
		}
	}
	if added == 0 && k.rec.Kind == kindDrops && len(k.posts.Days) > 0 {
		return "What is known of the posts, or of the sales, changed since this was read."
	}
	if added == 0 {
		return "Files were taken back, or the currency or time zone was changed, since this was read."
	}
	return report.Plural(added, "file was", "files were") + " added since this was read."
}

// state says whether the answer is there and of today's data.
func (k keptTest) state() string {
	switch {
	case k.answer == nil && k.missing > 0:
		return "planned"
	case k.answer == nil:
		return "unread"
	case !k.fresh:
		return "stale"
	}
	return "read"
}

func (k keptTest) row() TestRow {
	p := k.period()
	r := TestRow{ID: k.ID, Name: k.rec.Name, Design: k.design(), Period: report.DayRange(p.Start, p.Last()), State: k.state()}
	if k.answer != nil {
		t := k.shown()
		badge := report.BadgeOf(t.Verdict)
		r.Headline, r.Badge = report.Headline(t), &badge
	}
	return r
}

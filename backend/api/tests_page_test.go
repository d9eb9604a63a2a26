package api

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"creatorlift/backend/report"
	"creatorlift/backend/sample"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
)

// orderDays are orders of six regions, one a day in each, over days from 1 March 2026, with more in the
// treated four from day 100 on. The file's total of a day is dayCents.
func orderDays(first, days int) string {
	var b strings.Builder
	b.WriteString("order_id,created_at,amount,currency,region\n")
	for d := first; d < first+days; d++ {
		for r := range 6 {
			fmt.Fprintf(&b, "%d-%d,%s,%d.%02d,USD,%s\n", d, r, shop.DayFrom(2026, 3, 1)+shop.Day(d), regionCents(d, r)/100, regionCents(d, r)%100, regionName(r))
		}
	}
	return b.String()
}

func regionName(r int) string { return []string{"AZ", "CA", "NY", "OR", "TX", "WA"}[r] }

// regionCents repeats every week, with some unrest that repeats in no stretch of the test's length.
func regionCents(day, region int) int {
	cents := 10_000 + 1_000*region + 500*(day%7) + 37*((day*day+13*region*day)%11)
	if day >= 100 && region < 4 {
		cents += 3_000
	}
	return cents
}

// clocked is a screen over an own brand whose clock the test moves.
func clocked(t *testing.T) (s *Screen, hour func()) {
	t.Helper()
	var hours atomic.Int64
	app := &App{Now: func() time.Time {
		return time.Date(2026, 7, 15, 9, 0, 0, 0, time.UTC).Add(time.Duration(hours.Load()) * time.Hour)
	}}
	s, err := NewScreen(app, ScreenOptions{DB: filepath.Join(t.TempDir(), "brand.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	in := &SettingsIn{Brand: OwnBrand}
	in.Body.Currency, in.Body.Zone = "USD", "America/New_York"
	if _, err := s.SaveSettings(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	return s, func() { hours.Add(1) }
}

// withOrders saves the first 128 days of orders.
func withOrders(t *testing.T, s *Screen) {
	t.Helper()
	if _, saved := saveReady(t, s, drop(t, s, [2]string{"orders.csv", orderDays(0, 128)})); len(saved.Batches) != 1 {
		t.Fatalf("%+v", saved)
	}
}

func testsOf(t *testing.T, s *Screen, brand Brand) TestsPage {
	t.Helper()
	page, err := s.Tests(context.Background(), &BrandIn{brand})
	if err != nil {
		t.Fatal(err)
	}
	return page.Body
}

func testOf(t *testing.T, s *Screen, id int64) TestPage {
	t.Helper()
	page, err := s.Test(context.Background(), &TestIDIn{OwnBrand, id})
	if err != nil {
		t.Fatal(err)
	}
	return page.Body
}

// readNow reads a test and waits.
func readNow(t *testing.T, s *Screen, id int64) TestPage {
	t.Helper()
	job, err := s.ReadTest(context.Background(), &TestIDIn{OwnBrand, id})
	if err != nil {
		t.Fatal(err)
	}
	s.jobs.all.Wait()
	if done, err := s.jobs.find(job.Body.ID); err != nil || done.State != "done" {
		t.Fatalf("%+v %+v, %v", done, done.Problem, err)
	}
	return testOf(t, s, id)
}

func addTest(t *testing.T, s *Screen, spec TestSpec) TestRow {
	t.Helper()
	row, err := s.AddTest(context.Background(), &TestIn{OwnBrand, spec})
	if err != nil {
		t.Fatal(err)
	}
	return row.Body
}

var shopTest = TestSpec{Kind: kindShop, First: "2026-06-09", Last: "2026-07-06"} // days 100 to 127

func TestNothingToAskWithoutOrders(t *testing.T) {
	t.Parallel()
	s, _ := clocked(t)
	page := testsOf(t, s, OwnBrand)
	if page.Ask != nil || page.Reason == "" || len(page.Tests) != 0 {
		t.Errorf("%+v", page)
	}
	if _, err := s.AddTest(t.Context(), &TestIn{OwnBrand, shopTest}); shop.ErrorCode(err) != "no_orders" {
		t.Errorf("%v", err)
	}
}

func TestWhatATestCannotBe(t *testing.T) {
	t.Parallel()
	s, _ := clocked(t)
	withOrders(t, s)
	ask := testsOf(t, s, OwnBrand).Ask
	if ask.FirstDay != "2026-03-01" || ask.LastDay != "2026-07-06" || ask.Currency != "USD" || len(ask.Regions) != 6 || ask.Regions[0].Region != "WA" {
		t.Errorf("%+v", ask)
	}
	regions := func(change func(*TestSpec)) TestSpec {
		spec := TestSpec{Kind: kindRegion, First: "2026-06-09", Last: "2026-07-06", Treated: []string{"AZ", "CA", "NY", "OR"}, Drawn: true}
		change(&spec)
		return spec
	}
	for name, c := range map[string]struct {
		spec TestSpec
		code string
	}{
		"ends before it begins":    {TestSpec{Kind: kindShop, First: "2026-06-09", Last: "2026-06-08"}, "bad_last"},
		"before the orders":        {TestSpec{Kind: kindShop, First: "2026-02-28", Last: "2026-06-08"}, "bad_first"},
		"after the orders":         {TestSpec{Kind: kindShop, First: "2026-06-09", Last: "2026-07-07"}, "bad_first"},
		"no day":                   {TestSpec{Kind: kindShop, First: "2026-06-31", Last: "2026-07-07"}, "bad_first"},
		"history after it":         {TestSpec{Kind: kindShop, First: "2026-06-09", Last: "2026-07-06", HistoryFrom: "2026-06-09"}, "bad_history_from"},
		"regions of the shop":      {TestSpec{Kind: kindShop, First: "2026-06-09", Last: "2026-07-06", Treated: []string{"CA"}}, "bad_treated"},
		"no region":                {regions(func(s *TestSpec) { s.Treated = nil }), "bad_treated"},
		"an unknown region":        {regions(func(s *TestSpec) { s.Treated = []string{"CA", "ZZ"} }), "bad_treated"},
		"a region twice":           {regions(func(s *TestSpec) { s.Treated = []string{"CA", "CA"} }), "bad_treated"},
		"all regions":              {regions(func(s *TestSpec) { s.Treated = []string{"AZ", "CA", "NY", "OR", "TX", "WA"} }), "bad_treated"},
		"an event without a name":  {regions(func(s *TestSpec) { s.Events = []TestEvent{{"2026-06-09", "2026-06-10", " "}} }), "bad_events"},
		"an event that ends first": {regions(func(s *TestSpec) { s.Events = []TestEvent{{"2026-06-10", "2026-06-09", "sale"}} }), "bad_events"},
	} {
		if _, err := s.AddTest(t.Context(), &TestIn{OwnBrand, c.spec}); shop.ErrorCode(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if page := testsOf(t, s, OwnBrand); len(page.Tests) != 0 {
		t.Errorf("a refused test was kept: %+v", page.Tests)
	}
}

// A test goes unread, read, stale after an import, read again, and back with an undo.
func TestATestFromAskToUndo(t *testing.T) {
	t.Parallel()
	s, hour := clocked(t)
	withOrders(t, s)
	row := addTest(t, s, shopTest)
	if row.State != "unread" || row.Name != "9 Jun to 6 Jul 2026" {
		t.Fatalf("%+v", row)
	}
	if page := testOf(t, s, row.ID); page.ReadOut != nil || page.StaleWhy != "" {
		t.Errorf("%+v", page)
	}
	before := readNow(t, s, row.ID)
	want := shop.Cents(0)
	for d := 100; d < 128; d++ {
		for r := range 6 {
			want += shop.Cents(regionCents(d, r))
		}
	}
	if before.Test.State != "read" || before.ReadOut.Explain.Lines[0].Value != report.Money("USD", want) {
		t.Errorf("%+v, want %d", before.ReadOut.Explain.Lines, want)
	}
	checkReadOut(t, before)
	hour()
	_, saved := saveReady(t, s, drop(t, s, [2]string{"july.csv", orderDays(128, 5)}))
	stale := testOf(t, s, row.ID)
	if stale.Test.State != "stale" || stale.StaleWhy != "1 file was added since this was read." || stale.ReadOut == nil || stale.ReadOut.Headline != before.ReadOut.Headline {
		t.Errorf("%s %q", stale.Test.State, stale.StaleWhy)
	}
	hour()
	if again := readNow(t, s, row.ID); again.Test.State != "read" || again.StaleWhy != "" {
		t.Errorf("%+v", again.Test)
	}
	undo := &UndoIn{Brand: OwnBrand}
	undo.Body.Batches = saved.Batches
	if _, err := s.Undo(t.Context(), undo); err != nil {
		t.Fatal(err)
	}
	if back := testOf(t, s, row.ID); back.Test.State != "read" || back.ReadOut.Hashes != before.ReadOut.Hashes {
		t.Errorf("after undo: %s, %s, want %s", back.Test.State, back.ReadOut.Hashes, before.ReadOut.Hashes)
	}
}

// checkReadOut: no figure without its range or reason, costs that are not known are no zero, "caused" is not said
// below grade A.
func checkReadOut(t *testing.T, page TestPage) {
	t.Helper()
	r := page.ReadOut
	if n := len(r.Figures); n == 0 || n > 4 {
		t.Errorf("%d figures", n)
	}
	for _, f := range append(r.Figures, r.Explain.Lines...) {
		if f.Value == "" || f.Range == "" || strings.HasPrefix(f.Value, "$0") {
			t.Errorf("%+v", f)
		}
	}
	if !strings.HasPrefix(r.Figures[0].Value, "needs product cost") || r.Figures[2].Value != "not known" {
		t.Errorf("%+v", r.Figures)
	}
	if r.Badge.Grade != "A" && strings.Contains(r.Headline+r.Meaning, "caused") {
		t.Errorf("grade %s says %q", r.Badge.Grade, r.Headline)
	}
	if r.Range == nil || r.Observed == nil || len(r.Explain.Files) != 1 || r.Explain.Files[0].Lines != 128*6 || r.Method == "" ||
		!strings.Contains(r.Explain.Text, r.Explain.Command) || !strings.HasPrefix(r.Explain.Command, "creatorlift readout --test ") {
		t.Errorf("%+v", r.Explain)
	}
}

func TestRegionsDrawnByLot(t *testing.T) {
	t.Parallel()
	s, _ := clocked(t)
	withOrders(t, s)
	row := addTest(t, s, TestSpec{Name: " Summer ", Kind: kindRegion, First: "2026-06-09", Last: "2026-07-06", Treated: []string{"AZ", "CA", "NY", "OR"}, Drawn: true})
	page := readNow(t, s, row.ID)
	if row.Name != "Summer" || !strings.Contains(page.Subtitle, "drawn by lot") {
		t.Errorf("%+v %q", row, page.Subtitle)
	}
	checkCommandRepeats(t, s, page)
}

// What the data cannot answer is an answer with its reason, and no figure.
func TestATestWithoutHistory(t *testing.T) {
	t.Parallel()
	s, _ := clocked(t)
	withOrders(t, s)
	row := addTest(t, s, TestSpec{Kind: kindShop, First: "2026-03-01", Last: "2026-03-20"})
	page := readNow(t, s, row.ID)
	if page.ReadOut.Kind != "not_estimable" || len(page.ReadOut.Figures) != 0 || page.ReadOut.Range != nil || !strings.HasPrefix(page.ReadOut.Headline, "No answer from these files.") {
		t.Errorf("%+v", page.ReadOut)
	}
}

func TestRemovedTestsComeBack(t *testing.T) {
	t.Parallel()
	s, _ := clocked(t)
	withOrders(t, s)
	in := &TestIDIn{OwnBrand, addTest(t, s, shopTest).ID}
	if _, err := s.RemoveTest(t.Context(), in); err != nil || len(testsOf(t, s, OwnBrand).Tests) != 0 {
		t.Errorf("%v", err)
	}
	if _, err := s.RestoreTest(t.Context(), in); err != nil || len(testsOf(t, s, OwnBrand).Tests) != 1 {
		t.Errorf("%v", err)
	}
	in.ID = 99
	for name, err := range map[string]error{"remove": second(s.RemoveTest(t.Context(), in)), "restore": second(s.RestoreTest(t.Context(), in)),
		"show": second(s.Test(t.Context(), in)), "read": second(s.ReadTest(t.Context(), in))} {
		if shop.ErrorCode(err) != "unknown_test" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// A reading that is called off leaves the test unread; asked twice, it runs once.
func TestAReadingCanBeCalledOff(t *testing.T) {
	t.Parallel()
	s, _ := clocked(t)
	withOrders(t, s)
	in := &TestIDIn{OwnBrand, addTest(t, s, TestSpec{Kind: kindRegion, First: "2026-06-09", Last: "2026-07-06", Treated: []string{"AZ", "CA", "NY", "OR"}}).ID}
	job, err := s.ReadTest(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.ReadTest(t.Context(), in); err != nil || again.Body.State == "running" && again.Body.ID != job.Body.ID {
		t.Errorf("%+v, %v", again, err)
	}
	if _, err := s.CancelJob(t.Context(), &JobIn{job.Body.ID}); err != nil {
		t.Fatal(err)
	}
	s.jobs.all.Wait()
	done, err := s.jobs.find(job.Body.ID)
	if state := testOf(t, s, in.ID).Test.State; err != nil || done.State == "cancelled" && state != "unread" || done.State == "failed" {
		t.Errorf("job %+v, test %s, %v", done, state, err)
	}
}

// The sample's baseline counts what the truth file says came in, and shows the truth beside its range.
func TestSampleReadOutEqualsTheTruth(t *testing.T) {
	t.Parallel()
	s := sampleScreen(t)
	brand, err := sample.Make(demoConfig(sampleSeed, sampleLift))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range testsOf(t, s, SampleBrand).Tests {
		page, err := s.Test(t.Context(), &TestIDIn{SampleBrand, row.ID})
		if err != nil {
			t.Fatal(err)
		}
		truth := brand.Truth.Total
		if page.Body.Spec.Kind == kindRegion {
			truth = brand.Truth.Treated
		}
		r := page.Body.ReadOut
		if got, want := r.Explain.Lines[0].Value, report.Money("USD", truth.CounterfactualNetCents+truth.ExtraNetCents); got != want || row.State != "read" {
			t.Errorf("%s (%s): %s came in, want %s", row.Name, row.State, got, want)
		}
		if !strings.HasPrefix(r.Truth, "Sample brand: the truth was") || strings.HasPrefix(r.Figures[0].Value, "needs") {
			t.Errorf("%s: %q, %+v", row.Name, r.Truth, r.Figures)
		}
	}
}

// checkCommandRepeats: what the page says to type gives the page's answer.
func checkCommandRepeats(t *testing.T, s *Screen, page TestPage) {
	t.Helper()
	path := s.desks[OwnBrand].path
	if err := s.desks[OwnBrand].shut(); err != nil {
		t.Fatal(err)
	}
	again, err := s.app.ReadOut(t.Context(), ReadOutIn{DB: path, Test: page.Test.ID})
	if err != nil {
		t.Fatalf("%+v, %v", again, err)
	}
	words := report.Headline(report.Test{Answer: again, Verdict: scorecard.Judge(again)})
	if words != page.ReadOut.Headline {
		t.Errorf("the command says %q, the page %q", words, page.ReadOut.Headline)
	}
}

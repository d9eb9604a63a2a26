package api

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/experiment"
	"creatorlift/backend/sample"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

func planTest(t *testing.T, s *Screen, spec PlanSpec) (TestRow, error) {
	t.Helper()
	row, err := s.PlanTest(t.Context(), &PlanIn{OwnBrand, spec})
	if err != nil {
		return TestRow{}, err
	}
	return row.Body, nil
}

func planned(t *testing.T, s *Screen, spec PlanSpec) TestRow {
	t.Helper()
	row, err := planTest(t, s, spec)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

var sixWeeks = PlanSpec{First: "2026-08-03", Days: 42}

func TestDrawnDatesAreShownAndFrozen(t *testing.T) {
	t.Parallel()
	s, _ := clocked(t)
	withOrders(t, s)
	row := planned(t, s, sixWeeks)
	if row.State != "planned" || row.Design != "Drop dates drawn by lot" || row.Name != "Drops, 3 Aug to 13 Sep 2026" {
		t.Fatalf("%+v", row)
	}
	page := testOf(t, s, row.ID)
	p := page.Plan
	if p == nil || len(p.Drops) != 3 || len(p.Weeks) != 6 || !strings.Contains(p.Waiting, "42 of the test's 42 days") {
		t.Fatalf("%+v", p)
	}
	drawn := 0
	for _, w := range p.Weeks {
		for _, d := range w.Days {
			if d.Kind == "drop" {
				drawn++
			}
		}
	}
	if drawn != 6 || !strings.HasPrefix(p.Headline, "Drop 1 is next, on ") {
		t.Errorf("%d drop days, %q", drawn, p.Headline)
	}
	for _, r := range p.Drops {
		if !strings.Contains(p.Tell, "- "+r.Days) {
			t.Errorf("creators are not told of %s:\n%s", r.Days, p.Tell)
		}
	}
	kept, err := experiment.ReadSchedule(strings.NewReader(string(page.Spec.Schedule)))
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := experiment.DrawSchedule(kept.Rule, kept.Start, nil, 0, *kept.Seed)
	if err != nil || !slices.Equal(fresh.Starts, kept.Starts) {
		t.Errorf("the kept seed draws %v, kept is %v, %v", fresh.Starts, kept.Starts, err)
	}
	if _, err := s.ReadTest(t.Context(), &TestIDIn{OwnBrand, row.ID}); shop.ErrorCode(err) != "too_early" {
		t.Errorf("reading early: %v", err)
	}
	out, err := keptOf(t, s, row.ID).estimate(experiment.Spec{Level: screenLevel}, nil) // as the terminal asks
	if err != nil || out.Status != experiment.StatusNotEstimable || out.Reason != p.Waiting {
		t.Errorf("in a terminal: %+v, %v", out, err)
	}
}

func TestDatesAreDrawnOnce(t *testing.T) {
	t.Parallel()
	s, hour := clocked(t)
	withOrders(t, s)
	first := planned(t, s, sixWeeks)
	overlapping := PlanSpec{First: "2026-09-13", Days: 28}
	for _, spec := range []PlanSpec{sixWeeks, overlapping} {
		if _, err := planTest(t, s, spec); shop.ErrorCode(err) != "already_drawn" || !strings.Contains(err.Error(), "once") {
			t.Errorf("%+v: %v", spec, err)
		}
	}
	if got := planned(t, s, PlanSpec{First: "2026-09-14", Days: 28}); got.State != "planned" {
		t.Errorf("the days after: %+v", got)
	}
	if _, err := s.RemoveTest(t.Context(), &TestIDIn{OwnBrand, first.ID}); err != nil {
		t.Fatal(err)
	}
	hour()
	second := planned(t, s, sixWeeks)
	if page := testOf(t, s, second.ID); !strings.Contains(page.Plan.Redrawn, "once") {
		t.Errorf("a second draw is not said: %q", page.Plan.Redrawn)
	}
	if _, err := s.RestoreTest(t.Context(), &TestIDIn{OwnBrand, first.ID}); shop.ErrorCode(err) != "already_drawn" {
		t.Errorf("both calendars stand: %v", err)
	}
}

func TestPlansThatCannotBe(t *testing.T) {
	t.Parallel()
	s, _ := clocked(t)
	withOrders(t, s)
	for _, c := range []struct {
		name string
		spec PlanSpec
		code string
	}{
		{"no day", PlanSpec{First: "soon", Days: 42}, "bad_first"},
		{"today", PlanSpec{First: "2026-07-15", Days: 42}, "bad_first"},
		{"in two years", PlanSpec{First: "2028-07-15", Days: 42}, "bad_first"},
		{"two weeks", PlanSpec{First: "2026-08-03", Days: 14}, "bad_days"},
		{"one product", PlanSpec{First: "2026-08-03", Days: 42, Products: []string{"A"}}, "bad_products"},
		{"unknown products", PlanSpec{First: "2026-08-03", Days: 42, Products: []string{"A", "B"}}, "bad_products"},
		{"no schedule", PlanSpec{Schedule: json.RawMessage(`[]`)}, "bad_schedule"},
		{"impossible schedule", PlanSpec{Schedule: json.RawMessage(`{"rule":{"days":42,"windows":3,"length":2,"gap":6},"start":"2026-08-03","assigned":["2026-08-03","2026-08-05","2026-08-30"]}`)}, "bad_schedule"},
	} {
		if _, err := planTest(t, s, c.spec); shop.ErrorCode(err) != c.code {
			t.Errorf("%s: got %v, want %s", c.name, err, c.code)
		}
	}
	spec := TestSpec{Kind: kindDrops, First: "2026-06-09", Last: "2026-07-06"}
	if _, err := s.AddTest(t.Context(), &TestIn{OwnBrand, spec}); shop.ErrorCode(err) != "bad_kind" {
		t.Errorf("dates that nobody drew: %v", err)
	}
}

// dropsBrand imports the exports of a sample brand with drops and keeps its schedule as a test.
func dropsBrand(t *testing.T, s *Screen, config sample.Config) (TestRow, sample.Truth) {
	t.Helper()
	brand, err := sample.Make(config)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files, err := brand.Write(dir)
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		for _, f := range files {
			if filepath.Base(f) == name {
				text, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				return string(text)
			}
		}
		t.Fatalf("%s is not among %v", name, files)
		return ""
	}
	saveReady(t, s, drop(t, s, [2]string{"orders.csv", read("shopify_orders_export.csv")}))
	return planned(t, s, PlanSpec{Name: "Drops", Schedule: json.RawMessage(read("assignment.json"))}), brand.Truth
}

func TestDropsOfASampleBrandAreReadBesideTheTruth(t *testing.T) {
	t.Parallel()
	for _, design := range []string{sample.Drops, sample.DropsSKU} {
		t.Run(design, func(t *testing.T) {
			t.Parallel()
			s, hour := clocked(t)
			row, truth := dropsBrand(t, s, sample.Config{Seed: 7, Lift: .35, Design: design})
			if row.State != "unread" {
				t.Fatalf("%+v", row)
			}
			page := readNow(t, s, row.ID)
			k := keptOf(t, s, row.ID)
			a := k.answer
			if a.Method != "calendar" || a.Grade != experiment.GradeA || a.Total == nil {
				t.Fatalf("%+v", a)
			}
			effect := float64(truth.Total.ExtraNetCents)
			t.Logf("%s: truth %.0f, found %.0f (%.0f to %.0f), p %.4f: %s", design, effect, a.Total.Effect, a.Total.Lower, a.Total.Upper, *a.PValue, page.ReadOut.Headline)
			if effect < a.Total.Lower || effect > a.Total.Upper || page.ReadOut.Kind != "more" {
				t.Errorf("truth %.0f, found %.0f (%.0f to %.0f), %s", effect, a.Total.Effect, a.Total.Lower, a.Total.Upper, page.ReadOut.Kind)
			}
			if net := float64(truth.Total.ExtraNetCents + truth.Total.CounterfactualNetCents); a.Total.Observed < .97*net || a.Total.Observed > 1.03*net {
				t.Errorf("%.0f came in by the answer, %.0f by the truth", a.Total.Observed, net)
			}
			hour()
			sayPosts(t, s, row.ID, page.Plan.Posts.Days[:len(page.Plan.Posts.Days)-1])
			if after := testOf(t, s, row.ID); after.Test.State != "stale" || !after.Plan.Posts.Known {
				t.Errorf("after saying the posts: %+v", after.Test)
			}
			sayPosts(t, s, row.ID, nil)
			if after := testOf(t, s, row.ID); after.Test.State != "read" || after.Plan.Posts.Known {
				t.Errorf("as planned again: %+v", after.Test)
			}
		})
	}
}

func sayPosts(t *testing.T, s *Screen, id int64, days []PostsDay) {
	t.Helper()
	in := &PostsIn{Brand: OwnBrand, ID: id}
	in.Body.Days = days
	if _, err := s.SayPosts(t.Context(), in); err != nil {
		t.Fatal(err)
	}
}

func keptOf(t *testing.T, s *Screen, id int64) (k keptTest) {
	t.Helper()
	if err := s.use(OwnBrand, func(_ *desk, b *store.Store) (err error) {
		k, err = findTest(t.Context(), b, id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return k
}

func TestPostsThatCannotBe(t *testing.T) {
	t.Parallel()
	p := shop.Inclusive(shop.DayFrom(2026, 8, 3), shop.DayFrom(2026, 9, 13))
	for _, days := range [][]PostsDay{{{"soon", 1}}, {{"2026-07-01", 1}}, {{"2026-09-14", 1}}, {{"2026-08-04", 0}}, {{"2026-08-04", 1}, {"2026-08-04", 2}}} {
		if _, _, err := checkPosts(days, p); shop.ErrorCode(err) != "bad_days" {
			t.Errorf("%v: %v", days, err)
		}
	}
	kept, n, err := checkPosts([]PostsDay{{"2026-08-09", 4}, {"2026-08-01", 2}, {"2026-08-05", 0}}, p)
	if err != nil || n != 6 || len(kept) != 2 || kept[0].Day != "2026-08-01" {
		t.Errorf("%v %d %v", kept, n, err)
	}
	inside, outside := postsByDay(kept, p)
	if outside != 2 || inside[6] != 4 || len(inside) != 42 {
		t.Errorf("%v, %v outside", inside, outside)
	}
}

func TestCalendarFilesOfDrops(t *testing.T) {
	t.Parallel()
	s, _ := clocked(t)
	withOrders(t, s)
	row := planned(t, s, sixWeeks)
	fetch := func(form string) string {
		in := &ScheduleFileIn{Brand: OwnBrand, ID: row.ID}
		in.Body.Form = form
		d, err := s.ScheduleFile(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		o, err := s.downloads.take(d.Body.Path)
		if err != nil || o.name != "creatorlift-drops-2026-08-03."+form {
			t.Fatalf("%q, %v", o.name, err)
		}
		return string(o.body)
	}
	schedule, err := experiment.ReadSchedule(strings.NewReader(fetch("json")))
	if err != nil || schedule.Start != shop.DayFrom(2026, 8, 3) || len(schedule.Starts) != 3 {
		t.Errorf("%+v, %v", schedule, err)
	}
	ics := fetch("ics")
	if strings.Count(ics, "BEGIN:VEVENT\r\n") != 3 || !strings.HasSuffix(ics, "END:VCALENDAR\r\n") {
		t.Errorf("%s", ics)
	}
	start := "DTSTART;VALUE=DATE:" + icsDay(schedule.Start+shop.Day(schedule.Starts[0]))
	if !strings.Contains(ics, start+"\r\n") {
		t.Errorf("%s is not in\n%s", start, ics)
	}
	for _, line := range strings.Split(folded("SUMMARY:"+strings.Repeat("ä", 90)), "\r\n") {
		if len(line) > 75 {
			t.Errorf("%d bytes in a line", len(line))
		}
	}
}

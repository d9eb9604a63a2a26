package experiment

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// asked is the question about one world played once.
func (p *played) asked(level float64) Spec {
	return Spec{Panel: p.panel, Schedule: p.schedule, Level: level, NoAudit: true}
}

// A seeded slice of the studies: no false alarms beyond chance, ranges that hold the truth.
func TestCalendarInSimulatedShops(t *testing.T) {
	t.Parallel()
	const plays = 60
	for _, products := range []int{0, 4} {
		quiet := calendarWorld{name: "sim", days: 42, perDay: 40, products: products, spill: .2}
		if alarms, n := quiet.alarms(t, 3*plays, 7000); n != 3*plays || alarms > 3*plays/20+9 { // expected 9, sd 2.9
			t.Errorf("%d products: %d false alarms in %d", products, alarms, n)
		}
		lifted := quiet
		lifted.lift = .25
		s := lifted.run(t, plays, 8000)
		// At 90 %: expected 54, sd 2.3. With products nearly every lift of 25 % is seen.
		if s.covered < 46 || s.n != plays || products > 0 && s.both < 50 || products == 0 && s.both < 35 {
			t.Errorf("%d products: %s", products, s)
		}
	}
}

// Whatever the sales, p, range and significance say the same, and the days add up to the total.
func TestCalendarAnswersAgreeWithThemselves(t *testing.T) {
	t.Parallel()
	seen := map[bool]int{}
	for seed := range uint64(12) {
		w := calendarWorld{name: "sim", days: 28, perDay: 60, lift: float64(seed%4) * .15, products: int(seed%2) * 4}
		p := w.play(t, seed)
		for _, level := range []float64{.8, .95} {
			a := estimate(t, p.asked(level))
			if a.Status != StatusOK || a.Grade != GradeA || a.Method != "calendar" {
				t.Fatalf("%s %s %s", a.Status, a.Reason, a.Grade)
			}
			excludes := a.Total.Lower > 0 || a.Total.Upper < 0
			if seen[excludes]++; excludes != a.Significant || excludes != (*a.PValue <= 1-level+1e-12) {
				t.Errorf("seed %d: [%v, %v], p %v, significant %v", seed, a.Total.Lower, a.Total.Upper, *a.PValue, a.Significant)
			}
			if a.Total.Lower > a.Total.Effect || a.Total.Upper < a.Total.Effect {
				t.Errorf("seed %d: %+v", seed, a.Total)
			}
			observed, effect, last := 0.0, 0.0, a.Days[len(a.Days)-1]
			for _, d := range a.Days {
				if d.InTest {
					observed += *d.Observed
					effect += *d.Observed - d.Counterfactual
				}
			}
			if math.Abs(observed-a.Total.Observed) > 1e-6 || math.Abs(effect-a.Total.Effect) > 1e-6*observed || math.Abs(*last.CumEffect-a.Total.Effect) > 1e-6*observed || *last.CumLower != a.Total.Lower {
				t.Errorf("seed %d: days give %v and %v, the total is %+v", seed, observed, effect, a.Total)
			}
		}
	}
	if seen[true] == 0 || seen[false] == 0 {
		t.Errorf("one side was never seen: %v", seen)
	}
}

func TestCalendarAudit(t *testing.T) {
	t.Parallel()
	p := calendarWorld{name: "sim", days: 28, perDay: 80, lift: .3}.play(t, 3)
	s := p.asked(.95)
	s.NoAudit = false
	a := estimate(t, s)
	if a.Audit == nil || a.Audit.Placebos < minPlacebos || *a.Audit.Coverage < .7 {
		t.Fatalf("%+v", a.Audit)
	}
	for _, w := range a.Audit.Windows {
		if w.Last >= p.schedule.First().String() || !(w.Lower <= w.Upper) {
			t.Errorf("placebo %+v", w)
		}
	}
	again, err := json.Marshal(estimate(t, s))
	if first, _ := json.Marshal(a); err != nil || string(first) != string(again) {
		t.Error("the same question gave other bytes")
	}
}

// The same calendar in the words of several people.
func TestScheduleForms(t *testing.T) {
	t.Parallel()
	want := &Schedule{Rule: stats.CalendarRule{Days: 42, Windows: 3, Length: 2, Gap: 6, Washout: 4}, Start: shop.DayFrom(2026, 3, 1), Starts: []int{3, 14, 26}}
	for _, text := range []string{
		`{"rule":{"days":42,"windows":3,"length":2,"gap":6},"start":"2026-03-01","assigned":["2026-03-04","2026-03-15","2026-03-27"]}`,
		`{"rule":{"T":42,"K":3,"w":2,"g":6},"start":"2026-03-01","assigned":["2026-03-05","2026-03-04","2026-03-15","2026-03-16","2026-03-27","2026-03-28"]}`,
		`{"rule":{"K":3,"w":2,"g":6},"start":"2026-03-01","end":"2026-04-11","assigned":[{"start":"2026-03-04"},{"start":"2026-03-15"},{"start":"2026-03-27"}]}`,
		`{"rule":"W(3,2,6): drop windows on dates drawn by lot","first":"2026-03-01","last":"2026-04-11","starts":["2026-03-04","2026-03-15","2026-03-27"]}`,
		"\xef\xbb\xbf" + `{"schedule":{"rule":{"days":"42","windows":3,"length":2,"gap":6,"washout":4},"start":"2026-03-01T00:00:00Z","assigned":[{"date":"2026-03-04"},{"date":"2026-03-15"},{"date":"2026-03-27"}]}}`,
	} {
		got, err := ReadSchedule(strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func TestScheduleProductsAndPosts(t *testing.T) {
	t.Parallel()
	const head = `{"rule":{"days":42,"windows":3,"length":2,"gap":6},"start":"2026-03-01",`
	for _, text := range []string{
		`"skus":["A","B","C"],"assigned":[{"start":"2026-03-04","skus":["B"]},{"start":"2026-03-15","sku":"A"},{"start":"2026-03-27","skus":["B"]}]}`,
		`"skus":["A","B","C"],"featured":[["B"],["A"],["B"]],"assigned":["2026-03-04","2026-03-15","2026-03-27"]}`,
		`"units":["A","B","C"],"products":[["B"],["A"],["B"]],"assigned":["2026-03-04","2026-03-15","2026-03-27"]}`,
	} {
		s, err := ReadSchedule(strings.NewReader(head + text))
		if err != nil || !reflect.DeepEqual(s.Featured, [][]string{{"B"}, {"A"}, {"B"}}) || s.Each != 1 || len(s.Products) != 3 || s.Count() != 2925*27 {
			t.Errorf("%s: %+v, %v", text, s, err)
		}
	}
	for text, products := range map[string]int{
		`"skus":["B","A","B"]}`:                                          0,
		`"skus":[["B"],["A"],["B"]]}`:                                    0,
		`"skus":{"2026-03-04":"B","2026-03-15":["A"],"2026-03-28":"B"}}`: 0,
		`"skus":["A","B","C"],"actual":[{"date":"2026-03-04","sku":"B"},{"date":"2026-03-16","sku":"A"},{"date":"2026-03-28","sku":"B"}]}`: 3,
	} {
		s, err := ReadSchedule(strings.NewReader(head + `"assigned":["2026-03-04","2026-03-15","2026-03-27"],` + text))
		if err != nil || !reflect.DeepEqual(s.Featured, [][]string{{"B"}, {"A"}, {"B"}}) || len(s.Products) != products || s.Assumed != (products > 0) {
			t.Errorf("%s: %+v, %v", text, s, err)
		}
	}
	for _, text := range []string{
		`"actual":["2026-03-04","2026-03-05","2026-03-05","2026-02-20"]`,
		`"actual":[{"date":"2026-03-04","posts":1},{"date":"2026-03-05","count":2},{"day":"2026-04-20"}]`,
		`"actual":{"2026-03-04":1,"2026-03-05":2,"2026-02-01":1}`,
		`"actual":[["2026-03-04",1],["2026-03-05",2],["2026-04-12",1]]`,
	} {
		s, err := ReadSchedule(strings.NewReader(head + `"assigned":["2026-03-04","2026-03-15","2026-03-27"],` + text + "}"))
		if err != nil || s.Posts[3] != 1 || s.Posts[4] != 2 || s.Outside != 1 || s.offPlan() != .25 {
			t.Errorf("%s: %+v, %v", text, s, err)
		}
	}
}

func TestScheduleRefuses(t *testing.T) {
	t.Parallel()
	const rule = `"rule":{"days":42,"windows":3,"length":2,"gap":6},"start":"2026-03-01",`
	for text, want := range map[string]string{
		``:                            "no JSON",
		`[]`:                          "no JSON",
		`{}`:                          "no start",
		`{"start":"2026-03-01"}`:      "lacks days",
		`{"start":"1 March"}`:         "no day",
		`{` + rule + `"assigned":[]}`: "no assigned",
		`{` + rule + `"assigned":["2026-03-04","2026-03-08","2026-03-27"]}`:                                                     "could not have been drawn",
		`{` + rule + `"assigned":["2026-03-04","2026-03-15","2026-04-08"]}`:                                                     "could not have been drawn",
		`{` + rule + `"assigned":["2026-03-04","2026-03-15"]}`:                                                                  "could not have been drawn",
		`{` + rule + `"assigned":["2026-02-04","2026-03-15","2026-03-27"]}`:                                                     "outside the test",
		`{` + rule + `"assigned":["2026-03-04","2026-03-15","2026-03-27"],"end":"2026-04-20"}`:                                  "are 51",
		`{` + rule + `"assigned":["2026-03-04","2026-03-15","2026-03-27"],"actual":7}`:                                          "no list",
		`{` + rule + `"assigned":["2026-03-04","2026-03-15","2026-03-27"],"actual":[{"date":"2026-03-04","posts":-1}]}`:         "posts on",
		`{` + rule + `"assigned":["2026-03-04","2026-03-15","2026-03-27"],"skus":["A","B"],"featured":[["A"],["X"],["B"]]}`:     "not among",
		`{` + rule + `"assigned":["2026-03-04","2026-03-15","2026-03-27"],"skus":["A","B"],"featured":[["A","B"],["A"],["B"]]}`: "features",
		`{"rule":{"days":42,"windows":30,"length":2,"gap":6},"start":"2026-03-01","assigned":["2026-03-04"]}`:                   "cannot be kept",
		`{"rule":{"days":4e9,"windows":3,"length":2,"gap":6},"start":"2026-03-01","assigned":["2026-03-04"]}`:                   "cannot be kept",
		`{"rule":{"days":42.5,"windows":3,"length":2,"gap":6},"start":"2026-03-01","assigned":["2026-03-04"]}`:                  "no whole number",
		`{"rule":{"days":42,"windows":3,"length":0,"gap":6},"start":"2026-03-01","assigned":["2026-03-04"]}`:                    "lacks",
	} {
		_, err := ReadSchedule(strings.NewReader(text))
		if shop.ErrorCode(err) != "bad_schedule" || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, wanted %q", text, err, want)
		}
	}
}

func FuzzReadSchedule(f *testing.F) {
	f.Add(`{"rule":{"days":42,"windows":3,"length":2,"gap":6},"start":"2026-03-01","assigned":["2026-03-04","2026-03-15","2026-03-27"],"actual":{"2026-03-04":3},"skus":["A","B"],"featured":[["A"],["A"],["B"]]}`)
	f.Add(`{"rule":"W(3,1,4)","first":"2026-03-01","last":"2026-03-28","starts":["2026-03-04"],"products":[["a"]]}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ReadSchedule(strings.NewReader(text))
		if err != nil {
			return
		}
		if !s.Rule.Allows(s.Starts) || s.Count() < 1 || len(s.Lines()) == 0 {
			t.Errorf("%+v", s)
		}
	})
}

// What is drawn here is written, read again as it was, and its seed is checked.
func TestDrawnSchedulesReadBack(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		var skus []string
		if seed%2 == 1 {
			skus = []string{"A", "B", "C", "D", "E"}
		}
		s, err := DrawSchedule(DefaultCalendar([]int{28, 42, 56}[seed%3]), shop.DayFrom(2026, 3, 1), skus, ProductsPerDrop(len(skus)), seed)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadSchedule(strings.NewReader(string(text)))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if skus == nil {
			s.Each = again.Each // says nothing without products
		}
		if !reflect.DeepEqual(s, again) || !again.reproduces() {
			t.Errorf("%s: %+v", text, again)
		}
		*again.Seed += 1
		if again.reproduces() {
			t.Errorf("seed %d draws the same as %d", *again.Seed, seed)
		}
	}
}

func TestCalendarCannotSay(t *testing.T) {
	t.Parallel()
	good := calendarWorld{name: "sim", days: 28, perDay: 40}.play(t, 1)
	weeks := *good.schedule
	weeks.Rule, weeks.Starts, weeks.Posts = stats.OnOffWeeks(28), []int{0, 14}, nil
	silent := *good.schedule
	silent.Posts = make([]float64, 28)
	early := *good.schedule
	early.Start = shop.Day(good.panel.Times[10])
	future := *good.schedule
	future.Start += 400
	change := func(f func(v float64) float64) *panel.Panel {
		p := *good.panel
		p.Y = [][]float64{make([]float64, len(good.panel.Y[0]))}
		for i, v := range good.panel.Y[0] {
			p.Y[0][i] = f(v)
		}
		return &p
	}
	weekly := *good.panel
	weekly.Cadence = panel.Weekly
	for name, c := range map[string]struct {
		s    Spec
		want string
	}{
		"on/off weeks":  {Spec{Panel: good.panel, Schedule: &weeks}, "Only 3 schedules"},
		"no posts":      {Spec{Panel: good.panel, Schedule: &silent}, "no post went out"},
		"short history": {Spec{Panel: good.panel, Schedule: &early}, "at least 28"},
		"not there yet": {Spec{Panel: good.panel, Schedule: &future}, "sales end on"},
		"weekly":        {Spec{Panel: &weekly, Schedule: good.schedule}, ""},
		"constant":      {Spec{Panel: change(func(float64) float64 { return 5 }), Schedule: good.schedule}, "never change"},
		"nothing":       {Spec{Panel: change(func(float64) float64 { return 0 }), Schedule: good.schedule}, "Nothing was sold"},
		"missing":       {Spec{Panel: change(func(float64) float64 { return math.NaN() }), Schedule: good.schedule}, "at least 28"},
		"no such unit":  {Spec{Panel: good.panel, Schedule: good.schedule, Treated: []string{"x"}}, "not in the panel"},
	} {
		c.s.Level = .95
		a := estimate(t, c.s)
		if a.Status != StatusNotEstimable || !strings.Contains(a.Reason, c.want) {
			t.Errorf("%s: %s %q, wanted %q", name, a.Status, a.Reason, c.want)
		}
	}
	for _, f := range []func(float64) float64{func(v float64) float64 { return 1e12 * v }, func(v float64) float64 { return -v }} {
		if a := estimate(t, Spec{Panel: change(f), Schedule: good.schedule, Level: .95}); a.Status != StatusOK {
			t.Error(a.Reason)
		}
	}
}

func TestCalendarWrongUsage(t *testing.T) {
	t.Parallel()
	p := calendarWorld{name: "sim", days: 28, perDay: 40}.play(t, 1)
	for _, s := range []Spec{
		{Panel: p.panel, Method: "calendar"},
		{Panel: p.panel, Schedule: p.schedule, Method: "did"},
		{Panel: p.panel, Schedule: p.schedule, Start: "2020-01-01"},
	} {
		if _, err := Estimate(s); shop.ErrorCode(err) == "" {
			t.Errorf("%+v: %v", s, err)
		}
	}
}

// The simulation on the own history: false alarms at 0, more power with more lift, products see more.
func TestCalendarPower(t *testing.T) {
	t.Parallel()
	lifts := []float64{0, .1, .2, .4}
	p := calendarWorld{name: "sim", days: 42, perDay: 40, products: 4}.play(t, 5).panel
	dates, windows, err := CalendarPower(CalendarPowerSpec{Panel: p, Rule: DefaultCalendar(42), Lifts: lifts, Level: .95})
	if err != nil || windows < 3 || dates[0] > .1 || dates[3] < .6 || dates[1] > dates[3] {
		t.Errorf("dates: %v of %d, %v", dates, windows, err)
	}
	skus, _, err := CalendarPower(CalendarPowerSpec{Panel: p, Rule: DefaultCalendar(42), Each: 1, Lifts: lifts, Level: .95})
	if err != nil || skus[0] > .12 || skus[1] < dates[1] || skus[3] < .95 {
		t.Errorf("products: %v, %v", skus, err)
	}
	short := *p
	short.Labels, short.Times, short.Y = p.Labels[:50], p.Times[:50], [][]float64{p.Y[0][:50], p.Y[1][:50], p.Y[2][:50], p.Y[3][:50]}
	if _, _, err := CalendarPower(CalendarPowerSpec{Panel: &short, Rule: DefaultCalendar(42), Lifts: lifts, Level: .95}); err == nil {
		t.Error("a history of 50 days was taken for a calendar of 42")
	}
}

// What this program draws it also reads: with as many products as windows, and without any.
func TestDrawnSchedulesAreReadAgain(t *testing.T) {
	t.Parallel()
	start, err := shop.ParseDay("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	for _, products := range [][]string{nil, {"A", "B", "C"}, {"A", "B", "C", "D"}, {"A", "B", "C", "D", "E", "F", "G", "H"}} {
		for _, days := range []int{28, 42, 56} {
			drawn, err := DrawSchedule(DefaultCalendar(days), start, products, ProductsPerDrop(len(products)), 7)
			if err != nil {
				t.Fatal(err)
			}
			drawn.Posts = drawn.Rule.Posts(drawn.Starts)
			text, err := json.Marshal(drawn)
			if err != nil {
				t.Fatal(err)
			}
			got, err := ReadSchedule(bytes.NewReader(text))
			if err != nil {
				t.Errorf("%d products, %d days: %v", len(products), days, err)
				continue
			}
			if got.Assumed || !slices.Equal(got.Products, products) || !slices.EqualFunc(got.Featured, drawn.Featured, slices.Equal) {
				t.Errorf("%d products, %d days: read %v and %v, drawn %v", len(products), days, got.Products, got.Featured, drawn.Featured)
			}
		}
	}
}

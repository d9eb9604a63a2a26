package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"creatorlift/backend/experiment"
	"creatorlift/backend/ledger"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run with -update and read the diff", path)
	}
}

// goldenWords compares without white space, which another version of the tool may set differently.
func goldenWords(t *testing.T, name string, got []byte) {
	t.Helper()
	want, err := os.ReadFile(filepath.Join("testdata", name))
	squeezed := func(b []byte) string { return strings.Join(strings.Fields(string(b)), "") }
	if *update || err != nil || squeezed(got) != squeezed(want) {
		golden(t, name, got)
	}
}

func pointer(v float64) *float64 { return &v }

// octoberAnswer is an Answer like the engine's: 60 days before, 28 of test, 20 % more in the test.
func octoberAnswer(grade experiment.Grade) experiment.Answer {
	draw := rand.New(rand.NewPCG(7, 7))
	start := shop.DayFrom(2026, time.October, 5)
	a := experiment.Answer{
		Status: experiment.StatusOK, Method: "baseline", Level: 0.9, Unit: "USD minor", Grade: grade,
		Period:   &experiment.Span{First: start.String(), Last: (start + 27).String()},
		History:  &experiment.Span{First: (start - 180).String(), Last: (start - 1).String()},
		PValue:   pointer(0.003),
		Warnings: []string{"3 days had no orders at all and were left out."},
		Diagnostics: experiment.Diagnostics{TestPeriods: 28, HistoryPeriods: 180, Cadence: "daily",
			LeftOut: []string{"12 Oct (no stock)"}, Numbers: map[string]float64{"smallest_visible_share": 0.15}},
	}
	total, cumulative := experiment.Total{}, 0.0
	for i := -60; i < 28; i++ {
		base := 147000 + 21000*math.Sin(2*math.Pi*float64(i)/7) + 30*float64(i)
		observed, inTest := math.Round(base+14000*draw.NormFloat64()), i >= 0
		if inTest {
			observed = math.Round(observed + 31800)
		}
		d := experiment.DayEffect{Date: (start + shop.Day(i)).String(), Observed: &observed, Counterfactual: base, InTest: inTest}
		wide := 24000.0
		if inTest {
			wide += 900 * float64(i)
			cumulative += observed - base
			n := float64(i + 1)
			reach := 1.645 * 26000 * math.Sqrt(n) * (1 + n/28)
			d.CumEffect, d.CumLower, d.CumUpper = pointer(cumulative), pointer(cumulative-reach), pointer(cumulative+reach)
			total.Observed, total.Counterfactual = total.Observed+observed, total.Counterfactual+base
			total.Effect, total.Lower, total.Upper = cumulative, cumulative-reach, cumulative+reach
		}
		d.Lower, d.Upper = pointer(base-wide), pointer(base+wide)
		a.Days = append(a.Days, d)
	}
	a.Total = &total
	cf := total.Counterfactual
	a.Relative = &experiment.Range{Effect: total.Effect / cf, Lower: total.Lower / cf, Upper: total.Upper / cf}
	a.Audit = quietStretches(draw, start)
	return a
}

// quietStretches is an audit of 40 windows with their misses.
func quietStretches(draw *rand.Rand, start shop.Day) *experiment.Audit {
	u := &experiment.Audit{Placebos: 40, Widening: 1.12, Passed: true}
	misses := 0
	for i := range 40 {
		e := 0.05 * draw.NormFloat64()
		half := 0.09 + 0.02*draw.Float64()
		if e-half > 0 || e+half < 0 {
			misses++
		}
		first := start - shop.Day(150-3*i)
		u.Windows = append(u.Windows, experiment.Placebo{First: first.String(), Last: (first + 27).String(), Effect: e, Lower: e - half, Upper: e + half})
	}
	u.FalseAlarmRate, u.Coverage = pointer(float64(misses)/40), pointer(1-float64(misses)/40)
	return u
}

func judged(name, design string, a experiment.Answer) Test {
	return Test{Name: name, Design: design, Answer: a, Verdict: scorecard.Judge(a)}
}

func holdout() Test {
	t := judged("October holdout", "Drop dates drawn by lot", octoberAnswer(experiment.GradeA))
	t.Answer.Method = "sdid"
	t.Answer.Diagnostics.Treated, t.Answer.Diagnostics.Controls = make([]string, 12), make([]string, 18)
	day := shop.DayFrom(2026, time.October, 12)
	t.Events = []Event{{First: day, Last: day, Name: "no stock"}, {First: day + 12, Last: day + 14, Name: "promotion"}}
	return t
}

func baselineTest() Test {
	a := octoberAnswer(experiment.GradeC)
	total := *a.Total
	total.Lower, total.Upper = total.Effect-620000, total.Effect+640000
	a.Total = &total
	a.Relative = &experiment.Range{Effect: total.Effect / total.Counterfactual, Lower: total.Lower / total.Counterfactual, Upper: total.Upper / total.Counterfactual}
	return judged("Before and after", "The shop's own past as the baseline", a)
}

func refused() Test {
	a := experiment.Answer{Status: experiment.StatusNotEstimable, Level: 0.9, Method: "baseline",
		Reason: "the sales before 2026-10-05 cover 9 days; at least 42 are needed"}
	return judged("Too short", "The shop's own past as the baseline", a)
}

func creators(n int) []ledger.CreatorClaim {
	draw := rand.New(rand.NewPCG(3, 9))
	names := []string{"maren.glow", "skinwithsade", "thequietstretchofsundays_official_account", "dr.noor.derm", "oatmilkmornings", "美容のゆき", "żółta.łąka"}
	var in []ledger.CreatorCount
	for i := range n {
		name := fmt.Sprintf("creator.%02d", i+1)
		if i < len(names) {
			name = names[i]
		}
		k := int(18 * draw.ExpFloat64())
		in = append(in, ledger.CreatorCount{Creator: name, Orders: k, NetCents: shop.Cents(3600 * k), Posts: i % 7})
	}
	return ledger.CreatorClaims(in, 4)
}

// document is the whole report of the fictional brand.
func document() Document {
	return Document{
		Brand: "Lumen & Oat", Currency: "USD", Zone: "America/Los_Angeles", DataTo: shop.DayFrom(2026, time.November, 21),
		Version: "0.1", DataHash: "20d844b1c0ffee00", PlanHash: "7f3ac91e00112233", Seed: 4172,
		Command: "creatorlift demo --seed 1", CreatedDay: shop.DayFrom(2026, time.November, 22), PageSize: A4,
		Tests: []Test{holdout(), baselineTest()},
		Till:  &Tally{NetCents: 5020045, Orders: 1383}, Claims: &Tally{NetCents: 3980012, Orders: 534},
		Creators: creators(30),
	}
}

func marshalled(t *testing.T, o Option) []byte {
	t.Helper()
	b, err := json.MarshalIndent(o, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(b, '\n')
}

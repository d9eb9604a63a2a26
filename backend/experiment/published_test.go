package experiment

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/panel"
)

func readTestPanel(t *testing.T) *panel.Panel {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "testdata", "panels", "prop99.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := panel.Read(f, "prop99.csv", panel.Columns{Time: "Year", Unit: "State", Value: "PacksPerCapita"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// Totals are the published effects (golden/reference_values.json) times treated units and periods.
func TestPublishedTotals(t *testing.T) {
	t.Parallel()
	prop99 := readTestPanel(t)
	for _, c := range []struct {
		name  string
		spec  Spec
		total float64
	}{
		{"Prop 99 sdid", Spec{Panel: prop99, Treated: []string{"California"}, Start: "1989", End: "2000", Method: "sdid"}, 12 * -15.603827872734},
		{"Prop 99 sc", Spec{Panel: prop99, Treated: []string{"California"}, Start: "1989", End: "2000", Method: "sc"}, 12 * -19.619663470944},
		{"Prop 99 did", Spec{Panel: prop99, Treated: []string{"California"}, Start: "1989", End: "2000", Method: "did"}, 12 * -27.349111083615},
	} {
		c.spec.Raw, c.spec.NoAudit = true, true
		a := estimate(t, c.spec)
		if a.Status != StatusOK {
			t.Errorf("%s: %s", c.name, a.Reason)
			continue
		}
		near(t, c.name, a.Total.Effect, c.total, 5e-4)
		if !(a.Total.Lower <= a.Total.Effect && a.Total.Effect <= a.Total.Upper) || a.Significant != (*a.PValue <= .05) {
			t.Errorf("%s: %+v, p %v, significant %v", c.name, *a.Total, *a.PValue, a.Significant)
		}
		if o := a.Diagnostics.SecondOpinion; o == nil || !(o.Lower <= o.Effect && o.Effect <= o.Upper) {
			t.Errorf("%s: second opinion %+v", c.name, o)
		}
	}
}

// GeoLift's model "none" on its own test data: 4,666.67 raw, and no p-value that its range contradicts.
func TestGeoLiftASC(t *testing.T) {
	t.Parallel()
	p := readLong(t, "geolift_test.csv.gz", panel.Columns{})
	s := Spec{Panel: p, Treated: []string{"chicago", "portland"}, Start: "2021-04-01", End: "2021-04-15", Method: "asc", NoAudit: true}
	for _, level := range []float64{.8, .9, .95} {
		s.Level, s.Raw = level, true
		a := estimate(t, s)
		near(t, "raw", a.Total.Effect, 4666.66952928604, 1e-5)
		if a.Significant != (*a.PValue <= 1-level+1e-12) {
			t.Errorf("level %v: p %v, range %v to %v", level, *a.PValue, a.Total.Lower, a.Total.Upper)
		}
	}
	s.Raw = false
	if a := estimate(t, s); a.Total.Effect < 4300 || a.Total.Effect > 5200 {
		t.Errorf("on normalised units: %v, want 4,300 to 5,200", a.Total.Effect)
	}
}

// GeoexperimentsResearch on Google's example: 147,337.1; 2.946742 per dollar of the 50,000 spent.
func TestTBRTotal(t *testing.T) {
	t.Parallel()
	p := readLong(t, "google_geoexp_salesandcost.csv.gz", panel.Columns{Time: "date", Unit: "geo", Value: "sales"})
	treated, control := geoGroups(t)
	s := Spec{Panel: p, Treated: treated, Controls: control, Start: "2015-02-16", End: "2015-03-15", Method: "tbr", Raw: true, Level: .9}
	a := estimate(t, s)
	near(t, "response", a.Total.Effect, 147337.1, 1e-6)
	near(t, "lower", a.Total.Lower/50000, 2.790969, 1e-6)
	near(t, "upper", a.Total.Upper/50000, 3.102516, 1e-6)
	if a.Grade != GradeD || !strings.Contains(strings.Join(a.Warnings, " "), "too narrow") {
		t.Errorf("grade %s, warnings %v", a.Grade, a.Warnings)
	}
}

// geoGroups are the geos of group 2, treated, and of group 1.
func geoGroups(t *testing.T) (treated, control []string) {
	t.Helper()
	f, err := os.Open(dataFile(t, "google_geoexp_geoassignment.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if r[1] == "2" {
			treated = append(treated, r[0])
		} else {
			control = append(control, r[0])
		}
	}
	return treated, control
}

// The panel of parliament quotas: 8.0341 per country and year.
func TestCohortTotal(t *testing.T) {
	t.Parallel()
	f, err := os.Open(dataFile(t, "quota_staggered.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := panel.Read(f, "quota", panel.Columns{Time: "year", Unit: "country", Value: "womparl"})
	if err != nil {
		t.Fatal(err)
	}
	s := Spec{Panel: p, Starts: quotaStarts(t), Raw: true, NoAudit: true}
	a := estimate(t, s)
	near(t, "mean", a.Diagnostics.Numbers["effect_per_unit_and_period"], 8.034102085329, 1e-9)
	near(t, "2003", a.Diagnostics.Numbers["cohort 2003"], 13.952256960078, 1e-9)
	near(t, "total", a.Total.Effect, 8.034102085329*94, 1e-9)
	if !(a.Total.Lower > 0) || *a.PValue > .05 || a.Diagnostics.Redraws != maxRawDraws {
		t.Errorf("%+v, p %v, %d redraws", *a.Total, *a.PValue, a.Diagnostics.Redraws)
	}
}

func quotaStarts(t *testing.T) []Start {
	f, err := os.Open(dataFile(t, "quota_staggered.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []Start
	for _, r := range rows[1:] {
		if r[3] == "1.0" && !slices.ContainsFunc(out, func(s Start) bool { return s.Unit == r[0] }) {
			out = append(out, Start{r[0], r[1]})
		}
	}
	return out
}

func staggeredStarts(p *panel.Panel, at ...int) []Start {
	var out []Start
	for i, t := range at {
		out = append(out, Start{p.Units[i], p.Labels[t]})
	}
	return out
}

// A known lift of 30 % from each unit's own start on is found and held, with daily sales by stacked sc,
// and with more controls than days by sdid.
func TestCohortFindsAKnownLift(t *testing.T) {
	t.Parallel()
	for _, units := range []int{20, 66} {
		at := []int{50, 50, 60}
		truth := 0.0
		p := made(3, units, 84, func(unit, day int, v float64) float64 {
			if unit < 3 && day >= at[unit] {
				truth += .3 * v
				return 1.3 * v
			}
			return v
		})
		a := estimate(t, Spec{Panel: p, Starts: staggeredStarts(p, at...)})
		if a.Status != StatusOK || a.Method != "cohort" || a.Total.Lower > truth || a.Total.Upper < truth || !a.Significant {
			t.Errorf("%d units: %s %s %+v, truth %v", units, a.Status, a.Reason, a.Total, truth)
		}
		last := a.Days[len(a.Days)-1]
		near(t, "running sum", *last.CumEffect, a.Total.Effect, 1e-9)
	}
}

func TestCohortRefusals(t *testing.T) {
	t.Parallel()
	p := made(4, 12, 84, nil)
	gap := made(4, 12, 84, nil)
	gap.Y[0][3] = math.NaN()
	idle := made(4, 12, 84, func(unit, day int, v float64) float64 {
		if unit == 0 {
			return 0
		}
		return v
	})
	all := make([]int, 11)
	for i := range all {
		all[i] = 60
	}
	for name, c := range map[string]struct {
		spec Spec
		word string
	}{
		"few never":   {Spec{Panel: p, Starts: staggeredStarts(p, all...)}, "never start"},
		"too early":   {Spec{Panel: p, Starts: staggeredStarts(p, 10, 60)}, "history"},
		"not there":   {Spec{Panel: p, Starts: []Start{{"nobody", p.Labels[60]}}}, "not in the panel"},
		"gap":         {Spec{Panel: gap, Starts: staggeredStarts(gap, 60)}, "without a value"},
		"idle":        {Spec{Panel: idle, Starts: staggeredStarts(idle, 60)}, "sold nothing"},
		"few deals":   {Spec{Panel: p, Starts: staggeredStarts(p, 60)}, "dealt out in only"},
		"after panel": {Spec{Panel: p, Starts: []Start{{"u00", "2030-01-01"}}}, "sales end"},
	} {
		if a := estimate(t, c.spec); a.Status != StatusNotEstimable || !strings.Contains(a.Reason, c.word) {
			t.Errorf("%s: %s %q", name, a.Status, a.Reason)
		}
	}
	for name, s := range map[string]Spec{
		"twice":        {Panel: p, Starts: []Start{{"u00", p.Labels[60]}, {"u00", p.Labels[70]}}},
		"no starts":    {Panel: p, Treated: []string{"u00"}, Start: p.Labels[60], End: p.Labels[83], Method: "cohort"},
		"other method": {Panel: p, Starts: staggeredStarts(p, 60), Method: "sc"},
		"bad day":      {Panel: p, Starts: []Start{{"u00", "soon"}}},
	} {
		if _, err := Estimate(s); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Scaling sales scales the answer, and the order of units means nothing.
func TestPublishedMethodsAreInvariant(t *testing.T) {
	t.Parallel()
	p := made(9, 14, 90, nil)
	turned := made(9, 14, 90, nil)
	slices.Reverse(turned.Units)
	slices.Reverse(turned.Y)
	scaled := made(9, 14, 90, func(_, _ int, v float64) float64 { return 1000 * v })
	for _, method := range []string{"sdid", "asc", "tbr"} {
		for _, raw := range []bool{false, true} {
			one := func(q *panel.Panel) Answer {
				s := ask(q, method, "u00", "u05")
				s.Raw, s.NoAudit, s.Level = raw, true, .8
				a := estimate(t, s)
				if a.Status != StatusOK {
					t.Fatal(method, raw, a.Reason)
				}
				return a
			}
			a, b, c := one(p), one(turned), one(scaled)
			tolerance := 1e-5 * a.Total.Observed
			if math.Abs(a.Total.Effect-b.Total.Effect) > tolerance || math.Abs(1000*a.Total.Effect-c.Total.Effect) > 1000*tolerance {
				t.Errorf("%s, raw %v: %v, turned %v, scaled %v", method, raw, a.Total.Effect, b.Total.Effect, c.Total.Effect)
			}
		}
	}
}

// Whatever the panel, the answer is right in form or says why there is none.
func TestPublishedMethodsOnOddPanels(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(unit, day int, v float64) float64{
		"all zero":  func(int, int, float64) float64 { return 0 },
		"constant":  func(unit, _ int, _ float64) float64 { return float64(10 + unit) },
		"one shape": func(unit, day int, _ float64) float64 { return float64(1+unit) * (5 + math.Sin(float64(day))) },
		"huge":      func(_, _ int, v float64) float64 { return 1e12 * v },
		"tiny":      func(_, _ int, v float64) float64 { return 1e-9 * v },
		"negative":  func(_, _ int, v float64) float64 { return v - 400 },
		"twins": func(unit, day int, v float64) float64 {
			return float64(100+day%7) + float64(unit%2)*math.Sin(float64(day))
		},
		"one spike": func(unit, day int, v float64) float64 { return v + map[bool]float64{true: 1e6}[unit == 3 && day == 40] },
		"with holes": func(unit, day int, v float64) float64 {
			return v + map[bool]float64{true: math.NaN()}[(unit+day)%31 == 0]
		},
	} {
		for _, method := range []string{"sdid", "asc", "sc", "tbr", "cohort"} {
			for _, raw := range []bool{false, true} {
				p := made(6, 12, 60, change)
				s := ask(p, method, "u00", "u01")
				s.Raw, s.NoAudit, s.Level = raw, true, .8
				if method == "cohort" {
					s = Spec{Panel: p, Starts: staggeredStarts(p, 44, 48), Raw: raw, Level: .8}
				}
				a, err := Estimate(s)
				if err != nil {
					t.Errorf("%s, %s: %v", name, method, err)
					continue
				}
				if err := wellFormed(a); err != "" {
					t.Errorf("%s, %s, raw %v: %s", name, method, raw, err)
				}
			}
		}
	}
}

func wellFormed(a Answer) string {
	if a.Status == StatusNotEstimable {
		if a.Reason == "" {
			return "no reason"
		}
		return ""
	}
	tot := a.Total
	if !finite(tot.Observed, tot.Counterfactual, tot.Effect, tot.Lower, tot.Upper) || tot.Lower > tot.Upper {
		return fmt.Sprintf("%+v", *tot)
	}
	if a.Significant != (tot.Lower > 0 || tot.Upper < 0) {
		return "significant is not what the range says"
	}
	if o := a.Diagnostics.SecondOpinion; o != nil && (!finite(o.Lower, o.Upper, o.Effect) || o.Lower > o.Upper || o.PValue <= 0) {
		return fmt.Sprintf("second opinion %+v", *o)
	}
	return ""
}

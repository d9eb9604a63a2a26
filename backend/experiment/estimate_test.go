package experiment

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// made is a daily panel of n units over days days with weekday, common movement and noise.
func made(seed uint64, n, days int, change func(unit, day int, v float64) float64) *panel.Panel {
	rng := rand.New(rand.NewPCG(seed, 77))
	p := &panel.Panel{Cadence: panel.Daily}
	first, _ := shop.ParseDay("2026-01-01")
	common := make([]float64, days)
	for t := range common {
		common[t] = 1 + .1*math.Sin(float64(t%7)) + .03*rng.NormFloat64()
		d := first + shop.Day(t)
		p.Labels, p.Times = append(p.Labels, d.String()), append(p.Times, int64(d))
	}
	for i := range n {
		p.Units = append(p.Units, fmt.Sprintf("u%02d", i))
		row, size := make([]float64, days), 100*(1+rng.Float64()*3)
		for t := range row {
			row[t] = size * common[t] * (1 + .08*rng.NormFloat64())
			if change != nil {
				row[t] = change(i, t, row[t])
			}
		}
		p.Y = append(p.Y, row)
	}
	return p
}

func ask(p *panel.Panel, method string, treated ...string) Spec {
	return Spec{Panel: p, Treated: treated, Start: p.Labels[len(p.Labels)-14], End: p.Labels[len(p.Labels)-1], Method: method}
}

func estimate(t *testing.T, s Spec) Answer {
	t.Helper()
	a, err := Estimate(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestFindsAKnownLift(t *testing.T) {
	t.Parallel()
	p := made(1, 20, 100, func(unit, day int, v float64) float64 {
		if unit < 2 && day >= 86 {
			return v * 1.3
		}
		return v
	})
	for _, method := range []string{"auto", "did", "sc", "log", "baseline"} {
		a := estimate(t, ask(p, method, "u00", "u01"))
		if a.Status != StatusOK || !a.Significant || a.Relative == nil || a.Relative.Lower > .3 || a.Relative.Upper < .3 {
			t.Errorf("%s: %s %+v %+v", method, a.Status, a.Total, a.Relative)
		}
		if a.Audit == nil || a.Audit.FalseAlarmRate == nil {
			t.Errorf("%s: no audit", method)
		}
	}
}

// p, interval, "significant" and totals never contradict each other.
func TestAnswersAgreeWithThemselves(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		p := made(seed, 14, 90, nil)
		for _, method := range []string{"did", "sc", "log", "baseline"} {
			for _, level := range []float64{.8, .9} {
				s := ask(p, method, "u03")
				s.Level = level
				a := estimate(t, s)
				if a.Status != StatusOK {
					t.Fatalf("%s: %s", method, a.Reason)
				}
				tot := a.Total
				if math.Abs(tot.Observed-tot.Counterfactual-tot.Effect) > 1e-6*tot.Observed {
					t.Errorf("%s: %v - %v is not %v", method, tot.Observed, tot.Counterfactual, tot.Effect)
				}
				if excludes := tot.Lower > 0 || tot.Upper < 0; excludes != a.Significant || excludes != (*a.PValue <= 1-level+1e-12) {
					t.Errorf("%s at %v: interval [%v, %v], significant %v, p %v", method, level, tot.Lower, tot.Upper, a.Significant, *a.PValue)
				}
				last := a.Days[len(a.Days)-1]
				if math.Abs(*last.CumEffect-tot.Effect) > 1e-6*tot.Observed || math.Abs(*last.CumLower-tot.Lower) > 1e-6*tot.Observed {
					t.Errorf("%s: the running sum ends at %v (from %v), the total is %v (from %v)", method, *last.CumEffect, *last.CumLower, tot.Effect, tot.Lower)
				}
			}
		}
	}
}

func TestSameQuestionSameBytes(t *testing.T) {
	t.Parallel()
	p := made(3, 30, 90, nil)
	for _, method := range []string{"auto", "baseline"} {
		a, _ := json.Marshal(estimate(t, ask(p, method, "u05", "u06")))
		b, _ := json.Marshal(estimate(t, ask(p, method, "u06", "u05")))
		if string(a) != string(b) {
			t.Errorf("%s: two runs differ", method)
		}
	}
}

func TestScalingScales(t *testing.T) {
	t.Parallel()
	p := made(4, 12, 90, nil)
	q := *p
	q.Y = nil
	for _, row := range p.Y {
		big := make([]float64, len(row))
		for t, v := range row {
			big[t] = v * 1e9
		}
		q.Y = append(q.Y, big)
	}
	for _, method := range []string{"did", "sc", "log", "baseline"} {
		s := ask(p, method, "u01")
		s.Level = .9 // one of twelve units: twelve assignments
		a := estimate(t, s)
		s.Panel = &q
		b := estimate(t, s)
		if math.Abs(b.Total.Effect/1e9-a.Total.Effect) > 1e-6*math.Abs(a.Total.Effect) || math.Abs(*a.PValue-*b.PValue) > 1e-9 {
			t.Errorf("%s: %v and %v", method, a.Total, b.Total)
		}
	}
}

// Everything the data cannot answer is said in words; nothing panics, no zero stands for "don't know".
func TestNotEstimable(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for _, c := range []struct {
		name string
		spec Spec
		says string
	}{
		{"a treated unit that is not there", ask(made(1, 10, 90, nil), "auto", "atlantis"), "not in the panel"},
		{"start behind the data", Spec{Panel: made(1, 10, 90, nil), Treated: []string{"u00"}, Start: "2030-01-01", End: "2030-01-14"}, "the sales end on"},
		{"end behind the data", Spec{Panel: made(1, 10, 90, nil), Treated: []string{"u00"}, Start: "2026-03-20", End: "2026-06-14"}, "the sales end on"},
		{"end before start", Spec{Panel: made(1, 10, 90, nil), Treated: []string{"u00"}, Start: "2026-03-20", End: "2026-03-01"}, "holds no period"},
		{"no history", Spec{Panel: made(1, 10, 90, nil), Treated: []string{"u00"}, Start: "2026-01-01", End: "2026-01-14"}, "no history"},
		{"short history", ask(made(1, 1, 40, nil), "baseline", "u00"), "at least 42"},
		{"short for the test", Spec{Panel: made(1, 1, 100, nil), Treated: []string{"u00"}, Start: "2026-02-15", End: "2026-04-10"}, "one and a half times"},
		{"all zero", ask(made(1, 1, 90, func(int, int, float64) float64 { return 0 }), "baseline", "u00"), "Nothing was sold"},
		{"constant", ask(made(1, 1, 90, func(int, int, float64) float64 { return 7 }), "baseline", "u00"), "never change"},
		{"one unit", ask(made(1, 1, 90, nil), "sc", "u00"), "no left-out unit"},
		{"six units", ask(made(1, 6, 90, nil), "did", "u00"), "at least 8 units"},
		{"too few draws for the level", ask(made(1, 10, 90, nil), "sc", "u00"), "different left-out groups"},
		{"sparse", ask(made(1, 12, 90, func(_, day int, v float64) float64 {
			if day%3 > 0 {
				return 0
			}
			return v
		}), "did", "u00", "u01"), "chance hides"},
		{"mostly missing", ask(made(1, 12, 90, func(unit, day int, v float64) float64 {
			if (unit+day)%3 > 0 {
				return nan
			}
			return v
		}), "auto", "u00", "u01"), "no value stands in the file"},
		{"one unit mostly missing", ask(made(1, 1, 120, func(_, day int, v float64) float64 {
			if day%5 > 2 {
				return nan
			}
			return v
		}), "baseline", "u00"), "have no value"},
		{"treated missing in the test", ask(made(1, 12, 90, func(unit, day int, v float64) float64 {
			if unit == 0 && day > 70 {
				return nan
			}
			return v
		}), "did", "u00", "u01"), "none during"},
	} {
		a := estimate(t, c.spec)
		if a.Status != StatusNotEstimable || !strings.Contains(a.Reason, c.says) || a.Total != nil || a.PValue != nil {
			t.Errorf("%s: %s %q", c.name, a.Status, a.Reason)
		}
	}
}

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	p := made(1, 10, 90, nil)
	for code, change := range map[string]func(*Spec){
		"unknown_method":     func(s *Spec) { s.Method = "magic" },
		"bad_level":          func(s *Spec) { s.Level = 2 },
		"bad_day":            func(s *Spec) { s.Start = "soon" },
		"no_treated":         func(s *Spec) { s.Treated = nil },
		"unknown_assignment": func(s *Spec) { s.Assignment.Rule = "coin" },
		"bad_assignment":     func(s *Spec) { s.Assignment = Assignment{Rule: "list", List: [][]string{{"u01"}, {"u02"}}} },
	} {
		s := ask(p, "did", "u00")
		s.Level = .8
		change(&s)
		if _, err := Estimate(s); shop.ErrorCode(err) != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
}

// Odd but answerable panels give finite answers and say what was left out.
func TestOddPanels(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	p := made(9, 40, 100, func(unit, day int, v float64) float64 {
		switch {
		case unit == 5 && day == 50:
			return nan // a control with a gap
		case unit == 6 && day < 86:
			return 0 // a control that starts with the test
		case unit == 0 && day == 90:
			return nan // a treated unit with a gap in the test
		}
		return v
	})
	for _, method := range []string{"did", "sc", "log", "baseline"} {
		a := estimate(t, ask(p, method, "u00"))
		if a.Status != StatusOK || len(a.Warnings) == 0 {
			t.Errorf("%s: %s %q, warnings %v", method, a.Status, a.Reason, a.Warnings)
			continue
		}
		for _, v := range []float64{a.Total.Lower, a.Total.Upper, *a.PValue} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s: %+v", method, a.Total)
			}
		}
		if method != "baseline" && len(a.Diagnostics.LeftOut) != 2 {
			t.Errorf("%s: left out %v", method, a.Diagnostics.LeftOut)
		}
	}
}

// GeoLift_Test, Chicago and Portland, 2021-04-01..04-15. The raw synthetic control without intercept
// reproduces synthdid's sc_estimate, 30 x 122.899907938622; the normalised one lies in the range that METHODS gives.
func TestGeoLift(t *testing.T) {
	t.Parallel()
	p := readLong(t, "geolift_test.csv.gz", panel.Columns{})
	s := Spec{Panel: p, Treated: []string{"chicago", "portland"}, Start: "2021-04-01", End: "2021-04-15", Method: "sc"}
	a := estimate(t, s)
	if a.Total.Effect < 4300 || a.Total.Effect > 5200 || a.Relative.Effect < .05 || a.Relative.Effect > .061 {
		t.Errorf("normalised: %v, %v", a.Total.Effect, a.Relative.Effect)
	}
	s.Raw, s.NoAudit = true, true
	if a := estimate(t, s); math.Abs(a.Total.Effect-30*122.899907938622) > 1e-6*3687 {
		t.Errorf("raw: %v, want 3687", a.Total.Effect)
	}
}

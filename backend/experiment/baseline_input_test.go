package experiment

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// What people bring: each gives finite numbers in order, or a reason. says is empty where an answer is due.
func TestBaselineOnBadInput(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for _, c := range []struct {
		name        string
		units, days int
		change      func(unit, day int, v float64) float64
		says        string
	}{
		{"41 days of history", 1, 55, nil, "at least 42"},
		{"all zero", 1, 90, func(int, int, float64) float64 { return 0 }, "Nothing was sold"},
		{"constant", 3, 90, func(int, int, float64) float64 { return 7 }, "never change"},
		{"one unit", 1, 90, nil, ""},
		{"negative days", 1, 90, func(_, day int, v float64) float64 { return v - 300*float64(day%9/8) }, ""},
		{"always negative", 1, 90, func(_, _ int, v float64) float64 { return -v }, ""},
		{"values of 1e12", 4, 90, func(_, _ int, v float64) float64 { return v * 1e10 }, ""},
		{"controls missing in part", 4, 90, func(unit, day int, v float64) float64 {
			if unit > 0 && (day+unit)%3 == 0 {
				return nan
			}
			return v
		}, ""},
		{"zero controls", 4, 90, func(unit, _ int, v float64) float64 {
			if unit > 0 {
				return 0
			}
			return v
		}, ""},
		{"controls that are copies", 4, 90, func(unit, day int, v float64) float64 {
			if unit > 0 {
				return 50 + float64(day*day%31)
			}
			return v
		}, ""},
		{"one day of a million", 2, 90, func(unit, day int, v float64) float64 {
			if unit == 0 && day == 40 {
				return 1e6
			}
			return v
		}, ""},
		{"2,000 controls", 2001, 70, nil, ""},
	} {
		p := made(3, c.units, c.days, c.change)
		a := estimate(t, ask(p, "baseline", "u00"))
		if c.says != "" {
			if a.Status != StatusNotEstimable || !strings.Contains(a.Reason, c.says) {
				t.Errorf("%s: %s %q, want a reason with %q", c.name, a.Status, a.Reason, c.says)
			}
			continue
		}
		if a.Status != StatusOK {
			t.Errorf("%s: %s", c.name, a.Reason)
			continue
		}
		if v := a.Total; !(v.Lower < v.Effect && v.Effect < v.Upper) || math.IsInf(v.Upper-v.Lower, 0) {
			t.Errorf("%s: %+v", c.name, v)
		}
	}
}

// Nearly fourteen years of days are answered from the latest four, at once and with the audit.
func TestBaselineOnLongHistory(t *testing.T) {
	t.Parallel()
	p := made(6, 4, 5000, nil)
	a := estimate(t, ask(p, "baseline", "u01"))
	if a.Status != StatusOK || a.Diagnostics.HistoryPeriods != maxHistory || a.Audit.FalseAlarmRate == nil || a.Audit.Placebos > maxPlacebos {
		t.Errorf("%s, history %d, audit %+v", a.Status, a.Diagnostics.HistoryPeriods, a.Audit)
	}
	long := Spec{Panel: p, Treated: []string{"u00"}, Method: "baseline", Start: p.Labels[4500], End: p.Labels[4999]}
	if a := estimate(t, long); a.Status != StatusOK || len(a.Days) != maxHistory+500 {
		t.Errorf("a test of 500 days: %s %s", a.Status, a.Reason)
	}
}

// The single days' counterfactuals are those of the total, also where few and skew sales bend the scale.
func TestBaselineDaysAddUp(t *testing.T) {
	t.Parallel()
	for seed := uint64(1); seed <= 6; seed++ {
		rng := rand.New(rand.NewPCG(seed, 20261122))
		y := make([]float64, 120)
		for i := range y {
			y[i] = math.Floor(rng.ExpFloat64() * 2)
		}
		p := seriesPanel(y)
		a := estimate(t, Spec{Panel: p, Treated: p.Units, NoControls: true, Start: p.Labels[92], End: p.Labels[119], Method: "baseline", NoAudit: true})
		if a.Status != StatusOK {
			t.Fatal(a.Reason)
		}
		sum, last := 0.0, DayEffect{}
		for _, d := range a.Days {
			if d.InTest {
				sum, last = sum+d.Counterfactual, d
			}
		}
		if math.Abs(sum-a.Total.Counterfactual) > 1e-6*a.Total.Counterfactual || math.Abs(*last.CumEffect-a.Total.Effect) > 1e-6*math.Abs(a.Total.Counterfactual) {
			t.Errorf("seed %d: the days sum to %v, the total is %v; the last running sum %v, the effect %v", seed, sum, a.Total.Counterfactual, *last.CumEffect, a.Total.Effect)
		}
	}
}

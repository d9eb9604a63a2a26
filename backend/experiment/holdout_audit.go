package experiment

import (
	"math"

	"creatorlift/backend/stats"
)

// audit runs the same comparison on quiet stretches of the history, for the treated units as they are.
func (h *holdout) audit(how stats.Weighting) *Audit {
	if h.spec.NoAudit {
		return nil
	}
	length := len(h.kept) - h.pre
	au := &Audit{Widening: 1}
	draws := h.draws[:min(auditRedraws, len(h.draws))]
	var quiet, alarms95 int
	for _, start := range placeboStarts(h.pre, length) {
		t, c := h.placebo(how, start, length, draws)
		if t == nil {
			continue
		}
		lo, hi := t.Interval(h.spec.Level)
		if t.P(0) <= .05 {
			alarms95++
		}
		if lo <= 0 && hi >= 0 {
			quiet++
		}
		cf := 1.0 // the gap is already a share of the treated units' size
		if h.spec.Raw {
			cf = mean(c.units.Counterfactual(c.own)[start:]) / c.units.Size(c.own)
		}
		au.Windows = append(au.Windows, Placebo{First: h.label(h.kept[start]), Last: h.label(h.kept[start+length-1]),
			Effect: t.Observed.Value / cf, Lower: lo / cf, Upper: hi / cf})
	}
	au.finish(quiet, alarms95)
	return au
}

func (h *holdout) placebo(how stats.Weighting, start, length int, draws [][]bool) (*stats.RandomisationTest, *comparison) {
	cut := make([][]float64, len(h.y))
	for i := range cut {
		cut[i] = h.y[i][:start+length]
	}
	if !allPositive(cut, start) {
		return nil, nil
	}
	c, err := newComparison(stats.NewUnits(cut, start, h.spec.Raw), h, how, draws)
	if err != nil {
		return nil, nil
	}
	t := c.test(start, start+length)
	if l, u := t.Interval(h.spec.Level); !finite(l, u) {
		return nil, nil
	}
	return t, c
}

// allPositive reports whether every unit sold something in its first pre periods.
func allPositive(y [][]float64, pre int) bool {
	for _, row := range y {
		if !(mean(row[:pre]) > 0) {
			return false
		}
	}
	return true
}

func finite(v ...float64) bool {
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

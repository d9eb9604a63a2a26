package experiment

import (
	"math"
	"slices"

	"creatorlift/backend/stats"
)

// audit runs the same comparison on quiet stretches of the history, for the treated units as they are.
func (h *holdout) audit(m rival) (*Audit, error) {
	if h.spec.NoAudit {
		return nil, nil
	}
	length := len(h.kept) - h.pre
	au := &Audit{Widening: 1}
	draws := h.draws[:min(auditRedraws, len(h.draws))]
	var quiet, alarms95 int
	starts := placeboStarts(h.pre, length)
	for i, start := range starts {
		if err := h.spec.step(checking(len(starts)), i, len(starts)); err != nil {
			return nil, err
		}
		t, c := h.placebo(m, start, length, draws)
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
		usual := float64(length) * h.usual(start)
		share := func(tau float64) float64 {
			return c.total(tau, h.sold(start, start+length), start, start+length) / usual
		}
		au.Windows = append(au.Windows, Placebo{First: h.label(h.kept[start]), Last: h.label(h.kept[start+length-1]),
			Effect: share(t.Observed.Value), Lower: share(lo), Upper: share(hi)})
	}
	au.finish(quiet, alarms95)
	return au, h.spec.wanted() // a stretch given up halfway was left out above
}

// sold is what the treated units sold over the kept periods [from, to).
func (h *holdout) sold(from, to int) float64 {
	var s float64
	for i, row := range h.y {
		if h.treated[i] {
			for _, v := range row[from:to] {
				s += v
			}
		}
	}
	return s
}

// usual is what the treated units sold in a period before the kept period end, on average.
func (h *holdout) usual(end int) float64 { return h.sold(0, end) / float64(end) }

func (h *holdout) placebo(m rival, start, length int, draws [][]bool) (*stats.RandomisationTest, *comparison) {
	cut := h.active(start, start+length, draws)
	if cut == nil || len(cut.draws) < minPlacebos {
		return nil, nil
	}
	c, err := m.compare(cut, cut.draws)
	if err != nil {
		return nil, nil
	}
	t := c.test(start, start+length)
	if l, u := t.Interval(h.spec.Level); !finite(l, u) {
		return nil, nil
	}
	return t, c
}

// active is the holdout cut at end, with the units that had sold something in its first pre periods;
// redraws are cut to them too. Nil where a treated unit had not, or too few units are left.
func (h *holdout) active(pre, end int, draws [][]bool) *holdout {
	cut := &holdout{window: h.window, pre: pre, kept: h.kept[:end]}
	var keep []int
	for i, row := range h.y {
		if mean(row[:pre]) > 0 {
			keep = append(keep, i)
			cut.y, cut.units, cut.treated = append(cut.y, row[:end]), append(cut.units, h.units[i]), append(cut.treated, h.treated[i])
		} else if h.treated[i] {
			return nil
		}
	}
	if len(keep) < minHoldoutUnits || count(cut.treated) == len(keep) {
		return nil
	}
	cut.pairs = pairsWithin(h.pairs, keep)
	for _, d := range draws {
		set := make([]bool, len(keep))
		for to, from := range keep {
			set[to] = d[from]
		}
		if n := count(set); n > 0 && n < len(keep) {
			cut.draws = append(cut.draws, set)
		}
	}
	return cut
}

// pairsWithin renumbers the pairs of which both units are kept.
func pairsWithin(pairs [][2]int, keep []int) [][2]int {
	var out [][2]int
	for _, p := range pairs {
		if a, b := slices.Index(keep, p[0]), slices.Index(keep, p[1]); a >= 0 && b >= 0 {
			out = append(out, [2]int{a, b})
		}
	}
	return out
}

func finite(v ...float64) bool {
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

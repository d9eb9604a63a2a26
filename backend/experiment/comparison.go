package experiment

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"

	"creatorlift/backend/stats"
)

// comparison is the observed statistic and those of all redraws, ready to be tested over any periods.
// Statistic 0 is the observed one, i+1 that of redraw i.
type comparison struct {
	// values are the statistics over the kept periods [from, to), and what a unit effect on the truly
	// treated units adds to each.
	values func(from, to int) (v, load []float64)
	onLogs logValues // the same statistics as log effects, where methods are blended
	scale  []float64 // studentises each statistic
	loads  []float64 // of a small effect; they decide whether scales may differ
	level  float64   // of the statistics: below a billionth of it a history is rounding noise

	// total is the effect tau over [from, to) in the panel's unit, where observed was sold.
	total func(tau, observed float64, from, to int) float64
	// under is what a period whose expected sales are path would have sold without creators if the
	// effect were tau in place of the estimate; nil where changes are compared.
	under   func(path, estimate, tau float64) float64
	wide    float64   // stretches every range; 0 = not
	path    []float64 // the treated units' summed counterfactual in every kept period
	weights []float64 // of the left-out units
	spread  float64   // root mean square of the observed statistic's gap in the history, a share of size
}

// scaleFloor keeps a redraw whose history fits perfectly from dominating: a share of the median spread.
const scaleFloor = 0.25

// unlike is how many times the usual spread a set may have: the others' movements say nothing of one that
// moves far more, and a range made from them would be far too narrow.
const unlike = 5

// stillShare is the spread, as a share of size, below which a history is rounding noise.
const stillShare = 1e-9

// contrasts compares by one Weighting, refitted for every redraw.
func contrasts(h *holdout, how stats.Weighting, draws [][]bool) (*comparison, error) {
	if how != stats.DiD && len(h.units) > mostFitted {
		return nil, cannot("A mix is fitted over at most %d units; there are %d. Use did.", mostFitted, len(h.units))
	}
	u := stats.NewUnits(h.y, h.pre, h.spec.Raw)
	fits, sums := make([]stats.Contrast, len(draws)+1), make([][]float64, len(draws)+1)
	err := h.each(draws, func(i int, set []bool) error {
		var err error
		if fits[i], err = u.Contrast(set, how); err != nil {
			return err
		}
		sums[i] = []float64{0}
		for t, v := range u.Gap(fits[i]) {
			sums[i] = append(sums[i], sums[i][t]+v)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	c := &comparison{level: u.Level(), path: u.Counterfactual(fits[0]), weights: fits[0].Control, spread: fits[0].Spread}
	for _, f := range fits {
		c.scale, c.loads = append(c.scale, f.Spread), append(c.loads, f.Load(h.treated))
	}
	c.values = func(from, to int) ([]float64, []float64) {
		v := make([]float64, len(sums))
		for i, s := range sums {
			v[i] = (s[to] - s[from]) / float64(to-from)
		}
		return v, c.loads
	}
	c.onLogs = h.logLevels(fits, sums)
	size := u.Size(fits[0])
	c.total = func(tau, _ float64, from, to int) float64 { return tau * size * float64(to-from) }
	c.under = func(path, estimate, tau float64) float64 { return path + (estimate-tau)*size }
	return c, c.settle(h.spec.Assignment.Rule != "")
}

// each runs f for the observed set (0) and every redraw on the machine's cores.
func (h *holdout) each(draws [][]bool, f func(i int, set []bool) error) error {
	err := stats.Parallel(len(draws)+1, func(i int) error {
		if err := h.spec.wanted(); err != nil {
			return err
		}
		if i == 0 {
			return f(0, h.treated)
		}
		return f(i, draws[i-1])
	})
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return cannot("The mix of left-out units could not be worked out: %v.", err)
}

// settle studentises by the scales given, floored. A redraw that is more sensitive to the effect than
// the observed set leaves the range without a bound; then all scales are equal. For sets drawn by lot
// that is decided from the whole pool, so that no set is treated differently for being the observed one
// (deciding by the observed set's own scale raised .12 to .15 false alarms at .10). For sets that were
// chosen (drawn is false) it is decided pair by pair, which keeps a noisy chosen unit from crying wolf. The error says
// that nothing varies.
func (c *comparison) settle(drawn bool) error {
	sorted := slices.Sorted(slices.Values(c.scale))
	usual := sorted[len(sorted)/2]
	switch {
	case usual < stillShare*c.level:
		return cannot("The units move in step to the last digit before the test, so there is nothing to measure chance by.")
	case c.scale[0] > unlike*usual:
		return cannot("Before the test the treated units moved %.0f times as unevenly as left-out units do among themselves, so these cannot show how large chance is.", c.scale[0]/usual)
	}
	floor, load := scaleFloor*usual, 0.0
	for j, s := range c.scale {
		c.scale[j] = max(s, floor)
		if j > 0 {
			load = max(load, math.Abs(c.loads[j]))
		}
	}
	if drawn && load*slices.Max(c.scale) >= .98*slices.Min(c.scale) || !drawn && c.unbounded() {
		for j := range c.scale {
			c.scale[j] = 1
		}
	}
	return nil
}

// unbounded reports whether some redraw is at least as sensitive to the effect as the observed set.
func (c *comparison) unbounded() bool {
	for j, l := range c.loads[1:] {
		if math.Abs(l)*c.scale[0] >= .98*c.scale[j+1] {
			return true
		}
	}
	return false
}

// test is the randomisation test over the kept periods [from, to).
func (c *comparison) test(from, to int) *stats.RandomisationTest {
	v, load := c.values(from, to)
	others := make([]stats.Redraw, len(v)-1)
	for i := range others {
		others[i] = stats.Redraw{Value: v[i+1], Load: load[i+1], Scale: c.scale[i+1]}
	}
	t := stats.NewRandomisationTest(stats.Redraw{Value: v[0] / load[0], Load: 1, Scale: c.scale[0] / load[0]}, others)
	return t.Widened(max(c.wide, 1))
}

// fill writes total, days and diagnostics of the comparison into the answer.
func (h *holdout) fill(a *Answer, c *comparison) {
	sum := h.treatedSum()
	t := c.test(h.pre, len(h.kept))
	tot := &Total{}
	for _, at := range h.kept[h.pre:] {
		tot.Observed += sum[at]
	}
	tot.Effect, tot.Lower, tot.Upper = h.effects(c, t, a.Level, tot.Observed, h.pre, len(h.kept))
	tot.Counterfactual = tot.Observed - tot.Effect
	p := t.P(0)
	a.Total, a.PValue, a.Significant = tot, &p, tot.Lower > 0 || tot.Upper < 0
	a.Relative = relative(*tot)
	h.days(a, c)
	d := &a.Diagnostics
	d.Redraws, d.Assignment, d.LeftOut, d.Weights = len(c.scale)-1, h.spec.Assignment.Rule, h.leftOut, map[string]float64{}
	for i, u := range h.units {
		if !h.treated[i] {
			d.Controls = append(d.Controls, u)
			if w := c.weights[i]; math.Abs(w) > 1e-6 {
				d.Weights[u] = w
			}
		}
	}
	d.Numbers = map[string]float64{"history_rms_gap_share": c.spread}
}

// effects are the estimate and its range as totals over [from, to).
func (h *holdout) effects(c *comparison, t *stats.RandomisationTest, level, observed float64, from, to int) (e, lo, hi float64) {
	l, u := t.Interval(level)
	return c.total(t.Observed.Value, observed, from, to), c.total(l, observed, from, to), c.total(u, observed, from, to)
}

// days writes each kept period with its own range and the running sum's, by the same test over those
// periods alone.
func (h *holdout) days(a *Answer, c *comparison) {
	sum, run := h.treatedSum(), make([]float64, len(h.kept))
	for i, at := range h.kept {
		if i >= h.pre {
			run[i] = run[i-1] + sum[at]
		}
	}
	a.Days = make([]DayEffect, len(h.kept))
	_ = stats.Parallel(len(h.kept), func(i int) error {
		a.Days[i] = h.day(c, a.Level, i, sum[h.kept[i]], run[i])
		return nil
	})
}

// day is kept period i, where v was sold, and run since the test began.
func (h *holdout) day(c *comparison, level float64, i int, v, run float64) DayEffect {
	d := DayEffect{Date: h.label(h.kept[i]), Observed: &v, Counterfactual: c.path[i], InTest: i >= h.pre}
	if low, up := c.band(i, level); finite(low, up) {
		d.Lower, d.Upper = &low, &up
	}
	if d.InTest {
		e, l, u := h.effects(c, c.test(h.pre, i+1), level, run, h.pre, i+1)
		if finite(e) { // a share of nothing sold is no effect that can be named
			d.CumEffect = &e
		}
		if finite(e, l, u) {
			d.CumLower, d.CumUpper = &l, &u
		}
	}
	return d
}

// band is the range of what period i alone would have sold without creators. Contrasts invert their test over
// that period. Changes take the spread of the treated units' own gap in the history: on single days,
// on many of which a unit sells nothing, there is no ratio to speak of.
func (c *comparison) band(i int, level float64) (low, up float64) {
	if c.under == nil {
		reach := c.spread * normalQuantile((1+level)/2)
		return c.path[i] * (1 - reach), c.path[i] * (1 + reach)
	}
	t := c.test(i, i+1)
	l, u := t.Interval(level)
	return c.under(c.path[i], t.Observed.Value, u), c.under(c.path[i], t.Observed.Value, l)
}

func itoa(n int) string { return strconv.Itoa(n) }

package experiment

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"

	"creatorlift/backend/stats"
)

// comparison is the observed contrast and those of all redraws, ready to be tested over any periods.
type comparison struct {
	units   *stats.Units
	treated []bool
	own     stats.Contrast
	others  []stats.Contrast
	scale   []float64   // of own, then of others
	sums    [][]float64 // of own, then of others: running sums of the gap, one longer than the periods
}

// scaleFloor keeps a redraw whose history fits perfectly from dominating: a share of the median spread.
const scaleFloor = 0.25

func newComparison(u *stats.Units, h *holdout, how stats.Weighting, draws [][]bool) (*comparison, error) {
	c := &comparison{units: u, treated: h.treated, others: make([]stats.Contrast, len(draws))}
	var err error
	if c.own, err = u.Contrast(h.treated, how); err != nil {
		return nil, cannot("The mix of left-out units could not be worked out: %v.", err)
	}
	errs := stats.Parallel(len(draws), func(i int) error {
		err := h.spec.wanted()
		if err == nil {
			c.others[i], err = u.Contrast(draws[i], how)
		}
		return err
	})
	if errors.Is(errs, context.Canceled) {
		return nil, errs
	}
	if errs != nil {
		return nil, cannot("The mix of left-out units could not be worked out: %v.", errs)
	}
	if !c.scales(h.spec.Assignment.Rule != "") {
		return nil, cannot("The units move in step to the last digit before the test, so there is nothing to measure chance by.")
	}
	for _, o := range append([]stats.Contrast{c.own}, c.others...) {
		sum := []float64{0}
		for t, v := range u.Gap(o) {
			sum = append(sum, sum[t]+v)
		}
		c.sums = append(c.sums, sum)
	}
	return c, nil
}

// over is the mean gap of the i-th contrast over the periods [from, to).
func (c *comparison) over(i, from, to int) float64 {
	return (c.sums[i][to] - c.sums[i][from]) / float64(to-from)
}

// stillShare is the spread, as a share of size, below which a history is rounding noise.
const stillShare = 1e-9

// scales studentises by the history's spread. A redraw that is more sensitive to the effect than the
// observed set leaves the range without a bound; then all scales are equal. For sets drawn by lot that
// is decided from the whole pool, so that no set is treated differently for being the observed one
// (deciding by the observed set's own scale raised .12 to .15 false alarms at .10). For sets that were
// chosen it is decided pair by pair, which keeps a noisy chosen unit from crying wolf. It reports
// false if nothing varies.
func (c *comparison) scales(drawn bool) bool {
	spread, load := []float64{c.own.Spread}, 0.0
	for _, o := range c.others {
		spread = append(spread, o.Spread)
		load = max(load, math.Abs(o.Load(c.treated)))
	}
	sorted := slices.Sorted(slices.Values(spread))
	if sorted[len(sorted)-1] < stillShare*c.units.Level() {
		return false
	}
	floor := scaleFloor * sorted[len(sorted)/2]
	for _, s := range spread {
		c.scale = append(c.scale, max(s, floor))
	}
	if drawn && load*slices.Max(c.scale) >= .98*slices.Min(c.scale) || !drawn && c.unbounded() {
		for j := range c.scale {
			c.scale[j] = 1
		}
	}
	return true
}

// unbounded reports whether some redraw is at least as sensitive to the effect as the observed set.
func (c *comparison) unbounded() bool {
	for i, o := range c.others {
		if math.Abs(o.Load(c.treated))*c.scale[0] >= .98*c.scale[i+1] {
			return true
		}
	}
	return false
}

// test is the randomisation test of the mean gap over the kept periods [from, to).
func (c *comparison) test(from, to int) *stats.RandomisationTest {
	others := make([]stats.Redraw, len(c.others))
	for i, o := range c.others {
		others[i] = stats.Redraw{Value: c.over(i+1, from, to), Load: o.Load(c.treated), Scale: c.scale[i+1]}
	}
	return stats.NewRandomisationTest(stats.Redraw{Value: c.over(0, from, to), Load: 1, Scale: c.scale[0]}, others)
}

// fill writes total, days and diagnostics of the comparison into the answer.
func (h *holdout) fill(a *Answer, c *comparison) {
	cf := c.units.Counterfactual(c.own)
	size := c.units.Size(c.own)
	sum := h.treatedSum()
	length := float64(len(h.kept) - h.pre)
	t := c.test(h.pre, len(h.kept))
	lo, hi := t.Interval(a.Level)
	tot := &Total{Effect: t.Observed.Value * size * length, Lower: lo * size * length, Upper: hi * size * length}
	for _, at := range h.kept[h.pre:] {
		tot.Observed += sum[at]
	}
	tot.Counterfactual = tot.Observed - tot.Effect
	p := t.P(0)
	a.Total, a.PValue, a.Significant = tot, &p, tot.Lower > 0 || tot.Upper < 0
	a.Relative = relative(*tot)
	h.days(a, c, cf, size)
	d := &a.Diagnostics
	d.Redraws, d.Assignment, d.LeftOut, d.Weights = len(c.others), h.spec.Assignment.Rule, h.leftOut, map[string]float64{}
	for i, u := range h.units {
		if !h.treated[i] {
			d.Controls = append(d.Controls, u)
			if w := c.own.Control[i]; w > 1e-6 {
				d.Weights[u] = w
			}
		}
	}
	d.Numbers = map[string]float64{"history_rms_gap_share": c.own.Spread}
}

// days writes each kept period with its own range and the running sum's, by the same test over those
// periods alone.
func (h *holdout) days(a *Answer, c *comparison, cf []float64, size float64) {
	sum := h.treatedSum()
	for i, at := range h.kept {
		v := sum[at]
		d := DayEffect{Date: h.label(at), Observed: &v, Counterfactual: cf[i], InTest: i >= h.pre}
		if l, u := c.test(i, i+1).Interval(a.Level); finite(l, u) {
			low, up := v-u*size, v-l*size
			d.Lower, d.Upper = &low, &up
		}
		if d.InTest {
			k := float64(i + 1 - h.pre)
			t := c.test(h.pre, i+1)
			e := t.Observed.Value * size * k
			d.CumEffect = &e
			if l, u := t.Interval(a.Level); finite(l, u) {
				low, up := l*size*k, u*size*k
				d.CumLower, d.CumUpper = &low, &up
			}
		}
		a.Days = append(a.Days, d)
	}
}

// choose runs every weighing on quiet stretches of the history, for the drawn sets alike, and takes
// the one with the smallest error; the treated set has no special place in it, so the later comparison
// of that set with the others stays fair. Without room for a stretch it is the last of them.
func (h *holdout) choose() (weighing, []Tried) {
	// Quiet stretches as long as the test, shorter where the history has no room for two of them.
	length := min(len(h.kept)-h.pre, max((h.pre-minPlaceboPast)/2, 1))
	sets := append([][]bool{h.treated}, h.draws[:min(choiceSets, len(h.draws))]...)
	sum, n := make([]float64, len(weighings)), make([]float64, len(weighings))
	for start := h.pre - length; start >= max(minPlaceboPast, h.pre-4*length); start -= length {
		cut := h.active(start, start+length, sets)
		if cut == nil || h.spec.wanted() != nil { // the comparison that follows says that it was stopped
			continue
		}
		u := stats.NewUnits(cut.y, start, h.spec.Raw)
		for i, m := range weighings {
			for _, s := range cut.draws {
				if c, err := u.Contrast(s, m.how); err == nil {
					sum[i] += math.Abs(c.Effect)
					n[i]++
				}
			}
		}
	}
	var tried []Tried
	best, least := weighings[len(weighings)-1], math.Inf(1)
	for i, m := range weighings {
		if n[i] == 0 {
			continue
		}
		e := sum[i] / n[i]
		tried = append(tried, Tried{m.name, e})
		if e < least {
			best, least = m, e
		}
	}
	return best, tried
}

func itoa(n int) string { return strconv.Itoa(n) }

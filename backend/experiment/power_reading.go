package experiment

import (
	"math"
	"slices"

	"creatorlift/backend/stats"
)

// contrastReading reads a window by one contrast. A lift leaves the weights as they are and moves every
// statistic along a straight line, so one fit of each set answers for all lifts.
type contrastReading struct {
	units *stats.Units
	how   stats.Weighting
	sets  [][]bool
	fits  []stats.Contrast
	rates []float64 // what a lift of 1 adds to each unit's movement
}

func newContrastReading(h *holdout, m rival) *contrastReading {
	r := &contrastReading{units: stats.NewUnits(h.y, h.pre, false)}
	r.rates = r.units.Rates(len(h.kept) - h.pre)
	for _, w := range weighings {
		if w.name == m.name {
			r.how = w.how
		}
	}
	return r
}

func (r *contrastReading) fit(sets [][]bool) error {
	for _, s := range sets {
		c, err := r.units.Contrast(s, r.how)
		if err != nil {
			return cannot("The mix of left-out units could not be worked out: %v.", err)
		}
		r.sets, r.fits = append(r.sets, s), append(r.fits, c)
	}
	return nil
}

func (r *contrastReading) shorter(cut *holdout) reading {
	length := len(cut.kept) - cut.pre
	c := &contrastReading{units: r.units, how: r.how, sets: r.sets, rates: r.units.Rates(length)}
	for _, f := range r.fits {
		f.Effect = mean(r.units.Gap(f)[cut.pre : cut.pre+length])
		c.fits = append(c.fits, f)
	}
	return c
}

func (r *contrastReading) slope(set, own int) float64 { return r.fits[set].Slope(r.sets[own], r.rates) }

func (r *contrastReading) quick(set int) (value, scale float64) {
	return r.fits[set].Effect, r.fits[set].Spread
}

func (r *contrastReading) lift(set int, effect float64) float64 { return effect / r.slope(set, set) }

func (r *contrastReading) compare(own int, others []int, lift float64) *comparison {
	c := &comparison{level: r.units.Level()}
	var v []float64
	for _, o := range append([]int{own}, others...) {
		f := r.fits[o]
		c.scale, c.loads = append(c.scale, f.Spread), append(c.loads, f.Load(r.sets[own]))
		v = append(v, f.Effect+lift*r.slope(o, own))
	}
	c.values = func(int, int) ([]float64, []float64) { return v, c.loads }
	return c
}

// changesReading reads a window by percentage changes. Its weights fall where a unit's change surprises, so a
// lift changes them: the sets are fitted anew for each lift, with the history's covariances as they are.
type changesReading struct {
	h     *holdout
	k     *stats.Changes
	d     []float64 // changes without a lift
	pairs bool
	sets  [][]bool
	fits  []stats.Shift // without a lift
}

// readChanges makes the pool ready for percentage changes.
func (q *pool) readChanges(m rival) error {
	h := *q.h
	h.treated = slices.Repeat([]bool{true}, len(h.units)) // whether a treated set sold anything is asked set by set
	k, err := h.changes()
	if err != nil {
		return err
	}
	q.ready = &changesReading{h: q.h, k: k, d: k.Over(q.h.pre, len(q.h.kept)), pairs: m.name == pairRival.name}
	return nil
}

func (r *changesReading) one(set []bool, d []float64) stats.Shift {
	if r.pairs {
		return r.k.FitPairs(r.h.pairs, set, d)
	}
	return r.k.Fit(set, d)
}

func (r *changesReading) fit(sets [][]bool) error {
	for _, s := range sets {
		r.sets, r.fits = append(r.sets, s), append(r.fits, r.one(s, r.d))
	}
	return nil
}

func (r *changesReading) shorter(cut *holdout) reading {
	k := r.k.On(cut.y)
	c := &changesReading{h: cut, k: k, d: k.Over(cut.pre, len(cut.kept)), pairs: r.pairs}
	_ = c.fit(r.sets)
	return c
}

func (r *changesReading) quick(set int) (value, scale float64) {
	f := r.fits[set]
	for i, w := range f.Weight {
		value += w * r.d[i]
	}
	return value, f.Scale
}

func (r *changesReading) lift(_ int, effect float64) float64 { return math.Expm1(effect) }

// compare is nil where the treated units sold nothing, of which no percentage change can be taken.
func (r *changesReading) compare(own int, others []int, lift float64) *comparison {
	h := *r.h
	h.treated = r.sets[own]
	if h.sold(h.pre, len(h.kept)) == 0 {
		return nil
	}
	k, fits := r.k, make([]stats.Shift, 0, len(others)+1)
	if lift > 0 {
		h.y = planted(h.y, h.treated, h.pre, lift)
		k = k.On(h.y)
	}
	d := k.Over(h.pre, len(h.kept))
	for _, o := range append([]int{own}, others...) {
		if lift > 0 {
			fits = append(fits, r.one(r.sets[o], d))
		} else {
			fits = append(fits, r.fits[o])
		}
	}
	return h.shifted(k, fits)
}

// planted multiplies the treated units' sales from period pre on; the other rows are the same ones.
func planted(y [][]float64, treated []bool, pre int, lift float64) [][]float64 {
	out := make([][]float64, len(y))
	for i, row := range y {
		if out[i] = row; !treated[i] {
			continue
		}
		out[i] = append(make([]float64, 0, len(row)), row...)
		for t := pre; t < len(row); t++ {
			out[i][t] *= 1 + lift
		}
	}
	return out
}

package experiment

import (
	"math"
	"slices"

	"creatorlift/backend/stats"
)

// secondLines adds what stands beside the effect: without covariates, with the largest values capped,
// without the row that makes most of it.
func (t *trial) secondLines(e *ArmEffect, p pair, full test) {
	if p.x {
		plain := p
		plain.x = false
		if r, ok := plain.estimate(false); ok {
			cut := 1 - full.gain.SE*full.gain.SE/(r.gain.SE*r.gain.SE)
			e.VarianceCut = &cut
			e.Unadjusted = &Unadjusted{Effect: r.gain.Effect, SE: r.gain.SE, Bounds: r.bounds(t.spec.Level)}
			t.sayCut(p.arm.name, cut)
		}
	}
	if !t.binary && t.spec.Denominator == "" {
		e.Winsorised = t.winsorised(p, e)
	}
	e.LargestRow = t.largestRow(p, full, e)
}

// sayCut says what the covariates gave, which can be nothing.
func (t *trial) sayCut(name string, cut float64) {
	if cut < .01 {
		t.warn("The covariates made the range of %s no narrower (variance cut %.1f %%): what they know of people does not foretell %s.", name, 100*cut, t.spec.Metric)
	}
}

// capShare is how much of each end is capped for the second line.
const capShare = .01

// winsorised caps the largest and smallest hundredth of both arms together at the same values. Nil
// where that changes nothing.
func (t *trial) winsorised(p pair, e *ArmEffect) *Winsorised {
	sorted := append(slices.Clone(p.control.y), p.arm.y...)
	slices.Sort(sorted)
	k := int(math.Ceil(capShare * float64(len(sorted))))
	w := &Winsorised{Floor: sorted[k], Cap: sorted[len(sorted)-1-k]}
	if w.Floor == sorted[0] && w.Cap == sorted[len(sorted)-1] || w.Cap <= w.Floor {
		return nil
	}
	q := p
	q.control.y, q.arm.y = capped(p.control.y, w.Floor, w.Cap), capped(p.arm.y, w.Floor, w.Cap)
	r, ok := q.estimate(false)
	if !ok {
		return nil
	}
	w.Effect, w.SE, w.Bounds = r.gain.Effect, r.gain.SE, r.bounds(t.spec.Level)
	if w.excludesZero() != e.excludesZero() {
		t.warn("The largest values decide about %s: with the top and bottom hundredth capped the range %s 0. The first line is the answer; this one says how much hangs on a few rows.", e.Arm, map[bool]string{true: "excludes", false: "holds"}[w.excludesZero()])
	}
	return w
}

func (b Bounds) excludesZero() bool { return b.Lower > 0 || b.Upper < 0 }

func capped(v []float64, floor, top float64) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = min(max(x, floor), top)
	}
	return out
}

// swayShare is the part of an effect that one row must make to be named.
const swayShare = .25

// largestRow leaves out the row that makes most of the effect and asks again. Nil where no row makes a
// quarter of it or decides.
func (t *trial) largestRow(p pair, full test, e *ArmEffect) *LargestRow {
	pull := make([]float64, 0, len(p.control.y)+len(p.arm.y))
	for _, v := range full.control.Pull {
		pull = append(pull, -v)
	}
	pull = append(pull, full.arm.Pull...)
	s := stats.LargestSway(e.Effect, pull)
	if s.Row < 0 {
		return nil
	}
	q, who := p.without(s.Row)
	if len(q.control.y) < 2 || len(q.arm.y) < 2 {
		return nil
	}
	r, ok := q.estimate(full.shares != nil)
	if !ok {
		return nil
	}
	l := &LargestRow{Row: who, Share: s.Share, Effect: r.gain.Effect, Bounds: r.bounds(t.spec.Level)}
	l.Flips = e.excludesZero() && !l.excludesZero()
	if s.Share < swayShare && !l.Flips {
		return nil
	}
	switch {
	case l.Flips:
		t.warn("One row decides about %s: without %s the range holds 0.", e.Arm, who)
	case e.excludesZero():
		t.warn("One row, %s, makes %.0f %% of the effect of %s.", who, 100*s.Share, e.Arm)
	}
	return l
}

// without is the pair without one row, counted through the control first; and whose row it is.
func (p pair) without(row int) (pair, string) {
	side := &p.control
	if row >= len(side.y) {
		row -= len(side.y)
		side = &p.arm
	}
	who := side.who[row]
	side.y = slices.Delete(slices.Clone(side.y), row, row+1)
	side.x = slices.Delete(slices.Clone(side.x), row, row+1)
	return p, who
}

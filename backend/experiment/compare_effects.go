package experiment

import (
	"math"
	"slices"

	"creatorlift/backend/stats"
)

// pair is one arm beside the control, ready to be estimated.
type pair struct {
	control, arm arm
	x            bool     // covariates are in use
	names        []string // of the covariates
	centre       []float64
}

// test is what a pair's comparison says: Welch's or the score test.
type test struct {
	gain         stats.Gain
	control, arm stats.ArmMean
	shares       *stats.Shares // for the score test
}

// effect compares the i-th arm with the control.
func (t *trial) effect(i int) (ArmEffect, error) {
	p := t.pair(i)
	full, ok := p.estimate(t.score)
	if !ok && p.x {
		t.warn("The covariates are left out for %s: with so few rows, or rows so far apart, they cannot be told from chance.", p.arm.name)
		p.x = false
		full, ok = p.estimate(t.score)
	}
	if !ok {
		return ArmEffect{}, cannot("In %s and %s every row has the same value, so there is no chance to measure the difference by.", p.control.name, p.arm.name)
	}
	for _, name := range p.names {
		if p.x && !slices.Contains(t.used, name) {
			t.used = append(t.used, name)
		}
	}
	e := ArmEffect{Arm: p.arm.name, Effect: full.gain.Effect, SE: full.gain.SE, Bounds: full.bounds(t.spec.Level)}
	k := float64(len(t.arms) - 1)
	alpha := (1 - t.spec.Level) / k
	e.Together = full.bounds(1 - alpha)
	e.Together.PValue = min(1, k*e.Together.PValue)
	e.Significant = e.Together.Lower > 0 || e.Together.Upper < 0
	if t.score {
		e.SE = full.shares.NullSE()
	} else if r, lo, up, ok := stats.FiellerRatio(full.control, full.arm, full.gain, t.spec.Level); ok {
		e.Relative = &Range{Effect: r, Lower: lo, Upper: up}
	}
	e.Always = t.always(full, alpha, k)
	t.secondLines(&e, p, full)
	return e, nil
}

// pair is arm i and the control with the covariates that can be used between them.
func (t *trial) pair(i int) pair {
	p := pair{control: t.arms[0], arm: t.arms[i]}
	if len(t.spec.Covariates) == 0 {
		return p
	}
	x := append(slices.Clone(p.control.x), p.arm.x...)
	all := t.complete(x)
	keep, constant, collinear := stats.Independent(all, len(t.spec.Covariates))
	for _, j := range constant {
		t.warn("The covariate %s is the same in every row and is left out.", t.spec.Covariates[j])
	}
	for _, j := range collinear {
		t.warn("The covariate %s says the same as those before it and is left out.", t.spec.Covariates[j])
	}
	p.x = len(keep) > 0
	if need := 2 * (len(keep) + 1); p.x && min(len(p.control.y), len(p.arm.y)) <= need {
		t.warn("%d covariates need more than %d rows in each arm; they are left out for %s.", len(keep), need, p.arm.name)
		p.x = false
	}
	p.centre = make([]float64, len(keep))
	picked := make([][]float64, len(all))
	for r, row := range all {
		for c, j := range keep {
			picked[r] = append(picked[r], row[j])
			p.centre[c] += row[j] / float64(len(all))
		}
	}
	p.control.x, p.arm.x = picked[:len(p.control.y)], picked[len(p.control.y):]
	for _, j := range keep {
		p.names = append(p.names, t.spec.Covariates[j])
	}
	return p
}

// complete fills missing covariates with the mean of both arms: covariates are older than the draw, so
// that favours no arm.
func (t *trial) complete(x [][]float64) [][]float64 {
	out := make([][]float64, len(x))
	for i := range x {
		out[i] = slices.Clone(x[i])
	}
	for j, name := range t.spec.Covariates {
		col := make([]float64, len(x))
		for i := range x {
			col[i] = x[i][j]
		}
		m, missing := meanKnown(col), 0
		if math.IsNaN(m) {
			m = 0 // nothing known: constant, and left out as such
		}
		for i, v := range col {
			if math.IsNaN(v) {
				out[i][j], missing = m, missing+1
			}
		}
		if missing > 0 {
			t.warn("%s is missing in %s; its mean is used there.", name, plural(missing, "row", "rows"))
		}
	}
	return out
}

// estimate is the pair's comparison; false where the data do not vary or carry no covariates.
func (p pair) estimate(score bool) (test, bool) {
	var r test
	if p.x {
		var ok0, ok1 bool
		r.control, ok0 = stats.AdjustedMean(p.control.y, p.control.x, p.centre)
		r.arm, ok1 = stats.AdjustedMean(p.arm.y, p.arm.x, p.centre)
		if !ok0 || !ok1 {
			return r, false
		}
	} else {
		r.control, r.arm = stats.PlainMean(p.control.y), stats.PlainMean(p.arm.y)
	}
	r.gain = stats.Welch(r.control, r.arm)
	if score {
		r.shares = &stats.Shares{X0: sum(p.control.y), N0: float64(len(p.control.y)), X1: sum(p.arm.y), N1: float64(len(p.arm.y))}
		hits := r.shares.X0 + r.shares.X1
		return r, hits > 0 && hits < r.shares.N0+r.shares.N1
	}
	// Below this the spread is the rounding of the values' own size.
	size := max(math.Abs(r.control.Mean), math.Abs(r.arm.Mean))
	return r, r.gain.SE > 1e-13*size
}

func sum(v []float64) float64 {
	var s float64
	for _, x := range v {
		s += x
	}
	return s
}

func (r test) bounds(level float64) Bounds {
	var b Bounds
	if r.shares != nil {
		b.Lower, b.Upper = r.shares.Interval(level)
		b.PValue = r.shares.P()
		return b
	}
	b.Lower, b.Upper = r.gain.Interval(level)
	b.PValue = r.gain.P()
	return b
}

// minAlways is the arm size below which the always-valid range, a large-sample one, is not given.
const minAlways = 10

// rho is the tuning of the always-valid range, fixed before the data.
func (t *trial) rho() float64 {
	return stats.MixtureRho(t.spec.Expect, (1-t.spec.Level)/float64(len(t.arms)-1))
}

// always is the range that may be looked at on any day: for shares of small counts an exact one, else the
// asymptotic one, which needs a few rows.
func (t *trial) always(r test, alpha, k float64) *Bounds {
	if r.shares != nil {
		p, lo, hi := r.shares.AlwaysValid(stats.MixtureWeight(max(t.spec.Expect/len(t.arms), 1), alpha), alpha)
		return &Bounds{Lower: lo, Upper: hi, PValue: min(1, k*p)}
	}
	if min(r.control.N, r.arm.N) < minAlways {
		return nil
	}
	rho := t.rho()
	p, half := r.gain.AlwaysValid(stats.AlwaysValid{R: float64(r.control.N+r.arm.N) * rho * rho}, alpha)
	return &Bounds{Lower: r.gain.Effect - half, Upper: r.gain.Effect + half, PValue: min(1, k*p)}
}

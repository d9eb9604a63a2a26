package stats

import (
	"math"
	"slices"
)

// Conformal tests "every treated unit gained tau times its size in every test period" by sliding: the
// synthetic control is fitted anew to history and test together, tau taken out, and the test's stretch
// of the residuals is compared with every other stretch of the same length, the series closed to a ring.
// Source: Chernozhukov, Wuthrich & Zhu (2021), moving block permutations.
//
// It assumes that the residuals are stationary and only weakly dependent, not that days can be swapped.
type Conformal struct {
	problem *ridgeProblem
	y       []float64 // the treated units' periods, nothing taken out
	pre     int
	ridge   float64 // lambda of the correction; +Inf = none
}

// NewConformal prepares the test for one treated set: history and test together, with an intercept.
// how is ASC{+Inf} for the synthetic control. Only the mostDonors controls that moved most alike in the
// history take part.
func NewConformal(u *Units, treated []bool, how ASC) *Conformal {
	c, controls := u.bySize(treated)
	if len(controls) > mostDonors {
		controls = u.mostAlike(controls, &c)
	}
	T := len(u.move[0])
	return newConformal(u.ridgeProblem(controls, &c, T, false), u.pre, how.Ridge*float64(T))
}

func newConformal(p *ridgeProblem, pre int, lambda float64) *Conformal {
	return &Conformal{problem: p, y: p.y, pre: pre, ridge: lambda}
}

// mostDonors bounds the work on wide panels.
const mostDonors = 200

func (u *Units) mostAlike(controls []int, c *Contrast) []int {
	y := make([]float64, u.pre)
	for i, w := range c.Treated {
		for t := range y {
			y[t] += w * u.move[i][t]
		}
	}
	series := make([][]float64, len(controls))
	for a, i := range controls {
		series[a] = u.move[i][:u.pre]
	}
	picked := MostAlike(y, series, mostDonors)
	for a, at := range picked {
		picked[a] = controls[at]
	}
	return picked
}

// residuals refits with the effect tau taken out of the test.
func (f *Conformal) residuals(tau float64) ([]float64, error) {
	p := *f.problem
	p.y = slices.Clone(f.y)
	for t := f.pre; t < len(p.y); t++ {
		p.y[t] -= tau
	}
	if !p.plain {
		m, _ := meanSD(p.y)
		for t := range p.y {
			p.y[t] -= m
		}
	}
	w, err := p.simplex()
	if err == nil && !math.IsInf(f.ridge, 1) {
		var mixes [][]float64
		if mixes, err = p.correct(w, []float64{f.ridge}); err == nil {
			w = mixes[0]
		}
	}
	if err != nil {
		return nil, err
	}
	return p.residuals(w).RawVector().Data, nil
}

// slide is the share of stretches, the test's own included, whose statistic is at least the test's.
func slide(r []float64, pre int, statistic func(stretch []float64) float64) float64 {
	ring := append(slices.Clone(r), r...)
	own, n := statistic(r[pre:]), 0
	tol := 1e-9 * math.Abs(own)
	for from := range r {
		if statistic(ring[from:from+len(r)-pre]) >= own-tol {
			n++
		}
	}
	return float64(n) / float64(len(r))
}

// sizeOfSum is the statistic for the total: a stretch's sum, whichever its sign. It is zero at the
// effect that fits best, so p reaches 1 and no interval is empty. (The mean size of single residuals,
// the paper's choice, answers whether any day stands out, and its intervals can be empty.)
func sizeOfSum(stretch []float64) float64 { return math.Abs(sum(stretch)) }

func sum(v []float64) float64 {
	var s float64
	for _, x := range v {
		s += x
	}
	return s
}

// P is the two-sided p-value of a constant effect tau, a multiple of 1/T.
func (f *Conformal) P(tau float64) (float64, error) {
	r, err := f.residuals(tau)
	if err != nil {
		return 0, err
	}
	return slide(r, f.pre, sizeOfSum), nil
}

// The search of Interval, in units of the residuals' size: first and widest step out, and their ratio.
const (
	firstReach = 1.0 / 64
	widest     = 1 << 14
	halvings   = 20
)

// Interval is the hull of the tau with p > 1 - level, with start a guess of the effect. It is unbounded
// where the periods are too few for the level.
func (f *Conformal) Interval(level, start float64) (lo, hi float64, err error) {
	best, reach, err := f.best(start)
	if err != nil {
		return 0, 0, err
	}
	inside := func(tau float64) bool {
		p, e := f.P(tau)
		if e != nil {
			err = e
		}
		return p > 1-level+1e-12
	}
	edge := func(sign float64) float64 {
		in, out := 0.0, math.Inf(1)
		for g := firstReach; g <= widest; g *= 2 {
			if inside(best + sign*g*reach) {
				in, out = g, math.Inf(1)
			} else if math.IsInf(out, 1) {
				out = g
			}
			if g > 64*max(in, 1) { // far out, and every wider step would be farther
				break
			}
		}
		if math.IsInf(out, 1) {
			return sign * out
		}
		for range halvings {
			if mid := (in + out) / 2; inside(best + sign*mid*reach) {
				in = mid
			} else {
				out = mid
			}
		}
		return best + sign*out*reach
	}
	lo, hi = edge(-1), edge(1)
	return lo, hi, err
}

// best is the effect at which the test's residuals sum to zero, and the size of the residuals there.
func (f *Conformal) best(start float64) (tau, size float64, err error) {
	total := func(tau float64) float64 {
		r, e := f.residuals(tau)
		if e != nil {
			err = e
			return 0
		}
		size = 0
		for _, v := range r {
			size += v * v / float64(len(r))
		}
		size = math.Sqrt(size)
		return sum(r[f.pre:])
	}
	at := total(start)
	step := math.Copysign(max(size, 1e-12), at)
	far := start
	for range 60 {
		if far += step; total(far)*at <= 0 {
			break
		}
		step *= 2
	}
	near := start
	for range 60 {
		mid := (near + far) / 2
		if total(mid)*at > 0 {
			near = mid
		} else {
			far = mid
		}
	}
	total(far)
	return far, max(size, 1e-12), err
}

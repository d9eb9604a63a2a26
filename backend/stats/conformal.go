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

// NoRidge is the synthetic control without a correction.
var NoRidge = ASC{math.Inf(1)}

// NewConformal prepares the test for one treated set: history and test together, with an intercept. Only the mostDonors controls that moved most alike in the
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
	firstReach = 1.0 / 8
	widest     = 1 << 14
	farOut     = 16 // times the last effect inside: where no wider one is tried
	halvings   = 14
)

// ConformalRange is the answer of Conformal: the effect at which the test's residuals sum to zero, the
// hull of all effects with p > 1 - level, and the p-value of no effect.
type ConformalRange struct{ Effect, Lower, Upper, P float64 }

// Interval inverts the test, with start a guess of the effect. It is unbounded where the periods are too
// few for the level. Zero lies outside exactly when P <= 1 - level, unless the p-values on its way to the
// effect are not monotonic; then it counts as inside. The error is the solver's.
func (f *Conformal) Interval(level, start float64) (ConformalRange, error) {
	var out ConformalRange
	best, reach, err := f.best(start)
	if err != nil {
		return out, err
	}
	s := &conformalSearch{test: f, alpha: 1 - level, best: best, reach: reach}
	out = ConformalRange{Effect: best, Lower: s.edge(-1), Upper: s.edge(1), P: s.p(0)}
	if out.P > s.alpha+1e-12 {
		out.Lower, out.Upper = min(out.Lower, 0), max(out.Upper, 0)
	}
	return out, s.err
}

type conformalSearch struct {
	test               *Conformal
	alpha, best, reach float64
	err                error
}

func (s *conformalSearch) p(tau float64) float64 {
	p, err := s.test.P(tau)
	if err != nil {
		s.err = err
	}
	return p
}

// edge is the outermost effect on one side that is not refused: first among steps that double, then by
// halving between the last one inside and the next.
func (s *conformalSearch) edge(sign float64) float64 {
	inside := func(steps float64) bool { return s.p(s.best+sign*steps*s.reach) > s.alpha+1e-12 }
	in, out := 0.0, math.Inf(1)
	for g := firstReach; g <= widest && g <= farOut*max(in, 1); g *= 2 {
		if inside(g) {
			in, out = g, math.Inf(1)
		} else {
			out = min(out, g)
		}
	}
	if math.IsInf(out, 1) {
		return sign * out
	}
	for range halvings {
		if mid := (in + out) / 2; inside(mid) {
			in = mid
		} else {
			out = mid
		}
	}
	return s.best + sign*out*s.reach
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
	from, over := start, start
	var beyond float64
	for range 60 {
		over += step
		if beyond = total(over); beyond*at <= 0 {
			break
		}
		from, at = over, beyond
		step *= 2
	}
	still := falsePosition(total, from, at, over, beyond)
	total(still)
	return still, max(size, 1e-12), err
}

// falsePosition finds a zero of f between a and b, at which it takes fa and fb of opposite signs, by the
// Illinois rule: an end that stays twice counts half.
func falsePosition(f func(float64) float64, a, fa, b, fb float64) float64 {
	for range 40 {
		if fb == 0 || fa == fb || math.Abs(b-a) <= 1e-12*math.Max(math.Abs(a), math.Abs(b)) {
			break
		}
		c := b - fb*(b-a)/(fb-fa)
		fc := f(c)
		if fc*fb < 0 {
			a, fa = b, fb
		} else {
			fa /= 2
		}
		b, fb = c, fc
	}
	return b
}

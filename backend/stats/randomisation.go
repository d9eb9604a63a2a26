package stats

import (
	"math"
	"sort"
)

// Redraw is the statistic under one assignment that could have been drawn: Value when nothing is
// taken out, and Load, how much of a constant effect on the truly treated units it picks up, so that
// it becomes Value - Load*tau once an effect tau is taken out. Scale studentises it (1 = not).
type Redraw struct{ Value, Load, Scale float64 }

// RandomisationTest compares the observed statistic with its redraws and inverts the comparison.
type RandomisationTest struct {
	Observed Redraw // Load 1
	others   []Redraw
	from, to []float64 // per redraw: the effects tau at which it is at least as extreme as the observed
	wide     float64   // every distance from the estimate counts 1/wide
}

// NewRandomisationTest prepares the test of Fisher's sharp null "every treated unit gained tau times
// its size in every test period". others holds the redraws without the observed assignment.
//
// For each redraw |v - a tau|/s >= |V - tau|/S holds on an interval around the estimate V (the roots
// of a quadratic), or, when the redraw is the more sensitive one (a/s > 1/S), outside one; then the
// hull is taken, which can only widen the interval. So p(tau) falls on both sides of V, and interval
// and p-value come from one and the same count. Source: Fisher (1935); inversion as in Imbens &
// Rubin (2015), 5.7.
func NewRandomisationTest(observed Redraw, others []Redraw) *RandomisationTest {
	r := &RandomisationTest{Observed: observed, others: others, wide: 1}
	for _, o := range others {
		lo, hi := extremeRange(observed, o)
		r.from, r.to = append(r.from, lo), append(r.to, hi)
	}
	sort.Float64s(r.from)
	sort.Float64s(r.to)
	return r
}

// extremeRange solves (v - a tau)^2/s^2 >= (V - tau)^2/S^2 for the hull that holds tau = V.
func extremeRange(obs, o Redraw) (lo, hi float64) {
	p, q := 1/o.Scale, 1/obs.Scale
	// |p v - p a tau| >= |q V - q tau| touches equality where both are equal or opposite.
	v, a := p*o.Value, p*o.Load
	V := q * obs.Value
	if math.Abs(a) >= q {
		return math.Inf(-1), math.Inf(1)
	}
	r1, r2 := settle((V-v)/(q-a), obs.Value, o.Value), settle((V+v)/(q+a), obs.Value, o.Value)
	return math.Min(r1, r2), math.Max(r1, r2)
}

// tieShare is how close to zero, beside the statistics, a root must lie to be a tie: rounding must not
// decide whether the range holds zero.
const tieShare = 1e-11

func settle(root, a, b float64) float64 {
	if math.Abs(root) <= tieShare*(math.Abs(a)+math.Abs(b)) {
		return 0
	}
	return root
}

// Widened is the same test with its range stretched about the estimate by the factor wide >= 1, and its
// p-values with it.
func (r *RandomisationTest) Widened(wide float64) *RandomisationTest {
	w := *r
	w.wide = wide
	return &w
}

// P is the two-sided p-value of the effect tau: the share of assignments, the observed one included,
// that are at least as extreme.
func (r *RandomisationTest) P(tau float64) float64 {
	n := len(r.others)
	tau = r.Observed.Value + (tau-r.Observed.Value)/r.wide
	tol := tieShare / 10 * (math.Abs(r.Observed.Value) + math.Abs(tau))
	below := sort.Search(n, func(i int) bool { return r.from[i] > tau+tol }) // ranges that start at or before tau
	over := sort.Search(n, func(i int) bool { return r.to[i] >= tau-tol })   // ranges that end before tau
	return float64(1+below-over) / float64(1+n)
}

// Interval holds every tau with p > 1 - level. It is unbounded when too few assignments exist.
func (r *RandomisationTest) Interval(level float64) (lo, hi float64) {
	n := len(r.others)
	// tau is outside when 1 + count <= alpha (n+1); counts fall away from the estimate.
	allowed := int(math.Floor((1-level)*float64(n+1)+1e-9)) - 1
	if allowed < 0 {
		return math.Inf(-1), math.Inf(1)
	}
	if allowed >= n {
		return r.Observed.Value, r.Observed.Value
	}
	v := r.Observed.Value
	return v + r.wide*(r.from[allowed]-v), v + r.wide*(r.to[n-1-allowed]-v)
}

// MinP is the smallest p-value that this many assignments can give.
func (r *RandomisationTest) MinP() float64 { return 1 / float64(1+len(r.others)) }

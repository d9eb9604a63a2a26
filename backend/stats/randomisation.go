package stats

import "math"

// Redraw is the statistic under one assignment that could have been drawn: Value when nothing is
// taken out, and Load, how much of a constant effect on the truly treated units it picks up, so that
// it becomes Value - Load*tau once an effect tau is taken out. Scale studentises it (1 = not).
type Redraw struct{ Value, Load, Scale float64 }

// RandomisationTest compares the observed statistic with its redraws and inverts the comparison. Its
// methods reorder what it holds: one goroutine at a time.
type RandomisationTest struct {
	Observed Redraw    // Load 1
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
	ends := make([]float64, 2*len(others))
	r := &RandomisationTest{Observed: observed, from: ends[:len(others)], to: ends[len(others):], wide: 1}
	for i, o := range others {
		r.from[i], r.to[i] = extremeRange(observed, o)
	}
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
	tau = r.Observed.Value + (tau-r.Observed.Value)/r.wide
	tol := tieShare / 10 * (math.Abs(r.Observed.Value) + math.Abs(tau))
	extreme := 1 // ranges that start at or before tau, without those that end before it
	for _, from := range r.from {
		if from <= tau+tol {
			extreme++
		}
	}
	for _, to := range r.to {
		if to < tau-tol {
			extreme--
		}
	}
	return float64(extreme) / float64(1+len(r.from))
}

// Interval holds every tau with p > 1 - level. It is unbounded when too few assignments exist.
func (r *RandomisationTest) Interval(level float64) (lo, hi float64) {
	n := len(r.from)
	// tau is outside when 1 + count <= alpha (n+1); counts fall away from the estimate.
	allowed := int(math.Floor((1-level)*float64(n+1)+1e-9)) - 1
	if allowed < 0 {
		return math.Inf(-1), math.Inf(1)
	}
	if allowed >= n {
		return r.Observed.Value, r.Observed.Value
	}
	v := r.Observed.Value
	return v + r.wide*(smallest(r.from, allowed)-v), v + r.wide*(smallest(r.to, n-1-allowed)-v)
}

// MinP is the smallest p-value that this many assignments can give.
func (r *RandomisationTest) MinP() float64 { return 1 / float64(1+len(r.from)) }

// smallest is the element that stands at place k (0 the least) when v is sorted; v is reordered. Source:
// Hoare (1961), find, with the middle of three as pivot.
func smallest(v []float64, k int) float64 {
	for lo, hi := 0, len(v)-1; lo < hi; {
		pivot := middle(v[lo], v[(lo+hi)/2], v[hi])
		i, j := lo, hi
		for i <= j {
			for v[i] < pivot {
				i++
			}
			for v[j] > pivot {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return v[k]
		}
	}
	return v[k]
}

func middle(a, b, c float64) float64 { return max(min(a, b), min(max(a, b), c)) }

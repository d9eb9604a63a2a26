package stats

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Trimmed is the trimmed match of pairs: the ratio theta at which the trimmed mean of
// response - theta cost over the pairs is zero.
type Trimmed struct {
	Estimate, SE float64
	Lower, Upper float64 // two-sided, at the level asked for
	P            float64 // two-sided, of a ratio of zero: the level at which the studentised trimmed mean just reaches it
	Rate         float64 // share cut at each end
	Left         []int   // pairs that were cut, in rising order
}

// mostTrimmed is the largest share that may be cut at each end.
const mostTrimmed = 0.3

// TrimmedMatch estimates the response per unit of cost from n >= 2 pairs, each given as treated minus
// control. With a cost of 1 for every pair it is the trimmed mean of the responses. The share to cut, at
// most maxRate (itself at most .3), is the smallest whose standard error is within 1 + .25/sqrt(n) of
// the least; 0 cuts nothing.
//
// The interval holds the theta whose studentised trimmed mean is no larger than a normal quantile; where
// that is without bound, three times the normal interval. Returns ErrNoVariation where no ratio is
// determined, such as for costs that sum to zero.
// Source: Chen & Au (2022), Robust causal inference for incremental return on ad spend with randomized
// paired geo experiments, and the authors' program for the choice of the share and the unbounded case.
func TrimmedMatch(response, cost []float64, maxRate, level float64) (Trimmed, error) {
	n := len(response)
	if len(cost) != n || n < 2 {
		panic("stats: TrimmedMatch: shapes do not agree")
	}
	m := newTrimming(response, cost)
	var tried []Trimmed
	least := math.Inf(1)
	for cut := 0; float64(cut)/float64(n) <= min(max(maxRate, 0), mostTrimmed) && n-2*cut >= 2; cut++ {
		theta, ok := m.root(cut)
		if !ok {
			return Trimmed{}, ErrNoVariation
		}
		t := Trimmed{Estimate: theta, Rate: float64(cut) / float64(n)}
		t.SE, t.Left = m.error(theta, cut)
		tried, least = append(tried, t), min(least, t.SE)
	}
	for _, t := range tried {
		if t.SE <= (1+.25/math.Sqrt(float64(n)))*least {
			if math.IsNaN(t.Estimate+t.SE) || math.IsInf(t.Estimate+t.SE, 0) {
				break
			}
			t.Lower, t.Upper = m.reach(t, distuv.UnitNormal.Quantile(1-(1-level)/2))
			t.P = m.zeroP(int(math.Round(t.Rate * float64(n))))
			return t, nil
		}
	}
	return Trimmed{}, ErrNoVariation
}

// reach is the interval of t at a normal quantile z.
func (m *trimming) reach(t Trimmed, z float64) (lo, hi float64) {
	lo, hi = m.interval(int(math.Round(t.Rate*float64(len(m.x)))), z)
	if !(hi-lo <= 1e6*t.SE) {
		return t.Estimate - 3*z*t.SE, t.Estimate + 3*z*t.SE
	}
	return lo, hi
}

// zeroP is the p-value at which the set of ratios that interval holds just reaches zero. Where that set is
// without bound it holds zero, though reach does not.
func (m *trimming) zeroP(cut int) float64 {
	out, in := 0.0, 40.0 // the set leaves zero out at the one and holds it at the other
	for range 60 {
		z := (out + in) / 2
		if lo, hi := m.interval(cut, z); lo > 0 || hi < 0 {
			out = z
		} else {
			in = z
		}
	}
	return 2 * distuv.UnitNormal.Survival(in)
}

// trimming holds the pairs and the ratios at which two residuals change places: between two of them
// the order of the residuals, and so what is cut, stays the same.
type trimming struct {
	x, c   []float64
	swaps  []float64
	orders [][]int // pairs in order of their residuals, in each stretch between swaps
}

func newTrimming(x, c []float64) *trimming {
	m := &trimming{x: x, c: c}
	for i := range x {
		for j := range i {
			if c[i] != c[j] {
				m.swaps = append(m.swaps, (x[i]-x[j])/(c[i]-c[j]))
			}
		}
	}
	slices.Sort(m.swaps)
	m.swaps = slices.Compact(m.swaps)
	for s := range len(m.swaps) + 1 {
		m.orders = append(m.orders, m.order(m.inside(s)))
	}
	return m
}

// bounds are the ends of the s-th stretch.
func (m *trimming) bounds(s int) (lo, hi float64) {
	lo, hi = math.Inf(-1), math.Inf(1)
	if s > 0 {
		lo = m.swaps[s-1]
	}
	if s < len(m.swaps) {
		hi = m.swaps[s]
	}
	return lo, hi
}

// inside is a ratio in the s-th stretch.
func (m *trimming) inside(s int) float64 {
	lo, hi := m.bounds(s)
	switch {
	case math.IsInf(lo, -1) && math.IsInf(hi, 1):
		return 0
	case math.IsInf(lo, -1):
		return hi - 1 - math.Abs(hi)
	case math.IsInf(hi, 1):
		return lo + 1 + math.Abs(lo)
	}
	return lo + (hi-lo)/2
}

func (m *trimming) residual(i int, theta float64) float64 { return m.x[i] - theta*m.c[i] }

func (m *trimming) order(theta float64) []int {
	at := make([]int, len(m.x))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(m.residual(a, theta), m.residual(b, theta)) })
	return at
}

// root solves for the zero of the trimmed mean; of several the one about which the kept residuals lie
// most evenly.
func (m *trimming) root(cut int) (float64, bool) {
	best, least, found := 0.0, math.Inf(1), false
	for s, order := range m.orders {
		var X, C float64
		for _, i := range order[cut : len(order)-cut] {
			X, C = X+m.x[i], C+m.c[i]
		}
		lo, hi := m.bounds(s)
		if cut == 0 {
			lo, hi = math.Inf(-1), math.Inf(1)
		}
		theta := X / C
		if C == 0 || theta < lo || theta > hi {
			continue
		}
		if uneven := m.uneven(theta, cut); uneven < least {
			best, least, found = theta, uneven, true
		}
		if cut == 0 {
			break
		}
	}
	return best, found
}

// uneven is the sum of |e(i) + e(n+1-i)| over the kept residuals in order.
func (m *trimming) uneven(theta float64, cut int) float64 {
	order, s := m.order(theta), 0.0
	for a := cut; a < len(order)-cut; a++ {
		s += math.Abs(m.residual(order[a], theta) + m.residual(order[len(order)-1-a], theta))
	}
	return s
}

// error is the standard error at theta, from the winsorised residuals and the trimmed cost,
// and what is cut there.
func (m *trimming) error(theta float64, cut int) (se float64, left []int) {
	order, n := m.order(theta), len(m.x)
	var squares, cost float64
	for a, i := range order {
		kept := order[min(max(a, cut), n-1-cut)]
		squares += math.Pow(m.residual(kept, theta), 2)
		if a >= cut && a < n-cut {
			cost += m.c[i]
		} else {
			left = append(left, i)
		}
	}
	slices.Sort(left)
	return math.Sqrt(squares) / math.Abs(cost), left
}

// interval is the hull of all theta with S^2 <= h (Q - W^2/n): S the sum of the kept residuals, W and Q
// the sum and the sum of squares of the winsorised ones, h = z^2 k/(k-1), k kept. In each stretch that
// is a quadratic in theta.
func (m *trimming) interval(cut int, z float64) (lo, hi float64) {
	n := float64(len(m.x))
	k := n - 2*float64(cut)
	h := z * z * k / (k - 1)
	lo, hi = math.Inf(1), math.Inf(-1)
	for s, order := range m.orders {
		var Sx, Sc, Wx, Wc, Qxx, Qxc, Qcc float64
		for a, own := range order {
			i := order[min(max(a, cut), len(order)-1-cut)]
			Wx, Wc = Wx+m.x[i], Wc+m.c[i]
			Qxx, Qxc, Qcc = Qxx+m.x[i]*m.x[i], Qxc+m.x[i]*m.c[i], Qcc+m.c[i]*m.c[i]
			if i == own && a >= cut && a < len(order)-cut {
				Sx, Sc = Sx+m.x[i], Sc+m.c[i]
			}
		}
		// A theta^2 - 2 B theta + C <= 0
		A := Sc*Sc - h*(Qcc-Wc*Wc/n)
		B := Sc*Sx - h*(Qxc-Wc*Wx/n)
		C := Sx*Sx - h*(Qxx-Wx*Wx/n)
		from, to := m.bounds(s)
		for _, r := range belowZero(A, B, C) {
			if a, b := max(r[0], from), min(r[1], to); a <= b {
				lo, hi = min(lo, a), max(hi, b)
			}
		}
	}
	return lo, hi
}

// belowZero are the stretches on which A x^2 - 2 B x + C <= 0.
func belowZero(A, B, C float64) [][2]float64 {
	inf := math.Inf(1)
	disc := B*B - A*C
	if disc < 0 {
		if A < 0 {
			return [][2]float64{{-inf, inf}}
		}
		return nil
	}
	if A == 0 {
		switch {
		case B > 0:
			return [][2]float64{{C / (2 * B), inf}}
		case B < 0:
			return [][2]float64{{-inf, C / (2 * B)}}
		case C <= 0:
			return [][2]float64{{-inf, inf}}
		}
		return nil
	}
	r1, r2 := (B-math.Sqrt(disc))/A, (B+math.Sqrt(disc))/A
	if A > 0 {
		return [][2]float64{{r1, r2}}
	}
	return [][2]float64{{-inf, r2}, {r1, inf}}
}

package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Shares compares two shares, X0 of N0 with X1 of N1, by the score test of Miettinen & Nurminen (1985):
// the variance at a difference is that of the likeliest shares with that difference. It holds for small
// counts and for none at all, where Welch fails.
type Shares struct{ X0, N0, X1, N1 float64 }

// Effect is X1/N1 - X0/N0.
func (s Shares) Effect() float64 { return s.X1/s.N1 - s.X0/s.N0 }

// Z is the score statistic of the difference being d, -1 < d < 1.
func (s Shares) Z(d float64) float64 {
	p0 := s.restricted(d)
	p1 := p0 + d
	n := s.N0 + s.N1
	v := (p1*(1-p1)/s.N1 + p0*(1-p0)/s.N0) * n / (n - 1)
	gap := s.Effect() - d
	if math.Abs(gap) < 1e-15 {
		return 0
	}
	return gap / math.Sqrt(max(v, 0))
}

// restricted is the control's share that is likeliest when the difference is d: the root of a cubic in
// Miettinen & Nurminen's (1985) closed form, appendix I.
func (s Shares) restricted(d float64) float64 {
	n := s.N0 + s.N1
	l3 := n
	l2 := (s.N1+2*s.N0)*d - n - s.X0 - s.X1
	l1 := (s.N0*d-n-2*s.X0)*d + s.X0 + s.X1
	l0 := s.X0 * d * (1 - d)
	q := math.Pow(l2/(3*l3), 3) - l1*l2/(6*l3*l3) + l0/(2*l3)
	p := math.Copysign(math.Sqrt(max(l2*l2/(9*l3*l3)-l1/(3*l3), 0)), q)
	a := math.Pi / 3
	if p != 0 {
		a = (math.Pi + math.Acos(max(-1, min(1, q/(p*p*p))))) / 3
	}
	return max(max(0, -d), min(min(1, 1-d), 2*p*math.Cos(a)-l2/(3*l3)))
}

// NullSE is the standard error of the difference if there is none, so that Effect/NullSE is Z(0).
func (s Shares) NullSE() float64 {
	n := s.N0 + s.N1
	p := (s.X0 + s.X1) / n
	return math.Sqrt(p * (1 - p) * (1/s.N0 + 1/s.N1) * n / (n - 1))
}

// P is the two-sided p-value of no difference. Neither all nor none of the rows may have succeeded.
func (s Shares) P() float64 { return 2 * distuv.UnitNormal.CDF(-math.Abs(s.Z(0))) }

// Interval holds every difference that the same test does not reject at the level; found by bisection,
// as the statistic falls in d.
func (s Shares) Interval(level float64) (lo, hi float64) {
	z := distuv.UnitNormal.Quantile(1 - (1-level)/2)
	return s.cross(-1, s.Effect(), z), s.cross(s.Effect(), 1, -z)
}

// cross finds d in [from, to] with Z(d) = z.
func (s Shares) cross(from, to, z float64) float64 {
	for range 200 {
		mid := from + (to-from)/2
		if mid == from || mid == to {
			break
		}
		if s.Z(mid) > z {
			from = mid
		} else {
			to = mid
		}
	}
	return from + (to-from)/2
}

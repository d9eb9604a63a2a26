package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Mixture is a weighted mixture of Student-t distributions with common degrees of freedom; with DF = +Inf
// of normals. Weights are >= 0 and sum to 1; Scale is the t's scale, not its standard deviation.
type Mixture struct {
	Weight, Loc, Scale []float64
	DF                 float64
}

// Mean is the mean of the mixture (DF > 1).
func (m Mixture) Mean() float64 {
	var s float64
	for i, w := range m.Weight {
		s += w * m.Loc[i]
	}
	return s
}

// SD is the standard deviation of the mixture (DF > 2).
func (m Mixture) SD() float64 {
	mu, v, wide := m.Mean(), 0.0, 1.0
	if !math.IsInf(m.DF, 1) {
		wide = m.DF / (m.DF - 2)
	}
	for i, w := range m.Weight {
		d := m.Loc[i] - mu
		v += w * (m.Scale[i]*m.Scale[i]*wide + d*d)
	}
	return math.Sqrt(v)
}

// standard is the mixture's component with location 0 and scale 1.
func (m Mixture) standard() interface {
	CDF(float64) float64
	Prob(float64) float64
} {
	if math.IsInf(m.DF, 1) {
		return distuv.UnitNormal
	}
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: m.DF}
}

// CDF is the probability of a value at most x.
func (m Mixture) CDF(x float64) float64 {
	t := m.standard()
	var p float64
	for i, w := range m.Weight {
		if w > 0 {
			p += w * t.CDF((x-m.Loc[i])/m.Scale[i])
		}
	}
	return p
}

// Tail is the two-sided probability of a value at least as far out as x: twice the smaller side. Each
// side is added up by itself, so that a far value has a small probability and not zero by rounding.
func (m Mixture) Tail(x float64) float64 {
	t := m.standard()
	var below, above float64
	for i, w := range m.Weight {
		z := (x - m.Loc[i]) / m.Scale[i]
		below += w * t.CDF(z)
		above += w * t.CDF(-z)
	}
	return math.Min(1, 2*math.Min(below, above))
}

// density is the probability density at x.
func (m Mixture) density(x float64) float64 {
	peak, d, normal := m.standard().Prob(0), 0.0, math.IsInf(m.DF, 1)
	for i, w := range m.Weight {
		z := (x - m.Loc[i]) / m.Scale[i]
		fall := z * z / 2
		if !normal {
			fall = (m.DF + 1) / 2 * math.Log1p(z*z/m.DF)
		}
		d += w / m.Scale[i] * math.Exp(-fall)
	}
	return peak * d
}

// Quantile inverts CDF by Newton steps inside a shrinking bracket, halving it where a step leaves it,
// to 1e-9 of the mixture's SD.
func (m Mixture) Quantile(p float64) float64 {
	mu, sd := m.Mean(), m.SD()
	lo, hi := math.Inf(-1), math.Inf(1)
	x := mu + sd*distuv.UnitNormal.Quantile(p)
	for hi-lo > 1e-10*sd {
		miss := m.CDF(x) - p
		if miss < 0 {
			lo = x
		} else {
			hi = x
		}
		next := x - math.Max(-sd, math.Min(sd, miss/m.density(x)))
		if math.Abs(next-x) <= 1e-9*sd || next == x {
			return next
		}
		if !(next > lo && next < hi) {
			next = lo + (hi-lo)/2
		}
		x = next
	}
	return x
}

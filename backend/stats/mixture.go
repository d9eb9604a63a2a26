package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Mixture is a weighted mixture of Student-t distributions with common degrees of freedom; with DF = +Inf
// of normals. Weights are >= 0 and sum to 1; Scale is the t's scale, not its standard deviation. With
// Curve and Shift (both nil, or as long as Weight) it is Curve of x + Shift that has the distribution.
type Mixture struct {
	Weight, Loc, Scale []float64
	Curve              []Curve
	Shift              []float64
	DF                 float64
}

// add puts a part in.
func (m *Mixture) add(weight float64, b bell, curve Curve, shift float64) {
	m.Weight, m.Loc, m.Scale = append(m.Weight, weight), append(m.Loc, b.loc), append(m.Scale, b.scale)
	m.Curve, m.Shift = append(m.Curve, curve), append(m.Shift, shift)
}

// on is part i's curve and shift.
func (m Mixture) on(i int) (Curve, float64) {
	if m.Curve == nil {
		return Straight, 0
	}
	return m.Curve[i], m.Shift[i]
}

// score is how many scales x lies from the location of part i.
func (m Mixture) score(i int, x float64) float64 {
	c, shift := m.on(i)
	return (c.bend(x+shift) - m.Loc[i]) / m.Scale[i]
}

// spread is the standard deviation of a part with scale 1 (DF > 2).
func (m Mixture) spread() float64 {
	if math.IsInf(m.DF, 1) {
		return 1
	}
	return math.Sqrt(m.DF / (m.DF - 2))
}

// Mean is the mean of the mixture (DF > 2); on bent curves that of normals of the same variance.
func (m Mixture) Mean() float64 {
	var s float64
	for i, w := range m.Weight {
		c, shift := m.on(i)
		mean, _ := c.moments(m.Loc[i], m.Scale[i]*m.spread())
		s += w * (mean - shift)
	}
	return s
}

// SD is the standard deviation of the mixture (DF > 2), in the sense of Mean.
func (m Mixture) SD() float64 {
	mu, v := m.Mean(), 0.0
	for i, w := range m.Weight {
		c, shift := m.on(i)
		mean, variance := c.moments(m.Loc[i], m.Scale[i]*m.spread())
		d := mean - shift - mu
		v += w * (variance + d*d)
	}
	return math.Sqrt(v)
}

// Centre is the forecast to name: the mean, or the median where parts stand on bent curves, whose mean
// follows the far tail.
func (m Mixture) Centre() float64 {
	for _, c := range m.Curve {
		if c != Straight {
			return m.Quantile(.5)
		}
	}
	return m.Mean()
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
			p += w * t.CDF(m.score(i, x))
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
		z := m.score(i, x)
		below += w * t.CDF(z)
		above += w * t.CDF(-z)
	}
	return math.Min(1, 2*math.Min(below, above))
}

// density is the probability density at x.
func (m Mixture) density(x float64) float64 {
	peak, d, normal := m.standard().Prob(0), 0.0, math.IsInf(m.DF, 1)
	for i, w := range m.Weight {
		z := m.score(i, x)
		if math.IsInf(z, 0) {
			continue
		}
		fall := z * z / 2
		if !normal {
			fall = (m.DF + 1) / 2 * math.Log1p(z*z/m.DF)
		}
		c, shift := m.on(i)
		d += w * c.slope(x+shift) / m.Scale[i] * math.Exp(-fall)
	}
	return peak * d
}

// Quantile inverts CDF by Newton steps inside a shrinking bracket, halving it where a step leaves it,
// to 1e-9 of the parts' usual width.
func (m Mixture) Quantile(p float64) float64 {
	var x, width float64
	for i, w := range m.Weight {
		c, shift := m.on(i)
		x += w * (c.unbend(m.Loc[i]) - shift)
		width += w * (c.unbend(m.Loc[i]+m.Scale[i]) - c.unbend(m.Loc[i]-m.Scale[i])) / 2
	}
	lo, hi := math.Inf(-1), math.Inf(1)
	x += width * distuv.UnitNormal.Quantile(p)
	for range 400 {
		miss := m.CDF(x) - p
		if miss < 0 {
			lo = x
		} else {
			hi = x
		}
		next := x - math.Max(-width, math.Min(width, miss/m.density(x)))
		if math.Abs(next-x) <= 1e-9*width || hi-lo <= 1e-10*width {
			return next
		}
		if !(next > lo && next < hi) { // also where there is no density at all
			next = lo + (hi-lo)/2
			if math.IsInf(lo, 0) || math.IsInf(hi, 0) {
				next = x - math.Copysign(width, miss)
			}
		}
		x = next
	}
	return x
}

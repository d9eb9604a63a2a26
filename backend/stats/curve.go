package stats

import "math"

// Curve is the scale on which a distribution is bell-shaped.
type Curve uint8

// Straight is the scale of the sales themselves; Root and Log are their square root and logarithm.
const (
	Straight Curve = iota
	Root
	Log
)

// bend goes to the curve's scale, -Inf below its end.
func (c Curve) bend(x float64) float64 {
	switch {
	case c == Straight:
		return x
	case x <= 0:
		return math.Inf(-1)
	case c == Root:
		return math.Sqrt(x)
	}
	return math.Log(x)
}

// unbend is the inverse of bend.
func (c Curve) unbend(x float64) float64 {
	switch c {
	case Root:
		return math.Max(x, 0) * math.Max(x, 0)
	case Log:
		return math.Exp(x)
	}
	return x
}

// slope is the derivative of bend.
func (c Curve) slope(x float64) float64 {
	switch {
	case c == Straight:
		return 1
	case x <= 0:
		return 0
	case c == Root:
		return .5 / math.Sqrt(x)
	}
	return 1 / x
}

// moments are mean and variance of what is normal (mean m, sd s) on the curve's scale.
func (c Curve) moments(m, s float64) (mean, variance float64) {
	switch c {
	case Root:
		return m*m + s*s, 2*s*s*s*s + 4*m*m*s*s
	case Log:
		e := math.Exp(m + s*s/2)
		return e, e * e * math.Expm1(s*s)
	}
	return m, s * s
}

// match is the inverse of moments.
func (c Curve) match(mean, variance float64) bell {
	switch c {
	case Root:
		v := mean - math.Sqrt(math.Max(mean*mean-variance/2, 0))
		return bell{math.Sqrt(math.Max(mean-v, 0)), math.Sqrt(v)}
	case Log:
		v := math.Log1p(variance / (mean * mean))
		return bell{math.Log(mean) - v/2, math.Sqrt(v)}
	}
	return bell{mean, math.Sqrt(variance)}
}

// covariance of two such values with means a and b, variances va and vb and covariance ab there.
func (c Curve) covariance(a, b, va, vb, ab float64) float64 {
	switch c {
	case Root:
		return 2*ab*ab + 4*a*b*ab
	case Log:
		return math.Exp(a+va/2+b+vb/2) * math.Expm1(ab)
	}
	return ab
}

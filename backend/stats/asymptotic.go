package stats

import "math"

// AlwaysValid is the normal mixture that makes a z-score safe to look at on any day: the asymptotic
// confidence sequence of Waudby-Smith et al. (2024), Theorem 2.2, which is Robbins' (1970) mixture and
// the mSPRT of Johari et al. (2022). R is n rho^2 (for the mSPRT n tau^2/sigma^2), the weight of the
// data against the mixture's width.
type AlwaysValid struct{ R float64 }

// MixtureRho is the rho whose bound is tightest at n rows (Waudby-Smith et al. 2024, eq. 10). It must be
// chosen before the data are seen.
func MixtureRho(n int, alpha float64) float64 {
	l := -2 * math.Log(alpha)
	return math.Sqrt((l + math.Log(l+1)) / float64(n))
}

// LogLambda is the log of the mixture likelihood ratio of a z-score against zero.
func (m AlwaysValid) LogLambda(z float64) float64 {
	return z*z/2*m.R/(1+m.R) - math.Log1p(m.R)/2
}

// P is the always-valid p-value of a z-score: at most 1.
func (m AlwaysValid) P(z float64) float64 { return math.Min(1, math.Exp(-m.LogLambda(z))) }

// Bound is the z-score at which P is alpha.
func (m AlwaysValid) Bound(alpha float64) float64 {
	return math.Sqrt(2 * (1 + m.R) / m.R * (math.Log1p(m.R)/2 - math.Log(alpha)))
}

// AlwaysValid is the p-value and half the width of the range of g that hold however often one looks, for
// a mixture tuned beforehand (R = rows rho^2). The t-score is first turned into the z-score of nearly the
// same tail (Wallace 1959), so that few rows do not make it too sure of its standard error; that form
// has an exact inverse and does not underflow. half is infinite where nothing is known yet.
func (g Gain) AlwaysValid(m AlwaysValid, alpha float64) (p, half float64) {
	shrink := (8*g.DF + 1) / (8*g.DF + 3)
	t := g.Effect / g.SE
	z := shrink * math.Sqrt(g.DF*math.Log1p(t*t/g.DF))
	b := m.Bound(alpha) / shrink
	return m.P(z), math.Sqrt(g.DF*math.Expm1(b*b/g.DF)) * g.SE
}

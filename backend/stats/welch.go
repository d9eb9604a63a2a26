package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// ArmMean is what one arm of a customer test says of its mean (or ratio): the estimate, the variance
// of that estimate, its degrees of freedom, and for every row how much the estimate would fall without it.
type ArmMean struct {
	N    int
	Mean float64
	Var  float64   // of Mean, not of a row
	DF   float64   // degrees of freedom of Var
	Pull []float64 // N
}

// PlainMean is the sample mean with its variance s^2/n and n-1 degrees of freedom. v has at least two
// values, all finite; it panics on fewer.
func PlainMean(v []float64) ArmMean {
	if len(v) < 2 {
		panic("stats: PlainMean: fewer than two rows")
	}
	n := float64(len(v))
	m, s2 := meanVar(v)
	a := ArmMean{N: len(v), Mean: m, Var: s2 / n, DF: n - 1, Pull: make([]float64, len(v))}
	for i, x := range v {
		a.Pull[i] = (x - m) / (n - 1)
	}
	return a
}

// meanVar is the mean and the unbiased variance, in two passes with the first pass's rounding taken out.
func meanVar(v []float64) (mean, variance float64) {
	n := float64(len(v))
	for _, x := range v {
		mean += x / n
	}
	var rest, sq float64
	for _, x := range v {
		rest += x - mean
	}
	mean += rest / n
	for _, x := range v {
		sq += (x - mean) * (x - mean)
	}
	return mean, sq / (n - 1)
}

// Gain is the difference between two arms that do not share rows: Effect with its standard error and
// degrees of freedom. Range and p-value are both Student's t.
type Gain struct{ Effect, SE, DF float64 }

// Welch is arm minus control with unequal variances; degrees of freedom by Satterthwaite (1946), as in
// Welch (1947), eq. 28. SE is 0 where neither arm varies; the caller must refuse that.
func Welch(control, arm ArmMean) Gain {
	v := control.Var + arm.Var
	g := Gain{Effect: arm.Mean - control.Mean, SE: math.Sqrt(v)}
	if v > 0 {
		// Shares instead of squares: variances of 1e24 would overflow nothing, of 1e200 they would.
		c, a := control.Var/v, arm.Var/v
		g.DF = 1 / (c*c/control.DF + a*a/arm.DF)
	}
	return g
}

// P is the two-sided p-value of the effect being zero.
func (g Gain) P() float64 {
	return 2 * g.t().CDF(-math.Abs(g.Effect)/g.SE)
}

// Interval is the range of the effect at a level.
func (g Gain) Interval(level float64) (lo, hi float64) {
	half := g.critical(level) * g.SE
	return g.Effect - half, g.Effect + half
}

func (g Gain) t() distuv.StudentsT { return distuv.StudentsT{Sigma: 1, Nu: g.DF} }

func (g Gain) critical(level float64) float64 { return g.t().Quantile(1 - (1-level)/2) }

// FiellerRatio is the range of arm/control - 1 by Fieller (1954): every ratio that the t-test with
// g's degrees of freedom does not reject, so that it holds 0 exactly when g.Interval does. ok is false
// where the control's mean is not surely above zero, for then the range has no bound.
func FiellerRatio(control, arm ArmMean, g Gain, level float64) (effect, lo, hi float64, ok bool) {
	t := g.critical(level)
	// |arm - r control| = t sqrt(arm.Var + r^2 control.Var), a quadratic in r.
	a := control.Mean*control.Mean - t*t*control.Var
	b := arm.Mean * control.Mean
	c := arm.Mean*arm.Mean - t*t*arm.Var
	disc := b*b - a*c
	if !(control.Mean > 0 && a > 0 && disc >= 0) {
		return 0, 0, 0, false
	}
	root := math.Sqrt(disc)
	return arm.Mean/control.Mean - 1, (b-root)/a - 1, (b+root)/a - 1, true
}

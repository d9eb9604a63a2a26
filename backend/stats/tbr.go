package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// TBR is the time-based regression of Kerman, Wang & Vaver (2017): the treated group's daily total
// regressed on the control group's over the history, carried forward into the test.
type TBR struct {
	Effect           float64   // sum over the test of actual minus expected
	Lower, Upper     float64   // of Effect, at the level asked for
	P                float64   // two-sided, of no effect
	Counterfactual   []float64 // T periods
	Intercept, Slope float64
}

// NewTBR fits y on x, both T long with pre > 2 periods of history, y and x finite. The effect has the
// t distribution with pre - 2 degrees of freedom of a sum of predictions under independent errors:
// variance s^2 (m + m^2/pre + (sum x - m mean x)^2/Sxx), m test periods. Returns ErrNoVariation where x
// or what it leaves of y is constant.
func NewTBR(y, x []float64, pre int, level float64) (TBR, error) {
	if len(y) != len(x) || pre < 3 || pre >= len(y) {
		panic("stats: NewTBR: shapes do not agree")
	}
	mx, sx := meanSD(x[:pre])
	my, sy := meanSD(y[:pre])
	n, m := float64(pre), float64(len(y)-pre)
	Sxx := sx * sx * (n - 1)
	if !(sx > 1e-12*math.Abs(mx)) || !(sy > 0) {
		return TBR{}, ErrNoVariation
	}
	var f TBR
	for t := range pre {
		f.Slope += (x[t] - mx) * (y[t] - my) / Sxx
	}
	f.Intercept = my - f.Slope*mx
	f.Counterfactual = make([]float64, len(y))
	var rss, far float64
	for t := range y {
		f.Counterfactual[t] = f.Intercept + f.Slope*x[t]
		if r := y[t] - f.Counterfactual[t]; t < pre {
			rss += r * r
		} else {
			f.Effect += r
			far += x[t] - mx
		}
	}
	se := math.Sqrt(rss / (n - 2) * (m + m*m/n + far*far/Sxx))
	if !(math.Sqrt(rss/n) > 1e-12*math.Abs(my)) {
		return f, ErrNoVariation
	}
	d := distuv.StudentsT{Sigma: 1, Nu: n - 2}
	half := d.Quantile(1-(1-level)/2) * se
	f.Lower, f.Upper = f.Effect-half, f.Effect+half
	f.P = 2 * d.Survival(math.Abs(f.Effect)/se)
	return f, nil
}

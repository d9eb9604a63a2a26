package stats

import (
	"math"
	"slices"
)

// baselineModel is one series made ready: standardised history, fixed effects, what all grid points share.
type baselineModel struct {
	in       BaselineInput
	n        int
	obs      int       // history periods that are there
	z        []float64 // standardised history; NaN = missing
	mean, sd float64
	target   []bool
	width    int       // fixed effects: intercept, weekdays, events, controls
	rows     []float64 // n x width, the periods' values of the fixed effects
	variance []float64 // of each fixed effect, in units of the white noise; the controls' at ridge scale 1
	controls int       // how many of the last fixed effects are controls
	curve    Curve
	shift    float64 // added before bending
	jacobian float64 // log density of Y against that of z
}

// curveShift is what each curve adds to the sales before it bends them, in means of the history: days
// without sales have a root and a logarithm, and no single one decides.
var curveShift = []float64{Straight: 0, Root: .05, Log: .2}

// longestBent is how many periods a test may have for the bent scales: their sums are matched by
// moments, worse and with quadratic cost the longer they are.
const longestBent = 120

// newBaselineModels checks the input and makes one model for each curve that suits the history.
func newBaselineModels(in BaselineInput, target []bool) ([]*baselineModel, error) {
	n := len(in.Y)
	if in.Pre < 1 || in.Pre >= n || (in.Season != nil && len(in.Season) != n) || (in.Events != nil && len(in.Events) != n) {
		panic("stats: Baseline: shapes do not agree")
	}
	if target == nil {
		target = slices.Repeat([]bool{true}, n-in.Pre)
	}
	mean, sd := meanSD(in.Y[:in.Pre])
	obs := 0
	for _, v := range in.Y[:in.Pre] {
		if !math.IsNaN(v) {
			obs++
		}
	}
	if obs < 3 || !(sd > 1e-12*math.Abs(mean)) {
		return nil, ErrNoVariation
	}
	var models []*baselineModel
	for c, share := range curveShift {
		m := &baselineModel{in: in, n: n, obs: obs, target: target, curve: Curve(c), shift: share * mean}
		if m.curve != Straight && len(target) > longestBent {
			continue
		}
		if m.standardise() {
			m.layOut()
			models = append(models, m)
		}
	}
	return models, nil
}

// standardise bends and scales the history; false where it reaches below the curve's end. The
// Jacobian makes the likelihoods of different curves comparable: all are densities of Y.
func (m *baselineModel) standardise() bool {
	m.z = make([]float64, m.in.Pre)
	for t, v := range m.in.Y[:m.in.Pre] {
		m.z[t] = m.curve.bend(v + m.shift)
		if math.IsInf(m.z[t], 0) {
			return false
		}
		if !math.IsNaN(v) {
			m.jacobian += math.Log(m.curve.slope(v + m.shift))
		}
	}
	m.mean, m.sd = meanSD(m.z)
	m.jacobian -= float64(m.obs) * math.Log(m.sd)
	for t := range m.z {
		m.z[t] = (m.z[t] - m.mean) / m.sd
	}
	return true
}

// layOut writes the fixed effects: intercept, one column for each weekday and event number, yearly waves,
// controls.
func (m *baselineModel) layOut() {
	cols := [][]float64{slices.Repeat([]float64{1}, m.n)}
	m.variance = []float64{interceptVar / noiseUnit}
	for _, v := range distinct(m.in.Season) {
		cols, m.variance = append(cols, marks(m.in.Season, v)), append(m.variance, seasonVar/noiseUnit)
	}
	for _, v := range distinct(m.in.Events) {
		if v != 0 {
			cols, m.variance = append(cols, marks(m.in.Events, v)), append(m.variance, eventVar/noiseUnit)
		}
	}
	for h := 1.; m.in.Year != nil && h <= yearWaves; h++ {
		sin, cos := make([]float64, m.n), make([]float64, m.n)
		for t, u := range m.in.Year {
			sin[t], cos[t] = math.Sincos(2 * math.Pi * h * u)
		}
		cols, m.variance = append(cols, sin, cos), append(m.variance, yearVar/noiseUnit, yearVar/noiseUnit)
	}
	for _, x := range m.in.X {
		if s := m.standardised(x); s != nil {
			cols, m.variance = append(cols, s), append(m.variance, 1/noiseUnit)
			m.controls++
		}
	}
	m.width = len(cols)
	m.rows = make([]float64, m.n*m.width)
	for j, col := range cols {
		for t, v := range col {
			m.rows[t*m.width+j] = v
		}
	}
}

func distinct(v []int) []int { return slices.Compact(slices.Sorted(slices.Values(v))) }

// marks is 1 where v is what, else 0.
func marks(v []int, what int) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		if x == what {
			out[i] = 1
		}
	}
	return out
}

// standardised scales a control by its history; a missing value becomes the mean. It is nil for a
// control that is constant in the history: it says nothing.
func (m *baselineModel) standardised(x []float64) []float64 {
	if len(x) != m.n {
		panic("stats: Baseline: a control has another length")
	}
	mu, sd := meanSD(x[:m.in.Pre])
	if !(sd > 1e-12*math.Abs(mu)) {
		return nil
	}
	x = m.bent(x)
	mu, sd = meanSD(x[:m.in.Pre])
	s := make([]float64, m.n)
	for t, v := range x {
		if !math.IsNaN(v) {
			s[t] = (v - mu) / sd
		}
	}
	return s
}

// meanSD skips NaN; sd has n-1 in the denominator, NaN below two values.
func meanSD(v []float64) (mean, sd float64) {
	var n, s float64
	for _, x := range v {
		if !math.IsNaN(x) {
			n++
			s += x
		}
	}
	mean = s / n
	var q float64
	for _, x := range v {
		if !math.IsNaN(x) {
			q += (x - mean) * (x - mean)
		}
	}
	return mean, math.Sqrt(q / (n - 1))
}

// bent puts a control on the model's curve where all its values allow it.
func (m *baselineModel) bent(x []float64) []float64 {
	mu, _ := meanSD(x[:m.in.Pre])
	own, _ := meanSD(m.in.Y[:m.in.Pre])
	shift, out := m.shift/own*mu, make([]float64, len(x))
	for t, v := range x {
		if out[t] = m.curve.bend(v + shift); math.IsInf(out[t], 0) {
			return x
		}
	}
	return out
}

// count is how many of the test's first n periods count.
func (m *baselineModel) count(n int) float64 {
	c := 0.0
	for _, on := range m.target[:n] {
		if on {
			c++
		}
	}
	return c
}

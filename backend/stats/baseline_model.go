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
}

func newBaselineModel(in BaselineInput, target []bool) (*baselineModel, error) {
	n := len(in.Y)
	if in.Pre < 1 || in.Pre >= n || (in.Season != nil && len(in.Season) != n) || (in.Events != nil && len(in.Events) != n) {
		panic("stats: Baseline: shapes do not agree")
	}
	if target == nil {
		target = slices.Repeat([]bool{true}, n-in.Pre)
	}
	m := &baselineModel{in: in, n: n, target: target, z: make([]float64, in.Pre)}
	for _, v := range in.Y[:in.Pre] {
		if !math.IsNaN(v) {
			m.obs++
		}
	}
	m.mean, m.sd = meanSD(in.Y[:in.Pre])
	if m.obs < 3 || !(m.sd > 1e-12*math.Abs(m.mean)) {
		return nil, ErrNoVariation
	}
	for t := range m.z {
		m.z[t] = (in.Y[t] - m.mean) / m.sd
	}
	m.layOut()
	return m, nil
}

// layOut writes the fixed effects: intercept, one column for each weekday and event number, controls.
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

package stats

import (
	"errors"
	"math"
)

// BaselineInput is one series with a history and a test behind it.
type BaselineInput struct {
	Y      []float64   // n periods, history first; NaN = missing (never zero). Values of the test are not used.
	Pre    int         // the first Pre periods are history
	X      [][]float64 // k controls of n periods each; NaN = missing, filled with the control's mean
	Season []int       // weekday of each period, or nil for data without a weekly rhythm
	Events []int       // 0 = ordinary, else the number of a known event (same number, same effect), or nil
}

// BaselineFit is the posterior of what would have come in without the intervention.
type BaselineFit struct {
	Total  Mixture     // sum over the test's periods that Target marks
	Days   []Mixture   // every period: forecast in the test, leave-one-out expectation in the history
	Cum    []Mixture   // test only: sum from its first period on
	Weight []float64   // posterior weight of each grid point
	Grid   []GridPoint // the models that were averaged
}

// GridPoint is one covariance of the baseline model, in units of the white noise.
type GridPoint struct{ Level, AR, Ridge, logPrior float64 }

// Priors of the noise variance, inverse gamma, and the variances of the fixed effects in units of it.
const (
	noiseShape   = 2.0
	noiseScale   = 0.6
	noiseUnit    = 0.3 // fixed effects have variance v/noiseUnit times the noise
	interceptVar = 25.0
	seasonVar    = 1.0
	eventVar     = 25.0
	arRho        = 0.8
)

// ErrNoVariation is returned when the history holds fewer than three values or is constant.
var ErrNoVariation = errors.New("stats: the history does not vary")

// ridgeScales are the prior standard deviations of a control's coefficient.
var ridgeScales = []float64{.1, .3, 1}

// gridFit is what one grid point says, in standardised units.
type gridFit struct {
	logWeight, noise  float64
	totalLoc, totalSc float64
	loc, scale        []float64 // every period
	cumLoc, cumSc     []float64 // test periods
}

func baselineGrid(k int) []GridPoint {
	ridge := []float64{0}
	if k > 0 {
		ridge = ridgeScales
	}
	arWeight := map[float64]float64{0: .3, .3: .25, 1: .25, 3: .2}
	var g []GridPoint
	for _, q := range []float64{.003, .01, .03, .06, .12, .25, .5} {
		z := math.Log(q/.05) / 1.2
		for _, r := range []float64{0, .3, 1, 3} {
			for _, c := range ridge {
				g = append(g, GridPoint{q, r, c, -z*z/2 + math.Log(arWeight[r])})
			}
		}
	}
	return g
}

// Baseline forecasts the test from the history with a collapsed exact Bayes model: level (random
// walk) + stationary AR(1) noise + weekday effects + known events + ridge regression on controls +
// white noise. The white noise's variance has an inverse-gamma prior and is integrated out, so every
// grid point of the other variances gives a Student-t; the answer is their mixture weighted by
// marginal likelihood. Units: those of Y.
//
// target marks which test periods count in Total and Cum (length len(Y)-Pre); nil means all.
// It returns ErrNoVariation if the history cannot be standardised and panics on shapes.
// Source: Rasmussen & Williams (2006), eq. 2.23-2.24 for the Gaussian part; O'Hagan & Forster (2004),
// 11.9 for the collapsed noise variance; METHODS.md section 1 for the grid.
func Baseline(in BaselineInput, target []bool) (*BaselineFit, error) {
	m, fit, shapes, err := weighGrid(in, target)
	if err != nil {
		return nil, err
	}
	days := make([]gridFit, len(fit.Grid))
	if err := Parallel(len(fit.Grid), func(i int) error {
		if fit.Weight[i] > 0 {
			days[i] = shapes[i/m.ridges()].withDays(m, fit.Grid[i])
		}
		return nil
	}); err != nil {
		return nil, err
	}
	m.combineDays(fit, days)
	return fit, nil
}

// BaselineTotal is Baseline without the single days, for placebos: only Total, Weight and Grid.
func BaselineTotal(in BaselineInput, target []bool) (*BaselineFit, error) {
	_, fit, _, err := weighGrid(in, target)
	return fit, err
}

// lightest is the smallest posterior weight that a grid point keeps; the others are left out.
const lightest = 1e-5

// weighGrid fits every grid point for the total alone and keeps those that carry weight. Grid points
// that differ in the ridge scale alone share one filter.
func weighGrid(in BaselineInput, target []bool) (*baselineModel, *BaselineFit, []*filter, error) {
	m, err := newBaselineModel(in, target)
	if err != nil {
		return nil, nil, nil, err
	}
	fit := &BaselineFit{Grid: baselineGrid(m.controls)}
	parts, each := make([]gridFit, len(fit.Grid)), m.ridges()
	shapes := make([]*filter, len(parts)/each)
	if err := Parallel(len(shapes), func(s int) error {
		shapes[s] = newFilter(m, fit.Grid[s*each])
		for i := s * each; i < (s+1)*each; i++ {
			f, e, ok := shapes[s].weigh(m, fit.Grid[i])
			if ok {
				shapes[s].forecast(m, e, &f, nil)
			}
			parts[i] = f
		}
		return nil
	}); err != nil {
		return nil, nil, nil, err
	}
	fit.Weight = posterior(parts)
	fit.Total = m.mixture(fit.Weight, parts, m.count(len(m.target)), func(p gridFit) (float64, float64) { return p.totalLoc, p.totalSc })
	return m, fit, shapes, nil
}

// ridges is how many neighbouring grid points share a filter.
func (m *baselineModel) ridges() int {
	if m.controls == 0 {
		return 1
	}
	return len(ridgeScales)
}

// withDays fits one grid point with every period.
func (k *filter) withDays(m *baselineModel, g GridPoint) gridFit {
	fit, e, ok := k.weigh(m, g)
	if !ok {
		return fit
	}
	fit.loc, fit.scale = make([]float64, m.n), make([]float64, m.n)
	root := func(v float64) float64 { return fit.noise * math.Sqrt(math.Max(v, 1e-12)) }
	k.forecast(m, e, &fit, func(j int, day, cum [2]float64) {
		fit.loc[m.in.Pre+j], fit.scale[m.in.Pre+j] = day[0], root(day[1])
		fit.cumLoc, fit.cumSc = append(fit.cumLoc, cum[0]), append(fit.cumSc, root(cum[1]))
	})
	k.leaveOneOut(m, e, &fit)
	return fit
}

// posterior normalises the log weights by log-sum-exp and drops the lightest.
func posterior(parts []gridFit) []float64 {
	best, sum := math.Inf(-1), 0.0
	for _, p := range parts {
		best = math.Max(best, p.logWeight)
	}
	w := make([]float64, len(parts))
	for i, p := range parts {
		w[i] = math.Exp(p.logWeight - best)
		sum += w[i]
	}
	var kept float64
	for i := range w {
		if w[i] /= sum; w[i] < lightest {
			w[i] = 0
		}
		kept += w[i]
	}
	for i := range w {
		w[i] /= kept
	}
	return w
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

// combineDays mixes the single periods and running sums, back in the units of Y.
func (m *baselineModel) combineDays(fit *BaselineFit, parts []gridFit) {
	for t := range m.n {
		if t < m.in.Pre && math.IsNaN(m.in.Y[t]) {
			fit.Days = append(fit.Days, Mixture{})
			continue
		}
		fit.Days = append(fit.Days, m.mixture(fit.Weight, parts, 1, func(p gridFit) (float64, float64) { return p.loc[t], p.scale[t] }))
	}
	for j := range m.target {
		fit.Cum = append(fit.Cum, m.mixture(fit.Weight, parts, m.count(j+1), func(p gridFit) (float64, float64) { return p.cumLoc[j], p.cumSc[j] }))
	}
}

// mixture collects one quantity over the grid points that carry weight; count is how many periods it
// sums, so how often the mean must be put back.
func (m *baselineModel) mixture(weight []float64, parts []gridFit, count float64, pick func(gridFit) (loc, scale float64)) Mixture {
	mix := Mixture{DF: 2*noiseShape + float64(m.obs)}
	for i, w := range weight {
		if w == 0 {
			continue
		}
		loc, scale := pick(parts[i])
		mix.Weight = append(mix.Weight, w)
		mix.Loc = append(mix.Loc, count*m.mean+m.sd*loc)
		mix.Scale = append(mix.Scale, m.sd*scale)
	}
	return mix
}

package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/floats"
)

// BaselineInput is one series with a history and a test behind it.
type BaselineInput struct {
	Y      []float64   // n periods, history first; NaN = missing (never zero). Values of the test are not used.
	Pre    int         // the first Pre periods are history
	X      [][]float64 // k controls of n periods each; NaN = missing, filled with the control's mean
	Season []int       // weekday of each period, or nil for data without a weekly rhythm
	Year   []float64   // how far through the year each period lies, 0..1, or nil for less than a year and a half
	Events []int       // 0 = ordinary, else the number of a known event (same number, same effect), or nil
}

// BaselineFit is the posterior of what would have come in without the intervention.
type BaselineFit struct {
	Total  Mixture     // sum over the test's periods that Target marks
	Days   []Mixture   // every period: forecast in the test, leave-one-out expectation in the history
	Cum    []Mixture   // test only: sum from its first period on
	Weight []float64   // posterior weight of each grid point on each curve, curve by curve
	Grid   []GridPoint // the models that were averaged
}

// GridPoint is one covariance of the baseline model, in units of the white noise.
// Level is the sd of the level's step, AR the variance of the AR(1) noise, Rho how much of that lasts to
// the next period, Ridge the prior sd of a control's coefficient.
type GridPoint struct{ Level, AR, Rho, Ridge, logPrior float64 }

// Priors of the noise variance, inverse gamma, and the variances of the fixed effects in units of it.
const (
	noiseShape   = 2.0
	noiseScale   = 0.6
	noiseUnit    = 0.3 // fixed effects have variance v/noiseUnit times the noise
	interceptVar = 25.0
	seasonVar    = 1.0
	eventVar     = 25.0
	yearVar      = 0.1
	yearWaves    = 2 // sine and cosine once and twice a year
)

// ErrNoVariation is returned when the history holds fewer than three values or is constant.
var ErrNoVariation = errors.New("stats: the history does not vary")

// bell is a Student-t's location and scale, on its model's curve.
type bell struct{ loc, scale float64 }

// gridFit is what one grid point says.
type gridFit struct {
	logWeight, noise float64
	effects          effects
	total            bell
	days             []bell // every period
	cum              []bell // test periods
}

// ridgeScales are the prior standard deviations of a control's coefficient.
var ridgeScales = []float64{.1, .3, 1}

// noises are the AR(1) parts that are averaged: their variance, how much lasts to the next period, and
// their prior weight.
var noises = []struct{ variance, rho, weight float64 }{
	{0, 0, .3}, {.3, .8, .125}, {.3, .4, .125}, {1, .8, .125}, {1, .4, .125}, {3, .8, .1}, {3, .4, .1},
}

func baselineGrid(k int) []GridPoint {
	ridge := []float64{0}
	if k > 0 {
		ridge = ridgeScales
	}
	var g []GridPoint
	for _, q := range []float64{.003, .01, .03, .06, .12, .25, .5} {
		z := math.Log(q/.05) / 1.2
		for _, r := range noises {
			for _, c := range ridge {
				g = append(g, GridPoint{q, r.variance, r.rho, c, math.Log(r.weight) - z*z/2})
			}
		}
	}
	return g
}

// Baseline forecasts the test from the history with a collapsed exact Bayes model: level (random
// walk) + stationary AR(1) noise + weekday effects + yearly waves + known events + ridge regression on
// controls + white noise, on the scale of the sales, of their square root and of their logarithm. The white noise's variance has an inverse-gamma prior and is integrated out, so every
// grid point of the other variances gives a Student-t; the answer is their mixture weighted by
// marginal likelihood. Units: those of Y.
//
// Adding a constant to Y changes what the bent scales say; where Y reaches below zero by a twentieth of
// its mean or more, only the scale of the sales is left.
//
// target marks which test periods count in Total and Cum (length len(Y)-Pre); nil means all.
// It returns ErrNoVariation if the history cannot be standardised and panics on shapes.
// Source: Rasmussen & Williams (2006), eq. 2.23-2.24 for the Gaussian part; O'Hagan & Forster (2004),
// 11.9 for the collapsed noise variance; METHODS.md section 1 for the grid;
// Box & Cox (1964) for comparing the scales.
func Baseline(in BaselineInput, target []bool) (*BaselineFit, error) {
	return baseline(in, target, true)
}

// BaselineTotal is Baseline without the single days, for placebos: only Total, Weight and Grid.
func BaselineTotal(in BaselineInput, target []bool) (*BaselineFit, error) {
	return baseline(in, target, false)
}

// lightest is the smallest posterior weight that a grid point keeps; the others are left out.
// lightestDay is the smallest that speaks on single days: there are many, and they decide nothing. It
// lies below the mean weight of the grid, so that some point always does.
const (
	lightest    = 1e-5
	lightestDay = 1e-3
)

// baseline weighs every grid point on every curve and forecasts with those that carry weight. Grid
// points that differ in the ridge scale alone share one filter.
func baseline(in BaselineInput, target []bool, withDays bool) (*BaselineFit, error) {
	models, err := newBaselineModels(in, target)
	if err != nil {
		return nil, err
	}
	grid := baselineGrid(models[0].controls)
	each := models[0].ridges()
	perModel := len(grid) / each
	shapes, parts := make([]*filter, len(models)*perModel), make([]gridFit, len(models)*len(grid))
	if err := Parallel(len(shapes), func(s int) error {
		m, g := models[s/perModel], grid[s%perModel*each:][:each]
		shapes[s] = newFilter(m, g[0], false)
		for i := range g {
			parts[s*each+i] = shapes[s].weigh(m, g[i])
		}
		return nil
	}); err != nil {
		return nil, err
	}
	weight := posterior(parts)
	if err := Parallel(len(parts), func(i int) error {
		if weight[i] > 0 {
			m, k := models[i/len(grid)], shapes[i/each]
			k.fill(m, &parts[i])
			if withDays && weight[i] >= lightestDay {
				k.fillDays(m, grid[i%len(grid)], &parts[i])
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	fit := &BaselineFit{Grid: grid, Weight: weight}
	combine(fit, models, parts, len(grid), withDays)
	return fit, nil
}

// ridges is how many neighbouring grid points share a filter.
func (m *baselineModel) ridges() int {
	if m.controls == 0 {
		return 1
	}
	return len(ridgeScales)
}

// fill forecasts the sums with one grid point.
func (k *filter) fill(m *baselineModel, fit *gridFit) {
	o := k.forecast(m, fit.effects, fit.noise)
	if fit.cum = o.straightSums(m); m.curve != Straight {
		fit.cum = o.bentSums(m)
	}
	fit.total = fit.cum[len(fit.cum)-1]
}

// fillDays adds the single periods, for which it runs over the history once more.
func (k *filter) fillDays(m *baselineModel, g GridPoint, fit *gridFit) {
	o := k.forecast(m, fit.effects, fit.noise)
	fit.days = make([]bell, m.n)
	for j, loc := range o.loc {
		fit.days[m.in.Pre+j] = bell{loc, math.Sqrt(o.covariance(j, j))}
	}
	newFilter(m, g, true).leaveOneOut(m, fit.effects, fit.noise, fit.days)
}

// combine mixes totals, single periods and running sums.
func combine(fit *BaselineFit, models []*baselineModel, parts []gridFit, perModel int, withDays bool) {
	m := models[0]
	mix := func(count float64, least float64, pick func(gridFit) bell) Mixture {
		x := Mixture{DF: 2*noiseShape + float64(m.obs)}
		for i, w := range fit.Weight {
			if w > 0 && w >= least {
				own := models[i/perModel]
				x.add(w, pick(parts[i]), own.curve, count*own.shift)
			}
		}
		floats.Scale(1/floats.Sum(x.Weight), x.Weight)
		return x
	}
	fit.Total = mix(m.count(len(m.target)), 0, func(p gridFit) bell { return p.total })
	if !withDays {
		return
	}
	for t := range m.n {
		if t < m.in.Pre && math.IsNaN(m.in.Y[t]) {
			fit.Days = append(fit.Days, Mixture{})
			continue
		}
		fit.Days = append(fit.Days, mix(1, lightestDay, func(p gridFit) bell { return p.days[t] }))
	}
	for j := range m.target {
		fit.Cum = append(fit.Cum, mix(m.count(j+1), 0, func(p gridFit) bell { return p.cum[j] }))
	}
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

package stats

import (
	"math"
	"slices"
)

// CausalImpactInput is what CausalImpact takes: one series with a history and a test behind it.
type CausalImpactInput struct {
	Y       []float64   // n periods, history first; NaN = missing. Values of the test are not used.
	Pre     int         // the first Pre periods are history
	X       [][]float64 // at most MaxCausalImpactControls of n periods each, complete, varying in the history
	Seasons int         // periods of a repeating pattern (7 = weekdays); 0 or 1 = none
}

// MaxCausalImpactControls is how many controls a CausalImpactInput holds at most.
const MaxCausalImpactControls = 60

// enumerated is up to how many controls all models are averaged; beyond, the likeliest that a search finds.
const enumerated = 8

// CausalImpactFit is the posterior of CausalImpact's model, in the units of Y.
type CausalImpactFit struct {
	Total Mixture   // sum over the test's periods that target marks, a mixture of normals
	Days  []Mixture // every period: forecast in the test, one step ahead in the history
	Cum   []Mixture // test only: sum from its first period on

	SigmaObs, SigmaLevel, SigmaSeason float64   // posterior means as shares of Y's standard deviation in the history
	Inclusion                         []float64 // posterior probability that a control is used
	Models                            int       // sets of controls that carry weight
}

// Priors of CausalImpact 1.4.1 and bsts 0.9.10 on the standardised series. A guess with d degrees of
// freedom means 1/sd^2 ~ Gamma(d/2, d guess^2/2), cut off at an upper limit.
const (
	ciLevelGuess, ciLevelDF   = 0.01, 32.0
	ciSeasonGuess, ciSeasonDF = 0.01, 0.01
	ciRegressionR2, ciRegDF   = 0.8, 50.0 // observation noise with controls
	ciObsGuess, ciObsDF       = 1.0, 0.01 // and without
	ciObsMost                 = 1.2
	ciModelSize               = 3.0 // controls expected to matter
	ciPriorWeight             = 0.01
	ciShrinkage               = 0.5
)

// CausalImpact is the exact posterior of the model that R's CausalImpact samples: local level, an
// optional seasonal pattern, and regression on controls with a spike and slab. Given the standard
// deviations and the set of controls everything is Gaussian (a Kalman filter); sets are enumerated
// (beyond 8 controls: the likeliest that a best-first search finds), standard deviations integrated by
// Gauss-Legendre quadrature over a box that is narrowed to where the posterior lives. No simulation.
//
// target marks which test periods count in Total and Cum; nil means all. It returns ErrNoVariation if the
// history cannot be standardised and panics on shapes and on controls that are constant or incomplete.
// Source: Brodersen et al. (2015), eq. 2.1-2.12; Scott & Varian (2014), eq. 5-9; the packages' defaults.
func CausalImpact(in CausalImpactInput, target []bool) (*CausalImpactFit, error) {
	return causalImpact(in, target, true, ciNodes)
}

// CausalImpactTotal is CausalImpact without single days and running sums, for placebos.
func CausalImpactTotal(in CausalImpactInput, target []bool) (*CausalImpactFit, error) {
	return causalImpact(in, target, false, ciNodes)
}

func causalImpact(in CausalImpactInput, target []bool, days bool, nodes ciPrecision) (*CausalImpactFit, error) {
	m, err := newCIModel(in, target)
	if err != nil {
		return nil, err
	}
	points, models := m.integrate(nodes)
	return m.fit(points, models, days), nil
}

// ciModel is the standardised input with what all parameters share.
type ciModel struct {
	n, pre, seasons int
	mean, sd, first float64
	target          []bool
	seen            []bool
	cols            [][]float64 // z - first, then the intercept (only with controls), then the controls
	precision       [][]float64 // of the coefficients, in units of 1/noise variance; empty without controls
	inclusion       float64
}

func newCIModel(in CausalImpactInput, target []bool) (*ciModel, error) {
	n := len(in.Y)
	if in.Pre < 1 || in.Pre >= n || (target != nil && len(target) != n-in.Pre) || len(in.X) > MaxCausalImpactControls || in.Seasons < 0 {
		panic("stats: CausalImpact: shapes do not agree")
	}
	m := &ciModel{n: n, pre: in.Pre, seasons: in.Seasons, target: target, seen: make([]bool, n)}
	if target == nil {
		m.target = slices.Repeat([]bool{true}, n-in.Pre)
	}
	m.mean, m.sd = meanSD(in.Y[:in.Pre])
	z, known := make([]float64, n), 0
	for t, v := range in.Y[:in.Pre] {
		if !math.IsNaN(v) {
			m.seen[t] = true
			z[t] = (v - m.mean) / m.sd
			if known++; known == 1 {
				m.first = z[t]
			}
			z[t] -= m.first
		}
	}
	if known < 3 || !(m.sd > 1e-12*math.Abs(m.mean)) || math.IsInf(m.sd, 0) {
		return nil, ErrNoVariation
	}
	m.cols = [][]float64{z}
	m.addControls(in.X)
	return m, nil
}

// addControls standardises the controls on the history and builds the slab's precision, Zellner's with
// half of its weight on the diagonal, from all periods as bsts does. The intercept is one of the variables.
func (m *ciModel) addControls(x [][]float64) {
	if len(x) == 0 {
		return
	}
	m.cols = append(m.cols, slices.Repeat([]float64{1}, m.n))
	for _, c := range x {
		mu, sd := meanSD(c[:m.pre])
		if len(c) != m.n || !(sd > 0) || slices.ContainsFunc(c, math.IsNaN) {
			panic("stats: CausalImpact: a control is incomplete, constant or of another length")
		}
		s := make([]float64, m.n)
		for t, v := range c {
			s[t] = (v - mu) / sd
		}
		m.cols = append(m.cols, s)
	}
	p := len(m.cols) - 1
	for i := range p {
		row := make([]float64, p)
		for j := range p {
			share := 1 - ciShrinkage
			if i == j {
				share = 1
			}
			for t := range m.n {
				row[j] += share * m.cols[i+1][t] * m.cols[j+1][t]
			}
			row[j] *= ciPriorWeight / float64(m.n)
		}
		m.precision = append(m.precision, row)
	}
	m.inclusion = math.Min(1, ciModelSize/float64(p))
}

// ciSD are the standard deviations of noise, level steps and seasonal steps.
type ciSD struct{ obs, level, season float64 }

// logPrior is the density of the logarithms of the standard deviations, up to a constant.
func (m *ciModel) logPrior(s ciSD) float64 {
	one := func(sd, guess, df float64) float64 {
		return -df*math.Log(sd) - df/2*(guess/sd)*(guess/sd)
	}
	lp := one(s.level, ciLevelGuess, ciLevelDF)
	if m.seasons > 1 {
		lp += one(s.season, ciSeasonGuess, ciSeasonDF)
	}
	if len(m.precision) > 0 {
		return lp + one(s.obs, math.Sqrt(1-ciRegressionR2), ciRegDF)
	}
	return lp + one(s.obs, ciObsGuess, ciObsDF)
}

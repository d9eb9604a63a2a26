package stats

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// Synthetic difference in differences and the synthetic control without an intercept, as weightings
// of one contrast.
//
// SDID finds its weights exactly. SDIDPublished and PlainSC stop where the published program stops
// (Frank-Wolfe, see fwMinDecrease): they give the numbers of the literature, and are meant for raw
// units. PlainSC compares levels, so the controls must be of the treated units' size.
var (
	SDID          Weighting = sdid{}
	SDIDPublished Weighting = sdid{published: true}
	PlainSC       Weighting = levelsSC{}
)

type sdid struct{ published bool }

// mostTimes is how many of the history's last periods may carry a time weight.
const mostTimes = 400

// timeRidge is the ridge on time weights in noise levels: only there to make them unique
// (Arkhangelsky et al. 2021, section 2).
const timeRidge = 1e-6

// Weigh fits the controls to the treated units' history with an intercept and a ridge of
// (treated x test periods)^(1/4) noise levels (Arkhangelsky et al. 2021, eq. 4-5), and the history's
// periods to the controls' mean over the test (eq. 6). Time weights lie on the last mostTimes periods.
func (s sdid) Weigh(u *Units, controls []int, c *Contrast) error {
	noise := u.noise(controls)
	cells := float64((u.N() - len(controls)) * (len(u.move[0]) - u.pre))
	omega, err := s.solve(u.unitProblem(controls, c, math.Pow(cells, .25)*noise, false), noise)
	if err != nil {
		return err
	}
	c.setControls(controls, omega)
	lambda, err := s.solve(u.timeProblem(controls, timeRidge*noise), noise)
	if err != nil {
		return err
	}
	c.Time = make([]float64, u.pre)
	copy(c.Time[u.pre-len(lambda):], lambda)
	return nil
}

// solve takes the published steps, or the exact minimum.
func (s sdid) solve(f *fwProblem, noise float64) ([]float64, error) {
	if s.published {
		return f.sparsified(fwMinDecrease*noise, fwMostSteps)
	}
	return f.exact()
}

// exact is the minimum that the steps tend to.
func (f *fwProblem) exact() ([]float64, error) {
	all := make([]int, len(f.b))
	for i := range all {
		all[i] = i
		f.G[i*len(all)+i] += f.rows * f.zeta * f.zeta
	}
	return simplexLS(f.G, len(all), all, f.b)
}

type levelsSC struct{}

// Weigh fits the controls' levels to the treated units' (Abadie, Diamond & Hainmueller 2010; as
// synthetic difference in differences without intercept and time weights, with a ridge of 1e-6 noise
// levels: sc_estimate of synthdid).
func (levelsSC) Weigh(u *Units, controls []int, c *Contrast) error {
	noise := u.noise(controls)
	w, err := u.unitProblem(controls, c, timeRidge*noise, true).sparsified(fwMinDecrease*noise, fwMostSteps)
	c.setControls(controls, w)
	c.Plain = true
	return err
}

func (c *Contrast) setControls(controls []int, w []float64) {
	for a, i := range controls {
		c.Control[i] = w[a]
	}
}

// noise is the standard deviation of the controls' period-to-period changes in the history.
func (u *Units) noise(controls []int) float64 {
	var diffs []float64
	for _, i := range controls {
		for t := 1; t < u.pre; t++ {
			diffs = append(diffs, u.move[i][t]-u.move[i][t-1])
		}
	}
	_, sd := meanSD(diffs)
	return sd
}

// unitProblem asks for the mix of controls that follows the treated units through the history: their
// movement, or with plain their level.
func (u *Units) unitProblem(controls []int, c *Contrast, zeta float64, plain bool) *fwProblem {
	k, n := len(controls), u.N()
	f := &fwProblem{G: make([]float64, k*k), b: make([]float64, k), rows: float64(u.pre), zeta: zeta}
	gram := u.products()
	product := func(i, j int) float64 {
		v := gram[i*n+j]
		if plain {
			v += float64(u.pre) * u.base[i] * u.base[j]
		}
		return v
	}
	for a, i := range controls {
		for b, j := range controls {
			f.G[a*k+b] = product(i, j)
		}
		for s, w := range c.Treated {
			if w != 0 {
				f.b[a] += w * product(i, s)
			}
		}
	}
	return f
}

// timeProblem asks for the mix of past periods in which the controls stood to each other as they do on
// average over the test. Unit effects drop out, because weights sum to 1.
func (u *Units) timeProblem(controls []int, zeta float64) *fwProblem {
	k, n := min(u.pre, mostTimes), len(controls)
	from := u.pre - k
	X := blas64.General{Rows: n, Cols: k, Stride: k, Data: make([]float64, n*k)}
	target := make([]float64, n)
	for a, i := range controls {
		copy(X.Data[a*k:], u.move[i][from:u.pre])
		target[a], _ = meanSD(u.move[i][u.pre:])
	}
	centreColumns(X)
	f := &fwProblem{G: make([]float64, k*k), b: make([]float64, k), rows: float64(n), zeta: zeta}
	G := blas64.Symmetric{N: k, Stride: k, Uplo: blas.Upper, Data: f.G}
	blas64.Syrk(blas.Trans, 1, X, 0, G)
	for i := range k {
		for j := range i {
			f.G[i*k+j] = f.G[j*k+i]
		}
	}
	// X is centred, so the target need not be.
	blas64.Gemv(blas.Trans, 1, X, blas64.Vector{N: n, Inc: 1, Data: target}, 0, blas64.Vector{N: k, Inc: 1, Data: f.b})
	return f
}

// centreColumns takes each column's mean out of X.
func centreColumns(X blas64.General) {
	mean := make([]float64, X.Cols)
	for r := range X.Rows {
		for c := range mean {
			mean[c] += X.Data[r*X.Stride+c] / float64(X.Rows)
		}
	}
	for r := range X.Rows {
		for c, m := range mean {
			X.Data[r*X.Stride+c] -= m
		}
	}
}

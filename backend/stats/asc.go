package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// ASC is the ridge-augmented synthetic control as a weighting: the synthetic control's weights plus a
// correction for what it could not fit, w = s + X (X'X + ridge pre I)^-1 (x1 - X's) with X the controls'
// movement less their mean and x1 the treated units' (Ben-Michael, Feller & Rothstein 2021, lemma 1).
// Ridge is per period of the history; +Inf leaves the synthetic control as it is. Weights may be
// negative.
type ASC struct{ Ridge float64 }

// Weigh adds the correction to SC's weights.
func (a ASC) Weigh(u *Units, controls []int, c *Contrast) error {
	if err := SC.Weigh(u, controls, c); err != nil || math.IsInf(a.Ridge, 1) {
		return err
	}
	p := u.ridgeProblem(controls, c, u.pre, false)
	syn := make([]float64, len(controls))
	for k, i := range controls {
		syn[k] = c.Control[i]
	}
	w, err := p.correct(syn, []float64{a.Ridge * float64(u.pre)})
	if err != nil {
		return err
	}
	c.setControls(controls, w[0])
	return nil
}

// ChooseASC chooses the ridge for one treated set by leaving out single periods of the history (see
// ridgeProblem.chooseLambda), with no correction at the end of the grid: the synthetic control is corrected only
// where that foretells its left-out periods better by more than one standard error.
func ChooseASC(u *Units, treated []bool) (ASC, error) {
	c, controls := u.bySize(treated)
	lambda, err := u.ridgeProblem(controls, &c, u.pre, false).chooseLambda(true)
	return ASC{lambda / float64(u.pre)}, err
}

// ridgeProblem is T periods of the controls (n x T) and of the treated units (T), both less the
// controls' mean of each period.
type ridgeProblem struct {
	X     *mat.Dense
	y     []float64
	plain bool         // levels: no intercept
	K     mat.SymDense // X X'
}

// ridgeProblem takes the first T periods: each unit about its own mean over them, or with plain its level.
func (u *Units) ridgeProblem(controls []int, c *Contrast, T int, plain bool) *ridgeProblem {
	p := &ridgeProblem{X: mat.NewDense(len(controls), T, nil), y: make([]float64, T), plain: plain}
	level := func(i int) float64 {
		if plain {
			return u.base[i]
		}
		m, _ := meanSD(u.move[i][:T])
		return -m
	}
	for a, i := range controls {
		at := level(i)
		for t, v := range u.move[i][:T] {
			p.X.Set(a, t, v+at)
		}
	}
	for i, w := range c.Treated {
		if w != 0 {
			at := level(i)
			for t, v := range u.move[i][:T] {
				p.y[t] += w * (v + at)
			}
		}
	}
	for t := range p.y {
		m := mat.Sum(p.X.ColView(t)) / float64(len(controls))
		p.y[t] -= m
		for a := range controls {
			p.X.Set(a, t, p.X.At(a, t)-m)
		}
	}
	p.K.SymOuterK(1, p.X)
	return p
}

// simplex is the synthetic control of the problem.
func (p *ridgeProblem) simplex() ([]float64, error) {
	n, _ := p.X.Dims()
	b := mat.NewVecDense(n, nil)
	b.MulVec(p.X, mat.NewVecDense(len(p.y), p.y))
	return SimplexLS(&p.K, b.RawVector().Data)
}

// residuals are y - X'w.
func (p *ridgeProblem) residuals(w []float64) *mat.VecDense {
	r := mat.NewVecDense(len(p.y), nil)
	r.MulVec(p.X.T(), mat.NewVecDense(len(w), w))
	r.SubVec(mat.NewVecDense(len(p.y), p.y), r)
	return r
}

// correct adds the ridge correction for every lambda > 0, from one eigendecomposition of X X'.
func (p *ridgeProblem) correct(syn, lambdas []float64) ([][]float64, error) {
	n, _ := p.X.Dims()
	var eig mat.EigenSym
	if !eig.Factorize(&p.K, true) {
		return nil, ErrNotConverged
	}
	var V mat.Dense
	eig.VectorsTo(&V)
	d := eig.Values(nil)
	Xr, z := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
	Xr.MulVec(p.X, p.residuals(syn))
	z.MulVec(V.T(), Xr)
	out := make([][]float64, len(lambdas))
	for l, lambda := range lambdas {
		q, w := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
		for i, v := range d {
			q.SetVec(i, z.AtVec(i)/(math.Max(v, 0)+lambda))
		}
		w.MulVec(&V, q)
		w.AddVec(w, mat.NewVecDense(n, syn))
		out[l] = w.RawVector().Data
	}
	return out, nil
}

// The grid of lambda of augsynth: from the largest squared singular value down, in steps of equal ratio.
const (
	lambdaSteps = 20
	lambdaRatio = 1e-8
	mostLeftOut = 120 // periods that are left out one at a time, evenly over a longer history
)

// chooseLambda leaves single periods of the history out, all but the last, and takes the largest
// lambda whose mean squared error there lies within one standard error of the smallest (augsynth
// 65c5a6f, min_1se). With orNone no correction at all (+Inf) is the largest of the grid.
func (p *ridgeProblem) chooseLambda(orNone bool) (float64, error) {
	var svd mat.SVD
	if !svd.Factorize(p.X, mat.SVDNone) {
		return 0, ErrNotConverged
	}
	top := svd.Values(nil)[0]
	grid := make([]float64, lambdaSteps+1)
	for i := range grid {
		grid[i] = top * top * math.Pow(lambdaRatio, float64(i)/lambdaSteps)
	}
	if !(top > 0) {
		return math.Inf(1), nil // controls that do not move apart from each other cannot correct anything
	}
	errs, err := p.leftOutErrors(grid)
	if err != nil {
		return 0, err
	}
	lambdas := append([]float64{math.Inf(1)}, grid...) // as the columns of errs
	if !orNone {
		lambdas, errs = grid, errs[1:]
	}
	best, limit := math.Inf(1), 0.0
	for _, e := range errs {
		if m, sd := stat.MeanStdDev(e, nil); m < best {
			best, limit = m, m+sd/math.Sqrt(float64(len(e)))
		}
	}
	for i, e := range errs {
		if stat.Mean(e, nil) <= limit {
			return lambdas[i], nil
		}
	}
	panic("stats: chooseLambda: the smallest error is above itself")
}

// leftOutErrors are the squared errors in the left-out periods, without correction first and then for
// each lambda.
func (p *ridgeProblem) leftOutErrors(grid []float64) ([][]float64, error) {
	_, pre := p.X.Dims()
	step := max((pre-1+mostLeftOut-1)/mostLeftOut, 1)
	count := (pre - 1 + step - 1) / step
	errs := make([][]float64, len(grid)+1)
	for i := range errs {
		errs[i] = make([]float64, count)
	}
	err := Parallel(count, func(k int) error {
		cut, x, y := p.without(k * step)
		syn, err := cut.simplex()
		if err != nil {
			return err
		}
		mixes, err := cut.correct(syn, grid)
		if err != nil {
			return err
		}
		for l, w := range append([][]float64{syn}, mixes...) {
			e := y - mat.Dot(x, mat.NewVecDense(len(w), w))
			errs[l][k] = e * e
		}
		return nil
	})
	return errs, err
}

// without is the problem less one period, and what the controls and the treated units had in it. With an
// intercept all are counted from the mean of the other periods, lest the left-out one shows in it.
func (p *ridgeProblem) without(out int) (cut *ridgeProblem, x *mat.VecDense, y float64) {
	n, pre := p.X.Dims()
	cut, x, y = &ridgeProblem{X: mat.NewDense(n, pre-1, nil), plain: p.plain}, mat.NewVecDense(n, nil), p.y[out]
	shift := 0.0
	if !p.plain { // rows sum to zero, so the others' mean is -out/(pre-1)
		shift = 1 / float64(pre-1)
	}
	for t, v := range p.y {
		if t == out {
			continue
		}
		for i := range n {
			cut.X.Set(i, len(cut.y), p.X.At(i, t)+shift*p.X.At(i, out))
		}
		cut.y = append(cut.y, v+shift*y)
	}
	cut.K.SymOuterK(1, cut.X)
	for i := range n {
		x.SetVec(i, (1+shift)*p.X.At(i, out))
	}
	return cut, x, (1 + shift) * y
}

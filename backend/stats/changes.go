package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Constants of the comparison of changes, chosen by their errors on public and simulated panels; those of the
// golden cases were looked at too.
const (
	changeOffset = 0.1 // added to the ratio to the history before the log: units may sell nothing for a while
	diagonalPart = 0.5 // of the history's covariances between units that is taken for chance
	commonPart   = 0.2 // of every unit's variance that is the mean of all units' variances
	outlierBound = 1.5 // robust standard deviations from which a unit's weight falls
	reweightings = 3
)

// Changes is a panel ready for comparisons of the units' relative changes: each unit's sales over some
// periods divided by its mean in the history, on the log scale, and how noisily and how much alike the
// units moved in the history.
type Changes struct {
	y    [][]float64 // N x T
	base []float64   // pre-period means
	pre  int
	cov  []float64 // N x N covariances of the history's changes
	prec []float64 // N x N inverse of the shrunk covariances
	rows []float64 // N sums of its rows
}

// NewChanges prepares y (N units x T periods, the first pre of them history). The covariance is that of
// running means over smooth periods (a week, so that weekdays cancel) about each unit's mean and the
// periods' median unit; covariances between units are halved and variances drawn a fifth of the way to
// their mean, which keeps the matrix invertible (Ledoit & Wolf 2004 for the idea). It panics where a
// unit's mean is not positive and on shapes; values must be finite and not negative. ErrNoVariation if
// nothing moved. y is not changed, and must not be while Changes is used.
func NewChanges(y [][]float64, pre, smooth int) (*Changes, error) {
	c := &Changes{y: y, pre: pre}
	for _, row := range y {
		if smooth < 1 || pre < 2*smooth || pre >= len(row) {
			panic("stats: NewChanges: no history or no test")
		}
		m, _ := meanSD(row[:pre])
		if !(m > 0) {
			panic("stats: NewChanges: a unit without sales in the history")
		}
		c.base = append(c.base, m)
	}
	return c, c.invert(c.history(smooth))
}

// history is the N x (pre - smooth + 1) matrix of the units' changes over running windows, without unit
// means and period medians.
func (c *Changes) history(smooth int) *mat.Dense {
	n, cols := len(c.y), c.pre-smooth+1
	x := mat.NewDense(n, cols, nil)
	column := make([]float64, n)
	for t := range cols {
		for i, d := range c.Over(t, t+smooth) {
			x.Set(i, t, d)
		}
	}
	for i := range n {
		row := x.RawRowView(i)
		m, _ := meanSD(row)
		for t := range row {
			row[t] -= m
		}
	}
	for t := range cols {
		mat.Col(column, t, x)
		slices.Sort(column)
		m := (column[n/2] + column[(n-1)/2]) / 2
		for i := range n {
			x.Set(i, t, x.At(i, t)-m)
		}
	}
	return x
}

func (c *Changes) invert(x *mat.Dense) error {
	n, cols := x.Dims()
	var cov mat.SymDense
	cov.SymOuterK(1/float64(cols), x)
	avg := mat.Trace(&cov) / float64(n)
	if !(avg > 1e-18) {
		return ErrNoVariation
	}
	c.cov = make([]float64, n*n)
	for i := range n {
		for j := range n {
			c.cov[i*n+j] = cov.At(i, j)
		}
	}
	for i := range n {
		cov.SetSym(i, i, (1-commonPart)*cov.At(i, i)+commonPart*avg)
		for j := i + 1; j < n; j++ {
			cov.SetSym(i, j, (1-diagonalPart)*cov.At(i, j))
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(&cov) {
		return ErrNotConverged
	}
	var inv mat.SymDense
	if err := chol.InverseTo(&inv); err != nil {
		return ErrNotConverged
	}
	c.prec = make([]float64, n*n)
	for i := range n {
		for j := range n {
			c.prec[i*n+j] = inv.At(i, j)
		}
		c.rows = append(c.rows, floats.Sum(c.column(i)))
	}
	return nil
}

// On is the same history with other sales in the test: y as in NewChanges, equal over the first pre periods,
// and at least one period longer.
func (c *Changes) On(y [][]float64) *Changes {
	other := *c
	other.y = y
	return &other
}

// N is the number of units.
func (c *Changes) N() int { return len(c.y) }

// Over is every unit's change over the periods [from, to).
func (c *Changes) Over(from, to int) []float64 {
	d := make([]float64, len(c.y))
	for i, row := range c.y {
		d[i] = offsetLog(sumOf(row[from:to]) / float64(to-from) / c.base[i])
	}
	return d
}

// offsetLog is scaled so that a small change of 1 % about the history counts 1 %.
func offsetLog(ratio float64) float64 {
	return (1 + changeOffset) * math.Log((ratio+changeOffset)/(1+changeOffset))
}

// Without is Over with the log effect theta taken out of the treated units.
func (c *Changes) Without(treated []bool, theta float64, from, to int) []float64 {
	d, shrink := make([]float64, len(c.y)), math.Exp(-theta)
	for i, row := range c.y {
		r := sumOf(row[from:to]) / float64(to-from) / c.base[i]
		if treated[i] {
			r *= shrink
		}
		d[i] = offsetLog(r)
	}
	return d
}

func sumOf(v []float64) float64 {
	var s float64
	for _, x := range v {
		s += x
	}
	return s
}

// Shift is one comparison of changes: the difference is the sum of Weight times change.
type Shift struct {
	Weight []float64 // N: treated units sum to 1, the others to -1
	Scale  float64   // standard deviation of the difference by the history's noise
}

// Fit weighs the units for one treated set by generalised least squares of the changes d on "treated"
// and an intercept, with the history's precision matrix, so that noisy units weigh little and units
// that moved together cancel their common movement. Units whose change the others do not foresee
// (leave-one-out residual beyond 1.5 robust standard deviations) are down-weighted as in Huber
// (1964), by iteration. Source: Aitken (1935) for the weights.
func (c *Changes) Fit(treated []bool, d []float64) Shift {
	f := newShiftFit(c, treated, d)
	for range reweightings {
		f.solve()
		f.reweigh()
	}
	return f.solve()
}

// shiftFit is the state of one Fit. Most units keep the robustness weight 1, so that the products with the
// precision matrix are those without weights less the columns of the few that do not.
type shiftFit struct {
	*Changes
	treated    []bool
	d          []float64
	root       []float64 // square roots of the units' robustness weights
	off        []int     // units whose root is below 1
	pz, pd     []float64 // P z and P d
	one, z, dd []float64 // P root, P (root z) and P (root d)
	ones, zs   []float64 // P^h 1 and P^h z
	theta, mu  float64
	size, u    []float64 // scratch
}

func newShiftFit(c *Changes, treated []bool, d []float64) *shiftFit {
	n := c.N()
	f := &shiftFit{Changes: c, treated: treated, d: d}
	room := make([]float64, 10*n)
	for i, v := range []*[]float64{&f.root, &f.pz, &f.pd, &f.one, &f.z, &f.dd, &f.ones, &f.zs, &f.size, &f.u} {
		*v = room[i*n : (i+1)*n : (i+1)*n]
	}
	for i := range n {
		f.root[i] = 1
		f.pd[i] = floats.Dot(c.column(i), d)
		if treated[i] {
			floats.Add(f.pz, c.column(i))
		}
	}
	return f
}

// column is unit i's column, and row, of the precision matrix.
func (c *Changes) column(i int) []float64 { return c.prec[i*c.N() : (i+1)*c.N()] }

// solve finds theta = w'd and mu for P^h = diag(root) P diag(root).
func (f *shiftFit) solve() Shift {
	n := f.N()
	copy(f.one, f.rows)
	copy(f.z, f.pz)
	copy(f.dd, f.pd)
	for _, j := range f.off {
		lost, column := f.root[j]-1, f.column(j)
		floats.AddScaled(f.one, lost, column)
		floats.AddScaled(f.dd, lost*f.d[j], column)
		if f.treated[j] {
			floats.AddScaled(f.z, lost, column)
		}
	}
	var oo, zo, zz, od, zd float64
	for i, root := range f.root {
		f.ones[i], f.zs[i] = f.one[i]*root, f.z[i]*root
		oo += f.ones[i]
		od += f.ones[i] * f.d[i]
		zo += f.zs[i]
		zd += f.zs[i] * f.d[i]
		if f.treated[i] {
			zz += f.zs[i]
		}
	}
	free := zz - zo*zo/oo
	s := Shift{Weight: make([]float64, n), Scale: 1 / math.Sqrt(free)}
	for i := range n {
		s.Weight[i] = (f.zs[i] - zo/oo*f.ones[i]) / free
	}
	f.theta = (zd - zo/oo*od) / free
	f.mu = (od - f.theta*zo) / oo
	return s
}

// reweigh sets the units' robustness weights by their leave-one-out residuals.
func (f *shiftFit) reweigh() {
	n := f.N()
	for i, root := range f.root {
		r := f.d[i] - f.mu
		if f.treated[i] {
			r -= f.theta
		}
		own := f.prec[i*n+i]
		s := f.dd[i] - f.mu*f.one[i] - f.theta*f.z[i] + own*r*(1-root)
		f.u[i] = math.Abs(s) / math.Sqrt(own)
	}
	copy(f.size, f.u)
	bound := outlierBound * 1.4826 * (smallest(f.size, n/2) + smallest(f.size, (n-1)/2)) / 2
	f.off = f.off[:0]
	for i, u := range f.u {
		f.root[i] = 1
		if u > bound && bound > 0 {
			f.root[i] = math.Sqrt(bound / u)
			f.off = append(f.off, i)
		}
	}
}

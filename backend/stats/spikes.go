package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// SpikeSeries is a series of which any set of periods can be compared with what all the other periods,
// before and after, let expect there.
type SpikeSeries struct {
	mean, sd float64
	n        int
	w        []float64 // n x n: the averaged inverse covariance of the standardised series
	wz       []float64 // w times the standardised series
	z        []float64
}

// NewSpikeSeries weighs the noise models of Baseline (level, lasting noise, weekdays, white noise, on the
// calendar's coarser grid) by the marginal likelihood of the whole series and averages their inverse
// covariances: W = sum_g w_g K_g^-1 / s2_g with w_g ~ pi_g |K_g|^-1/2 (.6 + Q_g/2)^-(2 + n/2) and
// s2_g = (.6 + Q_g/2)/(2 + n/2).
//
// y holds known values only, one a row; days are the rows' day numbers, rising; season their weekdays or nil.
// It returns ErrNoVariation for fewer than three values or constant ones, and panics on shapes.
func NewSpikeSeries(y []float64, days, season []int) (*SpikeSeries, error) {
	n := len(y)
	if len(days) != n || season != nil && len(season) != n {
		panic("stats: NewSpikeSeries: shapes do not agree")
	}
	s := &SpikeSeries{n: n, w: make([]float64, n*n), wz: make([]float64, n), z: make([]float64, n)}
	s.mean, s.sd = meanSD(y)
	if n < 3 || !(s.sd > 1e-12*math.Abs(s.mean)) || math.IsInf(s.sd, 0) {
		return nil, ErrNoVariation
	}
	for t, v := range y {
		s.z[t] = (v - s.mean) / s.sd
	}
	// The grid wants a test: the last row; its history's factor is not used.
	grid, err := NewCalendarGrid(CalendarShape{Days: days, Start: days[n-1], Length: 1, Season: season})
	if err != nil {
		return nil, err
	}
	half := calendarShapePrior + float64(n)/2
	logs, noise := make([]float64, len(grid.points)), make([]float64, len(grid.points))
	for g, p := range grid.points {
		q := calendarScalePrior
		for i := range n {
			q += s.z[i] * floats.Dot(p.inverse[i*n:(i+1)*n], s.z) / 2
		}
		logs[g], noise[g] = p.logPrior-p.logDet/2-half*math.Log(q), q/half
	}
	for g, weight := range softmax(logs) {
		floats.AddScaled(s.w, weight/noise[g], grid.points[g].inverse)
	}
	s.multiply()
	return s, nil
}

func (s *SpikeSeries) multiply() {
	for i := range s.n {
		s.wz[i] = floats.Dot(s.w[i*s.n:(i+1)*s.n], s.z)
	}
}

// Gaps are actual minus expected for each row of the set, in the units of y, each expected from the rows
// outside the set alone: W_SS^-1 (W z)_S, the conditional mean of a Gaussian (Rasmussen & Williams 2006,
// A.6 and 5.12 for blocks). Rows are distinct.
func (s *SpikeSeries) Gaps(set []int) []float64 {
	chol := s.block(set)
	b := mat.NewVecDense(len(set), nil)
	for i, t := range set {
		b.SetVec(i, s.wz[t])
	}
	var x mat.VecDense
	if err := chol.SolveVecTo(&x, b); err != nil {
		panic(err) // a principal block of a positive definite matrix
	}
	out := make([]float64, len(set))
	for i := range out {
		out[i] = s.sd * x.AtVec(i)
	}
	return out
}

// Redraw is the mean gap of a set, what of a constant effect on the truth's rows it picks up (1 for the
// truth itself), and the standard deviation that the noise model gives it.
func (s *SpikeSeries) Redraw(set, truth []int) Redraw {
	chol := s.block(set)
	one := mat.NewVecDense(len(set), nil)
	for i := range set {
		one.SetVec(i, 1)
	}
	var x mat.VecDense
	if err := chol.SolveVecTo(&x, one); err != nil {
		panic(err)
	}
	var r Redraw
	for i, t := range set {
		r.Value += x.AtVec(i) * s.wz[t]
		r.Scale += x.AtVec(i)
		for _, u := range truth {
			r.Load += x.AtVec(i) * s.w[t*s.n+u]
		}
	}
	k := float64(len(set))
	return Redraw{Value: s.sd * r.Value / k, Load: r.Load / k, Scale: s.sd * math.Sqrt(r.Scale) / k}
}

func (s *SpikeSeries) block(set []int) *mat.Cholesky {
	a := mat.NewSymDense(len(set), nil)
	for i, t := range set {
		for j, u := range set[:i+1] {
			a.SetSym(i, j, s.w[t*s.n+u])
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(a) {
		panic("stats: SpikeSeries: the same row twice in one set")
	}
	return &chol
}

// Without is the series as if the rows of the set were not known: W_RR - W_RS W_SS^-1 W_SR on the others.
// kept lists the others in order.
func (s *SpikeSeries) Without(set []int) (rest *SpikeSeries, kept []int) {
	out := make([]bool, s.n)
	for _, t := range set {
		out[t] = true
	}
	for t := range s.n {
		if !out[t] {
			kept = append(kept, t)
		}
	}
	cross := mat.NewDense(len(set), len(kept), nil)
	for i, t := range set {
		for j, u := range kept {
			cross.Set(i, j, s.w[t*s.n+u])
		}
	}
	var solved, less mat.Dense
	if err := s.block(set).SolveTo(&solved, cross); err != nil {
		panic(err)
	}
	less.Mul(cross.T(), &solved)
	n := len(kept)
	rest = &SpikeSeries{mean: s.mean, sd: s.sd, n: n, w: make([]float64, n*n), wz: make([]float64, n), z: make([]float64, n)}
	for i, t := range kept {
		rest.z[i] = s.z[t]
		for j, u := range kept {
			rest.w[i*n+j] = s.w[t*s.n+u] - less.At(i, j)
		}
	}
	rest.multiply()
	return rest, kept
}

package stats

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"
)

type baselineModel struct {
	in       BaselineInput
	n        int
	obs      []int     // history periods that are there
	z        []float64 // standardised history
	mean, sd float64
	x        [][]float64 // standardised controls
	target   []bool
	fixed    []float64 // n x n covariance of intercept, weekdays and events
	shared   []float64 // n x n products of the controls; nil without
	decay    []float64 // arRho to the power of the distance
}

// gridFit is what one grid point says, in standardised units.
type gridFit struct {
	logWeight         float64
	totalLoc, totalSc float64
	loc, scale        []float64 // every period
	cumLoc, cumSc     []float64 // test periods
}

func newBaselineModel(in BaselineInput, target []bool) (*baselineModel, error) {
	n := len(in.Y)
	if in.Pre < 1 || in.Pre >= n || (in.Season != nil && len(in.Season) != n) || (in.Events != nil && len(in.Events) != n) {
		panic("stats: Baseline: shapes do not agree")
	}
	if target == nil {
		target = make([]bool, n-in.Pre)
		for i := range target {
			target[i] = true
		}
	}
	m := &baselineModel{in: in, n: n, target: target}
	for t := range in.Pre {
		if !math.IsNaN(in.Y[t]) {
			m.obs = append(m.obs, t)
		}
	}
	m.mean, m.sd = meanSD(in.Y[:in.Pre])
	if len(m.obs) < 3 || !(m.sd > 1e-12*math.Abs(m.mean)) {
		return nil, ErrNoVariation
	}
	for _, t := range m.obs {
		m.z = append(m.z, (in.Y[t]-m.mean)/m.sd)
	}
	m.standardiseControls()
	m.prepare()
	return m, nil
}

func (m *baselineModel) standardiseControls() {
	for _, x := range m.in.X {
		if len(x) != m.n {
			panic("stats: Baseline: a control has another length")
		}
		mu, sd := meanSD(x[:m.in.Pre])
		if !(sd > 1e-12*math.Abs(mu)) || math.IsNaN(sd) {
			continue // a constant control says nothing
		}
		s := make([]float64, m.n)
		for t, v := range x {
			if !math.IsNaN(v) {
				s[t] = (v - mu) / sd
			}
		}
		m.x = append(m.x, s)
	}
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

// cov is the covariance of two periods at one grid point, in units of the white noise.
func (m *baselineModel) cov(g GridPoint, s, t int) float64 {
	v := m.fixed[s*m.n+t] + g.Level*g.Level*float64(min(s, t)+1) + g.AR*m.decay[max(s-t, t-s)]
	if s == t {
		v++
	}
	if m.shared != nil {
		v += g.Ridge * g.Ridge * m.shared[s*m.n+t]
	}
	return v
}

// prepare computes what all grid points share: intercept, weekdays and events; the AR's decay; the
// controls' products.
func (m *baselineModel) prepare() {
	m.fixed, m.decay = make([]float64, m.n*m.n), make([]float64, m.n)
	if len(m.x) > 0 {
		m.shared = make([]float64, m.n*m.n)
	}
	for s := range m.n {
		m.decay[s] = math.Pow(arRho, float64(s))
		for t := range m.n {
			v := interceptVar
			if m.in.Season != nil && m.in.Season[s] == m.in.Season[t] {
				v += seasonVar
			}
			if m.in.Events != nil && m.in.Events[s] != 0 && m.in.Events[s] == m.in.Events[t] {
				v += eventVar
			}
			m.fixed[s*m.n+t] = v / noiseUnit
			for _, x := range m.x {
				m.shared[s*m.n+t] += x[s] * x[t] / noiseUnit
			}
		}
	}
}

// fit conditions one grid point's Gaussian process on the history. With K = U'U everything needed is
// a triangular solve: y = U'^-1 z, v = U'^-1 k, then the forecast is v'y and its variance k_ff - v'v.
func (m *baselineModel) fit(g GridPoint, withDays bool) gridFit {
	P := len(m.obs)
	K := blas64.Symmetric{N: P, Stride: P, Uplo: blas.Upper, Data: make([]float64, P*P)}
	for i, s := range m.obs {
		for j := i; j < P; j++ {
			K.Data[i*P+j] = m.cov(g, s, m.obs[j])
		}
	}
	U, ok := lapack64.Potrf(K)
	if !ok {
		return gridFit{logWeight: math.Inf(-1)}
	}
	y := blas64.Vector{N: P, Inc: 1, Data: append([]float64(nil), m.z...)}
	blas64.Trsv(blas.Trans, U, y)
	var logDet float64
	for i := range P {
		logDet += 2 * math.Log(U.Data[i*P+i])
	}
	a, b := noiseShape+float64(P)/2, noiseScale+blas64.Dot(y, y)/2
	f := gridFit{logWeight: g.logPrior - logDet/2 - a*math.Log(b)}
	noise := math.Sqrt(b / a)
	if withDays {
		m.forecastDays(g, U, y, noise, &f)
		m.leaveOneOut(U, y, noise, &f)
		return f
	}
	m.forecastTotal(g, U, y, noise, &f)
	return f
}

// forecastTotal fills the sum over the target periods.
func (m *baselineModel) forecastTotal(g GridPoint, U blas64.Triangular, y blas64.Vector, noise float64, f *gridFit) {
	k, prior := blas64.Vector{N: U.N, Inc: 1, Data: make([]float64, U.N)}, 0.0
	for j, on := range m.target {
		if !on {
			continue
		}
		for i, s := range m.obs {
			k.Data[i] += m.cov(g, s, m.in.Pre+j)
		}
		for i, also := range m.target {
			if also {
				prior += m.cov(g, m.in.Pre+i, m.in.Pre+j)
			}
		}
	}
	blas64.Trsv(blas.Trans, U, k)
	f.totalLoc, f.totalSc = blas64.Dot(k, y), noise*math.Sqrt(math.Max(prior-blas64.Dot(k, k), 1e-12))
}

// forecastDays fills the test's single periods and running sums.
func (m *baselineModel) forecastDays(g GridPoint, U blas64.Triangular, y blas64.Vector, noise float64, f *gridFit) {
	P, T := U.N, m.n-m.in.Pre
	V := blas64.General{Rows: P, Cols: T, Stride: T, Data: make([]float64, P*T)}
	for j := range T {
		for i, s := range m.obs {
			V.Data[i*T+j] = m.cov(g, s, m.in.Pre+j)
		}
	}
	blas64.Trsm(blas.Left, blas.Trans, 1, U, V)
	var S mat.Dense
	dense := mat.NewDense(P, T, V.Data)
	S.Mul(dense.T(), dense)
	f.loc, f.scale = make([]float64, m.n), make([]float64, m.n)
	var cumLoc, cumVar float64
	for j := range T {
		at := m.in.Pre + j
		for i := range P {
			f.loc[at] += V.Data[i*T+j] * y.Data[i]
		}
		own := m.cov(g, at, at) - S.At(j, j)
		f.scale[at] = noise * math.Sqrt(math.Max(own, 1e-12))
		if m.target[j] {
			cumLoc += f.loc[at]
			cumVar += own
			for i := range j {
				if m.target[i] {
					cumVar += 2 * (m.cov(g, m.in.Pre+i, at) - S.At(i, j))
				}
			}
		}
		f.cumLoc, f.cumSc = append(f.cumLoc, cumLoc), append(f.cumSc, noise*math.Sqrt(math.Max(cumVar, 1e-12)))
	}
}

// leaveOneOut fills the history: each day as the model expects it from all other days,
// z_i - [K^-1 z]_i/[K^-1]_ii with variance 1/[K^-1]_ii. Rasmussen & Williams (2006), eq. 5.12.
func (m *baselineModel) leaveOneOut(U blas64.Triangular, y blas64.Vector, noise float64, f *gridFit) {
	P := U.N
	alpha := blas64.Vector{N: P, Inc: 1, Data: append([]float64(nil), y.Data...)}
	blas64.Trsv(blas.NoTrans, U, alpha)
	inv := blas64.Triangular{N: P, Stride: P, Uplo: U.Uplo, Diag: U.Diag, Data: append([]float64(nil), U.Data...)}
	if !lapack64.Trtri(inv) {
		return
	}
	for i, t := range m.obs {
		var d float64
		for _, v := range inv.Data[i*P+i : (i+1)*P] {
			d += v * v
		}
		f.loc[t], f.scale[t] = m.z[i]-alpha.Data[i]/d, noise/math.Sqrt(d)
	}
}

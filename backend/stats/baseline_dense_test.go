package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// denseCov is the covariance of two periods at one grid point in units of the white noise, as METHODS
// writes it: no state, no filter.
func denseCov(m *baselineModel, g GridPoint, s, t int) float64 {
	v := g.Level*g.Level*float64(min(s, t)+1) + g.AR*math.Pow(g.Rho, math.Abs(float64(s-t)))
	if s == t {
		v++
	}
	for j, d := range m.variance {
		if j >= m.width-m.controls {
			d *= g.Ridge * g.Ridge
		}
		v += d * m.rows[s*m.width+j] * m.rows[t*m.width+j]
	}
	return v
}

// denseFit is the oracle of the Kalman form: the joint normal of all periods, one Cholesky.
func denseFit(t *testing.T, m *baselineModel, g GridPoint) gridFit {
	t.Helper()
	var obs []int
	var z []float64
	for i, v := range m.z {
		if !math.IsNaN(v) {
			obs, z = append(obs, i), append(z, v)
		}
	}
	K := mat.NewSymDense(len(obs), nil)
	for i, s := range obs {
		for j := i; j < len(obs); j++ {
			K.SetSym(i, j, denseCov(m, g, s, obs[j]))
		}
	}
	var ch mat.Cholesky
	if !ch.Factorize(K) {
		t.Fatal("the oracle's covariance is singular")
	}
	var alpha mat.VecDense
	if err := ch.SolveVecTo(&alpha, mat.NewVecDense(len(z), z)); err != nil {
		t.Fatal(err)
	}
	a, b := noiseShape+float64(len(z))/2, noiseScale+mat.Dot(&alpha, mat.NewVecDense(len(z), z))/2
	noise := math.Sqrt(b / a)
	f := gridFit{logWeight: m.jacobian + g.logPrior - ch.LogDet()/2 - a*math.Log(b), noise: noise, days: make([]bell, m.n)}
	// sums of periods: prior variance less what the history explains
	forecast := func(periods []int) bell {
		k, prior := mat.NewVecDense(len(z), nil), 0.0
		for _, p := range periods {
			for i, s := range obs {
				k.SetVec(i, k.AtVec(i)+denseCov(m, g, s, p))
			}
			for _, q := range periods {
				prior += denseCov(m, g, p, q)
			}
		}
		var w mat.VecDense
		if err := ch.SolveVecTo(&w, k); err != nil {
			t.Fatal(err)
		}
		n := float64(len(periods))
		return bell{n*m.mean + m.sd*mat.Dot(k, &alpha), m.sd * noise * math.Sqrt(math.Max(prior-mat.Dot(k, &w), 1e-12))}
	}
	var run []int
	for j, on := range m.target {
		f.days[m.in.Pre+j] = forecast([]int{m.in.Pre + j})
		if on {
			run = append(run, m.in.Pre+j)
		}
		f.cum = append(f.cum, forecast(run))
	}
	f.total = forecast(run)
	var inv mat.SymDense
	if err := ch.InverseTo(&inv); err != nil {
		t.Fatal(err)
	}
	for i, s := range obs {
		f.days[s] = bell{m.mean + m.sd*(z[i]-alpha.AtVec(i)/inv.At(i, i)), m.sd * noise / math.Sqrt(inv.At(i, i))}
	}
	return f
}

// The Kalman form against the dense one: weekdays, missing days, events, controls with gaps, a copy of
// a control, targets left out.
func TestKalmanFormIsTheDenseForm(t *testing.T) {
	t.Parallel()
	for i, n := range []int{50, 120, 300} {
		for _, k := range []int{0, 4} {
			in := series(uint64(20+i), n, n-17, k)
			in.Events, in.Year = make([]int, n), make([]float64, n)
			for d := range n {
				in.Year[d] = math.Mod(float64(d)/365, 1)
			}
			for _, d := range []int{3, 4, 20, 21, n - 5} {
				in.Events[d] = 1 + d%2
			}
			for _, d := range []int{0, 7, 8, 9, 30, n - 18} {
				in.Y[d] = math.NaN()
			}
			if k > 0 {
				in.X[1] = append([]float64(nil), in.X[1]...)
				in.X[1][5], in.X[1][n-1], in.X[3] = math.NaN(), math.NaN(), in.X[0]
			}
			target := make([]bool, 17)
			for j := range target {
				target[j] = j%5 != 3
			}
			models, err := newBaselineModels(in, target)
			if err != nil {
				t.Fatal(err)
			}
			m := models[0]
			var apart []float64
			for _, g := range []GridPoint{{.003, 0, 0, .1, 0}, {.06, .3, .8, .3, -1}, {.5, 3, .4, 1, 0}, {.25, 0, 0, 1, 0}, {.01, 3, .8, .1, 0}} {
				k := newFilter(m, g, false)
				want, got := denseFit(t, m, g), k.weigh(m, g)
				k.fill(m, &got)
				k.fillDays(m, g, &got)
				apart = append(apart, farthest(got, want))
			}
			for _, d := range apart {
				if !(d < 1e-8) {
					t.Errorf("%d periods, %d controls: the two forms are apart by %v", n, k, apart)
					break
				}
			}
		}
	}
}

// farthest is the largest relative difference of all that two fits say.
func farthest(a, b gridFit) float64 {
	x, y := append(append([]bell{{a.logWeight, a.noise}, a.total}, a.days...), a.cum...), append(append([]bell{{b.logWeight, b.noise}, b.total}, b.days...), b.cum...)
	if len(x) != len(y) {
		return math.Inf(1)
	}
	most := 0.0
	for i := range x {
		d := math.Max(math.Abs(x[i].loc-y[i].loc)/(1+math.Abs(y[i].loc)), math.Abs(x[i].scale-y[i].scale)/(1+math.Abs(y[i].scale)))
		if !(d <= most) {
			most = d
		}
	}
	return most
}

package stats

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// The quadrature has converged: far finer nodes change the total's mean and bounds by less than .003 sd.
func TestCausalImpactQuadrature(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]CausalImpactInput{
		"controls": ciSimulated(90, 62, 3, 0), "alone": ciSimulated(90, 62, 0, 0), "seasons": ciSimulated(84, 63, 1, 7)} {
		got, err := CausalImpactTotal(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		want, err := causalImpact(in, nil, false, ciPrecision{14, 24, 36})
		if err != nil {
			t.Fatal(err)
		}
		sd := want.Total.SD()
		for what, off := range map[string]float64{"mean": got.Total.Mean() - want.Total.Mean(),
			"lower": got.Total.Quantile(.025) - want.Total.Quantile(.025), "upper": got.Total.Quantile(.975) - want.Total.Quantile(.975)} {
			if math.Abs(off) > .003*sd {
				t.Errorf("%s: %s moves by %.4f sd on finer nodes", name, what, off/sd)
			}
		}
	}
}

// ciSimulated is a made series: weekdays where there are seasons, the first control matters.
func ciSimulated(n, pre, controls, seasons int) CausalImpactInput {
	rng := rand.New(rand.NewPCG(7, uint64(n)))
	in := CausalImpactInput{Pre: pre, Seasons: seasons, X: make([][]float64, controls)}
	for t := range n {
		y := 100 + 8*rng.NormFloat64()
		if seasons > 1 {
			y += 12 * math.Sin(2*math.Pi*float64(t)/float64(seasons))
		}
		for c := range in.X {
			x := 50 + 5*rng.NormFloat64()
			in.X[c] = append(in.X[c], x)
			if c == 0 {
				y += 2 * x
			}
		}
		in.Y = append(in.Y, y)
	}
	in.Y[5] = math.NaN()
	return in
}

// The filter against the same model written out as one covariance matrix: log likelihood with all
// controls, mean and variance of the test's total, at one set of standard deviations.
func TestCausalImpactFilterIsTheDenseModel(t *testing.T) {
	t.Parallel()
	for _, seasons := range []int{0, 2, 7} {
		in := ciSimulated(40, 28, 2, seasons)
		m, err := newCIModel(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		sd := ciSD{.6, .1, .2}
		set := m.newSet(1<<3 - 1)
		f := newCIFilter(m, sd)
		f.history(nil)
		got := set.logPrior + newCISolver(m, f).gain(set) - f.logDet/2 - f.gram[0]/2
		said := m.say(sd, false)
		solve := newCISolver(m, said.filter)
		solve.prepare(set)
		loc, dev := said.given(solve)
		wantLog, wantLoc, wantDev := denseCI(m, sd)
		if math.Abs(got-wantLog) > 1e-8 || math.Abs(loc[0]-wantLoc) > 1e-8 || math.Abs(dev[0]-wantDev) > 1e-8 {
			t.Errorf("seasons %d: got %v, %v, %v, want %v, %v, %v", seasons, got, loc[0], dev[0], wantLog, wantLoc, wantDev)
		}
	}
}

// denseCI conditions the dense covariance of all periods on the history that is there.
func denseCI(m *ciModel, sd ciSD) (logLik, loc, dev float64) {
	A := denseMap(m, sd)
	var K mat.Dense
	K.Mul(A, A.T())
	var seen []int
	for t := range m.pre {
		if m.seen[t] {
			seen = append(seen, t)
		}
	}
	V, z, k := mat.NewSymDense(len(seen), nil), mat.NewVecDense(len(seen), nil), mat.NewVecDense(len(seen), nil)
	var kTT float64
	for u := m.pre; u < m.n; u++ {
		for w := m.pre; w < m.n; w++ {
			kTT += K.At(u, w)
		}
		for i, t := range seen {
			k.SetVec(i, k.AtVec(i)+K.At(t, u))
		}
	}
	for i, t := range seen {
		z.SetVec(i, m.cols[0][t])
		for j := range i + 1 {
			V.SetSym(i, j, K.At(t, seen[j]))
		}
	}
	var chol mat.Cholesky
	chol.Factorize(V)
	var a, b mat.VecDense
	if chol.SolveVecTo(&a, z) != nil || chol.SolveVecTo(&b, k) != nil {
		panic("singular")
	}
	return -chol.LogDet()/2 - mat.Dot(z, &a)/2, mat.Dot(k, &a), math.Sqrt(kTT - mat.Dot(k, &b))
}

// denseMap writes every period as a linear map of independent standard normals: first level, level steps,
// seasons before the test, seasonal steps, coefficients, noise.
func denseMap(m *ciModel, sd ciSD) *mat.Dense {
	p, s := len(m.precision), max(m.seasons, 1)
	steps := 1 + m.n + s
	width := steps + m.n + p + m.n
	root := slabRoot(m, sd)
	A := mat.NewDense(m.n, width, nil)
	var season [][]float64
	for i := range s - 1 {
		row := make([]float64, width)
		row[1+m.n+s-2-i] = 1 // the state lists the latest first
		season = append(season, row)
	}
	for t := range m.n {
		row := make([]float64, width)
		row[0], row[width-m.n+t] = 1, sd.obs
		for u := range t {
			row[1+u] = sd.level
		}
		if s > 1 && t > 0 {
			next := make([]float64, width)
			for _, old := range season[len(season)-(s-1):] {
				for i, v := range old {
					next[i] -= v
				}
			}
			next[steps+t] += sd.season
			season = append(season, next)
		}
		for i := range width * min(s-1, 1) {
			row[i] += season[len(season)-1][i]
		}
		for v := range p {
			for j := range v + 1 {
				row[steps+m.n+j] += m.cols[v+1][t] * root.At(v, j)
			}
		}
		A.SetRow(t, row)
	}
	return A
}

// slabRoot is the Cholesky factor of the coefficients' covariance.
func slabRoot(m *ciModel, sd ciSD) *mat.TriDense {
	p := len(m.precision)
	prior := mat.NewSymDense(p, nil)
	for i := range p {
		for j := range i + 1 {
			prior.SetSym(i, j, m.precision[i][j]/(sd.obs*sd.obs))
		}
	}
	var chol mat.Cholesky
	chol.Factorize(prior)
	var cov mat.SymDense
	if err := chol.InverseTo(&cov); err != nil {
		panic(err)
	}
	chol.Factorize(&cov)
	var root mat.TriDense
	chol.LTo(&root)
	return &root
}

// Adding to and scaling the series, shuffling controls, doubling a control: the forecast follows.
func TestCausalImpactInvariances(t *testing.T) {
	t.Parallel()
	in := ciSimulated(70, 50, 4, 0)
	base, err := CausalImpactTotal(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	moved := in
	moved.Y, moved.X = nil, [][]float64{in.X[2], in.X[0], in.X[3], in.X[1]}
	for _, v := range in.Y {
		moved.Y = append(moved.Y, 3*v+1e5)
	}
	got, err := CausalImpactTotal(moved, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := 3*base.Total.Mean() + 20*1e5; math.Abs(got.Total.Mean()-want) > 1e-6*base.Total.SD() {
		t.Errorf("mean: got %v, want %v", got.Total.Mean(), want)
	}
	if math.Abs(got.Total.SD()-3*base.Total.SD()) > 1e-6*base.Total.SD() {
		t.Errorf("sd: got %v, want %v", got.Total.SD(), 3*base.Total.SD())
	}
	if math.Abs(got.Inclusion[1]-base.Inclusion[0]) > 1e-9 || base.Inclusion[0] < .9 {
		t.Errorf("inclusion %v and %v", got.Inclusion, base.Inclusion)
	}
	twin := in
	twin.X = append(append([][]float64{}, in.X...), in.X[0])
	if got, err = CausalImpactTotal(twin, nil); err != nil || math.Abs(got.Total.Mean()-base.Total.Mean()) > .2*base.Total.SD() {
		t.Errorf("a control given twice: %v, %v", got.Total.Mean(), err)
	}
}

// With 9 controls the search must find what enumerating all 1,024 sets finds.
func TestCausalImpactSearchFindsTheSets(t *testing.T) {
	t.Parallel()
	in := ciSimulated(80, 60, 9, 0)
	m, err := newCIModel(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	sd := ciSD{.5, .01, .01}
	all, found := make([]ciSet, 0, 1024), m.search(sd)
	for mask := range uint64(1) << 10 {
		all = append(all, m.newSet(mask))
	}
	share := math.Exp(m.weigh(sd, found, 0).log - m.weigh(sd, all, 0).log)
	if len(found) > ciMostModels || !(share > .99 && share < 1+1e-9) {
		t.Errorf("%d sets hold %.4f of the weight of all", len(found), share)
	}
}

func TestCausalImpactRefusesWhatDoesNotVary(t *testing.T) {
	t.Parallel()
	for name, y := range map[string][]float64{"constant": {5, 5, 5, 5, 5, 5}, "empty": {math.NaN(), math.NaN(), math.NaN(), math.NaN(), 1, 2}, "two values": {1, math.NaN(), 2, math.NaN(), 1, 2}} {
		if _, err := CausalImpact(CausalImpactInput{Y: y, Pre: 4}, nil); !errors.Is(err, ErrNoVariation) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func BenchmarkCausalImpact(b *testing.B) {
	for name, in := range map[string]CausalImpactInput{"180 periods, 6 controls": ciSimulated(180, 152, 6, 0), "112 periods, weekdays": ciSimulated(112, 84, 0, 7)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := CausalImpact(in, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package stats

import (
	"compress/gzip"
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// Student's (1908) sleep data. R 4.3 t.test(extra ~ group): t = -1.8608, df = 17.776, p = 0.07939,
// range -3.3654832 to 0.2054832.
func TestWelchPublishedValues(t *testing.T) {
	t.Parallel()
	a := []float64{.7, -1.6, -.2, -1.2, -.1, 3.4, 3.7, .8, 0, 2}
	b := []float64{1.9, .8, 1.1, .1, -.1, 4.4, 5.5, 1.6, 4.6, 3.4}
	g := Welch(PlainMean(b), PlainMean(a))
	lo, hi := g.Interval(.95)
	for what, v := range map[string][2]float64{"effect": {g.Effect, -1.58}, "t": {g.Effect / g.SE, -1.8608}, "df": {g.DF, 17.776}, "p": {g.P(), .07939}, "lower": {lo, -3.3654832}, "upper": {hi, .2054832}} {
		agrees(t, what, v[0], v[1], 3e-5)
	}
}

// Values far from zero, of 1e12 and of 1e150 keep their digits.
func TestWelchScales(t *testing.T) {
	t.Parallel()
	a, b := []float64{1, 2, 3, 5}, []float64{2, 2, 4, 9, 7}
	g := Welch(PlainMean(a), PlainMean(b))
	move := func(v []float64, shift, scale float64) []float64 {
		out := make([]float64, len(v))
		for i, x := range v {
			out[i] = scale * (x + shift)
		}
		return out
	}
	for _, c := range []struct{ shift, scale, tol float64 }{{1e6, 1, 1e-9}, {0, 1e12, 1e-12}, {0, 1e150, 1e-12}, {0, 1e-150, 1e-12}} {
		h := Welch(PlainMean(move(a, c.shift, c.scale)), PlainMean(move(b, c.shift, c.scale)))
		agrees(t, "effect", h.Effect/c.scale, g.Effect, c.tol)
		agrees(t, "p", h.P(), g.P(), c.tol)
	}
}

// Fieller's range holds 0 exactly when the difference's does, and is the slow scan over ratios.
func TestFiellerRatio(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 7))
	bounded := 0
	for range 300 {
		c := ArmMean{Mean: 1 + rng.NormFloat64(), Var: .1 * rng.Float64(), DF: 20}
		a := ArmMean{Mean: 1 + rng.NormFloat64(), Var: .1 * rng.Float64(), DF: 30}
		g := Welch(c, a)
		_, lo, hi, ok := FiellerRatio(c, a, g, .95)
		if !ok {
			continue
		}
		bounded++
		if l, u := g.Interval(.95); (l <= 0 && u >= 0) != (lo <= 0 && hi >= 0) {
			t.Errorf("difference %v to %v, ratio %v to %v", l, u, lo, hi)
		}
		crit := g.critical(.95)
		for _, r := range []float64{lo, hi} {
			agrees(t, "t at the end", math.Abs(a.Mean-(1+r)*c.Mean)/math.Sqrt(a.Var+(1+r)*(1+r)*c.Var), crit, 1e-8)
		}
	}
	if bounded < 50 {
		t.Errorf("only %d ranges had bounds", bounded)
	}
}

// normalEquations is Lin's regression the slow way: one design with arm, centred covariates and their
// products, solved by Gauss-Jordan, HC3 from its hat matrix. It returns the arm's coefficient and error.
func normalEquations(y []float64, on []bool, x [][]float64) (effect, se float64) {
	k, n := len(x[0]), len(y)
	centre := make([]float64, k)
	for _, row := range x {
		for j, v := range row {
			centre[j] += v / float64(n)
		}
	}
	p := 2 + 2*k
	X := make([][]float64, n)
	for i := range X {
		d := 0.0
		if on[i] {
			d = 1
		}
		X[i] = []float64{1, d}
		for j, v := range x[i] {
			X[i] = append(X[i], v-centre[j], d*(v-centre[j]))
		}
	}
	A := make([][]float64, p)
	for a := range A {
		A[a] = make([]float64, 2*p)
		A[a][p+a] = 1
		for b := range p {
			for i := range X {
				A[a][b] += X[i][a] * X[i][b]
			}
		}
	}
	for c := range p {
		at := c
		for r := c; r < p; r++ {
			if math.Abs(A[r][c]) > math.Abs(A[at][c]) {
				at = r
			}
		}
		A[c], A[at] = A[at], A[c]
		for j, pivot := 0, A[c][c]; j < 2*p; j++ {
			A[c][j] /= pivot
		}
		for r := range p {
			if f := A[r][c]; r != c {
				for j := range A[r] {
					A[r][j] -= f * A[c][j]
				}
			}
		}
	}
	row := func(i, a int) (s float64) { // (X'X)^-1 x_i, a-th
		for b := range p {
			s += A[a][p+b] * X[i][b]
		}
		return s
	}
	beta := make([]float64, p)
	for a := range p {
		for i := range X {
			beta[a] += row(i, a) * y[i]
		}
	}
	var v float64
	for i := range X {
		h, e := 0.0, y[i]
		for a := range p {
			h += X[i][a] * row(i, a)
			e -= X[i][a] * beta[a]
		}
		v += math.Pow(row(i, 1)*e/(1-h), 2)
	}
	return beta[1], math.Sqrt(v)
}

// lin is the estimator under test, through the kernels.
func lin(t *testing.T, y []float64, on []bool, x [][]float64) (Gain, []ArmMean) {
	t.Helper()
	centre := make([]float64, len(x[0]))
	var ys [2][]float64
	var xs [2][][]float64
	for i := range y {
		a := 0
		if on[i] {
			a = 1
		}
		ys[a], xs[a] = append(ys[a], y[i]), append(xs[a], x[i])
		for j, v := range x[i] {
			centre[j] += v / float64(len(y))
		}
	}
	c, ok0 := AdjustedMean(ys[0], xs[0], centre)
	a, ok1 := AdjustedMean(ys[1], xs[1], centre)
	if !ok0 || !ok1 {
		t.Fatal("not fitted")
	}
	return Welch(c, a), []ArmMean{c, a}
}

// LaLonde's NSW experiment, 445 people (Dehejia & Wahba's sample): effect on re78 +1,794.34, standard
// error 671.0 by Welch; with eight covariates against the slow version of Lin with HC3 (1,621.58, 716.87).
func TestLaLonde(t *testing.T) {
	t.Parallel()
	y, on, x := readLaLonde(t)
	var c, a []float64
	for i := range y {
		if on[i] {
			a = append(a, y[i])
		} else {
			c = append(c, y[i])
		}
	}
	g := Welch(PlainMean(c), PlainMean(a))
	agrees(t, "effect", g.Effect, 1794.3424, 1e-7)
	agrees(t, "se", g.SE, 670.9965, 1e-6)
	agrees(t, "p", g.P(), .00789, 1e-5)
	for _, k := range []int{1, 3, 8} {
		part := make([][]float64, len(x))
		for i := range x {
			part[i] = x[i][8-k:]
		}
		got, _ := lin(t, y, on, part)
		want, se := normalEquations(y, on, part)
		agrees(t, "Lin", got.Effect, want, 1e-8)
		agrees(t, "HC3", got.SE, se, 1e-8)
	}
	got, _ := lin(t, y, on, x)
	agrees(t, "Lin, all", got.Effect, 1621.58, 1e-5)
	agrees(t, "HC3, all", got.SE, 716.8727, 1e-6)
}

func readLaLonde(t *testing.T) (y []float64, on []bool, x [][]float64) {
	t.Helper()
	dir := os.Getenv("CREATORLIFT_DATA")
	if dir == "" {
		t.Skip("CREATORLIFT_DATA is not set: LaLonde's experiment is not here")
	}
	f, err := os.Open(filepath.Join(dir, "lalonde_nsw_experimental.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		num := make([]float64, len(r))
		for j := 1; j < len(r); j++ {
			if num[j], err = strconv.ParseFloat(r[j], 64); err != nil {
				t.Fatal(err)
			}
		}
		y, on, x = append(y, num[10]), append(on, num[1] == 1), append(x, num[2:10])
	}
	return y, on, x
}

// Adding a covariate's multiple to the outcome changes nothing; Pull is what leaving a row out does.
func TestLinProperties(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 1))
	var y, moved []float64
	var on []bool
	var x [][]float64
	for i := range 40 {
		row := []float64{rng.NormFloat64(), 1e6 * rng.ExpFloat64()}
		x, on = append(x, row), append(on, i%3 == 0)
		y = append(y, rng.NormFloat64()+row[0])
		moved = append(moved, 5+y[i]+7*row[0]-row[1])
	}
	before := slices.Clone(y)
	g, arms := lin(t, y, on, x)
	h, _ := lin(t, moved, on, x)
	agrees(t, "effect", h.Effect, g.Effect, 1e-8)
	agrees(t, "error", h.SE, g.SE, 1e-8)
	if !slices.Equal(before, y) {
		t.Error("the outcome was written to")
	}
	var cy []float64
	var cx [][]float64
	centre := make([]float64, 2)
	for i := range y {
		for j, v := range x[i] {
			centre[j] += v / 40
		}
		if !on[i] {
			cy, cx = append(cy, y[i]), append(cx, x[i])
		}
	}
	for i := range cy {
		less, ok := AdjustedMean(slices.Delete(slices.Clone(cy), i, i+1), slices.Delete(slices.Clone(cx), i, i+1), centre)
		if !ok {
			t.Fatal("not fitted")
		}
		agrees(t, "without a row", less.Mean, arms[0].Mean-arms[0].Pull[i], 1e-9)
	}
}

// Collinear covariates and rows that decide a slope alone are told, not divided by.
func TestLinRefuses(t *testing.T) {
	t.Parallel()
	y := []float64{1, 2, 3, 4, 5, 7}
	twice := [][]float64{{1, 2}, {2, 4}, {3, 6}, {5, 10}, {8, 16}, {9, 18}}
	if _, ok := AdjustedMean(y, twice, []float64{0, 0}); ok {
		t.Error("collinear covariates were fitted")
	}
	alone := [][]float64{{0}, {0}, {0}, {0}, {0}, {1}}
	if _, ok := AdjustedMean(y, alone, []float64{0}); ok {
		t.Error("a row that decides its slope alone was given a spread")
	}
	keep, constant, collinear := Independent([][]float64{{1, 5, 2, 3e9}, {2, 5, 4, 1e9}, {4, 5, 8, 9e9}, {7, 5, 14, 2e9}}, 4)
	if !slices.Equal(keep, []int{0, 3}) || !slices.Equal(constant, []int{1}) || !slices.Equal(collinear, []int{2}) {
		t.Errorf("keep %v, constant %v, collinear %v", keep, constant, collinear)
	}
}

// The ratio's rows have its value as mean and the delta method's variance, computed here from moments.
func TestLinearised(t *testing.T) {
	t.Parallel()
	y, d := []float64{5, 0, 12, 3, 8}, []float64{2, 1, 5, 1, 3}
	rows, ok := Linearised(y, d)
	a := PlainMean(rows)
	agrees(t, "ratio", a.Mean, 28.0/12, 1e-12)
	my, vy := meanVar(y)
	md, vd := meanVar(d)
	var cov float64
	for i := range y {
		cov += (y[i] - my) * (d[i] - md) / 4
	}
	r := my / md
	agrees(t, "variance", a.Var, (vy-2*r*cov+r*r*vd)/(md*md)/5, 1e-12)
	if _, zero := Linearised(y, make([]float64, 5)); !ok || zero {
		t.Error("a denominator of zeros has a ratio")
	}
}

// Miettinen & Nurminen (1985) through Newcombe (1998), table II, method 7, example (a): 56/70 against
// 48/80, .0528 to .3382; the others against a search for the likeliest shares.
func TestShares(t *testing.T) {
	t.Parallel()
	lo, hi := Shares{X0: 48, N0: 80, X1: 56, N1: 70}.Interval(.95)
	agrees(t, "lower", lo, .0528, 1e-4)
	agrees(t, "upper", hi, .3382, 1e-4)
	for _, s := range []Shares{{0, 10, 5, 5}, {0, 40, 0, 30}, {1, 30, 9, 30}, {12, 12, 3, 9}, {2, 500, 30, 500}} {
		lo, hi := s.Interval(.95)
		if !(lo >= -1 && hi <= 1 && lo <= s.Effect() && s.Effect() <= hi && lo < hi) {
			t.Errorf("%v: %v to %v around %v", s, lo, hi, s.Effect())
		}
		for d := -.995; d < 1; d += .01 {
			if want := scoreBySearch(s, d); math.Abs(s.Z(d)-want) > 1e-3*max(1, math.Abs(want)) {
				t.Errorf("%v at %v: z %v, by search %v", s, d, s.Z(d), want)
			}
		}
		if s.X0+s.X1 > 0 {
			agrees(t, "null error", s.Effect()/s.NullSE(), s.Z(0), 1e-9)
			if p := s.P(); (p <= .05) != (lo > 0 || hi < 0) {
				t.Errorf("%v: p %v beside %v to %v", s, p, lo, hi)
			}
		}
	}
}

// scoreBySearch finds the likeliest shares with difference d by golden section.
func scoreBySearch(s Shares, d float64) float64 {
	like := func(p float64) float64 {
		term := func(x, q float64) float64 {
			if x == 0 {
				return 0
			}
			return x * math.Log(q)
		}
		return term(s.X0, p) + term(s.N0-s.X0, 1-p) + term(s.X1, p+d) + term(s.N1-s.X1, 1-p-d)
	}
	a, b := max(0, -d), min(1, 1-d)
	for range 200 {
		u, v := a+(b-a)*.382, a+(b-a)*.618
		if like(u) > like(v) {
			b = v
		} else {
			a = u
		}
	}
	p, n := (a+b)/2, s.N0+s.N1
	v := (p*(1-p)/s.N0 + (p+d)*(1-p-d)/s.N1) * n / (n - 1)
	return (s.Effect() - d) / math.Sqrt(v)
}

// 1,000 people meant to be halved, 460 and 540: chi-squared 6.4, p .011412.
func TestSplitP(t *testing.T) {
	t.Parallel()
	agrees(t, "p", SplitP([]int{460, 540}, []float64{.5, .5}), .011412, 1e-5)
	agrees(t, "as meant", SplitP([]int{100, 200, 300}, []float64{1. / 6, 2. / 6, 3. / 6}), 1, 1e-12)
}

func TestLargestSway(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		figure float64
		pull   []float64
		want   Sway
	}{
		"one video makes 60 %": {100, []float64{10, 60, 30}, Sway{1, .6, 40}},
		"a loss":               {-4, []float64{1, -5, 0}, Sway{1, 1.25, 1}},
		"nothing holds it up":  {3, []float64{-1, 0}, Sway{-1, 0, 3}},
		"zero":                 {0, []float64{1, -1}, Sway{-1, 0, 0}},
		"no rows":              {5, nil, Sway{-1, 0, 5}},
	} {
		if got := LargestSway(c.figure, c.pull); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

// One arm of 10,000 customers with five covariates.
func BenchmarkAdjustedMean(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	y, x := make([]float64, 10_000), make([][]float64, 10_000)
	for i := range y {
		x[i] = make([]float64, 5)
		for j := range x[i] {
			x[i][j] = rng.NormFloat64()
		}
		y[i] = x[i][0] + rng.ExpFloat64()
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := AdjustedMean(y, x, make([]float64, 5)); !ok {
			b.Fatal("not fitted")
		}
	}
}

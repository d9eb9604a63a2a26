package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// changePanel is n units that share one movement, with noise that differs between units.
func changePanel(seed uint64, n, periods int) [][]float64 {
	rng := rand.New(rand.NewPCG(seed, 3))
	y := make([][]float64, n)
	common := make([]float64, periods)
	for t := range common {
		common[t] = .1 * rng.NormFloat64()
	}
	for i := range y {
		y[i] = make([]float64, periods)
		noise := .05 * float64(1+i%4)
		for t := range y[i] {
			y[i][t] = float64(10*(i+1)) * math.Exp(common[t]+noise*rng.NormFloat64())
		}
	}
	return y
}

func everyThird(n int) []bool {
	treated := make([]bool, n)
	for i := range treated {
		treated[i] = i%3 == 0
	}
	return treated
}

func newChanges(t testing.TB, y [][]float64, pre int) *Changes {
	t.Helper()
	c, err := NewChanges(y, pre, 7)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Without outliers the weights are those of generalised least squares, written out with gonum.
func TestShiftIsGeneralisedLeastSquares(t *testing.T) {
	t.Parallel()
	const n = 12
	c, treated := newChanges(t, changePanel(1, n, 80), 60), everyThird(n)
	P, X := mat.NewDense(n, n, c.prec), mat.NewDense(n, 2, nil)
	for i, on := range treated {
		X.Set(i, 0, 1)
		if on {
			X.Set(i, 1, 1)
		}
	}
	var PX, XPX, want mat.Dense
	PX.Mul(P, X)
	XPX.Mul(X.T(), &PX)
	if err := want.Solve(&XPX, PX.T()); err != nil {
		t.Fatal(err)
	}
	got := newShiftFit(c, treated, make([]float64, n)).solve()
	var on, off float64
	for i, w := range got.Weight {
		if math.Abs(w-want.At(1, i)) > 1e-9 {
			t.Errorf("unit %d weighs %v, want %v", i, w, want.At(1, i))
		}
		if treated[i] {
			on += w
		} else {
			off += w
		}
	}
	if math.Abs(on-1) > 1e-9 || math.Abs(off+1) > 1e-9 {
		t.Errorf("weights add to %v and %v, want 1 and -1", on, off)
	}
}

// plainShift is Fit written out: every product over all units, every time.
func plainShift(c *Changes, treated []bool, d []float64) Shift {
	n, root := c.N(), make([]float64, c.N())
	for i := range root {
		root[i] = 1
	}
	for round := 0; ; round++ {
		X, W := mat.NewDense(n, 2, nil), mat.NewDense(n, n, nil)
		for i, on := range treated {
			X.Set(i, 0, 1)
			if on {
				X.Set(i, 1, 1)
			}
			for j := range n {
				W.Set(i, j, root[i]*c.prec[i*n+j]*root[j])
			}
		}
		var WX, XWX, inv, weight mat.Dense
		WX.Mul(W, X)
		XWX.Mul(X.T(), &WX)
		if inv.Inverse(&XWX) != nil {
			panic("singular")
		}
		weight.Mul(&inv, WX.T())
		if round == reweightings {
			return Shift{Weight: mat.Row(nil, 1, &weight), Scale: math.Sqrt(inv.At(1, 1))}
		}
		var beta mat.VecDense
		beta.MulVec(&weight, mat.NewVecDense(n, d))
		r, u := make([]float64, n), make([]float64, n)
		for i := range r {
			r[i] = d[i] - beta.AtVec(0) - X.At(i, 1)*beta.AtVec(1)
		}
		for i := range u {
			s := c.prec[i*n+i] * r[i]
			for j := range n {
				if j != i {
					s += c.prec[i*n+j] * root[j] * r[j]
				}
			}
			u[i] = math.Abs(s) / math.Sqrt(c.prec[i*n+i])
		}
		sorted := slices.Sorted(slices.Values(u))
		bound := outlierBound * 1.4826 * (sorted[n/2] + sorted[(n-1)/2]) / 2
		for i := range root {
			root[i] = math.Sqrt(math.Min(1, bound/u[i]))
		}
	}
}

// The fit that keeps the products with the units of weight 1 is the plain one.
func TestShiftIsThePlainOne(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		n := 8 + int(seed)
		y, treated := changePanel(seed, n, 80), everyThird(n)
		for d := 60; d < 80; d++ {
			y[seed%3][d] *= 1.7
		}
		c := newChanges(t, y, 60)
		d := c.Over(60, 80)
		got, want := c.Fit(treated, d), plainShift(c, treated, d)
		if math.Abs(got.Scale-want.Scale) > 1e-9*want.Scale {
			t.Errorf("seed %d: scale %v, want %v", seed, got.Scale, want.Scale)
		}
		for i, w := range got.Weight {
			if math.Abs(w-want.Weight[i]) > 1e-9 {
				t.Errorf("seed %d: unit %d weighs %v, want %v", seed, i, w, want.Weight[i])
			}
		}
	}
}

// A unit that explodes in the test hardly moves the difference; a plain mean would move by its share.
func TestShiftWithstandsOneWildUnit(t *testing.T) {
	t.Parallel()
	const n, pre, T = 16, 60, 80
	y, treated := changePanel(2, n, T), everyThird(n)
	diff := func() float64 {
		c := newChanges(t, y, pre)
		d, s := c.Over(pre, T), 0.0
		for i, w := range c.Fit(treated, d).Weight {
			s += w * d[i]
		}
		return s
	}
	before := diff()
	for d := pre; d < T; d++ {
		y[4][d] *= 30 // a control
	}
	if after := diff(); math.Abs(after-before) > .05 {
		t.Errorf("one wild control moved the difference from %v to %v", before, after)
	}
}

func TestChangesIgnoreScale(t *testing.T) {
	t.Parallel()
	const n, pre, T = 10, 50, 70
	y := changePanel(3, n, T)
	big := make([][]float64, n)
	for i, row := range y {
		for _, v := range row {
			big[i] = append(big[i], 1e9*float64(i+1)*v)
		}
	}
	a, b := newChanges(t, y, pre), newChanges(t, big, pre)
	f, g := a.Fit(everyThird(n), a.Over(pre, T)), b.Fit(everyThird(n), b.Over(pre, T))
	for i := range f.Weight {
		if math.Abs(f.Weight[i]-g.Weight[i]) > 1e-6 {
			t.Errorf("unit %d weighs %v, scaled %v", i, f.Weight[i], g.Weight[i])
		}
	}
}

func TestPairsByHand(t *testing.T) {
	t.Parallel()
	const n, pre, T = 12, 60, 80
	c := newChanges(t, changePanel(4, n, T), pre)
	pairs, treated := [][2]int{}, make([]bool, n)
	for i := 0; i < n; i += 2 {
		pairs = append(pairs, [2]int{i, i + 1})
		treated[i+i/2%2] = true
	}
	// All pairs equally far apart: no weight falls, and the difference is exactly that.
	d := make([]float64, n)
	for i := range d {
		if d[i] = float64(i / 2); treated[i] {
			d[i] += .25
		}
	}
	f, got := c.FitPairs(pairs, treated, d), 0.0
	for i, w := range f.Weight {
		got += w * d[i]
	}
	if math.Abs(got-.25) > 1e-9 {
		t.Errorf("difference %v, want .25", got)
	}
	for _, p := range pairs {
		if math.Abs(f.Weight[p[0]]+f.Weight[p[1]]) > 1e-12 {
			t.Errorf("the pair %v weighs %v and %v", p, f.Weight[p[0]], f.Weight[p[1]])
		}
	}
}

func TestUnitsThatNeverMove(t *testing.T) {
	t.Parallel()
	y := make([][]float64, 9)
	for i := range y {
		y[i] = make([]float64, 60)
		for d := range y[i] {
			y[i][d] = 5
		}
	}
	if _, err := NewChanges(y, 40, 7); err != ErrNoVariation {
		t.Errorf("got %v, want ErrNoVariation", err)
	}
}

func TestNthOfSorted(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	for n := 1; n < 40; n++ {
		v := make([]float64, n)
		for i := range v {
			v[i] = float64(rng.IntN(n)) // with ties
		}
		sorted := slices.Sorted(slices.Values(v))
		for k := range n {
			if got := smallest(v, k); got != sorted[k] {
				t.Errorf("%d of %v: got %v, want %v", k, sorted, got, sorted[k])
			}
		}
	}
}

func BenchmarkShift40(b *testing.B) {
	y := changePanel(5, 40, 105)
	c, treated := newChanges(b, y, 90), everyThird(40)
	d := c.Over(90, 105)
	b.ReportAllocs()
	for b.Loop() {
		c.Fit(treated, d)
	}
}

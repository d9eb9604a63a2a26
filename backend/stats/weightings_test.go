package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// What was added to a unit's every period, or to every unit's period, does not matter, nor the order of
// the controls; a scale comes through. Day effects do change the noise level that sets SDID's ridge, as
// in the published program, so SDID is not asked about them.
func TestWeightingsAreInvariant(t *testing.T) {
	t.Parallel()
	y := noisyUnits(15, 60, 11)
	treated := make([]bool, 15)
	treated[0], treated[1] = true, true
	effect := func(y [][]float64, treated []bool, how Weighting) float64 {
		c, err := NewUnits(y, 45, true).Contrast(treated, how)
		if err != nil {
			t.Fatal(err)
		}
		return c.Effect
	}
	change := func(f func(i, p int, v float64) float64) [][]float64 {
		out := make([][]float64, len(y))
		for i := range y {
			out[i] = make([]float64, len(y[i]))
			for p, v := range y[i] {
				out[i][p] = f(i, p, v)
			}
		}
		return out
	}
	units := change(func(i, _ int, v float64) float64 { return v + 500*float64(i*i%7) })
	days := change(func(_, p int, v float64) float64 { return v + 40*float64(p*p%11) })
	scaled := change(func(_, _ int, v float64) float64 { return 1000 * v })
	turned, turnedSet := slices.Clone(y), slices.Clone(treated)
	slices.Reverse(turned)
	slices.Reverse(turnedSet)
	for name, how := range map[string]Weighting{"did": DiD, "sc": SC, "asc": ASC{40}, "asc off": NoRidge, "sdid": SDID, "published": SDIDPublished} {
		want := effect(y, treated, how)
		tolerance := 1e-5 * math.Abs(want)
		if name == "published" {
			tolerance *= 10 // where the steps stop depends on rounding
		}
		within(t, name+" units", effect(units, treated, how), want, tolerance)
		within(t, name+" turned", effect(turned, turnedSet, how), want, tolerance)
		if name == "asc" {
			continue // its ridge has a unit
		}
		within(t, name+" scaled", effect(scaled, treated, how), 1000*want, 1000*tolerance)
		if name != "sdid" && name != "published" {
			within(t, name+" days", effect(days, treated, how), want, tolerance)
		}
	}
	within(t, "asc days", effect(days, treated, ASC{40}), effect(y, treated, ASC{40}), 1e-4)
	within(t, "asc scaled", effect(scaled, treated, ASC{40e6}), 1000*effect(y, treated, ASC{40}), .1)
}

// The exact weights against many plain steps: each lowers the objective, none below the exact minimum.
func TestSDIDWeightsAgainstManySteps(t *testing.T) {
	t.Parallel()
	u := NewUnits(noisyUnits(12, 50, 4), 40, true)
	treated := append([]bool{true}, make([]bool, 11)...)
	c, controls := u.bySize(treated)
	f := u.unitProblem(controls, &c, 60, false)
	slow := u.unitProblem(controls, &c, 60, false)
	start := make([]float64, len(controls))
	start[0] = 1
	slow.run(start, 0, 200_000)
	fast, err := f.exact()
	if err != nil {
		t.Fatal(err)
	}
	for i := range fast {
		within(t, "weight", fast[i], slow.x[i], 1e-4)
	}
	within(t, "sum", sum(fast), 1, 1e-9)
}

// The published steps by hand: matrices as they stand, everything computed afresh.
func TestStepsAgainstPlainArithmetic(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 3))
	const rows, k, zeta = 9, 5, .3
	A, a := mat.NewDense(rows, k, nil), mat.NewVecDense(rows, nil)
	for r := range rows {
		a.SetVec(r, rng.NormFloat64())
		for c := range k {
			A.Set(r, c, rng.NormFloat64())
		}
	}
	var G mat.Dense
	var b mat.VecDense
	G.Mul(A.T(), A)
	b.MulVec(A.T(), a)
	f := &fwProblem{G: G.RawMatrix().Data, b: b.RawVector().Data, rows: rows, zeta: zeta}
	x := mat.NewVecDense(k, []float64{.2, .2, .2, .2, .2})
	f.run(x.RawVector().Data, 0, 25)
	eta := rows * zeta * zeta
	for range 25 {
		var Ax, left, half, d, Ad mat.VecDense
		Ax.MulVec(A, x)
		left.SubVec(&Ax, a)
		half.MulVec(A.T(), &left)
		half.AddScaledVec(&half, eta, x)
		at := 0
		for i := range k {
			if half.AtVec(i) < half.AtVec(at) {
				at = i
			}
		}
		d.ScaleVec(-1, x)
		d.SetVec(at, d.AtVec(at)+1)
		Ad.MulVec(A, &d)
		step := -mat.Dot(&half, &d) / (mat.Dot(&Ad, &Ad) + eta*mat.Dot(&d, &d))
		x.AddScaledVec(x, math.Min(1, math.Max(0, step)), &d)
	}
	for i := range k {
		within(t, "x", f.x[i], x.AtVec(i), 1e-9)
	}
}

// The correction against the formula as it is written, with the T x T inverse.
func TestRidgeAgainstTheFormula(t *testing.T) {
	t.Parallel()
	u := NewUnits(noisyUnits(9, 30, 2), 24, true)
	c, controls := u.bySize(append([]bool{true}, make([]bool, 8)...))
	p := u.ridgeProblem(controls, &c, 24, false)
	syn, err := p.simplex()
	if err != nil {
		t.Fatal(err)
	}
	const lambda = 5000.
	fast, err := p.correct(syn, []float64{lambda})
	if err != nil {
		t.Fatal(err)
	}
	var M, inv mat.Dense
	M.Mul(p.X.T(), p.X)
	for i := range 24 {
		M.Set(i, i, M.At(i, i)+lambda)
	}
	if err := inv.Inverse(&M); err != nil {
		t.Fatal(err)
	}
	var z, w mat.VecDense
	z.MulVec(&inv, p.residuals(syn))
	w.MulVec(p.X, &z)
	for i := range syn {
		within(t, "weight", fast[0][i], syn[i]+w.AtVec(i), 1e-9)
	}
}

// No kernel writes to the panel it was given.
func TestWeightingsLeaveThePanelAlone(t *testing.T) {
	t.Parallel()
	y := noisyUnits(10, 40, 8)
	before := make([][]float64, len(y))
	for i := range y {
		before[i] = slices.Clone(y[i])
	}
	treated := append([]bool{true, true}, make([]bool, 8)...)
	u := NewUnits(y, 30, false)
	for _, how := range []Weighting{SDID, SDIDPublished, PlainSC, ASC{1}} {
		if _, err := u.Contrast(treated, how); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := NewConformal(u, treated, NoRidge).Interval(.8, 0); err != nil {
		t.Fatal(err)
	}
	starts := []int{20, 30, 40, 40, 40, 40, 40, 40, 40, 40}
	if _, err := Stagger(y, starts, starts, SC, false); err != nil {
		t.Fatal(err)
	}
	if _, err := NewTBR(y[0], y[1], 30, .9); err != nil {
		t.Fatal(err)
	}
	for i := range y {
		if !slices.Equal(y[i], before[i]) {
			t.Errorf("unit %d was changed", i)
		}
	}
}

func BenchmarkSDID(b *testing.B) {
	u := NewUnits(noisyUnits(40, 105, 1), 90, false)
	treated := append([]bool{true, true}, make([]bool, 38)...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := u.Contrast(treated, SDID); err != nil {
			b.Fatal(err)
		}
	}
}

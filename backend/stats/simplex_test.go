package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func randomGram(rng *rand.Rand, k, rows int) (*mat.SymDense, []float64) {
	x := make([][]float64, k+1)
	for i := range x {
		x[i] = make([]float64, rows)
		for j := range x[i] {
			x[i][j] = rng.NormFloat64()
		}
	}
	G, b := mat.NewSymDense(k, nil), make([]float64, k)
	for i := range k {
		for j := i; j < k; j++ {
			G.SetSym(i, j, dot(x[i], x[j]))
		}
		b[i] = dot(x[i], x[k])
	}
	return G, b
}

// frankWolfe is the slow obvious solver: many steps towards the best vertex with exact line search.
func frankWolfe(G mat.Symmetric, b []float64, steps int) []float64 {
	k := len(b)
	w := make([]float64, k)
	for i := range w {
		w[i] = 1 / float64(k)
	}
	for range steps {
		grad, best := make([]float64, k), 0
		for i := range k {
			grad[i] = -b[i]
			for j := range k {
				grad[i] += G.At(i, j) * w[j]
			}
			if grad[i] < grad[best] {
				best = i
			}
		}
		var num, den float64
		d := make([]float64, k)
		for i := range k {
			d[i] = -w[i]
		}
		d[best]++
		for i := range k {
			num -= grad[i] * d[i]
			for j := range k {
				den += d[i] * G.At(i, j) * d[j]
			}
		}
		if den <= 0 {
			break
		}
		for i := range k {
			w[i] += math.Max(0, math.Min(1, num/den)) * d[i]
		}
	}
	return w
}

func objective(G mat.Symmetric, b, w []float64) float64 {
	var f float64
	for i := range b {
		f -= b[i] * w[i]
		for j := range b {
			f += w[i] * G.At(i, j) * w[j] / 2
		}
	}
	return f
}

func TestSimplexLSAgainstFrankWolfe(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 3))
	for _, c := range []struct{ k, rows int }{{1, 5}, {2, 5}, {6, 20}, {20, 60}, {20, 8}, {45, 30}} {
		for range 10 {
			G, b := randomGram(rng, c.k, c.rows)
			w, err := SimplexLS(G, b)
			if err != nil {
				t.Fatal(err)
			}
			var sum float64
			for _, x := range w {
				if x < 0 {
					t.Fatalf("k=%d: weight %v below zero", c.k, x)
				}
				sum += x
			}
			if math.Abs(sum-1) > 1e-9 {
				t.Fatalf("k=%d: weights add to %v", c.k, sum)
			}
			got, slow := objective(G, b, w), objective(G, b, frankWolfe(G, b, 3000))
			if got > slow+1e-6*(1+math.Abs(slow)) {
				t.Errorf("k=%d rows=%d: objective %v, slow solver %v", c.k, c.rows, got, slow)
			}
		}
	}
}

func TestSimplexLSIdenticalColumns(t *testing.T) {
	t.Parallel()
	G := mat.NewSymDense(3, []float64{4, 4, 4, 4, 4, 4, 4, 4, 4})
	w, err := SimplexLS(G, []float64{4, 4, 4})
	if err != nil {
		t.Fatal(err)
	}
	if s := w[0] + w[1] + w[2]; math.Abs(s-1) > 1e-9 {
		t.Errorf("weights add to %v", s)
	}
}

func TestContrastInvariances(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 5))
	y := make([][]float64, 12)
	for i := range y {
		y[i] = make([]float64, 60)
		for p := range y[i] {
			y[i][p] = 100 + 10*rng.NormFloat64() + float64(i)
		}
	}
	treated := make([]bool, 12)
	treated[2], treated[7] = true, true
	for _, how := range []Weighting{DiD, SC} {
		base, err := NewUnits(y, 45, false).Contrast(treated, how)
		if err != nil {
			t.Fatal(err)
		}
		perm := rng.Perm(12)
		shuffled, st, scaled := make([][]float64, 12), make([]bool, 12), make([][]float64, 12)
		for to, from := range perm {
			shuffled[to], st[to] = y[from], treated[from]
		}
		for i := range y {
			scaled[i] = make([]float64, 60)
			for p, v := range y[i] {
				scaled[i][p] = 7 * v
			}
		}
		if c, _ := NewUnits(shuffled, 45, false).Contrast(st, how); math.Abs(c.Effect-base.Effect) > 1e-9 {
			t.Errorf("weighting %T: shuffling units moved the effect from %v to %v", how, base.Effect, c.Effect)
		}
		if c, _ := NewUnits(scaled, 45, false).Contrast(treated, how); math.Abs(c.Effect-base.Effect) > 1e-9 {
			t.Errorf("weighting %T: scaling all units moved the share from %v to %v", how, base.Effect, c.Effect)
		}
		u := NewUnits(y, 45, false)
		cf := u.Counterfactual(base)
		var gap float64
		for p := 45; p < 60; p++ {
			gap += y[2][p] + y[7][p] - cf[p]
		}
		if want := base.Effect * u.Size(base) * 15; math.Abs(gap-want) > 1e-9*math.Abs(want)+1e-9 {
			t.Errorf("weighting %T: observed minus counterfactual is %v, effect says %v", how, gap, want)
		}
		if math.Abs(base.Load(treated)-1) > 1e-12 {
			t.Errorf("load of the own set is %v, want 1", base.Load(treated))
		}
	}
}

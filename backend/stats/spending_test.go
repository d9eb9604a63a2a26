package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// pocock spends evenly, alpha log(1 + (e-1) share) (Lan & DeMets 1983, alpha_2*): here only to check the
// recursion against bounds of another shape.
func pocock(share, alpha float64) float64 { return alpha * math.Log(1+(math.E-1)*share) }

// The bounds of four equal looks in the golden file, and Lan & DeMets' published O'Brien-Fleming type
// bounds of five (ldbounds 2.0: 4.8769, 3.3569, 2.6803, 2.2898, 2.0310).
func TestLookBoundsGolden(t *testing.T) {
	t.Parallel()
	g := readSequential(t)
	four := []float64{.25, .5, .75, 1}
	for _, c := range []struct {
		shares []float64
		alpha  float64
		spend  Spending
		want   []float64
		tol    float64
	}{
		{four, .05, OBrienFleming, g.OBF05, 1e-6},
		{four, .10, OBrienFleming, g.OBF10, 1e-6},
		{four, .05, pocock, g.Pocock05, 1e-6},
		{four, .10, pocock, g.Pocock10, 1e-6},
		{[]float64{.2, .4, .6, .8, 1}, .05, OBrienFleming, []float64{4.8769, 3.3569, 2.6803, 2.2898, 2.0310}, 5e-5},
	} {
		got := LookBounds(c.shares, c.alpha, c.spend)
		if len(c.want) != len(got) {
			t.Fatal("the golden file has no such bounds")
		}
		for i := range got {
			agrees(t, "bound", got[i], c.want[i], c.tol)
		}
	}
}

// A walk on Brownian increments crosses the bounds about alpha of the time: the slow obvious version.
func TestLookBoundsAgainstWalks(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	shares := []float64{.1, .35, 1}
	b := LookBounds(shares, .1, pocock)
	const n = 40_000
	hit := 0
	for range n {
		var s, before float64
		for k, share := range shares {
			s += rng.NormFloat64() * math.Sqrt(share-before)
			before = share
			if math.Abs(s)/math.Sqrt(share) >= b[k] {
				hit++
				break
			}
		}
	}
	if got, se := float64(hit)/n, math.Sqrt(.1*.9/n); math.Abs(got-.1) > 4*se {
		t.Errorf("crossed %v of the time, want .1", got)
	}
}

// Looks next to each other, and one so early that nothing may be spent.
func TestLookBoundsAtTheEdges(t *testing.T) {
	t.Parallel()
	b := LookBounds([]float64{.005, .5, .505, 1}, .05, OBrienFleming)
	if !math.IsInf(b[0], 1) || !(b[1] > b[2]-1 && b[2] > b[3]) {
		t.Errorf("bounds %v", b)
	}
	if one := LookBounds([]float64{1}, .05, OBrienFleming); math.Abs(one[0]-1.959964) > 1e-6 {
		t.Errorf("one look at the end: %v", one[0])
	}
}

func BenchmarkLookBounds(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		LookBounds([]float64{.25, .5, .75, 1}, .05, OBrienFleming)
	}
}

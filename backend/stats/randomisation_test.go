package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// bruteP counts the comparison straight from its definition.
func bruteP(obs Redraw, others []Redraw, tau float64) float64 {
	n := 1.0
	for _, o := range others {
		if math.Abs(o.Value-o.Load*tau)/o.Scale >= math.Abs(obs.Value-tau)/obs.Scale-1e-12 {
			n++
		}
	}
	return n / float64(len(others)+1)
}

func TestRandomisationAgainstBruteForce(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(11, 1))
	for range 60 {
		obs := Redraw{Value: rng.NormFloat64(), Load: 1, Scale: 1}
		others := make([]Redraw, 99)
		for i := range others {
			others[i] = Redraw{Value: rng.NormFloat64(), Load: 1.2*rng.Float64() - .4, Scale: .9 + rng.Float64()}
		}
		r := NewRandomisationTest(obs, others)
		for range 50 {
			tau := 4 * rng.NormFloat64()
			if got, want := r.P(tau), bruteP(obs, others, tau); math.Abs(got-want) > 1e-9 {
				t.Fatalf("p(%v): got %v, want %v", tau, got, want)
			}
		}
		for _, level := range []float64{.8, .9, .95} {
			lo, hi := r.Interval(level)
			if !(lo <= obs.Value && obs.Value <= hi) {
				t.Fatalf("level %v: [%v, %v] does not hold the estimate %v", level, lo, hi, obs.Value)
			}
			for _, side := range []struct{ in, out float64 }{{lo + 1e-6, lo - 1e-6}, {hi - 1e-6, hi + 1e-6}} {
				if bruteP(obs, others, side.in) <= 1-level+1e-9 || bruteP(obs, others, side.out) > 1-level+1e-9 {
					t.Errorf("level %v: p is %v inside and %v outside the bound", level, bruteP(obs, others, side.in), bruteP(obs, others, side.out))
				}
			}
		}
	}
}

func TestSmallestAgainstSorting(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(12, 1))
	for n := 1; n < 60; n++ {
		v := make([]float64, n)
		for i := range v {
			v[i] = float64(rng.IntN(8)) // ties
			if rng.IntN(9) == 0 {
				v[i] = math.Inf(1 - 2*rng.IntN(2))
			}
		}
		sorted := slices.Sorted(slices.Values(v))
		for k := range v {
			if got := smallest(v, k); got != sorted[k] {
				t.Fatalf("place %d of %v: got %v, want %v", k, sorted, got, sorted[k])
			}
		}
	}
}

func TestRandomisationTooFew(t *testing.T) {
	t.Parallel()
	r := NewRandomisationTest(Redraw{1, 1, 1}, []Redraw{{.5, 0, 1}, {.2, 0, 1}})
	if lo, hi := r.Interval(.95); !math.IsInf(lo, -1) || !math.IsInf(hi, 1) {
		t.Errorf("three assignments gave a 95 %% interval [%v, %v]", lo, hi)
	}
	if p := r.MinP(); math.Abs(p-1./3) > 1e-12 {
		t.Errorf("smallest p: got %v, want 1/3", p)
	}
}

// Under the sharp null with the set drawn by lot, p <= alpha happens at most alpha of the time.
func TestRandomisationHoldsItsLevel(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 9))
	const trials = 2000
	alarms := 0
	for range trials {
		v := make([]Redraw, 40)
		for i := range v {
			s := .5 + rng.Float64()
			v[i] = Redraw{Value: s * rng.NormFloat64(), Load: 0, Scale: s}
		}
		v[0].Load = 1
		if NewRandomisationTest(v[0], v[1:]).P(0) <= .05 {
			alarms++
		}
	}
	// 40 assignments: exactly 2 of 40 have p <= .05; binomial sd .0049.
	if rate := float64(alarms) / trials; math.Abs(rate-.05) > .015 {
		t.Errorf("false alarms %.3f, want .05", rate)
	}
}

package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestEfronMorris(t *testing.T) {
	t.Parallel()
	g := readGoldenEB(t).EB
	names, c := readColumns(t, "efron_morris_18.csv", 4, 6)
	x, v, z, one := make([]float64, 18), make([]float64, 18), make([]float64, 18), make([]float64, 18)
	mean := 0.0
	for i, average := range c[0] { // to three decimals, as published
		x[i] = average
		mean += x[i] / 18
		z[i], one[i] = math.Sqrt(45)*math.Asin(2*x[i]-1), 1
	}
	for i := range v {
		v[i] = mean * (1 - mean) / 45
	}
	raw, arc := FitNormalNormal(x, v, 3), FitNormalNormal(z, one, 3)
	within(t, "shrink", raw.Spread/(raw.Spread+v[0]), g.Raw.Shrink, 1e-9)
	within(t, "shrink, arcsine", arc.Spread/(arc.Spread+1), g.Arcsine.Shrink, 1e-9)
	var mle, js float64
	for i, name := range names {
		shrunken, _ := raw.At(x[i], v[i])
		angle, _ := arc.At(z[i], 1)
		within(t, name, shrunken, g.Raw.Est[name], 1e-9)
		within(t, name, (math.Sin(angle/math.Sqrt(45))+1)/2, g.Arcsine.Est[name], 1e-9)
		mle += (x[i] - c[1][i]) * (x[i] - c[1][i])
		js += (shrunken - c[1][i]) * (shrunken - c[1][i])
	}
	within(t, "squared errors, raw", mle, g.Raw.MLE, 1e-6)
	within(t, "squared errors, shrunken", js, g.Raw.JS, 1e-9)
}

// TestWideNormalsHold: 90 % ranges hold the true value about as often, with much spread, little and none,
// unequal variances and a unit without a value.
func TestWideNormalsHold(t *testing.T) {
	t.Parallel()
	rng := dice(12)
	for _, spread := range []float64{0, .3, 1} {
		held, all := 0.0, 0.0
		for range 400 {
			truth, x, v := make([]float64, 12), make([]float64, 12), make([]float64, 12)
			for i := range x {
				truth[i], v[i] = 5+spread*rng.NormFloat64(), 1/float64(1+rng.IntN(6))
				x[i] = truth[i] + math.Sqrt(v[i])*rng.NormFloat64()
			}
			v[3] = math.Inf(1)
			n := FitNormalNormal(x, v, 1)
			for i := range x {
				w := n.Wide(x[i], v[i])
				all++
				if math.Abs(truth[i]-w.Mean) < 1.6449*w.SD {
					held++
				}
			}
		}
		if share := held / all; share < .88 || spread > 0 && share > .97 {
			t.Errorf("spread %v: held %.3f", spread, share)
		}
	}
}

func TestNormalNormalFew(t *testing.T) {
	t.Parallel()
	n := FitNormalNormal([]float64{1, 2, 9}, []float64{1, 1, 4}, 1)
	if m, v := n.At(9, 4); !math.IsInf(n.Spread, 1) || m != 9 || v != 4 || n.Wide(9, 4) != (Normal{9, 2}) {
		t.Error(n)
	}
	n = FitNormalNormal([]float64{3, 3, 3, 3}, []float64{1, 1, 1, 1}, 1)
	if m, _ := n.At(3, 1); n.Spread != 0 || m != 3 || !(n.Wide(3, 1).SD > .4) {
		t.Error(n)
	}
}

// TestHurdleAgainstDraws sets share times size beside draws of it.
func TestHurdleAgainstDraws(t *testing.T) {
	t.Parallel()
	src := rand.NewPCG(3, 3)
	rng := rand.New(src)
	share := BetaBinomial{2, 3}.Posterior(3, 5)
	h := NewHurdle(share, Normal{4, .5})
	const draws = 100000
	for _, at := range []float64{5, 20, 30, 60} {
		below := 0.0
		for range draws {
			if share.Quantile(rng.Float64())*math.Exp(4+.5*rng.NormFloat64()) <= at {
				below += 1. / draws
			}
		}
		within(t, "CDF", h.CDF(at), below, 8e-3)
	}
	for _, p := range []float64{1e-9, .025, .5, .99} {
		within(t, "quantile", h.CDF(h.Quantile(p)), p, 1e-6)
	}
	within(t, "sure share", NewHurdle(nil, Normal{0, 1}).Quantile(.5), 1, 1e-6)
}

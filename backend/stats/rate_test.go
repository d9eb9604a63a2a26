package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// Where the exact distribution can still be computed, its limits must agree with it; beyond, chances stay
// chances and the middle stays in the middle.
func TestBetaOfHugeCounts(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]float64{{3, 9e6}, {2000, 9.9e6}, {9e6, 500}, {4e5, 1.1e7}} {
		exact, limit := distuv.Beta{Alpha: c[0], Beta: c[1]}, betaOf(c[0]*1.2, c[1]*1.2)
		sd := math.Sqrt(exact.Variance() / 1.2)
		for _, p := range []float64{.05, .5, .95} {
			want := distuv.Beta{Alpha: c[0] * 1.2, Beta: c[1] * 1.2}.Quantile(p)
			if got := limit.Quantile(p); math.Abs(got-want) > .02*sd {
				t.Errorf("Beta(%v, %v) at %v: %v, exact %v", 1.2*c[0], 1.2*c[1], p, got, want)
			}
		}
	}
	for _, n := range []float64{1e8, 1e10, 1e12} {
		for _, s := range []float64{0, 1, 1e3, n / 100, n / 2, n - 1, n} {
			p := Jeffreys.Posterior(s, n)
			if c := p.CDF(Jeffreys.Mean(s, n)); !(c > .3 && c < .7) && s > 0 && s < n {
				t.Errorf("%v of %v: P(below the mean) = %v", s, n, c)
			}
			if lo, hi := p.Quantile(.05), p.Quantile(.95); !(lo >= 0 && lo < hi && hi <= 1) {
				t.Errorf("%v of %v: %v to %v", s, n, lo, hi)
			}
			if e := BinomialExceeds(s, n, .01); !(e >= 0 && e <= 1) {
				t.Errorf("%v of %v exceeds by chance %v", s, n, e)
			}
		}
	}
}

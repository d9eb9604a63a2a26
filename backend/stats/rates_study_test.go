package stats

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// judged says whether the 95 % range holds the truth, how many of five questions are answered with 75 to 85 %,
// and how many of those rightly.
func judged(p Posterior, truth float64) (held, asked, hit float64) {
	if p.Quantile(.025) <= truth && truth <= p.Quantile(.975) {
		held = 1
	}
	for _, threshold := range []float64{.01, .015, .02, .025, .03} {
		below, is := p.CDF(threshold), truth < threshold
		if below < .5 {
			below, is = 1-below, !is
		}
		if below > .75 && below < .85 {
			asked++
			if is {
				hit++
			}
		}
	}
	return held, asked, hit
}

// TestStudyRates prints docs/evidence.md's table: brands whose creators' true rates are known.
func TestStudyRates(t *testing.T) {
	if os.Getenv("CREATORLIFT_STUDY") == "" {
		t.Skip("a long study: run it with make study")
	}
	for _, w := range []struct {
		creators           int
		fewest, most, a, b float64
	}{{30, 20, 1000, 6.26, 280}, {30, 100, 6000, 6.26, 280}, {30, 20, 300, 20, 1000}, {10, 20, 1000, 6.26, 280}, {6, 50, 1000, 6.26, 280}} {
		src := rand.NewPCG(7, 8)
		rng := rand.New(src)
		var units, plain, weighed, said, right, plainSaid, plainRight, missed float64
		const brands = 300
		for brand := range brands {
			truth, x, n := make([]float64, w.creators), make([]float64, w.creators), make([]float64, w.creators)
			r, se := make([]float64, w.creators), make([]float64, w.creators)
			for i := range x {
				truth[i] = distuv.Beta{Alpha: w.a, Beta: w.b, Src: src}.Rand()
				n[i] = math.Round(w.fewest * math.Pow(w.most/w.fewest, rng.Float64()))
				x[i] = distuv.Binomial{N: n[i], P: truth[i], Src: src}.Rand()
				r[i], se[i] = smoothed(x[i], n[i])
			}
			prior, _, ok := FitBetaBinomial(x, n)
			if !ok {
				continue
			}
			priors := WeighBetaBinomials(x, n)
			for i := range x {
				units++
				for k, p := range []Posterior{prior.Posterior(x[i], n[i]), priors.Posterior(x[i], n[i])} {
					held, asked, hit := judged(p, truth[i])
					if k == 0 {
						plain, plainSaid, plainRight = plain+held, plainSaid+asked, plainRight+hit
					} else {
						weighed, said, right = weighed+held, said+asked, right+hit
					}
				}
			}
			sets := SimultaneousRanks(r, se, .95, 500, dice(uint64(brand)))
			for i := range x {
				better := 0
				for j := range x {
					if truth[j] > truth[i] {
						better++
					}
				}
				if sets.Low[i] > better+1 || sets.High[i] < better+1 {
					missed++
					break
				}
			}
		}
		t.Logf("%+v: 95 %% ranges hold %.3f taking the prior as known, %.3f weighed; 75-85 %% right %.3f, %.3f (of %.0f); all rank sets hold in %.3f of brands",
			w, plain/units, weighed/units, plainRight/plainSaid, right/said, said, 1-missed/brands)
	}
}

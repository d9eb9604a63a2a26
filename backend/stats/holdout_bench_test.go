package stats_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"creatorlift/backend/stats"
)

// benchPanel moves by a common factor and noise of each unit's own.
func benchPanel(units, days int) [][]float64 {
	rng := rand.New(rand.NewPCG(5, 59))
	common := make([]float64, days)
	for t := range common {
		common[t] = .1*math.Sin(2*math.Pi*float64(t)/7) + .05*rng.NormFloat64()
	}
	y := make([][]float64, units)
	for i := range y {
		size := math.Exp(5 + rng.NormFloat64())
		for _, c := range common {
			y[i] = append(y[i], size*math.Exp((.5+rng.Float64())*c+.1*rng.NormFloat64()))
		}
	}
	return y
}

// 1,000 synthetic controls of two treated units each, 40 units, 76 days of history and 14 of test.
func BenchmarkPlacebosSC40x90(b *testing.B) {
	y := benchPanel(40, 90)
	rng := rand.New(rand.NewPCG(6, 59))
	sets := make([][]bool, 1000)
	for i := range sets {
		sets[i] = make([]bool, 40)
		for _, u := range rng.Perm(40)[:2] {
			sets[i][u] = true
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		u := stats.NewUnits(y, 76, false)
		if err := stats.Parallel(len(sets), func(i int) error {
			_, err := u.Contrast(sets[i], stats.SC)
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlacebosLog40x90(b *testing.B) {
	y := benchPanel(40, 90)
	rng := rand.New(rand.NewPCG(6, 59))
	b.ReportAllocs()
	for b.Loop() {
		c, err := stats.NewChanges(y, 76, 7)
		if err != nil {
			b.Fatal(err)
		}
		d := c.Over(76, 90)
		for range 1000 {
			set := make([]bool, 40)
			for _, u := range rng.Perm(40)[:2] {
				set[u] = true
			}
			c.Fit(set, d)
		}
	}
}

package experiment

import (
	"math"
	"testing"
)

func TestAdviceOnDropsFollowsTheStudy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		orders   float64
		products int
		lifts    [3]float64
		best     int
		more     bool
	}{
		{"ten orders a day", 10, 0, [3]float64{.41, .24, .21}, 56, false},
		{"twenty", 20, 0, [3]float64{.29, .20, .16}, 42, false},
		{"one product is no draw", 20, 1, [3]float64{.29, .20, .16}, 42, false},
		{"two products: tried in six weeks only", 20, 2, [3]float64{.29, .13, .13}, 42, false},
		{"four products", 40, 4, [3]float64{.08, .05, .05}, 28, false},
		{"large", 5000, 9, [3]float64{.05, .05, .05}, 28, false},
		{"large, dates alone", 5000, 0, [3]float64{.20, .13, .12}, 28, false},
		{"smaller than tried", 3, 0, [3]float64{.41, .24, .21}, 56, true},
		{"not known", math.NaN(), 0, [3]float64{.41, .24, .21}, 56, true},
		{"between two sizes", math.Sqrt(10 * 20), 0, [3]float64{.35, .22, .185}, 56, false},
	} {
		for i, a := range AdviseDrops(c.orders, c.products) {
			if math.Abs(a.Lift-c.lifts[i]) > 1e-9 || a.Best != (a.Days == c.best) || a.More != c.more {
				t.Errorf("%s: got %+v, want %v, best %d, more %v", c.name, a, c.lifts[i], c.best, c.more)
			}
		}
	}
}

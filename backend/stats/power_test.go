package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

func TestVisibleLift(t *testing.T) {
	t.Parallel()
	lifts := []float64{0, .1, .2, .4}
	for _, c := range []struct {
		name  string
		power []float64
		want  float64
	}{
		{"on the line between two lifts", []float64{.05, .4, .9, 1}, .18},
		{"exactly at a lift", []float64{.05, .8, .9, 1}, .1},
		{"a dip counts as not seen", []float64{.05, .85, .7, .9}, .3},
		{"already at zero", []float64{.9, .9, .9, .9}, 0},
		{"never", []float64{.05, .1, .2, .79}, math.NaN()},
	} {
		got, seen := VisibleLift(lifts, c.power, .8)
		if seen != !math.IsNaN(c.want) || seen && math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v %v, want %v", c.name, got, seen, c.want)
		}
	}
}

// A contrast of lifted sales is the contrast of the sales plus lift x slope.
func TestLiftsMoveContrastsAlongALine(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	y := make([][]float64, 12)
	for i := range y {
		for range 60 {
			y[i] = append(y[i], float64(3+i)*(1+.3*rng.NormFloat64()))
		}
	}
	treated := make([]bool, 12)
	treated[2], treated[7] = true, true
	other := make([]bool, 12)
	other[2], other[9] = true, true
	const pre, lift = 45, .3
	lifted := make([][]float64, 12)
	for i, row := range y {
		lifted[i] = append([]float64(nil), row...)
		for t := pre; t < 60 && treated[i]; t++ {
			lifted[i][t] *= 1 + lift
		}
	}
	u, v := NewUnits(y, pre, false), NewUnits(lifted, pre, false)
	for _, how := range []Weighting{DiD, SC} {
		for _, set := range [][]bool{treated, other} {
			a, err := u.Contrast(set, how)
			b, err2 := v.Contrast(set, how)
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			if got := a.Effect + lift*a.Slope(treated, u.Rates(60-pre)); math.Abs(got-b.Effect) > 1e-9 {
				t.Errorf("by the line %v, by lifting the sales %v", got, b.Effect)
			}
		}
	}
}

// TE-04: the formula for customers drawn by lot and a simulation of the same test agree within 2 points.
func TestPowerOfTwoGroupsFormulaAgainstSimulation(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 8))
	for _, g := range []TwoGroups{{2000, 2000, .1}, {5000, 1000, .05}, {800, 800, .4}, {20000, 20000, .02}} {
		for _, lift := range []float64{0, .1, .2, .3} {
			f, s := g.Power(lift, .95), simulate(g, lift, .95, 6000, rng)
			if math.Abs(f-s) > .02 {
				t.Errorf("%+v at %v: formula %.3f, simulation %.3f", g, lift, f, s)
			}
		}
		if v, seen := g.VisibleLift(.8, .95, 2); seen && math.Abs(g.Power(v, .95)-.8) > 1e-9 {
			t.Errorf("%+v: power %v at the visible lift %v", g, g.Power(v, .95), v)
		}
	}
	if _, seen := (TwoGroups{20, 20, .05}).VisibleLift(.8, .95, .8); seen {
		t.Error("20 customers a group cannot see 80 %")
	}
}

// simulate draws the two groups n times with the generator and counts how often the same test sees a
// difference: the check of Power.
func simulate(g TwoGroups, lift, level float64, n int, rng *rand.Rand) float64 {
	c := distuv.UnitNormal.Quantile(.5 + level/2)
	seen := 0
	for range n {
		a := distuv.Binomial{N: g.N0, P: g.Share, Src: rng}.Rand() / g.N0
		b := distuv.Binomial{N: g.N1, P: g.Share * (1 + lift), Src: rng}.Rand() / g.N1
		if v := a*(1-a)/g.N0 + b*(1-b)/g.N1; v > 0 && math.Abs(b-a) > c*math.Sqrt(v) {
			seen++
		}
	}
	return float64(seen) / float64(n)
}

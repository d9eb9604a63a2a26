package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// lastDay weighs controls -1, 2, 0, ... and the last period of the history only.
type lastDay struct{}

func (lastDay) Weigh(u *Units, controls []int, c *Contrast) error {
	clear(c.Control)
	c.Control[controls[0]], c.Control[controls[1]] = -1, 2
	c.Time = make([]float64, u.pre)
	c.Time[u.pre-1] = 1
	return nil
}

// The difference in differences by hand, with weights that no built-in method has.
func TestContrastWithUnitAndTimeWeights(t *testing.T) {
	t.Parallel()
	const n, T, pre = 5, 30, 20
	rng := rand.New(rand.NewPCG(1, 2))
	y := make([][]float64, n)
	for i := range y {
		y[i] = make([]float64, T)
		for d := range y[i] {
			y[i][d] = 10*float64(i+1) + rng.Float64()
		}
	}
	treated := []bool{false, true, false, true, false}
	for _, raw := range []bool{false, true} {
		u := NewUnits(y, pre, raw)
		c, err := u.Contrast(treated, lastDay{})
		if err != nil {
			t.Fatal(err)
		}
		m := make([]float64, n) // the divisors
		for i := range m {
			if m[i] = 1; !raw {
				m[i], _ = meanSD(y[i][:pre])
			}
		}
		gap := func(d int) float64 { return (y[1][d]+y[3][d])/(m[1]+m[3]) + y[0][d]/m[0] - 2*y[2][d]/m[2] }
		var want float64
		for d := pre; d < T; d++ {
			want += (gap(d) - gap(pre-1)) / (T - pre)
		}
		if math.Abs(c.Effect-want) > 1e-9 {
			t.Errorf("raw %v: effect %v, want %v", raw, c.Effect, want)
		}
		cf, total := u.Counterfactual(c), 0.0
		for d := pre; d < T; d++ {
			total += y[1][d] + y[3][d] - cf[d]
		}
		if got := total / (T - pre) / u.Size(c); math.Abs(got-want) > 1e-9 {
			t.Errorf("raw %v: the counterfactual leaves %v, want %v", raw, got, want)
		}
	}
}

package stats

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"
)

// order is what one customer spends: nothing most of the time, else log-normal, as in small shops.
func order(rng *rand.Rand) float64 {
	if rng.Float64() < .85 {
		return 0
	}
	return math.Exp(3.5 + rng.NormFloat64())
}

// peeked is what looking every day at a test without effect finds: 40 customers a day fall into the
// arms by lot for 60 days; found says whether the always-valid p-value of any arm, and whether Welch's,
// ever reached .05. spend draws a customer's spending.
func peeked(rng *rand.Rand, arms int, spend func(*rand.Rand) float64) (always, naive bool) {
	v := make([][]float64, arms)
	alpha := .05 / float64(arms-1)
	rho := MixtureRho(1000, alpha)
	for range 60 {
		for range 40 {
			a := rng.IntN(arms)
			v[a] = append(v[a], spend(rng))
		}
		if len(v[0]) < 10 {
			continue
		}
		c := PlainMean(v[0])
		for _, x := range v[1:] {
			if len(x) < 10 {
				continue
			}
			g := Welch(c, PlainMean(x))
			if !(g.SE > 0) {
				continue
			}
			p, _ := g.AlwaysValid(AlwaysValid{float64(len(v[0])+len(x)) * rho * rho}, alpha)
			always, naive = always || p <= alpha, naive || g.P() <= alpha
		}
	}
	return always, naive
}

func peeks(runs, arms int, spend func(*rand.Rand) float64) (always, naive float64) {
	rng := rand.New(rand.NewPCG(60, uint64(arms)))
	for range runs {
		a, n := peeked(rng, arms, spend)
		if a {
			always += 1 / float64(runs)
		}
		if n {
			naive += 1 / float64(runs)
		}
	}
	return always, naive
}

// Looking every day, no effect: the range that is safe to look at stays below its 5 %, Welch's does not.
func TestAlwaysValidUnderDailyPeeking(t *testing.T) {
	t.Parallel()
	for _, arms := range []int{2, 4} {
		always, naive := peeks(300, arms, order)
		if always > .05 || naive < .12 {
			t.Errorf("%d arms: %.3f false verdicts, Welch %.3f", arms, always, naive)
		}
	}
}

func TestStudyDailyPeeking(t *testing.T) {
	if os.Getenv("CREATORLIFT_STUDY") == "" {
		t.Skip("CREATORLIFT_STUDY is not set: this is a long study")
	}
	yes := func(rng *rand.Rand) float64 {
		if rng.Float64() < .03 {
			return 1
		}
		return 0
	}
	heavy := func(rng *rand.Rand) float64 { // Pareto, tail 2.1: hardly a variance
		if rng.Float64() < .85 {
			return 0
		}
		return 20 * math.Pow(rng.Float64(), -1/2.1)
	}
	for _, c := range []struct {
		name  string
		arms  int
		spend func(*rand.Rand) float64
	}{{"revenue", 2, order}, {"revenue", 4, order}, {"3 % buy", 2, yes}, {"Pareto 2.1", 2, heavy}} {
		always, naive := peeks(4000, c.arms, c.spend)
		t.Logf("| %s, %d arms | %.4f | %.4f |", c.name, c.arms, always, naive)
		if always > .05 {
			t.Errorf("%s: %.4f false verdicts", c.name, always)
		}
	}
}

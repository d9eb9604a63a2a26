package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// confseq, test/uniform_boundaries_test.cpp, bernoulli_confidence_interval(successes, rows, .05, t_opt):
// at each end that is not 0 or 1 the evidence against the share is 20 to 1.
func TestBernoulliSequenceAgainstConfseq(t *testing.T) {
	t.Parallel()
	for _, r := range []struct {
		x, n, lo, hi float64
		expect       int
	}{
		{700, 1000, .651629, .745949, 100}, {15, 50, .129556, .511896, 50}, {5, 50, .013021, .269264, 50},
		{1, 50, 0, .13489, 50}, {1, 2, 0, 1, 50}, {100, 200, .328923, .671076, 1}, {0, 1, 0, 1, 50}, {1, 1, 0, 1, 50},
	} {
		c := MixtureWeight(r.expect, .05)
		for _, p := range []float64{r.lo, r.hi} {
			if p > 0 && p < 1 {
				inside, outside := logYes(r.x, r.n, p+2e-6*math.Copysign(1, r.x/r.n-p), c), logYes(r.x, r.n, p-2e-6*math.Copysign(1, r.x/r.n-p), c)
				if !(inside < math.Log(20) && outside > math.Log(20)) {
					t.Errorf("%v of %v: evidence %v to %v around %v", r.x, r.n, inside, outside, p)
				}
			}
		}
	}
	// One success in two rows: no share but 0 and 1 is out, as confseq's 0 to 1 says.
	if e := logYes(1, 2, .001, MixtureWeight(50, .05)); e > math.Log(20) {
		t.Errorf("a share of .001 is out after one success in two: %v", e)
	}
}

// Range and p agree; few and no successes have a range; more rows narrow it.
func TestAlwaysValidShares(t *testing.T) {
	t.Parallel()
	c := MixtureWeight(500, .05)
	before := 2.0
	for _, k := range []float64{1, 10, 100} {
		s := Shares{X0: 2 * k, N0: 40 * k, X1: 8 * k, N1: 40 * k}
		p, lo, hi := s.AlwaysValid(c, .05)
		if (p <= .05) != (lo > 0) || !(lo < s.Effect() && s.Effect() < hi) || hi-lo >= before {
			t.Errorf("%v: p %v, %v to %v", s, p, lo, hi)
		}
		before = hi - lo
	}
	if p, lo, hi := (Shares{N0: 5, N1: 5}).AlwaysValid(c, .05); p != 1 || !(lo >= -1 && hi <= 1 && lo < 0 && hi > 0) {
		t.Errorf("nobody bought: p %v, %v to %v", p, lo, hi)
	}
}

// Looking after every customer, 2 % buy in both arms: 5 % false verdicts at most.
func TestAlwaysValidSharesUnderPeeking(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 2))
	c := MixtureWeight(500, .05)
	const runs = 300
	found := 0
	for range runs {
		var s Shares
		for i := range 600 {
			hit := 0.0
			if rng.Float64() < .02 {
				hit = 1
			}
			if i%2 == 0 {
				s.N0, s.X0 = s.N0+1, s.X0+hit
			} else {
				s.N1, s.X1 = s.N1+1, s.X1+hit
			}
			if i > 20 && i%20 == 0 && s.against(0, c) >= -math.Log(.05) {
				found++
				break
			}
		}
	}
	if rate := float64(found) / runs; rate > .05 {
		t.Errorf("false verdicts %.3f", rate)
	}
}

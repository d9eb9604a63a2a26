package sample

import (
	"math"
	"testing"
)

func TestArithmeticAgreesWithMath(t *testing.T) {
	t.Parallel()
	for x := -40.0; x <= 40; x += 0.0371 {
		if got, want := exp(x), math.Exp(x); math.Abs(got/want-1) > 4e-16*(1+math.Abs(x)) {
			t.Errorf("exp(%v) = %v, want %v", x, got, want)
		}
		y := math.Exp(x)
		if got, want := log(y), math.Log(y); math.Abs(got-want) > 1e-15*(1+math.Abs(want)) {
			t.Errorf("log(%v) = %v, want %v", y, got, want)
		}
		if got, want := wave(x), math.Sin(2*math.Pi*x); math.Abs(got-want) > 0.06 {
			t.Errorf("wave(%v) = %v, far from %v", x, got, want)
		}
	}
}

func TestPoissonHasItsMeanAndVariance(t *testing.T) {
	t.Parallel()
	const n = 40000
	for _, mean := range []float64{0.02, 1, 15.9, 16.1, 40, 230} {
		d, sum, squares := newDice(7, stream(mean*100)), 0.0, 0.0
		for range n {
			x := float64(d.poisson(mean))
			sum, squares = sum+x, squares+(x-mean)*(x-mean)
		}
		if se := math.Sqrt(mean / n); math.Abs(sum/n-mean) > 4*se {
			t.Errorf("mean %v came out as %v, 4 standard errors are %v", mean, sum/n, 4*se)
		}
		// The variance of (x-mean)^2 is mean + 2 mean^2.
		if se := math.Sqrt((mean + 2*mean*mean) / n); math.Abs(squares/n-mean) > 4*se {
			t.Errorf("variance %v came out as %v, 4 standard errors are %v", mean, squares/n, 4*se)
		}
	}
	if got := newDice(1, 1).poisson(0); got != 0 {
		t.Errorf("mean 0 gave %d", got)
	}
}

func TestNormalIsStandard(t *testing.T) {
	t.Parallel()
	const n = 200000
	d, sum, squares, beyond := newDice(3, 1), 0.0, 0.0, 0.0
	for range n {
		x := d.normal()
		sum, squares = sum+x, squares+x*x
		if math.Abs(x) > 1.959964 {
			beyond++
		}
	}
	if m := sum / n; math.Abs(m) > 4/math.Sqrt(n) {
		t.Errorf("mean %v", m)
	}
	if v := squares / n; math.Abs(v-1) > 4*math.Sqrt(2.0/n) {
		t.Errorf("variance %v", v)
	}
	if p := beyond / n; math.Abs(p-0.05) > 4*math.Sqrt(0.05*0.95/n) {
		t.Errorf("share beyond 1.96: %v", p)
	}
}

func TestPickFollowsWeights(t *testing.T) {
	t.Parallel()
	const n = 100000
	weights := []float64{0, 3, 0, 1, 6, 0}
	sums, d := runningSums(weights), newDice(5, 1)
	count := make([]float64, len(weights))
	for range n {
		count[d.pick(sums)]++
	}
	for i, w := range weights {
		p := w / 10
		if math.Abs(count[i]/n-p) > 4*math.Sqrt(p*(1-p)/n) {
			t.Errorf("weight %v was picked with share %v", w, count[i]/n)
		}
	}
}

func TestShuffledGivesEveryOrder(t *testing.T) {
	t.Parallel()
	const n = 24000
	d, count := newDice(9, 1), map[[4]int]float64{}
	for range n {
		count[[4]int(d.shuffled(4))]++
	}
	if len(count) != 24 {
		t.Fatalf("%d of 24 orders came up", len(count))
	}
	for order, c := range count {
		if math.Abs(c-1000) > 4*math.Sqrt(1000) {
			t.Errorf("%v came up %v times, want about 1000", order, c)
		}
	}
}

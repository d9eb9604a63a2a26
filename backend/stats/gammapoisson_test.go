package stats

import (
	"math"
	"testing"
)

func repeated(times ...int) []int {
	var out []int
	for value, n := range times {
		for range n {
			out = append(out, value)
		}
	}
	return out
}

// Bliss and Fisher (1953), Biometrics 9: European red mites on 150 apple leaves; their maximum
// likelihood estimate of the shape is k = 1.02459, the mean 1.14667.
func TestFitGammaPoissonReproducesBlissAndFisher(t *testing.T) {
	t.Parallel()
	g := fitGammaPoisson(repeated(70, 38, 17, 10, 9, 3, 2, 1), 1)
	if math.Abs(g.Shape-1.02459) > 1e-4 {
		t.Errorf("shape %v, want 1.02459", g.Shape)
	}
	if mean := g.Shape / g.Rate; math.Abs(mean-172.0/150) > 1e-9 {
		t.Errorf("mean %v, want %v", mean, 172.0/150)
	}
}

// The slow obvious version: the posterior by adding up prior x likelihood on a fine grid of rates.
func TestGammaPoissonPosteriorAgreesWithAGrid(t *testing.T) {
	t.Parallel()
	g := GammaPoisson{Shape: 1.7, Rate: 2.5}
	for _, c := range []struct {
		count    int
		exposure float64
	}{{0, 4}, {3, 4}, {25, 6.5}} {
		const step = 1e-4
		var mass, first float64
		density := func(l float64) float64 {
			return math.Exp((g.Shape-1)*math.Log(l) - g.Rate*l + float64(c.count)*math.Log(l) - l*c.exposure)
		}
		for l := step / 2; l < 20; l += step {
			mass += density(l)
			first += l * density(l)
		}
		if got := g.Mean(float64(c.count), c.exposure); math.Abs(got-first/mass) > 1e-5 {
			t.Errorf("count %d: mean %v, want %v", c.count, got, first/mass)
		}
		for _, q := range []float64{0.05, 0.5, 0.95} {
			got, below := g.Quantile(float64(c.count), c.exposure, q), 0.0
			for l := step / 2; l < got; l += step {
				below += density(l)
			}
			if math.Abs(below/mass-q) > 2e-3 {
				t.Errorf("count %d: %v of the mass lies below the %v-quantile", c.count, below/mass, q)
			}
		}
	}
}

func TestFitGammaPoissonShrinks(t *testing.T) {
	t.Parallel()
	counts := []int{0, 1, 2, 9, 40}
	g := fitGammaPoisson(counts, 4)
	sum := 0.0
	for i, x := range counts {
		raw, mean := float64(x)/4, g.Mean(float64(x), 4)
		if overall := 52.0 / 20; (mean-raw)*(overall-raw) < 0 || math.Abs(mean-raw) > math.Abs(overall-raw) {
			t.Errorf("count %d: %v is not between %v and the overall %v", x, mean, raw, overall)
		}
		if i > 0 && mean <= g.Mean(float64(counts[i-1]), 4) {
			t.Errorf("count %d: the order was lost", x)
		}
		sum += mean
	}
	if math.Abs(sum-13) > 1e-9 {
		t.Errorf("the estimates add up to %v, want 13: what comes in must be kept", sum)
	}
	if twice := fitGammaPoisson(counts, 8); math.Abs(twice.Rate-2*g.Rate) > 1e-7 || math.Abs(twice.Shape-g.Shape) > 1e-9 {
		t.Errorf("twice the exposure: %+v from %+v", twice, g)
	}
}

func TestFitGammaPoissonEdges(t *testing.T) {
	t.Parallel()
	jeffreys := GammaPoisson{Shape: 0.5}
	for name, counts := range map[string][]int{"none": nil, "one unit": {7}, "no event": {0, 0, 0}} {
		if got := fitGammaPoisson(counts, 4); got != jeffreys {
			t.Errorf("%s: %+v, want Jeffreys' prior", name, got)
		}
	}
	// Counts that differ less than chance: the prior is worth as much as all data, no more.
	g := fitGammaPoisson([]int{5, 5, 5, 5}, 2)
	if math.Abs(g.Shape-20) > 1e-6 || math.Abs(g.Rate-8) > 1e-6 {
		t.Errorf("equal counts: %+v, want shape 20 and rate 8", g)
	}
}

// TestWeightedPoisson: 10 over 5 weeks and 6 over 2 are 2 + 3 a week with variance 10/25 + 6/4 = 1.9.
func TestWeightedPoisson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		counts, exposures []float64
		count, exposure   float64
	}{
		{[]float64{10, 6}, []float64{5, 2}, 25 / 1.9, 5 / 1.9},
		{[]float64{10, 6}, []float64{4, 4}, 16, 4},
		{[]float64{10, 0}, []float64{5, 2}, 10, 5},
		{[]float64{0, 6}, []float64{5, 2}, 6, 2},
		{[]float64{0, 0}, []float64{2, 5}, 0, 5},
	} {
		count, exposure := WeightedPoisson(c.counts, c.exposures)
		if math.Abs(count-c.count) > 1e-9 || math.Abs(exposure-c.exposure) > 1e-9 {
			t.Errorf("%v over %v: got %v over %v, want %v over %v", c.counts, c.exposures, count, exposure, c.count, c.exposure)
		}
	}
}

// TestFitOverOwnExposures: a unit that was looked at twice as long tells as much as its rate does.
func TestFitOverOwnExposures(t *testing.T) {
	t.Parallel()
	g := FitGammaPoissonOver([]float64{0, 4, 18, 80}, []float64{4, 8, 8, 8})
	if mean := g.Shape / g.Rate; math.Abs(mean-102.0/28) > 1e-9 {
		t.Errorf("mean %v, want %v", mean, 102.0/28)
	}
	if low, high := g.Mean(4, 4), g.Mean(4, 8); low <= high {
		t.Errorf("4 over 4 weeks is %v a week, over 8 weeks %v", low, high)
	}
}

// fitGammaPoisson is FitGammaPoissonOver where all were seen over the same exposure.
func fitGammaPoisson(counts []int, exposure float64) GammaPoisson {
	seen, exposures := make([]float64, len(counts)), make([]float64, len(counts))
	for i, x := range counts {
		seen[i], exposures[i] = float64(x), exposure
	}
	return FitGammaPoissonOver(seen, exposures)
}

package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// GammaPoisson is the prior of an empirical-Bayes model of counts: unit i has its own rate, drawn from
// a gamma distribution with this Shape and Rate, and its count over an exposure t is Poisson with mean
// rate_i x t. The assumption in plain words: the units are of one kind, and before seeing a unit's
// count nothing is known that sets it apart from the others.
type GammaPoisson struct {
	Shape float64
	Rate  float64 // in units of exposure: the prior is worth this much exposure of data
}

// FitGammaPoissonOver finds the prior that makes counts most likely, each seen over an exposure of its own
// (marginal maximum likelihood; the marginal is negative binomial: Efron and Morris 1975 for the idea,
// Bliss and Fisher 1953 for the likelihood).
//
// Shape is bounded by the total count, so that the prior is never worth more than all the data
// together: without the bound, counts that differ less than chance would give every unit a range of
// width nothing. With fewer than two units, or no event at all, nothing can be learnt about spread and
// the answer is Jeffreys' prior (Shape 1/2, Rate 0).
// The mean rate is that of all counts over all exposures, which with equal exposures is the likeliest one. A
// count need not be whole: one of WeightedPoisson may stand here. It panics if an exposure is not positive or a
// count is negative.
func FitGammaPoissonOver(counts, exposures []float64) GammaPoisson {
	var total, exposed float64
	for i, x := range counts {
		if !(x >= 0) {
			panic("stats: FitGammaPoisson needs counts of 0 or more")
		}
		if !(exposures[i] > 0) || math.IsInf(exposures[i], 1) {
			panic("stats: FitGammaPoisson needs a positive exposure")
		}
		total, exposed = total+x, exposed+exposures[i]
	}
	if len(counts) < 2 || total == 0 {
		return GammaPoisson{Shape: 0.5}
	}
	expected := make([]float64, len(counts))
	for i, e := range exposures {
		expected[i] = total * (e / exposed)
	}
	shape := maximise(math.Log(1e-3), max(math.Log(total), math.Log(1e-3)), func(logShape float64) float64 {
		return negativeBinomialLog(counts, expected, math.Exp(logShape))
	})
	shape = math.Exp(shape)
	return GammaPoisson{Shape: shape, Rate: shape * exposed / total}
}

// WeightedPoisson turns a sum of rates, each counted over an exposure of its own, into one count over one
// exposure with the same mean and variance (Fay and Feuer 1997). Its count need not be whole. Without an
// event the exposure is the longest, which is what no event was seen over at least once. It panics unless an
// exposure is positive.
func WeightedPoisson(counts, exposures []float64) (count, exposure float64) {
	var rate, variance float64
	for i, x := range counts {
		e := exposures[i]
		if !(e > 0) {
			panic("stats: WeightedPoisson needs positive exposures")
		}
		rate, variance, exposure = rate+x/e, variance+x/(e*e), max(exposure, e)
	}
	if variance > 0 {
		exposure = rate / variance
	}
	return rate * exposure, exposure
}

// Mean is the posterior mean of the rate of a unit with this count over this exposure.
func (g GammaPoisson) Mean(count, exposure float64) float64 {
	return (g.Shape + count) / (g.Rate + exposure)
}

// Quantile is the q-quantile, 0 < q < 1, of the posterior of that rate.
func (g GammaPoisson) Quantile(count, exposure, q float64) float64 {
	return distuv.Gamma{Alpha: g.Shape + count, Beta: g.Rate + exposure}.Quantile(q)
}

// negativeBinomialLog is the log likelihood up to terms without the shape.
func negativeBinomialLog(counts, expected []float64, shape float64) float64 {
	base, _ := math.Lgamma(shape)
	var sum float64
	for i, x := range counts {
		g, _ := math.Lgamma(x + shape)
		mean := expected[i]
		sum += g - base - shape*math.Log1p(mean/shape) + x*math.Log(mean/(shape+mean))
	}
	return sum
}

// maximise finds the largest f on [lo, hi]: a grid finds the hill, golden section climbs it.
func maximise(lo, hi float64, f func(float64) float64) float64 {
	const cells = 64
	step, best, top := (hi-lo)/cells, lo, math.Inf(-1)
	for i := 0; i <= cells; i++ {
		x := lo + float64(i)*step
		if v := f(x); v > top {
			best, top = x, v
		}
	}
	a, b := math.Max(lo, best-step), math.Min(hi, best+step)
	const ratio = 0.6180339887498949
	for b-a > 1e-10 {
		c, d := b-ratio*(b-a), a+ratio*(b-a)
		if f(c) >= f(d) {
			b = d
		} else {
			a = c
		}
	}
	return (a + b) / 2
}

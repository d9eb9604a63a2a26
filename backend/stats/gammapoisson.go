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

// FitGammaPoisson finds the prior that makes counts most likely, each seen over the same exposure
// (marginal maximum likelihood; the marginal is negative binomial: Efron and Morris 1975 for the idea,
// Bliss and Fisher 1953 for the likelihood).
//
// Shape is bounded by the total count, so that the prior is never worth more than all the data
// together: without the bound, counts that differ less than chance would give every unit a range of
// width nothing. With fewer than two units, or no event at all, nothing can be learnt about spread and
// the answer is Jeffreys' prior (Shape 1/2, Rate 0).
// It panics if exposure is not positive or a count is negative.
func FitGammaPoisson(counts []int, exposure float64) GammaPoisson {
	total := 0
	for _, x := range counts {
		if x < 0 {
			panic("stats: FitGammaPoisson needs counts of 0 or more")
		}
		total += x
	}
	if !(exposure > 0) || math.IsInf(exposure, 1) {
		panic("stats: FitGammaPoisson needs a positive exposure")
	}
	if len(counts) < 2 || total == 0 {
		return GammaPoisson{Shape: 0.5}
	}
	mean := float64(total) / float64(len(counts)) // for any shape the likeliest mean is the sample's
	shape := maximise(math.Log(1e-3), math.Log(float64(total)), func(logShape float64) float64 {
		return negativeBinomialLog(counts, mean, math.Exp(logShape))
	})
	shape = math.Exp(shape)
	return GammaPoisson{Shape: shape, Rate: shape / mean * exposure}
}

// Mean is the posterior mean of the rate of a unit with this count over this exposure.
func (g GammaPoisson) Mean(count int, exposure float64) float64 {
	return (g.Shape + float64(count)) / (g.Rate + exposure)
}

// Quantile is the q-quantile, 0 < q < 1, of the posterior of that rate.
func (g GammaPoisson) Quantile(count int, exposure, q float64) float64 {
	return distuv.Gamma{Alpha: g.Shape + float64(count), Beta: g.Rate + exposure}.Quantile(q)
}

// negativeBinomialLog is the log likelihood up to terms without the shape.
func negativeBinomialLog(counts []int, mean, shape float64) float64 {
	base, _ := math.Lgamma(shape)
	logP, logQ := -math.Log1p(mean/shape), math.Log(mean/(shape+mean))
	var sum float64
	for _, x := range counts {
		g, _ := math.Lgamma(float64(x) + shape)
		sum += g - base + shape*logP + float64(x)*logQ
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

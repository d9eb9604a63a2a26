package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Posterior is what is known of one unit's true value: its distribution function and its quantiles.
type Posterior interface {
	CDF(x float64) float64
	Quantile(p float64) float64
}

// BetaBinomial is the prior of an empirical-Bayes model of rates: unit i has its own rate, drawn from a
// beta distribution, and its successes in n trials are binomial. The assumption in plain words: the units
// are of one kind, and before seeing a unit's count nothing is known that sets it apart from the others.
// Alpha + Beta is what the prior is worth, in trials.
type BetaBinomial struct {
	Alpha, Beta float64
}

// Jeffreys is the prior of a rate that nothing is known about: worth one trial.
var Jeffreys = BetaBinomial{Alpha: 0.5, Beta: 0.5}

// leastPriorTrials is the smallest worth of a prior that FitBetaBinomial looks at.
const leastPriorTrials = 1e-3

// flat is a difference of log likelihoods that says nothing.
const flat = 1e-7

// FitBetaBinomial finds the prior that makes the counts most likely (marginal maximum likelihood; Skellam
// 1948 for the likelihood, Efron and Morris 1975 for the idea). Units without trials are passed over.
//
// Alpha + Beta is bounded by the number of all trials, so that the prior is never worth more than all the
// data together: counts that differ less than chance would make it infinite and every range nothing wide.
// atBound tells that the bound was met: the data show no difference between units. Where there is no success
// or no failure at all, nothing can be learnt about spread, and the answer is Jeffreys with ok false.
// It panics on lengths that differ and on counts outside 0 <= successes <= trials.
func FitBetaBinomial(successes, trials []float64) (prior BetaBinomial, atBound, ok bool) {
	var x, n []float64
	var hits, all float64
	for i, t := range trials {
		if !(successes[i] >= 0 && successes[i] <= t) || math.IsInf(t, 1) {
			panic("stats: FitBetaBinomial needs 0 <= successes <= trials")
		}
		if t > 0 {
			x, n = append(x, successes[i]), append(n, t)
			hits, all = hits+successes[i], all+t
		}
	}
	if hits == 0 || hits == all {
		return Jeffreys, false, false
	}
	likely := func(logWorth float64) float64 {
		return betaBinomialAt(x, n, math.Exp(logWorth)).logLikelihood(x, n)
	}
	top := math.Log(all)
	worth := maximise(math.Log(leastPriorTrials), top, likely)
	if likely(worth)-likely(top) < flat { // one trial each says nothing of spread
		worth = top
	}
	return betaBinomialAt(x, n, math.Exp(worth)), worth == top, true
}

// betaBinomialAt is the likeliest prior of one worth in trials. For a given worth the log likelihood is
// concave in the mean, so its slope is halved in on.
func betaBinomialAt(x, n []float64, worth float64) BetaBinomial {
	slope := func(mean float64) float64 {
		a, b, sum := worth*mean, worth*(1-mean), 0.0
		for i := range x {
			sum += digammaGap(a, x[i]) - digammaGap(b, n[i]-x[i])
		}
		return sum
	}
	at := bisect(-40, 40, func(logit float64) bool { return slope(logistic(logit)) > 0 })
	mean := logistic(at)
	return BetaBinomial{Alpha: worth * mean, Beta: worth * (1 - mean)}
}

// digammaGap is psi(a+x) - psi(a); short sums are added up, which keeps every digit.
func digammaGap(a, x float64) float64 {
	if x == math.Trunc(x) && x <= 16 {
		sum := 0.0
		for j := 0.0; j < x; j++ {
			sum += 1 / (a + j)
		}
		return sum
	}
	return mathext.Digamma(a+x) - mathext.Digamma(a)
}

// bisect finds where below turns from true to false on [lo, hi], to about 1e-12 of the width.
func bisect(lo, hi float64, below func(float64) bool) float64 {
	for range 46 {
		mid := (lo + hi) / 2
		if below(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// logLikelihood is that of all counts, with the binomial coefficients.
func (b BetaBinomial) logLikelihood(x, n []float64) float64 {
	base, sum := logBeta(b.Alpha, b.Beta), 0.0
	for i := range x {
		sum += logBeta(b.Alpha+x[i], b.Beta+n[i]-x[i]) - base
		sum -= math.Log(n[i]+1) + logBeta(x[i]+1, n[i]-x[i]+1)
	}
	return sum
}

func logBeta(a, b float64) float64 { return mathext.Lbeta(a, b) }

// Mean is the posterior mean of the rate of a unit with these counts.
func (b BetaBinomial) Mean(successes, trials float64) float64 {
	return (b.Alpha + successes) / (b.Alpha + b.Beta + trials)
}

// Posterior is what is known of the rate of a unit with these counts.
func (b BetaBinomial) Posterior(successes, trials float64) Posterior {
	return betaOf(b.Alpha+successes, b.Beta+trials-successes)
}

// BinomialExceeds is the exact one-sided p-value of "the rate is at most p0": the chance of at least this
// many successes where the rate is p0, 0 < p0 < 1 (Clopper and Pearson 1934).
func BinomialExceeds(successes, trials, p0 float64) float64 {
	if successes == 0 {
		return 1
	}
	return betaOf(successes, trials-successes+1).CDF(p0)
}

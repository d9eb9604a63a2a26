package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// From these sizes on the incomplete beta function loses its digits, and the limits of the beta distribution
// are closer to it than its own computation: its relative distance to them is of the order of one over the
// square root of normalFrom, and of one over hugeTrials.
const (
	hugeTrials = 1e7
	normalFrom = 1e4
)

// betaOf is the beta distribution of a rate. Of huge counts it is the normal distribution with the same mean and
// variance or, where few of them are successes (or failures), the gamma distribution (Johnson, Kotz &
// Balakrishnan 1995, section 25.3).
func betaOf(alpha, beta float64) Posterior {
	worth := alpha + beta
	switch {
	case worth <= hugeTrials:
		return distuv.Beta{Alpha: alpha, Beta: beta}
	case alpha < normalFrom:
		return distuv.Gamma{Alpha: alpha, Beta: worth}
	case beta < normalFrom:
		return mirrored{distuv.Gamma{Alpha: beta, Beta: worth}}
	}
	mean := alpha / worth
	return distuv.Normal{Mu: mean, Sigma: math.Sqrt(mean * (1 - mean) / (worth + 1))}
}

// mirrored is the distribution of 1 - X.
type mirrored struct{ of Posterior }

// CDF is P(1 - X <= x).
func (m mirrored) CDF(x float64) float64 { return 1 - m.of.CDF(1-x) }

// Quantile inverts CDF.
func (m mirrored) Quantile(p float64) float64 { return 1 - m.of.Quantile(1-p) }

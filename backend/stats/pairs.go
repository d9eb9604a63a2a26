package stats

import (
	"math"
	"slices"
)

// PairNoise is the variance of the difference of two units' changes in the history.
func (c *Changes) PairNoise(a, b int) float64 {
	n := c.N()
	return c.cov[a*n+a] + c.cov[b*n+b] - 2*c.cov[a*n+b]
}

// FitPairs weighs pairs of units of which exactly one each is treated: the difference is the mean over
// pairs of the treated minus the other unit's change (a log ratio of ratios), each pair weighted by
// its precision in the history (variances drawn a fifth of the way to their mean) and down-weighted
// beyond 1.5 robust standard deviations, as in Huber (1964). d holds the N changes, pairs the units by
// number. It panics without pairs.
func (c *Changes) FitPairs(pairs [][2]int, treated []bool, d []float64) Shift {
	if len(pairs) == 0 {
		panic("stats: FitPairs: no pairs")
	}
	diff, precision, avg := make([]float64, len(pairs)), make([]float64, len(pairs)), 0.0
	for j, p := range pairs {
		precision[j] = c.PairNoise(p[0], p[1])
		avg += precision[j] / float64(len(pairs))
		if diff[j] = d[p[0]] - d[p[1]]; treated[p[1]] {
			diff[j] = -diff[j]
		}
	}
	for j, v := range precision {
		precision[j] = 1 / ((1-commonPart)*v + commonPart*avg + 1e-18)
	}
	w := slices.Clone(precision)
	for range reweightings {
		huberPairs(w, precision, diff)
	}
	var sum float64
	for _, v := range w {
		sum += v
	}
	s := Shift{Weight: make([]float64, c.N()), Scale: 1 / math.Sqrt(sum)}
	for j, p := range pairs {
		on, off := p[0], p[1]
		if treated[off] {
			on, off = off, on
		}
		s.Weight[on] += w[j] / sum
		s.Weight[off] -= w[j] / sum
	}
	return s
}

// huberPairs sets the weights w to the precisions, less for pairs far from the weighted mean.
func huberPairs(w, precision, diff []float64) {
	var mean, sum float64
	for j, v := range w {
		mean += v * diff[j]
		sum += v
	}
	mean /= sum
	u := make([]float64, len(w))
	for j, p := range precision {
		u[j] = math.Abs(diff[j]-mean) * math.Sqrt(p)
	}
	n := len(u)
	sorted := slices.Sorted(slices.Values(u))
	bound := outlierBound * 1.4826 * (sorted[n/2] + sorted[(n-1)/2]) / 2
	for j, p := range precision {
		if w[j] = p; u[j] > bound && bound > 0 {
			w[j] = p * bound / u[j]
		}
	}
}

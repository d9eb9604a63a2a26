package stats

import (
	"math"
)

// NormalNormal is what shrinkage says of units whose values x are normal around their true values with known
// variances v, the true values normal around Mean with variance Spread. The assumption in plain words: the
// units are of one kind, and before seeing a unit's value nothing sets it apart from the others.
type NormalNormal struct {
	Mean, Spread float64   // Spread is +Inf with fewer than 4 units: each stands on its own
	Estimate     []float64 // of each unit's true value, Spread taken as known
	Variance     []float64 // of that value around Estimate, Spread and Mean taken as known
	Wide         []Normal  // what is known of each unit without taking Spread and Mean as known
}

// Normal is a normal distribution.
type Normal struct{ Mean, SD float64 }

// fewestForSpread is how many units it takes to shrink at all: James and Stein's estimator towards the mean.
const fewestForSpread = 4

// ShrinkNormal pulls values towards their mean by as much as their spread says is luck. Spread solves
// sum (x_i - Mean)^2 / (v_i + Spread) = k - 3, which with equal variances is James and Stein's estimator
// towards the mean as Efron and Morris use it (1975, Journal of the American Statistical Association 70,
// equation 1.4; unequal variances: Carter and Rolph 1974), 0 where there is no such spread. Wide weighs all
// spreads by their likelihood, flat in Spread (Stein's prior; Morris 1983, section 2).
//
// A unit without a value has v +Inf, its x is not looked at. It panics on lengths that differ and on v not
// above 0.
func ShrinkNormal(x, v []float64) NormalNormal {
	k := 0
	for i := range x {
		if !(v[i] > 0) {
			panic("stats: ShrinkNormal needs positive variances")
		}
		if !math.IsInf(v[i], 1) {
			k++
		}
	}
	n := NormalNormal{Spread: math.Inf(1)}
	if k >= fewestForSpread {
		n.Spread = jamesSteinSpread(x, v, k)
	}
	var means, variances []float64
	n.Mean, means, variances, _ = shrinkAt(x, v, n.Spread)
	n.Estimate, n.Variance = means, variances
	n.Wide = wideNormals(x, v, k, n)
	return n
}

// jamesSteinSpread solves for Spread; the sum falls as it rises.
func jamesSteinSpread(x, v []float64, k int) float64 {
	excess := func(spread float64) float64 {
		mean, sum := weighedMean(x, v, spread), 0.0
		for i := range x {
			if !math.IsInf(v[i], 1) {
				sum += (x[i] - mean) * (x[i] - mean) / (v[i] + spread)
			}
		}
		return sum - float64(k-3)
	}
	if excess(0) <= 0 {
		return 0
	}
	hi := 1.0
	for excess(hi) > 0 {
		hi *= 4
	}
	lo := 0.0
	for range 100 {
		if mid := (lo + hi) / 2; excess(mid) > 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}

// weighedMean weighs each value by how well it is known; with an infinite spread all weigh the same.
func weighedMean(x, v []float64, spread float64) float64 {
	sum, weight := 0.0, 0.0
	for i := range x {
		if !math.IsInf(v[i], 1) {
			w := 1 / (v[i] + spread)
			if math.IsInf(spread, 1) {
				w = 1
			}
			sum, weight = sum+w*x[i], weight+w
		}
	}
	return sum / weight
}

// shrinkAt are the posterior means and variances for one spread with the mean at its weighed value, and the
// variance of that mean.
func shrinkAt(x, v []float64, spread float64) (mean float64, means, variances []float64, ofMean float64) {
	mean, means, variances = weighedMean(x, v, spread), make([]float64, len(x)), make([]float64, len(x))
	weight := 0.0
	for i := range x {
		switch {
		case math.IsInf(v[i], 1):
			means[i], variances[i] = mean, spread
		case math.IsInf(spread, 1):
			means[i], variances[i] = x[i], v[i]
		default:
			b := v[i] / (v[i] + spread)
			means[i], variances[i] = (1-b)*x[i]+b*mean, v[i]*(1-b)
			weight += 1 / (v[i] + spread)
		}
	}
	return mean, means, variances, 1 / weight
}

// shrinkCells is how many spreads wideNormals weighs.
const shrinkCells = 96

// wideNormals weighs spreads by their likelihood with the mean integrated out. The cells are equal steps of
// v0 / (v0 + spread), v0 the harmonic mean variance.
func wideNormals(x, v []float64, k int, n NormalNormal) []Normal {
	out := make([]Normal, len(x))
	if k < fewestForSpread {
		for i := range x {
			out[i] = Normal{n.Estimate[i], math.Sqrt(n.Variance[i])}
		}
		return out
	}
	inverse := 0.0
	for _, vi := range v {
		inverse += 1 / vi
	}
	v0 := float64(k) / inverse
	var logs []float64
	var spreads []float64
	for c := range shrinkCells {
		share := (float64(c) + .5) / shrinkCells
		spread := v0 * (1 - share) / share
		spreads = append(spreads, spread)
		logs = append(logs, normalLikelihood(x, v, spread)-2*math.Log(share))
	}
	first, second := make([]float64, len(x)), make([]float64, len(x))
	for c, w := range fromLogs(logs) {
		_, means, variances, ofMean := shrinkAt(x, v, spreads[c])
		for i := range x {
			b := 1.0
			if !math.IsInf(v[i], 1) {
				b = v[i] / (v[i] + spreads[c])
			}
			first[i] += w * means[i]
			second[i] += w * (means[i]*means[i] + variances[i] + b*b*ofMean)
		}
	}
	for i := range out {
		out[i] = Normal{first[i], math.Sqrt(second[i] - first[i]*first[i])}
	}
	return out
}

// normalLikelihood is the log likelihood of a spread with the mean integrated out, up to a constant.
func normalLikelihood(x, v []float64, spread float64) float64 {
	mean, sum, weight := weighedMean(x, v, spread), 0.0, 0.0
	for i := range x {
		if !math.IsInf(v[i], 1) {
			w := 1 / (v[i] + spread)
			sum += (x[i]-mean)*(x[i]-mean)*w - math.Log(w)
			weight += w
		}
	}
	return -(sum + math.Log(weight)) / 2
}

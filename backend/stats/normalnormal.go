package stats

import "math"

// NormalNormal is a prior of values, learnt from units whose values are normal around their true values with
// known variances, the true values normal around Mean with variance Spread. The assumption in plain words: the
// units are of one kind, and before seeing a unit's value nothing sets it apart from the others.
type NormalNormal struct {
	Mean, Spread float64      // Spread is +Inf with fewer than 4 units: each stands on its own
	OfMean       float64      // variance of Mean; means nothing where Spread is +Inf
	cells        []normalCell // what else the prior may be; none where Spread is +Inf
}

// normalCell is one prior with its weight; ofMean is the variance of its mean.
type normalCell struct{ mean, spread, ofMean, weight float64 }

// Normal is a normal distribution.
type Normal struct{ Mean, SD float64 }

// fewestForSpread is how many units it takes to shrink at all: James and Stein's estimator towards the mean.
const fewestForSpread = 4

// FitNormalNormal learns from values x with variances v. Spread solves
// sum (x_i - Mean)^2 / (v_i + Spread) = k - used, and is 0 where there is no such spread. With used 3 and equal
// variances that is James and Stein's estimator towards the mean as Efron and Morris use it (1975, Journal of
// the American Statistical Association 70, equation 1.4; unequal variances: Carter and Rolph 1974), which has
// the smallest squared error of the values themselves. With used 1 it is Paule and Mandel's (1982), which pulls
// harder and is right where what counts is the exponential of the value: there 3 overstates the best.
//
// A unit without a value has v +Inf, its x is not looked at. It panics on lengths that differ, on v not above 0
// and where no unit has a value.
func FitNormalNormal(x, v []float64, used int) NormalNormal {
	var values, variances []float64
	for i := range x {
		if !(v[i] > 0) {
			panic("stats: FitNormalNormal needs positive variances")
		}
		if !math.IsInf(v[i], 1) {
			values, variances = append(values, x[i]), append(variances, v[i])
		}
	}
	if len(values) == 0 {
		panic("stats: FitNormalNormal needs a value")
	}
	n := NormalNormal{Spread: math.Inf(1)}
	if len(values) >= fewestForSpread {
		n.Spread = spreadOf(values, variances, used)
		n.cells = normalCells(values, variances)
	}
	n.Mean, n.OfMean = weighedMean(values, variances, n.Spread)
	return n
}

// At is the true value of a unit with value x and variance v: its mean and variance with Spread and Mean taken
// as known. v +Inf asks about a unit without a value, of which nothing is known where Spread is +Inf.
func (n NormalNormal) At(x, v float64) (mean, variance float64) {
	return shrunk(x, v, n.Mean, n.Spread)
}

// Wide is At without taking Spread and Mean as known: all spreads weighed by their likelihood times the prior
// 1 / (v0 + spread), v0 the harmonic mean of the variances (of the family of Strawderman 1971, between the
// uniform shrinkage prior, under which ranges were measured too narrow, and Stein's flat one, too wide).
func (n NormalNormal) Wide(x, v float64) Normal {
	if n.cells == nil {
		mean, variance := n.At(x, v)
		return Normal{mean, math.Sqrt(variance)}
	}
	first, second := 0.0, 0.0
	for _, c := range n.cells {
		mean, variance := shrunk(x, v, c.mean, c.spread)
		b := 1.0
		if !math.IsInf(v, 1) {
			b = v / (v + c.spread)
		}
		mean -= n.Mean // keeps the digits of the squares
		first += c.weight * mean
		second += c.weight * (mean*mean + variance + b*b*c.ofMean)
	}
	return Normal{n.Mean + first, math.Sqrt(second - first*first)}
}

func shrunk(x, v, mean, spread float64) (m, variance float64) {
	switch {
	case math.IsInf(v, 1):
		return mean, spread
	case math.IsInf(spread, 1):
		return x, v
	}
	b := v / (v + spread)
	return (1-b)*x + b*mean, v * (1 - b)
}

// spreadOf solves for Spread; the sum falls as it rises.
func spreadOf(x, v []float64, used int) float64 {
	excess := func(spread float64) float64 {
		mean, _ := weighedMean(x, v, spread)
		sum := 0.0
		for i := range x {
			sum += (x[i] - mean) * (x[i] - mean) / (v[i] + spread)
		}
		return sum - float64(len(x)-used)
	}
	if excess(0) <= 0 {
		return 0
	}
	lo, hi := 0.0, 1.0
	for excess(hi) > 0 {
		hi *= 4
	}
	for range 100 {
		if mid := (lo + hi) / 2; excess(mid) > 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}

// weighedMean weighs each value by how well it is known, all alike where the spread is infinite; with the
// variance of that mean.
func weighedMean(x, v []float64, spread float64) (mean, variance float64) {
	weight := 0.0
	for i := range x {
		w := 1 / (v[i] + spread)
		if math.IsInf(spread, 1) {
			w = 1
		}
		mean, weight = mean+w*x[i], weight+w
	}
	return mean / weight, 1 / weight
}

// shrinkCells is how many spreads are weighed.
const shrinkCells = 96

// normalCells weighs spreads by their likelihood with the mean integrated out; cells are equal steps of
// v0 / (v0 + spread).
func normalCells(x, v []float64) []normalCell {
	inverse := 0.0
	for _, vi := range v {
		inverse += 1 / vi
	}
	v0 := float64(len(v)) / inverse
	cells, logs := make([]normalCell, shrinkCells), make([]float64, shrinkCells)
	for c := range cells {
		share := (float64(c) + .5) / shrinkCells
		one := normalCell{spread: v0 * (1 - share) / share}
		one.mean, one.ofMean = weighedMean(x, v, one.spread)
		sum := -math.Log(one.ofMean)
		for i := range x {
			w := 1 / (v[i] + one.spread)
			sum += (x[i]-one.mean)*(x[i]-one.mean)*w - math.Log(w)
		}
		cells[c], logs[c] = one, -sum/2-math.Log(share)
	}
	for c, w := range fromLogs(logs) {
		cells[c].weight = w
	}
	return cells
}

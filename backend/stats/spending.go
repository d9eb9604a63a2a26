package stats

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// Spending says how much of the two-sided error alpha may be spent when a share of the test, above 0
// and at most 1, is over.
type Spending func(share, alpha float64) float64

// OBrienFleming spends nearly nothing early: per side 2 - 2 Phi(z/sqrt(share)), with z the quantile of
// alpha/4 (Lan & DeMets 1983, alpha_1*, for each side half of alpha).
func OBrienFleming(share, alpha float64) float64 {
	z := -distuv.UnitNormal.Quantile(alpha / 4)
	return 4 * distuv.UnitNormal.CDF(-z/math.Sqrt(share))
}

// LookBounds are the |z| that end a test at looks after the given shares of it, so that under no effect
// the chance of ever reaching one is alpha in all. The score moves as Brownian motion between the looks;
// its density inside the bounds is carried from look to look by quadrature (Armitage, McPherson & Rowe
// 1969; Lan & DeMets 1983). shares rise, the first above 0, the last at most 1, with steps of at least
// 0.005; it panics otherwise. A bound is +Inf where less than 1e-12 may be spent.
func LookBounds(shares []float64, alpha float64, spend Spending) []float64 {
	bounds := make([]float64, len(shares))
	inside := density{{at: 0, mass: 1}}
	var before, spent float64
	for k, share := range shares {
		if share-before < .005 || share > 1 {
			panic("stats: LookBounds: shares of the test must rise and end at 1 or before")
		}
		sd := math.Sqrt(share - before)
		now := spend(share, alpha)
		bounds[k] = inside.bound(now-spent, sd) / math.Sqrt(share)
		if !math.IsInf(bounds[k], 0) {
			spent = now
		}
		inside, before = inside.step(bounds[k]*math.Sqrt(share), sd, math.Sqrt(share)), share
	}
	return bounds
}

// density is a measure on points: what is left of the score's distribution inside the bounds so far.
type density []struct{ at, mass float64 }

// beyond is the chance that the next step of this sd leads outside +-c.
func (d density) beyond(c, sd float64) float64 {
	var p float64
	for _, x := range d {
		p += x.mass * (distuv.UnitNormal.CDF((x.at-c)/sd) + distuv.UnitNormal.CDF((-c-x.at)/sd))
	}
	return p
}

// bound is the c outside which the next step ends with chance p.
func (d density) bound(p, sd float64) float64 {
	if p < 1e-12 {
		return math.Inf(1)
	}
	lo, hi := 0.0, 20.0
	for hi-lo > 1e-13 {
		mid := (lo + hi) / 2
		if d.beyond(mid, sd) > p {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}

// TwoSidedP is the p-value of a z-score.
func TwoSidedP(z float64) float64 { return 2 * distuv.UnitNormal.CDF(-math.Abs(z)) }

// lookNodes is the number of Gauss-Legendre points that carry the density: enough for steps of .005.
const lookNodes = 400

// step carries the density over one step and cuts it at +-c; spread is the score's sd without any cut.
func (d density) step(c, sd, spread float64) density {
	c = min(c, 8.5*spread)
	at, weight := make([]float64, lookNodes), make([]float64, lookNodes)
	quad.Legendre{}.FixedLocations(at, weight, -c, c)
	next := make(density, lookNodes)
	for i, y := range at {
		next[i].at = y
		for _, x := range d {
			next[i].mass += weight[i] * x.mass * distuv.UnitNormal.Prob((y-x.at)/sd) / sd
		}
	}
	return next
}

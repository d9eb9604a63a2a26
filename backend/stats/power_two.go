package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// TwoGroups are two groups of customers drawn by lot: N of them left alone and N1 treated. Share is how
// many of the left-alone order at least once in the test (0..1).
type TwoGroups struct {
	N0, N1 float64
	Share  float64
}

// Power is the probability that the two-sided test of two proportions (unpooled variance) at the level sees
// a lift of the share, which then is Share x (1+lift). Both sides are counted, so that at lift 0 it is about
// 1-level. It is NaN where the lifted share leaves 0..1 or a group is empty.
//
// The difference is taken as normal; the bound it must pass is computed with the variance at the bound,
// which matters where the groups differ in size (with the variance at the truth, Fleiss, Levin & Paik 2003,
// 4.2, the figure is up to 2 points off there).
func (g TwoGroups) Power(lift, level float64) float64 {
	p1 := g.Share * (1 + lift)
	sd := g.sd(p1)
	if !(sd > 0) || p1 > 1 || !(g.N0 >= 1) || !(g.N1 >= 1) {
		return math.NaN()
	}
	n, delta := distuv.UnitNormal, p1-g.Share
	c := n.Quantile(.5 + level/2)
	return n.CDF((delta-g.bound(c))/sd) + n.CDF((g.bound(-c)-delta)/sd)
}

// sd is the standard deviation of the difference of the two groups' shares where the treated one is p1.
func (g TwoGroups) sd(p1 float64) float64 {
	return math.Sqrt(g.Share*(1-g.Share)/g.N0 + math.Max(p1*(1-p1), 0)/g.N1)
}

// bound is the difference at which the test's statistic is just c: the fixed point of d = c sd(Share+d).
func (g TwoGroups) bound(c float64) float64 {
	var d float64
	for range 50 {
		d = c * g.sd(math.Min(math.Max(g.Share+d, 0), 1))
	}
	return d
}

// VisibleLift is the smallest lift that Power sees with the target probability; false where none up to most
// is.
func (g TwoGroups) VisibleLift(target, level, most float64) (float64, bool) {
	lo, hi := 0.0, most
	if room := 1/g.Share - 1; hi > room {
		hi = room
	}
	if !(g.Power(hi, level) >= target) {
		return math.NaN(), false
	}
	for range 60 {
		mid := (lo + hi) / 2
		if g.Power(mid, level) >= target {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi, true
}

package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Hurdle is what is known of a unit's mean where only a share of its events bring anything and the log of the
// mean of those that do is normal: share times size, the two independent. It is a Posterior.
type Hurdle struct {
	shares []float64 // logs of the share at equal steps of its chance
	size   Normal    // of the log
}

// hurdleCells is how many points stand for the share.
const hurdleCells = 48

// NewHurdle joins what is known of the share with what is known of the log size. A nil share is 1 for sure.
func NewHurdle(share Posterior, logSize Normal) Hurdle {
	h := Hurdle{size: logSize, shares: []float64{0}}
	if share == nil {
		return h
	}
	h.shares = nil
	for c := range hurdleCells {
		s := share.Quantile((float64(c) + .5) / hurdleCells)
		h.shares = append(h.shares, math.Log(max(s, math.SmallestNonzeroFloat64)))
	}
	return h
}

// CDF is the chance that the mean is at most x.
func (h Hurdle) CDF(x float64) float64 {
	if !(x > 0) {
		return 0
	}
	sum := 0.0
	for _, s := range h.shares {
		sum += distuv.UnitNormal.CDF((math.Log(x) - s - h.size.Mean) / h.size.SD)
	}
	return sum / float64(len(h.shares))
}

// Quantile is the value that the mean is at most with chance p, 0 < p < 1.
func (h Hurdle) Quantile(p float64) float64 {
	z := distuv.UnitNormal.Quantile(p)
	lo, hi := h.shares[0]+h.size.Mean+z*h.size.SD, h.shares[len(h.shares)-1]+h.size.Mean+z*h.size.SD
	return math.Exp(bisect(lo-1e-9, hi+1e-9, func(log float64) bool { return h.CDF(math.Exp(log)) < p }))
}

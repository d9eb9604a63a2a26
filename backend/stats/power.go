package stats

import "math"

// VisibleLift is the smallest lift from which on the power stays at the target or above, found on the
// straight line between the two lifts tried on either side of it. lift rises strictly and has the length of
// power (both shares). seen is false, and the lift NaN, where the power at the largest lift tried is below
// the target.
func VisibleLift(lift, power []float64, target float64) (visible float64, seen bool) {
	if len(lift) != len(power) || len(lift) == 0 {
		panic("stats: VisibleLift: shapes do not agree")
	}
	last := len(lift) - 1
	if !(power[last] >= target) {
		return math.NaN(), false
	}
	for last > 0 && power[last-1] >= target {
		last--
	}
	if last == 0 {
		return lift[0], true
	}
	share := (target - power[last-1]) / (power[last] - power[last-1])
	return lift[last-1] + share*(lift[last]-lift[last-1]), true
}

// Rates is what a lift of 1 (every sale doubled) adds to each unit's movement, as its mean over the first
// length periods of the test: the unit's sales there divided by its size. Multiplicative lifts leave the
// history, so the weights, as they are, and move every contrast along a straight line with this slope.
func (u *Units) Rates(length int) []float64 {
	rates := make([]float64, len(u.move))
	for i, move := range u.move {
		for _, v := range move[u.pre : u.pre+length] {
			rates[i] += (u.base[i] + v) / float64(length)
		}
	}
	return rates
}

// Slope is what a lift of 1 of the truly treated units adds to contrast c: rates weighted by it.
func (c Contrast) Slope(treated []bool, rates []float64) float64 {
	var s float64
	for i, on := range treated {
		if on {
			s += (c.Treated[i] - c.Control[i]) * rates[i]
		}
	}
	return s
}

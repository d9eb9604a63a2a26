package experiment

import "math"

// DropsAdvice is what the default drop calendar of so many days would show.
type DropsAdvice struct {
	Days int
	Lift float64 // smallest lift that four of five tests would show, as a share of sales
	More bool    // the shop sells less than any that was tried: Lift is the least it can be
	Best bool    // the length to take
}

// triedOrders are the shop sizes of the study behind AdviseDrops, in orders a day.
var triedOrders = []float64{10, 20, 40, 100}

// visible are smallest visible lifts by shop size (power .8, two-sided 5 %).
type visible [4]float64

// visibleLifts is the study's table by days and least number of drawable products, 0 for dates alone;
// the last row with no more products than asked holds.
var visibleLifts = map[int][]struct {
	products int
	lifts    visible
}{
	28: {{0, visible{.41, .29, .24, .20}}, {4, visible{.16, .12, .08, .06}}, {8, visible{.13, .09, .07, .05}}},
	42: {{0, visible{.24, .20, .16, .13}}, {2, visible{.16, .13, .09, .09}}, {4, visible{.11, .08, .05, .05}}, {8, visible{.10, .07, .05, .05}}},
	56: {{0, visible{.21, .16, .13, .12}}, {4, visible{.10, .07, .06, .05}}, {8, visible{.07, .05, .05, .05}}},
}

// AdviseDrops says for tests of four, six and eight weeks what the default calendar would show in a shop
// with so many orders a day, with so many products to draw from (0 or 1: dates alone). The figures are
// those of the study of the randomised calendar on real shops' orders (docs/methods.md): between the
// sizes that were tried they follow the logarithm of the size, and a longer test is taken to show no less
// than a shorter one where the study's noise, or a length that was not tried, says otherwise.
func AdviseDrops(ordersPerDay float64, products int) []DropsAdvice {
	best, least := bestDays(ordersPerDay, products), math.Inf(1)
	var out []DropsAdvice
	for _, days := range []int{28, 42, 56} {
		a := DropsAdvice{Days: days, More: !(ordersPerDay >= triedOrders[0]), Best: days == best}
		for _, row := range visibleLifts[days] {
			if products >= row.products {
				a.Lift = row.lifts.at(ordersPerDay)
			}
		}
		least = math.Min(least, a.Lift)
		a.Lift = least
		out = append(out, a)
	}
	return out
}

// bestDays is the shortest test of the study that shows what a programme of creators can be hoped to do.
func bestDays(ordersPerDay float64, products int) int {
	switch {
	case products >= 4 && ordersPerDay >= 30, products < 2 && ordersPerDay >= 70:
		return 28
	case products < 2 && !(ordersPerDay >= 15):
		return 56
	}
	return 42
}

func (v visible) at(orders float64) float64 {
	if !(orders > triedOrders[0]) {
		return v[0]
	}
	for i := 1; i < len(v); i++ {
		if lo, hi := triedOrders[i-1], triedOrders[i]; orders <= hi {
			share := math.Log(orders/lo) / math.Log(hi/lo)
			return v[i-1] + share*(v[i]-v[i-1])
		}
	}
	return v[len(v)-1]
}

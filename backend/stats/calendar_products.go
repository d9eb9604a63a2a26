package stats

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
)

// ProductCalendar is one calendar with the products that each window features.
type ProductCalendar struct {
	Starts   []int
	Featured [][]int // by window: rows of the products
}

// RedrawProducts draws most calendars of the rule, each window featuring each of the drawable products
// with equal chance, each of them in a set of size each.
func (r CalendarRule) RedrawProducts(drawable []int, each, most int, rng *rand.Rand) []ProductCalendar {
	list := make([]ProductCalendar, most)
	for i := range list {
		list[i] = r.DrawProducts(drawable, each, rng)
	}
	return list
}

// DrawProducts draws one of them.
func (r CalendarRule) DrawProducts(drawable []int, each int, rng *rand.Rand) ProductCalendar {
	c := ProductCalendar{Starts: r.Draw(rng)}
	for range r.Windows {
		set := make([]int, each)
		for i, k := range rng.Perm(len(drawable))[:each] {
			set[i] = drawable[k]
		}
		c.Featured = append(c.Featured, set)
	}
	return c
}

// The products' noise and how a post's orders spread, fixed: they decide power, never validity.
const (
	ownShare       = .8   // of a post's orders that go to the products it shows
	productHalf    = 2.5  // days
	sharedAR       = .01  // variance of the shop's AR(.7), on the log scale
	sharedDrift    = .015 // sd of its random walk a day
	sharedStart    = 16   // days of drift before the test
	productShare   = .5   // of the shop's variance that each product has by itself
	dayVariance    = .01  // of the shop's white noise
	overdispersion = 1.15 // of orders beside Poisson
	shareWindow    = 56   // rows of history that a product's share is taken from
	shareKept      = .75  // of that share; the rest is spread evenly
)

// ProductLot is the randomisation test of sales by product and day: dates and products were drawn.
type ProductLot struct {
	rule     CalendarRule
	drawable []int
	each     int
	share    []float64   // b: expected share of each product
	rest     [][]float64 // products x rows of the test: sales beside the usual, in orders
	value    [][]float64 // by product and day of a post: what it adds to the statistic
	noise    *productNoise
	grid     *CalendarGrid
	unit     float64 // sales that make one order's worth of noise
	fade     [][]float64
}

// NewProductLot prepares the test of y (products x rows of the grid, sales) for a rule whose every
// window features each of the drawable products.
//
// r = y - weekday factor x mean of the history; b = .75 share + .25/S; a calendar's signal is
// z_st = .8 x_st + .2 sum_{j != s} x_jt b_s/(1-b_j) with half-life 2.5 days; the statistic is
// (z - mean z)'V^-1 r. V: C = .01 .7^|t-t'| + .015^2 (min(t,t')+16) = U L U'; per frequency k
// M_k = diag(.5 m^2 b_s^2 l_k + 1.15 m b_s) + m^2 (l_k + .01) bb', inverted by Sherman-Morrison, with m
// orders a day. Sales in money are brought to the scale of orders by their own day-to-day noise.
func NewProductLot(grid *CalendarGrid, y [][]float64, rule CalendarRule, drawable []int, each int) (*ProductLot, error) {
	if rule.Days != grid.shape.Length || each < 1 || each > len(drawable) || len(y) < 2 {
		panic("stats: NewProductLot: shapes do not agree")
	}
	l := &ProductLot{rule: rule, drawable: drawable, each: each, grid: grid}
	var mean []float64
	l.rest, mean = grid.productRest(y)
	total := floats.Sum(mean)
	if !(total > 0) {
		return nil, ErrNoVariation
	}
	recent := grid.recentShares(y)
	for i := range y {
		l.share = append(l.share, shareKept*recent[i]+(1-shareKept)/float64(len(y)))
	}
	l.unit = grid.orderUnit(y, mean)
	if !(l.unit > 0) {
		return nil, ErrNoVariation
	}
	var err error
	if l.noise, err = newProductNoise(grid, l.share, total/l.unit); err != nil {
		return nil, err
	}
	for _, row := range l.rest {
		floats.Scale(1/l.unit, row)
	}
	l.fade = grid.kernels(productHalf)
	l.value = l.table(l.noise.solve(l.rest))
	return l, nil
}

// productRest is sales beside weekday factor x mean of the history, in the test, and that mean.
func (g *CalendarGrid) productRest(y [][]float64) (rest [][]float64, mean []float64) {
	mean = make([]float64, len(y))
	var shop float64
	sum, n := map[int]float64{}, map[int]float64{}
	for t := range g.pre {
		day := 0.0
		for i, row := range y {
			mean[i] += row[t] / float64(g.pre)
			day += row[t]
		}
		sum[g.season(t)] += day
		n[g.season(t)]++
		shop += day / float64(g.pre)
	}
	for i, row := range y {
		out := make([]float64, 0, g.n-g.pre)
		for t := g.pre; t < g.n; t++ {
			factor := 1.0
			if s := g.season(t); n[s] > 0 && shop > 0 {
				factor = sum[s] / n[s] / shop
			}
			out = append(out, row[t]-factor*mean[i])
		}
		rest = append(rest, out)
	}
	return rest, mean
}

func (g *CalendarGrid) season(t int) int {
	if g.shape.Season == nil {
		return 0
	}
	return g.shape.Season[t]
}

// recentShares are the products' shares of the last rows of the history.
func (g *CalendarGrid) recentShares(y [][]float64) []float64 {
	out := make([]float64, len(y))
	for i, row := range y {
		out[i] = math.Max(floats.Sum(row[max(g.pre-shareWindow, 0):g.pre]), 0)
	}
	if total := floats.Sum(out); total > 0 {
		floats.Scale(1/total, out)
		return out
	}
	for i := range out {
		out[i] = 1 / float64(len(out))
	}
	return out
}

// orderUnit is the sales that one order's noise is worth: variance of the difference of neighbouring
// rows, halved, over the mean, summed over the products and brought to overdispersed Poisson orders.
func (g *CalendarGrid) orderUnit(y [][]float64, mean []float64) float64 {
	var v, m float64
	for i, row := range y {
		for t := 1; t < g.pre; t++ {
			d := row[t] - row[t-1]
			v += d * d / 2 / float64(g.pre-1)
		}
		m += math.Abs(mean[i])
	}
	return v / m / overdispersion
}

// table turns V^-1 r (products x rows) into what a post adds to the statistic, by product and day, when
// a part of its orders goes to other products.
func (l *ProductLot) table(g [][]float64) [][]float64 {
	spread := make([]float64, len(g[0])) // sum over products of b_s g_st
	for s, row := range g {
		floats.AddScaled(spread, l.share[s], row)
	}
	h := make([][]float64, len(g))
	for j, row := range g {
		h[j] = make([]float64, len(row))
		b := l.share[j]
		for t := range row {
			h[j][t] = ownShare*row[t] + (1-ownShare)/(1-b)*(spread[t]-b*row[t])
		}
	}
	return l.ownTable(h)
}

// ownTable is table where all orders stay with the products shown.
func (l *ProductLot) ownTable(g [][]float64) [][]float64 {
	out := make([][]float64, len(g))
	for j, row := range g {
		out[j] = make([]float64, l.rule.Days)
		for d, k := range l.fade {
			out[j][d] = floats.Dot(k, row)
		}
	}
	return out
}

// mean is the table's expectation over all calendars.
func (l *ProductLot) mean(table [][]float64) (sum float64) {
	days := l.rule.Mean()
	for _, j := range l.drawable {
		sum += floats.Dot(days, table[j]) / float64(len(l.drawable))
	}
	return sum
}

// of is the table's sum over one calendar's posts.
func (l *ProductLot) of(table [][]float64, c ProductCalendar) (sum float64) {
	for k, s := range c.Starts {
		for _, j := range c.Featured[k] {
			for d := s; d < s+l.rule.Length; d++ {
				sum += table[j][d]
			}
		}
	}
	return sum / float64(l.rule.Windows*l.rule.Length*l.each)
}

// Test compares the drawn calendar with others, on the size of the statistic. The inverted test's unit
// is sales for all posts together, if a fifth of them go to other products.
func (l *ProductLot) Test(drawn ProductCalendar, others []ProductCalendar) *RandomisationTest {
	return l.invert(l.value, l.table(l.noise.solve(l.signal(drawn))), drawn, others)
}

// Planted is the test of the same sales with extra ones (products x rows of the test).
func (l *ProductLot) Planted(extra [][]float64) *ProductLot {
	planted := *l
	more := l.table(l.noise.solve(extra))
	planted.value = make([][]float64, len(more))
	for j, row := range more {
		planted.value[j] = make([]float64, len(row))
		floats.AddScaledTo(planted.value[j], l.value[j], 1/l.unit, row)
	}
	return &planted
}

// Shown is the same comparison for what the shown products sold beyond the other products of the same
// day: every day has a free effect of its own. Its unit is sales for all posts together that stayed with
// the products shown; where a share s of a post's orders goes to others and b is the share of sales of
// what is shown, it measures 1 - s/(1-b) of the total.
func (l *ProductLot) Shown(drawn ProductCalendar, others []ProductCalendar) *RandomisationTest {
	noise := l.noise.withFreeDays()
	value := l.ownTable(noise.solve(l.rest))
	return l.invert(value, l.ownTable(noise.solve(l.exposure(drawn))), drawn, others)
}

// invert makes the test from what each post adds to the statistic and to its response to the effect.
func (l *ProductLot) invert(value, load [][]float64, drawn ProductCalendar, others []ProductCalendar) *RandomisationTest {
	mv, ml := l.mean(value), l.mean(load)
	own := l.of(load, drawn) - ml
	if !(own > 0) {
		return NewRandomisationTest(Redraw{0, 1, 1}, nil)
	}
	at := func(c ProductCalendar) Redraw {
		return Redraw{Value: l.unit * (l.of(value, c) - mv) / own, Load: (l.of(load, c) - ml) / own, Scale: 1}
	}
	rs := make([]Redraw, len(others))
	for i, c := range others {
		rs[i] = at(c)
	}
	return NewRandomisationTest(at(drawn), rs)
}

// SharedP is the test's p-value without its interval, for studies that need many.
func (l *ProductLot) SharedP(drawn ProductCalendar, others []ProductCalendar) float64 {
	m := l.mean(l.value)
	own, as := math.Abs(l.of(l.value, drawn)-m)*(1-1e-12), 1
	for _, c := range others {
		if math.Abs(l.of(l.value, c)-m) >= own {
			as++
		}
	}
	return float64(as) / float64(1+len(others))
}

// exposure is x of one calendar, products x rows, for one unit of posts.
func (l *ProductLot) exposure(c ProductCalendar) [][]float64 {
	x := make([][]float64, len(l.share))
	for j := range x {
		x[j] = make([]float64, l.grid.n-l.grid.pre)
	}
	each := 1 / float64(l.rule.Windows*l.rule.Length*l.each)
	for k, s := range c.Starts {
		for _, j := range c.Featured[k] {
			for d := s; d < s+l.rule.Length; d++ {
				floats.AddScaled(x[j], each, l.fade[d])
			}
		}
	}
	return x
}

// signal is z of one calendar, products x rows, for one unit of posts.
func (l *ProductLot) signal(c ProductCalendar) [][]float64 {
	x := l.exposure(c)
	spill := make([]float64, len(x[0]))
	for j, row := range x {
		floats.AddScaled(spill, 1/(1-l.share[j]), row)
	}
	z := make([][]float64, len(x))
	for s, row := range x {
		z[s] = make([]float64, len(row))
		b := l.share[s]
		for t, v := range row {
			z[s][t] = ownShare*v + (1-ownShare)*b*(spill[t]-v/(1-b))
		}
	}
	return z
}

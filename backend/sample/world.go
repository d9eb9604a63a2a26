package sample

import (
	"creatorlift/backend/shop"
)

// How the shop's sales move. The daily figures are those of the simulated worlds of the drop-window
// study, whose spread agrees with three real shops thinned to this size.
const (
	weekdaySpread  = 0.12 // sd of the log weekday effects
	levelMemory    = 0.7  // lag-1 correlation of the level around its drift
	levelSpread    = 0.10 // sd of that level, log
	dayNoise       = 0.10 // sd of plain day noise, log: with the level, variance / mean is about 1.8 at 40 orders a day
	driftLow       = 0.005
	driftHigh      = 0.03 // each brand's random walk has a daily sd between these, log-uniform
	seasonHeight   = 0.08
	mixDrift       = 0.01 // random walk of each state's and product's share, log per day
	stateSpread    = 0.10 // autocorrelated wobble of a state's share, log
	productSpread  = 0.15 // and of a product's
	promoLift      = 0.35
	promoSpread    = 0.08
	promoInTest    = 0.25 // chance of a second promotion inside the test
	promoDistance  = 5    // days a promotion keeps from a drop window
	outOfStockKeep = 0.2  // share of a product's sales left while it is out of stock
	outOfStockMove = 0.2  // share that buys another product instead
)

// Event is a stretch of days that a founder knows to be special; both days included.
type Event struct {
	Start shop.Day `json:"start"`
	End   shop.Day `json:"end"`
	Name  string   `json:"name"`
}

// days counted from the first day of history; end exclusive.
type stretch struct{ from, to int }

func (s stretch) holds(day int) bool { return day >= s.from && day < s.to }

// world is the shop without creators: what to expect of each day.
type world struct {
	Config
	first    shop.Day // day 0
	testFrom int      // first day of the test
	products []product
	rate     []float64   // expected orders by day
	states   [][]float64 // running sums of the states' shares by day
	basket   [][]float64 // running sums of the products' shares by day
	promos   []stretch
	stockOut stretch
	outSKU   int // index of the product that runs out
}

func newWorld(c Config, a *Assignment) *world {
	w := &world{Config: c, first: c.LastDay + 1 - shop.Day(c.Days), testFrom: c.Days - c.TestDays}
	d := newDice(c.Seed, streamWorld)
	w.products = brandProducts(c)
	w.planEvents(d, a)
	w.states = drifting(d, c.Days, statePopulation(), stateSpread)
	shares := w.drawShares(d)
	w.basket = drifting(d, c.Days, shares, productSpread)
	w.drawRates(d)
	w.applyStockOut()
	w.scaleRates()
	return w
}

// brandProducts takes four to eight products; eight where halves of them are compared.
func brandProducts(c Config) []product {
	d := newDice(c.Seed, streamProducts)
	n := d.between(4, len(catalogue))
	if c.Design == SKUOut {
		n = len(catalogue)
	}
	picked := make([]product, n)
	for i, j := range d.shuffled(len(catalogue))[:n] {
		picked[i] = catalogue[j]
	}
	return picked
}

// drawShares makes some products popular: falling with rank, by chance more or less.
func (w *world) drawShares(d dice) []float64 {
	shares := make([]float64, len(w.products))
	for i := range shares {
		shares[i] = exp(mul(0.25, d.normal())) / float64(i+2)
	}
	return shares
}

func statePopulation() []float64 {
	people := make([]float64, len(states))
	for i, s := range states {
		people[i] = float64(s.people)
	}
	return people
}

// drifting gives every unit's share a walk and an autocorrelated wobble of its own and returns the
// running sums by day.
func drifting(d dice, days int, shares []float64, spread float64) [][]float64 {
	walk, wobble := make([]float64, len(shares)), make([]float64, len(shares))
	for i := range wobble {
		wobble[i] = mul(spread, d.normal())
	}
	out := make([][]float64, days)
	for t := range out {
		now := make([]float64, len(shares))
		for i, s := range shares {
			now[i] = mul(s, exp(walk[i]+wobble[i]))
			walk[i] += mul(mixDrift, d.normal())
			wobble[i] = remember(d, wobble[i], spread)
		}
		out[t] = runningSums(now)
	}
	return out
}

// innovation is sqrt(1 - levelMemory^2): with it the AR(1) level keeps its spread.
const innovation = 0.7141428428542850

func remember(d dice, level, spread float64) float64 {
	return mul(levelMemory, level) + mul(mul(innovation, spread), d.normal())
}

func (w *world) drawRates(d dice) {
	var weekday [7]float64
	for i := range weekday {
		weekday[i] = mul(weekdaySpread, d.normal())
	}
	driftSD := exp(d.uniform(log(driftLow), log(driftHigh)))
	phase := d.unit()
	level, walk := mul(levelSpread, d.normal()), 0.0
	w.rate = make([]float64, w.Days)
	for t := range w.rate {
		season := mul(seasonHeight, wave(phase+float64(t)/365))
		w.rate[t] = exp(weekday[(w.first+shop.Day(t)).Weekday()] + season + walk + level + mul(dayNoise, d.normal()))
		walk += mul(driftSD, d.normal())
		level = remember(d, level, levelSpread)
	}
	for _, p := range w.promos {
		lift := 1 + promoLift + mul(promoSpread, d.normal())
		for t := p.from; t < p.to; t++ {
			w.rate[t] = mul(w.rate[t], lift)
		}
	}
}

// applyStockOut takes away most of a product's sales; part of them go to other products.
func (w *world) applyStockOut() {
	for t := w.stockOut.from; t < w.stockOut.to; t++ {
		shares := apart(w.basket[t])
		total := w.basket[t][len(shares)-1]
		out := shares[w.outSKU] / total
		moved := mul(out, outOfStockMove)
		for i := range shares {
			if i == w.outSKU {
				shares[i] = mul(out, outOfStockKeep)
			} else {
				shares[i] = mul(shares[i]/total, 1+moved/(1-out))
			}
		}
		w.basket[t] = runningSums(shares)
		w.rate[t] = mul(w.rate[t], w.basket[t][len(shares)-1])
	}
}

// apart undoes runningSums.
func apart(sums []float64) []float64 {
	weights, before := make([]float64, len(sums)), 0.0
	for i, s := range sums {
		weights[i], before = s-before, s
	}
	return weights
}

// scaleRates makes OrdersPerDay the mean over all days.
func (w *world) scaleRates() {
	sum := 0.0
	for _, r := range w.rate {
		sum += r
	}
	scale := mul(w.OrdersPerDay, float64(w.Days)) / sum
	for t := range w.rate {
		w.rate[t] = mul(w.rate[t], scale)
	}
}

// date is the shop's day with the given number.
func (w *world) date(day int) shop.Day { return w.first + shop.Day(day) }

// inTest reports whether a day, counted from the first, lies in the test.
func (w *world) inTest(day int) bool { return day >= w.testFrom }

func (w *world) promoOn(day int) bool {
	for _, p := range w.promos {
		if p.holds(day) {
			return true
		}
	}
	return false
}

package experiment

import (
	"math"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// calendarWorld is a shop in which nothing happened, and what creators then do in it.
type calendarWorld struct {
	name     string // sim, uci, cj or cdnow
	days     int    // of the test; the history is three times as long
	perDay   float64
	lift     float64
	products int     // 0 = the shop as one series
	spill    float64 // share of a post's orders that go to other products
	halfLow  float64 // half-life of posts, log-uniform; 0 = 1.5 to 4
	halfHigh float64
	launch   float64 // jump of sales at the start that creators have no part in
	drift    float64 // of the level a day, beside the world's own
	late     float64 // share of posts that come 1 to 3 days late
	dip      float64 // share of the effect that is only pulled forward from the next two weeks
}

// played is one world played once.
type played struct {
	panel    *panel.Panel
	schedule *Schedule
	truth    float64 // orders really added in the test
	base     float64 // orders that came without creators in the test
}

// play makes the world of one seed under a calendar drawn by lot.
func (w calendarWorld) play(t testing.TB, seed uint64) *played {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 0x776f726c64))
	var orders [][]float64 // products x days
	var first shop.Day
	if w.name == "sim" {
		orders, first = w.simulated(rng)
	} else {
		orders, first = shopOrders(t, w.name).thinned(rng, 4*w.days, w.perDay, max(w.products, 1))
	}
	p := &played{}
	var names []string
	for i := range orders {
		names = append(names, "p"+strconv.Itoa(i))
	}
	start := first + shop.Day(3*w.days)
	var drawn []string
	if w.products > 0 {
		drawn = names
	}
	var err error
	if p.schedule, err = DrawSchedule(DefaultCalendar(w.days), start, drawn, ProductsPerDrop(len(names)), rng.Uint64()); err != nil {
		t.Fatal(err)
	}
	for _, row := range orders {
		for d := 3 * w.days; d < 4*w.days; d++ {
			row[d] = math.Round(row[d] * (1 + w.launch))
			p.base += row[d]
		}
	}
	w.addCreators(rng, p, orders)
	p.panel = asPanel(names, orders, first)
	return p
}

// asPanel lays orders out; a day on which the whole shop sold nothing is closed.
func asPanel(names []string, orders [][]float64, first shop.Day) *panel.Panel {
	p := &panel.Panel{Units: names, Cadence: panel.Daily, Y: make([][]float64, len(names))}
	for d := range orders[0] {
		sum := 0.0
		for _, row := range orders {
			sum += row[d]
		}
		if sum == 0 {
			continue
		}
		day := first + shop.Day(d)
		p.Labels, p.Times = append(p.Labels, day.String()), append(p.Times, int64(day))
		for i, row := range orders {
			p.Y[i] = append(p.Y[i], row[d])
		}
	}
	return p
}

// simulated: weekday sd .12, AR(.7) sd .10, day noise sd .10, random walk .005, .015 or .03 a day,
// promotions of +35 % that nobody flagged, Poisson; products drift by themselves.
func (w calendarWorld) simulated(rng *rand.Rand) ([][]float64, shop.Day) {
	n, s := 4*w.days, max(w.products, 1)
	walk := []float64{.005, .015, .03}[rng.IntN(3)] + w.drift
	var weekday [7]float64
	for i := range weekday {
		weekday[i] = .12 * rng.NormFloat64()
	}
	level := walked(rng, n, walk, .1)
	for d := rng.IntN(28); d < n; d += 14 + rng.IntN(28) {
		for k := d; k < min(d+2+rng.IntN(3), n); k++ {
			level[k] += math.Log(1.35)
		}
	}
	share, sum := make([]float64, s), 0.0
	for i := range share {
		share[i] = math.Exp(.6 * rng.NormFloat64())
		sum += share[i]
	}
	orders := make([][]float64, s)
	for i := range orders {
		own := make([]float64, n)
		if w.products > 0 {
			own = walked(rng, n, .01, .15)
		}
		orders[i] = make([]float64, n)
		for d := range n {
			mean := w.perDay * share[i] / sum * math.Exp(level[d]+own[d]+weekday[d%7])
			orders[i][d] = poisson(rng, mean)
		}
	}
	return orders, shop.DayFrom(2025, 1, 6)
}

// walked is an AR(.7) of sd with day noise of sd .10 in the shop's case and a random walk, centred.
func walked(rng *rand.Rand, n int, walk, sd float64) []float64 {
	out := make([]float64, n)
	level, ar := 0.0, sd*rng.NormFloat64()
	for d := range out {
		level += walk * rng.NormFloat64()
		ar = .7*ar + sd*math.Sqrt(1-.49)*rng.NormFloat64()
		out[d] = level + ar
		if sd == .1 {
			out[d] += .1 * rng.NormFloat64()
		}
	}
	mean := mean(out)
	for d := range out {
		out[d] -= mean
	}
	return out
}

// poisson takes a normal beyond what the sampler of small means is made for.
func poisson(rng *rand.Rand, mean float64) float64 {
	if mean <= 0 {
		return 0
	}
	return distuv.Poisson{Lambda: mean, Src: rng}.Rand()
}

// addCreators: 30 creators, three posts each, effect log-normal (creator sd .6, total 1.2), half-life of
// the brand log-uniform with 25 % between posts, 40 to 100 % of a full day on the first.
func (w calendarWorld) addCreators(rng *rand.Rand, p *played, orders [][]float64) {
	r, n := p.schedule.Rule, w.days
	low, high := 1.5, 4.0
	if w.halfLow > 0 {
		low, high = w.halfLow, w.halfHigh
	}
	half := math.Exp(math.Log(low) + rng.Float64()*math.Log(high/low))
	talent, posts := make([]float64, 30), make([]float64, n)
	for i := range talent {
		talent[i] = .6 * rng.NormFloat64()
	}
	expected := make([][]float64, r.Windows)
	for k := range expected {
		expected[k] = make([]float64, n)
	}
	total, order := 0.0, rng.Perm(90)
	for i, place := range order {
		k := place % r.Windows
		day := p.schedule.Starts[k] + place/r.Windows%r.Length
		if rng.Float64() < w.late {
			day += 1 + rng.IntN(3)
		}
		posts[day]++
		strength := math.Exp(talent[i%30] + math.Sqrt(1.44-.36)*rng.NormFloat64())
		fade, own := math.Exp2(-1/(half*(.75+.5*rng.Float64()))), .4+.6*rng.Float64()
		scale := strength / (own + fade/(1-fade))
		for d, now := day, own; d < n; d++ {
			expected[k][d] += scale * now
			total += scale * now
			if d == day {
				now = 1
			}
			now *= fade
		}
	}
	p.schedule.Posts = posts
	w.sell(rng, p, orders, expected, w.lift*p.base/total)
}

// sell turns expected effects by window into orders, and takes back what was only pulled forward.
func (w calendarWorld) sell(rng *rand.Rand, p *played, orders [][]float64, expected [][]float64, scale float64) {
	sums := make([]float64, len(orders))
	for i, row := range orders {
		for _, v := range row[:3*w.days] {
			sums[i] += v + 1e-9
		}
	}
	for k, row := range expected {
		for d, e := range row {
			x := poisson(rng, scale*e)
			p.truth += x
			for range int(x) {
				at := 0
				if p.schedule.Featured != nil {
					at, _ = strconv.Atoi(p.schedule.Featured[k][rng.IntN(p.schedule.Each)][1:])
					if rng.Float64() < w.spill {
						at = other(rng, sums, at)
					}
				}
				orders[at][3*w.days+d]++
				if later := d + 1 + rng.IntN(14); rng.Float64() < w.dip && later < w.days && orders[at][3*w.days+later] > 0 {
					orders[at][3*w.days+later]--
					p.truth--
				}
			}
		}
	}
}

// other draws another product by its size.
func other(rng *rand.Rand, sums []float64, not int) int {
	total := -sums[not]
	for _, s := range sums {
		total += s
	}
	x := rng.Float64() * total
	for i, s := range sums {
		if i == not {
			continue
		}
		if x -= s; x <= 0 {
			return i
		}
	}
	return len(sums) - 1
}

var (
	studyGrids     = map[string]*stats.CalendarGrid{}
	studyGridsLock sync.Mutex
)

// laid is what `estimate --method calendar` lays out, with the noise models shared between worlds; nil
// where it refuses.
func (p *played) laid(t testing.TB, level float64) *calendar {
	t.Helper()
	spec, err := Spec{Panel: p.panel, Schedule: p.schedule, Level: level, Method: "calendar", NoAudit: true}.withSchedule()
	if err != nil {
		t.Fatal(err)
	}
	w, err := newCase(spec)
	if err != nil {
		return nil // the shop closed for too long
	}
	c, err := layCalendar(w)
	if err != nil {
		return nil
	}
	c.most = placeboRedraws
	key := shapeKey(c.shape)
	studyGridsLock.Lock()
	defer studyGridsLock.Unlock()
	if c.grid = studyGrids[key]; c.grid == nil {
		if c.grid, err = stats.NewCalendarGrid(c.shape); err != nil {
			t.Fatal(err)
		}
		if len(studyGrids) < 60 {
			studyGrids[key] = c.grid
		}
	}
	return c
}

// read is what `estimate --method calendar` does.
func (p *played) read(t testing.TB, level float64) *calendarFit {
	t.Helper()
	c := p.laid(t, level)
	if c == nil {
		return nil
	}
	f, err := c.fit(c.y, c.rows(), c.grid)
	if err != nil {
		return nil
	}
	f.settle(level)
	return f
}

// drawP is the draw's p-value alone, NaN where the case is refused.
func (p *played) drawP(t testing.TB) float64 {
	t.Helper()
	c := p.laid(t, .95)
	if c == nil {
		return math.NaN()
	}
	if c.products != nil {
		lot, err := stats.NewProductLot(c.grid, c.rows(), c.schedule.Rule, c.products, c.schedule.Each)
		if err != nil {
			return math.NaN()
		}
		return lot.SharedP(c.own, c.otherProducts())
	}
	series, err := stats.NewCalendarSeries(c.grid, c.y)
	if err != nil {
		return math.NaN()
	}
	return series.Lot(c.schedule.Rule).SharedP(c.schedule.Starts, c.otherCalendars())
}

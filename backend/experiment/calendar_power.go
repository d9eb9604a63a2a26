package experiment

import (
	"math"
	"math/rand/v2"
	"slices"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// CalendarPowerSpec asks how small a lift a randomised calendar would see in a panel's own history.
type CalendarPowerSpec struct {
	Panel      *panel.Panel
	Units      []string // the shop, or its products; empty = all
	Rule       stats.CalendarRule
	Each       int       // products each drop features; 0 = dates alone
	Lifts      []float64 // shares, rising
	Level      float64
	Replicates int // 0 = 400

	// Progress hears how far the work is and says whether to go on; nil goes on.
	Progress func(what string, done, total int) (goOn bool)
}

// What creators do in the simulation, as in the study: three posts of 30 creators, effects log-normal,
// half-life log-uniform. None of it is known to the test.
const (
	plantedCreators  = 30
	plantedPosts     = 3
	plantedTalent    = .6
	plantedLuck      = 1.04 // with talent: sd 1.2 of the log effect of a post
	plantedHalfLow   = 1.5
	plantedHalfHigh  = 4.
	plantedWave      = .25 // of the half-life between posts
	plantedSpill     = .2  // of the orders of a post go to other products
	calendarPlays    = 400
	calendarPowerSet = 399 // schedules a planted one is compared with
)

// CalendarPower plants creators' effects under calendars drawn by lot into stretches of the panel's own
// history and counts how often the draw's own test sees them: seen is by lift, windows the number of
// stretches. A history too short or too thin gives an error that becomes not_estimable.
func CalendarPower(s CalendarPowerSpec) (seen []float64, windows int, err error) {
	if len(s.Units) == 0 {
		s.Units = s.Panel.Units
	}
	if s.Replicates == 0 {
		s.Replicates = calendarPlays
	}
	if s.Panel.Cadence != panel.Daily {
		return nil, 0, cannot("A drop calendar needs sales by day; this panel is %s.", s.Panel.Cadence)
	}
	if e := s.Rule.Check(); e != nil {
		return nil, 0, cannot("No drop calendar fits: %v.", e)
	}
	if err := s.moves(); err != nil {
		return nil, 0, err
	}
	stages, err := s.stages()
	if err != nil {
		return nil, 0, err
	}
	hits := make([][]bool, s.Replicates)
	spec := &PowerSpec{Progress: s.Progress}
	err = stats.Parallel(s.Replicates, func(i int) error {
		if err := spec.step(planting, i, s.Replicates); err != nil {
			return err
		}
		hits[i] = stages[i%len(stages)].play(&s, rand.New(rand.NewPCG(scheduleSeed, 100+uint64(i))))
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	seen = make([]float64, len(s.Lifts))
	for _, h := range hits {
		for k, hit := range h {
			if hit {
				seen[k]++
			}
		}
	}
	for k := range seen {
		seen[k] /= float64(s.Replicates)
	}
	return seen, len(stages), nil
}

// moves refuses sales that never change: the error says so, rather than that the history is short.
func (s *CalendarPowerSpec) moves() error {
	sold := slices.DeleteFunc(s.Panel.Sum(s.Units), math.IsNaN)
	switch {
	case len(sold) == 0 || slices.Max(sold) == slices.Min(sold) && sold[0] == 0:
		return cannot("Nothing was sold in these sales, so there is nothing to try drop dates on.")
	case slices.Max(sold) == slices.Min(sold):
		return cannot("The sales are the same on every day, so there is nothing to measure chance by. Check the file: real sales move.")
	}
	return nil
}

// stage is one stretch of the history as the test would see it.
type stage struct {
	c        *calendar
	dates    *stats.CalendarLot
	products *stats.ProductLot
	others   [][]int
	featured []stats.ProductCalendar
	open     []int     // days of the test that have a row, from 0
	share    []float64 // of each product, in the past
	usual    float64   // sales of the stretch
	noise    float64   // variance of sales over their mean, from day to day
}

// stages lays out the stretches that the history has room for.
func (s *CalendarPowerSpec) stages() ([]*stage, error) {
	first, last := shop.Day(s.Panel.Times[0]), shop.Day(s.Panel.Times[len(s.Panel.Times)-1])
	w := &window{panel: s.Panel, treated: s.Units, n: len(s.Panel.Times), season: s.Panel.Season(), spec: Spec{Level: s.Level}}
	c := &calendar{window: w, schedule: &Schedule{Rule: s.Rule, Start: last + 1, Each: s.Each}}
	if s.Each > 0 {
		if len(s.Units) < 2 || s.Each >= len(s.Units) {
			return nil, cannot("Each drop cannot feature %d of %d products.", s.Each, len(s.Units))
		}
		c.products = numbers(len(s.Units))
		c.schedule.Products, c.schedule.Featured = s.Units, make([][]string, s.Rule.Windows)
	}
	if err := c.enoughSchedules(s.Level); err != nil {
		return nil, err
	}
	past, starts := placeboWindows(first, last+1, s.Rule.Days)
	grids := map[string]*stats.CalendarGrid{}
	var out []*stage
	for _, start := range starts {
		if st := c.stage(start, past, grids); st != nil {
			out = append(out, st)
		}
	}
	if len(out) == 0 {
		return nil, cannot("The sales cover %d days. To try a calendar of %d days on them at least %d days with sales are needed.", len(s.Panel.Times), s.Rule.Days, s.Rule.Days+minCalendarPast)
	}
	return out, nil
}

// stage lays one stretch out; nil where it is too thin.
func (c *calendar) stage(start shop.Day, past int, grids map[string]*stats.CalendarGrid) *stage {
	cut := c.cutAt(start, past)
	if cut == nil {
		return nil
	}
	cut.most = calendarPowerSet
	grid, err := sharedGrid(cut.shape, grids)
	if err != nil {
		return nil
	}
	st := &stage{c: cut}
	series, err := stats.NewCalendarSeries(grid, cut.y)
	if err != nil {
		return nil
	}
	for i, v := range cut.y {
		if i >= cut.pre {
			st.open = append(st.open, cut.shape.Days[i]-cut.shape.Start)
			st.usual += v
		} else if i > 0 {
			st.noise += (v - cut.y[i-1]) * (v - cut.y[i-1]) / 2
		}
	}
	rows := cut.rows()
	if rows == nil {
		rows = [][]float64{cut.y}
	}
	var all float64
	for _, row := range rows {
		m := mean(row[:cut.pre])
		st.share = append(st.share, m)
		all += m
	}
	for i := range st.share {
		st.share[i] /= all
	}
	if st.noise /= float64(cut.pre-1) * all; !(st.usual > 0) || !(all > 0) {
		return nil
	}
	if cut.products == nil {
		st.dates, st.others = series.Lot(cut.schedule.Rule), cut.otherCalendars()
		return st
	}
	if st.products, err = stats.NewProductLot(grid, rows, cut.schedule.Rule, cut.products, cut.schedule.Each); err != nil {
		return nil
	}
	st.featured = cut.otherProducts()
	return st
}

// play draws a calendar and creators, plants every lift, and says which were seen. Chance in the extra
// sales is that of the shop's own days.
func (st *stage) play(s *CalendarPowerSpec, rng *rand.Rand) []bool {
	rule := st.c.schedule.Rule
	drawn := stats.ProductCalendar{Starts: rule.Draw(rng)}
	if st.products != nil {
		drawn = rule.DrawProducts(st.c.products, s.Each, rng)
	}
	effect := st.effects(rule, drawn, rng)
	luck := make([][]float64, len(effect))
	for i, row := range effect {
		luck[i] = make([]float64, len(row))
		for t, e := range row {
			luck[i][t] = math.Sqrt(st.noise*st.usual*e) * rng.NormFloat64()
		}
	}
	hits := make([]bool, len(s.Lifts))
	for k, lift := range s.Lifts {
		extra := make([][]float64, len(effect))
		for i, row := range effect {
			extra[i] = make([]float64, len(row))
			for t, e := range row {
				extra[i][t] = lift*st.usual*e + math.Sqrt(lift)*luck[i][t]
			}
		}
		var p float64
		if st.products != nil {
			p = st.products.Planted(extra).SharedP(drawn, st.featured)
		} else {
			p = st.dates.Planted(extra[0]).SharedP(drawn.Starts, st.others)
		}
		hits[k] = p <= 1-s.Level+1e-12
	}
	return hits
}

// effects is how one lift spreads over products and rows; together it is 1.
func (st *stage) effects(rule stats.CalendarRule, drawn stats.ProductCalendar, rng *rand.Rand) [][]float64 {
	rows := 1
	if st.products != nil {
		rows = len(st.share)
	}
	byDay := make([][]float64, rows)
	for i := range byDay {
		byDay[i] = make([]float64, rule.Days)
	}
	half := plantedHalfLow * math.Exp(rng.Float64()*math.Log(plantedHalfHigh/plantedHalfLow))
	talent := make([]float64, plantedCreators)
	for i := range talent {
		talent[i] = plantedTalent * rng.NormFloat64()
	}
	for i, place := range rng.Perm(plantedCreators * plantedPosts) {
		k := place % rule.Windows
		day := drawn.Starts[k] + place/rule.Windows%rule.Length
		strength := math.Exp(talent[i%plantedCreators] + plantedLuck*rng.NormFloat64())
		fade, now := math.Exp2(-1/(half*(1+plantedWave*(2*rng.Float64()-1)))), .4+.6*rng.Float64()
		sum := now + fade/(1-fade)
		for d := day; d < rule.Days; d++ {
			st.spread(byDay, drawn.Featured, k, d, strength*now/sum)
			if d == day {
				now = 1
			}
			now *= fade
		}
	}
	return st.onOpenDays(byDay)
}

// spread gives a post's effect to the products its window features and, in part, to the others.
func (st *stage) spread(byDay [][]float64, featured [][]int, window, day int, effect float64) {
	if featured == nil {
		byDay[0][day] += effect
		return
	}
	each := 1 / float64(len(featured[window]))
	for _, j := range featured[window] {
		byDay[j][day] += (1 - plantedSpill) * effect * each
		for i, b := range st.share {
			if i != j {
				byDay[i][day] += plantedSpill * effect * each * b / math.Max(1-st.share[j], 1e-9)
			}
		}
	}
}

// onOpenDays keeps the days that have a row and scales to 1.
func (st *stage) onOpenDays(byDay [][]float64) [][]float64 {
	total, out := 0.0, make([][]float64, len(byDay))
	for i, row := range byDay {
		for _, d := range st.open {
			out[i] = append(out[i], row[d])
			total += row[d]
		}
	}
	for _, row := range out {
		for t := range row {
			row[t] /= math.Max(total, 1e-12)
		}
	}
	return out
}

// calendarPower answers `power --design calendar`: dates alone, or with TreatedUnits also that many
// products a drop.
func calendarPower(s PowerSpec) (Power, error) {
	if s.TreatedUnits > 0 && s.TreatedUnits >= len(s.Panel.Units) {
		return Power{}, cannot("Each drop cannot feature %d of %d products: some must be left out of each.", s.TreatedUnits, len(s.Panel.Units))
	}
	rule := DefaultCalendar(s.Days)
	seen, windows, err := CalendarPower(CalendarPowerSpec{Panel: s.Panel, Rule: rule, Each: s.TreatedUnits, Lifts: s.Lifts, Level: s.Level, Replicates: s.plays, Progress: s.Progress})
	if err != nil {
		return Power{}, err
	}
	p := s.answer(windows, seen)
	p.Method, p.Schedule = "calendar", ruleOf(rule)
	if s.TreatedUnits > 0 {
		p.Schedule += ", " + plural(s.TreatedUnits, "product", "products") + " a drop"
	}
	return p, nil
}

// calendarSKUPower is calendarPower with as many products a drop as `calendar --skus` draws.
func calendarSKUPower(s PowerSpec) (Power, error) {
	if s.TreatedUnits == 0 {
		s.TreatedUnits = ProductsPerDrop(len(s.Panel.Units))
	}
	return calendarPower(s)
}

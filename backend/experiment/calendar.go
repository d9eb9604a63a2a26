package experiment

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// Limits of a randomised calendar.
const (
	calendarHistory  = 3       // history used, in lengths of the test
	maxCalendarPast  = 280     // days of it at most
	minCalendarPast  = 28      // days of history
	maxCalendarSets  = 100_000 // calendars that are all compared with; beyond, a sample
	calendarRedraws  = 9_999
	calendarTestPart = 2. / 3 // of the test's days that must have sales
	muchOffPlan      = .25    // of the posts
)

// calendar is a window with a schedule, laid out by day.
type calendar struct {
	*window
	schedule *Schedule
	columns  []int // of the window, by row of the grid
	shape    stats.CalendarShape
	pre      int // rows of history
	grid     *stats.CalendarGrid
	y        []float64
	products []int // treated units that could be drawn, by place in treated; nil for dates alone
	most     int   // schedules compared with; more are sampled
	own      stats.ProductCalendar
}

// withSchedule takes from the schedule what the question leaves open: period and treated units.
func (s Spec) withSchedule() (Spec, error) {
	if s.Schedule == nil {
		if s.Method == "calendar" {
			return s, &shop.Error{Code: "no_schedule", Message: "A randomised calendar is read with its schedule, and none was given.", Hint: "Give the file with --schedule; docs/cli.md describes it."}
		}
		return s, nil
	}
	if s.Method == "" || s.Method == "auto" {
		s.Method = "calendar"
	}
	if s.Method != "calendar" {
		return s, &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("A schedule is read by the method calendar, not by %s.", s.Method), Hint: "Leave --method away, or --schedule."}
	}
	first, last := s.Schedule.First().String(), s.Schedule.Last().String()
	for _, edge := range []struct {
		asked      *string
		drawn, say string
	}{{&s.Start, first, "start"}, {&s.End, last, "end"}} {
		if *edge.asked == "" {
			*edge.asked = edge.drawn
		}
		if d, err := shop.ParseDay(*edge.asked); err == nil && d.String() != edge.drawn {
			return s, &shop.Error{Code: "bad_schedule", Message: fmt.Sprintf("The test's %s is %s, but the schedule was drawn for %s to %s.", edge.say, d, first, last), Hint: "Leave --start and --end away: the schedule says them."}
		}
	}
	if len(s.Treated) == 0 {
		s.Treated = s.Schedule.units(s.Panel)
	}
	s.NoControls = true
	return s, nil
}

// units are the treated units that a schedule means: its products where the panel has them, else all.
func (s *Schedule) units(p *panel.Panel) []string {
	for _, name := range s.Products {
		if p.Find(name) < 0 {
			return p.Units
		}
	}
	if len(s.Products) > 0 {
		return s.Products
	}
	return p.Units
}

// runCalendar reads a randomised calendar: p from the draw, the size from the regression, one range.
func runCalendar(w *window) (Answer, error) {
	c, err := newCalendar(w)
	if err != nil {
		return Answer{}, err
	}
	f, err := c.fit(c.y, c.rows(), c.grid)
	if err != nil {
		return Answer{}, err
	}
	f.settle(w.spec.Level)
	a := w.answer("calendar")
	a.History = c.span(c.columns[0], c.columns[c.pre-1]+1)
	c.fill(&a, f)
	a.Grade = GradeA
	if a.Audit, err = c.audit(); err != nil {
		return Answer{}, err
	}
	c.say(&a, f)
	return a, nil
}

// newCalendar lays the case out with its noise models.
func newCalendar(w *window) (*calendar, error) {
	c, err := layCalendar(w)
	if err != nil {
		return nil, err
	}
	if c.grid, err = stats.NewCalendarGrid(c.shape); err != nil {
		return nil, cannot("The days of this panel leave nothing to compute a range from.")
	}
	return c, nil
}

// layCalendar lays the case out and refuses what cannot be answered.
func layCalendar(w *window) (*calendar, error) {
	c := &calendar{window: w, schedule: w.spec.Schedule, most: calendarRedraws}
	if w.panel.Cadence != panel.Daily {
		return nil, cannot("A drop calendar is read from sales by day; this panel is %s.", w.panel.Cadence)
	}
	if err := c.enoughSchedules(w.spec.Level); err != nil {
		return nil, err
	}
	if err := c.findProducts(); err != nil {
		return nil, err
	}
	c.shape, c.columns, c.y = c.layOut(w.treatedSum(), c.schedule.Start, pastOf(c.schedule.Rule.Days))
	for _, d := range c.shape.Days {
		if d < c.shape.Start {
			c.pre++
		}
	}
	return c, c.fits()
}

// pastOf is how many days of history a test of so many days uses.
func pastOf(days int) int { return min(calendarHistory*days, max(maxCalendarPast, days)) }

// enoughSchedules refuses rules under which no draw can rule out luck.
func (c *calendar) enoughSchedules(level float64) error {
	if n := c.schedule.Count(); 1/n > 1-level+1e-12 {
		return cannot("Only %.0f schedules could have been drawn, so even the clearest result would come up by luck one time in %.0f; at %.0f %% at least %.0f are needed. Draw short windows on any day instead of whole weeks, over a longer test, or ask at a lower level.",
			n, n, 100*level, math.Ceil(1/(1-level)-1e-9))
	}
	return nil
}

// findProducts places the featured products among the treated units; a schedule of products on sales of
// the whole shop is read by its dates.
func (c *calendar) findProducts() error {
	s := c.schedule
	if s.Featured == nil {
		return nil
	}
	drawable := s.Products
	if drawable == nil {
		drawable = c.treated
	}
	if len(c.treated) < 2 {
		c.warn("The schedule also drew products, but the sales are not by product: only the dates were used. With sales by product far smaller effects can be seen.")
		return nil
	}
	for _, p := range drawable {
		at := slices.Index(c.treated, p)
		if at < 0 {
			return cannot("The schedule could have drawn %q, which is not among the units compared: %s.", p, someOf(c.treated))
		}
		c.products = append(c.products, at)
	}
	c.own = stats.ProductCalendar{Starts: s.Starts}
	for k, set := range s.Featured {
		var rows []int
		for _, p := range set {
			at := slices.Index(c.treated, p)
			if at < 0 {
				return cannot("The drop of %s features %q, which is not among the units compared: %s.", s.Start+shop.Day(s.Starts[k]), p, someOf(c.treated))
			}
			rows = append(rows, at)
		}
		c.own.Featured = append(c.own.Featured, rows)
	}
	if s.Each >= len(c.products) {
		return cannot("Each drop features all %d products, so nothing was drawn among them.", len(c.products))
	}
	return nil
}

// layOut makes the grid's shape for a test from start: the days of the window with sales, those of the
// history at most past days back. Days that are closed or missing have no row.
func (c *calendar) layOut(sum []float64, start shop.Day, past int) (shape stats.CalendarShape, columns []int, y []float64) {
	shape = stats.CalendarShape{Start: int(start), Length: c.schedule.Rule.Days}
	for t, v := range sum {
		day := int(c.panel.Times[c.from+t])
		if math.IsNaN(v) || day < shape.Start-past || day >= shape.Start+shape.Length {
			continue
		}
		shape.Days = append(shape.Days, day)
		columns, y = append(columns, t), append(y, v)
		if c.season != nil {
			shape.Season = append(shape.Season, c.season[t])
		}
		if c.events != nil {
			shape.Events = append(shape.Events, c.events[t])
		}
	}
	return shape, columns, y
}

// fits refuses histories and tests that cannot carry the comparison.
func (c *calendar) fits() error {
	test, length, zero, sum := len(c.y)-c.pre, c.schedule.Rule.Days, 0, 0.0
	for _, v := range c.y[:c.pre] {
		sum += v
		if v == 0 {
			zero++
		}
	}
	closed, usual := c.panel.Absent(c.spec.Start, c.spec.End)
	open := usual - closed
	switch {
	case c.pre < minCalendarPast:
		return cannot("The sales before %s cover %d days; at least %d are needed. Add older orders.", c.spec.Start, c.pre, minCalendarPast)
	case float64(test) < calendarTestPart*float64(open) || test < length/3 || test < 7:
		return cannot("Sales are known for %d of the test's %d days. If nothing was sold there, write 0; if sales are missing, add them.", test, length)
	case zero == c.pre || sum == 0:
		return cannot("Nothing was sold before %s, so there is nothing to compare with.", c.spec.Start)
	case float64(zero) > maxZeroShare*float64(c.pre):
		return cannot("Nothing was sold on %d of %d days before the test: too few sales to see drops in.", zero, c.pre)
	case c.schedule.Posts != nil && allZero(c.schedule.Posts):
		return cannot("By the schedule no post went out between %s and %s, so there is nothing to measure.", c.spec.Start, c.spec.End)
	}
	if c.pre < 2*length {
		c.warn("The history covers %d days, less than twice the test: the range may be off.", c.pre)
	}
	if missing := open - test; missing > 0 {
		c.warn("%d days of the test have no sales and are left out on both sides.", missing)
	}
	return nil
}

func allZero(v []float64) bool {
	return !slices.ContainsFunc(v, func(x float64) bool { return x != 0 })
}

// rows are the treated units' values by row of the grid, nil where only dates were drawn.
func (c *calendar) rows() [][]float64 {
	if c.products == nil {
		return nil
	}
	out := make([][]float64, len(c.treated))
	for i, u := range c.treated {
		all := c.row(u)
		for _, t := range c.columns {
			out[i] = append(out[i], all[t])
		}
	}
	return out
}

// calendarFit is one calendar read: the draw's test, the size, and both brought together.
type calendarFit struct {
	test     *stats.RandomisationTest
	shown    *stats.RandomisationTest // what stayed with the products shown; nil for dates alone
	total    *stats.CalendarTotal
	size     stats.Mixture
	redraws  int
	drawP    float64
	modelP   float64
	p        float64
	low, up  float64 // of the total at the level
	lowered  bool    // the range was drawn out to zero because the draw does not rule luck out
	lifted   bool    // the draw rules out zero, up to which the regression's range reaches
	disagree bool    // draw and size point to different sides
}

// fit reads sales y (by row of a grid), with the products' rows where they were drawn.
func (c *calendar) fit(y []float64, rows [][]float64, grid *stats.CalendarGrid) (*calendarFit, error) {
	s := c.schedule
	series, err := stats.NewCalendarSeries(grid, y)
	if errors.Is(err, stats.ErrNoVariation) {
		return nil, cannot("The sales before the test never change, so nothing can be told from the test.")
	}
	if err != nil {
		return nil, err
	}
	f := &calendarFit{}
	if f.total = series.Total(s.posts()); f.total == nil {
		return nil, cannot("No day with sales follows a post, so there is nothing to measure.")
	}
	n := len(y) - grid.History()
	f.size = f.total.Over(0, n)
	if rows == nil {
		others := c.otherCalendars()
		f.test, f.redraws = series.Lot(s.Rule).Test(s.Starts, others), len(others)
		return f, nil
	}
	lot, err := stats.NewProductLot(grid, rows, s.Rule, c.products, s.Each)
	if err != nil {
		return nil, cannot("The sales by product before the test are nothing, or never change, so nothing can be told from the test.")
	}
	others := c.otherProducts()
	f.test, f.shown, f.redraws = lot.Test(c.own, others), lot.Shown(c.own, others), len(others)
	return f, nil
}

// otherCalendars are all others that the rule allows, or a seeded sample.
func (c *calendar) otherCalendars() [][]int {
	rule, own := c.schedule.Rule, c.schedule.Starts
	if all := rule.Count(); all > maxCalendarSets || c.most < calendarRedraws && all > float64(c.most) {
		return rule.Redraws(c.most, rand.New(rand.NewPCG(scheduleSeed, 1)))
	}
	all := rule.Redraws(maxCalendarSets, nil)
	return slices.DeleteFunc(all, func(c []int) bool { return slices.Equal(c, own) })
}

// otherProducts are calendars with products that could have been drawn.
func (c *calendar) otherProducts() []stats.ProductCalendar {
	return c.schedule.Rule.RedrawProducts(c.products, c.schedule.Each, c.most, rand.New(rand.NewPCG(scheduleSeed, 2)))
}

// settle brings the draw's test and the regression's range together, point by point: an effect of
// exactly zero is judged by the draw, every other by the regression. So the range leaves zero out
// exactly when p <= 1 - level. Where the draw rules luck out and the regression's range still reaches
// over zero, it begins just beside zero; where the draw does not, the range is drawn out to zero. If
// both point to different sides, nothing is called.
func (f *calendarFit) settle(level float64) {
	alpha := 1 - level
	wide := stretched{f.size, stats.CalendarWiden}
	mean := f.size.Mean()
	f.low, f.up = wide.bounds(alpha)
	f.drawP, f.modelP = f.test.P(0), wide.tail(0)
	f.p = f.drawP
	switch found := f.drawP <= alpha+1e-12; {
	case !found:
		f.lowered = f.low > 0 || f.up < 0
		f.low, f.up = math.Min(f.low, 0), math.Max(f.up, 0)
	case f.test.Observed.Value > 0 && mean > 0:
		if f.low <= 0 {
			f.low, f.lifted = besideZero*mean, true
		}
	case f.test.Observed.Value < 0 && mean < 0:
		if f.up >= 0 {
			f.up, f.lifted = besideZero*mean, true
		}
	default:
		f.disagree, f.p = true, 1 // on the side of the size the draw found nothing at all
		f.low, f.up = math.Min(f.low, 0), math.Max(f.up, 0)
	}
}

// besideZero is the end of a range that leaves out zero and nothing else, as a share of the estimate.
const besideZero = 1e-6

package experiment

import (
	"context"
	"math"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// Designs that only the power map knows.
const (
	DesignCalendarSKU = "calendar_sku" // drops x products
	DesignCustomers   = "customers"    // customers or codes drawn by lot
)

// hopeless is the lift above which a design counts as seeing nothing: few campaigns ever reach it.
const hopeless = .4

// mapPlays are the calendars that the map simulates for each of its rows: a power of .8 is then good to 4
// points (one standard error).
const mapPlays = 100

// mapDays are the durations that the map shows.
var mapDays = []int{28, 42, 56}

// MapSpec asks what each design would see. Whole must be there; a design whose panel is not is not tried.
type MapSpec struct {
	Whole    *panel.Panel // one unit: all sales
	Regions  *panel.Panel
	Products *panel.Panel
	Level    float64 // 0 = .95

	OrdersPerDay  float64 // 0 = not known; needed for customers
	ValuePerOrder float64 // 0 = not known: money is then counted in the panel's own unit
	Customers     float64 // people that could be drawn by lot; 0 = everyone who orders
	Budget        float64 // what the test costs; 0 = not known

	Progress func(what string, done, total int) (goOn bool)
}

// MapRow is what one design sees in so many days.
type MapRow struct {
	Design     string   `json:"design"`
	Days       int      `json:"days"`
	Status     string   `json:"status"`
	Reason     string   `json:"reason,omitempty"`
	MDE        *float64 `json:"mde"` // nil: none up to LargestTried
	Largest    float64  `json:"largest_tried,omitempty"`
	FalseAlarm *float64 `json:"false_alarm_rate"`
	Windows    int      `json:"windows"`     // 0: from a formula
	Extra      *float64 `json:"extra_sales"` // over the test at MDE, in money or the panel's unit; nil as MDE
	BreakEven  *float64 `json:"break_even"`  // lift whose extra sales equal the budget; nil without one
	Grade      Grade    `json:"grade"`       // the best its verdict can have
	Schedule   string   `json:"schedule,omitempty"`
}

// Unusable is a design that is not offered, and why.
type Unusable struct {
	Design string `json:"design"`
	Reason string `json:"reason"`
}

// PowerMap is the answer of `power --map`: what could be seen, with which design, for how much.
type PowerMap struct {
	Status   string     `json:"status"`
	Reason   string     `json:"reason,omitempty"`
	Level    float64    `json:"level"`
	PerDay   float64    `json:"sales_per_day"` // in money or the panel's unit
	Unit     string     `json:"unit"`
	Decision string     `json:"decision"` // test, do_not_test, or not_known: too little history
	Take     string     `json:"take"`     // which design, or what to do instead
	Best     *MapRow    `json:"best"`     // the row to take; nil where no test is
	Rows     []MapRow   `json:"rows"`
	Unusable []Unusable `json:"unusable"`
	Notes    []string   `json:"notes"`
}

// NoMap is the PowerMap that says why there is none.
func NoMap(level float64, reason string) PowerMap {
	return PowerMap{Status: StatusNotEstimable, Reason: reason, Level: level, Rows: []MapRow{}, Unusable: unusable(), Notes: []string{}}
}

// MapPower tries each design for each duration on the own history. Work that Progress stopped gives
// context.Canceled; wrong usage is a *shop.Error.
func MapPower(s MapSpec) (PowerMap, error) {
	if s.Level == 0 {
		s.Level = .95
	}
	for _, v := range []float64{s.OrdersPerDay, s.ValuePerOrder, s.Customers, s.Budget} {
		if !(v >= 0 && v < 1e15) {
			return PowerMap{}, &shop.Error{Code: "bad_number", Message: "Orders, values, customers and budget cannot be below zero.", Hint: "Leave out what you do not know."}
		}
	}
	m := PowerMap{Status: StatusOK, Level: s.Level, Unit: s.Whole.Unit, Notes: []string{}, Unusable: unusable()}
	var sold bool
	if m.PerDay, sold = s.perDay(); !sold {
		return NoMap(s.Level, "Nothing was sold in the last eight weeks of these sales, so there is nothing to try tests on."), nil
	}
	tasks := s.tasks()
	for i, t := range tasks {
		if s.Progress != nil && !s.Progress("Trying "+designWords[t.design]+" over "+plural(t.days, "day", "days"), i, len(tasks)) {
			return PowerMap{}, context.Canceled
		}
		row, err := s.row(t, m.PerDay)
		if err != nil {
			return PowerMap{}, err
		}
		m.Rows = append(m.Rows, row)
	}
	s.decide(&m)
	return m, nil
}

// perDay is what the shop sells on a day of the calendar, over the last eight weeks, in money where the value
// of an order is known.
func (s *MapSpec) perDay() (float64, bool) {
	if s.OrdersPerDay > 0 && s.ValuePerOrder > 0 {
		return s.OrdersPerDay * s.ValuePerOrder, true
	}
	sum, last := s.Whole.Sum(s.Whole.Units), len(s.Whole.Times)-1
	var total, days float64
	for t := last; t > 0 && s.Whole.Times[last]-s.Whole.Times[t] < 56; t-- {
		if !math.IsNaN(sum[t]) {
			total += sum[t]
			days += float64(s.Whole.Times[t] - s.Whole.Times[t-1])
		}
	}
	if s.ValuePerOrder > 0 {
		total *= s.ValuePerOrder // the panel counts orders
	}
	return total / days, total > 0
}

// mapTask is one cell of the map.
type mapTask struct {
	design string
	days   int
	on     *panel.Panel
}

func (s *MapSpec) tasks() []mapTask {
	var tasks []mapTask
	add := func(design string, on *panel.Panel) {
		for _, d := range mapDays {
			if on != nil {
				tasks = append(tasks, mapTask{design, d, on})
			}
		}
	}
	add(DesignCalendar, s.Whole)
	if s.Products != nil && len(s.Products.Units) > 1 {
		add(DesignCalendarSKU, s.Products)
	}
	add(DesignGeo, s.Regions)
	add(DesignSKU, s.Products)
	if s.OrdersPerDay > 0 {
		add(DesignCustomers, s.Whole)
	}
	add(DesignBaseline, s.Whole)
	return tasks
}

// row tries one design for one duration.
func (s *MapSpec) row(t mapTask, perDay float64) (MapRow, error) {
	row := MapRow{Design: t.design, Days: t.days, Status: StatusOK, Grade: designGrades[t.design]}
	var p Power
	var err error
	share := 1.0 // of sales that a lift is planted into
	switch t.design {
	case DesignCustomers:
		p = s.customers(t.days)
		share = .5
	default:
		p, err = SimulatePower(PowerSpec{Panel: t.on, Design: t.design, Days: t.days, Level: s.Level, Progress: s.inner(), plays: mapPlays})
		if p.TreatedUnits > 0 && (t.design == DesignGeo || t.design == DesignSKU) {
			share = float64(p.TreatedUnits) / float64(len(t.on.Units))
		}
	}
	if err != nil {
		return row, err
	}
	row.Status, row.Reason, row.MDE, row.Windows, row.Schedule = p.Status, p.Reason, p.MDE, p.Windows, p.Schedule
	if len(p.Curve) > 0 {
		row.Largest = p.Curve[len(p.Curve)-1].Lift
		row.FalseAlarm = &p.Curve[0].Power
	}
	over := perDay * float64(t.days) * share
	if p.MDE != nil {
		extra := *p.MDE * over
		row.Extra = &extra
	}
	if s.Budget > 0 && p.Status == StatusOK {
		even := s.Budget / over
		row.BreakEven = &even
	}
	return row, nil
}

// inner lets a simulation inside the map be stopped; the map itself says how far it is.
func (s *MapSpec) inner() func(string, int, int) bool {
	if s.Progress == nil {
		return nil
	}
	return func(string, int, int) bool { return s.Progress("", 0, 0) }
}

// customers is the formula for people drawn by lot, half of them treated, as if every order came from one of
// them: without a number of customers, as many as orders in the test for every tenth that orders.
func (s *MapSpec) customers(days int) Power {
	orders := s.OrdersPerDay * float64(days)
	n := s.Customers
	if n == 0 {
		n = 10 * orders
	}
	g := stats.TwoGroups{N0: n / 2, N1: n / 2, Share: 1 - math.Exp(-orders/n)}
	p := Power{Status: StatusOK, Design: DesignCustomers, Days: days, Level: s.Level}
	for _, l := range powerLifts {
		if v := g.Power(l, s.Level); !math.IsNaN(v) {
			p.Curve = append(p.Curve, PowerPoint{l, v})
		}
	}
	if mde, ok := g.VisibleLift(powerTarget, s.Level, powerLifts[len(powerLifts)-1]); ok {
		p.MDE = &mde
	}
	return p
}

package experiment

import (
	"math/rand/v2"
	"slices"

	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// Limits of the calendar's audit.
const (
	calendarPlacebos = 20 // placebo schedules, spread over the windows
	calendarWindows  = 10
	placeboRedraws   = 999
)

// audit draws schedules into stretches of the history in which nothing was posted, and reads each as if
// it were the test: p <= 1 - level is a false alarm. Several schedules are drawn into one stretch where
// there are few; all stretches have the same past, so that they share the noise models.
func (c *calendar) audit() (*Audit, error) {
	if c.spec.NoAudit {
		return nil, nil
	}
	days, au := c.schedule.Rule.Days, &Audit{Widening: 1}
	past, starts := placeboWindows(shop.Day(c.panel.Times[c.from]), c.schedule.Start, days)
	each := 0
	if len(starts) > 0 {
		each = (calendarPlacebos + len(starts) - 1) / len(starts)
	}
	rng := rand.New(rand.NewPCG(scheduleSeed, 3))
	var quiet, alarms95 int
	grids := map[string]*stats.CalendarGrid{}
	for i, start := range starts {
		if err := c.spec.step(checking(len(starts)), i, len(starts)); err != nil {
			return nil, err
		}
		for range each {
			f, cut := c.placebo(start, past, rng, grids)
			if f == nil {
				continue
			}
			f.settle(c.spec.Level)
			if f.drawP <= .05 {
				alarms95++
			}
			if f.low <= 0 && f.up >= 0 {
				quiet++
			}
			share := 0.0
			for _, v := range cut.y[:cut.pre] {
				share += v * float64(len(cut.y)-cut.pre) / float64(cut.pre)
			}
			au.Windows = append(au.Windows, Placebo{First: start.String(), Last: (start + shop.Day(days-1)).String(),
				Effect: f.size.Mean() / share, Lower: f.low / share, Upper: f.up / share})
		}
	}
	au.finish(quiet, alarms95)
	return au, c.spec.wanted()
}

// placeboWindows spreads test-long windows over the days [first,end), whole weeks apart, and says how many
// days of past each has.
func placeboWindows(first, end shop.Day, days int) (past int, starts []shop.Day) {
	room := int(end-first) - days
	past = min(pastOf(days), max(minCalendarPast, room-7*(calendarWindows-1)))
	if room < past {
		return 0, nil
	}
	step := 7 * max(1, (room-past)/7/calendarWindows)
	for s := end - shop.Day(days); s >= first+shop.Day(past) && len(starts) < calendarWindows; s -= shop.Day(step) {
		starts = append(starts, s)
	}
	slices.Reverse(starts)
	return past, starts
}

// cutAt is the calendar laid out as if the test had started on another day; nil where the stretch is too thin.
func (c *calendar) cutAt(start shop.Day, past int) *calendar {
	cut, schedule := *c, *c.schedule
	schedule.Start, schedule.Posts = start, nil
	cut.schedule, cut.most, cut.pre = &schedule, placeboRedraws, 0
	cut.shape, cut.columns, cut.y = cut.layOut(c.treatedSum(), start, past)
	for _, d := range cut.shape.Days {
		if d < cut.shape.Start {
			cut.pre++
		}
	}
	if cut.pre < minCalendarPast/2 || len(cut.y)-cut.pre < schedule.Rule.Days/3 {
		return nil
	}
	return &cut
}

// placebo reads one drawn schedule in one stretch; nil where it could not be read.
func (c *calendar) placebo(start shop.Day, past int, rng *rand.Rand, grids map[string]*stats.CalendarGrid) (*calendarFit, *calendar) {
	cut := c.cutAt(start, past)
	if cut == nil {
		return nil, nil
	}
	if c.products != nil {
		cut.own = cut.schedule.Rule.DrawProducts(c.products, cut.schedule.Each, rng)
		cut.schedule.Starts = cut.own.Starts
	} else {
		cut.schedule.Starts = cut.schedule.Rule.Draw(rng)
	}
	grid, err := sharedGrid(cut.shape, grids)
	if err != nil {
		return nil, nil
	}
	f, err := cut.fit(cut.y, cut.rows(), grid)
	if err != nil {
		return nil, nil
	}
	return f, cut
}

// sharedGrid makes the noise models of a shape once.
func sharedGrid(shape stats.CalendarShape, grids map[string]*stats.CalendarGrid) (*stats.CalendarGrid, error) {
	key := shapeKey(shape)
	if grids[key] == nil {
		grid, err := stats.NewCalendarGrid(shape)
		if err != nil {
			return nil, err
		}
		grids[key] = grid
	}
	return grids[key], nil
}

// shapeKey tells shapes apart that need different noise models.
func shapeKey(s stats.CalendarShape) string {
	var b []byte
	for i, d := range s.Days {
		b = append(b, byte(d-s.Start), byte((d-s.Start)>>8))
		if s.Season != nil {
			b = append(b, byte(s.Season[i]))
		}
		if s.Events != nil {
			b = append(b, byte(s.Events[i]), byte(s.Events[i]>>8))
		}
	}
	return string(b)
}

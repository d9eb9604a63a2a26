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
	past, starts := c.placeboStarts(days)
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

// placeboStarts spreads test-long windows over the history, whole weeks apart, and says how many days of
// past each has.
func (c *calendar) placeboStarts(days int) (past int, starts []shop.Day) {
	first, end := shop.Day(c.panel.Times[c.from]), c.schedule.Start
	room := int(end-first) - days
	past = min(calendarHistory*days, max(minCalendarPast, room-7*(calendarWindows-1)))
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

// placebo reads one drawn schedule in one stretch; nil where it could not be read.
func (c *calendar) placebo(start shop.Day, past int, rng *rand.Rand, grids map[string]*stats.CalendarGrid) (*calendarFit, *calendar) {
	cut := *c
	cut.most = placeboRedraws
	drawn := *c.schedule
	drawn.Start, drawn.Posts = start, nil
	cut.schedule = &drawn
	sum := c.treatedSum()
	for t := range sum {
		if shop.Day(c.panel.Times[c.from+t]) >= start+shop.Day(drawn.Rule.Days) {
			sum = sum[:t]
			break
		}
	}
	cut.shape, cut.columns, cut.y = c.layOut(sum, start, past)
	cut.pre = 0
	for _, d := range cut.shape.Days {
		if d < cut.shape.Start {
			cut.pre++
		}
	}
	if cut.pre < minCalendarPast/2 || len(cut.y)-cut.pre < drawn.Rule.Days/3 {
		return nil, nil
	}
	if c.products != nil {
		cut.own = drawn.Rule.DrawProducts(c.products, drawn.Each, rng)
		drawn.Starts = cut.own.Starts
	} else {
		drawn.Starts = drawn.Rule.Draw(rng)
	}
	key := shapeKey(cut.shape)
	if grids[key] == nil {
		grid, err := stats.NewCalendarGrid(cut.shape)
		if err != nil {
			return nil, nil
		}
		grids[key] = grid
	}
	f, err := cut.fit(cut.y, cut.rows(), grids[key])
	if err != nil {
		return nil, nil
	}
	return f, &cut
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

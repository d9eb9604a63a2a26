package experiment

import (
	"math"

	"creatorlift/backend/stats"
)

// fill writes total, days and diagnostics.
func (c *calendar) fill(a *Answer, f *calendarFit) {
	t := &Total{Effect: f.size.Mean(), Lower: f.low, Upper: f.up}
	for _, v := range c.y[c.pre:] {
		t.Observed += v
	}
	t.Counterfactual = t.Observed - t.Effect
	a.Total, a.PValue, a.Significant = t, &f.p, t.Lower > 0 || t.Upper < 0
	a.Relative = relative(*t)
	c.days(a, f)
	d := &a.Diagnostics
	d.Assignment, d.Redraws = ruleOf(c.schedule.Rule), f.redraws
	d.HistoryPeriods, d.TestPeriods = c.pre, len(c.y)-c.pre
	d.Numbers = map[string]float64{"schedules": c.schedule.Count(), "randomisation_p": f.drawP, "model_p": f.modelP, "half_life_days": f.total.Half,
		"posts_off_plan_share": c.schedule.offPlan(), "widening": stats.CalendarWiden}
	if c.products != nil {
		d.Assignment += ", " + plural(c.schedule.Each, "product", "products") + " a drop"
		d.Numbers["shown_products_effect"] = f.shown.Observed.Value
		if lo, hi := f.shown.Interval(a.Level); finite(lo, hi) {
			d.Numbers["shown_products_lower"], d.Numbers["shown_products_upper"] = lo, hi
		}
	}
}

// days writes every day with its range: in the test what is left without the posts, in the history what
// the other days of the history let expect.
func (c *calendar) days(a *Answer, f *calendarFit) {
	alpha := 1 - a.Level
	series, err := stats.NewCalendarSeries(c.grid, c.y)
	if err != nil {
		return // fit has said so already
	}
	usual, sd := series.Usual()
	reach := 1.6449
	if q := normalQuantile(1 - alpha/2); finite(q) {
		reach = q
	}
	for i, t := range c.columns {
		v := c.y[i]
		d := DayEffect{Date: c.label(t), Observed: &v, InTest: i >= c.pre}
		if !d.InTest {
			l, u := usual[i]-reach*sd[i], usual[i]+reach*sd[i]
			d.Counterfactual, d.Lower, d.Upper = usual[i], &l, &u
			a.Days = append(a.Days, d)
			continue
		}
		k := i - c.pre
		day, run := stretched{f.total.Over(k, k+1), stats.CalendarWiden}, stretched{f.total.Over(0, k+1), stats.CalendarWiden}
		lo, hi := day.bounds(alpha)
		l, u := v-hi, v-lo
		d.Counterfactual, d.Lower, d.Upper = v-day.Mean(), &l, &u
		e := run.Mean()
		el, eu := run.bounds(alpha)
		if i == len(c.y)-1 {
			el, eu = f.low, f.up
		}
		d.CumEffect, d.CumLower, d.CumUpper = &e, &el, &eu
		a.Days = append(a.Days, d)
	}
}

// normalQuantile is the standard normal's quantile.
func normalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

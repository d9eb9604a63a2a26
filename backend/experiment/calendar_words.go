package experiment

import (
	"fmt"
	"math"
)

// say adds what a founder must know beside the numbers.
func (c *calendar) say(a *Answer, f *calendarFit) {
	s := c.schedule
	say := func(format string, v ...any) { a.Warnings = append(a.Warnings, fmt.Sprintf(format, v...)) }
	if s.Seed != nil && s.DrawnBy == drawnHere && !s.reproduces() {
		say("The schedule says that it was drawn here with seed %d, but that seed draws other dates. If the dates were changed by hand after the draw, the result proves nothing.", *s.Seed)
	}
	if s.Assumed {
		say("The schedule does not say which products were drawn for each drop; those of the posts that went out were taken. If creators chose them, the result is no longer that of a lot.")
	}
	if s.Posts == nil {
		say("The schedule does not say which posts really went out; all were taken as posted on the assigned days.")
	}
	if off := s.offPlan(); off > muchOffPlan {
		say("%.0f %% of the posts went out on other days than assigned. The result stays honest, because it goes by the assigned days, but it can only see effects that are a third to a half larger.", 100*off)
	}
	switch {
	case f.disagree:
		say("The drop days and the size point to different sides, so nothing is called.")
	case f.lowered:
		say("The size alone would leave zero out, but on dates that could also have been drawn a result like this comes up too often (%.1f %%). The range was drawn out to zero.", 100*f.drawP)
	case f.lifted && c.products != nil:
		say("That something happened is known from which product each drop showed; how much is known less well: the range begins at zero.")
	case f.lifted:
		say("That something happened is known from the drawn dates; how much is known less well: the range begins at zero.")
	}
	if f.total.Half > longHalf {
		say("The effect seems to last longer than the days between drops. What outlasts about ten days cannot be told from a trend, so the total is rather too low than too high.")
	}
	if c.products != nil {
		c.sayShown(a, f)
	}
}

// longHalf is the half-life from which on a third of the total may be missed.
const longHalf = 4.5

// sayShown says how much of the total went to other products than those shown, which is known roughly.
func (c *calendar) sayShown(a *Answer, f *calendarFit) {
	shown := f.shown.Observed.Value
	if !a.Significant || a.Total.Effect <= 0 {
		return
	}
	shared := float64(c.schedule.Each) / float64(len(c.treated))
	went := (1 - shown/a.Total.Effect) * (1 - shared) // shown = total (1 - s/(1-b))
	a.Diagnostics.Numbers["other_products_share"] = math.Min(math.Max(went, 0), 1)
	a.Warnings = append(a.Warnings, fmt.Sprintf("About %.0f %% of the extra sales seem to have gone to other products than those shown, with wide uncertainty: products compared with each other undercount, so the total is that of the dates.",
		100*math.Min(math.Max(went, 0), 1)))
}

package report

import (
	"math"

	"creatorlift/backend/experiment"
)

// cumulativeChart adds the effect up from the first test period, with its range; the end carries point
// and range. It is nil where the Answer has no running total.
func cumulativeChart(t Test, l layout) Option {
	a := t.Answer
	var days []experiment.DayEffect
	for _, d := range a.Days {
		if d.CumEffect != nil {
			days = append(days, d)
		}
	}
	if len(days) == 0 || a.Total == nil {
		return nil
	}
	m := measureOf(a.Unit)
	tone := effectToken(a.Total.Lower, a.Total.Upper)
	c := newChart(l)
	lo, hi := math.Min(0, m.major(a.Total.Lower)), math.Max(0, m.major(a.Total.Upper))
	var names []string
	var effect, zero []any
	var band [][]any
	for i, d := range days {
		names = append(names, dayName(d.Date))
		effect, zero = append(effect, known(d.CumEffect, m)), append(zero, 0)
		band = append(band, []any{i, known(d.CumLower, m), known(d.CumUpper, m)})
		for _, v := range []*float64{d.CumEffect, d.CumLower, d.CumUpper} {
			if v != nil && !math.IsNaN(*v) {
				lo, hi = math.Min(lo, m.major(*v)), math.Max(hi, m.major(*v))
			}
		}
	}
	c.yTicks = niceTicks(lo, hi)
	for _, v := range c.yTicks.values() {
		c.yMarks = append(c.yMarks, m.compact(v))
	}
	c.timeGrid(len(days))
	c.custom("band", bandToken(tone), band)
	c.line("", lineLook{"control", 1, nil}, zero)
	c.line("Extra", lineLook{tone, 2, nil}, effect)
	if !c.narrow {
		c.cumulativeEnd(t, len(days)-1, tone)
	}
	return c.timeAxes(c.option(), names)
}

func (c *chart) cumulativeEnd(t Test, last int, tone string) {
	m, w := measureOf(t.Answer.Unit), wordsOf(t.Answer)
	y := m.major(t.Answer.Total.Effect)
	// Two of the three lines hang below the end of the line: leave room at the bottom.
	span := c.yTicks.max - c.yTicks.min
	y = math.Min(math.Max(y, c.yTicks.min+span*0.28), c.yTicks.max-span*0.08)
	level := "likely"
	if likely(t.Answer.Level) != "Likely" {
		level = likely(t.Answer.Level)
	}
	at := note{x: last, y: clean(y, c.yTicks.step), words: w.point, colorToken: tone, position: "right", weight: "600", size: c.font + 1}
	c.notes([]note{at}, "", 1)
	at.words, at.colorToken, at.weight, at.size = level+" "+w.lower+"\nto "+w.upper, "text3", "400", c.font
	c.notes([]note{at}, "", 1)
	c.below[c.last()] = 2 * c.font
	right := math.Max(widthOf(level+" "+w.lower, c.font), semiBold().width(w.point, c.font+1, 0))
	c.grid["right"] = math.Max(c.grid["right"], math.Ceil(right)+14)
}

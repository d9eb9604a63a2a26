package report

import (
	"math"

	"creatorlift/backend/experiment"
)

// How pale the single periods' ranges are, in the test and before it; their points are full.
const (
	insideOpacity  = 0.45
	outsideOpacity = 0.3
)

// differenceChart shows each period's difference with its range: what came in minus what would have
// happened anyway, coloured inside the test only, by the colour of the whole answer. Values are in major
// units. It is nil where the Answer has no periods.
func differenceChart(t Test, l layout) Option {
	days := shownDays(t.Answer)
	if len(days) == 0 || t.Answer.Total == nil {
		return nil
	}
	m := measureOf(t.Answer.Unit)
	c := newChart(l)
	var names []string
	var zero []any
	inside, outside := []experiment.Range{}, []experiment.Range{}
	var insideAt, outsideAt []int
	lo, hi := 0.0, 0.0
	for i, d := range days {
		names, zero = append(names, dayName(d.Date)), append(zero, 0)
		r, ok := differenceOf(d)
		if !ok {
			continue
		}
		lo, hi = math.Min(lo, m.major(r.Lower)), math.Max(hi, m.major(r.Upper))
		if d.InTest {
			inside, insideAt = append(inside, r), append(insideAt, i)
		} else {
			outside, outsideAt = append(outside, r), append(outsideAt, i)
		}
	}
	c.yTicks = niceTicks(lo, hi)
	for _, v := range c.yTicks.values() {
		c.yMarks = append(c.yMarks, m.compact(v))
	}
	c.timeGrid(len(days))
	c.grid["right"] = 20
	c.testWindow(testEnds(days))
	c.drops(t, days)
	c.line("", lineLook{"control", 1, nil}, zero)
	each := clamp(c.plotWidth()/float64(len(days)), 3, 9)
	c.differences(differenceLook{"anyway", outsideOpacity, each}, m, outsideAt, outside)
	c.differences(differenceLook{effectToken(t.Answer.Total.Lower, t.Answer.Total.Upper), insideOpacity, each}, m, insideAt, inside)
	return c.timeAxes(c.option(), names)
}

// differenceOf is one period's difference; a period whose range is not known has a point alone. ok is
// false where nothing came to be known.
func differenceOf(d experiment.DayEffect) (experiment.Range, bool) {
	if d.Observed == nil || math.IsNaN(*d.Observed) || math.IsNaN(d.Counterfactual) {
		return experiment.Range{}, false
	}
	effect := *d.Observed - d.Counterfactual
	if d.Lower == nil || d.Upper == nil || math.IsNaN(*d.Lower) || math.IsNaN(*d.Upper) {
		return experiment.Range{Effect: effect, Lower: effect, Upper: effect}, true
	}
	return experiment.Range{Effect: effect, Lower: *d.Observed - *d.Upper, Upper: *d.Observed - *d.Lower}, true
}

// plotWidth is what the plot has at the least, px.
func (c *chart) plotWidth() float64 {
	if c.narrow {
		return 230
	}
	return 440
}

// differenceLook is how differences are drawn; each is the width of one period, px.
type differenceLook struct {
	colorToken    string
	opacity, each float64
}

// differences draws pale ranges and, over them, full points.
func (c *chart) differences(look differenceLook, m measure, at []int, ranges []experiment.Range) {
	if len(at) == 0 {
		return
	}
	var bars, points [][]any
	for i, r := range ranges {
		bars = append(bars, []any{at[i], m.round(r.Lower), m.round(r.Upper), nil, nil, nil, markFilled})
		points = append(points, []any{at[i], nil, nil, m.round(r.Effect), nil, nil, markFilled})
	}
	c.custom("rangeBar", look.colorToken, bars)
	c.payload[c.last()] = map[string]any{"cap": 0, "opacity": look.opacity, "lineWidth": two(look.each * 0.33)}
	c.custom("rangeBar", look.colorToken, points)
	c.payload[c.last()] = map[string]any{"surface": ref("surface"), "lineWidth": 0, "radius": two(look.each * 0.37)}
}

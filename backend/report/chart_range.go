package report

import "math"

// RangeChart is the range figure of one verdict: the line with end caps, the point, the zero tick.
// Values are in major units. It is nil where there is no range.
func RangeChart(t Test) Option {
	total := t.Answer.Total
	if total == nil {
		return nil
	}
	m := measureOf(t.Answer.Unit)
	lower, upper := m.major(total.Lower), m.major(total.Upper)
	lo, hi := math.Min(0, lower), math.Max(0, upper)
	room := (hi - lo) * 0.12
	if room == 0 {
		room = 1
	}
	scale := ticks{m.wide(lo - room), m.wide(hi + room), m.wide(hi - lo + 2*room)}
	c := newChart()
	c.custom("rangeBar", "lineStrong", [][]any{{0, scale.min, scale.max, nil, nil, nil, markFilled}})
	c.payload[c.last()] = map[string]any{"horizontal": true, "cap": 0, "lineWidth": 1}
	c.custom("rangeBar", "control", [][]any{{0, 0, 0, nil, nil, nil, markFilled}})
	c.payload[c.last()] = map[string]any{"horizontal": true, "cap": 8, "lineWidth": 1}
	c.custom("rangeBar", effectToken(total.Lower, total.Upper),
		[][]any{{0, m.round(total.Lower), m.round(total.Upper), m.round(total.Effect), nil, nil, markFilled}})
	c.payload[c.last()] = map[string]any{"horizontal": true, "surface": ref("surface"), "lineWidth": 2, "radius": 5.5}
	w := wordsOf(t.Answer)
	c.notes([]note{
		{m.round(total.Lower), 0, w.lower, "text2", "bottom", "400", chartFont + 1},
		{m.round(total.Upper), 0, w.upper, "text2", "bottom", "400", chartFont + 1},
	}, "", 14)
	if near := (hi - lo) * 0.16; math.Abs(lower) > near && math.Abs(upper) > near { // else the words would touch
		c.notes([]note{{0, 0, m.compact(0), "text2", "bottom", "400", chartFont + 1}}, "", 14)
	}
	c.grid = map[string]float64{"left": 4, "top": 0, "right": 4, "bottom": 20}
	return c.rowAxes(c.option(), 1, scale, false)
}

func (m measure) wide(v float64) float64 { return m.round(v * math.Pow10(m.decimals)) }

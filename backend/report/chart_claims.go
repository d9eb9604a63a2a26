package report

import "math"

// claimsChart sets what platforms claim (hatched) against the till and the tested extra (solid, with
// its range). Values are in major units of the Document's currency. It is nil where nothing is claimed.
func claimsChart(d Document, l layout) Option {
	if d.Claims == nil {
		return nil
	}
	m := d.money()
	c := newChart(l)
	rows := claimRows(d)
	top := 0.0
	for _, r := range rows {
		top = math.Max(top, math.Max(m.major(r.value), m.major(r.upper)))
	}
	for i, r := range rows {
		mark := markFilled
		if r.claimed {
			mark = markClaimed
		}
		c.custom("hatchBar", r.colorToken, [][]any{{i, 0, m.round(r.value), mark}})
		end := r.value
		if r.ranged {
			c.custom("rangeBar", "text", [][]any{{i, m.round(r.lower), m.round(r.upper), nil, nil, nil, markFilled}})
			c.payload[c.last()] = map[string]any{"horizontal": true}
			end = math.Max(r.value, r.upper)
		}
		c.notes([]note{{x: math.Max(0, m.round(end)), y: i, words: r.words, colorToken: r.colorToken, position: "right", weight: "600", size: c.font}}, "", 8)
	}
	c.grid = map[string]float64{"left": 1, "top": 0, "right": claimWords(rows, l), "bottom": 0}
	scale := niceTicks(math.Min(0, lowest(rows, m)), top)
	scale.max = top
	if top == 0 {
		scale.max = 1
	}
	o := c.rowAxes(c.option(), len(rows), scale, false)
	if l != onPaper { // on paper the names stand beside the chart
		c.nameRows(o, rows)
	}
	return o
}

// claimWords is the room of the words behind the longest bar, px.
func claimWords(rows []claimRow, l layout) float64 {
	widest := 0.0
	for _, r := range rows {
		widest = math.Max(widest, semiBold().width(r.words, l.font, 0))
	}
	return math.Ceil(widest) + 12
}

// nameRows writes the rows' names at the left; on a phone they break into lines.
func (c *chart) nameRows(o Option, rows []claimRow) {
	room, widest := 190.0, 0.0
	if c.narrow {
		room = 106
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.name
		widest = math.Max(widest, regular().width(r.name, c.font, 0))
	}
	axis := o["yAxis"].([]any)[0].(map[string]any)
	axis["data"] = names
	label := part(axis, "axisLabel")
	label["show"], label["interval"], label["margin"], label["color"] = true, 0, 10, ref("text2")
	label["width"], label["overflow"], label["lineHeight"] = math.Ceil(math.Min(room, widest+1)), "break", c.font+3
	o["grid"].(map[string]any)["left"] = math.Ceil(math.Min(room, widest+1)) + 12
}

// claimRow is one bar; value, lower and upper in minor units.
type claimRow struct {
	name, words, rests, colorToken string
	value, lower, upper            float64
	claimed, ranged                bool
}

func claimRows(d Document) []claimRow {
	m := d.money()
	rows := []claimRow{{name: "Claimed by platforms", words: m.exact(d.Claims.NetCents), rests: orders(*d.Claims), colorToken: "claimed", value: float64(d.Claims.NetCents), claimed: true}}
	if d.Till != nil {
		rows = append(rows, claimRow{name: "All orders in the till", words: m.exact(d.Till.NetCents), rests: orders(*d.Till), colorToken: "observed", value: float64(d.Till.NetCents)})
	}
	if len(d.Tests) == 0 {
		return rows
	}
	t := d.Tests[0]
	if total := t.Answer.Total; total != nil && measureOf(t.Answer.Unit) == m {
		rows = append(rows, claimRow{name: testedName(t), words: wordsOf(t.Answer).point, rests: lowered(rangeWordsOf(t.Answer)), colorToken: effectToken(total.Lower, total.Upper),
			value: total.Effect, lower: total.Lower, upper: total.Upper, ranged: true})
	}
	return rows
}

func testedName(t Test) string {
	if t.Verdict.Grade == "D" {
		return "Extra, by an unproven method"
	}
	if len(t.Answer.Diagnostics.Controls) > 0 {
		return "Extra where tested"
	}
	return "Extra, tested"
}

func lowest(rows []claimRow, m measure) float64 {
	low := 0.0
	for _, r := range rows {
		low = math.Min(low, math.Min(m.major(r.value), m.major(r.lower)))
	}
	return low
}

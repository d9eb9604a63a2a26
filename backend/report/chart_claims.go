package report

import "math"

// ClaimsChart sets what platforms claim (hatched) against the till and the tested extra (solid, with
// its range). Values are in major units of the Document's currency. It is nil where nothing is claimed.
func ClaimsChart(d Document) Option {
	if d.Claims == nil {
		return nil
	}
	m := d.money()
	c := newChart()
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
		c.notes([]note{{math.Max(0, m.round(end)), i, r.words, r.colorToken, "right", "600", chartFont}}, "", 8)
	}
	c.grid = map[string]float64{"left": 1, "top": 0, "right": 90, "bottom": 0}
	scale := niceTicks(math.Min(0, lowest(rows, m)), top)
	scale.max = top
	if top == 0 {
		scale.max = 1
	}
	return c.rowAxes(c.option(), len(rows), scale, false)
}

// claimRow is one bar; value, lower and upper in minor units.
type claimRow struct {
	name, words, colorToken string
	value, lower, upper     float64
	claimed, ranged         bool
}

func claimRows(d Document) []claimRow {
	m := d.money()
	rows := []claimRow{{name: "Claimed by platforms", words: m.exact(d.Claims.NetCents), colorToken: "claimed", value: float64(d.Claims.NetCents), claimed: true}}
	if d.Till != nil {
		rows = append(rows, claimRow{name: "All orders in the till", words: m.exact(d.Till.NetCents), colorToken: "observed", value: float64(d.Till.NetCents)})
	}
	t := d.Tests[0]
	if total := t.Answer.Total; total != nil && measureOf(t.Answer.Unit) == m {
		rows = append(rows, claimRow{name: testedName(t), words: wordsOf(t.Answer).point, colorToken: effectToken(total.Lower, total.Upper),
			value: total.Effect, lower: total.Lower, upper: total.Upper, ranged: true})
	}
	return rows
}

func testedName(t Test) string {
	if t.Verdict.Grade == "D" {
		return "Extra, by an unproven method"
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

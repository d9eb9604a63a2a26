package report

import (
	"math"
	"slices"

	"creatorlift/backend/experiment"
)

// Sizes of the range figure, px.
const (
	figureMargin  = 4  // left and right of the scale
	figureRow     = 20 // the words under the line
	secondRow     = 16 // words that found no room in the first row
	figureLetters = 8  // between two words at least
)

// rangeChart is the range figure of one verdict: the line with end caps, the bar that holds the middle
// half, the point, the zero tick and, where it is given, the dashed tick from where the money spent is
// paid back (minor units). Values are in major units. It is nil where there is no range.
func rangeChart(t Test, breakEven *float64, l layout) Option {
	total := t.Answer.Total
	if total == nil {
		return nil
	}
	m := measureOf(t.Answer.Unit)
	words := rangeWords(t, breakEven)
	scale := rangeScale(words, l)
	c := newChart(l)
	c.custom("rangeBar", "lineStrong", [][]any{{0, scale.min, scale.max, nil, nil, nil, markFilled}})
	c.payload[c.last()] = map[string]any{"horizontal": true, "cap": 0, "lineWidth": 1}
	c.tickMark(0, markFilled)
	if breakEven != nil {
		c.tickMark(m.round(*breakEven), markClaimed)
	}
	innerLow, innerHigh := middleHalf(*total, t.Answer.Level)
	c.custom("rangeBar", effectToken(total.Lower, total.Upper), [][]any{{0, m.round(total.Lower), m.round(total.Upper), m.round(total.Effect),
		m.round(innerLow), m.round(innerHigh), markFilled}})
	c.payload[c.last()] = map[string]any{"horizontal": true, "surface": ref("surface"), "lineWidth": 2, "radius": 5.5, "inner": 7}
	bottom := float64(figureRow)
	for _, w := range placedWords(words, scale, l) {
		c.notes([]note{{x: w.at, y: 0, words: w.words, colorToken: "text2", position: "bottom", weight: "400", size: figureFont, align: w.align}}, "", 14)
		if w.second {
			c.below[c.last()] = secondRow
			bottom = figureRow + secondRow
		}
	}
	c.grid = map[string]float64{"left": figureMargin, "top": 0, "right": figureMargin, "bottom": bottom}
	return c.rowAxes(c.option(), 1, scale, false)
}

// tickMark is an upright tick across the line; markClaimed dashes it.
func (c *chart) tickMark(at float64, mark int) {
	c.custom("rangeBar", "control", [][]any{{0, at, at, nil, nil, nil, mark}})
	c.payload[c.last()] = map[string]any{"horizontal": true, "cap": 8, "lineWidth": 1}
}

// middleHalf is where half of the range's probability lies: each side of the range at its level, drawn
// nearer as a bell curve would have it. It is drawn only, never said.
func middleHalf(total experiment.Total, level float64) (lower, upper float64) {
	if level <= 0.5 || level >= 1 {
		return total.Effect, total.Effect
	}
	share := math.Erfinv(0.5) / math.Erfinv(level)
	return total.Effect - share*(total.Effect-total.Lower), total.Effect + share*(total.Upper-total.Effect)
}

// figureWord is a word under the range figure.
type figureWord struct {
	at     float64 // major units
	words  string
	align  string // "" is the middle
	second bool   // in the second row
}

// rangeWords are the words at the ends, at zero and at break-even, in the order of their right to room.
func rangeWords(t Test, breakEven *float64) []figureWord {
	m, w, total := measureOf(t.Answer.Unit), wordsOf(t.Answer), t.Answer.Total
	list := []figureWord{
		{at: m.round(total.Lower), words: w.lower}, {at: m.round(total.Upper), words: w.upper}, {words: m.compact(0)},
	}
	if breakEven != nil {
		list = append(list, figureWord{at: m.round(*breakEven), words: "paid back from " + m.rounded(*breakEven, m.stepOf(*breakEven, 0, 0)), align: "left"})
	}
	return list
}

// rangeScale holds zero and every word's place, with room for half a word beyond both ends.
func rangeScale(words []figureWord, l layout) ticks {
	lo, hi, half := 0.0, 0.0, 0.0
	for _, w := range words {
		lo, hi = math.Min(lo, w.at), math.Max(hi, w.at)
		if w.align == "" {
			half = math.Max(half, widthOf(w.words, figureFont)/2)
		}
	}
	span := hi - lo
	if span == 0 {
		span = 1
	}
	room := math.Max(0.08*span, span*half/math.Max(l.width-2*figureMargin-2*half, half))
	step := unitOfTwo(span) / 10 // dust removed far below what can be seen
	return ticks{clean(lo-room, step), clean(hi+room, step), clean(span+2*room, step)}
}

// placedWords decides where the words stand so that none touches another: the two ends lean apart where
// they are near, zero leans away or is left out (its tick stays), break-even goes to a second row.
func placedWords(words []figureWord, scale ticks, l layout) []figureWord {
	px := func(v float64) float64 {
		return figureMargin + (v-scale.min)/(scale.max-scale.min)*(l.width-2*figureMargin)
	}
	span := func(w figureWord) (from, to float64) {
		wide := widthOf(w.words, figureFont)
		switch w.align {
		case "left":
			return px(w.at), px(w.at) + wide
		case "right":
			return px(w.at) - wide, px(w.at)
		}
		return px(w.at) - wide/2, px(w.at) + wide/2
	}
	touches := func(a, b figureWord) bool {
		from, to := span(a)
		from2, to2 := span(b)
		return a.second == b.second && from < to2+figureLetters && from2 < to+figureLetters
	}
	ends := append([]figureWord(nil), words[:2]...)
	if touches(ends[0], ends[1]) {
		ends[0].align, ends[1].align = "right", "left"
	}
	placed := ends
	crowded := func(w figureWord) bool {
		from, to := span(w)
		return from < 0 || to > l.width || slices.ContainsFunc(placed, func(p figureWord) bool { return touches(w, p) })
	}
	for _, w := range words[2:] {
		leanings := []string{"", "right", "left"}
		if w.align != "" {
			leanings = []string{"left", "right"}
		}
		for _, second := range []bool{false, true} {
			at := slices.IndexFunc(leanings, func(a string) bool { return !crowded(figureWord{w.at, w.words, a, second}) })
			if at >= 0 {
				placed = append(placed, figureWord{w.at, w.words, leanings[at], second})
				break
			}
			if w.align == "" {
				break // zero never takes the second row
			}
		}
	}
	return placed
}

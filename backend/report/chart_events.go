package report

import (
	"slices"

	"creatorlift/backend/experiment"
	"creatorlift/backend/shop"
)

// Words of events: at most two rows of them over the axis, and no long ones.
const (
	eventRows    = 2
	eventRow     = 14 // px
	eventLetters = 28
)

// happened is all that is marked on the days: drops first, which say most.
func (t Test) happened() []Event { return slices.Concat(t.Drops, t.Events) }

// dropOpacity keeps the bars of drop days paler than any line over them.
const dropOpacity = 0.3

// drops puts a pale bar behind each day on which all creators posted.
func (c *chart) drops(t Test, days []experiment.DayEffect) {
	var bars [][]any
	for i, d := range days {
		day, err := shop.ParseDay(d.Date)
		for _, e := range t.Drops {
			if err == nil && e.First <= day && day <= e.Last {
				bars = append(bars, []any{i, c.yTicks.min, c.yTicks.max, nil, nil, nil, markFilled})
			}
		}
	}
	if bars == nil {
		return
	}
	c.custom("rangeBar", "control", bars)
	c.payload[c.last()] = map[string]any{"cap": 0, "opacity": dropOpacity, "lineWidth": two(clamp(c.plotWidth()/float64(len(days)), 3, 9))}
}

// withDrops adds the drop days to a chart's key.
func withDrops(t Test, key []Key) []Key {
	if len(t.Drops) > 0 {
		key = append(key, Key{Label: "Drop day", Token: "control", Mark: "band"})
	}
	return key
}

// events puts a small triangle with a word on the axis where something happened. A word that finds no
// room is left out, as all are on a phone: the table beside the chart has them.
func (c *chart) events(t Test, days []experiment.DayEffect) {
	plot := 440.0 // px at the least
	if c.layout == onPaper {
		plot = 550
	}
	var placed []eventWord
	for _, e := range t.happened() {
		i := eventAt(e, days)
		if i < 0 {
			continue
		}
		w := eventWord{words: cut(e.Name, eventLetters), at: plot * float64(i) / float64(max(len(days)-1, 1))}
		w.place(placed, widthOf(w.words, c.font), plot)
		hidden := c.narrow || w.row == eventRows
		if !hidden {
			placed = append(placed, w)
		}
		c.notes([]note{{x: i, y: c.yTicks.min, words: w.words, colorToken: "text2", position: "top", weight: "400", size: c.font, align: w.align, hidden: hidden}}, "triangle", 7)
		if w.row > 0 && !hidden {
			c.below[c.last()] = -eventRow * float64(w.row)
		}
	}
}

// eventAt is the first shown period of an event, -1 where none is shown.
func eventAt(e Event, days []experiment.DayEffect) int {
	for i, d := range days {
		if day, err := shop.ParseDay(d.Date); err == nil && e.First <= day && day <= e.Last {
			return i
		}
	}
	return -1
}

// eventWord is a word over the axis, in px of the narrowest plot: where the plot is wider, words are
// only farther apart.
type eventWord struct {
	words    string
	at       float64
	align    string
	row      int
	from, to float64
}

// place finds the row where w touches none of the words there; eventRows if there is none. At the ends
// of the axis words lean inwards.
func (w *eventWord) place(placed []eventWord, width, plot float64) {
	w.from, w.to = w.at-width/2, w.at+width/2
	switch {
	case w.from < 0:
		w.align, w.from, w.to = "left", w.at, w.at+width
	case w.to > plot:
		w.align, w.from, w.to = "right", w.at-width, w.at
	}
	for w.row = 0; w.row < eventRows; w.row++ {
		free := true
		for _, p := range placed {
			free = free && (p.row != w.row || w.from > p.to+figureLetters || p.from > w.to+figureLetters)
		}
		if free {
			return
		}
	}
}

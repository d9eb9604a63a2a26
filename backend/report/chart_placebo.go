package report

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/opts"

	"creatorlift/backend/experiment"
)

// placeboChart shows what the method said of each quiet stretch: a dot with its range, hollow and red
// where the range misses zero though nothing happened, and the test as a diamond at the end. Values are
// percent of what would have come anyway. It is nil without an audit or a relative effect.
func placeboChart(t Test, l layout) Option {
	a := t.Answer
	if a.Audit == nil || len(a.Audit.Windows) == 0 {
		return nil
	}
	c := newChart(l)
	lo, hi := 0.0, 0.0
	var items []opts.CustomData
	var names []string
	for i, w := range a.Audit.Windows {
		lo, hi = math.Min(lo, w.Effect), math.Max(hi, w.Effect)
		items = append(items, placeboItem(i, w))
		names = append(names, dayName(w.First))
	}
	lo, hi = placeboScale(a.Audit.Windows, lo, hi)
	last := len(items)
	names = append(names, "", "") // the test stands apart; its name is beside its mark
	if r := a.Relative; r != nil {
		lo, hi = math.Min(lo, r.Lower), math.Max(hi, r.Upper)
		items = append(items, opts.CustomData{
			Value:     []any{last + 1, share(r.Lower), share(r.Upper), share(r.Effect), nil, nil, markDiamond},
			ItemStyle: &opts.ItemStyle{Color: ref(effectToken(r.Lower, r.Upper))},
		})
	}
	c.yTicks = niceTicks(lo*100, hi*100)
	for _, v := range c.yTicks.values() {
		c.yMarks = append(c.yMarks, signed(percent(v/100)))
	}
	c.grid = map[string]float64{"left": c.axisWidth(), "top": 8, "right": 8, "bottom": 12}
	if l != onPaper { // paper has no room for the days
		c.timeGrid(len(names))
		c.grid["right"] = 8
	}
	zero := make([]any, len(names))
	for i := range zero {
		zero[i] = 0
	}
	c.line("", lineLook{"control", 1, nil}, zero)
	c.customItems("rangeBar", "anyway", items)
	c.payload[c.last()] = map[string]any{"surface": ref("surface"), "cap": 0}
	if len(items) > 40 { // fine marks, or they touch
		c.payload[c.last()] = map[string]any{"surface": ref("surface"), "cap": 0, "radius": 2.25, "lineWidth": 0.75}
	}
	if r := a.Relative; r != nil {
		words := "Your test\n" + signed(percent(r.Effect))
		c.notes([]note{{x: last + 1, y: share(r.Upper), words: words, colorToken: effectToken(r.Lower, r.Upper), position: "top", weight: "600", size: c.font}}, "", 1)
		c.grid["right"], c.grid["top"] = math.Ceil(widthOf("Your test", c.font)/2)+8, 34
	}
	return c.timeAxes(c.option(), names)
}

// placeboScale gives room to the ranges, but not to one that is many times wider than the others: its
// arrowheads show that it goes on.
func placeboScale(windows []experiment.Placebo, lo, hi float64) (float64, float64) {
	reach := math.Max(-lo, hi) * 2
	for _, w := range windows {
		lo, hi = math.Min(lo, math.Max(w.Lower, -reach)), math.Max(hi, math.Min(w.Upper, reach))
	}
	return lo, hi
}

func placeboItem(i int, w experiment.Placebo) opts.CustomData {
	if w.Lower > 0 || w.Upper < 0 {
		return opts.CustomData{
			Value:     []any{i, share(w.Lower), share(w.Upper), share(w.Effect), nil, nil, markHollow},
			ItemStyle: &opts.ItemStyle{Color: ref("bad")},
		}
	}
	return opts.CustomData{Value: []any{i, share(w.Lower), share(w.Upper), share(w.Effect), nil, nil, markFilled}}
}

// share is a share in percent with two decimals, as charts need it.
func share(v float64) float64 { return clean(v*100, 100) }

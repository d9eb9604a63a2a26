package report

import (
	"math"

	"creatorlift/backend/ledger"
)

// creatorRoom is what the scale shows beyond zero and beyond the largest end, as a share.
const creatorRoom = 0.04

// creatorsChart is the forest of what creators are claimed for: one row a creator in the order given, hollow
// and dashed because platforms say so, on one scale that begins at zero. Names and figures stand in the
// table beside it. rows and scale let two columns share one scale; see CreatorScale and IntervalScale.
func creatorsChart(rows []Interval, scale float64, l layout) Option {
	if len(rows) == 0 {
		return nil
	}
	c := newChart(l)
	var data [][]any
	for i, r := range rows {
		data = append(data, []any{i, two(r.Lower), two(r.Upper), two(r.Estimate), nil, nil, markClaimed})
	}
	c.custom("forestRow", "claimed", data)
	c.payload[c.last()] = map[string]any{"surface": ref("surface"), "radius": 3.5, "lineWidth": 1.25}
	c.grid = map[string]float64{"left": 0, "top": 0, "right": 0, "bottom": 0}
	along := creatorTicks(scale)
	o := c.rowAxes(c.option(), len(rows), along, true)
	// The scale begins left of zero, where ECharts would begin to count.
	x := o["xAxis"].([]any)[0].(map[string]any)
	part(x, "axisTick")["customValues"], part(x, "splitLine")["showMaxLine"] = along.fromZero(), true
	zero := part(o["yAxis"].([]any)[0].(map[string]any), "axisLine") // one upright line through all rows
	zero["show"], zero["onZero"], part(zero, "lineStyle")["color"] = true, true, ref("control")
	return o
}

// creatorTicks begin a little left of zero, so that a point at zero is whole.
func creatorTicks(scale float64) ticks {
	along := niceTicks(0, scale)
	top := math.Max(scale, along.step)
	along.min, along.max = two(-creatorRoom*top), two((1+creatorRoom)*top)
	return along
}

// fromZero are the ticks from zero on that lie within the scale.
func (t ticks) fromZero() []float64 {
	return ticks{0, math.Floor(t.max/t.step) * t.step, t.step}.values()
}

// CreatorScale is the largest end of any range, so that all rows share one scale.
func CreatorScale(rows []ledger.CreatorClaim) float64 {
	top := 0.0
	for _, r := range rows {
		top = math.Max(top, r.Upper)
	}
	return two(top)
}

func two(v float64) float64 { return math.Round(v*100) / 100 }

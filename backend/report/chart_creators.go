package report

import (
	"math"

	"creatorlift/backend/ledger"
)

// CreatorsChart is the forest of claimed orders a week: one row a creator in the order given, hollow
// and dashed because platforms say so, on one scale that begins at zero. Names and figures stand in the
// table beside it. rows and scale let two columns share one scale; see creatorScale.
func CreatorsChart(rows []ledger.CreatorClaim, scale float64) Option {
	if len(rows) == 0 {
		return nil
	}
	c := newChart()
	var data [][]any
	for i, r := range rows {
		data = append(data, []any{i, two(r.Lower), two(r.Upper), two(r.Estimate), nil, nil, markClaimed})
	}
	c.custom("forestRow", "claimed", data)
	c.payload[c.last()] = map[string]any{"surface": ref("surface"), "radius": 3.5, "lineWidth": 1.25}
	c.grid = map[string]float64{"left": 1, "top": 0, "right": 1, "bottom": 0}
	along := niceTicks(0, scale)
	along.max = math.Max(scale, along.step)
	return c.rowAxes(c.option(), len(rows), along, true)
}

// creatorScale is the largest end of any range, so that all rows share one scale.
func creatorScale(rows []ledger.CreatorClaim) float64 {
	top := 0.0
	for _, r := range rows {
		top = math.Max(top, r.Upper)
	}
	return two(top)
}

func two(v float64) float64 { return math.Round(v*100) / 100 }

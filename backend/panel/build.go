package panel

import (
	"math"
	"slices"

	"creatorlift/backend/shop"
)

// Cell is one daily total of a workspace: what a unit sold on a day.
type Cell struct {
	Day   shop.Day
	Unit  string
	Value float64
}

// Spec says how daily totals become a panel.
type Spec struct {
	Units    []string    // the rows, in order; totals of other units are left out
	Period   shop.Period // the columns before closed days are taken out
	Covered  func(shop.Day) bool
	ShopSold func(shop.Day) bool // whether the whole shop sold anything that day
	Unit     string              // what the values are measured in
}

// closedWeeks is how many weeks in a row a weekday must be without any sale to count as closed.
const closedWeeks = 8

// Build lays daily totals out as a panel. Inside the covered days a unit without a total is 0;
// outside them it is missing. A weekday on which the whole shop sold nothing in each of the last
// eight weeks is closed and no period; a single day without sales stays, as a true zero.
func Build(cells []Cell, spec Spec) *Panel {
	p := &Panel{Units: slices.Clone(spec.Units), Cadence: Daily, Unit: spec.Unit}
	column := map[shop.Day]int{}
	for d := spec.Period.Start; d < spec.Period.End; d++ {
		if spec.Covered(d) && closedDay(d, spec) {
			continue
		}
		column[d] = len(p.Labels)
		p.Labels, p.Times = append(p.Labels, d.String()), append(p.Times, int64(d))
	}
	row := map[string]int{}
	for i, u := range p.Units {
		row[u] = i
		y := make([]float64, len(p.Labels))
		for t, at := range p.Times {
			if !spec.Covered(shop.Day(at)) {
				y[t] = math.NaN()
			}
		}
		p.Y = append(p.Y, y)
	}
	for _, c := range cells {
		i, known := row[c.Unit]
		t, open := column[c.Day]
		if known && open {
			if math.IsNaN(p.Y[i][t]) {
				p.Y[i][t] = 0
			}
			p.Y[i][t] += c.Value
		}
	}
	return p
}

// closedDay reports whether the whole shop sold nothing on d and on the same weekday of the seven
// weeks before it; at the start of the coverage the weeks after it count instead.
func closedDay(d shop.Day, spec Spec) bool {
	if spec.ShopSold(d) {
		return false
	}
	weeks := 1
	for k := d - 7; weeks < closedWeeks && spec.Covered(k) && !spec.ShopSold(k); k -= 7 {
		weeks++
	}
	for k := d + 7; weeks < closedWeeks && spec.Covered(k) && !spec.ShopSold(k); k += 7 {
		weeks++
	}
	return weeks >= closedWeeks
}

package report

import (
	"fmt"
	"math"

	"creatorlift/backend/ledger"
	"creatorlift/backend/shop"
)

// Interval is one creator's likely range of whatever is compared, in the unit of its scale, with its words.
type Interval struct {
	Name                   string
	Estimate, Lower, Upper float64
	Likely, Range          string // the same in words
}

// weeklyIntervals are claimed orders a week.
func weeklyIntervals(rows []ledger.CreatorClaim) (list []Interval) {
	for _, r := range rows {
		list = append(list, Interval{Name: r.Creator, Estimate: r.Estimate, Lower: r.Lower, Upper: r.Upper})
	}
	return list
}

// heightInterval is the height of a row of IntervalsView, px.
const heightInterval = 56

// mostTimes is how far the scale of IntervalScale reaches beyond the largest estimate.
const mostTimes = 2.5

// IntervalScale is the largest end of any range, at most 2.5 times the largest estimate: one creator of whom
// little is known would leave no room for the others. Longer ranges run out of the picture.
func IntervalScale(rows []Interval) float64 {
	upper, estimate := 0.0, 0.0
	for _, r := range rows {
		upper, estimate = math.Max(upper, r.Upper), math.Max(estimate, r.Estimate)
	}
	return two(math.Min(upper, mostTimes*estimate))
}

// IntervalsView is the forest of ranges for a table: one row of 56 px for each creator in the order given, on
// the scale that begins at zero and ends at scaleTop (IntervalScale); nil without rows. what names what is
// compared.
func IntervalsView(what string, rows []Interval, scaleTop float64) *Chart {
	if len(rows) == 0 {
		return nil
	}
	table := Table{Head: []string{"Creator", what, "Likely range"}}
	for _, r := range rows {
		table.Rows = append(table.Rows, []string{r.Name, r.Likely, r.Range})
	}
	alt := fmt.Sprintf("%s: likely %s, range %s.", rows[0].Name, rows[0].Likely, rows[0].Range)
	if len(rows) > 1 {
		alt = fmt.Sprintf("%s of %d creators. %s", what, len(rows), alt)
	}
	return &Chart{ID: "creators", Title: what, Unit: "luck removed; likely range", Alt: alt, Wide: creatorsChart(rows, scaleTop, onScreen),
		Narrow: creatorsChart(rows, scaleTop, onPhone), Height: heightInterval * len(rows), Key: []Key{}, Table: table}
}

// Rate writes a small share with the places it needs: 12 %, 2.1 %, 0.35 %.
func Rate(share float64) string {
	return fmt.Sprintf("%.*f", rateDigits(share), 100*share) + thinSpace + "%"
}

// RateRange writes the likely range around a rate, "1.3 to 3.2 %".
func RateRange(estimate, lower, upper float64) string {
	digits := rateDigits(estimate)
	return fmt.Sprintf("%.*f to %.*f", digits, 100*lower, digits, 100*upper) + thinSpace + "%"
}

func rateDigits(share float64) int {
	switch {
	case share >= .10:
		return 0
	case share >= .01:
		return 1
	}
	return 2
}

// MoneyLikely writes estimated money and its likely range, in minor units, to two digits of what is known:
// "$440", "$230 to $1,070".
func MoneyLikely(currency shop.Currency, estimate, lower, upper float64) (likely, between string) {
	m := moneyMeasure(currency)
	step := m.stepOf(estimate, lower, upper)
	from, to := m.bounds(lower, upper, step)
	return m.rounded(estimate, step), from + " to " + to
}

// Major is money in the unit people speak of: dollars for cents.
func Major(currency shop.Currency, cents float64) float64 { return moneyMeasure(currency).major(cents) }

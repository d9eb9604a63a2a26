package report

import (
	"fmt"
	"math"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/ledger"
	"creatorlift/backend/shop"
)

// Heights of rows, px.
const (
	heightClaim   = 40
	heightCreator = 38
)

// ClaimsView sets what platforms claim against the till and, where there is a test, what it found; nil
// where nothing is claimed. The Document needs no test.
func ClaimsView(d Document) *Chart {
	if d.Claims == nil {
		return nil
	}
	rows := claimRows(d)
	chart := &Chart{ID: "claims", Title: "Claims against the till", Unit: "hatched: claimed", Alt: claimsAlt(d, rows),
		Wide: claimsChart(d, onScreen), Narrow: claimsChart(d, onPhone), Height: heightClaim * len(rows), Key: []Key{},
		Table: Table{Head: []string{"", "Money", "Rests on"}}}
	for _, r := range rows {
		chart.Table.Rows = append(chart.Table.Rows, []string{r.name, r.words, r.rests})
	}
	return chart
}

func claimsAlt(d Document, rows []claimRow) string {
	words := "Platforms claim " + d.money().exact(d.Claims.NetCents)
	if d.Till != nil {
		words += "; the till took " + d.money().exact(d.Till.NetCents)
	}
	if last := rows[len(rows)-1]; last.ranged {
		finder := "the test finds"
		if tested(d.Tests[0]) == experiment.GradeD {
			finder = "an unproven method finds"
		}
		words += fmt.Sprintf("; %s %s extra, %s", finder, last.words, last.rests)
	}
	return words + "."
}

// SalesDay is what the till took on one day; Missing says that no file covers the day.
type SalesDay struct {
	Day      shop.Day
	NetCents shop.Cents
	Missing  bool
}

// SalesView is net sales a day where there is no test yet; nil without a day that is covered.
func SalesView(currency shop.Currency, days []SalesDay) *Chart {
	m := moneyMeasure(currency)
	sum, least, most, covered := 0.0, math.Inf(1), math.Inf(-1), 0
	table := Table{Head: []string{"Day", "Net sales"}}
	for _, d := range days {
		if d.Missing {
			table.Rows = append(table.Rows, []string{LongDay(d.Day), "not in any file"})
			continue
		}
		v := float64(d.NetCents)
		sum, least, most, covered = sum+v, math.Min(least, v), math.Max(most, v), covered+1
		table.Rows = append(table.Rows, []string{LongDay(d.Day), m.exact(d.NetCents)})
	}
	if covered == 0 {
		return nil
	}
	span := m.exact(centsOf(least)) + " and " + m.exact(centsOf(most))
	alt := fmt.Sprintf("%s of net sales on %s from %s, between %s a day.", m.exact(centsOf(sum)), plural(covered, "day", "days"),
		DayRange(days[0].Day, days[len(days)-1].Day), span)
	if missing := len(days) - covered; missing > 0 {
		alt += fmt.Sprintf(" %s in no file.", plural(missing, "day is", "days are"))
	}
	return &Chart{ID: "sales", Title: "Net sales per day", Unit: m.unitName(), Alt: alt, Wide: salesChart(m, days, onScreen),
		Narrow: salesChart(m, days, onPhone), Height: heightPanel, Key: []Key{}, Table: table}
}

// salesChart is one line of what came in; a missing day is a gap. Values are in major units.
func salesChart(m measure, days []SalesDay, l layout) Option {
	c := newChart(l)
	lo, hi := 0.0, 0.0
	var names []string
	var values []any
	long := len(days) > 330 // then a day needs its year
	for _, d := range days {
		name := shortDay(d.Day)
		if long {
			name = mediumDay(d.Day)
		}
		names = append(names, name)
		if d.Missing {
			values = append(values, nil)
			continue
		}
		v := float64(d.NetCents)
		lo, hi = math.Min(lo, m.major(v)), math.Max(hi, m.major(v))
		values = append(values, m.round(v))
	}
	c.yTicks = niceTicks(lo, hi)
	for _, v := range c.yTicks.values() {
		c.yMarks = append(c.yMarks, m.compact(v))
	}
	c.timeGrid(len(days))
	c.grid["right"] = 20
	if long {
		c.xStep, c.grid["right"] = labelStep(len(days), map[bool]int{true: 2, false: 5}[l.narrow]), 36
	}
	c.line("What came in", lineLook{"observed", 2, nil}, values)
	return c.timeAxes(c.option(), names)
}

// CreatorsView is a forest of claimed orders a week for a table: one row of 38 px for each creator in
// the order given, without words, on the scale that begins at zero and ends at scaleTop (CreatorScale);
// nil without rows.
func CreatorsView(rows []ledger.CreatorClaim, scaleTop float64) *Chart {
	if len(rows) == 0 {
		return nil
	}
	highest := rows[0]
	table := Table{Head: []string{"Creator", "Claimed orders a week", "Likely range"}}
	for _, r := range rows {
		if r.Estimate > highest.Estimate {
			highest = r
		}
		table.Rows = append(table.Rows, []string{r.Creator, WeeklyOrders(r), WeeklyRange(r)})
	}
	alt := fmt.Sprintf("%s claimed for %s, likely %s a week.", plural(highest.Orders, "order is", "orders are"), highest.Creator, WeeklyRange(highest))
	if len(rows) > 1 {
		alt = fmt.Sprintf("Of %d creators %s has the most claimed orders, about %s a week, likely %s.", len(rows), highest.Creator,
			WeeklyOrders(highest), WeeklyRange(highest))
	}
	return &Chart{ID: "creators", Title: "Claimed orders a week", Unit: "first-month luck removed; likely range", Alt: alt,
		Wide: creatorsChart(weeklyIntervals(rows), scaleTop, onScreen), Narrow: creatorsChart(weeklyIntervals(rows), scaleTop, onPhone), Height: heightCreator * len(rows), Key: []Key{}, Table: table}
}

// CreatorRowView is the forest of one creator on the shared scale.
func CreatorRowView(row ledger.CreatorClaim, scaleTop float64) *Chart {
	return CreatorsView([]ledger.CreatorClaim{row}, scaleTop)
}

// ScaleTick is one label of the creators' scale; At is its place as a share of the width.
type ScaleTick struct {
	At    float64
	Label string
}

// ScaleTicks are the labels of the scale that CreatorsView draws for this scaleTop.
func ScaleTicks(scaleTop float64) []ScaleTick {
	along := creatorTicks(scaleTop)
	var list []ScaleTick
	for _, v := range along.fromZero() {
		list = append(list, ScaleTick{At: math.Round((v-along.min)/(along.max-along.min)*1e4) / 1e4, Label: measure{}.compact(v)})
	}
	return list
}

// WeeklyOrders is a creator's estimate of orders a week: one place under 20.
func WeeklyOrders(r ledger.CreatorClaim) string {
	return fmt.Sprintf("%.*f", weeklyDigits(r), r.Estimate)
}

// WeeklyRange is a creator's likely range in words, "1.3 to 3.8".
func WeeklyRange(r ledger.CreatorClaim) string {
	digits := weeklyDigits(r)
	return fmt.Sprintf("%.*f to %.*f", digits, r.Lower, digits, r.Upper)
}

// lowered begins with a small letter, for the middle of a sentence.
func lowered(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// title begins with a capital.
func title(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

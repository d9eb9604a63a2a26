package report

import (
	"fmt"
	"math"

	"creatorlift/backend/experiment"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
)

// Heights of the charts on a wide screen, px.
const (
	heightObserved = 300
	heightPanel    = 240 // the smaller ones beside each other
	heightFigure   = 56
)

// hasAnswer is whether there is anything to draw of a test.
func hasAnswer(t Test) bool {
	return t.Verdict.Kind != scorecard.NotEstimable && t.Answer.Total != nil
}

// ObservedView is what came in against what would have happened anyway; nil without an answer.
func ObservedView(t Test) *Chart {
	if !hasAnswer(t) || len(shownDays(t.Answer)) == 0 {
		return nil
	}
	return &Chart{ID: "observed", Title: "What came in, and what would have anyway", Unit: perUnit(t.Answer), Alt: observedAlt(t),
		Wide: observedChart(t, onScreen), Narrow: observedChart(t, onPhone), Height: heightObserved,
		Key: withDrops(t, []Key{
			{Label: "What came in", Token: "observed", Mark: "solid"},
			{Label: "Would have happened anyway", Token: "anyway", Mark: "dashed"},
			{Label: likely(t.Answer.Level) + " range of one " + perWord(t.Answer), Token: "anywayBand", Mark: "band"},
		}),
		Table: daysTable(t, shownDays(t.Answer))}
}

func observedAlt(t Test) string {
	m, total := measureOf(t.Answer.Unit), t.Answer.Total
	step := m.stepOf(total.Effect, total.Lower, total.Upper)
	return fmt.Sprintf("%s%s came in; about %s would have happened anyway, likely %s to %s.", during(t.Answer), m.total(total.Observed),
		m.rounded(total.Counterfactual, step), m.rounded(total.Observed-total.Upper, step), m.rounded(total.Observed-total.Lower, step))
}

// during begins a sentence about the test: "In the test, 5 October to 1 November 2026, ".
func during(a experiment.Answer) string {
	if a.Period == nil {
		return "In the test, "
	}
	return "In the test, " + spanWords(*a.Period) + ", "
}

// total writes a sum that was counted: money exactly, plain numbers to four figures.
func (m measure) total(v float64) string {
	if m.isMoney() {
		return m.exact(centsOf(v))
	}
	return m.rounded(v, unitOfTwo(v)/100)
}

// DifferenceView is each period's difference; nil without an answer.
func DifferenceView(t Test) *Chart {
	if !hasAnswer(t) || len(shownDays(t.Answer)) == 0 {
		return nil
	}
	total := t.Answer.Total
	tone := effectToken(total.Lower, total.Upper)
	return &Chart{ID: "difference", Title: "The difference, " + perWord(t.Answer) + " by " + perWord(t.Answer), Unit: "dots with likely range",
		Alt: differenceAlt(t), Wide: differenceChart(t, onScreen), Narrow: differenceChart(t, onPhone), Height: heightPanel,
		Key: withDrops(t, []Key{
			{Label: "In the test", Token: tone, Mark: "point"},
			{Label: "Before it", Token: "anyway", Mark: "point"},
		}),
		Table: daysTable(t, shownDays(t.Answer))}
}

func differenceAlt(t Test) string {
	above, n := 0, 0
	for _, d := range t.Answer.Days {
		r, ok := differenceOf(d)
		if !ok || !d.InTest {
			continue
		}
		n++
		if r.Effect > 0 {
			above++
		}
	}
	per := perWord(t.Answer)
	if n > 0 && above == n {
		return "On every " + per + " of the test more came in than would have happened anyway."
	}
	return fmt.Sprintf("On %s of %s of the test more came in than would have happened anyway.", Count(int64(above)), plural(n, per, per+"s"))
}

// CumulativeView is the difference adding up; nil where the Answer has no running total.
func CumulativeView(t Test) *Chart {
	if !hasAnswer(t) {
		return nil
	}
	wide := cumulativeChart(t, onScreen)
	if wide == nil {
		return nil
	}
	total := t.Answer.Total
	tone := effectToken(total.Lower, total.Upper)
	w := wordsOf(t.Answer)
	return &Chart{ID: "cumulative", Title: "Adding up", Unit: extraWord(t.Answer) + " since " + firstDay(t.Answer),
		Alt:  fmt.Sprintf("By the end of the test the difference adds up to about %s, %s.", w.point, lowered(rangeWordsOf(t.Answer))),
		Wide: wide, Narrow: cumulativeChart(t, onPhone), Height: heightPanel,
		Key: []Key{
			{Label: "Extra so far", Token: tone, Mark: "solid"},
			{Label: likely(t.Answer.Level) + " range", Token: bandToken(tone), Mark: "band"},
		},
		Table: cumulativeTable(t)}
}

func cumulativeTable(t Test) Table {
	m := measureOf(t.Answer.Unit)
	table := Table{Head: []string{title(perWord(t.Answer)), "Extra so far", likely(t.Answer.Level) + " range"}}
	for _, d := range t.Answer.Days {
		if d.CumEffect == nil {
			continue
		}
		if d.CumLower == nil || d.CumUpper == nil {
			table.Rows = append(table.Rows, []string{rowDay(d.Date, nil), m.rounded(*d.CumEffect, m.stepOf(*d.CumEffect, 0, 0)), "not known"})
			continue
		}
		step := m.stepOf(*d.CumEffect, *d.CumLower, *d.CumUpper)
		lower, upper := m.bounds(*d.CumLower, *d.CumUpper, step)
		table.Rows = append(table.Rows, []string{rowDay(d.Date, nil), m.rounded(*d.CumEffect, step), lower + " to " + upper})
	}
	return table
}

// PlaceboView is the method on quiet stretches; nil without an audit.
func PlaceboView(t Test) *Chart {
	if !hasAnswer(t) {
		return nil
	}
	wide := placeboChart(t, onScreen)
	if wide == nil {
		return nil
	}
	chart := &Chart{ID: "placebo", Title: "Would this method cry wolf?", Unit: "difference found, with its range", Alt: AuditLine(t.Answer),
		Wide: wide, Narrow: placeboChart(t, onPhone), Height: heightPanel,
		Key: []Key{
			{Label: "Quiet stretch", Token: "anyway", Mark: "point"},
			{Label: "False alarm", Token: "bad", Mark: "point"},
		},
		Table: Table{Head: []string{"Quiet stretch", "Difference found", "Range", "Alarm"}}}
	for _, w := range t.Answer.Audit.Windows {
		alarm := "no"
		if w.Lower > 0 || w.Upper < 0 {
			alarm = "yes"
		}
		chart.Table.Rows = append(chart.Table.Rows, []string{spanShort(experiment.Span{First: w.First, Last: w.Last}), signed(percent(w.Effect)),
			signed(percent(w.Lower)) + " to " + signed(percent(w.Upper)), alarm})
	}
	if r := t.Answer.Relative; r != nil { // stands apart, after an empty place
		tone := effectToken(r.Lower, r.Upper)
		chart.Key = append(chart.Key, Key{Label: "Your test", Token: tone, Mark: "point"})
		chart.Table.Rows = append(chart.Table.Rows, []string{"", "", "", ""},
			[]string{"Your test", signed(percent(r.Effect)), signed(percent(r.Lower)) + " to " + signed(percent(r.Upper)), ""})
	}
	return chart
}

// RangeView is the range figure of a test, with a dashed tick from where the money spent is paid back
// (minor units of the Answer's unit; nil leaves it out). It is nil where no range can be given.
func RangeView(t Test, breakEven *float64) *Chart {
	if !hasAnswer(t) {
		return nil
	}
	total, w := t.Answer.Total, wordsOf(t.Answer)
	zero := "zero lies outside it"
	if total.Lower <= 0 && total.Upper >= 0 {
		zero = "zero lies inside it"
	}
	chart := &Chart{ID: "range", Title: extraTitle(t.Answer), Unit: measureOf(t.Answer.Unit).unitName(),
		Alt:  fmt.Sprintf("About %s, %s; %s.", w.point, lowered(rangeWordsOf(t.Answer)), zero),
		Wide: rangeChart(t, breakEven, onScreen), Narrow: rangeChart(t, breakEven, onPhone), Height: heightFigure,
		Key:   []Key{},
		Table: Table{Head: []string{"About", likely(t.Answer.Level) + " range"}, Rows: [][]string{{w.point, w.lower + " to " + w.upper}}}}
	if breakEven != nil {
		m := measureOf(t.Answer.Unit)
		chart.Table.Head = append(chart.Table.Head, "Paid back from")
		chart.Table.Rows[0] = append(chart.Table.Rows[0], m.rounded(*breakEven, m.stepOf(*breakEven, 0, 0)))
		for _, o := range []Option{chart.Wide, chart.Narrow} {
			chart.Height = max(chart.Height, heightFigure-figureRow+int(math.Round(o["grid"].(map[string]any)["bottom"].(float64))))
		}
	}
	return chart
}

// daysTable is the figures behind the charts over periods; the first column names an event too.
func daysTable(t Test, days []experiment.DayEffect) Table {
	table := Table{Head: []string{title(perWord(t.Answer)), "What came in", "Would have happened anyway", "Extra"}}
	m := measureOf(t.Answer.Unit)
	for _, d := range days {
		r, ok := differenceOf(d)
		if !ok {
			table.Rows = append(table.Rows, []string{rowDay(d.Date, t.happened()), "not known", m.rounded(d.Counterfactual, m.stepOf(d.Counterfactual, 0, 0)), "not known"})
			continue
		}
		step := m.stepOf(r.Effect, r.Lower, r.Upper)
		lower, upper := m.bounds(r.Lower, r.Upper, step)
		table.Rows = append(table.Rows, []string{rowDay(d.Date, t.happened()), m.total(*d.Observed), m.rounded(d.Counterfactual, step),
			m.rounded(r.Effect, step) + " (" + lower + " to " + upper + ")"})
	}
	return table
}

// rowDay names a period's row, "Mon 5 Oct 2026", with what happened on it.
func rowDay(label string, events []Event) string {
	day, err := shop.ParseDay(label)
	if err != nil {
		return label
	}
	words := LongDay(day)
	for _, e := range events {
		if e.First <= day && day <= e.Last && e.Name != "" {
			words += " · " + e.Name
		}
	}
	return words
}

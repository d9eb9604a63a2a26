package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// calendarRow is the days of one source, in order and apart from each other.
type calendarRow struct {
	source string
	kind   string // till or claimed
	runs   []shop.Period
	gaps   bool // days between count as missing: the source speaks of every day
}

// coverageOf draws which days each source covers, nil without data.
func coverageOf(spans []store.Span, list []store.Batch, tests []store.Test) (*Coverage, error) {
	rows := calendarRows(spans, list)
	var whole shop.Period
	for _, r := range rows {
		for _, run := range r.runs {
			whole = joined(whole, run)
		}
	}
	if whole.Days() == 0 {
		return nil, nil
	}
	c := &Coverage{First: report.DayRange(whole.Start, whole.Start), Last: report.DayRange(whole.Last(), whole.Last()), Days: whole.Days(), Ticks: ticksOf(whole), Rows: []CoverageRow{}, Tests: []CoverageBar{}}
	for _, r := range rows {
		c.Rows = append(c.Rows, r.draw(whole))
	}
	for _, t := range tests {
		var rec testRecord
		if err := json.Unmarshal(t.Body, &rec); err != nil {
			return nil, fmt.Errorf("api: test %d: %w", t.ID, err)
		}
		if bar, ok := testBar(rec, whole); ok {
			c.Tests = append(c.Tests, bar)
		}
	}
	return c, nil
}

// calendarRows lists the sources: the till, the claims of orders, and the reports of ads and videos, of
// which the store's coverage does not speak.
func calendarRows(spans []store.Span, list []store.Batch) (rows []calendarRow) {
	add := func(source, kind string, gaps bool, run shop.Period) {
		i := slices.IndexFunc(rows, func(r calendarRow) bool { return r.source == source })
		if i < 0 {
			i = len(rows)
			rows = append(rows, calendarRow{source: source, kind: kind, gaps: gaps})
		}
		rows[i].runs = append(rows[i].runs, run)
	}
	for _, p := range spans {
		kind := "claimed"
		if p.Evidence == shop.Till {
			kind = "till"
		}
		add(sourceLabel(p), kind, true, shop.Inclusive(p.First, p.Last))
	}
	for _, b := range list {
		if b.Stats && b.Covered.Days() > 0 {
			add(formatLabel(b.Format), "claimed", false, b.Covered)
		}
	}
	for i := range rows {
		rows[i].runs = mergeRuns(rows[i].runs)
	}
	slices.SortStableFunc(rows, func(a, b calendarRow) int { return cmp.Compare(b.kind, a.kind) }) // the till first
	return rows
}

func sourceLabel(p store.Span) string {
	switch {
	case p.Source == "Shopify":
		return "Shopify orders"
	case p.Source == "TikTok Shop":
		return "TikTok Shop affiliate"
	case p.Evidence == shop.Till:
		return "Your shop's orders"
	}
	return p.Source
}

// mergeRuns puts runs in order and joins those that touch.
func mergeRuns(runs []shop.Period) (out []shop.Period) {
	slices.SortFunc(runs, func(a, b shop.Period) int { return cmp.Compare(a.Start, b.Start) })
	for _, r := range runs {
		if n := len(out); n > 0 && r.Start <= out[n-1].End {
			out[n-1] = joined(out[n-1], r)
			continue
		}
		out = append(out, r)
	}
	return out
}

// joined is the shortest period that holds both; an empty one holds nothing.
func joined(a, b shop.Period) shop.Period {
	if a.Days() == 0 {
		return b
	}
	return shop.Period{Start: min(a.Start, b.Start), End: max(a.End, b.End)}
}

func (r calendarRow) draw(whole shop.Period) CoverageRow {
	v := CoverageRow{Source: r.source, Kind: r.kind, Bars: []CoverageBar{}}
	missing := whole.Days()
	var words []string
	for _, run := range r.runs {
		v.Bars = append(v.Bars, barOf(run, whole, daysOf(run)))
		words = append(words, daysOf(run))
		missing -= run.Days()
	}
	if len(words) > 4 {
		words = append(words[:3], fmt.Sprintf("%d more stretches", len(words)-3))
	}
	v.Alt = r.source + ": covers " + listWords(words)
	switch {
	case !r.gaps:
	case missing > 0:
		v.Note = nounOf(int64(missing), "day") + " missing"
		v.Alt += "; " + v.Note
	default:
		v.Alt += "; no day is missing"
	}
	v.Alt += "."
	return v
}

func barOf(p, whole shop.Period, label string) CoverageBar {
	days := float64(whole.Days())
	return CoverageBar{From: float64(p.Start-whole.Start) / days, To: float64(p.End-whole.Start) / days, Label: label}
}

// testBar is the window of a test, as far as it lies in the calendar.
func testBar(rec testRecord, whole shop.Period) (bar CoverageBar, ok bool) {
	first, err := shop.ParseDay(rec.First)
	last, err2 := shop.ParseDay(rec.Last)
	if err != nil || err2 != nil {
		return bar, false
	}
	p := shop.Period{Start: max(first, whole.Start), End: min(last+1, whole.End)}
	if p.Days() == 0 {
		return bar, false
	}
	name := rec.Name
	if name == "" {
		name = "Test"
	}
	return barOf(p, whole, strings.TrimSpace(name)), true
}

// ticksOf are the first days of months between the ends, and of half months where there are few.
func ticksOf(whole shop.Period) []Tick {
	const most = 6
	months, halves := []shop.Day{}, []shop.Day{}
	for d := whole.Start; d < whole.End; d++ {
		switch _, _, day := d.Date(); day {
		case 1:
			months, halves = append(months, d), append(halves, d)
		case 15:
			halves = append(halves, d)
		}
	}
	days := months
	if len(halves) <= most {
		days = halves
	}
	step := (len(days) + most - 1) / most
	ticks := []Tick{}
	for i := 0; i < len(days); i += step {
		at := float64(days[i]-whole.Start) / float64(whole.Days())
		if at >= .1 && at <= .88 { // the labels of both ends need their room
			ticks = append(ticks, Tick{At: at, Label: shortDayOf(days[i])})
		}
	}
	return ticks
}

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

// A source that speaks of every day is behind after staleDays, one that speaks of stretches after
// staleReportDays.
const staleReportDays = 35

// calendarRow is the days of one source, in order and apart from each other.
type calendarRow struct {
	source string
	kind   string // till or claimed
	runs   []shop.Period
	gaps   bool     // days between count as missing: the source speaks of every day
	cut    shop.Day // the last day, where it was downloaded before that day was over; 0 for none
	behind int      // days since the last covered one, where that is too long; else 0
}

// calendar is what the rows are made of.
type calendar struct {
	list  []store.Batch
	today shop.Day // 0 for a brand whose data nobody brings up to date
	dayOf func(utc int64) shop.Day
}

// coverageOf draws which days each source covers, nil without data.
func coverageOf(c calendar, tests []store.Test) (*Coverage, error) {
	rows := c.rows()
	var whole shop.Period
	for _, r := range rows {
		for _, run := range r.runs {
			whole = joined(whole, run)
		}
	}
	if whole.Days() == 0 {
		return nil, nil
	}
	if room := whole.Days()/3 + 14; c.today >= whole.End && c.today < whole.End+shop.Day(room) {
		whole.End = c.today + 1
	}
	v := &Coverage{First: report.DayRange(whole.Start, whole.Start), Last: report.DayRange(whole.Last(), whole.Last()), Days: whole.Days(), Ticks: ticksOf(whole), Rows: []CoverageRow{}, Tests: []CoverageBar{}}
	for _, r := range rows {
		v.Rows = append(v.Rows, r.draw(whole))
	}
	for _, t := range tests {
		var rec testRecord
		if err := json.Unmarshal(t.Body, &rec); err != nil {
			return nil, fmt.Errorf("api: test %d: %w", t.ID, err)
		}
		if bar, ok := testBar(rec, whole); ok {
			v.Tests = append(v.Tests, bar)
		}
	}
	return v, nil
}

// rows lists the sources, the till first: orders and claims by source, reports by kind.
func (c calendar) rows() (rows []calendarRow) {
	files := map[string][]store.Batch{}
	for _, b := range c.list {
		if b.Covered.Days() == 0 {
			continue
		}
		name, kind := sourceOf(b)
		if files[name] == nil {
			rows = append(rows, calendarRow{source: name, kind: kind, gaps: !b.Stats})
		}
		files[name] = append(files[name], b)
	}
	for i := range rows {
		c.fill(&rows[i], files[rows[i].source])
	}
	slices.SortStableFunc(rows, func(a, b calendarRow) int {
		return cmp.Or(cmp.Compare(b.kind, a.kind), cmp.Compare(a.source, b.source))
	})
	return rows
}

func (c calendar) fill(r *calendarRow, files []store.Batch) {
	for _, b := range files {
		r.runs = append(r.runs, b.Covered)
	}
	r.runs = mergeRuns(r.runs)
	last := r.runs[len(r.runs)-1].Last()
	sameDay := func(b store.Batch) bool { return b.Covered.Last() == last && c.dayOf(b.ImportedAtUTC) == last }
	later := func(b store.Batch) bool { return b.Covered.Last() == last && c.dayOf(b.ImportedAtUTC) > last }
	if r.gaps && slices.ContainsFunc(files, sameDay) && !slices.ContainsFunc(files, later) {
		r.cut = last
	}
	most := staleReportDays
	if r.gaps {
		most = staleDays
	}
	if behind := int(c.today - last); c.today != 0 && behind > most {
		r.behind = behind
	}
}

// sourceOf is what a file's row is called, and whether it is of the till.
func sourceOf(b store.Batch) (name, kind string) {
	kind = "claimed"
	if b.Evidence == shop.Till {
		kind = "till"
	}
	switch {
	case b.Stats:
		return formatLabel(b.Format), kind
	case b.Source == "TikTok Shop" && b.Evidence == shop.Claim:
		return "TikTok Shop affiliate", kind
	case b.Evidence == shop.Claim:
		return b.Source + " claims", kind
	case b.Source == exports["orders_simple"].Platform:
		return "Your shop's orders", kind
	}
	return b.Source + " orders", kind
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
	missing, words := 0, []string(nil)
	for i, run := range r.runs {
		words = append(words, daysOf(run))
		if i > 0 {
			missing += int(run.Start - r.runs[i-1].End)
		}
		if r.cut == run.Last() {
			run.End--
		}
		v.add("there", run, whole, daysOf(run))
	}
	last := r.runs[len(r.runs)-1]
	if r.cut != 0 {
		v.add("partial", shop.Inclusive(r.cut, r.cut), whole, report.DayRange(r.cut, r.cut)+" was not over when this was downloaded")
	}
	if r.behind > 0 {
		v.add("stale", shop.Period{Start: last.End, End: whole.End}, whole, "nothing since "+report.DayRange(last.Last(), last.Last()))
	}
	if len(words) > 4 {
		words = append(words[:3], fmt.Sprintf("%d more stretches", len(words)-3))
	}
	v.Note = r.note(missing)
	v.Alt = r.source + ": covers " + listWords(words)
	switch {
	case v.Note != "":
		v.Alt += "; " + v.Note
	case r.gaps:
		v.Alt += "; no day is missing"
	}
	v.Alt += "."
	return v
}

// note says what is wrong with a row, "" for nothing.
func (r calendarRow) note(missing int) string {
	var parts []string
	if r.gaps && missing > 0 {
		parts = append(parts, nounOf(int64(missing), "day")+" missing")
	}
	if r.cut != 0 {
		parts = append(parts, "last day partial")
	}
	if r.behind > 0 {
		parts = append(parts, nounOf(int64(r.behind), "day")+" behind")
	}
	return strings.Join(parts, ", ")
}

func (v *CoverageRow) add(state string, days, whole shop.Period, label string) {
	if days.Days() > 0 {
		bar := barOf(days, whole, label)
		bar.State = state
		v.Bars = append(v.Bars, bar)
	}
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
	bar = barOf(p, whole, strings.TrimSpace(name))
	bar.State = "test"
	return bar, true
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
	label, room := shortDayOf, .1 // the labels of both ends need their room
	if whole.Days() > 400 {
		room = .15
		label = func(d shop.Day) string { y, m, _ := d.Date(); return fmt.Sprintf("%s %d", m.String()[:3], y) }
	}
	step := (len(days) + most - 1) / most
	ticks := []Tick{}
	for i := 0; i < len(days); i += step {
		at := float64(days[i]-whole.Start) / float64(whole.Days())
		if at >= room && at <= .98-room {
			ticks = append(ticks, Tick{At: at, Label: label(days[i])})
		}
	}
	return ticks
}

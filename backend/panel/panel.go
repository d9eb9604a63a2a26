package panel

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"creatorlift/backend/shop"
)

// Cadence is the regular step between two periods.
type Cadence string

// The cadences. Steps is for panels whose periods are numbers (1, 2, 3 or years).
const (
	Daily     Cadence = "daily"
	Weekly    Cadence = "weekly"
	Monthly   Cadence = "monthly"
	Quarterly Cadence = "quarterly"
	Yearly    Cadence = "yearly"
	Steps     Cadence = "steps"
)

// Panel is a matrix of units x periods. Y[i][t] is what unit i had in period t; NaN is missing and
// never zero. Periods are in order and each stands once.
type Panel struct {
	Units   []string
	Labels  []string // the periods as people write them; YYYY-MM-DD for dates
	Times   []int64  // day number, or the number itself for Steps
	Cadence Cadence
	Y       [][]float64
	Unit    string // what Y is measured in, "USD minor"; "" if the file does not say
}

// Find returns the row of a unit, -1 if there is none.
func (p *Panel) Find(unit string) int { return slices.Index(p.Units, unit) }

// At returns the period that a label (a day, or a number for Steps) falls into, len(Labels) behind the
// last. In a daily panel a day that is no period belongs to the next one; a week, month or year holds
// the days up to the next. It returns a *shop.Error if the label is not of the panel's kind.
func (p *Panel) At(label string) (int, error) {
	at, kind, err := parseTime(label)
	if err != nil {
		return 0, err
	}
	if (kind == kindNumber) != (p.Cadence == Steps) {
		return 0, &shop.Error{Code: "bad_day", Message: fmt.Sprintf("%q is not of the same kind as the panel's periods, such as %q.", label, p.Labels[0]), Hint: "Write the period as the panel file does."}
	}
	i, exact := slices.BinarySearch(p.Times, at)
	if p.coarse() && !exact && i > 0 && at < p.Times[i-1]+p.step() {
		i--
	}
	return i, nil
}

// After is the first period that lies behind the label: what comes after a last day.
func (p *Panel) After(label string) (int, error) {
	i, err := p.At(label)
	if err == nil && i < len(p.Times) {
		if at, _, _ := parseTime(label); p.Times[i] <= at {
			i++
		}
	}
	return i, err
}

// Inside reports whether a label falls into a period without being its first day.
func (p *Panel) Inside(label string) bool {
	i, err := p.At(label)
	at, _, _ := parseTime(label)
	return err == nil && p.coarse() && i < len(p.Times) && p.Times[i] < at
}

func (p *Panel) coarse() bool { return p.Cadence != Daily && p.Cadence != Steps }

// step is how many days a period has at most, 1 for Steps.
func (p *Panel) step() int64 {
	return map[Cadence]int64{Daily: 1, Weekly: 7, Monthly: 31, Quarterly: 92, Yearly: 366, Steps: 1}[p.Cadence]
}

// Absent counts the days from first to last (labels, both included) that are no period of a daily panel
// although their weekday usually is one, and all such days asked for; 0, 0 for other panels.
func (p *Panel) Absent(first, last string) (absent, usual int) {
	from, kind, err := parseTime(first)
	to, _, err2 := parseTime(last)
	if p.Cadence != Daily || kind != kindDate || err != nil || err2 != nil || to-from > 100_000 {
		return 0, 0
	}
	var open [7]bool
	for _, t := range p.Times {
		open[shop.Day(t).Weekday()] = true
	}
	for d := from; d <= to; d++ {
		if open[shop.Day(d).Weekday()] {
			usual++
			if _, there := slices.BinarySearch(p.Times, d); !there {
				absent++
			}
		}
	}
	return absent, usual
}

// AfterGap is the first column in (from, to) behind the last gap of at least min days in a daily panel;
// from if there is none.
func (p *Panel) AfterGap(from, to int, min int64) int {
	for i := to - 1; i > from; i-- {
		if p.Cadence == Daily && p.Times[i]-p.Times[i-1] > min {
			return i
		}
	}
	return from
}

// Season gives the weekday of each period of a daily panel, nil for the others.
func (p *Panel) Season() []int {
	if p.Cadence != Daily {
		return nil
	}
	s := make([]int, len(p.Times))
	for i, t := range p.Times {
		s[i] = int(shop.Day(t).Weekday())
	}
	return s
}

// Sum adds the rows of the named units; a period in which one of them is missing is missing.
func (p *Panel) Sum(units []string) []float64 {
	out := make([]float64, len(p.Labels))
	for _, u := range units {
		row := p.Y[p.Find(u)]
		for t, v := range row {
			out[t] += v // NaN stays NaN
		}
	}
	return out
}

type timeKind int

const (
	kindDate timeKind = iota
	kindNumber
)

var dateLayouts = []string{"2006-01-02", "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02T15:04:05Z", "2006/01/02", "20060102", "2006-01"}

// parseTime reads a period's label: an ISO date (with a clock at midnight at most), a year and month,
// or a whole number.
func parseTime(s string) (int64, timeKind, error) {
	s = strings.TrimSpace(s)
	for _, l := range dateLayouts {
		if t, err := time.Parse(l, s); err == nil {
			return int64(shop.DayOf(t)), kindDate, nil
		}
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && f == math.Trunc(f) && math.Abs(f) < 1e9 {
		return int64(f), kindNumber, nil
	}
	return 0, 0, &shop.Error{Code: "bad_day", Message: fmt.Sprintf("%q is not a day.", s), Hint: "Write days as YYYY-MM-DD, for example 2026-10-05."}
}

// cadenceOf finds the regular step. Dates absent from the whole panel are no periods (closed days),
// so single gaps are allowed; four or more equal gaps in a row that are not the usual one are a
// second cadence and refused.
func cadenceOf(times []int64, kind timeKind, labels []string) (Cadence, error) {
	if len(times) < 2 {
		return Daily, nil
	}
	gaps, count := make([]int64, len(times)-1), map[int64]int{}
	for i := range gaps {
		gaps[i] = times[i+1] - times[i]
		count[gaps[i]]++
	}
	usual := gaps[0]
	for _, g := range gaps {
		if count[g] > count[usual] || (count[g] == count[usual] && g < usual) {
			usual = g
		}
	}
	if kind == kindNumber {
		return Steps, mixed(gaps, func(g int64) bool { return g == usual }, labels)
	}
	switch {
	case usual == 1:
		return Daily, mixed(gaps, func(g int64) bool { return g == 1 }, labels)
	case usual == 7:
		return Weekly, mixed(gaps, func(g int64) bool { return g == 7 }, labels)
	case usual >= 28 && usual <= 31:
		return Monthly, mixed(gaps, func(g int64) bool { return g >= 28 && g <= 31 }, labels)
	case usual >= 90 && usual <= 92:
		return Quarterly, mixed(gaps, func(g int64) bool { return g >= 90 && g <= 92 }, labels)
	case usual == 365 || usual == 366:
		return Yearly, mixed(gaps, func(g int64) bool { return g == 365 || g == 366 }, labels)
	}
	return "", &shop.Error{Code: "no_cadence", Message: fmt.Sprintf("The periods are usually %d days apart, which is no regular day, week, month, quarter or year.", usual), Hint: "Give one row per day or per week."}
}

func mixed(gaps []int64, usual func(int64) bool, labels []string) error {
	run := 0
	for i, g := range gaps {
		switch {
		case usual(g):
			run = 0
		case i > 0 && gaps[i-1] == g:
			run++
		default:
			run = 1
		}
		if run >= 4 {
			return &shop.Error{Code: "mixed_cadence", Message: fmt.Sprintf("The step between periods changes near %s: days and longer steps are mixed.", labels[i]), Hint: "Give all periods in one step, days or weeks."}
		}
	}
	return nil
}

// closedAtEnd is how many days after the last one of a daily panel may be a long weekend.
const closedAtEnd = 3

// Reaches reports whether the label lies in the panel's last period, or in a daily panel at most a long
// weekend behind it.
func (p *Panel) Reaches(label string) bool {
	at, _, err := parseTime(label)
	room := p.step()
	if p.Cadence == Daily {
		room += closedAtEnd
	}
	return err == nil && at < p.Times[len(p.Times)-1]+room
}

// Together is the panel of all units' sums under one name; a period in which one is missing is missing.
func (p *Panel) Together(name string) *Panel {
	q := *p
	q.Units, q.Y = []string{name}, [][]float64{p.Sum(p.Units)}
	return &q
}

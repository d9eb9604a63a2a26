package report

import (
	"fmt"

	"creatorlift/backend/experiment"
	"creatorlift/backend/shop"
)

// shortDay is "5 Oct".
func shortDay(d shop.Day) string {
	_, m, day := d.Date()
	return fmt.Sprintf("%d %s", day, m.String()[:3])
}

// mediumDay is "21 Nov 2026".
func mediumDay(d shop.Day) string {
	y, _, _ := d.Date()
	return fmt.Sprintf("%s %d", shortDay(d), y)
}

// dayName writes a period's label: a date as a short day, any other label as it is.
func dayName(label string) string {
	if d, err := shop.ParseDay(label); err == nil {
		return shortDay(d)
	}
	return label
}

// daysOf reads the two ends of a span; ok is false for a panel whose periods are not days.
func daysOf(s experiment.Span) (first, last shop.Day, ok bool) {
	first, err := shop.ParseDay(s.First)
	last, err2 := shop.ParseDay(s.Last)
	return first, last, err == nil && err2 == nil
}

// spanWords is "5 October to 1 November 2026", with both years where they differ.
func spanWords(s experiment.Span) string {
	first, last, ok := daysOf(s)
	if !ok {
		return labels(s)
	}
	y1, m1, d1 := first.Date()
	y2, m2, d2 := last.Date()
	switch {
	case first == last:
		return fmt.Sprintf("%d %s %d", d1, m1, y1)
	case y1 != y2:
		return fmt.Sprintf("%d %s %d to %d %s %d", d1, m1, y1, d2, m2, y2)
	case m1 == m2:
		return fmt.Sprintf("%d to %d %s %d", d1, d2, m2, y2)
	}
	return fmt.Sprintf("%d %s to %d %s %d", d1, m1, d2, m2, y2)
}

// spanShort is "5 Oct to 1 Nov 2026".
func spanShort(s experiment.Span) string {
	first, last, ok := daysOf(s)
	if !ok {
		return labels(s)
	}
	y1, _, _ := first.Date()
	y2, _, _ := last.Date()
	switch {
	case first == last:
		return mediumDay(last)
	case y1 != y2:
		return mediumDay(first) + " to " + mediumDay(last)
	}
	return shortDay(first) + " to " + mediumDay(last)
}

func labels(s experiment.Span) string {
	if s.First == s.Last {
		return s.First
	}
	return s.First + " to " + s.Last
}

// testLength is "28 days" where the panel is daily, else "8 periods"; "" where it is not known.
func testLength(a experiment.Answer) string {
	if a.Period != nil && (a.Diagnostics.Cadence == "daily" || a.Diagnostics.Cadence == "") {
		if first, last, ok := daysOf(*a.Period); ok {
			return plural(shop.Inclusive(first, last).Days(), "day", "days")
		}
	}
	if n := a.Diagnostics.TestPeriods; n > 0 {
		return plural(n, "period", "periods")
	}
	return ""
}

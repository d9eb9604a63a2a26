package importer

import (
	"creatorlift/backend/shop"
)

// dateEvidence gathers over a file in which order day and month stand.
type dateEvidence struct {
	dayLine, monthLine int // first line that can only be read day first, month first; 0 for none
	vagueLine          int // first line that can be read both ways and means two different days
	textLine           int // first line whose order of day and month is a matter of order
	sheetLine          int // first line with a date that a workbook holds as one
	naive              bool

	vague  string         // the first cell that can be read both ways
	covers [2]shop.Period // of the first column of dates, read day first and month first
	ends   [2]shop.Day    // its last day, read either way, of a format that restates
}

// observe looks at one date. Cells that are no dates say nothing. open reports whether day and month of
// this one and of all before could stand either way.
func (e *dateEvidence) observe(cell []byte, line int) (s stamp, open bool) {
	s, ok := parseStamp(cell)
	if !ok {
		return s, false
	}
	e.naive = e.naive || (s.hasTime && !s.hasOffset)
	if s.named {
		return s, false
	}
	e.textLine = first(e.textLine, line)
	switch {
	case s.a > 12 && s.b <= 12 && e.dayLine == 0:
		e.dayLine = line
	case s.b > 12 && s.a <= 12 && e.monthLine == 0:
		e.monthLine = line
	case s.a <= 12 && s.b <= 12 && s.a != s.b && e.vagueLine == 0:
		e.vagueLine, e.vague = line, string(cell)
	}
	return s, e.dayLine == 0 && e.monthLine == 0
}

// reach takes a date into the last day of the file, read either way.
func (e *dateEvidence) reach(s stamp) {
	for i, order := range []dayOrder{dayFirst, monthFirst} {
		if day, ok := s.date(order); ok {
			e.ends[i] = max(e.ends[i], day)
		}
	}
}

// first keeps the first line that was noted.
func first(before, line int) int {
	if before > 0 {
		return before
	}
	return line
}

// turned refuses a workbook that holds some dates as text and others as dates: opened in a country that
// writes the month first, 03/10/2026 became the tenth of March and 13/10/2026 stayed text.
func (e *dateEvidence) turned() *refusal {
	if e.textLine == 0 || e.sheetLine == 0 {
		return nil
	}
	return refuse(max(e.textLine, e.sheetLine), "mixed_dates", "Row %d holds a date as text and row %d as a date: a spreadsheet has changed some of them. Export the file again and drop it here without opening it first.",
		e.textLine, e.sheetLine)
}

// contradicts refuses a file with dates that cannot be in the order it is known to have: those that can
// be read both ways would silently be read the wrong way.
func (e *dateEvidence) contradicts(order dayOrder) *refusal {
	line, has, is := e.monthLine, "month", "day"
	if order == monthFirst {
		line, has, is = e.dayLine, "day", "month"
	}
	if order == orderUnknown || line == 0 {
		return nil
	}
	return refuse(line, "mixed_dates", "Line %d writes the %s first, but dates of this file are taken to have the %s first. If a spreadsheet changed them, export the file again.", line, has, is)
}

// decide tells the order. Evidence for both orders is a refusal: a spreadsheet has turned some of the
// dates around, and nobody can tell which.
func (e *dateEvidence) decide() (order dayOrder, ok bool, r *refusal) {
	switch {
	case e.dayLine > 0 && e.monthLine > 0:
		return orderUnknown, false, refuse(max(e.dayLine, e.monthLine), "mixed_dates",
			"Line %d writes the day first and line %d the month first: a spreadsheet has changed the dates. Export the file again and drop it here without opening it first.",
			e.dayLine, e.monthLine)
	case e.dayLine > 0:
		return dayFirst, true, nil
	case e.monthLine > 0:
		return monthFirst, true, nil
	}
	return dayFirst, e.vagueLine == 0, nil
}

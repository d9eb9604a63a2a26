package importer

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"creatorlift/backend/shop"
)

// dayOrder is how a file writes day and month when both are numbers and the year comes last.
type dayOrder uint8

const (
	orderUnknown dayOrder = iota
	dayFirst
	monthFirst
)

// stamp is a date, perhaps with a time of day, perhaps with an offset from UTC, as a cell writes it.
type stamp struct {
	a, b, year int  // a and b are day and month in the file's order, or month and day after named
	named      bool // the order is certain: the year came first or the month is a name; a is the month
	hasTime    bool
	hasOffset  bool
	secs       int    // seconds since midnight
	offset     int    // seconds east of UTC
	word       string // a zone by a word that several zones share, "" for none
}

// parseStamp reads YYYY-MM-DD, YYYY/MM/DD, YYYYMMDD, D/M/Y with / - or . between and a year of two or
// four digits, and English month names; then, if it is there, a time and an offset.
func parseStamp(cell []byte) (stamp, bool) {
	p := scanner{b: bytes.TrimPrefix(cell, []byte("'"))}
	s, ok := p.date()
	if !ok {
		return s, false
	}
	if p.done() {
		return s, true
	}
	if !p.eat('T') && !p.eat('t') {
		p.eat(',')
		if !p.spaces() {
			return s, false
		}
	}
	ok = p.clock(&s) && p.zone(&s) && p.done()
	return s, ok
}

// date gives the day, reading month and day in the order of the file; false for a date that does not exist or a year that no
// shop's file holds.
func (s stamp) date(order dayOrder) (shop.Day, bool) {
	month, day := s.a, s.b
	if !s.named && order == orderUnknown {
		return 0, false
	}
	if !s.named && order == dayFirst {
		month, day = s.b, s.a
	}
	if s.year < 1900 || s.year > 2200 || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, false
	}
	d := shop.DayFrom(s.year, time.Month(month), day)
	if day > 28 {
		if _, m, _ := d.Date(); int(m) != month {
			return 0, false
		}
	}
	return d, true
}

type scanner struct {
	b []byte
	i int
}

func (p *scanner) done() bool { return p.i >= len(p.b) }

func (p *scanner) peek() byte {
	if p.done() {
		return 0
	}
	return p.b[p.i]
}

func (p *scanner) eat(c byte) bool {
	if p.peek() != c || p.done() {
		return false
	}
	p.i++
	return true
}

// spaces eats spaces and no-break spaces, and tells whether there were any.
func (p *scanner) spaces() bool {
	from := p.i
	for !p.done() {
		switch {
		case p.b[p.i] == ' ':
			p.i++
		case bytes.HasPrefix(p.b[p.i:], []byte("\u00a0")):
			p.i += 2
		case bytes.HasPrefix(p.b[p.i:], []byte("\u202f")):
			p.i += 3
		default:
			return p.i > from
		}
	}
	return p.i > from
}

// number reads up to width digits and gives their value and count.
func (p *scanner) number(width int) (v, n int) {
	for n < width && !p.done() && p.b[p.i] >= '0' && p.b[p.i] <= '9' {
		v = v*10 + int(p.b[p.i]-'0')
		p.i++
		n++
	}
	return v, n
}

func (p *scanner) date() (stamp, bool) {
	p.weekday()
	if c := p.peek() | 0x20; c >= 'a' && c <= 'z' {
		return p.monthFirstName()
	}
	v, n := p.number(8)
	switch n {
	case 8:
		return stamp{year: v / 10000, a: v / 100 % 100, b: v % 100, named: true}, true
	case 4:
		return p.yearFirst(v)
	case 1, 2:
		return p.yearLast(v)
	}
	return stamp{}, false
}

func (p *scanner) yearFirst(year int) (stamp, bool) {
	sep := p.peek()
	if !dateSign(sep) {
		return stamp{}, false
	}
	p.i++
	month, n := p.number(2)
	if n == 0 || !p.eat(sep) {
		return stamp{}, false
	}
	day, n := p.number(2)
	return stamp{year: year, a: month, b: day, named: true}, n > 0
}

func (p *scanner) yearLast(first int) (stamp, bool) {
	sep := p.peek()
	if sep == ' ' || sep == '-' {
		rest := p.i
		p.i++
		if m, ok := p.month(); ok && (p.eat(sep) || p.eat(' ')) {
			year, ok := p.year()
			return stamp{year: year, a: m, b: first, named: true}, ok
		}
		p.i = rest
	}
	if !dateSign(sep) {
		return stamp{}, false
	}
	p.i++
	second, n := p.number(2)
	if n == 0 || !p.eat(sep) {
		return stamp{}, false
	}
	year, ok := p.year()
	return stamp{year: year, a: first, b: second}, ok
}

// monthFirstName reads "Oct 5, 2026".
func (p *scanner) monthFirstName() (stamp, bool) {
	m, ok := p.month()
	if !ok || !p.spaces() {
		return stamp{}, false
	}
	day, n := p.number(2)
	p.eat(',')
	if n == 0 || !p.spaces() {
		return stamp{}, false
	}
	year, ok := p.year()
	return stamp{year: year, a: m, b: day, named: true}, ok
}

// weekday eats the name of a day before a date, as in "Sat, 31 Oct 2026".
func (p *scanner) weekday() {
	if c := p.peek() | 0x20; c < 'a' || c > 'z' {
		return // nearly all dates begin with a digit
	}
	from := p.i
	if weekdayNames[p.lowerWord()] > 0 {
		p.eat('.')
		p.eat(',')
		if p.spaces() {
			return
		}
	}
	p.i = from
}

// monthNames and weekdayNames hold full names and their first three letters in lower case, counted from 1.
var monthNames, weekdayNames = func() (map[string]int, map[string]int) {
	months, days := map[string]int{"sept": 9}, map[string]int{}
	add := func(to map[string]int, name string, n int) { to[name], to[name[:3]] = n, n }
	for m := time.January; m <= time.December; m++ {
		add(months, strings.ToLower(m.String()), int(m))
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		add(days, strings.ToLower(d.String()), int(d)+1)
	}
	return months, days
}()

// lowerWord eats letters and gives them in lower case, "" for more than the longest name of a month has.
func (p *scanner) lowerWord() string {
	word := p.word()
	var low [len("september")]byte
	if len(word) > len(low) {
		return ""
	}
	for i := range word {
		low[i] = word[i] | 0x20
	}
	return string(low[:len(word)])
}

// word eats letters.
func (p *scanner) word() string {
	from := p.i
	for !p.done() && p.b[p.i]|0x20 >= 'a' && p.b[p.i]|0x20 <= 'z' {
		p.i++
	}
	return string(p.b[from:p.i])
}

// month reads an English month name or its first three letters.
func (p *scanner) month() (int, bool) {
	m, ok := monthNames[p.lowerWord()]
	if ok {
		p.eat('.')
	}
	return m, ok
}

func (p *scanner) year() (int, bool) {
	y, n := p.number(4)
	if n == 2 {
		return 2000 + y, true
	}
	return y, n == 4
}

func dateSign(c byte) bool { return c == '/' || c == '-' || c == '.' }

// clock reads H:MM, H:MM:SS, H:MM:SS.fff, each with or without AM or PM.
func (p *scanner) clock(s *stamp) bool {
	h, n := p.number(2)
	if n == 0 || !p.eat(':') {
		return false
	}
	m, n := p.number(2)
	sec := 0
	if n == 2 && p.eat(':') {
		sec, n = p.number(2)
		if n == 2 && (p.eat('.') || p.eat(',')) {
			_, frac := p.number(9)
			n = min(frac, 1) * 2
		}
	}
	if n != 2 || h > 23 || m > 59 || sec > 59 {
		return false
	}
	back := p.i
	p.spaces()
	switch half := p.halfDay(); {
	case half == 0:
		p.i = back
	case h < 1 || h > 12:
		return false
	default:
		h = h%12 + half - 1
	}
	s.hasTime, s.secs = true, h*3600+m*60+sec
	return true
}

// halfDay reads AM (1), PM (13) or nothing (0), with or without points.
func (p *scanner) halfDay() int {
	back, half := p.i, 1
	switch p.peek() | 0x20 {
	case 'p':
		half = 13
	case 'a':
	default:
		return 0
	}
	p.i++
	point := p.eat('.')
	if point {
		p.spaces()
	}
	if !p.eat('m') && !p.eat('M') || point && !p.eat('.') {
		p.i = back
		return 0
	}
	return half
}

// zone reads Z, an offset such as -0500, +05:30, +02, or the word of a zone, perhaps with an offset behind
// it (GMT+01:00) or before it (+0000 UTC); all may be absent.
func (p *scanner) zone(s *stamp) bool {
	if p.done() {
		return true
	}
	p.spaces()
	bracket := p.eat('(')
	if word := strings.ToUpper(p.word()); word != "" {
		hours, known := clockWords[word]
		switch {
		case sharedWords[word]:
			s.word = word
		case !known:
			return false
		default:
			s.hasOffset, s.offset = true, int(hours*3600)
		}
		return (p.done() || p.peek() == ')' || hours == 0 && s.hasOffset && p.offset(s)) && (!bracket || p.eat(')'))
	}
	if bracket || !p.offset(s) {
		return false
	}
	if back := p.i; p.spaces() {
		also := stamp{}
		if p.word(); p.i == back || !zoneSays(string(p.b[back:p.i]), &also) || also.offset != s.offset {
			p.i = back
		}
	}
	return true
}

// zoneSays reads a lone word behind an offset.
func zoneSays(text string, s *stamp) bool {
	hours, known := clockWords[strings.ToUpper(strings.TrimSpace(text))]
	s.offset = int(hours * 3600)
	return known
}

// offset reads -0500, +05:30, +02 or, behind GMT, +2.
func (p *scanner) offset(s *stamp) bool {
	short, sign := s.hasOffset, 1
	if p.eat('-') {
		sign = -1
	} else if !p.eat('+') {
		return false
	}
	h, n := p.number(2)
	if n != 2 && !(n == 1 && short) {
		return false
	}
	m := 0
	if p.eat(':') || isDigit(rune(p.peek())) {
		if m, n = p.number(2); n != 2 {
			return false
		}
	}
	s.hasOffset, s.offset = true, sign*(h*3600+m*60)
	return h <= 14 && m <= 59
}

// clockWords are the words of zones that mean one offset, in hours.
var clockWords = map[string]float64{
	"Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3,
	"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
	"BRT": -3, "JST": 9, "KST": 9, "SGT": 8, "MYT": 8, "HKT": 8, "PHT": 8, "WIB": 7, "ICT": 7, "AWST": 8, "AEST": 10, "AEDT": 11, "ACST": 9.5, "ACDT": 10.5,
	"NZST": 12, "NZDT": 13,
}

// sharedWords are words that several zones use: CST is Chicago's and Shanghai's. They are taken if the
// shop's zone uses them.
var sharedWords = map[string]bool{"CST": true, "IST": true, "BST": true, "AST": true, "SST": true, "ADT": true, "SAST": true}

// parseDatePattern understands a pattern such as "DD/MM/YYYY HH:MM" as far as it matters: the order
// of day and month. The reading of cells stays strict about existing dates and lenient about seconds.
func parseDatePattern(pattern string) (dayOrder, error) {
	p := strings.ToUpper(strings.TrimSpace(pattern))
	day, month, year := strings.Index(p, "D"), strings.Index(p, "M"), strings.Index(p, "Y")
	rest := strings.Trim(p, "DMYHS:/.-, TAPZ+0")
	switch {
	case rest != "" || day < 0 || month < 0 || year < 0:
	case year < month && month < day:
		return orderUnknown, nil // the year first: cells tell it themselves
	case day < month && month < year:
		return dayFirst, nil
	case month < day && day < year:
		return monthFirst, nil
	}
	return orderUnknown, &shop.Error{Code: "bad_date_pattern", Message: fmt.Sprintf("%q is not a way to write dates that can be read.", pattern),
		Hint: "Write it like DD/MM/YYYY HH:MM, MM/DD/YYYY or YYYY-MM-DD HH:MM:SS."}
}

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

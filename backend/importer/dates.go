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

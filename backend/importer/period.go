package importer

import (
	"strings"
	"time"

	"creatorlift/backend/shop"
)

// spoken is a day that a text names.
type spoken struct {
	day      shop.Day
	from, to int // in the text
}

// findPeriod finds the stretch of days that a file's name or first lines speak of: one day or month, or
// two days with only marks, hours, spaces or "to" between them. Days are written 20261001, 2026-10-01 or
// 2026/10/01; with the year last only where order is known, or two days of which one settles it: a name with
// 03-04-2026 in it says nothing. A month counts only where no day is named. False for none, for three, and
// for two that stand apart.
func findPeriod(text string, order dayOrder) (shop.Period, bool) {
	days := daysIn(text, order)
	if len(days) == 0 && order == orderUnknown {
		one, ok := stretch(text, daysIn(text, dayFirst))
		other, also := stretch(text, daysIn(text, monthFirst))
		if also && !ok {
			return other, true
		} else if ok && (!also || one == other) {
			return one, true
		}
	}
	if len(days) == 1 {
		return shop.Inclusive(days[0].day, days[0].day), true
	} else if len(days) == 0 {
		return findMonth(text)
	}
	return stretch(text, days)
}

// stretch makes one of two days that belong together.
func stretch(text string, days []spoken) (shop.Period, bool) {
	if len(days) != 2 || days[0].day > days[1].day || !joined(text[days[0].to:days[1].from]) {
		return shop.Period{}, false
	}
	return shop.Inclusive(days[0].day, days[1].day), true
}

// daysIn lists the days that a text names.
func daysIn(text string, order dayOrder) (days []spoken) {
	for i := 0; i < len(text); {
		if !isDigit(rune(text[i])) {
			i++
			continue
		}
		if day, n := dayAt(text[i:], order); n > 0 {
			days = append(days, spoken{day, i, i + n})
			i += n
			continue
		}
		for i < len(text) && isDigit(rune(text[i])) {
			i++
		}
	}
	return days
}

// joined reports whether what stands between two days makes one stretch of them: marks, "to", and the
// hour that a name such as "2026-10-01 00 ~ 2026-10-31 23" writes behind the first.
func joined(between string) bool {
	hour := strings.TrimLeft(between, " _T")
	if n := len(hour); n < len(between) && n >= 2 && isDigit(rune(hour[0])) && isDigit(rune(hour[1])) {
		between = strings.TrimPrefix(strings.TrimPrefix(hour[2:], ":00"), ":00")
	}
	between = strings.ToLower(between)
	for _, word := range []string{"to", "until", "through", "bis", "au", "al", "a", "sampai", "s/d", "至", "到"} {
		if trimmed := strings.Trim(between, spaceMarks); trimmed == word {
			return true
		}
	}
	return strings.Trim(between, spaceMarks) == ""
}

const spaceMarks = " \t_-~–—.\u00a0\u202f～"

// dayAt reads the day at the start of s, and how long it is, 0 for none. Digits that go on are no day.
func dayAt(s string, order dayOrder) (shop.Day, int) {
	for _, layout := range []string{"20060102", "2006-01-02", "2006/01/02", "2006.01.02"} {
		n := len(layout)
		if len(s) < n || len(s) > n && isDigit(rune(s[n])) || !strings.HasPrefix(s, "20") {
			continue
		}
		if t, err := time.Parse(layout, s[:n]); err == nil {
			return shop.DayFrom(t.Date()), n
		}
	}
	const yearLast = len("02/01/2006")
	if order == orderUnknown || len(s) < yearLast || len(s) > yearLast && isDigit(rune(s[yearLast])) || s[2] != s[5] || !dateSign(s[2]) {
		return 0, 0
	}
	p := scanner{b: []byte(s[:yearLast])}
	found, ok := p.date()
	if !ok || !p.done() {
		return 0, 0
	}
	if day, ok := found.date(order); ok {
		return day, yearLast
	}
	return 0, 0
}

// findMonth finds the one month, written 2026-10 or 2026_10, that a text without days names.
func findMonth(text string) (month shop.Period, found bool) {
	for i := 0; i < len(text); {
		if !isDigit(rune(text[i])) {
			i++
			continue
		}
		from := i
		for i < len(text) && isDigit(rune(text[i])) {
			i++
		}
		if i-from != 4 || len(text) < i+3 || (text[i] != '-' && text[i] != '_') || !strings.HasPrefix(text[from:], "20") {
			continue
		}
		t, err := time.Parse("2006-01", text[from:i]+"-"+text[i+1:i+3])
		rest := text[i+3:]
		if err != nil || rest != "" && isDigit(rune(rest[0])) {
			continue
		}
		if found || len(rest) > 1 && dateSign(rest[0]) && isDigit(rune(rest[1])) {
			return shop.Period{}, false // two months, or a day of one digit
		}
		month, found = shop.Inclusive(shop.DayFrom(t.Date()), shop.DayFrom(t.AddDate(0, 1, -1).Date())), true
		i += 3
	}
	return month, found
}

// saidPeriod finds the stretch of days in the lines above a header: in one line, or in two lines one after
// the other that name a day each, such as "Start date: 20261001" and "End date: 20261031". A lone day is
// taken only where no other line names one: it may be the day of the download.
func saidPeriod(said []string, order dayOrder) (shop.Period, bool) {
	var alone []int // lines that name one day
	for i, text := range said {
		days := daysIn(text, order)
		if len(days) == 1 {
			alone = append(alone, i)
		}
		if w, ok := findPeriod(text, order); ok && len(days) != 1 {
			return w, true
		}
	}
	switch {
	case len(alone) == 1:
		return findPeriod(said[alone[0]], order)
	case len(alone) == 2 && alone[1] == alone[0]+1:
		first, last := daysIn(said[alone[0]], order)[0].day, daysIn(said[alone[1]], order)[0].day
		if first <= last {
			return shop.Inclusive(first, last), true
		}
	}
	return shop.Period{}, false
}

// decideWindow settles the days of a report without a date column: the mapping's word, else that of
// the lines above the header, else the file's name. Without one it asks.
func (t *table) decideWindow() {
	if !t.format.windowed || t.anyColumn(t.format.days) || t.names.at("period") >= 0 {
		return
	}
	if w, ok := findPeriod(t.names.constant("period"), orderUnknown); ok {
		t.window = w
		return
	}
	order := max(t.format.order, t.format.preamble)
	if t.opt.mapping().Date != "" {
		order, _ = parseDatePattern(t.opt.mapping().Date) // checked before
	}
	for _, order := range []dayOrder{order, orderUnknown} { // days that cannot be read in one order show the other
		if w, ok := saidPeriod(t.said, order); ok {
			t.window = w
			return
		}
	}
	// The name of a file inside a folder says more than that of the folder.
	name := t.opt.Name
	for {
		slash := strings.LastIndexByte(name, '/')
		if w, ok := findPeriod(name[slash+1:], orderUnknown); ok && !(t.format.dayOfExport && w.Days() == 1) {
			t.window = w
			return
		}
		if slash < 0 {
			break
		}
		name = name[:slash]
	}
	t.rep.ask("period")
}

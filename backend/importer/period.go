package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// findPeriod finds the stretch of days that a file's name or first lines speak of: one day, or two with
// only marks, spaces or "to" between them. Days are written 20261001 or 2026-10-01, nothing else: a name
// with 03-04 in it says nothing. False for none, for three, and for two that stand apart.
func findPeriod(text string) (shop.Period, bool) {
	var days []shop.Day
	last, apart := 0, false
	for i := 0; i < len(text); {
		if !isDigit(rune(text[i])) {
			i++
			continue
		}
		day, n := dayAt(text[i:])
		if n == 0 {
			for i < len(text) && isDigit(rune(text[i])) {
				i++
			}
			continue
		}
		if len(days) > 0 {
			between := strings.ReplaceAll(strings.ToLower(text[last:i]), "to", "")
			apart = apart || strings.Trim(between, " \t_-~–—.\u00a0") != ""
		}
		days = append(days, day)
		i += n
		last = i
	}
	switch {
	case len(days) == 1:
		return shop.Inclusive(days[0], days[0]), true
	case len(days) == 2 && !apart && days[0] <= days[1]:
		return shop.Inclusive(days[0], days[1]), true
	}
	return shop.Period{}, false
}

// dayAt reads the day at the start of s, and how long it is, 0 for none. Digits that go on are no day.
func dayAt(s string) (shop.Day, int) {
	for _, layout := range []string{"20060102", "2006-01-02"} {
		if n := len(layout); len(s) >= n && (len(s) == n || !isDigit(rune(s[n]))) {
			text := s[:n]
			if n == 8 && strings.ContainsAny(text, "-_ ") {
				continue
			}
			if n == 8 {
				text = text[:4] + "-" + text[4:6] + "-" + text[6:]
			}
			if day, err := shop.ParseDay(text); err == nil && text[:2] == "20" {
				return day, n
			}
		}
	}
	return 0, 0
}

// decideWindow settles the days of a report without a date column: the mapping's word, else that of
// the lines above the header, else the file's name. Without one it asks.
func (t *table) decideWindow() {
	if !t.format.windowed || t.anyColumn(t.format.days) {
		return
	}
	said := append([]string{t.names.constant("period")}, t.said...)
	for _, text := range append(said, t.opt.Name) {
		if w, ok := findPeriod(text); ok {
			t.window = w
			return
		}
	}
	t.rep.ask("period")
}

package importer

import (
	"fmt"
	"math"
	"time"
	_ "time/tzdata" // Windows and small Linux systems bring no zones of their own

	"creatorlift/backend/shop"
)

// zone is a time zone that remembers the stretch of constant offset it was last asked about: rows of a
// file lie close together in time.
type zone struct {
	loc      *time.Location
	from, to int64
	offset   int64
}

// loadZone finds an IANA zone; nil for the empty name. It gives a *shop.Error with code unknown_zone.
func loadZone(name string) (*zone, error) {
	if name == "" {
		return nil, nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, &shop.Error{Code: "unknown_zone", Message: fmt.Sprintf("There is no time zone called %q.", name),
			Hint: "Use a name such as America/New_York or Europe/London."}
	}
	return &zone{loc: loc}, nil
}

// at gives the offset from UTC, in seconds east, at an instant.
func (z *zone) at(utc int64) int64 {
	if utc >= z.from && utc < z.to {
		return z.offset
	}
	t := time.Unix(utc, 0).In(z.loc)
	_, off := t.Zone()
	start, end := t.ZoneBounds()
	z.from, z.to, z.offset = math.MinInt64, math.MaxInt64, int64(off)
	if !start.IsZero() {
		z.from = start.Unix()
	}
	if !end.IsZero() {
		z.to = end.Unix()
	}
	return z.offset
}

// instant turns what a clock on the wall showed (counted as if it were UTC) into an instant. When the
// clocks go back an hour exists twice: the first one is meant. When they go forward an hour does not
// exist: it is read with the offset before the change, as if the clock had not been moved yet.
func (z *zone) instant(wall int64) int64 {
	before, after := z.at(wall-86400), z.at(wall+86400)
	first := wall - before
	if before == after || z.at(first) == before {
		return first
	}
	if second := wall - after; z.at(second) == after {
		return second
	}
	return first
}

// uses reports whether a zone is called by a word around a time, in summer or winter.
func (z *zone) uses(word string, wall int64) bool {
	for _, half := range []int64{-183, 0, 183} {
		if name, _ := time.Unix(wall+half*86400, 0).In(z.loc).Zone(); name == word {
			return true
		}
	}
	return false
}

// day is the civil date an instant has in the zone.
func (z *zone) day(utc int64) shop.Day { return dayOf(utc + z.at(utc)) }

func dayOf(wall int64) shop.Day {
	d := wall / 86400
	if wall%86400 < 0 {
		d--
	}
	return shop.Day(d)
}

// calendar turns stamps into instants and shop days. file is the zone of date-times without offset,
// shop the zone days are counted in; nil where not known.
type calendar struct {
	order dayOrder
	file  *zone
	shop  *zone
}

// place gives the instant and the day of a cell; false if it is no date. A date without a time is
// that day, and its instant midnight UTC, in whatever zone the shop is.
func (c *calendar) place(cell []byte) (utc int64, day shop.Day, ok bool) {
	s, ok := parseStamp(cell)
	if !ok {
		return 0, 0, false
	}
	day, ok = s.date(c.order)
	if !ok {
		return 0, 0, false
	}
	wall := int64(day)*86400 + int64(s.secs)
	switch {
	case !s.hasTime:
		return wall, day, true
	case s.hasOffset:
		utc = wall - int64(s.offset)
	case c.file != nil && (s.word == "" || c.file.uses(s.word, wall)):
		utc = c.file.instant(wall)
	default:
		return 0, 0, false
	}
	if c.shop == nil || (!s.hasOffset && c.file == c.shop) {
		return utc, day, true
	}
	return utc, c.shop.day(utc), true
}

// zoneChoices proposes zones by currency; any other may be answered.
func zoneChoices(c shop.Currency) []string {
	switch c {
	case "USD":
		return []string{"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"}
	case "GBP":
		return []string{"Europe/London"}
	case "EUR":
		return []string{"Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Amsterdam", "Europe/Dublin"}
	case "CAD":
		return []string{"America/Toronto", "America/Vancouver"}
	case "AUD":
		return []string{"Australia/Sydney", "Australia/Perth"}
	}
	return nil
}

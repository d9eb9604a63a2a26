package shop

import (
	"fmt"
	"time"
)

// Day is a civil date in the shop's time zone, counted from 1970-01-01. It has no clock and no zone.
type Day int32

// DayOf returns the civil date that t shows in its own location.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return DayFrom(y, m, d)
}

// DayFrom returns the day of a proleptic Gregorian date.
func DayFrom(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads YYYY-MM-DD and refuses dates that do not exist.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return 0, &Error{Code: "bad_day", Message: fmt.Sprintf("%q is not a day.", s), Hint: "Write days as YYYY-MM-DD, for example 2026-10-05."}
	}
	return DayOf(t), nil
}

// String gives YYYY-MM-DD.
func (d Day) String() string { return d.utc().Format("2006-01-02") }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// Date returns year, month and day of the month.
func (d Day) Date() (int, time.Month, int) { return d.utc().Date() }

func (d Day) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// MarshalText writes YYYY-MM-DD, so that a Day in JSON is a date.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Day) UnmarshalText(b []byte) error {
	v, err := ParseDay(string(b))
	if err == nil {
		*d = v
	}
	return err
}

// Period is the days from Start up to, not including, End. The zero Period is empty.
type Period struct{ Start, End Day }

// Inclusive makes the period from first to last, both included, as people write it.
func Inclusive(first, last Day) Period { return Period{Start: first, End: last + 1} }

// Days counts the days; 0 for a period that ends before it starts.
func (p Period) Days() int { return int(max(p.End-p.Start, 0)) }

// Contains reports whether d lies in the period.
func (p Period) Contains(d Day) bool { return d >= p.Start && d < p.End }

// Last is the last day of the period as people write it.
func (p Period) Last() Day { return p.End - 1 }

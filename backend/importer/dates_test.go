package importer

import (
	"fmt"
	"testing"
	"time"
)

func TestParseStamp(t *testing.T) {
	t.Parallel()
	cases := []struct {
		in    string
		order dayOrder
		want  string // wall clock, "" for no date
	}{
		{"2026-10-05", dayFirst, "2026-10-05 00:00:00"},
		{"2026/1/5", dayFirst, "2026-01-05 00:00:00"},
		{"20261005", dayFirst, "2026-10-05 00:00:00"},
		{"2026-10-05 23:58:12 -0500", dayFirst, "2026-10-05 23:58:12 -18000"},
		{"2026-10-05T23:58:12.123Z", dayFirst, "2026-10-05 23:58:12 0"},
		{"2026-10-05T23:58:12+05:30", dayFirst, "2026-10-05 23:58:12 19800"},
		{"2026-10-05 10:00 UTC", dayFirst, "2026-10-05 10:00:00 0"},
		{"03/10/2026 13:10:05", dayFirst, "2026-10-03 13:10:05"},
		{"03/10/2026 13:10:05", monthFirst, "2026-03-10 13:10:05"},
		{"10/02/2026 01:05:09 PM", monthFirst, "2026-10-02 13:05:09"},
		{"10/02/2026 12:05 am", monthFirst, "2026-10-02 00:05:00"},
		{"3.10.26 9:05", dayFirst, "2026-10-03 09:05:00"},
		{"5 Oct 2026", monthFirst, "2026-10-05 00:00:00"},
		{"5-October-2026", monthFirst, "2026-10-05 00:00:00"},
		{"Oct 5, 2026 1:00 PM", dayFirst, "2026-10-05 13:00:00"},
		{"Sept. 5, 2026", dayFirst, "2026-09-05 00:00:00"},
		{"29/02/2024", dayFirst, "2024-02-29 00:00:00"},
		{"29/02/2023", dayFirst, ""}, {"31/11/2026", dayFirst, ""}, {"10/13/2026", dayFirst, ""}, {"13/10/2026", monthFirst, ""},
		{"0026-10-05", dayFirst, ""}, {"2026-10-05 24:00", dayFirst, ""}, {"2026-10-05 13:00 PM", dayFirst, ""},
		{"45000", dayFirst, ""}, {"", dayFirst, ""}, {"10/2026", dayFirst, ""}, {"2026-10-05 x", dayFirst, ""}, {"03/10-2026", dayFirst, ""},
		{"2026-10-05 10", dayFirst, ""}, {"1/2/3", dayFirst, ""}, {"2026-00-05", dayFirst, ""}, {"5 Okt 2026", dayFirst, ""},
	}
	for _, c := range cases {
		got := ""
		if s, ok := parseStamp([]byte(c.in)); ok {
			if d, ok := s.date(c.order); ok {
				got = time.Unix(int64(d)*86400+int64(s.secs), 0).UTC().Format(time.DateTime)
				if s.hasOffset {
					got += fmt.Sprintf(" %d", s.offset)
				}
			}
		}
		if got != c.want {
			t.Errorf("%q order %d: got %q, want %q", c.in, c.order, got, c.want)
		}
	}
}

// TestPlace: instants and days in zones, with both changes of the clock.
func TestPlace(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, cell, file, shop string
		utc, day               string // "" for no answer
	}{
		{"naive in its zone", "2026-10-03 23:30", "America/New_York", "America/New_York", "2026-10-04T03:30:00Z", "2026-10-03"},
		{"winter", "2026-12-03 23:30", "America/New_York", "America/New_York", "2026-12-04T04:30:00Z", "2026-12-03"},
		{"naive without zone", "2026-10-03 23:30", "", "", "", ""},
		{"offset, no zone: day as written", "2026-10-03 23:30 -0500", "", "", "2026-10-04T04:30:00Z", "2026-10-03"},
		{"offset, zone further west", "2026-10-03 00:30 -0500", "America/Los_Angeles", "America/Los_Angeles", "2026-10-03T05:30:00Z", "2026-10-02"},
		{"file in one zone, shop in another", "2026-10-03 23:30", "UTC", "Asia/Tokyo", "2026-10-03T23:30:00Z", "2026-10-04"},
		{"date only", "2026-10-03", "America/New_York", "America/New_York", "2026-10-03T00:00:00Z", "2026-10-03"},
		// New York 2026: forward on 8 March at 2:00, back on 1 November at 2:00.
		{"before the gap", "2026-03-08 01:59:59", "America/New_York", "America/New_York", "2026-03-08T06:59:59Z", "2026-03-08"},
		{"in the gap", "2026-03-08 02:30", "America/New_York", "America/New_York", "2026-03-08T07:30:00Z", "2026-03-08"},
		{"after the gap", "2026-03-08 03:00", "America/New_York", "America/New_York", "2026-03-08T07:00:00Z", "2026-03-08"},
		{"before the overlap", "2026-11-01 00:59", "America/New_York", "America/New_York", "2026-11-01T04:59:00Z", "2026-11-01"},
		{"in the overlap: the first", "2026-11-01 01:30", "America/New_York", "America/New_York", "2026-11-01T05:30:00Z", "2026-11-01"},
		{"after the overlap", "2026-11-01 02:00", "America/New_York", "America/New_York", "2026-11-01T07:00:00Z", "2026-11-01"},
		// Sao Paulo 2018: the gap was at midnight of 4 November.
		{"gap at midnight", "2018-11-04 00:30", "America/Sao_Paulo", "America/Sao_Paulo", "2018-11-04T03:30:00Z", "2018-11-04"},
		// Apia had no 30 December 2011.
		{"a day that was left out", "2011-12-30 12:00", "Pacific/Apia", "Pacific/Apia", "2011-12-30T22:00:00Z", "2011-12-30"},
		{"London summer", "2026-07-01 00:30", "Europe/London", "Europe/London", "2026-06-30T23:30:00Z", "2026-07-01"},
	}
	for _, c := range cases {
		cal := calendar{order: dayFirst}
		var err error
		if cal.file, err = loadZone(c.file); err != nil {
			t.Fatal(err)
		}
		if cal.shop = cal.file; c.shop != c.file {
			if cal.shop, err = loadZone(c.shop); err != nil {
				t.Fatal(err)
			}
		}
		utc, day, ok := cal.place([]byte(c.cell))
		gotUTC, gotDay := "", ""
		if ok {
			gotUTC, gotDay = time.Unix(utc, 0).UTC().Format(time.RFC3339), day.String()
		}
		if gotUTC != c.utc || gotDay != c.day {
			t.Errorf("%s: got %s %s, want %s %s", c.name, gotUTC, gotDay, c.utc, c.day)
		}
	}
}

// TestInstantAgainstTime compares with the standard library at every half hour of two years.
func TestInstantAgainstTime(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns"} {
		z, err := loadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		for wall := int64(1735689600); wall < 1735689600+2*365*86400; wall += 1800 {
			w := time.Unix(wall, 0).UTC()
			std := time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), 0, 0, z.loc)
			got := z.instant(wall)
			shown := time.Unix(got, 0).In(z.loc)
			exists := shown.Hour() == w.Hour() && shown.Minute() == w.Minute()
			stdExists := std.Hour() == w.Hour() && std.Minute() == w.Minute()
			if exists != stdExists || (exists && std.Unix() != got && std.Add(-time.Hour).Unix() != got && std.Add(-30*time.Minute).Unix() != got) {
				t.Fatalf("%s %v: got %v, time.Date %v", name, w, shown, std)
			}
			if _, off := shown.Zone(); z.at(got) != int64(off) {
				t.Fatalf("%s %v: offset %d, want %d", name, w, z.at(got), off)
			}
		}
	}
}

func FuzzDates(f *testing.F) {
	for _, s := range []string{"2026-10-05 23:58:12 -0500", "03/10/2026 13:10:05", "Oct 5, 2026 1:00 PM", "5-Oct-26", "20261005", "2026-10-05T23:58:12.123Z"} {
		f.Add([]byte(s))
	}
	london, err := loadZone("Europe/London")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		var e dateEvidence
		e.observe(in, 1)
		for _, order := range []dayOrder{dayFirst, monthFirst} {
			cal := calendar{order: order, file: london, shop: london}
			utc, day, ok := cal.place(in)
			if ok && (utc < int64(day)*86400-2*86400 || utc > int64(day)*86400+2*86400) {
				t.Fatalf("%q: instant %d is not on day %s", in, utc, day)
			}
		}
		if certain(in) {
			if s, ok := parseStamp(in); ok && (!s.named || (s.hasTime && !s.hasOffset)) {
				t.Fatalf("%q is called certain but is not", in)
			}
		}
	})
}

// timeText is an instant as text.
func timeText(utc int64) string { return time.Unix(utc, 0).UTC().Format(time.RFC3339) }

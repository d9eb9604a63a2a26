package sample

import (
	"testing"
	"time"
	_ "time/tzdata" // the reference of the clock rule

	"creatorlift/backend/shop"
)

func TestClockAgreesWithZoneData(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		t.Fatal(err)
	}
	for d := shop.DayFrom(2008, 1, 1); d < shop.DayFrom(2031, 1, 1); d++ {
		for _, second := range []int{0, 1*hour + 1800, 2*hour - 1, 2 * hour, 3 * hour, 23*hour + 3599} {
			made := at(d, second)
			want := time.Unix(int64(made), 0).In(zone)
			if got := shopifyTime(made); got != want.Format("2006-01-02 15:04:05 -0700") {
				t.Fatalf("%s, want %s", got, want)
			}
			if got := tiktokTime(made); got != want.Format("02/01/2006 15:04:05\t") {
				t.Fatalf("%s, want %s", got, want)
			}
			// Only the hour that March leaves out may read differently than asked for.
			if shown, s, _ := local(made); shown != d || s != second && (second != 2*hour || s != 3*hour) {
				t.Fatalf("asked for %s second %d, got %s second %d", d, second, shown, s)
			}
		}
	}
}

func TestClockChangesOffset(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, day string
		second    int
		want      string
	}{
		{"before spring change", "2026-03-08", 2*hour - 1, "2026-03-08 01:59:59 -0500"},
		{"missing hour", "2026-03-08", 2*hour + 1800, "2026-03-08 03:30:00 -0400"},
		{"first of the doubled hours", "2026-11-01", hour + 1800, "2026-11-01 01:30:00 -0400"},
		{"after autumn change", "2026-11-01", 2 * hour, "2026-11-01 02:00:00 -0500"},
	} {
		d, err := shop.ParseDay(c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := shopifyTime(at(d, c.second)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

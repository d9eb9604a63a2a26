package api

import (
	"testing"
	"time"

	"creatorlift/backend/importer"
)

func TestZoneGuess(t *testing.T) {
	t.Parallel()
	at := func(month time.Month, hours int64) importer.Offset {
		return importer.Offset{UTC: time.Date(2026, month, 15, 12, 0, 0, 0, time.UTC).Unix(), East: hours * 3600}
	}
	for name, c := range map[string]struct {
		seen        []importer.Offset
		local, want string
	}{
		"nothing seen":           {nil, "Europe/Paris", "Europe/Paris"},
		"nothing known":          {nil, "", ""},
		"Chicago in both halves": {[]importer.Offset{at(7, -5), at(12, -6)}, "America/New_York", "America/Chicago"},
		"summer only fits here":  {[]importer.Offset{at(7, -4)}, "America/Toronto", "America/Toronto"},
		"no clock is like it":    {[]importer.Offset{at(7, -9), at(12, 2)}, "America/New_York", ""},
		"London":                 {[]importer.Offset{at(7, 1), at(12, 0)}, "America/New_York", "Europe/London"},
	} {
		if got := zoneOf(c.seen, c.local); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// TestZoneFromOrders: a file whose clock stands six hours behind UTC in winter is not proposed as New York's.
func TestZoneFromOrders(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	page := drop(t, s, [2]string{"orders.csv", "Name,Financial Status,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price\n" +
		"#1,paid,USD,5.00,5.00,2026-10-20 10:00:00 -0500,1,Serum,5.00\n#2,paid,USD,5.00,5.00,2026-11-20 10:00:00 -0600,1,Serum,5.00\n"})
	if page.ZoneGuess != "America/Chicago" {
		t.Errorf("got %q", page.ZoneGuess)
	}
}

package api

import (
	"slices"
	"time"

	"creatorlift/backend/importer"
)

// likelyZones are the zones that are proposed where a file's clock fits them, the most likely shop first.
var likelyZones = []string{
	"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix", "America/Anchorage", "Pacific/Honolulu",
	"America/Halifax", "America/Sao_Paulo", "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires",
	"Europe/London", "Europe/Berlin", "Europe/Athens", "Europe/Istanbul", "Asia/Dubai", "Asia/Kolkata", "Asia/Bangkok", "Asia/Singapore",
	"Asia/Tokyo", "Australia/Perth", "Australia/Brisbane", "Australia/Adelaide", "Australia/Sydney", "Pacific/Auckland",
}

// zoneOf proposes a zone whose clock stood as the files' did: this machine's if it fits, else the likeliest
// that does, "" where none does. Files that show no clock are no evidence, and then it is this machine's.
func zoneOf(seen []importer.Offset, local string) string {
	if len(seen) == 0 {
		return local
	}
	for _, name := range append([]string{local}, likelyZones...) {
		loc, err := time.LoadLocation(name)
		if err != nil || name == "" {
			continue
		}
		fits := func(o importer.Offset) bool {
			_, east := time.Unix(o.UTC, 0).In(loc).Zone()
			return int64(east) == o.East
		}
		if !slices.ContainsFunc(seen, func(o importer.Offset) bool { return !fits(o) }) {
			return name
		}
	}
	return ""
}

// zoneGuess proposes the shop's zone from the files that wait; the caller holds the tray's mu.
func (t *tray) zoneGuess(local string) string {
	var seen []importer.Offset
	for _, f := range t.files {
		if f.seen != nil {
			seen = append(seen, f.seen.offsets...)
		}
	}
	return zoneOf(seen, local)
}

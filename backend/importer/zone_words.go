package importer

import (
	"strings"
	"time"
)

// zoneWords are the names that Square gives time zones, as Ruby on Rails does.
var zoneWords = map[string]string{
	"eastern time (us & canada)": "America/New_York", "central time (us & canada)": "America/Chicago", "mountain time (us & canada)": "America/Denver",
	"pacific time (us & canada)": "America/Los_Angeles", "arizona": "America/Phoenix", "alaska": "America/Juneau", "hawaii": "Pacific/Honolulu",
	"indiana (east)": "America/Indiana/Indianapolis", "puerto rico": "America/Puerto_Rico", "atlantic time (canada)": "America/Halifax",
	"newfoundland": "America/St_Johns", "saskatchewan": "America/Regina", "london": "Europe/London", "edinburgh": "Europe/London", "dublin": "Europe/Dublin",
	"paris": "Europe/Paris", "madrid": "Europe/Madrid", "berlin": "Europe/Berlin", "amsterdam": "Europe/Amsterdam", "rome": "Europe/Rome",
	"sydney": "Australia/Sydney", "melbourne": "Australia/Melbourne", "canberra": "Australia/Melbourne", "brisbane": "Australia/Brisbane",
	"adelaide": "Australia/Adelaide", "darwin": "Australia/Darwin", "perth": "Australia/Perth", "hobart": "Australia/Hobart",
	"auckland": "Pacific/Auckland", "wellington": "Pacific/Auckland", "tokyo": "Asia/Tokyo", "osaka": "Asia/Tokyo", "sapporo": "Asia/Tokyo", "utc": "UTC",
	"eastern time": "America/New_York", "central time": "America/Chicago", "mountain time": "America/Denver", "pacific time": "America/Los_Angeles",
	"eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver", "pacific": "America/Los_Angeles",
}

// zoneOffsets are abbreviations that say the offset themselves, in hours.
var zoneOffsets = map[string]int{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
	"HST": -10, "GMT": 0, "UTC": 0}

// zoneNamed gives the zone that an export names in words, as an IANA name or as an abbreviation; nil for
// one that is not known.
func zoneNamed(words string) *zone {
	if hours, ok := zoneOffsets[words]; ok {
		return &zone{loc: time.FixedZone(words, hours*3600)}
	}
	name, ok := zoneWords[strings.ToLower(words)]
	if !ok && strings.Contains(words, "/") {
		name = words
	}
	z, err := loadZone(name)
	if err != nil {
		return nil
	}
	return z
}

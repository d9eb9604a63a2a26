package api

import (
	"fmt"
	"strings"

	"creatorlift/backend/importer"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
)

// exports are the formats of the importer by their id.
var exports = func() map[string]importer.Format {
	all := map[string]importer.Format{}
	for _, f := range importer.Formats() {
		all[f.ID] = f
	}
	return all
}()

// formatLabel is what people call a format.
func formatLabel(id string) string {
	if f, ok := exports[id]; ok {
		return f.Label
	}
	return "A table"
}

// daysOf is 1 Sep to 21 Nov 2026.
func daysOf(p shop.Period) string {
	if p.Days() == 0 {
		return "no days"
	}
	return report.DayRange(p.Start, p.Last())
}

// shortDayOf is 1 Oct.
func shortDayOf(d shop.Day) string {
	_, m, day := d.Date()
	return fmt.Sprintf("%d %s", day, m.String()[:3])
}

// sourceWord is what people call a source: a table that names none is of the founder's own.
func sourceWord(source string) string {
	if what, own := strings.CutPrefix(source, "Any "); own {
		return "Your " + what
	}
	return source
}

func filesWord(n int) string {
	if n == 1 {
		return "One file"
	}
	return report.Count(int64(n)) + " files"
}

func linesWord(n int64) string { return nounOf(n, "line") }

// nounOf is 1 line, 2 lines.
func nounOf(n int64, noun string) string { return report.Plural(n, noun, noun+"s") }

// listWords joins words as a, b and c.
func listWords(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

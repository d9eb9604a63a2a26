package api

import (
	"cmp"
	"fmt"
	"slices"

	"creatorlift/backend/report"
	"creatorlift/backend/shop"
)

// A day without an order is suspect where the same weekday of the weeks before had this many in the
// median of at least quietWeeks of the last eight.
const (
	quietOrders = 10
	quietWeeks  = 4
)

// health lists what limits the data: days that no file covers or that look cut off, sources that are
// behind, rows that were set aside, and currencies that are left out.
func (h homeFacts) health() []HealthNote {
	list := []HealthNote{}
	var behind []calendarRow
	for _, r := range h.days.rows() {
		if gaps := r.missing(); r.gaps && len(gaps) > 0 {
			list = append(list, gapNote(r.source, gaps))
		}
		if r.cut != 0 {
			list = append(list, HealthNote{Title: r.source + ": " + shortDayOf(r.cut) + " may not be complete",
				Why: "The file was downloaded on that day. The next one brings the rest.", To: "inbox"})
		}
		if r.behind > 0 && r.kind != "till" { // the till's age is the first thing to do
			behind = append(behind, r)
		}
	}
	if len(behind) > 0 {
		list = append(list, behindNote(behind))
	}
	if days := h.quiet(); len(days) > 0 {
		list = append(list, quietNote(days))
	}
	if note, ok := h.setAside(); ok {
		list = append(list, note)
	}
	if n := h.twins.Unmatched; n > 0 {
		list = append(list, HealthNote{Title: report.Plural(n, "order", "orders") + " that came from TikTok Shop have no partner there",
			Why: "Your TikTok Shop orders cover their days and do not hold them. Each counts once, in the other shop.", To: "inbox"})
	}
	if len(h.others) > 0 {
		list = append(list, HealthNote{Title: "Money in " + listWords(h.others) + " is left out", Why: "Currencies are never added.", To: "inbox"})
	}
	return list
}

// behindNote names the sources that nothing newer came from, the oldest first.
func behindNote(rows []calendarRow) HealthNote {
	const most = 3
	if len(rows) == 1 {
		return HealthNote{Title: rows[0].source + ": " + nounOf(int64(rows[0].behind), "day") + " behind", Why: "What happened since is in no figure of it.", To: "inbox"}
	}
	slices.SortStableFunc(rows, func(a, b calendarRow) int { return cmp.Compare(b.behind, a.behind) })
	var words []string
	for _, r := range rows[:min(len(rows), most)] {
		words = append(words, fmt.Sprintf("%s (%s)", r.source, nounOf(int64(r.behind), "day")))
	}
	if left := len(rows) - len(words); left > 0 {
		words = append(words, report.Count(int64(left))+" more")
	}
	return HealthNote{Title: capital(numberWord(len(rows))) + " sources are behind", Why: listWords(words) + ". What happened since is in none of their figures.", To: "inbox"}
}

// missing are the stretches between the source's first and last day that no file covers.
func (r calendarRow) missing() (gaps []shop.Period) {
	for i := 1; i < len(r.runs); i++ {
		gaps = append(gaps, shop.Period{Start: r.runs[i-1].End, End: r.runs[i].Start})
	}
	return gaps
}

func gapNote(source string, gaps []shop.Period) HealthNote {
	const most = 3
	var days int64
	var words []string
	for _, g := range gaps {
		days += int64(g.Days())
		words = append(words, daysOf(g))
	}
	if len(words) > most {
		words = append(words[:most], report.Plural(int64(len(words)-most), "more stretch", "more stretches"))
	}
	return HealthNote{Title: source + ": " + report.Plural(days, "day is", "days are") + " in no file",
		Why: capital(listWords(words)) + ". Such days are left out, not counted as zero.", To: "inbox"}
}

// quiet are the covered days without an order on which a usual week has many: an export may have been
// cut off or filtered there.
func (h homeFacts) quiet() (days []shop.Day) {
	if h.till == nil {
		return nil
	}
	span := h.till.span()
	for d := span.Start; d < span.End; d++ {
		if !h.till.covered(d) || h.till.days[d].Orders > 0 {
			continue
		}
		var before []int64
		for week := 1; week <= 8; week++ {
			if was := d - shop.Day(7*week); h.till.covered(was) {
				before = append(before, h.till.days[was].Orders)
			}
		}
		slices.Sort(before)
		if n := len(before); n >= quietWeeks && before[n/2] >= quietOrders {
			days = append(days, d)
		}
	}
	return days
}

func quietNote(days []shop.Day) HealthNote {
	const most = 3
	var words []string
	for _, d := range days[:min(len(days), most)] {
		words = append(words, shortDayOf(d))
	}
	if left := len(days) - len(words); left > 0 {
		words = append(words, report.Count(int64(left))+" more")
	}
	n := int64(len(days))
	return HealthNote{Title: report.Plural(n, "day has", "days have") + " no order, though such days usually have many",
		Why: capital(listWords(words)) + ". If the shop was open, export these days again.", To: "inbox"}
}

// setAside says how many rows of the saved files could not be used.
func (h homeFacts) setAside() (note HealthNote, ok bool) {
	var rows, files int64
	for _, b := range h.list {
		if b.Rejected > 0 {
			rows, files = rows+b.Rejected, files+1
		}
	}
	return HealthNote{Title: report.Plural(rows, "row was", "rows were") + " set aside in " + nounOf(files, "file"),
		Why: "They count in no figure. The inbox says why, under “What changed” of each file.", To: "inbox"}, rows > 0
}

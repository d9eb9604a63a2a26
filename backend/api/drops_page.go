package api

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// calmDays is how far from a drop no promotion may lie.
const calmDays = 5

// plan lays a drawn calendar out for the screen; nil for other kinds of test.
func (s *Screen) plan(ctx context.Context, b *store.Store, k keptTest) (*DropsPlan, error) {
	if k.rec.Kind != kindDrops {
		return nil, nil
	}
	set, err := b.FindSettings(ctx)
	if err != nil {
		return nil, err
	}
	today := s.today(set.Zone)
	p := &DropsPlan{Headline: k.dropsHeadline(today), Waiting: k.waiting(), Drops: k.drops(), Weeks: k.weeks(today), Tell: k.tell(), Rules: dropRules(), Posts: k.postsOut()}
	if n := k.rec.TakenBack; n > 0 {
		p.Redrawn = redrawn(n)
	}
	p.Facts = []Fact{{"Could have been drawn", report.Count(int64(k.schedule.Count())) + " calendars"}}
	if k.schedule.Seed != nil {
		p.Facts = append(p.Facts, Fact{"Seed of the draw", fmt.Sprint(*k.schedule.Seed)})
	}
	noted := shop.Day(k.CreatedUTC / 86400)
	p.Facts = append(p.Facts, Fact{"Noted", report.DayRange(noted, noted)}, Fact{"Plan", short(k.PlanHash)})
	return p, nil
}

func dropRules() []string {
	return []string{
		"All creators post on these days and on no others.",
		fmt.Sprintf("No promotion, price change or large mailing within %d days of a drop: sales could not be told apart from it.", calmDays),
		"The dates stay, whatever happens. A late post is no harm; a moved date is.",
	}
}

// windows are the days of the drops.
func (k keptTest) windows() []shop.Period {
	var out []shop.Period
	for _, at := range k.schedule.Starts {
		first := k.schedule.Start + shop.Day(at)
		out = append(out, shop.Period{Start: first, End: first + shop.Day(k.schedule.Rule.Length)})
	}
	return out
}

func (k keptTest) drops() []DropRow {
	rows := []DropRow{}
	for i, w := range k.windows() {
		r := DropRow{Name: dropName(i), Days: windowWords(w), Products: []string{}}
		if k.schedule.Featured != nil {
			r.Products = k.schedule.Featured[i]
		}
		rows = append(rows, r)
	}
	return rows
}

func dropName(i int) string { return fmt.Sprintf("Drop %d", i+1) }

// windowWords is "Wed 9 Dec 2026" or "Wed 9 Dec to Thu 10 Dec 2026".
func windowWords(w shop.Period) string {
	if w.Days() == 1 {
		return report.LongDay(w.Start)
	}
	first := report.LongDay(w.Start)
	if y, _, _ := w.Start.Date(); strings.HasSuffix(report.LongDay(w.Last()), fmt.Sprint(y)) {
		first = strings.TrimSuffix(first, fmt.Sprintf(" %d", y))
	}
	return first + " to " + report.LongDay(w.Last())
}

// dropsHeadline is what comes next.
func (k keptTest) dropsHeadline(today shop.Day) string {
	for i, w := range k.windows() {
		switch {
		case w.Contains(today):
			return dropName(i) + " is on: creators post now."
		case today < w.Start:
			return fmt.Sprintf("%s is next, on %s.", dropName(i), windowWords(w))
		}
	}
	if last := k.period().Last(); today <= last {
		return "All drops are over. The quiet days after them belong to the test, up to " + report.LongDay(last) + "."
	}
	return "All days of the test are over."
}

// weeks is the strip: whole weeks from the Monday on or before the test's first day.
func (k keptTest) weeks(today shop.Day) []DropWeek {
	p, windows := k.period(), k.windows()
	monday := p.Start
	for monday.Weekday() != 1 {
		monday--
	}
	weeks := []DropWeek{}
	for ; monday < p.End; monday += 7 {
		w := DropWeek{Label: dayMonth(monday), Days: []DropDay{}}
		for d := monday; d < monday+7; d++ {
			w.Days = append(w.Days, stripDay(d, p, windows, today))
		}
		weeks = append(weeks, w)
	}
	return weeks
}

func stripDay(d shop.Day, p shop.Period, windows []shop.Period, today shop.Day) DropDay {
	_, _, number := d.Date()
	day := DropDay{Number: fmt.Sprint(number), Words: report.LongDay(d), Kind: "out", Today: d == today}
	if !p.Contains(d) {
		day.Words += ", not in the test"
		return day
	}
	day.Kind = "test"
	for i, w := range windows {
		if w.Contains(d) {
			day.Kind, day.Words = "drop", day.Words+", "+strings.ToLower(dropName(i))
			return day
		}
		if d >= w.Start-calmDays && d < w.End+calmDays {
			day.Kind = "calm"
		}
	}
	if day.Kind == "calm" {
		day.Words += ", no promotion"
	}
	return day
}

// dayMonth is "30 Nov".
func dayMonth(d shop.Day) string {
	_, m, n := d.Date()
	return fmt.Sprintf("%d %s", n, m.String()[:3])
}

// tell is what creators need to know, to copy. It names no test: who knows of one may post otherwise.
func (k keptTest) tell() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Hi! Here are our posting dates. Please post about us on these days, and on no other day from %s:\n\n", report.DayRange(k.period().Start, k.period().Last()))
	for _, r := range k.drops() {
		fmt.Fprintf(&b, "- %s", r.Days)
		if len(r.Products) > 0 {
			fmt.Fprintf(&b, ": please show %s", listWords(r.Products))
		}
		b.WriteByte('\n')
	}
	b.WriteString("\nSpread your posts evenly over these days. The dates are fixed for everybody, so please do not swap them. If you cannot make one, post as soon as you can and tell us the day.\n")
	return b.String()
}

// postsOut is what is known of the posts: as said, else as planned, with equal counts on the drop days.
func (k keptTest) postsOut() DropPosts {
	p := k.period()
	out := DropPosts{Known: len(k.posts.Days) > 0, First: (p.Start - calmDays).String(), Last: p.Last().String(), Days: slices.Clone(k.posts.Days),
		Note: "Only how the counts compare with each other matters. The test goes by the drawn dates whatever is said here; how much came in takes the days that posts really went out."}
	if out.Known {
		return out
	}
	out.Days = []PostsDay{}
	for _, w := range k.windows() {
		for d := w.Start; d < w.End; d++ {
			out.Days = append(out.Days, PostsDay{Day: d.String(), Posts: 1})
		}
	}
	return out
}

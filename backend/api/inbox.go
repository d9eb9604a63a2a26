package api

import (
	"context"
	"strings"
	"time"

	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// staleDays is the age from which the till's data counts as old.
const staleDays = 8

// Inbox says which files wait, which were saved, and which days they cover.
func (s *Screen) Inbox(ctx context.Context, in *BrandIn) (*Reply[InboxPage], error) {
	var page InboxPage
	err := s.use(in.Brand, func(d *desk, b *store.Store) (err error) {
		page, err = s.inbox(ctx, d, b)
		return err
	})
	return reply(page, err)
}

func (s *Screen) inbox(ctx context.Context, d *desk, b *store.Store) (InboxPage, error) {
	page := InboxPage{Batches: []BatchRow{}, Next: []NextFile{}, Formats: chosenFormats()}
	set, err := b.FindSettings(ctx)
	if err != nil {
		return page, err
	}
	list, err := b.Batches(ctx)
	if err != nil {
		return page, err
	}
	spans, err := b.Coverage(ctx)
	if err != nil {
		return page, err
	}
	tests, err := b.ListTests(ctx)
	if err != nil {
		return page, err
	}
	page.Waiting, page.Job, page.ZoneGuess = s.trayNow(d, set)
	for _, f := range page.Waiting {
		if f.State == "ready" {
			page.Ready++
		}
	}
	for i := len(list) - 1; i >= 0; i-- {
		page.Batches = append(page.Batches, s.batchRow(list[i]))
	}
	twins, err := b.FindTwins(ctx)
	if err != nil {
		return page, err
	}
	page.Twins = twinsWords(twins)
	days := s.calendar(d.brand, list, set.Zone)
	if page.Coverage, err = coverageOf(days, tests); err != nil {
		return page, err
	}
	dataTo, _ := s.freshness(spans, set.Zone)
	page.Next = nextFiles(days, page.Waiting)
	page.Headline = inboxHeadline(page, dataTo, d.tray.justSaved())
	return page, nil
}

// calendar is a brand's files by day. Nobody brings the sample up to date, so it is never behind.
func (s *Screen) calendar(brand Brand, list []store.Batch, zone string) calendar {
	c := calendar{list: list, dayOf: func(utc int64) shop.Day { return s.dayOf(time.Unix(utc, 0), zone) }}
	if brand != SampleBrand {
		c.today = s.today(zone)
	}
	return c
}

// trayNow is what waits, the work on it, and the shop's zone as the files suggest it.
func (s *Screen) trayNow(d *desk, set store.Settings) ([]TrayFile, *Job, string) {
	t := &d.tray
	t.mu.Lock()
	defer t.mu.Unlock()
	zone := t.zoneGuess(localZone(s.app.now()))
	files := t.shownFiles(set, zone)
	if job, err := s.jobs.find(t.job); err == nil && job.State == "running" {
		return files, &job, zone
	}
	return files, nil, zone
}

func (s *Screen) batchRow(b store.Batch) BatchRow {
	r := BatchRow{Batch: b.ID, File: b.Name, What: formatLabel(b.Format), Dates: daysOf(b.Covered),
		When: time.Unix(b.ImportedAtUTC, 0).In(s.app.now().Location()).Format("2 Jan 2006, 15:04")}
	var parts []string
	for _, c := range []struct {
		n    int64
		word string
	}{{b.Accepted, "new"}, {b.Changed, "changed"}, {b.Duplicate, "known"}, {b.Rejected, "set aside"}} {
		if c.n > 0 {
			parts = append(parts, report.Count(c.n)+" "+c.word)
		}
	}
	r.Counts = strings.Join(parts, ", ")
	return r
}

// inboxHeadline says in one sentence what waits. saved says that others of these files have just been saved.
func inboxHeadline(page InboxPage, dataTo string, saved bool) string {
	n := map[string]int{}
	for _, f := range page.Waiting {
		n[f.State]++
	}
	all := len(page.Waiting)
	switch {
	case all == 0 && len(page.Batches) == 0:
		return "No files yet. Start with your shop's orders and your creators' sales."
	case all == 0 && dataTo == "":
		return "Nothing is waiting."
	case all == 0:
		return "Nothing is waiting. Your data reaches to " + dataTo + "."
	case n["refused"] == all && len(page.Batches) == 0:
		return "Nothing could be read. Here is why."
	case n["known"] == all && !saved:
		return "You already have all of this. Nothing changed."
	}
	return headlineParts(n)
}

// headlineParts is "One file is ready, one has a question, one cannot be read".
func headlineParts(n map[string]int) string {
	var parts []string
	for _, p := range []struct{ state, one, many string }{
		{"ready", "is ready", "are ready"}, {"question", "has a question", "have a question"}, {"refused", "cannot be read", "cannot be read"},
		{"known", "is here already", "are here already"}, {"waiting", "was not looked at yet", "were not looked at yet"},
	} {
		count, verb := n[p.state], p.many
		if count == 0 {
			continue
		}
		who := report.Count(int64(count))
		if count == 1 {
			who, verb = "one", p.one
		}
		if len(parts) == 0 {
			who = filesWord(count)
		}
		parts = append(parts, who+" "+verb)
	}
	return strings.Join(parts, ", ")
}

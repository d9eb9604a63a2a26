package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// ScheduleFile makes the drawn calendar a file: for a terminal, with what is known of the posts, or for
// calendar programs.
func (s *Screen) ScheduleFile(ctx context.Context, in *ScheduleFileIn) (*Reply[Download], error) {
	var k keptTest
	err := s.use(in.Brand, func(_ *desk, b *store.Store) (err error) {
		k, err = findTest(ctx, b, in.ID)
		if err == nil && k.rec.Kind != kindDrops {
			err = badTest("form", "This test has no drop dates.", "Choose a test with drops.")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	name := "creatorlift-drops-" + k.rec.First
	if in.Body.Form == "ics" {
		return reply(s.downloads.offer(name+".ics", "text/calendar; charset=utf-8", []byte(k.ics())), nil)
	}
	text, err := json.Marshal(k.schedule)
	if err != nil {
		return nil, fmt.Errorf("api: schedule: %w", err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return nil, fmt.Errorf("api: schedule: %w", err)
	}
	b.WriteByte('\n')
	return reply(s.downloads.offer(name+".json", "application/json", b.Bytes()), nil)
}

// ics is the drops as all-day events (RFC 5545). Its ends are the days after the last ones.
func (k keptTest) ics() string {
	var b strings.Builder
	line := func(words string) { b.WriteString(folded(words)) }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//Creatorlift//Drops//EN")
	for i, w := range k.windows() {
		name := dropName(i) + ": creators post"
		if k.schedule.Featured != nil {
			name += " " + listWords(k.schedule.Featured[i])
		}
		line("BEGIN:VEVENT")
		line(fmt.Sprintf("UID:%s-%d@creatorlift", k.PlanHash[:min(len(k.PlanHash), 16)], i+1))
		line("DTSTAMP:" + time.Unix(k.CreatedUTC, 0).UTC().Format("20060102T150405Z"))
		line("DTSTART;VALUE=DATE:" + icsDay(w.Start))
		line("DTEND;VALUE=DATE:" + icsDay(w.End))
		line("SUMMARY:" + icsText.Replace(name))
		line("TRANSP:TRANSPARENT")
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	return b.String()
}

var icsText = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r", "", "\n", `\n`)

func icsDay(d shop.Day) string { return strings.ReplaceAll(d.String(), "-", "") }

// folded ends a line, broken after at most 75 bytes and never inside a letter.
func folded(words string) string {
	const most = 75
	var b strings.Builder
	room := most
	for _, c := range words {
		if n := len(string(c)); n > room {
			b.WriteString("\r\n ")
			room = most - 1
		}
		b.WriteRune(c)
		room -= len(string(c))
	}
	return b.String() + "\r\n"
}

package api

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// asked is the order in which questions are put: what the rest hangs on comes first.
var asked = []string{"columns", "day_month_order", "currency", "zone", "decimal", "period"}

// questions puts the open questions of a file in words.
func (f *trayFile) questions(set store.Settings, zoneGuess string) []FileQuestion {
	list := []FileQuestion{}
	for _, name := range asked {
		for _, q := range f.seen.result.Questions {
			if q.Name == name {
				list = append(list, f.question(q, set, zoneGuess))
			}
		}
	}
	return list
}

func (f *trayFile) question(q importer.Question, set store.Settings, zoneGuess string) FileQuestion {
	v := FileQuestion{Name: q.Name, Choices: []Choice{}, Proposals: []TableProposal{}}
	switch q.Name {
	case "columns":
		v.Title = "Which column is which?"
		v.Why = "No export we know has these columns. Say once what the table is and which column is which; the next file like it is read the same way."
		v.Proposals = proposals(f.seen.guesses)
	case "day_month_order":
		f.askOrder(&v)
	case "currency":
		v.Title, v.Why, v.Guess = "Which currency is this?", "The file names none, and amounts of two currencies are never added.", string(set.Currency)
		for _, c := range q.Choices {
			v.Choices = append(v.Choices, Choice{Answer: c, Label: c})
		}
	case "zone":
		v.Title, v.Why = "Which time zone does the shop keep?", "The file gives times without a zone, and a day begins at midnight of the shop."
		if v.Guess = set.Zone; v.Guess == "" {
			v.Guess = zoneGuess
		}
		for _, z := range q.Choices {
			v.Choices = append(v.Choices, Choice{Answer: z, Label: zoneLabel(z), Consequence: z})
		}
	case "decimal":
		v.Title, v.Why = "Is 1,234 more than a thousand, or a little over one?", "Every amount in this file fits both ways, so we will not guess."
		v.Choices = []Choice{{".", "More than a thousand", "the point is the decimal sign: 1,234.50"}, {",", "A little over one", "the comma is the decimal sign: 1.234,50"}}
	case "period":
		v.Title, v.Why = "Which days does this report cover?", "No column, line or file name says it. Write the first and the last day, such as 2026-10-01 to 2026-10-31."
	}
	return v
}

// askOrder asks for the order of day and month with a date of the file itself.
func (f *trayFile) askOrder(v *FileQuestion) {
	v.Why = "Every date in this file fits both ways, so we will not guess."
	d := f.seen.peek.Vague
	if d == nil {
		v.Title = "Does the day or the month come first?"
		v.Choices = []Choice{{"DD/MM/YYYY", "Day first", ""}, {"MM/DD/YYYY", "Month first", ""}}
		return
	}
	v.Title = fmt.Sprintf("Is %s the %s or the %s?", dateOnly(d.Cell), longDay(d.DayFirst), longDay(d.MonthFirst))
	v.Choices = []Choice{
		{"DD/MM/YYYY", "Day first: " + longDay(d.DayFirst) + yearWord(d.DayFirst), "the file covers " + daysOf(d.DayCovers)},
		{"MM/DD/YYYY", "Month first: " + longDay(d.MonthFirst) + yearWord(d.MonthFirst), "the file covers " + daysOf(d.MonthCover)},
	}
}

// dateOnly leaves the time of day out.
func dateOnly(cell string) string { return strings.TrimRight(strings.Fields(cell + " ")[0], ",") }

// longDay is 3 October.
func longDay(d shop.Day) string {
	_, m, day := d.Date()
	return fmt.Sprintf("%d %s", day, m)
}

func yearWord(d shop.Day) string {
	y, _, _ := d.Date()
	return fmt.Sprintf(" %d", y)
}

// zoneLabel is Los Angeles for America/Los_Angeles.
func zoneLabel(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndex(zone, "/")+1:], "_", " ")
}

// AnswerFile takes what a person says of a file and looks at it again.
func (s *Screen) AnswerFile(ctx context.Context, in *AnswerIn) (*Reply[Job], error) {
	var job Job
	err := s.change(in.Brand, func(d *desk, b *store.Store) error {
		set, err := b.FindSettings(ctx)
		if err != nil {
			return err
		}
		t := &d.tray
		t.mu.Lock()
		defer t.mu.Unlock()
		f, err := t.find(in.ID)
		if err != nil {
			return err
		}
		next := *f
		next.said = f.said.with(in)
		if err := next.check(ctx, set); err != nil {
			return err
		}
		f.said, f.seen = next.said, nil
		f.edition++
		job, err = s.lookLocked(d)
		return err
	})
	return reply(job, err)
}

// with adds new answers; what is empty stays as it was.
func (a answers) with(in *AnswerIn) answers {
	for _, f := range []struct {
		to   *string
		said string
	}{{&a.format, in.Body.Format}, {&a.currency, in.Body.Currency}, {&a.zone, in.Body.Zone},
		{&a.date, in.Body.Date}, {&a.decimal, in.Body.Decimal}, {&a.period, in.Body.Period}, {&a.source, in.Body.Source}} {
		if said := strings.TrimSpace(f.said); said != "" {
			*f.to = said
		}
	}
	if len(in.Body.Columns) > 0 {
		a.columns = maps.Clone(in.Body.Columns)
	}
	if in.Body.Anew {
		a = answers{anew: true}
	}
	return a
}

// check refuses answers that no file, or not this one, could be read with.
func (f trayFile) check(ctx context.Context, set store.Settings) error {
	if c := f.said.currency; c != "" && !importer.IsISO(c) {
		return badCurrency(c)
	}
	empty := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("")), nil }
	if _, err := importer.Look(ctx, empty, f.options(set)); err != nil {
		return err
	}
	if f.seen == nil || len(f.said.columns) == 0 {
		return nil
	}
	return f.checkColumns(f.seen.peek.Header)
}

// checkColumns refuses a choice of columns that the file does not have or that is not complete.
func (f trayFile) checkColumns(header []string) error {
	has := func(name string) bool {
		return slices.ContainsFunc(header, func(h string) bool { return strings.EqualFold(h, name) })
	}
	chosen := map[string]bool{}
	for ours, theirs := range f.said.columns {
		chosen[ours] = true
		if !has(theirs) {
			return &shop.Error{Code: "no_such_column", Message: fmt.Sprintf("%s has no column %q.", f.name, theirs), Hint: "Choose one of its columns."}
		}
	}
	format := f.said.format
	if format == "" {
		format = "orders_simple"
	}
	there := func(name string) bool { return chosen[name] || !importer.MappedOnly(format) && has(name) }
	if lacks := importer.Needed(format, there); len(lacks) > 0 {
		return missingColumn(neededWords(format, lacks[0]))
	}
	return nil
}

func missingColumn(label string) error {
	return &shop.Error{Code: "column_missing", Message: "Still needed: " + label + ".", Hint: "Say which column holds it."}
}

func badCurrency(code string) error {
	return &shop.Error{Code: "bad_currency", Message: fmt.Sprintf("%q is not a currency.", code), Hint: "Use its three letters, such as USD, GBP or EUR."}
}

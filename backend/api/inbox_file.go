package api

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"creatorlift/backend/importer"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// untouched ends every sentence about a file that could not be read.
const untouched = "Nothing was saved; your earlier data is untouched."

// shownLines is how many lines of one kind of problem are listed.
const shownLines = 20

// fresh reports whether saving the file would change anything.
func (l *looked) fresh() bool { return l.result.Accepted+l.result.Changed > 0 }

// shownFiles describes the files of a tray; the caller holds its mu.
func (t *tray) shownFiles(set store.Settings, zoneGuess string) []TrayFile {
	list := []TrayFile{}
	first := map[string]string{} // name of the file that brings a content
	for _, f := range t.files {
		v := f.show(set, zoneGuess)
		if v.State == "ready" {
			if other, twice := first[v.SHA256]; twice {
				v.State = "known"
				v.Title = fmt.Sprintf("The same file is here twice. %s has all %s.", other, linesWord(v.Result.Rows))
			} else {
				first[v.SHA256] = f.name
			}
		}
		list = append(list, v)
	}
	return list
}

func (f *trayFile) show(set store.Settings, zoneGuess string) TrayFile {
	v := TrayFile{ID: f.id, Name: f.name, Size: byteSize(f.size), State: "waiting", Facts: []Fact{}, Questions: []FileQuestion{}, Problems: []LineProblem{}}
	l := f.seen
	if l == nil {
		return v
	}
	v.Result, v.SHA256, v.WhereTo = &l.result, l.result.SHA256, exports[l.result.Format].Where
	v.What, v.Peek, v.Problems = l.what(), l.head(), lineProblems(l.result)
	v.Read, v.AskAgain = l.remembered, l.result.Status == importer.StatusOK && l.remembered == nil && (f.said.format != "" || len(f.said.columns) > 0)
	switch {
	case l.problem != nil:
		v.State, v.Title, v.Do = "refused", strings.TrimSuffix(l.problem.Message, "."), strings.TrimSpace(l.problem.Hint+" "+untouched)
	case l.result.Status == importer.StatusNeedsMapping:
		v.State, v.Problems = "question", []LineProblem{} // the question says it
		v.Questions = f.questions(set, zoneGuess)
		v.Title, v.Why = v.Questions[0].Title, v.Questions[0].Why
	case l.result.Status == importer.StatusRefused:
		v.State = "refused"
		v.Title, v.Why, v.Do = f.refusal()
	case l.fresh():
		v.State, v.Facts, v.Adds = "ready", l.facts(), l.adds()
	default:
		v.State, v.Facts, v.Adds = "known", l.facts(), l.adds()
		v.Title = fmt.Sprintf("You already have all %s. Nothing changed.", linesWord(l.result.Duplicate))
	}
	return v
}

// what is "Shopify orders · 79 columns known, 4,812 lines".
func (l *looked) what() string {
	if len(l.peek.Header) == 0 {
		return ""
	}
	columns := nounOf(int64(len(l.peek.Header)), "column")
	if l.sure == 100 {
		columns += " known"
	}
	if l.peek.Lines > 0 {
		columns += ", " + linesWord(int64(l.peek.Lines))
	}
	return formatLabel(l.result.Format) + " · " + columns
}

func (l *looked) head() *Peek {
	if len(l.peek.Header) == 0 {
		return nil
	}
	p := &Peek{Header: l.peek.Header, Rows: l.peek.Rows}
	if p.Rows == nil {
		p.Rows = [][]string{}
	}
	return p
}

func (l *looked) facts() []Fact {
	r := l.result
	list := []Fact{{"Lines", report.Count(r.Rows)}}
	if l.orders > 0 {
		list = append(list, Fact{"Orders", report.Count(l.orders)})
	}
	if r.FirstDay != nil {
		list = append(list, Fact{"Dates", daysOf(shop.Inclusive(*r.FirstDay, *r.LastDay))})
	}
	if r.Currency != "" {
		list = append(list, Fact{exports[r.Format].Sum, report.Money(shop.Currency(r.Currency), shop.Cents(r.AmountMinor))})
	}
	for _, f := range []struct {
		label string
		lines int64
	}{{"New", r.Accepted}, {"Changed", r.Changed}, {"Already here", r.Duplicate}} {
		if f.lines > 0 {
			list = append(list, Fact{f.label, linesWord(f.lines)})
		}
	}
	return list
}

// adds is the sum that every line of the file is in, without what there is none of.
func (l *looked) adds() string {
	r := l.result
	var parts []string
	for _, p := range []struct {
		lines int64
		what  string
	}{{r.Accepted, "new"}, {r.Changed, "changed"}, {r.Duplicate, "known"}, {r.Rejected, "set aside"}} {
		if p.lines > 0 {
			parts = append(parts, report.Count(p.lines)+" "+p.what)
		}
	}
	return strings.Join(parts, " + ") + " = " + report.Count(r.Rows)
}

// refusal says why a file cannot be taken and what to do.
func (f *trayFile) refusal() (title, why, do string) {
	r := f.seen.result
	last := r.Issues[len(r.Issues)-1]
	first := r.Issues[0]
	again := "Download the file again and drop it here without opening it first. " + untouched
	switch {
	case last.Code == "no_usable_rows" && first.Code == "id_damaged":
		return "The order ids were damaged by a spreadsheet",
			fmt.Sprintf("Line %s holds an id whose last digits are gone, so %s can no longer be told apart. Saving them would count some twice.", report.Count(int64(first.Line)), linesWord(r.Rows)), again
	case last.Code == "no_usable_rows":
		return fmt.Sprintf("None of its %s can be used", linesWord(r.Rows)),
			fmt.Sprintf("The first reason is in line %s: %s", report.Count(int64(first.Line)), first.Message), "Export the file again. " + untouched
	case last.Code == "mixed_dates":
		return "A spreadsheet has changed the dates", last.Message, again
	}
	return splitRefusal(last.Message, f.name)
}

// splitRefusal parts a refusal that begins with the file's name: its first sentence, and what to do.
func splitRefusal(message, name string) (title, why, do string) {
	head := ""
	if strings.HasPrefix(message, name) {
		head, message = name, message[len(name):]
	}
	title, do, _ = strings.Cut(message, ". ")
	return strings.TrimSuffix(head+title, "."), "", strings.TrimSpace(do + " " + untouched)
}

// notes are problems that cost no line.
var notes = map[string]bool{"masked_figure": true}

// lineProblems groups the issues by kind: what concerns the whole file first, then what costs most lines,
// then what costs none.
func lineProblems(r FileResult) []LineProblem {
	list := []LineProblem{}
	for _, is := range r.Issues {
		i := slices.IndexFunc(list, func(p LineProblem) bool { return p.Code == is.Code })
		if i < 0 {
			i = len(list)
			list = append(list, LineProblem{Code: is.Code, Message: is.Message, Lines: []importer.Issue{}})
		}
		if list[i].Count++; len(list[i].Lines) < shownLines {
			list[i].Lines = append(list[i].Lines, is)
		}
	}
	rank := func(p LineProblem) int {
		switch {
		case p.Lines[0].Line == 0:
			return 0
		case notes[p.Code]:
			return 2
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b LineProblem) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.Count, a.Count))
	})
	if more := r.IssueCount - len(r.Issues); more > 0 {
		list = append(list, LineProblem{Code: "more", Message: report.Count(int64(more)) + " more are not listed.", Count: more, Lines: []importer.Issue{}})
	}
	return list
}

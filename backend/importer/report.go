package importer

import (
	"fmt"
	"regexp"
	"strconv"

	"creatorlift/backend/shop"
)

// The three ways a file can end.
const (
	StatusOK           = "ok"            // each row was emitted or rejected
	StatusNeedsMapping = "needs_mapping" // Questions are open; nothing was emitted
	StatusRefused      = "refused"       // nothing was emitted; the last Issue says why
)

// MaxIssues is how many issues a Report lists; IssueCount still counts them all.
const MaxIssues = 200

// Report is what Read found in one file.
//
// Rows = Emitted + Rejected always. With Status needs_mapping and with a refusal all three are 0, except
// for the refusal no_usable_rows, where Rows = Rejected. Skipped counts blank rows, preamble, totals and repeated headers. AmountMinor is
// the sum that docs/import-formats.md names for the format, in minor units of Currency, a record that
// the file holds in two versions counted once. FirstDay and LastDay span the emitted lines, nil if
// there are none. Zone is the zone that days are counted in, empty where days stand as written.
// SHA256 and Bytes describe the unpacked file; SHA256 is empty where reading stopped early.
// Confidence is how much of the format's header was found, 0 to 100.
type Report struct {
	Format      string
	Source      string
	Evidence    shop.Evidence
	Status      string
	Confidence  int
	Encoding    string
	Rows        int
	Emitted     int
	Rejected    int
	Skipped     int
	AmountMinor shop.Cents
	Currency    shop.Currency
	FirstDay    *shop.Day
	LastDay     *shop.Day
	Zone        string
	Questions   []Question
	Issues      []Issue
	IssueCount  int
	SHA256      string
	Bytes       int64

	parts []part // of a file read from several, whose lines are counted on
}

// Question is something the file does not tell and a person must. Name is columns, currency, zone,
// day_month_order, decimal or period. Choices are proposals that may be given back as they stand (in
// Mapping.Date for day_month_order, Mapping.Decimal for decimal, Mapping.Set for period, Options otherwise); empty where any
// answer is possible.
type Question struct {
	Name    string   `json:"name"`
	Choices []string `json:"choices"`
}

// Issue is one problem. Line is the physical line where the record starts, 0 for the whole file;
// Column counts from 1, 0 for the whole row. Message names columns but never quotes a cell.
type Issue struct {
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (r *Report) note(is Issue) {
	r.IssueCount++
	if len(r.Issues) < MaxIssues {
		r.Issues = append(r.Issues, r.here(is))
	}
}

var linesInMessages = regexp.MustCompile(`\b[Ll]ine (\d+)`)

// here turns the lines of an issue into lines of the part they stand in, and names the part.
func (r *Report) here(is Issue) Issue {
	if len(r.parts) == 0 || is.Line == 0 {
		return is
	}
	name, line := r.place(is.Line)
	is.Message = name + ": " + linesInMessages.ReplaceAllStringFunc(is.Message, func(text string) string {
		n, err := strconv.Atoi(text[len("line "):])
		other, there := r.place(n)
		switch {
		case err != nil:
			return text
		case other == name:
			return fmt.Sprintf("%s%d", text[:len("line ")], there)
		}
		return fmt.Sprintf("%s%d of %s", text[:len("line ")], there, other)
	})
	is.Line = line
	return is
}

// place gives the part in which a line stands, and its number there.
func (r *Report) place(line int) (string, int) {
	at := r.parts[0]
	for _, p := range r.parts[1:] {
		if p.from < line && p.from > 0 {
			at = p
		}
	}
	return at.name, line - at.from
}

// ask opens a question, once.
func (r *Report) ask(name string, choices ...string) {
	for _, q := range r.Questions {
		if q.Name == name {
			return
		}
	}
	r.Questions = append(r.Questions, Question{Name: name, Choices: append([]string{}, choices...)})
}

// span widens FirstDay..LastDay to hold d.
func (r *Report) span(d shop.Day) {
	if r.FirstDay == nil {
		first, last := d, d
		r.FirstDay, r.LastDay = &first, &last
		return
	}
	*r.FirstDay, *r.LastDay = min(*r.FirstDay, d), max(*r.LastDay, d)
}

// refusal is why a whole file is not taken.
type refusal struct{ Issue }

func (r *refusal) Error() string { return r.Message }

func refuse(line int, code, message string, args ...any) *refusal {
	return &refusal{Issue{Line: line, Code: code, Message: fmt.Sprintf(message, args...)}}
}

// flaw is why one record is not taken. column is a position in the header counted from 0, below 0 for
// the whole row.
type flaw struct {
	column  int
	code    string
	message string
}

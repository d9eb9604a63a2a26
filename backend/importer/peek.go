package importer

import (
	"bytes"
	"io"
	"slices"

	"creatorlift/backend/shop"
)

// Peek is the head of a file as it stands, for a person to look at. It holds cells, so it is shown and
// never kept.
type Peek struct {
	Header []string   // in the file's order; empty where no table was found
	Rows   [][]string // the first records below it, at most four
	Lines  int        // records below the header, blank rows and totals left out; 0 where reading stopped early
	Vague  *VagueDate // nil unless the order of day and month is in question
}

// VagueDate is a date that can be read both ways, and what either reading means for the file.
type VagueDate struct {
	Cell                  string
	DayFirst, MonthFirst  shop.Day
	DayCovers, MonthCover shop.Period // of the file's first column of dates
}

const (
	peekRows = 4
	peekCell = 80 // letters
)

// Peek reads the head of the file once more. Where that fails it gives what it could read.
func (l *Looked) Peek() Peek {
	in := l.in
	var p Peek
	if in.layout.header == nil {
		return p
	}
	p.Header = (&unknown{columns: in.layout.header.names}).choices()
	for i, name := range p.Header {
		p.Header[i] = shorten(name)
	}
	if in.profile != nil {
		p.Lines, p.Vague = in.profile.rows, in.profile.order.doubt()
	}
	for rec := range in.head() {
		if len(p.Rows) == peekRows {
			break
		}
		p.Rows = append(p.Rows, peekRow(rec, len(p.Header)))
	}
	return p
}

// head gives the records below the header until one cannot be read. A record is valid until the next.
func (in *intake) head() func(yield func(*record) bool) {
	return func(yield func(*record) bool) {
		rows, done, err := in.reopen()
		if err != nil {
			return
		}
		defer done()
		below := false
		for {
			rec, err := rows.next()
			if err != nil || below && !rec.blank() && !yield(rec) {
				return
			}
			below = below || in.layout.header.repeats(rec)
		}
	}
}

// reopen reads the file from its start.
func (in *intake) reopen() (rows records, done func(), err error) {
	if in.book != nil {
		sheet, err := in.book.rows()
		return sheet, func() { _ = sheet.close() }, err
	}
	rc, err := in.src()
	if err != nil {
		return nil, nil, err
	}
	text, err := in.charset.reader(io.LimitReader(rc, headSize))
	if err != nil {
		_ = rc.Close()
		return nil, nil, err
	}
	return in.layout.records(text), func() { _ = rc.Close() }, nil
}

func peekRow(rec *record, width int) []string {
	row := make([]string, width)
	for i := range row {
		row[i] = shorten(clean(string(bytes.ToValidUTF8(trim(rec.cell(i)), []byte("?")))))
	}
	return row
}

func shorten(s string) string {
	if r := []rune(s); len(r) > peekCell {
		return string(r[:peekCell-1]) + "…"
	}
	return s
}

// doubt is what Peek shows of a question for the order of day and month, nil where there is none.
func (e *dateEvidence) doubt() *VagueDate {
	if _, ok, bad := e.decide(); ok || bad != nil {
		return nil
	}
	v := &VagueDate{Cell: e.vague, DayCovers: e.covers[0], MonthCover: e.covers[1]}
	s, _ := parseStamp([]byte(e.vague))
	v.DayFirst, _ = s.date(dayFirst)
	v.MonthFirst, _ = s.date(monthFirst)
	return v
}

// widen takes a date that can be read both ways into what the file would cover either way.
func (e *dateEvidence) widen(s stamp) {
	for i, order := range []dayOrder{dayFirst, monthFirst} {
		day, ok := s.date(order)
		if !ok {
			continue
		}
		if e.covers[i].Days() == 0 {
			e.covers[i] = shop.Inclusive(day, day)
		}
		e.covers[i] = shop.Period{Start: min(e.covers[i].Start, day), End: max(e.covers[i].End, day+1)}
	}
}

// Column is one column that a format reads.
type Column struct {
	Name     string
	Required bool
}

// HandMapped lists the formats that a table of unknown columns can be read as, each with its columns.
// Of orders_simple one of amount, or unit_price with quantity, is required beside those marked.
func HandMapped() map[string][]Column {
	out := map[string][]Column{}
	for _, f := range formats {
		if !f.byHand {
			continue
		}
		for _, c := range f.columns {
			out[f.ID] = append(out[f.ID], Column{Name: c.name, Required: slices.Contains(f.needs, c.name)})
		}
	}
	return out
}

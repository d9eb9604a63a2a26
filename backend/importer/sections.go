package importer

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// A format with sections finds its table among several that one file holds: under a preamble of lines
// that begin with #, parted by blank lines or by such lines, each with a header of its own.
const (
	maxSections  = 200 // tables of one file whose header is looked at
	maxAboveHead = 3   // records of a table that may stand above its header, such as the name of a segment
)

// section is one table of a file that holds several.
type section struct {
	above  int // records of the file before its header
	line   int // where its header stands
	header *header
	format *format // nil if no format knows it
	sure   int
	dated  bool     // it has a column of dates
	rows   int      // records below its header
	end    int      // records of the file up to its end
	said   []string // the lines above it
}

// sections cuts the records of a file into tables. Of those that a format knows one that it is much surer of
// is the best, then one with a column of dates, then the surest, then the first.
type sections struct {
	formats []*format
	m       *Mapping
	sheet   bool // rows that are left out part tables
	seen    int  // records
	last    int  // line of the last record
	said    []string
	open    *section
	parted  bool // a blank record came last: whether the table goes on is for the next one to say
	all     []section
	best    int // in all, -1 for none
	tried   int // headers
}

func newSections(formats []*format, m *Mapping, sheet bool) *sections {
	s := &sections{m: m, sheet: sheet, best: -1}
	for _, f := range formats {
		if f.sections {
			s.formats = append(s.formats, f)
		}
	}
	return s
}

// take takes in the next record of the file.
func (s *sections) take(rec *record) {
	gap := s.sheet && s.last > 0 && rec.line > s.last+1
	s.last = rec.line
	switch {
	case rec.blank():
		s.parted = true
	case remark(rec):
		s.close()
		s.say(rec)
	case s.open == nil:
		s.begin(rec)
	case (s.parted || gap) && !figures(rec):
		s.close()
		s.begin(rec)
	case s.open.format == nil && s.open.rows < maxAboveHead && !figures(rec) && s.begin(rec):
	default:
		s.open.rows++
		s.parted = false
	}
	if s.seen++; s.open != nil && !s.parted {
		s.open.end = s.seen
	}
}

// begin takes a record for the header of a table. For the second and third record of one it counts only
// if a format knows it.
func (s *sections) begin(rec *record) bool {
	if rec.tooLarge() {
		return false
	}
	was := s.open
	next := section{above: s.seen, line: rec.line, said: s.said}
	if s.tried++; s.tried <= maxSections {
		next.header = newHeader(rec)
		next.recognise(s.formats, s.m)
	}
	if was != nil && next.format == nil {
		return false
	}
	s.open, s.parted = &next, false
	return true
}

// recognise asks the formats for the header.
func (n *section) recognise(formats []*format, m *Mapping) {
	who := names{head: n.header, m: m}
	if m != nil && len(m.missingIn(n.header)) > 0 {
		return
	}
	for _, f := range formats {
		if sure := f.recognise(who.of(f)); sure > n.sure {
			n.format, n.sure, n.dated = f, sure, who.of(f).dated(f)
		}
	}
}

// dated reports whether the file has one of the format's columns of dates.
func (n names) dated(f *format) bool {
	for _, c := range f.columns {
		if c.kind == moment && n.at(c.name) >= 0 {
			return true
		}
	}
	return false
}

func (s *sections) say(rec *record) {
	if len(s.said) < maxPreamble {
		s.said = append(s.said[:len(s.said):len(s.said)], note(rec))
	}
}

// close ends the table that is open.
func (s *sections) close() {
	s.parted = false
	if s.open == nil {
		return
	}
	n := *s.open
	s.open, s.said = nil, nil
	if n.format == nil && n.rows == 0 {
		return // a line of text
	}
	s.all = append(s.all, n)
	if n.format != nil && (s.best < 0 || n.beats(&s.all[s.best])) {
		s.best = len(s.all) - 1
	}
}

// muchSurer is by how much a format must be surer of one table than of another to take it in spite of the
// other's dates.
const muchSurer = 20

// beats reports whether a table is a better choice than one before it.
func (n *section) beats(o *section) bool {
	if n.sure >= o.sure+muchSurer || o.sure >= n.sure+muchSurer {
		return n.sure > o.sure
	}
	if n.dated != o.dated {
		return n.dated
	}
	return n.sure > o.sure
}

// remark reports a line of a preamble.
func remark(rec *record) bool {
	first := trim(rec.cell(0))
	if len(first) == 0 || first[0] != '#' {
		return false
	}
	for i := 1; i < rec.len(); i++ {
		if len(trim(rec.cell(i))) > 0 {
			return len(first) == 1 || first[1] == ' ' || first[1] == '-'
		}
	}
	return true
}

// figures reports a record that holds a number, which no header does.
func figures(rec *record) bool {
	for i := range rec.len() {
		if _, code := parseNumber(trim(rec.cell(i)), false); code == "" {
			return true
		}
	}
	return false
}

// layout puts the best table into the reading of the file.
func (s *sections) layout(l layout) layout {
	b := s.all[s.best]
	l.above, l.line, l.header, l.format, l.sure, l.said = b.above, b.line, b.header, b.format, b.sure, b.said
	l.until, l.after, l.left = b.end, s.seen-b.end, nil
	for i := range s.all {
		if i != s.best {
			l.left = append(l.left, leftOut{line: s.all[i].line, rows: s.all[i].rows})
		}
	}
	return l
}

// leftOut is a table that is not read, and the line where it stands.
type leftOut struct {
	line int
	rows int
}

// maxNamed is how many of the tables that are left out a message names.
const maxNamed = 8

// sectionsLeft is what is said of the tables of a file that are not read.
func (l *layout) sectionsLeft(name string) (Issue, bool) {
	if len(l.left) == 0 {
		return Issue{}, false
	}
	var b strings.Builder
	for i, t := range l.left {
		if i == maxNamed {
			fmt.Fprintf(&b, " and %d more", len(l.left)-i)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "line %d (%s)", t.line, countRows(t.rows))
	}
	return Issue{Line: l.left[0].line, Code: "table_left_out",
		Message: fmt.Sprintf("%s holds %d tables. The one in line %d is read; left out: %s.", name, len(l.left)+1, l.line, b.String())}, true
}

// findSections looks for tables further down the sample, where no format knows one in its first lines.
func (s *sniffer) findSections(sample []byte, newline byte) {
	for _, delim := range []byte{',', ';', '\t', '|'} {
		found := newSections(s.formats, s.m, false)
		if len(found.formats) == 0 {
			return
		}
		rr := newRecordReader(bytes.NewReader(sample), delim, newline)
		for {
			rec, err := rr.next()
			if err != nil {
				break
			}
			found.take(rec)
		}
		found.close()
		if found.best >= 0 && found.all[found.best].sure > s.best.sure {
			s.best = found.layout(layout{delim: delim, newline: newline})
		}
	}
}

// split finds the best table of a file that may hold several. What is wrong with the records is for the
// passes to say.
func (in *intake) split(l layout) (layout, error) {
	if l.format == nil || !l.format.sections {
		return l, nil
	}
	found := newSections(in.formats, in.opt.Map, in.book != nil)
	err := in.each(l, func(rec *record) error {
		found.take(rec)
		return nil
	})
	found.close()
	if in.ctx.Err() != nil {
		return l, in.ctx.Err()
	}
	if _, bad := err.(*refusal); err != nil && !bad {
		return l, err
	}
	if found.best < 0 {
		return l, nil
	}
	return found.layout(l), nil
}

// each gives all records of the file to each.
func (in *intake) each(l layout, each func(*record) error) (err error) {
	rows, done, err := in.records(l)
	if err != nil {
		return err
	}
	defer done()
	for i := 0; ; i++ {
		rec, err := rows.next()
		if err == io.EOF {
			return nil
		}
		if err == nil && i%4096 == 0 {
			err = in.ctx.Err()
		}
		if err == nil {
			err = each(rec)
		}
		if err != nil {
			return err
		}
	}
}

// records opens the file from its start.
func (in *intake) records(l layout) (rows records, done func(), err error) {
	if in.book != nil {
		sheet, err := in.book.rows()
		if err != nil {
			return nil, nil, err
		}
		return sheet, func() { _ = sheet.close() }, nil
	}
	rc, err := in.src()
	if err != nil {
		return nil, nil, err
	}
	text, err := in.charset.reader(rc)
	if err != nil {
		_ = rc.Close()
		return nil, nil, err
	}
	return l.records(text), func() { _ = rc.Close() }, nil
}

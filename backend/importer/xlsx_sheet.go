package importer

import (
	"bytes"
	"io"
	"strconv"
)

// Bounds of a sheet. Excel writes at most maxRows x maxColumns; maxBlankRows is of rows that stand in
// the sheet without holding anything, maxPadded of cells left out of rows that hold one far to the right.
const (
	maxRows      = 1 << 20
	maxColumns   = 1 << 14
	maxBlankRows = 100_000
	maxPadded    = 200_000_000
)

// sheetReader gives the rows of a sheet as records, cells as text with their kind. It reads the sheet
// to the end of its XML and its checksum: io.EOF says that the whole sheet was read.
type sheetReader struct {
	w    *workbook
	x    *xmlReader
	file io.Closer
	rec  record

	column  int // of the current cell
	blank   int // rows
	padded  int
	inData  bool
	seen    bool // the rows were there
	merged  int  // last row of a merged range, 0 for none
	scratch []byte
}

// next gives the next row. Rows that are not in the sheet at all are left out, empty ones are not.
func (s *sheetReader) next() (*record, error) {
	for {
		t, err := s.x.next()
		if err == io.EOF && !s.seen {
			err = xmlBroken
		}
		if err == io.EOF {
			return nil, io.EOF
		}
		if err != nil {
			return nil, s.fail(err)
		}
		depth, name := s.x.depth(), string(t.name)
		switch {
		case depth == 1 && t.kind == xmlStart && name != "worksheet":
			return nil, s.fail(xmlBroken)
		case depth == 2 && t.kind == xmlStart && name == "sheetData":
			if s.seen {
				return nil, s.fail(xmlBroken)
			}
			s.seen, s.inData = true, true
		case depth == 1 && t.kind == xmlEnd && name == "sheetData":
			s.inData = false
		case s.inData && depth == 3 && t.kind == xmlStart:
			if name != "row" {
				return nil, s.fail(xmlBroken)
			}
			return s.row(t.body)
		case t.kind == xmlStart && name == "mergeCell":
			if err := s.merge([]byte(attr(t.body, "ref"))); err != nil {
				return nil, s.fail(err)
			}
		}
	}
}

// fail names the row after which the sheet stops making sense.
func (s *sheetReader) fail(err error) error {
	bad, ok := s.w.explain(err).(*refusal)
	if !ok || bad.Line > 0 || s.rec.line == 0 {
		return s.w.explain(err)
	}
	return refuse(s.rec.line, bad.Code, "After row %d: %s", s.rec.line, bad.Message)
}

// close reports what was wrong with the packed bytes once more.
func (s *sheetReader) close() error { return s.w.explain(s.file.Close()) }

// merge remembers a range of more than one cell.
func (s *sheetReader) merge(ref []byte) error {
	from, to, two := bytes.Cut(ref, []byte(":"))
	if !two {
		return nil
	}
	c0, r0, ok0 := cellRef(from)
	c1, r1, ok1 := cellRef(to)
	if !ok0 || !ok1 {
		return xmlBroken
	}
	if c0 != c1 || r0 != r1 {
		s.merged = max(s.merged, r0, r1)
	}
	return nil
}

// row reads one row up to its end.
func (s *sheetReader) row(body []byte) (*record, error) {
	line := s.rec.line + 1
	if r := attr(body, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < line {
			return nil, s.fail(xmlBroken)
		}
		line = n
	}
	if line > maxRows {
		return nil, s.fail(xmlBroken)
	}
	r := &s.rec
	r.line, r.b, r.from, r.to, r.kinds, r.stray = line, r.b[:0], r.from[:0], r.to[:0], r.kinds[:0], -1
	s.column = -1
	for {
		t, err := s.x.next()
		if err == nil && t.kind == xmlStart && s.x.depth() == 4 && string(t.name) == "c" {
			err = s.cell(t.body)
		} else if err == nil && t.kind == xmlEnd && s.x.depth() == 2 {
			break
		}
		if err != nil {
			return nil, s.fail(err)
		}
		if len(r.b) > maxRecord {
			return nil, refuse(line, "record_too_long", "Row %d is longer than 1 MiB, which no export writes. Export the file as CSV.", line)
		}
	}
	if len(r.from) == 0 {
		if s.blank++; s.blank > maxBlankRows {
			return nil, refuse(line, "too_many_blank_rows", "%s has more than 100,000 empty rows up to row %d. Delete the empty rows below the table and save it again.", s.w.name, line)
		}
	}
	return r, nil
}

// cell reads one cell up to its end and adds it to the record if it holds anything.
func (s *sheetReader) cell(body []byte) error {
	kind, style, column := "", styleNumber, s.column+1
	ok := true
	eachAttr(body, func(name, value []byte) {
		switch string(name) {
		case "r":
			c, row, good := cellRef(value)
			ok = ok && good && c >= column && row == s.rec.line
			column = c
		case "t":
			kind = string(value)
		case "s":
			n, err := strconv.Atoi(string(value))
			ok = ok && err == nil && n >= 0
			if n < len(s.w.styles) && n >= 0 {
				style = s.w.styles[n]
			}
		}
	})
	if !ok || column >= maxColumns {
		return xmlBroken
	}
	s.column = column
	if err := s.content(kind == "inlineStr"); err != nil {
		return err
	}
	if len(s.scratch) == 0 {
		return nil
	}
	return s.add(kind, style)
}

// content collects a cell's text: its <v>, or for an inline string the <t> of it and of its runs.
func (s *sheetReader) content(inline bool) error {
	s.scratch = s.scratch[:0]
	take, aids, formula, result := false, 0, false, false
	for {
		t, err := s.x.next()
		if err != nil {
			return err
		}
		depth, name := s.x.depth(), string(t.name)
		if t.kind == xmlStart && depth == 5 {
			formula, result = formula || name == "f", result || name == "v" || name == "is"
		}
		switch {
		case t.kind == xmlEnd && depth == 3 && formula && !result:
			return refuse(s.rec.line, "formula_without_result", "Row %d of %s holds a formula without its result. Open it in a spreadsheet, save it there and drop it again, or export it as CSV.", s.rec.line, s.w.name)
		case t.kind == xmlEnd && depth == 3:
			return nil
		case t.kind == xmlStart && name == "rPh":
			aids++
		case t.kind == xmlEnd && name == "rPh":
			aids--
		case t.kind == xmlStart:
			take = (!inline && name == "v" && depth == 5) || (inline && name == "t" && aids == 0)
		case t.kind == xmlEnd:
			take = false
		case take && t.kind == xmlCDATA:
			s.scratch = append(s.scratch, t.body...)
		case take:
			var ok bool
			if s.scratch, ok = appendXML(s.scratch, t.body); !ok {
				return xmlBroken
			}
		}
		if len(s.scratch) > maxRecord {
			return xmlLong
		}
	}
}

// add appends the cell to the record, after empty ones for the columns before it.
func (s *sheetReader) add(kind string, style numberStyle) error {
	r := &s.rec
	for s.padded += s.column - len(r.from); len(r.from) < s.column; {
		r.from, r.to, r.kinds = append(r.from, int32(len(r.b))), append(r.to, int32(len(r.b))), append(r.kinds, isText)
	}
	if s.padded > maxPadded {
		return refuse(r.line, "workbook_too_large", "%s has too many columns for its rows (row %d). Export it as CSV.", s.w.name, r.line)
	}
	from, as, ok := len(r.b), isText, true
	switch kind {
	case "s":
		n, err := strconv.ParseUint(string(bytes.Trim(s.scratch, " \t\r\n")), 10, 32)
		text, there := s.w.strings.at(n)
		ok = err == nil && there
		r.b = append(r.b, text...)
	case "str", "inlineStr", "e", "d":
		r.b = append(r.b, s.scratch...)
	case "b":
		word := "FALSE"
		if string(s.scratch) == "1" || string(s.scratch) == "true" {
			word = "TRUE"
		}
		r.b = append(r.b, word...)
	case "", "n":
		r.b, as, ok = s.w.appendNumber(r.b, s.scratch, style)
	default:
		ok = false
	}
	if !ok {
		return refuse(r.line, "broken_workbook", "%s is a damaged workbook: a cell of row %d holds what no workbook writes. Download it again, or export it as CSV.", s.w.name, r.line)
	}
	r.from, r.to, r.kinds = append(r.from, int32(from)), append(r.to, int32(len(r.b))), append(r.kinds, as)
	return nil
}

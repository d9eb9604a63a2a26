package importer

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"creatorlift/backend/shop"
)

// headSize is how much of a file is looked at before the first pass; twice maxRecord, so that a record
// that is too long is seen as such.
const headSize = 2 * maxRecord

// maxPreamble is how many records may stand above the header.
const maxPreamble = 60

// maxHeader is how many columns a header may have, and maxHeaderBytes how long it may be.
const (
	maxHeader      = 2000
	maxHeaderBytes = 256 << 10
)

// tooLarge reports a record that can be no header.
func (r *record) tooLarge() bool {
	return r.len() > maxHeader || r.len() > 0 && int(r.to[r.len()-1]-r.from[0]) > maxHeaderBytes
}

// layout is how a file is cut into cells and where its header stands.
type layout struct {
	delim   byte
	newline byte
	above   int       // records above the header
	until   int       // records of the file up to the end of the table, 0 for all
	after   int       // records behind the end of the table
	left    []leftOut // other tables of the file
	line    int       // where the header stands
	said    []string  // what the records above it say
	header  *header
	format  *format
	sure    int // confidence in format
}

// records cuts a text as the layout says.
func (l *layout) records(text io.Reader) *recordReader {
	rr := newRecordReader(text, l.delim, l.newline)
	rr.unquoted = l.format != nil && l.format.unquoted && l.delim == '\t'
	return rr
}

// notATable recognises files that are no text tables by their first bytes. It gives what the file is
// and what to do, both empty if it may be a table.
func notATable(head []byte) (what, do string) {
	is := func(marks ...string) bool {
		for _, m := range marks {
			if bytes.HasPrefix(head, []byte(m)) {
				return true
			}
		}
		return false
	}
	const dropExports = "Drop CSV or XLSX exports here."
	lower := bytes.ToLower(trim(head[:min(len(head), 512)]))
	switch {
	case is("PK\x05\x06"):
		return "a zip folder", "Unpack it and drop the CSV files inside."
	case is("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return "an old or locked Excel workbook", "Open it, choose Save as, Excel workbook (.xlsx) without a password, and drop that file."
	case is("%PDF"):
		return "a PDF", "Ask the shop for the same report as CSV."
	case is("\x89PNG", "\xff\xd8\xff", "GIF8", "BM\x36", "II*\x00", "MM\x00*"), is("RIFF") && bytes.Contains(head[:min(len(head), 16)], []byte("WEBP")):
		return "a picture", dropExports
	case len(head) > 12 && bytes.Equal(head[4:8], []byte("ftyp")):
		return "a picture or a film", dropExports
	case is("SQLite format 3\x00"):
		return "a database", dropExports
	case bytes.HasPrefix(lower, []byte("<!doctype")), bytes.HasPrefix(lower, []byte("<html")):
		return "a web page", "The shop may have asked you to sign in again: download the export once more."
	case bytes.HasPrefix(lower, []byte("<?xml")):
		return "an XML file", dropExports
	case bytes.HasPrefix(lower, []byte("{")), bytes.HasPrefix(lower, []byte("[{")):
		return "a JSON file", dropExports
	case is("\x1f\x8b"):
		return "a packed file inside a packed file", "Unpack it and drop the CSV file inside."
	case controls(head):
		return "not a text file", dropExports
	}
	return "", ""
}

// controls reports bytes that no text has: more than one control character in a hundred.
func controls(head []byte) bool {
	sample := head[:min(len(head), 8192)]
	odd := 0
	for _, c := range sample {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1a {
			odd++
		}
	}
	return odd*100 > len(sample)
}

// sniffer looks for the header of a known format at the start of a decoded file.
type sniffer struct {
	formats []*format
	m       *Mapping
	whole   bool // the sample is the whole file
	best    layout
	guess   layout // the most table-like reading, for files of no known format
	score   int
	rows    int // records that are not blank, in guess
	broken  *refusal
	nearest []string // mapped headers missing in the row that has most of them
	wide    int      // line of the first record that has too many columns, 0 for none
}

// find tries each delimiter. The first of equally good readings wins.
func (s *sniffer) find(sample []byte) {
	newline := byte('\n')
	if bytes.IndexByte(sample, '\n') < 0 && bytes.IndexByte(sample, '\r') >= 0 {
		newline = '\r'
	}
	for _, delim := range []byte{',', ';', '\t', '|'} {
		rr := newRecordReader(bytes.NewReader(sample), delim, newline)
		s.try(rr, layout{delim: delim, newline: newline}, func() bool { return s.whole || rr.end-rr.pos > maxRecord })
	}
	if s.best.format == nil {
		s.findSections(sample, newline)
	}
}

// charsetOf names the encoding of the first bytes of a file that are not UTF-8. Where the likeliest one
// makes no header of a known export, another one that does is taken.
func (in *intake) charsetOf(head []byte) charset {
	likely := legacyCharset(*in.charset, around(head))
	if in.charset.bom > 0 || in.knows(likely, head) {
		return likely
	}
	for _, name := range []string{"windows-1252", "gb18030", "shift_jis", "big5", "euc-kr", "windows-1251", "windows-1250", "windows-1254", "windows-1253"} {
		codec, err := htmlindex.Get(name)
		if cs := (charset{name: name, codec: codec}); err == nil && in.knows(cs, head) {
			return cs
		}
	}
	return likely
}

// knows reports whether a format recognises the first bytes of a file, read in an encoding.
func (in *intake) knows(cs charset, head []byte) bool {
	text, err := cs.reader(bytes.NewReader(head[:min(len(head), 64<<10)]))
	if err != nil {
		return false
	}
	sample, err := io.ReadAll(text)
	s := &sniffer{formats: in.formats, m: in.opt.Map}
	s.find(sample)
	return err == nil && s.best.format != nil
}

// try reads records from one reading of the file. tells says whether an error is the file's own, not
// that of a sample cut off.
func (s *sniffer) try(rr records, l layout, tells func() bool) {
	widths, filled := map[int]int{}, 0
	var heads []*header
	var cells []int // of each head, names or not
	for ; l.above < maxPreamble; l.above++ {
		rec, err := rr.next()
		if bad, ok := err.(*refusal); ok && s.broken == nil && tells() {
			s.broken = bad
		}
		if err != nil {
			break
		}
		if rec.len() > maxHeader && s.wide == 0 {
			s.wide = rec.line
		}
		if rec.tooLarge() || rec.blank() {
			continue
		}
		filled++
		widths[rec.len()]++
		l.header, l.line = newHeader(rec), rec.line
		heads, cells = append(heads, l.header), append(cells, rec.len())
		if s.m != nil || !figures(rec) {
			s.match(l)
		}
		l.said = append(l.said[:len(l.said):len(l.said)], note(rec))
	}
	for width, n := range widths {
		score := n * min(width-1, 10)
		if score > s.score || (score == s.score && score > 0 && width > len(s.guess.header.names)) {
			s.score, s.rows, s.guess = score, filled, l
			for i, h := range heads {
				if cells[i] == width {
					s.guess.header = h
					break
				}
			}
		}
	}
	if s.guess.header == nil && filled > 0 {
		s.rows, s.guess = filled, l
		s.guess.header = heads[0]
	}
}

// note is the text of a record above the header.
func note(rec *record) string {
	var b strings.Builder
	for i := 0; i < rec.len() && b.Len() < 500; i++ {
		cell := trim(rec.cell(i))
		b.Write(cell[:min(len(cell), 500)])
		b.WriteByte(' ')
	}
	return b.String()
}

func (s *sniffer) match(l layout) {
	if s.best.sure >= 100 {
		return // the first of equally good ones is taken
	}
	n := names{head: l.header, m: s.m}
	if s.m != nil && len(s.m.Columns) > 0 {
		missing := s.m.missingIn(l.header)
		if s.nearest == nil || len(missing) < len(s.nearest) {
			s.nearest = missing
		}
		if len(missing) > 0 {
			return
		}
	} else if len(s.formats) == len(formats) && !l.header.mayBeHeader() {
		return
	}
	for _, f := range s.formats {
		if sure := f.recognise(n.of(f)); sure > s.best.sure {
			s.best = l
			s.best.format, s.best.sure = f, sure
		}
	}
}

// verdict gives the layout, or why there is none: a *refusal, a *unknown with the likeliest layout, or
// a *shop.Error about the mapping.
func (s *sniffer) verdict(name string) (layout, error) {
	switch {
	case s.best.format != nil:
		return s.best, s.checkTwice(name)
	case s.broken != nil:
		return layout{}, s.broken
	case s.rows == 0:
		return layout{}, refuse(0, "empty_file", "%s has no rows. Download it again, or choose another file.", name)
	case s.score == 0 && s.wide > 0:
		return layout{}, refuse(s.wide, "too_many_columns", "Line %d of %s has more columns than any export (2,000). Was it exported for something else?", s.wide, name)
	case s.score == 0:
		return layout{}, refuse(0, "not_a_table", "%s is not a table: its lines have no columns. Drop CSV or XLSX exports here.", name)
	case len(s.nearest) > 0:
		return layout{}, mapError("map_header_missing", "%s has no column %s, which the mapping names.", name, strings.Join(s.nearest, ", "))
	case s.rows == 1:
		return layout{}, headerOnly(name)
	}
	return s.guess, &unknown{columns: s.guess.header.names}
}

// checkTwice refuses a file in which a column that counts stands twice: nobody can tell which is meant,
// unless the format knows.
func (s *sniffer) checkTwice(name string) error {
	if s.best.format.repeats {
		return nil
	}
	n := names{head: s.best.header, m: s.m}.of(s.best.format)
	for _, c := range s.best.format.columns {
		if i := n.at(c.name); i >= 0 && s.best.header.twice[fold(s.best.header.names[i])] {
			return refuse(0, "duplicate_column", "%s has the column “%s” twice. Delete or rename one of them.", name, s.best.header.names[i])
		}
	}
	return nil
}

func headerOnly(name string) *refusal {
	return refuse(0, "header_only", "%s has column names but no rows. Was the date range empty?", name)
}

// unknown is a table of no known format.
type unknown struct{ columns []string }

func (u *unknown) Error() string { return fmt.Sprintf("importer: %d unknown columns", len(u.columns)) }

// choices lists the columns for a mapping by hand. What looks like an address is no column name but a
// buyer in a file without header.
func (u *unknown) choices() []string { return shownNames(u.columns) }

func shownNames(columns []string) []string {
	out := make([]string, 0, len(columns))
	for i, name := range columns {
		if name == "" || strings.ContainsRune(name, '@') {
			name = fmt.Sprintf("column %d", i+1)
		}
		out = append(out, clean(name))
	}
	return out
}

// formatsFor narrows the list to what the caller asks for.
func formatsFor(opt Options) ([]*format, error) {
	all := formats
	if opt.Format != "" {
		all = nil
		var ids []string
		for _, f := range formats {
			ids = append(ids, f.ID)
			if f.ID == opt.Format {
				all = []*format{f}
			}
		}
		if all == nil {
			return nil, &shop.Error{Code: "unknown_format", Message: fmt.Sprintf("There is no format called %q.", opt.Format),
				Hint: "Known are " + strings.Join(ids, ", ") + "."}
		}
	}
	if opt.Map == nil {
		return all, nil
	}
	if err := opt.Map.check(); err != nil {
		return nil, err
	}
	return opt.Map.candidates(all)
}

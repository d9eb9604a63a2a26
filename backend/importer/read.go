package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"creatorlift/backend/shop"
)

// Options is what the caller knows about a file.
type Options struct {
	Name     string                    // for messages
	Format   string                    // id of the format, "" to recognise it
	Map      *Mapping                  // nil for none
	Zone     string                    // IANA zone of the shop: days are counted in it, date-times without offset are in it (or in Map.Zone); "" for not known
	Currency shop.Currency             // where neither file nor mapping says; the file is believed before it
	Customer func(email string) string // keyed hash of a lower-case e-mail or customer id; nil leaves Line.Customer empty
}

var noMapping = &Mapping{}

func (o Options) mapping() *Mapping {
	if o.Map == nil {
		return noMapping
	}
	return o.Map
}

// Looked is a file that was looked over from end to end and not emitted yet.
type Looked struct{ in *intake }

// Look looks one file over, unpacking gzip: what it is, and which questions are open. Nothing is
// emitted before that, so that Status needs_mapping and refused mean that there is nothing to take
// back. What the file itself is guilty of is in the Report; an error is a *shop.Error for wrong
// options or an impossible mapping, ctx's error, or what the Source returned.
func Look(ctx context.Context, src Source, opt Options) (*Looked, error) {
	in := &intake{ctx: ctx, raw: src, src: Decompress(src), opt: opt, rep: &Report{Status: StatusOK}}
	if err := in.prepare(); err != nil {
		return nil, err
	}
	return in.look()
}

func (in *intake) look() (*Looked, error) {
	err := in.survey()
	if errors.Is(err, errNotUTF8) {
		err = in.survey() // once more, now that the encoding is known
	}
	if _, err = in.close(err); err != nil {
		return nil, err
	}
	return &Looked{in}, nil
}

// Report is what is known so far: after Look the format, currency, zone, hash, size and questions, and
// after Pour everything.
func (l *Looked) Report() *Report { return l.in.rep }

// Pour reads a file with Status ok once more and gives each document to emit in the order of the file
// (a Shopify order whose rows are scattered comes at the end). The document is the receiver's to keep.
//
// An error, or a Status that is no longer ok (no row could be used), means that what was emitted must
// be taken back: a *shop.Error for a file that changed meanwhile; ctx's error; what emit or the Source
// returned.
func (l *Looked) Pour(emit func(*shop.Doc) error) (*Report, error) {
	if l.in.rep.Status != StatusOK || l.in.poured {
		panic("importer: Pour after a Look that was not ok, or twice")
	}
	return l.in.close(l.in.pour(emit))
}

// Read is Look and, where nothing stands against it, Pour.
func Read(ctx context.Context, src Source, opt Options, emit func(*shop.Doc) error) (*Report, error) {
	l, err := Look(ctx, src, opt)
	if err != nil {
		return nil, err
	}
	if l.in.rep.Status != StatusOK {
		return l.in.rep, nil
	}
	return l.Pour(emit)
}

// intake is one file being read.
type intake struct {
	ctx     context.Context
	raw     Source // as it came
	src     Source // unpacked
	opt     Options
	rep     *Report
	formats []*format
	zones   calendar
	charset *charset  // nil until it is known
	book    *workbook // nil for text files
	layout  layout
	table   *table
	reader  rowReader
	profile *profile
	poured  bool    // emitting has begun
	parts   []part  // files of a zip folder that are read as one, nil for one file
	depth   int     // zip folders around the file
	glance  int     // bytes of the head that are looked at, 0 for headSize
	notes   []Issue // what the container leaves out
}

func (in *intake) prepare() error {
	var err error
	if in.formats, err = formatsFor(in.opt); err != nil {
		return err
	}
	if in.zones.shop, err = loadZone(in.opt.Zone); err != nil {
		return err
	}
	in.zones.file = in.zones.shop
	if name := in.opt.mapping().Zone; name != "" && name != in.opt.Zone {
		if in.zones.file, err = loadZone(name); err != nil {
			return err
		}
		if in.zones.shop == nil {
			in.zones.shop = in.zones.file
		}
	}
	if c := in.opt.Currency; c != "" && !c.Valid() {
		return &shop.Error{Code: "bad_currency", Message: fmt.Sprintf("%q is not a currency.", string(c)),
			Hint: "Use three capital letters such as USD, GBP or EUR."}
	}
	return nil
}

// survey recognises the file and looks over all of it.
func (in *intake) survey() error {
	if err := in.recognise(); err != nil {
		return err
	}
	in.open()
	t, err := in.pass(true, in.profile.look)
	if errors.Is(err, errNotUTF8) {
		cs := legacyCharset(*in.charset, t.bad)
		in.charset = &cs
		return err
	}
	if err != nil {
		return err
	}
	in.rep.SHA256, in.rep.Bytes = t.sha256(), t.n
	in.profile.bytes, in.profile.sum = t.n, t.sum
	if in.profile.rows == 0 {
		return headerOnly(in.opt.Name)
	}
	if left, some := in.layout.sectionsLeft(in.opt.Name); some {
		in.notes = append(in.notes, left)
	}
	for _, is := range in.notes {
		in.rep.note(is)
	}
	if err := in.profile.decide(); err != nil {
		return err
	}
	if j, ok := in.reader.(judge); ok {
		return j.verdict()
	}
	return nil
}

// recognise reads the head of the file: encoding, delimiter, header, format.
func (in *intake) recognise() error {
	rc, err := in.src()
	if err != nil {
		return err
	}
	defer rc.Close()
	size := headSize
	if in.glance > 0 {
		size = in.glance
	}
	head, err := io.ReadAll(io.LimitReader(rc, int64(size)))
	if err != nil {
		return err
	}
	if in.charset == nil {
		cs := sniffCharset(head)
		in.charset = &cs
	}
	if isZip(head) && in.book == nil {
		return in.recogniseZip()
	}
	if in.charset.codec == nil {
		if what, do := notATable(head[in.charset.bom:]); what != "" {
			return refuse(0, "not_a_table", "%s is %s. %s", in.opt.Name, what, do)
		}
		if !validHead(head) {
			cs := in.charsetOf(head)
			in.charset = &cs
		}
	}
	in.rep.Encoding = in.charset.name
	text, err := in.charset.reader(bytes.NewReader(head))
	if err != nil {
		return err
	}
	sample, err := io.ReadAll(text)
	if err != nil {
		return err
	}
	s := &sniffer{formats: in.formats, m: in.opt.Map, whole: len(head) < size}
	s.find(sample)
	return in.settle(s)
}

// settle takes the sniffer's word for how the file is laid out.
func (in *intake) settle(s *sniffer) error {
	l, err := s.verdict(in.opt.Name)
	if err == nil {
		l, err = in.split(l)
	}
	in.layout = l
	return err
}

// recogniseBook is recognise for a workbook.
func (in *intake) recogniseBook() error {
	var err error
	if in.book, err = openWorkbook(in.src, in.opt.Name); err != nil {
		return err
	}
	in.rep.Encoding = "xlsx"
	s, err := in.chooseSheet()
	if err != nil {
		return err
	}
	return in.settle(s)
}

// records is a file cut into records: lines of a text or rows of a sheet. next gives io.EOF after the
// last one; a record is valid until the next call.
type records interface{ next() (*record, error) }

// open makes the table, the format's reader and the profile.
func (in *intake) open() {
	f := in.layout.format
	in.rep.Format, in.rep.Source, in.rep.Evidence, in.rep.Confidence = f.ID, f.Platform, f.Evidence, in.layout.sure
	in.rep.Zone = ""
	if tool := (names{m: in.opt.Map}).constant("source"); tool != "" && f.byHand {
		in.rep.Source = tool
	}
	if in.zones.shop != nil {
		in.rep.Zone = in.zones.shop.loc.String()
	}
	in.table = &table{opt: in.opt, format: f, names: names{head: in.layout.header, m: in.opt.Map}.of(f), rep: in.rep,
		cal: in.zones, words: words{}, dated: -1, sheet: in.book != nil, said: in.layout.said}
	for _, c := range f.columns {
		if i := in.table.names.at(c.name); f.described && c.kind == numeric && i >= 0 {
			in.table.numeric = append(in.table.numeric, i)
		}
		if c.kind == moment && in.table.dated < 0 {
			in.table.dated = in.table.names.at(c.name)
		}
	}
	in.reader = f.open(in.table)
	in.profile = newProfile(in.table, in.reader)
}

// pass reads the file once, giving each record below the header to each.
func (in *intake) pass(first bool, each func(*record) error) (*tap, error) {
	if in.book != nil {
		return in.book.tap, in.sheetPass(each)
	}
	if len(in.parts) > 0 {
		return in.partsPass(first, each)
	}
	rc, err := in.src()
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	t := newTap(rc, first)
	t.utf8 = first && in.charset.codec == nil
	coming := readAhead(t)
	defer coming.stop()
	text, err := in.charset.reader(coming)
	if err != nil {
		return t, err
	}
	if err := in.below(in.layout.records(text), each); err != nil {
		return t, err
	}
	if _, err := io.Copy(io.Discard, coming); err != nil {
		return t, err
	}
	return t, t.finish()
}

// sheetPass is pass for a workbook, whose bytes are in memory. Merged cells in the table would leave
// all but one of them empty without a word.
func (in *intake) sheetPass(each func(*record) error) (err error) {
	rows, err := in.book.rows()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.close()) }()
	if err := in.below(rows, each); err != nil {
		return err
	}
	if rows.merged >= in.layout.line {
		return refuse(rows.merged, "merged_cells", "%s has merged cells in its table (up to row %d), so nobody can tell which row they belong to. Undo the merging and save it again.", in.opt.Name, rows.merged)
	}
	return nil
}

// below gives each record below the header.
func (in *intake) below(from records, each func(*record) error) error {
	for i := 0; ; i++ {
		rec, err := from.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if i%4096 == 0 && in.ctx.Err() != nil {
			return in.ctx.Err()
		}
		if i <= in.layout.above || in.layout.until > 0 && i >= in.layout.until {
			continue
		}
		if err := each(rec); err != nil {
			return err
		}
	}
}

// pour is the emitting pass.
func (in *intake) pour(emit func(*shop.Doc) error) error {
	in.table.emitDoc, in.poured = emit, true
	in.rep.Skipped = in.profile.skipped + in.layout.above + in.layout.after
	t, err := in.pass(false, func(rec *record) error {
		switch what, why := in.table.judge(rec); what {
		case isSkipped:
			return nil
		case isFlawed:
			in.rep.Rows++
			in.table.reject(rec.line, why)
			return nil
		}
		in.rep.Rows++
		return in.reader.read(row{rec: rec, t: in.table})
	})
	if err == nil {
		err = in.reader.finish()
	}
	if err != nil {
		return err
	}
	if t.n != in.profile.bytes || t.sum != in.profile.sum || in.rep.Rows != in.profile.rows {
		return &shop.Error{Code: "file_changed", Message: fmt.Sprintf("%s changed while it was being read.", in.opt.Name),
			Hint: "Wait until the download is complete and drop it again."}
	}
	if in.rep.Rows != in.rep.Emitted+in.rep.Rejected {
		return fmt.Errorf("importer: %s: %d rows, but %d emitted and %d rejected", in.rep.Format, in.rep.Rows, in.rep.Emitted, in.rep.Rejected)
	}
	if in.rep.Emitted == 0 {
		return refuse(0, "no_usable_rows", "None of the %d rows of %s can be used. The first reason is in line %d: %s",
			in.rep.Rows, in.opt.Name, in.rep.Issues[0].Line, in.rep.Issues[0].Message)
	}
	return nil
}

// close turns how the reading ended into a report or an error.
func (in *intake) close(err error) (*Report, error) {
	var bad *refusal
	var strange *unknown
	var said *shop.Error
	switch {
	case errors.As(err, &bad):
	case errors.As(err, &strange):
		in.rep.ask("columns", strange.choices()...)
		in.rep.note(Issue{Code: "unknown_columns", Message: fmt.Sprintf("%s is a table of %d columns that no known export has. Say which column is which.", in.opt.Name, len(strange.columns))})
	case !in.poured && errors.As(err, &said) && (said.Code == "broken_gzip" || said.Code == "unpacks_too_large" || said.Code == "broken_zip"):
		bad = refuse(0, said.Code, "%s: %s", in.opt.Name, said.Error())
	case err != nil:
		return nil, err
	}
	if bad != nil {
		in.rep.Status = StatusRefused
		in.rep.Questions = []Question{}
		in.rep.IssueCount++
		in.rep.Issues = append(in.rep.Issues, in.rep.here(bad.Issue))
	} else if len(in.rep.Questions) > 0 {
		in.rep.Status = StatusNeedsMapping
	}
	return in.rep, nil
}

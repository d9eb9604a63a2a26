package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"creatorlift/backend/shop"
)

// part is one of several files of a zip folder that are read as one.
type part struct {
	name  string
	src   Source
	bom   int
	above int // records above its header
	from  int // lines of the parts before it
}

// found is one file of a zip folder and what its first lines say.
type found struct {
	member
	in    *intake
	err   error // why it is no table of a known format: *refusal, *unknown or *shop.Error
	table bool
}

// memberSample is how many bytes of each file of a folder tell what it is.
const memberSample = 64 << 10

// severalExports is the refusal of a zip folder whose files are exports of their own; Members gives them.
const severalExports = "several_exports"

// recogniseZip is recognise for a file that begins like a zip folder: a workbook, or a folder of which one
// file or all together are one table.
func (in *intake) recogniseZip() error {
	a, err := openArchive(in.raw, in.opt.Name)
	bad, damaged := err.(*refusal)
	if damaged = damaged && bad.Code == "broken_zip"; damaged || err == nil && a.book {
		said := in.recogniseBook()
		if no, ok := said.(*refusal); damaged && ok && no.Code == "not_a_table" {
			return err
		}
		return said
	}
	if err != nil {
		return err
	}
	if in.depth++; in.depth > maxFolders {
		return refuse(0, "zip_too_deep", "%s is a zip folder inside of others. Unpack it and drop the files inside.", in.opt.Name)
	}
	files, err := in.lookInto(a)
	if err != nil {
		return err
	}
	return in.choose(a, files)
}

// lookInto recognises each file of a folder by itself.
func (in *intake) lookInto(a *archive) (list []found, err error) {
	for _, m := range a.members {
		src := a.source(m)
		sub := &intake{ctx: in.ctx, raw: src, src: Decompress(src), opt: in.opt, rep: &Report{}, formats: in.formats, depth: in.depth, glance: memberSample}
		sub.opt.Name = in.opt.Name + "/" + m.name
		err := sub.recognise()
		var strange *unknown
		var bad *refusal
		var said *shop.Error
		if err != nil && !errors.As(err, &strange) && !errors.As(err, &bad) && !errors.As(err, &said) || in.ctx.Err() != nil {
			return nil, errors.Join(in.ctx.Err(), err)
		}
		list = append(list, found{member: m, in: sub, err: err, table: (err == nil || strange != nil) && sub.layout.header != nil})
	}
	return list, nil
}

// choose decides what a folder is: one table, the parts of one, or an export that comes as several tables
// of which one is read. Everything else is several exports.
func (in *intake) choose(a *archive, files []found) error {
	var tables []found
	for _, f := range files {
		if f.table {
			tables = append(tables, f)
		}
	}
	switch best := bundled(tables); {
	case len(files) == 0:
		return refuse(0, "empty_file", "%s holds no files. Download it again, or choose another file.", in.opt.Name)
	case len(tables) == 0 && len(files) == 1:
		return files[0].err
	case len(tables) == 0:
		return refuse(0, noTables(files), "%s holds no table that can be read (%s). Drop CSV or XLSX exports here.", in.opt.Name, a.names())
	case best >= 0:
		in.leaveOut(tables, best)
		in.take(tables[best])
	case len(tables) == 1 && !worthNaming(files):
		in.take(tables[0])
	case oneTable(tables) && !worthNaming(files):
		in.parts = nil
		for _, f := range tables {
			in.parts = append(in.parts, part{name: f.name, src: f.in.src, bom: f.in.charset.bom, above: f.in.layout.above})
		}
		in.rep.parts = in.parts
		in.src, in.raw = tables[0].in.src, tables[0].in.raw
	default:
		return refuse(0, severalExports, "%s holds several exports (%s). Unpack it and drop the files inside.", in.opt.Name, a.names())
	}
	return in.recognise()
}

// noTables tells folders in which a folder of several exports lies from those without any.
func noTables(files []found) string {
	if slices.ContainsFunc(files, isSeveral) {
		return severalExports
	}
	return "not_a_table"
}

func isSeveral(f found) bool {
	bad, ok := f.err.(*refusal)
	return ok && bad.Code == severalExports
}

// worthNaming reports a file that should be a table and could not be read: it must be named by itself.
func worthNaming(files []found) bool {
	return slices.ContainsFunc(files, func(f found) bool { return !f.table && shouldBeTable(f) })
}

// shouldBeTable tells a table that is damaged from a picture or a note in the folder.
func shouldBeTable(f found) bool {
	if isSeveral(f) {
		return true
	}
	name := strings.TrimSuffix(strings.ToLower(f.name), ".gz")
	for _, ending := range []string{".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".zip", ".ods"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}

// take goes on with one file of the folder.
func (in *intake) take(f found) {
	in.src, in.raw, in.opt.Name = f.in.src, f.in.raw, f.in.opt.Name
}

// bundled gives the best table of an export that comes as a folder of several, -1 for none: one with dates
// before others, then the surest, then the first.
func bundled(tables []found) int {
	best := -1
	for i, f := range tables {
		if f.err != nil || !f.in.layout.format.bundle {
			continue
		}
		if best < 0 {
			best = i
			continue
		}
		a, b := f.in.layout.asSection(f.in.opt.Map), tables[best].in.layout.asSection(f.in.opt.Map)
		if a.beats(&b) {
			best = i
		}
	}
	return best
}

// oneTable reports files that are the parts of one: the same header, the same format, and rows that say
// themselves on which day they stand.
func oneTable(tables []found) bool {
	a := tables[0].in
	for _, f := range tables {
		b := f.in
		if b.book != nil || len(b.parts) > 0 || b.charset.name != a.charset.name || b.layout.delim != a.layout.delim || b.layout.newline != a.layout.newline ||
			b.layout.format != a.layout.format || !slices.Equal(b.layout.header.names, a.layout.header.names) {
			return false
		}
	}
	f := a.layout.format
	return f == nil || !f.sections && (!f.windowed || names{head: a.layout.header, m: a.opt.Map}.of(f).dated(f))
}

// leaveOut says which tables of the folder are not read, and whether a filter was set.
func (in *intake) leaveOut(tables []found, best int) {
	for i, f := range tables {
		if i == best {
			continue
		}
		rows, filtered := 0, false
		below := false
		err := f.in.each(f.in.layout, func(rec *record) error {
			switch {
			case below && !rec.blank():
				rows++
				filtered = filtered || !usualFilter(string(trim(rec.cell(0))))
			case f.in.layout.header.repeats(rec):
				below = true
			}
			return nil
		})
		switch {
		case isFilters(f):
			if filtered {
				in.notes = append(in.notes, Issue{Code: "filtered_export",
					Message: f.name + " says that a filter was set when the report was downloaded, so its figures are only a part of all. Clear the filter and export it again to see all."})
			}
		case err != nil:
			in.notes = append(in.notes, Issue{Code: "table_left_out", Message: f.name + " is left out and could not be read to its end."})
		default:
			in.notes = append(in.notes, Issue{Code: "table_left_out", Message: fmt.Sprintf("%s (%s) is left out: of the tables in this folder %s is read.", f.name, countRows(rows), tables[best].name)})
		}
	}
}

// isFilters knows the table of filters that a folder brings along.
func isFilters(f found) bool {
	if f.err == nil || len(f.in.layout.header.names) != 2 {
		return false
	}
	for _, word := range []string{"filter", "filtre", "filtro", "filtri"} {
		if strings.HasPrefix(fold(f.in.layout.header.names[0]), word) {
			return true
		}
	}
	return false
}

// usualFilter knows the two lines that are always among the filters: the days and the kind of search.
func usualFilter(name string) bool {
	return slices.Contains([]string{"", "date", "datum", "fecha", "data", "search type", "type de recherche", "suchtyp", "tipo de búsqueda", "tipo di ricerca",
		"tipo de pesquisa", "zoektype"}, fold(name))
}

// partsPass is pass for parts that are read as one. Their lines are counted on from part to part, so that
// a line belongs to one part; Report.here turns them back.
func (in *intake) partsPass(first bool, each func(*record) error) (t *tap, err error) {
	lines := 0
	for i := range in.parts {
		p := &in.parts[i]
		p.from = lines
		rc, err := p.src()
		if err != nil {
			return t, err
		}
		if t == nil {
			t = newTap(nil, first)
			t.utf8 = first && in.charset.codec == nil
		}
		t.r = rc
		lines, err = in.partPass(t, p, each)
		if err = errors.Join(err, rc.Close()); err != nil {
			return t, unjoin(err)
		}
	}
	return t, nil
}

// unjoin gives a lone error back as it was.
func unjoin(err error) error {
	if j, ok := err.(interface{ Unwrap() []error }); ok && len(j.Unwrap()) == 1 {
		return j.Unwrap()[0]
	}
	return err
}

func (in *intake) partPass(t *tap, p *part, each func(*record) error) (lines int, err error) {
	cs := *in.charset
	cs.bom = p.bom
	text, err := cs.reader(t)
	if err != nil {
		return 0, err
	}
	rr := newRecordReader(text, in.layout.delim, in.layout.newline)
	rr.line += p.from
	for i := 0; ; i++ {
		rec, err := rr.next()
		if err == io.EOF {
			return rr.line - 1, t.finish()
		}
		if err == nil && i%4096 == 0 {
			err = in.ctx.Err()
		}
		if err == nil && i > p.above {
			err = each(rec)
		}
		if err != nil {
			return 0, err
		}
	}
}

// Member is one file that is imported by itself: a file of a zip folder, or the file that was given.
type Member struct {
	Name   string // with the folder's name before it where there is one, such as bundle.zip/orders.csv
	Source Source
}

// Members gives the files that a file is made of. A zip folder of several exports is each of them; all else,
// a zip folder that is one table, parts of one or a workbook included, is itself. What cannot be read is
// itself too: Look says why. The error is ctx's.
func Members(ctx context.Context, src Source, name string) ([]Member, error) {
	return members(ctx, Member{name, src}, 0)
}

func members(ctx context.Context, m Member, depth int) ([]Member, error) {
	itself := []Member{m}
	rc, err := Decompress(m.Source)()
	if err != nil {
		return itself, ctx.Err()
	}
	var mark [4]byte
	_, err = io.ReadFull(rc, mark[:])
	if e := rc.Close(); err != nil || e != nil || !isZip(mark[:]) || depth >= maxFolders {
		return itself, nil
	}
	in := &intake{ctx: ctx, raw: m.Source, src: Decompress(m.Source), opt: Options{Name: m.Name}, rep: &Report{}, formats: formats, depth: depth + 1}
	a, err := openArchive(m.Source, m.Name)
	if err != nil || a.book {
		return itself, ctx.Err()
	}
	files, err := in.lookInto(a)
	if ctx.Err() != nil || err != nil {
		return itself, ctx.Err()
	}
	in.depth = 0
	bad, several := in.choose(a, files).(*refusal)
	if ctx.Err() != nil || !several || bad.Code != severalExports {
		return itself, ctx.Err()
	}
	var out []Member
	for _, f := range files {
		if !f.table && !shouldBeTable(f) {
			continue // a picture or a note beside the tables
		}
		inside, err := members(ctx, Member{f.in.opt.Name, a.source(f.member)}, depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, inside...)
	}
	return out, nil
}

package importer

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// Bounds of a workbook. Excel's own limit is 1,048,576 rows; 541,909 order lines of eight columns are
// 20 MB packed and 200 MB of XML. Real sheets shrink 5 to 60 times, a zip bomb 1,000 times.
const (
	maxWorkbook    = 48 << 20  // bytes of the file
	maxEntries     = 20_000    // files inside
	maxSheetXML    = 512 << 20 // of one sheet
	maxSmallXML    = 16 << 20  // of what describes the sheets
	maxStringsXML  = 256 << 20
	maxStringBytes = 32 << 20 // of all shared strings, which are kept in memory
	maxStrings     = 4 << 20
	freeXML        = 32 << 20 // a part up to this size may shrink by any ratio
	maxXMLRatio    = 250
)

// workbook is an .xlsx file, its bytes in memory, of which one sheet is read.
type workbook struct {
	sheets  []sheetPart // the visible ones, in the order of their tabs
	name    string      // of the file, for messages
	tap     *tap
	parts   map[string]*zip.File // by lower-case path
	sheet   *zip.File            // the one that is read
	strings sharedStrings
	styles  []numberStyle // by style number of a cell
	since04 bool          // days count from 1904
}

// sheetPart is one sheet of a workbook.
type sheetPart struct {
	name string // on its tab
	id   string // by which the workbook refers to it
	file *zip.File
}

// maxSheets is how many visible sheets are looked at.
const maxSheets = 64

// chunks is a file in memory, in pieces of chunkSize, the last one shorter.
type chunks [][]byte

const chunkSize = 1 << 20

func (c chunks) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		i := int(off / chunkSize)
		if off < 0 || i >= len(c) || off%chunkSize >= int64(len(c[i])) {
			return n, io.EOF
		}
		k := copy(p[n:], c[i][off%chunkSize:])
		n, off = n+k, off+int64(k)
	}
	return n, nil
}

// loadChunks reads all of r; false if that is more than maxWorkbook.
func loadChunks(r io.Reader) (chunks, bool, error) {
	var c chunks
	for len(c) <= maxWorkbook/chunkSize {
		b := make([]byte, chunkSize)
		n, err := io.ReadFull(r, b)
		if n > 0 {
			c = append(c, b[:n])
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return c, true, nil
		}
		if err != nil {
			return nil, false, err
		}
	}
	return nil, false, nil
}

// openWorkbook reads a file that begins like a zip folder. It gives a *refusal for one that is no
// workbook, is damaged, or is larger than any export.
func openWorkbook(src Source, name string) (*workbook, error) {
	rc, err := src()
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	w := &workbook{name: name, tap: newTap(rc, true), parts: map[string]*zip.File{}}
	file, fits, err := loadChunks(w.tap)
	if err != nil {
		return nil, err
	}
	if !fits {
		return nil, refuse(0, "workbook_too_large", "%s is larger than %d MB, too large for a workbook. Export it as CSV.", name, maxWorkbook>>20)
	}
	if err := w.unzip(file); err != nil {
		return nil, err
	}
	if err := w.describe(); err != nil {
		return nil, w.explain(err)
	}
	return w, nil
}

// unzip lists the parts. Entries are counted before archive/zip makes a record of each.
func (w *workbook) unzip(file chunks) error {
	entries := 0
	for _, b := range file {
		entries += bytes.Count(b, []byte("PK\x01\x02"))
	}
	if entries > maxEntries {
		return refuse(0, "workbook_too_large", "%s holds more files than any workbook. Export it as CSV.", w.name)
	}
	z, err := zip.NewReader(file, w.tap.n)
	if err != nil {
		if len(file) > 0 && (bytes.Contains(file[0], []byte("xl/")) || bytes.Contains(file[0], []byte("[Content_Types].xml"))) {
			return w.broken("its end is missing or damaged")
		}
		return w.noWorkbook()
	}
	for _, f := range z.File {
		key := strings.ToLower(strings.TrimPrefix(f.Name, "/"))
		if w.parts[key] != nil {
			return w.broken("it holds " + strconv.Quote(path.Base(key)) + " twice")
		}
		w.parts[key] = f
	}
	if w.parts["[content_types].xml"] == nil {
		return w.noWorkbook()
	}
	return nil
}

func (w *workbook) noWorkbook() error {
	return refuse(0, "not_a_table", "%s is a zip folder. Unpack it and drop the files inside.", w.name)
}

func (w *workbook) broken(why string) *refusal {
	return refuse(0, "broken_workbook", "%s is a damaged workbook: %s. Download it again, or export it as CSV.", w.name, why)
}

// explain turns what zip and XML say into a refusal.
func (w *workbook) explain(err error) error {
	var said *refusal
	var odd xmlError
	switch {
	case err == nil || errors.As(err, &said):
		return err
	case errors.As(err, &odd):
		return w.broken(odd.Error())
	}
	return w.broken("it cannot be unpacked")
}

// open opens a part, refusing a zip bomb before a byte of it is unpacked.
func (w *workbook) open(f *zip.File, most uint64) (io.ReadCloser, error) {
	size := f.UncompressedSize64
	if size > most || (size > freeXML && size/maxXMLRatio > f.CompressedSize64) {
		return nil, refuse(0, "workbook_too_large", "%s unpacks to more than any export holds (%d MB). Export it as CSV.", w.name, size>>20)
	}
	if f.Flags&1 != 0 {
		return nil, refuse(0, "broken_workbook", "%s is locked with a password. Save it without one.", w.name)
	}
	rc, err := f.Open()
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(rc, int64(size)+1), rc}, nil
}

// walk gives each start tag of a small part with its depth, and checks the part to its end.
func (w *workbook) walk(f *zip.File, each func(depth int, t xmlToken)) error {
	rc, err := w.open(f, maxSmallXML)
	if err != nil {
		return err
	}
	defer rc.Close()
	x := newXMLReader(rc)
	for {
		t, err := x.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if t.kind == xmlStart {
			each(x.depth(), t)
		}
	}
}

type relation struct{ id, kind, target string }

// relations reads the .rels part of a part: what it refers to.
func (w *workbook) relations(of string) (list []relation, err error) {
	at := "_rels/.rels"
	if of != "" {
		at = path.Join(path.Dir(of), "_rels", path.Base(of)+".rels")
	}
	f := w.parts[at]
	if f == nil {
		return nil, nil
	}
	err = w.walk(f, func(_ int, t xmlToken) {
		if string(t.name) != "Relationship" || attr(t.body, "TargetMode") == "External" {
			return
		}
		target := strings.ToLower(attr(t.body, "Target"))
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(of), target)
		}
		list = append(list, relation{attr(t.body, "Id"), path.Base(attr(t.body, "Type")), strings.TrimPrefix(target, "/")})
	})
	return list, err
}

// describe finds the visible sheets and reads what their cells refer to.
func (w *workbook) describe() error {
	main := "xl/workbook.xml"
	tops, err := w.relations("")
	if err != nil {
		return err
	}
	for _, r := range tops {
		if r.kind == "officeDocument" {
			main = r.target
		}
	}
	if strings.HasSuffix(main, ".bin") {
		return refuse(0, "not_a_table", "%s is a binary Excel workbook. Open it, choose Save as, Excel workbook (.xlsx), and drop that file.", w.name)
	}
	if w.parts[main] == nil {
		return w.noWorkbook()
	}
	var sheets []sheetPart
	err = w.walk(w.parts[main], func(_ int, t xmlToken) {
		switch string(t.name) {
		case "workbookPr":
			w.since04 = attr(t.body, "date1904") == "1" || attr(t.body, "date1904") == "true"
		case "sheet":
			if state := attr(t.body, "state"); state == "" || state == "visible" {
				sheets = append(sheets, sheetPart{name: tabName(attr(t.body, "name")), id: attr(t.body, "id")})
			}
		}
	})
	if err != nil {
		return err
	}
	relations, err := w.relations(main)
	if err != nil {
		return err
	}
	return w.follow(sheets, relations)
}

// tabName is a sheet's name for messages.
func tabName(name string) string {
	if r := []rune(clean(name)); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return clean(name)
}

func (w *workbook) follow(sheets []sheetPart, relations []relation) error {
	for _, s := range sheets[:min(len(sheets), maxSheets)] {
		for _, r := range relations {
			if r.id != s.id || r.kind != "worksheet" {
				continue
			}
			if s.file = w.parts[r.target]; s.file == nil {
				return w.broken("one of its sheets is missing")
			}
			w.sheets = append(w.sheets, s)
			break
		}
	}
	if len(w.sheets) == 0 {
		return w.broken("it has no visible sheet")
	}
	w.sheet = w.sheets[0].file
	for _, r := range relations {
		f := w.parts[r.target]
		var err error
		switch {
		case f == nil:
		case r.kind == "sharedStrings":
			err = w.readStrings(f)
		case r.kind == "styles":
			err = w.readStyles(f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sharedStrings is the texts that cells refer to by number.
type sharedStrings struct {
	b   []byte
	end []uint32
}

func (s *sharedStrings) at(i uint64) ([]byte, bool) {
	if i >= uint64(len(s.end)) {
		return nil, false
	}
	from := uint32(0)
	if i > 0 {
		from = s.end[i-1]
	}
	return s.b[from:s.end[i]], true
}

// readStrings reads the shared strings. A string is its <t>, or the <t> of its runs one after the
// other; readings aids (rPh) are left out.
func (w *workbook) readStrings(f *zip.File) error {
	rc, err := w.open(f, maxStringsXML)
	if err != nil {
		return err
	}
	defer rc.Close()
	x, s := newXMLReader(rc), &w.strings
	inText, aids := false, 0
	for {
		t, err := x.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if x.depth() == 1 && t.kind == xmlStart && string(t.name) != "sst" {
			return xmlBroken
		}
		switch name := string(t.name); {
		case t.kind == xmlStart && name == "rPh":
			aids++
		case t.kind == xmlEnd && name == "rPh":
			aids--
		case name == "t" && t.kind != xmlText && t.kind != xmlCDATA:
			inText = t.kind == xmlStart && aids == 0
		case inText && t.kind == xmlText:
			var ok bool
			if s.b, ok = appendXML(s.b, t.body); !ok {
				return xmlBroken
			}
		case inText && t.kind == xmlCDATA:
			s.b = append(s.b, t.body...)
		case t.kind == xmlEnd && name == "si" && x.depth() == 1:
			s.end = append(s.end, uint32(len(s.b)))
		}
		if len(s.b) > maxStringBytes || len(s.end) > maxStrings {
			return refuse(0, "workbook_too_large", "%s holds more text than can be kept in memory (%d MB). Export it as CSV.", w.name, maxStringBytes>>20)
		}
	}
}

// rows opens the sheet.
func (w *workbook) rows() (*sheetReader, error) {
	rc, err := w.open(w.sheet, maxSheetXML)
	if err != nil {
		return nil, w.explain(err)
	}
	return &sheetReader{w: w, x: newXMLReader(rc), file: rc}, nil
}

package importer

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"creatorlift/backend/shop"
)

func fileOf(b []byte) Source {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }
}

// zipped packs parts in the order given: name, content, name, content ...
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bookParts is the least a workbook is made of.
func bookParts(sheet string, more ...string) []string {
	return append([]string{
		"[Content_Types].xml", "<Types/>",
		"xl/workbook.xml", `<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="hidden" state="hidden" r:id="rId9"/><sheet name="a" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="x/styles" Target="styles.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", sheet,
	}, more...)
}

func book(t testing.TB, sheet string, more ...string) []byte {
	t.Helper()
	return zipped(t, bookParts(sheet, more...)...)
}

// inline writes a row of inline strings.
func inline(row int, cells ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d">`, row)
	for _, c := range cells {
		fmt.Fprintf(&b, `<c t="inlineStr"><is><t>%s</t></is></c>`, c)
	}
	return b.String() + "</row>"
}

const sheetHead, sheetTail = `<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>`, `</sheetData></worksheet>`

var ordersHead = inline(1, "order_id", "created_at", "amount", "currency")

func TestSheetCells(t *testing.T) {
	t.Parallel()
	styles := `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-409]dd/mm/yyyy\ hh:mm;@"/><numFmt numFmtId="165" formatCode="&quot;day&quot; 0.00"/></numFmts>` +
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`
	texts := `<sst><si><t>A-1</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">rich </t></r><r><t>te&amp;xt</t></r><rPh><t>aid</t></rPh></si><si/></sst>`
	for _, c := range []struct {
		cells string
		want  string // id, day, instant, net
	}{
		{`<c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>46296</v></c><c r="C2"><v>19.989999999999998</v></c>`, "A-1 2026-10-01 0 1999"},
		{`<c r="A2" t="s"><v>1</v></c><c r="B2" s="2"><v>46296.5</v></c><c r="C2" t="str"><f>1+1</f><v>1,234.50</v></c>`, "rich te&xt 2026-10-01 12 123450"},
		{`<c r="A2" t="inlineStr"><is><r><t>a</t></r><r><t><![CDATA[<b>]]></t></r></is></c><c r="B2" t="d"><v>2026-10-01T06:30:00</v></c><c r="C2"><v>1.5E3</v></c>`, "a<b> 2026-10-01 6 150000"},
		{`<c r="A2"><v>9007199254740991</v></c><c r="B2" s="2"><v>46296.99999</v></c><c r="C2" s="3"><v>-2</v></c>`, "9007199254740991 2026-10-01 23 -200"},
		{`<c t="b"><v>1</v></c><c s="1"><v>46296</v></c><c><v>1E-12</v></c>`, "TRUE 2026-10-01 0 0"},
		{`<x:c xmlns:x="y" r="A2"><x:v>7</x:v></x:c><c r="B2" s="1"><v>46296</v></c><c r="C2"><v>0.1</v></c>`, "7 2026-10-01 0 10"},
		{`<c r="A2"><v>5769104000000000017</v></c><c r="B2" s="1"><v>46296</v></c><c r="C2"><v>1</v></c>`, "id_damaged"},
		{`<c r="A2"><v>5.76910E+18</v></c><c r="B2" s="1"><v>46296</v></c><c r="C2"><v>1</v></c>`, "id_damaged"},
		{`<c r="A2"><v>1</v></c><c r="B2"><v>46296</v></c><c r="C2"><v>1</v></c>`, "bad_date"},
		{`<c r="A2"><v>1</v></c><c r="B2" s="1"><v>46296</v></c><c r="C2" t="e"><v>#N/A</v></c>`, "bad_amount"},
	} {
		file := book(t, sheetHead+ordersHead+`<row r="2">`+c.cells+`<c r="D2" t="inlineStr"><is><t>USD</t></is></c></row>`+inline(9, "Z", "2026-10-02", "1", "USD")+sheetTail,
			"xl/sharedStrings.xml", texts, "xl/styles.xml", styles)
		docs, rep := read(t, fileOf(file), Options{Zone: "UTC", Name: "f.xlsx"})
		got := ""
		if len(rep.Issues) > 0 {
			got = rep.Issues[0].Code
		} else if len(docs) == 2 {
			l := docs[0].Lines[0]
			got = fmt.Sprint(docs[0].OrderID, " ", l.Day, " ", (l.PlacedAtUTC-int64(l.Day)*86400)/3600, " ", int64(l.NetCents))
		}
		if got != c.want || rep.Rows != 2 || docs[len(docs)-1].Lines[0].Row != 9 {
			t.Errorf("%s:\n got %s, want %s: %s", c.cells, got, c.want, show(docs, rep))
		}
	}
}

// TestSheetNumbersKnowTheirPoint: a typed 1234.5 is no evidence on how the texts write decimals.
func TestSheetNumbersKnowTheirPoint(t *testing.T) {
	t.Parallel()
	rows := `<row r="2"><c t="inlineStr"><is><t>1</t></is></c><c t="inlineStr"><is><t>2026-10-01</t></is></c><c><v>1234.5</v></c><c t="inlineStr"><is><t>EUR</t></is></c></row>`
	docs, rep := read(t, fileOf(book(t, sheetHead+ordersHead+rows+inline(3, "2", "2026-10-01", "1.234,50", "EUR")+sheetTail)), Options{Name: "f.xlsx"})
	if rep.AmountMinor != 246900 {
		t.Errorf("got %s", show(docs, rep))
	}
	turned := `<row r="2"><c t="inlineStr"><is><t>1</t></is></c><c s="1"><v>46296</v></c><c><v>1</v></c></row>`
	_, rep = read(t, fileOf(book(t, sheetHead+ordersHead+turned+inline(3, "2", "13/10/2026", "1", "EUR")+sheetTail, "xl/styles.xml",
		`<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`)), Options{Name: "f.xlsx"})
	if rep.Status != StatusRefused || rep.Issues[0].Code != "mixed_dates" {
		t.Errorf("dates turned by a spreadsheet: %+v", rep)
	}
}

// TestSheetsSayTheSame: each CSV fixture saved as a workbook gives the same documents.
func TestSheetsSayTheSame(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*_*/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, path := range files {
		f, plain := excelize.NewFile(), &bytes.Buffer{}
		csv := csv.NewWriter(plain)
		_, first := read(t, File(path), Options{Name: "f", Zone: "America/Chicago", Currency: "USD", Customer: hashed})
		for i, rec := range recordsOf(t, path, first) {
			cells := make([]any, len(rec))
			for j := range rec {
				cells[j] = rec[j]
			}
			if err := errors.Join(csv.Write(rec), f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &cells)); err != nil {
				t.Fatal(err)
			}
		}
		csv.Flush()
		docs, rep := read(t, text(plain.String()), Options{Name: "f", Zone: "America/Chicago", Currency: "USD", Customer: hashed})
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, rep2 := read(t, fileOf(b.Bytes()), Options{Name: "f", Zone: "America/Chicago", Currency: "USD", Customer: hashed})
		for _, list := range [][]*shop.Doc{docs, again} {
			for _, d := range list {
				for i := range d.Lines {
					d.Lines[i].Row = 0
				}
				for i := range d.Stats {
					d.Stats[i].Row = 0
				}
			}
		}
		rep2.Encoding, rep2.Skipped = rep.Encoding, rep.Skipped // blank lines are left out of a sheet
		for _, r := range []*Report{rep, rep2} {
			for i := range r.Issues {
				r.Issues[i].Line = 0
			}
		}
		if got, want := show(again, rep2), show(docs, rep); got != want {
			t.Errorf("%s as a workbook:\n%s\nwant\n%s", path, got, want)
		}
	}
}

func recordsOf(t *testing.T, path string, rep *Report) (out [][]string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if rep.Encoding == "windows-1252" {
		if r, err := legacyCharset(plainUTF8, b).reader(bytes.NewReader(b)); err == nil {
			b, err = io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	delim := byte(',')
	if bytes.Count(b, []byte(";")) > bytes.Count(b, []byte(",")) {
		delim = ';'
	}
	rr := newRecordReader(bytes.NewReader(b), delim, '\n')
	for {
		rec, err := rr.next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(out) > 0 && rec.len() < len(out[len(out)-1]) && !rec.blank() {
			continue // a short row is flawed in a text and fine in a sheet
		}
		row := make([]string, rec.len())
		for i := range row {
			row[i] = string(rec.cell(i))
		}
		out = append(out, row)
	}
}

// TestSheetsAgainstExcelize compares each fixture, cell by cell, with another reader.
func TestSheetsAgainstExcelize(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*_*/*.xlsx")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, path := range files {
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want, err := f.GetRows(f.GetSheetList()[0], excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		got := map[int][]string{}
		w, err := openWorkbook(File(path), path)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := w.rows()
		for err == nil {
			var rec *record
			if rec, err = rows.next(); err == nil {
				for i := range rec.len() {
					got[rec.line] = append(got[rec.line], string(rec.cell(i)))
				}
			}
		}
		if err != io.EOF {
			t.Fatal(err)
		}
		for i, row := range want {
			if g := got[i+1]; strings.Join(g, "|") != strings.Join(row, "|") && !strings.Contains(strings.Join(g, "|"), "E+18") {
				t.Errorf("%s row %d: got %q, want %q", path, i+1, g, row)
			}
		}
	}
}

func TestHostileWorkbooks(t *testing.T) {
	t.Parallel()
	good := sheetHead + ordersHead + inline(2, "1", "2026-10-01", "5", "USD") + inline(3, "2", "2026-10-01", "5", "USD") + sheetTail
	cut := func(at string) string { return good[:strings.Index(good, at)] }
	lying := book(t, good)
	if i := bytes.LastIndex(lying, []byte("PK\x01\x02")); i > 0 {
		binary.LittleEndian.PutUint32(lying[i+24:], 100) // says that the sheet is shorter
	}
	flipped := book(t, good)
	flipped[bytes.Index(flipped, []byte("sheet1.xml"))+60] ^= 0x55
	many := make([]string, 0, 2*maxEntries+4)
	for i := range maxEntries + 2 {
		many = append(many, fmt.Sprint("xl/", i), "")
	}
	row3 := func(cells string) string {
		return sheetHead + ordersHead + `<row r="2">` + cells + "</row>" + sheetTail
	}
	for _, c := range []struct {
		name string
		file []byte
		code string
	}{
		{"cut in a cell", book(t, cut("USD")), "broken_workbook"},
		{"cut after a row", book(t, cut(`<row r="3"`)), "broken_workbook"},
		{"no </worksheet>", book(t, cut("</worksheet>")), "broken_workbook"},
		{"no </sheetData>", book(t, strings.Replace(good, "</sheetData>", "", 1)), "broken_workbook"},
		{"text after the end", book(t, good+"<a/>"), "broken_workbook"},
		{"two tables", book(t, strings.Replace(good, "</worksheet>", "<sheetData></sheetData></worksheet>", 1)), "broken_workbook"},
		{"a tag never closed", book(t, strings.Replace(good, "</c>", "", 1)), "broken_workbook"},
		{"a name with no end", book(t, sheetHead+`<row r="2`), "broken_workbook"},
		{"no sheet data", book(t, "<worksheet></worksheet>"), "broken_workbook"},
		{"empty part", book(t, ""), "broken_workbook"},
		{"another root", book(t, "<html><body/></html>"), "broken_workbook"},
		{"doctype", book(t, `<!DOCTYPE a [<!ENTITY b "c">]>`+good), "broken_workbook"},
		{"unknown entity", book(t, strings.Replace(good, "USD", "&b;", 1)), "broken_workbook"},
		{"not UTF-8", book(t, strings.Replace(good, "USD", "\xff\xfe", 1)), "broken_workbook"},
		{"another encoding", book(t, strings.Replace(good, "UTF-8", "utf-16", 1)), "broken_workbook"},
		{"deep", book(t, sheetHead+strings.Repeat("<a>", 1_000_000)), "broken_workbook"},
		{"deep and closed", book(t, strings.Replace(good, "</sheetData>", "</sheetData>"+strings.Repeat("<a>", 100)+strings.Repeat("</a>", 100), 1)), "broken_workbook"},
		{"rows run backwards", book(t, strings.Replace(good, `r="3"`, `r="2"`, 1)), "broken_workbook"},
		{"a row beyond the last", book(t, strings.Replace(good, `r="3"`, `r="1048577"`, 1)), "broken_workbook"},
		{"shared string out of range", book(t, row3(`<c t="s"><v>7</v></c>`), "xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>"), "broken_workbook"},
		{"no shared strings at all", book(t, row3(`<c t="s"><v>0</v></c>`)), "broken_workbook"},
		{"shared strings cut", book(t, good, "xl/sharedStrings.xml", "<sst><si><t>a</t></si>"), "broken_workbook"},
		{"shared string number negative", book(t, row3(`<c t="s"><v>-1</v></c>`)), "broken_workbook"},
		{"a cell of another row", book(t, row3(`<c r="A7"><v>1</v></c>`)), "broken_workbook"},
		{"cells run backwards", book(t, row3(`<c r="B2"><v>1</v></c><c r="A2"><v>1</v></c>`)), "broken_workbook"},
		{"a column beyond the last", book(t, row3(`<c r="XFE2"><v>1</v></c>`)), "broken_workbook"},
		{"number that is none", book(t, row3(`<c><v>NaN</v></c>`)), "broken_workbook"},
		{"number too large", book(t, row3(`<c><v>1e999</v></c>`)), "broken_workbook"},
		{"unknown kind of cell", book(t, row3(`<c t="q"><v>1</v></c>`)), "broken_workbook"},
		{"merged cells", book(t, strings.Replace(good, "</worksheet>", `<mergeCells><mergeCell ref="A2:A3"/></mergeCells></worksheet>`, 1)), "merged_cells"},
		{"long cell", book(t, row3(`<c t="str"><v>`+strings.Repeat("x", 2<<20)+`</v></c>`)), "broken_workbook"},
		{"a million blank rows", book(t, sheetHead+ordersHead+strings.Repeat("<row/>", 1_000_000)+sheetTail), "too_many_blank_rows"},
		{"bomb", book(t, sheetHead+strings.Repeat(" ", 40<<20)+sheetTail), "workbook_too_large"},
		{"bomb of strings", book(t, good, "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si/>", 8<<20)+"</sst>"), "workbook_too_large"},
		{"a million strings more", book(t, good, "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si/>", 6_000_000)+"</sst>"), "workbook_too_large"},
		{"too many files", zipped(t, append(bookParts(good), many...)...), "workbook_too_large"},
		{"a size that lies", lying, "broken_workbook"},
		{"a bit flipped", flipped, "broken_workbook"},
		{"file cut", book(t, good)[:400], "broken_workbook"},
		{"no sheet", zipped(t, "[Content_Types].xml", "<a/>", "xl/workbook.xml", "<workbook/>"), "broken_workbook"},
		{"no workbook", zipped(t, "[Content_Types].xml", "<a/>", "word/document.xml", "<a/>"), "not_a_table"},
		{"a zip of tables", zipped(t, "a.csv", "a,b\n1,2\n", "b.csv", "c,d\n1,2\n"), "several_exports"},
		{"twice the same part", zipped(t, append(bookParts(good), "xl/workbook.xml", "<a/>")...), "broken_workbook"},
		{"empty sheet", book(t, sheetHead+sheetTail), "empty_file"},
		{"only a header", book(t, sheetHead+ordersHead+sheetTail), "header_only"},
	} {
		start := time.Now()
		docs, rep := read(t, fileOf(c.file), Options{Name: "f.xlsx", Zone: "UTC"})
		if rep.Status != StatusRefused || len(rep.Issues) != 1 || rep.Issues[0].Code != c.code || len(docs) > 0 {
			t.Errorf("%s: got %s %+v, want %s", c.name, rep.Status, rep.Issues, c.code)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %v, want seconds", c.name, took)
		}
	}
	title := strings.Replace(sheetHead+inline(1, "My orders")+strings.Replace(ordersHead, `r="1"`, `r="3"`, 1)+inline(4, "1", "2026-10-01", "5", "USD")+sheetTail,
		"</worksheet>", `<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A4"/></mergeCells><extLst><a b='>' c="'"/></extLst><!-- </worksheet> --></worksheet> `, 1)
	if docs, rep := read(t, fileOf(book(t, title)), Options{Name: "f.xlsx"}); rep.Emitted != 1 || rep.Skipped != 1 {
		t.Errorf("a merged title above the table: %s", show(docs, rep))
	}
}

// FuzzSheet holds that a sheet's XML is read to its end or refused with a reason, and that what another
// XML reader finds damaged is refused.
func FuzzSheet(f *testing.F) {
	for _, s := range []string{sheetHead + ordersHead + inline(2, "1", "2026-10-01", "5", "USD") + sheetTail, sheetHead, "<worksheet><sheetData><row><c t='s'><v>0</v></c></row></sheetData></worksheet>",
		`<worksheet><sheetData/><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`, `<a b="c>d"/>`, `<?xml?><![CDATA[x]]>`} {
		f.Add([]byte(s), []byte("<sst><si><t>a</t></si></sst>"))
	}
	f.Fuzz(func(t *testing.T, sheet, texts []byte) {
		_, rep := read(t, fileOf(book(t, string(sheet), "xl/sharedStrings.xml", string(texts))), Options{Name: "f", Zone: "UTC", Currency: "USD"})
		if rep.Status != StatusRefused && !wellFormed(sheet) {
			t.Fatalf("%q was taken: %+v", sheet, rep)
		}
	})
}

// FuzzWorkbook gives whole files that begin like a zip folder.
func FuzzWorkbook(f *testing.F) {
	f.Add(book(f, sheetHead+ordersHead+inline(2, "1", "2026-10-01", "5", "USD")+sheetTail))
	f.Fuzz(func(t *testing.T, in []byte) {
		read(t, fileOf(append([]byte("PK\x03\x04"), bytes.TrimPrefix(in, []byte("PK\x03\x04"))...)), Options{Name: "f", Zone: "UTC", Currency: "USD"})
	})
}

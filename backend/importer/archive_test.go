package importer

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"creatorlift/backend/shop"
)

const simpleHead = "order_id,created_at,amount,currency\n"

// TestZipParts: the parts of one export are one file, in natural order, with the lines of each part.
func TestZipParts(t *testing.T) {
	t.Parallel()
	whole := simpleHead
	var parts []string
	for i := 1; i <= 11; i++ {
		rows := fmt.Sprintf("%d,2026-10-01,1.00,USD\n%d,2026-10-%02d,2.00,USD\n", 2*i, 2*i+1, i)
		whole += rows
		bom := ""
		if i%2 == 0 {
			bom = "\ufeff"
		}
		parts = append(parts, fmt.Sprintf("orders_export_%d.csv", i), bom+simpleHead+rows)
	}
	parts = append(parts, "__MACOSX/._orders_export_1.csv", "\x00\x05\x16", ".DS_Store", "\x00", "notes/", "")
	want, wantRep := read(t, text(whole), Options{})
	docs, rep := read(t, fileOf(zipped(t, parts...)), Options{Name: "orders.zip"})
	if rep.Status != StatusOK || rep.Rows != wantRep.Rows || rep.AmountMinor != wantRep.AmountMinor || rep.IssueCount != 0 || rep.SHA256 == "" {
		t.Fatalf("got %s", show(docs, rep))
	}
	for i := range docs {
		if docs[i].Key != want[i].Key || docs[i].OrderID != want[i].OrderID {
			t.Fatalf("document %d: %+v, want %+v", i, docs[i], want[i])
		}
	}
	again, _ := read(t, fileOf(zipped(t, parts...)), Options{Name: "orders.zip"})
	if fmt.Sprint(again[20].Lines) != fmt.Sprint(docs[20].Lines) {
		t.Error("a second reading differs")
	}
}

// TestZipPartsNameTheirLines: an issue says in which part and on which of its lines.
func TestZipPartsNameTheirLines(t *testing.T) {
	t.Parallel()
	good, bad := simpleHead+"1,2026-10-01,1,USD\n", simpleHead+"2,2026-10-01,1,USD\n3,soon,1,USD\n"
	_, rep := read(t, fileOf(zipped(t, "o_1.csv", good, "o_2.csv", bad)), Options{Name: "o.zip"})
	if rep.Rejected != 1 || rep.Issues[0].Line != 3 || !strings.HasPrefix(rep.Issues[0].Message, "o_2.csv: ") {
		t.Errorf("got %s", show(nil, rep))
	}
	_, rep = read(t, fileOf(zipped(t, "o_1.csv", good, "o_2.csv", simpleHead+"2,2026-10-01,1,USD\n3,\"2026,1,USD\n")), Options{Name: "o.zip"})
	if is := rep.Issues[0]; rep.Status != StatusRefused || is.Code != "broken_quote" || is.Line != 3 || !strings.Contains(is.Message, "o_2.csv: ") || !strings.Contains(is.Message, "line 3:") {
		t.Errorf("got %s", show(nil, rep))
	}
	_, rep = read(t, fileOf(zipped(t, "o_1.csv", good, "o_2.csv", simpleHead+"2,2026-10-01,1,GBP\n")), Options{Name: "o.zip"})
	if is := rep.Issues[0]; is.Code != "two_currencies" || !strings.Contains(is.Message, "USD (line 2 of o_1.csv) and GBP (line 2)") {
		t.Errorf("got %s", show(nil, rep))
	}
}

// TestZipShapes: what a folder means, and what Members makes of it.
func TestZipShapes(t *testing.T) {
	t.Parallel()
	orders, daily := simpleHead+"1,2026-10-01,1,USD\n", "date,unit,value\n2026-10-01,a,1\n"
	creators := "Creator name,Creator-attributed GMV,Attributed orders\nmia,$5.00,1\n"
	inner := string(zipped(t, "a.csv", orders, "b.csv", daily))
	deep := string(zipped(t, "mid.zip", string(zipped(t, "in.zip", inner))))
	cases := []struct {
		name    string
		file    []byte
		status  string
		code    string
		members string
	}{
		{"one file", zipped(t, "x/orders.csv", orders), StatusOK, "", "b.zip"},
		{"one file and a picture", zipped(t, "orders.csv", orders, "logo.png", "\x89PNG"), StatusOK, "", "b.zip"},
		{"one workbook", zipped(t, "o.xlsx", string(book(t, sheetHead+ordersHead+inline(2, "1", "2026-10-01", "5", "USD")+sheetTail))), StatusOK, "", "b.zip"},
		{"several", zipped(t, "orders.csv", orders, "dir/daily.csv", daily, "readme.md", "hello"), StatusRefused, severalExports, "b.zip/dir/daily.csv b.zip/orders.csv"},
		{"a damaged one beside", zipped(t, "orders.csv", orders, "daily.csv", "\x89PNG"), StatusRefused, severalExports, "b.zip/daily.csv b.zip/orders.csv"},
		{"a folder inside", zipped(t, "in.zip", inner), StatusRefused, severalExports, "b.zip/in.zip/a.csv b.zip/in.zip/b.csv"},
		{"too deep", zipped(t, "out.zip", deep), StatusRefused, "", "b.zip"},
		{"nothing", zipped(t), StatusRefused, "not_a_table", "b.zip"},
		{"only junk", zipped(t, "__MACOSX/a.csv", orders), StatusRefused, "empty_file", "b.zip"},
		{"only pictures", zipped(t, "a.png", "\x89PNG", "b.png", "\x89PNG"), StatusRefused, "not_a_table", "b.zip"},
		{"windows of several files", zipped(t, "c_20260901-20260930.csv", creators, "c_20261001-20261031.csv", creators), StatusRefused, severalExports, "b.zip/c_20260901-20260930.csv b.zip/c_20261001-20261031.csv"},
		{"the window of its one file", zipped(t, "c_20260901-20260930.csv", creators), StatusOK, "", "b.zip"},
		{"names that lead out", zipped(t, "../../etc/orders.csv", orders, `C:\x\daily.csv`, daily), StatusRefused, severalExports, "b.zip/etc/orders.csv b.zip/x/daily.csv"},
		{"no zip", []byte(orders), StatusOK, "", "b.zip"},
		{"a packed one", zipped(t, "orders.csv.gz", packed(t, orders)), StatusOK, "", "b.zip"},
	}
	for _, c := range cases {
		opt := Options{Name: "b.zip", Currency: "USD"}
		_, rep := read(t, fileOf(c.file), opt)
		if rep.Status != c.status || c.code != "" && rep.Issues[len(rep.Issues)-1].Code != c.code {
			t.Errorf("%s: got %s", c.name, show(nil, rep))
		}
		list, err := Members(context.Background(), fileOf(c.file), "b.zip")
		var got []string
		for _, m := range list {
			got = append(got, m.Name)
			if _, err := Look(context.Background(), m.Source, Options{Name: m.Name}); err != nil {
				t.Errorf("%s: %s: %v", c.name, m.Name, err)
			}
		}
		if err != nil || strings.Join(got, " ") != c.members {
			t.Errorf("%s: members %q (%v), want %q", c.name, got, err, c.members)
		}
	}
}

// TestZipOfTables: of an export that comes as several tables the one with dates is read, the others are
// named with their rows, and a filter is said.
func TestZipOfTables(t *testing.T) {
	t.Parallel()
	f := (&statReport{subject: shop.AChannel, key: "t_search", day: []string{"Date"}, figures: manySessions, segment: []string{"Top queries"}}).plan(&format{Format: Format{ID: "t_search"}, bundle: true, decimal: '.',
		recognise: func(n names) int {
			if n.has("Sessions", "Position") {
				return 80
			}
			return 0
		}})
	files := func(filters string) []byte {
		return zipped(t, "Queries.csv", "\ufeffTop queries,Sessions,Position\nglow,5,1\nserum,4,2\n", "Graphique.csv", "\ufeffDate,Sessions,Position\n2026-10-02,5,1\n2026-10-01,6,1\n",
			"Filters.csv", "\ufeffFilter,Value\nSearch type,Web\nDate,Last 3 months\n"+filters, "Search appearance.csv", "Search Appearance,Sessions\n")
	}
	for _, c := range []struct{ filters, want string }{
		{"", "table_left_out Queries.csv (2 rows)"},
		{"Query,+glow\n", "filtered_export Filters.csv, table_left_out Queries.csv (2 rows)"},
	} {
		_, rep := readAs(t, []*format{f}, fileOf(files(c.filters)), Options{Name: "s.zip", Currency: "USD"})
		var got []string
		for _, is := range rep.Issues {
			got = append(got, is.Code+" "+strings.Join(strings.Fields(strings.TrimSuffix(is.Message, " says that a filter was set"))[:1], " "))
		}
		if rep.Status != StatusOK || rep.Rows != 2 || rep.FirstDay.String() != "2026-10-01" || len(got) != len(strings.Split(c.want, ", ")) {
			t.Errorf("got %s", show(nil, rep))
		}
		for i, w := range strings.Split(c.want, ", ") {
			if is := rep.Issues[i]; !strings.HasPrefix(is.Code+" "+is.Message, w) {
				t.Errorf("issue %d: %+v, want %s", i, is, w)
			}
		}
	}
}

func TestHostileZips(t *testing.T) {
	t.Parallel()
	orders := simpleHead + "1,2026-10-01,1,USD\n"
	good := zipped(t, "orders.csv", orders)
	set := func(at string, off int, with ...byte) []byte {
		b := bytes.Clone(good)
		for i := bytes.Index(b, []byte(at)); i >= 0; {
			copy(b[i+off:], with)
			next := bytes.Index(b[i+4:], []byte(at))
			if next < 0 {
				break
			}
			i += 4 + next
		}
		return b
	}
	dir := "PK\x01\x02"
	locked := set(dir, 8, 1, 0)
	method := set(dir, 10, 9, 0)
	huge := set(dir, 24, 0xff, 0xff, 0xff, 0xf0)
	short := set(dir, 24, 5, 0, 0, 0)
	crc := set(dir, 16, 1, 2, 3, 4)
	entries := set("PK\x05\x06", 8, 0xff, 0xff, 0xff, 0xff)
	off := set(dir, 42, 0xff, 0xff, 0xff, 0x7f)
	var many, links []string
	for i := range maxMembers + 1 {
		many = append(many, fmt.Sprint(i, ".csv"), orders)
	}
	for i := range 90_000 {
		links = append(links, fmt.Sprint(i), "")
	}
	for _, c := range []struct {
		name string
		file []byte
		code string
	}{
		{"locked", locked, "zip_locked"},
		{"unknown packing", method, "zip_method"},
		{"says it is huge", huge, "zip_too_large"},
		{"says it is short", short, "broken_zip"},
		{"wrong checksum", crc, "broken_zip"},
		{"wrong count", entries, "broken_zip"},
		{"beyond its end", off, "broken_zip"},
		{"cut", good[:len(good)-10], "broken_zip"},
		{"cut early", good[:40], "broken_zip"},
		{"many files", zipped(t, many...), "zip_too_large"},
		{"very many files", zipped(t, links...), "zip_too_large"},
		{"bomb", zipped(t, "a.csv", orders+strings.Repeat("\n", 80<<20)), "zip_too_large"},
		{"bomb in a bomb", zipped(t, "in.zip", string(zipped(t, "a.csv", orders+strings.Repeat("\n", 80<<20)))), ""},
		{"overlapping", overlapping(t, 3000), "zip_too_large"},
	} {
		start := time.Now()
		_, rep := read(t, fileOf(c.file), Options{Name: "z.zip"})
		if rep.Status != StatusRefused || c.code != "" && rep.Issues[0].Code != c.code {
			t.Errorf("%s: got %s %v, want %s", c.name, rep.Status, rep.Issues, c.code)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: took %s", c.name, took)
		}
	}
}

// overlapping is a zip file whose many names all stand for the same packed bytes.
func overlapping(t *testing.T, n int) []byte {
	one := zipped(t, "a.csv", strings.Repeat("a,b\n", 1<<20))
	dir := bytes.Index(one, []byte("PK\x01\x02"))
	end := bytes.Index(one, []byte("PK\x05\x06"))
	out := bytes.Clone(one[:dir])
	for range n {
		out = append(out, one[dir:end]...)
	}
	size := len(out) - dir
	tail := bytes.Clone(one[end:])
	binary.LittleEndian.PutUint16(tail[8:], uint16(n))
	binary.LittleEndian.PutUint16(tail[10:], uint16(n))
	binary.LittleEndian.PutUint32(tail[12:], uint32(size))
	return append(out, tail...)
}

// TestZipOnDisk: a large folder is read where it lies, not in memory.
func TestZipOnDisk(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "orders.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "big.bin", Method: zip.Store})
	if err == nil {
		_, err = io.CopyN(w, zeros{}, maxWorkbook+2<<20)
	}
	if err == nil {
		w, err = z.Create("orders.csv")
	}
	if err == nil {
		_, err = io.WriteString(w, simpleHead+"1,2026-10-01,1,USD\n")
	}
	if err != nil || z.Close() != nil || f.Close() != nil {
		t.Fatal(err)
	}
	if _, rep := read(t, File(path), Options{Name: "orders.zip"}); rep.Status != StatusOK || rep.Rows != 1 {
		t.Errorf("got %s", show(nil, rep))
	}
	hidden := func() (io.ReadCloser, error) {
		rc, err := File(path)()
		return struct{ io.ReadCloser }{rc}, err
	}
	if _, rep := read(t, hidden, Options{Name: "orders.zip"}); rep.Status != StatusRefused || rep.Issues[0].Code != "zip_too_large" {
		t.Errorf("got %s", show(nil, rep))
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestNaturalOrder(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{{"o_2", "o_10"}, {"o_02", "o_10"}, {"a", "b"}, {"o", "o_1"}, {"o_1_2", "o_1_10"}, {"1", "a"}, {"o_99999999999999999999", "o_100000000000000000000"}} {
		if natural(c[0], c[1]) >= 0 || natural(c[1], c[0]) <= 0 || natural(c[0], c[0]) != 0 {
			t.Errorf("%q should stand before %q", c[0], c[1])
		}
	}
}

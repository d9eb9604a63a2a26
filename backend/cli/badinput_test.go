package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/store"
)

const header = "order_id,created_at,amount,currency\n"

// TestBadFiles: each ends with a status, a code, a line where there is one, and words that say what to
// do; what was saved before is exactly what is there afterwards, and the till still answers.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		content, status, code string
		line                  float64
		says                  string
	}{
		"picture":           {"\x89PNG\r\n\x1a\n\x00\x00\x00", "refused", "not_a_table", 0, "Drop CSV or XLSX exports here"},
		"damaged workbook":  {"PK\x03\x04\x14\x00\x06\x00\x08\x00[Content_Types].xml xl/workbook.xml", "refused", "broken_workbook", 0, "CSV"},
		"PDF":               {"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "refused", "not_a_table", 0, "the same report as CSV"},
		"empty":             {"", "refused", "empty_file", 0, "Download it again"},
		"header only":       {header, "refused", "header_only", 0, "Was the date range empty?"},
		"unknown columns":   {"foo,bar\n1,2\n", "needs_mapping", "unknown_columns", 0, "Say which column is which"},
		"broken quotes":     {header + "1,2026-10-05,5,USD\n2,2026-10-05,\"5,USD\n", "refused", "broken_quote", 3, "line 3"},
		"a line of 2 MB":    {header + "1,2026-10-05," + strings.Repeat("9", 2<<20) + ",USD\n", "refused", "record_too_long", 2, "longer than 1 MiB"},
		"ids all damaged":   {header + "5.76E+18,2026-10-05,5,USD\n", "refused", "no_usable_rows", 0, "a spreadsheet has shortened"},
		"two currencies":    {header + "1,2026-10-05,5,USD\n2,2026-10-05,5,EUR\n", "refused", "two_currencies", 3, "export each currency to a file of its own"},
		"gzip cut short":    {packed(header + "1,2026-10-05,5,USD\n")[:30], "refused", "broken_gzip", 0, "Download it again"},
		"ambiguous dates":   {header + "1,03/04/2026,5,USD\n", "needs_mapping", "", 0, "day_month_order"},
		"ambiguous decimal": {"order_id,created_at,amount,currency\n1,2026-10-05,\"1,234\",USD\n", "needs_mapping", "", 0, "decimal"},
	}
	db := newDB(t)
	if r := run("import", "--db", db, "--yes", write(t, "before.csv", orders)); r.code != 0 {
		t.Fatal(r)
	}
	before := health(t, db)
	for name, c := range cases { // one after another: they share the workspace
		r := run("import", "--db", db, "--json", write(t, "bad.csv", c.content))
		f := file(t, r, 0)
		if r.code != 1 || r.err != "" || f["status"] != c.status || f["batch"] != nil || f["rows"].(float64) != f["rejected"].(float64) {
			t.Errorf("%s: exit %d, %v", name, r.code, f)
		}
		found := c.code == ""
		for _, is := range f["issues"].([]any) {
			is := is.(map[string]any)
			found = found || is["code"] == c.code && is["line"] == c.line && is["message"] != ""
		}
		if !found || !strings.Contains(r.out, c.says) {
			t.Errorf("%s: want %s in line %v and %q\n%s", name, c.code, c.line, c.says, r.out)
		}
		plain := run("import", "--db", db, "--yes", write(t, "bad.csv", c.content))
		if plain.code != 1 || !strings.Contains(plain.out, "Nothing of it was saved") || strings.Count(plain.out, "\n") < 2 {
			t.Errorf("%s, in words: %+v", name, plain)
		}
		if health(t, db) != before {
			t.Fatalf("%s: the workspace changed", name)
		}
	}
}

func packed(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

// TestDamagedIdsAmongGoodOnes: the good rows are saved and each damaged one is named with its place.
func TestDamagedIdsAmongGoodOnes(t *testing.T) {
	t.Parallel()
	f := file(t, run("import", "--db", newDB(t), "--json", write(t, "o.csv", header+"5.76E+18,2026-10-05,5,USD\n7,2026-10-05,6,USD\n")), 0)
	checkNumbers(t, f, map[string]float64{"rows": 2, "accepted": 1, "rejected": 1, "amount_minor": 600})
	is := f["issues"].([]any)[0].(map[string]any)
	if is["code"] != "id_damaged" || is["line"] != 2.0 || is["column"] != 1.0 {
		t.Errorf("%v", is)
	}
}

// TestSameAndNewerFiles: the same file adds nothing, packed or not; a newer one that overlaps adds what
// is new and changes what changed; numbers always add up.
func TestSameAndNewerFiles(t *testing.T) {
	t.Parallel()
	const old = "date,unit,value,currency\n2026-10-05,DE,5.00,EUR\n2026-10-06,DE,6.00,EUR\n"
	const newer = "date,unit,value,currency\n2026-10-06,DE,4.00,EUR\n2026-10-07,DE,7.00,EUR\n"
	db := newDB(t)
	for i, c := range []struct {
		content string
		want    map[string]float64
	}{
		{old, map[string]float64{"rows": 2, "accepted": 2, "changed": 0, "duplicate": 0}},
		{old, map[string]float64{"rows": 2, "accepted": 0, "changed": 0, "duplicate": 2}},
		{packed(old), map[string]float64{"rows": 2, "accepted": 0, "changed": 0, "duplicate": 2}},
		{newer, map[string]float64{"rows": 2, "accepted": 1, "changed": 1, "duplicate": 0}},
	} {
		r := run("import", "--db", db, "--json", write(t, "days.csv.gz", c.content))
		f := file(t, r, 0)
		checkNumbers(t, f, c.want)
		if f["rows"] != f["accepted"].(float64)+f["changed"].(float64)+f["duplicate"].(float64)+f["rejected"].(float64) {
			t.Errorf("import %d: the rows do not add up: %v", i, f)
		}
	}
	if r := run("import", "--db", db, "--yes", write(t, "days.csv", newer)); !strings.Contains(r.out, "You already have all 2 lines. Nothing changed.") {
		t.Errorf("in words: %s", r.out)
	}
}

// TestBadDatabases: a file that is no workspace of this version is refused by every command, with not
// one byte of it or beside it changed.
func TestBadDatabases(t *testing.T) {
	t.Parallel()
	good := newDB(t)
	if r := run("import", "--db", good, "--yes", write(t, "o.csv", orders)); r.code != 0 {
		t.Fatal(r)
	}
	sound, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	// Bytes 60 and 68 of an SQLite file are user_version and application_id (sqlite.org/fileformat.html).
	patched := func(at int) []byte {
		b := slices.Clone(sound)
		binary.BigEndian.PutUint32(b[at:], 9999)
		return b
	}
	cases := map[string]struct {
		content    []byte
		code, says string
	}{
		"newer":        {patched(60), "newer_database", "Install the newer version"},
		"foreign":      {patched(68), "foreign_database", "Name another file after --db"},
		"empty":        {nil, "empty_database_file", "Restore a backup"},
		"no database":  {[]byte("order_id,created_at\n"), "not_a_database", "export files are read with `import`"},
		"header alone": {sound[:60], "not_a_database", "Check the path"},
	}
	export := write(t, "o.csv", orders)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := write(t, "brand.db", string(c.content))
			before := folder(t, filepath.Dir(db))
			for _, args := range [][]string{{"import", export}, {"import", export, "--dry-run"}, {"batches"}, {"undo", "1"}, {"doctor"},
				{"backup", db + ".copy"}, {"readout", "--start", "2026-10-05", "--end", "2026-10-06"}} {
				r := run(append(args, "--db", db, "--json")...)
				d := r.doc(t)
				if r.code != 2 || d["code"] != c.code || !strings.Contains(d["hint"].(string), c.says) || !strings.Contains(d["message"].(string), db) {
					t.Errorf("%s: exit %d, %v", args[0], r.code, d)
				}
			}
			if after := folder(t, filepath.Dir(db)); !slices.Equal(before, after) {
				t.Errorf("changed from %d to %d files", len(before), len(after))
			}
		})
	}
}

// folder lists the files of a folder with their bytes.
func folder(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(os.DirFS(dir), path)
		list = append(list, path+" "+string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestSecondStart: while one Creatorlift has the workspace, another says so and does nothing.
func TestSecondStart(t *testing.T) {
	t.Parallel()
	db := newDB(t)
	s, err := store.Open(db, store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	r := run("import", write(t, "o.csv", orders), "--db", db, "--json")
	if d := r.doc(t); r.code != 2 || d["code"] != "already_open" || !strings.Contains(d["hint"].(string), "close it first") {
		t.Errorf("%+v", r)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if list := run("batches", "--db", db, "--json").doc(t)["batches"].([]any); len(list) != 0 {
		t.Errorf("the second start saved %d imports", len(list))
	}
}

// TestReadOnlyFolder: a folder that may not be written to is named. Root may write everywhere but into
// the kernel's own folder.
func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if os.Geteuid() == 0 {
		dir = "/sys"
	} else if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if f, err := os.CreateTemp(dir, "probe"); err == nil {
		t.Skipf("%s can be written to here: %v", dir, f.Close())
	}
	for _, db := range []string{filepath.Join(dir, "brand.db"), filepath.Join(dir, "new", "brand.db")} {
		r := run("import", write(t, "o.csv", orders), "--db", db, "--json")
		if d := r.doc(t); r.code != 2 || d["code"] != "read_only_folder" || !strings.Contains(d["message"].(string), dir) || !strings.Contains(d["hint"].(string), "your own folder") {
			t.Errorf("%s: %+v", db, r)
		}
	}
}

package cli

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestImportDocument holds the answer to the contract, field by field.
func TestImportDocument(t *testing.T) {
	t.Parallel()
	r := run("import", "--db", newDB(t), "--json", write(t, "o.csv", orders+"3,soon,1,USD\n\n"), write(t, "q.csv", "order_id,created_at,amount,currency\n1,03/04/2026,5,USD\n"))
	d := r.doc(t)
	if r.code != 1 || r.err != "" || !slices.Equal(keys(d), []string{"files"}) {
		t.Fatalf("exit %d, %q, %q", r.code, r.err, keys(d))
	}
	// issue_count and sha256 are ours beside DESIGN 7's.
	want := []string{"accepted", "amount_minor", "batch", "changed", "currency", "duplicate", "file", "first_day", "format", "issue_count", "issues",
		"last_day", "questions", "rejected", "rows", "sha256", "skipped", "status"}
	for i := range 2 {
		want := want
		if i == 0 { // what changed is of what was saved
			want = slices.Sorted(slices.Values(append([]string{"changes"}, want...)))
		}
		if f := file(t, r, i); !slices.Equal(keys(f), want) {
			t.Errorf("fields %q", keys(f))
		}
	}
	saved, asked := file(t, r, 0), file(t, r, 1)
	checkNumbers(t, saved, map[string]float64{"batch": 1, "rows": 3, "accepted": 2, "changed": 0, "duplicate": 0, "rejected": 1, "skipped": 1, "amount_minor": 1100, "issue_count": 1})
	checkTexts(t, saved, map[string]string{"status": "ok", "format": "orders_simple", "currency": "USD", "first_day": "2026-10-05", "last_day": "2026-10-06"})
	issue := saved["issues"].([]any)[0]
	if !slices.Equal(keys(issue), []string{"code", "column", "line", "message"}) {
		t.Errorf("an issue's fields: %q", keys(issue))
	}
	checkNumbers(t, issue.(map[string]any), map[string]float64{"line": 4, "column": 2})
	checkTexts(t, asked, map[string]string{"status": "needs_mapping"})
	question := asked["questions"].([]any)[0]
	if !slices.Equal(keys(question), []string{"choices", "name"}) || question.(map[string]any)["name"] != "day_month_order" || asked["batch"] != nil {
		t.Errorf("an open question: %v, batch %v", question, asked["batch"])
	}
}

func checkNumbers(t *testing.T, got map[string]any, want map[string]float64) {
	t.Helper()
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: got %v, want %v", k, got[k], v)
		}
	}
}

func checkTexts(t *testing.T, got map[string]any, want map[string]string) {
	t.Helper()
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: got %v, want %v", k, got[k], v)
		}
	}
}

// TestImportAsks: yes saves exactly what was shown; everything else, and nobody, saves nothing and
// leaves no file behind.
func TestImportAsks(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		typed       string
		interactive bool
		code        int
		saved       bool
		out, err    string
	}{
		"y":           {"y\n", true, 0, true, "saved: 2 new", ""},
		"Yes":         {" YES \n", true, 0, true, "saved: 2 new", ""},
		"y at an end": {"y", true, 0, true, "saved: 2 new", ""},
		"no":          {"n\n", true, 1, false, "Nothing was saved.", ""},
		"enter":       {"\n", true, 1, false, "Nothing was saved.", ""},
		"anything":    {"yeah\n", true, 1, false, "Nothing was saved.", ""},
		"input ended": {"", true, 2, false, "would be saved: 2 new", "Nobody is there to confirm the import."},
		"a script":    {"y\n", false, 2, false, "", "Nobody is there to confirm the import."},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := newDB(t)
			r := runAs(c.typed, c.interactive, "import", "--db", db, write(t, "o.csv", orders))
			if r.code != c.code || !strings.Contains(r.out, c.out) || !strings.Contains(r.err, c.err) || c.err == "" && r.err != "" {
				t.Errorf("exit %d\n%s\n%s", r.code, r.out, r.err)
			}
			if asked := strings.Contains(r.out, "Save 1 file? [y/N]"); asked != c.interactive {
				t.Errorf("asked: %v", asked)
			}
			if left, err := os.ReadDir(filepath.Dir(db)); err != nil || len(left) > 0 != c.saved {
				t.Errorf("beside the workspace: %v, %v", left, err)
			}
		})
	}
}

// TestImportOfSeveral: the good files are saved, the bad ones are named, and the exit code says that
// not all is well, whoever asked.
func TestImportOfSeveral(t *testing.T) {
	t.Parallel()
	good, bad := write(t, "good.csv", orders), write(t, "bad.csv", "")
	for name, args := range map[string][]string{"asked": nil, "--yes": {"--yes"}, "--json": {"--json"}} {
		db := newDB(t)
		if r := runAs("y\n", true, append([]string{"import", bad, good, "--db", db}, args...)...); r.code != 1 {
			t.Errorf("%s: exit %d, %s", name, r.code, r.out)
		}
		if list := run("batches", "--db", db, "--json").doc(t)["batches"].([]any); len(list) != 1 {
			t.Errorf("%s: %d imports, want that of the good file", name, len(list))
		}
	}
	if r := runAs("y\n", true, "import", bad, "--db", newDB(t)); r.code != 1 || strings.Contains(r.out, "Save") {
		t.Errorf("with nothing to save: %+v", r)
	}
}

// TestDryRun: looking leaves no file behind and changes none, and saving then does what was shown.
func TestDryRun(t *testing.T) {
	t.Parallel()
	db, path := newDB(t), write(t, "o.csv", orders)
	look := func() map[string]any {
		t.Helper()
		r := run("import", path, "--db", db, "--dry-run", "--json")
		f := file(t, r, 0)
		if r.code != 0 || f["batch"] != nil {
			t.Errorf("exit %d, batch %v", r.code, f["batch"])
		}
		return f
	}
	shown := look()
	if left, err := os.ReadDir(filepath.Dir(db)); err != nil || len(left) != 0 {
		t.Errorf("a dry run left %v, %v", left, err)
	}
	saved := file(t, run("import", path, "--db", db, "--json"), 0)
	for k, v := range shown {
		if k != "batch" && k != "questions" && k != "issues" && !reflect.DeepEqual(saved[k], v) {
			t.Errorf("%s: shown %v, saved %v", k, v, saved[k])
		}
	}
	before := health(t, db)
	if again := look(); again["duplicate"] != 2.0 || again["accepted"] != 0.0 {
		t.Errorf("a second look: %v", again)
	}
	if health(t, db) != before {
		t.Error("a dry run changed the workspace")
	}
	clock := write(t, "clock.csv", "order_id,created_at,amount\n9,2026-10-05 23:30,5\n")
	if r := run("import", clock, "--db", db, "--dry-run", "--zone", "Asia/Tokyo"); r.code != 0 {
		t.Error(r)
	}
	if f := file(t, run("import", clock, "--db", db, "--json"), 0); f["status"] != "needs_mapping" {
		t.Errorf("a dry run remembered its zone for the brand: %v", f)
	}
}

// health is the content hash and the number of imports.
func health(t *testing.T, db string) [2]any {
	t.Helper()
	d := run("doctor", "--db", db, "--json").doc(t)
	return [2]any{d["content_hash"], d["imports"]}
}

// TestAsOf: a command that reads answers from what was known on a day, and leaves nothing behind.
func TestAsOf(t *testing.T) {
	t.Parallel()
	db := newDB(t)
	if r := run("import", "--db", db, "--yes", write(t, "first.csv", orders)); r.code != 0 {
		t.Fatal(r)
	}
	day := run("batches", "--db", db, "--json").doc(t)["batches"].([]any)[0].(map[string]any)["imported"].(string)[:10]
	before := health(t, db)
	r := run("doctor", "--db", db, "--json", "--as-of", day)
	if d := r.doc(t); r.code != 0 || d["content_hash"] != before[0] || !strings.Contains(r.err, "As known on ") {
		t.Errorf("%+v", r)
	}
	for _, c := range [][2]string{{"2001-01-01", "nothing_known_then"}, {"soon", "bad_day"}} {
		if r := run("batches", "--db", db, "--json", "--as-of", c[0]); r.code != 2 || r.doc(t)["code"] != c[1] {
			t.Errorf("%s: %+v", c[0], r)
		}
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(db), "asof", "*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
	if r := run("undo", "1", "--db", db, "--as-of", day); r.code != 2 {
		t.Errorf("a command that writes took --as-of: %+v", r)
	}
}

// TestBatchesAndUndo: what was imported is listed, and one import can be taken back once.
func TestBatchesAndUndo(t *testing.T) {
	t.Parallel()
	db := newDB(t)
	if r := run("import", "--db", db, "--yes", write(t, "first.csv", orders), write(t, "second.csv", orders+"3,2026-10-07,7,USD\n")); r.code != 0 {
		t.Fatal(r)
	}
	want := []string{"accepted", "batch", "changed", "changes", "duplicate", "file", "first_day", "format", "imported", "last_day", "rejected", "rows", "skipped"}
	list := run("batches", "--db", db, "--json").doc(t)["batches"].([]any)
	if len(list) != 2 || !slices.Equal(keys(list[0]), want) || list[1].(map[string]any)["duplicate"] != 2.0 {
		t.Fatalf("%v", list)
	}
	if r := run("batches", "--db", db); r.code != 0 || strings.Count(r.out, "\n") != 2 || !strings.Contains(r.out, "second.csv") {
		t.Errorf("%+v", r)
	}
	r := run("undo", "--db", db, "2", "--json")
	if d := r.doc(t); r.code != 0 || d["status"] != "ok" || d["undone"].(map[string]any)["batch"] != 2.0 {
		t.Errorf("%+v", r)
	}
	r = run("undo", "2", "--db", db, "--json")
	if d := r.doc(t); r.code != 2 || d["code"] != "unknown_batch" {
		t.Errorf("taken back twice: %+v", r)
	}
}

package api

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"creatorlift/backend/importer"
	"creatorlift/backend/store"
)

// A large file dropped again is not read to its documents. The answer is that of reading it, and a file
// of which anything else is said is read.
func TestImportRepeats(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "orders.csv")
	var b strings.Builder
	b.WriteString("order_id,created_at,amount,note\n")
	for i := range 9000 {
		fmt.Fprintf(&b, "%d,2026-10-%02d,%d.50,%s\n", i, 1+i%28, i%90, strings.Repeat("x", 480))
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	small := filepath.Join(dir, "small.csv") // the same orders, read in full for comparison
	if err := os.WriteFile(small, []byte(strings.ReplaceAll(b.String(), strings.Repeat("x", 480), "x")), 0o600); err != nil {
		t.Fatal(err)
	}
	take := func(name string, in ImportIn) FileResult {
		t.Helper()
		in.DB, in.Files = filepath.Join(dir, name), []string{file}
		if in.Map == "small" {
			in.Map, in.Files = "", []string{small}
		}
		if in.Currency == "" {
			in.Currency = "USD"
		}
		out, err := (&App{}).Import(context.Background(), in)
		if err != nil || !out.AllOK() {
			t.Fatalf("%+v, %v", out, err)
		}
		r := out.Files[0]
		r.File, r.SHA256 = "", ""
		return r
	}
	first, again := take("a.db", ImportIn{}), take("a.db", ImportIn{})
	take("b.db", ImportIn{Map: "small"})
	want := take("b.db", ImportIn{Map: "small"})
	if !reflect.DeepEqual(again, want) || again.Duplicate != 9000 || again.AmountMinor != first.AmountMinor {
		t.Errorf("again %+v\nwant %+v", again, want)
	}
	tried := take("a.db", ImportIn{DryRun: true})
	if want.Batch = nil; !reflect.DeepEqual(tried, want) {
		t.Errorf("tried %+v\nwant %+v", tried, want)
	}
	if other := take("a.db", ImportIn{Currency: "GBP"}); other.Changed != 9000 {
		t.Errorf("in another currency: %+v", other)
	}
}

// TestSavedIsSaid: where a file is saved and something it tells of others cannot be kept, the answer says that
// it is saved, and what went wrong.
func TestSavedIsSaid(t *testing.T) {
	t.Parallel()
	r := result("orders.csv", taken{rep: &importer.Report{Status: importer.StatusOK, Format: "orders_simple"}, batch: store.Batch{ID: 7}, after: errors.New("the disk is full")})
	if r.Status != OK || r.Batch == nil || *r.Batch != 7 || len(r.Issues) != 1 || r.IssueCount != 1 || r.Issues[0].Code != "not_remembered" ||
		!strings.Contains(r.Issues[0].Message, "is saved") || !strings.Contains(r.Issues[0].Message, "disk is full") {
		t.Errorf("%+v", r)
	}
}

package api

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"creatorlift/backend/store"
)

// TestIssuesAreKept: why rows were set aside can be looked up after saving, by line and column, and orders
// that a newer file no longer holds are named.
func TestIssuesAreKept(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	head := "order_id,created_at,amount,currency\n"
	for i, file := range []string{head + "A1,2026-10-01,5.00,USD\nA2,2026-10-02,6.00,USD\nA3,2026-10-03,x,USD\n", head + "A1,2026-10-01,5.00,USD\nA4,2026-10-03,6.00,USD\n"} {
		page := drop(t, s, [2]string{fmt.Sprint("orders", i, ".csv"), file})
		if page, _ = saveReady(t, s, page); len(page.Batches) != i+1 {
			t.Fatalf("%+v", page.Batches)
		}
	}
	asked := func(batch int64) ChangesPage {
		got, err := s.Changed(context.Background(), &BatchIn{OwnBrand, batch})
		if err != nil {
			t.Fatal(err)
		}
		return got.Body
	}
	first, second := asked(1), asked(2)
	if len(first.Problems) != 1 || first.Problems[0].Count != 1 || first.Problems[0].Lines[0].Line != 4 || first.Problems[0].Lines[0].Column != 3 {
		t.Errorf("set aside: %+v", first.Problems)
	}
	if len(second.Problems) != 0 || !strings.Contains(strings.Join(second.Notes, " "), "Orders A2.") {
		t.Errorf("missing: %+v, %q", second.Problems, second.Notes)
	}
}

// TestReportsHaveNoSales: what a report changed is said without money, which would be no sales.
func TestReportsHaveNoSales(t *testing.T) {
	t.Parallel()
	ch := &store.Changes{New: store.Brought{Docs: 5, Rows: 5}, Restated: store.Restated{Docs: 2}}
	p := changesPage(ch, store.Batch{FileInfo: store.FileInfo{Currency: "USD"}, Stats: true})
	if len(p.Kinds.Head) != 2 || fmt.Sprint(p.Kinds.Rows) != "[[New lines 5] [Restated 2]]" {
		t.Errorf("%+v", p.Kinds)
	}
	if p := changesPage(ch, store.Batch{FileInfo: store.FileInfo{Currency: "USD"}}); len(p.Kinds.Head) != 5 || len(p.Kinds.Rows[0]) != 5 {
		t.Errorf("%+v", p.Kinds)
	}
}

package store

import (
	"path/filepath"
	"testing"

	"creatorlift/backend/shop"
)

func TestTestsAreKeptRemovedAndRestored(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	s, err := Open(filepath.Join(t.TempDir(), "brand.db"), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	first, err := s.SaveTest(ctx, []byte("one"), 10)
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.SaveTest(ctx, []byte("two"), 11)
	if err != nil || second.ID == first.ID || second.PlanHash == first.PlanHash {
		t.Fatalf("second test %+v after %+v, %v", second, first, err)
	}
	if err := s.RemoveTest(ctx, first.ID, 12); err != nil {
		t.Fatal(err)
	}
	if list, err := s.ListTests(ctx); err != nil || len(list) != 1 || list[0].ID != second.ID {
		t.Errorf("after removing the first: %+v, %v; want the second alone", list, err)
	}
	if err := s.RestoreTest(ctx, first.ID); err != nil {
		t.Fatal(err)
	}
	if list, err := s.ListTests(ctx); err != nil || len(list) != 2 || list[1].ID != first.ID || string(list[1].Body) != "one" {
		t.Errorf("after bringing it back: %+v, %v; want both, newest first", list, err)
	}
	if code := shop.ErrorCode(s.RemoveTest(ctx, 99, 12)); code != "unknown_test" {
		t.Errorf("removing a test that never was: %q, want unknown_test", code)
	}
}

func TestLatestRunIsTheNewestOfItsPlan(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	s, err := Open(filepath.Join(t.TempDir(), "brand.db"), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, ok, err := s.LatestRun(ctx, "readout", "p", ""); ok || err != nil {
		t.Fatalf("a run in an empty file: %v, %v", ok, err)
	}
	for i, body := range []string{"old", "new"} {
		if _, err := s.SaveRun(ctx, Run{Kind: "readout", PlanHash: "p", CreatedUTC: int64(i), Body: []byte(body)}); err != nil {
			t.Fatal(err)
		}
	}
	if run, ok, err := s.LatestRun(ctx, "readout", "p", ""); !ok || err != nil || string(run.Body) != "new" {
		t.Errorf("latest run is %q, %v, %v; want new", run.Body, ok, err)
	}
	if _, ok, _ := s.LatestRun(ctx, "readout", "q", ""); ok {
		t.Error("another plan's run was found")
	}
}

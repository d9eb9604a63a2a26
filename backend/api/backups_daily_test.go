package api

import (
	"strings"
	"testing"
)

// A second start on the same day makes no second copy, and a copy made on its own can be restored, even
// after a test was read.
func TestOneBackupADayThatCanBeRestored(t *testing.T) {
	t.Parallel()
	s := emptyScreen(t)
	s.jobs.all.Wait()
	if list, err := s.backups(); err != nil || len(list) != 0 {
		t.Fatalf("a file without data was backed up: %v, %v", list, err)
	}
	withOrders(t, s)
	row := addTest(t, s, shopTest)
	readNow(t, s, row.ID)
	for range 2 {
		s.startDailyBackup()
		s.jobs.all.Wait()
	}
	list, err := s.backups()
	if err != nil || len(list) != 1 || !strings.HasSuffix(list[0].Name, ".backup") {
		t.Fatalf("backups %v, %v; want one", list, err)
	}
	if _, err := s.Undo(t.Context(), undoOf(1)); err != nil {
		t.Fatal(err)
	}
	in := &RestoreIn{}
	in.Body.Name = list[0].Name
	if _, err := s.RestoreBackup(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if page := testOf(t, s, row.ID); page.Test.State != "read" {
		t.Errorf("after restoring, the test is %q, want read", page.Test.State)
	}
}

func undoOf(batches ...int64) *UndoIn {
	in := &UndoIn{Brand: OwnBrand}
	in.Body.Batches = batches
	return in
}

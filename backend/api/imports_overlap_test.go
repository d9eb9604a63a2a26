package api

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"creatorlift/backend/shop"
)

// TestOverlappingReports: reports of days that overlap and say different things end in the same figures,
// whichever comes first, and a newer one of the same days replaces the older.
func TestOverlappingReports(t *testing.T) {
	t.Parallel()
	const head = "By Day,Campaign name,Ad group name,Ad name,Currency,Cost,Impressions,Clicks (destination)\n"
	row := func(day, cost string) string { return day + ",c,g,a,USD," + cost + ",100,5\n" }
	early := head + row("2026-10-01", "10.00") + row("2026-10-03", "10.00") + row("2026-10-05", "10.00")
	late := head + row("2026-10-03", "12.00") + row("2026-10-05", "12.00") + row("2026-10-07", "12.00")
	again := head + row("2026-10-03", "13.00") + row("2026-10-05", "12.00") + row("2026-10-07", "12.00")
	sum := func(files ...string) (cents int64) {
		dir := t.TempDir()
		app, db := &App{}, filepath.Join(dir, "brand.db")
		for i, text := range files {
			path := filepath.Join(dir, string(rune('a'+i))+".csv")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := app.Import(context.Background(), ImportIn{DB: db, Files: []string{path}}); err != nil || !out.AllOK() {
				t.Fatalf("%+v, %v", out, err)
			}
		}
		s, err := openBrand(db, false)
		if err != nil {
			t.Fatal(err)
		}
		spent, err := s.AdSpends(context.Background(), shop.Period{}, "USD")
		if err != nil || len(spent) != 1 {
			t.Fatalf("%+v, %v", spent, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return int64(spent[0].SpendCents)
	}
	if a, b := sum(early, late), sum(late, early); a != 4600 || b != 4600 {
		t.Errorf("%d and %d cents, want 4600 both times", a, b)
	}
	if got := sum(early, late, again); got != 4700 {
		t.Errorf("the same days again: %d cents, want 4700", got)
	}
}

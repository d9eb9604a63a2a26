package api

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"creatorlift/backend/experiment"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

func dataFolder(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("CREATORLIFT_DATA")
	if dir == "" {
		t.Skip("the environment variable CREATORLIFT_DATA does not name the data folder")
	}
	return dir
}

// TestOnlineRetail: a founder's way through 541,909 real order lines (Online Retail, UCI, CC0): import
// with a mapping, ask, import again, take both back. 9,747,747.93 GBP is the sum of all lines, each
// rounded to pence; the United Kingdom's sales of the test are added up from the file itself with exact decimals.
func TestOnlineRetail(t *testing.T) {
	t.Parallel()
	ctx, app, db := context.Background(), &App{}, filepath.Join(t.TempDir(), "brand.db")
	in := ImportIn{DB: db, Files: []string{filepath.Join(dataFolder(t), "online_retail_uci.csv.gz")}, Map: "../../testdata/maps/online_retail_uci.json"}
	load := func() FileResult {
		t.Helper()
		out, err := app.Import(ctx, in)
		if err != nil || !out.AllOK() {
			t.Fatal(out, err)
		}
		f := out.Files[0]
		if f.Rows != 541909 || f.Rows != f.Accepted+f.Changed+f.Duplicate+f.Rejected || f.AmountMinor != 974774793 || f.Currency != "GBP" {
			t.Errorf("got %+v, want 541,909 rows of 9,747,747.93 GBP", f)
		}
		return f
	}
	if f := load(); f.Accepted != 541909 || *f.Batch != 1 {
		t.Errorf("first import: %+v", f)
	}
	checkUnitedKingdom(t, app, db)
	before := regionTotals(t, db)
	if f := load(); f.Duplicate != 541909 || *f.Batch != 2 {
		t.Errorf("second import: %+v", f)
	}
	undo := func(batch int64) {
		t.Helper()
		if _, err := app.Undo(ctx, db, batch); err != nil {
			t.Fatal(err)
		}
	}
	if undo(2); !slices.Equal(regionTotals(t, db), before) {
		t.Error("the second import left its mark on the daily totals")
	}
	if undo(1); len(before) < 1000 || len(regionTotals(t, db)) != 0 {
		t.Errorf("%d daily totals before, %d when both imports are taken back", len(before), len(regionTotals(t, db)))
	}
	a, err := app.ReadOut(ctx, ReadOutIn{DB: db, Question: Question{Start: "2011-10-31", End: "2011-11-27"}})
	if err != nil || a.Status != experiment.StatusNotEstimable {
		t.Errorf("with both imports taken back: %+v, %v", a, err)
	}
}

// checkUnitedKingdom asks about four November weeks in which nothing special is known to have been
// done. Sales rise before Christmas every year, so the audit must not let this pass for better than C.
func checkUnitedKingdom(t *testing.T, app *App, db string) {
	t.Helper()
	a, err := app.ReadOut(context.Background(), ReadOutIn{DB: db, Question: Question{
		Treated: []string{"United Kingdom"}, NoControls: true, PreStart: "2011-01-04", Start: "2011-10-31", End: "2011-11-27", Level: .9}})
	if err != nil || a.Status != OK {
		t.Fatalf("got %+v, %v", a, err)
	}
	if a.Method != "baseline" || a.Unit != "GBP minor" || a.Total.Observed != retailObserved || a.Diagnostics.TestPeriods != 24 {
		t.Errorf("got %s, %s, observed %.0f, %d days; want baseline, GBP minor, %d, 24 (the shop is closed on Saturdays)", a.Method, a.Unit, a.Total.Observed, a.Diagnostics.TestPeriods, retailObserved)
	}
	au := a.Audit
	if au == nil || au.Placebos < 10 || au.FalseAlarmRate == nil || math.Abs(*au.FalseAlarmRate+*au.Coverage-1) > 1e-9 {
		t.Fatalf("audit: %+v", au)
	}
	if want := map[bool]experiment.Grade{true: experiment.GradeC, false: experiment.GradeD}[au.Passed]; a.Grade != want {
		t.Errorf("grade %s, want %s with audit passed %v", a.Grade, want, au.Passed)
	}
}

// retailObserved is the United Kingdom's net sales in pence from 2011-10-31 to 2011-11-27.
const retailObserved = 116081755

func regionTotals(t *testing.T, db string) []store.Total {
	t.Helper()
	s, err := openBrand(db, false)
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.DailyTotals(context.Background(), store.Query{By: store.ByRegion, Evidence: shop.Till, Currency: "GBP"})
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return list
}

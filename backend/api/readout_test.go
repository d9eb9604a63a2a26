package api

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"creatorlift/backend/experiment"
	"creatorlift/backend/shop"
)

// shopFile writes 90 days of simple orders from ten regions of different size. In the last 14 days R0
// and R1 sell half as much again. Some orders name no region.
func shopFile(t *testing.T, currency string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("order_id,created_at,amount,currency,region\n")
	first := shop.DayFrom(2026, 7, 1)
	for d := range 90 {
		for r := range 11 {
			amount := 2000 + 700*r + 37*((d*7+r*13)%19) + 150*(d%7)
			if d >= 76 && r < 2 {
				amount += amount / 2
			}
			region := fmt.Sprint("R", r)
			if r == 10 {
				region = ""
			}
			fmt.Fprintf(&b, "%s%d-%d,%s,%d.%02d,%s,%s\n", currency, d, r, first+shop.Day(d), amount/100, amount%100, currency, region)
		}
	}
	path := filepath.Join(t.TempDir(), "orders_"+currency+".csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func shopWorkspace(t *testing.T, currencies ...string) string {
	t.Helper()
	db := filepath.Join(t.TempDir(), "brand.db")
	for _, c := range currencies {
		out, err := (&App{}).Import(context.Background(), ImportIn{DB: db, Files: []string{shopFile(t, c)}, Zone: "Europe/Berlin"})
		if err != nil || !out.AllOK() {
			t.Fatal(out, err)
		}
	}
	return db
}

var testDays = Question{Start: "2026-09-15", End: "2026-09-28", Level: .9}

func (q Question) of(treated ...string) Question {
	q.Treated = treated
	return q
}

// TestReadOut: the workspace answers as a panel file would, and says what it left out.
func TestReadOut(t *testing.T) {
	t.Parallel()
	app, db := &App{}, shopWorkspace(t, "EUR")
	drawn := testDays.of("R0", "R1")
	drawn.Assignment = "random"
	regions, err := app.ReadOut(context.Background(), ReadOutIn{DB: db, Question: drawn})
	if err != nil || regions.Status != OK || regions.Grade != experiment.GradeA || regions.Unit != "EUR minor" || !regions.Significant {
		t.Fatalf("by region: %+v, %v", regions, err)
	}
	if r := regions.Relative; r.Effect < .45 || r.Effect > .55 {
		t.Errorf("sales went up by half, got %+v", *r)
	}
	if left := strings.Join(regions.Diagnostics.LeftOut, ";"); !strings.Contains(left, "no region (1") {
		t.Errorf("left out: %q, want the sales without a region", left)
	}
	whole, err := app.ReadOut(context.Background(), ReadOutIn{DB: db, Question: testDays})
	if err != nil || whole.Status != OK || whole.Method != "baseline" || whole.Total.Observed <= regions.Total.Observed || len(whole.Diagnostics.LeftOut) != 0 {
		t.Errorf("whole shop: %+v, %v", whole, err)
	}
	alone := testDays.of("R0")
	alone.NoControls = true
	if a, err := app.ReadOut(context.Background(), ReadOutIn{DB: db, Question: alone}); err != nil || a.Method != "baseline" || a.Grade == experiment.GradeA {
		t.Errorf("without controls: %+v, %v", a, err)
	}
}

// TestReadOutCurrencies: two currencies are never added, and none is picked in silence.
func TestReadOutCurrencies(t *testing.T) {
	t.Parallel()
	db := shopWorkspace(t, "EUR", "USD")
	for asked, want := range map[string]string{"": "EUR minor", "EUR": "EUR minor", "USD": "USD minor"} {
		a, err := (&App{}).ReadOut(context.Background(), ReadOutIn{DB: db, Currency: asked, Question: testDays})
		if err != nil || a.Unit != want || !strings.Contains(strings.Join(a.Warnings, " "), "are left out: currencies are never added") {
			t.Errorf("%q: got %s, %q, %v; want %s with a warning", asked, a.Unit, a.Warnings, err, want)
		}
	}
}

// TestReadOutRefuses: wrong questions are errors with a code, and what the orders cannot answer is an
// answer with its reason.
func TestReadOutRefuses(t *testing.T) {
	t.Parallel()
	db, claims := shopWorkspace(t, "EUR"), filepath.Join(t.TempDir(), "claims.db")
	if s, err := openBrand(claims, true); err != nil || s.Close() != nil {
		t.Fatal(err)
	}
	late := testDays
	late.End = "2026-12-31"
	wrong := testDays
	wrong.Start = "15.09.2026"
	cases := map[string]struct {
		in           ReadOutIn
		code, reason string
	}{
		"no workspace":       {ReadOutIn{DB: db + "x", Question: testDays}, "no_such_database", ""},
		"region of nobody":   {ReadOutIn{DB: db, Units: "region", Question: testDays}, "no_treated", ""},
		"treated shop":       {ReadOutIn{DB: db, Units: "shop", Question: testDays.of("R0")}, "bad_usage", ""},
		"unknown split":      {ReadOutIn{DB: db, Units: "weekday", Question: testDays}, "bad_usage", ""},
		"other currency":     {ReadOutIn{DB: db, Currency: "JPY", Question: testDays}, "unknown_currency", ""},
		"not a day":          {ReadOutIn{DB: db, Question: wrong}, "bad_day", ""},
		"unknown region":     {ReadOutIn{DB: db, Question: testDays.of("Atlantis")}, "", `"Atlantis" is not in the panel`},
		"after the sales":    {ReadOutIn{DB: db, Question: late}, "", "the sales end on 2026-09-28"},
		"an empty workspace": {ReadOutIn{DB: claims, Question: testDays}, "", "no orders of your own shop"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			a, err := (&App{}).ReadOut(context.Background(), c.in)
			if got := shop.ErrorCode(err); got != c.code || (err == nil) != (c.code == "") {
				t.Fatalf("got %q (%v), want %q", got, err, c.code)
			}
			if c.reason != "" && (a.Status != experiment.StatusNotEstimable || !strings.Contains(a.Reason, c.reason)) {
				t.Errorf("got %s %q, want not_estimable with %q", a.Status, a.Reason, c.reason)
			}
		})
	}
}

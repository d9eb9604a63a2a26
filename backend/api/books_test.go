package api

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"testing"

	"creatorlift/backend/sample"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// TestSampleBooks: what the till and the claims hold after a brand's own files were imported is what
// the brand knows of itself, by shop, region and SKU on every day, to the cent.
func TestSampleBooks(t *testing.T) {
	t.Parallel()
	configs := []sample.Config{
		{Seed: 1, Lift: .15, Design: sample.Scattered}, {Seed: 2, Lift: .15, Design: sample.Drops},
		{Seed: 3, Lift: .3, Design: sample.DropsSKU}, {Seed: 4, Lift: .15, Design: sample.RegionOut},
		{Seed: 5, Lift: .15, Design: sample.SKUOut}, {Seed: 6, Lift: 0, Design: sample.Scattered},
	}
	for _, c := range configs {
		c.Days, c.OrdersPerDay = 120, 25
		t.Run(fmt.Sprint(c.Design, c.Seed), func(t *testing.T) {
			t.Parallel()
			brand, s, files := importBrand(t, c)
			want := brand.Daily()
			for by, grid := range map[store.By]map[cell]shop.Cents{
				store.ByShop:   cells(want.First, []string{wholeShop}, [][]shop.Cents{want.Shop}),
				store.ByRegion: cells(want.First, want.Regions, want.Region),
				store.BySKU:    cells(want.First, want.SKUs, want.SKU),
			} {
				if got := totals(t, s, by); !maps.Equal(got, grid) {
					t.Errorf("split %d: %s", by, firstDifference(got, grid))
				}
			}
			checkClaims(t, s, brand, files[1])
		})
	}
}

// importBrand makes a brand, writes and imports its files, and opens the workspace.
func importBrand(t *testing.T, c sample.Config) (*sample.Brand, *store.Store, []FileResult) {
	t.Helper()
	brand, err := sample.Make(c)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files, err := brand.Write(filepath.Join(dir, "exports"))
	if err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(dir, "brand.db")
	out, err := (&App{}).Import(context.Background(), ImportIn{DB: db, Files: files[:2], Zone: sample.Zone})
	if err != nil || !out.AllOK() {
		t.Fatalf("import: %v, %+v", err, out.Files)
	}
	for _, f := range out.Files {
		if f.Rejected != 0 || f.Rows == 0 || f.Rows != f.Accepted {
			t.Errorf("%s: %d rows, %d accepted, %d rejected", f.File, f.Rows, f.Accepted, f.Rejected)
		}
	}
	return brand, openStore(t, db), out.Files
}

func openStore(t *testing.T, db string) *store.Store {
	t.Helper()
	s, err := openBrand(db, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

type cell struct {
	unit string
	day  shop.Day
}

// cells leaves out days without sales, as the workspace does.
func cells(first shop.Day, units []string, grid [][]shop.Cents) map[cell]shop.Cents {
	out := map[cell]shop.Cents{}
	for i, u := range units {
		for d, v := range grid[i] {
			if v != 0 {
				out[cell{u, first + shop.Day(d)}] = v
			}
		}
	}
	return out
}

func totals(t *testing.T, s *store.Store, by store.By) map[cell]shop.Cents {
	t.Helper()
	list, err := s.DailyTotals(context.Background(), store.Query{By: by, Evidence: shop.Till, Currency: "USD"})
	if err != nil {
		t.Fatal(err)
	}
	out := map[cell]shop.Cents{}
	for _, d := range list {
		if d.NetCents != 0 {
			out[cell{d.Unit, d.Day}] = d.NetCents
		}
	}
	return out
}

func firstDifference(got, want map[cell]shop.Cents) string {
	for k, v := range want {
		if got[k] != v {
			return fmt.Sprintf("%s on %s: got %d, want %d", k.unit, k.day, got[k], v)
		}
	}
	return fmt.Sprintf("%d cells, want %d", len(got), len(want))
}

// checkClaims: what creators claim, order by order and in money, is what the brand's truth says.
func checkClaims(t *testing.T, s *store.Store, brand *sample.Brand, file FileResult) {
	t.Helper()
	list, err := s.CreatorClaims(context.Background(), shop.Period{}, "USD")
	if err != nil {
		t.Fatal(err)
	}
	byCreator, orders := map[string]int{}, 0
	for _, c := range list {
		byCreator[c.Creator] = int(c.Orders)
		orders += int(c.Orders)
	}
	want := brand.Truth.Claims
	if orders != want.Orders || orders < 50 {
		t.Errorf("claims: %d orders, want %d", orders, want.Orders)
	}
	if shop.Cents(file.AmountMinor) != want.PaymentCents {
		t.Errorf("amount_minor: got %d, want %d", file.AmountMinor, want.PaymentCents)
	}
	for _, c := range brand.Truth.Creators {
		if got := byCreator[c.Handle]; got != c.ClaimedOrders {
			t.Errorf("%s: %d claimed orders, want %d", c.Handle, got, c.ClaimedOrders)
		}
	}
}

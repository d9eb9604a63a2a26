package api

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"creatorlift/backend/shop"
)

// TestImportStopped: who stops an import between two files keeps the first and nothing of the second,
// and is told that it was stopped.
func TestImportStopped(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "brand.db")
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	files := 0
	app := &App{Now: func() time.Time { // asked once a file, before it is saved
		if files++; files == 2 {
			stop()
		}
		return time.Unix(1_790_000_000, 0)
	}}
	_, err := app.Import(ctx, ImportIn{DB: db, Files: []string{shopFile(t, "EUR"), shopFile(t, "USD")}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was stopped", err)
	}
	list, err := app.Batches(context.Background(), db)
	if err != nil || len(list) != 1 || list[0].File != "orders_EUR.csv" || list[0].Imported != "2026-09-21T14:13:20Z" {
		t.Errorf("%+v, %v", list, err)
	}
}

// TestImportOfAnotherFile: what was shown is what is saved, or nothing is.
func TestImportOfAnotherFile(t *testing.T) {
	t.Parallel()
	db, file := filepath.Join(t.TempDir(), "brand.db"), shopFile(t, "EUR")
	out, err := (&App{}).Import(context.Background(), ImportIn{DB: db, Files: []string{file}, Expect: map[string]FileResult{file: {SHA256: "of another file"}}})
	if err != nil || out.AllOK() || out.Files[0].Issues[0].Code != "file_changed" {
		t.Errorf("%+v, %v", out, err)
	}
	if list, err := (&App{}).Batches(context.Background(), db); err != nil || len(list) != 0 {
		t.Errorf("%d imports, %v", len(list), err)
	}
}

// TestGuard: a panic below becomes an error with its place, and no program that ends.
func TestGuard(t *testing.T) {
	t.Parallel()
	app := &App{Now: func() time.Time { panic("a mistake of ours") }}
	db := filepath.Join(t.TempDir(), "brand.db")
	_, err := app.Import(context.Background(), ImportIn{DB: db, Files: []string{shopFile(t, "EUR")}})
	if err == nil || shop.ErrorCode(err) != "" {
		t.Errorf("got %v, want an error without a code", err)
	}
	if list, err := (&App{}).Batches(context.Background(), db); err != nil || len(list) != 0 {
		t.Errorf("afterwards: %d imports, %v", len(list), err)
	}
}

package api

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

func settingsOf(t *testing.T, s *Screen) SettingsPage {
	t.Helper()
	page, err := s.Settings(context.Background(), &BrandIn{OwnBrand})
	if err != nil {
		t.Fatal(err)
	}
	return page.Body
}

// TestSettings: what is not known is not zero, what is wrong is refused, and currency and zone stay once
// files are saved.
func TestSettings(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	page := settingsOf(t, s)
	if page.Costs != (Costs{}) || page.Locked != "" || len(page.Needs) != 1 || page.Needs[0] != "Money left cannot be worked out yet: product cost, payment and platform fees and shipping are missing." {
		t.Errorf("%+v", page)
	}
	in := &SettingsIn{Brand: OwnBrand}
	save := func() error { _, err := s.SaveSettings(context.Background(), in); return err }
	half, over, minus := .5, 1.01, int64(-1)
	in.Body.Name, in.Body.Currency, in.Body.Zone, in.Body.Costs = "  Lumen \n& Oat ", "usd", "America/Los_Angeles", Costs{FeeShare: &half, ShippingMinor: new(int64)}
	if err := save(); err != nil {
		t.Fatal(err)
	}
	page = settingsOf(t, s)
	if page.Name != "Lumen & Oat" || page.Currency != "USD" || *page.Costs.FeeShare != .5 || *page.Costs.ShippingMinor != 0 || page.Costs.ProductShare != nil ||
		page.Needs[0] != "Money left cannot be worked out yet: product cost is missing." {
		t.Errorf("%+v", page)
	}
	for code, change := range map[string]func(){
		"bad_currency": func() { in.Body.Currency = "GMV" }, "unknown_zone": func() { in.Body.Zone = "Mars/Base" },
		"bad_costs": func() { in.Body.Costs.ProductShare = &over },
	} {
		kept := in.Body
		change()
		if err := save(); shop.ErrorCode(err) != code {
			t.Errorf("%s: %v", code, err)
		}
		in.Body = kept
	}
	in.Body.Costs = Costs{ShippingMinor: &minus}
	if err := save(); shop.ErrorCode(err) != "bad_costs" {
		t.Error(err)
	}
	in.Body.Costs = Costs{}
	saveReady(t, s, drop(t, s, [2]string{"orders.csv", simpleOrders("a", 5)}))
	if page = settingsOf(t, s); page.Locked != lockedWhy {
		t.Errorf("%+v", page)
	}
	in.Body.Zone = "Europe/London"
	if err := save(); shop.ErrorCode(err) != "settings_locked" {
		t.Error(err)
	}
	in.Body.Zone, in.Body.Name = "America/Los_Angeles", "Oat"
	if err := save(); err != nil || settingsOf(t, s).Name != "Oat" {
		t.Error(err)
	}
}

// TestBackupAndRestore: what was backed up comes back, what it replaces is kept, and a broken file is no
// end.
func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), t.TempDir()
	s := screenAt(t, dir)
	saveReady(t, s, drop(t, s, [2]string{"orders.csv", simpleOrders("a", 5)}))
	want := contentHash(t, s)
	for _, name := range []string{"brand-2026-11-22-0914.db", "brand-2026-11-22-0914_2.db"} {
		done, err := s.BackUp(ctx, nil)
		if err != nil || !strings.Contains(done.Body.Message, name) || !strings.Contains(done.Body.Message, "key") {
			t.Fatalf("%+v, %v", done, err)
		}
	}
	if page := settingsOf(t, s); len(page.Backups) != 2 || page.Backups[0].Name != "brand-2026-11-22-0914_2.db" || page.LastBackup == "never" {
		t.Errorf("%+v", page.Backups)
	}
	saveReady(t, s, drop(t, s, [2]string{"more.csv", simpleOrders("b", 5)}))
	in := &RestoreIn{}
	for _, name := range []string{"../brand.db", "", "brand-2026-11-22-0914.db.key", filepath.Join(dir, "backups", "brand-2026-11-22-0914.db")} {
		in.Body.Name = name
		if _, err := s.RestoreBackup(ctx, in); shop.ErrorCode(err) != "unknown_backup" {
			t.Errorf("%q: %v", name, err)
		}
	}
	in.Body.Name = "brand-2026-11-22-0914.db"
	checkBusyRestore(t, s, in)
	done, err := s.RestoreBackup(ctx, in)
	if err != nil || contentHash(t, s) != want || !strings.Contains(done.Body.Message, "brand.db.replaced-1") {
		t.Fatalf("%+v, %v", done, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	writeTo(t, filepath.Join(dir, "brand.db"), "this is no database, whatever its name says; it is long enough to be looked at as one, which takes a hundred bytes")
	s = screenAt(t, dir)
	if f, err := s.Frame(ctx, nil); err != nil || f.Body.Problem == nil || len(f.Body.Backups) != 2 {
		t.Fatalf("%+v, %v", f, err)
	}
	if _, err := s.RestoreBackup(ctx, in); err != nil || contentHash(t, s) != want {
		t.Fatal(err)
	}
	if f, err := s.Frame(ctx, nil); err != nil || f.Body.Problem != nil || f.Body.Brands[0].Imports != 1 {
		t.Errorf("%+v, %v", f, err)
	}
}

// checkBusyRestore: no file is replaced while it is worked on.
func checkBusyRestore(t *testing.T, s *Screen, in *RestoreIn) {
	t.Helper()
	turn := &s.desks[OwnBrand].tray.turn
	turn.Lock()
	_, err := s.Look(context.Background(), &BrandIn{OwnBrand})
	_, busy := s.RestoreBackup(context.Background(), in)
	turn.Unlock()
	if s.jobs.all.Wait(); shop.ErrorCode(busy) != "busy" || err != nil {
		t.Error(errors.Join(err, busy))
	}
	if _, err := os.Stat(filepath.Join(s.dir, "brand.db.replaced-1")); !os.IsNotExist(err) {
		t.Error("the file was replaced")
	}
}

package api

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// Frame says what every page needs.
func (s *Screen) Frame(ctx context.Context, _ *struct{}) (*Reply[Frame], error) {
	f := Frame{Version: Version, Window: s.window, Today: s.app.now().Format("Monday 2 January"), Problem: s.bad.Load(), Brands: []BrandFrame{}}
	var err error
	if f.Backups, err = s.backups(); err != nil {
		return nil, err
	}
	for _, brand := range []Brand{OwnBrand, SampleBrand} {
		b, err := s.brandFrame(ctx, brand)
		if brand == SampleBrand && err != nil { // not made yet, or cut short: the first page offers to make it
			continue
		}
		if err != nil && s.bad.Load() == nil {
			return nil, err
		}
		f.Brands = append(f.Brands, b)
	}
	return &Reply[Frame]{Body: f}, nil
}

func (s *Screen) brandFrame(ctx context.Context, brand Brand) (f BrandFrame, err error) {
	f = BrandFrame{ID: brand, Name: "Your brand"}
	err = s.use(brand, func(d *desk, b *store.Store) error {
		set, err := b.FindSettings(ctx)
		if err != nil {
			return err
		}
		if set.Brand != "" {
			f.Name = set.Brand
		}
		f.Subtitle = brandSubtitle(set)
		list, err := b.Batches(ctx)
		if err != nil {
			return err
		}
		f.Imports, f.Waiting, f.AsOf = len(list), s.waiting(brand), d.past.frame()
		if f.Revision, err = revision(ctx, b); err != nil {
			return err
		}
		spans, err := b.Coverage(ctx)
		if err != nil {
			return err
		}
		if f.DataTo, f.StaleFor = s.freshness(spans, set.Zone); f.AsOf != nil {
			f.StaleFor = 0 // what was known once is meant to be old
		}
		return nil
	})
	return f, err
}

// brandSubtitle is "USD · Los Angeles".
func brandSubtitle(set store.Settings) string {
	place := set.Zone[strings.LastIndex(set.Zone, "/")+1:]
	var parts []string
	for _, p := range []string{string(set.Currency), strings.ReplaceAll(place, "_", " ")} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " · ")
}

// today is the civil day in the shop's zone.
func (s *Screen) today(zone string) shop.Day { return s.dayOf(s.app.now(), zone) }

// dayOf is the civil day of an instant in a zone, in this machine's where the zone is not known.
func (s *Screen) dayOf(at time.Time, zone string) shop.Day {
	at = at.In(s.app.now().Location())
	if loc, err := time.LoadLocation(zone); err == nil && zone != "" {
		at = at.In(loc)
	}
	return shop.DayFrom(at.Year(), at.Month(), at.Day())
}

// freshness says which day the till reaches, and how many days ago that was.
func (s *Screen) freshness(spans []store.Span, zone string) (words string, stale int) {
	var last shop.Day
	for _, p := range spans {
		if p.Evidence == shop.Till {
			last = max(last, p.Last)
		}
	}
	if last == 0 {
		return "", 0
	}
	stale = int(s.today(zone) - last)
	when := ""
	switch {
	case stale == 0:
		when = ", today"
	case stale == 1:
		when = ", yesterday"
	}
	return time.Unix(int64(last)*86400, 0).UTC().Format("Mon 2 Jan 2006") + when, max(0, stale)
}

// localZone is this machine's zone by its IANA name, "" where the system does not tell it.
// UTC is a machine's setting and no shop's clock, so it is not proposed.
func localZone(now time.Time) string {
	name := now.Location().String()
	if !strings.Contains(name, "/") {
		target, err := filepath.EvalSymlinks("/etc/localtime")
		if _, name, _ = strings.Cut(target, "zoneinfo/"); err != nil {
			return ""
		}
	}
	if strings.HasPrefix(name, "Etc/") || !strings.Contains(name, "/") {
		return ""
	}
	return name
}

// backupFolder holds the copies that the screen makes.
func (s *Screen) backupFolder() string { return filepath.Join(s.dir, "backups") }

// backups lists the copies of the own brand's file, newest first.
func (s *Screen) backups() ([]BackupInfo, error) {
	list := []BackupInfo{}
	entries, err := os.ReadDir(s.backupFolder())
	if os.IsNotExist(err) {
		return list, nil
	}
	if err != nil {
		return nil, fmt.Errorf("api: backups: %w", err)
	}
	var made []fs.FileInfo
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && (strings.HasSuffix(info.Name(), ".db") || strings.HasSuffix(info.Name(), ".backup")) {
			made = append(made, info)
		}
	}
	slices.SortStableFunc(made, func(a, b fs.FileInfo) int {
		return cmp.Or(b.ModTime().Compare(a.ModTime()), strings.Compare(b.Name(), a.Name()))
	})
	for _, info := range made {
		list = append(list, BackupInfo{Name: info.Name(), Made: info.ModTime().Format("2 Jan 2006, 15:04"), Size: byteSize(info.Size())})
	}
	return list, nil
}

// byteSize is a size for people.
func byteSize(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1000_000:
		return fmt.Sprintf("%d kB", (n+500)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

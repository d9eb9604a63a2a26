package store

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"creatorlift/backend/shop"
)

const (
	keepDaily  = 7
	keepWeekly = 4
)

// DailyBackup names the backup of a workspace for one day, beside it. PruneBackups knows the name.
func DailyBackup(path string, day shop.Day) string { return fmt.Sprintf("%s.%s.backup", path, day) }

var dailyName = regexp.MustCompile(`^(.+)\.(\d{4}-\d{2}-\d{2})\.backup$`)

// PruneBackups deletes from dir the daily backups that are not among the last seven, nor the last of
// one of the last four weeks (Monday to Sunday) that have any, each with its key, and returns their
// names. Weeks and days without a backup do not count, so that nothing is lost by not using the app.
// Backups made before a migration, those dated after today and all other files stay.
func PruneBackups(dir string, today shop.Day) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, explain(dir, err)
	}
	days := map[string][]shop.Day{} // by workspace
	for _, e := range entries {
		m := dailyName.FindStringSubmatch(e.Name())
		if m == nil || !e.Type().IsRegular() {
			continue
		}
		if day, err := shop.ParseDay(m[2]); err == nil && day <= today {
			days[m[1]] = append(days[m[1]], day)
		}
	}
	var gone []string
	for base, list := range days {
		for _, day := range surplus(list) {
			gone = append(gone, DailyBackup(base, day))
		}
	}
	slices.Sort(gone)
	for _, name := range gone {
		path := filepath.Join(dir, name)
		if err := removeAll(path, path+".key"); err != nil {
			return nil, explain(dir, err)
		}
	}
	return gone, nil
}

// surplus returns the days whose backups need not be kept.
func surplus(days []shop.Day) []shop.Day {
	slices.Sort(days)
	slices.Reverse(days)
	weeks := map[shop.Day]bool{}
	var gone []shop.Day
	for i, day := range days {
		monday := day - shop.Day((int(day.Weekday())+6)%7)
		lastOfWeek := !weeks[monday] && len(weeks) < keepWeekly
		weeks[monday] = true
		if i >= keepDaily && !lastOfWeek {
			gone = append(gone, day)
		}
	}
	return gone
}

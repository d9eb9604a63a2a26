package api

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"creatorlift/backend/store"
)

// startDailyBackup copies the own brand's file once a day, while the screen is already in use, and lets go
// of copies that are neither among the last seven days nor the last four weeks.
func (s *Screen) startDailyBackup() {
	s.jobs.start("Making today's backup", "steps", func(ctx context.Context, _ *running) error {
		return s.useNow(OwnBrand, func(_ *desk, b *store.Store) error { return s.dailyBackup(ctx, b) })
	})
}

func (s *Screen) dailyBackup(ctx context.Context, b *store.Store) error {
	list, err := b.Batches(ctx)
	if err != nil || len(list) == 0 {
		return err
	}
	if err := os.MkdirAll(s.backupFolder(), 0o700); err != nil {
		return fmt.Errorf("api: daily backup: %w", err)
	}
	set, err := b.FindSettings(ctx)
	if err != nil {
		return err
	}
	today := s.today(set.Zone)
	dest := store.DailyBackup(filepath.Join(s.backupFolder(), "brand.db"), today)
	if _, err := os.Lstat(dest); err == nil {
		return nil
	}
	if _, err := b.Backup(ctx, dest); err != nil {
		return err
	}
	_, err = store.PruneBackups(s.backupFolder(), today)
	return err
}

package api

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// BackUp writes a checked copy of the own brand's file and of its key. Copies that were asked for are
// never removed; the daily ones are, see startDailyBackup.
func (s *Screen) BackUp(ctx context.Context, _ *struct{}) (*Reply[Done], error) {
	var done Done
	err := s.useNow(OwnBrand, func(_ *desk, b *store.Store) error {
		if err := os.MkdirAll(s.backupFolder(), 0o700); err != nil {
			return &shop.Error{Code: "cannot_write", Message: "The folder for backups could not be made: " + s.backupFolder(), Hint: "Check that you may write there."}
		}
		dest, err := s.backupName()
		if err != nil {
			return err
		}
		files, err := b.Backup(ctx, dest)
		if err != nil {
			return err
		}
		info, err := os.Stat(files.Database)
		if err != nil {
			return fmt.Errorf("api: the backup: %w", err)
		}
		done.Message = fmt.Sprintf("Backed up to %s (%s).", files.Database, byteSize(info.Size()))
		if files.Key != "" {
			done.Message += " The key that recognises returning customers lies beside it: keep both together."
		}
		return nil
	})
	return reply(done, err)
}

// backupName is a free name made of the time.
func (s *Screen) backupName() (string, error) {
	stem := filepath.Join(s.backupFolder(), s.app.now().Format("brand-2006-01-02-1504"))
	for n := 1; ; n++ {
		path := stem + ".db"
		if n > 1 {
			path = fmt.Sprintf("%s_%d.db", stem, n)
		}
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		} else if err != nil {
			return "", fmt.Errorf("api: backups: %w", err)
		}
	}
}

// RestoreBackup puts a backup in the place of the own brand's file, which is kept beside it. It also
// helps where that file cannot be opened.
func (s *Screen) RestoreBackup(ctx context.Context, in *RestoreIn) (*Reply[Done], error) {
	list, err := s.backups()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(b BackupInfo) bool { return b.Name == in.Body.Name })
	if i < 0 {
		return nil, &shop.Error{Code: "unknown_backup", Message: "There is no such backup.", Hint: "Choose one of the list."}
	}
	d := s.desks[OwnBrand]
	if s.busy(d) {
		return nil, &shop.Error{Code: "busy", Message: "Work on this file is under way.", Hint: "Wait until it is done or cancel it, then restore."}
	}
	var was store.Restored
	err = s.replace(OwnBrand, func() (err error) {
		was, err = store.Restore(context.WithoutCancel(ctx), filepath.Join(s.backupFolder(), list[i].Name), d.path)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.bad.Store(nil)
	d.tray.forgetLooks()
	return &Reply[Done]{Body: Done{Message: restoredWords(list[i], was)}}, nil
}

// busy reports whether a job works on the file.
func (s *Screen) busy(d *desk) bool {
	d.tray.mu.Lock()
	working := d.tray.job != ""
	d.tray.mu.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, id := range d.reading {
		job, err := s.jobs.find(id)
		working = working || err == nil && job.State == "running"
	}
	return working
}

func restoredWords(b BackupInfo, was store.Restored) string {
	words := "The backup of " + b.Made + " is in use."
	if was.KeptDatabase != "" {
		words += " The file it replaced is kept as " + filepath.Base(was.KeptDatabase) + "."
	}
	if was.KeyMissing {
		words += " No key lay beside the backup, so returning customers may count as new."
	}
	return words
}

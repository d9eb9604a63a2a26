package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// BackupFiles names what a backup is made of.
type BackupFiles struct {
	Database string
	Key      string // empty when the workspace has no key
}

// Backup writes a copy of the workspace to dest and of the customer key to dest.key, both for the
// owner only. The copy gets its name only after it was opened, checked for damage, and its counts and
// sums compared with the workspace's. Writes wait meanwhile.
//
// It returns the *shop.Error backup_exists when dest or another key at dest.key is there,
// backup_differs when the copy does not hold the same, disk_full, read_only_folder.
func (s *Store) Backup(ctx context.Context, dest string) (BackupFiles, error) {
	select {
	case <-s.writing:
	case <-ctx.Done():
		return BackupFiles{}, ctx.Err()
	}
	defer func() { s.writing <- struct{}{} }()
	files, err := s.backup(ctx, dest)
	return files, explain(dest, err)
}

func (s *Store) backup(ctx context.Context, dest string) (BackupFiles, error) {
	if err := refuseExisting(dest); err != nil {
		return BackupFiles{}, err
	}
	files := BackupFiles{Database: dest}
	if s.key != nil {
		files.Key = dest + ".key"
		if err := keepKey(files.Key, s.key); err != nil {
			return BackupFiles{}, err
		}
	}
	return files, backup(ctx, s.writer, dest)
}

func refuseExisting(path string) error {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = say("backup_exists", path)
	}
	return err
}

// keepKey writes the key unless it is there already; another key is not overwritten.
func keepKey(path string, key []byte) error {
	old, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return writeFile(path, key)
	case err == nil && !slices.Equal(old, key):
		return say("backup_exists", path)
	}
	return err
}

// backup copies the database of c to dest, which must not exist.
func backup(ctx context.Context, c *conn, dest string) (err error) {
	// SQLite takes an empty file as a place to copy to, and this one is the owner's only.
	f, err := os.CreateTemp(filepath.Dir(dest), filepath.Base(dest)+".*.part")
	if err != nil {
		return err
	}
	part := f.Name()
	defer func() {
		if err != nil {
			err = errors.Join(err, removeAll(part, part+"-journal"))
		}
	}()
	if err := f.Close(); err != nil {
		return err
	}
	if err := c.each(ctx, ask("VACUUM INTO ?", part), func([]driver.Value) error { return nil }); err != nil {
		return err
	}
	if err := sameContent(ctx, c, part); err != nil {
		return err
	}
	if err := syncFile(part); err != nil {
		return err
	}
	if err := refuseExisting(dest); err != nil {
		return err
	}
	if err := os.Rename(part, dest); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(dest))
}

// sameContent checks the copy for damage and compares it with the database of c.
func sameContent(ctx context.Context, c *conn, path string) (err error) {
	twin, err := dial(path, "mode=ro")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, twin.close()) }()
	if err := checkIntegrity(ctx, twin, path); err != nil {
		return err
	}
	want, err := fingerprint(ctx, c)
	if err != nil {
		return err
	}
	got, err := fingerprint(ctx, twin)
	if err == nil && !slices.Equal(got, want) {
		err = say("backup_differs", path)
	}
	return err
}

// fingerprint lists the version, and the row count of every table with the sum of every column of
// whole numbers.
func fingerprint(ctx context.Context, c *conn) (list []string, err error) {
	columns := map[string]string{}
	var tables []string
	err = c.each(ctx, ask(`SELECT t.name, k.name, k.type FROM pragma_table_list t JOIN pragma_table_info(t.name) k
		WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, k.cid`),
		func(r []driver.Value) error {
			table := r[0].(string)
			if len(tables) == 0 || tables[len(tables)-1] != table {
				tables, columns[table] = append(tables, table), "count(*)"
			}
			if r[2] == "INTEGER" {
				// By halves, because a sum of large numbers may not fit.
				columns[table] += fmt.Sprintf(", sum(%[1]q >> 32), sum(%[1]q & 4294967295)", r[1])
			}
			return nil
		})
	for _, table := range tables {
		if err != nil {
			return nil, err
		}
		err = c.each(ctx, ask(fmt.Sprintf("SELECT %s FROM %q", columns[table], table)), func(r []driver.Value) error {
			list = append(list, fmt.Sprint(table, r))
			return nil
		})
	}
	version, e := c.number(ask("PRAGMA user_version"))
	return append(list, fmt.Sprint("version ", version)), errors.Join(err, e)
}

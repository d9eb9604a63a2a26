package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Restored says what a restore did.
type Restored struct {
	KeptDatabase string // the workspace that was there before, "" if none
	KeptKey      string // the key that was there before, "" if none or the same
	KeyMissing   bool   // the backup had no key beside it: customers stay apart from new ones
}

// Restore puts the backup src in the place of the workspace dest. It works on a copy of src: checked
// for damage, brought up to date and opened before anything at dest changes. What was at dest is kept
// beside it under another name. The *shop.Error codes are those of Open.
func Restore(ctx context.Context, src, dest string) (Restored, error) {
	list, err := listMigrations(migrationFiles)
	if err != nil {
		return Restored{}, err
	}
	if dest, err = filepath.Abs(dest); err != nil {
		return Restored{}, err
	}
	done, err := restore(ctx, src, dest, list)
	return done, explain(dest, err)
}

func restore(ctx context.Context, src, dest string, list []migration) (done Restored, err error) {
	if there, err := inspect(src, list); err != nil || !there {
		return done, errors.Join(err, missing(src, there || err != nil))
	}
	if err := os.MkdirAll(filepath.Dir(dest), 0o700); err != nil {
		return done, err
	}
	lock, err := takeLock(dest)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, letGo(lock)) }()
	part := dest + ".restore.part"
	defer func() { err = errors.Join(err, removeAll(part, part+"-wal", part+"-shm", part+"-journal")) }()
	if err := prove(ctx, src, part, list); err != nil {
		return done, explain(src, err)
	}
	if done.KeptDatabase, err = setAside(dest); err != nil {
		return done, err
	}
	if err := os.Rename(part, dest); err != nil {
		return done, err
	}
	if done.KeptKey, done.KeyMissing, err = restoreKey(src+".key", keyPath(dest)); err != nil {
		return done, err
	}
	return done, syncFolder(filepath.Dir(dest))
}

func missing(path string, there bool) error {
	if there {
		return nil
	}
	return say("no_such_database", path)
}

// prove copies the backup, checks the copy, brings it up to date and makes it last.
func prove(ctx context.Context, src, part string, list []migration) error {
	if err := removeAll(part, part+"-wal", part+"-shm", part+"-journal"); err != nil {
		return err
	}
	for _, suffix := range []string{"", "-wal"} {
		if err := copyFile(src+suffix, part+suffix); err != nil && !(suffix != "" && errors.Is(err, fs.ErrNotExist)) {
			return err
		}
	}
	c, err := dial(part, "mode=rw&_synchronous=FULL&_foreign_keys=1")
	if err != nil {
		return err
	}
	version, err := c.number(ask("PRAGMA user_version"))
	if err == nil && version > int64(len(list)) {
		err = say("newer_database", src)
	}
	if err == nil {
		err = checkIntegrity(ctx, c, src)
	}
	if err == nil {
		err = migrate(c, list)
	}
	if err == nil {
		err = checkDays(ctx, c, src)
	}
	if err = errors.Join(err, c.close()); err != nil {
		return err
	}
	return syncFile(part)
}

func copyFile(src, dest string) (err error) {
	from, err := os.Open(src)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := os.OpenFile(dest, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

// setAside renames the workspace at path, with the journal of a killed app, and returns its new name.
func setAside(path string) (string, error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return "", removeAll(path+"-wal", path+"-shm")
	}
	kept, err := freeName(path, ".replaced")
	if err != nil {
		return "", err
	}
	// Opening and closing moves the journal of a killed app into its database. Where that fails, because
	// the database is damaged, the journal goes aside first: it must never be found beside another.
	if c, err := dial(path, "mode=rw&_synchronous=FULL"); err == nil {
		_, _ = c.number(ask("PRAGMA user_version"))
		_ = c.close()
	}
	for _, suffix := range []string{"-wal", ""} {
		if err := os.Rename(path+suffix, kept+suffix); err != nil && !(suffix != "" && errors.Is(err, fs.ErrNotExist)) {
			return "", err
		}
	}
	return kept, removeAll(path + "-shm")
}

// freeName returns path with a suffix and the first number that is free.
func freeName(path, suffix string) (string, error) {
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s%s-%d", path, suffix, n)
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name, nil
		} else if err != nil {
			return "", err
		}
	}
}

func restoreKey(src, dest string) (kept string, none bool, err error) {
	key, err := os.ReadFile(src)
	if errors.Is(err, fs.ErrNotExist) {
		return "", true, nil
	}
	if err != nil {
		return "", false, err
	}
	if len(key) != keyLength {
		return "", false, say("bad_key_file", src)
	}
	old, err := os.ReadFile(dest)
	if err == nil && slices.Equal(old, key) {
		return "", false, nil
	}
	if err == nil {
		if kept, err = freeName(dest, ".replaced"); err == nil {
			err = os.Rename(dest, kept)
		}
	} else if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return "", false, err
	}
	return kept, false, writeFile(dest, key)
}

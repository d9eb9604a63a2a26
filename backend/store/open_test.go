package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"

	"creatorlift/backend/shop"

	"github.com/mattn/go-sqlite3"
)

// sqliteFile makes a database with plain SQL.
func sqliteFile(t *testing.T, sql string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	c, err := dial(path, "mode=rwc")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.exec(sql), c.close()); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	newer := fmt.Sprintf("CREATE TABLE x (y); PRAGMA application_id = %d; PRAGMA user_version = 99", applicationID)
	for _, c := range []struct {
		code    string
		content []byte
	}{
		{"empty_database_file", []byte{}},
		{"not_a_database", []byte("Name,Email\n#1001,a@example.com\n")},
		{"not_a_database", bytes.Repeat([]byte("x"), 5000)},
		{"not_a_database", []byte("SQLite format 3\x00 cut short")},
		{"foreign_database", sqliteFile(t, "CREATE TABLE x (y)")},
		{"foreign_database", sqliteFile(t, "CREATE TABLE x (y); PRAGMA application_id = 7; PRAGMA user_version = 1")},
		{"newer_database", sqliteFile(t, newer)},
	} {
		for _, create := range []bool{false, true} {
			dir := t.TempDir()
			path := filepath.Join(dir, "brand.db")
			if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Open(path, Options{Create: create})
			if shop.ErrorCode(err) != c.code {
				t.Errorf("%s: got %v", c.code, err)
			}
			if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, c.content) {
				t.Errorf("%s: the file was changed (%v)", c.code, err)
			}
			if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
				t.Errorf("%s: files were left beside it: %v (%v)", c.code, list, err)
			}
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none.db"), Options{}); shop.ErrorCode(err) != "no_such_database" {
		t.Errorf("absent: %v", err)
	}
	if _, err := Open(t.TempDir(), Options{Create: true}); shop.ErrorCode(err) != "not_a_file" {
		t.Errorf("folder: %v", err)
	}
}

// A newer app that was killed may have its version in the journal only.
func TestOpenRefusesNewerVersionInJournal(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	if err := s.writer.exec("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "killed.db")
	want := map[string][]byte{}
	for _, suffix := range []string{"", "-wal"} { // as a kill leaves them
		b, err := os.ReadFile(s.path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		want[suffix] = b
		if err := os.WriteFile(path+suffix, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(path, Options{}); shop.ErrorCode(err) != "newer_database" {
		t.Errorf("got %v", err)
	}
	for suffix, b := range want {
		if got, err := os.ReadFile(path + suffix); err != nil || !bytes.Equal(got, b) {
			t.Errorf("%q was changed (%v)", suffix, err)
		}
	}
}

func TestDamagedDatabase(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	f := shopify()
	for i := range 2000 {
		f.docs = append(f.docs, order(fmt.Sprint(i), 20000, 100))
	}
	mustImport(t, s, f)
	copyPath := filepath.Join(t.TempDir(), "copy.db")
	if _, err := s.Backup(ctx, copyPath); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(copyPath)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096 * 5; i < len(b); i += 97 {
		b[i] ^= 0x5a
	}
	path := filepath.Join(t.TempDir(), "brand.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	damaged, err := Open(path, Options{})
	if err == nil {
		err = errors.Join(damaged.Check(ctx), damaged.Close())
	}
	if shop.ErrorCode(err) != "damaged_database" {
		t.Errorf("got %v", err)
	}
	dest := filepath.Join(t.TempDir(), "dest.db")
	if _, err := Restore(ctx, path, dest); shop.ErrorCode(err) != "damaged_database" {
		t.Errorf("restore: got %v", err)
	}
	if _, err := os.Stat(dest); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the damaged backup was put in place (%v)", err)
	}
}

// Of many starts at once one wins; the others say so.
func TestOpenedOnce(t *testing.T) {
	t.Parallel()
	for range 20 {
		path := filepath.Join(t.TempDir(), "new", "brand.db")
		stores, errs := make([]*Store, 4), make([]error, 4)
		var wg sync.WaitGroup
		for i := range stores {
			wg.Go(func() { stores[i], errs[i] = Open(path, Options{Create: true}) })
		}
		wg.Wait()
		won := 0
		for i, s := range stores {
			if errs[i] == nil {
				won++
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			} else if shop.ErrorCode(errs[i]) != "already_open" {
				t.Errorf("got %v", errs[i])
			}
		}
		if won != 1 {
			t.Errorf("%d stores were open at once, want 1", won)
		}
		s, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestFilesAreTheOwnersOnly(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no mode bits")
	}
	path := filepath.Join(t.TempDir(), "a folder?with#50%", "brand.db")
	s, err := Open(path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	mustImport(t, s, shopify(order("1", 20000, 100)))
	if _, err := s.Backup(ctx, filepath.Join(filepath.Dir(path), "copy.db")); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(filepath.Dir(path), func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if st, err := d.Info(); err != nil || st.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v (%v)", d.Name(), st.Mode(), want, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestErrorsInWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		code string
	}{
		{sqlite3.Error{Code: sqlite3.ErrFull}, "disk_full"},
		{sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: sqlite3.ErrIoErrWrite, SystemErrno: syscall.ENOSPC}, "disk_full"},
		{sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: sqlite3.ErrIoErrSHMSize}, "disk_full"},
		{&fs.PathError{Op: "write", Err: syscall.ENOSPC}, "disk_full"},
		{sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: sqlite3.ErrIoErrRead}, "disk_error"},
		{sqlite3.Error{Code: sqlite3.ErrBusy}, "database_locked"},
		{sqlite3.Error{Code: sqlite3.ErrCantOpen}, "read_only_folder"},
		{sqlite3.Error{Code: sqlite3.ErrReadonly}, "read_only_folder"},
		{&fs.PathError{Op: "open", Err: syscall.EACCES}, "read_only_folder"},
		{&fs.PathError{Op: "open", Err: syscall.EROFS}, "read_only_folder"},
		{sqlite3.Error{Code: sqlite3.ErrNotADB}, "not_a_database"},
		{fmt.Errorf("wrapped: %w", sqlite3.Error{Code: sqlite3.ErrCorrupt}), "damaged_database"},
		{say("already_open", "x"), "already_open"},
		{sqlite3.Error{Code: sqlite3.ErrMisuse}, ""},
		{errors.New("a mistake of ours"), ""},
	} {
		if got := shop.ErrorCode(explain("brand.db", c.err)); got != c.code {
			t.Errorf("%v: code %q, want %q", c.err, got, c.code)
		}
	}
	for code, w := range words {
		e := say(code, "/here/brand.db")
		if w[1] == "" || !bytes.Contains([]byte(e.Message), []byte("/here/brand.db")) {
			t.Errorf("%s does not say where and what to do: %v", code, e)
		}
	}
}

// Whatever bytes lie under the name, opening them ends in words and leaves them as they are, or works.
func FuzzOpen(f *testing.F) {
	dir := f.TempDir()
	s, err := Open(filepath.Join(dir, "seed.db"), Options{Create: true})
	if err != nil {
		f.Fatal(err)
	}
	if err := s.Close(); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(s.path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:100])
	f.Add(good[:len(good)/2])
	f.Add([]byte("SQLite format 3"))
	f.Add([]byte{})
	list, err := listMigrations(migrationFiles)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "brand.db")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		there, err := inspect(path, list)
		if there == (err != nil) {
			t.Fatalf("inspect: %v, %v", there, err)
		}
		s, err := Open(path, Options{})
		if err == nil {
			err = errors.Join(s.Check(ctx), s.Close())
		}
		if !there && shop.ErrorCode(err) == "" {
			t.Fatalf("no words: %v", err)
		}
		if now, e := os.ReadFile(path); !there && (e != nil || !bytes.Equal(now, b)) {
			t.Fatalf("a refused file was changed (%v)", e)
		}
	})
}

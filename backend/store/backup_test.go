package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"creatorlift/backend/shop"
)

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	mustImport(t, s, shopify(order("1", 20000, 100)))
	want := mustHash(t, s)
	key, err := s.CustomerKey()
	if err != nil || len(key) != 32 {
		t.Fatalf("key of %d bytes, %v", len(key), err)
	}
	dest := filepath.Join(t.TempDir(), "copy.db")
	files, err := s.Backup(ctx, dest)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(files.Key); err != nil || !bytes.Equal(got, key) {
		t.Errorf("the key beside the backup differs (%v)", err)
	}
	before, err := os.ReadFile(dest)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(ctx, dest); shop.ErrorCode(err) != "backup_exists" {
		t.Errorf("a second backup of the same name: %v", err)
	}
	if now, err := os.ReadFile(dest); err != nil || !bytes.Equal(now, before) {
		t.Errorf("the first backup was changed (%v)", err)
	}

	// Another workspace with other content and another key takes the backup in.
	path := filepath.Join(t.TempDir(), "brand.db")
	other, err := Open(path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	mustImport(t, other, shopify(order("2", 20001, 999)))
	otherHash := mustHash(t, other)
	if _, err := Restore(ctx, dest, path); shop.ErrorCode(err) != "already_open" {
		t.Errorf("restore into an open workspace: %v", err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	done, err := Restore(ctx, dest, path)
	if err != nil {
		t.Fatal(err)
	}
	restored, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := mustHash(t, restored); got != want {
		t.Error("the restored workspace differs from the one backed up")
	}
	if got, err := restored.CustomerKey(); err != nil || !bytes.Equal(got, key) {
		t.Errorf("the restored key differs (%v)", err)
	}
	if err := restored.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := Open(done.KeptDatabase, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := mustHash(t, kept); got != otherHash {
		t.Error("the workspace that was replaced is not kept as it was")
	}
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(done.KeptKey); err != nil || st.Size() != 32 {
		t.Errorf("the key that was replaced is not kept (%v)", err)
	}
}

func TestRestoreIntoNothing(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	mustImport(t, s, shopify(order("1", 20000, 100)))
	dest := filepath.Join(t.TempDir(), "copy.db")
	files, err := s.Backup(ctx, dest)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(files.Key); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "deep", "brand.db")
	done, err := Restore(ctx, dest, path)
	if err != nil || !done.KeyMissing || done.KeptDatabase != "" || done.KeptKey != "" {
		t.Fatalf("got %+v, %v", done, err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.part*"))
	if err != nil || left != nil {
		t.Errorf("left behind: %v (%v)", left, err)
	}
	for code, src := range map[string]string{"no_such_database": filepath.Join(t.TempDir(), "none.db"), "not_a_database": keyPath(s.path)} {
		if _, err := Restore(ctx, src, path); shop.ErrorCode(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestLostKey(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "brand.db")
	for _, c := range []struct {
		customer string
		code     string
	}{{"", ""}, {"c0ffee", "missing_key_file"}} {
		s, err := Open(path, Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		d := order("id"+c.customer, 20000, 100)
		d.Lines[0].Customer = c.customer
		mustImport(t, s, shopify(d))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(keyPath(path)); err != nil {
			t.Fatal(err)
		}
		if s, err = Open(path, Options{}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.CustomerKey(); shop.ErrorCode(err) != c.code {
			t.Errorf("customer %q: %v", c.customer, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(keyPath(path), []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{}); shop.ErrorCode(err) != "bad_key_file" {
		t.Errorf("short key: %v", err)
	}
}

func TestPruneBackups(t *testing.T) {
	t.Parallel()
	today := shop.DayFrom(2026, 11, 22) // a Sunday
	var all []shop.Day
	for back := range shop.Day(40) {
		all = append(all, today-back)
	}
	for _, c := range []struct {
		name string
		days []shop.Day
		want []shop.Day
	}{
		{"none", nil, nil},
		{"seven are never too many", all[:7], all[:7]},
		{"one a day: the last of this week is among the seven, three Sundays before", all,
			append(slices.Clone(all[:7]), today-7, today-14, today-21)},
		{"long unused: the old ones stay", []shop.Day{today - 400, today - 300, today - 200}, []shop.Day{today - 400, today - 300, today - 200}},
		{"a clock that was wrong once does not push others out", append([]shop.Day{today + 30}, all[:7]...), append([]shop.Day{today + 30}, all[:7]...)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			others := []string{"brand.db", "brand.db.before-0002.backup", "brand.db.2026-13-45.backup", "notes.backup"}
			for _, day := range c.days {
				name := DailyBackup("brand.db", day)
				others = append(others, name, name+".key")
			}
			for _, name := range others {
				if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			gone, err := PruneBackups(dir, today)
			if err != nil || len(gone) != len(c.days)-len(c.want) {
				t.Errorf("%d gone, %v", len(gone), err)
			}
			want := others[:4:4]
			for _, day := range c.want {
				want = append(want, DailyBackup("brand.db", day), DailyBackup("brand.db", day)+".key")
			}
			slices.Sort(want)
			list, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range list {
				got = append(got, e.Name())
			}
			if !slices.Equal(got, want) {
				t.Errorf("left\n%v\nwant\n%v", got, want)
			}
		})
	}
}

// Rows that do not follow each other are found again, and a document over several days and regions is
// one document.
func TestLineage(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	d := order("1", 20000, 100)
	d.Lines = append(d.Lines, line(9, 20003, -40), line(5, 20000, 60))
	f := shopify(d)
	f.info.Name = "week 1.csv"
	mustImport(t, s, f)
	got, err := s.Trace(ctx, "shopify", "1")
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, l := range got {
		said = append(said, fmt.Sprint(l.File, " ", l.Batch, " ", l.Line.Row, " ", l.Line.Day, " ", l.Line.NetCents))
	}
	want := []string{"week 1.csv 1 2 2024-10-04 100", "week 1.csv 1 5 2024-10-04 60", "week 1.csv 1 9 2024-10-07 -40"}
	if !slices.Equal(said, want) {
		t.Errorf("got %q, want %q", said, want)
	}
}

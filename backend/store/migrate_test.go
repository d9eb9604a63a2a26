package store

import (
	"fmt"
	"path/filepath"
	"testing"

	"creatorlift/backend/shop"
)

// schema is all that a database is made of.
func schema(t *testing.T, s *Store) string {
	t.Helper()
	row, err := s.writer.first(ask("SELECT group_concat(type || name || coalesce(sql, ''), ';' ORDER BY name) FROM sqlite_schema"))
	if err != nil {
		t.Fatal(err)
	}
	version, err := s.writer.number(ask("PRAGMA user_version"))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(row[0], version)
}

func TestMigrations(t *testing.T) {
	t.Parallel()
	list, err := listMigrations(migrationFiles)
	if err != nil {
		t.Fatal(err)
	}
	next := int64(len(list) + 1)
	longer := append(list[:len(list):len(list)], migration{number: next, sql: "CREATE TABLE notes (note TEXT NOT NULL) STRICT"})
	broken := append(list[:len(list):len(list)], migration{number: next, sql: "CREATE TABLE notes (note TEXT) STRICT; SELECT no_such_column FROM notes"})
	path := filepath.Join(t.TempDir(), "brand.db")
	reopen := func(list []migration) (*Store, error) { return open(path, Options{Create: true}, list) }
	mustReopen := func(list []migration) *Store {
		s, err := reopen(list)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	mustClose := func(s *Store) {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := mustReopen(list)
	mustImport(t, s, shopify(order("1", 20000, 100)))
	hash, old := mustHash(t, s), schema(t, s)
	mustClose(s)

	if _, err := reopen(broken); err == nil {
		t.Fatal("a broken migration went through")
	}
	s = mustReopen(list)
	if got := schema(t, s); got != old {
		t.Errorf("a broken migration left\n%s\nwant\n%s", got, old)
	}
	mustClose(s)

	s = mustReopen(longer)
	upgraded := schema(t, s)
	if got := mustHash(t, s); got != hash {
		t.Error("the migration changed the content")
	}
	mustClose(s)
	fresh, err := open(filepath.Join(t.TempDir(), "fresh.db"), Options{Create: true}, longer)
	if err != nil {
		t.Fatal(err)
	}
	if got := schema(t, fresh); got != upgraded {
		t.Errorf("fresh\n%s\nupgraded\n%s", got, upgraded)
	}
	mustClose(fresh)
	s = mustReopen(longer)
	if got := schema(t, s); got != upgraded {
		t.Error("opening again changed the schema")
	}
	mustClose(s)
	if _, err := reopen(list); shop.ErrorCode(err) != "newer_database" {
		t.Errorf("older app: %v", err)
	}

	kept, err := filepath.Glob(path + ".before-*.backup*")
	if err != nil || len(kept) == 0 {
		t.Fatalf("no backup was made before the migration (%v)", err)
	}
	back, err := open(kept[0], Options{}, list)
	if err != nil {
		t.Fatal(err)
	}
	if got := mustHash(t, back); got != hash {
		t.Error("the backup made before the migration differs")
	}
	mustClose(back)
}

package store

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// applicationID marks a workspace file: the bytes "Clft".
const applicationID = 0x436c6674

// migration brings a workspace from version number-1 to number.
type migration struct {
	number int64
	sql    string
}

// listMigrations reads NNNN_name.sql files, which must be numbered 1, 2, 3 ...
func listMigrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql") // in order of name
	if err != nil {
		return nil, err
	}
	var list []migration
	for i, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		if n, err := strconv.Atoi(number); err != nil || n != i+1 {
			return nil, fmt.Errorf("store: %s should be number %04d", name, i+1)
		}
		sql, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		list = append(list, migration{number: int64(i + 1), sql: string(sql)})
	}
	return list, nil
}

// migrate applies the migrations that the file does not have yet, each with its number in one
// transaction.
func migrate(c *conn, list []migration) error {
	have, err := c.number(ask("PRAGMA user_version"))
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.number <= have {
			continue
		}
		err := transact(c, func() error {
			return c.exec(fmt.Sprintf("%s;\nPRAGMA application_id = %d; PRAGMA user_version = %d", m.sql, applicationID, m.number))
		})
		if err != nil {
			return fmt.Errorf("store: migration %04d: %w", m.number, err)
		}
	}
	return nil
}

// transact runs f in a transaction that is rolled back on an error or a panic.
func transact(c *conn, f func() error) (err error) {
	if err := c.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	done := false
	defer func() {
		if !done && !c.db.AutoCommit() { // after some errors SQLite has rolled back by itself
			if e := c.exec("ROLLBACK"); err == nil {
				err = e
			}
		}
	}()
	if err := f(); err != nil {
		return err
	}
	err = c.exec("COMMIT")
	done = err == nil
	return err
}

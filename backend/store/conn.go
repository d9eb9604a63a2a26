package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// conn is one SQLite connection. The pool of database/sql costs as much per statement as SQLite
// itself, and an import runs millions, so statements go straight to the driver. While a scribe writes,
// all else waits until it has done what it was given.
type conn struct {
	db     *sqlite3.SQLiteConn
	scribe *stage[insert] // nil for none
}

// dsn names the file at path for SQLite, whatever characters are in it.
func dsn(path, params string) string {
	p := filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		p = "/" + p
	}
	return "file:" + strings.ReplaceAll(url.PathEscape(p), "%2F", "/") + "?" + params
}

func dial(path, params string) (*conn, error) {
	c, err := new(sqlite3.SQLiteDriver).Open(dsn(path, params))
	if err != nil {
		return nil, err
	}
	return &conn{db: c.(*sqlite3.SQLiteConn)}, nil
}

// asConn wraps a connection of the pool.
func asConn(driverConn any) *conn { return &conn{db: driverConn.(*sqlite3.SQLiteConn)} }

func (c *conn) close() error { return c.db.Close() }

// exec runs one or more statements without rows. With arguments it is one statement.
func (c *conn) exec(query string, args ...driver.Value) error {
	if err := c.scribe.wait(); err != nil {
		return err
	}
	_, err := c.db.ExecContext(context.Background(), query, named(args))
	return err
}

// each calls f with every row. The slice is f's only until it returns. It stops when ctx ends.
func (c *conn) each(ctx context.Context, q query, f func(row []driver.Value) error) (err error) {
	if err := c.scribe.wait(); err != nil {
		return err
	}
	rows, err := c.db.QueryContext(ctx, q.sql, named(q.args))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	row := make([]driver.Value, len(rows.Columns()))
	for {
		if err := rows.Next(row); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := f(row); err != nil {
			return err
		}
	}
}

// query is a statement with its arguments.
type query struct {
	sql  string
	args []driver.Value
}

func ask(sql string, args ...driver.Value) query { return query{sql: sql, args: args} }

// first returns a copy of the first row, nil if there is none.
func (c *conn) first(q query) (row []driver.Value, err error) {
	err = c.each(context.Background(), q, func(r []driver.Value) error {
		if row == nil {
			row = append(row, r...)
		}
		return nil
	})
	return row, err
}

// number returns the first column of the first row as an integer, 0 for no row or NULL.
func (c *conn) number(q query) (int64, error) {
	row, err := c.first(q)
	if err != nil || len(row) == 0 {
		return 0, err
	}
	n, _ := row[0].(int64)
	return n, nil
}

func named(args []driver.Value) []driver.NamedValue {
	list := make([]driver.NamedValue, len(args))
	for i, v := range args {
		list[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return list
}

// stmt is a prepared statement with room for its arguments.
type stmt struct {
	c    *conn
	s    *sqlite3.SQLiteStmt
	args []driver.NamedValue
}

func (c *conn) prepare(query string) (*stmt, error) {
	if err := c.scribe.wait(); err != nil {
		return nil, err
	}
	return c.prepareNow(query)
}

// prepareNow is prepare, whoever is at work on the connection.
func (c *conn) prepareNow(query string) (*stmt, error) {
	s, err := c.db.Prepare(query)
	if err != nil {
		return nil, fmt.Errorf("store: prepare %.40q: %w", query, err)
	}
	return &stmt{c: c, s: s.(*sqlite3.SQLiteStmt), args: named(make([]driver.Value, s.NumInput()))}, nil
}

// close may be called on nil.
func (s *stmt) close() error {
	if s == nil {
		return nil
	}
	return s.s.Close()
}

// pour executes the statement, whoever is at work on the connection. Going through the driver's query
// binds all arguments in one crossing into C; its exec takes one crossing for each.
func (s *stmt) pour(args []driver.NamedValue) error {
	rows, err := s.s.QueryContext(context.Background(), args)
	if err != nil {
		return err
	}
	return rows.Close()
}

// first executes the statement and fills row with its first row; false if there is none.
func (s *stmt) first(row []driver.Value, args ...driver.Value) (bool, error) {
	if err := s.c.scribe.wait(); err != nil {
		return false, err
	}
	for i, a := range args {
		s.args[i].Value = a
	}
	rows, err := s.s.QueryContext(context.Background(), s.args)
	if err != nil {
		return false, err
	}
	err = rows.Next(row)
	if err == io.EOF {
		return false, rows.Close()
	}
	return err == nil, errors.Join(err, rows.Close())
}

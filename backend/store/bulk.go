package store

import (
	"database/sql/driver"
	"errors"
)

// bulkRows is how many rows one statement of a bulk inserts.
const bulkRows = 48

// scribeQueue is how many statements of bulks may wait for SQLite.
const scribeQueue = 128

// newScribe starts the stage that runs the statements of bulks.
func newScribe() *stage[insert] { return newStage(scribeQueue, insert.run) }

// bulk inserts many rows into one table, bulkRows at a time. Rows wait until flush.
type bulk struct {
	by        *stage[insert] // nil: the caller's goroutine inserts
	c         *conn
	manyRows  string // SQL of many
	many, one *stmt  // many is nil until a file has so many rows: SQLite plans it for long
	width     int
	values    []driver.NamedValue
	filled    int // of values
	spare     chan []driver.NamedValue
}

// insert is the rows of one statement.
type insert struct {
	into   *bulk
	values []driver.NamedValue
	filled int
}

// newBulk prepares inserts into table, which must have exactly width columns. Where a row is refused the
// whole import is rolled back, so that SQLite need not keep what it would take to undo one statement.
func newBulk(c *conn, table string, width int) (*bulk, error) {
	row := "(?"
	for range width - 1 {
		row += ",?"
	}
	row += ")"
	rows := row
	for range bulkRows - 1 {
		rows += "," + row
	}
	b := &bulk{c: c, by: c.scribe, width: width, spare: make(chan []driver.NamedValue, scribeQueue)}
	b.manyRows = "INSERT OR FAIL INTO " + table + " VALUES " + rows
	b.values = b.fresh()
	var err error
	b.one, err = c.prepare("INSERT OR FAIL INTO " + table + " VALUES " + row)
	return b, err
}

// close may be called on nil. An error may be that of an insert.
func (b *bulk) close() error {
	if b == nil {
		return nil
	}
	return errors.Join(b.by.wait(), b.many.close(), b.one.close())
}

// add queues one row. An error may be that of an earlier row.
func (b *bulk) add(row ...driver.Value) error {
	for i, v := range row {
		b.values[b.filled+i].Value = v
	}
	b.filled += b.width
	if b.filled < len(b.values) {
		return nil
	}
	return b.flush()
}

// flush hands over what waits. It may be called on nil.
func (b *bulk) flush() error {
	if b == nil {
		return nil
	}
	job := insert{into: b, values: b.values, filled: b.filled}
	b.filled = 0
	switch {
	case job.filled == 0:
		return nil
	case b.by == nil:
		return job.run()
	}
	b.values = b.fresh()
	return b.by.give(job)
}

// fresh gives values that are not in use.
func (b *bulk) fresh() []driver.NamedValue {
	select {
	case v := <-b.spare:
		return v
	default:
		return named(make([]driver.Value, bulkRows*b.width))
	}
}

func (job insert) run() error {
	err := job.pour()
	select {
	case job.into.spare <- job.values:
	default:
	}
	return err
}

// pourMany inserts bulkRows rows.
func (b *bulk) pourMany(values []driver.NamedValue) (err error) {
	if b.many == nil {
		if b.many, err = b.c.prepareNow(b.manyRows); err != nil {
			return err
		}
	}
	return b.many.pour(values)
}

func (job insert) pour() error {
	if job.filled == len(job.values) {
		return job.into.pourMany(job.values)
	}
	for at := 0; at < job.filled; at += job.into.width {
		args := job.into.one.args
		for i := range args {
			args[i].Value = job.values[at+i].Value
		}
		if err := job.into.one.pour(args); err != nil {
			return err
		}
	}
	return nil
}

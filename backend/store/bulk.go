package store

import (
	"database/sql/driver"
	"errors"
)

// bulkRows is how many rows one statement of a bulk inserts.
const bulkRows = 48

// bulkSpare is how many full buffers of a bulk may wait for the scribe.
const bulkSpare = 24

// bulk inserts many rows into one table, bulkRows at a time. Rows wait until flush.
type bulk struct {
	by        *scribe // nil: the caller's goroutine inserts
	many, one *stmt
	width     int
	values    []driver.NamedValue
	filled    int // of values
	spare     chan []driver.NamedValue
}

// newBulk prepares inserts into table, which must have exactly width columns.
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
	b := &bulk{by: c.scribe, width: width, spare: make(chan []driver.NamedValue, bulkSpare+1)}
	b.values = named(make([]driver.Value, bulkRows*width))
	for range bulkSpare {
		b.spare <- nil // made when it is needed first
	}
	var err error
	if b.many, err = c.prepare("INSERT INTO " + table + " VALUES " + rows); err == nil {
		b.one, err = c.prepare("INSERT INTO " + table + " VALUES " + row)
	}
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

// flush hands over what waits.
func (b *bulk) flush() error {
	job := insert{into: b, values: b.values, filled: b.filled}
	b.filled = 0
	switch {
	case job.filled == 0:
		return nil
	case b.by == nil:
		return job.run()
	}
	if b.values = <-b.spare; b.values == nil {
		b.values = named(make([]driver.Value, bulkRows*b.width))
	}
	return b.by.hand(job)
}

func (job insert) run() error {
	if job.filled == len(job.values) {
		return job.into.many.pour(job.values)
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

package store

import "database/sql/driver"

// bulkRows is how many rows one statement of a bulk inserts.
const bulkRows = 48

// bulk inserts many rows into one table, bulkRows at a time. Rows wait until flush.
type bulk struct {
	many, one *stmt
	width     int
	filled    int // values waiting
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
	many, err := c.prepare("INSERT INTO " + table + " VALUES " + rows)
	if err != nil {
		return nil, err
	}
	one, err := c.prepare("INSERT INTO " + table + " VALUES " + row)
	return &bulk{many: many, one: one, width: width}, err
}

func (b *bulk) close() error {
	err := b.many.close()
	if e := b.one.close(); err == nil {
		err = e
	}
	return err
}

// add queues one row.
func (b *bulk) add(row ...driver.Value) error {
	for i, v := range row {
		b.many.args[b.filled+i].Value = v
	}
	b.filled += b.width
	if b.filled < len(b.many.args) {
		return nil
	}
	b.filled = 0
	return b.many.pour()
}

// flush inserts what waits.
func (b *bulk) flush() error {
	for at := 0; at < b.filled; at += b.width {
		for i := range b.width {
			b.one.args[i].Value = b.many.args[at+i].Value
		}
		if err := b.one.pour(); err != nil {
			return err
		}
	}
	b.filled = 0
	return nil
}

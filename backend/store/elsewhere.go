package store

import (
	"context"
	"database/sql/driver"
)

// HasOtherTill reports whether the till was ever told of by a source other than this one.
func (s *Store) HasOtherTill(ctx context.Context, source string) (yes bool, err error) {
	err = s.read(ctx, func(c *conn) error {
		n, err := c.number(ask("SELECT count(*) FROM scopes WHERE evidence = 0 AND source <> ?", source))
		yes = n > 0
		return err
	})
	return yes, err
}

// otherTillOrders reads all current versions once: order numbers have no index.
const otherTillOrders = `SELECT c.source, v.order_id FROM versions v CROSS JOIN scopes c ON c.scope_id = v.scope_id
	WHERE v.is_current > 0 AND v.part = 0 AND v.line_count > 0 AND v.order_id <> '' AND c.evidence = 0 AND c.source <> ?`

// OtherTillOrders calls see with the number of each order that the till has from a source other than this one, as
// that source writes it; copies of an order too, and an order of several documents once for each.
func (s *Store) OtherTillOrders(ctx context.Context, source string, see func(source, orderID string)) error {
	return s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask(otherTillOrders, source), func(r []driver.Value) error {
			see(r[0].(string), r[1].(string))
			return nil
		})
	})
}

package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"creatorlift/backend/shop"
)

// Check looks for damage in the workspace: the file itself, and whether the daily totals are those of
// the lines and the stats belong to their documents. It returns the *shop.Error damaged_database if something is wrong.
func (s *Store) Check(ctx context.Context) error {
	return s.read(ctx, func(c *conn) error {
		if err := checkIntegrity(ctx, c, s.path); err != nil {
			return err
		}
		if err := checkDays(ctx, c, s.path); err != nil {
			return err
		}
		return checkStats(ctx, c, s.path)
	})
}

// checkDays returns the *shop.Error damaged_database if a day's kept totals are not those of its lines.
func checkDays(ctx context.Context, c *conn, path string) error {
	wrong, err := wrongDays(ctx, c)
	if err != nil || len(wrong) == 0 {
		return err
	}
	damaged := say("damaged_database", path)
	damaged.Message += fmt.Sprintf(" The daily totals of %s are not those of its lines.", wrong[0])
	return damaged
}

func checkStats(ctx context.Context, c *conn, path string) error {
	wrong, err := wrongStats(ctx, c)
	if err != nil || wrong == "" {
		return err
	}
	damaged := say("damaged_database", path)
	damaged.Message += wrong
	return damaged
}

// wrongDays lists the days whose kept totals are not those of a new sum.
func wrongDays(ctx context.Context, c *conn) (wrong []shop.Day, err error) {
	var days []shop.Day
	err = c.each(ctx, ask("SELECT shop_daynum FROM versions UNION SELECT shop_daynum FROM daily ORDER BY 1"), func(r []driver.Value) error {
		days = append(days, shop.Day(r[0].(int64)))
		return nil
	})
	b := newBooks(c, 0)
	for _, day := range days {
		if err != nil {
			return nil, err
		}
		var k *book
		if k, err = b.sum(ctx, day); err != nil {
			return nil, err
		}
		left := len(k.index)
		err = c.each(ctx, ask(`SELECT dimension, evidence, currency, unit, net_cents, gross_cents, refund_cents, order_count, unit_count
			FROM daily WHERE dimension IN (0, 1, 2, 3, 4) AND shop_daynum = ?`, int64(day)), func(r []driver.Value) error {
			key := cellKey{by: By(r[0].(int64)), evidence: shop.Evidence(r[1].(int64)), currency: b.unit(r[2].(string)), unit: b.unit(r[3].(string))}
			kept := cell{shop.Cents(r[4].(int64)), shop.Cents(r[5].(int64)), shop.Cents(r[6].(int64)), r[7].(int64), r[8].(int64)}
			if at, ok := k.index[key]; !ok || k.cells[at] != kept {
				left++
			} else {
				left--
			}
			return nil
		})
		if left != 0 {
			wrong = append(wrong, day)
		}
	}
	return wrong, err
}

// checkIntegrity returns the *shop.Error damaged_database unless SQLite finds nothing wrong.
func checkIntegrity(ctx context.Context, c *conn, path string) error {
	for _, check := range []string{"PRAGMA integrity_check", "PRAGMA foreign_key_check"} {
		err := c.each(ctx, ask(check), func(r []driver.Value) error {
			if r[0] == "ok" {
				return nil
			}
			return say("damaged_database", path)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

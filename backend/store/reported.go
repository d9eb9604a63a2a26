package store

import (
	"context"
	"database/sql/driver"

	"creatorlift/backend/shop"
)

// ReportedCreator is what the newest report of a platform says of one creator. It is a claim, and a figure
// that the report leaves open stays open.
type ReportedCreator struct {
	Creator     string
	Source      string
	First, Last shop.Day // of the report's stretch of days
	GMVCents    shop.Maybe[shop.Cents]
	Orders      shop.Maybe[int64]
	Posts       shop.Maybe[int64]
	Samples     shop.Maybe[int64]
}

// ReportedCreators lists creators by the report whose stretch ends last, of several the longest, in order of
// creator. Stretches overlap, so nothing is added up. Joined names are one creator, with the report of the
// name that has the most sales in it.
func (s *Store) ReportedCreators(ctx context.Context, currency shop.Currency) (list []ReportedCreator, err error) {
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask(`WITH said AS (
				SELECT coalesce(a.main, t.creator) AS person, t.*, v.scope_id
				FROM stats t CROSS JOIN versions v ON v.version_id = t.version_id AND v.is_current = 1
				LEFT JOIN aliases a ON a.kind = 'handle' AND a.name = t.creator
				WHERE t.subject = 1 AND t.creator <> '' AND t.first_daynum > 0),
			ranked AS (
				SELECT r.*, c.source, row_number() OVER (PARTITION BY person ORDER BY last_daynum DESC, first_daynum, gmv_cents DESC, r.creator) AS nth
				FROM said r CROSS JOIN scopes c ON c.scope_id = r.scope_id WHERE c.currency IN (?, ''))
			SELECT person, source, first_daynum, last_daynum, gmv_cents, orders, posts, samples FROM ranked WHERE nth = 1 ORDER BY person`, string(currency)),
			func(r []driver.Value) error {
				list = append(list, ReportedCreator{Creator: r[0].(string), Source: r[1].(string), First: shop.Day(r[2].(int64)), Last: shop.Day(r[3].(int64)),
					GMVCents: maybeCents(r[4]), Orders: maybeInt(r[5]), Posts: maybeInt(r[6]), Samples: maybeInt(r[7])})
				return nil
			})
	})
	return list, err
}

func maybeInt(v driver.Value) (m shop.Maybe[int64]) {
	if n, ok := v.(int64); ok {
		m = shop.Some(n)
	}
	return m
}

func maybeCents(v driver.Value) (m shop.Maybe[shop.Cents]) {
	if n, ok := v.(int64); ok {
		m = shop.Some(shop.Cents(n))
	}
	return m
}

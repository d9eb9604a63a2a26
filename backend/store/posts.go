package store

import (
	"context"
	"database/sql/driver"

	"creatorlift/backend/shop"
)

// PostClaim is what platforms claim that one post sold in a period.
type PostClaim struct {
	Creator  string // main name
	Post     string // as the platform numbers it; empty for claims that name the creator but no post
	Orders   int64
	NetCents shop.Cents // of an order that two platforms claim, the larger claim
}

// PostClaims sums the claims of a period by creator and post, in that order, without free samples. The zero
// Period means all days. A post that sold nothing is in no claim.
func (s *Store) PostClaims(ctx context.Context, period shop.Period, currency shop.Currency) (list []PostClaim, err error) {
	first, last := bounds(period)
	q := ask(`WITH said AS (
			SELECT coalesce(a.main, b.creator) AS person, b.content AS post, CASE v.order_id WHEN '' THEN NULL ELSE `+orderRef+` END AS order_ref,
				sum(l.net_cents) AS net
			FROM versions v CROSS JOIN scopes c ON c.scope_id = v.scope_id
			CROSS JOIN lines l ON l.line_id >= v.first_line_id AND l.line_id < v.first_line_id + v.line_count
			CROSS JOIN labels b ON b.label_id = l.label_id
			LEFT JOIN aliases a ON a.kind = 'handle' AND a.name = b.creator
			WHERE v.shop_daynum BETWEEN ? AND ? AND v.is_current = 1
				AND c.evidence = 1 AND c.currency = ? AND l.line_state & 6 = 0 AND b.creator <> ''
			GROUP BY 1, 2, 3, v.scope_id),
		orders AS (SELECT person, post, order_ref, CASE WHEN order_ref IS NULL THEN sum(net) ELSE max(net) END AS net FROM said GROUP BY 1, 2, 3)
		SELECT person, post, count(order_ref), sum(net) FROM orders GROUP BY 1, 2 ORDER BY 1, 2`, first, last, string(currency))
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, q, func(r []driver.Value) error {
			list = append(list, PostClaim{Creator: r[0].(string), Post: r[1].(string), Orders: r[2].(int64), NetCents: shop.Cents(r[3].(int64))})
			return nil
		})
	})
	return list, err
}

// ReportedPost is what the newest report that names a post says of it.
type ReportedPost struct {
	Creator     string // main name
	Post        string
	First, Last shop.Day // of the report's stretch of days
	GMVCents    shop.Maybe[shop.Cents]
}

// ReportedPosts lists posts by the report whose stretch ends last, of several the longest, in order of creator
// and post. A report in another currency counts with its money left open.
func (s *Store) ReportedPosts(ctx context.Context, currency shop.Currency) (list []ReportedPost, err error) {
	q := ask(`WITH said AS (
			SELECT coalesce(a.main, t.creator) AS person, t.subject_id AS post, t.first_daynum AS first, t.last_daynum AS last,
				CASE WHEN c.currency IN (?, '') THEN sum(t.gmv_cents) END AS gmv
			FROM `+currentStats+` LEFT JOIN aliases a ON a.kind = 'handle' AND a.name = t.creator
			WHERE t.subject = 2 AND t.creator <> '' AND t.subject_id <> '' AND t.first_daynum > 0
			GROUP BY 1, 2, 3, 4, v.scope_id),
		ranked AS (SELECT *, row_number() OVER (PARTITION BY person, post ORDER BY last DESC, first, gmv DESC) AS nth FROM said)
		SELECT person, post, first, last, gmv FROM ranked WHERE nth = 1 ORDER BY 1, 2`, string(currency))
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, q, func(r []driver.Value) error {
			list = append(list, ReportedPost{Creator: r[0].(string), Post: r[1].(string), First: shop.Day(r[2].(int64)), Last: shop.Day(r[3].(int64)), GMVCents: maybeCents(r[4])})
			return nil
		})
	})
	return list, err
}

// ClickReport is how many clicks and orders one kind of report counts for a creator in one stretch of days.
type ClickReport struct {
	Creator     string // main name
	Report      int64  // which kind of report: stretches of one may be added where they do not overlap
	Source      string
	First, Last shop.Day
	Clicks      int64
	Orders      int64
}

// ClickReports lists every stretch in which a report of creators or of posts counts clicks and orders both, in
// order of creator, report and stretch. Reports are told apart by who wrote them and whether their rows are
// creators, creators' products or posts.
func (s *Store) ClickReports(ctx context.Context) (list []ClickReport, err error) {
	q := ask(`SELECT coalesce(a.main, t.creator), v.scope_id * 4 + t.subject + (t.subject = 1 AND t.product <> '') * 2, c.source,
				t.first_daynum, t.last_daynum, sum(t.clicks), sum(t.orders)
			FROM ` + currentStats + ` LEFT JOIN aliases a ON a.kind = 'handle' AND a.name = t.creator
			WHERE t.subject IN (1, 2) AND t.creator <> '' AND t.first_daynum > 0 AND t.clicks IS NOT NULL AND t.orders IS NOT NULL
			GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 4, 5`)
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, q, func(r []driver.Value) error {
			list = append(list, ClickReport{Creator: r[0].(string), Report: r[1].(int64), Source: r[2].(string),
				First: shop.Day(r[3].(int64)), Last: shop.Day(r[4].(int64)), Clicks: r[5].(int64), Orders: r[6].(int64)})
			return nil
		})
	})
	return list, err
}

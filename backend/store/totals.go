package store

import (
	"context"
	"database/sql/driver"
	"maps"
	"slices"

	"creatorlift/backend/shop"
)

// By says what daily totals are split by.
type By uint8

// The splits. ByShop has one unit, "shop"; in the next three a line that names no region, SKU or creator
// belongs to the unit ""; a unit of BySource is a shop or platform, such as "Shopify".
const (
	ByShop By = iota
	ByRegion
	BySKU
	ByCreator
	BySource
	splits // how many there are
)

const shopUnit = "shop"

// Query asks for daily totals. The zero Period means all days.
type Query struct {
	By       By
	Evidence shop.Evidence
	Period   shop.Period
	Currency shop.Currency
}

// Total is one unit's day. Lines that are excluded, held or free samples are in none of its sums.
type Total struct {
	Day         shop.Day
	Unit        string
	NetCents    shop.Cents
	GrossCents  shop.Cents
	RefundCents shop.Cents
	Orders      int64 // distinct order ids; of the till those with net sales above zero
	Units       int64 // sum of quantities
}

// Span is a run of days that a source covers, both ends included.
type Span struct {
	Source   string
	Evidence shop.Evidence
	First    shop.Day
	Last     shop.Day
}

// CreatorClaim is what the platforms say one creator brought in a period.
type CreatorClaim struct {
	Creator         string     // the main name of joined ones; empty for claims that name none
	Orders          int64      // distinct orders that count, without free samples; one that two platforms claim counts once
	AdOrders        int64      // of these, the ones with a line that paid delivery brought
	FreeSamples     int64      // distinct orders of free samples
	Contents        int64      // distinct posts behind Orders
	NetCents        shop.Cents // net sales of the lines that count; of an order that two platforms claim, the larger claim
	CommissionCents shop.Cents // on the lines that count
}

// Totals is what the rest of the app asks of the numbers. Another engine may answer it instead.
type Totals interface {
	// DailyTotals returns the sums in order of day and unit, with joined creators and products as one unit
	// under their main name. A unit without counting lines on a day
	// has no Total there: whether that means zero or missing, Coverage tells.
	DailyTotals(ctx context.Context, q Query) ([]Total, error)
	// Coverage returns the days that each source's files cover, in order of source, evidence and day.
	Coverage(ctx context.Context) ([]Span, error)
	// CreatorClaims sums the claims of a period by creator, in order of creator. The zero Period means
	// all days.
	CreatorClaims(ctx context.Context, period shop.Period, currency shop.Currency) ([]CreatorClaim, error)
}

var _ Totals = (*Store)(nil)

// bounds returns the first and last day number of a period, all days for the zero Period.
func bounds(p shop.Period) (int64, int64) {
	if p == (shop.Period{}) {
		return -1 << 31, 1<<31 - 1
	}
	return int64(p.Start), int64(p.End) - 1
}

// DailyTotals answers Totals.
func (s *Store) DailyTotals(ctx context.Context, q Query) (list []Total, err error) {
	err = s.read(ctx, func(c *conn) error {
		first, last := bounds(q.Period)
		err := c.each(ctx, ask(`SELECT shop_daynum, unit, net_cents, gross_cents, refund_cents, order_count, unit_count
			FROM daily WHERE dimension = ? AND shop_daynum BETWEEN ? AND ? AND evidence = ? AND currency = ?
			ORDER BY shop_daynum, unit`, int64(q.By), first, last, int64(q.Evidence), string(q.Currency)),
			func(r []driver.Value) error {
				list = append(list, Total{Day: shop.Day(r[0].(int64)), Unit: r[1].(string), NetCents: shop.Cents(r[2].(int64)),
					GrossCents: shop.Cents(r[3].(int64)), RefundCents: shop.Cents(r[4].(int64)), Orders: r[5].(int64), Units: r[6].(int64)})
				return nil
			})
		if err == nil {
			list, err = foldTotals(ctx, c, q, list)
		}
		return err
	})
	return list, err
}

// Coverage answers Totals. Files without days and files of stats cover nothing; spans that touch are one.
func (s *Store) Coverage(ctx context.Context) (list []Span, err error) {
	err = s.read(ctx, func(c *conn) error {
		list, err = coverage(ctx, c)
		return err
	})
	return list, err
}

func coverage(ctx context.Context, c *conn) (list []Span, err error) {
	err = c.each(ctx, ask(`SELECT c.source, c.evidence, b.first_daynum, b.last_daynum FROM batches b
		JOIN scopes c ON c.scope_id = b.scope_id WHERE b.first_daynum IS NOT NULL AND b.holds_stats = 0 ORDER BY 1, 2, 3, 4`),
		func(r []driver.Value) error {
			next := Span{Source: r[0].(string), Evidence: shop.Evidence(r[1].(int64)), First: shop.Day(r[2].(int64)), Last: shop.Day(r[3].(int64))}
			if n := len(list); n > 0 && list[n-1].Source == next.Source && list[n-1].Evidence == next.Evidence && next.First <= list[n-1].Last+1 {
				list[n-1].Last = max(list[n-1].Last, next.Last)
				return nil
			}
			list = append(list, next)
			return nil
		})
	return list, err
}

// Currencies lists the currencies that the workspace holds lines of, in alphabetical order. Lines of
// files without money are not among them, nor are stats.
func (s *Store) Currencies(ctx context.Context) ([]shop.Currency, error) {
	found := map[shop.Currency]bool{}
	err := s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask(`SELECT DISTINCT c.currency FROM batches b JOIN scopes c ON c.scope_id = b.scope_id
			WHERE c.currency <> '' AND b.docs > 0 AND b.holds_stats = 0`), func(r []driver.Value) error {
			found[shop.Currency(r[0].(string))] = true
			return nil
		})
	})
	return slices.Sorted(maps.Keys(found)), err
}

// CreatorClaims answers Totals.
func (s *Store) CreatorClaims(ctx context.Context, period shop.Period, currency shop.Currency) (list []CreatorClaim, err error) {
	first, last := bounds(period)
	// line_state: bit 1 excluded or held, bit 2 free sample, bit 3 paid delivery. An order is known by its
	// id: a platform's ids are long, and two tools that claim one shop's order write the shop's number.
	q := ask(`WITH claims AS MATERIALIZED (
			SELECT coalesce(a.main, b.creator) AS creator, b.content, l.line_state & 8 AS ad, l.line_state & 4 AS free, l.net_cents, l.commission_cents,
				v.scope_id, CASE v.order_id WHEN '' THEN NULL ELSE `+orderRef+` END AS order_ref
			FROM versions v CROSS JOIN scopes c ON c.scope_id = v.scope_id
			CROSS JOIN lines l ON l.line_id >= v.first_line_id AND l.line_id < v.first_line_id + v.line_count
			CROSS JOIN labels b ON b.label_id = l.label_id
			LEFT JOIN aliases a ON a.kind = 'handle' AND a.name = b.creator
			WHERE v.shop_daynum BETWEEN ? AND ? AND v.is_current = 1
				AND c.evidence = 1 AND c.currency = ? AND l.line_state & 2 = 0),
		said AS (
			SELECT creator, order_ref, sum(free = 0) > 0 AS sold, sum(free = 0 AND ad <> 0) > 0 AS ad, sum(free <> 0) > 0 AS free,
				sum(net_cents) AS net, sum(commission_cents) AS commission
			FROM claims GROUP BY creator, order_ref, scope_id),
		orders AS (
			SELECT creator, order_ref, max(sold) AS sold, max(ad) AS ad, max(free) AS free,
				CASE WHEN order_ref IS NULL THEN sum(net) ELSE max(net) END AS net, sum(commission) AS commission
			FROM said GROUP BY creator, order_ref),
		posts AS (SELECT creator, count(DISTINCT content) AS n FROM claims WHERE free = 0 AND content <> '' GROUP BY creator)
		SELECT o.creator, count(CASE WHEN sold THEN order_ref END), count(CASE WHEN ad THEN order_ref END), count(CASE WHEN free THEN order_ref END),
			coalesce(max(p.n), 0), sum(net), sum(commission)
		FROM orders o LEFT JOIN posts p ON p.creator = o.creator GROUP BY o.creator ORDER BY o.creator`, first, last, string(currency))
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, q, func(r []driver.Value) error {
			list = append(list, CreatorClaim{Creator: r[0].(string), Orders: r[1].(int64), AdOrders: r[2].(int64), FreeSamples: r[3].(int64),
				Contents: r[4].(int64), NetCents: shop.Cents(r[5].(int64)), CommissionCents: shop.Cents(r[6].(int64))})
			return nil
		})
	})
	return list, err
}

// AdSpend is what a platform's daily report says was spent on ads.
type AdSpend struct {
	Source     string
	SpendCents shop.Cents
	Days       int64 // days of the period with a figure
}

// paidFromBalance is the source of ads that only a settlement speaks of.
const paidFromBalance = "TikTok balance"

// AdSpends sums the spend of a period (the zero Period means all days) by source, in order of source. A source without a daily figure is not
// there: not reported is not zero. Ads that were paid from the TikTok balance stand in settlements too: they
// count, as "TikTok balance", only on days of which no TikTok ads report speaks.
func (s *Store) AdSpends(ctx context.Context, period shop.Period, currency shop.Currency) (list []AdSpend, err error) {
	first, last := "0000-01-01", "9999-12-31"
	if period != (shop.Period{}) {
		first, last = period.Start.String(), period.Last().String()
	}
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask(`SELECT source, sum(spend_cents), count(DISTINCT spend_day) FROM (
				SELECT source, spend_day, spend_cents, currency FROM v_spend
				UNION ALL SELECT '`+paidFromBalance+`', spend_day, spend_cents, currency FROM v_balance_spend)
			WHERE spend_day BETWEEN ? AND ? AND currency = ?
			GROUP BY source ORDER BY source`, first, last, string(currency)), func(r []driver.Value) error {
			list = append(list, AdSpend{Source: r[0].(string), SpendCents: shop.Cents(r[1].(int64)), Days: r[2].(int64)})
			return nil
		})
	})
	return list, err
}

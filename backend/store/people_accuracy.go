package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"slices"
	"strings"

	"creatorlift/backend/shop"
)

// Unmatched is the claimed orders of one source and day that no till holds.
type Unmatched struct {
	Source   string
	Day      shop.Day
	Orders   int64
	NetCents shop.Cents
	Example  string // the id of one of them
}

// Shared is how many orders a claiming source and a till have in common.
type Shared struct {
	Claims, Till string
	Orders       int64
}

// Rival is a set of orders that two creators claim (of the same product, or by two sources), or two sources
// for the same creator.
type Rival struct {
	A, B    string
	Orders  int64
	Example string
}

// claimedOrders are the orders of a currency that each source claims. What is excluded, held or a free sample
// claims nothing.
const claimedOrders = `WITH claimed AS MATERIALIZED (
			SELECT c.source, ` + orderRef + ` AS ref, min(v.shop_daynum) AS day, sum(l.net_cents) AS net FROM ` + currentLines + `
			WHERE v.is_current = 1 AND c.evidence = 1 AND c.currency = ?1 AND l.line_state & 6 = 0 AND v.order_id <> '' GROUP BY 1, 2)`

// placedOrders are those of claimed that a till holds, whatever became of them there; a copy of a TikTok Shop
// order is known by the id that TikTok gave it.
const placedOrders = `, placed AS MATERIALIZED (
			SELECT ` + orderRef + ` AS ref, c.source FROM versions v CROSS JOIN scopes c ON c.scope_id = v.scope_id
			WHERE v.is_current = 1 AND c.evidence = 0 AND c.currency = ?1 AND v.line_count > 0 AND ` + orderRef + ` IN (SELECT ref FROM claimed)
			UNION SELECT w.order_id, c.source FROM twins w CROSS JOIN versions v ON v.version_id = w.version_id AND v.is_current = 1
			CROSS JOIN scopes c ON c.scope_id = v.scope_id WHERE c.currency = ?1)`

// ClaimedAndTill sets claimed orders beside the till's by their ids: how many the two share, claimed is how
// many each source claims, and what no till holds, by source and day.
func (s *Store) ClaimedAndTill(ctx context.Context, currency shop.Currency) (shared []Shared, claimed map[string]int64, missing []Unmatched, err error) {
	claimed = map[string]int64{}
	err = s.read(ctx, func(c *conn) error {
		err := c.each(ctx, ask(claimedOrders+" SELECT source, count(*) FROM claimed GROUP BY 1", string(currency)), func(r []driver.Value) error {
			claimed[r[0].(string)] = r[1].(int64)
			return nil
		})
		if err != nil {
			return err
		}
		return c.each(ctx, ask(claimedOrders+placedOrders+` SELECT k.source, p.source, CASE WHEN p.source IS NULL THEN k.day END AS day, count(*), sum(k.net), min(k.ref)
			FROM claimed k LEFT JOIN placed p ON p.ref = k.ref GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`, string(currency)), func(r []driver.Value) error {
			if till, placed := r[1].(string); placed {
				shared = append(shared, Shared{r[0].(string), till, r[3].(int64)})
				return nil
			}
			missing = append(missing, Unmatched{r[0].(string), shop.Day(r[2].(int64)), r[3].(int64), shop.Cents(r[4].(int64)), r[5].(string)})
			return nil
		})
	})
	return shared, claimed, missing, err
}

// saidBy is who claims which product of which order, by person.
const saidBy = `WITH said AS MATERIALIZED (
			SELECT DISTINCT ` + orderRef + ` AS ref, c.source, l.item_id, coalesce(a.main, b.creator) AS person FROM ` + currentLines + `
			CROSS JOIN labels b ON b.label_id = l.label_id LEFT JOIN aliases a ON a.kind = 'handle' AND a.name = b.creator
			WHERE v.is_current = 1 AND c.evidence = 1 AND c.currency = ?1 AND l.line_state & 6 = 0 AND v.order_id <> '' AND b.creator <> '')`

// Rivals lists the orders that two creators claim, and those that two sources claim for one creator, which
// count once. A and B are creators in the first list, sources in the second.
func (s *Store) Rivals(ctx context.Context, currency shop.Currency) (creators, sources []Rival, err error) {
	err = s.read(ctx, func(c *conn) error {
		for _, q := range []struct {
			list *[]Rival
			sql  string
		}{
			{&creators, saidBy + ` SELECT a.person, b.person, count(DISTINCT a.ref), min(a.ref) FROM said a
				JOIN said b ON b.ref = a.ref AND b.person > a.person AND (b.item_id = a.item_id OR b.source <> a.source)
				GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`},
			{&sources, saidBy + ` SELECT a.source, b.source, count(DISTINCT a.ref), min(a.ref) FROM said a
				JOIN said b ON b.ref = a.ref AND b.person = a.person AND b.source > a.source GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`},
		} {
			err := c.each(ctx, ask(q.sql, string(currency)), func(r []driver.Value) error {
				*q.list = append(*q.list, Rival{r[0].(string), r[1].(string), r[2].(int64), r[3].(string)})
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return creators, sources, err
}

// CodeDay is how many orders of the till hold the same codes on a day.
type CodeDay struct {
	Codes  string // in alphabetical order with commas, each once
	Day    shop.Day
	Orders int64
}

// CodeDays lists the use of codes by day, in order of codes and day: each order once, with the codes of all
// its lines.
func (s *Store) CodeDays(ctx context.Context) (list []CodeDay, err error) {
	sum := map[CodeDay]int64{}
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask(`WITH used AS (
				SELECT DISTINCT c.source, v.order_id, v.shop_daynum AS day, b.code FROM `+currentLines+`
				CROSS JOIN labels b ON b.label_id = l.label_id
				WHERE v.is_current = 1 AND c.evidence = 0 AND l.line_state & 6 = 0 AND b.code <> '' AND v.order_id <> ''),
			orders AS (SELECT day, group_concat(code, ',') AS codes FROM used GROUP BY source, order_id, day)
			SELECT codes, day, count(*) FROM orders GROUP BY 1, 2`),
			func(r []driver.Value) error {
				codes := strings.Split(r[0].(string), ",")
				slices.Sort(codes)
				sum[CodeDay{Codes: strings.Join(slices.Compact(codes), ","), Day: shop.Day(r[1].(int64))}] += r[2].(int64)
				return nil
			})
	})
	for d, n := range sum {
		d.Orders = n
		list = append(list, d)
	}
	slices.SortFunc(list, func(x, y CodeDay) int {
		return cmp.Or(strings.Compare(x.Codes, y.Codes), cmp.Compare(x.Day, y.Day))
	})
	return list, err
}

// StatSpan is the days of which one source's reports speak of one subject.
type StatSpan struct {
	Source      string
	Subject     shop.Subject
	First, Last shop.Day
	Rows        int64
}

// StatSpans lists what reports speak of, undated ones left out.
func (s *Store) StatSpans(ctx context.Context) (list []StatSpan, err error) {
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask("SELECT c.source, t.subject, min(t.first_daynum), max(t.last_daynum), count(*) FROM "+currentStats+
			" WHERE t.first_daynum <> 0 GROUP BY 1, 2 ORDER BY 1, 2"), func(r []driver.Value) error {
			list = append(list, StatSpan{r[0].(string), shop.Subject(r[1].(int64)), shop.Day(r[2].(int64)), shop.Day(r[3].(int64)), r[4].(int64)})
			return nil
		})
	})
	return list, err
}

// Campaign is one campaign of ads or creators, as reports name it.
type Campaign struct {
	Name        string
	First, Last shop.Day
}

// Campaigns lists the campaigns with days, latest first.
func (s *Store) Campaigns(ctx context.Context) (list []Campaign, err error) {
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask("SELECT t.campaign, min(t.first_daynum), max(t.last_daynum) FROM "+currentStats+
			" WHERE t.campaign <> '' AND t.first_daynum <> 0 GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1"), func(r []driver.Value) error {
			list = append(list, Campaign{r[0].(string), shop.Day(r[1].(int64)), shop.Day(r[2].(int64))})
			return nil
		})
	})
	return list, err
}

package store

import (
	"context"
	"database/sql/driver"
	"strings"

	"creatorlift/backend/shop"
)

// orderRef is how an order of the till v is known to those who claim it: partner tools write a shop's order
// number with and without #.
const orderRef = "ltrim(v.order_id, '#')"

// tillRef is orderRef, or for a copy of a TikTok Shop order in another shop the id that TikTok gave it.
const tillRef = "coalesce((SELECT w.order_id FROM twins w WHERE w.version_id = v.version_id - v.part), " + orderRef + ")"

// CodeClaim is the till's orders with the codes that were given to one creator: a claim by code. It stands
// beside what platforms claim and is never added to it without taking out Both.
type CodeClaim struct {
	Creator      string     // main name
	Orders       int64      // of the till, with net sales above zero, whatever number of the creator's codes they hold
	NetCents     shop.Cents // of all orders with a code
	Beside       int64      // of Orders, those on days that files of claims cover too
	Both         int64      // of Orders, those that a platform claims for the creator too
	BothNetCents shop.Cents
}

// CodeClaims sums the orders with given codes of a period by creator, in order of creator; Beside and Both
// look at claims of the period claimed. The zero Period means all days. Without a code that was given to
// somebody it looks at nothing.
func (s *Store) CodeClaims(ctx context.Context, period, claimed shop.Period, currency shop.Currency) (list []CodeClaim, err error) {
	first, last := bounds(period)
	claimedFirst, claimedLast := bounds(claimed)
	q := ask(givenCodes+`, coded AS (
			SELECT g.person, `+tillRef+` AS ref, sum(l.net_cents) AS net, min(v.shop_daynum) AS day
			FROM versions v CROSS JOIN scopes c ON c.scope_id = v.scope_id
			CROSS JOIN lines l ON l.line_id >= v.first_line_id AND l.line_id < v.first_line_id + v.line_count
			CROSS JOIN given g ON g.label_id = l.label_id
			WHERE v.shop_daynum BETWEEN ?1 AND ?2 AND v.is_current = 1 AND c.evidence = 0 AND c.currency = ?3
				AND l.line_state & 6 = 0 AND v.order_id <> '' GROUP BY 1, 2),
		files AS MATERIALIZED (
			SELECT DISTINCT max(b.first_daynum, ?4) AS first, min(b.last_daynum, ?5) AS last FROM batches b
			JOIN scopes c ON c.scope_id = b.scope_id AND c.evidence = 1 WHERE b.holds_stats = 0 AND b.first_daynum IS NOT NULL),
		claimed AS MATERIALIZED (
			SELECT DISTINCT coalesce(a.main, b.creator) AS person, `+orderRef+` AS ref
			FROM versions v CROSS JOIN scopes c ON c.scope_id = v.scope_id
			CROSS JOIN lines l ON l.line_id >= v.first_line_id AND l.line_id < v.first_line_id + v.line_count
			CROSS JOIN labels b ON b.label_id = l.label_id
			LEFT JOIN aliases a ON a.kind = 'handle' AND a.name = b.creator
			WHERE v.shop_daynum BETWEEN ?4 AND ?5 AND v.is_current = 1 AND c.evidence = 1 AND c.currency = ?3
				AND l.line_state & 6 = 0 AND v.order_id <> '')
		SELECT d.person, sum(d.net > 0), sum(d.net), sum(d.net > 0 AND EXISTS (SELECT 1 FROM files f WHERE d.day BETWEEN f.first AND f.last)),
			sum(d.net > 0 AND k.ref IS NOT NULL), coalesce(sum(CASE WHEN k.ref IS NOT NULL THEN d.net END), 0)
		FROM coded d LEFT JOIN claimed k ON k.person = d.person AND k.ref = d.ref GROUP BY d.person ORDER BY d.person`,
		first, last, string(currency), claimedFirst, claimedLast)
	err = s.read(ctx, func(c *conn) error {
		codes, err := c.number(ask("SELECT count(*) FROM aliases WHERE kind = 'code'"))
		if err != nil || codes == 0 {
			return err
		}
		return c.each(ctx, q, func(r []driver.Value) error {
			list = append(list, CodeClaim{Creator: r[0].(string), Orders: r[1].(int64), NetCents: shop.Cents(r[2].(int64)),
				Beside: r[3].(int64), Both: r[4].(int64), BothNetCents: shop.Cents(r[5].(int64))})
			return nil
		})
	})
	return list, err
}

// givenCodes begins a question: given is which labels hold a code of which creator, each pair once.
const givenCodes = `WITH given AS MATERIALIZED (
			SELECT DISTINCT b.label_id, a.main AS person FROM aliases a
			JOIN labels b ON b.code <> '' AND instr(',' || b.code || ',', ',' || a.name || ',') > 0 WHERE a.kind = 'code')`

// Use is what one source says under one name.
type Use struct {
	shop.Name
	Source      string
	Evidence    shop.Evidence
	First, Last shop.Day // shop.Undated where not known
	Orders      int64    // distinct orders; of a code, those that count
	NetCents    shop.Cents
	SpendCents  shop.Cents // of an ad
	Creator     string     // whom the report itself names for an ad or code; empty for nobody
}

// nameQueries ask for the names of creators and where they are used: kind, name, source, evidence, first and
// last day, orders, net, spend, creator.
var nameQueries = []string{
	`SELECT 'handle', b.creator, c.source, c.evidence, min(v.shop_daynum), max(v.shop_daynum), count(DISTINCT nullif(v.order_id, '')), sum(l.net_cents), 0, ''
		FROM ` + currentLines + ` CROSS JOIN labels b ON b.label_id = l.label_id WHERE v.is_current = 1 AND b.creator <> '' GROUP BY b.creator, c.scope_id`,
	`SELECT 'code', b.code, c.source, c.evidence, min(v.shop_daynum), max(v.shop_daynum), count(DISTINCT CASE WHEN l.line_state & 6 = 0 THEN nullif(v.order_id, '') END), sum(l.net_cents), 0, b.creator
		FROM ` + currentLines + ` CROSS JOIN labels b ON b.label_id = l.label_id WHERE v.is_current = 1 AND b.code <> '' GROUP BY b.code, b.creator, c.scope_id`,
	`SELECT 'handle', t.creator, c.source, c.evidence, min(nullif(t.first_daynum, 0)), max(t.last_daynum), 0, 0, 0, '' FROM ` + currentStats + `
		WHERE t.creator <> '' GROUP BY t.creator, c.scope_id`,
	`SELECT 'ad', CASE t.subject_name WHEN '' THEN t.subject_id ELSE t.subject_name END AS ad, c.source, c.evidence, min(nullif(t.first_daynum, 0)),
		max(t.last_daynum), 0, 0, coalesce(sum(t.spend_cents), 0), max(t.creator) FROM ` + currentStats + `
		WHERE t.subject = 0 GROUP BY ad, c.scope_id`,
	`SELECT 'code', upper(t.subject_id), c.source, c.evidence, min(nullif(t.first_daynum, 0)), max(t.last_daynum), 0, 0, 0, t.creator FROM ` + currentStats + `
		WHERE t.subject = 10 AND t.subject_id <> '' GROUP BY upper(t.subject_id), t.creator, c.scope_id`,
	`SELECT 'answer', t.segment, c.source, c.evidence, min(nullif(t.first_daynum, 0)), max(t.last_daynum), count(*), 0, 0, '' FROM ` + currentStats + `
		WHERE t.subject = 11 AND t.segment <> '' GROUP BY t.segment, c.scope_id`,
}

const (
	currentLines = `versions v CROSS JOIN scopes c ON c.scope_id = v.scope_id
		CROSS JOIN lines l ON l.line_id >= v.first_line_id AND l.line_id < v.first_line_id + v.line_count`
	currentStats = `stats t CROSS JOIN versions v ON v.version_id = t.version_id AND v.is_current = 1 CROSS JOIN scopes c ON c.scope_id = v.scope_id`
)

// NameUses lists the names of creators in every source, in no order. An order with two codes is a use of
// each. It reads every line, so who asks often keeps the answer.
func (s *Store) NameUses(ctx context.Context) (list []Use, err error) {
	err = s.read(ctx, func(c *conn) error {
		for _, sql := range nameQueries {
			err := c.each(ctx, ask(sql), func(r []driver.Value) error {
				u := Use{Name: shop.Name{Kind: shop.NameKind(r[0].(string))}, Source: r[2].(string), Evidence: shop.Evidence(r[3].(int64)), Last: shop.Day(r[5].(int64)),
					Orders: r[6].(int64), NetCents: shop.Cents(r[7].(int64)), SpendCents: shop.Cents(r[8].(int64)), Creator: r[9].(string)}
				if first, known := r[4].(int64); known {
					u.First = shop.Day(first)
				}
				names := []string{r[1].(string)}
				if u.Kind == shop.CodeName {
					names = strings.Split(names[0], ",")
				}
				for _, u.Text = range names {
					if u.Text != "" {
						list = append(list, u)
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// PostUse says that a post stands under a handle.
type PostUse struct{ Handle, Post string }

// Posts lists the posts of every handle, as claims and reports name them, each pair once.
func (s *Store) Posts(ctx context.Context) (list []PostUse, err error) {
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask(`SELECT b.creator, b.content FROM `+currentLines+` CROSS JOIN labels b ON b.label_id = l.label_id
				WHERE v.is_current = 1 AND c.evidence = 1 AND b.creator <> '' AND b.content <> ''
			UNION SELECT t.creator, t.subject_id FROM `+currentStats+` WHERE t.subject IN (2, 3) AND t.creator <> '' AND t.subject_id <> '' ORDER BY 1, 2`),
			func(r []driver.Value) error {
				list = append(list, PostUse{r[0].(string), r[1].(string)})
				return nil
			})
	})
	return list, err
}

// CodeOverlap is how many orders with a code are claimed for a handle.
type CodeOverlap struct {
	Code, Handle string
	Orders       int64
}

// CodeOverlaps sets the till's orders with codes beside the claims on the same orders, by code and handle as
// the files write them.
func (s *Store) CodeOverlaps(ctx context.Context) ([]CodeOverlap, error) {
	sum, order := map[[2]string]int64{}, [][2]string(nil)
	err := s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask(`WITH coded AS (
				SELECT DISTINCT b.code, `+tillRef+` AS ref FROM `+currentLines+` CROSS JOIN labels b ON b.label_id = l.label_id
				WHERE v.is_current = 1 AND c.evidence = 0 AND b.code <> '' AND l.line_state & 6 = 0 AND v.order_id <> ''),
			claimed AS (
				SELECT DISTINCT b.creator, `+orderRef+` AS ref FROM `+currentLines+` CROSS JOIN labels b ON b.label_id = l.label_id
				WHERE v.is_current = 1 AND b.creator <> '' AND l.line_state & 6 = 0 AND v.order_id <> '')
			SELECT coded.code, claimed.creator, count(*) FROM coded JOIN claimed ON claimed.ref = coded.ref GROUP BY 1, 2 ORDER BY 1, 2`), func(r []driver.Value) error {
			for _, code := range strings.Split(r[0].(string), ",") {
				key := [2]string{code, r[1].(string)}
				if _, again := sum[key]; !again {
					order = append(order, key)
				}
				sum[key] += r[2].(int64)
			}
			return nil
		})
	})
	list := make([]CodeOverlap, len(order))
	for i, key := range order {
		list[i] = CodeOverlap{key[0], key[1], sum[key]}
	}
	return list, err
}

// Handles lists every handle that claims, orders or reports name, or named before an import was taken back.
// It looks at names only and not at lines.
func (s *Store) Handles(ctx context.Context) (list []string, err error) {
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask("SELECT creator FROM labels WHERE creator <> '' UNION SELECT creator FROM stats WHERE creator <> '' ORDER BY 1"), func(r []driver.Value) error {
			list = append(list, r[0].(string))
			return nil
		})
	})
	return list, err
}

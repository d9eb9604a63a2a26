package store

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
)

// hashedViews are the questions that ContentHash asks, in this order: every column of the views but
// those that say where a line stands (file, row, batch).
var hashedViews = []string{
	hashedLines("v_order_lines"),
	hashedLines("v_claims"),
	`SELECT dimension, shop_day, evidence, currency, unit, net_cents, gross_cents, refund_cents, order_count, unit_count
		FROM v_daily ORDER BY dimension, shop_day, evidence, currency, unit`,
	`SELECT doc_key, stat_no, source, currency, subject, first_day, last_day, subject_id, subject_name, creator, campaign_id, campaign,
		ad_group_id, ad_group, product, spend_cents, gmv_cents, refund_cents, commission_cents, impressions, views, full_views, clicks,
		orders, units, likes, comments, shares, order_id, evidence, segment, net_cents, discount_cents, shipping_cents, tax_cents, fee_cents,
		payout_cents, sessions, visitors, carts, checkouts, customers, key_events, units_back, posts, lives, samples, followers,
		completion_ppm, share_ppm FROM v_stats ORDER BY doc_key, stat_no`,
}

func hashedLines(view string) string {
	return `SELECT doc_key, source, evidence, currency, order_id, line_no, shop_day, placed_at_utc, status, free_sample, ad_driven,
		quantity, gross_cents, discount_cents, refund_cents, net_cents, commission_cents,
		sku, product, creator, content, content_type, code, channel, region, customer
		FROM ` + view + ` ORDER BY doc_key, line_no`
}

// ContentHash is the SHA-256, in hex, of all that the workspace says of the business: every current
// line and stat, the daily totals and the covered days. It does not depend on the order in which ids were
// given, on file names or on batch numbers, so two workspaces with the same content have the same.
func (s *Store) ContentHash(ctx context.Context) (string, error) {
	sum := sha256.New()
	err := s.read(ctx, func(c *conn) error { return hashContent(ctx, c, sum) })
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func hashContent(ctx context.Context, c *conn, sum hash.Hash) error {
	for _, sql := range hashedViews {
		sum.Write([]byte{'v'})
		if err := hashRows(ctx, c, sum, ask(sql)); err != nil {
			return err
		}
	}
	if err := hashRows(ctx, c, sum, ask(hashedLines("v_copied_lines"))); err != nil { // nothing where no order is copied
		return err
	}
	spans, err := coverage(ctx, c)
	for _, p := range spans {
		fmt.Fprintf(sum, "s%q %d %s %s", p.Source, p.Evidence, p.First, p.Last)
	}
	return err
}

func hashRows(ctx context.Context, c *conn, sum hash.Hash, q query) error {
	var b []byte
	return c.each(ctx, q, func(r []driver.Value) error {
		b = append(b[:0], 'r')
		for _, v := range r {
			b = appendValue(b, v)
		}
		sum.Write(b)
		return nil
	})
}

func appendValue(b []byte, v driver.Value) []byte {
	switch v := v.(type) {
	case int64:
		return binary.AppendVarint(append(b, 'i'), v)
	case string:
		return appendText(append(b, 't'), v)
	case []byte:
		return appendText(append(b, 'b'), string(v))
	}
	return append(b, 'n')
}

package store

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"

	"creatorlift/backend/shop"
)

// statColumns is how many columns the table stats has.
const statColumns = 46

// statTexts are the texts of a stat in the order of the table.
func statTexts(t *shop.Stat) [8]string {
	return [...]string{t.ID, t.Name, t.Creator, t.CampaignID, t.Campaign, t.AdGroupID, t.AdGroup, t.Product}
}

// statFigures are the figures of a stat in the order of the table.
func statFigures(t *shop.Stat) [13]shop.Maybe[int64] {
	return [...]shop.Maybe[int64]{plainly(t.SpendCents), plainly(t.GMVCents), plainly(t.RefundCents), plainly(t.CommissionCents),
		t.Impressions, t.Views, t.FullViews, t.Clicks, t.Orders, t.Units, t.Likes, t.Comments, t.Shares}
}

// statMore are the figures that later reports brought, in the order of the table.
func statMore(t *shop.Stat) [19]shop.Maybe[int64] {
	return [...]shop.Maybe[int64]{plainly(t.NetCents), plainly(t.DiscountCents), plainly(t.ShippingCents), plainly(t.TaxCents), plainly(t.FeeCents),
		plainly(t.PayoutCents), t.Sessions, t.Visitors, t.Carts, t.Checkouts, t.Customers, t.KeyEvents, t.UnitsBack, t.Posts, t.Lives, t.Samples,
		t.Followers, t.CompletionPPM, t.SharePPM}
}

func plainly(m shop.Maybe[shop.Cents]) shop.Maybe[int64] {
	return shop.Maybe[int64]{Value: int64(m.Value), Known: m.Known}
}

// appendStat writes all of a stat but its row, for the content hash of its version. What later reports
// brought is written only where there is some, so that versions saved before keep their hash.
func appendStat(b []byte, t *shop.Stat) []byte {
	b = append(b, byte(t.Subject))
	b = binary.AppendVarint(binary.AppendVarint(b, int64(t.First)), int64(t.Last))
	for _, s := range statTexts(t) {
		b = appendText(b, s)
	}
	first := statFigures(t)
	b = appendFigures(b, first[:])
	more := statMore(t)
	if t.Segment == "" && more == [len(more)]shop.Maybe[int64]{} {
		return b
	}
	return appendFigures(appendText(b, t.Segment), more[:])
}

func appendFigures(b []byte, figures []shop.Maybe[int64]) []byte {
	for _, m := range figures {
		if !m.Known {
			b = append(b, 'n')
			continue
		}
		b = binary.AppendVarint(append(b, 'i'), m.Value)
	}
	return b
}

func checkStat(t *shop.Stat) error {
	if t.Last < t.First || !t.Subject.Valid() {
		return fmt.Errorf("store: row %d has a stat of %s to %s, subject %d", t.Row, t.First, t.Last, t.Subject)
	}
	return nil
}

// saveStats saves the version of a document of stats.
func (in *intake) saveStats(version int64, stats []shop.Stat) error {
	for i := range stats {
		t := &stats[i]
		row := make([]driver.Value, 0, statColumns)
		row = append(row, version, int64(i), int64(t.Subject), int64(t.First), int64(t.Last))
		for _, s := range statTexts(t) {
			row = append(row, s)
		}
		first, more := statFigures(t), statMore(t)
		row = appendNullable(row, first[:])
		row = appendNullable(append(row, t.Segment), more[:])
		if err := in.stats.add(row...); err != nil {
			return err
		}
	}
	return nil
}

func appendNullable(row []driver.Value, figures []shop.Maybe[int64]) []driver.Value {
	for _, m := range figures {
		if m.Known {
			row = append(row, m.Value)
		} else {
			row = append(row, nil)
		}
	}
	return row
}

// wrongStats says what is wrong with the table of stats, "" if nothing is: each document has lines or
// stats, and no stat is without its version.
func wrongStats(ctx context.Context, c *conn) (wrong string, err error) {
	for _, check := range []struct{ sql, says string }{
		{"SELECT count(*) FROM stats t LEFT JOIN versions v ON v.version_id = t.version_id WHERE v.version_id IS NULL", " A report's row belongs to nothing."},
		{"SELECT count(*) FROM versions v WHERE (v.line_count = 0) <> EXISTS (SELECT 1 FROM stats t WHERE t.version_id = v.version_id)", " A report's row is missing."},
	} {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := c.number(ask(check.sql))
		if err != nil || n > 0 {
			return check.says, err
		}
	}
	return "", nil
}

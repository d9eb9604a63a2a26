package store

import (
	"database/sql/driver"
	"fmt"
	"regexp"
	"strings"

	"creatorlift/backend/shop"
)

// formatEdition is the end of a format's id that tells its editions apart.
var formatEdition = regexp.MustCompile(`_(v\d+|uk|us|vn|id|br)$`)

// formatFamily is what all editions of an export have in common.
func formatFamily(format string) string {
	for formatEdition.MatchString(format) {
		format = formatEdition.ReplaceAllString(format, "")
	}
	return format
}

// forerunners are the earlier files of the same kind whose days overlap a file's.
type forerunners struct {
	ids         []string
	first, last int64 // documents
	docs        int64
	share       float64 // of their days that the file covers, the largest
}

func (in *intake) forerunners() (f forerunners, err error) {
	covered := in.batch.Covered
	q := ask(`SELECT b.batch_id, b.format, b.first_daynum, b.last_daynum, b.first_doc_id, b.last_doc_id, b.docs
		FROM batches b JOIN scopes c ON c.scope_id = b.scope_id
		WHERE c.source = ? AND c.evidence = ? AND b.holds_stats = 0 AND b.docs > 0 AND b.first_daynum <= ? AND b.last_daynum >= ?
			AND b.batch_id <> ?`,
		in.batch.Source, int64(in.batch.Evidence), int64(covered.Last()), int64(covered.Start), in.repeated)
	family := formatFamily(in.batch.Format)
	return f, in.c.each(in.ctx, q, func(r []driver.Value) error {
		if formatFamily(r[1].(string)) != family {
			return nil
		}
		first, last := r[2].(int64), r[3].(int64)
		both := min(last, int64(covered.Last())) - max(first, int64(covered.Start)) + 1
		if len(f.ids) == 0 || r[4].(int64) < f.first {
			f.first = r[4].(int64)
		}
		f.ids = append(f.ids, fmt.Sprint(r[0]))
		f.last, f.docs = max(f.last, r[5].(int64)), f.docs+r[6].(int64)
		f.share = max(f.share, float64(both)/float64(last-first+1))
		return nil
	})
}

// missing counts the documents of lines that an earlier file of the same kind holds for the days that this
// one covers, and that this one does not hold.
func (in *intake) missing() (m Missing, err error) {
	if in.batch.Stats || in.batch.Covered.Days() == 0 || in.batch.Docs == 0 {
		return m, nil
	}
	f, err := in.forerunners()
	if err != nil || len(f.ids) == 0 {
		return m, err
	}
	first, last := int64(in.batch.Covered.Start), int64(in.batch.Covered.Last())
	args := []driver.Value{first, last, in.batch.ID, f.first, f.last, in.scopeID}
	row, err := in.c.first(ask(`SELECT count(*), sum(CASE WHEN h.is_current = 1 AND h.scope_id = ?6 THEN (SELECT sum(l.net_cents) FROM versions p
				CROSS JOIN lines l ON l.line_id >= p.first_line_id AND l.line_id < p.first_line_id + p.line_count
				WHERE p.version_id >= h.version_id AND p.version_id < h.version_id + h.parts) END)
		FROM (`+f.unseen()+`) u CROSS JOIN versions h ON h.version_id = u.version_id
		WHERE h.shop_daynum BETWEEN ?1 AND ?2 AND h.line_count > 0`, args...))
	if err != nil {
		return m, err
	}
	m.Docs = row[0].(int64)
	if cents, ok := row[1].(int64); ok {
		m.NetCents = shop.Cents(cents)
	}
	if m.Docs == 0 {
		return m, nil
	}
	return m, in.c.each(in.ctx, ask(`SELECT DISTINCT h.order_id FROM (`+f.unseen()+`) u CROSS JOIN versions h ON h.version_id = u.version_id
		WHERE h.shop_daynum BETWEEN ?1 AND ?2 AND h.line_count > 0 AND h.order_id <> '' AND ?6 ORDER BY 1 LIMIT `+fmt.Sprint(ordersShown), args...),
		func(r []driver.Value) error {
			m.Orders = append(m.Orders, r[0].(string))
			return nil
		})
}

// unseen asks for the current versions of the forerunners' documents that batch ?3 does not hold: day by
// day where the file covers few of their days, else in one pass over all that was seen.
func (f *forerunners) unseen() string {
	ids := strings.Join(f.ids, ",")
	if f.share > 0.2 {
		return `SELECT (` + bestOf("o.doc_id") + `) AS version_id FROM sightings o
			WHERE o.doc_id BETWEEN ?4 AND ?5 AND o.batch_id IN (` + ids + `,?3)
			GROUP BY o.doc_id HAVING max(o.batch_id = ?3) = 0`
	}
	return `SELECT v.version_id FROM versions v
		WHERE v.shop_daynum BETWEEN ?1 AND ?2 AND v.doc_id BETWEEN ?4 AND ?5 AND v.part = 0 AND v.is_current > 0
			AND (SELECT max(CASE WHEN s.batch_id = ?3 THEN 2 ELSE s.batch_id IN (` + ids + `) END)
				FROM sightings s WHERE s.doc_id = v.doc_id) = 1`
}

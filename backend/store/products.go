package store

import (
	"context"
	"database/sql/driver"

	"creatorlift/backend/shop"
)

// ProductUse is one SKU in one source, with the title that its lines or reports give it.
type ProductUse struct {
	SKU, Title, Source string
	Evidence           shop.Evidence
	Units              int64 // sold or claimed under the SKU in this kind of evidence, all sources together
}

// ProductUses lists the SKUs of every source by SKU, source and title, with one title each. A line without
// a SKU is in none: nothing tells which product it is.
func (s *Store) ProductUses(ctx context.Context) (list []ProductUse, err error) {
	err = s.read(ctx, func(c *conn) error {
		// Which SKU stands in which source is a few hundred pairs, however many lines there are; DISTINCT finds
		// them without sorting the lines, and the totals know the units.
		return c.each(ctx, ask(`WITH pairs AS (SELECT DISTINCT v.scope_id, l.item_id FROM `+currentLines+` WHERE v.is_current = 1 AND l.line_state & 2 = 0),
			uses AS (SELECT i.sku, c.source, c.evidence, max(i.product) AS title FROM pairs p JOIN scopes c ON c.scope_id = p.scope_id JOIN items i ON i.item_id = p.item_id
				WHERE i.sku <> '' GROUP BY 1, 2, 3),
			sold AS (SELECT unit, evidence, sum(unit_count) AS units FROM daily WHERE dimension = 2 GROUP BY 1, 2)
			SELECT u.sku, u.title, u.source, u.evidence, coalesce(s.units, 0)
			FROM uses u LEFT JOIN sold s ON s.unit = u.sku AND s.evidence = u.evidence ORDER BY 1, 3, 4`), func(r []driver.Value) error {
			list = append(list, ProductUse{SKU: r[0].(string), Title: r[1].(string), Source: r[2].(string), Evidence: shop.Evidence(r[3].(int64)), Units: r[4].(int64)})
			return nil
		})
	})
	return list, err
}

// LinesWithoutSKU counts the current lines that name no SKU and are not excluded or held.
func (s *Store) LinesWithoutSKU(ctx context.Context) (n int64, err error) {
	err = s.read(ctx, func(c *conn) error {
		n, err = c.number(ask(`SELECT count(*) FROM ` + currentLines + ` CROSS JOIN items i ON i.item_id = l.item_id
			WHERE v.is_current = 1 AND l.line_state & 2 = 0 AND i.sku = ''`))
		return err
	})
	return n, err
}

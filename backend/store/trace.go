package store

import (
	"context"
	"database/sql/driver"

	"creatorlift/backend/shop"
)

// TracedLine is a current line and where it stands: the file and batch it was last seen in; its row
// there is Line.Row.
type TracedLine struct {
	Source   string
	Evidence shop.Evidence
	Currency shop.Currency
	OrderID  string
	File     string
	Batch    int64
	AlsoIn   string // the shop where this order counts, if this is its copy in another; empty if it counts here
	Line     shop.Line
}

// Trace returns the current lines of one order, of the till and of the claims, in order of their rows;
// none if the source has no such order.
func (s *Store) Trace(ctx context.Context, source, orderID string) (list []TracedLine, err error) {
	statuses := map[string]shop.Status{"counted": shop.Counted, "provisional": shop.Provisional, "excluded": shop.Excluded, "held": shop.Held}
	q := ask(`SELECT evidence = 'claim', currency, file_name, batch_id, file_row, shop_day, placed_at_utc, status, free_sample, ad_driven,
		quantity, gross_cents, discount_cents, refund_cents, net_cents, commission_cents,
		sku, product, creator, content, content_type, code, channel, region, customer, also_in
		FROM v_lines WHERE source = ? AND order_id = ? ORDER BY 1, batch_id, file_row, line_no`, source, orderID)
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, q, func(r []driver.Value) error {
			day, err := shop.ParseDay(r[5].(string))
			cents := func(i int) shop.Cents { return shop.Cents(r[i].(int64)) }
			text := func(i int) string { return r[i].(string) }
			list = append(list, TracedLine{Source: source, Evidence: shop.Evidence(r[0].(int64)), Currency: shop.Currency(text(1)),
				OrderID: orderID, File: text(2), Batch: r[3].(int64), AlsoIn: text(25), Line: shop.Line{
					Row: int(r[4].(int64)), Day: day, PlacedAtUTC: r[6].(int64), Status: statuses[text(7)],
					FreeSample: r[8] == int64(1), AdDriven: r[9] == int64(1), Quantity: r[10].(int64),
					GrossCents: cents(11), DiscountCents: cents(12), RefundCents: cents(13), NetCents: cents(14), CommissionCents: cents(15),
					SKU: text(16), Product: text(17), Creator: text(18), Content: text(19), ContentType: text(20),
					Code: text(21), Channel: text(22), Region: text(23), Customer: text(24)}})
			return err
		})
	})
	return list, err
}

package api

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// tiktokClaims writes an export of affiliate orders: a row of n pieces of 10.00 per order, by its cells.
func tiktokClaims(t *testing.T, name string, rows ...map[string]string) string {
	t.Helper()
	out := strings.Join(importer.TikTokAffiliateUSHeader, ",") + "\n"
	for _, row := range rows {
		cells := map[string]string{"Product ID": "1729000700000000001\t", "SKU ID": "1731000800000000001\t", "Price": "10.00", "Payment Amount": "10.00",
			"Currency": "USD", "Quantity": "1", "Fully returned or refunded": "No", "Order Status": "Pending", "Creator Username": "mia",
			"Content ID": "7400000000020000001\t", "Est. standard commission payment": "1.50"}
		for k, v := range row {
			cells[k] = v
		}
		var line []string
		for _, h := range importer.TikTokAffiliateUSHeader {
			line = append(line, cells[h])
		}
		out += strings.Join(line, ",") + "\n"
	}
	return tiktokFile(t, name, out)
}

func tiktokFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte("\ufeff"+content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// tiktokExports are two exports of affiliate orders and two of shop orders, the later ones with what had
// happened meanwhile.
func tiktokExports(t *testing.T) (claims, orders [2]string) {
	t.Helper()
	order := func(n int) string { return fmt.Sprintf("57691040000000%05d\t", n) }
	at := func(n int) string { return fmt.Sprintf("%02d/10/2026 13:10:05\t", n) }
	claim := func(n int, kv ...string) map[string]string {
		row := map[string]string{"Order ID": order(n), "Time Created": at(n)}
		for i := 0; i < len(kv); i += 2 {
			row[kv[i]] = kv[i+1]
		}
		return row
	}
	claims[0] = tiktokClaims(t, "affiliate_1.csv", claim(1), claim(2), claim(3), claim(4, "Order Status", "Unpaid by customer"), claim(13, "Payment Amount", "0.00"))
	claims[1] = tiktokClaims(t, "affiliate_2.csv",
		claim(1, "Order Status", "Settled", "Actual Commission Payment", "1.20"),
		claim(2, "Order Status", "Settled", "Fully returned or refunded", "Yes", "Actual Commission Payment", "0.00"),
		claim(3, "Order Status", "Ineligible"), claim(4), claim(14, "Est. Shop Ads commission payment", "0.50"))
	head := "Order ID,Order Status,Order Substatus,SKU ID,Quantity,SKU Subtotal Before Discount,SKU Subtotal After Discount,Order Amount,Order Refund Amount,Created Time,Payment Method,Country,State\n"
	till := func(n int, sku, status, refund string) string {
		return fmt.Sprintf("%s,%s,,%s\t,1,12.00,10.00,20.00,%s,10/%02d/2026 01:10:05 PM\t,Card,United States,Texas\n", order(n), status, sku, refund, n)
	}
	orders[0] = tiktokFile(t, "orders_1.csv", head+till(1, "11", "To ship", "0")+till(1, "12", "To ship", "0")+till(2, "11", "Shipped", "0")+till(3, "11", "Unpaid", "0"))
	orders[1] = tiktokFile(t, "orders_2.csv", head+till(1, "12", "Completed", "5.01")+till(1, "11", "Completed", "5.01")+till(2, "11", "Canceled", "20.00")+till(3, "11", "To ship", "0"))
	return claims, orders
}

// tiktokTotals is what the exports add up to, by day and by creator, and the workspace's content.
type tiktokTotals struct {
	days   [2][]store.Total // till, claims
	claims []store.CreatorClaim
	hash   string
}

func tiktokSums(t *testing.T, db string) (sums tiktokTotals) {
	t.Helper()
	ctx := context.Background()
	s, err := openBrand(db, false)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	for i, e := range []shop.Evidence{shop.Till, shop.Claim} {
		if sums.days[i], err = s.DailyTotals(ctx, store.Query{Evidence: e, Currency: "USD"}); err != nil {
			t.Fatal(err)
		}
	}
	if sums.claims, err = s.CreatorClaims(ctx, shop.Period{}, "USD"); err != nil {
		t.Fatal(err)
	}
	if sums.hash, err = s.ContentHash(ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(ctx); err != nil {
		t.Fatal(err)
	}
	return sums
}

func importTikTok(t *testing.T, db string, files ...string) []FileResult {
	t.Helper()
	out, err := (&App{}).Import(context.Background(), ImportIn{DB: db, Files: files, Zone: "America/New_York", Currency: "USD"})
	if err != nil || !out.AllOK() {
		t.Fatalf("%+v, %v", out, err)
	}
	return out.Files
}

// TestTikTokExportsThatOverlap: a later export restates the earlier one to the cent, whatever the order of
// import; the same file again changes nothing; taking it back gives what was there before.
func TestTikTokExportsThatOverlap(t *testing.T) {
	t.Parallel()
	claims, orders := tiktokExports(t)
	db := filepath.Join(t.TempDir(), "brand.db")
	importTikTok(t, db, claims[0], orders[0])
	before := tiktokSums(t, db)
	// Three claims of 10.00 and a free sample, 4 x 1.50 promised; the till has 20.00 and 10.00.
	if c := before.claims[0]; c.NetCents != 3000 || c.CommissionCents != 600 || c.Orders != 3 || c.FreeSamples != 1 || netOf(before.days[0]) != 3000 {
		t.Errorf("first exports: %+v, till %d", c, netOf(before.days[0]))
	}
	files := importTikTok(t, db, claims[1], orders[1])
	after := tiktokSums(t, db)
	// Claims: 1 settled, 2 returned, 3 lost, 4 paid, 14 new and from ads; 1.20 + 0 + 1.50 + 2.00 and the sample's
	// 1.50. Till: 20.00 less 5.01, order 2 cancelled, order 3 paid by now.
	c := after.claims[0]
	if c.NetCents != 3000 || c.CommissionCents != 620 || c.AdOrders != 1 || netOf(after.days[1]) != 3000 || netOf(after.days[0]) != 1499+1000 {
		t.Errorf("later exports: %+v, till %d", c, netOf(after.days[0]))
	}
	if f := files[0]; f.Accepted != 1 || f.Changed != 4 || f.Duplicate != 0 || f.AmountMinor != 4000 {
		t.Errorf("later claims: %+v", f)
	}
	if f := files[1]; f.Accepted != 0 || f.Changed != 4 || f.AmountMinor != 3000 {
		t.Errorf("later orders: %+v", f)
	}
	for _, f := range importTikTok(t, db, claims[1], orders[1]) {
		if f.Accepted+f.Changed != 0 || f.Duplicate != f.Rows {
			t.Errorf("the same file again: %+v", f)
		}
	}
	if again := tiktokSums(t, db); !reflect.DeepEqual(again.days, after.days) || !reflect.DeepEqual(again.claims, after.claims) {
		t.Error("the same files again change the totals")
	}
	for batch := int64(6); batch > 2; batch-- {
		if _, err := (&App{}).Undo(context.Background(), db, batch); err != nil {
			t.Fatal(err)
		}
	}
	if back := tiktokSums(t, db); !reflect.DeepEqual(back, before) {
		t.Errorf("after undo %+v, want %+v", back, before)
	}
	other := filepath.Join(t.TempDir(), "other.db")
	importTikTok(t, other, orders[1], claims[1], claims[0], orders[0])
	if turned := tiktokSums(t, other); !reflect.DeepEqual(turned.days, after.days) || !reflect.DeepEqual(turned.claims, after.claims) {
		t.Errorf("the other order: %+v, want %+v", turned, after)
	}
}

func netOf(list []store.Total) (sum shop.Cents) {
	for _, t := range list {
		sum += t.NetCents
	}
	return sum
}

package importer

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

// TestTikTokFixtures: the counts and sums of the fixtures, worked out by hand.
func TestTikTokFixtures(t *testing.T) {
	t.Parallel()
	cases := []struct {
		file                        string
		rows, read, bad, skipped    int
		amount, net, refund, reward shop.Cents // net and refund of the lines that count; reward is the commission of all
		currency                    shop.Currency
	}{
		// 88.98 + 88.98 + 37.50 + 24.99 + 24.99 + 30 + 24.99 + 24.99; refunds 24.99 + 10 + 24.99
		{"tiktok_shop_orders_us/All order-2026-11-01-10_00.csv", 17, 16, 1, 2, 34542, 34542 - 5998, 5998, 0, "USD"},
		{"tiktok_shop_orders_us/orders_uk.xlsx", 3, 3, 0, 1, 122000, 122000 - 36000, 36000, 0, "GBP"},
		// 120 + 1,150 + 120 + 120 + 100 thousand dong
		{"tiktok_shop_orders_vn/don_hang_vn-2026-06-01.xlsx", 9, 8, 1, 1, 1610000, 1610000 - 33333, 33333, 0, "VND"},
		{"tiktok_shop_orders_vn/Semua pesanan-2026-06-01.csv", 5, 5, 0, 0, 16750000, 16750000, 0, 0, "IDR"},
		// four rows count with Rp90,000, one of them is returned; 8,750 + 9,000 + 9,000 (held) + 4,400
		{"tiktok_shop_affiliate_orders_id/pesanan_afiliasi.csv", 10, 9, 1, 0, 36000000, 27000000, 9000000, 3115000, "IDR"},
		{"tiktok_shop_affiliate_orders_id/thirteen_columns.xlsx", 3, 3, 0, 0, 18000000, 18000000, 0, 0, "IDR"},
		// six rows of 18.00, one returned; 3.50 + 3 x 2.70 + 3.60 (held) + 0.80
		{"tiktok_shop_affiliate_orders_seller_v3/other_case.xlsx", 11, 11, 0, 0, 10800, 9000, 1800, 1600, "USD"},
		// 4 x 18.00 + 19.99 + 2 x 9,510.00; 1 of 2 pieces of 19.99 back; 5 x 2.50 + 2.70 + 1.10
		{"tiktok_affiliate_partner_orders/affiliate_orders_202610.xlsx", 11, 9, 2, 3, 1911199, 1910199, 1000, 1630, "USD"},
		{"tiktok_affiliate_partner_orders/japanese.csv", 4, 4, 0, 0, 5400, 3600, 1800, 0, "JPY"},
		{"tiktok_affiliate_partner_orders/thai.xlsx", 3, 3, 0, 0, 238000, 178500, 59500, 750, "THB"},
		// 77,500 + 0 - 2,500 - 50,000 + 12,345 + 3,000 - 300 - 9,900 + 700 rupiah
		{"tiktok_shop_settlement_income/income_20261101120000.xlsx", 12, 9, 3, 0, 3084500, 0, 0, 0, "IDR"},
		// 35.91 + 1,035.91 - 35.91 + 2 - 120 - 1 reais; the first row stands twice
		{"tiktok_shop_settlement_income/statement_br.csv", 7, 7, 0, 0, 91691, 0, 0, 0, "BRL"},
	}
	for _, c := range cases {
		path := "testdata/" + c.file
		docs, rep := read(t, File(path), goldenOptions(t, path))
		var net, refund, reward shop.Cents
		for _, d := range docs {
			for _, l := range d.Lines {
				net, reward = net+l.NetCents, reward+l.CommissionCents
				if l.Status.Counts() {
					refund += l.RefundCents
				}
			}
		}
		if rep.Rows != c.rows || rep.Emitted != c.read || rep.Rejected != c.bad || rep.Skipped != c.skipped || rep.AmountMinor != c.amount || rep.Currency != c.currency ||
			net != c.net || refund != c.refund || reward != c.reward {
			t.Errorf("%s: %d rows, %d read, %d rejected, %d skipped, amount %d %s, net %d, refunds %d, commission %d", c.file,
				rep.Rows, rep.Emitted, rep.Rejected, rep.Skipped, rep.AmountMinor, rep.Currency, net, refund, reward)
		}
	}
}

// tiktokOrderRow writes a row of the US export; kv overrides cells by column name.
func tiktokOrderRow(kv ...string) string {
	cells := map[string]string{"Order ID": "576910400000000791", "Order Status": "Completed", "SKU ID": "1730000000000000001", "Quantity": "1",
		"SKU Unit Original Price": "10.00", "SKU Subtotal Before Discount": "10.00", "SKU Subtotal After Discount": "8.00", "Order Amount": "8.00",
		"Created Time": "10/22/2026 01:05:09 PM\t", "Payment Method": "Card", "Country": "United States", "State": "Texas", "Buyer Username": "b"}
	for i := 0; i < len(kv); i += 2 {
		cells[kv[i]] = kv[i+1]
	}
	var out []string
	for _, h := range tiktokOrdersUSHeader {
		out = append(out, cells[h])
	}
	return strings.Join(out, ",") + "\n"
}

func tiktokOrderFile(rows ...string) Source {
	return text(strings.Join(tiktokOrdersUSHeader, ",") + "\n" + strings.Join(rows, ""))
}

// TestTikTokOrderStatuses: each word in each language, and what stands in for a word that is not known.
func TestTikTokOrderStatuses(t *testing.T) {
	t.Parallel()
	cases := []struct {
		kv     []string
		want   shop.Status
		issues int
	}{
		{[]string{"Order Status", "To ship", "Order Substatus", "Awaiting shipment"}, shop.Provisional, 0},
		{[]string{"Order Status", "Shipped", "Order Substatus", "Delivered"}, shop.Counted, 0},
		{[]string{"Order Status", "", "Order Substatus", "In transit"}, shop.Provisional, 0},
		{[]string{"Order Status", "CANCELLED"}, shop.Excluded, 0},
		{[]string{"Order Status", "Đã giao"}, shop.Counted, 0},
		{[]string{"Order Status", "Đã hủy"}, shop.Excluded, 0}, // with combining marks
		{[]string{"Order Status", "จัดส่งแล้ว", "Order Substatus", "จัดส่งสำเร็จ"}, shop.Counted, 0},
		{[]string{"Order Status", "ยกเลิกแล้ว"}, shop.Excluded, 0},
		{[]string{"Order Status", "运输中"}, shop.Provisional, 0},
		{[]string{"Order Status", "Selesai"}, shop.Counted, 0},
		{[]string{"Order Status", "Unpaid"}, shop.Excluded, 0},
		{[]string{"Order Status", "To ship", "Cancelled Time", "10/23/2026 01:05:09 PM"}, shop.Excluded, 0},
		{[]string{"Order Status", "Completed", "Cancelled Time", "10/23/2026 01:05:09 PM"}, shop.Counted, 0},
		{[]string{"Order Status", "?", "Cancelled Time", "10/23/2026 01:05:09 PM"}, shop.Excluded, 0},
		{[]string{"Order Status", "?", "Cancelation/Return Type", "Cancel"}, shop.Excluded, 0},
		{[]string{"Order Status", "?", "Cancelation/Return Type", "Return/Refund"}, shop.Provisional, 1},
		{[]string{"Order Status", "?"}, shop.Provisional, 1},
	}
	for _, c := range cases {
		again := append([]string{"Order ID", "576910400000000792"}, c.kv...)
		docs, rep := read(t, tiktokOrderFile(tiktokOrderRow(c.kv...), tiktokOrderRow(again...)), Options{Zone: "America/New_York", Currency: "USD"})
		if len(docs) != 2 || docs[0].Lines[0].Status != c.want || rep.IssueCount != c.issues {
			t.Errorf("%v: %s", c.kv, show(docs, rep))
		}
	}
}

// TestTikTokOrderRejects: one row is left out with its reason, the others stay.
func TestTikTokOrderRejects(t *testing.T) {
	t.Parallel()
	cases := []struct{ column, cell, code string }{
		{"Order ID", "5.7691E+17", "id_damaged"}, {"SKU ID", "1.73E+18", "id_damaged"}, {"Order ID", "", "missing_order_id"},
		{"Created Time", "", "missing_date"}, {"Created Time", "10/32/2026 01:05:09 PM", "bad_date"}, {"Quantity", "two", "bad_amount"},
		{"SKU Subtotal After Discount", "-1", "negative_amount"}, {"Order Amount", "EUR 8.00", "other_currency"}, {"Quantity", "-1", "negative_amount"},
	}
	for _, c := range cases {
		docs, rep := read(t, tiktokOrderFile(tiktokOrderRow(), tiktokOrderRow("SKU ID", "1730000000000000002", c.column, c.cell)), Options{Zone: "America/New_York", Currency: "USD"})
		if len(docs) != 1 || rep.Rejected != 1 || rep.Issues[0].Code != c.code || rep.Issues[0].Line != 3 {
			t.Errorf("%s %q: %s", c.column, c.cell, show(docs, rep))
		}
	}
}

// TestTikTokOrderPasted: a SKU may stand in an order twice, and a file may hold an order twice; what was paid
// tells which.
func TestTikTokOrderPasted(t *testing.T) {
	t.Parallel()
	opt := Options{Zone: "America/New_York", Currency: "USD"}
	one := tiktokOrderRow("Order Amount", "16.00")
	docs, rep := read(t, tiktokOrderFile(one, one), opt)
	if rep.AmountMinor != 1600 || docs[0].Key == docs[1].Key {
		t.Errorf("twice in one order: %s", show(docs, rep))
	}
	a, b := tiktokOrderRow("Order Amount", "16.00", "Seller SKU", "A"), tiktokOrderRow("Order Amount", "16.00", "Seller SKU", "B")
	docs, rep = read(t, tiktokOrderFile(a, b, b, a), opt)
	if rep.AmountMinor != 1600 || docs[0].Key != docs[2].Key && docs[0].Key != docs[3].Key {
		t.Errorf("pasted: %s", show(docs, rep))
	}
	docs, rep = read(t, tiktokOrderFile(tiktokOrderRow("Order Status", "Canceled"), tiktokOrderRow("Order ID", "1"), tiktokOrderRow("Order Status", "To ship")), opt)
	if rep.AmountMinor != 800 || docs[1].Key != docs[2].Key {
		t.Errorf("two states of an order: %s", show(docs, rep))
	}
}

// TestTikTokOrderDates: AM and PM settle what no date of the file can; without them it is asked.
func TestTikTokOrderDates(t *testing.T) {
	t.Parallel()
	opt := Options{Zone: "America/New_York", Currency: "USD"}
	docs, rep := read(t, tiktokOrderFile(tiktokOrderRow("Created Time", "10/02/2026 01:05:09 PM\t")), opt)
	if rep.Status != StatusOK || docs[0].Lines[0].Day.String() != "2026-10-02" {
		t.Errorf("AM and PM: %s", show(docs, rep))
	}
	if _, rep = read(t, tiktokOrderFile(tiktokOrderRow("Created Time", "10/02/2026 13:05:09\t")), opt); rep.Status != StatusNeedsMapping || rep.Questions[0].Name != "day_month_order" {
		t.Errorf("nothing tells: %+v", rep)
	}
	docs, rep = read(t, tiktokOrderFile(tiktokOrderRow("Created Time", "13/02/2026 13:05:09"), tiktokOrderRow("Created Time", "10/02/2026 13:05:09")), opt)
	if rep.Status != StatusOK || docs[1].Lines[0].Day.String() != "2026-02-10" {
		t.Errorf("a day above 12 tells: %s", show(docs, rep))
	}
	if _, rep = read(t, tiktokOrderFile(tiktokOrderRow("Created Time", "10/02/2026 13:05:09")), Options{Zone: "Europe/London", Currency: "GBP",
		Map: &Mapping{Date: "DD/MM/YYYY HH:MM"}, Format: "tiktok_shop_orders_us"}); rep.Status != StatusOK || rep.FirstDay.String() != "2026-02-10" {
		t.Errorf("the answer: %+v", rep)
	}
}

// TestTikTokOrderRefunds: whatever the rows of an order, no line loses more than it cost, what is taken off
// adds up to what was refunded or to all goods, and the order of the rows changes nothing.
func TestTikTokOrderRefunds(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(11, 4))
	for range 20000 {
		rows := make([]tiktokShopRow, 1+rnd.IntN(5))
		var goods, sold shop.Cents
		refund := shop.Some(shop.Cents(rnd.IntN(12000) * rnd.IntN(2)))
		for i := range rows {
			it := &rows[i]
			it.sold, it.soldKnown, it.quantity = shop.Cents(rnd.IntN(5000)), true, int64(1+rnd.IntN(4))
			it.rank = int64([]tiktokStep{tiktokCompleted, tiktokCompleted, tiktokCancelled, tiktokShipped}[rnd.IntN(4)])
			it.status, it.refund = tiktokShopStatus[it.rank], refund
			goods += it.sold
			if it.status.Counts() {
				sold += it.sold
			}
		}
		back := rnd.IntN(2) == 1
		for i := range rows {
			if rows[i].amount = shop.Some(goods + 300); back {
				rows[i].back = int64(rnd.IntN(3))
			}
		}
		parts := shareRefund(rows)
		var all shop.Cents
		for i, p := range parts {
			if p < 0 || p > rows[i].sold {
				t.Fatalf("line %d lost %d: %+v", i, p, rows)
			}
			all += p
		}
		want := min(refund.Value, goods)
		if all > want || want-all > 300 || (!back && sold == goods && all != want) {
			t.Fatalf("%d of %d were taken off: %+v", all, want, rows)
		}
	}
}

// TestTikTokOrderShuffled: an order whose rows stand apart is the same order.
func TestTikTokOrderShuffled(t *testing.T) {
	t.Parallel()
	var rows []string
	for i := range 300 {
		order := fmt.Sprintf("5769104%011d", i/3)
		rows = append(rows, tiktokOrderRow("Order ID", order, "SKU ID", fmt.Sprintf("17300%d", i%3), "Order Amount", "24.00", "Order Refund Amount", "7.00", "Seller SKU", fmt.Sprint("S", i%3)))
	}
	sum := func() (map[shop.Key]shop.Cents, shop.Cents) {
		docs, rep := read(t, tiktokOrderFile(rows...), Options{Zone: "America/New_York", Currency: "USD"})
		out := map[shop.Key]shop.Cents{}
		var refund shop.Cents
		for _, d := range docs {
			out[d.Key] += d.Lines[0].GrossCents
			refund += d.Lines[0].RefundCents
		}
		if rep.AmountMinor != 300*800 || refund != 100*700 || len(out) != 300 {
			t.Fatalf("amount %d, refunds %d, %d keys", rep.AmountMinor, refund, len(out))
		}
		return out, refund
	}
	want, _ := sum()
	rnd := rand.New(rand.NewPCG(3, 4))
	rnd.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	got, _ := sum()
	for k := range want {
		if _, ok := got[k]; !ok {
			t.Fatal("a key depends on where its row stands")
		}
	}
}

// TestTikTokNoPersonalCells plants a buyer in every column that is not read and in those that may be damaged.
func TestTikTokNoPersonalCells(t *testing.T) {
	t.Parallel()
	const planted = "planted +49 170 1234567"
	head := append([]string{"Recipient", "Phone #", "Detail Address", "Buyer Message", "Buyer Nickname", "Address Line 1", "Seller Note", "Cancel Reason"}, tiktokOrdersUSHeader...)
	for _, spoil := range []string{"", "Order Status", "Created Time", "SKU Subtotal After Discount", "Quantity", "Buyer Username", "City", "Zipcode", "Payment Method"} {
		row := tiktokOrderRow("City", planted, "Zipcode", planted)
		if spoil != "" {
			row = tiktokOrderRow(spoil, planted)
		}
		file := strings.Join(head, ",") + "\n" + strings.Repeat(planted+",", 8) + row
		docs, rep := read(t, text(file), Options{Zone: "America/New_York", Currency: "USD", Customer: hashed})
		if out := show(docs, rep); strings.Contains(out, "planted") || strings.Contains(out, "1234567") {
			t.Errorf("with %q spoilt: %s", spoil, out)
		}
	}
}

package importer

import (
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

// tiktokRow writes a US row; kv overrides cells by column name.
func tiktokRow(kv ...string) string {
	cells := map[string]string{"Order ID": "5769104000000000017\t", "Product ID": "1729000700000000001\t", "SKU ID": "1731000800000000001\t",
		"Price": "$10.00", "Payment Amount": "$18.00", "Currency": "USD", "Quantity": "2", "Fully returned or refunded": "No", "Order Status": "Pending",
		"Creator Username": "@Mia", "Content ID": "7400000000020000001\t", "Time Created": "03/10/2026 13:10:05\t",
		"Est. standard commission payment": "$2.70", "Est. Shop Ads commission payment": "$0.00"}
	for i := 0; i < len(kv); i += 2 {
		cells[kv[i]] = kv[i+1]
	}
	var out []string
	for _, h := range TikTokAffiliateUSHeader {
		out = append(out, cells[h])
	}
	return strings.Join(out, ",") + "\n"
}

func TestTikTokRow(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		kv     []string
		want   shop.Line // status, flags and cents are compared
		amount shop.Cents
	}{
		{"pending", nil, shop.Line{Status: shop.Provisional, GrossCents: 2000, DiscountCents: 200, NetCents: 1800, CommissionCents: 270}, 1800},
		{"actual replaces estimate", []string{"Order Status", "Settled", "Actual Commission Payment", "$2.00"},
			shop.Line{GrossCents: 2000, DiscountCents: 200, NetCents: 1800, CommissionCents: 200}, 1800},
		{"actual zero replaces too", []string{"Order Status", "Settled", "Actual Commission Payment", "$0.00"},
			shop.Line{GrossCents: 2000, DiscountCents: 200, NetCents: 1800}, 1800},
		{"ads", []string{"Est. standard commission payment", "$0.00", "Est. Shop Ads commission payment", "$1.00"},
			shop.Line{Status: shop.Provisional, AdDriven: true, GrossCents: 2000, DiscountCents: 200, NetCents: 1800, CommissionCents: 100}, 1800},
		{"returned", []string{"Fully returned or refunded", "Yes"},
			shop.Line{Status: shop.Provisional, GrossCents: 2000, DiscountCents: 200, RefundCents: 1800}, 1800},
		{"free sample", []string{"Payment Amount", "$0.00"},
			shop.Line{Status: shop.Provisional, FreeSample: true, GrossCents: 2000, DiscountCents: 2000, CommissionCents: 270}, 0},
		{"cancelled", []string{"Order Status", "CANCELED"}, shop.Line{Status: shop.Excluded, GrossCents: 2000, DiscountCents: 200}, 0},
		{"cancelled at 0 is no sample", []string{"Order Status", "Canceled", "Payment Amount", "0"}, shop.Line{Status: shop.Excluded, GrossCents: 2000, DiscountCents: 2000}, 0},
		{"frozen", []string{"Order Status", "Frozen"}, shop.Line{Status: shop.Held, GrossCents: 2000, DiscountCents: 200, CommissionCents: 270}, 0},
		{"paid more than the price", []string{"Price", "$5.00"}, shop.Line{Status: shop.Provisional, GrossCents: 1800, NetCents: 1800, CommissionCents: 270}, 1800},
	}
	for _, c := range cases {
		docs, rep := read(t, text(strings.Join(TikTokAffiliateUSHeader, ",")+"\n"+tiktokRow(c.kv...)), Options{Zone: "America/New_York"})
		if len(docs) != 1 {
			t.Errorf("%s: %s", c.name, show(docs, rep))
			continue
		}
		l := docs[0].Lines[0]
		got := shop.Line{Status: l.Status, FreeSample: l.FreeSample, AdDriven: l.AdDriven, GrossCents: l.GrossCents, DiscountCents: l.DiscountCents,
			RefundCents: l.RefundCents, NetCents: l.NetCents, CommissionCents: l.CommissionCents}
		if got != c.want || rep.AmountMinor != c.amount {
			t.Errorf("%s: got %+v amount %d, want %+v %d", c.name, got, rep.AmountMinor, c.want, c.amount)
		}
		if docs[0].OrderID != "5769104000000000017" || l.Creator != "mia" || l.Content != "7400000000020000001" || l.Quantity != 2 || l.Day.String() != "2026-10-03" {
			t.Errorf("%s: %+v", c.name, docs[0])
		}
	}
}

func TestTikTokRejects(t *testing.T) {
	t.Parallel()
	cases := []struct{ column, cell, code string }{
		{"Order ID", "5.7691E+18", "id_damaged"}, {"SKU ID", "1.7E+18\t", "id_damaged"}, {"Product ID", "1E+18", "id_damaged"}, {"Content ID", "7.4E+18", "id_damaged"},
		{"Order ID", "#REF!", "id_damaged"}, {"SKU ID", "#########", "id_damaged"},
		{"Order ID", "", "missing_order_id"}, {"Order Status", "Teleported", "unknown_status"}, {"Payment Amount", "", "missing_amount"},
		{"Payment Amount", "NaN", "bad_amount"}, {"Payment Amount", "-$5", "negative_amount"}, {"Fully returned or refunded", "Maybe", "bad_flag"},
		{"Time Created", "31/11/2026 10:00:00", "bad_date"}, {"Time Created", "", "missing_date"}, {"Currency", "dollars", "bad_currency"},
		{"Quantity", "two", "bad_amount"}, {"Est. Shop Ads commission payment", "?", "bad_amount"},
	}
	for _, c := range cases {
		file := strings.Join(TikTokAffiliateUSHeader, ",") + "\n" + tiktokRow("Product Name", "\"two\nlines\"") + tiktokRow(c.column, c.cell)
		_, rep := read(t, text(file), Options{Zone: "America/New_York"})
		column := newHeaderOf(TikTokAffiliateUSHeader).at(c.column) + 1
		if rep.Emitted != 1 || len(rep.Issues) != 1 || rep.Issues[0].Line != 4 || rep.Issues[0].Column != column || rep.Issues[0].Code != c.code {
			t.Errorf("%s %q: got %s %+v, want %s in line 4 column %d", c.column, c.cell, rep.Status, rep.Issues, c.code, column)
		}
	}
}

func newHeaderOf(names []string) *header {
	rec, err := newRecordReader(strings.NewReader(strings.Join(names, ",")), ',', '\n').next()
	if err != nil {
		panic(err)
	}
	return newHeader(rec)
}

// TestTikTokVersionsInOneFile: the sum counts each key once, in its furthest version, and maturity
// orders the versions.
func TestTikTokVersionsInOneFile(t *testing.T) {
	t.Parallel()
	steps := []string{"Unpaid by customer", "Pending", "Shipped", "Frozen", "Completed", "Settled"}
	file := strings.Join(TikTokAffiliateUSHeader, ",") + "\n"
	for _, s := range steps {
		file += tiktokRow("Order Status", s)
	}
	docs, rep := read(t, text(file+tiktokRow("Order Status", "Pending", "Payment Amount", "$99")), Options{Zone: "America/New_York"})
	if rep.AmountMinor != 1800 || rep.Emitted != 7 {
		t.Errorf("got %d of %d rows, want 1800", rep.AmountMinor, rep.Emitted)
	}
	for i := 1; i < len(steps); i++ {
		if docs[i].Key != docs[0].Key || docs[i].Maturity <= docs[i-1].Maturity {
			t.Errorf("%s: maturity %d after %d", steps[i], docs[i].Maturity, docs[i-1].Maturity)
		}
	}
}

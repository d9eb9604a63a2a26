package importer

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

const retailMapping = `{"columns":{"order_id":"InvoiceNo","created_at":"InvoiceDate","unit_price":"UnitPrice","quantity":"Quantity",
"sku":"StockCode","customer":"CustomerID","region":"Country"},"set":{"currency":"GBP"},"date":"YYYY-MM-DD HH:MM:SS","zone":"Europe/London"}`

// TestOnlineRetail reads 541,909 real order lines (Online Retail, UCI, CC0) through a mapping. Rounding
// each line to pence gives 974774793 in all, and 1066668454 without C invoices, negative quantities
// and prices of zero; 5,268 rows are exact repeats and count.
func TestOnlineRetail(t *testing.T) {
	t.Parallel()
	m, err := ParseMapping([]byte(retailMapping))
	if err != nil {
		t.Fatal(err)
	}
	src := File(filepath.Join(dataFolder(t), "online_retail_uci.csv.gz"))
	var net, sales shop.Cents
	keys := make(map[shop.Key]bool, 541909)
	rep, err := Read(context.Background(), src, Options{Name: "online_retail_uci.csv.gz", Map: m, Customer: hashed}, func(d *shop.Doc) error {
		l := &d.Lines[0]
		keys[d.Key] = true
		net += l.NetCents
		if !strings.HasPrefix(d.OrderID, "C") && l.Quantity > 0 && l.GrossCents > 0 {
			sales += l.GrossCents
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Status != StatusOK || rep.Rows != 541909 || rep.Emitted != 541909 || rep.Rejected != 0 || rep.Skipped != 0 {
		t.Errorf("got %s rows %d emitted %d rejected %d skipped %d, want all 541909", rep.Status, rep.Rows, rep.Emitted, rep.Rejected, rep.Skipped)
	}
	if rep.AmountMinor != 974774793 || net != 974774793 || rep.Currency != "GBP" {
		t.Errorf("got %d (net %d) %s, want 974774793 GBP", rep.AmountMinor, net, rep.Currency)
	}
	if sales != 1066668454 {
		t.Errorf("sales: got %d, want 1066668454", sales)
	}
	if len(keys) != 541909 {
		t.Errorf("got %d keys, want one for each row", len(keys))
	}
	if rep.FirstDay.String() != "2010-12-01" || rep.LastDay.String() != "2011-12-09" || rep.Bytes != 47100511 {
		t.Errorf("got %v..%v, %d bytes", rep.FirstDay, rep.LastDay, rep.Bytes)
	}
}

// TestMappedMoney: a column that happens to be called discount is a rate in this file.
func TestMappedMoney(t *testing.T) {
	t.Parallel()
	file := "Order ID,Order Date,Sales,Quantity,Discount,Amount,Price\nA,2026-10-05,261.96,2,0.2,7,1.005\n"
	cases := []struct {
		columns map[string]string
		net     shop.Cents
	}{
		{map[string]string{"amount": "Sales"}, 26196},
		{map[string]string{"amount": "Sales", "discount": "Discount"}, 26176},
		{map[string]string{"unit_price": "Price"}, 201},
	}
	for _, c := range cases {
		c.columns["order_id"], c.columns["created_at"] = "order id", "ORDER DATE"
		docs, rep := read(t, text(file), Options{Currency: "USD", Map: &Mapping{Columns: c.columns}})
		if rep.Status != StatusOK || docs[0].Lines[0].NetCents != c.net || docs[0].Lines[0].Quantity != 2 {
			t.Errorf("%v: got %s, want net %d", c.columns, show(docs, rep), c.net)
		}
	}
}

// TestSameRowsSameKeys: repeats inside a file are apart, the same file again is the same, and so is a
// file with other delimiters, quotes and line ends.
func TestSameRowsSameKeys(t *testing.T) {
	t.Parallel()
	keys := func(file string) (out []shop.Key) {
		docs, _ := read(t, text(file), Options{})
		for _, d := range docs {
			out = append(out, d.Key)
		}
		return out
	}
	a := keys("order_id,created_at,amount,currency\n1,2026-10-05,5,USD\n1,2026-10-05,5,USD\n1,2026-10-05,6,USD\n")
	b := keys("order_id;created_at;amount;currency\r\n\"1\";2026-10-05; 5 ;USD\r\n1;2026-10-05;5;USD\r\n1;2026-10-05;6;USD\r\n")
	if len(a) != 3 || a[0] == a[1] || a[1] == a[2] || !slices.Equal(a, b) {
		t.Errorf("got %x and %x", a, b)
	}
}

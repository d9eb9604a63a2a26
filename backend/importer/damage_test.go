package importer

import (
	"strings"
	"testing"
)

// TestDamagedRows: what a spreadsheet or a broken download did to a row takes the row out with its line and
// reason, and never joins two orders or counts a cancelled one.
func TestDamagedRows(t *testing.T) {
	t.Parallel()
	shopify := "Name,Email,Financial Status,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Cancelled at\n" +
		"#1001,a@x.example,paid,USD,10.00,10.00,2026-10-01 10:00:00 -0400,1,Serum,10.00,\n"
	const aff = "Order ID,Product ID,Product Name,SKU ID,Price,Payment Amount,Currency,Quantity,Order Status,Creator Username,Content ID,Time Created,Actual Commission Payment\n"
	row := func(order, paid string) string {
		return order + ",1,Serum,2," + paid + "," + paid + ",USD,1,Settled,mia,7,03/10/2026 10:00:00,\n"
	}
	for name, c := range map[string]struct {
		file   string
		code   string
		line   int
		amount int64
	}{
		"cut off":         {shopify + "#1002,b@x.example,refunded,USD,7.50,7.50,2026-10-01 11:00:00 -0400,1,Serum,7.50", "cut_off", 3, 1000},
		"an error":        {shopify + "#REF!,b@x.example,paid,USD,7.50,7.50,2026-10-01 11:00:00 -0400,1,Serum,7.50,\n", "id_damaged", 3, 1000},
		"errors as ids":   {aff + row("577", "10.00") + row("#N/A", "5.00") + row("#NAME?", "5.00"), "id_damaged", 3, 1000},
		"too narrow":      {aff + row("577", "10.00") + row("########", "5.00"), "id_damaged", 3, 1000},
		"other currency":  {aff + row("577", "10.00") + row("578", "£5.00"), "other_currency", 3, 1000},
		"own currency":    {aff + row("577", "$10.00") + row("578", "USD 5.00"), "", 0, 1500},
		"last line whole": {strings.TrimSuffix(shopify, "\n"), "", 0, 1000},
	} {
		_, rep := read(t, text(c.file), Options{Name: "x.csv", Zone: "America/New_York", Currency: "USD"})
		switch {
		case rep.Status != StatusOK || int64(rep.AmountMinor) != c.amount:
			t.Errorf("%s: %s", name, show(nil, rep))
		case c.code == "" && len(rep.Issues) > 0, c.code != "" && (len(rep.Issues) == 0 || rep.Issues[0].Code != c.code || rep.Issues[0].Line != c.line):
			t.Errorf("%s: %+v", name, rep.Issues)
		}
	}
	_, rep := read(t, text(strings.Repeat("a,", 100_000)+"a\n"+strings.Repeat("1,", 100_000)+"1\n"), Options{Name: "x.csv"})
	if rep.Status != StatusRefused || rep.Issues[0].Code != "too_many_columns" || rep.Issues[0].Line != 1 {
		t.Errorf("wide: %s", show(nil, rep))
	}
}

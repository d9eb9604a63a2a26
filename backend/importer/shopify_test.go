package importer

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

// shopifyFile writes n lines, about 400 bytes each, two lines an order.
func shopifyFile(n int) string {
	col := map[string]int{}
	for i, h := range ShopifyOrdersHeader {
		col[h] = i
	}
	var b strings.Builder
	b.WriteString(strings.Join(ShopifyOrdersHeader, ",") + "\n")
	cells := make([]string, len(ShopifyOrdersHeader))
	write := func(kv ...string) {
		clear(cells)
		for i := 0; i < len(kv); i += 2 {
			cells[col[kv[i]]] = kv[i+1]
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	for i := 0; i < n; i += 2 {
		name, email := fmt.Sprintf("#%d", 100000+i/2), fmt.Sprintf("customer%d@example.com", i%50000)
		at := fmt.Sprintf("2026-%02d-%02d %02d:30:12 -0500", 1+i/2%9, 1+i/20%28, i%24)
		write("Name", name, "Email", email, "Financial Status", "paid", "Paid at", at, "Fulfillment Status", "fulfilled", "Fulfilled at", at,
			"Accepts Marketing", "no", "Currency", "USD", "Subtotal", "88.98", "Shipping", "5.00", "Taxes", "7.12", "Total", "101.10",
			"Discount Code", "MIA10", "Discount Amount", "0.00", "Shipping Method", "Standard", "Created at", at, "Lineitem quantity", "2",
			"Lineitem name", "Glow Serum 30 ml - Duo", "Lineitem price", "24.99", "Lineitem sku", "SER-30", "Lineitem requires shipping", "true",
			"Shipping Province", "TX", "Shipping Country", "US", "Billing Name", "\"Doe, Jane\"", "Refunded Amount", "0.00", "Source", "web", "Id", "5097160001001",
			"Lineitem discount", "0.00", "Vendor", "Glow", "Payment Method", "Shopify Payments", "Notes", strings.Repeat("x", 180))
		write("Name", name, "Email", email, "Created at", at, "Lineitem quantity", "1", "Lineitem name", "Glow Serum 50 ml", "Lineitem price", "39.00",
			"Lineitem sku", "SER-50", "Lineitem requires shipping", "true", "Vendor", "Glow", "Lineitem discount", "0.00", "Notes", strings.Repeat("x", 180))
	}
	return b.String()
}

func BenchmarkShopify(b *testing.B) {
	const lines = 100000
	file := shopifyFile(lines)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		rep, err := Read(context.Background(), text(file), Options{Zone: "America/New_York", Customer: func(s string) string { return s }}, func(*shop.Doc) error { return nil })
		if err != nil || rep.Emitted != lines {
			b.Fatal(err, rep)
		}
	}
	b.ReportMetric(lines*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}

// TestShopifyShuffled: the order of the rows in the file changes nothing but the order of documents
// and lines.
func TestShopifyShuffled(t *testing.T) {
	t.Parallel()
	sorted := shopifyFile(2000)
	head, body, _ := strings.Cut(sorted, "\n")
	rows := strings.SplitAfter(body, "\n")
	rows = rows[:len(rows)-1]
	rnd := rand.New(rand.NewPCG(1, 2))
	rnd.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	net := func(file string) (map[string]shop.Cents, *Report) {
		docs, rep := read(t, text(file), Options{})
		out := map[string]shop.Cents{}
		for _, d := range docs {
			for _, l := range d.Lines {
				out[d.OrderID+l.SKU] += l.NetCents
			}
		}
		return out, rep
	}
	want, rep1 := net(sorted)
	got, rep2 := net(head + "\n" + strings.Join(rows, ""))
	if rep1.AmountMinor != 8898*1000 || rep2.AmountMinor != rep1.AmountMinor || len(got) != 2000 || len(want) != 2000 {
		t.Fatalf("got %d, want %d; %d and %d lines", rep2.AmountMinor, rep1.AmountMinor, len(got), len(want))
	}
	for k, v := range want {
		if got[k] != v {
			t.Fatalf("%s: got %d, want %d", k, got[k], v)
		}
	}
}

// TestShopifySharesToTheCent: whatever the lines, discounts, tips and edits, gross less discount adds
// up to Subtotal, nothing is negative, and the refund never exceeds what was sold.
func TestShopifySharesToTheCent(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(7, 7))
	for range 20000 {
		rows := make([]shopifyRow, 1+rnd.IntN(6))
		var all shop.Cents
		for i := range rows {
			rows[i].gross = shop.Cents(rnd.IntN(5000) * rnd.IntN(2))
			rows[i].discount = shop.Cents(rnd.IntN(3000) * rnd.IntN(2))
			all += rows[i].gross
		}
		o := &shopifyOrder{subtotal: shop.Cents(rnd.IntN(int(all) + 500)), status: shop.Counted}
		o.refund = shop.Cents(rnd.IntN(int(o.subtotal) + 1))
		o.extra, o.discounted = rows[0].gross, max(all-o.subtotal-rows[0].gross, 0)
		doc := &shop.Doc{}
		if bad := o.lines(rows, doc); bad != nil {
			t.Fatal(bad)
		}
		var sold, refund shop.Cents
		for _, l := range doc.Lines {
			if l.GrossCents < 0 || l.DiscountCents < 0 || l.RefundCents < 0 || l.NetCents < 0 || l.NetCents != l.GrossCents-l.DiscountCents-l.RefundCents {
				t.Fatalf("%+v of %+v", l, o)
			}
			sold += l.GrossCents - l.DiscountCents
			refund += l.RefundCents
		}
		if sold != o.subtotal || refund != o.refund {
			t.Fatalf("sold %d of %d, refund %d of %d: %+v", sold, o.subtotal, refund, o.refund, rows)
		}
	}
}

// TestNoPersonalCells plants names, mails, phones and streets in every column and looks for them in
// all that comes out, rejections included.
func TestNoPersonalCells(t *testing.T) {
	t.Parallel()
	keep := map[string]string{"Name": "#1", "Email": "planted@example.com", "Financial Status": "paid", "Currency": "USD", "Subtotal": "10", "Total": "10",
		"Created at": "2026-10-01 10:00:00 -0500", "Lineitem quantity": "1", "Lineitem price": "10", "Discount Code": "", "Discount Amount": "", "Refunded Amount": "",
		"Lineitem name": "Serum", "Lineitem sku": "S", "Lineitem discount": "", "Source": "web", "Shipping Country": "US", "Shipping Province": "TX", "Cancelled at": "",
		"Shipping": "", "Taxes": "", "Billing Country": "US", "Billing Province": "TX"}
	for _, spoil := range []string{"", "Subtotal", "Created at", "Financial Status", "Lineitem price", "Currency"} {
		var cells []string
		for _, h := range ShopifyOrdersHeader {
			v, ok := keep[h]
			if !ok || h == spoil {
				v = "planted +49 170 1234567"
			}
			cells = append(cells, v)
		}
		docs, rep := read(t, text(strings.Join(ShopifyOrdersHeader, ",")+"\n"+strings.Join(cells, ",")+"\n"), Options{Name: "o.csv", Currency: "USD", Customer: hashed})
		if out := show(docs, rep); strings.Contains(out, "planted") || strings.Contains(out, "1234567") {
			t.Errorf("with %q spoilt: %s", spoil, out)
		}
		if (rep.Status == StatusOK) != (spoil == "") {
			t.Errorf("with %q spoilt: %s %v", spoil, rep.Status, rep.Issues)
		}
	}
	_, rep := read(t, text("jane@example.com,5\njoe@example.com,6\n"), Options{Name: "o.csv"})
	if out := show(nil, rep); strings.Contains(out, "jane") || rep.Status != StatusNeedsMapping {
		t.Errorf("file without header: %s", out)
	}
}

// TestShopifyOldHeader: 73 columns of 2022, short continuation rows.
func TestShopifyOldHeader(t *testing.T) {
	t.Parallel()
	gone := map[string]bool{"Outstanding Balance": true, "Employee": true, "Location": true, "Device ID": true, "Payment ID": true, "Payment References": true}
	var head, first []string
	for _, h := range ShopifyOrdersHeader {
		if !gone[h] {
			head = append(head, h)
			v := map[string]string{"Name": "#1", "Financial Status": "paid", "Currency": "USD", "Subtotal": "15", "Created at": "2022-10-01 10:00:00 -0500",
				"Lineitem quantity": "1", "Lineitem price": "10"}[h]
			first = append(first, v)
		}
	}
	if len(head) != 73 {
		t.Fatal(len(head))
	}
	short := "#1,,,,,,,,,,,,,,,2022-10-01 10:00:00 -0500,1,soap,5.00"
	docs, rep := read(t, text(strings.Join(head, ",")+"\n"+strings.Join(first, ",")+"\n"+short+"\n"), Options{})
	if rep.Status != StatusOK || rep.AmountMinor != 1500 || len(docs) != 1 || len(docs[0].Lines) != 2 || docs[0].Lines[1].NetCents != 500 {
		t.Errorf("%s", show(docs, rep))
	}
}

// TestManyRowsOfOneOrder: a damaged Name column may make one order of a whole file; it must not take
// quadratic time.
func TestManyRowsOfOneOrder(t *testing.T) {
	t.Parallel()
	row := strings.Repeat("#1,,,,,,,,,,,,,,,2022-10-01 10:00:00 -0500,1,soap,5.00\n", 50000)
	_, rep := read(t, text(strings.Join(ShopifyOrdersHeader, ",")+"\n"+row), Options{Currency: "USD"})
	if rep.Status != StatusRefused || rep.Rejected != 50000 || len(rep.Issues) > MaxIssues+1 || rep.IssueCount != 50001 {
		t.Errorf("%s rejected %d issues %d of %d", rep.Status, rep.Rejected, len(rep.Issues), rep.IssueCount)
	}
}

// TestMemory: 200,000 lines, 90 MB, pass through without being kept.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 90 MB twice")
	}
	block := shopifyFile(2000)
	head, body, _ := strings.Cut(block, "\n")
	src := func() (io.ReadCloser, error) {
		parts := []io.Reader{strings.NewReader(head + "\n")}
		for i := range 100 {
			parts = append(parts, strings.NewReader(strings.ReplaceAll(body, "#10", fmt.Sprintf("#%d-10", i))))
		}
		return io.NopCloser(io.MultiReader(parts...)), nil
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	rep, err := Read(context.Background(), src, Options{}, func(*shop.Doc) error { return nil })
	if err != nil || rep.Emitted != 200000 || rep.AmountMinor != 8898*100000 {
		t.Fatal(err, rep)
	}
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 300<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
}

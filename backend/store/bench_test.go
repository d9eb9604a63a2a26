package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"creatorlift/backend/shop"
)

// shopYear makes n lines of a shop as a Shopify export shows them: newest first, 1.6 lines an order,
// two years, 300 SKUs, 50 regions. feed hands them to add without keeping them.
type shopYear struct{ lines int }

func (y shopYear) feed(add func(*shop.Doc) error) (FileFacts, error) {
	r := rand.New(rand.NewPCG(1, 1))
	skus, products, regions := make([]string, 300), make([]string, 300), make([]string, 50)
	for i := range skus {
		skus[i], products[i] = fmt.Sprint("SKU-", i), fmt.Sprint("Serum number ", i, " 30 ml")
	}
	for i := range regions {
		regions[i] = fmt.Sprint("US-", i)
	}
	row := 2
	for left := y.lines; left > 0; {
		n := min(1+r.IntN(2)+r.IntN(2)*r.IntN(2), left)
		at := int64(1_790_000_000) - int64(float64(y.lines-left)/float64(y.lines)*730*86400)
		doc := &shop.Doc{OrderID: "#" + strconv.Itoa(1_000_000+left), Lines: make([]shop.Line, 0, n)}
		doc.Key = shop.KeyOf("order", doc.OrderID)
		region, customer := regions[r.IntN(50)], fmt.Sprintf("%032x", r.IntN(1<<20))
		for range n {
			i, gross := r.IntN(300), shop.Cents(500+r.IntN(9000))
			doc.Lines = append(doc.Lines, shop.Line{Row: row, PlacedAtUTC: at, Day: shop.Day(at / 86400), Quantity: 1 + int64(r.IntN(3)),
				GrossCents: gross, DiscountCents: gross / 10, NetCents: gross - gross/10, SKU: skus[i], Product: products[i],
				Code: "", Channel: "web", Region: region, Customer: customer})
			row++
		}
		left -= n
		if err := add(doc); err != nil {
			return FileFacts{}, err
		}
	}
	return FileFacts{Rows: int64(y.lines), Zone: "UTC"}, nil
}

func benchSize() int {
	if n, err := strconv.Atoi(os.Getenv("CREATORLIFT_BENCH_LINES")); err == nil {
		return n
	}
	return 200_000
}

func BenchmarkImport(b *testing.B) {
	y := shopYear{benchSize()}
	b.ReportAllocs()
	for range b.N {
		s := newStore(b)
		b.ResetTimer()
		start := time.Now()
		if _, err := s.Import(ctx, shopify().info, false, y.feed); err != nil {
			b.Fatal(err)
		}
		first := time.Since(start)
		if _, err := s.Import(ctx, shopify().info, false, y.feed); err != nil {
			b.Fatal(err)
		}
		second := time.Since(start) - first
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		refund := order("#1000007", 19000, 0)
		start = time.Now()
		mustImport(b, s, shopify(refund))
		b.ReportMetric(float64(time.Since(start).Microseconds())/1000, "refund-ms")
		start = time.Now()
		mustHash(b, s)
		b.ReportMetric(time.Since(start).Seconds(), "hash-s")
		start = time.Now()
		if _, err := s.Undo(ctx, 1); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "undo-s")
		b.ReportMetric(float64(y.lines)/first.Seconds(), "lines/s")
		b.ReportMetric(float64(y.lines)/second.Seconds(), "again-lines/s")
		b.ReportMetric(float64(m.Sys)/1e6, "go-MB")
	}
}

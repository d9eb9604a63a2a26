package api

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

// haloDays is how long the invented shops are open; the halo lasts the last haloTest of them.
const (
	haloDays = 168
	haloTest = 28
)

// amazonOrders writes an Amazon text report with the given orders a day and returns it with the net sales
// that the halo added over its days.
func amazonOrders(seed uint64, lift float64) (file string, extra int64) {
	r := rand.New(rand.NewPCG(seed, 12))
	var b strings.Builder
	b.WriteString("amazon-order-id\tpurchase-date\torder-status\tproduct-name\tsku\tquantity\tcurrency\titem-price\tship-country\tship-state\n")
	first, n, level := shop.DayFrom(2026, 5, 4), 0, 0.0
	for d := range haloDays {
		level = .8*level + .04*r.NormFloat64()
		week := [7]float64{1, 1, .95, 1, 1.1, 1.25, 1.2}[d%7]
		orders := 60 * week * math.Exp(level)
		usual := int(orders + r.NormFloat64()*math.Sqrt(orders) + .5)
		more := 0
		if d >= haloDays-haloTest {
			more = int(lift*orders + .5)
		}
		for i := range usual + more {
			cents := 1500 + r.IntN(3000)
			if i >= usual {
				extra += int64(cents)
			}
			n++
			fmt.Fprintf(&b, "111-%07d-%07d\t%sT%02d:00:00+00:00\tShipped\tSerum\tGL-1\t1\tUSD\t%d.%02d\tUS\tTX\n", n, n, first+shop.Day(d), 12+i%8, cents/100, cents%100)
		}
	}
	return b.String(), extra
}

// TestHaloInAmazon: orders that creators brought to Amazon are found in Amazon's series within the range,
// and none are found where none were brought; the brand's other shop does not disturb it.
func TestHaloInAmazon(t *testing.T) {
	t.Parallel()
	ctx, held, called := context.Background(), 0, 0
	const brands = 8
	for seed := range uint64(brands) {
		lift := .25 * float64(seed%2)
		dir := t.TempDir()
		file, extra := amazonOrders(seed, lift)
		other := simpleOrders("web", 400)
		for name, text := range map[string]string{"amazon.txt": file, "web.csv": other} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		app, db := &App{}, filepath.Join(dir, "brand.db")
		out, err := app.Import(ctx, ImportIn{DB: db, Files: []string{filepath.Join(dir, "amazon.txt"), filepath.Join(dir, "web.csv")}, Zone: "America/Chicago", Currency: "USD"})
		if err != nil || !out.AllOK() {
			t.Fatalf("%+v, %v", out, err)
		}
		last := shop.DayFrom(2026, 5, 4) + haloDays - 1
		a, err := app.ReadOut(ctx, ReadOutIn{DB: db, Source: "Amazon", Question: Question{Start: (last - haloTest + 1).String(), End: last.String(), Level: .95, NoAudit: true}})
		if err != nil || a.Status != OK {
			t.Fatalf("%+v, %v", a, err)
		}
		if a.Total.Lower <= float64(extra) && float64(extra) <= a.Total.Upper {
			held++
		}
		if a.Significant {
			called++
		}
		if _, err := app.ReadOut(ctx, ReadOutIn{DB: db, Source: "Etsy", Question: Question{Start: last.String(), End: last.String()}}); shop.ErrorCode(err) != "unknown_source" {
			t.Errorf("a shop that is not there: %v", err)
		}
	}
	t.Logf("%d of %d ranges hold the halo; %d of %d brands with one are found", held, brands, called, brands/2)
	if held < brands-2 || called < 2 {
		t.Errorf("%d of %d ranges hold the halo, %d are found", held, brands, called)
	}
}

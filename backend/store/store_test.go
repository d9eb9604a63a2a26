package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"creatorlift/backend/shop"
)

var ctx = context.Background()

func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		importForever(path)
	}
	os.Exit(m.Run())
}

func newStore(t testing.TB) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "brand.db"), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// file is one export as the tests make it.
type file struct {
	info     FileInfo
	covered  shop.Period
	docs     []*shop.Doc
	rejected int64
}

func (f file) read(add func(*shop.Doc) error) (FileFacts, error) {
	facts := FileFacts{Rejected: f.rejected, Rows: f.rejected, Covered: f.covered, Zone: "UTC"}
	for _, d := range f.docs {
		facts.Rows += int64(d.Rows())
		if err := add(d); err != nil {
			return facts, err
		}
	}
	return facts, nil
}

func shopify(docs ...*shop.Doc) file {
	return file{info: FileInfo{Name: "orders.csv", Format: "shopify_orders", Source: "shopify", Currency: "USD", SHA256: "00", ImportedAtUTC: 1_790_000_000}, docs: docs}
}

func mustImport(t testing.TB, s *Store, f file) Batch {
	t.Helper()
	b, err := s.Import(ctx, f.info, false, f.read)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func mustHash(t testing.TB, s *Store) string {
	t.Helper()
	h, err := s.ContentHash(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// order makes a document of one line.
func order(id string, day shop.Day, net shop.Cents) *shop.Doc {
	return &shop.Doc{Key: shop.KeyOf("order", id), OrderID: id, Lines: []shop.Line{line(2, day, net)}}
}

func line(row int, day shop.Day, net shop.Cents) shop.Line {
	return shop.Line{Row: row, Day: day, PlacedAtUTC: int64(day) * 86400, Quantity: 1, GrossCents: net, NetCents: net, SKU: "SER-30", Region: "US-TX", Creator: "ana"}
}

func shopTotals(t testing.TB, s *Store, q Query) []Total {
	t.Helper()
	list, err := s.DailyTotals(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// pickOne returns a random element.
func pickOne[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// randomFile makes a small file over few keys, days and words, so that files overlap in every way.
func randomFile(r *rand.Rand, n int) file {
	f := file{info: FileInfo{Name: fmt.Sprintf("file-%d.csv", n), Format: "test", Source: pickOne(r, "shopify", placedIn),
		Evidence: pickOne(r, shop.Till, shop.Claim), Currency: pickOne(r, shop.Currency("USD"), "USD", "GBP"), SHA256: "00"}, rejected: r.Int64N(3)}
	first := shop.Day(20000 + r.IntN(10))
	f.covered = shop.Period{Start: first, End: first + shop.Day(r.IntN(4))}
	row, stats := 2, r.IntN(4) == 0
	for range r.IntN(12) {
		if stats {
			f.docs = append(f.docs, randomStats(r, &row))
			continue
		}
		f.docs = append(f.docs, randomDoc(r, &row))
	}
	return f
}

func randomDoc(r *rand.Rand, row *int) *shop.Doc {
	key := r.IntN(8)
	d := &shop.Doc{Key: shop.KeyOf("doc", fmt.Sprint(key)), OrderID: pickOne(r, "", fmt.Sprint("o", key/2), fmt.Sprint("o", key)), Maturity: int64(r.IntN(3)), Twin: pickOne(r, "", "", "o1", "o2", "o5")}
	day := shop.Day(20000 + r.IntN(4))
	region, customer := pickOne(r, "US-TX", "US-NY", ""), pickOne(r, "", "c1", "c2")
	for range 1 + r.IntN(3) {
		if r.IntN(3) == 0 {
			day, region = shop.Day(20000+r.IntN(4)), pickOne(r, "US-TX", "US-NY")
		}
		*row += 1 + r.IntN(2)
		l := shop.Line{Row: *row, Day: day, PlacedAtUTC: int64(day)*86400 + int64(r.IntN(2)), Region: region, Customer: customer,
			Status: shop.Status(r.IntN(4)), FreeSample: r.IntN(6) == 0, AdDriven: r.IntN(2) == 0, Quantity: int64(r.IntN(3)),
			GrossCents: shop.Cents(r.IntN(300) - 100), RefundCents: shop.Cents(r.IntN(3) * 10), CommissionCents: shop.Cents(r.IntN(20)),
			SKU: pickOne(r, "A", "B", ""), Product: pickOne(r, "a", "b"), Creator: pickOne(r, "ana", "bo", ""), Content: pickOne(r, "7001", "7002", ""),
			Code: pickOne(r, "", "ANA10"), Channel: pickOne(r, "", "web")}
		if l.Status.Counts() && !l.FreeSample {
			l.NetCents = l.GrossCents - l.RefundCents
		}
		d.Lines = append(d.Lines, l)
	}
	return d
}

package api

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// tiktokOrdersFixture holds the order 5769104000000017919, which from_tiktok.csv of Shopify holds too.
const tiktokOrdersFixture = "tiktok_shop_orders_us/All order-2026-11-01-10_00.csv"

// orderedFiles are exports of one brand that speak of each other: an order in two states, orders and their
// items, orders that one shop brought into another, claims on orders, and reports.
func orderedFiles(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	for _, name := range []string{
		"shopify_orders_export/traps.csv", "shopify_orders_export/from_tiktok.csv", "shopify_customers_export/customers_export.csv",
		"shopify_total_sales_over_time/Total sales over time - 2026-10-01 - 2026-10-03.csv",
		"shopify_sessions_over_time/Sessions by UTM campaign - 2026-10-01 - 2026-10-31.csv",
		"amazon_orders_flat/all_orders.txt", "etsy_sold_orders/EtsySoldOrders2026-10.csv", "etsy_sold_order_items/EtsySoldOrderItems2026-10.csv",
		"square_transactions/transactions-2026-10-01-2026-11-01.csv", "woocommerce_orders_generic/advanced_order_export.csv",
		"tiktok_shop_affiliate_orders_seller_v3/sample.csv", tiktokOrdersFixture,
	} {
		files = append(files, filepath.Join("..", "importer", "testdata", filepath.FromSlash(name)))
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	// The same export some weeks later: what was pending is paid, and an order went back.
	later := strings.Replace(string(b), "@example.com,pending,", "@example.com,paid,", 1)
	later = strings.Replace(later, "#AP-1002,buyerAP-1002@example.com,paid,", "#AP-1002,buyerAP-1002@example.com,refunded,", 1)
	if strings.Count(later, ",refunded,") != strings.Count(string(b), ",refunded,")+1 || strings.Contains(later, ",pending,") {
		t.Fatal("the fixture is not what this test takes it for")
	}
	path := filepath.Join(dir, "orders_export later.csv")
	if err := os.WriteFile(path, []byte(later), 0o600); err != nil {
		t.Fatal(err)
	}
	return append(files, path)
}

// history is a workspace while files come and go.
type history struct {
	t    *testing.T
	db   string
	live map[string][]int64 // batches of each file that stand
}

func (h *history) add(file string) FileResult {
	h.t.Helper()
	out, err := (&App{}).Import(h.t.Context(), ImportIn{DB: h.db, Files: []string{file}, Zone: "America/Chicago", Currency: "USD"})
	if err != nil || !out.AllOK() {
		h.t.Fatalf("%s: %v %+v", file, err, out.Files)
	}
	f := out.Files[0]
	if f.Rows != f.Accepted+f.Changed+f.Duplicate+f.Rejected {
		h.t.Errorf("%s: %d rows, but %d + %d + %d + %d", file, f.Rows, f.Accepted, f.Changed, f.Duplicate, f.Rejected)
	}
	h.live[file] = append(h.live[file], *f.Batch)
	return f
}

func (h *history) undo(file string, nth int) {
	h.t.Helper()
	list := h.live[file]
	if _, err := (&App{}).Undo(h.t.Context(), h.db, list[nth]); err != nil {
		h.t.Fatal(err)
	}
	h.live[file] = append(list[:nth:nth], list[nth+1:]...)
}

// state is what the workspace says of the business.
func (h *history) state() (hash string, till map[cell]shop.Cents) {
	h.t.Helper()
	s, err := openBrand(h.db, false)
	if err != nil {
		h.t.Fatal(err)
	}
	if hash, err = s.ContentHash(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	till = totals(h.t, s, store.ByShop)
	if err := s.Close(); err != nil {
		h.t.Fatal(err)
	}
	return hash, till
}

// TestOrderOfImport: a folder of exports gives the same workspace in whatever order its files come, however
// often, and whatever was taken back in between; importing each again changes nothing.
func TestOrderOfImport(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := orderedFiles(t, dir)
	first := &history{t: t, db: filepath.Join(dir, "first.db"), live: map[string][]int64{}}
	for _, f := range files {
		first.add(f)
	}
	hash, till := first.state()
	alone := &history{t: t, db: filepath.Join(dir, "alone.db"), live: map[string][]int64{}}
	alone.add(filepath.Join("..", "importer", "testdata", filepath.FromSlash(tiktokOrdersFixture)))
	_, tiktok := alone.state()
	// Shopify 301.80 less the 45 that went back, and 215 less the 25 of the order that TikTok Shop holds too;
	// Amazon 157.50, Etsy 182.50, Square 1226.20, WooCommerce 210.
	want := sumOf(tiktok) + 30180 - 4500 + 21500 - 2500 + 15750 + 18250 + 122620 + 21000
	if got := sumOf(till); got != want {
		t.Errorf("the till holds %d, want %d", got, want)
	}
	for seed := range uint64(3) {
		r := rand.New(rand.NewPCG(seed, 9))
		h := &history{t: t, db: filepath.Join(dir, string(rune('a'+seed))+".db"), live: map[string][]int64{}}
		shuffledHistory(h, files, r)
		gotHash, got := h.state()
		if !maps.Equal(got, till) {
			t.Errorf("seed %d: %s", seed, firstDifference(got, till))
		}
		if gotHash != hash {
			t.Errorf("seed %d: another content than in the first order", seed)
		}
	}
	for _, f := range files {
		if again := first.add(f); again.Accepted != 0 || again.Changed != 0 {
			t.Errorf("%s once more: %d accepted, %d changed", f, again.Accepted, again.Changed)
		}
		if gotHash, _ := first.state(); gotHash != hash {
			t.Errorf("%s once more: another content", f)
		}
	}
}

func sumOf(till map[cell]shop.Cents) (sum shop.Cents) {
	for _, cents := range till {
		sum += cents
	}
	return sum
}

// shuffledHistory imports the files in a random order, some of them again, and takes some imports back; at
// the end each file stands at least once.
func shuffledHistory(h *history, files []string, r *rand.Rand) {
	order := append([]string{}, files...)
	for range len(files) / 2 {
		order = append(order, files[r.IntN(len(files))])
	}
	r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	for _, f := range order {
		h.add(f)
		back := order[r.IntN(len(order))]
		if n := len(h.live[back]); n > 0 && r.IntN(3) == 0 {
			h.undo(back, r.IntN(n))
		}
	}
	for _, i := range r.Perm(len(files)) {
		if len(h.live[files[i]]) == 0 {
			h.add(files[i])
		}
	}
}

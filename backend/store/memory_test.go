package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"creatorlift/backend/shop"
)

// Fifty undos in a row, in random order: after each the workspace equals one into which only the remaining
// files were imported.
func TestUndoFiftyTimes(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(50, 3))
	s, m := newStore(t), &model{}
	for n := range 52 {
		f := randomFile(r, n)
		m.add(mustImport(t, s, f).ID, f)
	}
	for undone := range 50 {
		i := r.IntN(len(m.ids))
		if _, err := s.Undo(ctx, m.ids[i]); err != nil {
			t.Fatal(err)
		}
		m.drop(i)
		if undone%5 > 0 && studySize(0, 1) == 0 { // each one in the study, every fifth in every test run
			continue
		}
		t.Run(fmt.Sprint("undo ", undone+1), func(t *testing.T) {
			fresh := newStore(t)
			for _, f := range m.files {
				mustImport(t, fresh, f)
			}
			if got, want := mustHash(t, s), mustHash(t, fresh); got != want {
				t.Errorf("content hash %s, want %s", got, want)
			}
		})
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

func tiktok(docs ...*shop.Doc) file {
	f := shopify(docs...)
	f.info.Source, f.info.Format = placedIn, "tiktok_shop_orders_us"
	return f
}

// synced is a Shopify order that TikTok Shop wrote there.
func synced(id, original string, day shop.Day, net shop.Cents) *shop.Doc {
	d := order(id, day, net)
	d.Twin = original
	return d
}

func TestAnOrderInTwoShopsCountsOnce(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	copies := shopify(order("#1", 20000, 100), synced("#2", "576", 20000, 250), synced("#3", "577", 20001, 900))
	mustImport(t, s, copies)
	said := func(want string) {
		t.Helper()
		twins, err := s.FindTwins(ctx)
		row, e := s.writer.first(ask("SELECT count(*), sum(net_cents), (SELECT count(*) FROM v_copied_lines), (SELECT count(*) FROM v_lines) FROM v_orders"))
		got := fmt.Sprint(twins, row)
		for _, d := range shopTotals(t, s, Query{Currency: "USD"}) {
			got += fmt.Sprintf(" %s %d/%d", d.Day, d.NetCents, d.Orders)
		}
		if got != want || err != nil || e != nil {
			t.Errorf("got  %s (%v, %v)\nwant %s", got, err, e, want)
		}
		if err := s.Check(ctx); err != nil {
			t.Error(err)
		}
	}
	said("{0 0} [3 1250 0 3] 2024-10-04 350/2 2024-10-05 900/1")
	alone := mustHash(t, s)

	original := tiktok(order("576", 20000, 240))
	original.covered = shop.Inclusive(20000, 20001)
	b := mustImport(t, s, original)
	said("{1 1} [3 1240 1 4] 2024-10-04 340/2 2024-10-05 900/1")
	if b.Changes.Joined != 1 || b.Changes.JoinedCents != 250 || b.Changes.New.NetCents != 240 || len(b.Changes.Days) != 1 {
		t.Errorf("%+v", b.Changes)
	}
	trace, err := s.Trace(ctx, "shopify", "#2")
	if err != nil || len(trace) != 1 || trace[0].AlsoIn != placedIn {
		t.Errorf("trace %+v, %v", trace, err)
	}
	if again := mustImport(t, s, copies); again.Duplicate != 3 || again.Changes.Joined != 1 || len(again.Changes.Days) != 0 {
		t.Errorf("again: %+v, %+v", again, again.Changes)
	}
	if _, err := s.Undo(ctx, b.ID); err != nil {
		t.Fatal(err)
	}
	said("{0 0} [3 1250 0 3] 2024-10-04 350/2 2024-10-05 900/1")
	if got := mustHash(t, s); got != alone {
		t.Errorf("content hash %s after undo, want %s", got, alone)
	}
}

// Copies and originals may come in any order, file by file.
func TestTwinsInAnyOrder(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(9, 9))
	var files []file
	for n := range 6 {
		var docs, copies []*shop.Doc
		for range 8 {
			id := fmt.Sprint("57", r.IntN(30))
			day := shop.Day(20000 + r.IntN(5))
			docs = append(docs, order(id, day, shop.Cents(100+n)))
			copies = append(copies, synced("#"+id, id, day, shop.Cents(100+n)))
		}
		for i, d := range append(slices.Clone(docs), copies...) {
			d.Maturity = int64(n) // so that the order of import does not decide the version
			d.Lines[0].Row = 2 + i
		}
		files = append(files, tiktok(docs[:6]...), shopify(copies...))
	}
	want := ""
	for range 8 {
		r.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		s := newStore(t)
		for _, f := range files {
			mustImport(t, s, f)
		}
		got := fmt.Sprint(shopTotals(t, s, Query{Currency: "USD"}))
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if t2, err := s.FindTwins(ctx); err != nil || t2.Joined == 0 {
			t.Errorf("%+v, %v: nothing was joined", t2, err)
		}
	}
}

// TikTok gives the last 90 days: a year of weekly exports keeps the whole year, with each order as it was
// last seen, and nothing is called missing because it left the window.
func TestHistoryOutlivesTheWindow(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	const year, window, perDay = 365, 90, 3
	first := shop.Day(20000)
	for today := first + 7; today <= first+year; today += 7 {
		f := tiktok()
		f.info.Evidence = shop.Claim
		from := max(first, today-window)
		f.covered = shop.Period{Start: from, End: today}
		for day := from; day < today; day++ {
			for n := range perDay {
				d := order(fmt.Sprint(int64(day)*10+int64(n)), day, 1000)
				if n == 0 && today-day > 30 { // every third order gets 400 back after 30 days
					d.Maturity, d.Lines[0].RefundCents, d.Lines[0].NetCents = 1, 400, 600
				}
				f.docs = append(f.docs, d)
			}
		}
		b := mustImport(t, s, f)
		if b.Changes.Missing.Docs != 0 || b.Changes.Missing.NetCents != 0 {
			t.Fatalf("%s: %+v", today, b.Changes.Missing)
		}
		if r := b.Changes.Refunds; today > first+40 && (r.Docs != 7 && today != first+42 || r.After-r.Before != 400*shop.Cents(r.Docs)) {
			t.Errorf("%s: %+v", today, r)
		}
	}
	var net shop.Cents
	var orders int64
	list := shopTotals(t, s, Query{Evidence: shop.Claim, Currency: "USD"})
	for _, d := range list {
		net, orders = net+d.NetCents, orders+d.Orders
	}
	// The last export is of day 364; orders of its last 30 days have no refund yet.
	last := shop.Cents(364)
	if want := last*perDay*1000 - (last-30)*400; net != want || orders != int64(last)*perDay || len(list) != int(last) {
		t.Errorf("%d on %d days from %d orders, want %d", net, len(list), orders, want)
	}
}

package store

import (
	"fmt"
	"testing"

	"creatorlift/backend/shop"
)

// saysOf imports stats of one report and returns the store.
func saysOf(t *testing.T, stats ...shop.Stat) *Store {
	t.Helper()
	s := newStore(t)
	f := file{info: FileInfo{Name: "v.xlsx", Format: "x", Source: "TikTok Shop", Evidence: shop.Claim, Currency: "USD", SHA256: "00"}}
	for i, stat := range stats {
		stat.Row = 2 + i
		f.docs = append(f.docs, &shop.Doc{Key: shop.KeyOf("v", fmt.Sprint(i)), Stats: []shop.Stat{stat}})
	}
	f.covered = shop.Inclusive(20000, 20013)
	mustImport(t, s, f)
	return s
}

// TestClickReports: rows of posts add up within a stretch, rows without clicks or orders are left out, joined
// names are one, and rows of creators are kept apart from rows of posts.
func TestClickReports(t *testing.T) {
	t.Parallel()
	some, none := shop.Some[int64], shop.Maybe[int64]{}
	of := func(subject shop.Subject, creator, id string, first shop.Day, clicks, orders shop.Maybe[int64]) shop.Stat {
		return shop.Stat{Subject: subject, Creator: creator, ID: id, First: first, Last: first + 6, Clicks: clicks, Orders: orders}
	}
	s := saysOf(t, of(shop.AVideo, "ana", "1", 20000, some(40), some(2)), of(shop.AVideo, "ana", "2", 20000, some(60), some(0)),
		of(shop.AVideo, "ana", "3", 20000, none, some(9)), of(shop.AVideo, "ana", "1", 20007, some(5), some(1)), of(shop.AVideo, "anna", "4", 20007, some(7), some(1)),
		of(shop.ACreator, "ana", "", 20000, some(110), some(3)), of(shop.ACreator, "bo", "", 20000, some(9), none))
	mustDecide(t, s, same(handleOf("anna"), handleOf("ana")))
	list, err := s.ClickReports(ctx)
	if err != nil {
		t.Fatal(err)
	}
	got, kinds := "", map[int64]bool{}
	for _, c := range list {
		got += fmt.Sprint(c.Creator, " ", int64(c.First), " ", c.Orders, "/", c.Clicks, "; ")
		kinds[c.Report] = true
	}
	if want := "ana 20000 3/110; ana 20000 2/100; ana 20007 2/12; "; got != want || len(kinds) != 2 {
		t.Errorf("got %s of %d reports, want %s", got, len(kinds), want)
	}
}

// TestReportedPosts: the newest stretch of a post counts, and its rows, one a product, add up.
func TestReportedPosts(t *testing.T) {
	t.Parallel()
	of := func(id, product string, first shop.Day, cents shop.Cents) shop.Stat {
		return shop.Stat{Subject: shop.AVideo, Creator: "ana", ID: id, Product: product, First: first, Last: first + 6, GMVCents: shop.Some(cents)}
	}
	s := saysOf(t, of("1", "a", 20000, 900), of("1", "a", 20007, 300), of("1", "b", 20007, 50), of("2", "", 20000, 0))
	for currency, want := range map[shop.Currency]string{"USD": "1 20007 350; 2 20000 0; ", "EUR": "1 20007 -; 2 20000 -; "} {
		list, err := s.ReportedPosts(ctx, currency)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, p := range list {
			got += fmt.Sprint(p.Post, " ", int64(p.First), " ", p.GMVCents, "; ")
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", currency, got, want)
		}
	}
}

// TestPostClaims: an order counts once a post and the larger claim of two platforms; samples, excluded lines and
// other days are left out; joined names are one.
func TestPostClaims(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	claim := func(id, creator, post string, change func(*shop.Line)) *shop.Doc {
		d := order(id, 20000, 1000)
		d.Key = shop.KeyOf(id, creator, post)
		d.Lines[0].Creator, d.Lines[0].Content = creator, post
		if change != nil {
			change(&d.Lines[0])
		}
		return d
	}
	f := shopify(claim("1", "ana", "p1", nil), claim("1", "ana", "p2", nil), claim("2", "anna", "p1", nil), claim("3", "ana", "", nil), claim("4", "", "p9", nil),
		claim("5", "ana", "p3", func(l *shop.Line) { l.FreeSample, l.NetCents = true, 0 }),
		claim("6", "ana", "p4", func(l *shop.Line) { l.Status, l.NetCents = shop.Excluded, 0 }),
		claim("7", "ana", "p5", func(l *shop.Line) { l.Day = 20001 }))
	f.info.Evidence = shop.Claim
	mustImport(t, s, f)
	again := shopify(claim("1", "ana", "p1", func(l *shop.Line) { l.NetCents = 1500 }))
	again.info.Evidence, again.info.Source, again.info.SHA256 = shop.Claim, "Partner", "02"
	mustImport(t, s, again)
	mustDecide(t, s, same(handleOf("anna"), handleOf("ana")))
	list, err := s.PostClaims(ctx, shop.Inclusive(20000, 20000), "USD")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(list), "[{ana  1 1000} {ana p1 2 2500} {ana p2 1 1000}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

package store

import (
	"fmt"
	"testing"

	"creatorlift/backend/shop"
)

// TestReportedCreators: the newest report counts, of equal ones the longest; joined names are one; nothing
// is added up.
func TestReportedCreators(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	f := file{info: FileInfo{Name: "c.xlsx", Format: "x", Source: "TikTok Shop", Evidence: shop.Claim, Currency: "USD", SHA256: "00"}}
	for i, c := range []struct {
		creator     string
		first, last shop.Day
		gmv         shop.Maybe[shop.Cents]
	}{{"ana", 20000, 20006, shop.Some(shop.Cents(100))}, {"ana", 20007, 20013, shop.Some(shop.Cents(700))}, {"ana", 20000, 20013, shop.Some(shop.Cents(800))},
		{"bo", 20007, 20013, shop.Maybe[shop.Cents]{}}, {"bob", 20007, 20013, shop.Some(shop.Cents(5))}} {
		f.docs = append(f.docs, &shop.Doc{Key: shop.KeyOf("c", fmt.Sprint(i)), Stats: []shop.Stat{{Row: 2 + i, Subject: shop.ACreator, Creator: c.creator, First: c.first, Last: c.last, GMVCents: c.gmv}}})
	}
	f.covered = shop.Inclusive(20000, 20013)
	mustImport(t, s, f)
	show := func() (out string) {
		list, err := s.ReportedCreators(ctx, "USD")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			out += fmt.Sprint(c.Creator, " ", c.GMVCents, " ", int(c.Last-c.First)+1, "; ")
		}
		return out
	}
	if got := show(); got != "ana 800 14; bo - 7; bob 5 7; " {
		t.Errorf("got %s", got)
	}
	mustDecide(t, s, same(handleOf("bo"), handleOf("bob")))
	if got := show(); got != "ana 800 14; bob 5 7; " {
		t.Errorf("joined: %s", got)
	}
}

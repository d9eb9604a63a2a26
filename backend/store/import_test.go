package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"reflect"
	"testing"

	"creatorlift/backend/shop"
)

func TestImportCountsLines(t *testing.T) {
	t.Parallel()
	two := order("1", 20000, 500)
	two.Lines = append(two.Lines, line(3, 20000, 700))
	refunded := order("1", 20000, 400)
	refunded.Maturity = 2
	old := order("1", 20000, 900)
	old.Maturity = 1
	for _, c := range []struct {
		name                         string
		files                        []file
		accepted, changed, duplicate int64
		net                          shop.Cents
	}{
		{"first sight", []file{shopify(two)}, 2, 0, 0, 1200},
		{"the same file again", []file{shopify(two), shopify(two)}, 0, 0, 2, 1200},
		{"other content", []file{shopify(two), shopify(refunded)}, 0, 1, 0, 400},
		{"an old file dropped in late", []file{shopify(refunded), shopify(old)}, 0, 1, 0, 400},
		{"back to an earlier version", []file{shopify(two), shopify(refunded), shopify(two)}, 0, 0, 2, 400},
		{"twice in one file, the later wins", []file{shopify(two, order("1", 20000, 300))}, 2, 1, 0, 300},
		{"twice in one file, alike", []file{shopify(two, two)}, 2, 0, 2, 1200},
		{"twice in a later file, known content last", []file{shopify(two), shopify(old, two)}, 0, 1, 2, 1200},
		{"an empty file", []file{shopify()}, 0, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t)
			var b Batch
			for _, f := range c.files {
				b = mustImport(t, s, f)
			}
			if b.Accepted != c.accepted || b.Changed != c.changed || b.Duplicate != c.duplicate {
				t.Errorf("accepted %d changed %d duplicate %d, want %d %d %d", b.Accepted, b.Changed, b.Duplicate, c.accepted, c.changed, c.duplicate)
			}
			var net shop.Cents
			for _, d := range shopTotals(t, s, Query{Currency: "USD"}) {
				net += d.NetCents
			}
			if net != c.net {
				t.Errorf("net sales %d, want %d", net, c.net)
			}
			if err := s.Check(ctx); err != nil {
				t.Error(err)
			}
		})
	}
}

// An order id that two sources, or the till and the claims, or two currencies share stands for
// different things.
func TestScopesStayApart(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	a := shopify(order("1", 20000, 100))
	b, c, d := a, a, a
	b.info.Source = "amazon"
	c.info.Evidence = shop.Claim
	d.docs, d.info.Currency = []*shop.Doc{order("2", 20000, 7)}, "GBP"
	for _, f := range []file{a, b, c, d} {
		if got := mustImport(t, s, f); got.Accepted != 1 {
			t.Fatalf("accepted %d, want 1", got.Accepted)
		}
	}
	for _, c := range []struct {
		q    Query
		want Total
	}{
		{Query{Currency: "USD"}, Total{Day: 20000, Unit: "shop", NetCents: 200, GrossCents: 200, Orders: 2, Units: 2}},
		{Query{Currency: "GBP"}, Total{Day: 20000, Unit: "shop", NetCents: 7, GrossCents: 7, Orders: 1, Units: 1}},
		{Query{Currency: "USD", Evidence: shop.Claim, By: ByCreator}, Total{Day: 20000, Unit: "ana", NetCents: 100, GrossCents: 100, Orders: 1, Units: 1}},
	} {
		if got := shopTotals(t, s, c.q); len(got) != 1 || got[0] != c.want {
			t.Errorf("%+v: got %+v, want %+v", c.q, got, c.want)
		}
	}
	if got, err := s.Currencies(ctx); err != nil || fmt.Sprint(got) != "[GBP USD]" {
		t.Errorf("currencies %v, %v", got, err)
	}
	for _, outside := range []shop.Period{shop.Inclusive(19000, 19999), shop.Inclusive(20001, 20002)} {
		if got := shopTotals(t, s, Query{Currency: "USD", Period: outside}); got != nil {
			t.Errorf("%v: got %v, want none", outside, got)
		}
	}
}

// A file imported again with the right currency moves its orders there.
func TestSameLinesInAnotherCurrency(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	f := shopify(order("1", 20000, 100))
	mustImport(t, s, f)
	f.info.Currency = "GBP"
	if b := mustImport(t, s, f); b.Changed != 1 {
		t.Errorf("changed %d lines, want 1", b.Changed)
	}
	if usd, gbp := shopTotals(t, s, Query{Currency: "USD"}), shopTotals(t, s, Query{Currency: "GBP"}); usd != nil || len(gbp) != 1 || gbp[0].NetCents != 100 {
		t.Errorf("USD %v, GBP %v", usd, gbp)
	}
}

func TestNothingSavedUnlessAllIs(t *testing.T) {
	t.Parallel()
	stop, cancel := context.WithCancel(ctx)
	boom := errors.New("boom")
	f := shopify(order("1", 20000, 100))
	bad := order("2", 20000, 100)
	bad.Lines[0].Status = shop.Excluded
	for _, c := range []struct {
		name string
		ctx  context.Context
		dry  bool
		run  func(add func(*shop.Doc) error) (FileFacts, error)
		want string
	}{
		{"dry run", ctx, true, f.read, ""},
		{"the importer fails", ctx, false, func(add func(*shop.Doc) error) (FileFacts, error) {
			_, err := f.read(add)
			return FileFacts{}, errors.Join(err, boom)
		}, "boom"},
		{"the file cannot be read", ctx, false, func(func(*shop.Doc) error) (FileFacts, error) {
			return FileFacts{}, fs.ErrPermission
		}, fs.ErrPermission.Error()},
		{"cancelled", stop, false, func(add func(*shop.Doc) error) (FileFacts, error) {
			facts, err := f.read(add)
			cancel()
			return facts, err
		}, context.Canceled.Error()},
		{"rows do not add up", ctx, false, func(add func(*shop.Doc) error) (FileFacts, error) {
			facts, err := f.read(add)
			facts.Rows++
			return facts, err
		}, "store: shopify_orders: 2 rows, but accepted, changed, duplicate and rejected make 1"},
		{"net sales on a line that does not count", ctx, false, shopify(f.docs[0], bad).read, "store: row 2 does not count but has net sales"},
	} {
		s := newStore(t)
		before := mustHash(t, s)
		b, err := s.Import(c.ctx, f.info, c.dry, c.run)
		if c.want == "" && (err != nil || b.ID != 0 || b.Accepted != 1) || c.want != "" && (err == nil || err.Error() != c.want) {
			t.Errorf("%s: batch %+v, error %v, want %q", c.name, b, err, c.want)
		}
		if mustHash(t, s) != before {
			t.Errorf("%s: something was saved", c.name)
		}
		if b := mustImport(t, s, f); b.ID != 1 || b.Accepted != 1 {
			t.Errorf("%s: the next import is number %d with %d lines", c.name, b.ID, b.Accepted)
		}
	}
}

func TestBatchesKeepWhatWasSaid(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	f := shopify(order("1", 20000, 100))
	f.covered, f.rejected = shop.Inclusive(19990, 20010), 3
	b := mustImport(t, s, f)
	empty := mustImport(t, s, shopify())
	if ch, err := s.FindChanges(ctx, b.ID); err != nil || !reflect.DeepEqual(ch, b.Changes) || ch.New.Rows != 1 {
		t.Errorf("changes %+v, %v, want %+v", ch, err, b.Changes)
	}
	b.Changes, empty.Changes = nil, nil
	got, err := s.Batches(ctx)
	if err != nil || !reflect.DeepEqual(got, []Batch{b, empty}) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, []Batch{b, empty})
	}
	if _, err := s.Undo(ctx, empty.ID); err != nil {
		t.Fatal(err)
	}
	if next := mustImport(t, s, shopify()); next.ID != empty.ID+1 {
		t.Errorf("batch number %d after %d was taken back, want a new one", next.ID, empty.ID)
	}
	if _, err := s.Undo(ctx, 99); shop.ErrorCode(err) != "unknown_batch" {
		t.Errorf("undo of 99: %v", err)
	}
}

func TestCoverageMergesSpans(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	for _, p := range []shop.Period{shop.Inclusive(10, 12), shop.Inclusive(20, 22), shop.Inclusive(13, 14), shop.Inclusive(11, 11), {}} {
		f := shopify()
		f.covered = p
		mustImport(t, s, f)
	}
	claims := shopify()
	claims.info.Evidence, claims.covered = shop.Claim, shop.Inclusive(15, 19)
	mustImport(t, s, claims)
	got, err := s.Coverage(ctx)
	want := []Span{{"shopify", shop.Till, 10, 14}, {"shopify", shop.Till, 20, 22}, {"shopify", shop.Claim, 15, 19}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestCreatorClaims(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	claim := func(id, creator, post string, change func(*shop.Line)) *shop.Doc {
		d := order(id, 20000, 1000)
		d.Key = shop.KeyOf(id, creator, post)
		l := &d.Lines[0]
		l.Creator, l.Content, l.CommissionCents = creator, post, 150
		if change != nil {
			change(l)
		}
		return d
	}
	f := shopify(
		claim("1", "ana", "p1", nil), claim("1", "ana", "p2", nil), // one order, two lines
		claim("2", "ana", "p1", func(l *shop.Line) { l.AdDriven = true }),
		claim("3", "ana", "p3", func(l *shop.Line) { l.FreeSample, l.NetCents, l.CommissionCents = true, 0, 0 }),
		claim("4", "ana", "p4", func(l *shop.Line) { l.Status, l.NetCents = shop.Excluded, 0 }),
		claim("5", "ana", "p5", func(l *shop.Line) { l.Day = 20001 }),
		claim("6", "bo", "", func(l *shop.Line) { l.Status = shop.Provisional }))
	f.info.Evidence = shop.Claim
	mustImport(t, s, f)
	mustImport(t, s, shopify(order("7", 20000, 5000))) // the till is no claim
	got, err := s.CreatorClaims(ctx, shop.Inclusive(20000, 20000), "USD")
	want := []CreatorClaim{
		{Creator: "ana", Orders: 2, AdOrders: 1, FreeSamples: 1, Contents: 2, NetCents: 3000, CommissionCents: 450},
		{Creator: "bo", Orders: 1, NetCents: 1000, CommissionCents: 150},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestDiskFull(t *testing.T) {
	t.Parallel()
	big := shopify()
	for i := range 4000 {
		big.docs = append(big.docs, order(fmt.Sprint("n", i), shop.Day(20000+i%30), 100))
	}
	for n := range 20 {
		s, err := Open(filepath.Join(t.TempDir(), "brand.db"), Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		mustImport(t, s, shopify(order("1", 20000, 100)))
		before := mustHash(t, s)
		pages, err := s.writer.number(ask("PRAGMA page_count"))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.writer.exec(fmt.Sprint("PRAGMA max_page_count = ", pages+int64(n*7))); err != nil {
			t.Fatal(err)
		}
		_, err = s.Import(ctx, big.info, false, big.read)
		if shop.ErrorCode(err) != "disk_full" {
			t.Errorf("%d pages left: %v, want disk_full", n*7, err)
		}
		if mustHash(t, s) != before {
			t.Errorf("%d pages left: something was saved", n*7)
		}
		if err := s.writer.exec("PRAGMA max_page_count = 1000000"); err != nil {
			t.Fatal(err)
		}
		if b := mustImport(t, s, big); b.Accepted != 4000 {
			t.Errorf("the second try took %d lines", b.Accepted)
		}
		if err := errors.Join(s.Check(ctx), s.Close()); err != nil {
			t.Error(err)
		}
	}
}

// Readers see the last finished import and never wait, while another import is under way.
func TestReadersDuringAnImport(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	mustImport(t, s, shopify(order("1", 20000, 100)))
	want := mustHash(t, s)
	f := shopify(order("2", 20000, 100))
	_, err := s.Import(ctx, f.info, false, func(add func(*shop.Doc) error) (FileFacts, error) {
		facts, err := f.read(add)
		if got := mustHash(t, s); got != want {
			t.Error("a reader saw half an import")
		}
		return facts, err
	})
	if err != nil || mustHash(t, s) == want {
		t.Errorf("the import is not seen after its end (%v)", err)
	}
}

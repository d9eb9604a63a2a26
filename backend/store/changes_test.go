package store

import (
	"reflect"
	"testing"

	"creatorlift/backend/shop"
)

// take adds a file that was imported and checks what the import says it changed.
func (m *model) take(t *testing.T, b Batch, f file) {
	t.Helper()
	before := m.current()
	missing := m.missing(f)
	earlier := map[shop.Day]shop.Cents{}
	q := Query{Evidence: f.info.Evidence, Currency: f.info.Currency}
	for _, d := range m.totals(q) {
		earlier[d.Day] = d.NetCents
	}
	m.add(b.ID, f)
	after := m.current()
	ch := b.Changes
	if got, want := ch.Missing, missing; got.Docs != want.Docs || got.NetCents != want.NetCents || len(got.Orders) > int(got.Docs) {
		t.Errorf("missing: got %+v, want %+v", got, want)
	}
	if got, want := []any{ch.New.Docs, ch.Restated}, m.changed(before, after, f); !reflect.DeepEqual(got, want) {
		t.Errorf("new and restated: got %+v, want %+v", got, want)
	}
	if ch.New.Rows != b.Accepted {
		t.Errorf("%d new rows, but %d accepted", ch.New.Rows, b.Accepted)
	}
	var sum shop.Cents
	for _, d := range ch.Days {
		if d.Before != earlier[d.Day] || d.Before == d.After {
			t.Errorf("%+v, but the day had %d", d, earlier[d.Day])
		}
		earlier[d.Day] = d.After
		sum += d.After - d.Before
	}
	for _, d := range m.totals(q) {
		if earlier[d.Day] != d.NetCents {
			t.Errorf("%s: %d, want %d", d.Day, earlier[d.Day], d.NetCents)
		}
	}
	if want := ch.New.NetCents + ch.Restated.After - ch.Restated.Before - ch.JoinedCents; sum != want {
		t.Errorf("days changed by %d, but their reasons make %d: %+v", sum, want, ch)
	}
	var moved int64
	for _, s := range ch.Moves {
		moved += s.Docs
	}
	if moved > ch.Restated.Docs || ch.Refunds.Docs > ch.Restated.Docs || int64(len(ch.Orders)) > ch.Restated.Docs {
		t.Errorf("more moved than was restated: %+v", ch)
	}
}

// changed counts the new documents and those that say something else, with their net sales.
func (m *model) changed(before, after map[modelKey]modelDoc, f file) []any {
	fresh, r := int64(0), Restated{}
	was, is := originals(before), originals(after)
	net := func(k modelKey, d modelDoc, placed map[string]bool) (sum shop.Cents) {
		if copyOf(k, d, placed) || d.info.Currency != f.info.Currency {
			return 0
		}
		for _, l := range d.doc.Lines {
			sum += l.NetCents
		}
		return sum
	}
	for k, d := range after {
		old, known := before[k]
		switch {
		case !known:
			fresh++
		case contentOf(old) != contentOf(d):
			r.Docs++
			r.Before += net(k, old, was)
			r.After += net(k, d, is)
		}
	}
	return []any{fresh, r}
}

func contentOf(d modelDoc) hash16 {
	var s shape
	if err := s.take(d.doc, shop.KeyOf(string(d.info.Currency))); err != nil {
		panic(err)
	}
	return s.hash
}

// missing counts what earlier files hold for the days of a file and that file does not.
func (m *model) missing(f file) (sum Missing) {
	if f.covered.Days() == 0 || len(f.docs) == 0 || len(f.docs[0].Stats) > 0 {
		return sum
	}
	gone := map[shop.Key]bool{}
	for _, old := range m.files {
		if old.covered.Days() == 0 || old.info.Source != f.info.Source || old.info.Evidence != f.info.Evidence || old.covered.Start >= f.covered.End || f.covered.Start >= old.covered.End {
			continue
		}
		for _, d := range old.docs {
			gone[d.Key] = len(d.Lines) > 0
		}
	}
	for _, d := range f.docs {
		delete(gone, d.Key)
	}
	now := m.current()
	placed := originals(now)
	for key, yes := range gone {
		k := modelKey{f.info.Source, f.info.Evidence, key}
		if d := now[k]; yes && len(d.doc.Lines) > 0 && f.covered.Contains(d.doc.Lines[0].Day) {
			sum.Docs++
			for _, l := range d.doc.Lines {
				if d.info.Currency == f.info.Currency && !copyOf(k, d, placed) {
					sum.NetCents += l.NetCents
				}
			}
		}
	}
	return sum
}

// TestFell: a report of the same days with fewer views is said; one with more, and other days, are not.
func TestFell(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	with := func(views int64, days ...shop.Day) file {
		f := adsReport(days...)
		for _, d := range f.docs {
			d.Stats[0].Views = shop.Some(views)
		}
		return f
	}
	for i, c := range []struct {
		file file
		want int64
	}{{with(100, 20000, 20001), 0}, {with(120, 20000, 20001), 0}, {with(110, 20001, 20002), 1}, {with(110, 20001), 0}} {
		if b := mustImport(t, s, c.file); b.Changes.Fell != c.want {
			t.Errorf("import %d: %d rows fell, want %d", i, b.Changes.Fell, c.want)
		}
	}
}

package store

import (
	"database/sql/driver"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"sort"
	"sync/atomic"
	"testing"

	"creatorlift/backend/shop"
)

// model is the workspace told the slow way: it keeps the files and looks at all of them every time.
type model struct {
	ids   []int64
	files []file
}

func (m *model) add(id int64, f file) {
	m.ids, m.files = append(m.ids, id), append(m.files, f)
}

func (m *model) drop(i int) {
	m.ids, m.files = slices.Delete(m.ids, i, i+1), slices.Delete(m.files, i, i+1)
}

type modelKey struct {
	source   string
	evidence shop.Evidence
	key      shop.Key
}

type modelDoc struct {
	doc   *shop.Doc
	info  FileInfo
	batch int64
}

// current picks the deciding sighting of every document.
func (m *model) current() map[modelKey]modelDoc {
	best := map[modelKey]modelDoc{}
	for i, f := range m.files {
		last := map[modelKey]modelDoc{}
		for _, d := range f.docs {
			last[modelKey{f.info.Source, f.info.Evidence, d.Key}] = modelDoc{d, f.info, m.ids[i]}
		}
		for k, d := range last {
			if old, ok := best[k]; !ok || d.doc.Maturity >= old.doc.Maturity {
				best[k] = d
			}
		}
	}
	return best
}

// originals are the orders of the shop whose orders others copy.
func originals(now map[modelKey]modelDoc) map[string]bool {
	placed := map[string]bool{}
	for k, d := range now {
		if k.source == placedIn && k.evidence == shop.Till && len(d.doc.Lines) > 0 && d.doc.OrderID != "" {
			placed[d.doc.OrderID] = true
		}
	}
	return placed
}

func copyOf(k modelKey, d modelDoc, placed map[string]bool) bool {
	return k.source != placedIn && k.evidence == shop.Till && len(d.doc.Lines) > 0 && d.doc.Twin != "" && placed[d.doc.Twin]
}

func unitOf(by By, source string, l shop.Line) string {
	return [...]string{"shop", l.Region, l.SKU, l.Creator, source}[by]
}

func (m *model) totals(q Query) []Total {
	type unitDay struct {
		day  shop.Day
		unit string
	}
	sums, nets := map[unitDay]*Total{}, map[unitDay]map[string]shop.Cents{}
	now := m.current()
	placed := originals(now)
	for k, d := range now {
		if k.evidence != q.Evidence || d.info.Currency != q.Currency || copyOf(k, d, placed) {
			continue
		}
		for _, l := range d.doc.Lines {
			if !l.Status.Counts() || l.FreeSample || (q.Period != shop.Period{} && !q.Period.Contains(l.Day)) {
				continue
			}
			u := unitDay{l.Day, unitOf(q.By, k.source, l)}
			if sums[u] == nil {
				sums[u], nets[u] = &Total{Day: u.day, Unit: u.unit}, map[string]shop.Cents{}
			}
			sums[u].NetCents += l.NetCents
			sums[u].GrossCents += l.GrossCents
			sums[u].RefundCents += l.RefundCents
			sums[u].Units += l.Quantity
			if d.doc.OrderID != "" {
				nets[u][k.source+"/"+d.doc.OrderID] += l.NetCents
			}
		}
	}
	var list []Total
	for u, t := range sums {
		for _, net := range nets[u] {
			if q.Evidence == shop.Claim || net > 0 {
				t.Orders++
			}
		}
		list = append(list, *t)
	}
	sort.Slice(list, func(i, j int) bool {
		return list[i].Day < list[j].Day || list[i].Day == list[j].Day && list[i].Unit < list[j].Unit
	})
	return list
}

// lines describes every current line with its lineage, sorted.
func (m *model) lines() []string {
	var list []string
	now := m.current()
	placed := originals(now)
	for k, d := range now {
		for _, l := range d.doc.Lines {
			list = append(list, fmt.Sprint(copyOf(k, d, placed), " ", k.source, " ", k.evidence, " ", d.info.Currency, " ", d.doc.OrderID, " ", l.Day, " ", l.PlacedAtUTC, " ",
				[...]string{"counted", "provisional", "excluded", "held"}[l.Status], " ", l.FreeSample, " ", l.AdDriven, " ", l.Quantity, " ",
				l.GrossCents, " ", l.RefundCents, " ", l.NetCents, " ", l.CommissionCents, " ", l.SKU, "/", l.Product, "/", l.Creator, "/", l.Content, "/",
				l.Code, "/", l.Channel, "/", l.Region, "/", l.Customer, " ", d.info.Name, " ", d.batch, " ", l.Row))
		}
	}
	slices.Sort(list)
	return list
}

func storedLines(t *testing.T, s *Store) []string {
	t.Helper()
	var list []string
	q := ask(`SELECT source, evidence, currency, order_id, shop_day, placed_at_utc, status, free_sample, ad_driven, quantity, gross_cents,
		refund_cents, net_cents, commission_cents, sku, product, creator, content, code, channel, region, customer, file_name, batch_id, file_row,
		also_in FROM v_lines`)
	err := s.read(ctx, func(c *conn) error {
		return c.each(ctx, q, func(r []driver.Value) error {
			evidence := shop.Till
			if r[1] == "claim" {
				evidence = shop.Claim
			}
			list = append(list, fmt.Sprint(r[25] != "", " ", r[0], " ", evidence, " ", r[2], " ", r[3], " ", r[4], " ", r[5], " ", r[6], " ", r[7] == int64(1), " ", r[8] == int64(1), " ", r[9], " ",
				r[10], " ", r[11], " ", r[12], " ", r[13], " ", r[14], "/", r[15], "/", r[16], "/", r[17], "/",
				r[18], "/", r[19], "/", r[20], "/", r[21], " ", r[22], " ", r[23], " ", r[24]))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

func (m *model) compare(t *testing.T, s *Store) {
	t.Helper()
	if got, want := storedLines(t, s), m.lines(); !slices.Equal(got, want) {
		t.Fatalf("lines:\n got %q\nwant %q", got, want)
	}
	for by := ByShop; by < splits; by++ {
		for _, evidence := range []shop.Evidence{shop.Till, shop.Claim} {
			for _, currency := range []shop.Currency{"USD", "GBP"} {
				q := Query{By: by, Evidence: evidence, Currency: currency}
				if got, want := shopTotals(t, s, q), m.totals(q); !reflect.DeepEqual(got, want) {
					t.Fatalf("%+v:\n got %+v\nwant %+v", q, got, want)
				}
			}
		}
	}
	if got, want := storedStats(t, s), m.stats(); !slices.Equal(got, want) {
		t.Fatalf("stats:\n got %q\nwant %q", got, want)
	}
	if got, want := spans(t, s), m.coverage(); got != want {
		t.Fatalf("coverage %s, want %s", got, want)
	}
	if err := s.Check(ctx); err != nil {
		t.Fatal(err)
	}
}

// Whatever was imported and taken back, the workspace says what a slow model says, and equals one into
// which only the remaining batches were imported in their order.
func TestRandomImportsAndUndos(t *testing.T) {
	t.Parallel()
	var repeats atomic.Int64
	t.Cleanup(func() {
		if repeats.Load() < 10 {
			t.Errorf("%d files were repeated without being read: the test proves nothing of that", repeats.Load())
		}
	})
	for seed := range uint64(studySize(25, 1000)) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 4))
			s, m := newStore(t), &model{}
			var past []file
			for step := range 12 {
				switch {
				case len(m.ids) > 0 && r.IntN(3) == 0:
					i := r.IntN(len(m.ids))
					if _, err := s.Undo(ctx, m.ids[i]); err != nil {
						t.Fatal(err)
					}
					m.drop(i)
				case len(past) > 0 && r.IntN(4) == 0: // the very same file again
					f := pickOne(r, past...)
					if b, same := repeat(t, s, f); same {
						repeats.Add(1)
						m.take(t, b, f)
						break
					}
					m.take(t, importCapped(t, s, f, r.IntN(2)*booksCap), f)
				default:
					f := randomFile(r, step)
					f.info.Reading, f.info.SHA256 = "by this test", f.info.Name
					if r.IntN(2) == 0 {
						f.docs = distinct(f.docs)
					}
					past = append(past, f)
					m.take(t, importCapped(t, s, f, r.IntN(2)*booksCap), f)
				}
				m.compare(t, s)
			}
			twin := newStore(t)
			for _, f := range m.files {
				mustImport(t, twin, f)
			}
			if got, want := mustHash(t, s), mustHash(t, twin); got != want {
				t.Errorf("content hash %s, want %s as after only the remaining imports", got, want)
			}
			if spans(t, s) != spans(t, twin) {
				t.Errorf("coverage %s, want %s", spans(t, s), spans(t, twin))
			}
			for len(m.ids) > 0 {
				if _, err := s.Undo(ctx, m.ids[0]); err != nil {
					t.Fatal(err)
				}
				m.drop(0)
			}
			for _, table := range []string{"versions", "lines", "stats", "sightings", "doc_keys", "daily", "batches", "twins", "placed_orders"} {
				if n, err := s.writer.number(ask("SELECT count(*) FROM " + table)); n != 0 || err != nil {
					t.Errorf("%d rows left in %s after all was taken back (%v)", n, table, err)
				}
			}
		})
	}
}

// importCapped imports with room for few sums in memory, as a file with millions of names would have it.
func importCapped(t *testing.T, s *Store, f file, room int) Batch {
	t.Helper()
	var b Batch
	err := s.takeIn(ctx, f.info, func(in *intake) (err error) {
		in.books.cap = room
		b, err = in.takeAll(s.path, f.read)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// distinct leaves out what stands in the list before.
func distinct(docs []*shop.Doc) (list []*shop.Doc) {
	for _, d := range docs {
		if !slices.ContainsFunc(list, func(o *shop.Doc) bool { return o.Key == d.Key }) {
			list = append(list, d)
		}
	}
	return list
}

// repeat saves a file once more without reading it, where that can be done; the answer must be the one
// that reading it gives.
func repeat(t *testing.T, s *Store, f file) (Batch, bool) {
	t.Helper()
	want, err := s.Import(ctx, f.info, true, f.read)
	if err != nil {
		t.Fatal(err)
	}
	if want.Covered.Days() == 0 {
		want.Covered = shop.Period{} // no day is no day
	}
	if tried, same, err := s.Repeat(ctx, f.info, true); err != nil || same && !reflect.DeepEqual(tried, want) {
		t.Fatalf("tried %+v, %v, want %+v", tried, err, want)
	}
	got, same, err := s.Repeat(ctx, f.info, false)
	if err != nil {
		t.Fatal(err)
	}
	if want.ID = got.ID; same && !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v (%+v), want %+v (%+v)", got, got.Changes, want, want.Changes)
	}
	return got, same
}

func spans(t *testing.T, s *Store) string {
	t.Helper()
	list, err := s.Coverage(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(list)
}

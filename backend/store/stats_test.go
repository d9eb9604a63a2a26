package store

import (
	"database/sql/driver"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"creatorlift/backend/shop"
)

// randomStats makes a document of one or more stats; its keys are none of randomDoc's.
func randomStats(r *rand.Rand, row *int) *shop.Doc {
	d := &shop.Doc{Key: shop.KeyOf("stat", fmt.Sprint(r.IntN(6))), Maturity: int64(r.IntN(2))}
	maybe := func() shop.Maybe[int64] { return shop.Maybe[int64]{Value: 0, Known: r.IntN(3) > 0} }
	for range 1 + r.IntN(2) {
		*row += 1 + r.IntN(2)
		first := shop.Day(20000 + r.IntN(4))
		t := shop.Stat{Row: *row, Subject: shop.Subject(r.IntN(15)), Segment: pickOne(r, "", "25-34"), First: first, Last: first + shop.Day(r.IntN(2)), ID: pickOne(r, "", "7001"),
			Name: pickOne(r, "ad 1", "ad 2"), Creator: pickOne(r, "ana", ""), Campaign: pickOne(r, "spring", ""), CampaignID: pickOne(r, "", "1"),
			AdGroup: pickOne(r, "", "g"), AdGroupID: pickOne(r, "", "2"), Product: pickOne(r, "", "p,q"),
			Impressions: maybe(), Views: maybe(), FullViews: maybe(), Clicks: maybe(), Orders: maybe(), Units: maybe(), Likes: maybe(), Comments: maybe(), Shares: maybe()}
		if r.IntN(2) == 0 {
			t.Sessions, t.SharePPM, t.PayoutCents = maybe(), maybe(), shop.Some(shop.Cents(-int64(r.IntN(9))))
		}
		for _, c := range []*shop.Maybe[shop.Cents]{&t.SpendCents, &t.GMVCents, &t.RefundCents, &t.CommissionCents} {
			if r.IntN(3) > 0 {
				*c = shop.Some(shop.Cents(r.IntN(300)))
			}
		}
		d.Stats = append(d.Stats, t)
	}
	return d
}

func describeStat(t shop.Stat) string {
	return fmt.Sprint(t.Subject, " ", t.First, " ", t.Last, " ", statTexts(&t), " ", statFigures(&t), " ", t.Segment, statMore(&t), " ", t.Row)
}

// stats describes every current stat with its lineage, sorted.
func (m *model) stats() []string {
	var list []string
	for k, d := range m.current() {
		for _, t := range d.doc.Stats {
			list = append(list, fmt.Sprint(k.source, " ", d.info.Currency, " ", describeStat(t), " ", d.info.Name, " ", d.batch))
		}
	}
	slices.Sort(list)
	return list
}

// coverage is what the files of lines cover, put together by asking a workspace that holds them alone.
func (m *model) coverage() string {
	days := map[string]map[shop.Day]bool{}
	for _, f := range m.files {
		if len(f.docs) > 0 && len(f.docs[0].Stats) > 0 {
			continue
		}
		k := fmt.Sprint(f.info.Source, " ", f.info.Evidence)
		for d := f.covered.Start; d < f.covered.End; d++ {
			if days[k] == nil {
				days[k] = map[shop.Day]bool{}
			}
			days[k][d] = true
		}
	}
	var list []Span
	for _, source := range []string{placedIn, "shopify"} {
		for _, e := range []shop.Evidence{shop.Till, shop.Claim} {
			for d := shop.Day(19990); d < 20030; d++ {
				if !days[fmt.Sprint(source, " ", e)][d] {
					continue
				}
				if n := len(list); n > 0 && list[n-1].Source == source && list[n-1].Evidence == e && list[n-1].Last == d-1 {
					list[n-1].Last = d
				} else {
					list = append(list, Span{Source: source, Evidence: e, First: d, Last: d})
				}
			}
		}
	}
	return fmt.Sprint(list)
}

func storedStats(t *testing.T, s *Store) []string {
	t.Helper()
	var list []string
	err := s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask(`SELECT source, currency, subject, first_day, last_day, subject_id, subject_name, creator, campaign_id, campaign, ad_group_id,
			ad_group, product, spend_cents, gmv_cents, refund_cents, commission_cents, impressions, views, full_views, clicks, orders, units,
			likes, comments, shares, file_name, batch_id, file_row, segment, net_cents, discount_cents, shipping_cents, tax_cents, fee_cents,
			payout_cents, sessions, visitors, carts, checkouts, customers, key_events, units_back, posts, lives, samples, followers,
			completion_ppm, share_ppm FROM v_stats`), func(r []driver.Value) error {
			var texts [8]string
			for i := range texts {
				texts[i] = r[5+i].(string)
			}
			var figures [13]shop.Maybe[int64]
			for i := range figures {
				if v, ok := r[13+i].(int64); ok {
					figures[i] = shop.Some(v)
				}
			}
			var more [19]shop.Maybe[int64]
			for i := range more {
				if v, ok := r[30+i].(int64); ok {
					more[i] = shop.Some(v)
				}
			}
			list = append(list, fmt.Sprint(r[0], " ", r[1], " ", r[2], " ", r[3], " ", r[4], " ", texts, " ", figures, " ", r[29], more, " ", r[28], " ", r[26], " ", r[27]))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

func adsReport(days ...shop.Day) file {
	f := file{info: FileInfo{Name: "ads.csv", Format: "tiktok_ads_ad_daily", Source: "TikTok Ads", Evidence: shop.Claim, Currency: "GBP", SHA256: "00"}}
	for i, d := range days {
		f.docs = append(f.docs, &shop.Doc{Key: shop.KeyOf("ad", d.String()), Stats: []shop.Stat{{Row: 2 + i, First: d, Last: d, Name: "Spark", Campaign: "autumn",
			SpendCents: shop.Some(shop.Cents(2100)), GMVCents: shop.Some(shop.Cents(9900))}}})
	}
	f.covered = shop.Inclusive(days[0], days[len(days)-1])
	return f
}

// TestStatsAreNoOrders: spend touches neither sums nor covered days nor the currencies of lines.
func TestStatsAreNoOrders(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	mustImport(t, s, shopify(order("1", 20000, 100)))
	before, covered := shopTotals(t, s, Query{Currency: "USD"}), spans(t, s)
	b := mustImport(t, s, adsReport(20000, 20001))
	if b.Accepted != 2 || !b.Stats {
		t.Errorf("got %+v", b)
	}
	if after := shopTotals(t, s, Query{Currency: "USD"}); !slices.Equal(before, after) || covered != spans(t, s) {
		t.Errorf("totals %v, covered %s: want %v, %s", after, spans(t, s), before, covered)
	}
	for _, e := range []shop.Evidence{shop.Till, shop.Claim} {
		if got := shopTotals(t, s, Query{Evidence: e, Currency: "GBP"}); len(got) != 0 {
			t.Errorf("spend became sales: %v", got)
		}
	}
	claims, err := s.CreatorClaims(ctx, shop.Period{}, "GBP")
	if err != nil || len(claims) != 0 {
		t.Errorf("spend became claims: %v, %v", claims, err)
	}
	currencies, err := s.Currencies(ctx)
	if err != nil || !slices.Equal(currencies, []shop.Currency{"USD"}) {
		t.Errorf("currencies %v, %v", currencies, err)
	}
	row, err := s.writer.first(ask("SELECT count(*), sum(spend_cents), min(spend_day), max(currency) FROM v_spend"))
	if err != nil || fmt.Sprint(row) != "[2 4200 2024-10-04 GBP]" {
		t.Errorf("v_spend: %v, %v", row, err)
	}
	if again := mustImport(t, s, adsReport(20000, 20001)); again.Duplicate != 2 {
		t.Errorf("again: %+v", again)
	}
	list, err := s.Batches(ctx)
	if err != nil || list[0].Stats || !list[1].Stats {
		t.Errorf("batches %+v, %v", list, err)
	}
}

func TestStatsAreChecked(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]*shop.Doc{
		"both":     {Lines: []shop.Line{{Row: 2}}, Stats: []shop.Stat{{Row: 2}}},
		"neither":  {},
		"backward": {Stats: []shop.Stat{{Row: 2, First: 5, Last: 4}}},
	} {
		s := newStore(t)
		f := shopify(bad)
		if _, err := s.Import(ctx, f.info, false, f.read); err == nil {
			t.Errorf("%s: went through", name)
		}
	}
	s := newStore(t)
	mustImport(t, s, adsReport(20000))
	if err := s.writer.exec("DELETE FROM stats"); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(ctx); shop.ErrorCode(err) != "damaged_database" {
		t.Errorf("a missing stat: %v", err)
	}
}

// TestUpgradeFromFirstVersion: a workspace of the first version gets room for stats and loses nothing.
func TestUpgradeFromFirstVersion(t *testing.T) {
	t.Parallel()
	list, err := listMigrations(migrationFiles)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "brand.db")
	old, err := open(path, Options{Create: true}, list[:1])
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		"INSERT INTO scopes VALUES (1, 'shopify', 0, 'USD')", "INSERT INTO places VALUES (1, 'US-TX')",
		"INSERT INTO items VALUES (1, 'A', 'a')", "INSERT INTO labels VALUES (1, '', '', '', '', '')",
		"INSERT INTO batches VALUES (1, 1, 'f.csv', 'x', '00', 1, 1, 'UTC', 1, 1, 0, 0, 0, 0, 0, 100, 1, 20000, 20000, 1, 1)",
		"INSERT INTO versions VALUES (1, 1, x'01', x'02', 1, 0, 1, 1, 'o1', 5, 20000, 1, '', 1, 0, 1)",
		"INSERT INTO doc_keys VALUES (x'01', 1)", "INSERT INTO lines VALUES (1, 0, 1, 100, 0, 0, 100, 0, 1, 1)",
		"INSERT INTO sightings VALUES (1, 1, 1, 0, 2, NULL)",
		"INSERT INTO daily VALUES (0, 20000, 0, 'USD', 'shop', 100, 100, 0, 1, 1), (1, 20000, 0, 'USD', 'US-TX', 100, 100, 0, 1, 1), (2, 20000, 0, 'USD', 'A', 100, 100, 0, 1, 1), (3, 20000, 0, 'USD', '', 100, 100, 0, 1, 1)",
	} {
		if err := old.writer.exec(sql); err != nil {
			t.Fatal(sql, err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := schema(t, s), schema(t, newStore(t)); got != want {
		t.Errorf("upgraded\n%s\nfresh\n%s", got, want)
	}
	got := shopTotals(t, s, Query{Currency: "USD"})
	batches, err := s.Batches(ctx)
	if err != nil || len(batches) != 1 || batches[0].Stats || len(got) != 1 || got[0].NetCents != 100 {
		t.Errorf("totals %v, batches %+v, %v", got, batches, err)
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
	mustImport(t, s, adsReport(20000))
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	kept, err := filepath.Glob(path + ".before-*.backup*")
	if err != nil || len(kept) == 0 {
		t.Errorf("no backup was made before the migration (%v)", err)
	}
}

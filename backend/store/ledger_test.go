package store

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

// settlement makes the rows of a TikTok settlement; each has a day of its own from 20000 on.
func settlement(rows ...shop.Stat) file {
	f := file{info: FileInfo{Name: "income.xlsx", Format: "tiktok_shop_settlement_income", Source: placedIn, Evidence: shop.Claim, Currency: "USD", SHA256: "00"}}
	for i, s := range rows {
		s.Row, s.Subject = 2+i, shop.APayout
		s.First, s.Last = shop.Day(20000+i), shop.Day(20000+i)
		f.docs = append(f.docs, &shop.Doc{Key: shop.KeyOf("settled", fmt.Sprint(i)), OrderID: s.ID, Stats: []shop.Stat{s}})
	}
	f.covered = shop.Inclusive(20000, shop.Day(20000+len(rows)-1))
	return f
}

func fromBalance(cents shop.Cents) shop.Stat {
	return shop.Stat{Segment: "GMV Payment for TikTok Ads", SpendCents: shop.Some(cents), PayoutCents: shop.Some(-cents)}
}

func affiliate(order string, day shop.Day, creator string, commission shop.Cents) *shop.Doc {
	l := line(2, day, 1000)
	l.Creator, l.CommissionCents = creator, commission
	return &shop.Doc{Key: shop.KeyOf("affiliate", order), OrderID: order, Lines: []shop.Line{l}}
}

func ledgerOf(t *testing.T, s *Store) (rows []string, total int64) {
	t.Helper()
	err := s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask("SELECT day, source, what, creator, cents, currency FROM v_ledger ORDER BY day, what, source, creator"), func(r []driver.Value) error {
			rows = append(rows, strings.Trim(fmt.Sprint(r), "[]"))
			total += r[4].(int64)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows, total
}

func ads(from, to shop.Day, cents shop.Cents) file {
	f := adsReport(from)
	f.info.Currency, f.docs[0].Stats[0].SpendCents = "USD", shop.Some(cents)
	f.covered = shop.Inclusive(from, to)
	return f
}

func TestLedgerIsTheSumOfItsSources(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	claims := tiktok(affiliate("576", 20000, "ana", 80))
	claims.info.Evidence = shop.Claim
	costs := settlement()
	costs.info.Source, costs.info.Format = "costs", "costs_simple"
	costs.docs = []*shop.Doc{{Key: shop.KeyOf("fee"), Stats: []shop.Stat{{Row: 2, Subject: shop.ACost, First: 20001, Last: 20001, Segment: "fee", Creator: "ana", SpendCents: shop.Some(shop.Cents(300))}}}}
	settled := func(id string, fee, commission shop.Cents) shop.Stat {
		return shop.Stat{ID: id, Segment: "Order", NetCents: shop.Some(shop.Cents(1000)), FeeCents: shop.Some(fee), CommissionCents: shop.Some(commission), PayoutCents: shop.Some(1000 - fee)}
	}
	for _, f := range []file{
		shopify(order("#1", 20000, 5000), synced("#2", "576", 20000, 1000)), tiktok(order("576", 20000, 990)), claims, costs,
		settlement(settled("576", 140, 80), settled("577", 150, 90), fromBalance(700), shop.Stat{ID: "576", Segment: "Logistics reimbursement", PayoutCents: shop.Some(shop.Cents(25))}, fromBalance(50)),
		ads(20002, 20003, 650),
	} {
		mustImport(t, s, f)
	}
	rows, total := ledgerOf(t, s)
	want := []string{
		"2024-10-04 TikTok Shop creator commission ana -80 USD", // of 576, which the settlement speaks of too
		"2024-10-04 shopify net sales  5000 USD",
		"2024-10-04 TikTok Shop net sales  990 USD", // #2 in Shopify is the same order
		"2024-10-04 TikTok Shop platform fees  -60 USD",
		"2024-10-05 TikTok Shop creator commission  -90 USD", // of 577, which no affiliate export holds
		"2024-10-05 costs fee ana -300 USD",
		"2024-10-05 TikTok Shop platform fees  -60 USD",
		"2024-10-06 TikTok Ads ad spend  -650 USD", // the settlement's 700 of that day are the same money
		"2024-10-07 TikTok Shop platform adjustments  25 USD",
		"2024-10-08 TikTok Shop ad spend from your TikTok balance  -50 USD",
	}
	for i := range want {
		want[i] = strings.Join(strings.Fields(want[i]), " ")
	}
	for i := range rows {
		rows[i] = strings.Join(strings.Fields(rows[i]), " ")
	}
	slices.Sort(rows)
	slices.Sort(want)
	if got, want := strings.Join(rows, "\n"), strings.Join(want, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if want := int64(5000 + 990 - 80 - 90 - 60 - 60 - 650 - 50 + 25 - 300); total != want {
		t.Errorf("total %d, want %d", total, want)
	}
}

// Ads that a settlement holds too are spent once, whichever file comes first.
func TestSettledAdsAreSpentOnce(t *testing.T) {
	t.Parallel()
	files := []file{settlement(fromBalance(700), fromBalance(300)), ads(20000, 20000, 690)}
	for _, first := range []int{0, 1} {
		s := newStore(t)
		mustImport(t, s, files[first])
		mustImport(t, s, files[1-first])
		list, err := s.AdSpends(ctx, shop.Inclusive(19990, 20010), "USD")
		if got := fmt.Sprint(list); err != nil || got != "[{TikTok Ads 690 1} {TikTok balance 300 1}]" {
			t.Errorf("%s, %v", got, err)
		}
	}
}

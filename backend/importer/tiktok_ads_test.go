package importer

import (
	"fmt"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

const adHead = "By Day,Campaign name,Ad group name,Ad name,Currency,Cost,Impressions,Clicks (destination)\n"

func TestAdsRows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		want       string // spend/impressions/clicks of each stat, then rows rejected skipped amount
		codes      string
	}{
		{"plain", adHead + "2026-10-01,c,g,a,USD,\"1,021.50\",\"2,711\",26\n", "102150/2711/26 1 0 0 102150", ""},
		{"not reported is not zero", adHead + "2026-10-01,c,g,a,USD,--,0,-\n", "-/0/- 1 0 0 0", ""},
		{"masked", adHead + "2026-10-01,c,g,a,USD,5.00,<5,< 10\n", "500/-/- 1 0 0 500", "masked_figure masked_figure"},
		{"total first", adHead + "Total of 1 result,-,-,-,USD,5.00,1,1\n2026-10-01,c,g,a,USD,5,1,1\n", "500/1/1 1 0 1 500", ""},
		{"total in another column", adHead + ",Total,,,,5.00,1,1\n2026-10-01,c,g,a,USD,5,1,1\nGrand total,,,,,9,9,9\nSummary:,,,,,9,9,9\n", "500/1/1 1 0 3 500", ""},
		{"a campaign called Total", adHead + "2026-10-01,Total,g,a,USD,5,1,1\n05/10/2026,Total,g,b,USD,5,1,1\n13/10/2026,Total,g,b,USD,5,1,1\n", "500/1/1 500/1/1 500/1/1 3 0 0 1500", ""},
		{"twice", adHead + "2026-10-01,c,g,a,USD,5,1,1\n2026-10-01,c,g,a,USD,6,1,1\n", "500/1/1 2 1 0 500", "duplicate_row"},
		{"negative", adHead + "2026-10-01,c,g,a,USD,5,1,1\n2026-10-02,c,g,a,USD,-6,1,1\n2026-10-03,c,g,a,USD,6,-1,1\n", "500/1/1 3 2 0 500", "negative_amount negative_amount"},
		{"no ad, no day, no money", adHead + "2026-10-01,c,g,--,USD,5,1,1\nOct,c,g,a,USD,5,1,1\n2026-10-01,c,g,a,dollars,5,1,1\n2026-10-01,c,g,a,USD,12%,1,1\n2026-10-01,c,g,a,USD,5,1.5X,1\n2026-10-01,c,g,a,USD,5,1,1\n",
			"500/1/1 6 5 0 500", "missing_ad bad_date bad_currency bad_amount bad_amount"},
		{"older names, no-break spaces", "Date,Campaign\u00a0Name,Ad\u00a0Group Name,Ad Name,Currency,Spend,Impression,CPC\u00a0(Destination)\n2026-10-01,c,g,a,USD,5,7,1\n", "500/7/- 1 0 0 500", ""},
		{"ids", "By Day,Campaign ID,Ad group ID,Ad ID,Ad group name,Currency,Cost,Impressions\n2026-10-01,1,2,1789000000000000001,g,USD,5,1\n2026-10-01,1,2,1.789E+18,g,USD,5,1\n", "500/1/- 2 1 0 500", "id_damaged"},
	} {
		docs, rep := read(t, text(c.file), Options{Currency: "EUR"})
		var got []string
		for _, d := range docs {
			s := d.Stats[0]
			got = append(got, fmt.Sprintf("%s/%s/%s", s.SpendCents, s.Impressions, s.Clicks))
		}
		got = append(got, fmt.Sprint(rep.Rows, rep.Rejected, rep.Skipped, int64(rep.AmountMinor)))
		var codes []string
		for _, is := range rep.Issues {
			codes = append(codes, is.Code)
		}
		if g := strings.Join(got, " "); g != c.want || strings.Join(codes, " ") != c.codes || rep.Currency != "USD" || rep.Evidence != shop.Claim {
			t.Errorf("%s: got %s, %v, %s\nwant %s, %s\n%+v", c.name, g, codes, rep.Currency, c.want, c.codes, rep)
		}
	}
}

// TestAdsAsk: without a currency there is a question, and a report split further is not taken for this one.
func TestAdsAsk(t *testing.T) {
	t.Parallel()
	file := strings.ReplaceAll(adHead, "Currency,", "") + "2026-10-01,c,g,a,5,1,1\n"
	if _, rep := read(t, text(file), Options{}); rep.Status != StatusNeedsMapping || rep.Questions[0].Name != "currency" {
		t.Errorf("no currency: %+v", rep)
	}
	if _, rep := read(t, text(file), Options{Currency: "GBP"}); rep.Status != StatusOK || rep.Currency != "GBP" {
		t.Errorf("currency given: %+v", rep)
	}
	split := "Age," + adHead + "18-24,2026-10-01,c,g,a,USD,5,1,1\n"
	if _, rep := read(t, text(split), Options{}); rep.Status != StatusNeedsMapping || rep.Questions[0].Name != "columns" {
		t.Errorf("split by age: %+v", rep)
	}
}

// TestAdsKeys: the same ad and day is the same in a later file, other days, ads and currencies are not.
func TestAdsKeys(t *testing.T) {
	t.Parallel()
	key := func(row string, c shop.Currency) shop.Key {
		docs, _ := read(t, text(strings.ReplaceAll(adHead, "Currency,", "")+row+"\n"), Options{Currency: c})
		return docs[0].Key
	}
	same := key("2026-10-01,c,g,a,5,1,1", "USD")
	if key("2026-10-01,c,g,a,9,2,2", "USD") != same {
		t.Error("a later figure has another key")
	}
	for _, row := range []string{"2026-10-02,c,g,a,5,1,1", "2026-10-01,d,g,a,5,1,1", "2026-10-01,c,h,a,5,1,1", "2026-10-01,c,g,b,5,1,1"} {
		if key(row, "USD") == same {
			t.Errorf("%s has the key of another row", row)
		}
	}
	if key("2026-10-01,c,g,a,5,1,1", "GBP") == same {
		t.Error("two currencies have one key")
	}
}

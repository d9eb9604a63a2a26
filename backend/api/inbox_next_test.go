package api

import (
	"strings"
	"testing"

	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

func saved(format, source string, e shop.Evidence, first, last shop.Day) store.Batch {
	stats := strings.Contains(format, "ads") || strings.Contains(format, "data")
	return store.Batch{FileInfo: store.FileInfo{Format: format, Source: source, Evidence: e, ImportedAtUTC: int64(last) * 86400},
		FileFacts: store.FileFacts{Covered: shop.Inclusive(first, last)}, Stats: stats}
}

func utcDay(utc int64) shop.Day { return shop.Day(utc / 86400) }

// TestNextFiles: what is missing comes in the order in which it helps, what is old has its last day and
// the day on which the platform forgets, and a file that waits is not asked for.
func TestNextFiles(t *testing.T) {
	t.Parallel()
	today := shop.DayFrom(2026, 11, 22)
	orders := saved("shopify_orders_export", "Shopify", shop.Till, today-200, today-1)
	claims := saved("tiktok_shop_affiliate_orders_seller_v3", "TikTok Shop", shop.Claim, today-200, today-60)
	for name, c := range map[string]struct {
		list    []store.Batch
		waiting []TrayFile
		want    string
	}{
		"nothing": {nil, nil, "Add your shop's orders next, Add TikTok Shop affiliate orders next, Add TikTok Ads by day next"},
		"orders":  {[]store.Batch{orders}, nil, "Add TikTok Shop affiliate orders next, Add TikTok Ads by day next, Add your shop's sessions next"},
		"old claims": {[]store.Batch{orders, claims}, nil,
			"Add TikTok Shop orders next, Add TikTok Ads by day next, Bring TikTok Shop affiliate orders up to date"},
		"claims wait": {[]store.Batch{orders, claims}, []TrayFile{{State: "ready", Result: &FileResult{Format: claims.Format}}},
			"Add TikTok Shop orders next, Add TikTok Ads by day next, Add TikTok Shop video data next"},
	} {
		var got []string
		next := nextFiles(calendar{list: c.list, today: today, dayOf: utcDay}, c.waiting)
		for _, n := range next {
			got = append(got, n.Title)
			if n.Why == "" || n.Where == "" || n.Format == "" {
				t.Errorf("%s: %+v", name, n)
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	next := nextFiles(calendar{list: []store.Batch{orders, claims}, today: today, dayOf: utcDay}, nil)
	if last := next[len(next)-1]; last.Why != "Yours end on 23 Sep 2026, 60 days ago." || last.Until != "TikTok shows 90 days: the first missing one can be downloaded until 22 Dec 2026." {
		t.Errorf("old: %+v", last)
	}
	for _, n := range nextFiles(calendar{list: []store.Batch{orders, claims}, dayOf: utcDay}, nil) {
		if strings.Contains(n.Title, "newer") {
			t.Errorf("the sample is asked for newer files: %+v", n)
		}
	}
	for _, w := range wants {
		if _, ok := exports[w.format]; !ok {
			t.Errorf("%s is wanted, but no format", w.format)
		}
	}
}

// TestCalendarStates: a day that was downloaded before it was over is partial until a later file covers
// it; gaps are counted between the ends; what ends long ago is behind; reports have no gaps.
func TestCalendarStates(t *testing.T) {
	t.Parallel()
	today := shop.DayFrom(2026, 11, 22)
	early, cut := saved("shopify_orders_export", "Shopify", shop.Till, today-60, today-31), saved("shopify_orders_export", "Shopify", shop.Till, today-20, today-1)
	early.ImportedAtUTC += 86400
	ads, tiktok := saved("tiktok_ads_ad_daily", "TikTok Ads", shop.Claim, today-60, today-40), saved("tiktok_shop_orders_us", "TikTok Shop", shop.Till, today-9, today-1)
	later := tiktok
	later.ImportedAtUTC += 86400
	claims := saved("tiktok_shop_affiliate_orders_seller_v3", "TikTok Shop", shop.Claim, today-60, today-12)
	claims.ImportedAtUTC += 86400
	v, err := coverageOf(calendar{list: []store.Batch{early, cut, ads, tiktok, later, claims}, today: today, dayOf: utcDay}, nil)
	if err != nil || len(v.Rows) != 4 || v.Days != 61 {
		t.Fatalf("%+v, %v", v, err)
	}
	notes, states := map[string]string{}, map[string]string{}
	for _, r := range v.Rows {
		notes[r.Source] = r.Note
		for _, b := range r.Bars {
			states[r.Source] += b.State + " "
			if b.From < 0 || b.To > 1 || b.From >= b.To {
				t.Errorf("%s: %+v", r.Source, b)
			}
		}
	}
	ad := formatLabel("tiktok_ads_ad_daily")
	for source, want := range map[string][2]string{
		"Shopify orders":        {"10 days missing, last day partial", "there there partial "},
		"TikTok Shop orders":    {"", "there "},
		"TikTok Shop affiliate": {"12 days behind", "there stale "},
		ad:                      {"40 days behind", "there stale "},
	} {
		if got := [2]string{notes[source], states[source]}; got != want {
			t.Errorf("%s: got %q, want %q", source, got, want)
		}
	}
}

package api

import (
	"fmt"
	"slices"
	"strings"

	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// mostNext is how many exports the inbox asks for at a time.
const mostNext = 3

// TikTok's pages show what happened up to this many days ago; what was not downloaded by then is gone.
const tiktokMemory = 90

// wanted is one export worth having: what it lets the founder see, and how old it may get.
type wanted struct {
	format string   // the export that is named
	any    []string // beginnings of the formats that do as well
	title  string
	why    string
	needs  []string // asked for only where one of these is there
	fresh  int      // days after which it is asked for again; 0 for never
	memory int      // days the platform remembers, 0 for ever
}

// wants lists the exports in the order in which they help: what came in, who sold what, what it cost,
// then what explains it.
var wants = []wanted{
	{format: "shopify_orders_export", any: []string{"shopify_orders", "orders_simple", "daily_simple", "woocommerce", "amazon_orders", "etsy", "square", "tiktok_shop_orders"},
		title: "your shop's orders", why: "They are what really came in, and everything else is measured against them.", fresh: staleDays},
	{format: "tiktok_shop_affiliate_orders_seller_v3", any: []string{"tiktok_shop_affiliate_orders", "claims_simple"},
		title: "TikTok Shop affiliate orders", why: "They tell which creator sold what.", fresh: staleDays, memory: tiktokMemory},
	{format: "tiktok_shop_orders_us", any: []string{"tiktok_shop_orders"}, needs: []string{"tiktok_shop_affiliate_orders"},
		title: "TikTok Shop orders", why: "Then each sale that TikTok claims for a creator can be checked against the order itself.", fresh: staleDays},
	{format: "tiktok_ads_ad_daily", any: []string{"tiktok_ads_ad_daily"},
		title: "TikTok Ads by day", why: "They tell what boosting cost.", fresh: staleDays},
	{format: "tiktok_shop_video_data_v3", any: []string{"tiktok_shop_video"}, needs: []string{"tiktok_shop_affiliate_orders"},
		title: "TikTok Shop video data", why: "It shows which videos sell without paid help, so you know which to boost.", fresh: staleReportDays, memory: tiktokMemory},
	{format: "tiktok_shop_creator_data_v3", any: []string{"tiktok_shop_creator"}, needs: []string{"tiktok_shop_affiliate_orders"},
		title: "TikTok Shop creator data", why: "It counts samples, posts and live streams for each creator.", fresh: staleReportDays, memory: tiktokMemory},
	{format: "tiktok_shop_settlement_income", any: []string{"tiktok_shop_settlement"}, needs: []string{"tiktok_shop_"},
		title: "TikTok Shop settlements", why: "They tell what TikTok kept in fees and what really reached your account.", fresh: staleReportDays},
	{format: "shopify_sessions_over_time", any: []string{"shopify_sessions", "ga4_", "sessions_simple"}, needs: []string{"shopify_orders"},
		title: "your shop's sessions", why: "They show whether posts bring visitors who reach the checkout.", fresh: staleReportDays},
	{format: "fairing_responses", any: []string{"fairing", "survey_simple"}, needs: []string{"shopify_orders", "orders_simple"},
		title: "your survey's answers", why: "Buyers who say a creator sent them are found nowhere else.", fresh: staleReportDays},
}

// nextFiles names the exports that would help most: first those that are missing, in the order of wants,
// then those that are old. waiting files count as there.
func nextFiles(c calendar, waiting []TrayFile) []NextFile {
	missing, old := []NextFile{}, []NextFile{}
	for _, w := range wants {
		if _, known := exports[w.format]; !known || (len(w.needs) > 0 && !c.has(w.needs, waiting)) {
			continue
		}
		dropped := slices.ContainsFunc(waiting, func(f TrayFile) bool { return f.isOne(w.any) })
		last, saved := c.last(w.any)
		switch {
		case dropped:
		case !saved:
			missing = append(missing, w.card("Add "+w.title+" next", w.why))
		case w.old(c.today, last):
			card := w.card("Bring "+w.title+" up to date", fmt.Sprintf("Yours end on %s, %s ago.", report.DayRange(last, last), nounOf(int64(c.today-last), "day")))
			card.Until = w.until(last, c.today)
			old = append(old, card)
		}
	}
	if len(old) > 0 { // what ends soon is not hidden behind what never was
		missing = missing[:min(len(missing), mostNext-1)]
	}
	next := append(missing, old...)
	return next[:min(len(next), mostNext)]
}

func (w wanted) card(title, why string) NextFile {
	return NextFile{Format: w.format, Title: title, Why: why, Where: exports[w.format].Where}
}

func (w wanted) old(today, last shop.Day) bool {
	return today != 0 && w.fresh > 0 && int(today-last) > w.fresh
}

// until says when the platform forgets the first day that is missing, "" where it does not.
func (w wanted) until(last, today shop.Day) string {
	if w.memory == 0 {
		return ""
	}
	gone := last + 1 + shop.Day(w.memory)
	if gone <= today {
		return fmt.Sprintf("TikTok shows %d days: the days before %s can no longer be downloaded.", w.memory, report.DayRange(today-shop.Day(w.memory), today-shop.Day(w.memory)))
	}
	return fmt.Sprintf("TikTok shows %d days: the first missing one can be downloaded until %s.", w.memory, report.DayRange(gone-1, gone-1))
}

// has reports whether a saved or waiting file is of a format that begins with one of these.
func (c calendar) has(beginnings []string, waiting []TrayFile) bool {
	return slices.ContainsFunc(c.list, func(b store.Batch) bool { return beginsWithOne(b.Format, beginnings) }) ||
		slices.ContainsFunc(waiting, func(f TrayFile) bool { return f.isOne(beginnings) })
}

// isOne reports whether a waiting file that can be read is of a format that begins with one of these.
func (f TrayFile) isOne(beginnings []string) bool {
	return f.Result != nil && f.State != "refused" && beginsWithOne(f.Result.Format, beginnings)
}

// last is the last day that saved files of these formats cover; false where there is none of them.
func (c calendar) last(beginnings []string) (last shop.Day, ok bool) {
	for _, b := range c.list {
		if beginsWithOne(b.Format, beginnings) {
			last, ok = max(last, b.Covered.Last()), true
		}
	}
	return last, ok
}

func beginsWithOne(format string, beginnings []string) bool {
	return slices.ContainsFunc(beginnings, func(p string) bool { return strings.HasPrefix(format, p) })
}

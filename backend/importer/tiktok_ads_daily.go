package importer

import "creatorlift/backend/shop"

// tiktokAdsDaily is a custom report of TikTok Ads Manager with the dimensions By Day and Ad. The person
// who exports it chooses and orders the columns.
var tiktokAdsDaily = &format{
	Format: Format{
		ID:       "tiktok_ads_ad_daily",
		Platform: "TikTok Ads",
		What:     "what one ad cost and did on one day, as the platform says",
		Evidence: shop.Claim,
		Key:      "By Day, campaign, ad group and ad (their ids, else their names), currency",
		Amount:   "Cost",
		Trust:    "real files and independent readers",
		Label:    "TikTok Ads by day",
		Sum:      "Spend",
		Where:    "TikTok Ads Manager › Reporting › Custom report by day and ad › Export",
	},
	columns: append([]column{
		{"By Day", moment}, {"Date", moment}, {"Day", moment}, {"Currency", currency},
		{"Campaign ID", plain}, {"Campaign name", plain}, {"Ad group ID", plain}, {"Ad group name", plain}, {"Ad ID", plain}, {"Ad name", plain},
	}, figureColumns(adFigures)...),
	recognise: func(n names) int {
		day := n.has("By Day") || n.has("Date") || n.has("Day")
		cost := (n.has("Cost") || n.has("Spend")) && (n.has("Impressions") || n.has("Impression"))
		ours := n.has("CPC (destination)") || n.has("CPC(destination)") || n.has("Clicks (destination)") || n.has("Ad group name")
		if !day || !cost || !ours || (!n.has("Ad name") && !n.has("Ad ID")) {
			return 0
		}
		for _, split := range adSplits {
			if n.has(split) {
				return 0
			}
		}
		return n.share(adHeader)
	},
	decimal: '.',
	isTotal: adTotal,
	open:    openTikTokAds,
}

// adHeader is the set of columns that nearly every such report has.
var adHeader = []string{"By Day", "Campaign name", "Ad group name", "Ad name", "Cost", "Impressions", "Clicks (destination)", "Video views"}

// adSplits are dimensions that spread an ad's day over several rows.
var adSplits = []string{"Age", "Gender", "Country", "Country/Region", "Location", "Placement", "By Hour", "Hour", "Device", "Operating system", "Language"}

var adFigures = []figure{
	{names: []string{"Cost", "Spend"}, cents: func(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.SpendCents }},
	{names: []string{"Complete payment value", "Total complete payment value"}, cents: func(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.GMVCents }},
	{names: []string{"Impressions", "Impression"}, count: func(s *shop.Stat) *shop.Maybe[int64] { return &s.Impressions }},
	{names: []string{"Clicks (destination)", "Clicks(destination)"}, count: func(s *shop.Stat) *shop.Maybe[int64] { return &s.Clicks }},
	{names: []string{"Video views"}, count: func(s *shop.Stat) *shop.Maybe[int64] { return &s.Views }},
	{names: []string{"Video views at 100%"}, count: func(s *shop.Stat) *shop.Maybe[int64] { return &s.FullViews }},
	{names: []string{"Complete payment"}, count: func(s *shop.Stat) *shop.Maybe[int64] { return &s.Orders }},
	{names: []string{"Paid likes"}, count: func(s *shop.Stat) *shop.Maybe[int64] { return &s.Likes }},
	{names: []string{"Paid comments"}, count: func(s *shop.Stat) *shop.Maybe[int64] { return &s.Comments }},
	{names: []string{"Paid shares"}, count: func(s *shop.Stat) *shop.Maybe[int64] { return &s.Shares }},
}

// adTotal recognises the totals row: its word may stand in any of the columns that name things.
func adTotal(t *table, rec *record) bool {
	if _, dated := parseStamp(trim(rec.cell(t.dated))); dated {
		return false
	}
	for _, name := range []string{"By Day", "Date", "Day", "Campaign name", "Ad group name", "Ad name", "Campaign ID", "Ad group ID", "Ad ID"} {
		if i := t.names.at(name); i >= 0 && isTotal(rec.cell(i)) {
			return true
		}
	}
	return false
}

type tiktokAds struct {
	*statRows
	day, currency                                  int
	campaignID, campaign, groupID, group, adID, ad int
}

func openTikTokAds(t *table) rowReader {
	return &tiktokAds{statRows: newStatRows(t, adFigures), day: t.anyOf("By Day", "Date", "Day"), currency: t.col("Currency"),
		campaignID: t.col("Campaign ID"), campaign: t.col("Campaign name"), groupID: t.col("Ad group ID"), group: t.col("Ad group name"),
		adID: t.col("Ad ID"), ad: t.col("Ad name")}
}

func (a *tiktokAds) read(r row) error {
	stat, bad := a.stat(r)
	if bad != nil {
		a.t.reject(r.line(), bad)
		return nil
	}
	key := shop.KeyOf("tiktok_ads_daily", stat.First.String(), or(stat.CampaignID, stat.Campaign), or(stat.AdGroupID, stat.AdGroup),
		or(stat.ID, stat.Name), string(a.t.rep.Currency))
	return a.emit(key, stat, stat.SpendCents)
}

func or(a, b string) string {
	if a != "" {
		return "#" + a // an id is never taken for a name
	}
	return b
}

func (a *tiktokAds) stat(r row) (shop.Stat, *flaw) {
	s := shop.Stat{Row: r.line(), Subject: shop.AnAd, Campaign: dash(r.text(a.campaign)), AdGroup: dash(r.text(a.group)), Name: dash(r.text(a.ad))}
	_, day, bad := r.moment(a.day)
	if bad != nil {
		return s, bad
	}
	s.First, s.Last = day, day
	if cell := r.raw(a.currency); !missing(cell) && !currencyOf(cell).Valid() {
		return s, a.t.flaw(a.currency, "bad_currency", "does not hold a currency.")
	}
	for _, id := range []struct {
		to  *string
		col int
	}{{&s.CampaignID, a.campaignID}, {&s.AdGroupID, a.groupID}, {&s.ID, a.adID}} {
		if *id.to, bad = r.id(id.col); bad != nil {
			return s, bad
		}
		*id.to = dash(*id.to)
	}
	if s.ID == "" && s.Name == "" {
		return s, a.t.flaw(max(a.ad, a.adID), "missing_ad", "names no ad.")
	}
	return s, a.fill(r, &s)
}

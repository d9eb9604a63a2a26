package importer

import "creatorlift/backend/shop"

// tiktokAdsDaily is a custom report of TikTok Ads Manager with the dimensions By Day and Ad. The person
// who exports it chooses and orders the columns. Without By Day its rows speak of the whole stretch of days
// in the file's name and are not spread over them.
var tiktokAdsDaily = &format{
	Format: Format{
		ID:       "tiktok_ads_ad_daily",
		Platform: "TikTok Ads",
		What:     "what one ad cost and did on one day, as the platform says",
		Evidence: shop.Claim,
		Key:      "By Day (without that column the first and last day of the stretch), campaign, ad group and ad (their ids, else their names), currency",
		Amount:   "Cost",
		Trust:    "real files and independent readers",
		Label:    "TikTok Ads by day",
		Sum:      "Spend",
		Where:    "TikTok Ads Manager › Reporting › Custom report by day and ad › Export",
	},
	columns: append([]column{
		{"By Day", moment}, {"Date", moment}, {"Day", moment}, {"Currency", currency}, {"period", plain},
		{"Campaign ID", plain}, {"Campaign name", plain}, {"Ad group ID", plain}, {"Ad group name", plain}, {"Ad ID", plain}, {"Ad name", plain},
	}, figureColumns(adFigures)...),
	recognise: func(n names) int {
		cost := anyOf(n, "Cost", "Spend") && anyOf(n, "Impressions", "Impression")
		ours := anyOf(n, "CPC (destination)", "CPC(destination)", "Clicks (destination)", "Clicks(destination)", "Ad group name")
		if !cost || !ours || !anyOf(n, "Ad name", "Ad ID") || anyOf(n, adSplits...) {
			return 0
		}
		return n.share(adHeader)
	},
	restates: true,
	decimal:  '.',
	windowed: true,
	days:     adDays,
	aliases:  adWords,
	isTotal:  adTotal,
	open:     openTikTokAds,
}

var adDays = []string{"By Day", "Date", "Day"}

// adWords are names that the export has been seen with in Indonesian, Spanish, Portuguese, Chinese and Korean.
var adWords = map[string][]string{
	"By Day": {"Per Hari", "Por día", "按天", "일별"}, "Campaign name": {"Nama kampanye", "Nombre de la campaña", "系列名称", "推广系列名称", "캠페인 이름"},
	"Ad group name": {"Nama grup iklan", "Nombre del grupo de anuncios", "广告组名称", "광고 그룹 이름"}, "Ad ID": {"广告 ID"},
	"Ad name": {"Nama iklan", "Nombre del anuncio", "广告名称", "광고 이름"}, "Cost": {"Biaya", "Coste", "Gasto", "消耗", "비용"},
	"Impressions": {"Impresi", "Impresiones", "展示量", "노출수"}, "Video views": {"Visualizaciones de vídeo"},
	"Clicks (destination)": {"Klik (tujuan)", "Clics (destino)", "Cliques (destino)", "点击量（目标页面）", "클릭수(목적지)"},
	"CPC (destination)":    {"CPC (destino)", "平均点击成本（目标页面）", "CPC(목적지)"}, "Currency": {"Mata uang", "Moneda", "货币", "통화"},
	"Age": {"Edad", "Usia", "年龄"}, "Gender": {"Género", "Sexo", "性别"}, "Country/Region": {"País", "País/Región", "国家/地区"},
}

// adHeader is the set of columns that nearly every such report has.
var adHeader = []string{"By Day", "Campaign name", "Ad group name", "Ad name", "Cost", "Impressions", "Clicks (destination)", "Video views"}

// adSplits are dimensions that spread an ad's day over several rows.
var adSplits = []string{"Age", "Gender", "Country", "Country/Region", "Location", "Placement", "By Hour", "Hour", "Device", "Operating system", "Language"}

var adFigures = []figure{
	{names: []string{"Cost", "Spend"}, cents: spend},
	{names: []string{"Complete payment value", "Total complete payment value", "Purchase value (website)"}, cents: gmv},
	{names: []string{"Impressions", "Impression"}, count: impressions},
	{names: []string{"Clicks (destination)", "Clicks(destination)"}, count: clicks},
	{names: []string{"Video views"}, count: views},
	{names: []string{"Video views at 100%"}, count: fullViews},
	{names: []string{"Add to cart", "Adds to cart", "Adds to cart (website)"}, count: carts},
	{names: []string{"Initiate checkout", "Checkouts initiated", "Checkouts initiated (website)"}, count: checkouts},
	{names: []string{"Complete payment", "Purchases (website)"}, count: statOrders},
	{names: []string{"Paid likes"}, count: likes},
	{names: []string{"Paid comments"}, count: comments},
	{names: []string{"Paid shares"}, count: shares},
}

// adTotal recognises the totals row: its word may stand in any of the columns that name things.
func adTotal(t *table, rec *record) bool {
	if _, dated := parseStamp(trim(rec.cell(t.dated))); dated {
		return false
	}
	if t.dated < 0 && named(t, rec, "Ad ID", "Ad name") {
		return false // a campaign may be called Total
	}
	for _, name := range []string{"By Day", "Date", "Day", "Campaign name", "Ad group name", "Ad name", "Campaign ID", "Ad group ID", "Ad ID"} {
		if i := t.names.at(name); i >= 0 && isTotal(rec.cell(i)) {
			return true
		}
	}
	return false
}

// named reports whether a record fills one of these columns with a name that is no word for a total.
func named(t *table, rec *record, columns ...string) bool {
	for _, name := range columns {
		if i := t.names.at(name); i >= 0 && !missing(trim(rec.cell(i))) && !isTotal(rec.cell(i)) {
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
	return &tiktokAds{statRows: newStatRows(t, adFigures), day: t.anyOf(adDays...), currency: t.col("Currency"),
		campaignID: t.col("Campaign ID"), campaign: t.col("Campaign name"), groupID: t.col("Ad group ID"), group: t.col("Ad group name"),
		adID: t.col("Ad ID"), ad: t.col("Ad name")}
}

func (a *tiktokAds) read(r row) error {
	stat, bad := a.stat(r)
	if bad != nil {
		a.t.reject(r.line(), bad)
		return nil
	}
	days := []string{"tiktok_ads_daily", stat.First.String()}
	if stat.First != stat.Last {
		days = []string{"tiktok_ads_window", stat.First.String(), stat.Last.String()}
	}
	key := shop.KeyOf(append(days, or(stat.CampaignID, stat.Campaign), or(stat.AdGroupID, stat.AdGroup),
		or(stat.ID, stat.Name), string(a.t.rep.Currency))...)
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
	s.First, s.Last = a.t.window.Start, a.t.window.Last()
	var bad *flaw
	if a.day != -1 {
		if _, s.First, bad = r.moment(a.day); bad != nil {
			return s, bad
		}
		s.Last = s.First
	}
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

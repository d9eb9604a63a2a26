package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// tiktokAdsCampaign is the list of campaigns of TikTok Ads Manager. It has no days, so the rows speak of the
// whole stretch that was asked for.
var tiktokAdsCampaign = (&statReport{
	subject: shop.ACampaign, key: "tiktok_ads_campaign", campaignID: []string{"Campaign ID"}, campaign: []string{"Campaign name"},
	needsOne: []string{"Campaign name"}, amount: spend, figures: adFigures,
}).plan(&format{
	Format: Format{
		ID:       "tiktok_ads_campaign",
		Platform: "TikTok Ads",
		What:     "what one campaign cost and did in a stretch of days, as the platform says",
		Evidence: shop.Claim,
		Key:      "first and last day of the stretch, campaign (its id, else its name)",
		Amount:   "Cost",
		Trust:    "independent readers; the file was not seen by us",
		Label:    "TikTok Ads campaigns",
		Sum:      "Spend of the whole stretch",
		Where:    "TikTok Ads Manager › Campaign › Export",
	},
	recognise: func(n names) int {
		if !n.has("Campaign name", "Primary status") || !anyOf(n, "Cost", "Spend") || anyOf(n, "Ad name", "Ad ID", "Ad group name", "Ad group ID") ||
			anyOf(n, adDays...) || anyOf(n, adSplits...) {
			return 0
		}
		return n.share([]string{"Campaign name", "Primary status", "Date Created", "Cost", "CPM", "CPC (destination)", "Clicks (destination)",
			"CTR (destination)", "Clicks (all)", "Currency"})
	},
	decimal: '.',
	aliases: adWords,
	isTotal: namedTotal([]string{"Campaign ID", "Primary status"}, []string{"Campaign name"}),
})

// tiktokAdsAudience is what ads cost for each part of the audience. One export splits by place, another by
// age and gender, both under the name Audience.
var tiktokAdsAudience = (&statReport{
	subject: shop.AnAudience, key: "tiktok_ads_audience", segment: []string{"Audience"}, campaignID: []string{"Campaign ID"}, campaign: []string{"Campaign name"},
	groupID: []string{"Ad group ID"}, group: []string{"Ad group name"}, needsOne: []string{"Audience"}, amount: spend, figures: adFigures,
	adjust: audienceKind,
}).plan(&format{
	Format: Format{
		ID:       "tiktok_ads_breakdown_geo_demo",
		Platform: "TikTok Ads",
		What:     "what ads cost and did for one part of the audience in a stretch of days, as the platform says",
		Evidence: shop.Claim,
		Key:      "first and last day of the stretch, audience, campaign and ad group where named",
		Amount:   "Cost",
		Trust:    "independent readers; the file was not seen by us",
		Label:    "TikTok Ads by audience",
		Sum:      "Spend of the whole stretch",
		Where:    "TikTok Ads Manager › Campaign › View data › Audience › Export",
	},
	recognise: func(n names) int {
		if !n.has("Audience") || !anyOf(n, "Cost", "Spend") || !anyOf(n, "Impressions", "Impression") || anyOf(n, adDays...) ||
			anyOf(n, "Ad set name", "Reporting starts") {
			return 0
		}
		return n.share([]string{"Audience", "Cost", "Impressions", "Clicks (destination)"})
	},
	decimal: '.',
	aliases: adWords,
	isTotal: namedTotal(nil, []string{"Audience"}),
})

// audienceKind names what the audience is split by.
func audienceKind(r row, s *shop.Stat) *flaw {
	if s.Segment == "" {
		return r.t.flaw(r.t.anyOf("Audience"), "missing_audience", "names no part of the audience.")
	}
	switch {
	case byAgeOrGender(s.Segment):
		s.Name = "age and gender"
	case !strings.EqualFold(s.Segment, "unknown"): // which either split writes
		s.Name = "place"
	}
	return nil
}

// byAgeOrGender reports "18-24 - Male", "55+", "Female".
func byAgeOrGender(segment string) bool {
	for _, word := range strings.FieldsFunc(strings.ToLower(segment), func(r rune) bool { return r == ' ' || r == ',' || r == '/' || r == '_' || r == '|' }) {
		digits := 0
		for _, c := range word {
			if isDigit(c) {
				digits++
			}
		}
		if word == "male" || word == "female" || digits >= 2 && strings.Trim(word, "0123456789-–+") == "" {
			return true
		}
	}
	return false
}

// tiktokGMVMax is what GMV Max spent on each creative. Its revenue includes orders that came without an ad,
// and it has no days: the stretch stands only in the file's name, so its spend is no daily spend.
var tiktokGMVMax = (&statReport{
	subject: shop.AnAd, key: "tiktok_gmv_max", id: []string{"Video ID", "Post ID"}, name: []string{"Video title", "Creative"},
	creator: []string{"TikTok account"}, campaignID: []string{"Campaign ID"}, campaign: []string{"Campaign name"}, product: []string{"Product ID"},
	segment: []string{"Creative type"}, amount: spend, adjust: gmvMaxRow, keyOf: gmvMaxKey,
	figures: []figure{
		{names: []string{"Cost"}, cents: spend},
		{names: []string{"Gross revenue"}, cents: gmv},
		{names: []string{"SKU orders", "Orders (SKU)"}, count: statOrders},
		{names: []string{"Product ad impressions"}, count: impressions},
		{names: []string{"Product ad clicks"}, count: clicks},
	},
}).plan(&format{
	Format: Format{
		ID:       "tiktok_gmv_max_creative",
		Platform: "TikTok GMV Max", // apart from the ads, so that spend in both reports is not added
		What:     "what GMV Max spent on one creative of a product in a stretch of days, as the platform says",
		Evidence: shop.Claim,
		Key:      "first and last day of the stretch, campaign, product, video (else its title), account, creative type",
		Amount:   "Cost",
		Trust:    "readers written against real files; the file was not seen by us",
		Label:    "TikTok GMV Max creatives",
		Sum:      "Spend of the whole stretch",
		Where:    "TikTok Ads Manager › GMV Max › Product campaigns › Creative › Export",
	},
	recognise: func(n names) int {
		if !anyOf(n, "Video ID", "Post ID") || !n.has("TikTok account") || !anyOf(n, "SKU orders", "Orders (SKU)") || !anyOf(n, "Gross revenue", "Product ad impressions") {
			return 0
		}
		return n.share([]string{"Campaign name", "Campaign ID", "Product ID", "Creative type", "Video title", "Video ID", "TikTok account", "Time posted",
			"Status", "Authorization type", "Cost", "SKU orders", "Cost per order", "Gross revenue", "Product ad impressions", "Product ad clicks"})
	},
	decimal: '.',
	aliases: gmvMaxWords,
	isTotal: namedTotal([]string{"Campaign ID", "Video ID", "Post ID"}, []string{"Campaign name", "Video title", "Creative"}),
})

var gmvMaxWords = map[string][]string{
	"Campaign name": {"Nama kampanye", "广告计划名称"}, "Campaign ID": {"ID Campaign", "ID kampanye", "广告计划 ID"}, "Product ID": {"ID produk", "商品 ID"},
	"Creative type": {"Jenis materi iklan", "创意作品类型"}, "Video title": {"Judul video", "视频标题"}, "Video ID": {"ID video", "视频 ID"},
	"TikTok account": {"Akun TikTok", "TikTok 账号"}, "Cost": {"Biaya", "成本"}, "SKU orders": {"Pesanan SKU", "SKU 订单数"},
	"Cost per order": {"Biaya per pesanan", "平均下单成本"}, "Gross revenue": {"Pendapatan kotor", "总收入"},
	"Time posted": {"Waktu posting", "发布时间"}, "Status": {"状态"}, "Authorization type": {"Jenis otorisasi", "授权类型"},
	"Product ad impressions": {"Impresi iklan produk", "商品广告曝光数"}, "Product ad clicks": {"Jumlah klik iklan produk", "商品广告点击数"},
	"Currency": {"Mata uang", "货币"},
}

// gmvMaxRow takes the marks for a product card off: it is no creator's and has no video.
func gmvMaxRow(_ row, s *shop.Stat) *flaw {
	if s.Creator == "0" {
		s.Creator = ""
	}
	if s.ID == "0" {
		s.ID = ""
	}
	return nil
}

// gmvMaxKey names a creative without a video by its title and account.
func gmvMaxKey(s *shop.Stat) shop.Key {
	creative := or(s.ID, s.Name)
	if s.ID == "" {
		creative += "\n" + s.Creator
	}
	return shop.KeyOf("tiktok_gmv_max", s.First.String(), s.Last.String(), or(s.CampaignID, s.Campaign), s.Product, creative, s.Segment)
}

// tiktokOneReport is the reporting of TikTok One. The names of its figures come from TikTok's help pages, its
// header was not seen: any of the columns that may name what a row is about is taken.
var tiktokOneReport = (&statReport{
	subject: shop.ACampaign, key: "tiktok_one", campaignID: []string{"Campaign ID"}, campaign: []string{"Campaign name", "Campaign"},
	creator: []string{"Creator name", "Creator", "Creator username", "TikTok account"}, id: []string{"Video ID", "Post ID"}, name: []string{"Video title", "Video name", "Video"},
	adjust: oneSubject,
	figures: []figure{
		{names: []string{"Total video views", "Video views"}, count: views},
		{names: []string{"Likes"}, count: likes},
		{names: []string{"Comments"}, count: comments},
		{names: []string{"Shares"}, count: shares},
	},
}).plan(&format{
	Format: Format{
		ID:       "tiktok_one_campaign_report",
		Platform: "TikTok One",
		What:     "what was seen of one campaign, creator or video, organic and paid together, in a stretch of days",
		Evidence: shop.Claim,
		Key:      "first and last day of the stretch, campaign, creator, video",
		Amount:   "nothing: the report holds no money",
		Trust:    "the platform's documents only; no header was seen",
		Label:    "TikTok One campaign report",
		Sum:      "No money",
		Where:    "TikTok One › Campaigns › Reporting › Export",
	},
	recognise: func(n names) int {
		if !n.has("Organic video views", "Paid video views") {
			return 0
		}
		return n.share([]string{"Total video views", "Organic video views", "Paid video views", "Engagement rate", "Likes", "Organic likes", "Paid likes",
			"Comments", "Organic comments", "Paid comments"})
	},
	decimal:   '.',
	described: true,
	isTotal:   namedTotal([]string{"Campaign ID", "Video ID", "Post ID"}, []string{"Campaign name", "Campaign", "Creator name", "Creator", "Video title", "Video name"}),
})

// oneNames are the columns that may name what a row is about.
var oneNames = []string{"Campaign name", "Campaign", "Creator name", "Creator", "Creator username", "TikTok account",
	"Video ID", "Post ID", "Video title", "Video name", "Video"}

// oneSubject tells what a row is about: the finest thing that it names. A report without any column of names
// is about the campaign that it was opened from.
func oneSubject(r row, s *shop.Stat) *flaw {
	switch {
	case s.ID == "" && s.Name == "" && s.Creator == "" && s.Campaign == "" && s.CampaignID == "" && anyOf(r.t.names, oneNames...):
		return r.t.flaw(r.t.anyOf(oneNames...), "missing_name", "is empty, so nobody can tell what the row speaks of.")
	case s.ID != "" || s.Name != "":
		s.Subject = shop.AVideo
	case s.Creator != "":
		s.Subject = shop.ACreator
	}
	return nil
}

// marketRank is what a market research tool guesses of the shops of others. It is never mixed with sales:
// the source is the tool's, and the segment says that it is an estimate.
var marketRank = (&statReport{
	subject: shop.AShop, key: "market_rank", name: []string{"Store Name", "Shop Name"}, needsOne: []string{"Store Name", "Shop Name"}, amount: gmv,
	adjust:  func(_ row, s *shop.Stat) *flaw { s.Segment = "estimated"; return nil },
	figures: []figure{{names: []string{"GMV"}, cents: gmv}},
}).plan(&format{
	Format: Format{
		ID:       "fastmoss_kalodata_store_rank",
		Platform: "FastMoss / Kalodata",
		What:     "what a market research tool estimates that one shop sold in a stretch of days",
		Evidence: shop.Claim,
		Key:      "first and last day of the stretch, shop",
		Amount:   "GMV as the tool estimates it, of all shops in the file: no sales of yours",
		Trust:    "a description of a real program that reads it; the file was not seen by us",
		Label:    "Market estimates (FastMoss, Kalodata)",
		Sum:      "Estimated sales of the shops listed",
		Where:    "FastMoss or Kalodata › Shop ranking › Export",
	},
	recognise: func(n names) int {
		if !anyOf(n, "Store Name", "Shop Name") || !n.has("GMV") || !anyOf(n, "Affiliate Video GMV", "Self-Account Live GMV", "Shop Tab GMV") {
			return 0
		}
		return n.share([]string{"Store Name", "GMV", "Affiliate Video GMV", "Self-Account Live GMV", "Shop Tab GMV"})
	},
	decimal: '.',
	isTotal: namedTotal(nil, []string{"Store Name", "Shop Name"}),
})

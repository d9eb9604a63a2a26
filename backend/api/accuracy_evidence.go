package api

import (
	"context"
	"slices"

	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// CampaignEvidence is which sources speak of a campaign's days. It holds no figure: a source that is missing
// yields none.
type CampaignEvidence struct {
	Campaign string           `json:"campaign" doc:"its name in the ads; All days for the whole"`
	Days     string           `json:"days"`
	Sources  []SourceEvidence `json:"sources" doc:"strongest first"`
	Next     string           `json:"next" doc:"kind of the source that would help most next; empty for none"`
}

// SourceEvidence is one kind of source.
type SourceEvidence struct {
	Kind   string `json:"kind" enum:"till,claims,codes,ads,posts,survey,web,search"`
	Label  string `json:"label"`
	Have   string `json:"have" enum:"all,part,none" doc:"how much of the campaign's days it covers"`
	Shows  string `json:"shows"`
	Cannot string `json:"cannot" doc:"what it cannot show, even where it is there"`
	Where  string `json:"where" doc:"where to click for the export; empty where that depends on the tool"`
}

// evidenceKinds are the sources in the order in which they help: what came in, who is said to have brought
// it, what it cost, and what lies between.
var evidenceKinds = []struct{ kind, label, shows, cannot, format string }{
	{"till", "Orders of your shops", "what really came in, in money, by day and region", "who sent the buyer", "shopify_orders_export"},
	{"claims", "Affiliate orders", "which orders a creator's link closed", "what would have been bought anyway, and who saw a video and bought elsewhere", "tiktok_shop_affiliate_orders_seller_v3"},
	{"codes", "Orders with creators' codes", "which orders of your own shop carried a creator's code", "buyers who forgot the code, and those who found it on a coupon site", ""},
	{"ads", "Ads by day", "what boosting cost, by ad and day", "what the spending changed", "tiktok_ads_ad_daily"},
	{"posts", "Videos, live streams and creators", "views, clicks and posts, as the platform counts them", "what came of a view weeks later", "tiktok_shop_video_data_v3"},
	{"survey", "Survey after the purchase", "what buyers say brought them, also weeks later", "what those who did not answer would say", "fairing_responses"},
	{"web", "Web traffic", "how visitors came to the site", "people who saw a video and typed the address", "ga4_traffic_acquisition"},
	{"search", "Searches for your brand", "whether more people look for you", "why they look", "gsc_performance"},
}

// mostCampaigns is for how many campaigns the map is drawn.
const mostCampaigns = 20

func campaignEvidence(ctx context.Context, b *store.Store, spans []store.Span, coded bool) ([]CampaignEvidence, error) {
	campaigns, err := b.Campaigns(ctx)
	if err != nil {
		return nil, err
	}
	reports, err := b.StatSpans(ctx)
	if err != nil {
		return nil, err
	}
	runs := evidenceRuns(spans, reports, coded)
	all := shop.Period{}
	for _, list := range runs {
		for _, r := range list {
			all = joined(all, r)
		}
	}
	out := []CampaignEvidence{}
	if all.Days() == 0 {
		return out, nil
	}
	out = append(out, evidenceOf("All days", all, runs))
	for _, c := range campaigns[:min(len(campaigns), mostCampaigns)] {
		out = append(out, evidenceOf(c.Name, shop.Inclusive(c.First, c.Last), runs))
	}
	return out, nil
}

// evidenceRuns are the days that each kind of source covers.
func evidenceRuns(spans []store.Span, reports []store.StatSpan, coded bool) map[string][]shop.Period {
	runs := map[string][]shop.Period{"till": runsOf(spans, shop.Till), "claims": runsOf(spans, shop.Claim)}
	for _, r := range reports {
		if kind := evidenceKindOf(r.Subject); kind != "" {
			runs[kind] = append(runs[kind], shop.Inclusive(r.First, r.Last))
		}
	}
	if coded { // a till of which no order has a code says nothing of codes
		runs["codes"] = slices.Clone(runs["till"])
	}
	for kind := range runs {
		runs[kind] = mergeRuns(runs[kind])
	}
	return runs
}

func evidenceKindOf(s shop.Subject) string {
	switch s {
	case shop.AnAd:
		return "ads"
	case shop.ACreator, shop.AVideo, shop.ALive:
		return "posts"
	case shop.AChannel:
		return "web"
	case shop.ASearch:
		return "search"
	case shop.AnAnswer:
		return "survey"
	}
	return ""
}

func evidenceOf(name string, days shop.Period, runs map[string][]shop.Period) CampaignEvidence {
	c := CampaignEvidence{Campaign: name, Days: report.DayRange(days.Start, days.Last()), Sources: []SourceEvidence{}}
	for _, k := range evidenceKinds {
		have, covered := "none", 0
		for _, r := range runs[k.kind] {
			covered += max(0, int(min(r.End, days.End)-max(r.Start, days.Start)))
		}
		switch {
		case covered >= days.Days():
			have = "all"
		case covered > 0:
			have = "part"
		}
		if have != "all" && c.Next == "" && k.format != "" {
			c.Next = k.kind
		}
		c.Sources = append(c.Sources, SourceEvidence{Kind: k.kind, Label: k.label, Have: have, Shows: k.shows, Cannot: k.cannot, Where: exports[k.format].Where})
	}
	if i := slices.IndexFunc(c.Sources, func(s SourceEvidence) bool { return s.Have == "none" && s.Kind != "codes" }); i >= 0 && c.Next != "" {
		c.Next = c.Sources[i].Kind // what is missing whole comes before what is missing in part
	}
	return c
}

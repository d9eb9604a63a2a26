package importer

import "creatorlift/backend/shop"

// TikTok Shop's creator data has had three generations of names for one figure. A row of any of them is
// the same creator in the same window.
var (
	tiktokCreatorDataV3 = tiktokCreators("tiktok_shop_creator_data_v3", "Affiliate › Data analysis › Creator", "read by its authors against a real file; the file was not seen by us", []string{
		"Creator name", "Creator-attributed GMV", "Creator LIVE-attributed GMV", "Creator video-attributed GMV", "Refunds", "Attributed orders",
		"Creator-attributed items sold", "Items refunded", "AOV", "Affiliate product card-attributed GMV", "CTOR", "LIVE streams", "Videos",
		"Total sample content", "Samples shipped", "Products added to showcase", "CTR", "Product impressions", "Video views", "Customers",
		"Products sold", "Est. commission", "Est. flat fee"})
	tiktokCreatorListV2 = tiktokCreators("tiktok_shop_creator_list_v2", "Affiliate › Data analysis › Creator", "independent readers; the file was not seen by us", []string{
		"Creator name", "Affiliate-attributed GMV", "Attributed orders", "Affiliate-attributed items sold", "Refunds", "Items refunded", "AOV",
		"Est. commission", "Videos", "LIVE streams", "Avg. daily products sold", "Affiliate followers", "Samples shipped"})
	tiktokCreatorListV1 = tiktokCreators("tiktok_shop_creator_list_v1", "Analytics › Creators", "independent readers; the file was not seen by us", []string{
		"Creator username", "Affiliate GMV", "Affiliate LIVE GMV", "Affiliate shoppable video GMV", "Affiliate product card GMV",
		"Affiliate products sold", "Items sold", "Est. commission", "Est. flat fee", "Avg. order value", "Affiliate orders",
		"Affiliate LIVE streams", "Affiliate shoppable videos", "Affiliate refunded GMV", "Affiliate items refunded", "Affiliate followers"})
)

// tiktokCreators makes one generation of the export; where is its menu in the Seller Center.
func tiktokCreators(id, where, trust string, full []string) *format {
	return &format{
		Format: Format{
			ID:       id,
			Platform: "TikTok Shop",
			What:     "what one creator brought in a stretch of days, as the platform says",
			Evidence: shop.Claim,
			Key:      "first and last day of the stretch, creator",
			Amount:   "GMV attributed to the creator",
			Trust:    trust,
			Label:    "TikTok Shop creator data",
			Sum:      "Claimed sales",
			Where:    "TikTok Shop Seller Center › " + where + " › Export",
		},
		columns: append([]column{{"Creator name", plain}, {"Creator username", plain}, {"period", plain}}, figureColumns(creatorFigures)...),
		recognise: func(n names) int {
			newer := n.has("Creator name", "Attributed orders") && (n.has("Creator-attributed GMV") || n.has("Affiliate-attributed GMV"))
			older := n.has("Creator username", "Affiliate GMV")
			if (full[0] == "Creator name" && !newer) || (full[0] == "Creator username" && !older) {
				return 0
			}
			return n.share(full)
		},
		decimal:   '.',
		windowed:  true,
		described: true,
		isTotal:   creatorTotal,
		open:      openTikTokCreators,
	}
}

var creatorFigures = []figure{
	{names: []string{"Creator-attributed GMV", "Affiliate-attributed GMV", "Affiliate GMV"}, cents: gmv},
	{names: []string{"Refunds", "Affiliate refunded GMV"}, cents: refunds},
	{names: []string{"Est. commission"}, cents: commission},
	{names: []string{"Attributed orders", "Affiliate orders"}, count: statOrders},
	{names: []string{"Creator-attributed items sold", "Affiliate-attributed items sold", "Items sold"}, count: statUnits},
	{names: []string{"Product impressions"}, count: impressions},
	{names: []string{"Video views"}, count: views},
}

func gmv(s *shop.Stat) *shop.Maybe[shop.Cents]        { return &s.GMVCents }
func refunds(s *shop.Stat) *shop.Maybe[shop.Cents]    { return &s.RefundCents }
func commission(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.CommissionCents }
func statOrders(s *shop.Stat) *shop.Maybe[int64]      { return &s.Orders }
func statUnits(s *shop.Stat) *shop.Maybe[int64]       { return &s.Units }
func impressions(s *shop.Stat) *shop.Maybe[int64]     { return &s.Impressions }
func views(s *shop.Stat) *shop.Maybe[int64]           { return &s.Views }

// creatorTotal recognises the totals row by the place of the creator's name.
func creatorTotal(t *table, rec *record) bool {
	for _, name := range []string{"Creator name", "Creator username"} {
		if i := t.names.at(name); i >= 0 {
			return isTotal(rec.cell(i))
		}
	}
	return false
}

type tiktokCreatorRows struct {
	*statRows
	creator int
}

func openTikTokCreators(t *table) rowReader {
	return &tiktokCreatorRows{statRows: newStatRows(t, creatorFigures), creator: t.anyOf("Creator name", "Creator username")}
}

func (c *tiktokCreatorRows) read(r row) error {
	name := dash(r.text(c.creator))
	stat := shop.Stat{Row: r.line(), Subject: shop.ACreator, Name: name, Creator: handle(name), First: c.t.window.Start, Last: c.t.window.Last()}
	var bad *flaw
	if stat.Creator == "" {
		bad = c.t.flaw(c.creator, "missing_creator", "names no creator.")
	} else {
		bad = c.fill(r, &stat)
	}
	if bad != nil {
		c.t.reject(r.line(), bad)
		return nil
	}
	return c.emit(shop.KeyOf("tiktok_shop_creator", stat.First.String(), stat.Last.String(), stat.Creator), stat, stat.GMVCents)
}

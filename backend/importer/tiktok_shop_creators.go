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

// creatorNames are the columns that name the creator, by generation.
var creatorNames = []string{"Creator name", "Creator username"}

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
		columns: append(append([]column{{"Creator name", plain}, {"Creator username", plain}, {"period", plain}}, figureColumns(creatorFigures)...), partColumns(creatorParts)...),
		aliases: creatorWords[id],
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

var (
	creatorGMV    = []string{"Creator-attributed GMV", "Affiliate-attributed GMV", "Affiliate GMV"}
	creatorOrders = []string{"Attributed orders", "Affiliate orders"}
	// creatorParts add up to the GMV.
	creatorParts = [][]string{
		{"Creator LIVE-attributed GMV", "Affiliate LIVE-attributed GMV", "Affiliate LIVE GMV"},
		{"Creator video-attributed GMV", "Affiliate video-attributed GMV", "Affiliate shoppable video GMV"},
		{"Affiliate product card-attributed GMV", "Affiliate product card GMV"},
	}
)

var creatorFigures = []figure{
	{names: creatorGMV, cents: gmv},
	{names: []string{"Refunds", "Affiliate refunded GMV"}, cents: refunds},
	{names: []string{"Est. commission"}, cents: commission},
	{names: []string{"Est. flat fee"}, cents: fees},
	{names: creatorOrders, count: statOrders},
	{names: []string{"Creator-attributed items sold", "Affiliate-attributed items sold", "Items sold"}, count: statUnits},
	{names: []string{"Items refunded", "Affiliate items refunded"}, count: unitsBack},
	{names: []string{"Customers"}, count: customers},
	{names: []string{"Product impressions"}, count: impressions},
	{names: []string{"Video views"}, count: views},
	{names: []string{"Videos", "Affiliate shoppable videos"}, count: posts},
	{names: []string{"LIVE streams", "Affiliate LIVE streams"}, count: lives},
	{names: []string{"Samples shipped"}, count: samples},
	{names: []string{"Affiliate followers"}, count: followers},
}

// creatorWords are the names that two generations have been seen with in other languages.
var creatorWords = map[string]map[string][]string{
	"tiktok_shop_creator_list_v2": {
		"Creator name": {"Nama kreator"}, "Affiliate-attributed GMV": {"GMV dari kreator"}, "Attributed orders": {"Pesanan teratribusi"},
		"Affiliate-attributed items sold": {"Produk yang terjual dari kreator"}, "Refunds": {"Pengembalian dana"},
		"Items refunded": {"Produk yang dikembalikan dananya"}, "Videos": {"Video"}, "LIVE streams": {"Siaran LIVE"},
		"Est. commission": {"Perkiraan komisi"}, "Samples shipped": {"Sampel terkirim"}, "Video views": {"Tayangan video"},
		"Affiliate LIVE-attributed GMV": {"GMV dari LIVE kreator"}, "Affiliate video-attributed GMV": {"GMV dari video afiliasi"},
	},
	"tiktok_shop_creator_data_v3": {
		"Creator name": {"Nome do criador"}, "Creator-attributed GMV": {"GMV atribuído ao criador"}, "Attributed orders": {"Pedidos atribuídos"},
		"Creator-attributed items sold": {"Itens vendidos atribuídos ao criador"}, "Refunds": {"Reembolsos"}, "Customers": {"Clientes"},
		"Videos": {"Vídeos"}, "LIVE streams": {"Transmissões ao vivo"}, "Est. commission": {"Comissão estimada"},
	},
}

// partColumns are the columns that only serve to check a sum.
func partColumns(parts [][]string) []column {
	var out []column
	for _, names := range parts {
		for _, name := range names {
			out = append(out, column{name, numeric})
		}
	}
	return out
}

// creatorTotal recognises the totals row by the place of the creator's name.
func creatorTotal(t *table, rec *record) bool {
	for _, name := range creatorNames {
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
	c := &tiktokCreatorRows{statRows: newStatRows(t, creatorFigures), creator: t.anyOf(creatorNames...)}
	c.addsUp(creatorParts)
	c.earns(creatorGMV, creatorOrders)
	return c
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

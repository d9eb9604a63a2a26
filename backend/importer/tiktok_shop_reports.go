package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// The words of the Seller Center that its reports of live streams, products and the shop have been seen
// with in other languages: Indonesian, Portuguese, Vietnamese.
var sellerWords = map[string][]string{
	"Date": {"Tanggal", "Ngày"}, "Creator name": {"Nama kreator", "Nome do criador"}, "Creator Name": {"Nama kreator"},
	"Product ID": {"ID produk", "ID do produto", "ID sản phẩm"}, "Product name": {"Nama produk", "Nome do produto", "Nama", "Tên"},
	"LIVE ID": {"ID LIVE", "ID da LIVE"}, "LIVE title": {"Judul LIVE", "Título da LIVE"}, "LIVE start time": {"Horário de início da LIVE"},
	"Creator-attributed GMV":      {"GMV dari kreator", "GMV atribuído ao criador"},
	"Creator LIVE-attributed GMV": {"GMV dari LIVE kreator", "GMV atribuído à LIVE do criador"},
	"LIVE-attributed orders":      {"Pedidos atribuídos à LIVE"}, "Attributed orders": {"Pesanan teratribusi", "Pedidos atribuídos"},
	"Refunds": {"Pengembalian dana", "Reembolsos", "Hoàn tiền"}, "Items refunded": {"Produk yang dikembalikan dananya"},
	"Est. commission": {"Perkiraan komisi", "Comissão estimada"}, "Samples shipped": {"Sampel terkirim"},
	"Videos": {"Video", "Vídeos"}, "LIVE streams": {"Siaran LIVE", "Transmissões ao vivo"}, "Customers": {"Pembeli", "Clientes", "Khách hàng"},
	"Orders": {"Pesanan", "Đơn hàng"}, "SKU orders": {"Pesanan SKU", "Đơn hàng SKU"}, "Items sold": {"Produk terjual", "Số món bán ra"},
	"Product impressions": {"Impresi produk", "Lượt hiển thị sản phẩm"}, "Product clicks": {"Klik produk", "Cliques no produto", "Lượt nhấp vào sản phẩm"},
	"Visitors": {"Pengunjung", "Khách truy cập"}, "Seller product card GMV": {"GMV thẻ sản phẩm của người bán"}, "Impressions": {"Impressões"},
}

// namedTotal makes the test for totals rows of reports whose rows have an id: the word stands in the
// column of the id, or in one that names things while no id is given.
func namedTotal(ids, names []string) func(t *table, rec *record) bool {
	return func(t *table, rec *record) bool {
		for _, id := range ids {
			if cell := trim(rec.cell(t.names.at(id))); isTotal(cell) {
				return true
			} else if !missing(cell) {
				return false
			}
		}
		for _, name := range names {
			if i := t.names.at(name); i >= 0 && isTotal(rec.cell(i)) {
				return true
			}
		}
		return false
	}
}

// tiktokLiveList is one row per live stream of a creator. A stream has a day of its own, the one on which it
// began, so exports of overlapping windows hold the same streams and the later one counts.
var tiktokLiveList = (&statReport{
	subject: shop.ALive, key: "tiktok_shop_live", day: []string{"LIVE start time"}, id: []string{"LIVE ID"}, name: []string{"LIVE title"},
	creator: []string{"Creator name"}, product: []string{"Product ID"}, needsOne: []string{"LIVE ID"}, amount: gmv,
	keyOf:   liveKey,
	adjust:  needsID("LIVE ID", "missing_live", "names no live stream."),
	earns:   [2][]string{{"Creator LIVE-attributed GMV", "Affiliate LIVE-attributed GMV"}, {"LIVE-attributed orders"}},
	figures: liveFigures,
}).plan(&format{
	Format: Format{
		ID:       "tiktok_shop_live_list",
		Platform: "TikTok Shop",
		What:     "what one live stream brought, as the platform says",
		Evidence: shop.Claim,
		Key:      "LIVE ID, Product ID (a list of products is one row of the stream)",
		Amount:   "GMV attributed to the live stream",
		Trust:    "independent readers; the file was not seen by us",
		Label:    "TikTok Shop LIVE data",
		Sum:      "Claimed sales",
		Where:    "TikTok Shop Seller Center › Affiliate › Data analysis › LIVE › Export",
	},
	recognise: func(n names) int {
		if !n.has("LIVE ID", "Creator name") || !anyOf(n, "Creator LIVE-attributed GMV", "Affiliate LIVE-attributed GMV") {
			return 0
		}
		return n.share([]string{"LIVE ID", "LIVE title", "Creator name", "LIVE start time", "LIVE end time", "Product ID", "Product name",
			"Creator LIVE-attributed GMV", "LIVE-attributed items sold", "Refunds", "Items refunded", "LIVE-attributed orders", "AOV", "Est. commission"})
	},
	decimal:   '.',
	described: true,
	aliases:   sellerWords,
	isTotal:   namedTotal([]string{"LIVE ID"}, []string{"LIVE title", "Creator name"}),
})

var liveFigures = []figure{
	{names: []string{"Creator LIVE-attributed GMV", "Affiliate LIVE-attributed GMV"}, cents: gmv},
	{names: []string{"Refunds"}, cents: refunds},
	{names: []string{"Est. commission"}, cents: commission},
	{names: []string{"LIVE-attributed orders"}, count: statOrders},
	{names: []string{"LIVE-attributed items sold"}, count: statUnits},
	{names: []string{"Items refunded"}, count: unitsBack},
	{names: []string{"LIVE product impressions", "Impressions"}, count: impressions},
	{names: []string{"Product clicks"}, count: clicks},
	{names: []string{"Likes"}, count: likes},
	{names: []string{"Comments"}, count: comments},
	{names: []string{"Shares"}, count: shares},
}

// liveKey leaves out the days, which say when the stream began and not what the export was asked for, and a
// list of products, which is tagged anew between two exports.
func liveKey(s *shop.Stat) shop.Key {
	product := s.Product
	if strings.ContainsAny(product, ",;") {
		product = ""
	}
	return shop.KeyOf("tiktok_shop_live", s.ID, product)
}

// needsID makes an adjust that rejects rows without an id in a column.
func needsID(name, code, says string) func(row, *shop.Stat) *flaw {
	return func(r row, s *shop.Stat) *flaw {
		if s.ID == "" {
			return r.t.flaw(r.t.anyOf(name), code, says)
		}
		return nil
	}
}

// anyOf reports whether the file has one of these columns.
func anyOf(n names, some ...string) bool {
	for _, name := range some {
		if n.has(name) {
			return true
		}
	}
	return false
}

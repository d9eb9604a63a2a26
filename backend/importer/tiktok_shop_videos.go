package importer

import (
	"bytes"
	"fmt"

	"creatorlift/backend/shop"
)

// TikTok Shop's video data, in three generations.
var (
	tiktokVideoDataV3 = tiktokVideos("tiktok_shop_video_data_v3", "Data analysis › Video", "read by its authors against a real file; the file was not seen by us",
		[]string{"Video ID", "Creator name", "Video-attributed orders"},
		[]string{"Video title", "Video ID", "Post date", "Video link", "Creator name", "Product ID", "Creator video-attributed GMV",
			"Video-attributed orders", "Video-attributed items sold", "Refunds", "Est. commission", "Video views", "Likes", "Comments", "Shares",
			"Video product impressions", "Video product clicks", "Completion rate", "CTR", "Engagement", "Video GPM"})
	tiktokVideoListV1 = tiktokVideos("tiktok_shop_video_list_v1", "Analytics › Videos", "independent readers; the file was not seen by us",
		[]string{"Video name", "Video link", "Creator username"},
		[]string{"Video name", "Video link", "Video post date", "Creator username", "GMV", "Affiliate items sold", "Affiliate shoppable video GMV",
			"Est. commission", "Affiliate orders", "Shoppable video impressions", "Affiliate refunded GMV", "Shoppable video comments", "Shoppable video likes"})
	tiktokVideoDetailsV0 = tiktokVideos("tiktok_shop_video_performance_v0", "Data Compass › Video details", "independent readers; the file was not seen by us",
		[]string{"Video ID", "VV", "Video Info"},
		[]string{"Creator name", "Creator ID", "Video Info", "Video ID", "Time", "Products", "VV", "Likes", "Comments", "Shares", "Product Impressions",
			"Product Clicks", "Orders", "Unit Sales", "Video Revenue"})
)

// tiktokVideos makes one generation of the export; where is its menu in the Seller Center.
func tiktokVideos(id, where, trust string, needed, full []string) *format {
	return &format{
		Format: Format{
			ID:       id,
			Platform: "TikTok Shop",
			What:     "what one video brought in a stretch of days, as the platform says",
			Evidence: shop.Claim,
			Key:      "first and last day of the stretch, video, n-th row of the video",
			Amount:   "GMV attributed to the video",
			Trust:    trust,
			Label:    "TikTok Shop video data",
			Sum:      "Claimed sales",
			Where:    "TikTok Shop Seller Center › " + where + " › Export",
		},
		columns: append([]column{{"Video ID", plain}, {"Video link", plain}, {"Video title", plain}, {"Video name", plain}, {"Video Info", plain},
			{"Creator name", plain}, {"Creator username", plain}, {"Product ID", plain}, {"Products", plain}, {"period", plain}}, figureColumns(videoFigures)...),
		aliases: videoWords,
		recognise: func(n names) int {
			if !n.has(needed...) {
				return 0
			}
			for _, name := range videoGMV {
				if n.has(name) {
					return n.share(full)
				}
			}
			return 0
		},
		decimal:   '.',
		windowed:  true,
		described: true,
		isTotal:   videoTotal,
		open:      openTikTokVideos,
	}
}

var (
	videoGMV = []string{"Creator video-attributed GMV", "Affiliate video-attributed GMV", "GMV", "Affiliate shoppable video GMV", "Video Revenue",
		"Shoppable video attributed GMV"}
	videoOrders = []string{"Video-attributed orders", "Affiliate orders", "Orders"}
)

// videoFigures leave out Engagement, which is a rate whatever its name says.
var videoFigures = []figure{
	{names: videoGMV, cents: gmv},
	{names: []string{"Refunds", "Affiliate refunded GMV"}, cents: refunds},
	{names: []string{"Est. commission"}, cents: commission},
	{names: []string{"Est. flat fee"}, cents: fees},
	{names: videoOrders, count: statOrders},
	{names: []string{"Video-attributed items sold", "Affiliate items sold", "Unit Sales"}, count: statUnits},
	{names: []string{"Items refunded", "Affiliate items refunded"}, count: unitsBack},
	{names: []string{"Buyers"}, count: customers},
	{names: []string{"Video product impressions", "Shoppable video impressions", "Product Impressions"}, count: impressions},
	{names: []string{"Video product clicks", "Product Clicks"}, count: clicks},
	{names: []string{"Video views", "VV"}, count: views},
	{names: []string{"Likes", "Shoppable video likes"}, count: likes},
	{names: []string{"Comments", "Shoppable video comments"}, count: comments},
	{names: []string{"Shares"}, count: shares},
	{names: []string{"Completion rate", "Video Finish Rate"}, share: completion},
}

// videoWords are names that have been seen in other languages.
var videoWords = map[string][]string{
	"Video ID": {"ID do vídeo"}, "Video title": {"Título do vídeo"}, "Creator name": {"Nama kreator", "Nome do criador"}, "Product ID": {"ID produk", "ID do produto"},
	"Creator video-attributed GMV": {"GMV dari video afiliasi", "GMV atribuído a vídeo de afiliados"}, "Video-attributed orders": {"Pedidos atribuídos a vídeos"},
	"Video views": {"Tayangan video", "Visualizações de vídeo"}, "Video product clicks": {"Cliques no produto do vídeo"},
	"Refunds": {"Pengembalian dana", "Reembolsos"}, "Est. commission": {"Perkiraan komisi", "Comissão estimada"},
}

// videoTotal recognises the totals row: its word stands in a column that names things, and no video is
// named.
func videoTotal(t *table, rec *record) bool {
	id, link := trim(rec.cell(t.names.at("Video ID"))), trim(rec.cell(t.names.at("Video link")))
	if isTotal(id) {
		return true
	}
	if !missing(id) || !missing(link) {
		return false
	}
	for _, name := range []string{"Video title", "Video name", "Video Info", "Creator name", "Creator username"} {
		if i := t.names.at(name); i >= 0 && isTotal(rec.cell(i)) {
			return true
		}
	}
	return false
}

type tiktokVideoRows struct {
	*statRows
	id, link, title, creator, product int
	times                             map[string]int      // rows of each video so far
	products                          map[shop.Key]string // by what the row's key would be
}

func openTikTokVideos(t *table) rowReader {
	v := &tiktokVideoRows{statRows: newStatRows(t, videoFigures), id: t.anyOf("Video ID"), link: t.anyOf("Video link"),
		title: t.anyOf("Video title", "Video name", "Video Info"), creator: t.anyOf("Creator name", "Creator username"),
		product: t.anyOf("Product ID", "Products"), times: map[string]int{}, products: map[shop.Key]string{}}
	v.statRows.earns(videoGMV, videoOrders)
	return v
}

func (v *tiktokVideoRows) read(r row) error {
	stat, bad := v.stat(r)
	if bad != nil {
		v.t.reject(r.line(), bad)
		return nil
	}
	// A video may stand in several rows, one for each product. The rows are told apart by their number
	// and not by the product, because products are tagged anew between two exports.
	same := shop.KeyOf(stat.ID, stat.Product)
	n := v.times[stat.ID]
	key := func(n int) shop.Key {
		return shop.KeyOf("tiktok_shop_video", stat.First.String(), stat.Last.String(), stat.ID, fmt.Sprint(n))
	}
	if nth, again := v.products[same]; again {
		return v.emit(shop.Key([]byte(nth)), stat, stat.GMVCents)
	}
	k := key(n)
	v.times[stat.ID], v.products[same] = n+1, string(k[:])
	return v.emit(k, stat, stat.GMVCents)
}

func (v *tiktokVideoRows) stat(r row) (shop.Stat, *flaw) {
	s := shop.Stat{Row: r.line(), Subject: shop.AVideo, Name: dash(r.text(v.title)), Creator: handle(r.text(v.creator)),
		First: v.t.window.Start, Last: v.t.window.Last()}
	var bad *flaw
	if s.ID, bad = r.id(v.id); bad != nil {
		return s, bad
	}
	if s.ID = dash(s.ID); s.ID == "" {
		s.ID = videoInLink(r.raw(v.link))
	}
	if s.ID == "" {
		return s, v.t.flaw(max(v.id, v.link), "missing_video", "names no video.")
	}
	if s.Product, bad = r.id(v.product); bad != nil {
		return s, bad
	}
	s.Product = dash(s.Product)
	return s, v.fill(r, &s)
}

// videoInLink finds the id in https://www.tiktok.com/@name/video/7412345678901234567?lang=en.
func videoInLink(link []byte) string {
	_, rest, ok := bytes.Cut(link, []byte("/video/"))
	n := 0
	for n < len(rest) && isDigit(rune(rest[n])) {
		n++
	}
	if !ok || n < 8 {
		return ""
	}
	return string(rest[:n])
}

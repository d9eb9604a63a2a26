package importer

// tiktokOrderFormats are TikTok Shop's orders, affiliate orders and settlements.
var tiktokOrderFormats = []*format{
	tiktokAffiliateOrdersUS,
	tiktokAffiliateOrdersUK,
}

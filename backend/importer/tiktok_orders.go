package importer

// tiktokOrderFormats are TikTok Shop's orders, affiliate orders, partner orders and settlements.
var tiktokOrderFormats = []*format{
	tiktokAffiliateOrdersUS,
	tiktokAffiliateOrdersUK,
	tiktokAffiliateOrdersID,
	tiktokShopOrdersUS,
	tiktokShopOrdersVN,
	tiktokPartnerOrders,
	tiktokSettlement,
}

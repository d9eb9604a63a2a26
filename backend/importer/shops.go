package importer

// shopFormats are exports of the shops and marketplaces a founder sells in, TikTok Shop apart.
var shopFormats = []*format{
	shopifyOrdersExport,
	shopifyCustomersExport,
	shopifySalesOverTime,
	shopifySessionsOverTime,
	shopifySalesByDiscount,
	amazonOrdersFlat,
	amazonReportByASIN,
	amazonReportByDate,
	etsySoldOrders,
	etsySoldOrderItems,
	squareTransactions,
	wooOrders,
}

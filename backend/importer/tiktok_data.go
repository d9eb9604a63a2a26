package importer

// tiktokDataFormats are TikTok Shop's reports of creators, videos, live streams, products and the shop.
var tiktokDataFormats = []*format{
	tiktokCreatorDataV3,
	tiktokCreatorListV2,
	tiktokCreatorListV1,
	tiktokVideoDataV3,
	tiktokVideoListV1,
	tiktokVideoDetailsV0,
	tiktokLiveList,
	tiktokProducts,
	tiktokProductCreators,
	tiktokProductAnalytics,
	tiktokOverview,
}

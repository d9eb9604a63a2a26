package importer

// adFormats are what was spent on ads and campaigns, and what market research guesses.
var adFormats = []*format{
	tiktokAdsDaily,
	tiktokAdsCampaign,
	tiktokAdsAudience,
	tiktokGMVMax,
	tiktokOneReport,
	metaAds,
	marketRank,
}

package importer

// adFormats are what was spent on ads and campaigns.
var adFormats = []*format{
	tiktokAdsDaily,
}

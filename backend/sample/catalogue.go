package sample

import "creatorlift/backend/shop"

// state is one place the shop delivers to.
type state struct {
	code, name     string
	people         int // thousands, census of 2020
	taxBasisPoints shop.Cents
	city, zip      string
}

// region is the name of a state in panels: ISO 3166-2.
func (s state) region() string { return "US-" + s.code }

// states are the fifty and the District of Columbia, by name. Buyers are spread as people are.
var states = []state{
	{"AL", "Alabama", 5024, 400, "Birmingham", "35203"},
	{"AK", "Alaska", 733, 0, "Anchorage", "99501"},
	{"AZ", "Arizona", 7152, 560, "Phoenix", "85004"},
	{"AR", "Arkansas", 3012, 650, "Little Rock", "72201"},
	{"CA", "California", 39538, 725, "Los Angeles", "90012"},
	{"CO", "Colorado", 5774, 290, "Denver", "80202"},
	{"CT", "Connecticut", 3606, 635, "Hartford", "06103"},
	{"DE", "Delaware", 990, 0, "Wilmington", "19801"},
	{"DC", "District of Columbia", 690, 600, "Washington", "20001"},
	{"FL", "Florida", 21538, 600, "Miami", "33130"},
	{"GA", "Georgia", 10712, 400, "Atlanta", "30303"},
	{"HI", "Hawaii", 1455, 400, "Honolulu", "96813"},
	{"ID", "Idaho", 1839, 600, "Boise", "83702"},
	{"IL", "Illinois", 12813, 625, "Chicago", "60602"},
	{"IN", "Indiana", 6786, 700, "Indianapolis", "46204"},
	{"IA", "Iowa", 3190, 600, "Des Moines", "50309"},
	{"KS", "Kansas", 2938, 650, "Wichita", "67202"},
	{"KY", "Kentucky", 4506, 600, "Louisville", "40202"},
	{"LA", "Louisiana", 4658, 445, "New Orleans", "70112"},
	{"ME", "Maine", 1362, 550, "Portland", "04101"},
	{"MD", "Maryland", 6177, 600, "Baltimore", "21202"},
	{"MA", "Massachusetts", 7030, 625, "Boston", "02108"},
	{"MI", "Michigan", 10077, 600, "Detroit", "48226"},
	{"MN", "Minnesota", 5706, 688, "Saint Paul", "55102"},
	{"MS", "Mississippi", 2961, 700, "Jackson", "39201"},
	{"MO", "Missouri", 6155, 423, "Saint Louis", "63103"},
	{"MT", "Montana", 1084, 0, "Billings", "59101"},
	{"NE", "Nebraska", 1962, 550, "Omaha", "68102"},
	{"NV", "Nevada", 3105, 685, "Las Vegas", "89101"},
	{"NH", "New Hampshire", 1378, 0, "Manchester", "03101"},
	{"NJ", "New Jersey", 9289, 663, "Newark", "07102"},
	{"NM", "New Mexico", 2118, 513, "Cañoncito, Santa Fe", "87508"},
	{"NY", "New York", 20201, 400, "Brooklyn", "11201"},
	{"NC", "North Carolina", 10439, 475, "Charlotte", "28202"},
	{"ND", "North Dakota", 779, 500, "Fargo", "58102"},
	{"OH", "Ohio", 11799, 575, "Columbus", "43215"},
	{"OK", "Oklahoma", 3959, 450, "Tulsa", "74103"},
	{"OR", "Oregon", 4237, 0, "Portland", "97204"},
	{"PA", "Pennsylvania", 13003, 600, "Philadelphia", "19103"},
	{"RI", "Rhode Island", 1097, 700, "Providence", "02903"},
	{"SC", "South Carolina", 5118, 600, "Charleston", "29401"},
	{"SD", "South Dakota", 887, 420, "Sioux Falls", "57104"},
	{"TN", "Tennessee", 6911, 700, "Nashville", "37203"},
	{"TX", "Texas", 29146, 625, "Austin", "78701"},
	{"UT", "Utah", 3272, 610, "Salt Lake City", "84101"},
	{"VT", "Vermont", 643, 600, "Burlington", "05401"},
	{"VA", "Virginia", 8631, 530, "Richmond", "23219"},
	{"WA", "Washington", 7705, 650, "Seattle", "98101"},
	{"WV", "West Virginia", 1794, 600, "Charleston", "25301"},
	{"WI", "Wisconsin", 5894, 500, "Milwaukee", "53202"},
	{"WY", "Wyoming", 577, 400, "Cheyenne", "82001"},
}

// product is one thing the shop sells. Its TikTok ids are 19 digits.
type product struct {
	sku, name           string
	priceCents          shop.Cents
	compareAtCents      shop.Cents // 0 = none
	tiktokID, tiktokSKU string
}

// catalogue is what a brand's four to eight products are taken from. The names carry what breaks
// careless readers: commas, quotes, letters beyond ASCII.
var catalogue = []product{
	{"SER-30", `Glow Serum, 30 ml "Duo"`, 3400, 0, "1729000700000000101", "1731000800000000101"},
	{"CRM-50", "Crème Légère, 50 ml", 2900, 3500, "1729000700000000102", "1731000800000000102"},
	{"CLN-15", "Oat Cleanser", 1900, 0, "1729000700000000103", "1731000800000000103"},
	{"SPF-40", "Daily Shield SPF 40", 2499, 0, "1729000700000000104", "1731000800000000104"},
	{"MSK-04", "Overnight Mask / 4 pack", 1650, 2200, "1729000700000000105", "1731000800000000105"},
	{"LIP-01", "Lip Balm “Rosé”", 1200, 0, "1729000700000000106", "1731000800000000106"},
	{"TON-20", "Green Tea Toner", 2150, 0, "1729000700000000107", "1731000800000000107"},
	{"SET-99", "The Whole Routine, boxed", 7900, 9600, "1729000700000000108", "1731000800000000108"},
}

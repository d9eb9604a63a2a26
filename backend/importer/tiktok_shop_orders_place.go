package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// countryCodes are ISO 3166-1 codes of the countries in which TikTok Shop sells, by the names that exports use.
var countryCodes = map[string]string{
	"united states": "US", "united states of america": "US", "usa": "US", "u.s.": "US", "u.s.a.": "US", "estados unidos": "US",
	"united kingdom": "GB", "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
	"vietnam": "VN", "viet nam": "VN", "việt nam": "VN",
	"thailand": "TH", "ประเทศไทย": "TH", "ไทย": "TH",
	"indonesia":   "ID",
	"malaysia":    "MY",
	"philippines": "PH", "the philippines": "PH", "pilipinas": "PH",
	"singapore": "SG",
	"germany":   "DE", "deutschland": "DE",
	"france": "FR",
	"italy":  "IT", "italia": "IT",
	"spain": "ES", "españa": "ES",
	"ireland": "IE",
	"mexico":  "MX", "méxico": "MX",
	"brazil": "BR", "brasil": "BR",
	"japan": "JP", "日本": "JP",
}

// marketCurrencies are the currencies of those countries.
var marketCurrencies = map[string]shop.Currency{
	"US": "USD", "GB": "GBP", "VN": "VND", "TH": "THB", "ID": "IDR", "MY": "MYR", "PH": "PHP", "SG": "SGD", "DE": "EUR", "FR": "EUR", "IT": "EUR",
	"ES": "EUR", "IE": "EUR", "MX": "MXN", "BR": "BRL", "JP": "JPY",
}

// stateCodes are ISO 3166-2 codes of the states of the US.
var stateCodes = map[string]string{
	"alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO", "connecticut": "CT",
	"delaware": "DE", "district of columbia": "DC", "washington dc": "DC", "florida": "FL", "georgia": "GA", "hawaii": "HI",
	"idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY", "louisiana": "LA", "maine": "ME",
	"maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN", "mississippi": "MS", "missouri": "MO", "montana": "MT",
	"nebraska": "NE", "nevada": "NV", "new hampshire": "NH", "new jersey": "NJ", "new mexico": "NM", "new york": "NY",
	"north carolina": "NC", "north dakota": "ND", "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA",
	"rhode island": "RI", "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
	"virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY", "puerto rico": "PR", "guam": "GU",
	"american samoa": "AS", "virgin islands": "VI", "u.s. virgin islands": "VI", "northern mariana islands": "MP",
}

// region is where an order went, by the code of its country and the name of its state: "US-TX". Names without
// a code stay as the file writes them.
func (s *tiktokShopReader) region(r row) string {
	country, state := s.country(r), plainPlace(r.text(s.c.state))
	if code, ok := stateCodes[s.fold(state)]; ok && country == "US" {
		state = code
	}
	return region(country, state)
}

// plainPlace is the name of a place, "" for one that the export hides behind asterisks.
func plainPlace(name string) string {
	if strings.Contains(name, "*") {
		return ""
	}
	return dash(name)
}

package importer

import "strings"

// moreCountries are codes of ISO 3166 by the English names that Etsy, Amazon and plugins write, beside those of
// countryCodes.
var moreCountries = map[string]string{
	"united states (us)": "US", "united kingdom (uk)": "GB", "canada": "CA", "australia": "AU", "new zealand": "NZ", "netherlands": "NL",
	"the netherlands": "NL", "belgium": "BE", "austria": "AT", "switzerland": "CH", "portugal": "PT", "sweden": "SE", "norway": "NO",
	"denmark": "DK", "finland": "FI", "poland": "PL", "india": "IN",
}

// place is the region of an address whose country and state may be written as names, so that one state is
// one region in every source.
func place(country, state string) string {
	country, state = dash(country), dash(state)
	for _, known := range []map[string]string{countryCodes, moreCountries} {
		if code, ok := known[strings.ToLower(country)]; ok {
			country = code
		}
	}
	if len(country) == 2 {
		country = strings.ToUpper(country)
	}
	if code, ok := stateCodes[strings.ToLower(state)]; ok && country == "US" {
		state = code
	}
	if len(state) == 2 {
		state = strings.ToUpper(state)
	}
	return region(country, strings.TrimPrefix(state, country+"-"))
}

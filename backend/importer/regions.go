package importer

import "strings"

// countries are the codes of ISO 3166 by the English names that Etsy, Amazon and plugins write.
var countries = map[string]string{
	"united states": "US", "united states of america": "US", "usa": "US", "united states (us)": "US", "united kingdom": "GB", "united kingdom (uk)": "GB",
	"great britain": "GB", "uk": "GB", "canada": "CA", "australia": "AU", "new zealand": "NZ", "ireland": "IE", "germany": "DE", "france": "FR",
	"spain": "ES", "italy": "IT", "netherlands": "NL", "the netherlands": "NL", "belgium": "BE", "austria": "AT", "switzerland": "CH", "portugal": "PT",
	"sweden": "SE", "norway": "NO", "denmark": "DK", "finland": "FI", "poland": "PL", "japan": "JP", "singapore": "SG", "mexico": "MX", "brazil": "BR",
	"malaysia": "MY", "philippines": "PH", "thailand": "TH", "vietnam": "VN", "indonesia": "ID", "india": "IN",
}

// statesUS are the codes of the states of the US by name.
var statesUS = map[string]string{
	"alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO", "connecticut": "CT", "delaware": "DE",
	"district of columbia": "DC", "florida": "FL", "georgia": "GA", "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA",
	"kansas": "KS", "kentucky": "KY", "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN",
	"mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV", "new hampshire": "NH", "new jersey": "NJ",
	"new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND", "ohio": "OH", "oklahoma": "OK", "oregon": "OR",
	"pennsylvania": "PA", "rhode island": "RI", "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT",
	"vermont": "VT", "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY", "puerto rico": "PR",
}

// place is the region of an address whose country and state may be written as names, so that one state is
// one region in every source.
func place(country, state string) string {
	country, state = dash(country), dash(state)
	if code, ok := countries[strings.ToLower(country)]; ok {
		country = code
	}
	if len(country) == 2 {
		country = strings.ToUpper(country)
	}
	if code, ok := statesUS[strings.ToLower(state)]; ok && country == "US" {
		state = code
	}
	if len(state) == 2 {
		state = strings.ToUpper(state)
	}
	return region(country, strings.TrimPrefix(state, country+"-"))
}

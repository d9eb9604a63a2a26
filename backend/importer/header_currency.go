package importer

import (
	"bytes"
	"strings"

	iso "golang.org/x/text/currency"

	"creatorlift/backend/shop"
)

// currencySigns are the signs that mean one currency. A $ alone is not among them.
var currencySigns = map[string]shop.Currency{
	"S$": "SGD", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "NZ$": "NZD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN",
	"RM": "MYR", "Rp": "IDR", "£": "GBP", "€": "EUR", "₫": "VND", "đ": "VND", "฿": "THB", "₱": "PHP", "zł": "PLN", "Kč": "CZK", "₺": "TRY", "₹": "INR", "$": "",
}

// moneyName splits "Video Revenue (S$)" into the name and what the bracket says of the currency, which
// is empty for "$". False for a name without such a bracket.
func moneyName(name string) (bare string, sign string, ok bool) {
	open := strings.LastIndexByte(name, '(')
	if open <= 0 || !strings.HasSuffix(name, ")") {
		return "", "", false
	}
	sign = string(trim([]byte(name[open+1 : len(name)-1])))
	_, known := currencySigns[sign]
	if !known && !IsISO(sign) {
		return "", "", false
	}
	return name[:open], sign, true
}

// IsISO reports whether a code is a currency of ISO 4217: USD is, GMV and UTC are not.
func IsISO(code string) bool {
	if !shop.Currency(code).Valid() {
		return false
	}
	_, err := iso.ParseISO(code)
	return err == nil
}

// currency is what the column names say, "" for nothing or for two currencies, and the sign they show.
func (h *header) currency() (shop.Currency, string) {
	found, shown := shop.Currency(""), ""
	for _, name := range h.names {
		_, sign, ok := moneyName(name)
		if !ok {
			continue
		}
		code := currencySigns[sign]
		if IsISO(sign) {
			code = shop.Currency(sign)
		}
		if shown != "" && code != found {
			return "", ""
		}
		found, shown = code, sign
	}
	return found, shown
}

// shownCurrency is the currency that a cell's amount is written with, as Rp1.234.567 or 627.840.078₫ are. It
// is empty for none, and for signs that the profile asks about because many files only borrow them: $ £ € ¥.
func shownCurrency(cell []byte) shop.Currency {
	first := bytes.IndexFunc(cell, isDigit)
	if first < 0 {
		return ""
	}
	for _, part := range [][]byte{cell[:first], cell[bytes.LastIndexFunc(cell, isDigit)+1:]} {
		sign := strings.Trim(string(trim(part)), "-+(). \u00a0")
		if sign == "" || sign == "£" || sign == "€" {
			continue
		}
		if IsISO(sign) {
			return shop.Currency(sign)
		}
		return currencySigns[sign]
	}
	return ""
}

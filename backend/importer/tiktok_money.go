package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// foundCurrency takes the file's currency from what a row shows of it, in the profile pass: an amount such as
// "IDR 12.000" or "Rp12.000". The first one found counts; a column or a mapping that names it goes before.
func (t *table) foundCurrency(c shop.Currency) {
	if t.rep.Currency == "" && !t.names.has("Currency") {
		t.rep.Currency = c
	}
}

// otherCurrency reports an amount that is written with another currency than the file's.
func (t *table) otherCurrency(r row, col int) *flaw {
	if c := cellCurrency(r.raw(col)); c != "" && c != t.rep.Currency {
		return t.flaw(col, "other_currency", "holds an amount in another currency than the rest of the file. Two currencies are never added: export each to a file of its own.")
	}
	return nil
}

// cellCurrency is the currency that an amount is written with, "" for none and for signs of several, such
// as $.
func cellCurrency(cell []byte) shop.Currency {
	if len(cell) == 0 || cell[0] >= '0' && cell[0] <= '9' && cell[len(cell)-1] >= '0' && cell[len(cell)-1] <= '9' {
		return "" // the quick way for bare numbers
	}
	word := strings.TrimFunc(string(cell), func(r rune) bool {
		return isDigit(r) || invisible(r) || strings.ContainsRune(".,-+()'’−", r)
	})
	if IsISO(word) {
		return shop.Currency(word)
	}
	return currencySigns[word]
}

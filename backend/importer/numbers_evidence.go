package importer

import (
	"bytes"

	"creatorlift/backend/shop"
)

// decimalEvidence gathers over a file which decimal sign it uses.
type decimalEvidence struct {
	point, comma int // cells that can only be read with this decimal sign
	vagueComma   int // cells such as "1,234" that can be read both ways
	vaguePoint   int // cells such as "1.234" that can be read both ways
}

// observe looks at one number. Cells that are no numbers say nothing.
func (e *decimalEvidence) observe(cell []byte) {
	if quick, isPoint := plainEvidence(cell); quick {
		if isPoint {
			e.point++
		}
		return
	}
	b, code := bodyOf(cell)
	if code != "" {
		return
	}
	d := b.digits
	lastPoint, lastComma := bytes.LastIndexByte(d, '.'), bytes.LastIndexByte(d, ',')
	switch {
	case lastPoint < 0 && lastComma < 0:
		return
	case lastPoint >= 0 && lastComma >= 0:
		e.count(lastPoint > lastComma)
		return
	}
	at, sign := max(lastPoint, lastComma), byte('.')
	if lastComma >= 0 {
		sign = ','
	}
	if first := bytes.IndexByte(d, sign); first != at {
		e.count(sign == ',') // twice the same sign: thousands, so the other one is the decimal sign
		return
	}
	if whole := d[:at]; len(d)-at-1 != 3 || len(whole) == 0 || len(whole) > 3 || whole[0] == '0' {
		e.count(sign == '.')
		return
	}
	if hasNoCents(cell) {
		e.count(sign == ',')
		return
	}
	if sign == ',' {
		e.vagueComma++
	} else {
		e.vaguePoint++
	}
}

// hasNoCents reports an amount with the sign of a currency whose amounts people write without decimals, so
// that the sign before three digits groups thousands.
func hasNoCents(cell []byte) bool {
	code := shownCurrency(cell)
	return code == "IDR" || (code != "" && code.Decimals() == 0)
}

// plainEvidence is the quick way for whole numbers and for digits with a point not three digits from
// the end.
func plainEvidence(cell []byte) (quick, isPoint bool) {
	at := -1
	for i, c := range cell {
		switch {
		case c >= '0' && c <= '9':
		case c == '.' && at < 0 && i > 0:
			at = i
		default:
			return false, false
		}
	}
	if at < 0 {
		return true, false
	}
	decimals := len(cell) - at - 1
	return decimals != 3 && decimals > 0, true
}

func (e *decimalEvidence) count(isPoint bool) {
	if isPoint {
		e.point++
	} else {
		e.comma++
	}
}

// usedDecimals is how many decimals shops write in a currency: rupiah have two on paper only, so that
// 12.000 is twelve thousand.
func usedDecimals(c shop.Currency) int {
	if c == "IDR" {
		return 0
	}
	return c.Decimals()
}

// decide tells the decimal sign. usual is the format's own ('.' or ',') or 0, decimals are those that
// the currency uses. False if the file can be read both ways.
func (e *decimalEvidence) decide(usual byte, decimals int) (comma, ok bool) {
	switch {
	case e.point > 0 && e.comma == 0:
		return false, true
	case e.comma > 0 && e.point == 0:
		return true, true
	case decimals == 0 && e.point == 0 && (e.vagueComma > 0) != (e.vaguePoint > 0):
		return e.vaguePoint > 0, true // yen have no decimals: the sign groups thousands
	case usual != 0:
		return usual == ',', true
	}
	return false, e.point == 0 && e.vagueComma == 0 && e.vaguePoint == 0
}

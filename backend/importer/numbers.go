package importer

import (
	"bytes"
	"math/bits"
	"unicode"
	"unicode/utf8"

	"creatorlift/backend/shop"
)

// maxCents bounds one amount (ten million million in a currency with two decimals), so that the
// amounts of one order can always be added.
const maxCents = 1e15

// number is an exact decimal number: mant / 10^scale.
type number struct {
	mant    int64
	scale   int
	rounded bool // it was written as 304.9K
}

// body is a number's text without sign, currency and spaces at its ends.
type body struct {
	digits []byte // digits and separators, first and last of them a digit, or a separator before digits
	neg    bool
	zeros  int // that a K or M behind the digits stands for
}

// Why a cell is no number; the words are codes of Issue.
const (
	badNumber     = "bad_amount"
	damagedNumber = "amount_damaged" // scientific notation: digits are lost
	roundedNumber = "amount_rounded" // 304.9K where it should be exact
	hugeNumber    = "amount_too_large"
)

// missing reports the marks that exports write for "no value". None of them is zero.
func missing(cell []byte) bool {
	switch string(cell) {
	case "", "-", "--", "—", "–", "/", "N/A", "n/a":
		return true
	}
	return false
}

// parseNumber reads an amount or a count. comma says that the file's decimal sign is the comma.
// The code is empty if all is well.
func parseNumber(cell []byte, comma bool) (number, string) {
	if n, ok := plainNumber(cell, comma); ok {
		return n, ""
	}
	b, code := bodyOf(cell)
	if code != "" {
		return number{}, code
	}
	point := byte('.')
	if comma {
		point = ','
	}
	whole, frac := b.digits, []byte(nil)
	if i := bytes.IndexByte(b.digits, point); i >= 0 {
		whole, frac = b.digits[:i], b.digits[i+1:]
	}
	whole, ok := ungroup(whole, point)
	if !ok {
		return number{}, badNumber
	}
	n := number{scale: len(frac) - b.zeros, rounded: b.zeros > 0}
	for _, part := range [][]byte{whole, frac} {
		for _, c := range part {
			if c < '0' || c > '9' {
				return number{}, badNumber
			}
			if n.mant > (1<<63-10)/10 {
				return number{}, hugeNumber
			}
			n.mant = n.mant*10 + int64(c-'0')
		}
	}
	if b.neg {
		n.mant = -n.mant
	}
	return n, ""
}

// plainNumber is the quick way for what nearly all cells hold: digits and at most one decimal sign.
func plainNumber(cell []byte, comma bool) (number, bool) {
	var n number
	if len(cell) == 0 || len(cell) > 17 || cell[0] < '0' || cell[0] > '9' {
		return n, false
	}
	point, seen := byte('.'), false
	if comma {
		point = ','
	}
	for i, c := range cell {
		switch {
		case c >= '0' && c <= '9':
			n.mant = n.mant*10 + int64(c-'0')
		case c == point && !seen && i+1 < len(cell):
			seen, n.scale = true, len(cell)-i-1
		default:
			return n, false
		}
	}
	return n, true
}

// bodyOf takes sign, currency and accountants' brackets off a number.
func bodyOf(cell []byte) (body, string) {
	cell = bytes.TrimPrefix(trim(cell), []byte("'")) // Excel's mark for text
	first := bytes.IndexFunc(cell, isDigit)
	if first < 0 {
		return body{}, badNumber
	}
	last := bytes.LastIndexFunc(cell, isDigit)
	before, after := cell[:first], cell[last+1:]
	if n := len(before); n > 0 && (before[n-1] == '.' || before[n-1] == ',') && !endsInLetter(before[:n-1]) {
		first, before = first-1, before[:n-1] // ".50", "$.50", but not "Rs.50"
	}
	zeros, after := thousands(after)
	pre, ok1 := affix(before)
	post, ok2 := affix(after)
	open, closed := bytes.IndexByte(before, '(') >= 0, bytes.IndexByte(after, ')') >= 0
	digits := cell[first : last+1]
	if exponent(digits) {
		return body{}, damagedNumber
	}
	if !ok1 || !ok2 || open != closed || (pre && post) || (open && (pre || post)) {
		return body{}, badNumber
	}
	return body{digits: digits, neg: pre || post || open, zeros: zeros}, ""
}

// thousands reads the K of 304.9K, the M of 1.2M and the B of 3B, which stand right behind the digits.
func thousands(after []byte) (zeros int, rest []byte) {
	tight := bytes.TrimPrefix(bytes.TrimPrefix(after, []byte("\u00a0")), []byte("\u202f"))
	if len(tight) == 0 {
		return 0, after
	}
	if r, _ := utf8.DecodeRune(tight[1:]); len(tight) > 1 && (unicode.IsLetter(r) || r == '.') {
		return 0, after
	}
	switch tight[0] | 0x20 {
	case 'k':
		return 3, tight[1:]
	case 'm':
		return 6, tight[1:]
	case 'b':
		return 9, tight[1:]
	}
	return 0, after
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func endsInLetter(b []byte) bool {
	r, _ := utf8.DecodeLastRune(b)
	return unicode.IsLetter(r)
}

// exponent reports "1.5E+18": a digit, E, perhaps a sign, and only digits after it.
func exponent(b []byte) bool {
	i := bytes.IndexAny(b, "eE")
	if i <= 0 {
		return false
	}
	rest := bytes.TrimLeft(b[i+1:], "+-")
	return len(b[i+1:])-len(rest) <= 1 && len(rest) > 0 && bytes.IndexFunc(rest, func(r rune) bool { return !isDigit(r) }) < 0
}

// affix checks what stands before or after a number: at most one sign, brackets, spaces, one currency.
func affix(b []byte) (minus, ok bool) {
	word := make([]byte, 0, 8)
	signs, gap := 0, false
	for _, r := range string(b) {
		switch {
		case r == '-' || r == '\u2212' || r == '+':
			signs++
			minus = r != '+'
		case r == '(' || r == ')':
		case invisible(r):
			gap = gap || len(word) > 0
			continue
		case unicode.Is(unicode.Sc, r) || unicode.IsLetter(r) || r == '.':
			if gap {
				return false, false // two words
			}
			word = utf8.AppendRune(word, r)
		default:
			return false, false
		}
	}
	return minus, signs <= 1 && isCurrencyWord(string(word))
}

// currencyWords are the signs made of letters that shops' exports write; ISO codes and single signs
// such as $ need no list.
var currencyWords = map[string]bool{
	"S$": true, "A$": true, "C$": true, "CA$": true, "AU$": true, "US$": true, "HK$": true, "NZ$": true, "NT$": true,
	"R$": true, "MX$": true, "RM": true, "Rp": true, "Rp.": true, "Rs": true, "Rs.": true, "kr": true, "kr.": true,
	"zł": true, "Kč": true, "Ft": true, "lei": true, "R": true, "Fr.": true, "đ": true, "TL": true, "S/": true,
}

func isCurrencyWord(w string) bool {
	if w == "" || currencyWords[w] || shop.Currency(w).Valid() {
		return true
	}
	r, n := utf8.DecodeRuneInString(w)
	return unicode.Is(unicode.Sc, r) && (n == len(w) || shop.Currency(w[n:]).Valid())
}

// ungroup takes thousands separators out of the whole part. Groups have three digits; Indian ones two
// except for the last. One kind of separator only.
func ungroup(whole []byte, point byte) ([]byte, bool) {
	if bytes.IndexFunc(whole, func(r rune) bool { return !isDigit(r) }) < 0 {
		return whole, true
	}
	var out []byte
	var sep rune
	group, groups := 0, 0
	for _, r := range string(whole) {
		if isDigit(r) {
			out = append(out, byte(r))
			group++
			continue
		}
		if !groupSign(r) || r == rune(point) || (sep != 0 && r != sep) {
			return nil, false
		}
		if group == 0 || group > 3 || (groups > 0 && group == 1) {
			return nil, false
		}
		sep, group, groups = r, 0, groups+1
	}
	return out, group == 3
}

func groupSign(r rune) bool {
	switch r {
	case '.', ',', ' ', '\u00a0', '\u202f', '\u2009', '\'', '\u2019':
		return true
	}
	return false
}

// cents gives the number in minor units of a currency with that many decimals, halves to even. False
// if it is larger than can be kept.
func (n number) cents(decimals int) (shop.Cents, bool) {
	return n.times(number{mant: 1}, decimals)
}

// times gives the exact product of n and m in minor units, rounded once, halves to even.
func (n number) times(m number, decimals int) (shop.Cents, bool) {
	neg := (n.mant < 0) != (m.mant < 0)
	hi, lo := bits.Mul64(magnitude(n.mant), magnitude(m.mant))
	shift := n.scale + m.scale - decimals
	for ; shift < 0; shift++ {
		over, low := bits.Mul64(lo, 10)
		if hi > 0 || over > 0 {
			return 0, false
		}
		lo = low
	}
	// Divide by 10^shift digit by digit, keeping the last digit dropped and whether any before it was
	// not zero: enough to round exactly.
	var digit uint64
	sticky := false
	for ; shift > 0; shift-- {
		sticky = sticky || digit != 0
		var r uint64
		hi, r = hi/10, hi%10
		lo, digit = bits.Div64(r, lo, 10)
	}
	if hi > 0 || lo > maxCents {
		return 0, false
	}
	if digit > 5 || (digit == 5 && (sticky || lo%2 == 1)) {
		lo++
	}
	if neg {
		return -shop.Cents(lo), true
	}
	return shop.Cents(lo), true
}

func magnitude(x int64) uint64 {
	if x < 0 {
		return uint64(-x)
	}
	return uint64(x)
}

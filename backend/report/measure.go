package report

import (
	"math"
	"strconv"
	"strings"

	"creatorlift/backend/shop"
)

const (
	minus     = "−"      // a true minus
	thinSpace = "\u202f" // before %: thin, and a line never breaks there
)

// measure says how the values of a panel are written: money in its minor unit, or plain numbers.
type measure struct {
	currency shop.Currency // empty for plain numbers
	decimals int
}

// measureOf reads an Answer's unit: "USD minor" is money, everything else plain numbers.
func measureOf(unit string) measure {
	code, isMinor := strings.CutSuffix(unit, " minor")
	if c := shop.Currency(code); isMinor && c.Valid() {
		return moneyMeasure(c)
	}
	return measure{}
}

func moneyMeasure(c shop.Currency) measure { return measure{currency: c, decimals: c.Decimals()} }

func (m measure) isMoney() bool { return m.currency != "" }

// major turns minor units into the unit people speak of: dollars for cents. Plain numbers stay.
func (m measure) major(v float64) float64 { return v / math.Pow10(m.decimals) }

// symbol stands before the digits.
func (m measure) symbol() string {
	switch m.currency {
	case "":
		return ""
	case "USD":
		return "$"
	case "EUR":
		return "€"
	case "GBP":
		return "£"
	case "JPY":
		return "¥"
	case "INR":
		return "₹"
	case "CAD":
		return "CA$"
	case "AUD":
		return "A$"
	case "NZD":
		return "NZ$"
	case "BRL":
		return "R$"
	case "MXN":
		return "MX$"
	}
	return string(m.currency) + "\u00a0"
}

// name is the currency in words, its code where the words are not known.
func (m measure) name() string {
	switch m.currency {
	case "USD":
		return "US dollars"
	case "EUR":
		return "Euros"
	case "GBP":
		return "Pounds sterling"
	case "JPY":
		return "Japanese yen"
	case "CAD":
		return "Canadian dollars"
	case "AUD":
		return "Australian dollars"
	case "":
		return "Plain numbers"
	}
	return string(m.currency)
}

// stepOf is the unit to which a point and the ends of its range are rounded, in the values' own unit:
// two significant figures of the point, or the unit where half the range has two figures, the coarser.
// Money is never finer than its minor unit.
func (m measure) stepOf(point, lower, upper float64) float64 {
	step := math.Max(unitOfTwo(point), unitOfTwo((upper-lower)/2))
	if m.isMoney() {
		return math.Max(step, 1)
	}
	return step
}

// bounds writes the ends of a range to step. An end that decides the verdict and would become zero
// keeps one figure of its own, so that what is said never contradicts the verdict.
func (m measure) bounds(lower, upper, step float64) (string, string) {
	own := func(v float64, decides bool) string {
		if !decides || step <= 0 || math.Round(v/step) != 0 {
			return m.rounded(v, step)
		}
		finer := unitOfTwo(v) * 10
		if m.isMoney() {
			finer = math.Max(finer, 1)
		}
		return m.rounded(v, finer)
	}
	return own(lower, lower > 0), own(upper, upper < 0)
}

// unitOfTwo is the power of ten at which v has two figures; 0 for 0 and for what is no number.
func unitOfTwo(v float64) float64 {
	v = math.Abs(v)
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return pow10(int(math.Floor(math.Log10(v)+1e-12)) - 1)
}

// pow10 is exact for negative exponents too, where 1/10^n is nearer than 10^-n.
func pow10(n int) float64 {
	if n < 0 {
		return 1 / math.Pow10(-n)
	}
	return math.Pow10(n)
}

// rounded writes v to a multiple of step ("$8,900", "−$0.35", "8,900").
func (m measure) rounded(v, step float64) string {
	if step > 0 {
		v = math.Round(v/step) * step
	}
	digits := m.decimals
	major := step / math.Pow10(m.decimals)
	switch {
	case major >= 1:
		digits = 0
	case !m.isMoney() && major > 0:
		digits = max(0, int(math.Ceil(-math.Log10(major)-1e-9)))
	case !m.isMoney():
		digits = 0
	}
	return m.written(m.major(v), digits)
}

// exact writes counted money to the whole major unit if it is large, else to the minor unit.
func (m measure) exact(c shop.Cents) string {
	if math.Abs(m.major(float64(c))) >= 100 {
		return m.written(m.major(float64(c)), 0)
	}
	return m.written(m.major(float64(c)), m.decimals)
}

// compact writes an axis label ("$1.5k", "−$5k", "$2.4m").
func (m measure) compact(major float64) string {
	suffix, size := "", math.Abs(major)
	switch { // from where rounding to two decimals would write 1000
	case size >= 999_995:
		major, suffix = major/1e6, "m"
	case size >= 999.995:
		major, suffix = major/1e3, "k"
	}
	text := strconv.FormatFloat(math.Round(math.Abs(major)*100)/100, 'f', -1, 64)
	if major < 0 && text != "0" {
		return minus + m.symbol() + text + suffix
	}
	return m.symbol() + text + suffix
}

func (m measure) written(major float64, digits int) string {
	text := grouped(strconv.FormatFloat(math.Abs(major), 'f', digits, 64))
	if major < 0 && strings.Trim(text, "0.,") != "" {
		return minus + m.symbol() + text
	}
	return m.symbol() + text
}

// signed puts a plus before what is above zero.
func signed(text string) string {
	if strings.HasPrefix(text, minus) || strings.HasPrefix(text, "under") || strings.Trim(text, "0.,%"+thinSpace) == "" {
		return text
	}
	return "+" + text
}

// grouped sets commas between thousands.
func grouped(digits string) string {
	whole, fraction, hasFraction := strings.Cut(digits, ".")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if hasFraction {
		b.WriteString("." + fraction)
	}
	return b.String()
}

// count writes a whole number.
func count(n int) string { return Count(int64(n)) }

// percent writes a share as whole percent; a share that is not zero never becomes "0 %".
func percent(share float64) string {
	v := math.Round(share * 100)
	switch {
	case v == 0 && share > 0:
		return "under 1" + thinSpace + "%"
	case v == 0 && share < 0:
		return "under " + minus + "1" + thinSpace + "%"
	case v < 0:
		return minus + count(int(-v)) + thinSpace + "%"
	}
	return count(int(v)) + thinSpace + "%"
}

// rate writes a share with one decimal under 10 percent.
func rate(share float64) string {
	if share < 0.0995 && share > 0 {
		return strconv.FormatFloat(share*100, 'f', 1, 64) + thinSpace + "%"
	}
	return percent(share)
}

// plural writes "1 order", "1,383 orders".
func plural(n int, one, many string) string {
	if n == 1 {
		return count(n) + " " + one
	}
	return count(n) + " " + many
}

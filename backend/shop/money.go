package shop

import (
	"cmp"
	"errors"
	"math"
	"math/bits"
	"slices"
)

// Cents is an amount of money in the minor unit of its Currency (pence, cents, yen).
// It may be negative. The currency always travels beside it; two currencies are never added.
type Cents int64

// Currency is an ISO 4217 code in capitals, such as "USD". Empty means not known.
type Currency string

// ErrOverflow reports a sum that does not fit into Cents.
var ErrOverflow = errors.New("shop: the amount is larger than can be kept")

// AddCents returns a + b, or ErrOverflow.
func AddCents(a, b Cents) (Cents, error) {
	sum := a + b
	if (b > 0 && sum < a) || (b < 0 && sum > a) {
		return 0, ErrOverflow
	}
	return sum, nil
}

// Decimals returns how many decimals the currency's minor unit has: 0 for yen, 3 for Kuwaiti dinar,
// 2 for all that are not listed. Source: ISO 4217 table A.1.
func (c Currency) Decimals() int {
	switch c {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	default:
		return 2
	}
}

// Valid reports whether c is three capital letters.
func (c Currency) Valid() bool {
	if len(c) != 3 {
		return false
	}
	for _, r := range c {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return true
}

// Allocate splits amount over parts in proportion to weights so that the parts add up to amount to
// the cent (largest remainder, ties to the earlier part). Negative weights count as 0; when all are
// 0 the split is even. Nil for no weights.
func Allocate(amount Cents, weights []Cents) []Cents {
	if len(weights) == 0 {
		return nil
	}
	w := make([]uint64, len(weights))
	var sum uint64
	for i, x := range weights {
		w[i] = uint64(max(x, 0))
		sum += w[i]
	}
	if sum == 0 {
		for i := range w {
			w[i] = 1
		}
		sum = uint64(len(w))
	}
	return allocate(amount, w, sum)
}

func allocate(amount Cents, w []uint64, sum uint64) []Cents {
	neg := amount < 0
	total := uint64(amount)
	if neg {
		total = uint64(-amount)
	}
	parts, rest := make([]Cents, len(w)), make([]uint64, len(w))
	left := total
	for i := range w {
		hi, lo := bits.Mul64(total, w[i])
		quo, rem := bits.Div64(hi, lo, sum)
		parts[i], rest[i] = Cents(quo), rem
		left -= quo
	}
	order := make([]int, len(w))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for _, i := range order[:left] {
		parts[i]++
	}
	if neg {
		for i := range parts {
			parts[i] = -parts[i]
		}
	}
	return parts
}

// RoundHalfEven rounds a number of minor units to whole ones, halves to even. It returns
// ErrOverflow for NaN, infinities and what does not fit.
func RoundHalfEven(minor float64) (Cents, error) {
	if math.IsNaN(minor) || math.Abs(minor) > 1<<62 {
		return 0, ErrOverflow
	}
	return Cents(math.RoundToEven(minor)), nil
}

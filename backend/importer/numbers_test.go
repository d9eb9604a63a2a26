package importer

import (
	"math/big"
	"testing"

	"creatorlift/backend/shop"
)

func TestParseNumber(t *testing.T) {
	t.Parallel()
	cases := []struct {
		in    string
		comma bool
		cents shop.Cents // of a currency with two decimals
		code  string
	}{
		{"12", false, 1200, ""}, {"12.3", false, 1230, ""}, {"0.005", false, 0, ""}, {"0.015", false, 2, ""}, {"0.025", false, 2, ""},
		{"0.0250001", false, 3, ""}, {"-0.015", false, -2, ""}, {".5", false, 50, ""}, {"5.", false, 0, badNumber},
		{"1,234.56", false, 123456, ""}, {"1.234,56", true, 123456, ""}, {"1.234", true, 123400, ""}, {"1,234", false, 123400, ""},
		{"1,234", true, 123, ""}, {"1 234,56", true, 123456, ""}, {"1\u202f234,56 €", true, 123456, ""}, {"1'234.50", false, 123450, ""},
		{"12,34,567.00", false, 123456700, ""}, {"$24.99", false, 2499, ""}, {"-$24.99", false, -2499, ""}, {"$-24.99", false, -2499, ""},
		{"($24.99)", false, -2499, ""}, {"24.99-", false, -2499, ""}, {"\u221224.99", false, -2499, ""}, {"+5", false, 500, ""},
		{"RM 12.50", false, 1250, ""}, {"Rs.500", false, 50000, ""}, {"Rp1.234,00", true, 123400, ""}, {"USD 5", false, 500, ""},
		{"5 USD", false, 500, ""}, {"US$5", false, 500, ""}, {"£5", false, 500, ""}, {"12,50 kr", true, 1250, ""}, {"'12.50", false, 1250, ""},
		{"", false, 0, badNumber}, {"NaN", false, 0, badNumber}, {"Inf", false, 0, badNumber}, {"abc", false, 0, badNumber},
		{"12 pcs", false, 0, badNumber}, {"about 5", false, 0, badNumber}, {"1.2.3", false, 0, badNumber}, {"1,2", false, 0, badNumber},
		{"12,50", false, 0, badNumber}, {"1,23,4", false, 0, badNumber}, {"--5", false, 0, badNumber}, {"(-5)", false, 0, badNumber},
		{"-5-", false, 0, badNumber}, {"(5", false, 0, badNumber}, {"5%", false, 0, badNumber}, {"5/6", false, 0, badNumber}, {"0x10", false, 0, badNumber},
		{"1.5E+03", false, 0, damagedNumber}, {"2e5", false, 0, damagedNumber}, {"99999999999999999999", false, 0, hugeNumber},
		{"9999999999999999", false, 0, hugeNumber}, {"12.345678901234567", false, 1235, ""}, {"1.234.567", true, 123456700, ""},
	}
	for _, c := range cases {
		n, code := parseNumber([]byte(c.in), c.comma)
		got, ok := n.cents(2)
		if code == "" && !ok {
			code = hugeNumber
		}
		if code != c.code || (code == "" && got != c.cents) {
			t.Errorf("%q comma=%v: got %d %q, want %d %q", c.in, c.comma, got, code, c.cents, c.code)
		}
	}
}

func TestDecimalSign(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name     string
		cells    []string
		usual    byte
		decimals int
		comma    bool
		ok       bool
	}{
		{"none needed", []string{"5", "10"}, 0, 2, false, true},
		{"point", []string{"5.50", "1,234"}, 0, 2, false, true},
		{"comma", []string{"5,50", "1.234"}, 0, 2, true, true},
		{"both signs in one cell", []string{"1.234,56"}, 0, 2, true, true},
		{"twice is thousands", []string{"1,234,567"}, 0, 2, false, true},
		{"leading zero is no group", []string{"0,125"}, 0, 2, true, true},
		{"four digits before are no group", []string{"1234,125"}, 0, 2, true, true},
		{"open", []string{"1,234", "5,678"}, 0, 2, false, false},
		{"open, settled by format", []string{"1,234"}, '.', 2, false, true},
		{"open, settled by yen", []string{"1.234"}, 0, 0, true, true},
		{"yen written both ways", []string{"1.234", "1,234"}, 0, 0, false, false},
		{"contradiction", []string{"5,50", "5.50"}, 0, 2, false, false},
		{"contradiction, settled by format", []string{"5,50", "5.50"}, '.', 2, false, true},
		{"the file beats the format", []string{"5,50"}, '.', 2, true, true},
	}
	for _, c := range cases {
		var e decimalEvidence
		for _, cell := range c.cells {
			e.observe([]byte(cell))
		}
		if comma, ok := e.decide(c.usual, c.decimals); ok != c.ok || (ok && comma != c.comma) {
			t.Errorf("%s: got comma=%v ok=%v, want %v %v", c.name, comma, ok, c.comma, c.ok)
		}
	}
}

// product is the slow obvious version of number.times.
func product(a, b number, decimals int) (shop.Cents, bool) {
	r := new(big.Rat).SetInt(new(big.Int).Mul(big.NewInt(a.mant), big.NewInt(b.mant)))
	ten := func(n int) *big.Rat {
		return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil))
	}
	r.Quo(r.Mul(r, ten(decimals+9*2)), ten(a.scale+b.scale+9*2)) // a B behind the digits makes the scale negative
	floor := new(big.Int).Div(r.Num(), r.Denom())
	half := new(big.Rat).Sub(r, new(big.Rat).SetInt(floor)).Cmp(big.NewRat(1, 2))
	if half > 0 || (half == 0 && floor.Bit(0) == 1) {
		floor.Add(floor, big.NewInt(1))
	}
	return shop.Cents(floor.Int64()), floor.IsInt64() && new(big.Int).Abs(floor).Cmp(big.NewInt(maxCents)) <= 0
}

func FuzzMoney(f *testing.F) {
	for _, s := range []string{"1,234.56", "1.234,56", "$5", "(5)", "1E+5", "0.0005", "Rp1.234", "12,34,567", "1B", "1.2M", "304.9K"} {
		f.Add([]byte(s), []byte("3"))
	}
	f.Fuzz(func(t *testing.T, x, y []byte) {
		for _, comma := range []bool{false, true} {
			a, code1 := parseNumber(x, comma)
			b, code2 := parseNumber(y, comma)
			if code1 != "" || code2 != "" || a.scale+b.scale > 60 {
				continue
			}
			for _, decimals := range []int{0, 2, 3} {
				got, ok := a.times(b, decimals)
				want, fits := product(a, b, decimals)
				if ok && got != want {
					t.Fatalf("%q x %q: got %d, want %d", x, y, got, want)
				}
				// Within one unit of the bound, before or after rounding, both answers are right.
				if ok != fits && want > -maxCents+1 && want < maxCents-1 && fits && a.scale+b.scale < 30 {
					t.Fatalf("%q x %q: %d fits but is refused", x, y, want)
				}
			}
		}
		var e decimalEvidence
		e.observe(x)
		if quick, isPoint := plainEvidence(x); quick && isPoint && (e.comma > 0 || e.point != 1) {
			t.Fatalf("%q: quick and slow way differ", x)
		}
	})
}

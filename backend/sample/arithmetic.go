package sample

import "math"

// Some machines fuse x*y+z into one rounding and have their own exp and log; then a draw could tip
// over on one machine and not on another. So every product that enters a sum goes through mul (an
// explicit conversion forbids fusing), and exp and log are worked out here from exact steps.

// mul is a times b, rounded before it is used further.
func mul(a, b float64) float64 { return float64(a * b) }

// ln2 in two parts: products of the first with small integers are exact.
const (
	ln2Hi = 6.93147180369123816490e-01
	ln2Lo = 1.90821492927058770002e-10
)

// exp is e to the x, by 2^k e^r with |r| <= ln2/2 and the Taylor series of e^r.
func exp(x float64) float64 {
	k := math.Floor(x/math.Ln2 + 0.5)
	r := x - mul(k, ln2Hi) - mul(k, ln2Lo)
	sum := 1.0
	for n := 18; n >= 1; n-- {
		sum = 1 + mul(r, sum)/float64(n)
	}
	return math.Ldexp(sum, int(k))
}

// log is the natural logarithm of x > 0, by x = 2^k m and log m = 2 artanh((m-1)/(m+1)).
func log(x float64) float64 {
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, k = 2*m, k-1
	}
	s := (m - 1) / (m + 1)
	s2, sum := mul(s, s), 0.0
	for n := 27; n >= 1; n -= 2 {
		sum = 1/float64(n) + mul(s2, sum)
	}
	return mul(2*s, sum) + mul(float64(k), ln2Hi) + mul(float64(k), ln2Lo)
}

// wave is a smooth wave of period 1 and height 1, close to a sine, made of two parabolas.
func wave(u float64) float64 {
	u -= math.Floor(u)
	if u < 0.5 {
		return mul(16*u, 0.5-u)
	}
	return -mul(16*(u-0.5), 1-u)
}

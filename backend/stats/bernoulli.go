package stats

import "math"

// MixtureWeight is how many rows the mixture of AlwaysValidShares counts for, tightest at n rows an arm.
func MixtureWeight(n int, alpha float64) float64 {
	rho := MixtureRho(n, alpha)
	return max(1/(rho*rho)-1, 1e-3)
}

// logYes is the log mixture likelihood ratio of x successes in n rows against the share p: a beta law
// around p that counts for c rows (Howard et al. 2021, proposition 7; Robbins 1970). It is a martingale
// if p is the share, so that it reaches 1/alpha at any time with chance alpha at most, at any n.
func logYes(x, n, p, c float64) float64 {
	if p <= 0 || p >= 1 {
		if p <= 0 && x > 0 || p >= 1 && x < n {
			return math.Inf(1)
		}
		return 0
	}
	return logBeta(x+c*p, n-x+c*(1-p)) - logBeta(c*p, c*(1-p)) - x*math.Log(p) - (n-x)*math.Log1p(-p)
}

// against is the least evidence, over all pairs of shares with difference d, against such a pair: the
// product of both arms' mixtures.
func (s Shares) against(d, c float64) float64 {
	lo, hi := max(0, -d), min(1, 1-d)
	f := func(p float64) float64 { return logYes(s.X0, s.N0, p, c) + logYes(s.X1, s.N1, p+d, c) }
	const steps = 40
	best, at := math.Inf(1), lo
	for i := range steps + 1 {
		p := lo + (hi-lo)*float64(i)/steps
		if v := f(p); v < best {
			best, at = v, p
		}
	}
	a, b := max(lo, at-(hi-lo)/steps), min(hi, at+(hi-lo)/steps)
	for range 60 { // golden section around the best step
		u, v := a+(b-a)*.381966, a+(b-a)*.618034
		if f(u) < f(v) {
			b = v
		} else {
			a = u
		}
	}
	return min(best, f((a+b)/2))
}

// AlwaysValid is the p-value of no difference and the range of the difference that hold however often
// one looks and however few rows there are: the differences d for which some pair of shares survives.
// c is a MixtureWeight chosen before the data.
func (s Shares) AlwaysValid(c, alpha float64) (p, lo, hi float64) {
	limit := -math.Log(alpha)
	end := func(d, outside float64) float64 {
		if s.against(outside, c) <= limit {
			return outside
		}
		for range 50 {
			mid := (d + outside) / 2
			if s.against(mid, c) <= limit {
				d = mid
			} else {
				outside = mid
			}
		}
		return outside
	}
	return math.Min(1, math.Exp(-s.against(0, c))), end(s.Effect(), -1), end(s.Effect(), 1)
}

package stats

import "gonum.org/v1/gonum/stat/distuv"

// SplitP is the p-value of Pearson's chi-squared test that rows fell into the arms in these shares (the
// sample-ratio check, Fabijan et al. 2019). counts and shares have the same length, at least 2; shares
// are positive and sum to 1.
func SplitP(counts []int, shares []float64) float64 {
	if len(counts) != len(shares) || len(counts) < 2 {
		panic("stats: SplitP: shapes")
	}
	var all, x2 float64
	for _, c := range counts {
		all += float64(c)
	}
	for i, c := range counts {
		want := all * shares[i]
		x2 += (float64(c) - want) * (float64(c) - want) / want
	}
	return distuv.ChiSquared{K: float64(len(counts) - 1)}.Survival(x2)
}

package stats

import (
	"cmp"
	"slices"
)

// QValues turns each unit's chance of being a false discovery (its local false discovery rate) into the
// share of false ones among it and all that are surer: the running mean in rising order (Newton and others
// 2004, Efron 2010 section 5.4). The answer keeps the order of local.
func QValues(local []float64) []float64 {
	out, sum := make([]float64, len(local)), 0.0
	for k, i := range rising(local) {
		sum += local[i]
		out[i] = sum / float64(k+1)
	}
	return out
}

// BenjaminiHochberg adjusts p-values so that calling those at most q keeps the share of false calls below
// q (Benjamini and Hochberg 1995). The answer keeps the order of p.
func BenjaminiHochberg(p []float64) []float64 {
	out, least, order := make([]float64, len(p)), 1.0, rising(p)
	for k := len(order) - 1; k >= 0; k-- {
		i := order[k]
		least = min(least, p[i]*float64(len(p))/float64(k+1))
		out[i] = least
	}
	return out
}

// rising is the positions of x in rising order of its values; equal ones keep their order.
func rising(x []float64) []int {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	return order
}

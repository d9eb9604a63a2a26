package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// MostAlike returns the positions of the n series whose correlation with y is largest in size, in
// rising order of position. NaN periods of either are skipped; a constant series counts as 0.
func MostAlike(y []float64, series [][]float64, n int) []int {
	score := make([]float64, len(series))
	for i, x := range series {
		var a, b []float64
		for t, v := range y {
			if !math.IsNaN(v) && !math.IsNaN(x[t]) {
				a, b = append(a, v), append(b, x[t])
			}
		}
		if r := stat.Correlation(a, b, nil); !math.IsNaN(r) {
			score[i] = math.Abs(r)
		}
	}
	order := make([]int, len(series))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case score[a] > score[b]:
			return -1
		case score[a] < score[b]:
			return 1
		}
		return 0
	})
	kept := slices.Clone(order[:min(n, len(order))])
	slices.Sort(kept)
	return kept
}

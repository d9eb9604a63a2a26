package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Alikeness is the correlation of each two of the n series, all of one length and without NaN: n x n. A
// constant series has 0 with every other.
func Alikeness(series [][]float64) [][]float64 {
	n := len(series)
	data := mat.NewDense(len(series[0]), n, nil)
	for j, s := range series {
		data.SetCol(j, s)
	}
	var c mat.SymDense
	stat.CovarianceMatrix(&c, data, nil)
	out := make([][]float64, n)
	for i := range n {
		out[i] = make([]float64, n)
		for j := range n {
			if v := c.At(i, i) * c.At(j, j); v > 0 {
				out[i][j] = c.At(i, j) / math.Sqrt(v)
			}
		}
	}
	return out
}

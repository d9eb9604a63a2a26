package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// AdjustedMean is one arm's mean at covariates equal to centre: the intercept of the least squares
// regression of y on x - centre within the arm, with its HC3 variance (MacKinnon & White 1985; Long &
// Ervin 2000). Two arms fitted so and subtracted are Lin's (2013) estimator, the regression of y on arm,
// centred covariates and their products, for that regression falls into one per arm. With one covariate
// it is CUPED (Deng et al. 2013) with a slope of its own in each arm.
//
// y has n rows, x is n x k, centre has k. ok is false where the covariates are collinear within the arm,
// or where a row alone decides a slope (leverage 1), for then HC3 does not exist; the caller must drop
// covariates (see Independent). It panics unless n > k+1.
func AdjustedMean(y []float64, x [][]float64, centre []float64) (a ArmMean, ok bool) {
	n, p := len(y), len(centre)+1
	if n <= p || len(x) != n {
		panic("stats: AdjustedMean: too few rows")
	}
	X := mat.NewDense(n, p, nil)
	for i, row := range x {
		X.Set(i, 0, 1)
		for j, v := range row {
			X.Set(i, j+1, v-centre[j])
		}
	}
	unitColumns(X)
	var qr mat.QR
	qr.Factorize(X)
	if !(qr.Cond() < 1/linRank) {
		return a, false
	}
	var beta mat.VecDense
	if err := qr.SolveVecTo(&beta, false, mat.NewVecDense(n, y)); err != nil {
		return a, false
	}
	a = ArmMean{N: n, Mean: beta.AtVec(0), DF: float64(n - p), Pull: make([]float64, n)}
	return a, a.hc3(X, &qr, &beta, y)
}

// linRank is the reciprocal condition number below which covariates count as collinear.
const linRank = 1e-9

// unitColumns divides the columns behind the first by their largest value, so that covariates in the
// millions are no worse conditioned than shares; the intercept stays what it is.
func unitColumns(X *mat.Dense) {
	n, p := X.Dims()
	for j := 1; j < p; j++ {
		var top float64
		for i := range n {
			top = max(top, math.Abs(X.At(i, j)))
		}
		for i := range n {
			if top > 0 {
				X.Set(i, j, X.At(i, j)/top)
			}
		}
	}
}

// hc3 fills Pull, the change of the intercept when a row leaves, and Var, the sum of their squares,
// which is HC3: (X'X)^-1 [sum x x' e^2/(1-h)^2] (X'X)^-1.
func (a *ArmMean) hc3(X *mat.Dense, qr *mat.QR, beta *mat.VecDense, y []float64) bool {
	n, p := X.Dims()
	var r, inv, XR mat.Dense
	qr.RTo(&r)
	if err := inv.Inverse(r.Slice(0, p, 0, p)); err != nil {
		return false
	}
	XR.Mul(X, &inv) // the thin Q
	for i := range n {
		q, row := XR.RawRowView(i), X.RawRowView(i)
		var h, gain float64
		e := y[i]
		for j, v := range q {
			h += v * v
			gain += v * inv.At(0, j) // row i of X (X'X)^-1, first column
			e -= row[j] * beta.AtVec(j)
		}
		if 1-h < 1e-10 {
			return false
		}
		a.Pull[i] = gain * e / (1 - h)
		a.Var += a.Pull[i] * a.Pull[i]
	}
	return true
}

// Independent picks the columns of x (n x k) that are neither constant nor, together with those before
// them, collinear. Constant and collinear ones come back apart, in order.
func Independent(x [][]float64, k int) (keep, constant, collinear []int) {
	var basis [][]float64
	for j := range k {
		col := make([]float64, len(x))
		for i := range x {
			col[i] = x[i][j]
		}
		m, s2 := meanVar(col)
		length := math.Sqrt(s2 * float64(len(col)-1))
		if !(length > 1e-12*math.Abs(m)*math.Sqrt(float64(len(col)))) {
			constant = append(constant, j)
			continue
		}
		for i := range col {
			col[i] = (col[i] - m) / length
		}
		for range 2 { // twice is enough (Parlett 1998)
			for _, b := range basis {
				var d float64
				for i := range col {
					d += b[i] * col[i]
				}
				for i := range col {
					col[i] -= d * b[i]
				}
			}
		}
		var rest float64
		for _, v := range col {
			rest += v * v
		}
		if rest = math.Sqrt(rest); rest < 1e-6 {
			collinear = append(collinear, j)
			continue
		}
		for i := range col {
			col[i] /= rest
		}
		basis, keep = append(basis, col), append(keep, j)
	}
	return keep, constant, collinear
}

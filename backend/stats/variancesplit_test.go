package stats

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// slowSplit is the same likelihood from the whole covariance matrix of y.
func slowSplit(t *testing.T, y []float64, factors [][]int, shares []float64) float64 {
	t.Helper()
	n := len(y)
	v := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			sum := 0.0
			if i == j {
				sum = shares[len(factors)]
			}
			for k, f := range factors {
				if f[i] == f[j] {
					sum += shares[k]
				}
			}
			v.SetSym(i, j, sum)
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(v) {
		t.Fatal("singular")
	}
	ones, values, r := mat.NewVecDense(n, nil), mat.NewVecDense(n, y), mat.NewVecDense(n, nil)
	for i := range n {
		ones.SetVec(i, 1)
	}
	if err := chol.SolveVecTo(r, ones); err != nil {
		t.Fatal(err)
	}
	a, b := mat.Dot(ones, r), mat.Dot(values, r)
	if err := chol.SolveVecTo(r, values); err != nil {
		t.Fatal(err)
	}
	return -(chol.LogDet() + math.Log(a) + float64(n-1)*math.Log(mat.Dot(values, r)-b*b/a)) / 2
}

// world draws posts of creators with hooks and products; sd are those of creator, hook, product and luck.
func world(rng *rand.Rand, posts int, levels []int, sd []float64) (y []float64, factors [][]int) {
	effects := make([][]float64, len(levels))
	factors = make([][]int, len(levels))
	for k, n := range levels {
		for range n {
			effects[k] = append(effects[k], sd[k]*rng.NormFloat64())
		}
	}
	for range posts {
		v := 7 + sd[len(levels)]*rng.NormFloat64()
		for k, n := range levels {
			l := rng.IntN(n)
			factors[k] = append(factors[k], l)
			v += effects[k][l]
		}
		y = append(y, v)
	}
	return y, factors
}

func TestSplitLikelihoodAgainstWholeMatrix(t *testing.T) {
	t.Parallel()
	rng := dice(21)
	for _, levels := range [][]int{{8}, {9, 4}, {4, 9}, {12, 3, 5}} {
		y, factors := world(rng, 40, levels, []float64{1, .5, .5, 1})
		m, err := newCrossed(y, factors)
		if err != nil {
			t.Fatal(err)
		}
		var first float64
		for g, shares := range shareGrid(len(levels) + 1).shares {
			if g%37 != 0 {
				continue
			}
			got, err := m.likelihood(shares)
			if err != nil {
				t.Fatal(err)
			}
			constant := got - slowSplit(t, y, factors, shares)
			if g == 0 {
				first = constant
			}
			within(t, "likelihood", constant, first, 1e-7)
		}
	}
}

// TestSplitHoldsTheTruth: 90 % ranges hold the true shares where these are drawn as the method assumes,
// every split equally likely; Monte Carlo error of each share of 120 is 2.7 points.
func TestSplitHoldsTheTruth(t *testing.T) {
	t.Parallel()
	rng, held := dice(22), [3]float64{}
	const brands = 120
	for range brands {
		share := [3]float64{rng.ExpFloat64(), rng.ExpFloat64(), rng.ExpFloat64()}
		sum := share[0] + share[1] + share[2]
		sd := make([]float64, 3)
		for k := range share {
			share[k] /= sum
			sd[k] = math.Sqrt(share[k])
		}
		y, factors := world(rng, 90, []int{20, 6}, sd)
		got, err := SplitVariance(y, factors, .9)
		if err != nil {
			t.Fatal(err)
		}
		total := 0.0
		for k, s := range got {
			total += s.Mean
			if s.Lower <= share[k] && share[k] <= s.Upper {
				held[k] += 1. / brands
			}
		}
		within(t, "sum of shares", total, 1, .02)
	}
	for k, h := range held {
		if h < .82 || h > .98 {
			t.Errorf("factor %d: 90 %% ranges hold %.3f", k, h)
		}
	}
}

func TestSplitVarianceRefuses(t *testing.T) {
	t.Parallel()
	y, factors := world(dice(3), 900, []int{300, 299}, []float64{1, 1, 1})
	if _, err := SplitVariance(y, factors, .9); !errors.Is(err, ErrTooManyLevels) {
		t.Error(err)
	}
	if _, err := SplitVariance([]float64{2, 2, 2}, [][]int{{0, 1, 1}}, .9); !errors.Is(err, ErrNoDifference) {
		t.Error(err)
	}
}

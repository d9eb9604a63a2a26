package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// ErrNotConverged is returned by a solver that reached its iteration limit.
var ErrNotConverged = errors.New("stats: the solver did not converge")

// SimplexLS minimises w'Gw/2 - b'w over w >= 0, sum(w) = 1: the weights of a synthetic control with
// Gram matrix G of the controls and b their products with the treated series.
//
// G is k x k, symmetric, positive semidefinite; b has length k >= 1. A ridge of 1e-9 of G's mean
// diagonal makes the answer unique. Returns ErrNotConverged with the last iterate after 10 k + 100 steps.
// Source: Lawson & Hanson (1974) chapter 23, active set, with the equality constraint kept by a
// bordered system (Abadie, Diamond & Hainmueller 2010 for the problem).
func SimplexLS(G mat.Symmetric, b []float64) ([]float64, error) {
	k := len(b)
	if n := G.SymmetricDim(); n != k || k == 0 {
		panic("stats: SimplexLS: shapes do not agree")
	}
	flat, all := make([]float64, k*k), make([]int, k)
	for i := range k {
		all[i] = i
		for j := range k {
			flat[i*k+j] = G.At(i, j)
		}
	}
	return simplexLS(flat, k, all, b)
}

// simplexLS solves for the rows and columns pick of the n x n matrix G, without copying it.
func simplexLS(G []float64, n int, pick []int, b []float64) ([]float64, error) {
	k := len(b)
	s := &simplexState{G: G, n: n, pick: pick, b: b, w: make([]float64, k), in: make([]bool, k)}
	for _, i := range pick {
		s.ridge += 1e-9 * G[i*n+i] / float64(k)
	}
	s.ridge = math.Max(s.ridge, 1e-300)
	first := s.bestVertex()
	s.w[first], s.in[first], s.free = 1, true, []int{first}
	for range 10*k + 100 {
		j, gain := s.entering()
		if j < 0 || gain <= 1e-10*(s.scale()+1e-300) {
			return s.w, nil
		}
		s.in[j], s.free = true, append(s.free, j)
		if !s.descend() {
			return s.w, nil
		}
	}
	return s.w, ErrNotConverged
}

type simplexState struct {
	G     []float64 // n x n
	n     int
	pick  []int // the k rows and columns that take part
	b, w  []float64
	in    []bool
	free  []int // indices that may be positive
	ridge float64

	factor               [][]float64 // rows of the Cholesky factor of the free set's part F of G
	forwardB, forwardOne []float64   // L^-1 b and L^-1 1
	known                int         // rows of these that are up to date
	u, e                 []float64   // scratch of solve
}

func (s *simplexState) g(i, j int) float64 {
	v := s.G[s.pick[i]*s.n+s.pick[j]]
	if i == j {
		v += s.ridge
	}
	return v
}

func (s *simplexState) bestVertex() int {
	best, at := math.Inf(1), 0
	for i := range s.b {
		if f := s.g(i, i)/2 - s.b[i]; f < best {
			best, at = f, i
		}
	}
	return at
}

func (s *simplexState) scale() float64 {
	var m float64
	for _, i := range s.free {
		m = math.Max(m, math.Abs(s.g(i, i)))
	}
	return m
}

// gradient of coordinate i at w.
func (s *simplexState) gradient(i int) float64 {
	d, row := -s.b[i]+s.ridge*s.w[i], s.G[s.pick[i]*s.n:]
	for _, j := range s.free {
		d += row[s.pick[j]] * s.w[j]
	}
	return d
}

// entering finds the coordinate whose increase, paid for by the others, lowers the objective most.
func (s *simplexState) entering() (int, float64) {
	var lambda float64
	for _, i := range s.free {
		lambda += s.w[i] * s.gradient(i)
	}
	best, at := 0.0, -1
	for i := range s.b {
		if s.in[i] {
			continue
		}
		if gain := lambda - s.gradient(i); gain > best {
			best, at = gain, i
		}
	}
	return at, best
}

// descend moves to the minimum over the free set, dropping coordinates that would turn negative.
// It reports whether the last coordinate that entered could stay (false ends the search: round-off).
func (s *simplexState) descend() bool {
	entered := s.free[len(s.free)-1]
	for {
		v, ok := s.solve()
		if !ok {
			s.drop(len(s.free) - 1)
			return false
		}
		step, out := 1.0, -1
		for a, i := range s.free {
			if v[a] <= 0 && s.w[i]-v[a] > 0 {
				if r := s.w[i] / (s.w[i] - v[a]); r < step {
					step, out = r, a
				}
			}
		}
		for a, i := range s.free {
			s.w[i] += step * (v[a] - s.w[i])
		}
		if out < 0 {
			return true
		}
		gone := s.free[out]
		s.drop(out)
		if gone == entered {
			return false
		}
	}
}

func (s *simplexState) drop(at int) {
	i := s.free[at]
	s.w[i], s.in[i] = 0, false
	s.free = append(s.free[:at], s.free[at+1:]...)
	s.known = min(s.known, at)
}

// solve minimises over the free set with sum 1 and no signs: with u = F^-1 b and e = F^-1 1 the
// minimum is u + e (1 - sum u)/sum e. It is valid until the next call; false where F is singular.
func (s *simplexState) solve() ([]float64, bool) {
	for ; s.known < len(s.free); s.known++ {
		if !s.extend(s.known) {
			return nil, false
		}
	}
	k := len(s.free)
	u, e := s.u[:k], s.e[:k]
	copy(u, s.forwardB)
	copy(e, s.forwardOne)
	var su, se float64
	for a := k - 1; a >= 0; a-- {
		row := s.factor[a]
		u[a] /= row[a]
		e[a] /= row[a]
		for c := range a {
			u[c] -= row[c] * u[a]
			e[c] -= row[c] * e[a]
		}
		su += u[a]
		se += e[a]
	}
	for a := range k {
		u[a] += e[a] * (1 - su) / se
		if math.IsNaN(u[a]) {
			return nil, false
		}
	}
	return u, true
}

// extend computes row a of the Cholesky factor of F and of L^-1 b and L^-1 1; the rows before it stand.
// Only rows from the first changed one on are computed again when the free set changes.
func (s *simplexState) extend(a int) bool {
	if a == len(s.factor) {
		s.factor = append(s.factor, make([]float64, a+1))
		s.forwardB, s.forwardOne = append(s.forwardB, 0), append(s.forwardOne, 0)
		s.u, s.e = append(s.u, 0), append(s.e, 0)
	}
	row, i := s.factor[a], s.free[a]
	b, one, left := s.b[i], 1.0, s.g(i, i)
	for c := range a {
		v, other := s.g(i, s.free[c]), s.factor[c]
		for d, l := range row[:c] {
			v -= l * other[d]
		}
		v /= other[c]
		row[c] = v
		left -= v * v
		b -= v * s.forwardB[c]
		one -= v * s.forwardOne[c]
	}
	if !(left > 0) {
		return false
	}
	row[a] = math.Sqrt(left)
	s.forwardB[a], s.forwardOne[a] = b/row[a], one/row[a]
	return true
}

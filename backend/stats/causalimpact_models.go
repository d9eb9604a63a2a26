package stats

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// ciSet is one set of variables that the regression uses: bit 0 the intercept, then the controls.
type ciSet struct {
	mask     uint64
	logPrior float64 // of the set, and the slab's determinant
}

// newSet weighs a set: independent inclusion of each variable, and half the log determinant of the slab's
// precision. Its -Inf says that the prior rules the set out.
func (m *ciModel) newSet(mask uint64) ciSet {
	p, used := len(m.precision), float64(bits.OnesCount64(mask))
	if p == 0 {
		return ciSet{}
	}
	lp := used * math.Log(m.inclusion)
	if out := float64(p) - used; out > 0 {
		lp += out * math.Log1p(-m.inclusion)
	}
	var at []int
	for v := range p {
		if mask>>v&1 == 1 {
			at = append(at, v)
		}
	}
	a := make([]float64, len(at)*len(at))
	for i, v := range at {
		for j, w := range at {
			a[i*len(at)+j] = m.precision[v][w]
		}
	}
	half, ok := cholesky(a, len(at))
	if !ok {
		return ciSet{mask, math.Inf(-1)}
	}
	return ciSet{mask, lp + half}
}

// startModels lists all sets that the prior allows, or for many controls those a search at sd finds.
func (m *ciModel) startModels(sd ciSD) []ciSet {
	p := len(m.precision)
	if p-1 > enumerated {
		return m.search(sd)
	}
	var sets []ciSet
	for mask := range uint64(1) << p {
		if s := m.newSet(mask); !math.IsInf(s.logPrior, -1) {
			sets = append(sets, s)
		}
	}
	return sets
}

// search finds likely sets at fixed standard deviations: from the empty one it always goes on from the
// likeliest set not yet tried, adding or dropping one variable, and keeps the likeliest of all it met.
func (m *ciModel) search(sd ciSD) []ciSet {
	f := newCIFilter(m, sd)
	f.history(nil)
	solve := newCISolver(m, f)
	type found struct {
		ciSet
		score float64
		tried bool
	}
	met := map[uint64]bool{}
	var list []*found
	add := func(mask uint64) {
		if !met[mask] {
			met[mask] = true
			s := m.newSet(mask)
			list = append(list, &found{ciSet: s, score: s.logPrior + solve.gain(s)})
		}
	}
	add(0)
	for range 6 * len(m.precision) {
		var from *found
		for _, s := range list {
			if !s.tried && (from == nil || s.score > from.score) {
				from = s
			}
		}
		from.tried = true
		for v := range len(m.precision) {
			add(from.mask ^ 1<<v)
		}
	}
	slices.SortFunc(list, func(a, b *found) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.mask, b.mask))
	})
	var sets []ciSet
	for _, s := range list[:min(len(list), ciMostModels)] {
		sets = append(sets, s.ciSet)
	}
	return sets
}

// ciSolver integrates the coefficients of one set out, given the filtered columns.
type ciSolver struct {
	m    *ciModel
	gram []float64
	sd   ciSD
	at   []int
	a, b []float64
}

func newCISolver(m *ciModel, f *ciFilter) *ciSolver {
	p := len(m.precision)
	return &ciSolver{m: m, gram: f.gram, sd: f.sd, a: make([]float64, p*p), b: make([]float64, p)}
}

// prepare factors the posterior precision of the set's coefficients: a holds its Cholesky factor L, b
// becomes L^-1 times the products with the series. It returns half the log determinant.
func (s *ciSolver) prepare(set ciSet) (half float64, ok bool) {
	s.at = s.at[:0]
	for mask := set.mask; mask != 0; mask &= mask - 1 {
		s.at = append(s.at, bits.TrailingZeros64(mask))
	}
	k, q, noise := len(s.m.cols), len(s.at), s.sd.obs*s.sd.obs
	for i, v := range s.at {
		s.b[i] = s.gram[v+1]
		for j := range i + 1 {
			w := s.at[j]
			s.a[i*q+j] = s.gram[(v+1)*k+w+1] + s.m.precision[v][w]/noise
		}
	}
	if half, ok = cholesky(s.a[:q*q], q); ok {
		forward(s.a, s.b[:q])
	}
	return half, ok
}

// gain is by how much the set raises the log likelihood over no regression, but for the part of the
// slab that newSet holds.
func (s *ciSolver) gain(set ciSet) float64 {
	half, ok := s.prepare(set)
	if !ok {
		return math.Inf(-1)
	}
	var fit float64
	for _, v := range s.b[:len(s.at)] {
		fit += v * v
	}
	return fit/2 - half - float64(len(s.at))*math.Log(s.sd.obs)
}

// cholesky factors the lower triangle of a q x q matrix in place; it returns the sum of the logarithms of
// the factor's diagonal.
func cholesky(a []float64, q int) (logDiagonal float64, ok bool) {
	for i := range q {
		for j := range i + 1 {
			v := a[i*q+j]
			for l := range j {
				v -= a[i*q+l] * a[j*q+l]
			}
			if i > j {
				a[i*q+j] = v / a[j*q+j]
				continue
			}
			if !(v > 0) {
				return 0, false
			}
			a[i*q+i] = math.Sqrt(v)
			logDiagonal += math.Log(a[i*q+i])
		}
	}
	return logDiagonal, true
}

// forward solves L x = b in place, b of length q, L the factor that cholesky left.
func forward(l, b []float64) {
	q := len(b)
	for i := range q {
		for j := range i {
			b[i] -= l[i*q+j] * b[j]
		}
		b[i] /= l[i*q+i]
	}
}

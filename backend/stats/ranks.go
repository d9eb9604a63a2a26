package stats

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// RankSets says for every unit which ranks its true value can have, 1 being the largest.
type RankSets struct {
	Low, High []int   // the best and the worst rank of each unit
	Better    [][]int // Better[i]: the units that are surely larger than unit i, in rising order
}

// SimultaneousRanks gives rank sets that hold all true ranks at once with chance level, whatever the true
// values are: Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic Studies 91, section 3.2.
// Estimates x are independent and normal around the true values with standard errors se > 0; a unit that
// nothing is known of has se +Inf. All differences are tested together: they are compared with the
// level-quantile of the largest |Z_i - Z_j| / sqrt(se_i^2 + se_j^2) over draws of Z ~ N(0, se^2), those beyond
// it are rejected, and the quantile is taken again over the rest until nothing more is rejected (stepwise,
// Romano and Wolf 2005). A unit's rank is at least 1 + those surely larger, at most n - those surely smaller.
// The units among the k best are, with chance level, within those with Low <= k.
//
// It panics on lengths that differ, se not above 0, a level outside (0,1) or draws < 1. The same state of rng
// gives the same sets on any number of cores.
func SimultaneousRanks(x, se []float64, level float64, draws int, rng *rand.Rand) RankSets {
	r := newRankTest(x, se, draws, rng)
	for {
		q := r.quantile(level)
		if !r.reject(q) {
			break
		}
	}
	return r.sets()
}

// rankTest is a family of differences, those not yet rejected standing in open.
type rankTest struct {
	x, se  []float64
	order  []int // rising se; units without an estimate are left out
	open   [][]bool
	left   int
	better [][]bool
	seeds  []uint64
}

func newRankTest(x, se []float64, draws int, rng *rand.Rand) *rankTest {
	if len(x) != len(se) || draws < 1 {
		panic("stats: SimultaneousRanks needs an x and a se of each unit, and draws")
	}
	r := &rankTest{x: x, se: se, seeds: make([]uint64, draws)}
	for i, s := range se {
		if !(s > 0) {
			panic("stats: SimultaneousRanks needs positive standard errors")
		}
		r.open, r.better = append(r.open, make([]bool, len(x))), append(r.better, make([]bool, len(x)))
		if !math.IsInf(s, 1) {
			r.order = append(r.order, i)
		}
	}
	slices.SortStableFunc(r.order, func(a, b int) int { return cmp.Compare(se[a], se[b]) })
	for _, i := range r.order {
		for _, j := range r.order {
			r.open[i][j] = i != j
		}
	}
	r.left = len(r.order) * (len(r.order) - 1)
	for d := range r.seeds {
		r.seeds[d] = rng.Uint64()
	}
	return r
}

// quantile is the level-quantile of the largest difference of the family, over the draws (Hyndman and Fan's
// definition 7). +Inf where the family is empty.
func (r *rankTest) quantile(level float64) float64 {
	if r.left == 0 {
		return math.Inf(1)
	}
	largest := make([]float64, len(r.seeds))
	_ = Parallel(len(r.seeds), func(d int) error {
		rng := rand.New(rand.NewPCG(r.seeds[d], uint64(d)))
		z := make([]float64, len(r.x))
		for _, i := range r.order {
			z[i] = r.se[i] * rng.NormFloat64()
		}
		largest[d] = r.largest(z)
		return nil
	})
	slices.Sort(largest)
	at := level * float64(len(largest)-1)
	k := int(at)
	if k+1 >= len(largest) {
		return largest[len(largest)-1]
	}
	return largest[k] + (at-float64(k))*(largest[k+1]-largest[k])
}

// block is a stretch of units of similar se and the ends of their draws.
type block struct {
	units  []int
	se     float64 // the smallest
	lo, hi float64
}

// largest is the largest studentised difference of the family in one draw. Blocks whose units cannot reach
// the largest so far are passed over, which leaves few pairs to look at.
func (r *rankTest) largest(z []float64) float64 {
	size := max(4, int(math.Sqrt(float64(len(r.order)))))
	var blocks []block
	for from := 0; from < len(r.order); from += size {
		b := block{units: r.order[from:min(from+size, len(r.order))], lo: math.Inf(1), hi: math.Inf(-1)}
		b.se = r.se[b.units[0]]
		for _, i := range b.units {
			b.lo, b.hi = min(b.lo, z[i]), max(b.hi, z[i])
		}
		blocks = append(blocks, b)
	}
	best := 0.0 // squared
	for a := range blocks {
		for b := a; b < len(blocks); b++ {
			reach := max(blocks[a].hi-blocks[b].lo, blocks[b].hi-blocks[a].lo)
			if reach*reach > best*(blocks[a].se*blocks[a].se+blocks[b].se*blocks[b].se) {
				best = r.between(blocks[a].units, blocks[b].units, z, best)
			}
		}
	}
	return math.Sqrt(best)
}

// between is the largest squared studentised difference between two blocks, at least best.
func (r *rankTest) between(a, b []int, z []float64, best float64) float64 {
	for _, i := range a {
		vi, open := r.se[i]*r.se[i], r.open[i]
		for _, j := range b {
			if d := z[i] - z[j]; open[j] && d*d > best*(vi+r.se[j]*r.se[j]) {
				best = d * d / (vi + r.se[j]*r.se[j])
			}
		}
	}
	return best
}

// reject takes the differences beyond q out of the family; it reports whether to look at the rest again.
func (r *rankTest) reject(q float64) bool {
	rejected := 0
	for _, i := range r.order {
		for _, j := range r.order {
			if r.open[i][j] && r.x[i]-r.x[j] > q*math.Hypot(r.se[i], r.se[j]) {
				r.better[i][j], r.open[i][j], r.open[j][i] = true, false, false
				rejected += 2
			}
		}
	}
	r.left -= rejected
	return rejected > 0 && r.left > 0
}

func (r *rankTest) sets() RankSets {
	n := len(r.x)
	s := RankSets{Low: make([]int, n), High: make([]int, n), Better: make([][]int, n)}
	for i := range n {
		s.Low[i], s.High[i] = s.Low[i]+1, s.High[i]+n
		for j := range n {
			if r.better[i][j] {
				s.High[i]--
				s.Low[j]++
				s.Better[j] = append(s.Better[j], i)
			}
		}
	}
	return s
}

// Groups parts the units into groups within which nobody is surely larger than another: group 1 holds those
// than whom nobody is surely larger, every unit of group g+1 is surely smaller than one of group g.
func (s RankSets) Groups() []int {
	group := make([]int, len(s.Low))
	var of func(i int) int
	of = func(i int) int {
		if group[i] == 0 {
			deepest := 0
			for _, j := range s.Better[i] {
				deepest = max(deepest, of(j))
			}
			group[i] = deepest + 1
		}
		return group[i]
	}
	for i := range group {
		of(i)
	}
	return group
}

package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// SplitShare is the share of the differences that one factor makes: its mean and range.
type SplitShare struct{ Mean, Lower, Upper float64 }

// ErrTooManyLevels says that the factors beside the largest have more levels together than can be split.
var ErrTooManyLevels = errors.New("stats: too many levels to split the variance by")

// ErrNoDifference says that the values do not differ.
var ErrNoDifference = errors.New("stats: nothing differs, so there is no variance to split")

// mostLevels is how many levels the factors beside the largest may have together.
const mostLevels = 200

// leastLuck is the smallest share of luck that SplitVariance looks at.
const leastLuck = 0.01

// SplitVariance says how much of the variance of y each crossed factor makes, and, last, how much luck makes
// (what differs within equal levels). factors[k][i] is the level of y[i] in factor k, counted from 0.
//
// y_i is a mean plus one normal effect for its level of each factor plus luck (random effects; Searle,
// Casella and McCulloch 1992, chapter 6). The mean and the whole variance are integrated out of the likelihood
// (residual likelihood, Patterson and Thompson 1971), every split into shares is equally likely beforehand,
// and the splits on a grid are weighed. So a factor that the data cannot tell from another gets a wide range
// and none is ever exactly nothing. It panics on lengths that differ.
func SplitVariance(y []float64, factors [][]int, level float64) ([]SplitShare, error) {
	m, err := newCrossed(y, factors)
	if err != nil {
		return nil, err
	}
	splits := shareGrid(len(factors) + 1)
	logs := make([]float64, len(splits.shares))
	err = Parallel(len(logs), func(g int) error {
		var err error
		logs[g], err = m.likelihood(splits.shares[g])
		return err
	})
	if err != nil {
		return nil, err
	}
	return splits.summary(fromLogs(logs), level), nil
}

// splitGrid is every split of 1 into parts of steps.
type splitGrid struct {
	parts, steps int
	shares       [][]float64
}

// shareGrid has fewer steps where there are more parts; the last part, luck, is never nothing.
func shareGrid(parts int) splitGrid {
	g := splitGrid{parts: parts, steps: map[int]int{2: 200, 3: 40, 4: 20, 5: 12}[parts]}
	if g.steps == 0 {
		panic("stats: SplitVariance takes one to four factors")
	}
	var fill func(one []float64, left int)
	fill = func(one []float64, left int) {
		if len(one) == parts-1 {
			luck := math.Max(float64(left)/float64(g.steps), leastLuck)
			g.shares = append(g.shares, append(append([]float64(nil), one...), luck))
			return
		}
		for a := 0; a <= left; a++ {
			fill(append(append([]float64(nil), one...), float64(a)/float64(g.steps)), left-a)
		}
	}
	fill(nil, g.steps)
	return g
}

// summary are mean and range of each part; a grid point stands for the stretch around it.
func (g splitGrid) summary(weights []float64, level float64) []SplitShare {
	out := make([]SplitShare, g.parts)
	for k := range out {
		at := make([]float64, g.steps+1)
		for p, w := range weights {
			out[k].Mean += w * g.shares[p][k]
			at[int(math.Round(g.shares[p][k]*float64(g.steps)))] += w
		}
		quantile := func(q float64) float64 {
			for a, w := range at {
				if q <= w || a == g.steps {
					lo, hi := math.Max(float64(a)-.5, 0), math.Min(float64(a)+.5, float64(g.steps))
					return (lo + (hi-lo)*math.Min(q/w, 1)) / float64(g.steps)
				}
				q -= w
			}
			return 1
		}
		out[k].Lower, out[k].Upper = quantile((1-level)/2), quantile((1+level)/2)
	}
	return out
}

// crossed holds the cross products of a design. The factor with the most levels, big, is eliminated by hand,
// because its own block of the equations is diagonal.
type crossed struct {
	n        float64
	big      int
	factorOf []int // of each level of the others
	counts   []float64
	rows     []map[int]float64 // of each big level: how often it meets each level of the others
	others   *mat.SymDense     // how often levels of the others meet
	sums     [2][]float64      // sums of 1 and of y by big level
	rest     [2][]float64      // and by level of the others
	products [3]float64        // 1'1, 1'y, y'y
}

func newCrossed(y []float64, factors [][]int) (*crossed, error) {
	m := &crossed{n: float64(len(y))}
	levels := make([]int, len(factors))
	for k, f := range factors {
		if len(f) != len(y) {
			panic("stats: SplitVariance needs a level of each factor for each value")
		}
		for _, l := range f {
			levels[k] = max(levels[k], l+1)
		}
		if levels[k] > levels[m.big] {
			m.big = k
		}
	}
	start := make([]int, len(factors))
	for k, n := range levels {
		if start[k] = len(m.factorOf); k != m.big {
			for range n {
				m.factorOf = append(m.factorOf, k)
			}
		}
	}
	if len(m.factorOf) > mostLevels {
		return nil, ErrTooManyLevels
	}
	m.count(y, factors, start, levels[m.big])
	if !(m.products[2] > 0) {
		return nil, ErrNoDifference
	}
	return m, nil
}

// count fills the cross products; y is centred and scaled first, which the likelihood does not see.
func (m *crossed) count(y []float64, factors [][]int, start []int, big int) {
	mean, sd := 0.0, 0.0
	for _, v := range y {
		mean += v / m.n
	}
	for _, v := range y {
		sd += (v - mean) * (v - mean) / m.n
	}
	sd = math.Sqrt(sd)
	q := len(m.factorOf)
	m.counts, m.rows = make([]float64, big), make([]map[int]float64, big)
	m.others = mat.NewSymDense(max(q, 1), nil)
	for c := range 2 {
		m.sums[c], m.rest[c] = make([]float64, big), make([]float64, q)
	}
	for i, v := range y {
		v = (v - mean) / sd
		b := factors[m.big][i]
		if m.rows[b] == nil {
			m.rows[b] = map[int]float64{}
		}
		m.counts[b]++
		m.sums[0][b]++
		m.sums[1][b] += v
		m.products[0]++
		m.products[1] += v
		m.products[2] += v * v
		for k, f := range factors {
			if k == m.big {
				continue
			}
			l := start[k] + f[i]
			m.rows[b][l]++
			m.rest[0][l]++
			m.rest[1][l] += v
			for k2 := k; k2 < len(factors); k2++ {
				if l2 := start[k2] + factors[k2][i]; k2 != m.big {
					m.others.SetSym(l, l2, m.others.At(l, l2)+1)
				}
			}
		}
	}
}

// likelihood is the log likelihood of a split into shares, luck last, with the mean and the whole variance
// integrated out, up to a constant.
func (m *crossed) likelihood(shares []float64) (float64, error) {
	luck := shares[len(shares)-1]
	root := make([]float64, len(shares)-1) // of each factor's share over luck's
	for k := range root {
		root[k] = math.Sqrt(shares[k] / luck)
	}
	q, rb := len(m.factorOf), root[m.big]
	logDet := 0.0
	p := m.products // becomes [1 y]' inverse [1 y]
	s := mat.NewSymDense(max(q, 1), nil)
	w := [2][]float64{make([]float64, q), make([]float64, q)}
	for i := range q {
		ri := root[m.factorOf[i]]
		w[0][i], w[1][i] = ri*m.rest[0][i], ri*m.rest[1][i]
		for j := i; j < q; j++ {
			s.SetSym(i, j, ri*root[m.factorOf[j]]*m.others.At(i, j))
		}
	}
	for i := range max(q, 1) {
		s.SetSym(i, i, s.At(i, i)+1)
	}
	for b, n := range m.counts {
		d := 1 + rb*rb*n
		logDet += math.Log(d)
		x, v := rb*m.sums[0][b], rb*m.sums[1][b]
		p[0], p[1], p[2] = p[0]-x*x/d, p[1]-x*v/d, p[2]-v*v/d
		for i, ni := range m.rows[b] {
			ci := rb * root[m.factorOf[i]] * ni
			w[0][i], w[1][i] = w[0][i]-ci*x/d, w[1][i]-ci*v/d
			for j, nj := range m.rows[b] {
				if j >= i {
					s.SetSym(i, j, s.At(i, j)-ci*rb*root[m.factorOf[j]]*nj/d)
				}
			}
		}
	}
	if q > 0 {
		var chol mat.Cholesky
		if !chol.Factorize(s) {
			return 0, errors.New("stats: the split's equations are singular")
		}
		logDet += chol.LogDet()
		one, two, r := mat.NewVecDense(q, w[0]), mat.NewVecDense(q, w[1]), mat.NewVecDense(q, nil)
		if err := chol.SolveVecTo(r, one); err != nil {
			return 0, err
		}
		p[0], p[1] = p[0]-mat.Dot(one, r), p[1]-mat.Dot(two, r)
		if err := chol.SolveVecTo(r, two); err != nil {
			return 0, err
		}
		p[2] -= mat.Dot(two, r)
	}
	residual := p[2] - p[1]*p[1]/p[0]
	return -(m.n*math.Log(luck) + logDet + math.Log(p[0]/luck) + (m.n-1)*math.Log(residual/luck)) / 2, nil
}

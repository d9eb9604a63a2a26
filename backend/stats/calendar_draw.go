package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// CalendarLot is the randomisation test of one series under one rule, laid out so that any calendar's
// statistic is a sum of a few entries: exposure is linear in the days of the posts.
type CalendarLot struct {
	rule  CalendarRule
	value []float64   // by day of a post: kappa_d' u*
	quad  [][]float64 // by two days: kappa_d' W* kappa_d'
	pull  [][]float64 // by day of a post: W* kappa_d / sd, what sales in each row add to value
}

// Lot prepares the test. With u = W z, m the mean exposure over all calendars of the rule and
// a = W_tt m, it uses u* = u - a (m'u)/(m'a) and W* = W_tt - a a'/(m'a): the mean exposure is projected
// out of everything, so that what is not random (a launch, a ramp, a season) takes no part. A wrong
// noise model or half-life costs power and never validity, for the draw alone is what p comes from.
func (s *CalendarSeries) Lot(rule CalendarRule) *CalendarLot {
	g, t := s.grid, s.grid.n-s.grid.pre
	if rule.Days != g.shape.Length {
		panic("stats: Lot: the rule is for another length")
	}
	l := &CalendarLot{rule: rule, value: make([]float64, rule.Days), quad: make([][]float64, rule.Days)}
	u, m := s.filtered(s.z, 0), g.rows(meanExposure(rule.Mean(), testHalves))
	a := s.filtered(m, g.pre)
	ma := floats.Dot(m, a)
	if ma > 0 {
		floats.AddScaled(u, -floats.Dot(m, u)/ma, a)
	}
	kappa, filtered := g.kernels(testHalves...), make([][]float64, rule.Days)
	for d, k := range kappa {
		l.value[d] = floats.Dot(k, u)
		filtered[d] = s.filtered(k, g.pre)
		if ma > 0 {
			floats.AddScaled(filtered[d], -floats.Dot(a, k)/ma, a)
		}
	}
	for d, k := range kappa {
		l.quad[d] = make([]float64, rule.Days)
		for e := range d + 1 {
			l.quad[d][e] = floats.Dot(k[:t], filtered[e])
			l.quad[e][d] = l.quad[d][e]
		}
	}
	for _, row := range filtered {
		floats.Scale(1/s.sd, row)
	}
	l.pull = filtered
	return l
}

// Planted is the test of the same series with extra sales in the rows of the test. The noise models
// know nothing of the test, so all but the values stays.
func (l *CalendarLot) Planted(extra []float64) *CalendarLot {
	planted := *l
	planted.value = make([]float64, len(l.value))
	for d, v := range l.value {
		planted.value[d] = v + floats.Dot(l.pull[d], extra)
	}
	return &planted
}

// kernels is, by day of the test, the exposure of one post on that day, as a mean over half-lives.
func (g *CalendarGrid) kernels(halves ...float64) [][]float64 {
	out := make([][]float64, g.shape.Length)
	for d := range out {
		posts := make([]float64, g.shape.Length)
		posts[d] = 1
		out[d] = g.rows(meanExposure(posts, halves))
	}
	return out
}

// statistic is the calendar's x'u*, its x'W* times the observed exposure, and its x'W*x.
func (l *CalendarLot) statistic(starts, observed []int) (value, load, square float64) {
	w := l.rule.Length
	for _, s := range starts {
		for d := s; d < s+w; d++ {
			value += l.value[d]
			row := l.quad[d]
			for _, o := range observed {
				for e := o; e < o+w; e++ {
					load += row[e]
				}
			}
			for _, o := range starts {
				for e := o; e < o+w; e++ {
					square += row[e]
				}
			}
		}
	}
	n := float64(l.rule.Windows * w)
	return value / n, load / n / n, square / n / n
}

// Test compares the drawn calendar with others that could have been drawn (the drawn one not among
// them, or as often as it came up again): t = x'u*/sqrt(x'W*x), p = (1 + #{|t_r| >= |t|})/(1 + R). The
// inverted test's unit is the history's sd times the posts: Size of a total is sum x times it. All its
// values are 0 where the exposure carries no information.
func (l *CalendarLot) Test(drawn []int, others [][]int) *RandomisationTest {
	value, load, square := l.statistic(drawn, drawn)
	if !(square > 0) {
		return NewRandomisationTest(Redraw{0, 1, 1}, make([]Redraw, 0))
	}
	rs := make([]Redraw, len(others))
	for i, o := range others {
		v, a, q := l.statistic(o, drawn)
		rs[i] = Redraw{Value: v / load, Load: a / load, Scale: math.Sqrt(math.Max(q, 1e-9*square) / square)}
	}
	return NewRandomisationTest(Redraw{Value: value / load, Load: 1, Scale: 1}, rs)
}

// SharedP is the test's p-value without its interval, for studies that need many.
func (l *CalendarLot) SharedP(drawn []int, others [][]int) float64 {
	extreme := func(starts []int) float64 {
		v, _, q := l.statistic(starts, nil)
		if !(q > 0) {
			return 0
		}
		return math.Abs(v) / math.Sqrt(q)
	}
	own, as := extreme(drawn)*(1-1e-12), 1
	for _, o := range others {
		if extreme(o) >= own {
			as++
		}
	}
	return float64(as) / float64(1+len(others))
}

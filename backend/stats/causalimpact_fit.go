package stats

import (
	"math"
)

// ciPart is one component of the answer: standard deviations and a set of controls.
type ciPart struct {
	weight   float64
	point    int
	set      int
	loc, dev []float64 // per quantity: expectation and standard deviation, standardised
}

// fit turns the weighted points into mixtures of normals, leaving the lightest components out.
func (m *ciModel) fit(points []ciPoint, models []ciSet, days bool) *CausalImpactFit {
	top, byPoint := best(points).log, make([][]ciPart, len(points))
	if err := Parallel(len(points), func(i int) error {
		byPoint[i] = m.parts(points[i], i, models, top+math.Log(ciLightest), days)
		return nil
	}); err != nil {
		panic(err) // the function above never fails
	}
	var parts []ciPart
	var sum float64
	for _, p := range byPoint {
		for _, c := range p {
			c.weight = math.Exp(c.weight - top)
			sum += c.weight
			parts = append(parts, c)
		}
	}
	fit := &CausalImpactFit{}
	used := map[int]bool{}
	if len(m.precision) > 0 {
		fit.Inclusion = make([]float64, len(m.precision)-1)
	}
	for i := range parts {
		c := &parts[i]
		c.weight /= sum
		sd := points[c.point].sd
		fit.SigmaObs += c.weight * sd.obs
		fit.SigmaLevel += c.weight * sd.level
		if m.seasons > 1 {
			fit.SigmaSeason += c.weight * sd.season
		}
		used[c.set] = true
		for v := range fit.Inclusion {
			if models[c.set].mask>>(v+1)&1 == 1 {
				fit.Inclusion[v] += c.weight
			}
		}
	}
	fit.Models = len(used)
	m.collect(fit, parts, days)
	return fit
}

// collect brings quantity by quantity back to the units of the series. The quantities of a component are
// the total, then every period, then the running sums.
func (m *ciModel) collect(fit *CausalImpactFit, parts []ciPart, days bool) {
	mixture := func(parts []ciPart, q int, count float64) Mixture {
		mix := Mixture{DF: math.Inf(1)}
		for _, c := range parts {
			mix.Weight = append(mix.Weight, c.weight)
			mix.Loc = append(mix.Loc, count*m.mean+m.sd*(count*m.first+c.loc[q]))
			mix.Scale = append(mix.Scale, m.sd*c.dev[q])
		}
		return mix
	}
	var all float64
	counts := make([]float64, len(m.target))
	for j, on := range m.target {
		if on {
			all++
		}
		counts[j] = all
	}
	fit.Total = mixture(parts, 0, all)
	if !days {
		return
	}
	if len(parts) > ciMostParts {
		parts = pooled(parts)
	}
	for t := range m.n {
		fit.Days = append(fit.Days, mixture(parts, 1+t, 1))
	}
	for j := range m.target {
		fit.Cum = append(fit.Cum, mixture(parts, 1+m.n+j, counts[j]))
	}
}

// ciMostParts is up to how many components single days and running sums keep them apart.
const ciMostParts = 1000

// pooled replaces the sets of controls of each point by one normal with their mean and variance.
func pooled(parts []ciPart) []ciPart {
	var out []ciPart
	for from := 0; from < len(parts); {
		to := from
		for to < len(parts) && parts[to].point == parts[from].point {
			to++
		}
		one := ciPart{point: parts[from].point, loc: make([]float64, len(parts[from].loc)), dev: make([]float64, len(parts[from].dev))}
		for _, c := range parts[from:to] {
			one.weight += c.weight
			for q, v := range c.loc {
				one.loc[q] += c.weight * v
			}
		}
		for q := range one.loc {
			one.loc[q] /= one.weight
			for _, c := range parts[from:to] {
				d := c.loc[q] - one.loc[q]
				one.dev[q] += c.weight / one.weight * (c.dev[q]*c.dev[q] + d*d)
			}
			one.dev[q] = math.Sqrt(one.dev[q])
		}
		out, from = append(out, one), to
	}
	return out
}

// parts are the components of one point: the models whose weight there is at least least.
func (m *ciModel) parts(p ciPoint, at int, models []ciSet, least float64, days bool) []ciPart {
	var parts []ciPart
	for i, w := range p.models {
		if w > least {
			parts = append(parts, ciPart{weight: w, point: at, set: i})
		}
	}
	if len(parts) == 0 {
		return nil
	}
	said := m.say(p.sd, days)
	solve := newCISolver(m, said.filter)
	for i := range parts {
		if _, ok := solve.prepare(models[parts[i].set]); ok {
			parts[i].loc, parts[i].dev = said.given(solve)
		}
	}
	return parts
}

// ciSaid is what the filter says of every quantity, per column, before the coefficients are known.
type ciSaid struct {
	filter *ciFilter
	base   []ciForecast // per quantity
	x      [][]float64  // per quantity: the variables' own values, summed like the quantity
}

func (m *ciModel) say(sd ciSD, days bool) *ciSaid {
	s := &ciSaid{filter: newCIFilter(m, sd), base: make([]ciForecast, 1), x: make([][]float64, 1)}
	vars := func(t int) []float64 {
		row := make([]float64, len(m.precision))
		for v := range row {
			row[v] = m.cols[v+1][t]
		}
		return row
	}
	add := func(f ciForecast, x []float64) {
		s.base, s.x = append(s.base, f), append(s.x, x)
	}
	var history func(int)
	if days {
		history = func(t int) { add(s.filter.now(), vars(t)) }
	}
	s.filter.history(history)
	var sums []ciForecast
	var xs [][]float64
	x := make([]float64, len(m.precision))
	s.filter.test(func(t int, day, sum ciForecast) {
		row := vars(t)
		if m.target[t-m.pre] {
			for v := range x {
				x[v] += row[v]
			}
		}
		if days {
			add(day, row)
			sums, xs = append(sums, sum), append(xs, append([]float64(nil), x...))
		}
		s.base[0], s.x[0] = sum, x
	})
	s.base, s.x = append(s.base, sums...), append(s.x, xs...)
	return s
}

// given integrates the coefficients of the prepared set: with d = x - (what the filter says of x), a
// quantity has mean f + d'A^-1 b and variance F + d'A^-1 d.
func (s *ciSaid) given(solve *ciSolver) (loc, dev []float64) {
	q := len(solve.at)
	d := make([]float64, q)
	for i, f := range s.base {
		for j, v := range solve.at {
			d[j] = s.x[i][v] - f.value[v+1]
		}
		forward(solve.a, d)
		mean, variance := f.value[0], f.variance
		for j, v := range d {
			mean += v * solve.b[j]
			variance += v * v
		}
		loc, dev = append(loc, mean), append(dev, math.Sqrt(variance))
	}
	return loc, dev
}

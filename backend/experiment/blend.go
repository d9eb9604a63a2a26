package experiment

import (
	"math"
	"slices"

	"creatorlift/backend/stats"
)

// How auto weighs its methods: by their errors on quiet stretches to the power -blendPower; a method that
// would weigh less than leastPart is left out. Both were chosen on the odd seeds of TestStudyFreshHoldouts, as
// was the head start of log, which did best on most panels.
const (
	blendName  = "blend"
	blendPower = 6
	leastPart  = 0.1
	incumbent  = "log"
	headStart  = 0.9
)

// part is one method of a blend.
type part struct {
	rival
	weight float64 // the parts' weights sum to 1
}

// partsOf weighs rehearsed rivals, which are not empty.
func partsOf(tried []rehearsal) []part {
	var parts []part
	least, sum := math.Inf(1), 0.0
	for _, r := range tried {
		least = min(least, r.handicapped())
	}
	for _, r := range tried {
		w := 1.0
		if least > 0 {
			w = math.Pow(r.handicapped()/least, -blendPower)
		}
		parts = append(parts, part{r.rival, w})
		sum += w
	}
	parts = slices.DeleteFunc(parts, func(p part) bool { return p.weight < leastPart*sum })
	sum = 0
	for _, p := range parts {
		sum += p.weight
	}
	for i := range parts {
		parts[i].weight /= sum
	}
	return parts
}

// handicapped is the mean error, of log less than it was.
func (r rehearsal) handicapped() float64 {
	if r.name == incumbent {
		return headStart * r.sum / r.n
	}
	return r.sum / r.n
}

// blend compares by the weighted mean of its parts' log effects. Errors of different methods are only
// partly the same, so a mean errs less than its parts (Bates & Granger 1969).
func blend(parts []part) rival {
	if len(parts) == 1 {
		return parts[0].rival
	}
	return rival{blendName, "", func(h *holdout, draws [][]bool) (*comparison, error) {
		c := &comparison{level: 1, weights: make([]float64, len(h.units)), scale: make([]float64, len(draws)+1), loads: make([]float64, len(draws)+1)}
		var logs []logValues
		for _, p := range parts {
			one, err := p.compare(h, draws)
			if err != nil {
				return nil, err
			}
			c.mixIn(one, p.weight)
			logs = append(logs, one.onLogs)
		}
		c.onLogs = func(from, to int) ([]float64, []float64) {
			v, load := make([]float64, len(c.scale)), make([]float64, len(c.scale))
			for k, p := range parts {
				a, b := logs[k](from, to)
				for i := range v {
					v[i] += p.weight * a[i]
					load[i] += p.weight * b[i]
				}
			}
			return v, load
		}
		c.asChanges()
		h.expect(c)
		return c, c.settle(h.spec.Assignment.Rule != "")
	}, true}
}

// mixIn adds a part's weights and scales; these as shares of its median set's, for parts are
// studentised in units of their own.
func (c *comparison) mixIn(one *comparison, weight float64) {
	typical := slices.Sorted(slices.Values(one.scale))[len(one.scale)/2]
	for i, s := range one.scale {
		c.scale[i] += weight * s / typical
		c.loads[i] += weight * one.loads[i]
	}
	for i, w := range one.weights {
		c.weights[i] += weight * w
	}
}

// asChanges makes the comparison one of log effects: the same share in every treated unit.
func (c *comparison) asChanges() {
	c.values = c.onLogs
	c.total = func(tau, observed float64, _, _ int) float64 { return observed * -math.Expm1(-tau) }
}

// level moves the test's path to the total that the comparison says.
func (h *holdout) level(c *comparison) {
	v, load := c.values(h.pre, len(h.kept))
	want, sum := h.sold(h.pre, len(h.kept))*math.Exp(-v[0]/load[0]), 0.0
	for _, x := range c.path[h.pre:] {
		sum += x
	}
	for t := h.pre; sum > 0 && t < len(c.path); t++ {
		c.path[t] *= want / sum
	}
}

// logValues is comparison.values on the log scale.
type logValues func(from, to int) (v, load []float64)

// levelOffset is added to levels before their log, as in stats.Changes: a set may sell nothing for a while.
const levelOffset = 0.1

// logLevels turns the gaps of contrasts (shares of size, as running sums over periods) into log effects:
// the log of what a set sold over what its counterfactual says. A load is the secant between no effect
// and the observed set's own, as for percentage changes.
func (h *holdout) logLevels(fits []stats.Contrast, sums [][]float64) logValues {
	usual := make([]float64, len(h.y))
	var lot []int // the truly treated
	for j, row := range h.y {
		usual[j] = mean(row[:h.pre])
		if h.treated[j] {
			lot = append(lot, j)
		}
	}
	sets := make([][]int, len(fits))
	for i, f := range fits {
		for j, w := range f.Treated {
			if w > 0 {
				sets[i] = append(sets[i], j)
			}
		}
	}
	return func(from, to int) ([]float64, []float64) {
		rate := make([]float64, len(h.y)) // units' sales as multiples of their history's mean
		for j, row := range h.y {
			rate[j] = mean(row[from:to]) / usual[j]
		}
		v, load := make([]float64, len(fits)), make([]float64, len(fits))
		theta := 0.0
		for i, f := range fits {
			var level, own, slope float64
			for _, j := range sets[i] {
				level += f.Treated[j] * rate[j]
			}
			for _, j := range lot {
				own += f.Treated[j] * rate[j]
				slope += (f.Treated[j] - f.Control[j]) * rate[j]
			}
			gap := (sums[i][to] - sums[i][from]) / float64(to-from)
			if i == 0 {
				theta = secantAt(level, gap)
			}
			off := -math.Expm1(-theta)
			v[i] = logGap(level, gap)
			if own != 0 || slope != 0 {
				load[i] = (v[i] - logGap(level-off*own, gap-off*slope)) / theta
			}
		}
		return v, load
	}
}

// logGap is the log of a level over the level without its gap; a small gap about a level of 1 counts itself.
func logGap(level, gap float64) float64 {
	return (1 + levelOffset) * math.Log((level+levelOffset)/(math.Max(level-gap, 0)+levelOffset))
}

// secantAt is the log effect that leaves no gap, at least a thousandth in size.
func secantAt(level, gap float64) float64 {
	theta := math.Log(math.Max(level, 1e-9) / math.Max(level-gap, 1e-9))
	switch theta = math.Max(-widestLog, math.Min(widestLog, theta)); {
	case math.Abs(theta) >= 1e-3:
		return theta
	case theta < 0:
		return -1e-3
	}
	return 1e-3
}

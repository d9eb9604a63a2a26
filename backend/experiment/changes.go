package experiment

import (
	"errors"
	"math"
	"slices"

	"creatorlift/backend/panel"
	"creatorlift/backend/stats"
)

// smoothDays is the running window over which units' changes in the history are compared.
const smoothDays = 7

// changes compares the units' relative changes on the log scale, each unit weighted by how steadily and
// how much alike it moved before; refitted for every redraw.
func changes(h *holdout, draws [][]bool) (*comparison, error) {
	k, err := h.changes()
	if err != nil {
		return nil, err
	}
	d := k.Over(h.pre, len(h.kept))
	fits := make([]stats.Shift, len(draws)+1)
	if err := h.each(draws, func(i int, set []bool) error {
		fits[i] = k.Fit(set, d)
		return nil
	}); err != nil {
		return nil, err
	}
	return h.shifts(k, fits)
}

// mostFitted is how many units are weighed against each other at most: the cost of every redraw grows
// with their square. did takes any number.
const mostFitted = 400

func (h *holdout) changes() (*stats.Changes, error) {
	if h.spec.Raw {
		return nil, cannot("Percentage changes need no raw units: leave out --raw, or use did or sc.")
	}
	if len(h.units) > mostFitted {
		return nil, cannot("Percentage changes are weighed over at most %d units; there are %d. Use did.", mostFitted, len(h.units))
	}
	for i, row := range h.y {
		if slices.Min(row) < 0 {
			return nil, cannot("%s has negative sales, of which no percentage change can be taken. Use did or sc.", h.units[i])
		}
	}
	if h.sold(h.pre, len(h.kept)) == 0 {
		return nil, cannot("The treated units sold nothing during the test, of which no percentage change can be taken. Use did or sc.")
	}
	smooth := 1
	if h.panel.Cadence == panel.Daily {
		smooth = min(smoothDays, h.pre/2)
	}
	k, err := stats.NewChanges(h.y, h.pre, smooth)
	if errors.Is(err, stats.ErrNoVariation) {
		return nil, cannot("The units move in step to the last digit before the test, so there is nothing to measure chance by.")
	}
	return k, err
}

// shifts turns fitted comparisons of changes into tests. The effect is a log ratio: the same share in
// every treated unit.
func (h *holdout) shifts(k *stats.Changes, fits []stats.Shift) (*comparison, error) {
	c := h.shifted(k, fits)
	h.expect(c)
	return c, c.settle(h.spec.Assignment.Rule != "")
}

// shifted is shifts before the scales are settled, without the expected path.
func (h *holdout) shifted(k *stats.Changes, fits []stats.Shift) *comparison {
	c := &comparison{level: 1, weights: make([]float64, k.N()), scale: make([]float64, len(fits)), loads: make([]float64, len(fits))}
	for i, f := range fits {
		c.scale[i] = f.Scale
		for j, w := range f.Weight {
			if h.treated[j] {
				c.loads[i] += w
			}
		}
	}
	for j, w := range fits[0].Weight {
		if !h.treated[j] {
			c.weights[j] = -w
		}
	}
	var lot []int // the truly treated: an effect moves no other unit
	for j, on := range h.treated {
		if on {
			lot = append(lot, j)
		}
	}
	c.onLogs = func(from, to int) ([]float64, []float64) {
		d := k.Over(from, to)
		slope := h.slopes(k, fits[0], d, from, to)
		v, load := make([]float64, len(fits)), make([]float64, len(fits))
		for i, f := range fits {
			for j, w := range f.Weight {
				v[i] += w * d[j]
			}
			for _, j := range lot {
				load[i] += f.Weight[j] * slope[j]
			}
		}
		return v, load
	}
	c.asChanges()
	return c
}

// logEffect is the log effect that, taken out of the treated units, leaves no difference.
func (h *holdout) logEffect(k *stats.Changes, own stats.Shift, from, to int) float64 {
	lo, hi := -widestLog, widestLog
	for range 40 {
		mid, s := (lo+hi)/2, 0.0
		for j, d := range k.Without(h.treated, mid, from, to) {
			s += own.Weight[j] * d
		}
		if s > 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}

// widestLog bounds a log effect: a factor of twenty.
const widestLog = 3.0

// slopes are what a unit of log effect adds to each unit's change, the secant between none and the
// estimate: below 1 where little is sold, 0 for untreated units.
func (h *holdout) slopes(k *stats.Changes, own stats.Shift, d []float64, from, to int) []float64 {
	theta := h.logEffect(k, own, from, to)
	if math.Abs(theta) < 1e-3 {
		theta = 1e-3
	}
	slope := k.Without(h.treated, theta, from, to)
	for j := range slope {
		slope[j] = (d[j] - slope[j]) / theta
	}
	return slope
}

// expect lays the treated units' expected path in a comparison of changes: their usual sales, moved as far
// with the left-out units' sum as they moved with it in the history (least squares, between not at all and
// fully), and in the test to the total that the comparison says. The single units' changes would not do: on a
// day on which a small unit sells nothing its change is no figure. spread is what that left unexplained.
func (h *holdout) expect(c *comparison) {
	treated, left := make([]float64, len(h.kept)), make([]float64, len(h.kept))
	for j, row := range h.y {
		for t, v := range row {
			if h.treated[j] {
				treated[t] += v
			} else {
				left[t] += v
			}
		}
	}
	usual, others := mean(treated[:h.pre]), mean(left[:h.pre])
	var both, square float64
	for t := range h.pre {
		move := left[t]/others - 1
		both, square = both+move*(treated[t]/usual-1), square+move*move
	}
	follow, gaps := 0.0, 0.0
	if square > 0 {
		follow = min(max(both/square, 0), 1)
	}
	c.path = make([]float64, len(h.kept))
	for t := range c.path {
		move := follow * (left[t]/others - 1)
		c.path[t] = usual * (1 + move)
		if t < h.pre {
			gaps += math.Pow(treated[t]/usual-1-move, 2)
		}
	}
	c.spread = math.Sqrt(gaps / float64(h.pre))
	h.level(c)
}

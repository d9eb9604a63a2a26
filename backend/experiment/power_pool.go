package experiment

import (
	"math"
	"math/rand/v2"
	"slices"

	"creatorlift/backend/panel"
	"creatorlift/backend/stats"
)

// pool is one quiet window of a panel with treated sets that could have been drawn, each fitted once to the
// history before the window. Lifts leave that history as it was, so every set's test at every lift follows
// from these fits.
type pool struct {
	units  *stats.Units
	sets   [][]bool
	fits   []stats.Contrast
	rates  []float64 // what a lift of 1 adds to each unit's movement
	rows   []int     // the panel's rows behind the units
	pre    int       // periods of history
	length int       // periods of the window
}

// usableRows are the panel's units that are complete over [0,end) and sold something before start, and the
// columns in which any unit has a value.
func usableRows(p *panel.Panel, start, end int) (rows, columns []int) {
	for t := range end {
		if slices.ContainsFunc(p.Y, func(y []float64) bool { return !math.IsNaN(y[t]) }) {
			columns = append(columns, t)
		}
	}
	for i, y := range p.Y {
		sold, whole := 0.0, true
		for _, t := range columns {
			if whole = !math.IsNaN(y[t]); !whole {
				break
			}
			if t < start {
				sold += y[t]
			}
		}
		if whole && sold > 0 {
			rows = append(rows, i)
		}
	}
	return rows, columns
}

// newPool cuts the window [start,end) out of the panel, with all rows that are usable there; it has no sets
// yet. Nil where too few units or periods are.
func newPool(p *panel.Panel, start, end int) *pool {
	rows, _ := usableRows(p, start, end)
	return newPoolOf(p, rows, start, end)
}

// newPoolOf is newPool of some usable rows.
func newPoolOf(p *panel.Panel, rows []int, start, end int) *pool {
	_, columns := usableRows(p, start, end)
	pre, _ := slices.BinarySearch(columns, start)
	if len(rows) < minHoldoutUnits || pre < 2 || pre == len(columns) {
		return nil
	}
	y := make([][]float64, len(rows))
	for i, r := range rows {
		for _, t := range columns {
			y[i] = append(y[i], p.Y[r][t])
		}
	}
	q := &pool{units: stats.NewUnits(y, pre, false), rows: rows, pre: pre, length: len(columns) - pre}
	q.rates = q.units.Rates(q.length)
	return q
}

// shorter is the pool for a test of only the first length periods of the window. The history and so the fits
// are the same.
func (q *pool) shorter(length int) *pool {
	if length >= q.length {
		c := *q
		return &c
	}
	c := &pool{units: q.units, sets: q.sets, rows: q.rows, pre: q.pre, length: length, rates: q.units.Rates(length)}
	for _, f := range q.fits {
		f.Effect = mean(q.units.Gap(f)[q.pre : q.pre+length])
		c.fits = append(c.fits, f)
	}
	return c
}

// needed is a quick figure of the search: the lift at which set own passes the bound that others leave
// without any lift, and the lift read of it where there is none. Infinite where others are too few for the
// level.
func (q *pool) needed(own int, others []int, level float64) (bound, miss float64) {
	var t []float64
	for _, o := range others {
		if o != own {
			t = append(t, math.Abs(q.fits[o].Effect)/q.fits[o].Spread)
		}
	}
	slices.Sort(t)
	allowed := int(math.Floor((1-level)*float64(len(t)+1)+1e-9)) - 1 // redraws that may be as extreme
	if allowed < 0 {
		return math.Inf(1), 0
	}
	f := q.fits[own]
	slope := f.Slope(q.sets[own], q.rates)
	return t[len(t)-1-allowed] * f.Spread / slope, f.Effect / slope
}

// fit adds sets, each of them fitted. Sets that cannot be fitted are an error.
func (q *pool) fit(sets [][]bool, how stats.Weighting) error {
	for _, s := range sets {
		c, err := q.units.Contrast(s, how)
		if err != nil {
			return err
		}
		q.sets, q.fits = append(q.sets, s), append(q.fits, c)
	}
	return nil
}

// seen reports for each lift whether the test of set own against the sets others (positions in the pool)
// excludes zero at the level, once the lift is planted into own. drawn says that own was drawn by lot from
// them. It is nil where the sets move in step and nothing can be measured.
func (q *pool) seen(own int, others []int, drawn bool, lifts []float64, level float64) []bool {
	c, treated := &comparison{level: q.units.Level()}, q.sets[own]
	for _, o := range append([]int{own}, others...) {
		f := q.fits[o]
		c.scale, c.loads = append(c.scale, f.Spread), append(c.loads, f.Load(treated))
	}
	if c.settle(drawn) != nil {
		return nil
	}
	slopes, loads := make([]float64, len(others)), make([]float64, len(others))
	for i, o := range others {
		slopes[i], loads[i] = q.fits[o].Slope(treated, q.rates), c.loads[i+1]
	}
	slope := q.fits[own].Slope(treated, q.rates)
	out, redraws := make([]bool, len(lifts)), make([]stats.Redraw, len(others))
	for l, lift := range lifts {
		for i, o := range others {
			redraws[i] = stats.Redraw{Value: q.fits[o].Effect + lift*slopes[i], Load: loads[i], Scale: c.scale[i+1]}
		}
		own := stats.Redraw{Value: q.fits[own].Effect + lift*slope, Load: 1, Scale: c.scale[0]}
		out[l] = stats.ZeroP(own, redraws) <= 1-level+1e-9
	}
	return out
}

// bias is what set own would be said to have gained without any lift, as a share of its sales in the window.
func (q *pool) bias(own int) float64 {
	c := q.fits[own]
	return c.Effect / (c.Slope(q.sets[own], q.rates) - c.Effect)
}

// eachInTurn is the share of sets that see each lift when every set of the pool in turn is the one that was
// drawn from all of them.
func (q *pool) eachInTurn(lifts []float64, level float64) []float64 {
	share, n := make([]float64, len(lifts)), 0.0
	for own := range q.sets {
		seen := q.seen(own, except(len(q.sets), own), true, lifts, level)
		if seen == nil {
			continue
		}
		n++
		for i, yes := range seen {
			if yes {
				share[i]++
			}
		}
	}
	if n == 0 {
		return nil
	}
	for i := range share {
		share[i] /= n
	}
	return share
}

// except lists 0..n-1 without one.
func except(n, without int) []int {
	out := make([]int, 0, n-1)
	for i := range n {
		if i != without {
			out = append(out, i)
		}
	}
	return out
}

// drawSets draws at most `most` distinct sets of k of n units; all of them where there are no more.
func drawSets(n, k, most int, rng *rand.Rand) [][]bool {
	if logChoose(n, k) <= math.Log(float64(most)+.5) {
		first := make([]bool, n)
		for i := range k {
			first[i] = true
		}
		return append([][]bool{first}, allSets(first)...)
	}
	seen := map[string]bool{}
	var out [][]bool
	for len(out) < most {
		s := make([]bool, n)
		for _, i := range rng.Perm(n)[:k] {
			s[i] = true
		}
		if id := key(s); !seen[id] {
			seen[id] = true
			out = append(out, s)
		}
	}
	return out
}

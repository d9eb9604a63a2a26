package experiment

import (
	"math"
	"math/rand/v2"
	"slices"

	"creatorlift/backend/panel"
)

// pool is one quiet window of a panel with treated sets that could have been drawn, made ready for the test
// that estimate would run there. Lifts leave the history before the window as it was.
type pool struct {
	h     *holdout // the window's units; nobody is treated
	how   rival
	sets  [][]bool
	rows  []int // the panel's rows behind the units
	ready reading
}

// reading is a method on one window. Sets are numbered in the order in which they were fitted.
type reading interface {
	// fit adds sets; an error if one cannot be fitted.
	fit(sets [][]bool) error
	// shorter is the reading of a test of only the first periods of the window, cut; the history, and the
	// sets, are the same.
	shorter(cut *holdout) reading
	// quick is a set's statistic where no lift was planted, and what it scales by.
	quick(set int) (value, scale float64)
	// lift is a statistic of the set as a lift, a share of what was sold (changes: of what would have been).
	lift(set int, effect float64) float64
	// compare is the comparison of set own with others once a lift is planted into its units, before the
	// scales are settled.
	compare(own int, others []int, lift float64) *comparison
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
	q := &pool{rows: rows, h: &holdout{window: &window{panel: p}, pre: pre, kept: columns, treated: make([]bool, len(rows))}}
	for _, r := range rows {
		var y []float64
		for _, t := range columns {
			y = append(y, p.Y[r][t])
		}
		q.h.y, q.h.units = append(q.h.y, y), append(q.h.units, p.Units[r])
	}
	return q
}

// read makes the pool ready for a method; the error says why it cannot read this window.
func (q *pool) read(m rival) error {
	q.how = m
	if m.changes {
		return q.readChanges(m)
	}
	q.ready = newContrastReading(q.h, m)
	return nil
}

// fit adds sets, each of them fitted.
func (q *pool) fit(sets [][]bool) error {
	q.sets = append(q.sets, sets...)
	return q.ready.fit(sets)
}

// shorter is the pool for a test of only the first length periods of the window.
func (q *pool) shorter(length int) *pool {
	c := *q
	if end := q.h.pre + length; end < len(q.h.kept) {
		h := *q.h
		h.kept, h.y = h.kept[:end], nil
		for _, row := range q.h.y {
			h.y = append(h.y, row[:end])
		}
		c.h, c.ready = &h, q.ready.shorter(&h)
	}
	return &c
}

// needed is a quick figure of the search: the lift at which set own passes the bound that others leave
// without any lift, and the lift read of it where there is none. Infinite where others are too few for the
// level.
func (q *pool) needed(own int, others []int, level float64) (bound, miss float64) {
	var t []float64
	for _, o := range others {
		if o != own {
			value, scale := q.ready.quick(o)
			t = append(t, math.Abs(value)/scale)
		}
	}
	slices.Sort(t)
	allowed := int(math.Floor((1-level)*float64(len(t)+1)+1e-9)) - 1 // redraws that may be as extreme
	if allowed < 0 {
		return math.Inf(1), 0
	}
	value, scale := q.ready.quick(own)
	return q.ready.lift(own, t[len(t)-1-allowed]*scale), q.ready.lift(own, value)
}

// bias is what set own would be said to have gained without any lift, as a share of its sales in the window.
func (q *pool) bias(own int) float64 {
	value, _ := q.ready.quick(own)
	read := q.ready.lift(own, value)
	if q.how.changes {
		return read
	}
	return read / (1 - read)
}

// turn is one set of a pool that takes its turn as the treated one, tested against others (positions in the
// pool). drawn says that it was drawn by lot from them; else its range is stretched as estimate would.
type turn struct {
	*pool
	own    int
	others []int
	drawn  bool
	wide   float64
	level  float64
}

// stretch is the factor by which estimate would widen the range of a set that was not drawn by lot.
func (q *pool) stretch(own int, others []int) float64 {
	h := *q.h
	h.treated, h.draws = q.sets[own], nil
	for _, o := range others[:min(len(others), choiceSets)] {
		h.draws = append(h.draws, q.sets[o])
	}
	return h.try(q.how, h.quiet()).widening()
}

// bounds are the ends of the test's range once a lift is planted; ok is false where the sets move in step and
// nothing can be measured.
func (t turn) bounds(lift float64) (lo, hi float64, ok bool) {
	c := t.ready.compare(t.own, t.others, lift)
	if c == nil || c.settle(t.drawn) != nil {
		return 0, 0, false
	}
	c.wide = t.wide
	lo, hi = c.test(t.h.pre, len(t.h.kept)).Interval(t.level)
	return lo, hi, true
}

// seen reports for each lift whether the test excludes zero; nil where nothing can be measured. A larger lift
// only moves the range up, so that only the lifts about the smallest one that is seen are tested.
func (t turn) seen(lifts []float64) []bool {
	lo, hi, ok := t.bounds(0)
	if !ok {
		return nil
	}
	out, known := make([]bool, len(lifts)), map[int]bool{}
	above := func(l int) bool {
		yes, tested := known[l]
		if !tested {
			lo, _, ok := t.bounds(lifts[l])
			yes = ok && lo > 0
			known[l] = yes
		}
		return yes
	}
	at, _ := slices.BinarySearch(lifts, t.ready.lift(t.own, -lo))
	for at < len(lifts) && !above(at) {
		at++
	}
	for at > 0 && above(at-1) {
		at--
	}
	for l := range lifts {
		if hi < 0 && l > 0 {
			_, hi, _ = t.bounds(lifts[l])
		}
		out[l] = l >= at || hi < 0
	}
	return out
}

// eachInTurn is the share of sets that see each lift when each of the given number of them, spread over the
// pool, in turn is the one that was drawn from all of them.
func (q *pool) eachInTurn(turns int, lifts []float64, level float64) []float64 {
	share, n := make([]float64, len(lifts)), 0.0
	turns = min(turns, len(q.sets))
	for i := range turns {
		own := i * len(q.sets) / turns
		seen := turn{pool: q, own: own, others: except(len(q.sets), own), drawn: true, level: level}.seen(lifts)
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

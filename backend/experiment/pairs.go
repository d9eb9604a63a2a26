package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// minPairs is the smallest number of pairs whose flips can be told from chance.
const minPairs = 6

// pairUp finds the pairs that a half-against-half test was drawn from: those given; else neighbours by
// sales in the history, the two largest first, where each holds one treated unit. Under the rule
// "pairs" it is an error if they do not; under no rule the test then has no pairs.
func (h *holdout) pairUp() error {
	a := h.spec.Assignment
	if a.Rule != "" && a.Rule != "pairs" {
		return nil
	}
	pairs := h.neighbours()
	if len(a.List) > 0 {
		var err error
		if pairs, err = h.listedPairs(a.List); err != nil {
			return err
		}
	}
	fits := len(pairs) > 0
	in := 0
	for _, p := range pairs {
		fits = fits && h.treated[p[0]] != h.treated[p[1]]
		in++
	}
	fits = fits && count(h.treated) == in
	switch {
	case a.Rule == "pairs" && !fits:
		return &shop.Error{Code: "bad_assignment", Message: "The treated units are not one of each pair.", Hint: "Without a file the pairs are neighbours by sales before the test, the two largest first. Give the pairs as a file: a first line that says pairs, then two names a line with a comma between."}
	case fits && (a.Rule == "pairs" || len(pairs) >= minPairs):
		h.pairs = pairs
	}
	return nil
}

// neighbours pairs the units in the order of their mean sales in the history; an odd one stays alone.
func (h *holdout) neighbours() [][2]int {
	order := make([]int, len(h.units))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if x, y := mean(h.y[a][:h.pre]), mean(h.y[b][:h.pre]); x != y {
			return int(math.Copysign(1, y-x))
		}
		return slices.Compare([]byte(h.units[a]), []byte(h.units[b]))
	})
	var pairs [][2]int
	for i := 0; i+1 < len(order); i += 2 {
		pairs = append(pairs, [2]int{order[i], order[i+1]})
	}
	return pairs
}

func (h *holdout) listedPairs(list [][]string) ([][2]int, error) {
	var pairs [][2]int
	used := map[int]bool{}
	for i, names := range list {
		bad := func(what string) error {
			return &shop.Error{Code: "bad_assignment", Message: fmt.Sprintf("Pair %d %s.", i+1, what), Hint: "Write two units of the panel a line, each unit once."}
		}
		if len(names) != 2 {
			return nil, bad(fmt.Sprintf("holds %d names, not two", len(names)))
		}
		var p [2]int
		for k, u := range names {
			p[k] = slices.Index(h.units, u)
			if p[k] < 0 {
				return nil, bad(fmt.Sprintf("names %q, which is not among the units compared", u))
			}
			if used[p[k]] {
				return nil, bad(fmt.Sprintf("names %q, which stands in the list already", u))
			}
			used[p[k]] = true
		}
		pairs = append(pairs, p)
	}
	return pairs, nil
}

// flips are the other treated sets with one unit of each pair: all of them, or a seeded sample of
// distinct ones if there are more than `most`.
func flips(pairs [][2]int, treated []bool, most int) [][]bool {
	rng := rand.New(rand.NewPCG(20260101, uint64(len(pairs))))
	all := len(pairs) < 31 && 1<<len(pairs)-1 <= most
	seen := map[string]bool{key(treated): true}
	var out [][]bool
	for n := uint64(1); ; n++ {
		if all && n == 1<<len(pairs) || len(out) == most {
			break
		}
		s := slices.Clone(treated)
		for j, p := range pairs {
			if all && n>>j&1 == 1 || !all && rng.IntN(2) == 1 {
				s[p[0]], s[p[1]] = s[p[1]], s[p[0]]
			}
		}
		if id := key(s); !seen[id] {
			seen[id] = true
			out = append(out, s)
		}
	}
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// matched keeps each treated unit and the left-out unit that sold and moved most like it, the largest
// treated unit choosing first. Whether the one or the other of a pair had creators is then the lot.
func (h *holdout) matched() (*holdout, error) {
	k, err := h.changes()
	if err != nil {
		return nil, err
	}
	var order []int
	for i, on := range h.treated {
		if on {
			order = append(order, i)
		}
	}
	if len(order) < minPairs || 2*len(order) > len(h.units) {
		return nil, cannot("Pairs need at least %d treated units and as many left-out ones; there are %d and %d.", minPairs, len(order), len(h.units)-len(order))
	}
	size := func(i int) float64 { return mean(h.y[i][:h.pre]) }
	slices.SortStableFunc(order, func(a, b int) int { return int(math.Copysign(1, size(b)-size(a))) })
	m := &holdout{window: h.window, kept: h.kept, pre: h.pre}
	used := make([]bool, len(h.units))
	for _, i := range order {
		best, least := -1, math.Inf(1)
		for j := range h.units {
			if h.treated[j] || used[j] {
				continue
			}
			apart := math.Log(size(i) / size(j))
			if far := k.PairNoise(i, j) + apart*apart/10; far < least {
				best, least = j, far
			}
		}
		used[best] = true
		m.pairs = append(m.pairs, [2]int{len(m.units), len(m.units) + 1})
		m.add(h.units[i], h.y[i], true)
		m.add(h.units[best], h.y[best], false)
	}
	if left := len(h.units) - len(m.units); left > 0 {
		m.leftOut = append(m.leftOut, plural(left, "left-out unit that is no one's pair", "left-out units that are no one's pair"))
	}
	m.draws = flips(m.pairs, m.treated, maxRedraws)
	return m, nil
}

// pairwise compares the two units of each pair; refitted for every redraw.
func pairwise(h *holdout, draws [][]bool) (*comparison, error) {
	if h.pairs == nil {
		return nil, cannot("The treated units were not drawn from pairs.")
	}
	k, err := h.changes()
	if err != nil {
		return nil, err
	}
	d := k.Over(h.pre, len(h.kept))
	fits := make([]stats.Shift, len(draws)+1)
	if err := h.each(draws, func(i int, set []bool) error {
		fits[i] = k.FitPairs(h.pairs, set, d)
		return nil
	}); err != nil {
		return nil, err
	}
	return h.shifts(k, fits)
}

func runPairs(w *window) (Answer, error) {
	h, err := newHoldout(w)
	if err != nil {
		return Answer{}, err
	}
	if h.pairs == nil {
		if h, err = h.matched(); err != nil {
			return Answer{}, err
		}
	}
	return runHoldout(w, pairRival, h)
}

package experiment

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"creatorlift/backend/stats"
)

// Limits of the search.
const (
	searchWindows = 3  // quiet windows in which every split is tried
	searchSets    = 60 // redraws in the search
	drawsPerSize  = 40 // stratified draws of each size
	sizesTried    = 8
	finalists     = 12 // splits that are tried on all windows
	fewFinalists  = 6  // of them in large panels
)

// split is a treated set over the bench's rows with what the search thinks of it, for one duration.
type split struct {
	set    []bool
	length int // position in bench.lengths
	score  float64
}

func (s split) size() int { return count(s.set) }

// sizes are the numbers of treated units to try: those asked for, else a handful up to half the units whose
// smallest such set stays within the share.
func (b *bench) sizes() []int {
	if b.Sizes != nil {
		return b.Sizes
	}
	smallest, sum, most := slices.Sorted(slices.Values(b.share)), 0.0, 0
	for i, s := range smallest[:len(smallest)/2] {
		if sum += s; sum > b.Share {
			break
		}
		most = i + 1
	}
	var sizes []int
	for k := 1.0; int(k) <= most; k = math.Max(k+1, k*math.Pow(float64(most), 1./sizesTried)) {
		sizes = append(sizes, int(k))
	}
	if len(sizes) > 0 && sizes[len(sizes)-1] != most {
		sizes = append(sizes, most)
	}
	return sizes
}

// candidates are the splits of k units worth trying: each unit with those that move most like it, and
// draws spread over large and small units. All hold Include and none Exclude, and stay within the share.
func (b *bench) candidates(k int, rng *rand.Rand) [][]bool {
	var out [][]bool
	known := map[string]bool{}
	add := func(set []bool) {
		if id := key(set); count(set) == k && !known[id] && b.allowed(set) {
			known[id] = true
			out = append(out, set)
		}
	}
	for i := range b.rows {
		add(b.likeliest(i, k))
	}
	for range drawsPerSize {
		add(b.spread(k, rng))
	}
	return out
}

func (b *bench) allowed(set []bool) bool {
	var share float64
	for i, on := range set {
		if on {
			share += b.share[i]
		}
		if on && b.never[i] || !on && b.always[i] {
			return false
		}
	}
	return share <= b.Share && count(set) < len(set)
}

// likeliest is unit i with what must be treated and the units that move most like i.
func (b *bench) likeliest(i, k int) []bool {
	order := make([]int, len(b.rows))
	for j := range order {
		order[j] = j
	}
	first := func(j int) float64 {
		switch {
		case b.always[j]:
			return math.Inf(-1)
		case j == i:
			return -2
		}
		return -b.alike[i][j]
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(first(x), first(y)) })
	set, left := slices.Clone(b.always), k-count(b.always)
	for _, j := range order {
		if left > 0 && !set[j] && !b.never[j] {
			set[j] = true
			left--
		}
	}
	return set
}

// spread draws one unit from each of as many layers by size as units are still wanted.
func (b *bench) spread(k int, rng *rand.Rand) []bool {
	set := slices.Clone(b.always)
	for _, layer := range b.layers(k - count(b.always)) {
		set[layer[rng.IntN(len(layer))]] = true
	}
	return set
}

// layers sorts the units that are free to be treated or not by size and cuts them into n layers as equal as
// can be; nil where there are too few.
func (b *bench) layers(n int) [][]int {
	var free []int
	for i := range b.rows {
		if !b.always[i] && !b.never[i] {
			free = append(free, i)
		}
	}
	if n < 1 || n > len(free) {
		return nil
	}
	slices.SortStableFunc(free, func(x, y int) int { return cmp.Compare(b.share[y], b.share[x]) })
	layers := make([][]int, n)
	for i, u := range free {
		at := i * n / len(free)
		layers[at] = append(layers[at], u)
	}
	return layers
}

// search tries every split in a few windows by a quick figure for its smallest visible lift, and returns the
// best, best first.
func (b *bench) search() (best []split, tried int, err error) {
	var all []split
	for _, k := range b.sizes() {
		sets := b.candidates(k, rand.New(rand.NewPCG(powerSeed, uint64(k))))
		if len(sets) == 0 {
			continue
		}
		group, err := b.score(sets, k)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, group...)
	}
	if len(all) == 0 {
		return nil, 0, cannot("No split with the wanted units holds %s of sales or less. Allow a larger share, or leave out fewer units.", percent(b.Share))
	}
	slices.SortStableFunc(all, func(x, y split) int { return cmp.Compare(x.score, y.score) })
	if math.IsInf(all[0].score, 1) {
		return nil, 0, cannot("No split of these units can be told from chance at %s: too few other splits could have been made. Use more units, or a lower level.", percent(b.Level))
	}
	last := finalists
	if len(b.rows) > largePanel {
		last = fewFinalists
	}
	return all[:min(len(all), max(last, b.Best))], len(all), nil
}

// score tries candidates of k units. The quick figure is the lift at which the test's bound is passed, plus
// .84 standard deviations of what is read without a lift: about the lift seen in four of five tests.
func (b *bench) score(sets [][]bool, k int) ([]split, error) {
	starts := b.starts
	if len(starts) > searchWindows {
		starts = []int{starts[0], starts[len(starts)/2], starts[len(starts)-1]}
	}
	need, miss := make([][][]float64, len(starts)), make([][][]float64, len(starts)) // window, duration, set
	err := stats.Parallel(len(starts), func(w int) error {
		if err := b.step(0, 0); err != nil {
			return err
		}
		var err error
		need[w], miss[w], err = b.quick(starts[w], sets, k)
		return err
	})
	var out []split
	for l := range b.lengths {
		for i, set := range sets {
			var bound, square float64
			for w := range starts {
				bound += need[w][l][i] / float64(len(starts))
				square += miss[w][l][i] * miss[w][l][i] / float64(len(starts))
			}
			out = append(out, split{set, l, bound + .84*math.Sqrt(square)})
		}
	}
	return out, err
}

// quick fits the sets and their redraws in one window, and gives for each duration and set the lift that
// passes the test's bound and the lift that is read where there is none.
func (b *bench) quick(start int, sets [][]bool, k int) (need, miss [][]float64, err error) {
	q, redraws, err := b.window(start, sets, []int{k}, searchSets)
	if err != nil {
		return nil, nil, err
	}
	for _, length := range b.lengths {
		cut := q.shorter(length)
		n, m := make([]float64, len(sets)), make([]float64, len(sets))
		for i := range sets {
			n[i], m[i] = cut.needed(i, redraws[k], b.Level)
		}
		need, miss = append(need, n), append(miss, m)
	}
	return need, miss, nil
}

// window fits sets and, for each size, redraws in the window that starts there; the map holds the redraws'
// positions by size.
func (b *bench) window(start int, sets [][]bool, sizes []int, most int) (*pool, map[int][]int, error) {
	q := newPoolOf(b.Panel, b.rows, start, start+slices.Max(b.lengths))
	if err := q.read(b.how); err != nil {
		return nil, nil, err
	}
	if err := q.fit(sets); err != nil {
		return nil, nil, err
	}
	redraws := map[int][]int{}
	for _, k := range sizes {
		first := len(q.sets)
		if err := q.fit(drawSets(len(q.rows), k, most, rand.New(rand.NewPCG(powerSeed, uint64(start))))); err != nil {
			return nil, nil, err
		}
		for i := first; i < len(q.sets); i++ {
			redraws[k] = append(redraws[k], i)
		}
	}
	return q, redraws, nil
}

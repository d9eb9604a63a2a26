package experiment

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"

	"creatorlift/backend/stats"
)

// judge tries splits on all windows, shares the windows' redraws between them, and gives the best.
func (b *bench) judge(splits []split) ([]Design, error) {
	sets, sizes := make([][]bool, len(splits)), []int{}
	for i, s := range splits {
		sets[i] = s.set
		if !slices.Contains(sizes, s.size()) {
			sizes = append(sizes, s.size())
		}
	}
	seen := make([][][]float64, len(splits)) // split, window, lift
	bias := make([][]float64, len(splits))
	for i := range splits {
		seen[i], bias[i] = make([][]float64, len(b.starts)), make([]float64, len(b.starts))
	}
	var done atomic.Int64
	redrawn, _ := b.setsFor()
	err := stats.Parallel(len(b.starts), func(w int) error {
		if err := b.step(int(done.Add(1)), len(b.starts)); err != nil {
			return err
		}
		q, redraws, err := b.window(b.starts[w], sets, sizes, redrawn)
		if err != nil {
			return err
		}
		for i, s := range splits {
			cut := q.shorter(b.lengths[s.length])
			t := turn{pool: cut, own: i, others: others(cut, i, redraws[s.size()]), level: b.Level}
			t.wide = cut.stretch(i, t.others)
			seen[i][w] = shares(t.seen(b.Lifts))
			bias[i][w] = cut.bias(i)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []Design
	for i, s := range splits {
		out = append(out, b.design(s, seen[i], bias[i]))
	}
	slices.SortStableFunc(out, better)
	return out[:min(len(out), b.Best)], nil
}

// setsFor is that of power.
func (b *bench) setsFor() (sets, turns int) {
	p := b.power(b.Days[0])
	return p.setsFor(len(b.rows))
}

// others are the redraws that are not the set itself.
func others(q *pool, own int, redraws []int) []int {
	return slices.DeleteFunc(slices.Clone(redraws), func(o int) bool { return slices.Equal(q.sets[o], q.sets[own]) })
}

func shares(seen []bool) []float64 {
	if seen == nil {
		return nil
	}
	out := make([]float64, len(seen))
	for i, yes := range seen {
		if yes {
			out[i] = 1
		}
	}
	return out
}

// design sums a split's windows up.
func (b *bench) design(s split, seen [][]float64, bias []float64) Design {
	mean, windows := meanSeen(seen, len(b.Lifts))
	d := Design{Treated: names(b.Panel, b.rows, s.set), Days: b.Days[s.length], PowerCurve: curve(b.Lifts, mean), Windows: windows, Method: b.how.name, Grade: GradeB}
	for i, on := range s.set {
		if on {
			d.Share += b.share[i]
		}
	}
	for _, v := range bias {
		d.BiasAtZero += v / float64(len(bias))
	}
	if mean[0] > 2*(1-b.Level)+1e-9 {
		d.Grade = GradeD
	}
	if mde, ok := stats.VisibleLift(b.Lifts, mean, powerTarget); ok {
		d.MDE = &mde
		d.Cost = b.cost(mde, d.Share, b.lengths[s.length])
	}
	return d
}

// cost is what the extra sales of a lift cost; nil where a unit's cost is not known.
func (b *bench) cost(lift, share float64, length int) *float64 {
	if b.UnitCost <= 0 {
		return nil
	}
	var sum float64
	n := len(b.Panel.Labels)
	for _, r := range b.rows {
		for _, v := range b.Panel.Y[r][n-length:] {
			sum += v
		}
	}
	c := lift * share * sum * b.UnitCost
	return &c
}

// lots draws, for each duration, k units by lot, one from each layer by size, and tries all sets that could
// have been drawn as the treated one.
func (b *bench) lots(k int) ([]Design, error) {
	rng := rand.New(rand.NewPCG(b.Seed, powerSeed))
	sets := b.lotSets(k, rng)
	if float64(len(sets))*(1-b.Level) < 1-1e-9 {
		return nil, nil
	}
	drawn := rng.IntN(len(sets))
	most, turns := b.setsFor()
	tried := sets[:min(len(sets), most)]
	seen := make([][][]float64, len(b.lengths))
	for l := range seen {
		seen[l] = make([][]float64, len(b.starts))
	}
	bias := make([][]float64, len(b.lengths))
	for l := range bias {
		bias[l] = make([]float64, len(b.starts))
	}
	err := stats.Parallel(len(b.starts), func(w int) error {
		if err := b.step(0, 0); err != nil {
			return err
		}
		q, _, err := b.window(b.starts[w], append(slices.Clone(tried), sets[drawn]), nil, 0)
		if err != nil {
			return err
		}
		for l, length := range b.lengths {
			cut := q.shorter(length)
			bias[l][w] = cut.bias(len(tried))
			cut.sets = cut.sets[:len(tried)]
			seen[l][w] = cut.eachInTurn(turns, b.Lifts, b.Level)
		}
		return nil
	})
	var out []Design
	for l := range b.lengths {
		d := b.design(split{set: sets[drawn], length: l}, seen[l], bias[l])
		d.Drawn, d.Grade, d.Lot = true, GradeA, b.lot(sets, drawn, k)
		out = append(out, d)
	}
	return out, err
}

// lotSets are distinct sets with one unit from each layer: the sets from which the lot is drawn. Those that
// break the share are no part of it; Include and Exclude hold for all.
func (b *bench) lotSets(k int, rng *rand.Rand) [][]bool {
	known := map[string]bool{}
	var out [][]bool
	for try := 0; try < 20*maxRedraws && len(out) <= maxRedraws; try++ {
		set := b.spread(k, rng)
		if id := key(set); count(set) == k && !known[id] && b.allowed(set) {
			known[id] = true
			out = append(out, set)
		}
	}
	return out
}

func (b *bench) lot(sets [][]bool, drawn, k int) *Lot {
	lot := &Lot{Design: b.Kind, Seed: b.Seed, Treated: names(b.Panel, b.rows, sets[drawn]),
		Rule: fmt.Sprintf("units sorted by sales and cut into %d layers; one of each layer is drawn; the treated units hold at most %s of sales", k-count(b.always), percent(b.Share))}
	for _, s := range sets {
		lot.Sets = append(lot.Sets, names(b.Panel, b.rows, s))
	}
	return lot
}

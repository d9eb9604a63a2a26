package experiment

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"

	"creatorlift/backend/shop"
)

// redraws are sets of dates that could have been the drops: as many, of the same lengths, not overlapping,
// on the same weekdays where the series holds enough of them for the level.
func (e *eventStudy) redraws() (sets [][]int, sameDays bool, err error) {
	need := int(math.Ceil(1/(1-e.spec.Level)-1e-9)) - 1
	for _, same := range []bool{true, false} {
		if sets = e.drawSets(same); len(sets) >= need {
			return sets, same, nil
		}
	}
	return nil, false, cannot("The drops can be compared with only %d other sets of dates; a range of %.0f %% needs at least %d. Give a longer series, or a lower level.", len(sets), 100*e.spec.Level, need)
}

// candidates are the first days on which a block could lie: wholly in the series, with as many known days.
func (e *eventStudy) candidates(b block, sameDay bool) []int {
	want, last := len(e.rows(b)), e.days[len(e.days)-1]
	var out []int
	for d := e.days[0]; d+b.length-1 <= last; d++ {
		if (!sameDay || shop.Day(d).Weekday() == shop.Day(b.first).Weekday()) && len(e.rows(block{d, b.length})) == want {
			out = append(out, d)
		}
	}
	return out
}

// drawSets draws distinct sets with a fixed seed, at most maxSpikeRedraws; where fewer exist it meets nearly all.
func (e *eventStudy) drawSets(sameDay bool) [][]int {
	const tries = 30 * maxSpikeRedraws
	rng := rand.New(rand.NewPCG(20260103, uint64(len(e.blocks))<<32|uint64(len(e.days))))
	pools := make([][]int, len(e.blocks))
	for i, b := range e.blocks {
		if pools[i] = e.candidates(b, sameDay); len(pools[i]) == 0 {
			return nil
		}
	}
	seen := map[string]bool{setKey(e.truth): true}
	var sets [][]int
	for range tries {
		if rows, ok := e.drawOne(rng, pools); ok && !seen[setKey(rows)] {
			seen[setKey(rows)] = true
			if sets = append(sets, rows); len(sets) == maxSpikeRedraws {
				break
			}
		}
	}
	return sets
}

// drawOne places block after block at random where no earlier one lies. It gives up where a block finds no
// place in 50 attempts.
func (e *eventStudy) drawOne(rng *rand.Rand, pools [][]int) ([]int, bool) {
	placed := make([]block, 0, len(pools))
	for i, pool := range pools {
		free := false
		for range 50 {
			b := block{pool[rng.IntN(len(pool))], e.blocks[i].length}
			free = !slices.ContainsFunc(placed, func(o block) bool {
				return b.first < o.first+o.length && o.first < b.first+b.length
			})
			if free {
				placed = append(placed, b)
				break
			}
		}
		if !free {
			return nil, false
		}
	}
	var rows []int
	for _, b := range placed {
		rows = append(rows, e.rows(b)...)
	}
	slices.Sort(rows)
	return rows, true
}

func setKey(rows []int) string {
	var b []byte
	for _, t := range rows {
		b = binary.AppendUvarint(b, uint64(t))
	}
	return string(b)
}

package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync/atomic"

	"creatorlift/backend/panel"
	"creatorlift/backend/stats"
)

// powerSeed makes the simulation's draws; the same panel gives the same answer.
const powerSeed = 20260705

// holdoutPower simulates a test whose treated units are drawn by lot: in every quiet window many sets are
// drawn, each of them in turn is the treated one, and the others are its redraws.
func holdoutPower(s PowerSpec) (Power, error) {
	length := testPeriods(s.Panel, s.Days)
	starts, err := s.quietStarts(max(holdoutPast(s.Panel), length), length)
	if err != nil {
		return Power{}, err
	}
	f, err := s.future(starts[len(starts)-1], length)
	if err != nil {
		return Power{}, err
	}
	hits := make([][]float64, len(starts))
	var done atomic.Int64
	err = stats.Parallel(len(starts), func(i int) error {
		if err := s.step(planting, int(done.Load()), len(starts)); err != nil {
			return err
		}
		hits[i] = s.drawnWindow(starts[i], starts[i]+length, f)
		done.Add(1)
		return nil
	})
	if err != nil {
		return Power{}, err
	}
	seen, windows := meanSeen(hits, len(s.Lifts))
	if windows == 0 {
		return Power{}, cannot("The units move in step to the last digit, so there is nothing to measure chance by.")
	}
	if windows < leastWindows {
		return Power{}, cannot("Only %d stretches of the history have units with complete sales to compare; at least %d are needed.", windows, leastWindows)
	}
	p := s.answer(windows, seen)
	p.Method, p.TreatedUnits = f.how.name, f.n
	p.Notes = append(p.Notes, f.says())
	return p, nil
}

// holdoutPast is the least history of a holdout test.
func holdoutPast(p *panel.Panel) int {
	if p.Cadence == panel.Daily {
		return minHoldoutPast
	}
	return minHistorySteps
}

// future is the test as it will be drawn and read.
type future struct {
	how   rival
	n     int  // treated units
	pairs bool // one unit of each pair of neighbours by sales is drawn; else any n units
}

func (f future) says() string {
	if f.pairs {
		return "One unit of each pair of neighbours by sales was drawn by lot, in each stretch anew. Draw yours so too, and read the test with --assignment pairs."
	}
	return fmt.Sprintf("In each stretch %d units were drawn by lot, and compared with others that could have been. Draw yours by lot too, and read the test with --assignment random.", f.n)
}

// sets are treated sets that the lot could give in a window.
func (f future) sets(q *pool, most int, rng *rand.Rand) [][]bool {
	if !f.pairs {
		return drawSets(len(q.rows), f.n, most, rng)
	}
	first := make([]bool, len(q.rows))
	for _, p := range q.h.pairs {
		first[p[rng.IntN(2)]] = true
	}
	return append([][]bool{first}, flips(q.h.pairs, first, most-1)...)
}

// setsFor is how many treated sets are drawn in a window, no fewer than the level needs, and how many of them
// take their turn as the treated one.
func (s *PowerSpec) setsFor(units int) (sets, turns int) {
	sets, turns = powerSets, powerTurns
	if units > largePanel {
		sets, turns = largeSets, largeTurns
	}
	return max(sets, int(math.Ceil(1/(1-s.Level)-1e-9))), turns
}

// drawnWindow is the share of drawn sets that see each lift in one window; nil where it cannot be used.
func (s *PowerSpec) drawnWindow(start, end int, f future) []float64 {
	q := newPool(s.Panel, start, end)
	if q == nil || f.n >= len(q.rows) {
		return nil
	}
	if f.pairs {
		q.h.pairs = q.h.neighbours()
	}
	sets, turns := s.setsFor(len(q.rows))
	if q.read(f.how) != nil || q.fit(f.sets(q, sets, rand.New(rand.NewPCG(powerSeed, uint64(start))))) != nil {
		return nil
	}
	return q.eachInTurn(turns, s.Lifts, s.Level)
}

// future lays the test out at the end of the history, as the real one will be: it gives the reasons why it
// could not be read, the method that auto will read it with and the number of treated units. Half of the
// products against the other half are drawn from pairs.
func (s *PowerSpec) future(start, length int) (future, error) {
	q := newPool(s.Panel, start, start+length)
	if q == nil {
		rows, _ := usableRows(s.Panel, start, start+length)
		return future{}, cannot("A comparison between units needs at least %d units that sold something and miss no day; this panel has %d.", minHoldoutUnits, len(rows))
	}
	units := len(q.rows)
	f := future{n: s.TreatedUnits}
	if f.n == 0 {
		f.n = max(units/5, 1)
		if s.Design == DesignSKU {
			f.n = units / 2
		}
	}
	if f.n >= units {
		return f, cannot("%d treated units of %d leave nobody out to compare with.", f.n, units)
	}
	rule := Assignment{Rule: "random"}
	if s.Design == DesignSKU && f.n == units/2 && f.n >= minPairs {
		f.pairs, rule.Rule, q.h.pairs = true, "pairs", q.h.neighbours()
	}
	h, err := s.asTest(names(s.Panel, q.rows, f.sets(q, 1, rand.New(rand.NewPCG(powerSeed, 0)))[0]), start, length, rule)
	if err != nil {
		return f, err
	}
	f.how = h.chooseOne()
	return f, nil
}

// asTest is the holdout that estimate would read.
func (s *PowerSpec) asTest(treated []string, start, length int, rule Assignment) (*holdout, error) {
	w, err := newCase(Spec{Panel: s.Panel, Treated: treated, Start: s.Panel.Labels[start], End: s.Panel.Labels[start+length-1], Level: s.Level, Assignment: rule})
	if err != nil {
		return nil, err
	}
	return newHoldout(w)
}

// names are the panel's names of a set over some of its rows.
func names(p *panel.Panel, rows []int, set []bool) []string {
	var out []string
	for i, on := range set {
		if on {
			out = append(out, p.Units[rows[i]])
		}
	}
	return out
}

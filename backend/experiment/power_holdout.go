package experiment

import (
	"fmt"
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
	how, n, err := s.future(starts[len(starts)-1], length)
	if err != nil {
		return Power{}, err
	}
	hits := make([][]float64, len(starts))
	var done atomic.Int64
	err = stats.Parallel(len(starts), func(i int) error {
		if err := s.step(planting, int(done.Load()), len(starts)); err != nil {
			return err
		}
		hits[i] = s.drawnWindow(starts[i], starts[i]+length, n, how.how)
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
	p.Method, p.TreatedUnits = how.name, n
	p.Notes = append(p.Notes, fmt.Sprintf("In each stretch %d sets of %d units were drawn by lot and each took its turn as the treated one.", s.setsFor(len(s.Panel.Units)), n))
	return p, nil
}

// holdoutPast is the least history of a holdout test.
func holdoutPast(p *panel.Panel) int {
	if p.Cadence == panel.Daily {
		return minHoldoutPast
	}
	return minHistorySteps
}

func (s *PowerSpec) setsFor(units int) int {
	if units > largePanel {
		return largeSets
	}
	return powerSets
}

// drawnWindow is the share of drawn sets that see each lift in one window; nil where it cannot be used.
func (s *PowerSpec) drawnWindow(start, end, n int, how stats.Weighting) []float64 {
	q := newPool(s.Panel, start, end)
	if q == nil || n >= len(q.rows) {
		return nil
	}
	rng := rand.New(rand.NewPCG(powerSeed, uint64(start)))
	if q.fit(drawSets(len(q.rows), n, s.setsFor(len(q.rows)), rng), how) != nil {
		return nil
	}
	return q.eachInTurn(s.Lifts, s.Level)
}

// future lays the test out at the end of the history, as the real one will be: it gives the reasons why it
// could not be read, the method that will read it and the number of treated units.
func (s *PowerSpec) future(start, length int) (weighing, int, error) {
	rows, _ := usableRows(s.Panel, start, start+length)
	n := s.TreatedUnits
	if n == 0 {
		n = max(len(rows)/5, 1)
		if s.Design == DesignSKU {
			n = max(len(rows)/2, 1)
		}
	}
	var none weighing
	switch {
	case len(rows) < minHoldoutUnits:
		return none, 0, cannot("A comparison between units needs at least %d units that sold something and miss no day; this panel has %d.", minHoldoutUnits, len(rows))
	case n >= len(rows):
		return none, 0, cannot("%d treated units of %d leave nobody out to compare with.", n, len(rows))
	}
	set := drawSets(len(rows), n, 1, rand.New(rand.NewPCG(powerSeed, 0)))[0]
	h, err := s.asTest(names(s.Panel, rows, set), start, length, Assignment{Rule: "random"})
	if err != nil {
		return none, 0, err
	}
	return h.chooseContrast(), n, nil
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

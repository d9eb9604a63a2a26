package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// Start says from which period on a unit was treated.
type Start struct{ Unit, First string }

// Limits of staggered starts.
const (
	maxCohortDraws  = 199 // other draws of who starts when
	maxRawDraws     = 59  // with --raw, whose published steps are slow
	leastRawHistory = 5   // periods before the first start with --raw
)

// staggered is a panel whose units start at different times.
type staggered struct {
	*window
	units  []string
	y      [][]float64
	starts []int // column of the window; n or more for never
	how    stats.Weighting
}

// withStarts reads the treated units, the test's first period and its last from the starts, where the
// question does not say them. A unit that is named twice is refused.
func (s *Spec) withStarts() error {
	if s.Starts == nil {
		return nil
	}
	if s.Method != "" && s.Method != "auto" && s.Method != "cohort" {
		return &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("The method %s knows one start for all units.", s.Method), Hint: "With several starts use cohort."}
	}
	s.Method, s.Treated = "cohort", nil
	first := -1
	for _, st := range s.Starts {
		if slices.Contains(s.Treated, st.Unit) {
			return &shop.Error{Code: "bad_starts", Message: fmt.Sprintf("%q starts twice.", st.Unit), Hint: "Give each unit its first day only."}
		}
		s.Treated = append(s.Treated, st.Unit)
		at, err := s.Panel.At(st.First)
		if err != nil {
			return err
		}
		if first < 0 || at < first {
			first, s.Start = at, st.First
		}
	}
	if s.End == "" {
		s.End = s.Panel.Labels[len(s.Panel.Labels)-1]
	}
	return nil
}

func runCohort(w *window) (Answer, error) {
	if w.spec.Starts == nil {
		return Answer{}, &shop.Error{Code: "no_starts", Message: "The method cohort needs to know when each unit started.", Hint: "Give a CSV unit,start with --starts."}
	}
	g, err := newStaggered(w)
	if err != nil {
		return Answer{}, err
	}
	if err := w.spec.step("Comparing with other draws of who starts when", 0, 0); err != nil {
		return Answer{}, err
	}
	own, err := stats.Stagger(g.y, g.starts, g.starts, g.how, w.spec.Raw)
	if err != nil {
		return Answer{}, cannot("The mix of left-out units could not be worked out: %v.", err)
	}
	t, redraws, err := g.test(own)
	if err != nil {
		return Answer{}, err
	}
	a, err := g.answerFrom(own, t)
	a.Diagnostics.Redraws = redraws
	return a, err
}

// newStaggered lays the units out and refuses what cannot be read.
func newStaggered(w *window) (*staggered, error) {
	g := &staggered{window: w}
	short, idle := 0, 0
	for _, u := range slices.Concat(w.treated, w.controls) {
		row, at, err := w.row(u), w.n, error(nil)
		if i := slices.IndexFunc(w.spec.Starts, func(s Start) bool { return s.Unit == u }); i >= 0 {
			if at, err = w.panel.At(w.spec.Starts[i].First); err != nil {
				return nil, err
			}
			at = min(at-w.from, w.n)
		}
		switch {
		case slices.ContainsFunc(row, math.IsNaN):
			if at < w.n {
				return nil, cannot("%s has periods without a value; a unit that starts must be complete.", u)
			}
			short++
		case !w.spec.Raw && !(mean(row[:w.pre]) > 0):
			if at < w.n {
				return nil, cannot("%s sold nothing before the first start, so there is nothing to compare with.", u)
			}
			idle++
		default:
			g.units, g.y, g.starts = append(g.units, u), append(g.y, row), append(g.starts, at)
		}
	}
	if short > 0 {
		w.leftOut = append(w.leftOut, plural(short, "left-out unit with missing periods", "left-out units with missing periods"))
	}
	if idle > 0 {
		w.leftOut = append(w.leftOut, plural(idle, "left-out unit without sales before the first start", "left-out units without sales before the first start"))
	}
	return g, g.fits()
}

// fits refuses too few units, no unit that never starts and too short a history, and chooses the weights.
func (g *staggered) fits() error {
	never, longest := 0, 0
	for _, s := range g.starts {
		if s >= g.n {
			never++
		} else {
			longest = max(longest, s)
		}
	}
	need := minHoldoutPast
	if g.panel.Cadence != panel.Daily {
		need = minHistorySteps
	}
	if g.spec.Raw {
		need = leastRawHistory
	}
	switch {
	case never < 2:
		return cannot("At least two units that never start are needed to compare with; there are %d.", never)
	case len(g.units) < minHoldoutUnits:
		return cannot("A comparison between units needs at least %d units in all; there are %d.", minHoldoutUnits, len(g.units))
	case g.pre < need:
		return cannot("The history before the first start covers %d periods; at least %d are needed.", g.pre, need)
	}
	g.how = stats.StaggeredWeighting(never, longest, g.spec.Raw)
	return nil
}

// test deals the starts out among the units anew, and compares.
func (g *staggered) test(own stats.Staggered) (*stats.RandomisationTest, int, error) {
	deals := g.deals()
	if p := 1 / float64(len(deals)+1); p > 1-g.spec.Level+1e-12 {
		return nil, 0, cannot("The starts can be dealt out in only %d ways; a range at %.0f %% needs at least %.0f. Use more units, or a lower level.", len(deals)+1, 100*g.spec.Level, math.Ceil(1/(1-g.spec.Level)-1e-9))
	}
	others := make([]stats.Redraw, len(deals))
	err := stats.Parallel(len(deals), func(i int) error {
		if err := g.spec.wanted(); err != nil {
			return err
		}
		s, err := stats.Stagger(g.y, deals[i], g.starts, g.how, g.spec.Raw)
		if err != nil {
			return cannot("The mix of left-out units could not be worked out: %v.", err)
		}
		others[i] = stats.Redraw{Value: s.Effect, Load: s.Load, Scale: 1}
		return nil
	})
	return stats.NewRandomisationTest(stats.Redraw{Value: own.Effect, Load: 1, Scale: 1}, others), len(deals), err
}

// deals are distinct other ways to deal the same starts out among the units, by a fixed seed.
func (g *staggered) deals() [][]int {
	rng := rand.New(rand.NewPCG(20260101, uint64(len(g.starts))))
	seen := map[string]bool{fmt.Sprint(g.starts): true}
	most := maxCohortDraws
	if g.spec.Raw {
		most = maxRawDraws
	}
	var out [][]int
	for tries := 0; len(out) < most && tries < 20*most; tries++ {
		deal := slices.Clone(g.starts)
		rng.Shuffle(len(deal), func(i, j int) { deal[i], deal[j] = deal[j], deal[i] })
		if id := fmt.Sprint(deal); !seen[id] {
			seen[id] = true
			out = append(out, deal)
		}
	}
	return out
}

func (g *staggered) answerFrom(own stats.Staggered, t *stats.RandomisationTest) (Answer, error) {
	a := g.answer("cohort")
	lo, hi := t.Interval(a.Level)
	if !finite(lo, hi) {
		return Answer{}, cannot("The other ways to deal the starts out overlap too much with this one to bound the effect. Use more units that never start.")
	}
	tot := &Total{Effect: own.Total, Lower: lo * own.Cells, Upper: hi * own.Cells}
	g.days(&a, own, tot)
	tot.Counterfactual = tot.Observed - tot.Effect
	p := t.P(0)
	a.Total, a.PValue, a.Significant, a.Relative = tot, &p, tot.Lower > 0 || tot.Upper < 0, relative(*tot)
	d := &a.Diagnostics
	d.LeftOut, d.Assignment, d.Numbers = g.leftOut, g.spec.Assignment.Rule, map[string]float64{"effect_per_unit_and_period": own.Effect}
	for i, u := range g.units {
		if g.starts[i] >= g.n {
			d.Controls = append(d.Controls, u)
		}
	}
	for _, c := range own.Cohorts {
		d.Numbers["cohort "+g.label(c.Start)] = c.Contrast.Effect
	}
	a.Grade = GradeD
	if g.spec.Assignment.Rule == "random" {
		a.Grade = GradeA
	} else {
		a.Warnings = append(a.Warnings, "Nobody drew by lot who starts when, and this method has no check on quiet stretches: the grade stays D.")
	}
	return a, nil
}

// days adds the cohorts up: a unit counts from its start on.
func (g *staggered) days(a *Answer, own stats.Staggered, tot *Total) {
	cum := 0.0
	for t := range g.n {
		d := DayEffect{Date: g.label(t), InTest: t >= g.pre}
		var observed, effect float64
		for i, row := range g.y {
			if g.starts[i] < g.n {
				observed += row[t]
				if t >= g.starts[i] {
					tot.Observed += row[t]
				}
			}
		}
		for _, c := range own.Cohorts {
			if t >= c.Start {
				effect += c.Size * c.Gap[t]
			}
		}
		d.Observed, d.Counterfactual = &observed, observed-effect
		if d.InTest {
			cum += effect
			e := cum
			d.CumEffect = &e
		}
		a.Days = append(a.Days, d)
	}
}

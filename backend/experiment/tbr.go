package experiment

import (
	"math"
	"slices"

	"creatorlift/backend/stats"
)

// tbrWarning is part of every answer of tbr.
const tbrWarning = "This method takes days as independent. Its range is too narrow: on quiet sales it cried wolf in 38 of 100 tests where it promises 5. Use it to check other programs, not to decide."

// runTBR regresses the treated units' sum on the left-out units' sum. It never earns more than grade D.
func runTBR(w *window) (Answer, error) {
	s, err := w.groupSums()
	if err != nil {
		return Answer{}, err
	}
	f, err := stats.NewTBR(s.treated, s.control, s.pre, w.spec.Level)
	if err != nil {
		return Answer{}, cannot("The two groups' sums do not vary enough before the test to be compared by a line.")
	}
	w.warn("%s", tbrWarning)
	a := w.answer("tbr")
	tot := &Total{Effect: f.Effect, Lower: f.Lower, Upper: f.Upper}
	for _, v := range s.treated[s.pre:] {
		tot.Observed += v
	}
	tot.Counterfactual = tot.Observed - tot.Effect
	a.Total, a.PValue, a.Significant, a.Relative = tot, &f.P, tot.Lower > 0 || tot.Upper < 0, relative(*tot)
	a.Grade, a.Diagnostics.Controls = GradeD, s.controls
	a.Diagnostics.Numbers = map[string]float64{"intercept": f.Intercept, "slope": f.Slope}
	s.days(&a, f)
	if !w.spec.NoAudit {
		a.Audit = s.audit(w.spec.Level)
	}
	return a, w.spec.wanted()
}

// groupSums are the daily totals of the two groups over the periods that are kept.
type groupSums struct {
	*window
	treated, control []float64
	controls         []string
	kept             []int
	pre              int
}

// groupSums adds up the treated units and the left-out units. Periods in which a treated unit is missing
// are dropped, and left-out units with a missing period; with --raw what stands in the file is added up,
// as the published program does.
func (w *window) groupSums() (*groupSums, error) {
	s := &groupSums{window: w}
	if len(w.controls) == 0 {
		return nil, cannot("There is no left-out unit to compare with.")
	}
	sum, absent := w.treatedSum(), 0
	if w.spec.Raw {
		sum, absent = w.sumOfPresent(w.treated)
	}
	for t, v := range sum {
		if !math.IsNaN(v) {
			s.kept, s.treated = append(s.kept, t), append(s.treated, v)
			if t < w.pre {
				s.pre++
			}
		}
	}
	if lost := w.n - len(s.kept); lost > 0 {
		w.warn("%d periods in which a treated unit is missing are left out on both sides.", lost)
	}
	absent += s.addControls()
	if len(s.controls) == 0 {
		return nil, cannot("No left-out unit has complete sales to compare with.")
	}
	if absent > 0 {
		w.warn("%s no value in the file and are added as nothing, as the published program does.", plural(absent, "unit and period has", "units and periods have"))
	}
	if length := len(s.kept) - s.pre; s.pre < minHistorySteps || s.pre < length || length == 0 {
		return nil, cannot("The history before %s covers %d periods; at least %d are needed, and no fewer than the %d of the test.", w.label(w.pre), s.pre, max(minHistorySteps, length), length)
	}
	return s, nil
}

// addControls fills the control sums and says how many cells were absent.
func (s *groupSums) addControls() (absent int) {
	s.control = make([]float64, len(s.kept))
	short := 0
	for _, u := range s.window.controls {
		row := s.row(u)
		missing := 0
		for _, t := range s.kept {
			if math.IsNaN(row[t]) {
				missing++
			}
		}
		if missing > 0 && !s.spec.Raw {
			short++
			continue
		}
		absent += missing
		s.controls = append(s.controls, u)
		for i, t := range s.kept {
			if !math.IsNaN(row[t]) {
				s.control[i] += row[t]
			}
		}
	}
	if short > 0 {
		s.leftOut = append(s.leftOut, plural(short, "left-out unit with missing periods", "left-out units with missing periods"))
	}
	return absent
}

// sumOfPresent adds what is there; a period in which nothing is there is missing.
func (w *window) sumOfPresent(units []string) (sum []float64, absent int) {
	sum = make([]float64, w.n)
	there := make([]int, w.n)
	for _, u := range units {
		for t, v := range w.row(u) {
			if math.IsNaN(v) {
				absent++
			} else {
				sum[t] += v
				there[t]++
			}
		}
	}
	for t := range sum {
		if there[t] == 0 {
			sum[t] = math.NaN()
			absent -= len(units)
		}
	}
	return sum, absent
}

// days writes the fitted line, and in the test each day's range and the running sum's.
func (s *groupSums) days(a *Answer, f stats.TBR) {
	for i, t := range s.kept {
		v := s.treated[i]
		d := DayEffect{Date: s.label(t), Observed: &v, Counterfactual: f.Counterfactual[i], InTest: i >= s.pre}
		if d.InTest {
			one, _ := stats.NewTBR(append(slices.Clone(s.treated[:s.pre]), v), append(slices.Clone(s.control[:s.pre]), s.control[i]), s.pre, a.Level)
			run, _ := stats.NewTBR(s.treated[:i+1], s.control[:i+1], s.pre, a.Level)
			low, up := v-one.Upper, v-one.Lower
			d.Lower, d.Upper, d.CumEffect, d.CumLower, d.CumUpper = &low, &up, &run.Effect, &run.Lower, &run.Upper
		}
		a.Days = append(a.Days, d)
	}
}

// audit runs the same line on quiet stretches of the history.
func (s *groupSums) audit(level float64) *Audit {
	length := len(s.kept) - s.pre
	au := &Audit{Widening: 1}
	var quiet, alarms95 int
	for _, start := range placeboStarts(s.pre, length) {
		y, x := s.treated[:start+length], s.control[:start+length]
		f, err := stats.NewTBR(y, x, start, level)
		if err != nil {
			continue
		}
		if f.P <= .05 {
			alarms95++
		}
		if f.Lower <= 0 && f.Upper >= 0 {
			quiet++
		}
		usual := mean(y[:start]) * float64(length)
		au.Windows = append(au.Windows, Placebo{First: s.label(s.kept[start]), Last: s.label(s.kept[start+length-1]),
			Effect: f.Effect / usual, Lower: f.Lower / usual, Upper: f.Upper / usual})
	}
	au.finish(quiet, alarms95)
	return au
}

package experiment

import (
	"sync/atomic"

	"creatorlift/backend/panel"
	"creatorlift/backend/stats"
)

// forecast is one quiet window as the baseline saw it coming.
type forecast struct {
	total  stats.Mixture
	actual float64
	z      float64 // (actual - mean)/sd
	ok     bool
}

// baselinePower simulates a test of the whole shop against its own forecast. The forecast does not know the
// window's sales, so one fit answers for all lifts; the widening by the audit of each window's own history is
// worked out from the same fits.
func baselinePower(s PowerSpec) (Power, error) {
	length := testPeriods(s.Panel, s.Days)
	past := minHistoryDays
	if s.Panel.Cadence != panel.Daily {
		past = minHistorySteps
	}
	starts, err := s.quietStarts(max(past, (3*length+1)/2), length)
	if err != nil {
		return Power{}, err
	}
	in, from, err := s.wholeInput(starts[len(starts)-1], length)
	if err != nil {
		return Power{}, err
	}
	known, err := s.forecasts(in, from, starts, length)
	if err != nil {
		return Power{}, err
	}
	hits := make([][]float64, len(starts))
	if err := stats.Parallel(len(starts), func(i int) error {
		hits[i] = s.baselineWindow(known, starts[i]-from, length, stepOf(starts))
		return nil
	}); err != nil {
		return Power{}, err
	}
	seen, windows := meanSeen(hits, len(s.Lifts))
	if windows == 0 {
		return Power{}, cannot("The sales never change, so no range can be worked out from them.")
	}
	if windows < leastWindows {
		return Power{}, cannot("Only %d stretches of the history can be forecast; at least %d are needed. Add older orders.", windows, leastWindows)
	}
	p := s.answer(windows, seen)
	p.Method = "baseline"
	return p, nil
}

// wholeInput is the whole panel's sum as the baseline's input, and the column it starts at; the error is the
// reason why the test at the end of the history could not be read.
func (s *PowerSpec) wholeInput(start, length int) (stats.BaselineInput, int, error) {
	var none stats.BaselineInput
	spec := Spec{Panel: s.Panel, Treated: s.Panel.Units, NoControls: true, Start: s.Panel.Labels[start], End: s.Panel.Labels[start+length-1], Level: s.Level}
	w, err := newCase(spec)
	if err != nil {
		return none, 0, err
	}
	in, _ := w.baselineInput()
	if err := w.baselineFits(); err != nil { // trims the history, so after the whole of it was laid out
		return none, 0, err
	}
	return in, start - in.Pre, nil
}

// forecasts fits every window that the simulation or its audits ask for, by the window's first column in the
// input.
func (s *PowerSpec) forecasts(in stats.BaselineInput, from int, starts []int, length int) (map[int]forecast, error) {
	step := stepOf(starts)
	var wanted []int
	for a := starts[len(starts)-1] - from; a >= minPlaceboPast; a -= step {
		wanted = append(wanted, a)
	}
	fits := make([]forecast, len(wanted))
	var done atomic.Int64
	err := stats.Parallel(len(wanted), func(i int) error {
		if err := s.step(planting, int(done.Load()), len(wanted)); err != nil {
			return err
		}
		fits[i] = oneForecast(in, wanted[i], length)
		done.Add(1)
		return nil
	})
	known := map[int]forecast{}
	for i, a := range wanted {
		known[a] = fits[i]
	}
	return known, err
}

// stepOf is the distance between two windows.
func stepOf(starts []int) int {
	if len(starts) < 2 {
		return 1
	}
	return starts[1] - starts[0]
}

// quietBefore are the windows that the audit of a test at that column uses: its own where every window was
// fitted, else those that were.
func quietBefore(at, length, step int) []int {
	if step == 1 {
		return placeboStarts(at, length)
	}
	var starts []int
	for a := at - (at-minPlaceboPast)/step*step; a+length <= at; a += step {
		starts = append(starts, a)
	}
	return starts
}

// oneForecast fits the window at a column of the input from at most maxHistory periods before it.
func oneForecast(in stats.BaselineInput, at, length int) forecast {
	cut := max(at-maxHistory, 0)
	late := stats.BaselineInput{Y: in.Y[cut:], Pre: at - cut}
	if in.Season != nil {
		late.Season = in.Season[cut:]
	}
	fit, actual, ok := placeboForecast(late, at-cut, length)
	if !ok {
		return forecast{}
	}
	return forecast{total: fit.Total, actual: actual, z: (actual - fit.Total.Mean()) / fit.Total.SD(), ok: true}
}

// baselineWindow reports for each lift whether the widened range excludes it (1) or not (0).
func (s *PowerSpec) baselineWindow(known map[int]forecast, at, length, step int) []float64 {
	own := known[at]
	if !own.ok {
		return nil
	}
	var sumSq float64
	apart, next := 0, 0
	for _, a := range quietBefore(at, length, step) {
		if f := known[a]; f.ok && a >= next {
			sumSq += f.z * f.z
			apart++
			next = a + length
		}
	}
	lo, hi := stretched{own.total, widening(sumSq, apart)}.bounds(1 - s.Level)
	seen := make([]float64, len(s.Lifts))
	for i, lift := range s.Lifts {
		if v := own.actual * (1 + lift); v < lo || v > hi {
			seen[i] = 1
		}
	}
	return seen
}

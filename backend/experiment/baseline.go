package experiment

import (
	"errors"
	"math"
	"strings"

	"creatorlift/backend/panel"
	"creatorlift/backend/stats"
)

// Limits of the baseline: how much history it needs and uses.
const (
	minHistoryDays  = 42
	minHistorySteps = 18   // for weeks and longer periods
	maxHistory      = 1461 // periods; older ones say little about next month and cost cubic time
	minPlaceboPast  = 28   // periods before an audit window
	maxPlacebos     = 20
	maxControls     = 12
	maxMissingShare = 1. / 3 // of the history, and of the test
)

func runBaseline(w *window) (Answer, error) {
	if err := w.baselineFits(); err != nil {
		return Answer{}, err
	}
	in, target := w.baselineInput()
	if err := w.leaveOutNewEvents(in, target); err != nil {
		return Answer{}, err
	}
	fit, err := stats.Baseline(in, target)
	if errors.Is(err, stats.ErrNoVariation) {
		return Answer{}, cannot("The sales before the test never change, so no range can be worked out from them.")
	}
	if err != nil {
		return Answer{}, err
	}
	audit, wide, err := w.auditBaseline(in)
	if err != nil {
		return Answer{}, err
	}
	a := w.answer("baseline")
	a.Audit = audit
	fillBaseline(w, &a, in, fit, target, wide)
	a.Grade = GradeD
	if audit != nil && audit.Passed {
		a.Grade = GradeC
	}
	a.Diagnostics.Controls = w.controls
	a.Diagnostics.Numbers = modelNumbers(fit)
	return a, nil
}

// baselineFits trims and checks the history.
func (w *window) baselineFits() error {
	if w.pre > maxHistory {
		cut := w.pre - maxHistory
		w.from, w.pre, w.n = w.from+cut, w.pre-cut, w.n-cut
		if w.season != nil {
			w.season = w.season[cut:]
		}
		if w.events != nil {
			w.events = w.events[cut:]
		}
	}
	y, there, zero, test := w.treatedSum(), 0, 0, 0
	for t, v := range y {
		switch {
		case math.IsNaN(v):
		case t >= w.pre:
			test++
		default:
			there++
			if v == 0 {
				zero++
			}
		}
	}
	need, word := minHistoryDays, "days"
	if w.panel.Cadence != panel.Daily {
		need, word = minHistorySteps, "periods"
	}
	length := w.n - w.pre
	switch {
	case there < need:
		return cannot("The sales before %s cover %d %s; at least %d are needed. Add older orders.", w.label(w.pre), there, word, need)
	case 2*there < 3*length:
		return cannot("The sales before %s cover %d %s, less than one and a half times the %d of the test. Add older orders or ask about a shorter test.", w.label(w.pre), there, word, length)
	case float64(w.pre-there) > maxMissingShare*float64(w.pre) || float64(length-test) > maxMissingShare*float64(length):
		return cannot("%d of %d %s of the history and %d of %d of the test have no value. If nothing was sold there, write 0; if sales are missing, add them.", w.pre-there, w.pre, word, length-test, length)
	case test == 0:
		return cannot("No sales are known for the test from %s to %s.", w.label(w.pre), w.label(w.n-1))
	case zero == there:
		return cannot("Nothing was sold before %s, so there is nothing to compare with.", w.label(w.pre))
	case float64(zero) > maxZeroShare*float64(there):
		return cannot("Nothing was sold on %d of %d %s before the test: too few sales for a forecast.", zero, there, word)
	}
	if there < 3*length {
		w.warn("The history covers %d %s, less than three times the test: the range may be off.", there, word)
	}
	if missing := length - test; missing > 0 {
		w.warn("%d of %d %s of the test are missing and left out on both sides.", missing, length, word)
	}
	return nil
}

// baselineInput lays the kernel's input out; target marks the test's periods whose sales are known.
func (w *window) baselineInput() (stats.BaselineInput, []bool) {
	in := stats.BaselineInput{Y: w.treatedSum(), Pre: w.pre, Season: w.season, Events: w.events}
	w.controls = w.bestControls(in.Y)
	for _, c := range w.controls {
		in.X = append(in.X, w.row(c))
	}
	in.Year = w.year()
	target := make([]bool, w.n-w.pre)
	for t := range target {
		target[t] = !math.IsNaN(in.Y[w.pre+t])
	}
	return in, target
}

// minYearDays is how long a history must be for a yearly rhythm to be told from a drift.
const minYearDays = 548

// year is how far through the year each period lies; nil where the history is too short to know it.
func (w *window) year() []float64 {
	times := w.panel.Times[w.from : w.from+w.n]
	if w.panel.Cadence == panel.Steps || w.panel.Cadence == panel.Yearly || times[w.pre-1]-times[0] < minYearDays {
		return nil
	}
	const days = 365.2425
	out := make([]float64, w.n)
	for t, d := range times {
		out[t] = math.Mod(float64(d), days) / days
	}
	return out
}

// leaveOutNewEvents takes the test's days under an event that the used history never saw out of both
// sides: what such an event does cannot be told from what creators do.
func (w *window) leaveOutNewEvents(in stats.BaselineInput, target []bool) error {
	seen, left, out := map[int]bool{}, 0, map[int]int{}
	for t, e := range in.Events {
		switch {
		case t < w.pre && !math.IsNaN(in.Y[t]):
			seen[e] = true
		case t >= w.pre && e != 0 && !seen[e] && target[t-w.pre]:
			target[t-w.pre] = false
			out[e]++
		}
	}
	for _, on := range target {
		if on {
			left++
		}
	}
	for e, name := range w.names {
		if n := out[e+1]; n > 0 {
			w.leftOut = append(w.leftOut, plural(n, "period", "periods")+" of "+name)
			w.warn("%s of %q left out on both sides: the history used holds no such event, so its effect cannot be told from the creators'.", plural(n, "period", "periods"), name)
		}
	}
	if len(out) > 0 && 2*left < len(target) {
		return cannot("More than half of the test lies under events that the history never saw (%s), so nothing can be said about creators.", strings.Join(w.names, ", "))
	}
	return nil
}

// bestControls keeps the controls that moved most alike in the history: too many dilute the ridge.
func (w *window) bestControls(y []float64) []string {
	if len(w.controls) <= maxControls {
		return w.controls
	}
	series := make([][]float64, len(w.controls))
	for i, c := range w.controls {
		series[i] = w.row(c)
	}
	var kept []string
	for _, i := range stats.MostAlike(y[:w.pre], series, maxControls) {
		kept = append(kept, w.controls[i])
	}
	w.leftOut = append(w.leftOut, leftOutControls(len(w.controls)-len(kept)))
	return kept
}

// fillBaseline writes totals, days and p-value; wide stretches everything about its centre.
func fillBaseline(w *window, a *Answer, in stats.BaselineInput, fit *stats.BaselineFit, target []bool, wide float64) {
	alpha := 1 - a.Level
	var observed float64
	for t, on := range target {
		if on {
			observed += in.Y[w.pre+t]
		}
	}
	cf := stretched{fit.Total, wide}
	lo, hi := cf.bounds(alpha)
	centre := fit.Total.Centre()
	a.Total = &Total{Observed: observed, Counterfactual: centre, Effect: observed - centre, Lower: observed - hi, Upper: observed - lo}
	a.Relative = relative(*a.Total)
	p := cf.tail(observed)
	a.PValue, a.Significant = &p, a.Total.Lower > 0 || a.Total.Upper < 0
	var cum float64
	for t := range w.n {
		d := DayEffect{Date: w.label(t), InTest: t >= w.pre}
		v := in.Y[t]
		if !math.IsNaN(v) {
			d.Observed = &v
		}
		if len(fit.Days[t].Loc) == 0 {
			continue // a missing day of the history has no expectation of its own
		}
		day := stretched{fit.Days[t], wide}
		l, h := day.bounds(alpha)
		d.Counterfactual, d.Lower, d.Upper = day.Centre(), &l, &h
		if d.InTest && target[t-w.pre] {
			cum += v
			run := stretched{fit.Cum[t-w.pre], wide}
			cl, ch := run.bounds(alpha)
			e, el, eh := cum-run.Centre(), cum-ch, cum-cl
			d.CumEffect, d.CumLower, d.CumUpper = &e, &el, &eh
		}
		a.Days = append(a.Days, d)
	}
	addUp(a)
}

// addUp scales the test's single days so that their counterfactuals sum to the total's: the medians of skew
// forecasts do not by themselves.
func addUp(a *Answer) {
	sum := 0.0
	for _, d := range a.Days {
		if d.InTest && d.CumEffect != nil {
			sum += d.Counterfactual
		}
	}
	factor := a.Total.Counterfactual / sum
	if !(factor > 0) || math.IsInf(factor, 0) {
		return
	}
	for i := range a.Days {
		if d := &a.Days[i]; d.InTest {
			low, up := factor**d.Lower, factor**d.Upper
			d.Counterfactual, d.Lower, d.Upper = factor*d.Counterfactual, &low, &up
		}
	}
}

// stretched is a mixture widened about its centre.
type stretched struct {
	stats.Mixture
	wide float64
}

func (s stretched) bounds(alpha float64) (lo, hi float64) {
	m := s.Centre()
	return m + s.wide*(s.Quantile(alpha/2)-m), m + s.wide*(s.Quantile(1-alpha/2)-m)
}

func (s stretched) tail(x float64) float64 {
	m := s.Centre()
	return s.Tail(m + (x-m)/s.wide)
}

// modelNumbers says which models carried the weight: the mean standard deviation ratio of the level
// and share of day-to-day noise that lasts.
func modelNumbers(fit *stats.BaselineFit) map[string]float64 {
	var level, ar, ridge float64
	for i, w := range fit.Weight {
		g := fit.Grid[i%len(fit.Grid)]
		level += w * g.Level
		ar += w * g.AR
		ridge += w * g.Ridge
	}
	return map[string]float64{"level_sd_ratio": level, "ar_variance_ratio": ar, "ridge_scale": ridge}
}

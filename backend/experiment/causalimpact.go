package experiment

import (
	"errors"
	"math"
	"slices"

	"creatorlift/backend/panel"
	"creatorlift/backend/stats"
)

const (
	maxCausalHistory = 1000 // periods; a longer history changes nothing that a check against R needs
	maxSeasons       = 60
)

// causalWarning goes with every answer of the mode: it stands here to be checked, not to be acted on.
const causalWarning = "This repeats R's CausalImpact so that you can check us. Its range is too narrow on real sales: on 400 windows in which nothing happened, R's 95 % range missed 19.8 % of the time instead of 5 %. Use the method baseline for decisions."

// runCausalImpact answers with CausalImpact's own priors, range and all; nothing is widened.
func runCausalImpact(w *window) (Answer, error) {
	if err := w.causalImpactFits(); err != nil {
		return Answer{}, err
	}
	in, target, err := w.causalImpactInput()
	if err != nil {
		return Answer{}, err
	}
	fit, err := stats.CausalImpact(in, target)
	if errors.Is(err, stats.ErrNoVariation) {
		return Answer{}, cannot("The sales before the test never change, so no range can be worked out from them.")
	}
	if err != nil {
		return Answer{}, err
	}
	audit, err := w.auditCausalImpact(in)
	if err != nil {
		return Answer{}, err
	}
	w.warnings = append([]string{causalWarning}, w.warnings...)
	a := w.answer("causalimpact")
	fillCausalImpact(w, &a, in.Y, fit, target)
	a.Diagnostics.Controls = w.controls
	a.Audit, a.Grade = audit, GradeD
	if audit != nil && audit.Passed {
		a.Grade = GradeC
	}
	return a, nil
}

// causalImpactFits cuts a long history and refuses what cannot answer.
func (w *window) causalImpactFits() error {
	if cut := w.pre - maxCausalHistory; cut > 0 {
		w.from, w.pre, w.n = w.from+cut, w.pre-cut, w.n-cut
		w.warn("Only the last %d periods of history are used.", maxCausalHistory)
	}
	if w.events != nil {
		w.warn("CausalImpact knows no promotions or holidays: the events you named are not used.")
	}
	there, test, zero := 0, 0, 0
	for t, v := range w.treatedSum() {
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
	need, word, length := minHistoryDays, "days", w.n-w.pre
	if w.panel.Cadence != panel.Daily {
		need, word = minHistorySteps, "periods"
	}
	need = max(need, 2*w.spec.Seasons)
	switch {
	case there < need:
		return cannot("The sales before %s cover %d %s; at least %d are needed. Add older orders.", w.label(w.pre), there, word, need)
	case 2*there < 3*length:
		return cannot("The sales before %s cover %d %s, less than one and a half times the %d of the test. Add older orders or ask about a shorter test.", w.label(w.pre), there, word, length)
	case test == 0:
		return cannot("No sales are known for the test from %s to %s.", w.label(w.pre), w.label(w.n-1))
	case zero == there:
		return cannot("Nothing was sold before %s, so there is nothing to compare with.", w.label(w.pre))
	}
	if missing := length - test; missing > 0 {
		w.warn("%d of %d %s of the test are missing and left out on both sides.", missing, length, word)
	}
	return nil
}

// causalImpactInput lays the kernel's input out. CausalImpact takes no control with gaps, and one that
// never changed in the history says nothing: both are left out.
func (w *window) causalImpactInput() (in stats.CausalImpactInput, target []bool, err error) {
	in = stats.CausalImpactInput{Y: w.treatedSum(), Pre: w.pre, Seasons: w.spec.Seasons}
	var kept []string
	var gaps, flat int
	for _, c := range w.controls {
		row := w.row(c)
		switch {
		case slices.ContainsFunc(row, math.IsNaN):
			gaps++
		case !varies(row[:w.pre]):
			flat++
		default:
			kept, in.X = append(kept, c), append(in.X, row)
		}
	}
	w.controls = kept
	if gaps > 0 {
		w.leftOut = append(w.leftOut, plural(gaps, "control with missing periods", "controls with missing periods"))
	}
	if flat > 0 {
		w.leftOut = append(w.leftOut, plural(flat, "control that never changed in the history", "controls that never changed in the history"))
	}
	if len(kept) > stats.MaxCausalImpactControls {
		return in, nil, cannot("There are %d controls; this mode takes at most %d. Name the ones to use with --controls.", len(kept), stats.MaxCausalImpactControls)
	}
	for _, v := range in.Y[w.pre:] {
		target = append(target, !math.IsNaN(v))
	}
	return in, target, nil
}

// varies reports whether a series changes by more than rounding.
func varies(v []float64) bool {
	lo, hi := slices.Min(v), slices.Max(v)
	return hi-lo > 1e-9*math.Max(math.Abs(lo), math.Abs(hi))
}

// auditCausalImpact runs the mode on quiet stretches of the history. It measures; it widens nothing.
func (w *window) auditCausalImpact(in stats.CausalImpactInput) (*Audit, error) {
	if w.spec.NoAudit {
		return nil, nil
	}
	length := w.n - w.pre
	au := &Audit{Widening: 1}
	var held, alarms95 int
	share := math.Abs(meanKnown(in.Y[:w.pre])) * float64(length)
	starts := placeboStarts(w.pre, length)
	for i, start := range starts {
		if err := w.spec.step(checking(len(starts)), i, len(starts)); err != nil {
			return nil, err
		}
		total, actual, ok := causalPlacebo(in, start, length)
		if !ok {
			continue
		}
		alpha := 1 - w.spec.Level
		lo, hi := total.Quantile(alpha/2), total.Quantile(1-alpha/2)
		if p := total.CDF(actual); p < .025 || p > .975 {
			alarms95++
		}
		if actual >= lo && actual <= hi {
			held++
		}
		au.Windows = append(au.Windows, Placebo{First: w.label(start), Last: w.label(start + length - 1),
			Effect: (actual - total.Mean()) / share, Lower: (actual - hi) / share, Upper: (actual - lo) / share})
	}
	au.finish(held, alarms95)
	return au, nil
}

// causalPlacebo takes the window [start, start+length) of the history for the test.
func causalPlacebo(in stats.CausalImpactInput, start, length int) (total stats.Mixture, actual float64, ok bool) {
	cut := stats.CausalImpactInput{Y: in.Y[:start+length], Pre: start, Seasons: in.Seasons}
	for _, x := range in.X {
		if varies(x[:start]) {
			cut.X = append(cut.X, x[:start+length])
		}
	}
	target := make([]bool, length)
	for t := range target {
		if v := in.Y[start+t]; !math.IsNaN(v) {
			target[t], ok = true, true
			actual += v
		}
	}
	fit, err := stats.CausalImpactTotal(cut, target)
	if err != nil || !ok {
		return total, 0, false
	}
	return fit.Total, actual, true
}

// fillCausalImpact writes totals, days and p-value.
func fillCausalImpact(w *window, a *Answer, y []float64, fit *stats.CausalImpactFit, target []bool) {
	low, high := (1-a.Level)/2, (1+a.Level)/2
	var observed float64
	for t, on := range target {
		if on {
			observed += y[w.pre+t]
		}
	}
	mean := fit.Total.Mean()
	a.Total = &Total{Observed: observed, Counterfactual: mean, Effect: observed - mean,
		Lower: observed - fit.Total.Quantile(high), Upper: observed - fit.Total.Quantile(low)}
	a.Relative = relative(*a.Total)
	p := fit.Total.Tail(observed)
	a.PValue, a.Significant = &p, a.Total.Lower > 0 || a.Total.Upper < 0
	var cum float64
	for t := range w.n {
		l, h := fit.Days[t].Quantile(low), fit.Days[t].Quantile(high)
		d := DayEffect{Date: w.label(t), InTest: t >= w.pre, Counterfactual: fit.Days[t].Mean(), Lower: &l, Upper: &h}
		if v := y[t]; !math.IsNaN(v) {
			d.Observed = &v
			if d.InTest {
				cum += v
				run := fit.Cum[t-w.pre]
				e, el, eh := cum-run.Mean(), cum-run.Quantile(high), cum-run.Quantile(low)
				d.CumEffect, d.CumLower, d.CumUpper = &e, &el, &eh
			}
		}
		a.Days = append(a.Days, d)
	}
	a.Diagnostics.Numbers = causalNumbers(w.controls, fit, p)
}

// causalNumbers are the figures that R's summary shows besides; its p-value is one-sided.
func causalNumbers(controls []string, fit *stats.CausalImpactFit, p float64) map[string]float64 {
	n := map[string]float64{"one_sided_p": p / 2, "forecast_sd": fit.Total.SD(), "sigma_obs": fit.SigmaObs,
		"sigma_level": fit.SigmaLevel, "control_sets": float64(fit.Models)}
	if fit.SigmaSeason > 0 {
		n["sigma_season"] = fit.SigmaSeason
	}
	for i, c := range controls {
		n["inclusion of "+c] = fit.Inclusion[i]
	}
	return n
}

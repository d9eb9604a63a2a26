package experiment

import (
	"errors"

	"creatorlift/backend/stats"
)

// published are the methods of the literature beside those that auto tries, in the order of
// `estimate --method list`.
func published() []Method {
	return []Method{
		{"sdid", "Holdout: like sc, and the history's periods are weighed too, so that the units stand to each other as they do in the test (synthetic difference in differences).", runSDID},
		{"asc", "Holdout: like sc, corrected by a ridge regression where that foretells left-out periods better (ridge-augmented synthetic control).", runASC},
		{"cohort", "Holdout for units that start at different times (--starts): each group of starters against the units that never start.", runCohort},
		{"tbr", "For checking other programs only: the treated units' sum regressed on the left-out units' sum. Its range is too narrow.", runTBR},
	}
}

// asPublished is the method as the literature has it, for --raw: sc compares levels without an intercept,
// and the weights are those of the published programs, which stop a little before the exact minimum.
func (m weighing) asPublished() weighing {
	switch m.how {
	case stats.SC:
		m.how = stats.PlainSC
	case stats.SDID:
		m.how = stats.SDIDPublished
	}
	return m
}

func runSDID(w *window) (Answer, error) {
	return runHoldout(w, weighing{name: "sdid", how: stats.SDID}.rival(), nil)
}

// mostRidgeCells bounds the panels that asc takes: its cost grows with the cube of the smaller side.
const mostRidgeCells = 500

// runASC chooses the ridge once, from the history of the treated units, and uses it for every redraw and
// every quiet stretch.
func runASC(w *window) (Answer, error) {
	h, err := newHoldout(w)
	if err != nil {
		return Answer{}, err
	}
	if min(len(h.units), h.pre) > mostRidgeCells {
		return Answer{}, cannot("With %d units and %d periods of history the method asc takes too long. Use sc, or a shorter history with --pre-start.", len(h.units), h.pre)
	}
	how, err := stats.ChooseASC(stats.NewUnits(h.y, h.pre, w.spec.Raw), h.treated)
	if err != nil {
		return Answer{}, cannot("The ridge could not be chosen: %v.", err)
	}
	a, err := runHoldout(w, weighing{name: "asc", how: how}.rival(), h)
	if err == nil && finite(how.Ridge) {
		a.Diagnostics.Numbers["ridge_per_period"] = how.Ridge
	}
	return a, err
}

// SecondOpinion is the same question put to another method. Effect, Lower and Upper are totals as in
// Answer.Total, at its level. Agrees says whether both ranges exclude zero on the same side, or both hold it.
type SecondOpinion struct {
	Method string  `json:"method"`
	Effect float64 `json:"effect"`
	Lower  float64 `json:"lower"`
	Upper  float64 `json:"upper"`
	PValue float64 `json:"p_value"`
	Agrees bool    `json:"agrees"`
}

// secondOpinion reads the test by blocks of days in place of other groups of units; it warns where the
// two do not agree. Where the periods are too few for the level, a warning says so.
func (h *holdout) secondOpinion(a *Answer) error {
	u := stats.NewUnits(h.y, h.pre, h.spec.Raw)
	first, err := u.Contrast(h.treated, stats.DiD)
	if err != nil {
		return err
	}
	cells := u.Size(first) * float64(len(h.kept)-h.pre)
	f := stats.NewConformal(u, h.treated, stats.NoRidge)
	r, err := f.Interval(a.Level, first.Effect)
	switch {
	case errors.Is(err, stats.ErrNotConverged):
		return cannot("The second reading could not be worked out: %v.", err)
	case err != nil:
		return err
	case !finite(r.Lower, r.Upper):
		a.Warnings = append(a.Warnings, "There is no second reading: the history is too short to compare the test with its other stretches.")
		return nil
	}
	o := &SecondOpinion{Method: "blocks", Effect: r.Effect * cells, Lower: r.Lower * cells, Upper: r.Upper * cells, PValue: r.P}
	o.Agrees = (a.Total.Lower > 0) == (o.Lower > 0) && (a.Total.Upper < 0) == (o.Upper < 0)
	if !o.Agrees {
		a.Warnings = append(a.Warnings, "A second reading of the same sales, against other stretches of time instead of other groups of units, comes to another verdict: take neither as settled.")
	}
	a.Diagnostics.SecondOpinion = o
	return nil
}

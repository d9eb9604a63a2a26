package experiment

import (
	"errors"

	"creatorlift/backend/stats"
)

// Method is one way to get a counterfactual.
type Method struct {
	Name string
	What string // one sentence in the founder's words
	run  func(*window) (Answer, error)
}

// Methods lists all methods in the order in which `estimate --method list` shows them.
func Methods() []Method {
	all := []Method{
		{"auto", "Chooses: a holdout comparison where enough left-out units exist (the methods that erred least on quiet stretches of the same sales, or a weighted mean of them), else the baseline.", runAuto},
		{"baseline", "Forecasts the test from the units' own past: level, weekdays, known events and control series.", runBaseline},
		{"causalimpact", "Repeats R's CausalImpact with its own priors, to check us against it. Its range is too narrow on real sales: never for decisions.", runCausalImpact},
	}
	for _, m := range rivals() {
		if m.name == pairRival.name {
			all = append(all, Method{m.name, m.what, runPairs})
			continue
		}
		all = append(all, Method{m.name, m.what, func(w *window) (Answer, error) { return runHoldout(w, m, nil) }})
	}
	all = append(all, published()...)
	return append(all, Method{"calendar", "Randomised calendar: compares the drawn drop dates with those that could have been drawn (needs --schedule).", runCalendar})
}

// rival is a holdout method that auto may choose. compare fits the observed set and the redraws.
type rival struct {
	name, what string
	compare    func(h *holdout, draws [][]bool) (*comparison, error)
	changes    bool // compares percentage changes
}

var pairRival = rival{"pairs", "Holdout: compares each treated unit with its pair: percentage change against percentage change.", pairwise, true}

// rivals are the holdout methods in the order in which auto tries them; of equal ones the first wins.
func rivals() []rival {
	var all []rival
	for _, m := range weighings {
		all = append(all, m.rival())
	}
	return append(all, pairRival, rival{"log", "Holdout: compares the units' percentage changes, each unit weighted by how steadily it sold and how much alike it moved before the test.", changes, true})
}

// weighing is a holdout method that is one contrast with weights of its own.
type weighing struct {
	name, what string
	how        stats.Weighting
}

// rival is the weighing as a method; with raw units it is the published form.
func (m weighing) rival() rival {
	return rival{m.name, m.what, func(h *holdout, draws [][]bool) (*comparison, error) {
		if h.spec.Raw {
			return contrasts(h, m.asPublished().how, draws)
		}
		return contrasts(h, m.how, draws)
	}, false}
}

// weighings are the contrasts that auto tries on the founder's own history; of equal ones the first wins.
var weighings = []weighing{
	{"did", "Holdout: compares with all left-out units, each by its size (difference in differences).", stats.DiD},
	{"sc", "Holdout: compares with the mix of left-out units that moved most alike before the test (synthetic control with intercept).", stats.SC},
}

// FindMethod finds a method by name; "" is auto.
func FindMethod(name string) (Method, bool) {
	if name == "" {
		name = "auto"
	}
	for _, m := range Methods() {
		if m.Name == name {
			return m, true
		}
	}
	return Method{}, false
}

// runAuto takes holdout methods where the left-out units allow one, else the baseline.
func runAuto(w *window) (Answer, error) {
	h, err := newHoldout(w)
	var no *notEstimable
	if err != nil && (!errors.As(err, &no) || no.final || w.spec.Assignment.Rule != "") {
		return Answer{}, err // a test that was drawn by lot is read as one, or not at all
	}
	if err != nil {
		return insteadOf(w, err)
	}
	m, parts, tried := h.choose()
	a, err := runHoldout(w, m, h)
	if errors.As(err, &no) && w.spec.Assignment.Rule == "" {
		return insteadOf(w, err)
	}
	a.Diagnostics.Tried = tried
	for _, p := range parts {
		if err == nil && len(parts) > 1 {
			a.Diagnostics.Numbers["part_"+p.name] = p.weight
		}
	}
	return a, err
}

// insteadOf forecasts where why says that no comparison can be made.
func insteadOf(w *window, why error) (Answer, error) {
	a, err := runBaseline(w)
	if err == nil && len(w.controls) > 0 {
		a.Warnings = append(a.Warnings, "Forecast instead of a comparison with left-out units: "+why.Error())
	}
	return a, err
}

package experiment

import (
	"math"
	"slices"

	"creatorlift/backend/panel"
	"creatorlift/backend/stats"
)

// minQuietSteps is the history before a quiet stretch of weeks or longer periods; of days it is minPlaceboPast.
const minQuietSteps = 12

// rehearsal is one rival run on quiet stretches of the history, for the real and some other sets alike.
type rehearsal struct {
	rival
	sum, n  float64 // of absolute errors, as shares of size
	own     float64 // sum over stretches of the real set's squared z
	stretch float64 // number of stretches
}

// quiet are up to four stretches of the history, cut so that each is the test. They are as long as the
// test, shorter where the history has no room for two of them.
func (h *holdout) quiet() []*holdout {
	past := minPlaceboPast
	if h.panel.Cadence != panel.Daily {
		past = minQuietSteps
	}
	length := min(len(h.kept)-h.pre, max((h.pre-past)/2, 1))
	sets := h.draws[:min(choiceSets, len(h.draws))]
	var cuts []*holdout
	for start := h.pre - length; start >= max(past, h.pre-4*length); start -= length {
		if cut := h.active(start, start+length, sets); cut != nil && len(cut.draws) > 0 {
			cuts = append(cuts, cut)
		}
	}
	return cuts
}

// try runs m on the cuts. z of the real set is its studentised error over the root mean square of the
// other sets' in the same stretch: about 1 in size where the sets are alike.
func (h *holdout) try(m rival, cuts []*holdout) rehearsal {
	r := rehearsal{rival: m}
	for _, cut := range cuts {
		if h.spec.wanted() != nil { // the comparison that follows says that it was stopped
			break
		}
		c, err := m.compare(cut, cut.draws)
		if err != nil {
			continue
		}
		v, _ := c.values(cut.pre, len(cut.kept))
		var square float64
		for i, x := range v {
			r.sum += math.Abs(x)
			r.n++
			if z := x / c.scale[i]; i > 0 {
				square += z * z / float64(len(v)-1)
			}
		}
		if square > 0 {
			z := v[0] / c.scale[0]
			r.own += z * z / square
			r.stretch++
		}
	}
	return r
}

// widening is by how much the range of a set that was not drawn by lot is stretched: such a set may be
// harder to foretell than the sets it is compared with. The variance of its z, known from few stretches, has
// a scaled inverse chi-squared law with likeStretches + n degrees of freedom; a range with such a scale is
// Student's t in place of the normal one (Gelman et al. 2013, 2.6), here by their ratio at 95 %.
func (r rehearsal) widening() float64 {
	n := likeStretches + r.stretch
	scale := math.Sqrt((likeStretches*usualExcess*usualExcess + r.own) / n)
	t := stats.Mixture{Weight: []float64{1}, Loc: []float64{0}, Scale: []float64{1}, DF: n}
	return math.Max(1, scale*t.Quantile(.975)/normalQuantile(.975))
}

// Measured on the odd seeds of TestStudyFreshHoldouts: the root mean square of z in quiet stretches was 1.03
// (log), 1.05 (did) to 1.18 (sc). likeStretches is how many stretches that experience is worth for a new panel.
const (
	usualExcess   = 1.05
	likeStretches = 8
)

// choose rehearses every usable rival and blends them by their errors; the treated set has hardly a special
// place in these, so the later comparison of that set with the others stays fair.
func (h *holdout) choose() (rival, []part, []Tried) {
	all := h.usable()
	tried, shown := h.rehearse(all)
	if len(tried) == 0 || !all[len(all)-1].changes { // shares and log effects do not blend where sales are negative or none
		return h.least(all, tried), nil, shown
	}
	parts := partsOf(tried)
	return blend(parts), parts, shown
}

// chooseOne is the one rival with the smallest error, which power and design plan with.
func (h *holdout) chooseOne() rival {
	all := h.usable()
	tried, _ := h.rehearse(all)
	return h.least(all, tried)
}

// least is the rival with the smallest error. Where there was no room to try any it is log, or the last that is
// usable, and in panels too large to weigh units the first.
func (h *holdout) least(all []rival, tried []rehearsal) rival {
	best, least := all[len(all)-1], math.Inf(1)
	if len(h.units) > mostFitted {
		best = all[0]
	}
	for _, r := range tried {
		if e := r.handicapped(); e < least {
			best, least = r.rival, e
		}
	}
	return best
}

// rehearse tries rivals on the quiet stretches; those that could not be tried are not among the tried.
func (h *holdout) rehearse(all []rival) (tried []rehearsal, shown []Tried) {
	cuts := h.quiet()
	for _, m := range all {
		if r := h.try(m, cuts); r.n > 0 {
			tried, shown = append(tried, r), append(shown, Tried{m.name, r.sum / r.n})
		}
	}
	return tried, shown
}

// usable are the rivals that can read the whole window: percentage changes need sales that are not
// negative and a test in which something was sold.
func (h *holdout) usable() []rival {
	_, err := h.changes()
	return slices.DeleteFunc(rivals(), func(m rival) bool { return m.changes && err != nil || m.name == pairRival.name && h.pairs == nil })
}

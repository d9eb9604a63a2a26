package experiment

import (
	"math"
	"slices"
)

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
	length := min(len(h.kept)-h.pre, max((h.pre-minPlaceboPast)/2, 1))
	sets := h.draws[:min(choiceSets, len(h.draws))]
	var cuts []*holdout
	for start := h.pre - length; start >= max(minPlaceboPast, h.pre-4*length); start -= length {
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
// harder to foretell than the sets it is compared with. As the baseline's, with the quiet stretches of try.
func (r rehearsal) widening() float64 {
	if r.stretch == 0 {
		return 1
	}
	return 1 + (math.Max(1, math.Sqrt(r.own/r.stretch))-1)*r.stretch/(r.stretch+shrinkStretches)
}

// shrinkStretches is how many quiet stretches the belief that a set is like the others is worth.
const shrinkStretches = 10

// A few stretches choose roughly; a method must beat the one that did best on most panels by a tenth.
const (
	incumbent = "log"
	headStart = 0.9
)

// choose tries every usable rival and takes the one with the smallest error; the treated set has hardly
// a special place in it, so the later comparison of that set with the others stays fair. Without room
// for a stretch it is the last of them.
func (h *holdout) choose() (rival, []Tried) {
	all := h.usable()
	best, tried := h.least(all)
	return all[best], tried
}

// chooseContrast is choose among the contrasts, which power and design can plan with.
func (h *holdout) chooseContrast() weighing {
	best, _ := h.least(rivals()[:len(weighings)])
	return weighings[best]
}

func (h *holdout) least(all []rival) (int, []Tried) {
	best, least, cuts := len(all)-1, math.Inf(1), h.quiet()
	if len(h.units) > mostFitted {
		best = 0
	}
	var tried []Tried
	for i, m := range all {
		r := h.try(m, cuts)
		if r.n == 0 {
			continue
		}
		tried = append(tried, Tried{m.name, r.sum / r.n})
		e := r.sum / r.n
		if m.name == incumbent {
			e *= headStart
		}
		if e < least {
			best, least = i, e
		}
	}
	return best, tried
}

// usable are the rivals that can read the whole window: percentage changes need sales that are not
// negative and a test in which something was sold.
func (h *holdout) usable() []rival {
	_, err := h.changes()
	return slices.DeleteFunc(rivals(), func(m rival) bool { return m.changes && err != nil || m.name == pairRival.name && h.pairs == nil })
}

package experiment

import (
	"math"
	"slices"
)

// choose runs every usable rival on quiet stretches of the history, for the drawn sets alike, and takes the
// one with the smallest error; the treated set has no special place in it, so the later comparison of
// that set with the others stays fair. Without room for a stretch it is the last of them.
func (h *holdout) choose() (rival, []Tried) {
	// Quiet stretches as long as the test, shorter where the history has no room for two of them.
	length := min(len(h.kept)-h.pre, max((h.pre-minPlaceboPast)/2, 1))
	sets := append([][]bool{h.treated}, h.draws[:min(choiceSets, len(h.draws))]...)
	all := h.usable()
	sum, n := make([]float64, len(all)), make([]float64, len(all))
	for start := h.pre - length; start >= max(minPlaceboPast, h.pre-4*length); start -= length {
		cut := h.active(start, start+length, sets)
		if cut == nil || h.spec.wanted() != nil { // the comparison that follows says that it was stopped
			continue
		}
		for i, m := range all {
			c, err := m.compare(cut, cut.draws)
			if err != nil {
				continue
			}
			v, _ := c.values(start, start+length)
			for _, x := range v {
				sum[i] += math.Abs(x)
				n[i]++
			}
		}
	}
	var tried []Tried
	best, least := all[len(all)-1], math.Inf(1)
	for i, m := range all {
		if n[i] == 0 {
			continue
		}
		e := sum[i] / n[i]
		tried = append(tried, Tried{m.name, e})
		if e < least {
			best, least = m, e
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

package experiment

import (
	"fmt"
	"math"
	"slices"

	"creatorlift/backend/panel"
)

// Limits of a holdout comparison.
const (
	minHoldoutUnits = 8
	minHoldoutPast  = 28
	maxZeroShare    = 0.5
	maxZeroCells    = 0.9
	dominantShare   = 0.8  // of the left-out units' sales, or of all, that one unit may hold
	dominantTreated = 0.95 // of several treated units' sales
	auditRedraws    = 99
	choiceSets      = 40 // sets compared when auto chooses a method
)

// holdout is a window whose units are complete and comparable.
type holdout struct {
	*window
	units   []string
	treated []bool
	y       [][]float64 // units x periods that are kept
	kept    []int       // columns of the window that are kept
	pre     int         // kept periods of history
	draws   [][]bool
	pairs   [][2]int // one unit of each is treated, in every draw; nil if the test has no pairs
}

// newHoldout checks that the data can carry a comparison between units; the error is the reason why not.
func newHoldout(w *window) (*holdout, error) {
	h := &holdout{window: w}
	if len(w.controls) == 0 {
		return nil, cannot("There is no left-out unit to compare with.")
	}
	if err := h.mostlyMissing(); err != nil {
		return nil, err
	}
	h.keepPeriods()
	if err := h.keepUnits(); err != nil {
		return nil, err
	}
	if err := h.fits(); err != nil {
		return nil, err
	}
	if err := h.pairUp(); err != nil {
		return nil, err
	}
	draws, err := h.drawn(max(maxRedraws, w.spec.redraws))
	if err != nil {
		return nil, err
	}
	if p := 1 / float64(len(draws)+1); p > 1-w.spec.Level+1e-12 {
		return nil, cannot("Only %d different left-out groups could have been drawn here; a range at %.0f %% needs at least %.0f. Use more units, or a lower level.", len(draws)+1, 100*w.spec.Level, math.Ceil(1/(1-w.spec.Level)-1e-9))
	}
	h.draws = draws
	return h, nil
}

// mostlyMissing refuses panels in which more than half of the cells have no value: absent rows then
// most likely mean that nothing was sold, and answering from the others alone would be wrong.
func (h *holdout) mostlyMissing() error {
	missing, all := 0, 0
	for _, u := range append(slices.Clone(h.window.treated), h.controls...) {
		for _, v := range h.row(u) {
			all++
			if math.IsNaN(v) {
				missing++
			}
		}
	}
	if share := float64(missing) / float64(all); share > .5 {
		return &notEstimable{final: true, reason: fmt.Sprintf("In %.0f %% of the units and periods no value stands in the file. If nothing was sold there, write 0; if sales are missing, add them.", 100*share)}
	}
	return nil
}

// keepPeriods drops the periods in which a treated unit is missing.
func (h *holdout) keepPeriods() {
	sum := h.treatedSum()
	for t := range h.n {
		if !math.IsNaN(sum[t]) {
			h.kept = append(h.kept, t)
			if t < h.window.pre {
				h.pre++
			}
		}
	}
	if lost := h.n - len(h.kept); lost > 0 {
		h.warn("%d periods in which a treated unit is missing are left out on both sides.", lost)
	}
}

// keepUnits takes the treated units and every control that is complete and sold something.
func (h *holdout) keepUnits() error {
	if h.pre < 2 || len(h.kept) == h.pre {
		return cannot("The treated units have no sales on record before, or none during, the test.")
	}
	for _, u := range h.window.treated {
		if row := h.pickPeriods(u); mean(row[:h.pre]) > 0 {
			h.add(u, row, true)
		} else {
			return cannot("%s sold nothing before the test, so there is nothing to compare with.", u)
		}
	}
	var short, idle int
	for _, u := range h.controls {
		row := h.pickPeriods(u)
		switch m := mean(row[:h.pre]); {
		case slices.ContainsFunc(row, math.IsNaN):
			short++
		case !(m > 0):
			idle++
		default:
			h.add(u, row, false)
		}
	}
	if short > 0 {
		h.leftOut = append(h.leftOut, plural(short, "left-out unit with missing periods", "left-out units with missing periods"))
	}
	if idle > 0 {
		h.leftOut = append(h.leftOut, plural(idle, "left-out unit without sales before the test", "left-out units without sales before the test"))
	}
	return nil
}

func (h *holdout) pickPeriods(unit string) []float64 {
	all, row := h.row(unit), make([]float64, len(h.kept))
	for i, t := range h.kept {
		row[i] = all[t]
	}
	return row
}

func (h *holdout) add(unit string, row []float64, treated bool) {
	h.units, h.y, h.treated = append(h.units, unit), append(h.y, row), append(h.treated, treated)
}

// fits refuses panels that cannot answer: too few units, too short, too sparse, or of negative size.
func (h *holdout) fits() error {
	controls := len(h.units) - count(h.treated)
	if controls == 0 {
		return cannot("No left-out unit has complete sales to compare with.")
	}
	if len(h.units) < minHoldoutUnits {
		return cannot("A comparison between units needs at least %d units in all; there are %d.", minHoldoutUnits, len(h.units))
	}
	need := minHoldoutPast
	if h.panel.Cadence != panel.Daily {
		need = minHistorySteps
	}
	if err := h.dominated(); err != nil {
		return err
	}
	if length := len(h.kept) - h.pre; h.pre < need || h.pre < length {
		return cannot("The history before %s covers %d periods; at least %d are needed, and no fewer than the %d of the test.", h.label(h.window.pre), h.pre, max(need, length), length)
	}
	return h.sparse()
}

// dominated refuses panels in which one unit is nearly all there is on a side: several treated units are
// then one, and a mix of left-out units is not to be had. It warns where a side leans on one unit. Two
// treated units of unequal size are common, so only an extreme share is refused there.
func (h *holdout) dominated() error {
	left, treated := h.largest(false), h.largest(true)
	const how = "%s alone sold %.0f %% of what the %s units sold before the test"
	switch all := left.sum + treated.sum; {
	case treated.units == 1 && treated.sum > dominantShare*all:
		return cannot("%s sold %.0f %% of everything before the test, so nothing left out is comparable with it. Compare it with its own past (baseline).", treated.name, 100*treated.sum/all)
	case left.share() > dominantShare:
		return cannot(how+", so the comparison would be with that one unit. Split it into smaller units, or leave it out.", left.name, 100*left.share(), "left-out")
	case treated.units > 1 && treated.share() > dominantTreated:
		return cannot(how+", so the answer would be about that one unit. Ask about it alone, or split it into smaller units.", treated.name, 100*treated.share(), "treated")
	}
	if left.share() > .5 {
		h.warn(how+": the comparison leans on it.", left.name, 100*left.share(), "left-out")
	}
	if treated.units > 2 && treated.share() > .8 {
		h.warn(how+": the answer leans on it.", treated.name, 100*treated.share(), "treated")
	}
	return nil
}

// side is what one side of a holdout sold a period in the history, and its largest unit.
type side struct {
	units     int
	name      string
	sum, most float64
}

func (s side) share() float64 { return s.most / s.sum }

func (h *holdout) largest(treated bool) side {
	var s side
	for i, row := range h.y {
		if h.treated[i] != treated {
			continue
		}
		v := mean(row[:h.pre])
		s.units++
		if s.sum += v; v > s.most {
			s.name, s.most = h.units[i], v
		}
	}
	return s
}

// sparse refuses units so small that chance hides any difference: the treated or the left-out units
// together without a sale on more than half of the periods, or nearly all cells empty.
func (h *holdout) sparse() error {
	treated, left, zero := make([]float64, h.pre), make([]float64, h.pre), 0
	for i, row := range h.y {
		for t, v := range row[:h.pre] {
			if h.treated[i] {
				treated[t] += v
			} else {
				left[t] += v
			}
			if v == 0 {
				zero++
			}
		}
	}
	const advice = "so chance hides any difference. Compare larger units or weeks instead of days."
	refuse := func(who string, share float64) error {
		return &notEstimable{reason: fmt.Sprintf("%s sold nothing on %.0f %% of the periods before the test, %s", who, 100*share, advice), final: true}
	}
	if share := zeroShare(treated); share > maxZeroShare {
		return refuse("The treated units", share)
	}
	if share := zeroShare(left); share > maxZeroShare {
		return refuse("The left-out units", share)
	}
	if share := float64(zero) / float64(h.pre*len(h.y)); share > maxZeroCells {
		return refuse("The single units", share)
	}
	return nil
}

func zeroShare(v []float64) float64 {
	zero := 0
	for _, x := range v {
		if x == 0 {
			zero++
		}
	}
	return float64(zero) / float64(len(v))
}

// runHoldout estimates with one method; h may be prepared already.
func runHoldout(w *window, m rival, h *holdout) (Answer, error) {
	if h == nil {
		var err error
		if h, err = newHoldout(w); err != nil {
			return Answer{}, err
		}
	}
	if err := h.spec.step("Comparing with the other groups that could have been drawn", 0, 0); err != nil {
		return Answer{}, err
	}
	t, err := h.compare(m)
	if err != nil {
		return Answer{}, err
	}
	a := h.answer(m.name)
	h.fill(&a, t)
	if math.IsInf(a.Total.Lower, 0) || math.IsInf(a.Total.Upper, 0) {
		return Answer{}, cannot("The other groups that could have been drawn overlap too much with this one to bound the effect. Use more units or a smaller treated group.")
	}
	if err := h.secondOpinion(&a); err != nil {
		return Answer{}, err
	}
	if a.Audit, err = h.audit(m); err != nil {
		return Answer{}, err
	}
	a.Grade = h.grade(a.Audit, a.Diagnostics.SecondOpinion)
	return a, nil
}

// compare fits the observed set and all redraws, and widens where the set was not drawn by lot.
func (h *holdout) compare(m rival) (*comparison, error) {
	c, err := m.compare(h, h.draws)
	if err == nil && h.spec.Assignment.Rule == "" {
		c.wide = h.try(m, h.quiet()).widening()
	}
	return c, err
}

// grade is A for a set drawn by lot. A chosen one earns B where the audit passed and a second reading, if
// there is one, comes to the same verdict.
func (h *holdout) grade(audit *Audit, second *SecondOpinion) Grade {
	switch {
	case h.spec.Assignment.Rule != "":
		return GradeA
	case audit != nil && audit.Passed && (second == nil || second.Agrees):
		return GradeB
	}
	return GradeD
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return itoa(n) + " " + many
}

func mean(v []float64) float64 {
	var s float64
	for _, x := range v {
		s += x
	}
	return s / float64(len(v))
}

package experiment

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// Limits of pairs.
const (
	maxTrim  = .3
	fewPairs = 6
)

// pairOfRows is one pair: a row of the control and one of the other arm.
type pairOfRows struct{ control, other *person }

// answerPairs compares the two units of each pair by trimmed match: metric, or metric per denominator, such
// as sales per dollar spent.
func (t *trial) answerPairs() (CompareAnswer, error) {
	if !(t.spec.Trim >= 0 && t.spec.Trim <= maxTrim) {
		return CompareAnswer{}, &shop.Error{Code: "bad_trim", Message: fmt.Sprintf("A share of %v cannot be cut off at each end.", t.spec.Trim), Hint: "Use 0 to 0.3."}
	}
	if err := t.read(); err != nil {
		return CompareAnswer{}, err
	}
	pairs, other, err := t.pairs()
	if err != nil {
		return CompareAnswer{}, err
	}
	var x, c []float64
	arms := []CompareArm{{Name: t.spec.Control, N: len(pairs)}, {Name: other, N: len(pairs)}}
	for _, name := range slices.Sorted(maps.Keys(pairs)) {
		p := pairs[name]
		cost := 1.0
		if t.spec.Denominator != "" {
			cost = p.other.d - p.control.d
		}
		x, c = append(x, p.other.y-p.control.y), append(c, cost)
		arms[0].Mean += p.control.y / float64(len(pairs))
		arms[1].Mean += p.other.y / float64(len(pairs))
	}
	r, err := stats.TrimmedMatch(x, c, t.spec.Trim, t.spec.Level)
	if errors.Is(err, stats.ErrNoVariation) {
		return CompareAnswer{}, cannot("The differences between the units of the pairs do not determine a ratio: is %s the same in both arms?", t.spec.Denominator)
	}
	if err != nil {
		return CompareAnswer{}, err
	}
	if !(r.Lower < r.Upper) {
		return CompareAnswer{}, cannot("All pairs differ by exactly the same amount, so no range can be worked out from them.")
	}
	t.sayPairs(len(pairs), len(r.Left))
	b := Bounds{r.Lower, r.Upper, r.P}
	if r.P > 1-t.spec.Level { // the published range of a set without bound may leave zero out all the same
		b.Lower, b.Upper = min(b.Lower, 0), max(b.Upper, 0)
	}
	return CompareAnswer{Status: StatusOK, Method: "trimmed-match", Level: t.spec.Level, Grade: GradeA, Control: t.spec.Control, Metric: t.spec.Metric,
		Denominator: t.spec.Denominator, Arms: arms, Warnings: append([]string{}, t.warnings...),
		Effects: []ArmEffect{{Arm: other, Effect: r.Estimate, SE: r.SE, Bounds: b, Together: b, Significant: b.Lower > 0 || b.Upper < 0}}}, nil
}

// pairs sorts the rows into pairs and names the arm beside the control.
func (t *trial) pairs() (map[string]pairOfRows, string, error) {
	pairs, other := map[string]pairOfRows{}, ""
	for i := range t.rows {
		p := &t.rows[i]
		got, twice := pairs[p.pair], false
		switch {
		case p.arm == t.spec.Control:
			twice, got.control = got.control != nil, p
		case other == "" || p.arm == other:
			other = p.arm
			twice, got.other = got.other != nil, p
		default:
			return nil, "", cannot("Pairs hold two arms, and there are more: %s, %s and %s.", t.spec.Control, other, p.arm)
		}
		if twice {
			return nil, "", cannot("The pair %q holds the arm %s twice (%s).", p.pair, p.arm, p.name)
		}
		pairs[p.pair] = got
	}
	lone := 0
	for name, p := range pairs {
		if p.control == nil || p.other == nil {
			delete(pairs, name)
			lone++
		}
	}
	if lone > 0 {
		t.warn("%s left out: only one of the two units has a value.", plural(lone, "pair is", "pairs are"))
	}
	if len(pairs) < 3 {
		return nil, "", cannot("Only %d complete pairs stand in the file; at least 3 are needed.", len(pairs))
	}
	return pairs, other, nil
}

func (t *trial) sayPairs(n, cut int) {
	if n < fewPairs {
		t.warn("%d pairs are few: the range rests on a bell curve that so few pairs need not follow. From %d pairs on it is sounder.", n, fewPairs)
	}
	if cut > 0 {
		t.warn("%d of %d pairs with the most extreme differences are left out of the estimate. Choosing them by the data makes the range too narrow (it held the truth in 90 of 100 tables at 95 %%); --trim 0 keeps them.", cut, n)
	}
}

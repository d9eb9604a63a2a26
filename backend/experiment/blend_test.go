package experiment

import (
	"math"
	"slices"
	"testing"
)

// A blend lies between its parts, moves with sales as each does, and finds what was put in.
func TestBlendOfMethods(t *testing.T) {
	t.Parallel()
	p := factorPanel(33, 24, 90, .05, false)
	for i := range 3 {
		for d := 76; d < 90; d++ {
			p.Y[i][d] *= 1.4
		}
	}
	w, err := newCase(Spec{Panel: p, Treated: p.Units[:3], Start: p.Labels[76], End: p.Labels[89], Level: .9})
	if err != nil {
		t.Fatal(err)
	}
	h, err := newHoldout(w)
	if err != nil {
		t.Fatal(err)
	}
	var parts []part
	var alone []float64
	for _, m := range h.usable() {
		c, err := m.compare(h, h.draws)
		if err != nil {
			t.Fatal(err)
		}
		v, load := c.onLogs(h.pre, len(h.kept))
		parts, alone = append(parts, part{m, 1. / 3}), append(alone, v[0]/load[0])
	}
	c, err := blend(parts).compare(h, h.draws)
	if err != nil {
		t.Fatal(err)
	}
	test := c.test(h.pre, len(h.kept))
	theta := test.Observed.Value
	if theta < slices.Min(alone) || theta > slices.Max(alone) {
		t.Errorf("blend %v outside its parts %v", theta, alone)
	}
	lo, hi := test.Interval(.9)
	if want := math.Log(1.4); lo > want || hi < want || lo < 0 {
		t.Errorf("range %v to %v does not hold a lift of 40 %%, or holds none", lo, hi)
	}
	var path float64
	for _, x := range c.path[h.pre:] {
		path += x
	}
	if sold := h.sold(h.pre, len(h.kept)); math.Abs(path-(sold-c.total(theta, sold, h.pre, len(h.kept)))) > 1e-9*sold {
		t.Errorf("the path adds up to %v, sold %v, effect %v", path, sold, c.total(theta, sold, h.pre, len(h.kept)))
	}
}

// The log effect of a contrast, taken out of the sales, leaves none.
func TestLogLevelsAreTheContrasts(t *testing.T) {
	t.Parallel()
	p := factorPanel(32, 16, 90, .1, false)
	w, err := newCase(Spec{Panel: p, Treated: p.Units[:2], Start: p.Labels[76], End: p.Labels[89], Level: .9})
	if err != nil {
		t.Fatal(err)
	}
	h, err := newHoldout(w)
	if err != nil {
		t.Fatal(err)
	}
	c, err := weighings[1].rival().compare(h, h.draws)
	if err != nil {
		t.Fatal(err)
	}
	sold := h.sold(h.pre, len(h.kept))
	v, _ := c.values(h.pre, len(h.kept))
	x, load := c.onLogs(h.pre, len(h.kept))
	if got, want := sold*-math.Expm1(-x[0]/load[0]), c.total(v[0], sold, h.pre, len(h.kept)); math.Abs(got-want) > 1e-9*sold {
		t.Errorf("effect %v by logs, %v by shares", got, want)
	}
}

func TestPartsByTheirErrors(t *testing.T) {
	t.Parallel()
	one := func(name string, e float64) rehearsal { return rehearsal{rival: rival{name: name}, sum: e, n: 1} }
	parts := partsOf([]rehearsal{one("did", .2), one("sc", .1), one("pairs", .1)})
	if len(parts) != 2 || parts[0].name != "sc" || parts[0].weight != .5 || parts[1].weight != .5 {
		t.Errorf("two equal ones and one twice as wrong: %+v", parts)
	}
	if parts = partsOf([]rehearsal{one("sc", .1), one("log", .1)}); len(parts) != 2 || !(parts[1].weight > parts[0].weight) {
		t.Errorf("log has a head start: %+v", parts)
	}
	if parts = partsOf([]rehearsal{one("did", 0), one("sc", 0)}); len(parts) != 2 {
		t.Errorf("no errors at all: %+v", parts)
	}
}

package experiment

import (
	"math"
	"slices"
	"testing"
)

// A third more in the test, three quarters of it taken from the fortnight after: with the end moved past that
// fortnight the total is the net, and the running sum tells the spike from the dip.
func TestPullForwardIsNetted(t *testing.T) {
	t.Parallel()
	const start, test, cooldown = 150, 14, 14
	quiet := visits(4, 200)
	y, spike := slices.Clone(quiet), 0.0
	for d := start; d < start+test; d++ {
		y[d] = math.Round(quiet[d] * 4 / 3)
		spike += y[d] - quiet[d]
	}
	net := spike
	for d := start + test; d < start+test+cooldown; d++ {
		y[d] = quiet[d] - math.Round(.75*spike/cooldown)
		net += y[d] - quiet[d]
	}
	p := seriesPanel(y)
	a := estimate(t, Spec{Panel: p, Treated: []string{"direct"}, Start: day(start), End: day(start + test + cooldown - 1), Method: "baseline", NoAudit: true})
	if a.Status != StatusOK || a.Total.Lower > net || a.Total.Upper < net {
		t.Errorf("net %v: %s %+v", net, a.Reason, a.Total)
	}
	last := len(a.Days) - 1
	atTest, atEnd := a.Days[last-cooldown].CumEffect, a.Days[last].CumEffect
	if math.Abs(*atEnd-a.Total.Effect) > 1e-6*math.Abs(a.Total.Effect) || *atTest-*atEnd < .4*spike {
		t.Errorf("spike %v, found %v; net %v, found %v", spike, *atTest, net, *atEnd)
	}
	alone := estimate(t, Spec{Panel: p, Treated: []string{"direct"}, Start: day(start), End: day(start + test - 1), Method: "baseline", NoAudit: true})
	if math.Abs(alone.Total.Effect-*atTest) > .1*spike {
		t.Errorf("the test alone says %v, its running sum %v", alone.Total.Effect, *atTest)
	}
}

package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// Values of 1 and 2 make ties everywhere: rounding must not let range and p contradict each other.
func TestTiesDoNotContradict(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 5))
		p := made(seed, 14, 60, func(int, int, float64) float64 { return float64(1 + rng.IntN(2)) })
		for _, rule := range []string{"", "random"} {
			s := ask(p, "did", "u02")
			s.Level, s.NoAudit, s.Assignment.Rule = .9, true, rule
			a := estimate(t, s)
			if a.Status != StatusOK {
				t.Fatal(a.Reason)
			}
			if excludes := a.Total.Lower > 0 || a.Total.Upper < 0; excludes != a.Significant || excludes != (*a.PValue <= .1+1e-12) {
				t.Errorf("seed %d: [%v, %v], p %v, significant %v", seed, a.Total.Lower, a.Total.Upper, *a.PValue, a.Significant)
			}
		}
	}
}

// Sets drawn by lot from units of unequal noise, no effect: at 90 % one in ten ranges leaves zero out.
func TestDrawnSetsHoldTheirLevel(t *testing.T) {
	t.Parallel()
	const runs = 400
	alarms := 0
	for seed := range uint64(runs) {
		rng := rand.New(rand.NewPCG(seed, 31))
		p := made(seed, 10, 50, func(unit, _ int, v float64) float64 {
			if unit < 2 {
				return v * (1 + .5*rng.NormFloat64())
			}
			return v
		})
		var treated []string
		for _, i := range rng.Perm(10)[:3] {
			treated = append(treated, p.Units[i])
		}
		s := ask(p, "did", treated...)
		s.Level, s.NoAudit, s.Assignment.Rule = .9, true, "random"
		if estimate(t, s).Significant {
			alarms++
		}
	}
	// Binomial sd .015; deciding the scale by the observed set gave .15.
	if rate := float64(alarms) / runs; rate > .135 || rate < .06 {
		t.Errorf("false alarms %.3f, promised .10", rate)
	}
}

func TestAssignmentLists(t *testing.T) {
	t.Parallel()
	p := made(2, 10, 90, nil)
	list := func(sets ...string) Assignment {
		var a Assignment
		a.Rule = "list"
		for _, s := range sets {
			a.List = append(a.List, strings.Split(s, " "))
		}
		return a
	}
	s := ask(p, "did", "u00", "u01")
	repeated := slices.Repeat([]string{"u00 u01", "u02 u03"}, 60)
	s.Assignment = list(repeated...)
	if a := estimate(t, s); a.Status != StatusNotEstimable || !strings.Contains(a.Reason, "Only 2 different") {
		t.Errorf("two sets sixty times: %s %q", a.Status, a.Reason)
	}
	for _, method := range []string{"auto", "did"} {
		s.Method, s.Assignment = method, list("u00 u01", strings.Join(p.Units, " "))
		if _, err := Estimate(s); shop.ErrorCode(err) != "bad_assignment" {
			t.Errorf("%s, a set of all units: %v", method, err)
		}
	}
	s.Method, s.Assignment = "auto", Assignment{Rule: "random"}
	s.Controls = []string{"u02", "u03"}
	if a := estimate(t, s); a.Status != StatusNotEstimable {
		t.Errorf("a drawn test with too few units became %s", a.Method)
	}
}

// A sale that the history never saw is not the creators' work; one seen before is expected to work again.
func TestNewEventsLeaveTheTest(t *testing.T) {
	t.Parallel()
	p := made(5, 1, 120, func(_, day int, v float64) float64 {
		if day >= 112 && day < 116 {
			return 3 * v
		}
		return v
	})
	s := ask(p, "baseline", "u00")
	s.Events = []Event{{p.Labels[112], p.Labels[115], "Black Friday"}}
	a := estimate(t, s)
	if a.Status != StatusOK || a.Significant || len(a.Diagnostics.LeftOut) != 1 || len(a.Warnings) == 0 {
		t.Errorf("four days of a sale: %s, %+v, left out %v", a.Status, a.Total, a.Diagnostics.LeftOut)
	}
	s.Events = nil
	if a := estimate(t, s); !a.Significant {
		t.Error("the unnamed sale should show, or this test shows nothing")
	}
	s.Events = []Event{{p.Labels[106], p.Labels[119], "Christmas"}}
	if a := estimate(t, s); a.Status != StatusNotEstimable || !strings.Contains(a.Reason, "Christmas") {
		t.Errorf("a test wholly under a new event: %s %q", a.Status, a.Reason)
	}
}

// The history ends where the last long gap does, and a test that is mostly absent is refused.
func TestGaps(t *testing.T) {
	t.Parallel()
	p := made(6, 1, 140, nil)
	cut := func(drop func(day int) bool) *panel.Panel {
		q := &panel.Panel{Units: p.Units, Cadence: p.Cadence, Y: [][]float64{nil}}
		for i := range p.Labels {
			if !drop(i) {
				q.Labels, q.Times, q.Y[0] = append(q.Labels, p.Labels[i]), append(q.Times, p.Times[i]), append(q.Y[0], p.Y[0][i])
			}
		}
		return q
	}
	s := ask(p, "baseline", "u00")
	s.Panel = cut(func(d int) bool { return d >= 20 && d < 60 })
	if a := estimate(t, s); a.Status != StatusOK || a.History.First != p.Labels[60] || len(a.Warnings) == 0 {
		t.Errorf("a gap of 40 days: %s, history %+v, warnings %v", a.Status, a.History, a.Warnings)
	}
	s.Panel = cut(func(d int) bool { return d >= 127 && d < 136 })
	if a := estimate(t, s); a.Status != StatusNotEstimable || !strings.Contains(a.Reason, "do not stand in the file") {
		t.Errorf("nine of fourteen days absent: %s %q", a.Status, a.Reason)
	}
}

func TestUnitsThatNeverVary(t *testing.T) {
	t.Parallel()
	p := made(7, 12, 90, func(int, int, float64) float64 { return 5 })
	for _, rule := range []string{"", "random"} {
		s := ask(p, "did", "u00", "u01")
		s.Assignment.Rule = rule
		if a := estimate(t, s); a.Status != StatusNotEstimable {
			t.Errorf("all units constant: %s %+v", a.Status, a.Total)
		}
	}
}

func TestStudyDrawnHoldouts(t *testing.T) {
	needsStudy(t)
	for _, method := range []string{"did", "sc", "auto"} {
		alarms, n := 0, 2000
		for seed := range uint64(n) {
			p := made(seed, 20, 80, nil)
			rng := rand.New(rand.NewPCG(seed, 8))
			perm := rng.Perm(20)
			s := ask(p, method, fmt.Sprintf("u%02d", perm[0]), fmt.Sprintf("u%02d", perm[1]), fmt.Sprintf("u%02d", perm[2]))
			s.Level, s.NoAudit, s.Assignment.Rule = .9, true, "random"
			if estimate(t, s).Significant {
				alarms++
			}
		}
		rate := float64(alarms) / float64(n)
		t.Logf("%s: false alarms %.3f at .10, n %d", method, rate, n)
		if math.Abs(rate-.1) > .025 {
			t.Errorf("%s: false alarms %.3f, promised .10", method, rate)
		}
	}
}

package experiment

import (
	"math/rand/v2"
	"strings"
	"testing"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// pairedTest treats one of each pair of neighbours by size, with a lift of a quarter in the test.
func pairedTest(t *testing.T, seed uint64, units int, lift float64) (*panel.Panel, []string) {
	t.Helper()
	p := made(seed, units, 90, nil)
	h := &holdout{window: &window{}, units: p.Units, y: p.Y, pre: 76}
	rng := rand.New(rand.NewPCG(seed, 41))
	var treated []string
	for _, pair := range h.neighbours() {
		i := pair[rng.IntN(2)]
		treated = append(treated, p.Units[i])
		for d := 76; d < 90; d++ {
			p.Y[i][d] *= 1 + lift
		}
	}
	return p, treated
}

func TestPairsFindAKnownLift(t *testing.T) {
	t.Parallel()
	p, treated := pairedTest(t, 11, 20, .25)
	for _, rule := range []string{"", "pairs"} {
		for _, method := range []string{"pairs", "log", "did", "auto"} {
			s := ask(p, method, treated...)
			s.Assignment.Rule, s.NoAudit = rule, true
			a := estimate(t, s)
			if a.Status != StatusOK || !a.Significant || a.Relative.Lower > .25 || a.Relative.Upper < .25 || a.Diagnostics.Redraws != 999 {
				t.Errorf("%s, rule %q: %s %q %+v, %d redraws", method, rule, a.Status, a.Reason, a.Relative, a.Diagnostics.Redraws)
			}
		}
	}
}

// Six pairs fall in 64 ways, so 63 others are compared with.
func TestFlipsAreAllThereAre(t *testing.T) {
	t.Parallel()
	p, treated := pairedTest(t, 12, 12, 0)
	s := ask(p, "pairs", treated...)
	s.NoAudit = true
	if a := estimate(t, s); a.Status != StatusOK || a.Diagnostics.Redraws != 63 {
		t.Errorf("%s %q, %d redraws, want 63", a.Status, a.Reason, a.Diagnostics.Redraws)
	}
}

func TestPairsThatAreNone(t *testing.T) {
	t.Parallel()
	p, treated := pairedTest(t, 13, 16, 0)
	s := ask(p, "auto", treated[:7]...)
	s.Assignment.Rule = "pairs"
	if _, err := Estimate(s); shop.ErrorCode(err) != "bad_assignment" {
		t.Errorf("seven of eight pairs: %v", err)
	}
	s.Treated = treated
	for _, list := range [][][]string{{{"u00", "u01", "u02"}}, {{"u00", "nowhere"}}, {{"u00", "u01"}, {"u01", "u02"}}, {{"u00", "u01"}}} {
		s.Assignment.List = list
		if _, err := Estimate(s); shop.ErrorCode(err) != "bad_assignment" {
			t.Errorf("pairs %v: %v", list, err)
		}
	}
	s = ask(p, "pairs", "u01", "u02")
	if a := estimate(t, s); a.Status != StatusNotEstimable || !strings.Contains(a.Reason, "at least 6 treated") {
		t.Errorf("two treated units: %s %q", a.Status, a.Reason)
	}
}

// A set that was not drawn from pairs is matched when pairs are asked for.
func TestPairsByMatching(t *testing.T) {
	t.Parallel()
	p := made(14, 24, 90, func(unit, day int, v float64) float64 {
		if unit < 8 && day >= 76 {
			return v * 1.3
		}
		return v
	})
	s := ask(p, "pairs", p.Units[:8]...)
	a := estimate(t, s)
	if a.Status != StatusOK || a.Relative.Lower > .3 || a.Relative.Upper < .3 || len(a.Diagnostics.Controls) != 8 || len(a.Diagnostics.LeftOut) != 1 {
		t.Errorf("%s %q %+v %v", a.Status, a.Reason, a.Relative, a.Diagnostics.LeftOut)
	}
}

func TestPercentagesThatAreNone(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(unit, day int, v float64) float64{
		"negative sales": func(unit, day int, v float64) float64 {
			if unit == 3 && day == 20 {
				return -5
			}
			return v
		},
		"sold nothing": func(unit, day int, v float64) float64 {
			if unit == 0 && day >= 76 {
				return 0
			}
			return v
		},
	} {
		p := made(15, 30, 90, change)
		if a := estimate(t, ask(p, "log", "u00")); a.Status != StatusNotEstimable || !strings.Contains(a.Reason, name) {
			t.Errorf("%s: %s %q", name, a.Status, a.Reason)
		}
		if a := estimate(t, ask(p, "auto", "u00")); a.Status != StatusOK || a.Method == "log" {
			t.Errorf("%s, auto: %s %q by %s", name, a.Status, a.Reason, a.Method)
		}
	}
}

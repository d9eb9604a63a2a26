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

// drawn is a test by lot on the last 28 days of a made panel, with four looks at its weeks.
func drawn(p *panel.Panel, treated ...string) Spec {
	n := len(p.Labels)
	s := Spec{Panel: p, Treated: treated, Start: p.Labels[n-28], End: p.Labels[n-1], Method: "did", NoAudit: true}
	s.Assignment.Rule = "random"
	s.Looks = []string{p.Labels[n-22], p.Labels[n-15], p.Labels[n-8], p.Labels[n-1]}
	return s
}

// Twelve units, four of them drawn: 495 sets, so the first look cannot cross its bound and its error
// goes to the later ones; a large lift crosses at the second look, and stays crossed.
func TestLooksFindALargeLiftEarly(t *testing.T) {
	t.Parallel()
	p := made(3, 12, 90, func(unit, day int, v float64) float64 {
		if unit < 4 && day >= 62 {
			return v * 1.4
		}
		return v
	})
	s := drawn(p, "u00", "u01", "u02", "u03")
	for day, want := range map[int]string{62: VerdictHidden, 68: VerdictHidden, 74: VerdictHidden, 75: VerdictCrossed, 80: VerdictCrossed, 89: VerdictCrossed} {
		s.AsAt = p.Labels[day]
		a := estimate(t, s)
		l := a.Looks
		if a.Status != StatusOK || l == nil || l.Verdict != want || a.Significant != (want == VerdictCrossed) {
			t.Fatalf("%s: %s, %+v", s.AsAt, a.Reason, l)
		}
		if l.Plan[0].Offered || !strings.Contains(l.Plan[0].Reason, "495") || !l.Plan[1].Offered {
			t.Errorf("plan %+v", l.Plan)
		}
		switch want {
		case VerdictHidden:
			if a.PValue != nil || l.Next != p.Labels[75] || l.DaysToNext != 75-day || !strings.Contains(l.Words, fmt.Sprint(75-day)) {
				t.Errorf("%s: p %v, next %s in %d", s.AsAt, a.PValue, l.Next, l.DaysToNext)
			}
		case VerdictCrossed:
			if a.Period.Last != p.Labels[75] || !(a.Total.Lower > 0) || *a.PValue > l.Plan[1].BoundP || a.Level != .95 {
				t.Errorf("%s: period to %s, from %v, p %v", s.AsAt, a.Period.Last, a.Total.Lower, *a.PValue)
			}
		}
	}
}

// Without an effect: hidden until the end, then not crossed, with a range that holds zero.
func TestLooksWithoutEffect(t *testing.T) {
	t.Parallel()
	p := made(4, 16, 90, nil)
	s := drawn(p, "u00", "u05", "u09", "u12")
	s.Looks = s.Looks[1:3] // the end is a look by itself
	for day, want := range map[int]string{75: VerdictHidden, 89: VerdictNotCrossed} {
		s.AsAt = p.Labels[day]
		a := estimate(t, s)
		if a.Looks.Verdict != want || a.PValue == nil || a.Significant || a.Total.Lower > 0 || a.Total.Upper < 0 || len(a.Looks.Plan) != 3 {
			t.Errorf("%s: %+v, p %v", s.AsAt, a.Looks, a.PValue)
		}
	}
	late := *p // sales go on behind the test
	s.End, s.Looks, s.AsAt = p.Labels[82], []string{p.Labels[75]}, ""
	s.Panel = &late
	if a := estimate(t, s); a.Looks.Verdict != VerdictNotCrossed || a.Period.Last != p.Labels[82] {
		t.Errorf("%+v", a.Looks)
	}
}

// Before the test there is a plan and no answer.
func TestLooksBeforeTheTest(t *testing.T) {
	t.Parallel()
	p := made(4, 12, 90, nil)
	s := drawn(p, "u00", "u05", "u09", "u11")
	s.AsAt = p.Labels[50]
	a := estimate(t, s)
	if a.Status != StatusNotEstimable || a.Looks == nil || a.Looks.Next != p.Labels[75] || !strings.Contains(a.Looks.Plan[0].Reason, "495") {
		t.Errorf("%s, %+v", a.Reason, a.Looks)
	}
}

func TestLooksRefuse(t *testing.T) {
	t.Parallel()
	p := made(4, 12, 90, nil)
	for name, change := range map[string]func(*Spec){
		"not drawn":       func(s *Spec) { s.Assignment.Rule = "" },
		"one look":        func(s *Spec) { s.Looks = []string{s.End} },
		"six looks":       func(s *Spec) { s.Looks = append(slices.Clone(p.Labels[64:69]), s.End) },
		"before the test": func(s *Spec) { s.Looks = []string{p.Labels[10]} },
		"out of order":    func(s *Spec) { s.Looks = []string{p.Labels[75], p.Labels[70]} },
		"twice":           func(s *Spec) { s.Looks = []string{p.Labels[75], p.Labels[75]} },
		"no day":          func(s *Spec) { s.Looks = []string{"soon"} },
		"no day to be at": func(s *Spec) { s.AsAt = "x" },
	} {
		s := drawn(p, "u00", "u05", "u09", "u11")
		change(&s)
		if _, err := Estimate(s); shop.ErrorCode(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := drawn(p, "u00", "u05", "u09", "u11")
	s.Method = "baseline"
	if a := estimate(t, s); a.Status != StatusNotEstimable || a.Looks.Verdict != VerdictHidden {
		t.Errorf("a forecast has %+v", a.Looks)
	}
	s = drawn(made(1, 8, 90, nil), "u00") // eight sets: no p below 1/8
	if a := estimate(t, s); a.Status != StatusNotEstimable || !strings.Contains(a.Reason, "8 different") {
		t.Errorf("%s: %s", a.Status, a.Reason)
	}
}

// restless is a panel of independent units whose days hang together: AR(1) with rho around each unit's
// size, on top of a common season, and k units drawn by lot.
func restless(seed uint64, n, k int, rho float64) (*panel.Panel, []string) {
	rng := rand.New(rand.NewPCG(seed, 404))
	state := make([]float64, n)
	for i := range state {
		state[i] = .15 * rng.NormFloat64() / math.Sqrt(1-rho*rho)
	}
	p := made(seed, n, 90, func(unit, _ int, v float64) float64 {
		state[unit] = rho*state[unit] + .15*rng.NormFloat64()
		return v * math.Exp(state[unit])
	})
	var treated []string
	for _, i := range rng.Perm(n)[:k] {
		treated = append(treated, p.Units[i])
	}
	return p, treated
}

// falseVerdicts are the shares of panels without effect in which four planned looks, and four naive ones
// at the same days, find something at the level.
func falseVerdicts(t *testing.T, runs uint64, n, k int, rho, level float64) (planned, naive float64) {
	t.Helper()
	for seed := range runs {
		p, treated := restless(seed, n, k, rho)
		s := drawn(p, treated...)
		s.Level = level
		a := estimate(t, s)
		if a.Status != StatusOK {
			t.Fatal(a.Reason)
		}
		if a.Looks.Verdict == VerdictCrossed {
			planned += 1 / float64(runs)
		}
		found := false
		days := s.Looks
		s.Looks = nil
		for _, s.End = range days {
			found = found || estimate(t, s).Significant
		}
		if found {
			naive += 1 / float64(runs)
		}
	}
	return planned, naive
}

// A small slice of the study, in every test run.
func TestPlannedLooksHoldTheirLevel(t *testing.T) {
	t.Parallel()
	const runs = 80
	planned, naive := falseVerdicts(t, runs, 12, 4, .6, .9)
	if planned > .10+3*math.Sqrt(.1*.9/runs) || naive <= planned {
		t.Errorf("false verdicts: %.3f planned, %.3f naive; promised .10", planned, naive)
	}
}

func TestStudyPlannedLooks(t *testing.T) {
	needsStudy(t)
	for _, c := range []struct {
		n, k  int
		rho   float64
		level float64
	}{{12, 4, 0, .95}, {12, 4, .6, .95}, {12, 4, .9, .95}, {12, 4, .6, .9}, {12, 4, .9, .9}} {
		const runs = 800
		planned, naive := falseVerdicts(t, runs, c.n, c.k, c.rho, c.level)
		t.Logf("| %d, %d drawn | %.1f | %.2f | %d | %.4f | %.4f |", c.n, c.k, c.rho, 1-c.level, runs, planned, naive)
		if alpha := 1 - c.level; planned > alpha+3*math.Sqrt(alpha*c.level/float64(runs)) {
			t.Errorf("false verdicts %.3f, promised %.2f", planned, alpha)
		}
	}
}

package experiment

import (
	"math"
	"testing"
)

// runPublishedCases asks the placebo cases with each method, and takes sc's second opinion as one more.
func runPublishedCases(t *testing.T, step int, methods ...string) map[string]*holdoutScore {
	t.Helper()
	var golden struct {
		Files map[string]string
		Cases []holdoutCase
	}
	readGolden(t, "placebo_cases.json", &golden)
	scores := map[string]*holdoutScore{"blocks": {}}
	for i := 0; i < len(golden.Cases); i += step {
		c := golden.Cases[i]
		p := lifted(readPanel(t, golden.Files[c.Dataset]), c)
		for _, method := range methods {
			var got [2]Answer
			for k, level := range []float64{.95, .9} {
				var err error
				got[k], err = Estimate(Spec{Panel: p, Treated: c.Treated, PreStart: p.Labels[c.From], Start: p.Labels[c.Start], End: p.Labels[c.Start+c.Length-1], Level: level, NoAudit: true, Method: method})
				if err != nil {
					t.Fatalf("case %d: %v", c.ID, err)
				}
			}
			if scores[method] == nil {
				scores[method] = &holdoutScore{}
			}
			scores[method].add(got[0], got[1], c.Lift)
			if method == "sc" {
				scores["blocks"].add(secondly(got[0]), secondly(got[1]), c.Lift)
			}
		}
	}
	return scores
}

// secondly is the answer that the second opinion alone would be.
func secondly(a Answer) Answer {
	o := a.Diagnostics.SecondOpinion
	if o == nil {
		return Answer{Status: StatusNotEstimable}
	}
	a.Total = &Total{Observed: a.Total.Observed, Counterfactual: a.Total.Observed - o.Effect, Effect: o.Effect, Lower: o.Lower, Upper: o.Upper}
	return a
}

// No range is empty, and each method comes near the lifts put in.
func TestPublishedMethodsOnCases(t *testing.T) {
	t.Parallel()
	for method, s := range runPublishedCases(t, 401, "sc", "asc", "sdid") {
		if s.empty > 0 || s.refused > 0 || s.n == 0 || math.IsNaN(s.width) {
			t.Errorf("%s: %s", method, s)
		}
	}
}

func TestStudyPublishedMethods(t *testing.T) {
	needsStudy(t)
	for method, s := range runPublishedCases(t, 8, "sc", "asc", "sdid", "tbr") {
		t.Logf("%-8s %s", method, s)
	}
}

package scorecard

import (
	"testing"

	"creatorlift/backend/experiment"
)

func answer(lower, upper float64, relative *experiment.Range, grade experiment.Grade) experiment.Answer {
	return experiment.Answer{Status: experiment.StatusOK, Grade: grade, Relative: relative,
		Total: &experiment.Total{Observed: 1000, Lower: lower, Upper: upper}}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	narrow := &experiment.Range{Lower: -.03, Upper: .04}
	above := &experiment.Range{Lower: .01, Upper: .04}
	running := answer(5, 90, above, experiment.GradeA)
	running.Looks = &experiment.Looks{Verdict: experiment.VerdictHidden}
	crossed := answer(5, 90, above, experiment.GradeA)
	crossed.Looks = &experiment.Looks{Verdict: experiment.VerdictCrossed}
	for name, c := range map[string]struct {
		a     experiment.Answer
		kind  Kind
		grade experiment.Grade
	}{
		"above zero":             {answer(5, 90, &experiment.Range{Lower: .01, Upper: .2}, experiment.GradeA), More, experiment.GradeA},
		"below zero":             {answer(-90, -5, nil, experiment.GradeC), Less, experiment.GradeC},
		"holds zero":             {answer(-90, 95, &experiment.Range{Lower: -.1, Upper: .2}, experiment.GradeB), CannotTell, experiment.GradeB},
		"holds zero, no share":   {answer(-9, 9, nil, experiment.GradeB), CannotTell, experiment.GradeB},
		"touches zero":           {answer(0, 9, nil, experiment.GradeB), CannotTell, experiment.GradeB},
		"within 5 % of zero":     {answer(-30, 40, narrow, experiment.GradeA), AboutZero, experiment.GradeA},
		"above zero, within 5 %": {answer(10, 40, above, experiment.GradeA), More, experiment.GradeA},
		"between planned looks":  {running, CannotTell, experiment.GradeA},
		"a look crossed":         {crossed, More, experiment.GradeA},
		"cannot be estimated":    {experiment.Answer{Status: experiment.StatusNotEstimable, Reason: "Too short."}, NotEstimable, experiment.GradeD},
		"ok but without a total": {experiment.Answer{Status: experiment.StatusOK, Grade: experiment.GradeA}, NotEstimable, experiment.GradeD},
	} {
		v := Judge(c.a)
		if v.Kind != c.kind || v.Grade != c.grade || (v.Why == "" && name != "ok but without a total") {
			t.Errorf("%s: got %+v, want %s at %s", name, v, c.kind, c.grade)
		}
	}
}

func TestGradeReasonsDiffer(t *testing.T) {
	t.Parallel()
	rate := .2
	seen := map[string]bool{}
	for _, a := range []experiment.Answer{
		answer(1, 2, nil, experiment.GradeA), answer(1, 2, nil, experiment.GradeB), answer(1, 2, nil, experiment.GradeC),
		answer(1, 2, nil, experiment.GradeD), {Status: experiment.StatusOK, Grade: experiment.GradeD, Audit: &experiment.Audit{Placebos: 4}}, {Status: experiment.StatusOK, Grade: experiment.GradeD, Audit: &experiment.Audit{FalseAlarmRate: &rate}},
	} {
		why := Judge(a).Why
		if seen[why] {
			t.Errorf("two grades have the reason %q", why)
		}
		seen[why] = true
	}
}

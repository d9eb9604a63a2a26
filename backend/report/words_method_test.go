package report

import (
	"strings"
	"testing"

	"creatorlift/backend/experiment"
	"creatorlift/backend/shop"
)

// dropsTest is a test whose two drops lie on 9 and 10 October and on 24 October.
func dropsTest() Test {
	a := octoberAnswer(experiment.GradeA)
	a.Method, a.Diagnostics.Redraws = "calendar", 815
	t := judged("October drops", "Drop dates drawn by lot", a)
	day := shop.DayFrom(2026, 10, 9)
	t.Drops = []Event{{day, day + 1, "Drop 1"}, {day + 15, day + 15, "Drop 2"}}
	return t
}

func TestEveryMethodHasWords(t *testing.T) {
	t.Parallel()
	for _, m := range experiment.Methods() {
		if m.Name != "auto" && methodWords(m.Name) == m.Name {
			t.Errorf("the method %s has no words", m.Name)
		}
	}
}

func TestWhyARangeIsWideNamesWhatWasCompared(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method  string
		redraws int
		want    string
	}{
		{"calendar", 815, "compared your drop dates with 815 other dates"},
		{"pairs", 1023, "each of your regions with its pair, and the result with 1,023 other ways"},
		{"did", 999, "compared your regions with 999 other groups"},
		{"log", 999, "compared your regions with 999 other groups"},
		{"sdid", 99, "compared your regions with 99 other groups"},
		{"asc", 99, "compared your regions with 99 other groups"},
		{"cohort", 99, "compared your regions with 99 other groups"},
		{"tbr", 0, "forecast the regions with creators from those without"},
		{"causalimpact", 0, "settings of R’s CausalImpact"},
		{"baseline", 0, "forecast the test from your own past and"},
	} {
		a := octoberAnswer(experiment.GradeB)
		a.Method, a.Diagnostics.Redraws = c.method, c.redraws
		if got := WhyWide(a); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q does not say %q", c.method, got, c.want)
		}
	}
	if got := WhyWide(refused().Answer); got != "" {
		t.Errorf("a refusal explains a range: %q", got)
	}
}

func TestASecondOpinionIsSaidPlainly(t *testing.T) {
	t.Parallel()
	a := octoberAnswer(experiment.GradeA)
	if got := SecondLine(a); got != "" {
		t.Errorf("without a second opinion: %q", got)
	}
	a.Diagnostics.SecondOpinion = &experiment.SecondOpinion{Effect: 100_000, Lower: -410_000, Upper: 600_000}
	if got := SecondLine(a); !strings.Contains(got, "another verdict") || !strings.Contains(got, "$") {
		t.Errorf("one that disagrees: %q", got)
	}
	a.Diagnostics.SecondOpinion.Agrees = true
	if got := SecondLine(a); !strings.Contains(got, "same verdict") {
		t.Errorf("one that agrees: %q", got)
	}
}

func TestHowTheMethodWasChosen(t *testing.T) {
	t.Parallel()
	a := octoberAnswer(experiment.GradeB)
	a.Method = "sc"
	a.Diagnostics.Tried = []experiment.Tried{{Method: "did", Error: .0312}, {Method: "sc", Error: .0241}, {Method: "log", Error: .12}}
	got := TriedLines(a)
	if len(got) != 3 || got[0].Method != "synthetic control" || !got[0].Taken || got[0].Error != "off by 2.4"+thinSpace+"%" || got[1].Taken || got[2].Error != "off by 12"+thinSpace+"%" {
		t.Errorf("%+v", got)
	}
	a.Diagnostics.Tried = a.Diagnostics.Tried[:1]
	if got := TriedLines(a); got != nil {
		t.Errorf("nothing was chosen among one: %+v", got)
	}
}

func TestDropDaysAreMarked(t *testing.T) {
	t.Parallel()
	view := ObservedView(dropsTest())
	if last := view.Key[len(view.Key)-1]; last.Label != "Drop day" {
		t.Errorf("the key ends with %+v", last)
	}
	named := 0
	for _, r := range view.Table.Rows {
		if strings.Contains(r[0], "Drop ") {
			named++
		}
	}
	if named != 3 {
		t.Errorf("%d days are named as drops in the table, 3 are", named)
	}
	if view := ObservedView(holdout()); len(view.Key) != 3 {
		t.Errorf("a test without drops has the key %+v", view.Key)
	}
}

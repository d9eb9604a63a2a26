package report

import (
	"fmt"
	"strings"
	"testing"

	"creatorlift/backend/experiment"
	"creatorlift/backend/scorecard"
)

// answer is a finished Answer in dollars, in cents.
func answer(grade experiment.Grade, effect, lower, upper float64) experiment.Answer {
	const anyway = 4051000.0
	return experiment.Answer{
		Status: experiment.StatusOK, Level: 0.9, Unit: "USD minor", Grade: grade, PValue: pointer(0.003),
		Total:    &experiment.Total{Observed: anyway + effect, Counterfactual: anyway, Effect: effect, Lower: lower, Upper: upper},
		Relative: &experiment.Range{Effect: effect / anyway, Lower: lower / anyway, Upper: upper / anyway},
	}
}

func wordCases() []Test {
	more := func(g experiment.Grade) experiment.Answer { return answer(g, 891234, 461111, 1321999) }
	less := func(g experiment.Grade) experiment.Answer { return answer(g, -891234, -1321999, -461111) }
	zero := func(g experiment.Grade) experiment.Answer { return answer(g, 20000, -150000, 190000) }
	plain := more(experiment.GradeA)
	plain.Unit, plain.Level = "", 0.95
	noShare := more(experiment.GradeA)
	noShare.Relative, noShare.PValue = nil, pointer(0.0001)
	yen := more(experiment.GradeC)
	yen.Unit = "JPY minor"
	weak := answer(experiment.GradeC, 120000, -200000, 940000)
	weak.PValue = pointer(0.42)
	failed := more(experiment.GradeD)
	failed.Audit = &experiment.Audit{Placebos: 40, FalseAlarmRate: pointer(0.2), Coverage: pointer(0.7)}
	few := more(experiment.GradeD)
	few.Audit = &experiment.Audit{Placebos: 4}
	var list []Test
	for _, c := range []struct {
		name string
		a    experiment.Answer
	}{
		{"more A", more("A")}, {"more B", more("B")}, {"more C", more("C")}, {"more D", failed}, {"more D, short history", few},
		{"less A", less("A")}, {"less B", less("B")}, {"less C", less("C")}, {"less D", less("D")},
		{"about zero A", zero("A")}, {"about zero C", zero("C")}, {"about zero D", zero("D")},
		{"cannot tell C", weak}, {"plain numbers A at 95", plain}, {"no share A", noShare}, {"yen C", yen},
		{"not estimable", experiment.Answer{Status: experiment.StatusNotEstimable, Reason: "the sales before 3 Oct cover 9 days; at least 42 are needed"}},
	} {
		list = append(list, judged(c.name, "", c.a))
	}
	list[2].Truth, list[6].Truth = &Truth{Effect: 700000, Relative: 0.15}, &Truth{Effect: 700000, Relative: 0.15}
	return list
}

func TestSentences(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, c := range wordCases() {
		fmt.Fprintf(&b, "## %s\n%s\n", c.Name, Text(c))
	}
	golden(t, "sentences.txt", []byte(b.String()))
}

// The words of the design language, to the letter.
func TestHeadlinesOfTheDesign(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"more A":        "Your creators caused about $8,900 of extra sales, 22\u202f% more than you would have had.",
		"more C":        "About $8,900 more came in than we would expect without creators.",
		"about zero A":  "Tested, and about zero: any effect is under ±5\u202f%.",
		"cannot tell C": "Not enough data yet. The truth could be anything from −$2,000 to $9,400.",
		"not estimable": "No answer from these files. The sales before 3 Oct cover 9 days; at least 42 are needed.",
	}
	for _, c := range wordCases() {
		if w, ok := want[c.Name]; ok && Headline(c) != w {
			t.Errorf("%s: %q, want %q", c.Name, Headline(c), w)
		}
		if strings.Contains(Text(c), "caused") != (c.Verdict.Grade == experiment.GradeA && (c.Verdict.Kind == scorecard.More || c.Verdict.Kind == scorecard.Less)) {
			t.Errorf("%s: “caused” is a word for grade A: %s", c.Name, Text(c))
		}
		for _, never := range []string{"significant", "proven", "guaranteed", "no effect"} {
			if strings.Contains(Text(c), never) {
				t.Errorf("%s says %q", c.Name, never)
			}
		}
	}
}

func TestRounding(t *testing.T) {
	t.Parallel()
	dollars, plain, yen, dinar := moneyMeasure("USD"), measure{}, moneyMeasure("JPY"), moneyMeasure("KWD")
	for _, c := range []struct {
		m                   measure
		point, lower, upper float64
		want                string
	}{
		{dollars, 891234, 461111, 1321999, "$8,900 $4,600 $13,200"},
		{dollars, 995000, 461111, 1321999, "$10,000 $4,600 $13,200"},
		{dollars, 300, 290, 310, "$3.00 $2.90 $3.10"},
		{dollars, 1234567, 1234000, 1235000, "$12,000 $12,000 $12,000"},
		{dollars, 891234, 40, 1782428, "$8,900 $0.40 $17,800"},
		{dollars, -891234, -1782428, -3500, "−$8,900 −$17,800 −$40"},
		{dollars, 120000, -200000, 940000, "$1,200 −$2,000 $9,400"},
		{dollars, 3, -900000, 900000, "$0 −$9,000 $9,000"},
		{dollars, -0.2, -0.4, 0.4, "$0.00 $0.00 $0.00"},
		{plain, 89.1234, 46.1, 132.2, "89 46 132"},
		{plain, 0.0891, 0.0461, 0.1322, "0.089 0.046 0.132"},
		{plain, 0, 0, 0, "0 0 0"},
		{yen, 8912, 4611, 13219, "¥8,900 ¥4,600 ¥13,200"},
		{dinar, 8912345, 4611111, 13219999, "KWD\u00a08,900 KWD\u00a04,600 KWD\u00a013,200"},
	} {
		step := c.m.stepOf(c.point, c.lower, c.upper)
		lower, upper := c.m.bounds(c.lower, c.upper, step)
		got := c.m.rounded(c.point, step) + " " + lower + " " + upper
		if got != c.want {
			t.Errorf("%v (%v to %v): %q, want %q", c.point, c.lower, c.upper, got, c.want)
		}
	}
}

func TestSmallWords(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		percent(0.224): "22\u202f%", percent(-0.055): "−6\u202f%", percent(0.001): "under 1\u202f%", percent(0): "0\u202f%",
		rate(0.03): "3.0\u202f%", rate(0.067): "6.7\u202f%", rate(0.12): "12\u202f%",
		signed(percent(0.2)): "+20\u202f%", signed(percent(-0.2)): "−20\u202f%", signed("0\u202f%"): "0\u202f%", signed("$5"): "+$5",
		dollarsCompact(1500): "$1.5k", dollarsCompact(-5000): "−$5k", dollarsCompact(2.4e6): "$2.4m", dollarsCompact(0): "$0", dollarsCompact(999.999): "$1k", dollarsCompact(999996): "$1m",
		moneyMeasure("USD").exact(298000): "$2,980", moneyMeasure("USD").exact(1700): "$17.00", moneyMeasure("EUR").exact(-4250): "−€42.50",
		plural(1, "order", "orders"): "1 order", plural(1383, "order", "orders"): "1,383 orders",
		levelPercent(0.95): "95\u202f%", levelPercent(0.975): "97.5\u202f%", likely(0.9): "Likely",
		measureOf("USD minor").name(): "US dollars", measureOf("orders").name(): "Plain numbers", measureOf("usd minor").name(): "Plain numbers",
		spanWords(experiment.Span{First: "2026-10-05", Last: "2026-11-01"}): "5 October to 1 November 2026",
		spanWords(experiment.Span{First: "2026-10-05", Last: "2026-10-09"}): "5 to 9 October 2026",
		spanShort(experiment.Span{First: "2025-12-30", Last: "2026-01-02"}): "30 Dec 2025 to 2 Jan 2026",
		spanShort(experiment.Span{First: "week 3", Last: "week 9"}):         "week 3 to week 9",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func dollarsCompact(v float64) string { return moneyMeasure("USD").compact(v) }

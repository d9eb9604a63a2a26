package report

import (
	"encoding/json"
	"math"
	"regexp"
	"strings"
	"testing"

	"creatorlift/backend/experiment"
)

func charted() map[string]Option {
	d := document()
	t := d.Tests[0]
	return map[string]Option{
		"observed": observedChart(t, onPaper), "drops": observedChart(dropsTest(), onPaper), "cumulative": cumulativeChart(t, onPaper), "placebo": placeboChart(t, onPaper), "range": rangeChart(t, nil, onPaper),
		"creators": creatorsChart(weeklyIntervals(creators(5)), CreatorScale(creators(5)), onPaper), "claims": claimsChart(d, onPaper),
	}
}

func TestChartOptions(t *testing.T) {
	t.Parallel()
	for name, o := range charted() {
		b := marshalled(t, o)
		golden(t, "chart_"+name+".json", b)
		if hex := regexp.MustCompile(`"#[0-9A-Fa-f]{3,8}"|rgba?\(`).FindString(string(b)); hex != "" {
			t.Errorf("%s holds the colour %s instead of a token", name, hex)
		}
		if s := string(b); strings.Contains(s, "function") || strings.Contains(s, "__f__") || strings.Contains(s, "=>") {
			t.Errorf("%s holds a script", name)
		}
	}
}

// Every option can be drawn, and nothing it draws leaves its box.
func TestChartsAreDrawn(t *testing.T) {
	t.Parallel()
	r, err := newRenderer()
	if err != nil {
		t.Fatal(err)
	}
	for name, o := range charted() {
		sc, err := r.scene(o, 600, 200)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		texts := 0
		for _, m := range sc.marks {
			if m.text != nil {
				texts++
			}
			if m.text != nil || m.clip != nil {
				continue
			}
			for _, p := range flatten(m.outline) {
				if p.x < -6 || p.x > 606 || p.y < -12 || p.y > 212 || math.IsNaN(p.x+p.y) {
					t.Errorf("%s: a mark at %v", name, p)
				}
			}
		}
		if texts == 0 && name != "creators" {
			t.Errorf("%s has no words", name)
		}
	}
}

func TestColourFollowsTheRange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lower, upper float64
		want         string
	}{{1, 2, "effect"}, {-2, -1, "bad"}, {-1, 1, "unsure"}, {0, 1, "unsure"}} {
		a := octoberAnswer(experiment.GradeC)
		a.Total = &experiment.Total{Effect: (c.lower + c.upper) / 2, Lower: c.lower, Upper: c.upper}
		if s := string(marshalled(t, rangeChart(judged("", "", a), nil, onPaper))); !strings.Contains(s, `"color": "cl:`+c.want+`"`) {
			t.Errorf("%v to %v is not %s", c.lower, c.upper, c.want)
		}
	}
}

func TestChartsOfMissingParts(t *testing.T) {
	t.Parallel()
	none := judged("", "", experiment.Answer{Status: experiment.StatusNotEstimable})
	if observedChart(none, onPaper) != nil || cumulativeChart(none, onPaper) != nil || placeboChart(none, onPaper) != nil || rangeChart(none, nil, onPaper) != nil {
		t.Error("an answer without numbers must give no chart")
	}
	if creatorsChart(nil, 0, onPaper) != nil || claimsChart(Document{Tests: []Test{none}}, onPaper) != nil {
		t.Error("no creators, no claims: no chart")
	}
	gaps := octoberAnswer(experiment.GradeC)
	for i := range gaps.Days {
		gaps.Days[i].Lower, gaps.Days[i].Upper = nil, nil
		if i%5 == 0 {
			gaps.Days[i].Observed = nil
		}
	}
	o := observedChart(judged("", "", gaps), onPaper)
	if b, err := json.Marshal(o); err != nil || !strings.Contains(string(b), "null") {
		t.Errorf("a missing day must stay missing (%v)", err)
	}
}

func TestNiceTicks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lo, hi float64 }{{0, 1}, {820, 2310}, {-4.2, 13.2}, {-0.0003, 0.0001}, {1e7, 9e7}, {5, 5}, {0, 0}} {
		got := niceTicks(c.lo, c.hi)
		n := len(got.values())
		if got.min > c.lo || got.max < c.hi || n < 3 || n > 7 {
			t.Errorf("%v to %v: %+v with %d ticks", c.lo, c.hi, got, n)
		}
	}
}

// Every colour that an option names is there for both schemes, and each is a colour.
func TestTokensHoldEveryColour(t *testing.T) {
	t.Parallel()
	named := map[string]bool{}
	for _, o := range charted() {
		for _, m := range regexp.MustCompile(`"cl:(\w+)"`).FindAllStringSubmatch(string(marshalled(t, o)), -1) {
			named[m[1]] = true
		}
	}
	if len(named) < 10 {
		t.Errorf("only %d colours are named", len(named))
	}
	for name := range named {
		for _, scheme := range []string{"light", "dark"} {
			if _, err := parseHex(schemes()[scheme][name]); err != nil {
				t.Errorf("%s %s: %v", scheme, name, err)
			}
		}
	}
}

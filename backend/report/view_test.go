package report

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"creatorlift/backend/experiment"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
)

func salesDays(n int) []SalesDay {
	start := shop.DayFrom(2026, 5, 19)
	var days []SalesDay
	for i := range n {
		days = append(days, SalesDay{Day: start + shop.Day(i), NetCents: shop.Cents(150000 + 40000*math.Sin(float64(i)*0.9)), Missing: i > 40 && i < 50})
	}
	return days
}

// viewed is every chart of the screen.
func viewed() map[string]*Chart {
	t, rows := holdout(), creators(10)
	breakEven := 550000.0
	crowded, short := holdout(), holdout()
	day := crowded.Events[0].First
	for i := range 4 {
		crowded.Events = append(crowded.Events, Event{First: day + shop.Day(i), Last: day + shop.Day(i), Name: "a weekend promotion of 15 %"})
	}
	crowded.Events = append(crowded.Events, Event{First: day - 35, Last: day - 35, Name: "an early beginning"}, Event{First: day + 20, Last: day + 20, Name: "a late and lengthy end of it all"})
	short.Answer.Unit = "KWD minor"
	for i := range short.Answer.Days {
		short.Answer.Days[i].InTest = i >= len(short.Answer.Days)-3
	}
	untested := document()
	untested.Tests = nil
	return map[string]*Chart{
		"observed": ObservedView(t), "observed, crowded": ObservedView(crowded), "observed, short": ObservedView(short), "difference, short": DifferenceView(short),
		"cumulative, short": CumulativeView(short), "range, short": RangeView(short, nil), "difference": DifferenceView(t), "cumulative": CumulativeView(t), "placebo": PlaceboView(t),
		"range": RangeView(t, nil), "range with break-even": RangeView(t, &breakEven), "range, cannot tell": RangeView(unsettled(), nil),
		"claims": ClaimsView(document()), "claims, no test": ClaimsView(untested), "sales": SalesView("USD", salesDays(90)), "sales, long": SalesView("EUR", salesDays(700)),
		"creators": CreatorsView(rows, CreatorScale(rows)), "creator": CreatorRowView(rows[0], CreatorScale(rows)),
	}
}

// unsettled is a test whose range holds zero and more.
func unsettled() Test {
	a := octoberAnswer(experiment.GradeC)
	total := *a.Total
	total.Effect, total.Lower, total.Upper = 120000, -200000, 440000
	a.Total, a.PValue = &total, nil
	cf := total.Counterfactual
	a.Relative = &experiment.Range{Effect: 120000 / cf, Lower: -200000 / cf, Upper: 440000 / cf}
	return judged("October", "The shop's own past as the baseline", a)
}

func TestViewsAreComplete(t *testing.T) {
	t.Parallel()
	for name, v := range viewed() {
		if v == nil {
			t.Errorf("%s: nothing to draw", name)
			continue
		}
		if v.ID == "" || v.Title == "" || !strings.HasSuffix(v.Alt, ".") || v.Height < heightCreator || v.Key == nil {
			t.Errorf("%s: %q, %q, %q, %d px, key %v", name, v.ID, v.Title, v.Alt, v.Height, v.Key)
		}
		for _, k := range v.Key {
			if schemes()["dark"][k.Token] == "" || k.Label == "" {
				t.Errorf("%s: key %+v", name, k)
			}
		}
		for _, row := range v.Table.Rows {
			if len(row) != len(v.Table.Head) {
				t.Errorf("%s: %d cells under %d heads", name, len(row), len(v.Table.Head))
			}
		}
		for _, o := range []Option{v.Wide, v.Narrow} {
			checkOption(t, name, o, v)
		}
	}
	if dir := os.Getenv("CREATORLIFT_VIEW_OUT"); dir != "" { // to look at them
		b, err := json.Marshal(viewed())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "views.json"), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// checkOption looks for scripts and colours, and whether the table goes with the categories.
func checkOption(t *testing.T, name string, o Option, v *Chart) {
	t.Helper()
	s := string(marshalled(t, o))
	if found := regexp.MustCompile(`function|=>|"#[0-9A-Fa-f]{3,8}"|rgba?\(`).FindString(s); found != "" {
		t.Errorf("%s holds %s", name, found)
	}
	for _, m := range regexp.MustCompile(`"cl:(\w+)"`).FindAllStringSubmatch(s, -1) {
		if schemes()["dark"][m[1]] == "" || schemes()["light"][m[1]] == "" {
			t.Errorf("%s: no colour %s", name, m[1])
		}
	}
	axis := o["xAxis"].([]any)[0].(map[string]any)
	if axis["type"] == "category" && len(axis["data"].([]string)) != len(v.Table.Rows) {
		t.Errorf("%s: %d rows for %d categories", name, len(v.Table.Rows), len(axis["data"].([]string)))
	}
}

// At the narrowest and the widest place no word leaves its chart and no two touch.
func TestViewsHoldTheirWords(t *testing.T) {
	t.Parallel()
	r, err := newRenderer()
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range viewed() {
		for _, c := range []struct {
			o     Option
			width float64
		}{{v.Narrow, 300}, {v.Wide, 560}, {v.Wide, 1150}} {
			sc, err := r.scene(c.o, c.width, float64(max(v.Height, 40)))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			checkWords(t, name, sc)
		}
	}
}

func checkWords(t *testing.T, name string, sc scene) {
	t.Helper()
	var boxes []rect
	var words []string
	for _, m := range sc.marks {
		if m.text == nil || m.fill == nil || strings.TrimSpace(m.text.words) == "" {
			continue
		}
		w := faceOf(m.text.weight).width(m.text.words, m.text.size, 0)
		b := rect{m.text.at.x - w*map[string]float64{"start": 0, "middle": 0.5, "end": 1}[m.text.anchor], m.text.at.y - m.text.size*0.4, w, m.text.size * 0.8}
		if b.x < -0.5 || b.x+b.w > sc.width+0.5 || b.y < -2 || b.y+b.h > sc.height+1 {
			t.Errorf("%s at %v px: %q leaves the chart: %+v", name, sc.width, m.text.words, b)
		}
		for i, o := range boxes {
			if b.x < o.x+o.w && o.x < b.x+b.w && b.y < o.y+o.h && o.y < b.y+b.h {
				t.Errorf("%s at %v px: %q touches %q", name, sc.width, m.text.words, words[i])
			}
		}
		boxes, words = append(boxes, b), append(words, m.text.words)
	}
}

func TestViewsOfMissingParts(t *testing.T) {
	t.Parallel()
	none := judged("", "", experiment.Answer{Status: experiment.StatusNotEstimable, Reason: "too short"})
	for name, v := range map[string]*Chart{
		"observed": ObservedView(none), "difference": DifferenceView(none), "cumulative": CumulativeView(none), "placebo": PlaceboView(none),
		"range": RangeView(none, nil), "claims": ClaimsView(Document{}), "sales": SalesView("USD", []SalesDay{{Missing: true}}), "creators": CreatorsView(nil, 0),
	} {
		if v != nil {
			t.Errorf("%s: something to draw", name)
		}
	}
	if f := ExtraFigure(none); f.Value != "cannot be estimated" || f.Range != "Too short." || f.Tone != "plain" {
		t.Errorf("%+v", f)
	}
}

func TestScaleTicksStandWhereTheForestHasThem(t *testing.T) {
	t.Parallel()
	for _, top := range []float64{0, 0.3, 4.1, 26} {
		list := ScaleTicks(top)
		if len(list) < 2 || list[0].Label != "0" {
			t.Errorf("%v: %+v", top, list)
		}
		for i, tick := range list {
			if tick.At <= 0 || tick.At > 1 || i > 0 && tick.At <= list[i-1].At {
				t.Errorf("%v: %+v", top, list)
			}
		}
	}
}

func TestWordsOfTheScreen(t *testing.T) {
	t.Parallel()
	day := shop.DayFrom(2026, 11, 21)
	extra, weak := ExtraFigure(holdout()), unsettled()
	for got, want := range map[string]string{
		LongDay(day): "Sat 21 Nov 2026", DayRange(day-33, day-6): "19 Oct to 15 Nov 2026", Count(-1234567): "−1,234,567",
		Money("USD", 298000): "$2,980", Plural(1, "file", "files"): "1 file", Percent(0.11): "11\u202f%",
		BadgeOf(holdout().Verdict).Word:                     "Randomised",
		BadgeOf(scorecard.Verdict{Kind: "x", Why: "y"}).Why: "Y.",
		extra.Label + ", " + extra.Tone:                     "Extra sales because of creators, effect",
		MeaningLine(holdout()):                              "If nothing had been going on, a difference this large would turn up about 3 times in 1,000.",
		SettleLine(weak):                                    "If the effect is really near $1,200, a test about eight times as long, or with more creators, would narrow the range enough to leave zero outside.",
		SettleLine(holdout()):                               "",
		RangeFigure("", "", "USD", experiment.Range{Effect: 180000, Lower: -50000, Upper: 410000}, 0.9).Range: "likely −$500 to $4,100",
		RatioFigure("", "", "USD", experiment.Range{Effect: 3, Lower: 1.5, Upper: 4.4}, 0.9).Value:            "$3.00",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if strings.Contains(MeaningLine(weak)+SettleLine(weak), "no effect") {
		t.Error("not knowing is never called no effect")
	}
}

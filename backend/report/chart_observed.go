package report

import (
	"math"

	"creatorlift/backend/experiment"
	"creatorlift/backend/shop"
)

// Before the test the chart shows four weeks, and never fewer than eight periods.
const (
	daysBefore    = 28
	periodsBefore = 8
	windowOpacity = 0.75 // of the test window
)

// observedChart sets what came in against what would have happened anyway, with the range of the
// single periods, from four weeks before the test to its end. Values are in major units. It is nil
// where the Answer has no periods.
func observedChart(t Test, l layout) Option {
	days := shownDays(t.Answer)
	if len(days) == 0 {
		return nil
	}
	m := measureOf(t.Answer.Unit)
	c := newChart(l)
	names, observed, anyway, band := columns(days, m)
	c.yTicks = observedTicks(days, m)
	for _, v := range c.yTicks.values() {
		c.yMarks = append(c.yMarks, m.compact(v))
	}
	c.timeGrid(len(days))
	first, last := testEnds(days)
	c.testWindow(first, last)
	c.drops(t, days)
	c.custom("band", "anywayBand", band)
	c.line("Would have happened anyway", lineLook{"anyway", 1.75, []float64{5, 4}}, anyway)
	c.line("What came in", lineLook{"observed", 2, nil}, observed)
	c.notes([]note{{x: first, y: c.yTicks.max, words: c.testLabel(t.Answer), colorToken: "text2", position: "insideTopLeft", weight: "500", size: c.font}}, "", 1)
	if !c.narrow {
		c.ends(days, m)
	}
	c.events(t, days)
	return c.timeAxes(c.option(), names)
}

// shownDays is the part of the series that the chart shows.
func shownDays(a experiment.Answer) []experiment.DayEffect {
	first := -1
	for i, d := range a.Days {
		if d.InTest {
			first = i
			break
		}
	}
	if first < 0 {
		return nil
	}
	from := max(0, first-periodsBefore)
	if start, err := shop.ParseDay(a.Days[first].Date); err == nil {
		for from > 0 {
			day, err := shop.ParseDay(a.Days[from-1].Date)
			if err != nil || day < start-daysBefore {
				break
			}
			from--
		}
	}
	end := len(a.Days)
	for end > 0 && !a.Days[end-1].InTest {
		end--
	}
	return a.Days[from:end]
}

func columns(days []experiment.DayEffect, m measure) (names []string, observed, anyway []any, band [][]any) {
	for i, d := range days {
		names = append(names, dayName(d.Date))
		observed = append(observed, known(d.Observed, m))
		anyway = append(anyway, m.round(d.Counterfactual))
		band = append(band, []any{i, known(d.Lower, m), known(d.Upper, m)})
	}
	return names, observed, anyway, band
}

// known is a value in major units, nil where it is not known.
func known(v *float64, m measure) any {
	if v == nil || math.IsNaN(*v) || math.IsInf(*v, 0) {
		return nil
	}
	return m.round(*v)
}

// round keeps what a chart can show: minor units for money, six figures for plain numbers.
func (m measure) round(v float64) float64 {
	if m.isMoney() {
		return math.Round(v) / math.Pow10(m.decimals)
	}
	if unit := unitOfTwo(v); unit > 0 {
		return clean(v, unit/100)
	}
	return 0
}

func observedTicks(days []experiment.DayEffect, m measure) ticks {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, d := range days {
		for _, v := range []*float64{d.Observed, &d.Counterfactual, d.Lower, d.Upper} {
			if v != nil && !math.IsNaN(*v) {
				lo, hi = math.Min(lo, m.major(*v)), math.Max(hi, m.major(*v))
			}
		}
	}
	if lo > 0 && lo < hi*0.3 { // near enough to zero to begin there
		lo = 0
	}
	return niceTicks(lo, hi)
}

// labelStep labels at most this many of n periods, whole weeks apart where the periods are days.
func labelStep(n, most int) int {
	if n <= most {
		return 1
	}
	if n > 14 {
		return 7 * int(math.Ceil(float64(n)/float64(7*most)))
	}
	return int(math.Ceil(float64(n) / float64(most)))
}

// timeGrid leaves room for the words around a chart of n periods: ticks at the left, names of the
// lines at the right, days below.
func (c *chart) timeGrid(n int) {
	most, right := 6, 12+widthOf("happened anyway", c.font)+2
	if c.narrow {
		most, right = 3, 20
	}
	c.xStep = labelStep(n, most)
	c.grid = map[string]float64{"left": c.axisWidth(), "top": 8, "right": math.Ceil(right), "bottom": c.font + 13}
}

// widthOf measures the words of a chart at weight 500, px.
func widthOf(words string, size float64) float64 { return medium().width(words, size, 0) }

// axisWidth leaves room for the widest tick word.
func (c *chart) axisWidth() float64 {
	widest := 0.0
	for _, s := range c.yMarks {
		widest = math.Max(widest, regular().width(s, c.font, 0))
	}
	return math.Ceil(widest) + 12
}

func testEnds(days []experiment.DayEffect) (first, last int) {
	first = -1
	for i, d := range days {
		if d.InTest {
			last = i
			if first < 0 {
				first = i
			}
		}
	}
	return first, last
}

// testWindow shades the test.
func (c *chart) testWindow(first, last int) {
	c.custom("band", "sunken", [][]any{{first, c.yTicks.min, c.yTicks.max}, {last, c.yTicks.min, c.yTicks.max}})
	c.payload[c.last()] = map[string]any{"opacity": windowOpacity}
}

func (c *chart) testLabel(a experiment.Answer) string {
	if length := testLength(a); length != "" && !c.narrow {
		return "Test · " + length
	}
	return "Test"
}

// ends names the two lines at their last values.
func (c *chart) ends(days []experiment.DayEffect, m measure) {
	last := len(days) - 1
	for i := last; i >= 0; i-- {
		if days[i].Observed == nil {
			continue
		}
		came, anyway := m.major(*days[i].Observed), m.major(days[last].Counterfactual)
		// 12 % of the height keeps the two labels, one and two lines high, apart.
		gap, middle := (c.yTicks.max-c.yTicks.min)*0.12, (came+anyway)/2
		if math.Abs(came-anyway) < gap {
			sign := 1.0
			if came < anyway {
				sign = -1
			}
			came, anyway = middle+sign*gap/2, middle-sign*gap/2
		}
		c.notes([]note{
			{x: last, y: clean(came, c.yTicks.step), words: "What came in", colorToken: "observed", position: "right", weight: "500", size: c.font},
			{x: last, y: clean(anyway, c.yTicks.step), words: "Would have\nhappened anyway", colorToken: "anyway", position: "right", weight: "500", size: c.font},
		}, "", 1)
		return
	}
}

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

// ObservedChart sets what came in against what would have happened anyway, with the range of the
// single periods, from four weeks before the test to its end. Values are in major units. It is nil
// where the Answer has no periods.
func ObservedChart(t Test) Option {
	days := shownDays(t.Answer)
	if len(days) == 0 {
		return nil
	}
	m := measureOf(t.Answer.Unit)
	c := newChart()
	names, observed, anyway, band := columns(days, m)
	c.yTicks = observedTicks(days, m)
	for _, v := range c.yTicks.values() {
		c.yMarks = append(c.yMarks, m.compact(v))
	}
	c.xStep = labelStep(len(days))
	c.grid = map[string]float64{"left": axisWidth(c.yMarks), "top": 8, "right": 118, "bottom": 24}
	first, last := testEnds(days)
	c.custom("band", "sunken", [][]any{{first, c.yTicks.min, c.yTicks.max}, {last, c.yTicks.min, c.yTicks.max}})
	c.payload[c.last()] = map[string]any{"opacity": windowOpacity}
	c.custom("band", "anywayBand", band)
	c.line("Would have happened anyway", lineLook{"anyway", 1.75, []float64{5, 4}}, anyway)
	c.line("What came in", lineLook{"observed", 2, nil}, observed)
	c.notes([]note{{first, c.yTicks.max, testLabel(t.Answer), "text2", "insideTopLeft", "500", chartFont}}, "", 1)
	c.ends(days, m)
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

// labelStep labels at most six periods, whole weeks apart where the periods are days.
func labelStep(n int) int {
	if n <= 6 {
		return 1
	}
	if n > 14 {
		return 7 * int(math.Ceil(float64(n)/(7*6)))
	}
	return int(math.Ceil(float64(n) / 6))
}

// axisWidth leaves room for the widest tick word.
func axisWidth(marks []string) float64 {
	widest := 0.0
	for _, s := range marks {
		widest = math.Max(widest, regular().width(s, chartFont, 0))
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

func testLabel(a experiment.Answer) string {
	if length := testLength(a); length != "" {
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
			{last, clean(came, c.yTicks.step), "What came in", "observed", "right", "500", chartFont},
			{last, clean(anyway, c.yTicks.step), "Would have\nhappened anyway", "anyway", "right", "500", chartFont},
		}, "", 1)
		return
	}
}

// events puts a small triangle with a word on the axis where something happened.
func (c *chart) events(t Test, days []experiment.DayEffect) {
	for _, e := range t.Events {
		for i, d := range days {
			day, err := shop.ParseDay(d.Date)
			if err != nil || day < e.First || day > e.Last {
				continue
			}
			c.notes([]note{{i, c.yTicks.min, e.Name, "text2", "top", "400", chartFont}}, "triangle", 7)
			break
		}
	}
}

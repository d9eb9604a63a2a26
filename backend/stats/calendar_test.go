package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The numbers of schedules of the drop-window study, and of on/off weeks.
func TestCalendarRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule CalendarRule
		want float64
	}{
		{CalendarRule{Days: 28, Windows: 3, Length: 1, Gap: 4, Washout: 4}, 816},
		{CalendarRule{Days: 42, Windows: 3, Length: 2, Gap: 6, Washout: 4}, 2925},
		{CalendarRule{Days: 56, Windows: 4, Length: 2, Gap: 6, Washout: 4}, 58905},
		{OnOffWeeks(28), 3}, {OnOffWeeks(42), 10}, {OnOffWeeks(56), 35},
	} {
		if got := c.rule.Count(); got != c.want || c.rule.Check() != nil {
			t.Errorf("%+v: %v schedules (%v), want %v", c.rule, got, c.rule.Check(), c.want)
		}
	}
	for _, r := range []CalendarRule{{}, {Days: 28, Windows: 3, Length: 2, Gap: 1}, {Days: 28, Windows: 10, Length: 3, Gap: 3},
		{Days: 28, Windows: 3, Length: 1, Gap: 4, Washout: 28}, {Days: 28, Windows: -1, Length: 1, Gap: 1}, {Days: 1 << 40, Windows: 1, Length: 1, Gap: 1}} {
		if r.Check() == nil {
			t.Errorf("%+v was taken", r)
		}
	}
}

// Enumeration against brute force over all sets of days; Mean against the enumeration's own mean; Draw
// against both.
func TestCalendarDrawsAreUniform(t *testing.T) {
	t.Parallel()
	for _, r := range []CalendarRule{{Days: 16, Windows: 3, Length: 2, Gap: 3, Washout: 2}, {Days: 14, Windows: 2, Length: 1, Gap: 4, Washout: 4}, OnOffWeeks(42)} {
		want := bruteCalendars(r)
		all := r.Redraws(1e6, nil)
		if len(all) != len(want) || float64(len(all)) != r.Count() {
			t.Fatalf("%+v: %d calendars, brute force finds %d, Count %v", r, len(all), len(want), r.Count())
		}
		mean, got := make([]float64, r.Days), r.Mean()
		for _, c := range all {
			if !want[fmt.Sprint(c)] || !r.Allows(c) {
				t.Fatalf("%+v: %v is none", r, c)
			}
			for d, v := range r.Posts(c) {
				mean[d] += v / float64(len(all))
			}
		}
		for d := range mean {
			if !near(mean[d], got[d], 1e-12) {
				t.Fatalf("%+v day %d: mean %v, counted %v", r, d, got[d], mean[d])
			}
		}
		const draws = 60_000
		seen, rng := map[string]float64{}, rand.New(rand.NewPCG(1, 2))
		for range draws {
			seen[fmt.Sprint(r.Draw(rng))]++
		}
		each, chi := draws/float64(len(all)), 0.0
		for c := range want {
			chi += (seen[c] - each) * (seen[c] - each) / each
		}
		if df := float64(len(all) - 1); len(seen) != len(all) || chi > df+4*math.Sqrt(2*df) {
			t.Errorf("%+v: chi-square %v with %v degrees of freedom, %d of %d seen", r, chi, df, len(seen), len(all))
		}
	}
}

func bruteCalendars(r CalendarRule) map[string]bool {
	found := map[string]bool{}
	var build func(starts []int, from int)
	build = func(starts []int, from int) {
		if len(starts) == r.Windows {
			found[fmt.Sprint(starts)] = true
			return
		}
		for s := from; s+r.Length <= r.Days-r.Washout; s++ {
			if r.Step > 1 && s%r.Step != 0 {
				continue
			}
			build(append(slices.Clone(starts), s), s+r.Gap)
		}
	}
	build(nil, 0)
	return found
}

// On/off weeks: so few patterns that even the best possible data give no small p-value.
func TestOnOffWeeksCannotRuleOutLuck(t *testing.T) {
	t.Parallel()
	for days, least := range map[int]float64{28: 1. / 3, 42: 1. / 10} {
		r := OnOffWeeks(days)
		grid := dailyGrid(t, 3*days, days)
		all := r.Redraws(1e6, nil)
		for i, own := range all {
			y := quietShop(uint64(i), grid.n)
			for d, v := range Exposure(r.Posts(own), 2.5) { // creators triple the shop's sales
				y[grid.pre+d] += 100 * float64(days) * 2 * v
			}
			s, err := NewCalendarSeries(grid, y)
			if err != nil {
				t.Fatal(err)
			}
			if p := s.Lot(r).Test(own, without(all, i)).P(0); p < least-1e-12 {
				t.Errorf("%d days: p %v is below %v", days, p, least)
			}
		}
	}
}

func without(all [][]int, i int) [][]int { return slices.Concat(all[:i], all[i+1:]) }

// dailyGrid is a shape without closed days.
func dailyGrid(t testing.TB, pre, days int) *CalendarGrid {
	t.Helper()
	shape := CalendarShape{Start: pre, Length: days}
	for d := range pre + days {
		shape.Days, shape.Season = append(shape.Days, d), append(shape.Season, d%7)
	}
	g, err := NewCalendarGrid(shape)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// quietShop sells about 100 a day with weekdays, an AR and noise.
func quietShop(seed uint64, n int) []float64 {
	rng := rand.New(rand.NewPCG(seed, 77))
	y, ar := make([]float64, n), 0.0
	for t := range y {
		ar = .7*ar + .07*rng.NormFloat64()
		y[t] = 100 * math.Exp(.1*math.Sin(float64(t%7))+ar+.1*rng.NormFloat64())
	}
	return y
}

// The tables against the formula of the paper, step by step with plain loops.
func TestCalendarTestAgainstTheFormula(t *testing.T) {
	t.Parallel()
	r := CalendarRule{Days: 20, Windows: 2, Length: 2, Gap: 5, Washout: 3}
	shape := CalendarShape{Start: 60, Length: 20}
	for d := range 80 {
		if d%7 != 6 && d != 64 { // closed on one weekday, one day missing
			shape.Days, shape.Season = append(shape.Days, d), append(shape.Season, d%7)
		}
	}
	g, err := NewCalendarGrid(shape)
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewCalendarSeries(g, quietShop(3, g.n))
	if err != nil {
		t.Fatal(err)
	}
	all := r.Redraws(1e6, nil)
	at := 17
	tStat := plainStatistic(s, r, all)
	as, smaller := 0, 0
	for i := range all {
		if math.Abs(tStat[i]) >= math.Abs(tStat[at])*(1-1e-12) {
			as++
		} else {
			smaller++
		}
	}
	want := float64(as) / float64(len(all))
	lot := s.Lot(r)
	if got := lot.Test(all[at], without(all, at)).P(0); !near(got, want, 1e-12) || smaller == 0 {
		t.Errorf("p %v, by the formula %v", got, want)
	}
	if got := lot.SharedP(all[at], without(all, at)); !near(got, want, 1e-12) {
		t.Errorf("shared p %v, by the formula %v", got, want)
	}
}

// plainStatistic recentres by the pool's own mean instead of projecting in tables.
func plainStatistic(s *CalendarSeries, r CalendarRule, all [][]int) []float64 {
	g := s.grid
	t := g.n - g.pre
	x, m := make([][]float64, len(all)), make([]float64, t)
	for i, c := range all {
		x[i] = g.rows(meanExposure(r.Posts(c), testHalves))
		for k, v := range x[i] {
			m[k] += v / float64(len(all))
		}
	}
	wtt := func(i, j int) float64 { return s.w[i*g.n+g.pre+j] }
	a, u := make([]float64, t), make([]float64, t)
	var ma, mu float64
	for i := range t {
		for j := range t {
			a[i] += wtt(i, j) * m[j]
		}
		for j := range g.n {
			u[i] += s.w[i*g.n+j] * s.z[j]
		}
		ma, mu = ma+m[i]*a[i], mu+m[i]*u[i]
	}
	out := make([]float64, len(all))
	for c := range all {
		var top, bottom float64
		for i := range t {
			top += (x[c][i] - m[i]) * (u[i] - a[i]*mu/ma)
			for j := range t {
				bottom += (x[c][i] - m[i]) * (wtt(i, j) - a[i]*a[j]/ma) * (x[c][j] - m[j])
			}
		}
		out[c] = top / math.Sqrt(bottom)
	}
	return out
}

// What the design promises whatever the shop does: over all calendars that could have been drawn, the
// share of p-values at most alpha is at most alpha, exactly, on a shop with a launch and a trend.
func TestCalendarIsExactByDesign(t *testing.T) {
	t.Parallel()
	r := CalendarRule{Days: 21, Windows: 2, Length: 1, Gap: 4, Washout: 4}
	g := dailyGrid(t, 56, 21)
	y := quietShop(9, g.n)
	for d := range r.Days {
		y[g.pre+d] += 60 + 4*float64(d)
	}
	s, err := NewCalendarSeries(g, y)
	if err != nil {
		t.Fatal(err)
	}
	lot, all := s.Lot(r), r.Redraws(1e6, nil)
	for _, alpha := range []float64{.05, .1, .3} {
		n := 0
		for i := range all {
			if lot.SharedP(all[i], without(all, i)) <= alpha {
				n++
			}
		}
		if share := float64(n) / float64(len(all)); share > alpha || share < alpha-1.5/float64(len(all)) {
			t.Errorf("at %v: %v of the calendars alarm", alpha, share)
		}
	}
}

// A launch of any size moves neither test nor total; sales in another currency only scale them.
func TestCalendarInvariances(t *testing.T) {
	t.Parallel()
	r := CalendarRule{Days: 42, Windows: 3, Length: 2, Gap: 6, Washout: 4}
	g := dailyGrid(t, 126, 42)
	drawn := []int{3, 15, 30}
	others := r.Redraws(300, rand.New(rand.NewPCG(4, 4)))
	answer := func(change func(t int, v float64) float64) (p, total float64) {
		y := quietShop(5, g.n)
		for d, v := range Exposure(r.Posts(drawn), 2.5) {
			y[g.pre+d] += 800 * v
		}
		for i := range y {
			y[i] = change(i, y[i])
		}
		s, err := NewCalendarSeries(g, y)
		if err != nil {
			t.Fatal(err)
		}
		return s.Lot(r).Test(drawn, others).P(0), s.Total(r.Posts(drawn)).Over(0, 42).Mean()
	}
	p, total := answer(func(_ int, v float64) float64 { return v })
	if math.Abs(total-800) > 400 || p > .2 {
		t.Errorf("800 planted, %v found, p %v", total, p)
	}
	if q, scaled := answer(func(_ int, v float64) float64 { return 250 * v }); !near(q, p, 1e-9) || !near(scaled, 250*total, 1e-6) {
		t.Errorf("scaled by 250: p %v and %v, total %v and %v", p, q, 250*total, scaled)
	}
	_, stepped := answer(func(i int, v float64) float64 {
		if i >= g.pre {
			v += 40
		}
		return v
	})
	if math.Abs(stepped-total) > .1*total {
		t.Errorf("a launch step moved the total from %v to %v", total, stepped)
	}
}

func TestExposureSumsToOne(t *testing.T) {
	t.Parallel()
	for _, h := range totalHalves {
		posts := make([]float64, 600)
		posts[0] = 1
		sum := 0.0
		for _, v := range Exposure(posts, h) {
			sum += v
		}
		if !near(sum, 1, 1e-9) {
			t.Errorf("half-life %v: %v", h, sum)
		}
	}
}

func BenchmarkCalendar42(b *testing.B) {
	r := CalendarRule{Days: 42, Windows: 3, Length: 2, Gap: 6, Washout: 4}
	y, drawn := quietShop(1, 168), []int{3, 15, 30}
	others := r.Redraws(3000, nil)
	for b.Loop() {
		s, err := NewCalendarSeries(dailyGrid(b, 126, 42), y)
		if err != nil {
			b.Fatal(err)
		}
		s.Lot(r).Test(drawn, others).Interval(.9)
		s.Total(r.Posts(drawn)).Over(0, 42).Quantile(.05)
	}
}

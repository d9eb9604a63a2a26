package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// CalendarRule is W(K,w,g), the set of drop calendars that could be drawn: Windows (K) windows of
// Length (w) days, their starts at least Gap (g) days apart, the last Washout days of the test's Days
// free of posts. All such calendars are equally likely. Step > 1 lets windows start only on every
// Step-th day, counted from the first: Step 7 and Length 7 are on/off weeks (a switchback).
type CalendarRule struct{ Days, Windows, Length, Gap, Washout, Step int }

// MaxCalendarDays bounds a test: a calendar is drawn for weeks, not for years.
const MaxCalendarDays = 182

// Check gives an error in words for a rule that no calendar satisfies or that makes no sense.
func (r CalendarRule) Check() error {
	switch {
	case r.Days < 1 || r.Days > MaxCalendarDays:
		return fmt.Errorf("a calendar has 1 to %d days, not %d", MaxCalendarDays, r.Days)
	case r.Windows < 1 || r.Windows > r.Days || r.Length < 1 || r.Length > r.Days:
		return fmt.Errorf("%d windows of %d days make no calendar of %d days", r.Windows, r.Length, r.Days)
	case r.Gap < r.Length || r.Gap > r.Days:
		return fmt.Errorf("starts that are %d days apart make windows of %d days overlap or leave the test", r.Gap, r.Length)
	case r.Washout < 0 || r.Washout >= r.Days || r.Step < 0:
		return fmt.Errorf("%d quiet days at the end do not fit into %d days", r.Washout, r.Days)
	case r.free() < r.Windows:
		return fmt.Errorf("%d windows of %d days whose starts are %d days apart do not fit into the %d days before the quiet end", r.Windows, r.Length, r.Gap, r.Days-r.Washout)
	}
	return nil
}

func (r CalendarRule) step() int { return max(r.Step, 1) }

// apart is the least distance of two starts, in steps.
func (r CalendarRule) apart() int { return (r.Gap + r.step() - 1) / r.step() }

// free is how many places the starts choose from once their distances are taken out:
// F = D-(w-1)-(K-1)(g-1) with D = T - washout.
func (r CalendarRule) free() int {
	room := r.Days - r.Washout - r.Length
	if room < 0 {
		return 0
	}
	return room/r.step() + 1 - (r.Windows-1)*(r.apart()-1)
}

// Count is how many calendars there are: C(F,K). It is rounded beyond 2^53.
func (r CalendarRule) Count() float64 { return binomial(r.free(), r.Windows) }

// binomial is n over k, 0 where there is none.
func binomial(n, k int) float64 {
	if k < 0 || k > n {
		return 0
	}
	c := 1.0
	for i := range k {
		c = c * float64(n-i) / float64(i+1)
	}
	return math.Round(c)
}

// Draw draws the starts of one calendar, counted from 0, in order: K of F places without replacement,
// sorted, then start_i = s_i + i(g-1).
func (r CalendarRule) Draw(rng *rand.Rand) []int {
	places := rng.Perm(r.free())[:r.Windows]
	slices.Sort(places)
	return r.spread(places)
}

// spread puts the distances back between sorted places.
func (r CalendarRule) spread(places []int) []int {
	starts := make([]int, len(places))
	for i, s := range places {
		starts[i] = (s + i*(r.apart()-1)) * r.step()
	}
	return starts
}

// Allows reports whether these starts, in order, are one of the calendars.
func (r CalendarRule) Allows(starts []int) bool {
	if len(starts) != r.Windows {
		return false
	}
	for i, s := range starts {
		if s < 0 || s%r.step() != 0 || s+r.Length > r.Days-r.Washout || i > 0 && s-starts[i-1] < r.Gap {
			return false
		}
	}
	return true
}

// Redraws gives every calendar, in order, where there are at most most of them, else most drawn ones.
func (r CalendarRule) Redraws(most int, rng *rand.Rand) [][]int {
	if r.Count() > float64(most) {
		list := make([][]int, most)
		for i := range list {
			list[i] = r.Draw(rng)
		}
		return list
	}
	var list [][]int
	places := make([]int, r.Windows)
	for i := range places {
		places[i] = i
	}
	for {
		list = append(list, r.spread(places))
		at := r.Windows - 1
		for at >= 0 && places[at] == r.free()-r.Windows+at {
			at--
		}
		if at < 0 {
			return list
		}
		places[at]++
		for k := at + 1; k < r.Windows; k++ {
			places[k] = places[k-1] + 1
		}
	}
}

// Mean is the share of all posts that each day expects before the draw: an exact sum over the order
// statistics of the places, P(s_i = p) = C(p,i) C(F-1-p,K-1-i) / C(F,K).
func (r CalendarRule) Mean() []float64 {
	days, f, k := make([]float64, r.Days), r.free(), r.Windows
	for i := range k {
		for p := range f {
			chance := binomial(p, i) * binomial(f-1-p, k-1-i) / binomial(f, k)
			start := (p + i*(r.apart()-1)) * r.step()
			for d := range r.Length {
				days[start+d] += chance / float64(k*r.Length)
			}
		}
	}
	return days
}

// Posts spreads posts evenly over the days of the windows, by day of the test; together they are 1.
func (r CalendarRule) Posts(starts []int) []float64 {
	days := make([]float64, r.Days)
	for _, s := range starts {
		for k := range r.Length {
			days[s+k] += 1 / float64(r.Windows*r.Length)
		}
	}
	return days
}

// Exposure is how many posts' worth of attention each day has when a post's effect halves every half
// days: kappa(0) = .75/c and kappa(k) = 2^(-k/half)/c, with c such that kappa sums to 1. The day of the
// post counts three quarters, because a post does not stand at midnight.
func Exposure(posts []float64, half float64) []float64 {
	tail := math.Exp2(-1 / half)
	c := .75 + tail/(1-tail)
	out, carried := make([]float64, len(posts)), 0.0
	for t, n := range posts {
		out[t] = (.75*n + carried) / c
		carried = (carried + n) * tail
	}
	return out
}

// testHalves are the half-lives whose mean exposure the test looks at.
var testHalves = []float64{1.5, 2.5, 4}

// meanExposure is the mean exposure over half-lives.
func meanExposure(posts, halves []float64) []float64 {
	out := make([]float64, len(posts))
	for _, h := range halves {
		for t, v := range Exposure(posts, h) {
			out[t] += v / float64(len(halves))
		}
	}
	return out
}

// OnOffWeeks is the switchback: half of the weeks on, half off, the last one quiet so that effects can
// fade. There are 3, 10 and 35 such patterns in 28, 42 and 56 days, so the smallest p-value that a draw
// can give is .33, .10 and .03: weeks are too few to rule out luck, whatever the sales do.
func OnOffWeeks(days int) CalendarRule {
	return CalendarRule{Days: days, Windows: days / 14, Length: 7, Gap: 7, Washout: 4, Step: 7}
}

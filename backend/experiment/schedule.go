package experiment

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// Schedule is a drop calendar that was drawn by lot: the rule by which it could have come out
// differently, what was drawn, and what happened. Its file form is described in docs/cli.md.
type Schedule struct {
	Rule    stats.CalendarRule
	Start   shop.Day
	Seed    *uint64 // of the draw, where it is known
	DrawnBy string  // who drew it; drawnHere for ours

	// Products that could be drawn, how many each drop features, and which it does, by window. Featured
	// is nil where only dates were drawn.
	Products []string
	Each     int
	Featured [][]string
	Assumed  bool // Featured was taken from the posts that went out, for the draw does not say it

	Starts  []int     // assigned: first days of the windows, counted from 0
	Posts   []float64 // posts by day of the test as they went out; nil = as assigned
	Outside float64   // posts before or after the test
}

// drawnHere marks a schedule that this program drew, so that its seed can be checked.
const drawnHere = "creatorlift"

// quietEnd is how many days at the end of a test have no posts, so that effects can fade.
const quietEnd = 4

// DefaultCalendar is the rule that sees most in so many days, of those whose total does not hang on one
// lucky day: three drop days below six weeks, three two-day windows below eight, four from there on.
func DefaultCalendar(days int) stats.CalendarRule {
	r := stats.CalendarRule{Days: days, Windows: 3, Length: 2, Gap: 6, Washout: quietEnd}
	switch {
	case days < 42:
		r.Length, r.Gap = 1, 4
	case days >= 56:
		r.Windows = 4
	}
	return r
}

// ProductsPerDrop is how many of so many products each drop features: a quarter, at least one.
func ProductsPerDrop(products int) int { return max(products/4, 1) }

// scheduleSeed keeps the calendars' generator apart from others with the same seed.
const scheduleSeed = 0x63616c656e646172

// DrawSchedule draws a calendar, and with two or more products also which each drop features. The same
// words and seed give the same calendar. It returns a *shop.Error for a rule that cannot be kept.
func DrawSchedule(rule stats.CalendarRule, start shop.Day, products []string, each int, seed uint64) (*Schedule, error) {
	s := &Schedule{Rule: rule, Start: start, Seed: &seed, DrawnBy: drawnHere}
	if err := rule.Check(); err != nil {
		return nil, badSchedule("The calendar cannot be drawn: "+err.Error()+".", "Take 28, 42 or 56 days with the rule that is proposed.")
	}
	rng := rand.New(rand.NewPCG(seed, scheduleSeed))
	if len(products) == 0 {
		s.Starts = rule.Draw(rng)
		return s, nil
	}
	if err := checkProducts(products, each); err != nil {
		return nil, err
	}
	s.Products, s.Each = products, each
	drawn := rule.DrawProducts(numbers(len(products)), each, rng)
	s.Starts = drawn.Starts
	for _, set := range drawn.Featured {
		var names []string
		for _, i := range slices.Sorted(slices.Values(set)) {
			names = append(names, products[i])
		}
		s.Featured = append(s.Featured, names)
	}
	return s, nil
}

func checkProducts(products []string, each int) error {
	seen := map[string]bool{}
	for _, p := range products {
		if seen[p] || p == "" {
			return badSchedule(fmt.Sprintf("The product %q is named twice or has no name.", p), "Name each product once.")
		}
		seen[p] = true
	}
	if each < 1 || each >= len(products) {
		return badSchedule(fmt.Sprintf("Each drop cannot feature %d of %d products.", each, len(products)), "Name at least two products, of which each drop features some and leaves some out.")
	}
	return nil
}

func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// Count is how many schedules could have been drawn.
func (s *Schedule) Count() float64 {
	n := s.Rule.Count()
	for range s.Featured {
		sets := 1.0
		for i := range s.Each {
			sets = sets * float64(len(s.Products)-i) / float64(i+1)
		}
		n *= sets
	}
	return n
}

// First and Last are the test's days, both included.
func (s *Schedule) First() shop.Day { return s.Start }

// Last is the test's last day.
func (s *Schedule) Last() shop.Day { return s.Start + shop.Day(s.Rule.Days-1) }

// posts by day of the test: as they went out, or as assigned.
func (s *Schedule) posts() []float64 {
	if s.Posts != nil {
		return s.Posts
	}
	return s.Rule.Posts(s.Starts)
}

// offPlan is the share of posts outside the assigned windows.
func (s *Schedule) offPlan() float64 {
	plan, off, all := s.Rule.Posts(s.Starts), s.Outside, s.Outside
	for d, n := range s.posts() {
		if all += n; plan[d] == 0 {
			off += n
		}
	}
	if all == 0 {
		return 0
	}
	return off / all
}

// reproduces draws again from the seed and reports whether the same comes out.
func (s *Schedule) reproduces() bool {
	again, err := DrawSchedule(s.Rule, s.Start, s.Products, s.Each, *s.Seed)
	if err != nil || !slices.Equal(again.Starts, s.Starts) || len(again.Featured) != len(s.Featured) {
		return false
	}
	for k, set := range s.Featured {
		if !slices.Equal(slices.Sorted(slices.Values(set)), slices.Sorted(slices.Values(again.Featured[k]))) {
			return false
		}
	}
	return true
}

func badSchedule(message, hint string) error {
	return &shop.Error{Code: "bad_schedule", Message: message, Hint: hint}
}

// Lines says the schedule in plain words.
func (s *Schedule) Lines() []string {
	lines := []string{fmt.Sprintf("Test from %s to %s, drawn from %.0f possible schedules.", s.Start, s.Last(), s.Count())}
	for k, at := range s.Starts {
		line := fmt.Sprintf("Drop %d: %s", k+1, s.Start+shop.Day(at))
		if s.Rule.Length > 1 {
			line += fmt.Sprintf(" to %s", s.Start+shop.Day(at+s.Rule.Length-1))
		}
		if s.Featured != nil {
			line += ", showing " + strings.Join(s.Featured[k], ", ")
		}
		lines = append(lines, line)
	}
	return append(lines, "All creators post on these days and on no other. No promotion within five days of a drop. Whatever happens, these dates stay.")
}

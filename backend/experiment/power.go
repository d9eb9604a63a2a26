package experiment

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// The designs whose power can be simulated.
const (
	DesignBaseline = "baseline"
	DesignGeo      = "geo"
	DesignSKU      = "sku"
	DesignCalendar = "calendar"
)

// Limits of a simulation on the founder's own history.
const (
	wantedWindows = 50 // as many as fit up to this; at most twice as many
	leastWindows  = 10
	powerTarget   = .8  // of the smallest visible lift
	powerSets     = 100 // treated sets that are drawn in each window
	powerTurns    = 20  // of them that take their turn as the treated one
	largePanel    = 100 // units from which on fewer sets are drawn
	largeSets     = 60
	largeTurns    = 10
)

// powerLifts are the lifts that are planted unless others are asked for.
var powerLifts = []float64{0, .01, .02, .03, .05, .07, .1, .125, .15, .175, .2, .25, .3, .35, .4, .5, .6, .7, .8}

// PowerSpec asks how small a lift a design would see in a panel's own history.
type PowerSpec struct {
	Panel        *panel.Panel
	Design       string
	TreatedUnits int       // of geo and sku; 0 = a fifth of the units of geo, half of those of sku
	Days         int       // of the test, as on the calendar; numbers for panels of steps
	Level        float64   // 0 = .95
	Lifts        []float64 // shares to plant, rising from 0; nil = powerLifts

	plays int // simulated calendars; 0 = as many as CalendarPower takes

	// Progress hears how far the work is and says whether to go on; nil goes on. It may be called from
	// several goroutines.
	Progress func(what string, done, total int) (goOn bool)
}

// PowerPoint is how often a lift was seen: at lift 0 the false-alarm rate.
type PowerPoint struct {
	Lift  float64 `json:"lift"`
	Power float64 `json:"power"`
}

// Power is the answer of `power --json`. With status not_estimable only Reason, Design, Days and Level mean
// anything.
type Power struct {
	Status       string       `json:"status"`
	Reason       string       `json:"reason,omitempty"`
	Design       string       `json:"design"`
	Days         int          `json:"days"`
	Level        float64      `json:"level"`
	MDE          *float64     `json:"mde"` // smallest lift with power .8, a share; nil where none of those tried
	Curve        []PowerPoint `json:"curve"`
	Windows      int          `json:"windows"`                 // quiet stretches of the own history that lifts were planted in
	Method       string       `json:"method,omitempty"`        // the test that was counted
	TreatedUnits int          `json:"treated_units,omitempty"` // of geo and sku
	Schedule     string       `json:"schedule,omitempty"`      // of calendar: the rule of the draw
	Notes        []string     `json:"notes"`
}

// SimulatePower plants lifts into quiet windows of the panel's own history and counts how often the very
// test that will be used sees them. What the data cannot answer is a Power with not_estimable; wrong usage
// is a *shop.Error; work that Progress stopped gives context.Canceled.
func SimulatePower(s PowerSpec) (Power, error) {
	if err := s.defaults(); err != nil {
		return Power{}, err
	}
	run := map[string]func(PowerSpec) (Power, error){DesignBaseline: baselinePower, DesignGeo: holdoutPower, DesignSKU: holdoutPower, DesignCalendar: calendarPower, DesignCalendarSKU: calendarSKUPower}[s.Design]
	if run == nil {
		return Power{}, &shop.Error{Code: "unknown_design", Message: fmt.Sprintf("There is no design %q.", s.Design), Hint: "Use baseline, geo, sku or calendar."}
	}
	p, err := run(s)
	var no *notEstimable
	if errors.As(err, &no) {
		return NoPower(s, no.reason), nil
	}
	return p, err
}

// NoPower is the Power that says why there is none.
func NoPower(s PowerSpec, reason string) Power {
	return Power{Status: StatusNotEstimable, Reason: reason, Design: s.Design, Days: s.Days, Level: s.Level, Curve: []PowerPoint{}, Notes: []string{}}
}

func (s *PowerSpec) defaults() error {
	if s.Level == 0 {
		s.Level = .95
	}
	if s.Lifts == nil {
		s.Lifts = powerLifts
	}
	switch {
	case !(s.Level >= .5 && s.Level <= .999):
		return &shop.Error{Code: "bad_level", Message: fmt.Sprintf("The level %v is outside 0.5 to 0.999.", s.Level), Hint: "Use 0.9 or 0.95."}
	case s.Days < 1:
		return &shop.Error{Code: "bad_days", Message: fmt.Sprintf("A test of %d days is none.", s.Days), Hint: "Use 28, 42 or 56 days."}
	case s.TreatedUnits < 0:
		return &shop.Error{Code: "bad_units", Message: "The number of treated units is below 1.", Hint: "Leave it out, or give how many units would have creators."}
	}
	for i, l := range s.Lifts {
		if !(l >= 0 && l <= 10) || i == 0 && l != 0 || i > 0 && l <= s.Lifts[i-1] {
			return &shop.Error{Code: "bad_lifts", Message: "The lifts to try must rise from 0 and stay at or below 10 (1000 %).", Hint: "For example 0,0.05,0.1,0.2,0.4."}
		}
	}
	return nil
}

func (s *PowerSpec) step(what string, done, total int) error {
	if s.Progress == nil || s.Progress(what, done, total) {
		return nil
	}
	return context.Canceled
}

// planting names the simulation as progress shows it.
const planting = "Planting lifts into quiet stretches of your own history"

// testPeriods is how many of a panel's periods the last days of the calendar hold: closed weekdays are none.
func testPeriods(p *panel.Panel, days int) int {
	n := len(p.Times)
	if n < 2 {
		return 1
	}
	step := p.Times[n-1] - p.Times[n-2]
	for i := 1; i < n; i++ {
		step = min(step, p.Times[i]-p.Times[i-1])
	}
	from, _ := slices.BinarySearch(p.Times, p.Times[n-1]+step-int64(days))
	return max(n-from, 1)
}

// quietStarts are the first columns of windows of the given length with at least past columns before them,
// evenly spread and ending with the history: all that fit, thinned to no fewer than wantedWindows. It
// refuses histories with room for fewer than ten.
func (s *PowerSpec) quietStarts(past, length int) ([]int, error) {
	n := len(s.Panel.Labels)
	fit := n - length - past + 1
	if fit < leastWindows {
		return nil, cannot("The sales cover %d %s. To try tests of %d days on it, %d are needed: %d before the first, and ten tests that each start one later.", n, s.periods(), s.Days, past+length+leastWindows-1, past)
	}
	step := max(fit/wantedWindows, 1)
	var starts []int
	for at := n - length - (n-length-past)/step*step; at <= n-length; at += step {
		starts = append(starts, at)
	}
	return starts, nil
}

// periods is what the panel's columns are called.
func (s *PowerSpec) periods() string {
	if s.Panel.Cadence == panel.Daily {
		return "days"
	}
	return "periods"
}

// answer turns the share of sightings at each lift into the curve and the smallest visible lift.
func (s *PowerSpec) answer(windows int, seen []float64) Power {
	p := Power{Status: StatusOK, Design: s.Design, Days: s.Days, Level: s.Level, Windows: windows, Curve: curve(s.Lifts, seen)}
	if mde, ok := stats.VisibleLift(s.Lifts, seen, powerTarget); ok {
		p.MDE = &mde
	} else {
		p.Notes = append(p.Notes, fmt.Sprintf("No lift up to %s is seen in four of five tests.", percent(s.Lifts[len(s.Lifts)-1])))
	}
	if s.periodsOverlap(windows) {
		p.Notes = append(p.Notes, fmt.Sprintf("The %d stretches overlap, so they say less than %d separate months would: read the figures as good to a few points.", windows, windows))
	}
	return p
}

func (s *PowerSpec) periodsOverlap(windows int) bool {
	return windows*testPeriods(s.Panel, s.Days) > len(s.Panel.Labels)
}

func curve(lifts, seen []float64) []PowerPoint {
	points := make([]PowerPoint, len(lifts))
	for i, l := range lifts {
		points[i] = PowerPoint{l, seen[i]}
	}
	return points
}

// meanSeen averages the windows' sightings, in the windows' order; windows without an answer are nil. It
// also counts the windows that answered.
func meanSeen(windows [][]float64, lifts int) (seen []float64, n int) {
	seen = make([]float64, lifts)
	for _, w := range windows {
		if w == nil {
			continue
		}
		n++
		for i, v := range w {
			seen[i] += v
		}
	}
	for i := range seen {
		seen[i] /= math.Max(float64(n), 1)
	}
	return seen, n
}

// percent writes a share for a sentence: 12.5 %.
func percent(share float64) string {
	return fmt.Sprintf("%.3g %%", math.Round(share*1000)/10)
}

package experiment

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// Spec is one question: what did these units gain in this period.
type Spec struct {
	Panel      *panel.Panel
	Treated    []string
	Controls   []string // empty with NoControls false: every other unit
	NoControls bool
	PreStart   string // first period of the history; "" = the panel's first
	Start, End string // the test, both included
	Method     string // a name of Methods, or "auto"
	Level      float64
	Assignment Assignment
	Events     []Event
	Schedule   *Schedule // of a randomised calendar; says period and, where they are not named, treated units
	Starts     []Start   // units that start at different times; Treated and Start are then read from it
	Raw        bool      // do not divide units by their size
	Seasons    int       // for causalimpact: periods of a repeating pattern, as its nseasons; 0 = none
	NoAudit    bool
	Looks      []string // planned looks, last days of sales; the test's end is always one. Empty: no looks
	AsAt       string   // with Looks: the last day to look at; "" = the panel's last
	redraws    int      // assignments to compare with at least; fewer where there are no more

	// Progress hears how far the work is and says whether to go on; nil goes on. It may be called from
	// several goroutines. what is empty where only the wish to go on is asked.
	Progress func(what string, done, total int) (goOn bool)
}

// step reports progress; the error is context.Canceled where the work is no longer wanted.
func (s *Spec) step(what string, done, total int) error {
	if s.Progress == nil || s.Progress(what, done, total) {
		return nil
	}
	return context.Canceled
}

// wanted asks whether to go on.
func (s *Spec) wanted() error { return s.step("", 0, 0) }

// Event is a promotion, a holiday or a stock-out that the founder knows of. Events of one name share
// one effect.
type Event struct {
	First, Last string
	Name        string
}

// notEstimable is the reason why the data cannot answer; it becomes an Answer, not an error.
// final means that no other method should be tried instead.
type notEstimable struct {
	reason string
	final  bool
}

func (e *notEstimable) Error() string { return e.reason }

func cannot(format string, a ...any) error { return &notEstimable{reason: fmt.Sprintf(format, a...)} }

// Estimate answers one Spec. Wrong usage (an unknown method, a level outside 0.5..0.999, dates that
// are not dates) is a *shop.Error; what the data cannot answer is an Answer with not_estimable. Work
// that Progress stopped gives context.Canceled.
func Estimate(s Spec) (Answer, error) {
	if s.Level == 0 {
		s.Level = 0.95
	}
	if !(s.Level >= .5 && s.Level <= .999) {
		return Answer{}, &shop.Error{Code: "bad_level", Message: fmt.Sprintf("The level %v is outside 0.5 to 0.999.", s.Level), Hint: "Use 0.9 or 0.95."}
	}
	s, err := s.withSchedule()
	if err == nil {
		err = s.withStarts()
	}
	if err != nil {
		return Answer{}, err
	}
	m, ok := FindMethod(s.Method)
	if !ok {
		return Answer{}, &shop.Error{Code: "unknown_method", Message: fmt.Sprintf("There is no method %q.", s.Method), Hint: "See `creatorlift estimate --method list`."}
	}
	if s.Seasons != 0 && (m.Name != "causalimpact" || s.Seasons < 2 || s.Seasons > maxSeasons) {
		return Answer{}, &shop.Error{Code: "bad_seasons", Message: fmt.Sprintf("%d seasons with the method %s: only causalimpact takes a number of seasons, from 2 to %d.", s.Seasons, m.Name, maxSeasons), Hint: "Weekdays of daily sales are --method causalimpact --seasons 7; baseline knows weekdays by itself."}
	}
	a, err := s.run(m)
	var no *notEstimable
	if errors.As(err, &no) {
		return NotEstimable(s, no.reason), nil
	}
	if err != nil || a.Status == StatusNotEstimable {
		return a, err
	}
	return checked(s, a), nil
}

// run answers by a method, look by look where looks are planned.
func (s Spec) run(m Method) (Answer, error) {
	if len(s.Looks) > 0 {
		return estimateLooks(s)
	}
	c, err := newCase(s)
	if err != nil {
		return Answer{}, err
	}
	return m.run(c)
}

// NotEstimable is the Answer that says why there is none.
func NotEstimable(s Spec, reason string) Answer {
	return Answer{Status: StatusNotEstimable, Reason: reason, Method: s.Method, Level: s.Level, Grade: GradeD, Warnings: []string{}}
}

// checked turns a result with NaN or an infinity into not_estimable: never a number that is none.
func checked(s Spec, a Answer) Answer {
	for _, v := range []float64{a.Total.Observed, a.Total.Counterfactual, a.Total.Lower, a.Total.Upper} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return NotEstimable(s, "The numbers in these files are too extreme to compute a range from.")
		}
	}
	if a.Warnings == nil {
		a.Warnings = []string{}
	}
	noNegativeDays(a.Days)
	return a
}

// noNegativeDays keeps the range of a single day's counterfactual from reaching below zero where
// nothing observed ever did: sales cannot. Totals and running sums stay as the test gave them.
func noNegativeDays(days []DayEffect) {
	for _, d := range days {
		if d.Observed != nil && *d.Observed < 0 {
			return
		}
	}
	for i := range days {
		if d := &days[i]; d.Lower != nil && *d.Lower < 0 {
			zero := 0.0
			d.Lower = &zero
		}
	}
}

// window is the case laid out: rows of treated and controls, columns history then test.
type window struct {
	spec     Spec
	panel    *panel.Panel
	from     int // first column of the history in the panel
	pre      int // periods of history
	n        int // history and test
	treated  []string
	controls []string
	season   []int
	events   []int
	names    []string // of the events that touch the window
	warnings []string
	leftOut  []string
}

func newCase(s Spec) (*window, error) {
	w := &window{spec: s, panel: s.Panel}
	if err := w.place(); err != nil {
		return nil, err
	}
	if err := w.pick(); err != nil {
		return nil, err
	}
	if season := s.Panel.Season(); season != nil {
		w.season = season[w.from : w.from+w.n]
	}
	return w, w.placeEvents()
}

// place finds the columns.
func (w *window) place() error {
	p, s := w.panel, w.spec
	start, err := p.At(s.Start)
	if err != nil {
		return err
	}
	end, err := p.After(s.End)
	if err != nil {
		return err
	}
	if s.PreStart != "" {
		if w.from, err = p.At(s.PreStart); err != nil {
			return err
		}
	}
	last := p.Labels[len(p.Labels)-1]
	switch {
	case end <= start && start < len(p.Labels):
		return cannot("The test from %s to %s holds no period of this panel.", s.Start, s.End)
	case start >= len(p.Labels):
		return cannot("The test starts on %s, but the sales end on %s.", s.Start, last)
	case end == len(p.Labels) && w.endsBeyond(s.End):
		return cannot("The test runs to %s, but the sales end on %s. Add the missing days or end the test earlier.", s.End, last)
	case start == 0 || w.from >= start:
		return cannot("There is no history before %s to compare with.", s.Start)
	}
	if at := p.AfterGap(w.from, start, longGap); at > w.from {
		w.warn("No day stands in the file for %d days or more before %s, so the history starts there.", longGap, p.Labels[at])
		w.from = at
	}
	w.pre, w.n = start-w.from, end-w.from
	return w.sayEdges()
}

// longGap is how many days without any period end a history: what lies before tells little.
const longGap = 28

// sayEdges warns where the test's edges are not those asked for, and refuses a test that is mostly absent.
func (w *window) sayEdges() error {
	p, s := w.panel, w.spec
	if p.Inside(s.Start) {
		w.warn("%s lies inside the period of %s, which counts as test from its first day.", s.Start, w.label(w.pre))
	}
	if p.Inside(s.End) {
		w.warn("%s lies inside the period of %s, which counts as test to its last day.", s.End, w.label(w.n-1))
	}
	absent, usual := p.Absent(s.Start, s.End)
	if 2*absent > usual {
		return cannot("%d of the %d days of the test do not stand in the file.", absent, usual)
	}
	if absent > 0 {
		w.warn("%s of the test not in the file: taken as closed, not as zero.", plural(absent, "day is", "days are"))
	}
	return nil
}

// endsBeyond reports whether the last period lies wholly before the asked end.
func (w *window) endsBeyond(end string) bool {
	i, err := w.panel.At(end)
	if err != nil || i < len(w.panel.Labels) {
		return false
	}
	return !w.panel.Reaches(end)
}

// pick finds the rows.
func (w *window) pick() error {
	p, s := w.panel, w.spec
	if len(s.Treated) == 0 {
		return &shop.Error{Code: "no_treated", Message: "No treated unit is named.", Hint: "Name them with --treated A,B."}
	}
	for _, u := range append(slices.Clone(s.Treated), s.Controls...) {
		if p.Find(u) < 0 {
			return cannot("%q is not in the panel. It holds %s.", u, someOf(p.Units))
		}
	}
	w.treated = slices.Compact(slices.Sorted(slices.Values(s.Treated)))
	if s.NoControls {
		return nil
	}
	pool := s.Controls
	if len(pool) == 0 {
		pool = p.Units
	}
	for _, u := range pool {
		if !slices.Contains(w.treated, u) && !slices.Contains(w.controls, u) {
			w.controls = append(w.controls, u)
		}
	}
	return nil
}

func someOf(names []string) string {
	const most = 6
	if len(names) <= most {
		return fmt.Sprint(names)
	}
	return fmt.Sprintf("%v and %d more", names[:most], len(names)-most)
}

// placeEvents numbers the known events by name; the latest stated one wins where two overlap.
func (w *window) placeEvents() error {
	for _, e := range w.spec.Events {
		from, err := w.panel.At(e.First)
		if err != nil {
			return err
		}
		to, err := w.panel.After(e.Last)
		if err != nil {
			return err
		}
		from, to = max(from-w.from, 0), min(to-w.from, w.n)
		if from >= to {
			continue
		}
		if w.events == nil {
			w.events = make([]int, w.n)
		}
		at := slices.Index(w.names, e.Name)
		if at < 0 {
			at = len(w.names)
			w.names = append(w.names, e.Name)
		}
		for t := from; t < to; t++ {
			w.events[t] = at + 1
		}
	}
	return nil
}

// row is one unit's values in the window.
func (w *window) row(unit string) []float64 {
	return w.panel.Y[w.panel.Find(unit)][w.from : w.from+w.n]
}

// treatedSum adds the treated units; a period in which one is missing is missing.
func (w *window) treatedSum() []float64 { return w.panel.Sum(w.treated)[w.from : w.from+w.n] }

func (w *window) label(t int) string { return w.panel.Labels[w.from+t] }

func (w *window) span(from, to int) *Span { return &Span{First: w.label(from), Last: w.label(to - 1)} }

func (w *window) warn(format string, a ...any) {
	w.warnings = append(w.warnings, fmt.Sprintf(format, a...))
}

// answer starts an Answer with what is common to all methods.
func (w *window) answer(method string) Answer {
	return Answer{
		Status: StatusOK, Method: method, Level: w.spec.Level, Unit: w.panel.Unit,
		Period: w.span(w.pre, w.n), History: w.span(0, w.pre), Warnings: w.warnings,
		Diagnostics: Diagnostics{
			Treated: w.treated, TestPeriods: w.n - w.pre, HistoryPeriods: w.pre,
			Cadence: string(w.panel.Cadence), Events: w.names, LeftOut: w.leftOut,
		},
	}
}

// relative turns a total into shares of the counterfactual; nil where the counterfactual's lower
// bound is not positive. Effect e on observed o is e/(o-e), which rises with e.
func relative(t Total) *Range {
	share := func(e float64) float64 { return e / (t.Observed - e) }
	if !(t.Observed-t.Upper > 0) {
		return nil
	}
	return &Range{Effect: share(t.Effect), Lower: share(t.Lower), Upper: share(t.Upper)}
}

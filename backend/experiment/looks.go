package experiment

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// Limits of planned looks.
const (
	maxLooks     = 4
	drawsPerP    = 20     // a look needs this many draws for each p that may decide it
	maxLookDraws = 20_000 // a look that needs more is not offered
)

// Verdicts of a test with planned looks.
const (
	VerdictHidden     = "hidden"      // the next planned look is still to come
	VerdictCrossed    = "crossed"     // a planned look crossed its bound: the effect is beyond luck
	VerdictNotCrossed = "not_crossed" // the last look is over and no bound was crossed
)

// Looks is what a test with planned looks says so far. Its looks share one error: the chance that any of
// them crosses its bound when there is no effect is 1 - level in all.
type Looks struct {
	AsAt       string `json:"as_at"` // the last day that was looked at
	Verdict    string `json:"verdict"`
	Next       string `json:"next,omitempty"` // the next look that is offered
	DaysToNext int    `json:"days_to_next,omitempty"`
	Words      string `json:"words"`
	Plan       []Look `json:"plan"`
}

// Look is one planned look, and what it found where it is over.
type Look struct {
	Date    string   `json:"date"`    // its last day of sales
	Share   float64  `json:"share"`   // of the test that is over by then
	BoundZ  float64  `json:"bound_z"` // 0 where it is not offered
	BoundP  float64  `json:"bound_p"` // the p-value at or below which it decides
	Offered bool     `json:"offered"`
	Reason  string   `json:"reason,omitempty"` // why it is not offered, or could not be taken
	Draws   int      `json:"draws,omitempty"`  // redraws it takes
	PValue  *float64 `json:"p_value,omitempty"`
	Crossed bool     `json:"crossed"`
	day     int64
}

// watch is a Spec with planned looks.
type watch struct {
	spec       Spec // without looks
	plan       []Look
	start, end int64
	asAt       string
	day        int64 // of asAt
}

// estimateLooks answers a Spec with planned looks: the answer of the first look that crossed its bound,
// else of today's look, else a running figure without p-value and verdict. The range of a look is the
// repeated one of Jennison & Turnbull (1989): all looks' ranges hold the truth together at the level.
func estimateLooks(s Spec) (Answer, error) {
	w, err := newWatch(s)
	if err != nil {
		return Answer{}, err
	}
	if w.day < w.start {
		a := NotEstimable(s, fmt.Sprintf("The test starts on %s; the sales are known up to %s.", s.Start, w.asAt))
		sets, err := w.setsByName()
		if err == nil && !w.offer(sets) {
			a.Reason = tooFewSets(sets, s.Level)
		}
		a.Looks = w.state("")
		return a, err
	}
	sets, err := w.sets()
	if err != nil {
		return Answer{}, err
	}
	if !w.offer(sets) {
		return NotEstimable(s, tooFewSets(sets, s.Level)), nil
	}
	return w.take()
}

func tooFewSets(sets int, level float64) string {
	return fmt.Sprintf("Only %d different left-out groups could have been drawn here, too few for any look at %.0f %%. Use more units, or a lower level.", sets, 100*level)
}

// take looks at the looks that are over, one after the other.
func (w *watch) take() (Answer, error) {
	var last Answer
	for i := range w.plan {
		k := &w.plan[i]
		if !k.Offered || k.day > w.day {
			continue
		}
		final := k.day == w.day || k.day == w.end
		a, err := w.at(k, k.Date, !final)
		if err != nil {
			return a, err
		}
		if a.Status != StatusOK {
			k.Reason = a.Reason
		} else {
			k.PValue, k.Crossed = a.PValue, a.Significant
		}
		if k.Crossed {
			if !final && !w.spec.NoAudit {
				if a, err = w.at(k, k.Date, false); err != nil {
					return a, err
				}
			}
			return w.tell(a, VerdictCrossed, k.Date), nil
		}
		if last = a; final {
			return w.tell(last, w.openVerdict(), k.Date), nil
		}
	}
	next := w.next()
	if next == nil { // no look is left to come
		return w.tell(last, VerdictNotCrossed, w.asAt), nil
	}
	a, err := w.at(next, w.asAt, false)
	a.PValue, a.Significant = nil, false
	return w.tell(a, VerdictHidden, w.asAt), err
}

// openVerdict is the verdict after a look that crossed nothing.
func (w *watch) openVerdict() string {
	if w.next() == nil {
		return VerdictNotCrossed
	}
	return VerdictHidden
}

// at is the answer with sales up to end at the bound of a look.
func (w *watch) at(k *Look, end string, noAudit bool) (Answer, error) {
	s := w.spec
	s.End, s.Level, s.redraws, s.NoAudit = end, 1-k.BoundP, k.Draws, noAudit || s.NoAudit
	a, err := Estimate(s)
	if err == nil && a.Status == StatusOK && a.Diagnostics.Redraws == 0 {
		return NotEstimable(s, "Planned looks are for comparisons with left-out units that were drawn by lot; a forecast has no lot to be compared with."), nil
	}
	return a, err
}

// tell adds the looks to an answer.
func (w *watch) tell(a Answer, verdict, at string) Answer {
	a.Level = w.spec.Level
	a.Looks = w.state(at)
	if a.Status == StatusOK {
		a.Looks.Verdict = verdict
		a.Looks.Words = w.words(a.Looks, at)
	}
	return a
}

func (w *watch) state(at string) *Looks {
	l := &Looks{AsAt: w.asAt, Verdict: VerdictHidden, Plan: w.plan}
	if n := w.next(); n != nil {
		l.Next, l.DaysToNext = n.Date, int(n.day-w.day)
	}
	l.Words = w.words(l, at)
	return l
}

// words says in the founder's words where the test stands.
func (w *watch) words(l *Looks, at string) string {
	switch {
	case l.Verdict == VerdictCrossed:
		return fmt.Sprintf("The planned look of %s crossed its bound: the test has its verdict, and later sales are not used for it.", at)
	case l.Verdict == VerdictNotCrossed:
		return "All planned looks are over and none crossed its bound: not enough to rule out luck."
	case l.Next == "":
		return "No look is planned."
	}
	return fmt.Sprintf("%s until the next planned look on %s. No verdict before: running figures swing, and judging by each would cry wolf.", plural(l.DaysToNext, "more day", "more days"), l.Next)
}

// next is the first look offered behind today, nil if there is none.
func (w *watch) next() *Look {
	for i := range w.plan {
		if w.plan[i].Offered && w.plan[i].day > w.day {
			return &w.plan[i]
		}
	}
	return nil
}

// sets is how many assignments could have been drawn, maxLookDraws+1 standing for more.
func (w *watch) sets() (int, error) {
	s := w.spec
	s.Level, s.End = .5, w.asAt
	if w.day > w.end {
		s.End = w.spec.End
	}
	win, err := newCase(s)
	if err != nil {
		return 0, err
	}
	h, err := newHoldout(win)
	if err != nil {
		return 0, err
	}
	draws, err := h.drawn(maxLookDraws)
	return len(draws) + 1, err
}

// setsByName is sets before the test began, when it is not yet known which units will do.
func (w *watch) setsByName() (int, error) {
	win := &window{spec: w.spec, panel: w.spec.Panel}
	if err := win.pick(); err != nil {
		return 0, err
	}
	units := append(slices.Clone(win.treated), win.controls...)
	treated := make([]bool, len(units))
	for i := range win.treated {
		treated[i] = true
	}
	if len(win.treated) == 0 || len(win.controls) == 0 {
		return 1, nil
	}
	if w.spec.Assignment.Rule == "pairs" {
		return min(1<<min(len(win.treated), 30), maxLookDraws+1), nil
	}
	draws, err := w.spec.Assignment.draws(units, treated, maxLookDraws)
	return len(draws) + 1, err
}

// offer computes the bounds and takes out, from the first on, every look that could not cross its own:
// with that many sets at hand no p-value is small enough, or it would take too many draws. What such
// a look would have spent is left to the later ones. It reports whether any look is left.
func (w *watch) offer(sets int) bool {
	for i := range w.plan {
		w.plan[i].Offered = true
	}
	for {
		var shares []float64
		var at []int
		for i, k := range w.plan {
			if k.Offered {
				shares, at = append(shares, k.Share), append(at, i)
			}
		}
		if len(at) == 0 {
			return false
		}
		out := false
		for j, z := range stats.LookBounds(shares, 1-w.spec.Level, stats.OBrienFleming) {
			if k := &w.plan[at[j]]; !k.bound(z, sets) {
				k.BoundZ, k.BoundP, k.Offered, out = 0, 0, false, true
				break
			}
		}
		if !out {
			return true
		}
	}
}

// bound sets a look's bound; false with a Reason where it could not be crossed.
func (k *Look) bound(z float64, sets int) bool {
	p := stats.TwoSidedP(z)
	need := math.Ceil(drawsPerP / p)
	switch {
	case sets <= maxLookDraws && p*float64(sets) < 1:
		k.Reason = fmt.Sprintf("Only a p-value of %.2g or less would count so early, and with %d groups that could have been drawn the smallest is %.2g.", p, sets, 1/float64(sets))
		return false
	case sets > maxLookDraws && need > maxLookDraws:
		k.Reason = fmt.Sprintf("Only a p-value of %.2g or less would count so early; to see one takes more draws of the lot than are made here.", p)
		return false
	}
	k.BoundZ, k.BoundP, k.Draws = z, p, int(min(need, float64(sets-1)))
	return true
}

// newWatch checks the plan. The end of the test is always a look.
func newWatch(s Spec) (*watch, error) {
	w := &watch{spec: s, asAt: s.AsAt}
	w.spec.Looks, w.spec.AsAt = nil, ""
	if s.Assignment.Rule == "" {
		return nil, &shop.Error{Code: "bad_looks", Message: "Planned looks need units that were drawn by lot.", Hint: "Say how with --assignment, for example --assignment random."}
	}
	if w.asAt == "" {
		w.asAt = s.Panel.Labels[len(s.Panel.Labels)-1]
	}
	var errs [3]error
	w.start, errs[0] = dayNumber(s.Start)
	w.end, errs[1] = dayNumber(s.End)
	w.day, errs[2] = dayNumber(w.asAt)
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	if s.AsAt == "" && w.day < w.end && s.Panel.Reaches(s.End) { // the end lies in the last week, or month
		w.asAt, w.day = s.End, w.end
	}
	return w, w.schedule(s.Looks)
}

// minLookShare is the part of the test that must lie between two looks.
const minLookShare = .02

func (w *watch) schedule(days []string) error {
	if len(days) > 0 && days[len(days)-1] != w.spec.End {
		days = append(slices.Clone(days), w.spec.End)
	}
	if len(days) < 2 || len(days) > maxLooks {
		return badLooks(fmt.Sprintf("%d looks are planned, the end of the test among them; 2 to %d can be.", len(days), maxLooks))
	}
	before := 0.0
	for _, d := range days {
		at, err := dayNumber(d)
		if err != nil {
			return err
		}
		share := float64(at-w.start+1) / float64(w.end-w.start+1)
		if share-before < minLookShare || share > 1 {
			return badLooks(fmt.Sprintf("The look of %s does not fit: looks lie inside the test from %s to %s, one after the other and not next to each other.", d, w.spec.Start, w.spec.End))
		}
		before = share
		w.plan = append(w.plan, Look{Date: d, Share: share, day: at})
	}
	return nil
}

func badLooks(message string) error {
	return &shop.Error{Code: "bad_looks", Message: message, Hint: "Write --looks 2026-03-14,2026-03-28 with days inside the test; its end is always a look."}
}

// dayNumber is a day, or the number of a period in panels without dates.
func dayNumber(label string) (int64, error) {
	d, err := shop.ParseDay(label)
	if err == nil {
		return int64(d), nil
	}
	if n, e := strconv.ParseInt(label, 10, 32); e == nil {
		return n, nil
	}
	return 0, err
}

package experiment

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// SpikeSpec asks whether a daily series, such as direct visits or searches for the brand, jumps after drops.
type SpikeSpec struct {
	Panel *panel.Panel
	Unit  string   // "" where the panel holds one series only
	Drops []string // days
	After int      // days that count, the day of the drop included; 0 = 3
	Level float64  // 0 = .95
}

// SpikeAnswer is what came after the drops beside what all the other days of the series let expect. Its JSON
// form is the contract of `spikes --json`. With status not_estimable only Reason, Unit and Level are filled.
type SpikeAnswer struct {
	Status   string   `json:"status"`
	Reason   string   `json:"reason,omitempty"`
	Unit     string   `json:"unit"`
	Level    float64  `json:"level"`
	Grade    Grade    `json:"grade,omitempty"`
	After    int      `json:"days_after,omitempty"`
	History  *Span    `json:"history,omitempty"` // the days compared with
	Total    *Total   `json:"total,omitempty"`   // over all days after drops
	Relative *Range   `json:"relative"`
	PValue   *float64 `json:"p_value,omitempty"`
	Spike    bool     `json:"spike"` // the range of Total lies wholly above zero
	Drops    []Drop   `json:"drops,omitempty"`
	Redraws  int      `json:"redraws,omitempty"`   // sets of other dates the drops were compared with
	SameDays bool     `json:"same_weekdays"`       // those dates had the drops' weekdays
	DaysUsed int      `json:"days_used,omitempty"` // known days of the series
	DropDays int      `json:"drop_days,omitempty"` // of these, after drops
	Warnings []string `json:"warnings"`
}

// Drop is one drop, or several whose days overlap. Range and p-value compare it with single quiet dates; null
// where there are too few. They are not corrected for looking at several drops.
type Drop struct {
	First          string   `json:"first"` // its first and last day that count
	Last           string   `json:"last"`
	Observed       float64  `json:"observed"`
	Counterfactual float64  `json:"counterfactual"`
	Effect         float64  `json:"effect"`
	Lower          *float64 `json:"lower"`
	Upper          *float64 `json:"upper"`
	PValue         *float64 `json:"p_value"`
}

const (
	usualAfter      = 3
	maxAfter        = 28
	spikeReach      = 140 // days before the first and after the last drop that are compared with
	maxSpikeRows    = 420
	maxDropShare    = 1. / 3 // of the known days that may lie after drops
	maxSpikeRedraws = 999
)

// Spikes answers one SpikeSpec. Wrong usage is a *shop.Error; what the data cannot answer is not_estimable.
func Spikes(s SpikeSpec) (SpikeAnswer, error) {
	if s.After == 0 {
		s.After = usualAfter
	}
	if s.Level == 0 {
		s.Level = .95
	}
	if err := s.check(); err != nil {
		return SpikeAnswer{}, err
	}
	a, err := s.answer()
	var no *notEstimable
	if errors.As(err, &no) {
		return SpikeAnswer{Status: StatusNotEstimable, Reason: no.reason, Unit: s.Unit, Level: s.Level, Warnings: []string{}}, nil
	}
	return a, err
}

func (s *SpikeSpec) check() error {
	switch {
	case !(s.Level >= .5 && s.Level <= .999):
		return &shop.Error{Code: "bad_level", Message: fmt.Sprintf("The level %v is outside 0.5 to 0.999.", s.Level), Hint: "Use 0.9 or 0.95."}
	case s.After < 1 || s.After > maxAfter:
		return &shop.Error{Code: "bad_after", Message: fmt.Sprintf("%d days after a drop: from 1 to %d can be asked about.", s.After, maxAfter), Hint: "Use 3: the day of the drop and the two that follow."}
	case len(s.Drops) == 0:
		return &shop.Error{Code: "no_drops", Message: "No drop is named.", Hint: "Name the days with --drops 2026-03-06,2026-03-20, or a file with one day a line."}
	}
	for _, d := range s.Drops {
		if _, err := shop.ParseDay(d); err != nil {
			return &shop.Error{Code: "bad_day", Message: fmt.Sprintf("The drop %q is not a day.", d), Hint: "Write days as YYYY-MM-DD."}
		}
	}
	return nil
}

func (s *SpikeSpec) answer() (SpikeAnswer, error) {
	e, err := newEventStudy(s)
	if err != nil {
		return SpikeAnswer{}, err
	}
	a := SpikeAnswer{Status: StatusOK, Unit: s.Unit, Level: s.Level, Grade: GradeC, After: s.After, DaysUsed: len(e.days), DropDays: len(e.truth),
		History: &Span{First: shop.Day(e.days[0]).String(), Last: shop.Day(e.days[len(e.days)-1]).String()}}
	sets, same, err := e.redraws()
	if err != nil {
		return SpikeAnswer{}, err
	}
	a.Redraws, a.SameDays = len(sets), same
	if !same {
		e.warn("The series holds too few days with the drops' weekdays, so they are compared with other weekdays too.")
	}
	if err := e.total(&a, sets); err != nil {
		return SpikeAnswer{}, err
	}
	e.single(&a)
	a.Warnings = append(e.warnings, "The dates were not drawn by lot: a sale or a season that falls on the drops looks the same as a spike.")
	return a, nil
}

// eventStudy is the case laid out: known days as rows, drops as blocks of days.
type eventStudy struct {
	spec     *SpikeSpec
	days     []int // day number of each row
	y        []float64
	rowOf    map[int]int
	blocks   []block
	truth    []int // rows after drops
	series   *stats.SpikeSeries
	warnings []string
}

// block is a run of days that count: one drop, or several that overlap.
type block struct{ first, length int }

func (e *eventStudy) warn(format string, a ...any) {
	e.warnings = append(e.warnings, fmt.Sprintf(format, a...))
}

func newEventStudy(s *SpikeSpec) (*eventStudy, error) {
	e := &eventStudy{spec: s, rowOf: map[int]int{}}
	if s.Panel.Cadence != panel.Daily {
		return nil, cannot("A spike lasts days, but this series is %s. Give one row per day.", s.Panel.Cadence)
	}
	if s.Unit == "" && len(s.Panel.Units) == 1 {
		s.Unit = s.Panel.Units[0]
	}
	if s.Panel.Find(s.Unit) < 0 {
		return nil, cannot("%q is not in the panel. It holds %s.", s.Unit, someOf(s.Panel.Units))
	}
	if err := e.place(); err != nil {
		return nil, err
	}
	if err := e.fits(); err != nil {
		return nil, err
	}
	season := make([]int, len(e.days))
	for t, d := range e.days {
		season[t] = int(shop.Day(d).Weekday())
	}
	var err error
	if e.series, err = stats.NewSpikeSeries(e.y, e.days, season); errors.Is(err, stats.ErrNoVariation) {
		return nil, cannot("The series never changes, so nothing can stand out.")
	}
	return e, err
}

// place finds the drops that lie in the series and the days to compare them with.
func (e *eventStudy) place() error {
	p, s := e.spec.Panel, e.spec
	first, last := int(p.Times[0]), int(p.Times[len(p.Times)-1])
	var drops []int
	var outside []string
	for _, d := range s.Drops {
		day, _ := shop.ParseDay(d) // checked before
		if at := int(day); at < first || at+s.After-1 > last {
			outside = append(outside, d)
		} else {
			drops = append(drops, at)
		}
	}
	slices.Sort(drops)
	drops = slices.Compact(drops)
	if len(outside) > 0 {
		e.warn("Left out, because their days are not all in the file: %s.", strings.Join(outside, ", "))
	}
	if len(drops) == 0 {
		return cannot("No drop has its %d days within %s to %s.", s.After, p.Labels[0], p.Labels[len(p.Labels)-1])
	}
	from, to := max(first, drops[0]-spikeReach), min(last, drops[len(drops)-1]+s.After-1+spikeReach)
	for t, v := range p.Y[p.Find(s.Unit)] {
		if d := int(p.Times[t]); d >= from && d <= to && !math.IsNaN(v) {
			e.rowOf[d] = len(e.days)
			e.days, e.y = append(e.days, d), append(e.y, v)
		}
	}
	if len(e.days) > maxSpikeRows {
		return cannot("The drops lie more than %d days apart, too long for one comparison. Ask about fewer drops at a time.", maxSpikeRows-2*spikeReach)
	}
	e.join(drops)
	return nil
}

// join makes blocks of the drops that have a known day; overlapping ones become one.
func (e *eventStudy) join(drops []int) {
	var unknown []string
	for _, d := range drops {
		b := block{d, e.spec.After}
		if len(e.rows(b)) == 0 {
			unknown = append(unknown, shop.Day(d).String())
			continue
		}
		if n := len(e.blocks); n > 0 && d < e.blocks[n-1].first+e.blocks[n-1].length {
			e.blocks[n-1].length = d + e.spec.After - e.blocks[n-1].first
		} else {
			e.blocks = append(e.blocks, b)
		}
	}
	if len(unknown) > 0 {
		e.warn("Left out, because no day after them has a value: %s.", strings.Join(unknown, ", "))
	}
	for _, b := range e.blocks {
		e.truth = append(e.truth, e.rows(b)...)
	}
}

// rows are the known days of a block.
func (e *eventStudy) rows(b block) []int {
	var rows []int
	for d := b.first; d < b.first+b.length; d++ {
		if t, ok := e.rowOf[d]; ok {
			rows = append(rows, t)
		}
	}
	return rows
}

func (e *eventStudy) fits() error {
	known, zero := len(e.days), 0
	for _, v := range e.y {
		if v == 0 {
			zero++
		}
	}
	switch {
	case len(e.blocks) == 0:
		return cannot("No day after the drops has a value.")
	case known < minHistoryDays:
		return cannot("The series has a value on %d days; at least %d are needed.", known, minHistoryDays)
	case zero == known:
		return cannot("The series is zero on every day, so nothing can stand out.")
	case float64(zero) > maxZeroShare*float64(known):
		return cannot("The series is zero on %d of %d days: too little to tell a spike from chance.", zero, known)
	case float64(len(e.truth)) > maxDropShare*float64(known):
		return cannot("%d of the %d days lie right after a drop, so too few quiet days are left to compare with. Count fewer days after each drop.", len(e.truth), known)
	}
	return nil
}

// total compares the mean gap over all days after drops with that of the redrawn sets; range and p-value
// come from one and the same count.
func (e *eventStudy) total(a *SpikeAnswer, sets [][]int) error {
	others := make([]stats.Redraw, len(sets))
	if err := stats.Parallel(len(sets), func(i int) error {
		others[i] = e.series.Redraw(sets[i], e.truth)
		return nil
	}); err != nil {
		return err
	}
	test := stats.NewRandomisationTest(e.series.Redraw(e.truth, e.truth), others)
	lo, hi := test.Interval(e.spec.Level)
	if math.IsInf(lo, 0) || math.IsInf(hi, 0) || math.IsNaN(lo+hi) {
		return cannot("The other dates that could be drawn overlap too much with the drops to bound the effect. Count fewer days after each drop, or give a longer series.")
	}
	n, observed := float64(len(e.truth)), 0.0
	for _, t := range e.truth {
		observed += e.y[t]
	}
	effect := n * test.Observed.Value
	a.Total = &Total{Observed: observed, Counterfactual: observed - effect, Effect: effect, Lower: n * lo, Upper: n * hi}
	a.Relative = relative(*a.Total)
	p := test.P(0)
	a.PValue, a.Spike = &p, lo > 0
	return nil
}

// single compares every drop with single quiet dates, all days after drops being left out of what is expected.
func (e *eventStudy) single(a *SpikeAnswer) {
	gaps := e.series.Gaps(e.truth)
	quiet, kept := e.series.Without(e.truth)
	place := map[int]int{}
	for i, t := range kept {
		place[t] = i
	}
	at := 0
	for _, b := range e.blocks {
		rows := e.rows(b)
		d := Drop{First: shop.Day(b.first).String(), Last: shop.Day(b.first + b.length - 1).String()}
		for _, t := range rows {
			d.Observed += e.y[t]
			d.Effect += gaps[at]
			at++
		}
		d.Counterfactual = d.Observed - d.Effect
		e.compareSingle(&d, b, quiet, place)
		a.Drops = append(a.Drops, d)
	}
}

// compareSingle fills range and p-value of one drop from the quiet dates, of its own weekday where those are
// enough for the level, else of all.
func (e *eventStudy) compareSingle(d *Drop, b block, quiet *stats.SpikeSeries, place map[int]int) {
	own := e.rows(b)
	r := e.series.Redraw(own, own) // for the scale of one block alone
	n := float64(len(own))
	observed := stats.Redraw{Value: d.Effect / n, Load: 1, Scale: r.Scale}
	for _, sameDay := range []bool{true, false} {
		var others []stats.Redraw
		for _, c := range e.candidates(b, sameDay) {
			var rows []int
			for _, t := range e.rows(block{c, b.length}) {
				if i, ok := place[t]; ok {
					rows = append(rows, i)
				}
			}
			if len(rows) == len(own) {
				o := quiet.Redraw(rows, nil)
				others = append(others, stats.Redraw{Value: o.Value, Scale: o.Scale})
			}
		}
		test := stats.NewRandomisationTest(observed, others)
		if test.MinP() > 1-e.spec.Level+1e-9 {
			continue
		}
		lo, hi := test.Interval(e.spec.Level)
		p := test.P(0)
		lo, hi = n*lo, n*hi
		d.Lower, d.Upper, d.PValue = &lo, &hi, &p
		return
	}
}

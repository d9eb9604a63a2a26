package experiment

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// DesignSpec asks which units should have creators in a test, and which be left out.
type DesignSpec struct {
	Panel   *panel.Panel
	Kind    string    // geo or sku
	Days    []int     // durations to compare, as on the calendar
	Sizes   []int     // numbers of treated units to compare; nil = chosen from the share
	Share   float64   // the treated units hold at most this share of sales; 0 = .3
	Level   float64   // 0 = .95
	Lifts   []float64 // nil = those of PowerSpec
	Include []string  // always treated
	Exclude []string  // never treated, still left-out units
	Best    int       // how many picked splits are wanted; 0 = 5
	Seed    uint64    // of the lot; 0 = 1

	UnitCost float64 // what one extra unit of the panel's value costs; 0 = not known
	Budget   float64 // splits whose smallest visible lift costs more are left out; 0 = no bound

	Progress func(what string, done, total int) (goOn bool)
}

// Design is one split: who has creators, and how small a lift it sees.
type Design struct {
	Treated    []string     `json:"treated"`
	Share      float64      `json:"share"` // of all sales, held by the treated units
	Days       int          `json:"days"`
	MDE        *float64     `json:"mde"` // nil where no lift tried is seen in four of five tests
	PowerCurve []PowerPoint `json:"power_curve"`
	BiasAtZero float64      `json:"bias_at_zero"` // mean lift that is read where there is none, a share
	Windows    int          `json:"windows"`
	Method     string       `json:"method"`
	Grade      Grade        `json:"grade"`          // the best that a test of this split can have; D: too many false alarms
	Drawn      bool         `json:"drawn"`          // drawn by lot; else picked for its likeness
	Cost       *float64     `json:"cost,omitempty"` // of the smallest visible lift
	Lot        *Lot         `json:"lot,omitempty"`
}

// Lot says how a set was drawn: Sets holds every set that could have been drawn, the drawn one among them,
// each equally likely. The analysis compares with exactly these.
type Lot struct {
	Design  string     `json:"design"`
	Rule    string     `json:"rule"`
	Seed    uint64     `json:"seed"`
	Treated []string   `json:"treated"`
	Sets    [][]string `json:"sets"`
}

// Designs is the answer of `design --json`, best first: picked splits and, for each duration, one drawn by
// lot.
type Designs struct {
	Status  string   `json:"status"`
	Reason  string   `json:"reason,omitempty"`
	Kind    string   `json:"kind"`
	Level   float64  `json:"level"`
	Designs []Design `json:"designs"`
	Tried   int      `json:"tried"` // splits compared in the search
	Notes   []string `json:"notes"`
}

// NoDesigns is the Designs that says why there are none.
func NoDesigns(s DesignSpec, reason string) Designs {
	return Designs{Status: StatusNotEstimable, Reason: reason, Kind: s.Kind, Level: s.Level, Designs: []Design{}, Notes: []string{}}
}

// FindDesigns compares splits of the panel's units on its own history. What the data cannot answer is a
// Designs with not_estimable; wrong usage is a *shop.Error; work that Progress stopped gives
// context.Canceled.
func FindDesigns(s DesignSpec) (Designs, error) {
	if err := s.defaults(); err != nil {
		return Designs{}, err
	}
	d, err := s.find()
	var no *notEstimable
	if errors.As(err, &no) {
		return NoDesigns(s, no.reason), nil
	}
	return d, err
}

func (s *DesignSpec) find() (Designs, error) {
	b, err := newBench(s)
	if err != nil {
		return Designs{}, err
	}
	splits, tried, err := b.search()
	if err != nil {
		return Designs{}, err
	}
	out := Designs{Status: StatusOK, Kind: s.Kind, Level: s.Level, Tried: tried, Notes: []string{}}
	if out.Designs, err = b.judge(splits); err != nil {
		return Designs{}, err
	}
	if out.Designs[0].Windows < leastWindows {
		return Designs{}, cannot("The units move in step to the last digit, so there is nothing to measure chance by.")
	}
	lots, err := b.lots(len(out.Designs[0].Treated))
	if err != nil {
		return Designs{}, err
	}
	out.Designs = append(out.Designs, lots...)
	slices.SortStableFunc(out.Designs, better)
	if s.Budget > 0 {
		err = out.keepAffordable(s.Budget)
	}
	out.Notes = append(out.Notes, "A picked split is the best of many, so its figures flatter it a little, and its test can reach grade B at most. A split drawn by lot can reach grade A: keep its file and read the test with it.",
		fmt.Sprintf("All splits were tried on %d stretches of your own history, which overlap: read the figures as good to a few points.", len(b.starts)))
	return out, err
}

// keepAffordable leaves out what costs more than the budget.
func (d *Designs) keepAffordable(budget float64) error {
	all := len(d.Designs)
	d.Designs = slices.DeleteFunc(d.Designs, func(x Design) bool { return x.Cost == nil || *x.Cost > budget })
	if len(d.Designs) == 0 {
		return cannot("None of the splits sees a lift that the budget of %g pays for. Test fewer units for longer, or spend more.", budget)
	}
	if out := all - len(d.Designs); out > 0 {
		d.Notes = append(d.Notes, plural(out, "split is", "splits are")+" left out: the smallest lift they see costs more than the budget.")
	}
	return nil
}

// defaults fills what was left out and refuses what no panel could answer.
func (s *DesignSpec) defaults() error {
	if s.Best == 0 {
		s.Best = 5
	}
	if s.Share == 0 {
		s.Share = .3
	}
	if s.Seed == 0 {
		s.Seed = 1
	}
	if s.Kind != DesignGeo && s.Kind != DesignSKU {
		return &shop.Error{Code: "unknown_design", Message: fmt.Sprintf("There is no split of the kind %q.", s.Kind), Hint: "Use geo or sku."}
	}
	if !(s.Share > 0 && s.Share < 1) {
		return &shop.Error{Code: "bad_share", Message: fmt.Sprintf("The share %v is not between 0 and 1.", s.Share), Hint: "0.3 lets the treated units hold up to 30 % of sales."}
	}
	if len(s.Days) == 0 {
		return &shop.Error{Code: "bad_days", Message: "No duration is given.", Hint: "Use --days 28, or several with commas between."}
	}
	for _, k := range s.Sizes {
		if k < 1 {
			return &shop.Error{Code: "bad_units", Message: "A split needs at least one treated unit.", Hint: "Give sizes of 1 or more."}
		}
	}
	s.Days = slices.Compact(slices.Sorted(slices.Values(s.Days)))
	p := s.power(s.Days[0])
	err := p.defaults()
	s.Level, s.Lifts = p.Level, p.Lifts
	for _, u := range append(slices.Clone(s.Include), s.Exclude...) {
		if s.Panel.Find(u) < 0 && err == nil {
			err = &shop.Error{Code: "unknown_unit", Message: fmt.Sprintf("%q is not in the panel. It holds %s.", u, someOf(s.Panel.Units)), Hint: "Write names as the panel does."}
		}
		if slices.Contains(s.Include, u) && slices.Contains(s.Exclude, u) && err == nil {
			err = &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("%q is both to be treated and to be left out.", u), Hint: "Name it once."}
		}
	}
	return err
}

// power is the simulation's question for one duration.
func (s *DesignSpec) power(days int) PowerSpec {
	return PowerSpec{Panel: s.Panel, Design: s.Kind, Days: days, Level: s.Level, Lifts: s.Lifts, Progress: s.Progress}
}

// better orders designs: those whose false alarms keep within bounds first, then by smallest visible lift, bias
// and the smaller share.
func better(a, b Design) int {
	first := func(a, b float64) int {
		switch {
		case a < b:
			return -1
		case a > b:
			return 1
		}
		return 0
	}
	switch {
	case (a.Grade == GradeD) != (b.Grade == GradeD):
		return map[bool]int{true: 1, false: -1}[a.Grade == GradeD]
	case a.MDE == nil && b.MDE == nil:
		return first(-a.PowerCurve[len(a.PowerCurve)-1].Power, -b.PowerCurve[len(b.PowerCurve)-1].Power)
	case a.MDE == nil:
		return 1
	case b.MDE == nil:
		return -1
	case *a.MDE != *b.MDE:
		return first(*a.MDE, *b.MDE)
	case size(a.BiasAtZero) != size(b.BiasAtZero):
		return first(size(a.BiasAtZero), size(b.BiasAtZero))
	}
	return first(a.Share, b.Share)
}

func size(v float64) float64 { return max(v, -v) }

// bench is a panel laid out for comparing splits: the rows that are usable over the whole history, the windows
// and the method.
type bench struct {
	*DesignSpec
	rows    []int
	starts  []int // of the windows, for all durations
	lengths []int // of the durations, in periods
	how     rival
	always  []bool // over rows: Include
	never   []bool
	share   []float64 // over rows: of all sales in the history
	alike   [][]float64
}

func newBench(s *DesignSpec) (*bench, error) {
	b := &bench{DesignSpec: s}
	for _, d := range s.Days {
		b.lengths = append(b.lengths, testPeriods(s.Panel, d))
	}
	longest, p := slices.Max(b.lengths), s.power(slices.Max(s.Days))
	var err error
	if b.starts, err = p.quietStarts(max(holdoutPast(s.Panel), longest), longest); err != nil {
		return nil, err
	}
	var columns []int
	b.rows, columns = usableRows(s.Panel, b.starts[0], len(s.Panel.Labels))
	if err := b.look(columns); err != nil {
		return nil, err
	}
	last := b.starts[len(b.starts)-1]
	p.TreatedUnits = max(min(len(b.rows)/5, len(b.rows)-1), 1)
	f, err := p.future(last, longest)
	b.how = f.how
	return b, err
}

// look works out what is known of each row: its share of sales, how alike it moves, and who may be treated.
func (b *bench) look(columns []int) error {
	y, total := make([][]float64, len(b.rows)), 0.0
	for i, r := range b.rows {
		var sum float64
		for _, t := range columns {
			y[i] = append(y[i], b.Panel.Y[r][t])
			sum += b.Panel.Y[r][t]
		}
		b.share = append(b.share, sum)
		total += sum
		name := b.Panel.Units[r]
		b.always, b.never = append(b.always, slices.Contains(b.Include, name)), append(b.never, slices.Contains(b.Exclude, name))
	}
	for i := range b.share {
		b.share[i] /= total
	}
	if missing := len(b.Include) - count(b.always); missing > 0 {
		return cannot("%s that must be treated has gaps or no early sales, so no window can be tried with it.", plural(missing, "unit", "units"))
	}
	if len(b.rows) < minHoldoutUnits {
		return cannot("A comparison between units needs at least %d units that sold something and miss no day; this panel has %d.", minHoldoutUnits, len(b.rows))
	}
	b.alike = stats.Alikeness(y)
	return nil
}

func (b *bench) step(done, total int) error {
	if b.Progress == nil || b.Progress("Comparing splits on your own history", done, total) {
		return nil
	}
	return context.Canceled
}

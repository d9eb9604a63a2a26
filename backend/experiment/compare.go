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

// CompareSpec is one customer or code holdout: rows of a table, each in one arm, with a metric.
type CompareSpec struct {
	Table       *panel.Table
	Arm         string // column that names the arm
	Control     string // the arm that the others are compared with
	Metric      string
	Denominator string   // "" or the column the metric is divided by, sum by sum
	Covariates  []string // columns known before the test
	ID          string   // "" or the column of who was drawn; its rows are summed first
	Pair        string   // "" or the column that names the pair a row belongs to
	Trim        float64  // with Pair: the largest share of pairs that may be cut at each end
	Split       map[string]float64
	Level       float64
	Expect      int // rows at which the always-valid range is tightest; 0 = defaultExpect
}

// defaultExpect tunes the always-valid range. It stands here, not in the data, because it must be
// chosen before they are seen; it costs little between 100 rows and 100,000.
const defaultExpect = 1000

// CompareAnswer is the answer of `compare --json`. With Status not_estimable only Reason, Level and
// Warnings mean something. Numbers are in the metric's own unit.
type CompareAnswer struct {
	Status      string        `json:"status"`
	Reason      string        `json:"reason,omitempty"`
	Method      string        `json:"method,omitempty"` // welch, score, lin, delta, delta+lin, trimmed-match
	Level       float64       `json:"level,omitempty"`
	Grade       Grade         `json:"grade,omitempty"`
	Control     string        `json:"control,omitempty"`
	Metric      string        `json:"metric,omitempty"`
	Denominator string        `json:"denominator,omitempty"`
	Covariates  []string      `json:"covariates,omitempty"` // those used
	Arms        []CompareArm  `json:"arms,omitempty"`
	Effects     []ArmEffect   `json:"effects,omitempty"`
	SampleRatio *SampleRatio  `json:"sample_ratio,omitempty"`
	Always      *AlwaysTuning `json:"always_valid,omitempty"`
	Warnings    []string      `json:"warnings"`
}

// CompareArm is one arm as it stands in the table: mean is the plain mean, or the ratio of sums.
type CompareArm struct {
	Name string  `json:"name"`
	N    int     `json:"n"`
	Mean float64 `json:"mean"`
	SD   float64 `json:"sd"`
}

// Bounds is a range with the p-value of the same test.
type Bounds struct {
	Lower  float64 `json:"lower"`
	Upper  float64 `json:"upper"`
	PValue float64 `json:"p_value"`
}

// ArmEffect is one arm minus the control. Bounds is for this arm alone, Together for all arms at once
// (the same where there is one), Always for all arms and however often one looks. Significant means
// that Together excludes 0.
type ArmEffect struct {
	Arm    string  `json:"arm"`
	Effect float64 `json:"effect"`
	SE     float64 `json:"se"`
	Bounds
	Significant bool        `json:"significant"`
	Relative    *Range      `json:"relative"`               // of the control's mean; null where that is not surely positive
	Together    Bounds      `json:"together"`               // Bonferroni
	Always      *Bounds     `json:"always"`                 // null where there are too few rows
	Unadjusted  *Unadjusted `json:"unadjusted,omitempty"`   // the same without covariates
	Winsorised  *Winsorised `json:"winsorised,omitempty"`   // second line: the largest values capped
	LargestRow  *LargestRow `json:"largest_row,omitempty"`  // the row that makes most of the effect
	VarianceCut *float64    `json:"variance_cut,omitempty"` // 1 - variance with covariates / without; may be negative
}

// Unadjusted is the effect without covariates.
type Unadjusted struct {
	Effect float64 `json:"effect"`
	SE     float64 `json:"se"`
	Bounds
}

// Winsorised is the effect with every value above Cap (and below Floor) set to it: another question,
// asked because one order must not decide.
type Winsorised struct {
	Floor  float64 `json:"floor"`
	Cap    float64 `json:"cap"`
	Effect float64 `json:"effect"`
	SE     float64 `json:"se"`
	Bounds
}

// LargestRow is the row without which the effect comes nearest to zero, and the answer without it.
type LargestRow struct {
	Row    string  `json:"row"`   // "line N" of the file; with an id its first line
	Share  float64 `json:"share"` // of the effect; above 1 = without it the effect turns its sign
	Effect float64 `json:"effect"`
	Bounds
	Flips bool `json:"flips"` // without it the range holds 0, with it it does not
}

// SampleRatio is the check that rows fell into the arms as they were meant to.
type SampleRatio struct {
	PValue   float64            `json:"p_value"`
	Expected map[string]float64 `json:"expected"` // shares
}

// AlwaysTuning says how the always-valid range was tuned, before the data.
type AlwaysTuning struct {
	TightestAtRows int     `json:"tightest_at_rows"`
	Rho            float64 `json:"rho"`
}

// Compare answers one CompareSpec. Wrong usage (an unknown column, a level outside 0.5..0.999, shares
// that name no arm) is a *shop.Error, as is a cell that is no number (bad_value, with its line and
// column); what the data cannot answer is an answer with not_estimable.
func Compare(s CompareSpec) (CompareAnswer, error) {
	if s.Level == 0 {
		s.Level = .95
	}
	if !(s.Level >= .5 && s.Level <= .999) {
		return CompareAnswer{}, &shop.Error{Code: "bad_level", Message: fmt.Sprintf("The level %v is outside 0.5 to 0.999.", s.Level), Hint: "Use 0.9 or 0.95."}
	}
	if s.Expect == 0 {
		s.Expect = defaultExpect
	}
	if s.Expect < 2 {
		return CompareAnswer{}, &shop.Error{Code: "bad_expect", Message: fmt.Sprintf("%d rows are too few to expect.", s.Expect), Hint: "Give the number of customers you expect in all, for example 1000."}
	}
	t := &trial{spec: s}
	run := t.answer
	if s.Pair != "" {
		run = t.answerPairs
	}
	a, err := run()
	var no *notEstimable
	if errors.As(err, &no) {
		return CompareNotEstimable(s, no.reason), nil
	}
	if err != nil {
		return CompareAnswer{}, err
	}
	if !a.finite() {
		return CompareNotEstimable(s, "The numbers in this file are too extreme to compute a range from."), nil
	}
	return a, nil
}

// CompareNotEstimable is the answer that says why there is none.
func CompareNotEstimable(s CompareSpec, reason string) CompareAnswer {
	return CompareAnswer{Status: StatusNotEstimable, Reason: reason, Level: s.Level, Grade: GradeD, Warnings: []string{}}
}

// answer runs all steps.
func (t *trial) answer() (CompareAnswer, error) {
	if err := t.read(); err != nil {
		return CompareAnswer{}, err
	}
	if err := t.arrange(); err != nil {
		return CompareAnswer{}, err
	}
	a := CompareAnswer{Status: StatusOK, Level: t.spec.Level, Control: t.arms[0].name,
		Metric: t.spec.Metric, Denominator: t.spec.Denominator, Arms: t.summary(), Grade: GradeA}
	a.Always = &AlwaysTuning{TightestAtRows: t.spec.Expect, Rho: t.rho()}
	var err error
	if a.SampleRatio, err = t.sampleRatio(); err != nil {
		return a, err
	}
	if a.SampleRatio.PValue < srmAlarm || t.crossed > 0 {
		a.Grade = GradeD
	}
	for i := range t.arms[1:] {
		e, err := t.effect(i + 1)
		if err != nil {
			return a, err
		}
		a.Effects = append(a.Effects, e)
	}
	t.sayTogether()
	a.Method, a.Covariates = t.method(), t.used
	a.Warnings = append([]string{}, t.warnings...)
	return a, nil
}

// finite reports whether all numbers of the answer are numbers.
func (a CompareAnswer) finite() bool {
	for _, e := range a.Effects {
		if !finite(e.Effect, e.SE, e.Lower, e.Upper, e.PValue, e.Together.Lower, e.Together.Upper) {
			return false
		}
	}
	for _, m := range a.Arms {
		if !finite(m.Mean, m.SD) {
			return false
		}
	}
	return true
}

// method names how the effects were found.
func (t *trial) method() string {
	switch {
	case t.spec.Denominator != "" && len(t.used) > 0:
		return "delta+lin"
	case t.spec.Denominator != "":
		return "delta"
	case len(t.used) > 0:
		return "lin"
	case t.score:
		return "score"
	}
	return "welch"
}

func (t *trial) warn(format string, a ...any) {
	if text := fmt.Sprintf(format, a...); !slices.Contains(t.warnings, text) {
		t.warnings = append(t.warnings, text)
	}
}

// sayTogether warns of several arms: the chance that one of them shines by luck grows with their number.
func (t *trial) sayTogether() {
	if k := len(t.arms) - 1; k > 1 {
		t.warn("%d arms are compared with %s: judge each by the range for all arms at once (together), which allows for one of %d shining by luck.", k, t.arms[0].name, k)
	}
}

// sampleRatio compares the arms' sizes with the intended shares.
func (t *trial) sampleRatio() (*SampleRatio, error) {
	sizes, err := t.sizes()
	if err != nil {
		return nil, err
	}
	r := &SampleRatio{Expected: map[string]float64{}}
	var counts []int
	var shares []float64
	all := 0
	for _, s := range sizes {
		r.Expected[s.name] = s.share
		counts, shares, all = append(counts, s.n), append(shares, s.share), all+s.n
	}
	if r.PValue = stats.SplitP(counts, shares); r.PValue < srmAlarm {
		var each []string
		for _, s := range sizes {
			each = append(each, fmt.Sprintf("%s %d (meant: %.0f)", s.name, s.n, s.share*float64(all)))
		}
		t.warn("STOP: the arms are not of the sizes they were meant to have: %s. By chance that happens once in %s. Something drops or doubles people in one arm, so the comparison is not to be trusted until you know what. If the shares were meant to be others, give them with --split.", strings.Join(each, ", "), oneIn(r.PValue))
	}
	return r, nil
}

// srmAlarm is the p-value of the split below which a comparison is not to be trusted (Fabijan et al. 2019).
const srmAlarm = .001

func oneIn(p float64) string {
	if !(p > 1e-6) {
		return "more than a million tests"
	}
	return fmt.Sprintf("%.0f tests", math.Floor(1/p))
}

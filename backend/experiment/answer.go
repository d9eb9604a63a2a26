package experiment

import "encoding/json"

// Status values of an Answer.
const (
	StatusOK           = "ok"
	StatusNotEstimable = "not_estimable"
)

// Grade is the validity grade that goes with every verdict: A randomised, analysed by its own
// randomisation; B matched holdout with a passed placebo audit; C baseline with a passed placebo
// audit; D everything else.
type Grade string

// The four validity grades.
const (
	GradeA Grade = "A"
	GradeB Grade = "B"
	GradeC Grade = "C"
	GradeD Grade = "D"
)

// Answer is one lift with everything needed to judge it, or the reason why there is none. Its JSON
// form is the contract of `estimate --json`. Values are in the panel's own unit (minor units of
// money for panels from the workspace); dates are inclusive civil dates. With Status not_estimable
// only Reason, Method, Level and Warnings are filled and the other fields mean nothing.
type Answer struct {
	ID          json.RawMessage `json:"id,omitempty"` // of a line of estimate --cases, as it was given
	Status      string          `json:"status"`
	Reason      string          `json:"reason,omitempty"`
	Method      string          `json:"method,omitempty"`
	Level       float64         `json:"level,omitempty"`
	Unit        string          `json:"unit,omitempty"`
	Grade       Grade           `json:"grade,omitempty"`
	Period      *Span           `json:"period,omitempty"`  // the test
	History     *Span           `json:"history,omitempty"` // the pre period that was used
	Total       *Total          `json:"total,omitempty"`
	Relative    *Range          `json:"relative"`
	PValue      *float64        `json:"p_value,omitempty"`
	Significant bool            `json:"significant"`
	Days        []DayEffect     `json:"days,omitempty"`
	Audit       *Audit          `json:"audit,omitempty"`
	Looks       *Looks          `json:"looks,omitempty"` // of a test with planned looks; then Significant is the verdict of a look that crossed its bound
	Diagnostics Diagnostics     `json:"diagnostics"`
	Warnings    []string        `json:"warnings"`
}

// Span is a period as people write it: both ends included. The ends are days as YYYY-MM-DD, or for
// panels without dates the labels of the file.
type Span struct {
	First string `json:"first"`
	Last  string `json:"last"`
}

// Total is the sum over treated units and test periods. Effect = Observed - Counterfactual; Lower and
// Upper bound Effect at the Answer's level.
type Total struct {
	Observed       float64 `json:"observed"`
	Counterfactual float64 `json:"counterfactual"`
	Effect         float64 `json:"effect"`
	Lower          float64 `json:"lower"`
	Upper          float64 `json:"upper"`
}

// Range is an estimate with its bounds. As Answer.Relative it is total effect over total
// counterfactual, a share (0.054 = 5.4 %).
type Range struct {
	Effect float64 `json:"effect"`
	Lower  float64 `json:"lower"`
	Upper  float64 `json:"upper"`
}

// DayEffect is one period of the series: pre period and test alike. Lower and Upper bound the
// single period's counterfactual; nil where the method has none. Observed is nil where missing.
type DayEffect struct {
	Date           string   `json:"date"`
	Observed       *float64 `json:"observed"`
	Counterfactual float64  `json:"counterfactual"`
	Lower          *float64 `json:"lower"`
	Upper          *float64 `json:"upper"`
	InTest         bool     `json:"in_test"`
	CumEffect      *float64 `json:"cumulative_effect,omitempty"` // from the first test period; nil before it
	CumLower       *float64 `json:"cumulative_lower,omitempty"`
	CumUpper       *float64 `json:"cumulative_upper,omitempty"`
}

// Audit is the method run on quiet stretches of the same history, where nothing happened.
// FalseAlarmRate and Coverage are nil with fewer than 10 placebos.
type Audit struct {
	Placebos       int       `json:"placebos"`
	FalseAlarmRate *float64  `json:"false_alarm_rate"`
	Coverage       *float64  `json:"coverage"`
	Widening       float64   `json:"widening"` // factor by which the interval was widened because of the audit; 1 = not
	Passed         bool      `json:"passed"`
	Windows        []Placebo `json:"windows,omitempty"`
}

// Placebo is one quiet stretch: what the method said of it, as a share of what the treated units usually
// sell in that time.
type Placebo struct {
	First  string  `json:"first"`
	Last   string  `json:"last"`
	Effect float64 `json:"effect"`
	Lower  float64 `json:"lower"`
	Upper  float64 `json:"upper"`
}

// Diagnostics says how the answer came about.
type Diagnostics struct {
	Treated        []string           `json:"treated,omitempty"`
	Controls       []string           `json:"controls,omitempty"`
	TestPeriods    int                `json:"test_periods,omitempty"`
	HistoryPeriods int                `json:"history_periods,omitempty"`
	Cadence        string             `json:"cadence,omitempty"` // daily, weekly, ...
	Assignment     string             `json:"assignment,omitempty"`
	Redraws        int                `json:"redraws,omitempty"` // assignments the test was compared with
	Events         []string           `json:"events,omitempty"`
	LeftOut        []string           `json:"left_out,omitempty"`
	Weights        map[string]float64 `json:"weights,omitempty"`
	Tried          []Tried            `json:"tried,omitempty"` // methods `auto` compared
	Numbers        map[string]float64 `json:"numbers,omitempty"`
	SecondOpinion  *SecondOpinion     `json:"second_opinion,omitempty"`
}

// Tried is one method that `auto` ran on quiet stretches of the history, and its mean absolute error
// there as a share of the units' size.
type Tried struct {
	Method string  `json:"method"`
	Error  float64 `json:"error"`
}

package experiment

import (
	"errors"
	"fmt"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// RankSpec asks where creators stand, from a table. With Successes and Trials its rows are creators and the
// question is about rates; with Value its rows are posts and the question is about money per post.
type RankSpec struct {
	Table     *panel.Table
	Name      string // column that names the creator
	Tier      string // "" or the column of the creators' tier
	Successes string // column of orders
	Trials    string // column of clicks
	Threshold float64
	Second    *panel.Table // a second round of the same columns, or nil
	Value     string       // column of a post's money
	Cost      string       // "" or the column of what the post cost
	Split     []string     // columns, such as hook and product, that the differences are split by
	Top       int
	Level     float64
}

// RankAnswer is the answer of `rank --json`. With Status not_estimable only Reason, Level and Warnings mean
// something. Rows stand in order of estimate, largest first.
type RankAnswer struct {
	Status    string        `json:"status"`
	Reason    string        `json:"reason,omitempty"`
	Of        string        `json:"of,omitempty"` // rates or posts
	Level     float64       `json:"level,omitempty"`
	Threshold float64       `json:"threshold,omitempty"` // rates only
	Top       int           `json:"top,omitempty"`
	Prior     *RankPrior    `json:"prior,omitempty"` // of all creators together; rates only
	Tiers     []TierPrior   `json:"tiers,omitempty"` // rates by tier
	Posts     *PostModel    `json:"posts,omitempty"` // posts only
	Beats     *Beats        `json:"beats,omitempty"` // rates only
	MayBeTop  []string      `json:"may_be_top,omitempty"`
	Groups    []RankGroup   `json:"groups,omitempty"`
	Second    *SecondRound  `json:"second_round,omitempty"`
	Split     []SplitFactor `json:"split,omitempty"`
	Rows      []RankRow     `json:"rows,omitempty"`
	Warnings  []string      `json:"warnings"`
}

// RankPrior is what is assumed of a creator before seeing their counts: a beta distribution. It is worth Alpha
// + Beta trials.
type RankPrior struct {
	Alpha float64 `json:"alpha"`
	Beta  float64 `json:"beta"`
}

// TierPrior is the prior of one tier; Own is false where the tier is too small for one and has that of all.
type TierPrior struct {
	Tier     string `json:"tier"`
	Creators int    `json:"creators"`
	Own      bool   `json:"own"`
	RankPrior
}

// Beats counts the creators whose rate lies above the threshold, keeping the share of false ones among
// them below FalseShare: Keep by local false discovery rate, KeepBH by Benjamini and Hochberg.
type Beats struct {
	FalseShare float64 `json:"false_share"`
	Keep       int     `json:"keep"`
	KeepBH     int     `json:"keep_bh"`
}

// RankGroup is creators of whom none is surely better than another.
type RankGroup struct {
	Group int      `json:"group"`
	Names []string `json:"names"`
}

// RankRow is one creator. Estimate, PBelow and PTop take the prior as known, so that they can be worked out
// anywhere from what is printed; Lower, Upper and Cautious do not, and decide. RankLow and RankHigh are the
// best and the worst rank the creator can have, all creators' at once with chance level. Local, QValue, P and
// BH ask whether the rate beats the threshold. Raw is null where there is nothing to divide by.
type RankRow struct {
	Name      string          `json:"name"`
	Tier      string          `json:"tier,omitempty"`
	Successes *float64        `json:"successes,omitempty"`
	Trials    *float64        `json:"trials,omitempty"`
	Raw       *float64        `json:"raw"`
	Estimate  float64         `json:"estimate"`
	Lower     float64         `json:"lower"`
	Upper     float64         `json:"upper"`
	PBelow    *float64        `json:"p_below,omitempty"` // rates
	PTop      float64         `json:"p_top"`
	RankLow   int             `json:"rank_low"`
	RankHigh  int             `json:"rank_high"`
	Group     int             `json:"group"`
	Cautious  *Cautious       `json:"cautious,omitempty"` // rates
	Beats     *BeatsRow       `json:"beats,omitempty"`    // rates
	Posts     *PostRow        `json:"posts,omitempty"`    // posts
	Second    *SecondRoundRow `json:"second_round,omitempty"`
	Verdict   string          `json:"verdict,omitempty"` // scorecard's
}

// Cautious is Estimate, PBelow and PTop without taking the prior as known.
type Cautious struct {
	Estimate float64 `json:"estimate"`
	PBelow   float64 `json:"p_below"`
	PTop     float64 `json:"p_top"`
}

// BeatsRow asks of one creator whether the rate beats the threshold.
type BeatsRow struct {
	Local  float64 `json:"local_fdr"`
	QValue float64 `json:"q_value"`
	P      float64 `json:"p_value"`
	BH     float64 `json:"bh"`
}

// Rank answers one RankSpec. Wrong usage (a column that is not there, a level outside 0.5..0.999) is a
// *shop.Error, as is a cell that cannot be (bad_value, with its line and column); what the data cannot answer
// is an answer with not_estimable.
func Rank(s RankSpec) (RankAnswer, error) {
	if err := s.check(); err != nil {
		return RankAnswer{}, err
	}
	a, err := s.answer()
	var no *notEstimable
	if errors.As(err, &no) {
		return RankNotEstimable(s, no.reason), nil
	}
	return a, err
}

// RankNotEstimable is the answer that says why there is none.
func RankNotEstimable(s RankSpec, reason string) RankAnswer {
	return RankAnswer{Status: StatusNotEstimable, Reason: reason, Level: s.Level, Warnings: []string{}}
}

func (s *RankSpec) check() error {
	switch {
	case !(s.Level >= .5 && s.Level <= .999):
		return &shop.Error{Code: "bad_level", Message: fmt.Sprintf("The level %v is outside 0.5 to 0.999.", s.Level), Hint: "Use 0.9 or 0.95."}
	case s.Top < 1:
		return &shop.Error{Code: "bad_top", Message: fmt.Sprintf("A top %d has nobody in it.", s.Top), Hint: "Use 1 or more, for example 5."}
	case s.Value == "" && !(s.Threshold > 0 && s.Threshold < 1):
		return &shop.Error{Code: "bad_threshold", Message: fmt.Sprintf("The threshold %v is no share between 0 and 1.", s.Threshold), Hint: "Write 1 % as 0.01."}
	}
	return nil
}

func (s *RankSpec) answer() (RankAnswer, error) {
	if s.Value != "" {
		return s.answerPosts()
	}
	return s.answerRates()
}

// sameRow is the row of a table in words.
func sameRow(t *panel.Table, row int) string { return fmt.Sprintf("%s, line %d", t.Name, t.Lines[row]) }

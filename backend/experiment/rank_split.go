package experiment

import (
	"errors"
	"fmt"
	"math"

	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// SplitFactor is how much of the differences between posts' logs of money one factor makes: Share with its
// range at the answer's level. Factors are the creator, the columns asked for and, last, luck: the rest.
type SplitFactor struct {
	Factor string  `json:"factor"`
	Levels int     `json:"levels,omitempty"`
	Share  float64 `json:"share"`
	Lower  float64 `json:"lower"`
	Upper  float64 `json:"upper"`
}

// mostSplits is how many columns the differences can be split by beside the creator.
const mostSplits = 3

// split splits the differences between posts that brought anything.
func (p *posts) split() ([]SplitFactor, error) {
	t := p.spec.Table
	columns := []string{p.spec.Name}
	if len(p.spec.Split) > mostSplits {
		return nil, &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("The differences can be split by at most %d columns beside the creator.", mostSplits), Hint: "Leave out the least interesting."}
	}
	columns = append(columns, p.spec.Split...)
	var y []float64
	var factors [][]int
	out := make([]SplitFactor, len(columns), len(columns)+1)
	value, err := t.Column(p.spec.Value)
	if err != nil {
		return nil, err
	}
	for k, name := range columns {
		col, err := t.Column(name)
		if err != nil {
			return nil, err
		}
		seen, levels := map[string]int{}, []int(nil)
		for row := range t.Rows {
			money, err := readMoney(t, row, value)
			if err != nil {
				return nil, err
			}
			if money == 0 {
				continue
			}
			text := t.Rows[row][col]
			if text == "" {
				return nil, &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s, column %s: the cell is empty.", sameRow(t, row), t.Header[col]), Hint: "Name it for every post, for example as none."}
			}
			if _, known := seen[text]; !known {
				seen[text] = len(seen)
			}
			levels = append(levels, seen[text])
			if k == 0 {
				y = append(y, math.Log(money))
			}
		}
		if len(seen) < 2 {
			return nil, cannot("All posts that brought anything have the same %s, so it cannot be said how much that matters.", name)
		}
		factors, out[k] = append(factors, levels), SplitFactor{Factor: name, Levels: len(seen)}
	}
	shares, err := stats.SplitVariance(y, factors, p.spec.Level)
	if errors.Is(err, stats.ErrTooManyLevels) {
		return nil, cannot("The columns %v have too many different values to split the differences by. Put alike ones together.", p.spec.Split)
	}
	if err != nil {
		return nil, cannot("The differences between posts cannot be split: %v.", err)
	}
	out = append(out, SplitFactor{Factor: "luck"})
	for k, s := range shares {
		out[k].Share, out[k].Lower, out[k].Upper = s.Mean, s.Lower, s.Upper
	}
	return out, nil
}

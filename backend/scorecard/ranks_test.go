package scorecard

import (
	"testing"

	"creatorlift/backend/experiment"
)

func TestJudgeRanks(t *testing.T) {
	t.Parallel()
	p := func(v float64) *float64 { return &v }
	posts := func(outlier float64, above *float64, without float64) experiment.RankRow {
		return experiment.RankRow{Posts: &experiment.PostRow{POutlier: outlier, PAboveCost: above, Largest: &experiment.Largest{POutlier: without, PAboveCost: above}}}
	}
	for name, c := range map[string]struct {
		row   experiment.RankRow
		want  string
		flips bool
	}{
		"rate surely low":        {experiment.RankRow{Cautious: &experiment.Cautious{PBelow: .8}}, Review, false},
		"rate almost surely low": {experiment.RankRow{Cautious: &experiment.Cautious{PBelow: .79}}, Unremarked, false},
		"rate surely high":       {experiment.RankRow{Cautious: &experiment.Cautious{PBelow: .1}}, Keep, false},
		"outlier":                {posts(.9, nil, .9), Invest, false},
		"outlier by one post":    {posts(.9, nil, .1), Invest, true},
		"outlier that costs":     {posts(.9, p(.1), .9), Review, false},
		"outlier, cost unclear":  {posts(.9, p(.5), .9), Unremarked, false},
		"pays":                   {posts(.2, p(.9), .2), Keep, false},
		"nothing to say":         {posts(.2, nil, .2), Unremarked, false},
	} {
		a := experiment.RankAnswer{Rows: []experiment.RankRow{c.row}}
		JudgeRanks(&a)
		r := a.Rows[0]
		if r.Verdict != c.want || r.Posts != nil && r.Posts.Largest.Flips != c.flips {
			t.Errorf("%s: got %s", name, r.Verdict)
		}
	}
}

package scorecard

import "creatorlift/backend/experiment"

// ActAt is how likely something must be before a creator is treated differently for it.
const ActAt = 0.80

// What a creator's figures amount to. None says what a creator caused: the figures are claims.
const (
	Review     = "review"      // most likely below the threshold, or below what a post costs: look at brief and product fit
	Keep       = "keep"        // most likely above it
	Invest     = "invest"      // most likely above 1.5 times the tier's average
	Unremarked = "cannot_tell" // neither is likely enough
)

// JudgeRanks writes the verdict of every row, and of what is left of it without its largest post.
func JudgeRanks(a *experiment.RankAnswer) {
	for i := range a.Rows {
		r := &a.Rows[i]
		switch {
		case r.Cautious != nil:
			r.Verdict = ByRate(r.Cautious.PBelow)
		case r.Posts != nil:
			r.Verdict = byPosts(r.Posts.POutlier, r.Posts.PAboveCost)
			if l := r.Posts.Largest; l != nil {
				l.Verdict = byPosts(l.POutlier, l.PAboveCost)
				l.Flips = l.Verdict != r.Verdict
			}
		}
	}
}

// ByRate judges a rate by the chance that it lies below the threshold.
func ByRate(below float64) string {
	switch {
	case below >= ActAt:
		return Review
	case 1-below >= ActAt:
		return Keep
	}
	return Unremarked
}

// byPosts judges money per post. What costs more than it brings is no outlier to invest in.
func byPosts(outlier float64, aboveCost *float64) string {
	switch {
	case aboveCost != nil && 1-*aboveCost >= ActAt:
		return Review
	case outlier >= ActAt && (aboveCost == nil || *aboveCost >= ActAt):
		return Invest
	case aboveCost != nil && *aboveCost >= ActAt:
		return Keep
	}
	return Unremarked
}

package ledger

import (
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// ClaimLevel is the level of the ranges of CreatorClaims.
const ClaimLevel = 0.90

// CreatorCount is what platforms claim for one creator over the period asked for.
type CreatorCount struct {
	Creator  string
	Orders   int // claimed orders that count
	NetCents shop.Cents
	Posts    int // 0 where not reported
}

// CreatorClaim is a CreatorCount with first-month luck removed. Estimate, Lower and Upper are claimed
// orders a week, the range at ClaimLevel. It is evidence of the kind "claimed": it says what a platform
// counts, not what the creator caused.
type CreatorClaim struct {
	Creator  string     `json:"creator"`
	Orders   int        `json:"orders"`
	NetCents shop.Cents `json:"net_cents"`
	Posts    int        `json:"posts"`
	Estimate float64    `json:"estimate"`
	Lower    float64    `json:"lower"`
	Upper    float64    `json:"upper"`
}

// Seen is a part of a creator's orders and the weeks over which it was looked for.
type Seen struct {
	Orders float64 // need not be whole where a part of it is estimated
	Weeks  float64
}

// CreatorClaims pulls each creator's claimed orders a week towards the group by as much as the group's
// own spread says is luck (gamma-Poisson empirical Bayes, stats.FitGammaPoisson). The answer keeps the
// order of in; nil for no creators. It panics if weeks is not positive or a count is negative.
func CreatorClaims(in []CreatorCount, weeks float64) []CreatorClaim {
	seen := make([][]Seen, len(in))
	for i, c := range in {
		seen[i] = []Seen{{float64(c.Orders), weeks}}
	}
	return ClaimsSeen(in, seen)
}

// ClaimsSeen is CreatorClaims where a creator's orders were looked for over different days: the weekly rate is
// the sum of the rates of the parts in seen, at least one part each, which hold no order twice.
func ClaimsSeen(in []CreatorCount, seen [][]Seen) []CreatorClaim {
	if len(in) == 0 {
		return nil
	}
	counts, weeks := make([]float64, len(in)), make([]float64, len(in))
	for i, parts := range seen {
		orders, over := make([]float64, len(parts)), make([]float64, len(parts))
		for k, p := range parts {
			orders[k], over[k] = p.Orders, p.Weeks
		}
		counts[i], weeks[i] = stats.WeightedPoisson(orders, over)
	}
	prior := stats.FitGammaPoissonOver(counts, weeks)
	out := make([]CreatorClaim, len(in))
	for i, c := range in {
		out[i] = CreatorClaim{
			Creator: c.Creator, Orders: c.Orders, NetCents: c.NetCents, Posts: c.Posts,
			Estimate: prior.Mean(counts[i], weeks[i]),
			Lower:    prior.Quantile(counts[i], weeks[i], (1-ClaimLevel)/2),
			Upper:    prior.Quantile(counts[i], weeks[i], (1+ClaimLevel)/2),
		}
	}
	return out
}

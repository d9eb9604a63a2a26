package scorecard

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"creatorlift/backend/ledger"
)

// claim is a creator whose likely range goes from lower to upper, the estimate in the middle.
func claim(orders, posts int, lower, upper float64) ledger.CreatorClaim {
	return ledger.CreatorClaim{Orders: orders, Posts: posts, Estimate: (lower + upper) / 2, Lower: lower, Upper: upper}
}

func TestByClaims(t *testing.T) {
	t.Parallel()
	// The other creator's estimate makes the mean 10 where the first one's is given.
	against := func(c ledger.CreatorClaim) []ledger.CreatorClaim {
		return []ledger.CreatorClaim{c, claim(50, 5, 20-c.Estimate-1, 20-c.Estimate+1)}
	}
	for name, c := range map[string]struct {
		list []ledger.CreatorClaim
		want Standing
	}{
		"wholly above the mean":        {against(claim(50, 5, 11, 15)), Above},
		"wholly below the mean":        {against(claim(50, 5, 5, 9)), Below},
		"holds the mean":               {against(claim(50, 5, 9, 13)), Middle},
		"begins at the mean":           {against(claim(50, 5, 10, 14)), Middle},
		"ends at the mean":             {against(claim(50, 5, 6, 10)), Middle},
		"9 orders":                     {against(claim(9, 5, 11, 15)), Early},
		"10 orders":                    {against(claim(10, 5, 11, 15)), Above},
		"2 posts":                      {against(claim(50, 2, 11, 15)), Early},
		"3 posts":                      {against(claim(50, 3, 11, 15)), Above},
		"posts not reported":           {against(claim(50, 0, 11, 15)), Above},
		"samples only":                 {against(claim(0, 0, 0, 1)), Early},
		"nobody to compare with":       {[]ledger.CreatorClaim{claim(50, 5, 11, 15)}, Early},
		"alike to the last digit":      {[]ledger.CreatorClaim{claim(50, 5, 8, 12), claim(50, 5, 8, 12)}, Middle},
		"below, though 9 orders short": {against(claim(1, 1, 0, 2)), Early},
	} {
		if got := ByClaims(c.list); got[0] != c.want || len(got) != len(c.list) {
			t.Errorf("%s: got %v, want %s first", name, got, c.want)
		}
	}
	if got := ByClaims(nil); len(got) != 0 {
		t.Errorf("no creators: got %v", got)
	}
}

// TestLuckIsNotAStanding: of creators who all have the same true rate no more stand apart than the
// ranges' level allows.
func TestLuckIsNotAStanding(t *testing.T) {
	t.Parallel()
	const brands, creators, weeks, weekly = 40, 24, 12, 2.0
	luck := distuv.Poisson{Lambda: weekly * weeks, Src: rand.NewPCG(6, 1)}
	apart := 0
	for range brands {
		counts := make([]ledger.CreatorCount, creators)
		for i := range counts {
			counts[i] = ledger.CreatorCount{Orders: int(luck.Rand())}
		}
		for _, s := range ByClaims(ledger.CreatorClaims(counts, weeks)) {
			if s == Above || s == Below {
				apart++
			}
		}
	}
	if share := float64(apart) / (brands * creators); share > 1-ledger.ClaimLevel {
		t.Errorf("%.1f %% of equal creators stand apart, at most 10 may", 100*share)
	}
}

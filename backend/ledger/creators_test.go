package ledger

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestCreatorClaimsKeepsCountsAndOrder(t *testing.T) {
	t.Parallel()
	in := []CreatorCount{{"maren", 61, 212300, 6}, {"nia", 0, 0, 1}, {"sade", 12, 40012, 0}}
	got := CreatorClaims(in, 4)
	for i, c := range got {
		if (CreatorCount{c.Creator, c.Orders, c.NetCents, c.Posts}) != in[i] {
			t.Errorf("row %d: %+v changed %+v", i, c, in[i])
		}
		if !(c.Lower < c.Estimate && c.Estimate < c.Upper) || c.Lower < 0 {
			t.Errorf("%s: %v is not inside %v to %v", c.Creator, c.Estimate, c.Lower, c.Upper)
		}
	}
	if got[0].Estimate >= 61.0/4 || got[1].Estimate <= 0 {
		t.Errorf("luck was not removed: %+v", got)
	}
	if CreatorClaims(nil, 4) != nil {
		t.Error("no creators must give none")
	}
	if again := CreatorClaims(in, 4); !reflect.DeepEqual(got, again) {
		t.Error("the same counts gave another answer")
	}
}

// Coverage on groups with known rates: 90 % ranges must hold the truth 87 to 93 % of the time.
func TestCreatorClaimsCoverage(t *testing.T) {
	t.Parallel()
	draw := rand.New(rand.NewPCG(4172, 1))
	const groups, creators, weeks = 60, 30, 4.0
	held := 0
	for range groups {
		rates, in := make([]float64, creators), make([]CreatorCount, creators)
		for i := range in {
			rates[i] = 1.5 * (draw.ExpFloat64() + draw.ExpFloat64()) // gamma with shape 2
			for clock := draw.ExpFloat64() / rates[i]; clock < weeks; clock += draw.ExpFloat64() / rates[i] {
				in[i].Orders++
			}
		}
		for i, c := range CreatorClaims(in, weeks) {
			if c.Lower <= rates[i] && rates[i] <= c.Upper {
				held++
			}
		}
	}
	if share := float64(held) / (groups * creators); share < 0.87 || share > 0.93 {
		t.Errorf("the ranges held the truth %.3f of the time", share)
	}
}

// TestClaimsSeen: each part's rate is over its own weeks, and the parts add up. Alone, with Jeffreys' prior,
// 10 over 5 weeks and 6 over 2 are 25/1.9 over 5/1.9 weeks: (25/1.9 + 0.5) / (5/1.9) = 5.19 a week.
func TestClaimsSeen(t *testing.T) {
	t.Parallel()
	one := ClaimsSeen([]CreatorCount{{Creator: "mia", Orders: 16}}, [][]Seen{{{10, 5}, {6, 2}}})
	if got := one[0].Estimate; got < 5.1899 || got > 5.1901 {
		t.Errorf("got %v a week, want 5.19", got)
	}
	in := []CreatorCount{{"a", 61, 1, 6}, {"b", 0, 0, 1}, {"c", 12, 1, 0}}
	same := ClaimsSeen(in, [][]Seen{{{40, 4}, {21, 4}}, {{0, 4}}, {{0, 4}, {12, 4}}})
	for i, want := range CreatorClaims(in, 4) {
		if d := same[i].Estimate - want.Estimate; d > 1e-9 || d < -1e-9 {
			t.Errorf("%s: over the same weeks %v, in one part %v", want.Creator, same[i].Estimate, want.Estimate)
		}
	}
}

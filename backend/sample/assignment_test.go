package sample

import (
	"math"
	"slices"
	"testing"

	"creatorlift/backend/shop"
)

func TestDropRulesHaveTheKnownNumberOfSchedules(t *testing.T) {
	t.Parallel()
	// Numbers of the drop-window study.
	for _, c := range []struct {
		days int
		want uint64
		rule string
	}{
		{28, 816, "W(3,1,4): drop windows on dates drawn by lot"},
		{42, 2925, "W(3,2,6): drop windows on dates drawn by lot"},
		{56, 58905, "W(4,2,6): drop windows on dates drawn by lot"},
	} {
		a := draw(Config{Design: Drops, TestDays: c.days}.filled())
		if a.Assignments != c.want || a.Rule != c.rule {
			t.Errorf("%d days: %d schedules by %q, want %d by %q", c.days, a.Assignments, a.Rule, c.want, c.rule)
		}
	}
}

func TestDropsKeepTheirRuleAndAreEquallyLikely(t *testing.T) {
	t.Parallel()
	const n = 20000
	seen := map[[3]shop.Day]float64{}
	for seed := range uint64(n) {
		a := draw(Config{Seed: seed, Design: Drops, TestDays: 28}.filled())
		for i, s := range a.Starts {
			if s < a.First || int(s)+a.WindowDays-1 > int(a.Last)-a.QuietDays {
				t.Fatalf("seed %d: window at %s in the test %s to %s", seed, s, a.First, a.Last)
			}
			if i > 0 && int(s-a.Starts[i-1]) < a.GapDays {
				t.Fatalf("seed %d: starts %v closer than %d days", seed, a.Starts, a.GapDays)
			}
		}
		seen[[3]shop.Day(a.Starts)]++
	}
	if len(seen) != 816 {
		t.Errorf("%d of 816 schedules came up", len(seen))
	}
	chi := 0.0
	for _, c := range seen {
		chi += (c - n/816.0) * (c - n/816.0) / (n / 816.0)
	}
	if chi > 815+4*math.Sqrt(2*815) {
		t.Errorf("schedules are not equally likely: chi-square %.0f with 815 degrees of freedom", chi)
	}
}

func TestHoldoutsSplitTheUnits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		design         string
		units, holdout int
		want           uint64
	}{
		{RegionOut, 51, 10, 12777711870},
		{SKUOut, 8, 4, 70},
	} {
		out := map[string]float64{}
		const n = 4000
		for seed := range uint64(n) {
			a := draw(Config{Seed: seed, Design: c.design}.filled())
			if len(a.Units) != c.units || len(a.Holdout) != c.holdout || len(a.Treated) != c.units-c.holdout || a.Assignments != c.want {
				t.Fatalf("%s: %d units, %d held out, %d treated, %d assignments", c.design, len(a.Units), len(a.Holdout), len(a.Treated), a.Assignments)
			}
			both := slices.Concat(a.Treated, a.Holdout)
			slices.Sort(both)
			if !slices.Equal(both, slices.Sorted(slices.Values(a.Units))) {
				t.Fatalf("%s: treated and held out are not the units", c.design)
			}
			for _, u := range a.Holdout {
				out[u]++
			}
		}
		if c.design == SKUOut {
			continue // which eight products there are, and in which order, is drawn too
		}
		p := float64(c.holdout) / float64(c.units)
		for u, times := range out {
			if math.Abs(times/n-p) > 4.5*math.Sqrt(p*(1-p)/n) {
				t.Errorf("%s is held out in a share of %v, want about %v", u, times/n, p)
			}
		}
	}
}

func TestPostsStayWhereTheDesignPutsThem(t *testing.T) {
	t.Parallel()
	for seed := range uint64(25) {
		for _, design := range designs {
			b := made(t, Config{Seed: seed, Lift: 0.15, Design: design, OrdersPerDay: 10})
			viral, ghosts, posts := 0, 0, 0
			for _, c := range b.Truth.Creators {
				if c.NeverPosted {
					ghosts++
				}
				if c.NeverPosted != (len(c.Posts) == 0) {
					t.Fatalf("%s seed %d: %s never posted: %v, with %d posts", design, seed, c.Handle, c.NeverPosted, len(c.Posts))
				}
				for _, p := range c.Posts {
					posts++
					if p.Viral {
						viral++
					}
					checkPost(t, b, p)
				}
			}
			if viral != 1 || ghosts != 1 || posts < 60 || posts > 116 {
				t.Errorf("%s seed %d: %d viral, %d who never posted, %d posts", design, seed, viral, ghosts, posts)
			}
		}
	}
}

func checkPost(t *testing.T, b *Brand, p PostEffect) {
	t.Helper()
	if p.Day < b.Truth.TestFirst || p.Day > b.Truth.TestLast {
		t.Fatalf("post on %s outside the test", p.Day)
	}
	a := b.Assignment
	if a == nil {
		return
	}
	if a.Windows > 0 && !slices.Contains(a.PostDays, p.Day) {
		t.Fatalf("post on %s, windows are %v", p.Day, a.PostDays)
	}
	if a.Design == SKUOut && !slices.Contains(a.Treated, p.Product) {
		t.Fatalf("post about %s, featured are %v", p.Product, a.Treated)
	}
	for k, featured := range a.Products {
		inWindow := p.Day >= a.Starts[k] && p.Day < a.Starts[k]+shop.Day(a.WindowDays)
		if inWindow && !slices.Contains(featured, p.Product) {
			t.Fatalf("post on %s about %s, the drop features %v", p.Day, p.Product, featured)
		}
	}
}

package sample

import (
	"fmt"
	"slices"

	"creatorlift/backend/shop"
)

// Assignment is what was drawn by lot before the test, and the rule by which it could have come out
// differently. All assignments that the rule allows were equally likely.
type Assignment struct {
	Design      string   `json:"design"`
	Rule        string   `json:"rule"`
	Seed        uint64   `json:"seed"`
	First       shop.Day `json:"first"` // of the test
	Last        shop.Day `json:"last"`
	Assignments uint64   `json:"assignments"` // how many the rule allows

	// For region and sku: all units, those that creators reach, and those left out.
	Units   []string `json:"units,omitempty"`
	Treated []string `json:"treated,omitempty"`
	Holdout []string `json:"holdout,omitempty"`

	// For drops: Windows windows of WindowDays days, starts at least GapDays apart, none in the last
	// QuietDays. PostDays are all days of the windows.
	Windows    int        `json:"windows,omitempty"`
	WindowDays int        `json:"window_days,omitempty"`
	GapDays    int        `json:"gap_days,omitempty"`
	QuietDays  int        `json:"quiet_days,omitempty"`
	Starts     []shop.Day `json:"starts,omitempty"`
	PostDays   []shop.Day `json:"post_days,omitempty"`
	Products   [][]string `json:"products,omitempty"` // by window: the SKUs it features, out of Units
}

// draw makes the assignment of a design; nil for scattered, where nothing is drawn by lot.
func draw(c Config) *Assignment {
	if c.Design == Scattered {
		return nil
	}
	a := &Assignment{Design: c.Design, Seed: c.Seed, First: c.LastDay + 1 - shop.Day(c.TestDays), Last: c.LastDay}
	d := newDice(c.Seed, streamAssignment)
	switch c.Design {
	case RegionOut:
		a.drawRegions(d)
	case SKUOut:
		a.drawProducts(d, skus(brandProducts(c)))
	default:
		a.drawDrops(d, dropRuleFor(c.TestDays))
		if c.Design == DropsSKU {
			a.drawDropProducts(d, skus(brandProducts(c)))
		}
	}
	return a
}

// holdoutShare of the states is left out: complete randomisation of the list, whatever their size.
const holdoutShare = 5 // one in five

func (a *Assignment) drawRegions(d dice) {
	for _, s := range states {
		a.Units = append(a.Units, s.region())
	}
	n := (len(a.Units) + holdoutShare/2) / holdoutShare
	a.Rule = fmt.Sprintf("complete randomisation: %d of %d regions held out, each set equally likely", n, len(a.Units))
	a.split(d, n)
}

func (a *Assignment) drawProducts(d dice, units []string) {
	a.Units = units
	n := len(units) / 2
	a.Rule = fmt.Sprintf("complete randomisation: %d of %d products held out, each set equally likely", n, len(units))
	a.split(d, n)
}

// split holds out n units and treats the rest, both in the order of Units.
func (a *Assignment) split(d dice, n int) {
	out := make([]bool, len(a.Units))
	for _, i := range d.shuffled(len(a.Units))[:n] {
		out[i] = true
	}
	for i, u := range a.Units {
		if out[i] {
			a.Holdout = append(a.Holdout, u)
		} else {
			a.Treated = append(a.Treated, u)
		}
	}
	a.Assignments = choose(len(a.Units), n)
}

func (a *Assignment) drawDrops(d dice, r dropRule) {
	a.Windows, a.WindowDays, a.GapDays, a.QuietDays = r.count, r.days, r.gap, quietDays
	a.Rule = r.String() + ": drop windows on dates drawn by lot"
	// Sets of starts with gaps are sets of starts without: take the gaps out, choose, put them back.
	free := int(a.Last-a.First) + 1 - quietDays - (r.days - 1) - (r.count-1)*(r.gap-1)
	chosen := d.shuffled(free)[:r.count]
	slices.Sort(chosen)
	for i, s := range chosen {
		start := a.First + shop.Day(s+i*(r.gap-1))
		a.Starts = append(a.Starts, start)
		for k := range r.days {
			a.PostDays = append(a.PostDays, start+shop.Day(k))
		}
	}
	a.Assignments = choose(free, r.count)
}

func (a *Assignment) drawDropProducts(d dice, units []string) {
	a.Units = units
	n := max(len(units)/4, 1)
	a.Rule += fmt.Sprintf(", each featuring %d of %d products drawn by lot", n, len(units))
	for range a.Windows {
		var featured []string
		for _, i := range d.shuffled(len(units))[:n] {
			featured = append(featured, units[i])
		}
		a.Products = append(a.Products, featured)
		a.Assignments *= choose(len(units), n)
	}
}

// choose is n over k.
func choose(n, k int) uint64 {
	c := uint64(1)
	for i := 1; i <= k; i++ {
		c = c * uint64(n-k+i) / uint64(i)
	}
	return c
}

func skus(list []product) []string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.sku
	}
	return names
}

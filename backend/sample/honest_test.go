package sample

import (
	"math"
	"testing"

	"creatorlift/backend/shop"
)

// counts is the number of till orders without creators by day.
func counts(b *Brand) []float64 {
	n := make([]float64, b.world.Days)
	for i := range b.orders {
		if o := &b.orders[i]; o.post == none && o.counts(b.export) {
			n[o.day]++
		}
	}
	return n
}

func TestDaysMoveAsInRealShops(t *testing.T) {
	t.Parallel()
	const seeds = 60
	fano, rhythm, level := 0.0, 0.0, 0.0
	for seed := range uint64(seeds) {
		b := made(t, Config{Seed: seed})
		n, w := counts(b), b.world
		// Same weekdays a week apart differ by noise alone, apart from events and a little drift.
		squares, mean, pairs := 0.0, 0.0, 0.0
		for day := 7; day < w.Days; day++ {
			mean += n[day]
			if special(w, day) || special(w, day-7) {
				continue
			}
			squares += (n[day] - n[day-7]) * (n[day] - n[day-7]) / 2
			pairs++
		}
		mean /= float64(w.Days - 7)
		fano += squares / pairs / mean / seeds
		level += mean / seeds
		var byDay, times [7]float64
		for day, x := range n {
			byDay[w.date(day).Weekday()] += x
			times[w.date(day).Weekday()]++
		}
		variance := 0.0
		for i := range byDay {
			variance += math.Pow(byDay[i]/times[i]/mean-1, 2) / 6
		}
		rhythm += variance / seeds
	}
	t.Logf("variance / mean %.2f, weekday sd %.3f, orders a day %.2f", fano, math.Sqrt(rhythm), level)
	// 1.3 to 2.9 is what three real shops show at 40 orders a day, two of them above 1.6.
	if fano < 1.3 || fano > 2.3 {
		t.Errorf("variance / mean of days is %.2f", fano)
	}
	if sd := math.Sqrt(rhythm); sd < 0.09 || sd > 0.17 {
		t.Errorf("weekdays spread by %.3f, want about %.2f", sd, weekdaySpread)
	}
	// 40 a day less the cancelled ones.
	if math.Abs(level/(40*(1-cancelShare))-1) > 0.02 {
		t.Errorf("%.2f orders a day", level)
	}
}

func special(w *world, day int) bool { return w.promoOn(day) || w.stockOut.holds(day) }

func TestEventsShowInTheSales(t *testing.T) {
	t.Parallel()
	promo, plain, out, before, promos := 0.0, 0.0, 0.0, 0.0, 0
	for seed := range uint64(40) {
		b := made(t, Config{Seed: seed})
		w, n, sku := b.world, counts(b), b.Daily().SKU[b.world.outSKU]
		p := w.promos[0]
		for day := p.from; day < p.to; day++ {
			promo += n[day]
			plain += n[day-7]/2 + n[day+7]/2
		}
		for day := w.stockOut.from; day < w.stockOut.to; day++ {
			out += float64(sku[day])
			before += float64(sku[day-7])
		}
		promos += len(w.promos)
		for i, e := range b.Events {
			if e.Start > e.End || e.Start < b.Truth.HistoryFirst || e.End > b.Truth.TestLast || i > 0 && e.Start < b.Events[i-1].Start {
				t.Errorf("seed %d: events %v", seed, b.Events)
			}
		}
		if len(b.Events) != len(w.promos)+1 {
			t.Errorf("seed %d: %d events", seed, len(b.Events))
		}
	}
	if lift := promo / plain; lift < 1.25 || lift > 1.45 {
		t.Errorf("promotions sell %.2f times as many orders, want about %.2f", lift, 1+promoLift)
	}
	if left := out / before; left < 0.08 || left > 0.4 {
		t.Errorf("a product out of stock keeps %.2f of its sales, want about %.2f", left, outOfStockKeep)
	}
	if promos == 40 || promos > 65 {
		t.Errorf("%d promotions in 40 brands, want a few second ones", promos)
	}
}

func TestPromotionsKeepAwayFromDrops(t *testing.T) {
	t.Parallel()
	second := 0
	for seed := range uint64(150) {
		b := made(t, Config{Seed: seed, Design: Drops, OrdersPerDay: 2})
		for _, p := range b.world.promos[1:] {
			second++
			for _, day := range b.Assignment.PostDays {
				if d := int(day - b.world.first); d > p.from-promoDistance-1 && d < p.to+promoDistance {
					t.Errorf("seed %d: promotion %v, post day %d", seed, p, d)
				}
			}
		}
	}
	if second == 0 {
		t.Error("no second promotion in 150 brands: the test saw nothing")
	}
}

func TestNoRegionAndNoProductIsEmpty(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		d := made(t, Config{Seed: seed, Design: designs[seed%5]}).Daily()
		for i, r := range d.Region {
			if sum(r) == 0 {
				t.Errorf("seed %d: nothing sold in %s", seed, d.Regions[i])
			}
		}
		for i, s := range d.SKU {
			if sum(s) == 0 {
				t.Errorf("seed %d: nothing sold of %s", seed, d.SKUs[i])
			}
		}
		if len(d.SKUs) < 4 || len(d.SKUs) > 8 {
			t.Errorf("seed %d: %d products", seed, len(d.SKUs))
		}
	}
}

// An earlier export of the same orders must show fewer refunds: they come with delay.
func TestRefundsComeLater(t *testing.T) {
	t.Parallel()
	b := made(t, Config{Seed: 4, Lift: 0.15})
	late := b.export
	early := at(b.Truth.TestFirst, 0)
	shownEarly, shownLate, inTheEnd := shop.Cents(0), shop.Cents(0), shop.Cents(0)
	for i := range b.orders {
		o := &b.orders[i]
		if o.placed < early {
			shownEarly, shownLate, inTheEnd = shownEarly+o.refundShown(early), shownLate+o.refundShown(late), inTheEnd+o.refund
			if o.refundShown(early) > o.refundShown(late) {
				t.Fatal("a refund went away")
			}
		}
	}
	if shownEarly == 0 || shownEarly >= shownLate || shownLate != inTheEnd {
		t.Errorf("refunds shown on the test's first day %d, after 28 days %d, in the end %d", shownEarly, shownLate, inTheEnd)
	}
}

func TestEffectsAreUnequalAndFade(t *testing.T) {
	t.Parallel()
	b := made(t, Config{Seed: 2, Lift: 0.15, Days: 400, TestDays: 90, Creators: 400})
	first, week, top, total, list := 0.0, 0.0, 0.0, 0.0, []float64(nil)
	for _, p := range b.posts {
		sum := 0.0
		for k, x := range p.extra {
			sum += x
			if k < 2 && len(p.extra) > 14 {
				first += x
			}
			if k >= 7 && k < 9 {
				week += x
			}
		}
		list = append(list, math.Log(p.strength))
		total += sum
		top = max(top, sum)
	}
	mean, variance := 0.0, 0.0
	for _, x := range list {
		mean += x / float64(len(list))
	}
	for _, x := range list {
		variance += (x - mean) * (x - mean) / float64(len(list)-1)
	}
	// 1.2 is the log spread of posts in the drop-window study.
	if sd := math.Sqrt(variance); math.Abs(sd-1.2) > 0.12 {
		t.Errorf("log spread of posts %.2f", sd)
	}
	if top*float64(len(list)) < 8*total {
		t.Errorf("the best post brings %.1f times the mean", top*float64(len(list))/total)
	}
	// Half-lives of 1.1 to 5 days leave 1 to 42 % after a week.
	if fade := week / first; fade < 0.01 || fade > 0.42 {
		t.Errorf("after a week %.2f of the effect is left", fade)
	}
}

func TestLeakedCodeIsUsedByPeopleNobodyBrought(t *testing.T) {
	t.Parallel()
	used := 0
	for seed := range uint64(10) {
		b := made(t, Config{Seed: seed, Lift: 0.15})
		codes := map[string]bool{}
		for _, c := range b.Truth.Creators {
			codes[c.Code] = c.CodeLeaked
		}
		if len(codes) != 30 {
			t.Fatalf("seed %d: %d codes for 30 creators", seed, len(codes))
		}
		for i := range b.orders {
			o := &b.orders[i]
			leaked, isCreators := codes[o.code]
			if o.post == none && isCreators {
				used++
				if !leaked || o.percent != 10 || !b.world.inTest(o.day) {
					t.Fatalf("seed %d: %s used on day %d by an order nobody brought", seed, o.code, o.day)
				}
			}
		}
	}
	if used < 30 {
		t.Errorf("leaked codes were used %d times in 10 brands", used)
	}
}

func TestConfigsThatCannotBeMet(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]Config{
		"unknown design":        {Design: "weekly"},
		"negative creators":     {Creators: -1},
		"too many orders":       {OrdersPerDay: 1e9},
		"orders not a number":   {OrdersPerDay: math.NaN()},
		"negative lift":         {Lift: -0.1},
		"lift not a number":     {Lift: math.NaN()},
		"endless lift":          {Lift: math.Inf(1)},
		"drops in two weeks":    {Design: Drops, TestDays: 14},
		"no history":            {Days: 40, TestDays: 28},
		"negative days":         {Days: -5},
		"before the clock rule": {LastDay: shop.DayFrom(2007, 6, 1)},
	} {
		if _, err := Make(c); shop.ErrorCode(err) != "bad_sample" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]Config{
		"one creator":      {Creators: 1, Lift: 0.15},
		"shortest":         {Days: 42, TestDays: 14, Lift: 5},
		"shortest drops":   {Days: 56, TestDays: 28, Design: DropsSKU, Lift: 1},
		"smallest":         {OrdersPerDay: 1, Creators: 2, Lift: 0.5},
		"many creators":    {Creators: 200, OrdersPerDay: 5, Lift: 0.1, Design: SKUOut},
		"eight weeks":      {Design: Drops, TestDays: 56, Lift: 0.1},
		"spring, leap day": {LastDay: shop.DayFrom(2024, 3, 31), Lift: 0.1, Design: RegionOut},
	} {
		if b, err := Make(c); err != nil || len(b.orders) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkMake(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		made(b, Config{Seed: 1, Lift: 0.15, Design: RegionOut}).Daily()
	}
}

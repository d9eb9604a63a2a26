package sample

import (
	"math"
	"reflect"
	"testing"

	"creatorlift/backend/shop"
)

var designs = []string{Scattered, Drops, DropsSKU, RegionOut, SKUOut}

func made(t testing.TB, c Config) *Brand {
	t.Helper()
	b, err := Make(c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func sum(list []shop.Cents) shop.Cents {
	total := shop.Cents(0)
	for _, c := range list {
		total += c
	}
	return total
}

func test(b *Brand, list []shop.Cents) shop.Cents { return sum(list[b.world.testFrom:]) }

func TestSameSeedSameBrand(t *testing.T) {
	t.Parallel()
	for _, design := range designs {
		c := Config{Seed: 11, Lift: 0.15, Design: design}
		one, two, other := made(t, c), made(t, c), made(t, Config{Seed: 12, Lift: 0.15, Design: design})
		if !reflect.DeepEqual(one, two) {
			t.Errorf("%s: two brands of one seed differ", design)
		}
		if reflect.DeepEqual(one.Daily().Shop, other.Daily().Shop) {
			t.Errorf("%s: two seeds gave the same sales", design)
		}
	}
}

// Truth must be the difference of two shops that differ in the posts' effects alone: made
// independently, with lift and with lift 0.
func TestTruthIsWithMinusWithout(t *testing.T) {
	t.Parallel()
	for _, design := range designs {
		for seed := range uint64(8) {
			b := made(t, Config{Seed: seed, Lift: 0.2, Design: design})
			without := made(t, Config{Seed: seed, Design: design})
			with, base := b.Daily(), without.Daily()
			e := b.Truth.Total
			if got, want := test(b, with.Shop)-test(b, base.Shop), e.ExtraNetCents; got != want || want == 0 {
				t.Errorf("%s seed %d: with minus without is %d, truth %d", design, seed, got, want)
			}
			if got := test(b, base.Shop); got != e.CounterfactualNetCents {
				t.Errorf("%s seed %d: without is %d, truth %d", design, seed, got, e.CounterfactualNetCents)
			}
			if got := b.daily(func(o *order) bool { return o.post == none }); !reflect.DeepEqual(got, base) {
				t.Errorf("%s seed %d: the marked orders are not those that the lift added", design, seed)
			}
			if got, want := sum(with.Shop[:b.world.testFrom]), sum(base.Shop[:b.world.testFrom]); got != want {
				t.Errorf("%s seed %d: the history moved from %d to %d", design, seed, want, got)
			}
			if without.Truth.Total.CounterfactualOrders != e.CounterfactualOrders {
				t.Errorf("%s seed %d: orders without are %d, truth %d", design, seed, without.Truth.Total.CounterfactualOrders, e.CounterfactualOrders)
			}
		}
	}
}

func TestTreatedTruthIsWithMinusWithout(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		for _, design := range []string{RegionOut, SKUOut} {
			b, without := made(t, Config{Seed: seed, Lift: 0.2, Design: design}), made(t, Config{Seed: seed, Design: design})
			with, base := b.Daily(), without.Daily()
			treated := map[string]bool{}
			for _, u := range b.Truth.TreatedUnits {
				treated[u] = true
			}
			names, now, before := with.Regions, with.Region, base.Region
			if design == SKUOut {
				names, now, before = with.SKUs, with.SKU, base.SKU
			}
			in, out, cf := shop.Cents(0), shop.Cents(0), shop.Cents(0)
			for i, u := range names {
				extra := test(b, now[i]) - test(b, before[i])
				if treated[u] {
					in, cf = in+extra, cf+test(b, before[i])
				} else {
					out += extra
				}
			}
			e := b.Truth.Treated
			if in != e.ExtraNetCents || cf != e.CounterfactualNetCents {
				t.Errorf("%s seed %d: treated extra %d of %d, truth %d of %d", design, seed, in, cf, e.ExtraNetCents, e.CounterfactualNetCents)
			}
			if in+out != b.Truth.Total.ExtraNetCents {
				t.Errorf("%s seed %d: parts %d and %d are not the total %d", design, seed, in, out, b.Truth.Total.ExtraNetCents)
			}
			if design == RegionOut && out != 0 {
				t.Errorf("seed %d: %d cents extra in regions that see no post", seed, out)
			}
		}
	}
}

func TestNoLiftNoEffectButClaims(t *testing.T) {
	t.Parallel()
	for _, design := range designs {
		for seed := range uint64(10) {
			truth := made(t, Config{Seed: seed, Design: design}).Truth
			for _, e := range []Effect{truth.Total, truth.Treated} {
				if e.ExtraNetCents != 0 || e.ExtraOrders != 0 || *e.RelativeLift != 0 || *e.RelativeOrders != 0 {
					t.Errorf("%s seed %d: lift 0 has the effect %+v", design, seed, e)
				}
			}
			if truth.Claims.Orders < 50 || truth.Claims.CausedOrders != 0 {
				t.Errorf("%s seed %d: the platform claims %+v where creators brought nothing", design, seed, truth.Claims)
			}
		}
	}
}

func TestPartsOfTruthAddUp(t *testing.T) {
	t.Parallel()
	for _, design := range designs {
		b := made(t, Config{Seed: 3, Lift: 0.15, Design: design})
		orders, claimed := 0, 0
		net, claimedCents := shop.Cents(0), shop.Cents(0)
		for _, c := range b.Truth.Creators {
			o, n := 0, shop.Cents(0)
			for _, p := range c.Posts {
				o, n = o+p.ExtraOrders, n+p.ExtraNetCents
			}
			if o != c.ExtraOrders || n != c.ExtraNetCents {
				t.Errorf("%s: posts of %s add up to %d and %d, not %d and %d", design, c.Handle, o, n, c.ExtraOrders, c.ExtraNetCents)
			}
			orders, net, claimed, claimedCents = orders+o, net+n, claimed+c.ClaimedOrders, claimedCents+c.ClaimedCents
		}
		if orders != b.Truth.Total.ExtraOrders || net != b.Truth.Total.ExtraNetCents {
			t.Errorf("%s: creators add up to %d and %d, not %+v", design, orders, net, b.Truth.Total)
		}
		if claimed != b.Truth.Claims.Orders || claimedCents != b.Truth.Claims.PaymentCents {
			t.Errorf("%s: claims add up to %d and %d, not %+v", design, claimed, claimedCents, b.Truth.Claims)
		}
		d := b.Daily()
		for day, total := range d.Shop {
			regions, products := shop.Cents(0), shop.Cents(0)
			for i := range d.Region {
				regions += d.Region[i][day]
			}
			for i := range d.SKU {
				products += d.SKU[i][day]
			}
			if regions != total || products != total {
				t.Fatalf("%s day %d: regions %d, products %d, shop %d", design, day, regions, products, total)
			}
		}
	}
}

// The lift asked for is the mean of what comes out; truth is what came out.
func TestLiftIsTheMeanOfWhatComesOut(t *testing.T) {
	t.Parallel()
	const seeds, lift = 200, 0.15
	for _, design := range designs {
		mean, squares, money := 0.0, 0.0, 0.0
		for seed := range uint64(seeds) {
			truth := made(t, Config{Seed: 1000 + seed, Lift: lift, Design: design, Days: 84}).Truth
			e := truth.Total
			if design == RegionOut { // where the rest of the shop sees nothing of the posts
				e = truth.Treated
			}
			mean += *e.RelativeOrders / seeds
			squares += *e.RelativeOrders * *e.RelativeOrders / seeds
			money += *e.RelativeLift / seeds
		}
		se := math.Sqrt((squares - mean*mean) / (seeds - 1))
		t.Logf("%s: orders %.4f (standard error %.4f), net sales %.4f", design, mean, se, money)
		if math.Abs(mean-lift) > 3.5*se || se > 0.01 {
			t.Errorf("%s: mean lift %.4f with standard error %.4f, want %.2f", design, mean, se, lift)
		}
	}
}

func TestClaimsExceedTheTruthInTotal(t *testing.T) {
	t.Parallel()
	for _, design := range []string{Scattered, Drops, RegionOut} {
		claims, truth, caused := 0, 0, 0
		for seed := range uint64(20) {
			x := made(t, Config{Seed: seed, Lift: 0.15, Design: design}).Truth
			claims, truth, caused = claims+x.Claims.Orders, truth+x.Total.ExtraOrders, caused+x.Claims.CausedOrders
		}
		t.Logf("%s: claimed / true %.2f, of the true ones claimed %.2f", design, float64(claims)/float64(truth), float64(caused)/float64(truth))
		if claims < truth || caused*10 > truth*8 || caused*10 < truth*4 {
			t.Errorf("%s: %d claimed, %d true, %d of these claimed", design, claims, truth, caused)
		}
	}
}

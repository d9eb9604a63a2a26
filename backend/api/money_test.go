package api

import (
	"testing"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// clearEffect is 8,900 dollars, 4,600 to 13,200.
var clearEffect = experiment.Answer{Status: OK, Level: .9, Unit: "USD minor", Total: &experiment.Total{Effect: 890_000, Lower: 460_000, Upper: 1_320_000}}

func share(v float64) *float64 { return &v }
func whole(v int64) *int64     { return &v }

// knownCosts leave 55 cents of a dollar at a mean order of 40 dollars: 30 + 3 + 12 cents are spent.
var knownCosts = Costs{ProductShare: share(.30), FeeShare: share(.03), ShippingMinor: whole(480)}

func TestMoneyByHand(t *testing.T) {
	t.Parallel()
	all := spent{commission: 100_000, claimed: true, ads: 48_000, advertised: true, paid: whole(150_000)} // 2,980 dollars
	f := moneyOfEffect(clearEffect, all, knownCosts, 4000, "USD")
	// .55 x 8,900 - 2,980 = 1,915; .55 x 4,600 - 2,980 = -450; .55 x 13,200 - 2,980 = 4,280
	if f.left.Value != "$1,900" || f.left.Range != "likely −$500 to $4,300" || f.left.Tone != "unsure" {
		t.Errorf("%+v", f.left)
	}
	// 8,900 / 2,980, 4,600 / 2,980, 13,200 / 2,980
	if f.perSpent.Label != "Extra sales per $1 spent" || f.perSpent.Value != "$3.00" || f.perSpent.Range != "likely $1.50 to $4.40" {
		t.Errorf("%+v", f.perSpent)
	}
	if f.breakEven == nil || *f.breakEven < 541_818 || *f.breakEven > 541_819 { // 2,980 / .55
		t.Errorf("%v", f.breakEven)
	}
	if got := all.figure("USD"); got.Value != "$2,980" || got.Range != "commissions, ads, fees and samples" {
		t.Errorf("%+v", got)
	}
}

// Not known is never zero: each missing part is named, and nothing is worked out without it.
func TestMissingMoneyIsNamed(t *testing.T) {
	t.Parallel()
	some := spent{commission: 100_000, claimed: true}
	for name, c := range map[string]struct {
		costs      Costs
		spent      spent
		left, cost string
	}{
		"nothing":     {Costs{}, spent{}, "needs product cost, payment fees, shipping cost and what creators cost", "not known"},
		"no product":  {Costs{FeeShare: share(0), ShippingMinor: whole(0)}, some, "needs product cost", "$1,000"},
		"no fees":     {Costs{ProductShare: share(.3), ShippingMinor: whole(0)}, some, "needs payment fees", "$1,000"},
		"no shipping": {Costs{ProductShare: share(.3), FeeShare: share(0)}, some, "needs shipping cost", "$1,000"},
		"no spending": {knownCosts, spent{}, "needs what creators cost", "not known"},
	} {
		f := moneyOfEffect(clearEffect, c.spent, c.costs, 4000, "USD")
		if f.left.Value != c.left || f.breakEven != nil || f.left.Tone != "plain" {
			t.Errorf("%s: %+v", name, f.left)
		}
		if got := c.spent.figure("USD"); got.Value != c.cost {
			t.Errorf("%s: cost %+v", name, got)
		}
		if c.spent.known() == (f.perSpent.Value == "not known") {
			t.Errorf("%s: %+v", name, f.perSpent)
		}
	}
	zero := moneyOfEffect(clearEffect, some, Costs{ProductShare: share(0), FeeShare: share(0), ShippingMinor: whole(0)}, 4000, "USD")
	if zero.left.Value != "$7,900" || zero.left.Range != "likely $3,600 to $12,200; ads, fees and samples are not known" {
		t.Errorf("known zero: %+v", zero.left)
	}
	if f := moneyOfEffect(experiment.Answer{Status: experiment.StatusNotEstimable}, some, knownCosts, 4000, "USD"); f.left.Value != "cannot be estimated" || f.breakEven != nil {
		t.Errorf("%+v", f.left)
	}
}

// What the sample's creators cost in the test equals the export's own lines and the fees.
func TestSpentEqualsTheFile(t *testing.T) {
	t.Parallel()
	s := sampleScreen(t)
	claims := sampleClaims(t, s)
	err := s.use(SampleBrand, func(_ *desk, b *store.Store) error {
		kept, err := keptTests(t.Context(), b)
		if err != nil {
			return err
		}
		for _, k := range kept {
			want := shop.Cents(samplePaidMinor)
			for _, c := range claims {
				if k.period().Contains(c.day) {
					want += c.commission
				}
			}
			m, err := k.money(t.Context(), b)
			if err != nil {
				return err
			}
			rests := "commissions, fees and samples; ads not known"
			if k.rec.Kind == kindRegion {
				rests += "; of the whole programme"
			}
			if m.cost.Value != report.Money("USD", want) || m.cost.Range != rests {
				t.Errorf("%s: %+v, want %d", k.rec.Name, m.cost, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

package api

import (
	"context"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/ledger"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// spent is what creators cost in a period, as far as it is known.
type spent struct {
	commission shop.Cents // on the claims that count
	claimed    bool       // claims are known, so commission is
	ads        shop.Cents
	advertised bool // a daily ads report is known
	paid       *int64
}

// spentIn gathers what creators cost. Ads come from daily reports only, which never overlap.
func spentIn(ctx context.Context, b *store.Store, period shop.Period, currency shop.Currency, paid *int64) (s spent, err error) {
	s.paid = paid
	claims, err := b.CreatorClaims(ctx, period, currency)
	if err != nil {
		return s, err
	}
	for _, c := range claims {
		s.claimed = true
		if s.commission, err = shop.AddCents(s.commission, c.CommissionCents); err != nil {
			return s, err
		}
	}
	ads, err := b.AdSpends(ctx, period, currency)
	for _, a := range ads {
		s.advertised = true
		if err == nil {
			s.ads, err = shop.AddCents(s.ads, a.SpendCents)
		}
	}
	return s, err
}

// known reports whether anything of the cost is known.
func (s spent) known() bool { return s.claimed || s.advertised || s.paid != nil }

// sum is all that is known of the cost.
func (s spent) sum() shop.Cents {
	total := s.commission + s.ads
	if s.paid != nil {
		total += shop.Cents(*s.paid)
	}
	return total
}

// parts names what the sum holds and what it lacks.
func (s spent) parts() (in, out []string) {
	sort := func(has bool, name string) {
		if has {
			in = append(in, name)
		} else {
			out = append(out, name)
		}
	}
	sort(s.claimed, "commissions")
	sort(s.advertised, "ads")
	sort(s.paid != nil, "fees and samples")
	return in, out
}

// areNot is "ads are", "fees and samples are".
func areNot(out []string) string { return strings.Join(out, ", ") + " are" }

// rests says what the sum holds and what it lacks.
func (s spent) rests() string {
	in, out := s.parts()
	if len(in) == 0 {
		return "not known"
	}
	words := strings.Join(in, ", ")
	if len(out) > 0 {
		words += "; " + strings.Join(out, ", ") + " not known"
	}
	return words
}

// figure is the cost as a counted fact; not known is never zero.
func (s spent) figure(currency shop.Currency) report.Figure {
	f := report.Figure{Label: "Spent on creators", Term: "programme cost", Value: "not known", Range: s.rests(), Tone: "plain"}
	if s.known() {
		f.Value = report.Money(currency, s.sum())
	} else {
		f.Range = "Add fees to the test, or the exports of claims and ads."
	}
	return f
}

// marginOf is the brand's margin; needs names what is missing for it. meanOrder is the mean net sales of
// an order in minor units, 0 where there were no orders.
func marginOf(c Costs, meanOrder float64) (m ledger.Margin, needs []string) {
	if c.ProductShare == nil {
		needs = append(needs, "product cost")
	} else {
		m.ProductShare = *c.ProductShare
	}
	if c.FeeShare == nil {
		needs = append(needs, "payment fees")
	} else {
		m.FeeShare = *c.FeeShare
	}
	switch {
	case c.ShippingMinor == nil:
		needs = append(needs, "shipping cost")
	case meanOrder > 0:
		m.ShippingShare = float64(*c.ShippingMinor) / meanOrder
	}
	return m, needs
}

// moneyFigures are money left and extra sales for each unit spent; breakEven is nil where costs are not
// known or sales leave nothing.
type moneyFigures struct {
	left, perSpent report.Figure
	breakEven      *float64
}

// moneyOfEffect takes an answer through the brand's costs. Ranges go through as they are, because money left is
// linear in the effect.
func moneyOfEffect(a experiment.Answer, s spent, c Costs, meanOrder float64, currency shop.Currency) moneyFigures {
	f := moneyFigures{
		left:     report.Figure{Label: "Left after creators", Term: "contribution margin", Tone: "plain"},
		perSpent: report.Figure{Label: "Extra sales per " + oneUnit(currency) + " spent", Term: "incremental return on spend", Value: "not known", Range: "needs what creators cost", Tone: "plain"},
	}
	m, needs := marginOf(c, meanOrder)
	if !s.known() {
		needs = append(needs, "what creators cost")
	}
	if a.Total == nil {
		f.left.Value, f.left.Range = "cannot be estimated", "needs an answer first"
		f.perSpent.Value, f.perSpent.Range = "cannot be estimated", "needs an answer first"
		return f
	}
	cost := float64(s.sum())
	if s.known() && cost > 0 {
		f.perSpent = report.RatioFigure(f.perSpent.Label, f.perSpent.Term, currency,
			experiment.Range{Effect: a.Total.Effect / cost, Lower: a.Total.Lower / cost, Upper: a.Total.Upper / cost}, a.Level)
		if _, out := s.parts(); len(out) > 0 {
			f.perSpent.Range += "; " + areNot(out) + " not known"
		}
	}
	if len(needs) > 0 {
		f.left.Value, f.left.Range = "needs "+listWords(needs), "Fill in costs in Settings; not known is not zero."
		return f
	}
	f.left = report.RangeFigure(f.left.Label, f.left.Term, currency,
		experiment.Range{Effect: m.Left(a.Total.Effect, cost), Lower: m.Left(a.Total.Lower, cost), Upper: m.Left(a.Total.Upper, cost)}, a.Level)
	if _, out := s.parts(); len(out) > 0 {
		f.left.Label = "Left before " + strings.Join(out, ", ")
		f.left.Range += "; " + areNot(out) + " not known"
		return f // no break-even: what is not known would have to be paid back too
	}
	if even, ok := m.BreakEven(cost); ok {
		f.breakEven = &even
	}
	return f
}

// oneUnit is one unit of a currency, "$1".
func oneUnit(currency shop.Currency) string {
	one := shop.Cents(1)
	for range currency.Decimals() {
		one *= 10
	}
	words, _, _ := strings.Cut(report.Money(currency, one), ".")
	return words
}

package api

import (
	"context"
	"fmt"
	"math"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
)

// whyNoResult is why claims are no result.
const whyNoResult = "Claims are what platforms count for themselves: sales that would have come anyway are among them, and one order can be claimed more than once."

// claims sets what platforms claim beside the till and, where there is one, the test; nil without claims.
func (h homeFacts) claims(ctx context.Context) (*ClaimsCard, error) {
	doc, period, err := h.claimsDocument(ctx)
	if err != nil || doc.Claims == nil {
		return nil, err
	}
	card := &ClaimsCard{Chart: report.ClaimsView(doc), Only: doc.Till == nil || h.best == nil,
		Sentence: "Platforms claim " + report.Money(h.currency, doc.Claims.NetCents) + " of sales"}
	if doc.Till != nil {
		card.Sentence += "; the till took " + report.Money(h.currency, doc.Till.NetCents)
	}
	card.Sentence += "."
	card.Note = report.DayRange(period.Start, period.Last()) + ". " + whyNoResult
	covered := h.claimedIn(period)
	if covered < period.Days() {
		card.Note = fmt.Sprintf("%s. Claims cover %d of these %s. %s", report.DayRange(period.Start, period.Last()), covered, report.Plural(int64(period.Days()), "day", "days"), whyNoResult)
	} else if len(doc.Tests) > 0 {
		card.Sentence += h.best.ofEachClaimed(h.currency, doc.Claims.NetCents)
	}
	return card, nil
}

// claimsDocument gathers the card: over the days of the test, else over all days that both claims and
// till cover, else over all days with claims.
func (h homeFacts) claimsDocument(ctx context.Context) (doc report.Document, p shop.Period, err error) {
	doc.Currency = h.currency
	t := h.till
	p = h.claimsPeriod()
	switch {
	case h.best != nil && h.claimedIn(h.best.period()) > 0:
		p = h.best.period()
		doc.Tests = []report.Test{h.best.shown()}
	case t == nil:
		t = &till{store: h.book, currency: h.currency}
	}
	if p.Days() == 0 {
		return doc, p, nil
	}
	if err = addClaims(ctx, t, p, &doc); err != nil || h.till == nil || !h.shared(p) {
		return doc, p, err
	}
	net, orders, err := t.sums(p)
	doc.Till = &report.Tally{NetCents: net, Orders: orders}
	return doc, p, err
}

// claimsPeriod is from the first to the last day that claims and till both cover; of claims alone where
// no day is shared.
func (h homeFacts) claimsPeriod() shop.Period {
	var claimed shop.Period
	for _, run := range runsOf(h.spans, shop.Claim) {
		claimed = joined(claimed, run)
	}
	if h.till == nil {
		return claimed
	}
	span := h.till.span()
	if both := (shop.Period{Start: max(span.Start, claimed.Start), End: min(span.End, claimed.End)}); both.Days() > 0 {
		return both
	}
	return claimed
}

// shared reports whether the till covers any of these days.
func (h homeFacts) shared(p shop.Period) bool {
	span := h.till.span()
	return p.Start < span.End && span.Start < p.End
}

// claimedIn counts the days of a period that claims cover.
func (h homeFacts) claimedIn(p shop.Period) (days int) {
	for _, run := range runsOf(h.spans, shop.Claim) {
		days += shop.Period{Start: max(run.Start, p.Start), End: min(run.End, p.End)}.Days()
	}
	return days
}

// smallMoney names a unit of money and its hundredth part.
var smallMoney = map[shop.Currency][2]string{"USD": {"dollar", "cents"}, "EUR": {"euro", "cents"}, "GBP": {"pound", "pence"}}

// ofEachClaimed says how much of the claims was extra. It can be told only where the test, like the
// claims, is about all sales; "" where the method is not proven.
func (k keptTest) ofEachClaimed(currency shop.Currency, claimed shop.Cents) string {
	t := k.shown()
	total := t.Answer.Total
	switch {
	case total == nil || k.rec.Kind == kindShop && t.Verdict.Kind != scorecard.More || t.Verdict.Grade == experiment.GradeD || claimed <= 0:
		return ""
	case k.rec.Kind != kindShop:
		f := report.ExtraFigure(t)
		return fmt.Sprintf(" In the regions with creators the test finds %s extra, %s. Claims name no region, so how much of each claim was extra cannot be told.", f.Value, f.Range)
	}
	share := func(v float64) string { return report.Count(int64(math.Round(100 * v / float64(claimed)))) }
	words, known := smallMoney[currency]
	each, parts := "Of each claimed "+words[0], words[1]+" were"
	if !known {
		each, parts = fmt.Sprintf("Of each 100 %s claimed", currency), "were"
	}
	return fmt.Sprintf(" %s about %s %s more than expected (%s to %s).", each, share(total.Effect), parts, share(total.Lower), share(total.Upper))
}

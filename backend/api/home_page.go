package api

import (
	"context"
	"fmt"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// homeFacts is all that Home is made of.
type homeFacts struct {
	book     *store.Store
	set      store.Settings
	costs    Costs
	list     []store.Batch
	spans    []store.Span
	currency shop.Currency
	others   []string // currencies that are left out
	till     *till    // nil without orders
	kept     []keptTest
	best     *keptTest // the answer that is shown, nil without
	roster   roster
	waiting  int
	days     calendar
	twins    store.Twins
	dataTo   string
	stale    int // days since the last order, 0 for the sample, which nobody brings up to date
}

// Home shows money first and what to do today.
func (s *Screen) Home(ctx context.Context, in *BrandIn) (*Reply[Home], error) {
	var page Home
	err := s.use(in.Brand, func(_ *desk, b *store.Store) error {
		h, err := s.homeFacts(ctx, in.Brand, b)
		if err != nil {
			return err
		}
		page, err = h.page(ctx)
		return err
	})
	return reply(page, err)
}

func (s *Screen) homeFacts(ctx context.Context, brand Brand, b *store.Store) (h homeFacts, err error) {
	h.book, h.waiting = b, s.waiting(brand)
	if h.set, err = b.FindSettings(ctx); err != nil {
		return h, err
	}
	if h.costs, err = costsOf(h.set); err != nil {
		return h, err
	}
	if h.list, err = b.Batches(ctx); err != nil {
		return h, err
	}
	if h.spans, err = b.Coverage(ctx); err != nil {
		return h, err
	}
	if h.twins, err = b.FindTwins(ctx); err != nil {
		return h, err
	}
	h.days = s.calendar(brand, h.list, h.set.Zone)
	if h.roster, err = rosterOf(ctx, b); err != nil {
		return h, err
	}
	if h.dataTo, h.stale = s.freshness(h.spans, h.set.Zone); brand == SampleBrand {
		h.stale = 0
	}
	if err = h.openTill(ctx); err != nil {
		return h, err
	}
	h.kept, err = keptTests(ctx, b)
	h.best = bestTest(h.kept)
	if h.till == nil {
		h.best = nil
	}
	return h, err
}

func (h *homeFacts) openTill(ctx context.Context) (err error) {
	if h.currency, _, err = pageCurrency(ctx, h.book); err != nil {
		return err
	}
	t, err := openTill(ctx, h.book, h.currency)
	if err != nil {
		return err
	}
	if len(t.days) > 0 {
		h.till = t
	} else if h.roster.currency != "" {
		h.currency = h.roster.currency
	}
	all, err := h.book.Currencies(ctx)
	for _, c := range all {
		if c != h.currency {
			h.others = append(h.others, string(c))
		}
	}
	return err
}

// bestTest is the answer that can be trusted most: the best grade, of equal ones the newest. Tests that
// have no answer are left out.
func bestTest(kept []keptTest) (best *keptTest) {
	var grade experiment.Grade
	for i, k := range kept {
		if k.answer == nil {
			continue
		}
		v := k.shown().Verdict
		if v.Kind != scorecard.NotEstimable && (best == nil || v.Grade < grade) {
			best, grade = &kept[i], v.Grade
		}
	}
	return best
}

func (h homeFacts) page(ctx context.Context) (page Home, err error) {
	page = Home{State: "untested", Facts: []report.Figure{}, ToDo: h.todo(), Creators: h.tally(), Health: h.health(), Ladder: h.ladder()}
	if len(page.Creators) > 0 {
		page.CreatorsNote = "first-month luck removed" + h.roster.alone()
	}
	if page.Claims, err = h.claims(ctx); err != nil {
		return page, err
	}
	switch {
	case h.best != nil:
		err = h.tested(ctx, &page)
	case h.till != nil:
		err = h.untested(&page)
	case page.Claims != nil:
		page.Headline = page.Claims.Sentence + " Nothing is tested yet."
		page.Meaning = "Add your shop's orders: they are what really came in, and every claim is measured against them."
	default:
		page.State, page.Headline = "empty", "Home fills up with your first orders file."
		page.Meaning = "Start with your shop's orders, then add your creators' sales."
	}
	return page, err
}

// tested shows the best answer.
func (h homeFacts) tested(ctx context.Context, page *Home) error {
	k, t := *h.best, h.best.shown()
	money, err := k.money(ctx, h.book)
	if err != nil {
		return err
	}
	cost, err := spentIn(ctx, h.book, k.period(), h.currency, k.rec.PaidMinor)
	if err != nil {
		return err
	}
	badge, extra := report.BadgeOf(t.Verdict), report.ExtraFigure(t)
	page.State, page.Headline, page.Meaning = "tested", homeHeadline(t, money.left, cost), report.MeaningLine(t)
	page.StaleWhy = k.staleWhy(h.list)
	page.TestID, page.Badge, page.Source = k.ID, &badge, sourceWords(k)
	page.Extra, page.Left = &extra, &money.left
	page.Range, page.Observed = report.RangeView(t, money.breakEven), report.ObservedView(t)
	if f, ok := k.cameIn(t); ok {
		page.Facts = append(page.Facts, f)
	}
	if f, ok := report.AnywayFigure(t); ok {
		page.Facts = append(page.Facts, f)
	}
	page.Facts = append(page.Facts, money.cost)
	return nil
}

// homeHeadline says what creators brought in, and whether that paid, as far as an experiment can tell.
func homeHeadline(t report.Test, left report.Figure, cost spent) string {
	if t.Verdict.Kind != scorecard.More || t.Verdict.Grade != experiment.GradeA {
		return report.Headline(t)
	}
	words := "Creators brought in about " + report.ExtraFigure(t).Value + " you would not have had."
	in, out := cost.parts()
	covered := " That probably paid for itself."
	if len(out) > 0 {
		covered = fmt.Sprintf(" That probably covered %s; %s not known.", listWords(in), areNot(out))
	}
	switch left.Tone { // it follows the range; plain is not known
	case "effect":
		words += covered
	case "unsure":
		words += " Whether it paid for itself is not clear yet."
	case "bad":
		words += " It did not pay for itself."
	}
	return words
}

// sourceWords is "Holdout by region: 28 days, 19 Oct to 15 Nov 2026".
func sourceWords(k keptTest) string {
	p := k.period()
	words := k.rec.Name + ": " + report.Plural(int64(p.Days()), "day", "days")
	if dates := report.DayRange(p.Start, p.Last()); !strings.Contains(k.rec.Name, dates) {
		words += ", " + dates
	}
	return words
}

// untested shows what the till took, all of it.
func (h homeFacts) untested(page *Home) error {
	var days []report.SalesDay
	var gross, refunds shop.Cents
	covered, span := 0, h.till.span()
	for d := span.Start; d < span.End; d++ {
		v, missing := h.till.days[d], !h.till.covered(d)
		days = append(days, report.SalesDay{Day: d, NetCents: v.NetCents, Missing: missing})
		if !missing {
			covered++
		}
		gross, refunds = gross+v.GrossCents, refunds+v.RefundCents
	}
	net, orders, err := h.till.sums(span)
	if err != nil {
		return err
	}
	page.Headline = fmt.Sprintf("%s came in over %s. How much of it creators added is not known yet.", report.Money(h.currency, net), report.Plural(int64(covered), "day", "days"))
	page.Meaning = "Some of it would have come anyway. A test compares what came in with what would have come without creators."
	page.Sales = report.SalesView(h.currency, days)
	page.Facts = tillFacts(h.currency, net, refunds, int64(orders))
	return nil
}

// tillFacts are what the till counted.
func tillFacts(currency shop.Currency, net, refunds shop.Cents, orders int64) []report.Figure {
	fact := func(label, term, value, why string) report.Figure {
		return report.Figure{Label: label, Term: term, Value: value, Range: why, Tone: "plain"}
	}
	refunded := fact("Refunded", "refunds", report.Money(currency, refunds), "")
	if orders == 0 {
		const why = "A table of daily sales names no orders."
		return []report.Figure{fact("Orders", "", "not reported", why), refunded, fact("Average order", "AOV", "not reported", why)}
	}
	mean := (net + shop.Cents(orders)/2) / shop.Cents(orders)
	return []report.Figure{fact("Orders", "", report.Count(orders), ""), refunded, fact("Average order", "AOV", report.Money(currency, mean), "")}
}

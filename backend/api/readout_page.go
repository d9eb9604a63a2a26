package api

import (
	"context"
	"fmt"
	"math"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// Test shows one test with its answer, if it was read.
func (s *Screen) Test(ctx context.Context, in *TestIDIn) (*Reply[TestPage], error) {
	var page TestPage
	err := s.use(in.Brand, func(d *desk, b *store.Store) error {
		k, err := findTest(ctx, b, in.ID)
		if err != nil {
			return err
		}
		page = TestPage{Test: k.row(), Spec: k.rec.TestSpec, Subtitle: k.subtitle()}
		d.mu.Lock()
		if job, err := s.jobs.find(d.reading[in.ID]); err == nil && job.State == "running" {
			page.Job = &job
		}
		d.mu.Unlock()
		if page.Plan, err = s.plan(ctx, b, k); err != nil || k.answer == nil {
			return err
		}
		list, err := b.Batches(ctx)
		if err != nil {
			return err
		}
		page.StaleWhy = k.staleWhy(list)
		page.ReadOut, err = k.readOut(ctx, b)
		return err
	})
	return reply(page, err)
}

func (k keptTest) subtitle() string {
	p := k.period()
	words := []string{k.design(), fmt.Sprintf("%s (%d days)", report.DayRange(p.Start, p.Last()), p.Days())}
	if n := len(k.rec.Treated); n > 0 {
		words = append(words, report.Plural(int64(n), "region", "regions")+" with creators")
	}
	return strings.Join(words, " · ")
}

// readOut lays the answer out for the screen.
func (k keptTest) readOut(ctx context.Context, b *store.Store) (*ReadOutPage, error) {
	t := k.shown()
	m, err := k.money(ctx, b)
	if err != nil {
		return nil, err
	}
	r := &ReadOutPage{Kind: string(t.Verdict.Kind), Headline: report.Headline(t), Meaning: report.MeaningLine(t), RangeLine: report.RangeLine(t),
		Settle: report.SettleLine(t), Badge: report.BadgeOf(t.Verdict), Figures: []report.Figure{}, Trust: k.trust(t),
		Range: report.RangeView(t, m.breakEven), Observed: report.ObservedView(t), Difference: report.DifferenceView(t),
		Cumulative: report.CumulativeView(t), Placebo: report.PlaceboView(t), AuditLine: report.AuditLine(t.Answer),
		Warnings: plainly(t.Answer.Warnings), LeftOut: plainly(t.Answer.Diagnostics.LeftOut), Truth: report.TruthLine(t), Method: methodLine(t.Answer),
		Tried: report.TriedLines(t.Answer)}
	if r.Tried == nil {
		r.Tried = []report.Tried{}
	}
	if r.Explain, err = k.explain(ctx, b, t); err != nil {
		return nil, err
	}
	if t.Verdict.Kind != scorecard.NotEstimable {
		r.Figures = []report.Figure{m.left, m.perSpent, m.cost}
		if lift := t.Answer.Relative; lift != nil {
			r.Figures = append(r.Figures, report.Figure{Label: "Extra, against no creators", Term: "lift", Value: report.Percent(lift.Effect),
				Range: "likely " + report.Percent(lift.Lower) + " to " + report.Percent(lift.Upper), Tone: r.Explain.Figure.Tone, Explained: true})
		}
	}
	r.Hashes = fmt.Sprintf("plan %s · data %s", short(k.PlanHash), short(k.run.InputHash))
	return r, nil
}

// testMoney is a test's money with what creators cost.
type testMoney struct {
	moneyFigures
	cost report.Figure
}

func (k keptTest) money(ctx context.Context, b *store.Store) (m testMoney, err error) {
	set, err := b.FindSettings(ctx)
	if err != nil {
		return m, err
	}
	costs, err := costsOf(set)
	if err != nil {
		return m, err
	}
	t, _, err := brandTill(ctx, b)
	if err != nil || t == nil {
		return m, err
	}
	s, err := spentIn(ctx, b, k.period(), t.currency, k.rec.PaidMinor)
	if err != nil {
		return m, err
	}
	net, orders, err := t.sums(k.period())
	if err != nil {
		return m, err
	}
	mean := 0.0
	if orders > 0 {
		mean = float64(net) / float64(orders)
	}
	m = testMoney{moneyOfEffect(*k.answer, s, costs, mean, t.currency), s.figure(t.currency)}
	if k.rec.Kind == kindRegion && s.known() {
		m.cost.Range += "; of the whole programme"
	}
	return m, nil
}

// cameIn is what came in during the test, and where it was counted.
func (k keptTest) cameIn(t report.Test) (report.Figure, bool) {
	f, ok := report.ObservedFigure(t)
	if n := len(k.rec.Treated); ok && n > 0 {
		f.Range += ", " + report.Plural(int64(n), "region", "regions") + " with creators"
	}
	return f, ok
}

// trust is how far the answer can be trusted, as facts.
func (k keptTest) trust(t report.Test) []Fact {
	a := t.Answer
	facts := []Fact{}
	add := func(label, value string) { facts = append(facts, Fact{label, value}) }
	add("Compared with", k.comparedWith(a))
	if a.History != nil {
		add("History used", fmt.Sprintf("%d %s", a.Diagnostics.HistoryPeriods, periodWord(a.Diagnostics.Cadence)))
	}
	if miss, ok := typicalMiss(a); ok {
		add("Typical miss before", report.Percent(miss)+" a "+strings.TrimSuffix(periodWord(a.Diagnostics.Cadence), "s"))
	}
	if au := a.Audit; au != nil && au.FalseAlarmRate != nil {
		add("False alarms, your data", fmt.Sprintf("%d of %d", int(math.Round(*au.FalseAlarmRate*float64(au.Placebos))), au.Placebos))
		add("Range held the truth", fmt.Sprintf("%d of %d", int(math.Round(*au.Coverage*float64(au.Placebos))), au.Placebos))
		if au.Widening > 1.005 {
			add("Range widened for that", fmt.Sprintf("by %s", report.Percent(au.Widening-1)))
		}
	}
	if a.Diagnostics.Redraws > 0 {
		add("Other draws tried", report.Count(int64(a.Diagnostics.Redraws)))
	}
	if second := report.SecondLine(a); second != "" {
		add("Second method", second)
	}
	add("Noted", report.DayRange(shop.Day(k.CreatedUTC/86400), shop.Day(k.CreatedUTC/86400))+notedWhen(k))
	return facts
}

// comparedWith says what stood for "without creators".
func (k keptTest) comparedWith(a experiment.Answer) string {
	switch k.rec.Kind {
	case kindShop:
		return "your own past"
	case kindDrops:
		return "other dates of the lot"
	}
	words := "regions left out"
	if n := len(a.Diagnostics.Controls); n > 0 {
		words = report.Plural(int64(n), "left-out region", "left-out regions")
	}
	if k.rec.Drawn {
		return words + ", by lot"
	}
	return words
}

// notedWhen is honest about a test that was written down after it ended.
func notedWhen(k keptTest) string {
	if shop.Day(k.CreatedUTC/86400) > k.period().Last() {
		return ", after the test"
	}
	return ""
}

func periodWord(cadence string) string {
	switch cadence {
	case "weekly":
		return "weeks"
	case "daily", "":
		return "days"
	}
	return "periods"
}

// typicalMiss is the mean absolute gap between what came in and what was expected before the test, as a
// share of what came in.
func typicalMiss(a experiment.Answer) (share float64, ok bool) {
	var gap, all float64
	for _, d := range a.Days {
		if !d.InTest && d.Observed != nil {
			gap += math.Abs(*d.Observed - d.Counterfactual)
			all += math.Abs(*d.Observed)
		}
	}
	return gap / all, all > 0
}

// methodLine says in one sentence how the answer came about.
func methodLine(a experiment.Answer) string {
	if a.Status != OK {
		return ""
	}
	words := "Read with: " + report.MethodWords(a.Method) + "."
	if len(a.Diagnostics.Tried) > 1 {
		words += " It was chosen because it erred least on quiet stretches of your own sales, where nothing happened."
	}
	return words
}

// plainly makes sure that a list is one.
func plainly(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// short is a hash as people compare it.
func short(hash string) string {
	if len(hash) < 8 {
		return hash
	}
	return hash[:4] + "·" + hash[4:8]
}

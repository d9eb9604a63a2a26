package api

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// Reports lists what can be shown to investors.
func (s *Screen) Reports(ctx context.Context, in *BrandIn) (*Reply[ReportsPage], error) {
	page := ReportsPage{Headline: "Two pages an investor can check", Meaning: "Every figure carries its range, and anyone can run it again.", Tests: []TestRow{}}
	err := s.use(in.Brand, func(_ *desk, b *store.Store) error {
		kept, err := keptTests(ctx, b)
		for _, k := range kept {
			if k.answer != nil {
				page.Tests = append(page.Tests, k.row())
			}
		}
		if len(page.Tests) == 0 {
			page.Headline, page.Meaning = "There is nothing to report yet", ""
			page.Reason = "A report shows what a test found. Add your orders, then read out a test."
		}
		return err
	})
	return reply(page, err)
}

// PreviewReport shows the report as it will be printed, and what was checked about it.
func (s *Screen) PreviewReport(ctx context.Context, in *ReportIn) (*Reply[ReportPreview], error) {
	var out ReportPreview
	doc, checks, err := s.reportDocument(ctx, in)
	if err != nil {
		return nil, err
	}
	if out.Pages, err = report.Pages(doc); err != nil {
		return nil, err
	}
	out.Checks = checks
	out.Note = report.Plural(int64(len(out.Pages)), "page", "pages") + " · selectable text · " + string(doc.PageSize)
	return reply(out, nil)
}

// SavePDF prints the report and offers it once.
func (s *Screen) SavePDF(ctx context.Context, in *ReportIn) (*Reply[Download], error) {
	if err := s.refuseStale(ctx, in); err != nil {
		return nil, err
	}
	doc, _, err := s.reportDocument(ctx, in)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := report.PDF(&b, doc); err != nil {
		return nil, err
	}
	return reply(s.downloads.offer(fmt.Sprintf("creatorlift-report-%s.pdf", doc.CreatedDay), "application/pdf", b.Bytes()), nil)
}

// refuseStale keeps an answer that is not of today's data out of a report that leaves the house.
func (s *Screen) refuseStale(ctx context.Context, in *ReportIn) error {
	return s.use(in.Brand, func(_ *desk, b *store.Store) error {
		chosen, err := chosenTests(ctx, b, in.Body.Tests)
		for _, k := range chosen {
			if !k.fresh {
				return &shop.Error{Code: "stale_test", Message: fmt.Sprintf("“%s” was read before your files changed, so the report was not saved.", k.rec.Name),
					Hint: "Open it under Test, read it again, and save the report then."}
			}
		}
		return err
	})
}

// reportDocument gathers what the report says: its tests, the deciding one first, and what else is
// known of that one's days, and what was checked about it.
func (s *Screen) reportDocument(ctx context.Context, in *ReportIn) (doc report.Document, checks []Check, err error) {
	err = s.use(in.Brand, func(_ *desk, b *store.Store) error {
		chosen, err := chosenTests(ctx, b, in.Body.Tests)
		if err != nil {
			return err
		}
		t, _, err := brandTill(ctx, b)
		if err != nil {
			return err
		}
		if t == nil {
			return &shop.Error{Code: "no_orders", Message: "The orders behind these tests are no longer here.", Hint: "Add them again in the Inbox."}
		}
		set, err := b.FindSettings(ctx)
		if err != nil {
			return err
		}
		first := chosen[0]
		doc = report.Document{Brand: set.Brand, Currency: t.currency, Zone: set.Zone, DataTo: t.span().Last(), Version: Version,
			DataHash: first.run.InputHash, PlanHash: first.PlanHash, CreatedDay: s.today(set.Zone), PageSize: report.PageSize(in.Body.Paper),
			HideNames: in.Body.HideNames, Command: first.command()}
		if doc.Brand == "" {
			doc.Brand = "Your brand"
		}
		for _, k := range chosen {
			doc.Tests = append(doc.Tests, k.shown())
		}
		net, orders, err := t.sums(first.period())
		if err != nil {
			return err
		}
		doc.Till = &report.Tally{NetCents: net, Orders: orders}
		m, err := first.money(ctx, b)
		if err != nil {
			return err
		}
		if doc.Tests[0].Verdict.Kind != scorecard.NotEstimable {
			doc.Money = []report.Figure{m.left, m.cost}
		}
		if err := addClaims(ctx, t, first.period(), &doc); err != nil {
			return err
		}
		checks, err = t.checkDays(ctx, chosen)
		checks = append(checks, checksOf(doc, chosen)...)
		return err
	})
	return doc, checks, err
}

// checkDays compares every day of the tests with what the till says now.
func (t *till) checkDays(ctx context.Context, chosen []keptTest) (checks []Check, err error) {
	for _, k := range chosen {
		if k.answer.Status != OK || k.answer.Diagnostics.Cadence != "daily" {
			continue
		}
		by := store.ByRegion
		if k.rec.Kind == kindShop {
			by = store.ByShop
		}
		totals, err := t.store.DailyTotals(ctx, store.Query{By: by, Evidence: shop.Till, Currency: t.currency, Period: k.period()})
		if err != nil {
			return nil, err
		}
		sums := map[string]float64{}
		for _, d := range totals {
			if slices.Contains(k.answer.Diagnostics.Treated, d.Unit) {
				sums[d.Day.String()] += float64(d.NetCents)
			}
		}
		equal := !slices.ContainsFunc(k.answer.Days, func(d experiment.DayEffect) bool {
			return d.InTest && d.Observed != nil && math.Abs(*d.Observed-sums[d.Date]) >= .5
		})
		words := map[bool]string{true: "Every day of “%s” equals your files.", false: "“%s” holds days that your files now say differently."}[equal]
		checks = append(checks, Check{equal, fmt.Sprintf(words, k.rec.Name)})
	}
	return checks, nil
}

// chosenTests are the tests of a report, all of them read, the best grade first.
func chosenTests(ctx context.Context, b *store.Store, ids []int64) ([]keptTest, error) {
	var chosen []keptTest
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue
		}
		k, err := findTest(ctx, b, id)
		if err != nil {
			return nil, err
		}
		if k.answer == nil {
			return nil, &shop.Error{Code: "not_read", Message: fmt.Sprintf("“%s” was not read yet.", k.rec.Name), Hint: "Open it under Test first."}
		}
		chosen = append(chosen, k)
	}
	slices.SortStableFunc(chosen, func(a, b keptTest) int {
		return strings.Compare(string(a.shown().Verdict.Grade), string(b.shown().Verdict.Grade))
	})
	return chosen, nil
}

// checksOf says what was looked at before the report may be sent.
func checksOf(doc report.Document, kept []keptTest) []Check {
	checks := []Check{}
	for _, k := range kept {
		if k.fresh {
			checks = append(checks, Check{true, fmt.Sprintf("“%s” rests on the data as they are now.", k.rec.Name)})
		} else {
			checks = append(checks, Check{false, fmt.Sprintf("“%s” was read before your files changed: read it again before you save the PDF.", k.rec.Name)})
		}
		if au := k.answer.Audit; au != nil && au.FalseAlarmRate != nil && !au.Passed {
			checks = append(checks, Check{false, fmt.Sprintf("The method of “%s” raised too many false alarms on quiet stretches of your own sales; the report says so.", k.rec.Name)})
		}
	}
	grade := doc.Tests[0].Verdict.Grade
	if grade == "A" {
		checks = append(checks, Check{true, "“Caused” is allowed: by your record, the lot decided who had creators (grade A)."})
	} else {
		checks = append(checks, Check{true, fmt.Sprintf("At grade %s the report never says “caused”.", grade)})
	}
	if days := int(doc.CreatedDay - doc.DataTo); days > 8 {
		checks = append(checks, Check{false, fmt.Sprintf("The newest order is %d days old.", days)})
	}
	for _, f := range doc.Money {
		if strings.HasPrefix(f.Value, "needs ") {
			checks = append(checks, Check{false, "Money left " + f.Value + "."})
		}
	}
	return checks
}

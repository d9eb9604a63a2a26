package api

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// ReadOutIn asks for one lift from the founder's own orders in the workspace.
type ReadOutIn struct {
	DB       string
	Units    string // "region" or "shop"; "" = region where treated units are named, else shop
	Currency string // "" = the brand's, or the only one there is
	Source   string // a shop such as "Amazon", whose sales alone are asked about; "" = all
	Test     int64  // a test kept on screen; all else but DB is then said by it. 0 = none
	Question
}

// wholeShop is the one unit of a question about all sales together.
const wholeShop = "shop"

// ReadOut answers one question from the workspace, as Estimate does from a panel file. What the orders
// cannot answer is an Answer with status not_estimable; wrong usage is a *shop.Error.
func (a *App) ReadOut(ctx context.Context, in ReadOutIn) (out experiment.Answer, err error) {
	defer Guard(&err)
	if in.Test != 0 {
		return a.readKept(ctx, in)
	}
	by, err := in.split()
	if err != nil {
		return out, err
	}
	spec, err := in.spec()
	if err != nil {
		return out, err
	}
	s, err := openBrand(in.DB, false)
	if err != nil {
		return out, err
	}
	defer closing(s, &err)
	currency, others, err := tillCurrency(ctx, s, shop.Currency(in.Currency))
	if err != nil {
		return out, err
	}
	if currency == "" {
		return experiment.NotEstimable(spec, "There are no orders of your own shop here yet. Import them first."), nil
	}
	if by != store.ByShop && in.Source != "" {
		return out, &shop.Error{Code: "bad_usage", Message: "Sales of one shop alone cannot be split by region.", Hint: "Leave out --source or the regions."}
	}
	sources, err := tillSources(ctx, s, currency)
	if err == nil {
		err = checkSource(in.Source, sources)
	}
	if err != nil {
		return out, err
	}
	t, err := openTillOf(ctx, s, currency, in.Source)
	if err != nil {
		return out, err
	}
	if out, err = t.readOut(ctx, by, nil, spec); err == nil && len(others) > 0 {
		out.Warnings = append(out.Warnings, fmt.Sprintf("Sales in %s are left out: currencies are never added.", strings.Join(others, ", ")))
	}
	return out, err
}

// readKept answers a test that was kept on screen, from the data as they are now.
func (a *App) readKept(ctx context.Context, in ReadOutIn) (out experiment.Answer, err error) {
	s, err := openBrand(in.DB, false)
	if err != nil {
		return out, err
	}
	defer closing(s, &err)
	k, err := findTest(ctx, s, in.Test)
	if err != nil {
		return out, err
	}
	spec, left, err := k.question(ctx, s)
	if err != nil {
		return out, err
	}
	return k.estimate(spec, left)
}

// estimateLaidOut estimates a question whose sales are laid out; left is what they leave out.
func estimateLaidOut(spec experiment.Spec, left []string) (experiment.Answer, error) {
	if spec.Panel == nil || len(spec.Panel.Labels) == 0 {
		return experiment.NotEstimable(spec, "There are no days with sales here yet. Import your shop's orders first."), nil
	}
	a, err := experiment.Estimate(spec)
	if a.Status == OK {
		a.Diagnostics.LeftOut = append(a.Diagnostics.LeftOut, left...)
	}
	return a, err
}

// split says what the sales are split by, and names the treated unit of the whole shop.
func (in *ReadOutIn) split() (store.By, error) {
	named := len(in.Treated)+len(in.Controls) > 0
	switch {
	case in.Units == "region" && len(in.Treated) == 0:
		return 0, &shop.Error{Code: "no_treated", Message: "No region that had creators is named.", Hint: "Name them with --treated A,B, or ask about the whole shop with --units shop."}
	case in.Units == "region", in.Units == "" && named:
		return store.ByRegion, nil
	case in.Units == wholeShop && named:
		return 0, &shop.Error{Code: "bad_usage", Message: "The whole shop has no treated or left-out units.", Hint: "Leave out --treated and --controls, or compare with --units region."}
	case in.Units == wholeShop, in.Units == "":
		in.Treated, in.NoControls = []string{wholeShop}, true
		return store.ByShop, nil
	}
	return 0, &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("Sales cannot be split by %q.", in.Units), Hint: "Use --units region or --units shop."}
}

// tillCurrency picks the currency to answer in: the one asked for, else the brand's, else the only one.
// It is "" where the till holds nothing; others are the currencies that the answer leaves out.
func tillCurrency(ctx context.Context, s *store.Store, asked shop.Currency) (picked shop.Currency, others []string, err error) {
	all, err := s.Currencies(ctx)
	if err != nil {
		return "", nil, err
	}
	var list []string
	for _, c := range all {
		days, err := s.DailyTotals(ctx, store.Query{By: store.ByShop, Evidence: shop.Till, Currency: c})
		if err != nil {
			return "", nil, err
		}
		if len(days) > 0 {
			list = append(list, string(c))
		}
	}
	set, err := s.FindSettings(ctx)
	if err != nil || len(list) == 0 {
		return "", nil, err
	}
	pick := asked
	if pick == "" {
		pick = set.Currency
	}
	if asked == "" && len(list) == 1 {
		pick = shop.Currency(list[0])
	}
	if !slices.Contains(list, string(pick)) {
		return "", nil, &shop.Error{Code: "unknown_currency", Message: fmt.Sprintf("There are no orders in %q; there are in %s.", pick, strings.Join(list, ", ")), Hint: "Name one of them with --currency."}
	}
	return pick, slices.DeleteFunc(list, func(c string) bool { return c == string(pick) }), nil
}

// readOut answers one question about the till's units; with none named they are all that ever sold.
// Sales that name no region are no unit, and the answer says how much they are.
func (t *till) readOut(ctx context.Context, by store.By, units []string, spec experiment.Spec) (experiment.Answer, error) {
	if spec.Schedule != nil && by == store.ByShop {
		if err := t.layOutDrops(ctx, &spec); err != nil {
			return experiment.Answer{}, err
		}
		return estimateLaidOut(spec, nil)
	}
	unnamed, err := t.layOut(ctx, by, units, &spec)
	if err != nil {
		return experiment.Answer{}, err
	}
	var left []string
	if unnamed != "" {
		left = append(left, unnamed)
	}
	return estimateLaidOut(spec, left)
}

// layOut puts the till's sales into the question; unnamed says how much of them names no region, "" if
// next to nothing.
func (t *till) layOut(ctx context.Context, by store.By, units []string, spec *experiment.Spec) (unnamed string, err error) {
	totals, err := t.totals(ctx, by)
	if err != nil {
		return "", err
	}
	var all, none float64
	for _, d := range totals {
		all += float64(d.NetCents)
		if d.Unit == "" {
			none += float64(d.NetCents)
		}
	}
	if units == nil {
		units = unitsOf(totals)
	}
	spec.Panel = t.panel(totals, units)
	if share := none / all; by == store.ByRegion && math.Round(1000*share) > 0 {
		unnamed = fmt.Sprintf("sales that name no region (%.1f %% of all)", 100*share)
	}
	return unnamed, nil
}

// unitsOf lists the named units in alphabetical order.
func unitsOf(totals []store.Total) []string {
	seen := map[string]bool{"": true}
	units := []string{}
	for _, d := range totals {
		if !seen[d.Unit] {
			seen[d.Unit] = true
			units = append(units, d.Unit)
		}
	}
	slices.Sort(units)
	return units
}

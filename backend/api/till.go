package api

import (
	"context"
	"fmt"
	"slices"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// till is what the workspace knows of the founder's own stores in one currency, or of one of them.
type till struct {
	store    *store.Store
	currency shop.Currency
	source   string // "" = all of them
	spans    []store.Span
	days     map[shop.Day]store.Total
}

func openTill(ctx context.Context, s *store.Store, currency shop.Currency) (*till, error) {
	return openTillOf(ctx, s, currency, "")
}

// openTillOf opens the till of one source alone, "" for all.
func openTillOf(ctx context.Context, s *store.Store, currency shop.Currency, source string) (*till, error) {
	t := &till{store: s, currency: currency, source: source, days: map[shop.Day]store.Total{}}
	spans, err := s.Coverage(ctx)
	if err != nil {
		return nil, err
	}
	for _, sp := range spans {
		if sp.Evidence == shop.Till && (source == "" || sp.Source == source) {
			t.spans = append(t.spans, sp)
		}
	}
	totals, err := t.totals(ctx, store.ByShop)
	for _, d := range totals {
		t.days[d.Day] = d
	}
	return t, err
}

// totals are the daily sums by a split. Those of one source are kept for all its sales together only.
func (t *till) totals(ctx context.Context, by store.By) ([]store.Total, error) {
	q := store.Query{By: by, Evidence: shop.Till, Currency: t.currency}
	if t.source == "" {
		return t.store.DailyTotals(ctx, q)
	}
	if by != store.ByShop {
		return nil, &shop.Error{Code: "bad_usage", Message: "Sales of one shop alone cannot be split further.", Hint: "Ask about all its sales, or about the regions of all shops."}
	}
	q.By = store.BySource
	all, err := t.store.DailyTotals(ctx, q)
	var list []store.Total
	for _, d := range all {
		if d.Unit == t.source {
			d.Unit = wholeShop
			list = append(list, d)
		}
	}
	return list, err
}

// tillSources lists the shops that have orders in a currency, in alphabetical order.
func tillSources(ctx context.Context, s *store.Store, currency shop.Currency) ([]string, error) {
	totals, err := s.DailyTotals(ctx, store.Query{By: store.BySource, Evidence: shop.Till, Currency: currency})
	return unitsOf(totals), err
}

// checkSource refuses a shop that has no orders; "" is all of them.
func checkSource(source string, known []string) error {
	if source == "" || slices.Contains(known, source) {
		return nil
	}
	return &shop.Error{Code: "unknown_source", Message: fmt.Sprintf("There are no orders from %q here.", source), Hint: "There are orders from " + listWords(known) + "."}
}

func (t *till) covered(d shop.Day) bool {
	for _, s := range t.spans {
		if d >= s.First && d <= s.Last {
			return true
		}
	}
	return false
}

func (t *till) sold(d shop.Day) bool { return t.days[d].NetCents != 0 || t.days[d].Orders > 0 }

// span is the first and last covered day.
func (t *till) span() shop.Period {
	if len(t.spans) == 0 {
		return shop.Period{}
	}
	p := shop.Inclusive(t.spans[0].First, t.spans[0].Last)
	for _, s := range t.spans {
		p.Start, p.End = min(p.Start, s.First), max(p.End, s.Last+1)
	}
	return p
}

// panel lays net sales out by unit and day.
func (t *till) panel(totals []store.Total, units []string) *panel.Panel {
	cells := make([]panel.Cell, 0, len(totals))
	for _, d := range totals {
		cells = append(cells, panel.Cell{Day: d.Day, Unit: d.Unit, Value: float64(d.NetCents)})
	}
	spec := panel.Spec{Units: units, Period: t.span(), Covered: t.covered, ShopSold: t.sold, Unit: string(t.currency) + " minor"}
	return panel.Build(cells, spec)
}

// sums adds net sales and orders of a period.
func (t *till) sums(p shop.Period) (net shop.Cents, orders int, err error) {
	for d, v := range t.days {
		if p.Contains(d) {
			if net, err = shop.AddCents(net, v.NetCents); err != nil {
				return 0, 0, err
			}
			orders += int(v.Orders)
		}
	}
	return net, orders, nil
}

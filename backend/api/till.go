package api

import (
	"context"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// till is what the workspace knows of the founder's own stores in one currency.
type till struct {
	store    *store.Store
	currency shop.Currency
	spans    []store.Span
	days     map[shop.Day]store.Total
}

func openTill(ctx context.Context, s *store.Store, currency shop.Currency) (*till, error) {
	t := &till{store: s, currency: currency, days: map[shop.Day]store.Total{}}
	spans, err := s.Coverage(ctx)
	if err != nil {
		return nil, err
	}
	for _, sp := range spans {
		if sp.Evidence == shop.Till {
			t.spans = append(t.spans, sp)
		}
	}
	totals, err := s.DailyTotals(ctx, store.Query{By: store.ByShop, Evidence: shop.Till, Currency: currency})
	for _, d := range totals {
		t.days[d.Day] = d
	}
	return t, err
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

package api

import (
	"context"

	"creatorlift/backend/ledger"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
)

// addClaims puts what the platforms claim for the period beside the till.
func addClaims(ctx context.Context, t *till, period shop.Period, doc *report.Document) error {
	list, err := t.store.CreatorClaims(ctx, period, t.currency)
	if err != nil || len(list) == 0 {
		return err
	}
	sum := report.Tally{}
	var counts []ledger.CreatorCount
	for _, c := range list {
		if sum.NetCents, err = shop.AddCents(sum.NetCents, c.NetCents); err != nil {
			return err
		}
		sum.Orders += int(c.Orders)
		if c.Creator != "" {
			counts = append(counts, ledger.CreatorCount{Creator: c.Creator, Orders: int(c.Orders), NetCents: c.NetCents, Posts: int(c.Contents)})
		}
	}
	doc.Claims = &sum
	doc.Creators = ledger.CreatorClaims(counts, float64(period.Days())/7)
	return nil
}

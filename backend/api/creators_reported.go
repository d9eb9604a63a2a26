package api

import (
	"cmp"
	"context"
	"slices"

	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// mostReported is how many creators the list of those without orders names.
const mostReported = 100

// ReportedList is the creators whom only reports of platforms name.
type ReportedList struct {
	Title string        `json:"title" doc:"3 creators stand only in reports"`
	Why   string        `json:"why"`
	Rows  []ReportedRow `json:"rows" doc:"most sales first"`
}

// ReportedRow is what the newest report says of one creator.
type ReportedRow struct {
	Handle string `json:"handle"`
	Sales  string `json:"sales" doc:"$1,234.56; not reported where the report leaves it open"`
	Orders string `json:"orders"`
	Posts  string `json:"posts"`
	Period string `json:"period" doc:"1 Oct to 31 Oct 2026, TikTok Shop"`
}

// reportedOnly lists the creators of reports who have no claimed order here; nil for none.
func reportedOnly(ctx context.Context, b *store.Store, r roster) (*ReportedList, error) {
	currency := r.currency
	if currency == "" {
		var err error
		if currency, _, err = pageCurrency(ctx, b); err != nil {
			return nil, err
		}
	}
	all, err := b.ReportedCreators(ctx, currency)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(c store.ReportedCreator) bool {
		return slices.ContainsFunc(r.list, func(s standing) bool { return s.Creator == c.Creator })
	})
	if len(all) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(all, func(x, y store.ReportedCreator) int { return cmp.Compare(y.GMVCents.Value, x.GMVCents.Value) })
	n := int64(len(all))
	list := &ReportedList{Title: report.Plural(n, "creator stands", "creators stand") + " only in reports", Rows: []ReportedRow{},
		Why: "TikTok's reports name them, but no single order of theirs is here, so luck cannot be taken out and they are in no group. Add affiliate orders of these days to compare them."}
	for _, c := range all[:min(len(all), mostReported)] {
		row := ReportedRow{Handle: "@" + c.Creator, Sales: notReported, Orders: countOrNot(c.Orders), Posts: countOrNot(c.Posts),
			Period: report.DayRange(c.First, c.Last) + ", " + c.Source}
		if c.GMVCents.Known {
			row.Sales = report.MoneyExact(currency, c.GMVCents.Value)
		}
		list.Rows = append(list.Rows, row)
	}
	return list, nil
}

const notReported = "not reported"

func countOrNot(m shop.Maybe[int64]) string {
	if !m.Known {
		return notReported
	}
	return report.Count(m.Value)
}

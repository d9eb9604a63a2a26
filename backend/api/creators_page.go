package api

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"creatorlift/backend/ledger"
	"creatorlift/backend/report"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// creatorDays is over how many of the last days with claims creators are compared.
const creatorDays = 180

// claimedDays are the days over which claims are counted.
type claimedDays struct {
	period shop.Period
	days   int // covered ones
}

// standing is one creator with luck removed, and where that stands.
type standing struct {
	store.CreatorClaim
	code   store.CodeClaim // the till's orders with this creator's codes
	weekly ledger.CreatorClaim
	group  scorecard.Standing
}

// orders are those that a platform or a code claims, each once.
func (c standing) orders() int64 { return c.Orders + c.code.Orders - c.code.Both }

// net is the money of orders.
func (c standing) net() shop.Cents { return c.NetCents + c.code.NetCents - c.code.BothNetCents }

// roster is every creator that claims name, and the claims that name none.
type roster struct {
	claimedDays
	currency shop.Currency
	list     []standing // highest estimate first
	nobody   int64      // claimed orders that name no creator
}

// Creators shows every creator by what platforms claim.
func (s *Screen) Creators(ctx context.Context, in *BrandIn) (*Reply[CreatorsPage], error) {
	var page CreatorsPage
	err := s.use(in.Brand, func(_ *desk, b *store.Store) error {
		r, err := rosterOf(ctx, b)
		if err != nil {
			return err
		}
		page = r.page()
		page.Reported, err = reportedOnly(ctx, b, r)
		return err
	})
	return reply(page, err)
}

// rosterOf counts claims over the last days that they cover; nobody is in it where nothing is claimed.
func rosterOf(ctx context.Context, b *store.Store) (r roster, err error) {
	spans, err := b.Coverage(ctx)
	if err != nil {
		return r, err
	}
	r.claimedDays = lastClaimed(spans)
	if r.days == 0 {
		return r, nil
	}
	claims, currency, err := claimsOf(ctx, b, r.period)
	if err != nil {
		return r, err
	}
	codes, err := b.CodeClaims(ctx, r.period, currency)
	if err != nil {
		return r, err
	}
	r.currency = currency
	r.fill(claims, codes)
	return r, nil
}

// lastClaimed is the shortest period that holds the last creatorDays days that claims cover.
func lastClaimed(spans []store.Span) (c claimedDays) {
	runs := runsOf(spans, shop.Claim)
	for i := len(runs) - 1; i >= 0 && c.days < creatorDays; i-- {
		run := runs[i]
		run.Start = max(run.Start, run.End-shop.Day(creatorDays-c.days))
		c.period, c.days = joined(c.period, run), c.days+run.Days()
	}
	return c
}

// runsOf are the stretches of days that the files of one kind cover together, in order.
func runsOf(spans []store.Span, kind shop.Evidence) []shop.Period {
	var runs []shop.Period
	for _, p := range spans {
		if p.Evidence == kind {
			runs = append(runs, shop.Inclusive(p.First, p.Last))
		}
	}
	return mergeRuns(runs)
}

// claimsOf are the claims of a period in the till's currency; where there are none in it, in the first
// currency that has any.
func claimsOf(ctx context.Context, b *store.Store, p shop.Period) (list []store.CreatorClaim, currency shop.Currency, err error) {
	wanted, _, err := pageCurrency(ctx, b)
	if err != nil {
		return nil, "", err
	}
	all, err := b.Currencies(ctx)
	if err != nil {
		return nil, "", err
	}
	for _, currency := range append([]shop.Currency{wanted}, all...) {
		if list, err = b.CreatorClaims(ctx, p, currency); err != nil || len(list) > 0 {
			return list, currency, err
		}
	}
	return nil, wanted, nil
}

// pageCurrency is the currency of money on Home: the brand's, else the first that the till holds; others
// are those that are left out. It is the settings' where the till holds nothing.
func pageCurrency(ctx context.Context, b *store.Store) (currency shop.Currency, others []string, err error) {
	if currency, others, err = tillCurrency(ctx, b, ""); currency != "" || err != nil && shop.ErrorCode(err) != "unknown_currency" {
		return currency, others, err
	}
	all, err := b.Currencies(ctx)
	if err != nil {
		return "", nil, err
	}
	for _, c := range all {
		if currency, others, err := tillCurrency(ctx, b, c); err == nil && currency != "" {
			return currency, others, nil
		}
	}
	set, err := b.FindSettings(ctx)
	return set.Currency, nil, err
}

func (r *roster) fill(claims []store.CreatorClaim, codes []store.CodeClaim) {
	var counts []ledger.CreatorCount
	byCode := map[string]store.CodeClaim{}
	for _, c := range codes {
		byCode[c.Creator] = c
		if !slices.ContainsFunc(claims, func(k store.CreatorClaim) bool { return k.Creator == c.Creator }) {
			claims = append(claims, store.CreatorClaim{Creator: c.Creator}) // known by a code only
		}
	}
	for _, c := range claims {
		if c.Creator == "" {
			r.nobody += c.Orders
			continue
		}
		row := standing{CreatorClaim: c, code: byCode[c.Creator]}
		r.list = append(r.list, row)
		counts = append(counts, ledger.CreatorCount{Creator: "@" + c.Creator, Orders: int(row.orders()), NetCents: row.net(), Posts: int(c.Contents)})
	}
	weekly := ledger.CreatorClaims(counts, float64(r.days)/7)
	for i, group := range scorecard.ByClaims(weekly) {
		r.list[i].weekly, r.list[i].group = weekly[i], group
	}
	slices.SortStableFunc(r.list, func(a, b standing) int { return cmp.Compare(b.weekly.Estimate, a.weekly.Estimate) })
}

// in are the creators of one group, highest estimate first.
func (r roster) in(group scorecard.Standing) (list []standing) {
	for _, c := range r.list {
		if c.group == group {
			list = append(list, c)
		}
	}
	return list
}

func (r roster) weekly() []ledger.CreatorClaim {
	list := make([]ledger.CreatorClaim, len(r.list))
	for i, c := range r.list {
		list[i] = c.weekly
	}
	return list
}

func (r roster) page() CreatorsPage {
	page := CreatorsPage{Headline: r.headline(), Meaning: r.meaning(), Period: r.words(), Only: true, Groups: []CreatorGroup{},
		ScaleLabel: "Claimed orders a week", Ticks: []Tick{}, Unmatched: r.unmatched(), Help: luckHelp, Algorithm: feedHelp}
	if len(r.list) == 0 {
		return page
	}
	top := report.CreatorScale(r.weekly())
	for _, t := range report.ScaleTicks(top) {
		page.Ticks = append(page.Ticks, Tick{At: t.At, Label: t.Label})
	}
	for _, group := range scorecard.Standings {
		if list := r.in(group); len(list) > 0 {
			page.Groups = append(page.Groups, r.group(group, list, top))
		}
	}
	return page
}

func (r roster) group(group scorecard.Standing, list []standing, top float64) CreatorGroup {
	words := standingWords[group]
	g := CreatorGroup{Group: string(group), Label: words.label, Why: words.why + r.alone(), Rows: make([]CreatorRow, len(list))}
	for i, c := range list {
		g.Rows[i] = c.row(r.currency, top)
	}
	g.Chart = report.CreatorsView(roster{list: list}.weekly(), top)
	return g
}

func (c standing) row(currency shop.Currency, top float64) CreatorRow {
	posts := "not reported"
	if c.Contents > 0 {
		posts = report.Count(c.Contents)
	}
	return CreatorRow{Creator: "@" + c.Creator, Initials: initials(c.Creator), Posts: posts, Orders: c.orders(), Handle: c.Creator, Split: c.split(),
		Net: report.Money(currency, c.net()), Commission: report.Money(currency, c.CommissionCents), Samples: c.FreeSamples,
		Likely: report.WeeklyOrders(c.weekly) + " a week", Range: report.WeeklyRange(c.weekly), Chart: report.CreatorRowView(c.weekly, top)}
}

// initials are the first letters of the first two words of a handle, else its first two letters.
func initials(handle string) string {
	words := strings.FieldsFunc(handle, func(r rune) bool { return strings.ContainsRune("._- ", r) })
	switch len(words) {
	case 0:
		return "?"
	case 1:
		return strings.ToUpper(string([]rune(words[0])[:min(2, len([]rune(words[0])))]))
	}
	return strings.ToUpper(string([]rune(words[0])[:1]) + string([]rune(words[1])[:1]))
}

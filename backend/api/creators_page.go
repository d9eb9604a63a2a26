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

// creatorDays is over how many of the last covered days creators are compared.
const creatorDays = 180

// coveredDays are the days over which claims or the till's orders are counted.
type coveredDays struct {
	period shop.Period
	days   int // covered ones
}

// standing is one creator with luck removed, and where that stands.
type standing struct {
	store.CreatorClaim
	code   store.CodeClaim // the till's orders with this creator's codes
	claims bool            // a platform's file names the creator
	weekly ledger.CreatorClaim
	group  scorecard.Standing
}

// orders are those that a platform or a code claims, each once.
func (c standing) orders() int64 { return c.Orders + c.code.Orders - c.code.Both }

// net is the money of orders.
func (c standing) net() shop.Cents { return c.NetCents + c.code.NetCents - c.code.BothNetCents }

// roster is every creator that claims name or whose codes were used, and the claims that name none.
type roster struct {
	claimed  coveredDays // by the files of claims
	till     coveredDays // by the files of the till: codes are counted over these
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
		if page.Reported, err = reportedOnly(ctx, b, r); page.Reported != nil && len(r.list) == 0 {
			page.Headline = "No creator has a claimed order here yet."
		}
		return err
	})
	return reply(page, err)
}

// rosterOf counts claims over the last days that claims cover, and orders with creators' codes over the last
// days that the till covers.
func rosterOf(ctx context.Context, b *store.Store) (r roster, err error) {
	spans, err := b.Coverage(ctx)
	if err != nil {
		return r, err
	}
	r.claimed, r.till = lastCovered(spans, shop.Claim), lastCovered(spans, shop.Till)
	if r.claimed.days == 0 && r.till.days == 0 {
		return r, nil
	}
	claims, err := r.findClaims(ctx, b)
	if err != nil {
		return r, err
	}
	codes, err := r.findCodes(ctx, b)
	if err != nil {
		return r, err
	}
	r.fill(claims, codes)
	return r, nil
}

// findClaims reads the claims in the till's currency; where there are none in it, in the first currency that
// has any. That is the roster's currency from then on.
func (r *roster) findClaims(ctx context.Context, b *store.Store) (list []store.CreatorClaim, err error) {
	wanted, _, err := pageCurrency(ctx, b)
	if r.currency = wanted; err != nil || r.claimed.days == 0 {
		return nil, err
	}
	all, err := b.Currencies(ctx)
	if err != nil {
		return nil, err
	}
	for _, currency := range append([]shop.Currency{wanted}, all...) {
		if list, err = b.CreatorClaims(ctx, r.claimed.period, currency); err != nil || len(list) > 0 {
			r.currency = currency
			return list, err
		}
	}
	return nil, nil
}

// findCodes reads the till's orders with creators' codes, in the roster's currency.
func (r *roster) findCodes(ctx context.Context, b *store.Store) ([]store.CodeClaim, error) {
	if r.till.days == 0 {
		return nil, nil
	}
	beside := r.claimed.period
	if r.claimed.days == 0 {
		beside = r.till.period
	}
	return b.CodeClaims(ctx, r.till.period, beside, r.currency)
}

// lastCovered is the shortest period that holds the last creatorDays days that files of one kind cover.
func lastCovered(spans []store.Span, kind shop.Evidence) (c coveredDays) {
	runs := runsOf(spans, kind)
	for i := len(runs) - 1; i >= 0 && c.days < creatorDays; i-- {
		run := runs[i]
		run.Start = max(run.Start, run.End-shop.Day(creatorDays-c.days))
		c.period, c.days = joined(c.period, run), c.days+run.Days()
	}
	return c
}

// weeks is how long the days are.
func (c coveredDays) weeks() float64 { return float64(c.days) / 7 }

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
	at := map[string]int{}
	for _, c := range claims {
		if c.Creator == "" {
			r.nobody += c.Orders
			continue
		}
		at[c.Creator] = len(r.list)
		r.list = append(r.list, standing{CreatorClaim: c, claims: true})
	}
	for _, c := range codes {
		if _, known := at[c.Creator]; !known { // by a code only
			at[c.Creator] = len(r.list)
			r.list = append(r.list, standing{CreatorClaim: store.CreatorClaim{Creator: c.Creator}})
		}
		r.list[at[c.Creator]].code = c
	}
	r.rank()
}

// rank takes luck out of the weekly rates and sorts by them.
func (r *roster) rank() {
	counts, seen := make([]ledger.CreatorCount, len(r.list)), make([][]ledger.Seen, len(r.list))
	for i, c := range r.list {
		counts[i] = ledger.CreatorCount{Creator: "@" + c.Creator, Orders: int(c.orders()), NetCents: c.net(), Posts: int(c.Contents)}
		seen[i] = r.seen(c)
	}
	weekly := ledger.ClaimsSeen(counts, seen)
	for i, group := range scorecard.ByClaims(weekly) {
		r.list[i].weekly, r.list[i].group = weekly[i], group
	}
	slices.SortStableFunc(r.list, func(a, b standing) int { return cmp.Compare(b.weekly.Estimate, a.weekly.Estimate) })
}

// seen are a creator's orders by the days over which they were looked for: what platforms claim over the days
// of claims, and what only a code claims over the days of the till. How many of the orders with a code are
// claimed too is known on the days of both; that share is taken out of all of them.
func (r *roster) seen(c standing) (parts []ledger.Seen) {
	if c.claims {
		parts = append(parts, ledger.Seen{Orders: float64(c.Orders), Weeks: r.claimed.weeks()})
	}
	only := float64(c.code.Orders)
	if c.code.Beside > 0 {
		only *= max(1-float64(c.code.Both)/float64(c.code.Beside), 0)
	}
	if only > 0 || !c.claims {
		parts = append(parts, ledger.Seen{Orders: only, Weeks: r.till.weeks()})
	}
	return parts
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
		g.Rows[i] = r.row(c, top)
	}
	g.Chart = report.CreatorsView(roster{list: list}.weekly(), top)
	return g
}

func (r roster) row(c standing, top float64) CreatorRow {
	posts, commission := notReported, notReported
	if c.Contents > 0 {
		posts = report.Count(c.Contents)
	}
	if c.claims {
		commission = report.Money(r.currency, c.CommissionCents)
	}
	return CreatorRow{Creator: "@" + c.Creator, Initials: initials(c.Creator), Posts: posts, Orders: c.orders(), Handle: c.Creator, Split: r.split(c),
		Net: report.Money(r.currency, c.net()), Commission: commission, Samples: c.FreeSamples,
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

package api

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"creatorlift/backend/experiment"
	"creatorlift/backend/panel"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// What creators are compared by beside claimed orders a week.
const (
	byConversion = "conversion"
	byPosts      = "posts"
)

const (
	ranksTop        = 5    // places that are worth having
	convertsAtLeast = 0.01 // orders per click, under which brief and product fit are looked at
)

// keptRanks keeps the last answer, because it takes a while to work out; it hangs on nothing but the table.
type keptRanks struct {
	mu     sync.Mutex
	of     [sha256.Size]byte
	answer experiment.RankAnswer
}

// ask answers spec, anew only where its table is another. The answer is shared: nobody writes to it.
func (k *keptRanks) ask(spec experiment.RankSpec) (experiment.RankAnswer, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	of := sha256.Sum256(fmt.Appendf(nil, "%q", spec.Table.Rows))
	if k.of == of {
		return k.answer, nil
	}
	answer, err := experiment.Rank(spec)
	switch {
	case dataCodes[shop.ErrorCode(err)]:
		answer = experiment.RankNotEstimable(spec, err.Error())
	case err != nil:
		return answer, fmt.Errorf("api: rank creators: %w", err)
	}
	scorecard.JudgeRanks(&answer)
	k.of, k.answer = of, answer
	return answer, nil
}

// clickCount is what reports count for one creator: orders of clicks.
type clickCount struct {
	creator        string
	source         string
	period         shop.Period // from the first to the last day of the stretches
	clicks, orders int64
}

// clickCounts adds up each creator's stretches of the last creatorDays: of each kind of report those that do not
// overlap, newest first, of those that end alike the longest; of several kinds the one with the most clicks, for
// they count the same clicks.
func clickCounts(list []store.ClickReport) (out []clickCount) {
	newest := shop.Day(0)
	for _, c := range list {
		newest = max(newest, c.Last)
	}
	list = slices.DeleteFunc(slices.Clone(list), func(c store.ClickReport) bool { return c.First <= newest-creatorDays })
	slices.SortStableFunc(list, func(a, b store.ClickReport) int {
		return cmp.Or(cmp.Compare(a.Creator, b.Creator), cmp.Compare(a.Report, b.Report), cmp.Compare(b.Last, a.Last), cmp.Compare(a.First, b.First))
	})
	var sums []clickCount
	for i, c := range list {
		if i == 0 || c.Creator != list[i-1].Creator || c.Report != list[i-1].Report {
			sums = append(sums, clickCount{creator: c.Creator, source: c.Source})
		}
		sum := &sums[len(sums)-1]
		if sum.period.Days() > 0 && c.Last >= sum.period.Start {
			continue
		}
		sum.period = joined(sum.period, shop.Inclusive(c.First, c.Last))
		sum.clicks, sum.orders = sum.clicks+c.Clicks, sum.orders+c.Orders
	}
	for _, sum := range sums {
		if n := len(out); n > 0 && out[n-1].creator == sum.creator {
			if sum.clicks > out[n-1].clicks {
				out[n-1] = sum
			}
			continue
		}
		out = append(out, sum)
	}
	return out
}

// clickSpec asks for conversion.
func clickSpec(list []clickCount) experiment.RankSpec {
	t := &panel.Table{Name: "the reports", Header: []string{"creator", "orders", "clicks"}}
	for i, c := range list {
		t.Rows = append(t.Rows, []string{c.creator, strconv.FormatInt(c.orders, 10), strconv.FormatInt(c.clicks, 10)})
		t.Lines = append(t.Lines, i+2)
	}
	return experiment.RankSpec{Table: t, Name: "creator", Successes: "orders", Trials: "clicks", Threshold: convertsAtLeast, Top: ranksTop, Level: screenLevel}
}

// soldPost is what one post is claimed to have sold, net of refunds.
type soldPost struct {
	creator, post string
	cents         shop.Cents // 0 where refunds are larger
}

// soldPosts is every post that is known, and on what that rests.
type soldPosts struct {
	list     []soldPost // in order of creator
	period   shop.Period
	currency shop.Currency
	nameless int64 // claimed orders that name a creator but no post
	without  int   // posts without a claimed order, which only a report of posts names
	orders   bool  // the money is that of claimed orders, else of a report of posts
}

// postsOf are the posts of the roster's days: those that claimed orders name, and, of reports on stretches
// within these days, those that no order names and that sold nothing. Without any order that names a post the
// reports' own sums stand instead.
func postsOf(ctx context.Context, b *store.Store, r roster) (p soldPosts, err error) {
	p = soldPosts{period: r.claimed.period, currency: r.currency, orders: true}
	if p.currency == "" {
		if p.currency, _, err = pageCurrency(ctx, b); err != nil {
			return p, err
		}
	}
	reported, err := b.ReportedPosts(ctx, p.currency)
	if err != nil {
		return p, err
	}
	if r.claimed.days > 0 {
		claims, err := b.PostClaims(ctx, r.claimed.period, p.currency)
		if err != nil {
			return p, err
		}
		p.fromOrders(claims)
	}
	if len(p.list) == 0 {
		p.fromReports(reported)
	} else {
		p.addUnsold(reported)
	}
	slices.SortStableFunc(p.list, func(a, b soldPost) int { return cmp.Compare(a.creator, b.creator) })
	return p, nil
}

func (p *soldPosts) fromOrders(claims []store.PostClaim) {
	for _, c := range claims {
		if c.Post == "" {
			p.nameless += c.Orders
			continue
		}
		p.list = append(p.list, soldPost{c.Creator, c.Post, max(c.NetCents, 0)})
	}
}

func (p *soldPosts) addUnsold(reported []store.ReportedPost) {
	type name struct{ creator, post string }
	sold := map[name]bool{}
	for _, s := range p.list {
		sold[name{s.creator, s.post}] = true
	}
	for _, r := range reported {
		if r.First >= p.period.Start && r.Last < p.period.End && !sold[name{r.Creator, r.Post}] {
			p.list = append(p.list, soldPost{r.Creator, r.Post, 0})
			p.without++
		}
	}
}

func (p *soldPosts) fromReports(reported []store.ReportedPost) {
	p.orders, p.period = false, shop.Period{}
	for _, r := range reported {
		if r.GMVCents.Known {
			p.list = append(p.list, soldPost{r.Creator, r.Post, max(r.GMVCents.Value, 0)})
			p.period = joined(p.period, shop.Inclusive(r.First, r.Last))
		}
	}
}

// spec asks for money per post.
func (p soldPosts) spec() experiment.RankSpec {
	t := &panel.Table{Name: "the claims", Header: []string{"creator", "sales"}}
	for i, s := range p.list {
		t.Rows = append(t.Rows, []string{s.creator, strconv.FormatInt(int64(s.cents), 10)})
		t.Lines = append(t.Lines, i+2)
	}
	return experiment.RankSpec{Table: t, Name: "creator", Value: "sales", Top: ranksTop, Level: screenLevel}
}

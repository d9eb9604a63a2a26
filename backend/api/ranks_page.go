package api

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// Ranks compares creators by conversion or by claimed sales a post.
func (s *Screen) Ranks(ctx context.Context, in *RanksIn) (*Reply[RanksPage], error) {
	var page RanksPage
	err := s.use(in.Brand, func(d *desk, b *store.Store) (err error) {
		if in.By == byConversion {
			page, err = conversionPage(ctx, b, &d.conversion)
		} else {
			page, err = postsPage(ctx, b, &d.posts)
		}
		return err
	})
	return reply(page, err)
}

// conversionPage compares creators by orders per click.
func conversionPage(ctx context.Context, b *store.Store, kept *keptRanks) (RanksPage, error) {
	reports, err := b.ClickReports(ctx)
	if err != nil {
		return RanksPage{}, err
	}
	var fits []clickCount
	page := newRanks(byConversion)
	var whole shop.Period
	for _, c := range clickCounts(reports) {
		switch {
		case c.clicks == 0 && c.orders == 0:
		case c.orders > c.clicks:
			page.Notes = append(page.Notes, fmt.Sprintf("@%s is left out: the report counts %s for %s, so not every order came from a click.", c.creator,
				report.Plural(c.orders, "order", "orders"), report.Plural(c.clicks, "click", "clicks")))
		default:
			fits = append(fits, c)
			whole = joined(whole, c.period)
		}
	}
	if len(fits) == 0 {
		page.Empty = &RanksEmpty{"No clicks yet", "Conversion is orders per click. TikTok Shop’s video data counts both for each creator: " + whereIs("tiktok_shop_video_data_v3") +
			". TikTok’s creator data and affiliate orders hold no clicks."}
		return page, nil
	}
	answer, err := kept.ask(clickSpec(fits))
	if err != nil {
		return page, err
	}
	page.Period = report.DayRange(whole.Start, whole.Last())
	page.fill(rateRows(answer))
	page.Headline = conversionHeadline(answer)
	page.Notes = append(page.Notes, answer.Warnings...)
	return page, nil
}

// postsPage compares creators by claimed sales a post.
func postsPage(ctx context.Context, b *store.Store, kept *keptRanks) (RanksPage, error) {
	page := newRanks(byPosts)
	r, err := rosterOf(ctx, b)
	if err != nil {
		return page, err
	}
	posts, err := postsOf(ctx, b, r)
	if err != nil {
		return page, err
	}
	page.Notes = posts.notes()
	if len(posts.list) == 0 {
		page.Empty = &RanksEmpty{"No posts yet", "Claimed sales a post need orders that name the post. TikTok Shop’s affiliate orders do: " + whereIs("tiktok_shop_affiliate_orders_seller_v3") +
			". The video data do too: " + whereIs("tiktok_shop_video_data_v3") + "."}
		return page, nil
	}
	answer, err := kept.ask(posts.spec())
	if err != nil {
		return page, err
	}
	page.Period = report.DayRange(posts.period.Start, posts.period.Last())
	if answer.Status != experiment.StatusOK {
		page.Headline = "Too few posts to tell luck from skill."
		page.fill(posts.rawRows())
		return page, nil
	}
	page.fill(posts.rows(answer))
	page.Headline = postsHeadline(answer)
	page.Meaning += fmt.Sprintf(" The average of all creators is %s a post.", posts.about(answer.Posts.Tiers[0].Average))
	page.Notes = append(page.Notes, answer.Warnings...)
	return page, nil
}

// rankedRow is a row with where it stands; a row without an interval has only what was counted.
type rankedRow struct {
	RanksRow
	group    int
	interval *report.Interval
}

// fill writes rows in groups, within a group by estimate.
func (p *RanksPage) fill(rows []rankedRow) {
	var intervals []report.Interval
	last := 0
	for _, r := range rows {
		if last = max(last, r.group); r.interval != nil {
			intervals = append(intervals, *r.interval)
		}
	}
	top := report.IntervalScale(intervals)
	if len(intervals) > 0 {
		for _, t := range report.ScaleTicks(top) {
			p.Ticks = append(p.Ticks, Tick{At: t.At, Label: t.Label})
		}
	}
	slices.SortStableFunc(rows, func(a, b rankedRow) int {
		if c := cmp.Compare(a.group, b.group); c != 0 || a.interval == nil || b.interval == nil {
			return c
		}
		return cmp.Compare(b.interval.Estimate, a.interval.Estimate)
	})
	for len(rows) > 0 {
		n := slices.IndexFunc(rows, func(r rankedRow) bool { return r.group != rows[0].group })
		if n < 0 {
			n = len(rows)
		}
		p.Groups = append(p.Groups, p.group(rows[:n], last, top))
		rows = rows[n:]
	}
}

func (p *RanksPage) group(rows []rankedRow, last int, top float64) RanksGroup {
	g := RanksGroup{Rows: make([]RanksRow, len(rows))}
	g.Label, g.Why = groupWords(rows[0].group, last, len(rows))
	var intervals []report.Interval
	for i, r := range rows {
		g.Rows[i] = r.RanksRow
		if r.interval != nil {
			intervals = append(intervals, *r.interval)
			g.Rows[i].Chart = report.IntervalsView(p.Heads.Scale, []report.Interval{*r.interval}, top)
		}
	}
	g.Chart = report.IntervalsView(p.Heads.Scale, intervals, top)
	return g
}

// rankedOf is what rates and posts have in common.
func rankedOf(r experiment.RankRow, top float64, of int) rankedRow {
	row := rankedRow{group: r.Group, RanksRow: RanksRow{Creator: "@" + r.Name, Handle: r.Name, Initials: initials(r.Name), Place: placeWords(r.RankLow, r.RankHigh, of)}}
	if of > ranksTop {
		row.Top = fmt.Sprintf("top %d: %s", ranksTop, chanceWords(top))
	}
	return row
}

// rateRows are the rows of conversion.
func rateRows(a experiment.RankAnswer) []rankedRow {
	rows := make([]rankedRow, len(a.Rows))
	for i, r := range a.Rows {
		row := rankedOf(r, r.Cautious.PTop, len(a.Rows))
		estimate := r.Cautious.Estimate
		row.Counted, row.Of = "no clicks", fmt.Sprintf("%s of %s", report.Count(int64(*r.Successes)), report.Plural(int64(*r.Trials), "click", "clicks"))
		if r.Raw != nil {
			row.Counted = report.Rate(*r.Raw)
		}
		row.Likely, row.Range = report.Rate(estimate), report.RateRange(estimate, r.Lower, r.Upper)
		row.Chance = chanceWords(r.Cautious.PBelow) + " likely"
		row.Judged, row.Marked = rateWords(r)
		row.interval = &report.Interval{Name: row.Creator, Estimate: 100 * estimate, Lower: 100 * r.Lower, Upper: 100 * r.Upper, Likely: row.Likely, Range: row.Range}
		rows[i] = row
	}
	return rows
}

// rows are the rows of claimed sales a post.
func (p soldPosts) rows(a experiment.RankAnswer) []rankedRow {
	rows := make([]rankedRow, len(a.Rows))
	for i, r := range a.Rows {
		row := rankedOf(r, r.PTop, len(a.Rows))
		row.Counted, row.Of = p.money(*r.Raw), postsWords(r.Posts.Posts, r.Posts.WithSale)
		row.Likely, row.Range = report.MoneyLikely(p.currency, r.Estimate, r.Lower, r.Upper)
		row.Chance = chanceWords(r.Posts.POutlier) + " likely"
		row.Judged, row.Marked = farWords(r)
		row.Note = p.withoutLargest(r)
		row.interval = &report.Interval{Name: row.Creator, Estimate: report.Major(p.currency, r.Estimate), Lower: report.Major(p.currency, r.Lower),
			Upper: report.Major(p.currency, r.Upper), Likely: row.Likely, Range: row.Range}
		rows[i] = row
	}
	return rows
}

// rawRows are the rows where nothing but what was counted can be said.
func (p soldPosts) rawRows() (rows []rankedRow) {
	sums := map[string]*struct {
		posts, sold int
		cents       shop.Cents
	}{}
	for _, s := range p.list {
		sum := sums[s.creator]
		if sum == nil {
			sums[s.creator] = &struct {
				posts, sold int
				cents       shop.Cents
			}{}
			sum = sums[s.creator]
			rows = append(rows, rankedRow{RanksRow: RanksRow{Creator: "@" + s.creator, Handle: s.creator, Initials: initials(s.creator), Judged: tooEarly}})
		}
		sum.posts, sum.cents = sum.posts+1, sum.cents+s.cents
		if s.cents > 0 {
			sum.sold++
		}
	}
	for i := range rows {
		sum := sums[rows[i].Handle]
		rows[i].Counted, rows[i].Of = p.money(float64(sum.cents)/float64(sum.posts)), postsWords(sum.posts, sum.sold)
	}
	return rows
}

// about writes an estimate in minor units to two digits.
func (p soldPosts) about(cents float64) string {
	words, _ := report.MoneyLikely(p.currency, cents, cents, cents)
	return words
}

// money writes what was counted, in minor units.
func (p soldPosts) money(cents float64) string {
	return report.Money(p.currency, shop.Cents(math.Round(cents)))
}

// tooFew reports whether a creator's own data are too few to say anything.
func tooFew(r experiment.RankRow) bool {
	if r.Posts != nil {
		return scorecard.EarlyPosts(r.Posts.Posts)
	}
	return scorecard.EarlyRate(*r.Trials, convertsAtLeast)
}

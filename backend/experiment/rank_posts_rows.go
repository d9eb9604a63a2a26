package experiment

import (
	"math"

	"creatorlift/backend/stats"
)

// known is what is known of a creator's mean money per post: estimate takes the spread between creators as
// known, mean does not; logCommon is the variance of its log that all creators share.
type known struct {
	estimate, share float64
	mean            stats.Hurdle
	logCommon       float64
	size            stats.Normal
	shareKnown      stats.Posterior
}

// know works out one creator.
func (p *posts) know(c poster) known {
	m := p.models[c.tier]
	n, mean := c.logs()
	estimate, variance := m.size.At(mean, p.within/float64(n))
	k := known{share: 1, size: m.size.Wide(mean, p.within/float64(n))}
	if !m.sure {
		kept := counted{successes: float64(n), trials: float64(len(c.posts))}
		k.share = m.share.mean(kept)
		k.shareKnown = m.share.cautious(kept)
	}
	k.logCommon = p.within * p.within / (2 * float64(p.repeats))
	// The exponential of something estimated is too large on average by half its variance: what is estimated
	// of all creators alike is taken out.
	k.estimate = k.share * math.Exp(estimate+(variance+p.within-p.common(m, n, variance)-k.logCommon)/2)
	k.size.Mean += p.within / 2
	k.mean = stats.NewHurdle(k.shareKnown, k.size)
	return k
}

// common is the variance of a creator's log money that comes from not knowing the mean of all.
func (p *posts) common(m *tierModel, n int, variance float64) float64 {
	switch {
	case math.IsInf(m.size.Spread, 1):
		return 0
	case n == 0:
		return m.size.OfMean
	}
	pull := 1 - variance*float64(n)/p.within
	return pull * pull * m.size.OfMean
}

// bounds is the range of a creator's mean money per post; that the variance within creators is estimated too
// makes it wider.
func (k known) bounds(level float64) (lower, upper float64) {
	wide := k.size
	wide.SD = math.Hypot(wide.SD, math.Sqrt(k.logCommon))
	return middle(stats.NewHurdle(k.shareKnown, wide), level)
}

// rows works out every creator's row and what stands above them.
func (p *posts) rows() RankAnswer {
	n := len(p.list)
	all, means := make([]known, n), make([]stats.Posterior, n)
	for i, c := range p.list {
		all[i] = p.know(c)
		means[i] = all[i].mean
	}
	average := p.averages(all)
	top := stats.TopK(means, p.spec.Top)
	a := RankAnswer{Status: StatusOK, Of: "posts", Level: p.spec.Level, Top: p.spec.Top, Rows: make([]RankRow, n)}
	var notOutlier []float64
	for i, c := range p.list {
		a.Rows[i] = p.row(c, all[i], average[c.tier].Average, top[i])
		notOutlier = append(notOutlier, 1-a.Rows[i].Posts.POutlier)
	}
	for i, q := range stats.QValues(notOutlier) {
		a.Rows[i].Posts.QOutlier = q
	}
	a.Posts = p.summary(all, average)
	a.place(p.rankSets())
	a.order()
	a.Warnings = p.warnings
	return a
}

// averages is the mean estimate of each tier's creators.
func (p *posts) averages(all []known) map[string]TierAverage {
	out := map[string]TierAverage{}
	for i, c := range p.list {
		t := out[c.tier]
		t.Tier, t.Creators, t.Average = c.tier, t.Creators+1, t.Average+all[i].estimate
		out[c.tier] = t
	}
	for tier, t := range out {
		t.Average /= float64(t.Creators)
		t.Own = tier == "" || p.models[tier] != p.models[""]
		out[tier] = t
	}
	return out
}

func (p *posts) row(c poster, k known, average, top float64) RankRow {
	money, cost := c.total()
	sales, _ := c.logs()
	raw := money / float64(len(c.posts))
	r := RankRow{Name: c.name, Tier: c.tier, Raw: &raw, Estimate: k.estimate, PTop: top,
		Posts: &PostRow{Posts: len(c.posts), WithSale: sales, Total: money, Share: k.share,
			PAboveTier: 1 - k.mean.CDF(average), POutlier: 1 - k.mean.CDF(outlierFactor*average)}}
	r.Lower, r.Upper = k.bounds(p.spec.Level)
	if p.costs {
		per := cost / float64(len(c.posts))
		above := 1 - k.mean.CDF(per)
		r.Posts.CostPerPost, r.Posts.PAboveCost = &per, &above
	}
	if len(c.posts) > 1 && money > 0 {
		r.Posts.Largest = p.without(c, average, r.Posts.CostPerPost)
	}
	return r
}

// without asks again with the creator's largest post left out, all else as it was; nil where nothing is left to
// say it from.
func (p *posts) without(c poster, average float64, cost *float64) *Largest {
	at := 0
	for i, o := range c.posts {
		if o.money > c.posts[at].money {
			at = i
		}
	}
	money, _ := c.total()
	l := &Largest{Line: c.posts[at].line, Money: c.posts[at].money, Share: c.posts[at].money / money}
	rest := poster{name: c.name, tier: c.tier}
	rest.posts = append(append(rest.posts, c.posts[:at]...), c.posts[at+1:]...)
	if n, _ := rest.logs(); n == 0 && math.IsInf(p.models[c.tier].size.Spread, 1) {
		return nil
	}
	k := p.know(rest)
	l.Estimate, l.PAboveTier, l.POutlier = k.estimate, 1-k.mean.CDF(average), 1-k.mean.CDF(outlierFactor*average)
	l.Lower, l.Upper = k.bounds(p.spec.Level)
	if cost != nil {
		above := 1 - k.mean.CDF(*cost)
		l.PAboveCost = &above
	}
	return l
}

func (p *posts) summary(all []known, average map[string]TierAverage) *PostModel {
	m := &PostModel{PostSD: math.Sqrt(p.within), Tiers: []TierAverage{}}
	if spread := p.models[""].size.Spread; !math.IsInf(spread, 1) {
		m.CreatorSD = math.Sqrt(spread)
	}
	money, given := 0.0, 0.0
	for i, c := range p.list {
		total, _ := c.total()
		n, _ := c.logs()
		m.Posts, m.WithSale = m.Posts+len(c.posts), m.WithSale+n
		money, given = money+total, given+all[i].estimate*float64(len(c.posts))
	}
	if m.Fit = given / money; math.Abs(m.Fit-1) > fitTolerance {
		p.warn("All estimates together give %.0f %% of the money in the file: what posts bring does not vary the way that is assumed (see docs/methods.md), so compare creators by them, and do not add them up.", 100*m.Fit)
	}
	for _, tier := range p.tiers() {
		m.Tiers = append(m.Tiers, average[tier])
	}
	return m
}

// rankSets compares the logs of money per post as they are, not pulled towards each other. Creators without a
// sale can stand anywhere.
func (p *posts) rankSets() stats.RankSets {
	x, se := make([]float64, len(p.list)), make([]float64, len(p.list))
	for i, c := range p.list {
		n, mean := c.logs()
		count := float64(len(c.posts))
		share := (float64(n) + .5) / (count + 1)
		x[i] = mean + math.Log(share)
		se[i] = math.Sqrt(p.within/float64(n) + (1-share)/(share*(count+1)))
		if p.models[""].sure {
			x[i], se[i] = mean, math.Sqrt(p.within/float64(n))
		}
	}
	return rankSets(x, se, p.spec.Level)
}

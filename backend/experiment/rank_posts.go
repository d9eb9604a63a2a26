package experiment

import (
	"fmt"
	"math"
	"slices"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

const (
	outlierFactor = 1.5 // times the tier's average, from which a creator stands out
	fewestRepeats = 5   // posts with a sale beyond each creator's first: what luck is measured from
	fitTolerance  = .25 // by which all estimates together may miss the money in the file unsaid
)

// PostModel is what is assumed of posts: a share brings anything, and the log of what those bring varies
// within a creator with PostSD and between creators with CreatorSD (of all creators together; tiers have their
// own). Fit is the money that the estimates give for the posts in the file, over the money in it.
type PostModel struct {
	Posts     int           `json:"posts"`
	WithSale  int           `json:"with_sale"`
	PostSD    float64       `json:"post_sd"`
	CreatorSD float64       `json:"creator_sd"`
	Fit       float64       `json:"fit"`
	Tiers     []TierAverage `json:"tiers"`
}

// TierAverage is the mean of the estimates of a tier's creators, in money per post. Own is false where the tier
// is too small to be learnt from alone.
type TierAverage struct {
	Tier     string  `json:"tier"`
	Creators int     `json:"creators"`
	Own      bool    `json:"own"`
	Average  float64 `json:"average"`
}

// PostRow is what a creator's posts say beyond the row: chances that the creator's mean money per post lies
// above the tier's average, above 1.5 times it, and above what a post costs; QOutlier is the share of false
// ones among those at least as surely outliers. PAboveCost is null without costs.
type PostRow struct {
	Posts       int      `json:"posts"`
	WithSale    int      `json:"with_sale"`
	Total       float64  `json:"total"`
	Share       float64  `json:"share_with_sale"` // estimated
	PAboveTier  float64  `json:"p_above_tier"`
	POutlier    float64  `json:"p_outlier"`
	QOutlier    float64  `json:"q_outlier"`
	CostPerPost *float64 `json:"cost_per_post,omitempty"`
	PAboveCost  *float64 `json:"p_above_cost,omitempty"`
	Largest     *Largest `json:"largest,omitempty"` // null with a single post or no money
}

// Largest is a creator's post with the most money and what would be said without it.
type Largest struct {
	Line       int      `json:"line"`
	Money      float64  `json:"money"`
	Share      float64  `json:"share"` // of the creator's money
	Estimate   float64  `json:"estimate"`
	Lower      float64  `json:"lower"`
	Upper      float64  `json:"upper"`
	PAboveTier float64  `json:"p_above_tier"`
	POutlier   float64  `json:"p_outlier"`
	PAboveCost *float64 `json:"p_above_cost,omitempty"`
	Verdict    string   `json:"verdict,omitempty"` // scorecard's
	Flips      bool     `json:"flips"`             // whether it is another than with the post
}

// post is one line of a table of posts.
type post struct {
	line  int
	money float64
	cost  float64
}

// poster is one creator with all posts.
type poster struct {
	name, tier string
	posts      []post
}

// posts is a table of posts on the way to an answer.
type posts struct {
	spec     *RankSpec
	list     []poster
	costs    bool
	within   float64 // variance of log money within a creator
	repeats  int     // degrees of freedom of within
	models   map[string]*tierModel
	warnings []string
}

func (s *RankSpec) answerPosts() (RankAnswer, error) {
	p := &posts{spec: s, costs: s.Cost != "", models: map[string]*tierModel{}, warnings: []string{}}
	err := p.read()
	if err != nil {
		return RankAnswer{}, err
	}
	if err = p.luck(); err != nil {
		return RankAnswer{}, err
	}
	p.learn()
	a := p.rows()
	if len(s.Split) > 0 {
		if a.Split, err = p.split(); err != nil {
			return RankAnswer{}, err
		}
	}
	return a, nil
}

// read reads the table: creators in the order of their first line.
func (p *posts) read() error {
	cols, err := p.spec.nameColumns(p.spec.Table)
	if err != nil {
		return err
	}
	value, err := cols.table.Column(p.spec.Value)
	if err != nil {
		return err
	}
	cost := -1
	if p.costs {
		if cost, err = cols.table.Column(p.spec.Cost); err != nil {
			return err
		}
	}
	at := map[string]int{}
	for row := range cols.table.Rows {
		name, tier, err := cols.of(row)
		if err != nil {
			return err
		}
		one := post{line: cols.table.Lines[row]}
		if one.money, err = readMoney(cols.table, row, value); err != nil {
			return err
		}
		if cost >= 0 {
			if one.cost, err = readMoney(cols.table, row, cost); err != nil {
				return err
			}
		}
		i, known := at[name]
		if !known {
			i = len(p.list)
			at[name], p.list = i, append(p.list, poster{name: name, tier: tier})
		}
		p.list[i].posts = append(p.list[i].posts, one)
	}
	return nil
}

// mostMoney is the largest amount that money per post is worked out from.
const mostMoney = 1e15

func readMoney(t *panel.Table, row, col int) (float64, error) {
	v, err := t.Number(row, col)
	if err != nil {
		return 0, err
	}
	where := fmt.Sprintf("%s, column %s", sameRow(t, row), t.Header[col])
	switch {
	case math.IsNaN(v):
		return 0, &shop.Error{Code: "bad_value", Message: where + ": the cell is empty.", Hint: "Write 0 for a post that brought nothing; leave the line out where it is not known."}
	case v < 0:
		return 0, &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s: %v is below zero.", where, v), Hint: "Give the money of each post net of its refunds; where refunds are larger, write 0."}
	case v > mostMoney:
		return 0, &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s: %v is too large to compute with.", where, v), Hint: "Check that cell."}
	}
	return v, nil
}

// logs are the logs of a creator's posts that brought anything: how many, and their mean.
func (c poster) logs() (n int, mean float64) {
	for _, o := range c.posts {
		if o.money > 0 {
			n++
			mean += math.Log(o.money)
		}
	}
	if n > 0 {
		mean /= float64(n)
	}
	return n, mean
}

// total is a creator's money and costs.
func (c poster) total() (money, cost float64) {
	for _, o := range c.posts {
		money, cost = money+o.money, cost+o.cost
	}
	return money, cost
}

// luck measures how much posts of one creator vary.
func (p *posts) luck() error {
	sum := 0.0
	for _, c := range p.list {
		n, mean := c.logs()
		for _, o := range c.posts {
			if o.money > 0 {
				d := math.Log(o.money) - mean
				sum += d * d
			}
		}
		p.repeats += max(n-1, 0)
	}
	switch {
	case p.repeats < fewestRepeats:
		return cannot("Too few creators have two posts that brought anything, so luck cannot be told from skill: column %s needs at least %d such posts beyond each creator's first, and has %d.", p.spec.Value, fewestRepeats, p.repeats)
	case sum < 1e-9:
		return cannot("All posts of a creator brought the same, so there is nothing to measure luck by. Is column %s an average? It must be what each post brought.", p.spec.Value)
	}
	p.within = sum / float64(p.repeats)
	return nil
}

// tierModel is what is known of creators of one kind.
type tierModel struct {
	share knownPrior // of posts that bring anything
	sure  bool       // no post without a sale was seen anywhere
	size  stats.NormalNormal
}

// learn fits all creators together and each tier that is large enough.
func (p *posts) learn() {
	all := p.model(p.list)
	p.models[""] = all
	if math.IsInf(all.size.Spread, 1) {
		p.warn("With fewer than 4 creators who sold anything nobody can say how much creators differ, so each stands on its own posts, and those who sold nothing are left out.")
		p.list = slices.DeleteFunc(p.list, func(c poster) bool { n, _ := c.logs(); return n == 0 })
	} else if all.size.Spread == 0 {
		p.warn("The creators' sales per post differ no more than luck would make them differ, so the estimates are almost all the same.")
	}
	if p.spec.Tier == "" {
		return
	}
	members := map[string][]poster{}
	for _, c := range p.list {
		members[c.tier] = append(members[c.tier], c)
	}
	for _, tier := range p.tiers() {
		p.models[tier] = all
		if sold(members[tier]) >= fewestForTier {
			p.models[tier] = p.model(members[tier])
		} else {
			p.warn("Tier %s has fewer than %d creators who sold anything, so it is judged by all creators together.", tier, fewestForTier)
		}
	}
}

func (p *posts) warn(format string, a ...any) {
	p.warnings = append(p.warnings, fmt.Sprintf(format, a...))
}

// tiers are the tiers in order of name; one without a name where none was asked for.
func (p *posts) tiers() []string {
	var names []string
	for _, c := range p.list {
		if !slices.Contains(names, c.tier) {
			names = append(names, c.tier)
		}
	}
	slices.Sort(names)
	return names
}

// sold counts the creators with a post that brought anything.
func sold(list []poster) int {
	n := 0
	for _, c := range list {
		if sales, _ := c.logs(); sales > 0 {
			n++
		}
	}
	return n
}

func (p *posts) model(list []poster) *tierModel {
	m := &tierModel{sure: true}
	var kept []counted
	var x, v []float64
	for _, c := range list {
		n, mean := c.logs()
		m.sure = m.sure && n == len(c.posts)
		kept = append(kept, counted{name: c.name, successes: float64(n), trials: float64(len(c.posts))})
		x, v = append(x, mean), append(v, p.within/float64(n))
	}
	m.share, _ = learnPrior(kept)
	m.size = stats.FitNormalNormal(x, v, 1)
	return m
}

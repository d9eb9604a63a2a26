package experiment

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"creatorlift/backend/stats"
)

const (
	fewestForPrior = 3    // creators from whom it can be learnt how much creators differ
	fewestForTier  = 5    // creators from whom a tier learns it for itself
	falseShare     = .10  // of those said to beat the threshold
	rankSeed       = 1947 // of the draws behind rank sets
)

// rates is a table of rates on the way to an answer.
type rates struct {
	spec     *RankSpec
	list     []counted
	warnings []string
	all      knownPrior
	of       []knownPrior // of each creator
	tiers    []TierPrior
}

// knownPrior is what is known before seeing a creator's counts: likeliest is one prior, unsure many weighed,
// nil where nothing could be learnt.
type knownPrior struct {
	likeliest stats.BetaBinomial
	unsure    *stats.BetaBinomials
}

// sure is what is known of a creator where the likeliest prior is taken as known.
func (k knownPrior) sure(c counted) stats.Posterior {
	return k.likeliest.Posterior(c.successes, c.trials)
}

// cautious is what is known of a creator where the prior is not taken as known.
func (k knownPrior) cautious(c counted) stats.Posterior {
	if k.unsure == nil {
		return k.sure(c)
	}
	return k.unsure.Posterior(c.successes, c.trials)
}

// mean is the mean of cautious.
func (k knownPrior) mean(c counted) float64 {
	if k.unsure == nil {
		return k.likeliest.Mean(c.successes, c.trials)
	}
	return k.unsure.Mean(c.successes, c.trials)
}

func (s *RankSpec) answerRates() (RankAnswer, error) {
	list, err := s.readCounts(s.Table)
	if err != nil {
		return RankAnswer{}, err
	}
	r := &rates{spec: s, list: list, warnings: []string{}}
	if !slices.ContainsFunc(list, func(c counted) bool { return c.trials > 0 }) {
		return RankAnswer{}, cannot("Nobody has anything in column %s, so there is no rate to work out.", s.Trials)
	}
	r.learn()
	a := r.rows()
	if s.Second != nil {
		if err := r.second(&a); err != nil {
			return RankAnswer{}, err
		}
	}
	return a, nil
}

// learn finds the prior of all creators and those of tiers.
func (r *rates) learn() {
	double := 0
	for _, c := range r.list {
		if c.lines > 1 {
			double++
		}
	}
	if double > 0 {
		r.warn("%s on several lines; their counts are added up.", counts(double, "creator stands", "creators stand"))
	}
	var alike bool
	r.all, alike = learnPrior(r.list)
	switch {
	case r.all.unsure == nil && len(r.list) < fewestForPrior:
		r.warn("With fewer than %d creators nobody can say how much creators differ, so each rate stands on its own counts, with a weak prior worth one click (Jeffreys).", fewestForPrior)
	case r.all.unsure == nil:
		r.warn("All creators have no success at all, or nothing but successes, so it cannot be learnt how much they differ: each rate stands on its own counts, with a weak prior worth one click (Jeffreys).")
	case alike:
		r.warn("The creators' rates differ no more than luck would make them differ, so the estimates are almost all the same.")
	}
	r.of = slices.Repeat([]knownPrior{r.all}, len(r.list))
	if r.spec.Tier != "" {
		r.learnTiers()
	}
}

func (r *rates) warn(format string, a ...any) {
	r.warnings = append(r.warnings, fmt.Sprintf(format, a...))
}

// counts writes a number with its word.
func counts(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func (r *rates) learnTiers() {
	members := map[string][]int{}
	var names []string
	for i, c := range r.list {
		if members[c.tier] == nil {
			names = append(names, c.tier)
		}
		members[c.tier] = append(members[c.tier], i)
	}
	slices.Sort(names)
	for _, name := range names {
		var list []counted
		for _, i := range members[name] {
			list = append(list, r.list[i])
		}
		own, _ := learnPrior(list)
		enough := len(list) >= fewestForTier && own.unsure != nil
		if !enough {
			own = r.all
			r.warn("Tier %s has too few creators or orders to learn from alone, so it is judged by all creators together.", name)
		}
		for _, i := range members[name] {
			r.of[i] = own
		}
		r.tiers = append(r.tiers, TierPrior{Tier: name, Creators: len(list), Own: enough, RankPrior: RankPrior(own.likeliest)})
	}
}

// learnPrior learns from creators how much creators differ; alike tells that they do not.
func learnPrior(list []counted) (k knownPrior, alike bool) {
	var x, n []float64
	for _, c := range list {
		if c.trials > 0 {
			x, n = append(x, c.successes), append(n, c.trials)
		}
	}
	if len(n) < fewestForPrior {
		return knownPrior{likeliest: stats.Jeffreys}, false
	}
	prior, atBound, ok := stats.FitBetaBinomial(x, n)
	k.likeliest = prior
	if ok {
		unsure := stats.WeighBetaBinomials(x, n)
		k.unsure = &unsure
	}
	return k, atBound
}

// rows works out every creator's row and what stands above them.
func (r *rates) rows() RankAnswer {
	n := len(r.list)
	sure, cautious := make([]stats.Posterior, n), make([]stats.Posterior, n)
	for i, c := range r.list {
		sure[i], cautious[i] = r.of[i].sure(c), r.of[i].cautious(c)
	}
	top, topCautious := stats.TopK(sure, r.spec.Top), stats.TopK(cautious, r.spec.Top)
	sets := r.rankSets()
	a := RankAnswer{Status: StatusOK, Of: "rates", Level: r.spec.Level, Threshold: r.spec.Threshold, Top: r.spec.Top,
		Prior: (*RankPrior)(&r.all.likeliest), Tiers: r.tiers, Warnings: r.warnings, Rows: make([]RankRow, n)}
	for i, c := range r.list {
		below := sure[i].CDF(r.spec.Threshold)
		row := RankRow{Name: c.name, Tier: c.tier, Successes: &c.successes, Trials: &c.trials,
			Estimate: r.of[i].likeliest.Mean(c.successes, c.trials), PBelow: &below, PTop: top[i],
			Cautious: &Cautious{Estimate: r.of[i].mean(c), PBelow: cautious[i].CDF(r.spec.Threshold), PTop: topCautious[i]}}
		row.Lower, row.Upper = middle(cautious[i], r.spec.Level)
		if c.trials > 0 {
			raw := c.successes / c.trials
			row.Raw = &raw
		}
		a.Rows[i] = row
	}
	a.place(sets)
	a.beats(r.spec.Threshold)
	a.order()
	return a
}

// middle is the range that leaves out equal chances below and above.
func middle(p stats.Posterior, level float64) (lower, upper float64) {
	return p.Quantile((1 - level) / 2), p.Quantile((1 + level) / 2)
}

// rankSets compares the rates as they are, not pulled towards each other: half a success and half a failure
// are added, so that nobody's is known to the last digit. Creators without trials can stand anywhere.
func (r *rates) rankSets() stats.RankSets {
	x, se := make([]float64, len(r.list)), make([]float64, len(r.list))
	for i, c := range r.list {
		x[i] = (c.successes + .5) / (c.trials + 1)
		se[i] = math.Sqrt(x[i] * (1 - x[i]) / (c.trials + 1))
		if c.trials == 0 {
			se[i] = math.Inf(1)
		}
	}
	return rankSets(x, se, r.spec.Level)
}

func rankSets(x, se []float64, level float64) stats.RankSets {
	draws := min(max(2e6/len(x), 2000), 20000)
	return stats.SimultaneousRanks(x, se, level, draws, rand.New(rand.NewPCG(rankSeed, 1)))
}

// place writes rank sets and groups into the rows, which still stand in the order of the sets.
func (a *RankAnswer) place(sets stats.RankSets) {
	for i, group := range sets.Groups() {
		a.Rows[i].RankLow, a.Rows[i].RankHigh, a.Rows[i].Group = sets.Low[i], sets.High[i], group
	}
}

// beats writes who beats the threshold.
func (a *RankAnswer) beats(threshold float64) {
	var local, p []float64
	for _, r := range a.Rows {
		local = append(local, *r.PBelow)
		p = append(p, stats.BinomialExceeds(*r.Successes, *r.Trials, threshold))
	}
	a.Beats = &Beats{FalseShare: falseShare}
	q, bh := stats.QValues(local), stats.BenjaminiHochberg(p)
	for i := range a.Rows {
		a.Rows[i].Beats = &BeatsRow{Local: local[i], QValue: q[i], P: p[i], BH: bh[i]}
		if q[i] <= falseShare {
			a.Beats.Keep++
		}
		if bh[i] <= falseShare {
			a.Beats.KeepBH++
		}
	}
}

// order sorts rows by estimate, largest first, and names the groups and those who may be in the top.
func (a *RankAnswer) order() {
	slices.SortStableFunc(a.Rows, func(x, y RankRow) int {
		return cmp.Or(cmp.Compare(y.Estimate, x.Estimate), cmp.Compare(x.Name, y.Name))
	})
	for _, r := range a.Rows {
		if r.RankLow <= a.Top {
			a.MayBeTop = append(a.MayBeTop, r.Name)
		}
		for len(a.Groups) < r.Group {
			a.Groups = append(a.Groups, RankGroup{Group: len(a.Groups) + 1})
		}
		a.Groups[r.Group-1].Names = append(a.Groups[r.Group-1].Names, r.Name)
	}
}

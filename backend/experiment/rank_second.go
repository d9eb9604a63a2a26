package experiment

import "creatorlift/backend/stats"

// SecondRound is what became of those whom the first round would have picked: the Top of it. First is their
// success share in the first round, which flatters them because they were picked by it; Expected is what the
// estimates promised; Fresh is their share in the second round alone, which nobody picked them by. Shares are
// of their trials in the second round, or in the first for First; null without trials.
type SecondRound struct {
	Picked   []string `json:"picked"`
	First    *float64 `json:"first"`
	Expected *float64 `json:"expected"`
	Fresh    *float64 `json:"fresh"`
	Lower    *float64 `json:"lower"` // of Fresh, at the answer's level
	Upper    *float64 `json:"upper"`
}

// SecondRoundRow is one creator's second round: Fresh by itself (Jeffreys), Combined with what the first round
// had taught.
type SecondRoundRow struct {
	Picked    bool     `json:"picked"`
	Successes float64  `json:"successes"`
	Trials    float64  `json:"trials"`
	Raw       *float64 `json:"raw"`
	Fresh     *Known   `json:"fresh"` // null without trials
	Combined  Known    `json:"combined"`
}

// Known is what is known of one rate.
type Known struct {
	Estimate float64 `json:"estimate"`
	Lower    float64 `json:"lower"`
	Upper    float64 `json:"upper"`
	PBelow   float64 `json:"p_below"`
}

// second judges the picks of the first round on the second. Creators of the second round alone were not
// picked by anything and are said, not ranked.
func (r *rates) second(a *RankAnswer) error {
	list, err := r.spec.readCounts(r.spec.Second)
	if err != nil {
		return err
	}
	fresh, at := map[string]counted{}, map[string]int{}
	for _, c := range list {
		fresh[c.name] = c
	}
	for i, c := range r.list {
		at[c.name] = i
	}
	picks, strangers := SecondRound{Picked: []string{}}, 0
	for _, c := range list {
		if _, known := at[c.name]; !known {
			strangers++
		}
	}
	if strangers > 0 {
		a.Warnings = append(a.Warnings, counts(strangers, "creator of the second round was", "creators of the second round were")+" not in the first and left out.")
	}
	var first, then counted
	promised := 0.0
	for k := range a.Rows {
		row, one := &a.Rows[k], r.list[at[a.Rows[k].Name]]
		two := fresh[row.Name]
		row.Second = r.secondRow(at[row.Name], one, two, k < r.spec.Top)
		if k < r.spec.Top {
			picks.Picked = append(picks.Picked, row.Name)
			first.successes, first.trials = first.successes+one.successes, first.trials+one.trials
			then.successes, then.trials = then.successes+two.successes, then.trials+two.trials
			promised += row.Estimate * two.trials
		}
	}
	picks.First = share(first.successes, first.trials)
	picks.Expected, picks.Fresh = share(promised, then.trials), share(then.successes, then.trials)
	if then.trials > 0 {
		lo, hi := middle(stats.Jeffreys.Posterior(then.successes, then.trials), r.spec.Level)
		picks.Lower, picks.Upper = &lo, &hi
	} else {
		a.Warnings = append(a.Warnings, "Nobody picked in the first round has anything in the second, so the picks cannot be judged.")
	}
	a.Second = &picks
	return nil
}

func (r *rates) secondRow(i int, one, two counted, picked bool) *SecondRoundRow {
	row := &SecondRoundRow{Picked: picked, Successes: two.successes, Trials: two.trials, Raw: share(two.successes, two.trials)}
	if two.trials > 0 {
		fresh := r.known(stats.Jeffreys.Posterior(two.successes, two.trials), stats.Jeffreys.Mean(two.successes, two.trials))
		row.Fresh = &fresh
	}
	both := counted{successes: one.successes + two.successes, trials: one.trials + two.trials}
	row.Combined = r.known(r.of[i].cautious(both), r.of[i].likeliest.Mean(both.successes, both.trials))
	return row
}

func (r *rates) known(p stats.Posterior, mean float64) Known {
	k := Known{Estimate: mean, PBelow: p.CDF(r.spec.Threshold)}
	k.Lower, k.Upper = middle(p, r.spec.Level)
	return k
}

// share is nil without anything to divide by.
func share(part, whole float64) *float64 {
	if whole == 0 {
		return nil
	}
	s := part / whole
	return &s
}

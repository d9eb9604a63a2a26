package api

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/panel"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
)

// RankIn asks where creators stand, from a table with a row per creator (Successes and Trials) or per post
// (Value).
type RankIn struct {
	File      string // CSV, also .gz
	Second    string // a second round, or ""
	Name      string // columns
	Tier      string
	Successes string
	Trials    string
	Value     string
	Cost      string
	Split     []string
	Threshold float64
	Top       int
	Level     float64
}

// RankAnswer is where creators stand, with ranges, rank sets and groups.
type RankAnswer = experiment.RankAnswer

// Rank answers one question from a table. What the data cannot answer is an answer with status not_estimable;
// an unreadable file or wrong usage is a *shop.Error.
func (a *App) Rank(_ context.Context, in RankIn) (out RankAnswer, err error) {
	defer Guard(&err)
	s := experiment.RankSpec{Name: in.Name, Tier: in.Tier, Successes: in.Successes, Trials: in.Trials, Value: in.Value, Cost: in.Cost,
		Split: in.Split, Threshold: in.Threshold, Top: in.Top, Level: in.Level}
	if s.Table, err = readTable(in.File); err == nil && in.Second != "" {
		s.Second, err = readTable(in.Second)
	}
	if err == nil {
		out, err = experiment.Rank(s)
	}
	if dataCodes[shop.ErrorCode(err)] {
		return experiment.RankNotEstimable(s, err.Error()), nil
	}
	scorecard.JudgeRanks(&out)
	return out, err
}

func readTable(path string) (*panel.Table, error) {
	r, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return panel.ReadTable(r, filepath.Base(path))
}

// DescribeRank says where creators stand in plain sentences, for a terminal.
func (a *App) DescribeRank(r RankAnswer) string {
	if r.Status != OK {
		return "Cannot be estimated: " + r.Reason + "\n"
	}
	var b strings.Builder
	if r.Of == "posts" {
		describePosts(&b, r)
	} else {
		describeRates(&b, r)
	}
	fmt.Fprintf(&b, "\nBy group; within a group nobody is surely better than another (all at once, %v %%):\n", 100*r.Level)
	for _, g := range r.Groups {
		fmt.Fprintf(&b, "  %d. %s\n", g.Group, strings.Join(g.Names, ", "))
	}
	if s := r.Second; s != nil && s.Fresh != nil && s.First != nil {
		fmt.Fprintf(&b, "\nPicked by the first round: %s.\n  There they had %.3g %%, %.3g %% was expected of them, the second round says %.3g %% (%.3g to %.3g %%).\n",
			strings.Join(s.Picked, ", "), 100**s.First, 100**s.Expected, 100**s.Fresh, 100**s.Lower, 100**s.Upper)
	}
	for k, f := range r.Split {
		if k == 0 {
			b.WriteString("\nHow much of the differences between posts (of their log):\n")
		}
		fmt.Fprintf(&b, "  %-16s %3.0f %% (%.0f to %.0f %%)\n", f.Factor, 100*f.Share, 100*f.Lower, 100*f.Upper)
	}
	for _, w := range r.Warnings {
		fmt.Fprintf(&b, "! %s\n", w)
	}
	return b.String()
}

func describeRates(b *strings.Builder, r RankAnswer) {
	fmt.Fprintf(b, "Rates with luck taken out. Ranges: %v %%. A rate below %.3g %% calls for a look at brief and product fit once it is 80 %% likely.\n\n", 100*r.Level, 100*r.Threshold)
	fmt.Fprintf(b, "  %-20s %8s %8s  %-18s %10s %7s %9s\n", "", "as it is", "likely", "range", "P(below)", "P(top)", "rank")
	for _, row := range r.Rows {
		raw := "-"
		if row.Raw != nil {
			raw = fmt.Sprintf("%.2f %%", 100**row.Raw)
		}
		fmt.Fprintf(b, "  %-20s %8s %6.2f %%  %6.2f to %6.2f %% %9.0f%% %6.0f%% %9s%s\n", row.Name, raw, 100*row.Estimate, 100*row.Lower, 100*row.Upper,
			100*row.Cautious.PBelow, 100*row.Cautious.PTop, fmt.Sprintf("%d-%d", row.RankLow, row.RankHigh), verdictMark(row.Verdict))
	}
	fmt.Fprintf(b, "\nIf you called %d of %d above %.3g %%, at most 1 in 10 of these calls would be wrong; single ones are less sure (P(below)).\n", r.Beats.Keep, len(r.Rows), 100*r.Threshold)
}

func describePosts(b *strings.Builder, r RankAnswer) {
	fmt.Fprintf(b, "Money per post with luck taken out: what to expect of the next post, not what the best one brought. Ranges: %v %%.\n\n", 100*r.Level)
	fmt.Fprintf(b, "  %-20s %5s %10s %10s  %-22s %9s %7s %9s\n", "", "posts", "as it is", "likely", "range", "P(1.5x)", "P(top)", "rank")
	for _, row := range r.Rows {
		fmt.Fprintf(b, "  %-20s %5d %10.5g %10.5g  %-22s %8.0f%% %6.0f%% %9s%s\n", row.Name, row.Posts.Posts, *row.Raw, row.Estimate,
			fmt.Sprintf("%.5g to %.5g", row.Lower, row.Upper), 100*row.Posts.POutlier, 100*row.PTop, fmt.Sprintf("%d-%d", row.RankLow, row.RankHigh), verdictMark(row.Verdict))
		if l := row.Posts.Largest; l != nil && l.Flips {
			fmt.Fprintf(b, "  %20s one post (line %d) made %.0f %% of it; without it: %.5g, and the mark would be%s\n", "", l.Line, 100*l.Share, l.Estimate, verdictMark(l.Verdict))
		}
	}
	for _, t := range r.Posts.Tiers {
		fmt.Fprintf(b, "\n%s: %d creators, %.5g a post on average.", tierWord(t.Tier), t.Creators, t.Average)
	}
	b.WriteString("\n")
}

func tierWord(tier string) string {
	if tier == "" {
		return "All"
	}
	return tier
}

func verdictMark(verdict string) string {
	switch verdict {
	case scorecard.Review:
		return "  review"
	case scorecard.Invest:
		return "  invest"
	case scorecard.Keep:
		return "  keep"
	}
	return "  cannot tell"
}

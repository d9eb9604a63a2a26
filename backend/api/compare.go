package api

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// CompareIn asks what a customer or code holdout says, from a table with a row per customer, code or order.
type CompareIn struct {
	File        string // CSV, also .gz
	Arm         string // column
	Control     string // arm
	Metric      string
	Denominator string
	Covariates  []string
	ID          string
	Pair        string
	Trim        float64
	Split       map[string]float64
	Level       float64
	Expect      int
}

// CompareAnswer is the arms, their differences from the control, and what to beware of.
type CompareAnswer = experiment.CompareAnswer

// Compare answers one question from a table. What the data cannot answer is an answer with status
// not_estimable; an unreadable file or wrong usage is a *shop.Error.
func (a *App) Compare(_ context.Context, in CompareIn) (out CompareAnswer, err error) {
	defer Guard(&err)
	s := experiment.CompareSpec{Arm: in.Arm, Control: in.Control, Metric: in.Metric, Denominator: in.Denominator,
		Covariates: in.Covariates, ID: in.ID, Pair: in.Pair, Trim: in.Trim, Split: in.Split, Level: in.Level, Expect: in.Expect}
	r, err := openFile(in.File)
	if err != nil {
		return CompareAnswer{}, err
	}
	defer r.Close()
	if s.Table, err = panel.ReadTable(r, filepath.Base(in.File)); err == nil {
		out, err = experiment.Compare(s)
	}
	if dataCodes[shop.ErrorCode(err)] {
		return experiment.CompareNotEstimable(s, err.Error()), nil
	}
	return out, err
}

// DescribeCompare says a comparison in plain sentences, for a terminal.
func (a *App) DescribeCompare(c CompareAnswer) string {
	if c.Status != OK {
		return "Cannot be estimated: " + c.Reason + "\n"
	}
	var b strings.Builder
	what := c.Metric
	if c.Denominator != "" {
		what += " per " + c.Denominator
	}
	fmt.Fprintf(&b, "%s, each arm beside %s. Method: %s. Level: %v %%.\n\n", what, c.Control, c.Method, 100*c.Level)
	for _, m := range c.Arms {
		fmt.Fprintf(&b, "  %-20s %7d rows, mean %.6g\n", m.Name, m.N, m.Mean)
	}
	for _, e := range c.Effects {
		fmt.Fprintf(&b, "\n%s: %+.6g, range %+.6g to %+.6g, p %.4g\n", e.Arm, e.Effect, e.Lower, e.Upper, e.PValue)
		describeMore(&b, c, e)
	}
	fmt.Fprintf(&b, "\nHow far to trust this: %s\n", c.Grade)
	for _, w := range c.Warnings {
		fmt.Fprintf(&b, "! %s\n", w)
	}
	return b.String()
}

// describeMore writes the lines under an arm's effect.
func describeMore(b *strings.Builder, c CompareAnswer, e experiment.ArmEffect) {
	if r := e.Relative; r != nil {
		fmt.Fprintf(b, "  as a share of %s: %+.1f %%, range %+.1f to %+.1f %%\n", c.Control, 100*r.Effect, 100*r.Lower, 100*r.Upper)
	}
	if len(c.Effects) > 1 {
		fmt.Fprintf(b, "  for all arms at once: range %+.6g to %+.6g, p %.4g\n", e.Together.Lower, e.Together.Upper, e.Together.PValue)
	}
	if e.Always != nil {
		fmt.Fprintf(b, "  safe to look today:   range %+.6g to %+.6g, p %.4g\n", e.Always.Lower, e.Always.Upper, e.Always.PValue)
	}
	if e.VarianceCut != nil {
		fmt.Fprintf(b, "  without covariates:   %+.6g, range %+.6g to %+.6g; the covariates cut the variance by %.1f %%\n", e.Unadjusted.Effect, e.Unadjusted.Lower, e.Unadjusted.Upper, 100**e.VarianceCut)
	}
	if w := e.Winsorised; w != nil {
		fmt.Fprintf(b, "  values capped at %.6g: %+.6g, range %+.6g to %+.6g\n", w.Cap, w.Effect, w.Lower, w.Upper)
	}
	if l := e.LargestRow; l != nil {
		fmt.Fprintf(b, "  without %s: %+.6g, range %+.6g to %+.6g\n", l.Row, l.Effect, l.Lower, l.Upper)
	}
}

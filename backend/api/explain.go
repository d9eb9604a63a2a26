package api

import (
	"context"
	"fmt"
	"math"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// explain says where the figure comes from: its arithmetic, why it is no more exact, and the files
// behind it.
func (k keptTest) explain(ctx context.Context, b *store.Store, t report.Test) (Explain, error) {
	e := Explain{Figure: report.ExtraFigure(t), Lines: []report.Figure{}, WhyWide: whyWide(t.Answer), Files: []ExplainFile{},
		In:  []string{"Orders of your own shop, after discounts and refunds", "Refunds on the day of their order, as far as they are known today"},
		Out: append([]string{"Tax, and shipping paid by buyers", "Cancelled and free orders"}, plainly(t.Answer.Diagnostics.LeftOut)...)}
	if came, ok := k.cameIn(t); ok {
		anyway, _ := report.AnywayFigure(t)
		e.Lines = []report.Figure{came, anyway, e.Figure}
	}
	for _, event := range k.rec.Events {
		e.In = append(e.In, "Taken into account: "+event.Name)
	}
	list, err := b.Batches(ctx)
	if err != nil {
		return e, err
	}
	for _, f := range list {
		if f.Evidence == shop.Till && !f.Stats {
			e.Files = append(e.Files, ExplainFile{File: f.Name, Lines: f.Rows - f.Rejected, What: formatLabel(f.Format)})
		}
	}
	e.Hashes = []Fact{{"Plan", k.PlanHash}, {"Data", k.run.InputHash}, {"Version", k.run.Version}}
	e.Command = k.command()
	e.Text = e.text(k)
	return e, nil
}

// whyWide says in words what the width of the range comes from.
func whyWide(a experiment.Answer) string {
	if a.Total == nil {
		return ""
	}
	words := []string{report.WhyWide(a), heldWords(a.Audit)}
	if au := a.Audit; au != nil && au.Widening > 1.005 {
		words = append(words, fmt.Sprintf("On quiet stretches of your own sales the method was surer than it should be, so the range is %s wider.", report.Percent(au.Widening-1)))
	}
	if miss, ok := typicalMiss(a); ok && miss >= 0.01 && (a.Method == "baseline" || a.Method == "causalimpact") {
		words = append(words, fmt.Sprintf("Your sales swing by about %s a day around what was expected; that is most of the width.", report.Percent(miss)))
	}
	return strings.Join(words, " ")
}

// heldWords says how often ranges made this way hold the truth: as promised where that was seen, else
// as it was seen.
func heldWords(au *experiment.Audit) string {
	if au == nil || au.Coverage == nil || au.Passed {
		return "Nine ranges in ten made this way should hold the truth."
	}
	return fmt.Sprintf("Nine ranges in ten made this way should hold the truth; on quiet stretches of your own past %d of %d did.",
		int(math.Round(*au.Coverage*float64(au.Placebos))), au.Placebos)
}

// command repeats the answer in a terminal.
func (k keptTest) command() string {
	command := fmt.Sprintf("creatorlift readout --test %d", k.ID)
	if k.rec.Truth != nil {
		command += " --db sample.db" // in the sample's own folder
	}
	return command
}

// text is the explanation as plain text, to copy.
func (e Explain) text(k keptTest) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s: %s (%s)\n", k.rec.Name, e.Figure.Label, e.Figure.Value, e.Figure.Range)
	for _, l := range e.Lines {
		fmt.Fprintf(&b, "- %s: %s (%s)\n", l.Label, l.Value, l.Range)
	}
	if e.WhyWide != "" {
		fmt.Fprintf(&b, "Why the range is this wide: %s\n", e.WhyWide)
	}
	fmt.Fprintf(&b, "In: %s.\nNot in: %s.\n", strings.Join(e.In, "; "), strings.Join(e.Out, "; "))
	for _, f := range e.Files {
		fmt.Fprintf(&b, "File: %s, %s lines\n", f.File, report.Count(f.Lines))
	}
	for _, h := range e.Hashes {
		fmt.Fprintf(&b, "%s: %s\n", h.Label, h.Value)
	}
	fmt.Fprintf(&b, "Repeat it: %s\n", e.Command)
	return b.String()
}

package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"creatorlift/backend/experiment"
)

// MethodWords names a method in plain words with the field's name.
func MethodWords(method string) string { return methodWords(method) }

// methodWords names a method in plain words with its own name.
func methodWords(method string) string {
	words := map[string]string{
		"baseline":     "forecast from own past (baseline)",
		"causalimpact": "forecast from own past (CausalImpact priors)",
		"did":          "difference in differences",
		"sc":           "synthetic control",
		"asc":          "augmented synthetic control",
		"sdid":         "synthetic difference in differences",
		"pairs":        "matched pairs",
		"log":          "percentage changes, compared (log)",
		"blend":        "average of the methods that erred least (blend)",
		"cohort":       "groups by the day they started (cohort SDID)",
		"calendar":     "drop dates drawn by lot (calendar)",
		"tbr":          "time-based regression",
	}[method]
	if words == "" {
		return method
	}
	return words
}

// WhyWide says in words what the range was made from, in a sentence for each kind of method; "" without a
// total.
func WhyWide(a experiment.Answer) string {
	if a.Total == nil {
		return ""
	}
	others := Count(int64(a.Diagnostics.Redraws))
	switch {
	case a.Method == "calendar":
		return fmt.Sprintf("We compared your drop dates with %s other dates that could have been drawn. That says whether creators did it; how much came in is read from how sales rose and fell around the drops.", others)
	case a.Method == "pairs":
		return fmt.Sprintf("We compared each of your regions with its pair, and the result with %s other ways in which the pairs could have been split.", others)
	case a.Diagnostics.Redraws > 0:
		return fmt.Sprintf("We compared your regions with %s other groups that could have been drawn, and asked how big an effect the sales would still allow.", others)
	case a.Method == "tbr":
		return "We forecast the regions with creators from those without, and asked how far such a forecast can be off."
	case a.Method == "causalimpact":
		return "We forecast the test from your own past with the settings of R’s CausalImpact. Its ranges are too narrow on real sales."
	}
	return "We forecast the test from your own past and asked how far such a forecast can be off."
}

// SecondLine is what another method says of the same sales, "" where none was asked: that it agrees, or its
// own range where it does not.
func SecondLine(a experiment.Answer) string {
	o := a.Diagnostics.SecondOpinion
	switch {
	case o == nil:
		return ""
	case o.Agrees:
		return "comes to the same verdict"
	}
	m := measureOf(a.Unit)
	lower, upper := m.bounds(o.Lower, o.Upper, m.stepOf(o.Effect, o.Lower, o.Upper))
	return fmt.Sprintf("comes to another verdict: %s to %s", lower, upper)
}

// Tried is one method that was tried on quiet stretches.
type Tried struct {
	Method string `json:"method" doc:"in plain words"`
	Error  string `json:"error" doc:"off by 2.4 %, on average, as a share of sales"`
	Taken  bool   `json:"taken"`
}

// TriedLines is how the method was chosen: each that was tried on quiet stretches of the same sales, by the
// share of sales by which it erred there, the best first; nil where nothing was chosen.
func TriedLines(a experiment.Answer) []Tried {
	tried := slices.Clone(a.Diagnostics.Tried)
	if len(tried) < 2 {
		return nil
	}
	slices.SortStableFunc(tried, func(a, b experiment.Tried) int { return cmp.Compare(a.Error, b.Error) })
	var list []Tried
	for _, t := range tried {
		list = append(list, Tried{Method: methodWords(t.Method), Error: "off by " + errorShare(t.Error), Taken: t.Method == a.Method || a.Diagnostics.Numbers["part_"+t.Method] > 0})
	}
	return list
}

// errorShare writes an error with a place after the point under 10 %, where methods differ by little.
func errorShare(share float64) string {
	if math.Abs(share) < .0995 {
		return fmt.Sprintf("%.1f%s%%", 100*share, thinSpace)
	}
	return percent(share)
}

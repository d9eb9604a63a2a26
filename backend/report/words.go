package report

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"creatorlift/backend/experiment"
	"creatorlift/backend/scorecard"
)

// Headline is the finding as a sentence: what the page, the screen and the terminal say first.
// "Caused" appears at grade A only.
func Headline(t Test) string {
	a := t.Answer
	switch t.Verdict.Kind {
	case scorecard.More, scorecard.Less:
		return clearHeadline(t)
	case scorecard.AboutZero:
		return aboutZeroHeadline(t)
	case scorecard.CannotTell:
		if a.Total == nil {
			break
		}
		w := wordsOf(a)
		return fmt.Sprintf("Not enough data yet. The truth could be anything from %s to %s.", w.lower, w.upper)
	}
	return "No answer from these files. " + sentence(a.Reason)
}

func clearHeadline(t Test) string {
	w := wordsOf(t.Answer)
	less := t.Verdict.Kind == scorecard.Less
	size, word := w.point, "more"
	if less {
		size, word = w.negatedPoint, "less"
	}
	switch t.Verdict.Grade {
	case experiment.GradeA:
		return causedHeadline(t.Answer, size, word)
	case experiment.GradeB, experiment.GradeC:
		return fmt.Sprintf("About %s %s came in than we would expect without creators.", size, word)
	}
	return fmt.Sprintf("A hint, not a result: about %s %s came in than this method expected.", size, word)
}

func causedHeadline(a experiment.Answer, size, word string) string {
	what := "of extra sales"
	if !measureOf(a.Unit).isMoney() {
		what = "extra"
	}
	if word == "less" {
		what = "less in sales"
		if !measureOf(a.Unit).isMoney() {
			what = "less"
		}
	}
	share := ""
	if a.Relative != nil {
		share = fmt.Sprintf(", %s %s than you would have had", percent(math.Abs(a.Relative.Effect)), word)
	}
	return fmt.Sprintf("Your creators caused about %s %s%s.", size, what, share)
}

func aboutZeroHeadline(t Test) string {
	bound := "±5" + thinSpace + "%"
	if r := t.Answer.Relative; r != nil {
		most := math.Max(math.Abs(r.Lower), math.Abs(r.Upper)) * 100
		bound = fmt.Sprintf("±%d%s%%", int(math.Max(1, math.Ceil(most-1e-9))), thinSpace)
	}
	if t.Verdict.Grade == experiment.GradeD {
		return "A hint, not a result: about zero, any effect is under " + bound + "."
	}
	return "Tested, and about zero: any effect is under " + bound + "."
}

// effectWords is an effect and its range, rounded together and written.
type effectWords struct {
	point, negatedPoint, lower, upper string
}

// wordsOf needs an Answer with a Total.
func wordsOf(a experiment.Answer) effectWords {
	m, t := measureOf(a.Unit), a.Total
	step := m.stepOf(t.Effect, t.Lower, t.Upper)
	w := effectWords{point: m.rounded(t.Effect, step), negatedPoint: m.rounded(-t.Effect, step)}
	w.lower, w.upper = m.bounds(t.Lower, t.Upper, step)
	return w
}

// RangeLine is the range in words, "Likely $4,600 to $13,200."; where there is none it says so.
func RangeLine(t Test) string {
	if t.Verdict.Kind == scorecard.NotEstimable || t.Answer.Total == nil {
		return "No range can be given."
	}
	w := wordsOf(t.Answer)
	line := fmt.Sprintf("%s %s to %s", likely(t.Answer.Level), w.lower, w.upper)
	if r := t.Answer.Relative; r != nil {
		line += fmt.Sprintf(", or %s to %s", signed(percent(r.Lower)), signed(percent(r.Upper)))
	}
	return line + "."
}

// likely names a level: "Likely" is 90 %, every other level is said.
func likely(level float64) string {
	if math.Abs(level-0.9) < 1e-9 {
		return "Likely"
	}
	return levelPercent(level) + " range"
}

func levelPercent(level float64) string {
	return strings.TrimSuffix(strings.TrimSuffix(fmt.Sprintf("%.1f", level*100), "0"), ".") + thinSpace + "%"
}

// ChanceLine says how surprising the result would be without any effect, "" where there is no p-value
// or the verdict is not that something was found.
func ChanceLine(t Test) string {
	p := t.Answer.PValue
	if p == nil || t.Verdict.Kind != scorecard.More && t.Verdict.Kind != scorecard.Less {
		return ""
	}
	often := "less than once in 1,000 times"
	switch {
	case *p >= 0.0995:
		often = fmt.Sprintf("about %d times in 100", int(math.Round(*p*100)))
	case *p >= 0.0015:
		often = fmt.Sprintf("about %d times in 1,000", int(math.Round(*p*1000)))
	case *p >= 0.0005:
		often = "about once in 1,000 times"
	}
	return "If nothing had been going on, a difference this large would turn up " + often + "."
}

// TruthLine compares a sample brand's answer with the truth it was made with; "" for real brands.
func TruthLine(t Test) string {
	if t.Truth == nil {
		return ""
	}
	m := measureOf(t.Answer.Unit)
	line := fmt.Sprintf("Sample brand: the truth was %s (%s)",
		m.rounded(t.Truth.Effect, m.stepOf(t.Truth.Effect, 0, 0)), signed(percent(t.Truth.Relative)))
	total := t.Answer.Total
	switch {
	case total == nil || t.Verdict.Kind == scorecard.NotEstimable:
		return line + "."
	case total.Lower <= t.Truth.Effect && t.Truth.Effect <= total.Upper:
		return line + ", inside the range."
	}
	return line + ", outside the range."
}

// gradeWord names a validity grade.
func gradeWord(g experiment.Grade) string {
	switch g {
	case experiment.GradeA:
		return "Randomised"
	case experiment.GradeB:
		return "Matched holdout"
	case experiment.GradeC:
		return "Audited baseline"
	}
	return "Not validated"
}

// AuditLine says what the method did on quiet stretches of the same history, "" where it was not tried.
// Where the lot decided, a poor result there is said, but it does not take the answer back: the range
// rests on the lot.
func AuditLine(answer experiment.Answer) string {
	a := answer.Audit
	switch {
	case a == nil || a.Placebos == 0:
		return ""
	case a.FalseAlarmRate == nil:
		return fmt.Sprintf("Only %s of your own history, where nothing happened, could be tried. At least 10 are needed to judge the method.",
			plural(a.Placebos, "stretch", "stretches"))
	}
	alarms := int(math.Round(*a.FalseAlarmRate * float64(a.Placebos)))
	found := "nothing there"
	if alarms > 0 {
		found = fmt.Sprintf("something %s (%s)", plural(alarms, "time", "times"), rate(*a.FalseAlarmRate))
	}
	line := fmt.Sprintf("We ran it on %s of your own history when nothing happened. It found %s.", plural(a.Placebos, "stretch", "stretches"), found)
	often := *a.FalseAlarmRate > 2*(1-answer.Level)
	switch {
	case (!a.Passed || often) && answer.Grade == experiment.GradeA:
		line += " The answer does not rest on this check but on the lot; still, read it with care."
	case !a.Passed:
		line += " That is not good enough to trust it."
	case often:
		line += fmt.Sprintf(" That is more often than the %s it promises: read it with care.", rate(1-answer.Level))
	}
	return line
}

// sentence makes s begin with a capital and end with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return "The reason was not given."
	}
	r, n := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(r)) + s[n:]
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "!") && !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}

// cut keeps the first n letters.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimRight(string(r[:n]), " ") + "…"
}

// Text is one finding for the terminal: the same sentences as on the page, a line each.
func Text(t Test) string {
	lines := []string{Headline(t)}
	if t.Verdict.Kind != scorecard.NotEstimable {
		lines = append(lines, RangeLine(t), "How far to trust this: "+string(t.Verdict.Grade)+", "+
			strings.ToLower(gradeWord(t.Verdict.Grade))+". "+sentence(t.Verdict.Why))
	}
	for _, line := range []string{AuditLine(t.Answer), ChanceLine(t)} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	for _, w := range t.Answer.Warnings {
		lines = append(lines, "Warning: "+sentence(w))
	}
	if line := TruthLine(t); line != "" {
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n") + "\n"
}

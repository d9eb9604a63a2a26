package report

import (
	"fmt"
	"math"

	"creatorlift/backend/experiment"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
)

// BadgeOf is the validity grade of a verdict in words.
func BadgeOf(v scorecard.Verdict) Badge {
	grade := v.Grade
	if grade == "" {
		grade = experiment.GradeD
	}
	word := gradeWord(grade)
	if v.Kind == scorecard.NotEstimable {
		word = "No answer"
	}
	return Badge{Grade: string(grade), Word: word, Why: sentence(v.Why)}
}

// MeaningLine is the one sentence under the headline: what the finding means.
func MeaningLine(t Test) string {
	switch t.Verdict.Kind {
	case scorecard.More, scorecard.Less:
		if tested(t) == experiment.GradeD {
			return sentence(t.Verdict.Why)
		}
		if line := ChanceLine(t); line != "" {
			return line
		}
		if t.Verdict.Kind == scorecard.Less {
			return "The whole likely range lies below zero."
		}
		return "The whole likely range lies above zero."
	case scorecard.AboutZero:
		return "That is an answer: whatever the creators did, it moved sales by less than that."
	case scorecard.CannotTell:
		return "This does not mean that the creators did nothing: the likely range holds zero, and larger effects as well."
	}
	return "No range is shown and nothing was guessed in its place."
}

// mostTimesLonger is how many times longer a test may have to be before advising it is no help.
const mostTimesLonger = 12

// SettleLine says what would settle a verdict that cannot be told yet; "" for every other. A range
// narrows with the square root of the test's length, so the test must be longer by the square of how
// much too wide it is: to leave zero outside if the effect is as estimated, or to lie within about zero.
func SettleLine(t Test) string {
	total := t.Answer.Total
	if t.Verdict.Kind != scorecard.CannotTell || total == nil {
		return ""
	}
	toZero := total.Effect - total.Lower // from the point to the end on zero's side
	if total.Effect < 0 {
		toZero = total.Upper - total.Effect
	}
	apart := timesLonger(toZero, math.Abs(total.Effect))
	within := math.Inf(1)
	if r := t.Answer.Relative; r != nil {
		within = timesLonger(math.Max(r.Upper-r.Effect, r.Effect-r.Lower), scorecard.AboutZeroShare-math.Abs(r.Effect))
	}
	switch {
	case apart <= within && apart <= mostTimesLonger:
		return fmt.Sprintf("If the effect is really near %s, a test about %s as long, or with more creators, would narrow the range enough to leave zero outside.",
			wordsOf(t.Answer).point, times(apart))
	case within <= mostTimesLonger:
		return fmt.Sprintf("A test about %s as long would narrow the range enough to say whether the effect is about zero.", times(within))
	}
	return "Only much more data would: a test about four times as long halves the range, and half of it is still too wide. " +
		"More creators at once would help more than more days."
}

// timesLonger is by what factor a test must be longer so that a range reaching this far reaches no
// further than room; infinite where there is no room.
func timesLonger(reach, room float64) float64 {
	if room <= 0 {
		return math.Inf(1)
	}
	return math.Max(2, math.Ceil((reach/room)*(reach/room)))
}

func times(factor float64) string {
	words := []string{"", "", "twice", "three times", "four times", "five times", "six times", "seven times", "eight times", "nine times", "ten times", "eleven times", "twelve times"}
	return words[int(factor)]
}

// ExtraFigure is the answer as a figure: never a point without its range, and the reason where there is
// none.
func ExtraFigure(t Test) Figure {
	f := Figure{Label: extraTitle(t.Answer), Term: "incremental sales (ATT)", Value: "cannot be estimated", Range: sentence(t.Answer.Reason), Tone: "plain"}
	if !hasAnswer(t) {
		return f
	}
	f.Value, f.Range = wordsOf(t.Answer).point, lowered(rangeWordsOf(t.Answer))
	f.Tone = effectToken(t.Answer.Total.Lower, t.Answer.Total.Upper)
	return f
}

// AnywayFigure is what would have happened without creators, with its range; false without an answer.
func AnywayFigure(t Test) (Figure, bool) {
	if !hasAnswer(t) {
		return Figure{}, false
	}
	m, total := measureOf(t.Answer.Unit), t.Answer.Total
	step := m.stepOf(total.Effect, total.Lower, total.Upper)
	return Figure{Label: "Would have happened anyway", Term: "counterfactual", Value: m.rounded(total.Counterfactual, step),
		Range: fmt.Sprintf("%s %s to %s", lowered(likely(t.Answer.Level)), m.rounded(total.Observed-total.Upper, step), m.rounded(total.Observed-total.Lower, step)),
		Tone:  "anyway"}, true
}

// ObservedFigure is what came in during the test, counted; false without an answer.
func ObservedFigure(t Test) (Figure, bool) {
	if !hasAnswer(t) {
		return Figure{}, false
	}
	return Figure{Label: "Came in during the test", Term: "observed", Value: measureOf(t.Answer.Unit).total(t.Answer.Total.Observed),
		Range: testLength(t.Answer), Tone: "observed"}, true
}

// RangeFigure is an estimate of money (minor units) with its likely range at level; its tone follows
// the range.
func RangeFigure(label, term string, currency shop.Currency, r experiment.Range, level float64) Figure {
	m := moneyMeasure(currency)
	step := m.stepOf(r.Effect, r.Lower, r.Upper)
	lower, upper := m.bounds(r.Lower, r.Upper, step)
	return Figure{Label: label, Term: term, Value: m.rounded(r.Effect, step), Range: fmt.Sprintf("%s %s to %s", lowered(likely(level)), lower, upper),
		Tone: effectToken(r.Lower, r.Upper)}
}

// RatioFigure is money for each unit of money, such as extra sales for each dollar spent; 3 is "$3.00".
func RatioFigure(label, term string, currency shop.Currency, r experiment.Range, level float64) Figure {
	m := moneyMeasure(currency)
	write := func(v float64) string { return m.written(math.Round(v*10)/10, 2) } // to 0.10, no surer than the range
	return Figure{Label: label, Term: term, Value: write(r.Effect), Range: fmt.Sprintf("%s %s to %s", lowered(likely(level)), write(r.Lower), write(r.Upper)),
		Tone: effectToken(r.Lower, r.Upper)}
}

// Money writes counted money: whole major units from a hundred up, else to the minor unit.
func Money(currency shop.Currency, cents shop.Cents) string {
	return moneyMeasure(currency).exact(cents)
}

// MoneyExact writes counted money to the minor unit, whatever its size.
func MoneyExact(currency shop.Currency, cents shop.Cents) string {
	m := moneyMeasure(currency)
	return m.written(m.major(float64(cents)), m.decimals)
}

// Count writes a whole number with commas between thousands.
func Count(n int64) string {
	if n < 0 {
		return minus + grouped(fmt.Sprint(-n))
	}
	return grouped(fmt.Sprint(n))
}

// Plural writes "1 order", "1,383 orders".
func Plural(n int64, one, many string) string { return plural(int(n), one, many) }

// Percent writes a share as whole percent.
func Percent(share float64) string { return percent(share) }

// DayRange is "19 Oct to 15 Nov 2026", both days included; years where they differ.
func DayRange(first, last shop.Day) string {
	return spanShort(experiment.Span{First: first.String(), Last: last.String()})
}

// LongDay is "Sat 21 Nov 2026".
func LongDay(d shop.Day) string { return d.Weekday().String()[:3] + " " + mediumDay(d) }

// rangeWordsOf is an Answer's range, "Likely $4,600 to $13,200".
func rangeWordsOf(a experiment.Answer) string {
	w := wordsOf(a)
	return fmt.Sprintf("%s %s to %s", likely(a.Level), w.lower, w.upper)
}

// extraTitle names the figure. Only a test that was drawn by lot says because.
func extraTitle(a experiment.Answer) string {
	if a.Grade != experiment.GradeA {
		return "More than expected without creators"
	}
	if measureOf(a.Unit).isMoney() {
		return "Extra sales because of creators"
	}
	return "Extra because of creators"
}

func extraWord(a experiment.Answer) string {
	if measureOf(a.Unit).isMoney() {
		return "extra sales"
	}
	return "extra"
}

// perUnit is what a chart over periods shows: "net sales per day, US dollars".
func perUnit(a experiment.Answer) string {
	if m := measureOf(a.Unit); m.isMoney() {
		return "net sales per " + perWord(a) + ", " + m.unitName()
	}
	return "per " + perWord(a)
}

// perWord names one period.
func perWord(a experiment.Answer) string {
	per := map[string]string{"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year", "": "day"}[a.Diagnostics.Cadence]
	if per == "" {
		return "period"
	}
	return per
}

// unitName is the measure's name inside a sentence.
func (m measure) unitName() string {
	switch m.currency {
	case "EUR", "GBP":
		return lowered(m.name())
	case "":
		return ""
	}
	return m.name()
}

package scorecard

import "creatorlift/backend/experiment"

// Kind is what a read-out amounts to. It is decided here once and rendered everywhere.
type Kind string

// The verdicts.
const (
	More         Kind = "more"          // the likely range lies wholly above zero
	Less         Kind = "less"          // the likely range lies wholly below zero
	AboutZero    Kind = "about_zero"    // the range holds zero and lies wholly within AboutZeroShare of it
	CannotTell   Kind = "cannot_tell"   // the range holds zero and more: not enough data yet
	NotEstimable Kind = "not_estimable" // no range at all
)

// AboutZeroShare is the region of practical equivalence (ROPE): a lift within plus or minus 5 % of
// the counterfactual is "about zero".
const AboutZeroShare = 0.05

// Verdict is one Answer judged.
type Verdict struct {
	Kind  Kind             `json:"kind"`
	Grade experiment.Grade `json:"grade"`
	Why   string           `json:"why"` // the reason for the grade, one sentence
}

// Judge turns an Answer into its verdict. The range that decides is Answer.Total at Answer.Level.
func Judge(a experiment.Answer) Verdict {
	v := Verdict{Grade: a.Grade, Why: gradeReason(a)}
	switch {
	case a.Status != experiment.StatusOK || a.Total == nil:
		v.Kind, v.Grade = NotEstimable, experiment.GradeD
	case a.Looks != nil && a.Looks.Verdict == experiment.VerdictHidden:
		v.Kind = CannotTell // a running figure between planned looks
	case sizeUnknown(a):
		v.Kind = CannotTell
	case a.Total.Lower > 0:
		v.Kind = More
	case a.Total.Upper < 0:
		v.Kind = Less
	case withinRope(a.Relative):
		v.Kind = AboutZero
	default:
		v.Kind = CannotTell
	}
	return v
}

// sizeUnknown reports whether the draw of a calendar rules luck out while its size, by itself, could still be
// nothing: a verdict takes both.
func sizeUnknown(a experiment.Answer) bool {
	p, known := a.Diagnostics.Numbers["model_p"]
	return a.Method == "calendar" && known && p > 1-a.Level
}

func withinRope(r *experiment.Range) bool {
	return r != nil && r.Lower >= -AboutZeroShare && r.Upper <= AboutZeroShare
}

func gradeReason(a experiment.Answer) string {
	switch a.Grade {
	case experiment.GradeA:
		if a.Method == "calendar" {
			return "By your record, the drop dates were drawn by lot, and the sales on them were compared with those on the dates that could also have come up."
		}
		return "By your record, who was left out was drawn by lot, and the result was compared with the other draws that could have come up."
	case experiment.GradeB:
		return "Compared with left-out units that were not drawn by lot; the same comparison stayed quiet on earlier stretches of your own sales."
	case experiment.GradeC:
		return "A comparison with the forecast from your own past, not an experiment. The same forecast stayed honest on earlier stretches of your own sales."
	}
	switch {
	case a.Status != experiment.StatusOK:
		return a.Reason
	case a.Audit == nil:
		return "The check on quiet stretches of your own sales was left out."
	case a.Audit.FalseAlarmRate == nil:
		return "The history is too short to check this method on quiet stretches of your own sales."
	default:
		return "The method raised too many false alarms, or missed too often, on quiet stretches of your own sales."
	}
}

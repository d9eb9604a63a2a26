package api

import (
	"fmt"
	"strconv"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/scorecard"
)

// Home asks for at most mostToDo things, of them mostTests about tests.
const (
	mostToDo  = 5
	mostTests = 2
)

// todo lists what would help most, first things first.
func (h homeFacts) todo() []Action {
	list := []Action{}
	add := func(when bool, icon, title, why, to string) {
		if when {
			list = append(list, Action{Icon: icon, Title: title, Why: why, To: to})
		}
	}
	add(h.waiting == 1, "files", "One file waits in the inbox", "It counts once you save it.", "inbox")
	add(h.waiting > 1, "files", report.Count(int64(h.waiting))+" files wait in the inbox", "They count once you save them.", "inbox")
	add(h.till == nil, "files", "Add your shop's orders", "They are what really came in; everything else is measured against them.", "inbox")
	add(h.till != nil && h.stale > staleDays, "clock", "Add this week's files",
		fmt.Sprintf("Your orders end on %s, %s ago.", h.dataTo, report.Plural(int64(h.stale), "day", "days")), "inbox")
	add(h.till != nil && len(h.kept) == 0, "test", "Find out what creators added", "Say when or where their posts ran, and it is compared with the rest.", "test")
	list = append(list, h.testsToDo()...)
	if needs := h.costs.needs(); len(needs) > 0 {
		add(h.till != nil, "cost", "Fill in costs", needs[0], "settings")
	}
	return list[:min(len(list), mostToDo)]
}

// testsToDo lists the newest tests that wait to be read, or have no answer.
func (h homeFacts) testsToDo() (list []Action) {
	for _, k := range h.kept {
		a := Action{Icon: "test", To: "test/" + strconv.FormatInt(k.ID, 10)}
		switch {
		case k.state() == "planned":
			continue // it runs, or has not begun
		case k.answer == nil:
			a.Title, a.Why = "Read the test “"+k.rec.Name+"”", "It was not read yet."
		case !k.fresh:
			a.Title, a.Why = "Read the test “"+k.rec.Name+"” again", "Files or settings changed since it was read."
		case k.shown().Verdict.Kind == scorecard.NotEstimable:
			a.Icon, a.Title, a.Why = "question", "See why “"+k.rec.Name+"” has no answer", "It says what is missing."
		default:
			continue
		}
		if len(list) < mostTests {
			list = append(list, a)
		}
	}
	return list
}

// tally counts the creators of each group.
func (h homeFacts) tally() []CreatorTally {
	list := []CreatorTally{}
	for _, group := range scorecard.Standings {
		if n := len(h.roster.in(group)); n > 0 {
			list = append(list, CreatorTally{Group: string(group), Label: standingWords[group].label, Count: n})
		}
	}
	return list
}

// ladder is what Home rests on, strongest first.
func (h homeFacts) ladder() []EvidenceSource {
	have := map[experiment.Grade]bool{}
	for _, k := range h.kept {
		if k.answer != nil && h.till != nil {
			v := k.shown().Verdict
			have[v.Grade] = have[v.Grade] || v.Kind != scorecard.NotEstimable
		}
	}
	return []EvidenceSource{
		{Kind: "tested", Label: "Experiment", Have: have[experiment.GradeA] || have[experiment.GradeB]},
		{Kind: "baseline", Label: "Baseline of your own past", Have: have[experiment.GradeC]},
		{Kind: "survey", Label: "Survey of buyers", Have: h.days.has([]string{"fairing", "survey_simple"}, nil)},
		{Kind: "codes", Label: "Discount codes", Have: h.roster.coded()},
		{Kind: "till", Label: "Orders in the till", Have: h.till != nil},
		{Kind: "claimed", Label: "Platform claims", Have: h.roster.byClaims()},
	}
}

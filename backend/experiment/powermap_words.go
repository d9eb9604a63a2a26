package experiment

import (
	"fmt"
	"math"
	"slices"

	"creatorlift/backend/stats"
)

// designWords are the designs as a sentence names them.
var designWords = map[string]string{
	DesignCalendar:    "drop dates drawn by lot",
	DesignCalendarSKU: "drop dates and products drawn by lot",
	DesignGeo:         "regions drawn by lot",
	DesignSKU:         "products drawn by lot",
	DesignCustomers:   "customers or codes drawn by lot",
	DesignBaseline:    "a forecast without a left-out group",
}

// DesignWords names a design in the founder's words.
func DesignWords(design string) string { return designWords[design] }

// designGrades are the best grades that the designs' verdicts can have.
var designGrades = map[string]Grade{DesignCalendar: GradeA, DesignCalendarSKU: GradeA, DesignGeo: GradeA, DesignSKU: GradeA, DesignCustomers: GradeA, DesignBaseline: GradeC}

// DesignMeaning says in one sentence what a design can and cannot show.
func DesignMeaning(design string) string {
	return map[string]string{
		DesignCalendar:    "All creators post in a few short drops on dates drawn by lot; if sales jump on exactly those dates and not on the dates that could have been drawn, the creators did it.",
		DesignCalendarSKU: "The lot also says which product each drop shows: that proves far smaller effects. How much in all still comes from the drop dates.",
		DesignGeo:         "Measures your Spark ads only: creators' own posts cannot be switched off by region.",
		DesignSKU:         "Creators show the drawn products only. Buyers who come for one product buy another, so this undercounts.",
		DesignCustomers:   "Measures what you send to people you can choose, such as codes and mails: nobody can be kept from seeing a post. At best, as if every order came from one of them.",
		DesignBaseline:    "A comparison with the forecast, not an experiment: a sale, a season or a new price looks the same.",
	}[design]
}

// unusable are the designs that are never offered: they cannot see anything in a small shop.
func unusable() []Unusable {
	return []Unusable{
		{"scattered posts", "If everyone posts on their own day, sales are raised a little on every day, and no statistics can see that in a shop of a small brand, up to 100 orders a day and lifts of 80 %."},
		{"weeks on and off", fmt.Sprintf("Four or six weeks can be arranged in %.0f to %.0f ways: too few to rule out luck. Eight weeks only show effects above 40 to 70 %%.", stats.OnOffWeeks(28).Count(), stats.OnOffWeeks(42).Count())},
		{"staggered starts of creators", "Starts spread over weeks look like slow growth, and slow growth has many fathers."},
	}
}

// instead is what to do where no test can see anything.
const instead = "Ask every buyer after checkout how they heard of you, give each creator a code of their own, and decide on margin: keep who brings in more than they cost."

// decide says which design to take, or that none should be.
func (s *MapSpec) decide(m *PowerMap) {
	best := chooseRow(m.Rows)
	m.Decision = "test"
	switch {
	case best == nil && !answered(m.Rows):
		m.Decision, m.Take = "not_known", "Your sales cover too little to say what a test would show. Add older orders. Until then: "+instead
		return
	case best == nil:
		m.Decision, m.Take = "do_not_test", "Do not test: no design here would show a lift below 40 %. "+instead+s.nextBest(m.Rows)
		return
	case best.BreakEven != nil && *best.MDE > *best.BreakEven:
		m.Take = fmt.Sprintf("Take %s over %d days, but know its limit: it shows lifts from %s on, and already %s brings in what the test costs. A smaller success would go unseen.", designWords[best.Design], best.Days, percent(*best.MDE), percent(*best.BreakEven))
	default:
		m.Take = fmt.Sprintf("Take %s over %d days: it shows lifts from %s on.", designWords[best.Design], best.Days, percent(*best.MDE))
	}
	m.Best = best
	if best.Design == DesignCalendarSKU {
		m.Take += howMuch(m.Rows, best.Days)
	}
	m.Notes = append(m.Notes, DesignMeaning(best.Design))
	if slices.ContainsFunc(m.Rows, func(r MapRow) bool { return r.Schedule != "" }) {
		m.Notes = append(m.Notes, fmt.Sprintf("Drop dates were tried with %d drawn calendars a row: read what they show as good to a few points. Before you spend, run the one you take alone (power --design calendar), which tries %d.", mapPlays, calendarPlays))
	}
	if s.OrdersPerDay == 0 {
		m.Notes = append(m.Notes, "Customers or codes drawn by lot are left out: that needs the number of orders a day.")
	}
}

// howMuch says that drawn products show whether creators sell; the amount comes from the dates.
func howMuch(rows []MapRow, days int) string {
	says := " That is whether creators sell at all; how much they bring is read from the dates"
	for _, r := range rows {
		if r.Design == DesignCalendar && r.Days == days && r.MDE != nil {
			return says + fmt.Sprintf(", which by themselves show lifts from %s on.", percent(*r.MDE))
		}
	}
	return says + " and known less well."
}

// answered reports whether any design could be tried on the own history.
func answered(rows []MapRow) bool {
	return slices.ContainsFunc(rows, func(r MapRow) bool { return r.Windows > 0 })
}

// chooseRow takes, among the randomised designs that measure creators' posts, the shortest that sees 20 %, else
// the one that sees most; nil where none sees 40 %. Products drawn alone undercount and come second.
func chooseRow(rows []MapRow) *MapRow {
	for _, group := range [][]string{{DesignCalendar, DesignCalendarSKU}, {DesignSKU}, {DesignGeo}} {
		var best *MapRow
		for i := range rows {
			r := &rows[i]
			if r.MDE == nil || *r.MDE > hopeless || r.Design != group[0] && r.Design != group[len(group)-1] {
				continue
			}
			if best == nil || preferred(r, best) {
				best = r
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

// preferred compares two rows that see something: enough (20 %) in fewer days, else the smaller lift.
func preferred(r, than *MapRow) bool {
	const enough = .2
	a, b := *r.MDE <= enough, *than.MDE <= enough
	switch {
	case a != b:
		return a
	case a && r.Days != than.Days:
		return r.Days < than.Days
	}
	return *r.MDE < *than.MDE
}

// nextBest names what a forecast would show, where it would show something.
func (s *MapSpec) nextBest(rows []MapRow) string {
	least := math.Inf(1)
	for _, r := range rows {
		if r.Design == DesignBaseline && r.MDE != nil {
			least = math.Min(least, *r.MDE)
		}
	}
	if least > hopeless {
		return ""
	}
	return fmt.Sprintf(" A forecast of your sales would show lifts from %s on, but it is no proof: a sale, a season or a new price looks the same.", percent(least))
}

package api

import (
	"fmt"
	"math"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
)

// powerWords says a power map in the screen's words.
func powerWords(m experiment.PowerMap, currency shop.Currency) PowerPage {
	page := emptyPower("ready", m.Take, "")
	if m.Status != experiment.StatusOK {
		page.Headline, page.Meaning = "Nothing can be tried out here yet", m.Reason
		return page
	}
	page.Meaning = fmt.Sprintf("The smallest change that four of five tests would show, with likely ranges of %s and sales of %s a day.", report.Percent(m.Level), report.Money(currency, shop.Cents(math.Round(m.PerDay))))
	known := map[string]bool{}
	for _, r := range m.Rows {
		if head := fmt.Sprintf("%d days", r.Days); !known[head] {
			known[head] = true
			page.Days = append(page.Days, head)
		}
		last := len(page.Rows) - 1
		if what := capital(experiment.DesignWords(r.Design)); last < 0 || page.Rows[last].What != what {
			page.Rows = append(page.Rows, PowerRow{What: what, Meaning: experiment.DesignMeaning(r.Design), Grade: string(r.Grade), Cells: []PowerCell{}})
			last++
		}
		row := &page.Rows[last]
		row.Cells = append(row.Cells, powerCell(r, currency))
		row.Best = row.Best || m.Best != nil && r.Design == m.Best.Design
	}
	for _, u := range m.Unusable {
		page.Unusable = append(page.Unusable, Fact{Label: capital(u.Design), Value: u.Reason})
	}
	for _, n := range m.Notes {
		if !strings.Contains(n, "power --design") { // what to type helps in a terminal only
			page.Notes = append(page.Notes, n)
		}
	}
	return page
}

// powerCell says one cell. Its bar is full at the largest lift that was tried.
func powerCell(r experiment.MapRow, currency shop.Currency) PowerCell {
	switch {
	case r.Status != experiment.StatusOK:
		return PowerCell{Words: "cannot say", Detail: r.Reason}
	case r.MDE == nil:
		return PowerCell{Words: "over " + report.Percent(r.Largest), Detail: "no lift up to there is seen" + tried(r), Bar: 1}
	}
	return PowerCell{Words: report.Percent(*r.MDE), Detail: fmt.Sprintf("extra sales of %s%s", report.Money(currency, shop.Cents(math.Round(*r.Extra))), tried(r)),
		Bar: math.Min(1, math.Max(.01, *r.MDE/r.Largest)), Seen: *r.MDE < .4}
}

// tried says what a figure rests on.
func tried(r experiment.MapRow) string {
	if r.Windows == 0 {
		return "; by formula, at best"
	}
	return fmt.Sprintf("; %d stretches, false alarms %s", r.Windows, report.Percent(*r.FalseAlarm))
}

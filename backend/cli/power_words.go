package cli

import (
	"fmt"
	"io"

	"creatorlift/backend/api"
)

// showCurve prints how often each lift is seen, up to the first that always is.
func showCurve(w io.Writer, curve []api.PowerPoint) {
	fmt.Fprintln(w, "  true lift   seen in")
	for _, c := range curve {
		note := ""
		if c.Lift == 0 {
			note = "   false alarms"
		}
		fmt.Fprintf(w, "  %8s   %6s%s\n", percent(c.Lift), percent(c.Power), note)
		if c.Power > .9995 {
			break
		}
	}
	fmt.Fprintln(w)
}

func (k *call) powerMap(in api.MapIn) (int, error) {
	m, err := k.app.PowerMap(k.ctx, in)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		err = writeJSON(k.term.Out, m)
	} else {
		showMap(k.term.Out, m)
	}
	if m.Status != api.OK {
		return exitNoAnswer, err
	}
	return exitOK, err
}

func showMap(w io.Writer, m api.PowerMap) {
	if m.Status != api.OK {
		fmt.Fprintln(w, m.Reason)
		return
	}
	fmt.Fprintf(w, "%s\n\nSmallest lift that four of five tests would see, at %s, with sales of %.0f a day, and what it would bring:\n\n", m.Take, percent(m.Level), m.PerDay)
	for i, r := range m.Rows {
		if i == 0 || m.Rows[i-1].Design != r.Design {
			fmt.Fprintf(w, "  %s\n", api.DesignWords(r.Design))
		}
		fmt.Fprintf(w, "    %d days  %s\n", r.Days, rowWords(r))
	}
	fmt.Fprintln(w, "\nNot offered:")
	for _, u := range m.Unusable {
		fmt.Fprintf(w, "  %s: %s\n", u.Design, u.Reason)
	}
	fmt.Fprintln(w)
	for _, n := range m.Notes {
		fmt.Fprintln(w, n)
	}
}

// rowWords says what one design sees in so many days.
func rowWords(r api.MapRow) string {
	switch {
	case r.Status != api.OK:
		return "cannot say: " + r.Reason
	case r.MDE == nil:
		return "nothing up to " + percent(r.Largest)
	}
	words := fmt.Sprintf("%s (extra sales of %.0f in all)", percent(*r.MDE), *r.Extra)
	if r.BreakEven != nil {
		words += fmt.Sprintf("; the budget comes back at %s", percent(*r.BreakEven))
	}
	if r.Windows > 0 {
		words += fmt.Sprintf("; tried on %s, %s false alarms", count(r.Windows, "stretch", "stretches"), percent(*r.FalseAlarm))
	} else {
		words += "; by formula, at best"
	}
	return words
}

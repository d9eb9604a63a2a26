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

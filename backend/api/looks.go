package api

import (
	"fmt"
	"strings"

	"creatorlift/backend/experiment"
)

// describeLooks says the plan of looks and where the test stands, for a terminal.
func describeLooks(l *experiment.Looks) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\nPlanned looks, as at %s:\n", l.AsAt)
	for _, k := range l.Plan {
		switch {
		case !k.Offered:
			fmt.Fprintf(&b, "  %s  %3.0f %%  not offered: %s\n", k.Date, 100*k.Share, k.Reason)
		case k.PValue != nil:
			fmt.Fprintf(&b, "  %s  %3.0f %%  decides at p %.4f or less; p was %.4f\n", k.Date, 100*k.Share, k.BoundP, *k.PValue)
		default:
			fmt.Fprintf(&b, "  %s  %3.0f %%  decides at p %.4f or less%s\n", k.Date, 100*k.Share, k.BoundP, because(k.Reason))
		}
	}
	fmt.Fprintf(&b, "%s\n", l.Words)
	return b.String()
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return "; could not be taken: " + reason
}

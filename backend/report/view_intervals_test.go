package report

import (
	"strings"
	"testing"
)

func TestRateWords(t *testing.T) {
	t.Parallel()
	for share, want := range map[float64]string{.123: "12 %", .0214: "2.1 %", .0035: "0.35 %", 0: "0.00 %"} {
		if got := strings.ReplaceAll(Rate(share), thinSpace, " "); got != want {
			t.Errorf("%v: got %q, want %q", share, got, want)
		}
	}
	if got := strings.ReplaceAll(RateRange(.021, .0134, .0321), thinSpace, " "); got != "1.3 to 3.2 %" {
		t.Errorf("got %q", got)
	}
	if likely, between := MoneyLikely("USD", 44160, 23090, 106810); likely != "$440" || between != "$230 to $1,070" {
		t.Errorf("got %s, %s", likely, between)
	}
}

// TestIntervalScale: one creator of whom hardly anything is known does not squeeze the others.
func TestIntervalScale(t *testing.T) {
	t.Parallel()
	rows := []Interval{{Name: "@a", Estimate: 10, Lower: 4, Upper: 16, Likely: "$10", Range: "$4 to $16"}, {Name: "@b", Estimate: 2, Upper: 900}}
	if got := IntervalScale(rows); got != 25 {
		t.Errorf("got %v", got)
	}
	if got := IntervalScale(rows[:1]); got != 16 {
		t.Errorf("one: got %v", got)
	}
	chart := IntervalsView("Claimed sales a post", rows, 25)
	if chart.Height != 112 || len(chart.Table.Rows) != 2 || chart.Alt != "Claimed sales a post of 2 creators. @a: likely $10, range $4 to $16." {
		t.Errorf("got %+v", chart)
	}
	if IntervalsView("x", nil, 0) != nil {
		t.Error("no creators: no chart")
	}
}

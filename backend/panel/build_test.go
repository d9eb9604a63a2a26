package panel

import (
	"math"
	"testing"
	"time"

	"creatorlift/backend/shop"
)

// A shop closed on Saturdays, with one day without any sale, files for all but the first week.
func TestBuildRules(t *testing.T) {
	t.Parallel()
	first := shop.DayFrom(2026, time.January, 5) // a Monday
	period := shop.Period{Start: first, End: first + 84}
	quiet := first + 30
	sold := func(d shop.Day) bool { return d.Weekday() != time.Saturday && d != quiet }
	var cells []Cell
	for d := first + 7; d < period.End; d++ {
		if sold(d) {
			cells = append(cells, Cell{d, "a", 10}, Cell{d, "a", 5})
		}
	}
	cells = append(cells, Cell{first + 8, "b", 3}, Cell{first + 8, "stranger", 9})
	p := Build(cells, Spec{Units: []string{"a", "b"}, Period: period, Covered: func(d shop.Day) bool { return d >= first+7 && d < period.End },
		ShopSold: func(d shop.Day) bool { return d >= first+7 && sold(d) }, Unit: "USD minor"})
	at := func(unit int, d shop.Day) (float64, bool) {
		for i, label := range p.Labels {
			if label == d.String() {
				return p.Y[unit][i], true
			}
		}
		return 0, false
	}
	if v, _ := at(0, first+8); v != 15 {
		t.Errorf("two totals of one day: got %v, want 15", v)
	}
	if v, _ := at(1, first+9); v != 0 {
		t.Errorf("a unit without orders on a covered day: got %v, want 0", v)
	}
	if v, there := at(0, quiet); !there || v != 0 {
		t.Errorf("a single day without sales: got %v, %v, want a true zero", v, there)
	}
	if _, there := at(0, first+12); there {
		t.Error("a closed Saturday is a period")
	}
	if v, there := at(0, first+2); !there || !math.IsNaN(v) {
		t.Errorf("a day outside the coverage: got %v, %v, want missing", v, there)
	}
}

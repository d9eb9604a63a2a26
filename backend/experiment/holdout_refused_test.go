package experiment

import (
	"strings"
	"testing"
	"time"
)

// One unit that is nearly everything on its side cannot be compared; the message says which and how much.
func TestOneDominantUnit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		giant   int
		times   float64
		treated []string
		want    string
	}{
		"treated with small ones":  {0, 200, []string{"u00", "u01", "u02"}, "u00 alone sold"},
		"left out":                 {5, 500, []string{"u00", "u01", "u02"}, "u05 alone sold"},
		"treated alone":            {0, 500, []string{"u00"}, "u00 sold"},
		"no more than one of many": {0, 1, []string{"u00", "u01"}, ""},
	} {
		p := made(21, 20, 90, func(unit, _ int, v float64) float64 {
			if unit == c.giant {
				return v * c.times
			}
			return v
		})
		for _, method := range []string{"did", "sc", "log"} {
			s := ask(p, method, c.treated...)
			s.NoAudit = true
			a := estimate(t, s)
			if refused := a.Status == StatusNotEstimable; refused != (c.want != "") || !strings.Contains(a.Reason, c.want) || refused && !strings.Contains(a.Reason, "%") {
				t.Errorf("%s by %s: %s %q", name, method, a.Status, a.Reason)
			}
		}
	}
}

// A left-out unit of 1e12 is the whole comparison; a forecast can do without it.
func TestHugeUnit(t *testing.T) {
	t.Parallel()
	p := made(26, 20, 90, func(unit, _ int, v float64) float64 {
		if unit == 7 {
			return 1e12
		}
		return v
	})
	for method, want := range map[string]string{"did": StatusNotEstimable, "sc": StatusNotEstimable, "log": StatusNotEstimable, "baseline": StatusOK, "auto": StatusOK} {
		a := estimate(t, ask(p, method, "u00"))
		if a.Status != want || want != StatusOK && !strings.Contains(a.Reason, "u07 alone sold") {
			t.Errorf("%s: %s %q", method, a.Status, a.Reason)
		}
		if a.Status == StatusOK && (a.Method != "baseline" || !(a.Total.Lower < a.Total.Upper) || a.Total.Upper-a.Total.Lower > a.Total.Observed) {
			t.Errorf("%s by %s: %+v", method, a.Method, a.Total)
		}
	}
}

// Units that are copies of each other, all left-out units or treated and left out alike.
func TestDuplicateUnits(t *testing.T) {
	t.Parallel()
	p := made(22, 16, 90, nil)
	for i := 2; i < 16; i++ {
		p.Y[i] = p.Y[2+i%3]
	}
	for _, method := range []string{"auto", "did", "sc", "log"} {
		a := estimate(t, ask(p, method, "u00", "u01"))
		if a.Status != StatusOK && a.Reason == "" {
			t.Errorf("%s: %s without a reason", method, a.Status)
		}
		if a.Status == StatusOK && !(a.Total.Lower < a.Total.Upper) {
			t.Errorf("%s: %+v", method, a.Total)
		}
	}
	for i := range p.Y {
		p.Y[i] = p.Y[0]
	}
	for _, method := range []string{"did", "sc", "log"} {
		if a := estimate(t, ask(p, method, "u00", "u01")); a.Status != StatusNotEstimable {
			t.Errorf("all alike by %s: %s %+v", method, a.Status, a.Total)
		}
	}
}

// Constant units beside living ones, and one unit alone.
func TestConstantAndSingleUnits(t *testing.T) {
	t.Parallel()
	p := made(23, 16, 90, func(unit, _ int, v float64) float64 {
		if unit%2 == 1 {
			return 7
		}
		return v
	})
	for _, method := range []string{"auto", "did", "sc", "log"} {
		a := estimate(t, ask(p, method, "u00", "u02"))
		if a.Status != StatusOK || !(a.Total.Lower < a.Total.Upper) {
			t.Errorf("half of the units constant, %s: %s %q %+v", method, a.Status, a.Reason, a.Total)
		}
	}
	one := made(24, 1, 90, nil)
	for _, method := range []string{"did", "sc", "log", "pairs"} {
		if a := estimate(t, ask(one, method, "u00")); a.Status != StatusNotEstimable || a.Reason == "" {
			t.Errorf("one unit by %s: %s", method, a.Status)
		}
	}
}

// Very many units and very long histories are answered, or refused with a reason, before anyone walks away.
func TestVeryLargePanels(t *testing.T) {
	t.Parallel()
	for _, size := range []struct{ units, days int }{{2000, 120}, {12, 5000}} {
		p := factorPanel(25, size.units, size.days, .15, false)
		s := Spec{Panel: p, Treated: p.Units[:3], Start: p.Labels[size.days-28], End: p.Labels[size.days-1], Level: .95, NoAudit: true}
		before := time.Now()
		a := estimate(t, s)
		if a.Status != StatusOK && a.Reason == "" {
			t.Errorf("%d x %d: %s without a reason", size.units, size.days, a.Status)
		}
		if took := time.Since(before); took > 2*time.Minute {
			t.Errorf("%d x %d took %v", size.units, size.days, took)
		}
		t.Logf("%d x %d: %s by %s in %v", size.units, size.days, a.Status, a.Method, time.Since(before))
	}
}

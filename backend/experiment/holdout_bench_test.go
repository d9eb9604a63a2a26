package experiment

import "testing"

// benchHoldout asks auto about the first units of a simulated panel whose last 14 days are the test. With seed 6
// the 40 units are read by a blend of three methods, the dearest case.
func benchHoldout(b *testing.B, units, days, treated int, audit bool) {
	p := factorPanel(6, units, days, .15, false)
	s := Spec{Panel: p, Treated: p.Units[:treated], Start: p.Labels[days-14], End: p.Labels[days-1], Level: .95, NoAudit: !audit}
	b.ReportAllocs()
	for b.Loop() {
		a, err := Estimate(s)
		if err != nil || a.Status != StatusOK {
			b.Fatal(err, a.Reason)
		}
	}
}

func BenchmarkHoldout40x105(b *testing.B)       { benchHoldout(b, 40, 105, 2, false) }
func BenchmarkHoldoutAudit40x105(b *testing.B)  { benchHoldout(b, 40, 105, 2, true) }
func BenchmarkHoldoutAudit200x730(b *testing.B) { benchHoldout(b, 200, 730, 5, true) }

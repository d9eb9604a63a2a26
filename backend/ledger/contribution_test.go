package ledger

import (
	"math"
	"testing"
)

func TestMarginByHand(t *testing.T) {
	t.Parallel()
	m := Margin{ProductShare: .3, FeeShare: .03, ShippingShare: .12}
	if got := m.Share(); math.Abs(got-.55) > 1e-12 {
		t.Errorf("share %v, want .55", got)
	}
	// 8,900 of extra sales leave 4,895; 2,980 were paid.
	if got := m.Left(8900, 2980); math.Abs(got-1915) > 1e-9 {
		t.Errorf("left %v, want 1915", got)
	}
	if got, ok := m.BreakEven(2980); !ok || math.Abs(got-5418.181818) > 1e-6 {
		t.Errorf("break-even %v %v, want 5418.18", got, ok)
	}
	if got := m.Left(5418.181818, 2980); math.Abs(got) > 1e-5 {
		t.Errorf("left at break-even is %v, want 0", got)
	}
	if _, ok := (Margin{ProductShare: 1.1}).BreakEven(10); ok {
		t.Error("sales that leave nothing have a break-even")
	}
}

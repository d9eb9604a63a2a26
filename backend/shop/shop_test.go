package shop

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"testing/quick"
	"time"
)

func TestAllocateAddsUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		amount  Cents
		weights []Cents
		want    string
	}{
		{100, []Cents{1, 1, 1}, "[34 33 33]"},
		{-100, []Cents{1, 1, 1}, "[-34 -33 -33]"},
		{5, []Cents{0, 0}, "[3 2]"},
		{7, []Cents{-9, 2, 1}, "[0 5 2]"},
		{0, []Cents{3, 4}, "[0 0]"},
		{10, nil, "[]"},
		{math.MaxInt64, []Cents{math.MaxInt64, 1}, "[9223372036854775806 1]"},
	} {
		if got := fmt.Sprint(Allocate(c.amount, c.weights)); got != c.want {
			t.Errorf("Allocate(%d, %v) = %s, want %s", c.amount, c.weights, got, c.want)
		}
	}
	err := quick.Check(func(amount int32, small []uint16) bool {
		weights := []Cents{1}
		for _, w := range small {
			weights = append(weights, Cents(w))
		}
		var sum Cents
		for _, p := range Allocate(Cents(amount), weights) {
			sum += p
		}
		return sum == Cents(amount)
	}, nil)
	if err != nil {
		t.Error(err)
	}
}

func TestMoneyLimits(t *testing.T) {
	t.Parallel()
	if _, err := AddCents(math.MaxInt64, 1); !errors.Is(err, ErrOverflow) {
		t.Errorf("got %v, want ErrOverflow", err)
	}
	if _, err := AddCents(math.MinInt64, -1); !errors.Is(err, ErrOverflow) {
		t.Errorf("got %v, want ErrOverflow", err)
	}
	for _, c := range []struct {
		in   float64
		want Cents
	}{{2.5, 2}, {3.5, 4}, {-2.5, -2}, {1e15, 1e15}} {
		if got, err := RoundHalfEven(c.in); got != c.want || err != nil {
			t.Errorf("RoundHalfEven(%v) = %d, %v, want %d", c.in, got, err, c.want)
		}
	}
	for _, bad := range []float64{math.NaN(), math.Inf(1), 1e19} {
		if _, err := RoundHalfEven(bad); !errors.Is(err, ErrOverflow) {
			t.Errorf("RoundHalfEven(%v): %v, want ErrOverflow", bad, err)
		}
	}
	for c, want := range map[Currency]int{"USD": 2, "JPY": 0, "KWD": 3} {
		if got := c.Decimals(); got != want {
			t.Errorf("%s has %d decimals, want %d", c, got, want)
		}
	}
	if Currency("usd").Valid() || Currency("US").Valid() || !Currency("EUR").Valid() {
		t.Error("a currency is three capital letters")
	}
}

func TestDays(t *testing.T) {
	t.Parallel()
	d, err := ParseDay("2024-02-29")
	if err != nil || d.String() != "2024-02-29" || d.Weekday() != time.Thursday {
		t.Errorf("got %v %v %v", d, d.Weekday(), err)
	}
	for _, bad := range []string{"2023-02-29", "03/04/2026", "", "2026-13-01"} {
		if _, err := ParseDay(bad); ErrorCode(err) != "bad_day" {
			t.Errorf("%q: got %v, want bad_day", bad, err)
		}
	}
	if got := DayFrom(1969, time.December, 31); got != -1 || got.String() != "1969-12-31" {
		t.Errorf("the day before 1970 is %d, %s", got, got)
	}
	p := Inclusive(d, d+14)
	if p.Days() != 15 || !p.Contains(d) || !p.Contains(p.Last()) || p.Contains(p.End) {
		t.Errorf("inclusive period %+v", p)
	}
	if (Period{Start: 5, End: 3}).Days() != 0 {
		t.Error("a period that ends before it starts has days")
	}
	var back Day
	b, _ := d.MarshalText()
	if err := back.UnmarshalText(b); err != nil || back != d {
		t.Errorf("text round trip: %v, %v", back, err)
	}
}

// goldenKey is KeyOf("a", "b") as the first release computed it.
const goldenKey = "fa4a350f5906021e27b2caf19409319e"

func TestKeysTellPartsApart(t *testing.T) {
	t.Parallel()
	if KeyOf("ab", "c") == KeyOf("a", "bc") || KeyOf("a") == KeyOf("a", "") {
		t.Error("different natural keys have one key")
	}
	if got := fmt.Sprintf("%x", KeyOf("a", "b")); got != goldenKey {
		t.Errorf("the key of a natural key changed to %s: workspaces would not know their rows again", got)
	}
}

func TestErrorCode(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("outer: %w", &Error{Code: "x", Message: "It broke.", Hint: "Mend it."})
	if ErrorCode(err) != "x" || ErrorCode(errors.New("y")) != "" {
		t.Error("codes are not found")
	}
	if got := (&Error{Message: "It broke."}).Error(); got != "It broke." {
		t.Errorf("got %q", got)
	}
}

package experiment

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

func mapped(t *testing.T, s MapSpec) PowerMap {
	t.Helper()
	m, err := MapPower(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestPowerMap(t *testing.T) {
	t.Parallel()
	p := fictional(12, 110, 2)
	m := mapped(t, MapSpec{Whole: p.Together("all"), Regions: p, OrdersPerDay: 20, ValuePerOrder: 30, Budget: 3000})
	if m.Status != StatusOK || math.Abs(m.PerDay-600) > 1e-9 || m.Take == "" || len(m.Unusable) != 3 {
		t.Fatalf("%+v", m)
	}
	for _, r := range m.Rows {
		if r.Status != StatusOK {
			continue
		}
		share := map[string]float64{DesignGeo: 2. / 12, DesignCustomers: .5, DesignBaseline: 1, DesignCalendar: 1}[r.Design]
		if r.MDE != nil && math.Abs(*r.Extra-*r.MDE*600*float64(r.Days)*share) > 1e-6 {
			t.Errorf("%s %d: a lift of %v is %v of money", r.Design, r.Days, *r.MDE, *r.Extra)
		}
		if want := 3000 / (600 * float64(r.Days) * share); r.BreakEven == nil || math.Abs(*r.BreakEven-want) > 1e-9 {
			t.Errorf("%s %d: breaks even at %v, want %v", r.Design, r.Days, r.BreakEven, want)
		}
	}
}

// With sales that jump tenfold from day to day nothing can be seen, and the map must say so.
func TestPowerMapSaysDoNotTest(t *testing.T) {
	t.Parallel()
	p := fictional(1, 130, 2)
	for t := range p.Y[0] {
		p.Y[0][t] *= []float64{1, 10, 3, 25, .5}[t*t%5] * math.Exp(2*math.Sin(float64(t*t)))
	}
	m := mapped(t, MapSpec{Whole: p})
	if m.Decision != "do_not_test" || m.Best != nil || !strings.Contains(m.Take, "code") {
		t.Errorf("%s %+v %s", m.Decision, m.Best, m.Take)
	}
}

func TestPowerMapWithLittle(t *testing.T) {
	t.Parallel()
	short := fictional(1, 30, 2)
	m := mapped(t, MapSpec{Whole: short})
	if m.Status != StatusOK || m.Decision != "not_known" {
		t.Errorf("30 days: %s %s", m.Status, m.Decision)
	}
	for _, r := range m.Rows {
		if r.Status != StatusNotEstimable || r.Reason == "" || r.MDE != nil {
			t.Errorf("30 days, %s: %+v", r.Design, r)
		}
	}
	for t := range short.Y[0] {
		short.Y[0][t] = 0
	}
	if m := mapped(t, MapSpec{Whole: short}); m.Status != StatusNotEstimable || m.Reason == "" {
		t.Errorf("no sales: %+v", m)
	}
	if _, err := MapPower(MapSpec{Whole: short, Budget: -1}); shop.ErrorCode(err) != "bad_number" {
		t.Errorf("a budget below zero: %v", err)
	}
	long := fictional(1, 150, 2)
	if _, err := MapPower(MapSpec{Whole: long, Progress: func(string, int, int) bool { return false }}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

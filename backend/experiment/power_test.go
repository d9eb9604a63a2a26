package experiment

import (
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// fictional is a daily panel of noisy units with weekdays and shared movement.
func fictional(units, days int, seed uint64) *panel.Panel {
	rng := rand.New(rand.NewPCG(seed, 1))
	p := &panel.Panel{Cadence: panel.Daily}
	common := make([]float64, days)
	for t := range days {
		p.Labels, p.Times = append(p.Labels, shop.Day(18000+t).String()), append(p.Times, int64(18000+t))
		common[t] = .1 * math.Sin(float64(t)/9)
	}
	for i := range units {
		p.Units = append(p.Units, "unit "+itoa(i))
		row, ar := make([]float64, days), 0.0
		for t := range row {
			ar = .6*ar + .06*rng.NormFloat64()
			week := .1 * math.Cos(2*math.Pi*float64(t%7)/7)
			row[t] = math.Max(0, float64(20+3*i)*math.Exp(common[t]+week+ar+.1*rng.NormFloat64()))
		}
		p.Y = append(p.Y, row)
	}
	return p
}

// plantedIn copies a panel with the units' sales multiplied from column start on.
func plantedIn(p *panel.Panel, units []string, start, end int, lift float64) *panel.Panel {
	q := *p
	q.Y = nil
	for i, row := range p.Y {
		row = append([]float64(nil), row...)
		for _, u := range units {
			for t := start; t < end && u == p.Units[i]; t++ {
				row[t] *= 1 + lift
			}
		}
		q.Y = append(q.Y, row)
	}
	return &q
}

// What the pool counts from one fit must be what the comparison of estimate says of really lifted sales.
func TestPoolCountsTheTestItself(t *testing.T) {
	t.Parallel()
	p := fictional(12, 90, 3)
	const start, end, n = 60, 81, 3
	lifts := []float64{0, .02, .05, .1, .2, .4}
	for _, how := range []stats.Weighting{stats.DiD, stats.SC} {
		q := newPool(p, start, end)
		if err := q.fit(drawSets(12, n, 60, rand.New(rand.NewPCG(1, 2))), how); err != nil {
			t.Fatal(err)
		}
		for own := range 10 {
			treated := names(p, q.rows, q.sets[own])
			got := q.seen(own, except(len(q.sets), own), true, lifts, .9)
			for l, lift := range lifts {
				s := PowerSpec{Panel: plantedIn(p, treated, start, end, lift), Level: .9}
				rule := Assignment{Rule: "list"}
				for _, set := range q.sets {
					rule.List = append(rule.List, names(p, q.rows, set))
				}
				h, err := s.asTest(treated, start, end-start, rule)
				if err != nil {
					t.Fatal(err)
				}
				c, err := contrasts(h, how, h.draws)
				if err != nil {
					t.Fatal(err)
				}
				lo, hi := c.test(h.pre, len(h.kept)).Interval(.9)
				if want := lo > 0 || hi < 0; got[l] != want {
					t.Errorf("set %d, lift %v: %v, the test itself says %v (%v to %v)", own, lift, got[l], want, lo, hi)
				}
			}
		}
	}
}

// One forecast for all lifts must be what estimate says of really lifted sales, its audit's widening included.
func TestBaselinePowerCountsTheTestItself(t *testing.T) {
	t.Parallel()
	p := fictional(1, 120, 5)
	s := PowerSpec{Panel: p, Design: DesignBaseline, Days: 14, Lifts: []float64{0, .1, .3}}
	if err := s.defaults(); err != nil {
		t.Fatal(err)
	}
	starts := []int{105, 106}
	in, from, err := s.wholeInput(106, 14)
	if err != nil {
		t.Fatal(err)
	}
	known, err := s.forecasts(in, from, starts, 14)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range starts {
		got := s.baselineWindow(known, at, 14, 1)
		for i, lift := range s.Lifts {
			a := estimate(t, Spec{Panel: plantedIn(p, p.Units, at, at+14, lift), Treated: p.Units, NoControls: true, Start: p.Labels[at], End: p.Labels[at+13], Method: "baseline", Level: .95})
			if a.Status != StatusOK || (got[i] == 1) != a.Significant {
				t.Errorf("window %d, lift %v: %v, estimate says %v %s", at, lift, got[i], a.Significant, a.Reason)
			}
		}
	}
}

func simulated(t *testing.T, s PowerSpec) Power {
	t.Helper()
	p, err := SimulatePower(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPowerOfGeoLift(t *testing.T) {
	t.Parallel()
	p := readPanel(t, filepath.Join("panels", "panel_geolift40.csv"))
	got := simulated(t, PowerSpec{Panel: p, Design: DesignGeo, Days: 14, Level: .95})
	if got.Status != StatusOK || got.MDE == nil {
		t.Fatalf("%+v", got)
	}
	if a := got.Curve[0].Power; a > .055 {
		t.Errorf("false alarms %.3f of a test drawn by lot at 5 %%", a)
	}
	for i := 1; i < len(got.Curve); i++ {
		if got.Curve[i].Power < got.Curve[i-1].Power-.01 {
			t.Errorf("power falls from %v to %v", got.Curve[i-1], got.Curve[i])
		}
	}
	t.Logf("mde %.4f, %s, %d windows, %d units, %v", *got.MDE, got.Method, got.Windows, got.TreatedUnits, got.Curve)
}

func TestPowerRefuses(t *testing.T) {
	t.Parallel()
	flat := fictional(12, 120, 1)
	for i := range flat.Y {
		for t := range flat.Y[i] {
			flat.Y[i][t] = 0
		}
	}
	still := fictional(12, 120, 1)
	for i := range still.Y {
		for t := range still.Y[i] {
			still.Y[i][t] = float64(i + 1)
		}
	}
	for _, c := range []struct {
		name string
		s    PowerSpec
		says string
	}{
		{"too short", PowerSpec{Panel: fictional(12, 40, 1), Design: DesignGeo, Days: 14}, "cover 40 days"},
		{"days longer than history", PowerSpec{Panel: fictional(12, 120, 1), Design: DesignBaseline, Days: 400}, "cover 120 days"},
		{"all zero", PowerSpec{Panel: flat, Design: DesignGeo, Days: 14}, "this panel has 0"},
		{"all zero, whole shop", PowerSpec{Panel: flat, Design: DesignBaseline, Days: 14}, "Nothing was sold"},
		{"nothing moves", PowerSpec{Panel: still, Design: DesignGeo, Days: 14}, "in step"},
		{"nothing moves, whole shop", PowerSpec{Panel: still, Design: DesignBaseline, Days: 14}, "never change"},
		{"one unit", PowerSpec{Panel: fictional(1, 120, 1), Design: DesignSKU, Days: 14}, "this panel has 1"},
		{"as many treated as units", PowerSpec{Panel: fictional(12, 120, 1), Design: DesignGeo, Days: 14, TreatedUnits: 12}, "leave nobody out"},
		{"too few groups for the level", PowerSpec{Panel: fictional(9, 120, 1), Design: DesignGeo, Days: 14, TreatedUnits: 1}, "Only 9 different"},
	} {
		p := simulated(t, c.s)
		if p.Status != StatusNotEstimable || !strings.Contains(p.Reason, c.says) || p.MDE != nil {
			t.Errorf("%s: %s %q", c.name, p.Status, p.Reason)
		}
	}
	if _, err := SimulatePower(PowerSpec{Panel: flat, Design: "moon", Days: 14}); shop.ErrorCode(err) != "unknown_design" {
		t.Errorf("an unknown design: %v", err)
	}
	if _, err := SimulatePower(PowerSpec{Panel: flat, Design: DesignGeo, Days: 14, Lifts: []float64{.1, .05}}); shop.ErrorCode(err) != "bad_lifts" {
		t.Errorf("lifts that fall: %v", err)
	}
}

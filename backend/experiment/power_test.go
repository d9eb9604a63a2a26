package experiment

import (
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
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

// What the pool counts must be what the comparison of estimate says of really lifted sales, for every method.
func TestPoolCountsTheTestItself(t *testing.T) {
	t.Parallel()
	p := fictional(14, 90, 3)
	const start, end = 60, 81
	lifts := []float64{0, .01, .02, .05, .1, .2, .4}
	for _, m := range rivals() {
		q := newPool(p, start, end)
		f := future{how: m, n: 3, pairs: m.name == pairRival.name}
		if f.pairs {
			q.h.pairs = q.h.neighbours()
		}
		if err := q.read(m); err != nil {
			t.Fatal(err)
		}
		if err := q.fit(f.sets(q, 60, rand.New(rand.NewPCG(1, 2)))); err != nil {
			t.Fatal(err)
		}
		count := 0
		for own := range 8 {
			got := turn{pool: q, own: own, others: except(len(q.sets), own), drawn: true, level: .9}.seen(lifts)
			for l, lift := range lifts {
				lo, hi := liftedBounds(t, q, own, m, plantedIn(p, names(p, q.rows, q.sets[own]), start, end, lift))
				want := lo > 0 || hi < 0
				if got[l] != want {
					t.Errorf("%s, set %d, lift %v: %v, the test itself says %v (%v to %v)", m.name, own, lift, got[l], want, lo, hi)
				}
				if want {
					count++
				}
			}
		}
		if count < 8 || count > 50 {
			t.Errorf("%s: %d of 56 tests see something, so that little is told", m.name, count)
		}
	}
}

// liftedBounds is the range that estimate reads of the pool's set on these sales, drawn from the pool's sets.
func liftedBounds(t *testing.T, q *pool, own int, m rival, p *panel.Panel) (lo, hi float64) {
	t.Helper()
	s, rule := PowerSpec{Panel: p, Level: .9}, Assignment{Rule: "list"}
	for _, set := range q.sets {
		rule.List = append(rule.List, names(p, q.rows, set))
	}
	h, err := s.asTest(names(p, q.rows, q.sets[own]), q.h.kept[q.h.pre], len(q.h.kept)-q.h.pre, rule)
	if err != nil {
		t.Fatal(err)
	}
	if h.pairs = nil; q.h.pairs != nil {
		h.pairs = h.neighbours()
	}
	c, err := m.compare(h, h.draws)
	if err != nil {
		t.Fatal(err)
	}
	return c.test(h.pre, len(h.kept)).Interval(.9)
}

// The range of a picked set is stretched by the factor that estimate finds, from the same history.
func TestPoolStretchesAsEstimateDoes(t *testing.T) {
	t.Parallel()
	p := fictional(14, 90, 3)
	for i := range p.Y[0] {
		p.Y[0][i] *= math.Exp(.4 * math.Sin(float64(i)/6)) // a unit that is unlike the others
	}
	for _, m := range rivals() {
		if m.name == pairRival.name {
			continue
		}
		q := newPool(p, 60, 81)
		if err := q.read(m); err != nil {
			t.Fatal(err)
		}
		if err := q.fit(drawSets(14, 3, 60, rand.New(rand.NewPCG(1, 2)))); err != nil {
			t.Fatal(err)
		}
		own := slices.IndexFunc(q.sets, func(s []bool) bool { return s[0] })
		s := PowerSpec{Panel: p, Level: .9}
		h, err := s.asTest(names(p, q.rows, q.sets[own]), 60, 21, Assignment{})
		if err != nil {
			t.Fatal(err)
		}
		h.draws, h.pairs = nil, nil
		others := except(len(q.sets), own)
		for _, o := range others {
			h.draws = append(h.draws, slices.Collect(func(yield func(bool) bool) {
				for _, u := range h.units {
					yield(q.sets[o][slices.Index(q.h.units, u)])
				}
			}))
		}
		got, want := q.stretch(own, others), h.try(m, h.quiet()).widening()
		if math.Abs(got-want) > 1e-9 || got <= 1 && m.name != incumbent {
			t.Errorf("%s: stretched by %v, estimate by %v", m.name, got, want)
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
		{"all zero, drop dates", PowerSpec{Panel: flat, Design: DesignCalendar, Days: 28}, "Nothing was sold"},
		{"nothing moves, drop dates", PowerSpec{Panel: still, Design: DesignCalendar, Days: 28}, "the same on every day"},
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

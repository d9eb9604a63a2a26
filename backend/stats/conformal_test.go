package stats

import (
	"math"
	"testing"
)

// meanSize is the published statistic: the mean size of the residuals of a stretch.
func meanSize(stretch []float64) float64 {
	var s float64
	for _, v := range stretch {
		s += math.Abs(v)
	}
	return s
}

// augsynth 65c5a6f, conformal inference with moving blocks: joint p .4, .2 and .4.
func TestKansasConformal(t *testing.T) {
	t.Parallel()
	y, units := readPanelFile(t, "kansas.csv", 0, 2)
	u, golden := NewUnits(y, kansasSplit, true), readPublished(t).Kansas
	c, controls := u.bySize(only(units, "Kansas"))
	for name, p := range map[string]struct {
		plain  bool
		lambda float64
	}{"kansas_scm": {true, math.Inf(1)}, "kansas_ridge": {true, .078662228135}, "kansas_scm_fixedeff": {false, math.Inf(1)}} {
		want := part[augsynthValue](t, golden[name])
		f := newConformal(u.ridgeProblem(controls, &c, 105, p.plain), kansasSplit, p.lambda)
		r, err := f.residuals(0)
		if err != nil {
			t.Fatal(err)
		}
		within(t, name, slide(r, kansasSplit, meanSize), want.PBlock, 1e-9)
	}
}

// The first quarter alone, with the other quarters left out: augsynth's block_p and its interval, a hull
// of grid points, so that its ends lie up to a grid step inside.
func TestKansasConformalOneQuarter(t *testing.T) {
	t.Parallel()
	y, units := readPanelFile(t, "kansas.csv", 0, 2)
	for i := range y {
		y[i] = y[i][:kansasSplit+1]
	}
	u := NewUnits(y, kansasSplit, true)
	c, controls := u.bySize(only(units, "Kansas"))
	f := newConformal(u.ridgeProblem(controls, &c, kansasSplit+1, true), kansasSplit, math.Inf(1))
	p, err := f.P(0)
	if err != nil {
		t.Fatal(err)
	}
	within(t, "p", p, .1111111111111, 1e-9)
	r, err := f.Interval(.95, -.018)
	if err != nil {
		t.Fatal(err)
	}
	const gridStep = 4 * .0309 / 49 // of the published search: 4 rms effects over 49 steps
	within(t, "lower", r.Lower, -.04461945981042-gridStep/2, gridStep)
	within(t, "upper", r.Upper, .00594570345957+gridStep/2, gridStep)
}

// GeoLift 2.7.5, augsynth blocks, raw units: two-sided p .0476 with an interval (at .9) from -160.3 to
// 566.8 that holds zero all the same; one-sided p .0762 with a lower end of 18.49. Ours: p and interval
// never disagree.
func TestGeoLiftConformal(t *testing.T) {
	t.Parallel()
	y, at := readLong(t, "geolift_test.csv.gz", "location", "Y")
	treated := make([]bool, len(y))
	treated[at["chicago"]], treated[at["portland"]] = true, true
	f := NewConformal(NewUnits(y, 90, true), treated, NoRidge)
	for _, c := range []struct {
		tau       float64
		statistic func([]float64) float64
		lo, hi    float64
	}{
		{0, meanSize, 5. / 105, 5. / 105},
		{0, sum, 8. / 105, 8. / 105},
		{-160.2, meanSize, .1, 1}, {566.7, meanSize, .1, 1}, // inside the published interval
		{18.48984, sum, .1, 1}, {10, sum, 0, .0999}, // its lower end, and a step below it
	} {
		r, err := f.residuals(c.tau)
		if err != nil {
			t.Fatal(err)
		}
		if p := slide(r, 90, c.statistic); p < c.lo-1e-9 || p > c.hi+1e-9 {
			t.Errorf("tau %v: p %v outside %v to %v", c.tau, p, c.lo, c.hi)
		}
	}
	for _, level := range []float64{.5, .8, .9, .95} {
		for _, raw := range []bool{true, false} {
			f := NewConformal(NewUnits(y, 90, raw), treated, NoRidge)
			r, err := f.Interval(level, 0)
			if err != nil {
				t.Fatal(err)
			}
			if !(r.Lower < r.Upper) || (r.Lower > 0 || r.Upper < 0) != (r.P <= 1-level) {
				t.Errorf("level %v, raw %v: %+v", level, raw, r)
			}
		}
	}
}

func BenchmarkConformal(b *testing.B) {
	u := NewUnits(noisyUnits(40, 105, 1), 90, false)
	treated := append([]bool{true, true}, make([]bool, 38)...)
	for b.Loop() {
		if _, err := NewConformal(u, treated, NoRidge).Interval(.9, .05); err != nil {
			b.Fatal(err)
		}
	}
}

package experiment

import (
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// visits is a made daily series from firstDay on: a wandering level, weekdays, lasting and daily noise.
func visits(seed uint64, n int) []float64 {
	rng := rand.New(rand.NewPCG(41, seed))
	y, level, ar := make([]float64, n), 0.0, 0.0
	for t := range y {
		level += .01 * rng.NormFloat64()
		ar = .6*ar + .06*rng.NormFloat64()
		y[t] = math.Round(200 * math.Exp(level+ar+.15*float64(t%7)/6+.08*rng.NormFloat64()))
	}
	return y
}

func seriesPanel(y []float64) *panel.Panel {
	p := &panel.Panel{Units: []string{"direct"}, Cadence: panel.Daily, Y: [][]float64{y}}
	for t := range y {
		p.Labels, p.Times = append(p.Labels, day(t)), append(p.Times, int64(firstDay+t))
	}
	return p
}

var someDrops = []int{60, 74, 95, 116, 130, 151}

func spikesOf(t *testing.T, s SpikeSpec) SpikeAnswer {
	t.Helper()
	a, err := Spikes(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func days(at []int) []string {
	var out []string
	for _, t := range at {
		out = append(out, day(t))
	}
	return out
}

// A planted jump of a third is found and measured; without one nothing is claimed.
func TestSpikesFindThePlantedOne(t *testing.T) {
	t.Parallel()
	quiet := visits(2, 200)
	planted, truth := slices.Clone(quiet), 0.0
	for _, d := range someDrops {
		for k := range 3 {
			planted[d+k] = math.Round(planted[d+k] * 4 / 3)
			truth += planted[d+k] - quiet[d+k]
		}
	}
	a := spikesOf(t, SpikeSpec{Panel: seriesPanel(planted), Drops: days(someDrops)})
	if !a.Spike || *a.PValue > .01 || !a.SameDays || a.Redraws != maxSpikeRedraws || len(a.Drops) != len(someDrops) || a.DropDays != 18 {
		t.Errorf("planted: %+v", a)
	}
	if a.Total.Lower > truth || a.Total.Upper < truth || math.Abs(a.Total.Effect-truth) > .35*truth {
		t.Errorf("planted %v, found %+v", truth, *a.Total)
	}
	var sum float64
	for _, d := range a.Drops {
		sum += d.Effect
		if d.Lower == nil || !(*d.Lower < d.Effect && d.Effect < *d.Upper) || math.Abs(d.Observed-d.Counterfactual-d.Effect) > 1e-6 {
			t.Errorf("one drop: %+v", d)
		}
	}
	if math.Abs(sum-a.Total.Effect) > 1e-6 {
		t.Errorf("the drops add up to %v, the total is %v", sum, a.Total.Effect)
	}
	b := spikesOf(t, SpikeSpec{Panel: seriesPanel(quiet), Drops: days(someDrops)})
	if b.Status != StatusOK || b.Spike || *b.PValue < .05 || b.Total.Lower > 0 || b.Total.Upper < 0 {
		t.Errorf("quiet: %+v", b)
	}
	shuffled := append(days(someDrops)[3:], days(someDrops)[:3]...)
	if c := spikesOf(t, SpikeSpec{Panel: seriesPanel(quiet), Drops: append(shuffled, shuffled[0])}); !reflect.DeepEqual(b, c) {
		t.Error("the order of drops, or one named twice, changes the answer")
	}
}

func TestSpikesOnBadInput(t *testing.T) {
	t.Parallel()
	usual := visits(2, 200)
	with := func(f func(y []float64)) []float64 { y := slices.Clone(usual); f(y); return y }
	for name, c := range map[string]struct {
		y     []float64
		drops []int
		after int
		ok    bool
	}{
		"usual":               {usual, someDrops, 3, true},
		"one drop":            {usual, []int{100}, 3, true},
		"two that overlap":    {usual, []int{100, 101}, 3, true},
		"a gap after a drop":  {with(func(y []float64) { y[61] = math.NaN() }), someDrops, 3, true},
		"all gaps after one":  {with(func(y []float64) { y[60], y[61], y[62] = math.NaN(), math.NaN(), math.NaN() }), someDrops, 3, true},
		"one drop outside":    {usual, []int{100, 120, 5000}, 3, true},
		"all drops outside":   {usual, []int{-30, 199}, 3, false},
		"constant":            {with(func(y []float64) { fill(y, 7) }), someDrops, 3, false},
		"all zero":            {with(func(y []float64) { fill(y, 0) }), someDrops, 3, false},
		"too short":           {usual[:30], []int{10}, 3, false},
		"drops every day":     {usual, sequence(5, 190, 1), 3, false},
		"drops all the time":  {usual, sequence(5, 190, 5), 3, false},
		"drop every week":     {usual, sequence(5, 190, 7), 2, true},
		"1e12":                {with(func(y []float64) { scaleBy(y, 1e12) }), someDrops, 3, true},
		"negative":            {with(func(y []float64) { scaleBy(y, -1) }), someDrops, 3, true},
		"drops years apart":   {visits(3, 1200), []int{50, 1100}, 3, false},
		"a long series":       {visits(3, 5000), []int{4000, 4020, 4055}, 3, true},
		"a day that was huge": {with(func(y []float64) { y[20] *= 50 }), someDrops, 3, true},
	} {
		a := spikesOf(t, SpikeSpec{Panel: seriesPanel(c.y), Drops: days(c.drops), After: c.after})
		if (a.Status == StatusOK) != c.ok || (!c.ok && a.Reason == "") {
			t.Errorf("%s: %s %s", name, a.Status, a.Reason)
		}
		if a.Status == StatusOK && (!(a.Total.Lower < a.Total.Upper) || math.IsInf(a.Total.Upper-a.Total.Lower, 0) || (*a.PValue <= .05) != (a.Total.Lower > 0 || a.Total.Upper < 0)) {
			t.Errorf("%s: %+v, p %v", name, *a.Total, *a.PValue)
		}
	}
	for name, s := range map[string]SpikeSpec{"no drops": {}, "no day": {Drops: []string{"yesterday"}}, "after": {Drops: []string{day(60)}, After: 99}, "level": {Drops: []string{day(60)}, Level: 2}} {
		s.Panel = seriesPanel(usual)
		if _, err := Spikes(s); shop.ErrorCode(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func fill(y []float64, v float64) {
	for i := range y {
		y[i] = v
	}
}

func scaleBy(y []float64, f float64) {
	for i := range y {
		y[i] *= f
	}
}

func sequence(from, to, step int) (out []int) {
	for t := from; t < to; t += step {
		out = append(out, t)
	}
	return out
}

// spikeScore is how sets of quiet dates on real series were judged.
type spikeScore struct{ n, refused, alarms, held, found int }

// placeSpikes draws real series, stretches of them and dates, plants a jump of the given share and asks.
func placeSpikes(t *testing.T, sets int, file string, length int, lift float64) (s spikeScore) {
	t.Helper()
	p := readPanel(t, filepath.Join("baseline", file))
	rng := rand.New(rand.NewPCG(77, uint64(length)))
	for range sets {
		unit, from := rng.IntN(len(p.Units)), rng.IntN(len(p.Labels)-length+1)
		y := slices.Clone(p.Y[unit][from : from+length])
		var drops []string
		var truth float64
		for _, k := range rng.Perm((length - 14) / 7)[:3+rng.IntN(6)] {
			at := 7 + 7*k + rng.IntN(5)
			drops = append(drops, p.Labels[from+at])
			for d := at; d < at+3; d++ {
				if !math.IsNaN(y[d]) {
					truth += lift * y[d]
				}
				y[d] *= 1 + lift
			}
		}
		q := &panel.Panel{Units: []string{"y"}, Labels: p.Labels[from : from+length], Times: p.Times[from : from+length], Cadence: p.Cadence, Y: [][]float64{y}}
		a := spikesOf(t, SpikeSpec{Panel: q, Drops: drops})
		s.n++
		if a.Status != StatusOK {
			s.refused++
			continue
		}
		if *a.PValue <= .05 {
			s.alarms++
		}
		if a.Spike {
			s.found++
		}
		if a.Total.Lower <= truth && truth <= a.Total.Upper {
			s.held++
		}
	}
	return s
}

// A seeded slice of TestStudySpikes: 40 sets of dates on real series, nothing planted. At 5 % two alarms are
// expected, sd 1.4.
func TestSpikesStayQuietOnRealSeries(t *testing.T) {
	t.Parallel()
	if s := placeSpikes(t, 40, "panel_chicago.csv", 120, 0); s.alarms > 6 || s.refused > 0 {
		t.Errorf("%+v", s)
	}
	if s := placeSpikes(t, 12, "panel_chicago.csv", 120, .3); s.found < 8 {
		t.Errorf("planted: %+v", s)
	}
}

func TestStudySpikes(t *testing.T) {
	needsStudy(t)
	var all spikeScore
	for _, c := range []struct {
		file   string
		length int
	}{{"panel_chicago.csv", 180}, {"panel_geolift.csv", 90}, {"panel_googlegeo.csv", 93}} {
		for _, lift := range []float64{0, .1, .2, .3} {
			s := placeSpikes(t, 300, c.file, c.length, lift)
			n := float64(s.n - s.refused)
			t.Logf("%-22s +%2.0f %%: n %d, refused %d, called %.3f, spike %.3f, range holds the truth %.3f", c.file, 100*lift, s.n, s.refused, float64(s.alarms)/n, float64(s.found)/n, float64(s.held)/n)
			if lift == 0 {
				all.n, all.alarms = all.n+s.n-s.refused, all.alarms+s.alarms
			}
		}
	}
	rate := float64(all.alarms) / float64(all.n)
	t.Logf("false alarms at 5 %%: %.3f of %d", rate, all.n)
	if rate > .07 {
		t.Errorf("%.3f false alarms at 5 %%", rate)
	}
}

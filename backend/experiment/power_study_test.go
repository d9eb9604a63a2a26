package experiment

import (
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// kept is how often a promised power of .8 came true.
type kept struct{ tests, seen, alarms int }

// promiseGeo asks the first part of fresh panels for their smallest visible lift, plants it into sets drawn by
// lot in the weeks behind, which the simulation never saw, and reads them with estimate.
func promiseGeo(t *testing.T, panels, sets int) (k kept) {
	t.Helper()
	const past, length = 150, 28
	for seed := range panels {
		p := fictional(20, past+length, 1000+uint64(seed))
		known := *p
		known.Labels, known.Times, known.Y = p.Labels[:past], p.Times[:past], nil
		for _, row := range p.Y {
			known.Y = append(known.Y, row[:past])
		}
		power := simulated(t, PowerSpec{Panel: &known, Design: DesignGeo, Days: length, Level: .9})
		if power.MDE == nil {
			t.Fatalf("panel %d: %s", seed, power.Reason)
		}
		rng := rand.New(rand.NewPCG(uint64(seed), 77))
		for range sets {
			set := drawSets(20, power.TreatedUnits, 1, rng)[0]
			treated := names(p, numbers(20), set)
			for _, lift := range []float64{0, *power.MDE} {
				a := estimate(t, Spec{Panel: plantedIn(p, treated, past, past+length, lift), Treated: treated, Start: p.Labels[past], End: p.Labels[past+length-1], Assignment: Assignment{Rule: "random"}, NoAudit: true, Level: .9})
				if lift == 0 {
					k.tests++
				}
				if a.Significant && lift == 0 {
					k.alarms++
				} else if a.Significant {
					k.seen++
				}
			}
		}
	}
	return k
}

// The promise of power .8 and of the level, on weeks that the simulation never saw.
func TestPromisedPowerComesTrue(t *testing.T) {
	t.Parallel()
	k := promiseGeo(t, 1, 5)
	t.Logf("geo: %+v", k)
	if seen := float64(k.seen) / float64(k.tests); seen < .4 {
		t.Errorf("the promised .8 is %.2f on %d fresh tests", seen, k.tests)
	}
	if alarms := float64(k.alarms) / float64(k.tests); alarms > .5 {
		t.Errorf("the promised .1 is %.2f on %d fresh tests", alarms, k.tests)
	}
}

func TestStudyPromisedPowerOfRegions(t *testing.T) {
	needsStudy(t)
	k := promiseGeo(t, 10, 20)
	t.Logf("geo, 20 fictional regions: promised .80 seen %.3f, promised .10 false alarms %.3f, n %d", float64(k.seen)/float64(k.tests), float64(k.alarms)/float64(k.tests), k.tests)
}

func TestStudyPromisedPowerOfForecasts(t *testing.T) {
	needsStudy(t)
	b := promiseBaseline(t, 25)
	t.Logf("baseline, fictional shops: promised .80 seen %.3f, false alarms %.3f, n %d", float64(b.seen)/float64(b.tests), float64(b.alarms)/float64(b.tests), b.tests)
}

func TestStudyPromisedPowerOfCities(t *testing.T) {
	needsStudy(t)
	g := promiseGeoLift(t)
	t.Logf("geo, GeoLift cities, the last 15 days: promised .80 seen %.3f, promised .10 false alarms %.3f, n %d", float64(g.seen)/float64(g.tests), float64(g.alarms)/float64(g.tests), g.tests)
}

// promiseBaseline does the same with whole shops against their forecast.
func promiseBaseline(t *testing.T, shops int) (k kept) {
	t.Helper()
	const past, length = 180, 28
	for seed := range shops {
		p := fictional(1, past+length, 5000+uint64(seed))
		known := *p
		known.Labels, known.Times, known.Y = p.Labels[:past], p.Times[:past], [][]float64{p.Y[0][:past]}
		power := simulated(t, PowerSpec{Panel: &known, Design: DesignBaseline, Days: length, Level: .95})
		if power.MDE == nil {
			continue
		}
		k.tests++
		for _, lift := range []float64{0, *power.MDE} {
			a := estimate(t, Spec{Panel: plantedIn(p, p.Units, past, past+length, lift), Treated: p.Units, NoControls: true, Method: "baseline", Start: p.Labels[past], End: p.Labels[past+length-1], Level: .95})
			if a.Significant && lift == 0 {
				k.alarms++
			} else if a.Significant {
				k.seen++
			}
		}
	}
	return k
}

// promiseGeoLift does it on public cities: the promise is made from days 1 to 75, kept on days 76 to 90.
func promiseGeoLift(t *testing.T) (k kept) {
	t.Helper()
	p := readPanel(t, filepath.Join("panels", "panel_geolift40.csv"))
	const past, length = 75, 15
	known := *p
	known.Labels, known.Times, known.Y = p.Labels[:past], p.Times[:past], nil
	for _, row := range p.Y {
		known.Y = append(known.Y, row[:past])
	}
	power := simulated(t, PowerSpec{Panel: &known, Design: DesignGeo, Days: length, Level: .9})
	rng := rand.New(rand.NewPCG(9, 77))
	for _, set := range drawSets(len(p.Units), power.TreatedUnits, 100, rng) {
		treated := names(p, numbers(len(p.Units)), set)
		k.tests++
		for _, lift := range []float64{0, *power.MDE} {
			a := estimate(t, Spec{Panel: plantedIn(p, treated, past, past+length, lift), Treated: treated, Start: p.Labels[past], End: p.Labels[past+length-1], Assignment: Assignment{Rule: "random"}, NoAudit: true, Level: .9})
			if a.Significant && lift == 0 {
				k.alarms++
			} else if a.Significant {
				k.seen++
			}
		}
	}
	return k
}

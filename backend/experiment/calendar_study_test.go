package experiment

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"creatorlift/backend/stats"
)

// tally counts what a study asks: alarms, coverage, errors in shares of the orders that came anyway.
type tally struct {
	n, alarms, both, covered, bare, refused int
	bias, square, width                     float64
}

func (s *tally) add(f *calendarFit, p *played) {
	if f == nil {
		s.refused++
		return
	}
	s.n++
	if f.drawP <= .05 {
		s.alarms++
	}
	wide := stretched{f.size, stats.CalendarWiden}
	lo, hi := wide.bounds(.1)
	if f.low > 0 || f.up < 0 {
		s.both++
	}
	if f.low <= p.truth && p.truth <= f.up {
		s.covered++
	}
	if lo <= p.truth && p.truth <= hi {
		s.bare++
	}
	e := (f.size.Mean() - p.truth) / p.base
	s.bias, s.square, s.width = s.bias+e, s.square+e*e, s.width+(f.up-f.low)/p.base
}

func (s *tally) String() string {
	n := float64(s.n)
	return fmt.Sprintf("n %4d | p <= .05 %.3f | excludes 0 %.3f | covers %.3f (regression alone %.3f) | bias %+.1f | rmse %.1f | width %.1f | refused %d",
		s.n, float64(s.alarms)/n, float64(s.both)/n, float64(s.covered)/n, float64(s.bare)/n, 100*s.bias/n, 100*math.Sqrt(s.square/n), 100*s.width/n, s.refused)
}

// run plays a world n times and reads each at 90 %.
func (w calendarWorld) run(t testing.TB, n int, seed uint64) *tally {
	t.Helper()
	fits, plays := make([]*calendarFit, n), make([]*played, n)
	err := stats.Parallel(n, func(i int) error {
		plays[i] = w.play(t, seed+uint64(i))
		fits[i] = plays[i].read(t, .9)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &tally{}
	for i := range fits {
		s.add(fits[i], plays[i])
	}
	return s
}

func (s *tally) merge(o *tally) {
	s.n, s.alarms, s.both, s.covered, s.bare, s.refused = s.n+o.n, s.alarms+o.alarms, s.both+o.both, s.covered+o.covered, s.bare+o.bare, s.refused+o.refused
	s.bias, s.square, s.width = s.bias+o.bias, s.square+o.square, s.width+o.width
}

// alarms counts p <= .05 over n plays of a world, by the draw alone.
func (w calendarWorld) alarms(t testing.TB, n int, seed uint64) (alarms, played int) {
	t.Helper()
	p := make([]float64, n)
	err := stats.Parallel(n, func(i int) error {
		p[i] = w.play(t, seed+uint64(i)).drawP(t)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range p {
		if v <= .05 {
			alarms++
		}
		if v <= 1 {
			played++
		}
	}
	return alarms, played
}

// needsShops skips a study of real shops, before it starts, where their files are absent.
func needsShops(t *testing.T) {
	t.Helper()
	for _, name := range studyWorlds[1:] {
		shopOrders(t, name)
	}
}

// studySize lets a study be run smaller while it is worked on.
func studySize(n int) int {
	if v, err := strconv.Atoi(os.Getenv("CREATORLIFT_STUDY_SIZE")); err == nil && v > 0 {
		return v
	}
	return n
}

var (
	studyWorlds = []string{"sim", "uci", "cj", "cdnow"}
	studySizes  = []float64{10, 20, 40, 100}
	studyDays   = []int{28, 42, 56}
)

func TestStudyCalendarSize(t *testing.T) {
	needsStudy(t)
	needsShops(t)
	for _, days := range studyDays {
		for _, lift := range []float64{0, .05, .1, .2, .4} {
			all := &tally{}
			for i, name := range studyWorlds {
				for k, size := range studySizes {
					all.merge(calendarWorld{name: name, days: days, perDay: size, lift: lift}.run(t, studySize(40), uint64(1000*i+10_000*k)))
				}
			}
			t.Logf("%d days, lift %2.0f %%: %s", days, 100*lift, all)
			if c := float64(all.covered) / float64(all.n); all.n > 300 && c < .88 {
				t.Errorf("%d days, lift %v: covers %.3f", days, lift, c)
			}
		}
	}
}

func TestStudyCalendarProducts(t *testing.T) {
	needsStudy(t)
	needsShops(t)
	for _, products := range []int{2, 4, 8} {
		for _, lift := range []float64{0, .1, .2} {
			all := &tally{}
			for i, name := range studyWorlds[:3] {
				for k, size := range studySizes {
					all.merge(calendarWorld{name: name, days: 42, perDay: size, lift: lift, products: products, spill: .2}.run(t, studySize(40), uint64(1000*i+10_000*k)))
				}
			}
			t.Logf("%d products, lift %2.0f %%: %s", products, 100*lift, all)
		}
	}
}

// Shops that break what the regression assumes: the test must stay honest.
func TestStudyCalendarStress(t *testing.T) {
	needsStudy(t)
	needsShops(t)
	for _, s := range []struct {
		name  string
		world calendarWorld
	}{
		{"none", calendarWorld{}}, {"launch +25 %", calendarWorld{launch: .25}}, {"launch -20 %", calendarWorld{launch: -.2}}, {"drift", calendarWorld{drift: .05}}, {"late", calendarWorld{late: .35}},
		{"half-life .7", calendarWorld{halfLow: .7, halfHigh: .7}}, {"half-life 8", calendarWorld{halfLow: 8, halfHigh: 8}}, {"pulled forward 30 %", calendarWorld{dip: .3}},
	} {
		for _, lift := range []float64{0, .2, .4} {
			all := &tally{}
			for i, name := range studyWorlds {
				for k, size := range []float64{20, 100} {
					w := s.world
					w.name, w.days, w.perDay, w.lift = name, 42, size, lift
					all.merge(w.run(t, studySize(40), 500_000+uint64(1000*i+10_000*k)))
				}
			}
			t.Logf("%-20s lift %2.0f %%: %s", s.name, 100*lift, all)
		}
	}
}

// The visible lift by world size and length: the smallest lift that p <= .05 sees four times in five.
func TestStudyCalendarVisibleLift(t *testing.T) {
	needsStudy(t)
	needsShops(t)
	lifts := []float64{.05, .1, .15, .2, .3, .4, .6}
	for _, products := range []int{0, 4} {
		for _, days := range studyDays {
			for _, size := range studySizes {
				var power []float64
				for _, lift := range lifts {
					seen, all := 0, 0
					for i, name := range studyWorlds[:4-min(products, 1)] {
						s, n := calendarWorld{name: name, days: days, perDay: size, lift: lift, products: products, spill: .2}.alarms(t, studySize(80), 900_000+uint64(1000*i))
						seen, all = seen+s, all+n
					}
					power = append(power, float64(seen)/float64(all))
					if power[len(power)-1] > .93 {
						break
					}
				}
				at := slices.IndexFunc(power, func(p float64) bool { return p >= .8 })
				visible := math.NaN()
				if at == 0 {
					visible = lifts[0]
				} else if at > 0 {
					visible = lifts[at-1] + (lifts[at]-lifts[at-1])*(.8-power[at-1])/(power[at]-power[at-1])
				}
				t.Logf("%d products, %d days, %3.0f a day: sees %.0f %%, power %.2f", products, days, size, 100*visible, power)
			}
		}
	}
}

// Nothing happens: p <= .05 must come up one time in twenty, by dates and by products.
func TestStudyCalendarAlarms(t *testing.T) {
	needsStudy(t)
	needsShops(t)
	for _, products := range []int{0, 2, 4, 8} {
		seen, all := 0, 0
		for _, days := range studyDays {
			at, here := 0, 0
			for i, name := range studyWorlds[:4-min(products, 1)] {
				for k, size := range studySizes {
					s, n := calendarWorld{name: name, days: days, perDay: size, products: products}.alarms(t, studySize(60), 100_000+uint64(1000*i+10_000*k))
					at, here = at+s, here+n
				}
			}
			t.Logf("%d products, %d days: false alarms %.3f of %d", products, days, float64(at)/float64(here), here)
			seen, all = seen+at, all+here
		}
		share, se := float64(seen)/float64(all), math.Sqrt(.05*.95/float64(all))
		t.Logf("%d products: false alarms %.4f of %d, standard error %.4f", products, share, all, se)
		if math.Abs(share-.05) > .01+2*se {
			t.Errorf("%d products: false alarms %.4f, promised .04 to .06", products, share)
		}
	}
}

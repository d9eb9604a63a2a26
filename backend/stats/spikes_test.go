package stats

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// spikeSample is 80 days of a made series, some days absent.
func spikeSample(t *testing.T, scale float64) *SpikeSeries {
	t.Helper()
	rng := rand.New(rand.NewPCG(3, 1))
	var y []float64
	var days, season []int
	for d := range 90 {
		v := scale * (50 + 10*float64(d%7) + 6*rng.NormFloat64())
		if d%9 != 4 {
			y, days, season = append(y, v), append(days, 20000+d), append(season, d%7)
		}
	}
	s, err := NewSpikeSeries(y, days, season)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// conditional is the expectation of the rows of set given the rows of rest, from the covariance itself.
func conditional(s *SpikeSeries, set, rest []int) []float64 {
	var cov mat.Dense
	if err := cov.Inverse(mat.NewDense(s.n, s.n, append([]float64(nil), s.w...))); err != nil {
		panic(err)
	}
	rr, sr, z := mat.NewDense(len(rest), len(rest), nil), mat.NewDense(len(set), len(rest), nil), mat.NewVecDense(len(rest), nil)
	for j, u := range rest {
		z.SetVec(j, s.z[u])
		for i, t := range rest {
			rr.Set(i, j, cov.At(t, u))
		}
		for i, t := range set {
			sr.Set(i, j, cov.At(t, u))
		}
	}
	var x, m mat.VecDense
	if err := x.SolveVec(rr, z); err != nil {
		panic(err)
	}
	m.MulVec(sr, &x)
	out := make([]float64, len(set))
	for i, t := range set {
		out[i] = s.sd * (s.z[t] - m.AtVec(i))
	}
	return out
}

func TestSpikeGapsAreConditionalMeans(t *testing.T) {
	t.Parallel()
	s := spikeSample(t, 1)
	set, masked := []int{12, 13, 14, 40, 41}, []int{20, 21, 60}
	skip := map[int]bool{}
	for _, i := range append(append([]int{}, set...), masked...) {
		skip[i] = true
	}
	var rest, quiet []int
	for i := range s.n {
		if !skip[i] {
			quiet = append(quiet, i)
		}
		if !skip[i] || i == 20 || i == 21 || i == 60 {
			rest = append(rest, i)
		}
	}
	compare := func(what string, got, want []float64) {
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-6*s.sd {
				t.Errorf("%s, row %d: got %v, want %v", what, i, got[i], want[i])
			}
		}
	}
	compare("gaps", s.Gaps(set), conditional(s, set, rest))
	less, kept := s.Without(masked)
	place := make([]int, 0, len(set))
	for i, row := range kept {
		for _, w := range set {
			if row == w {
				place = append(place, i)
			}
		}
	}
	compare("without", less.Gaps(place), conditional(s, set, quiet))
}

// A redraw is linear in the series: an effect on the truth's rows moves it by its load.
func TestSpikeRedrawIsLinear(t *testing.T) {
	t.Parallel()
	s := spikeSample(t, 1)
	truth, other := []int{12, 13, 14}, []int{14, 15, 50, 51}
	more := *s
	more.z, more.wz = append([]float64(nil), s.z...), make([]float64, s.n)
	for _, i := range truth {
		more.z[i] += 5 / s.sd
	}
	more.multiply()
	for name, set := range map[string][]int{"truth": truth, "other": other} {
		a, b := s.Redraw(set, truth), more.Redraw(set, truth)
		if math.Abs(b.Value-a.Value-5*a.Load) > 1e-9 || a.Scale != b.Scale {
			t.Errorf("%s: moved by %v with load %v", name, b.Value-a.Value, a.Load)
		}
		var mean float64
		for _, g := range s.Gaps(set) {
			mean += g / float64(len(set))
		}
		if math.Abs(mean-a.Value) > 1e-9 {
			t.Errorf("%s: value %v is not the mean gap %v", name, a.Value, mean)
		}
	}
	if load := s.Redraw(truth, truth).Load; math.Abs(load-1) > 1e-9 {
		t.Errorf("the truth picks up %v of its own effect", load)
	}
	big := spikeSample(t, 1000).Redraw(other, truth)
	if a := s.Redraw(other, truth); math.Abs(big.Value-1000*a.Value) > 1e-6*big.Scale || math.Abs(big.Scale-1000*a.Scale) > 1e-6*big.Scale {
		t.Errorf("scaled: %+v and %+v", big, a)
	}
}

func TestSpikesNeedVariation(t *testing.T) {
	t.Parallel()
	for name, y := range map[string][]float64{"constant": {4, 4, 4, 4}, "two": {1, 2}} {
		days := make([]int, len(y))
		for i := range days {
			days[i] = i
		}
		if _, err := NewSpikeSeries(y, days, nil); !errors.Is(err, ErrNoVariation) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func BenchmarkSpikeSeries(b *testing.B) {
	rng := rand.New(rand.NewPCG(3, 2))
	y, days := make([]float64, 365), make([]int, 365)
	for t := range y {
		y[t], days[t] = 100+10*rng.NormFloat64(), t
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := NewSpikeSeries(y, days, nil); err != nil {
			b.Fatal(err)
		}
	}
}

package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// series makes n days with weekdays, a drifting level and noise, and k controls that share the drift.
func series(seed uint64, n, pre, k int) BaselineInput {
	rng := rand.New(rand.NewPCG(seed, 4))
	in := BaselineInput{Pre: pre, Y: make([]float64, n), Season: make([]int, n), X: make([][]float64, k)}
	for i := range in.X {
		in.X[i] = make([]float64, n)
	}
	level := 100.0
	for t := range n {
		level += .8 * rng.NormFloat64()
		in.Season[t] = t % 7
		in.Y[t] = level + 10*math.Sin(float64(t%7)) + 5*rng.NormFloat64()
		for i := range in.X {
			in.X[i][t] = level + 6*rng.NormFloat64()
		}
	}
	return in
}

func total(t *testing.T, in BaselineInput) Mixture {
	t.Helper()
	f, err := BaselineTotal(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f.Total
}

func near(a, b, tol float64) bool { return math.Abs(a-b) <= tol*(1+math.Abs(b)) }

func TestBaselineInvariances(t *testing.T) {
	t.Parallel()
	in := series(1, 80, 66, 3)
	base := total(t, in)
	moved := func(in BaselineInput, times, plus float64) BaselineInput {
		out := in
		out.Y = make([]float64, len(in.Y))
		for i, v := range in.Y {
			out.Y[i] = times*v + plus
		}
		return out
	}
	got := total(t, moved(in, 3e6, 0))
	if !near(got.Centre(), 3e6*base.Centre(), 1e-8) || !near(got.SD(), 3e6*base.SD(), 1e-8) {
		t.Errorf("scaled: %v +- %v, want %v +- %v", got.Centre(), got.SD(), 3e6*base.Centre(), 3e6*base.SD())
	}
	// Around zero only the scale of the values themselves is left: there a constant goes through.
	low := total(t, moved(in, 1, -100))
	got = total(t, moved(in, 3, -320))
	if want := 3*low.Centre() - 14*20; !near(got.Centre(), want, 1e-9) || !near(got.SD(), 3*low.SD(), 1e-9) {
		t.Errorf("scaled and shifted: %v +- %v, want %v +- %v", got.Centre(), got.SD(), want, 3*low.SD())
	}
	turned := in
	turned.X = [][]float64{in.X[2], in.X[0], in.X[1]}
	if got := total(t, turned); !near(got.Mean(), base.Mean(), 1e-9) || !near(got.SD(), base.SD(), 1e-9) {
		t.Errorf("another order of controls: %v +- %v, want %v +- %v", got.Mean(), got.SD(), base.Mean(), base.SD())
	}
	later := in
	later.Y = append([]float64{}, in.Y...)
	for i := in.Pre; i < len(later.Y); i++ {
		later.Y[i] = math.NaN()
	}
	if got := total(t, later); got.Mean() != base.Mean() {
		t.Error("the test's own sales changed the forecast")
	}
}

func TestBaselineOddControls(t *testing.T) {
	t.Parallel()
	plain := series(3, 70, 56, 1)
	for name, extra := range map[string][]float64{
		"constant": constant(70, 5), "a copy": plain.X[0], "all missing": constant(70, math.NaN()), "zero": constant(70, 0),
	} {
		in := plain
		in.X = [][]float64{plain.X[0], extra}
		m := total(t, in)
		if math.IsNaN(m.Mean()) || !(m.SD() > 0) {
			t.Errorf("%s control: %v +- %v", name, m.Mean(), m.SD())
		}
	}
}

func constant(n int, v float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = v
	}
	return out
}

func TestBaselineConstantHistory(t *testing.T) {
	t.Parallel()
	if _, err := Baseline(BaselineInput{Y: constant(60, 8), Pre: 50}, nil); err != ErrNoVariation {
		t.Errorf("got %v, want ErrNoVariation", err)
	}
}

// An event seen in the history is expected again under the same number; one that is new makes the
// range wider.
func TestBaselineEvents(t *testing.T) {
	t.Parallel()
	in := series(4, 90, 76, 0)
	in.Events = make([]int, 90)
	for _, d := range []int{20, 21, 22, 50, 51, 52} {
		in.Y[d] += 60
		in.Events[d] = 1
	}
	none := total(t, in)
	in.Events[80], in.Events[81] = 1, 1
	again := total(t, in)
	if lift := again.Mean() - none.Mean(); lift < 90 || lift > 130 {
		t.Errorf("two promotion days are expected to bring %v, want about 120", lift)
	}
	in.Events[80], in.Events[81] = 2, 2
	if fresh := total(t, in); fresh.SD() < 1.1*again.SD() {
		t.Errorf("an event never seen before: sd %v, with a known one %v", fresh.SD(), again.SD())
	}
}

func TestMixtureQuantileInvertsCDF(t *testing.T) {
	t.Parallel()
	m := Mixture{Weight: []float64{.2, .5, .3}, Loc: []float64{-1, 0, 7}, Scale: []float64{.1, 2, 1}, DF: 9}
	for _, p := range []float64{.001, .025, .2, .5, .9, .975, .9999} {
		if got := m.CDF(m.Quantile(p)); !near(got, p, 1e-8) {
			t.Errorf("CDF(Quantile(%v)) = %v", p, got)
		}
	}
}

// Simulated quiet months from the model's own family: 95 % intervals miss about 5 %.
func TestBaselineHoldsItsLevel(t *testing.T) {
	t.Parallel()
	const runs = 120
	missed := 0
	for s := range runs {
		in := series(uint64(100+s), 84, 70, 0)
		m := total(t, in)
		var actual float64
		for _, v := range in.Y[in.Pre:] {
			actual += v
		}
		if p := m.CDF(actual); p < .025 || p > .975 {
			missed++
		}
	}
	// Binomial: 5 % of 120 is 6, sd 2.4.
	if missed > 13 {
		t.Errorf("%d of %d quiet windows outside the 95 %% interval", missed, runs)
	}
}

func BenchmarkBaseline180x6(b *testing.B) {
	in := series(9, 208, 180, 6)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Baseline(in, nil); err != nil {
			b.Fatal(err)
		}
	}
}

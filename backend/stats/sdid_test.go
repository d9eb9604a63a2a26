package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

type synthdidValue struct {
	Estimate    float64            `json:"estimate"`
	PlaceboSE   float64            `json:"placebo_se_seed12345_200reps"`
	Placebos    []float64          `json:"deterministic_placebo_each_control"`
	Omega       map[string]float64 `json:"omega"`
	Noise       float64            `json:"noise_level"`
	EffectCurve []float64          `json:"effect_curve"`
}

// synthdid 0.0.9: synthdid_estimate, sc_estimate, did_estimate on california_prop99.
func TestProp99AsPublished(t *testing.T) {
	t.Parallel()
	y, units := readPanelFile(t, "prop99.csv", 0, 2)
	golden := readPublished(t).Prop99
	u, california := NewUnits(y, 19, true), only(units, "California")
	for name, how := range map[string]Weighting{"prop99_synthdid": SDIDPublished, "prop99_sc": PlainSC, "prop99_did": DiD} {
		want := part[synthdidValue](t, golden[name])
		c, err := u.Contrast(california, how)
		if err != nil {
			t.Fatal(name, err)
		}
		within(t, name, c.Effect, want.Estimate, 1e-6*-want.Estimate)
		for i, v := range u.Gap(c)[19:] {
			within(t, name+" curve", v, want.EffectCurve[i], 1e-5)
		}
		for i, s := range units {
			within(t, name+" omega "+s, c.Control[i], want.Omega[s], 1e-6)
		}
		if name == "prop99_synthdid" {
			within(t, "noise", u.noise(otherThan(california)), want.Noise, 1e-9)
			within(t, "lambda 1988", c.Time[18], 0.4270763175034, 1e-6)
			within(t, "lambda 1986", c.Time[16], 0.3664706319365, 1e-6)
		}
		placebosEach(t, name, y, units, how, want.Placebos)
	}
}

func otherThan(treated []bool) []int {
	var out []int
	for i, on := range treated {
		if !on {
			out = append(out, i)
		}
	}
	return out
}

// placebosEach takes California out and lets each other state pass as treated once.
func placebosEach(t *testing.T, name string, y [][]float64, units []string, how Weighting, want []float64) {
	t.Helper()
	var rest [][]float64
	for i, s := range units {
		if s != "California" {
			rest = append(rest, y[i])
		}
	}
	u := NewUnits(rest, 19, true)
	for i, w := range want {
		set := make([]bool, len(rest))
		set[i] = true
		c, err := u.Contrast(set, how)
		if err != nil {
			t.Fatal(name, i, err)
		}
		within(t, name+" placebo", c.Effect, w, 2e-5)
	}
}

// The exact minimum lies where the published program ends when it is run tight (-15.605493342043), and
// its zero-ridge sibling is the exact synthetic control.
func TestSDIDExactOnProp99(t *testing.T) {
	t.Parallel()
	y, units := readPanelFile(t, "prop99.csv", 0, 2)
	c, err := NewUnits(y, 19, true).Contrast(only(units, "California"), SDID)
	if err != nil {
		t.Fatal(err)
	}
	within(t, "sdid", c.Effect, -15.605493342043, 1e-5*15.6)
}

// placeboSE draws as many placebo units as are treated from the controls, reps times.
func placeboSE(t *testing.T, y [][]float64, controls []int, n1, pre, reps int, how Weighting) float64 {
	t.Helper()
	var rest [][]float64
	for _, i := range controls {
		rest = append(rest, y[i])
	}
	u, rng, effects := NewUnits(rest, pre, true), rand.New(rand.NewPCG(1, 2)), make([]float64, reps)
	for r := range effects {
		set := make([]bool, len(rest))
		for _, i := range rng.Perm(len(rest))[:n1] {
			set[i] = true
		}
		c, err := u.Contrast(set, how)
		if err != nil {
			t.Fatal(err)
		}
		effects[r] = c.Effect
	}
	_, sd := meanSD(effects)
	return sd * math.Sqrt(float64(reps-1)/float64(reps))
}

// A standard deviation of 200 draws has a standard error of about sd/sqrt(400) here, more with heavy
// tails; both sides are drawn, so 4 sqrt(2) of them are 28 %.
func TestProp99PlaceboError(t *testing.T) {
	t.Parallel()
	y, units := readPanelFile(t, "prop99.csv", 0, 2)
	golden := readPublished(t).Prop99
	controls := otherThan(only(units, "California"))
	for name, how := range map[string]Weighting{"prop99_synthdid": SDIDPublished, "prop99_sc": PlainSC, "prop99_did": DiD} {
		want := part[synthdidValue](t, golden[name]).PlaceboSE
		got := placeboSE(t, y, controls, 1, 19, 200, how)
		t.Logf("%s: placebo error %.3f, published draw %.3f", name, got, want)
		within(t, name, got, want, .28*want)
	}
}

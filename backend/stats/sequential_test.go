package stats

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// sequentialGolden is the part `sequential` of the reference values.
type sequentialGolden struct {
	Mean struct {
		Inputs struct {
			SumA  float64 `json:"sum_a"`
			SqA   float64 `json:"sumsq_a"`
			NA    int     `json:"n_a"`
			SumB  float64 `json:"sum_b"`
			SqB   float64 `json:"sumsq_b"`
			NB    int     `json:"n_b"`
			Tune  int     `json:"tuning"`
			Alpha float64 `json:"alpha"`
		} `json:"inputs"`
		Ours []float64 `json:"our_formula"`
	} `json:"growthbook_test_sequential_mean"`
	Prop struct {
		Inputs struct {
			XA    float64 `json:"x_a"`
			NA    int     `json:"n_a"`
			XB    float64 `json:"x_b"`
			NB    int     `json:"n_b"`
			Tune  int     `json:"tuning"`
			Alpha float64 `json:"alpha"`
		} `json:"inputs"`
		Ours []float64 `json:"our_formula"`
	} `json:"growthbook_test_sequential_prop"`
	Table []struct {
		Sigma2, Alpha, Rho float64
		N, Tuning          int
		Half               float64 `json:"half_two_sided"`
		Fixed              float64 `json:"fixed_n_z"`
	} `json:"asymptotic_cs_halfwidth_table"`
	MSPRT []struct {
		Diff   float64 `json:"mean_diff"`
		N      float64
		Sigma2 float64
		Tau2   float64
		Lambda float64 `json:"lambda_n"`
		P      float64 `json:"p_always_valid"`
	} `json:"msprt_normal"`
	OBF05    []float64 `json:"lan_demets_obf_4looks_alpha0.05"`
	OBF10    []float64 `json:"lan_demets_obf_4looks_alpha0.1"`
	Pocock05 []float64 `json:"lan_demets_pocock_4looks_alpha0.05"`
	Pocock10 []float64 `json:"lan_demets_pocock_4looks_alpha0.1"`
}

func readSequential(t *testing.T) sequentialGolden {
	t.Helper()
	b, err := os.ReadFile("../../testdata/golden/reference_values.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Sequential sequentialGolden `json:"sequential"`
	}
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return all.Sequential
}

func agrees(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*max(math.Abs(want), 1)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// Waudby-Smith et al. (2024): the golden table of half widths, and beside it what one look needs.
func TestAsymptoticHalfWidths(t *testing.T) {
	t.Parallel()
	table := readSequential(t).Table
	if len(table) == 0 {
		t.Fatal("no rows")
	}
	for _, r := range table {
		rho := MixtureRho(r.Tuning, r.Alpha)
		agrees(t, "rho", rho, r.Rho, 1e-12)
		n := float64(r.N)
		agrees(t, "half width", math.Sqrt(r.Sigma2/n)*AlwaysValid{n * rho * rho}.Bound(r.Alpha), r.Half, 1e-9)
		g := Gain{SE: math.Sqrt(r.Sigma2 / n), DF: 1e9}
		_, up := g.Interval(1 - r.Alpha)
		agrees(t, "one look", up, r.Fixed, 1e-6)
	}
}

// The mSPRT of Johari et al. (2022) on normal rows: R = n tau^2/sigma^2.
func TestMSPRT(t *testing.T) {
	t.Parallel()
	for _, r := range readSequential(t).MSPRT {
		m := AlwaysValid{r.N * r.Tau2 / r.Sigma2}
		z := r.Diff * math.Sqrt(r.N/r.Sigma2)
		agrees(t, "lambda", math.Exp(m.LogLambda(z)), r.Lambda, 1e-9)
		agrees(t, "p", m.P(z), r.P, 1e-9)
	}
}

// GrowthBook's unit tests of sequential tests, a relative effect with the delta method's error.
func TestGrowthBookValues(t *testing.T) {
	t.Parallel()
	g := readSequential(t)
	check := func(a, b, va, vb float64, na, nb, tune int, alpha float64, want []float64) {
		n := float64(na + nb)
		effect := b/a - 1
		se := math.Sqrt(vb/float64(nb)/(a*a) + va/float64(na)*b*b/math.Pow(a, 4))
		rho := MixtureRho(tune, alpha)
		half := AlwaysValid{n * rho * rho}.Bound(alpha) * se
		for i, got := range []float64{effect, se, effect - half, effect + half} {
			agrees(t, "value", got, want[i], 1e-6)
		}
	}
	m := g.Mean.Inputs
	va := (m.SqA - m.SumA*m.SumA/float64(m.NA)) / float64(m.NA-1)
	vb := (m.SqB - m.SumB*m.SumB/float64(m.NB)) / float64(m.NB-1)
	check(m.SumA/float64(m.NA), m.SumB/float64(m.NB), va, vb, m.NA, m.NB, m.Tune, m.Alpha, g.Mean.Ours)
	p := g.Prop.Inputs
	a, b := p.XA/float64(p.NA), p.XB/float64(p.NB)
	check(a, b, a*(1-a), b*(1-b), p.NA, p.NB, p.Tune, p.Alpha, g.Prop.Ours)
}

// confseq, test/uniform_boundaries_test.cpp, two-sided normal mixture: R = v/rho, s = z sqrt(v).
func TestConfseqTwoSidedNormalMixture(t *testing.T) {
	t.Parallel()
	rho := 1 / math.Pow(MixtureRho(1, .05), 2) * 100
	agrees(t, "best rho", rho, 12.60056, 1e-6)
	m := AlwaysValid{100 / rho}
	agrees(t, "log mixture", m.LogLambda(10/math.Sqrt(100)), -.6510052, 1e-6)
	agrees(t, "bound", m.Bound(.05)*math.Sqrt(100), 30.35209, 1e-6)
}

// p at most alpha exactly where the range excludes zero, at few and many rows.
func TestAlwaysValidRangeAndPAgree(t *testing.T) {
	t.Parallel()
	for _, df := range []float64{5, 40, 4000} {
		for _, r := range []float64{.01, 1, 300} {
			m := AlwaysValid{r}
			_, half := Gain{Effect: 1, SE: 1, DF: df}.AlwaysValid(m, .05)
			for _, e := range []float64{.999, 1.001} {
				p, _ := Gain{Effect: e * half, SE: 1, DF: df}.AlwaysValid(m, .05)
				if (p <= .05) != (e > 1) {
					t.Errorf("df %v, R %v: at %v of the half width p is %v", df, r, e, p)
				}
			}
		}
	}
	for _, df := range []float64{9, 60} { // Wallace's form against the t distribution itself
		g := Gain{Effect: 3, SE: 1, DF: df}
		p, _ := g.AlwaysValid(AlwaysValid{4}, .05)
		if exact := (AlwaysValid{4}).P(-distuv.UnitNormal.Quantile(g.P() / 2)); math.Abs(p-exact) > .01*exact {
			t.Errorf("df %v: p %v, exactly %v", df, p, exact)
		}
	}
	if p, half := (Gain{Effect: 1e12, SE: 1, DF: 1e6}).AlwaysValid(AlwaysValid{5}, .05); p != 0 || !(half > 1) {
		t.Errorf("a million standard errors: p %v, half %v", p, half)
	}
}

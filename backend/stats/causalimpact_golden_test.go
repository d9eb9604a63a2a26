package stats

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// ciGolden is one data set of testdata/golden/causalimpact_values.json.
type ciGolden struct {
	CSV string
	R   struct {
		Pre, Post []string
		Args      struct {
			Seasons int `json:"nseasons"`
		} `json:"model_args"`
		Result struct {
			Effect     ciSummary `json:"abs_effect"`
			Lower      ciSummary `json:"abs_effect_lower"`
			Upper      ciSummary `json:"abs_effect_upper"`
			SD         ciSummary `json:"abs_effect_sd"`
			P          float64
			SigmaObs   float64            `json:"sigma_obs_mean_std"`
			SigmaLevel float64            `json:"sigma_level_mean_std"`
			Inclusion  map[string]float64 `json:"inclusion"`
		}
		Pointwise struct {
			Lower, Upper []float64
			Mean         []float64 `json:"point_pred"`
		} `json:"pointwise_post"`
	} `json:"R_CausalImpact"`
	Exact *struct {
		Mean  float64 `json:"pred_mean_total"`
		SD    float64 `json:"pred_sd_total"`
		Lower float64 `json:"pred_lower_total"`
		Upper float64 `json:"pred_upper_total"`
	} `json:"exact_CausalImpact_posterior"`
}

type ciSummary struct{ Cumulative float64 }

// ciCase is a golden data set read as the kernel takes it.
type ciCase struct {
	golden ciGolden
	in     CausalImpactInput
	actual float64
}

func ciCases(t *testing.T) map[string]ciCase {
	t.Helper()
	dir := os.Getenv("CREATORLIFT_DATA")
	if dir == "" {
		t.Skip("CREATORLIFT_DATA is not set: the series of CausalImpact's golden values are not here")
	}
	var file struct{ Datasets map[string]ciGolden }
	b, err := os.ReadFile("../../testdata/golden/causalimpact_values.json")
	if err == nil {
		err = json.Unmarshal(b, &file)
	}
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]ciCase{}
	for name, g := range file.Datasets {
		cases[name] = readCICase(t, filepath.Join(dir, "baseline", filepath.Base(g.CSV)), g)
	}
	return cases
}

func readCICase(t *testing.T, path string, g ciGolden) ciCase {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	c := ciCase{golden: g, in: CausalImpactInput{Seasons: g.R.Args.Seasons, X: make([][]float64, len(rows[0])-2)}}
	for i, r := range rows[1:] {
		v := make([]float64, len(r))
		for j, s := range r[1:] {
			if v[j+1], err = strconv.ParseFloat(strings.TrimSpace(s), 64); err != nil {
				t.Fatal(err)
			}
		}
		if r[0] == strings.TrimSpace(g.R.Post[0]) {
			c.in.Pre = i
		}
		if c.in.Pre > 0 {
			c.actual += v[1]
		}
		c.in.Y = append(c.in.Y, v[1])
		for j := range c.in.X {
			c.in.X[j] = append(c.in.X[j], v[j+2])
		}
	}
	return c
}

// R CausalImpact 1.4.1 with bsts 0.9.10, and the exact posterior of the same model. Tolerances of
// METHODS.md section 1: .02 of the effect's sd against the exact mean, .05 against R's (1,000 or 5,000
// draws) and .2 on its bounds.
func TestCausalImpactGolden(t *testing.T) {
	t.Parallel()
	for name, c := range ciCases(t) {
		fit, err := CausalImpact(c.in, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		g := c.golden
		r := g.R.Result
		mean, lo, hi := fit.Total.Mean(), fit.Total.Quantile(.025), fit.Total.Quantile(.975)
		sd := r.SD.Cumulative
		offs := map[string][2]float64{
			"mean of R":  {(c.actual - mean - r.Effect.Cumulative) / sd, .05},
			"lower of R": {(c.actual - hi - r.Lower.Cumulative) / sd, .2},
			"upper of R": {(c.actual - lo - r.Upper.Cumulative) / sd, .2},
		}
		if e := g.Exact; e != nil {
			offs["exact mean"] = [2]float64{(mean - e.Mean) / e.SD, .02}
			// With seasons the file's bounds are 3 % narrower than R's and ours, which agree within .02 sd.
			offs["exact lower"] = [2]float64{(lo - e.Lower) / e.SD, .07}
			offs["exact upper"] = [2]float64{(hi - e.Upper) / e.SD, .07}
		}
		for what, o := range offs {
			if math.Abs(o[0]) > o[1] {
				t.Errorf("%s: %s is off by %+.4f sd, allowed %.2f", name, what, o[0], o[1])
			}
		}
		if math.Abs(fit.SigmaObs-r.SigmaObs) > .01 || math.Abs(fit.SigmaLevel-r.SigmaLevel) > 2e-4 {
			t.Errorf("%s: noise %.4f and level %.5f, R has %.4f and %.5f", name, fit.SigmaObs, fit.SigmaLevel, r.SigmaObs, r.SigmaLevel)
		}
		checkCIDays(t, name, fit, g)
	}
}

// checkCIDays compares the single periods of the test with R's: its quantiles of 1,000 draws have a
// standard error of about .08 sd, so .35 sd holds for the farthest of some 500 values.
func checkCIDays(t *testing.T, name string, fit *CausalImpactFit, g ciGolden) {
	t.Helper()
	from := len(fit.Days) - len(g.R.Pointwise.Mean)
	for i, want := range g.R.Pointwise.Mean {
		d := fit.Days[from+i]
		sd := d.SD()
		for what, off := range map[string]float64{"mean": d.Mean() - want, "lower": d.Quantile(.025) - g.R.Pointwise.Lower[i], "upper": d.Quantile(.975) - g.R.Pointwise.Upper[i]} {
			if math.Abs(off) > .35*sd {
				t.Errorf("%s, period %d of the test: %s is off by %.3f sd", name, i, what, off/sd)
			}
		}
	}
	last, total := fit.Cum[len(fit.Cum)-1], fit.Total
	if math.Abs(last.Mean()-total.Mean()) > 1e-9*total.SD() || math.Abs(last.SD()-total.SD()) > 1e-9*total.SD() {
		t.Errorf("%s: the last running sum is not the total", name)
	}
}

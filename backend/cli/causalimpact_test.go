package cli

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestCausalImpactAsInR: the data sets of R's golden values, read as the files they are, give R's numbers on
// the command line: the mean within .05 sd of R (.02 of the exact posterior), the bounds within .2.
func TestCausalImpactAsInR(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("CREATORLIFT_DATA")
	if dir == "" {
		t.Skip("CREATORLIFT_DATA is not set: the series of CausalImpact's golden values are not here")
	}
	type cumulative struct{ Cumulative float64 }
	var golden struct {
		Datasets map[string]struct {
			CSV string
			R   struct {
				Post []string
				Args struct{ Nseasons int } `json:"model_args"`
				K    int
				// Result is R's summary.
				Result struct {
					Effect cumulative `json:"abs_effect"`
					Lower  cumulative `json:"abs_effect_lower"`
					Upper  cumulative `json:"abs_effect_upper"`
					SD     cumulative `json:"abs_effect_sd"`
				}
			} `json:"R_CausalImpact"`
			Exact *struct {
				Effect float64 `json:"effect_cum"`
			} `json:"exact_CausalImpact_posterior"`
		}
	}
	b, err := os.ReadFile("../../testdata/golden/causalimpact_values.json")
	if err == nil {
		err = json.Unmarshal(b, &golden)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, g := range golden.Datasets {
		args := []string{"estimate", filepath.Join(dir, "baseline", filepath.Base(g.CSV)), "--json", "--no-audit", "--method", "causalimpact",
			"--treated", "y", "--start", strings.TrimSpace(g.R.Post[0]), "--end", strings.TrimSpace(g.R.Post[1])}
		if name == "arma_plus0" {
			args = append(args, "--controls", "X")
		} else if g.R.K > 0 {
			args = append(args, "--controls", []string{"x1", "x1,x2"}[g.R.K-1])
		}
		if g.R.Args.Nseasons > 1 {
			args = append(args, "--seasons", strconv.Itoa(g.R.Args.Nseasons))
		}
		d := run(args...).doc(t)
		if d["status"] != "ok" || d["method"] != "causalimpact" {
			t.Errorf("%s: %v", name, d)
			continue
		}
		total, r := d["total"].(map[string]any), g.R.Result
		off := func(field string, want, most float64) {
			if gap := (total[field].(float64) - want) / r.SD.Cumulative; math.Abs(gap) > most {
				t.Errorf("%s: %s %v is %.3f sd from %v, allowed %.2f", name, field, total[field], gap, want, most)
			}
		}
		off("effect", r.Effect.Cumulative, .05)
		off("lower", r.Lower.Cumulative, .2)
		off("upper", r.Upper.Cumulative, .2)
		if g.Exact != nil {
			off("effect", g.Exact.Effect, .02)
		}
	}
}

// TestCausalImpactSaysWhatItIs: its warning, its audit, its flag, and that auto never takes it.
func TestCausalImpactSaysWhatItIs(t *testing.T) {
	t.Parallel()
	panel := panelFile(t)
	d := run(question(panel, "--json", "--method", "causalimpact", "--controls", "u2,u3", "--seasons", "7")...).doc(t)
	warnings, _ := json.Marshal(d["warnings"])
	audit, _ := d["audit"].(map[string]any)
	if d["status"] != "ok" || !strings.Contains(string(warnings), "19.8 %") || audit["widening"] != 1.0 || audit["placebos"].(float64) < 1 {
		t.Errorf("%v %s %v", d["status"], warnings, audit)
	}
	numbers := keys(d["diagnostics"].(map[string]any)["numbers"])
	if want := []string{"control_sets", "forecast_sd", "inclusion of u2", "inclusion of u3", "one_sided_p", "sigma_level", "sigma_obs", "sigma_season"}; !slices.Equal(numbers, want) {
		t.Errorf("numbers %v", numbers)
	}
	for _, bad := range [][]string{{"--seasons", "7"}, {"--method", "baseline", "--seasons", "7"}, {"--method", "causalimpact", "--seasons", "1"}, {"--method", "causalimpact", "--seasons", "-7"}, {"--method", "causalimpact", "--seasons", "5000"}} {
		if r := run(question(panel, append(bad, "--json")...)...); r.code != exitUsage || r.doc(t)["code"] != "bad_seasons" {
			t.Errorf("%v: exit %d, %s", bad, r.code, r.out)
		}
	}
	if a := run(question(panel, "--json", "--controls", "none")...).doc(t); a["method"] != "baseline" {
		t.Errorf("auto took %v", a["method"])
	}
}

package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func tableFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "codes.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const codes = "who,arm,revenue,orders,before\n1,none,10,1,8\n2,none,14,2,15\n3,none,9,1,11\n4,A,12,1,9\n5,A,22,2,13\n6,A,17,1,12\n"

// TestCompareDocument holds the answer to the contract, in both forms.
func TestCompareDocument(t *testing.T) {
	t.Parallel()
	ask := func(more ...string) ran {
		return run(append([]string{"compare", tableFile(t, codes), "--arm", "arm", "--control", "none", "--metric", "revenue"}, more...)...)
	}
	r := ask("--json")
	d := r.doc(t)
	if r.code != 0 || r.err != "" || d["status"] != "ok" || d["control"] != "none" {
		t.Fatalf("exit %d, %s%s", r.code, r.out, r.err)
	}
	arm := d["arms"].([]any)[1].(map[string]any)
	effect := d["effects"].([]any)[0].(map[string]any)
	if arm["name"] != "A" || arm["n"] != 3.0 || arm["mean"] != 17.0 || effect["arm"] != "A" || effect["effect"] != 6.0 {
		t.Errorf("%v, %v", arm, effect)
	}
	for _, field := range []string{"se", "lower", "upper", "p_value", "relative", "together", "always", "significant"} {
		if _, there := effect[field]; !there {
			t.Errorf("no field %s", field)
		}
	}
	if _, ok := d["warnings"].([]any); !ok {
		t.Error("no warnings")
	}
	if words := ask("--denominator", "orders", "--id", "who"); words.code != 0 || !strings.Contains(words.out, "revenue per orders") || !strings.Contains(words.out, "range ") {
		t.Errorf("%+v", words)
	}
	if r := ask("--level", "0.8", "--split", "none=1, A=2", "--expect", "50", "--json"); r.code != 0 || r.doc(t)["sample_ratio"].(map[string]any)["expected"].(map[string]any)["A"].(float64) < .66 {
		t.Errorf("%+v", r)
	}
}

func TestCompareRefuses(t *testing.T) {
	t.Parallel()
	path := tableFile(t, codes)
	for name, c := range map[string]struct {
		args []string
		code string
	}{
		"no file":    {[]string{"--arm", "arm", "--control", "none", "--metric", "revenue"}, "bad_usage"},
		"no control": {[]string{path, "--arm", "arm", "--metric", "revenue"}, "bad_usage"},
		"no column":  {[]string{path, "--arm", "arms", "--control", "none", "--metric", "revenue"}, "no_column"},
		"bad split":  {[]string{path, "--arm", "arm", "--control", "none", "--metric", "revenue", "--split", "none"}, "bad_split"},
		"missing":    {[]string{path + "x", "--arm", "arm", "--control", "none", "--metric", "revenue"}, "cannot_open"},
		"empty":      {[]string{tableFile(t, ""), "--arm", "arm", "--control", "none", "--metric", "revenue"}, "empty_file"},
	} {
		r := run(append(append([]string{"compare"}, c.args...), "--json")...)
		if r.code != 2 || r.doc(t)["code"] != c.code {
			t.Errorf("%s: exit %d, %s", name, r.code, r.out)
		}
	}
	for name, c := range map[string]struct{ text, reason string }{
		"text":      {strings.Replace(codes, "22", "lots", 1), `line 6, column revenue: "lots"`},
		"no arm A1": {strings.ReplaceAll(codes, "none", "off"), `"none"`},
	} {
		r := run("compare", tableFile(t, c.text), "--arm", "arm", "--control", "none", "--metric", "revenue", "--json")
		d := r.doc(t)
		if r.code != 1 || d["status"] != "not_estimable" || !strings.Contains(d["reason"].(string), c.reason) {
			t.Errorf("%s: exit %d, %s", name, r.code, r.out)
		}
	}
}

// TestCompareLaLonde is the check an analyst would make: one command against R's t.test.
func TestCompareLaLonde(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("CREATORLIFT_DATA")
	if dir == "" {
		t.Skip("CREATORLIFT_DATA is not set: LaLonde's experiment is not here")
	}
	r := run("compare", filepath.Join(dir, "lalonde_nsw_experimental.csv.gz"), "--arm", "treat", "--control", "0", "--metric", "re78", "--json")
	var a struct {
		Effects []struct{ Effect, SE, Lower, Upper float64 }
	}
	if err := json.Unmarshal([]byte(r.out), &a); err != nil || len(a.Effects) != 1 {
		t.Fatalf("%v: %s", err, r.out)
	}
	got := []int{int(100 * a.Effects[0].Effect), int(100 * a.Effects[0].SE), int(100 * a.Effects[0].Lower), int(100 * a.Effects[0].Upper)}
	if !slices.Equal(got, []int{179434, 67099, 47401, 311467}) {
		t.Errorf("cents %v", got)
	}
}

// TestLooksOnTheCommandLine: the plan stands in the answer, and there is no verdict before its day.
func TestLooksOnTheCommandLine(t *testing.T) {
	t.Parallel()
	panel := panelFile(t)
	r := run(question(panel, "--method", "did", "--assignment", "random", "--level", "0.8", "--looks", "2026-03-05,2026-03-08", "--as-at", "2026-03-06", "--json")...)
	d := r.doc(t)
	looks, _ := d["looks"].(map[string]any)
	if r.code != 0 || looks["verdict"] != "hidden" || d["significant"] != false || d["p_value"] != nil || len(looks["plan"].([]any)) != 3 {
		t.Fatalf("exit %d, %s", r.code, r.out)
	}
	if words := run(question(panel, "--method", "did", "--assignment", "random", "--level", "0.8", "--looks", "2026-03-05,2026-03-08", "--as-at", "2026-03-06")...); !strings.Contains(words.out, "more days until the next planned look") {
		t.Errorf("%+v", words)
	}
	if r := run(question(panel, "--looks", "2026-03-05", "--json")...); r.code != 2 || r.doc(t)["code"] != "bad_looks" {
		t.Errorf("%+v", r)
	}
}

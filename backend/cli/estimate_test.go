package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestEstimateDocument holds the two forms of the answer to the contract.
func TestEstimateDocument(t *testing.T) {
	t.Parallel()
	panel := panelFile(t)
	r := run(question(panel, "--json")...)
	d := r.doc(t)
	if r.code != 0 || r.err != "" {
		t.Fatalf("exit %d, %s", r.code, r.err)
	}
	for _, field := range []string{"status", "method", "level", "total", "relative", "p_value", "significant", "days", "audit", "diagnostics", "warnings"} {
		if _, there := d[field]; !there {
			t.Errorf("no field %s", field)
		}
	}
	if !slices.Equal(keys(d["total"]), []string{"counterfactual", "effect", "lower", "observed", "upper"}) || !slices.Equal(keys(d["relative"]), []string{"effect", "lower", "upper"}) {
		t.Errorf("total %v, relative %v", d["total"], d["relative"])
	}
	total := d["total"].(map[string]any)
	if d["significant"] != (total["lower"].(float64) > 0 || total["upper"].(float64) < 0) || d["level"] != .95 {
		t.Errorf("%v at %v with %v", d["significant"], d["level"], total)
	}
	days := d["days"].([]any)
	if last := days[len(days)-1].(map[string]any); last["date"] != "2026-03-10" || last["in_test"] != true {
		t.Errorf("the test ends with %v: both dates are inclusive", last)
	}
	in := 0
	for _, x := range days {
		if x.(map[string]any)["in_test"] == true {
			in++
		}
	}
	if in != 10 {
		t.Errorf("%d days from 1 to 10 March", in)
	}
	if words := run(question(panel)...); words.code != 0 || !strings.Contains(words.out, "range −") || !strings.Contains(words.out, "How far to trust this: C") {
		t.Errorf("in words: %+v", words)
	}

	r = run(question(panel, "--treated", "nobody", "--json")...)
	if d := r.doc(t); r.code != 1 || d["status"] != "not_estimable" || !strings.Contains(d["reason"].(string), "nobody") || d["total"] != nil {
		t.Errorf("not estimable: exit %d, %v", r.code, d)
	}
	if words := run(question(panel, "--treated", "nobody")...); words.code != 1 || !strings.Contains(words.out, `"nobody" is not in the panel`) {
		t.Errorf("not estimable, in words: %+v", words)
	}
}

// TestEstimateControls: none is a forecast, names are the only controls, absent means all others.
func TestEstimateControls(t *testing.T) {
	t.Parallel()
	panel := panelFile(t)
	for name, c := range map[string]struct {
		flags []string
		want  int
	}{"none": {[]string{"--controls", "none", "--method", "baseline"}, 0}, "two": {[]string{"--controls", "u2, u3", "--method", "baseline"}, 2}, "all": {[]string{"--method", "baseline"}, 9}} {
		d := run(question(panel, append(c.flags, "--json")...)...).doc(t)
		used, _ := d["diagnostics"].(map[string]any)["controls"].([]any)
		if d["status"] != "ok" || len(used) != c.want {
			t.Errorf("%s: %v controls, want %d", name, used, c.want)
		}
	}
}

// TestMethods: the list holds every method that estimate takes.
func TestMethods(t *testing.T) {
	t.Parallel()
	r := run("estimate", "--method", "list")
	if r.code != 0 || r != run("readout", "--method", "list") {
		t.Errorf("%+v", r)
	}
	panel := panelFile(t)
	for _, name := range []string{"auto", "baseline", "did", "sc"} {
		if !strings.Contains(r.out, name+" ") {
			t.Errorf("%s is not listed", name)
		}
		if a := run(question(panel, "--method", name, "--level", "0.8", "--json")...); a.code != 0 {
			t.Errorf("%s: %s", name, a.out)
		}
	}
}

// TestCases: one answer a line in order, under its own id; a bad line is answered with its error and
// its number, and the others all the same.
func TestCases(t *testing.T) {
	t.Parallel()
	panel := panelFile(t)
	line := func(id, more string) string {
		return `{"id":` + id + `,"panel":"panel.csv","treated":["u1"],"start":"2026-03-01","end":"2026-03-10"` + more + "}\n"
	}
	ask := func(body string) (ran, []map[string]any) {
		path := filepath.Join(filepath.Dir(panel), "cases.jsonl")
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		r := run("estimate", "--cases", path, "--json", "--no-audit")
		var list []map[string]any
		for _, text := range strings.Split(strings.TrimSuffix(r.out, "\n"), "\n") {
			var d map[string]any
			if err := json.Unmarshal([]byte(text), &d); err != nil {
				t.Fatalf("%v: %q", err, text)
			}
			list = append(list, d)
		}
		return r, list
	}
	r, list := ask(line(`"a"`, "") + "\n" + line("2", `,"controls":[]`) + line(`"c"`, `,"controls":["nobody"]`) + line(`"d"`, `,"method":"did","level":0.8`))
	if r.code != 0 || r.err != "" || len(list) != 4 {
		t.Fatalf("exit %d, %d answers, %s", r.code, len(list), r.err)
	}
	if list[0]["id"] != "a" || list[1]["id"] != 2.0 || list[1]["method"] != "baseline" || list[2]["status"] != "not_estimable" || list[3]["method"] != "did" {
		t.Errorf("%v", list)
	}
	single := run(question(panel, "--json", "--no-audit")...).doc(t)
	if list[0]["total"].(map[string]any)["effect"] != single["total"].(map[string]any)["effect"] {
		t.Error("a case is answered otherwise than the same question alone")
	}
	r, list = ask(line(`"a"`, "") + "{bad\n" + line(`"c"`, `,"method":"zork"`) + line(`"d"`, "") + strings.Replace(line(`"e"`, ""), "panel.csv", "missing.csv", 1))
	if r.code != 1 || len(list) != 5 {
		t.Fatalf("exit %d, %d answers", r.code, len(list))
	}
	for i, want := range []string{"", "bad_case", "unknown_method", "", "cannot_open"} {
		if got, _ := list[i]["code"].(string); got != want {
			t.Errorf("line %d: got %q, want %q", i+1, got, want)
		}
	}
	if m := list[1]["message"].(string); !strings.Contains(m, "line 2") || list[3]["status"] != "ok" || list[4]["id"] != "e" {
		t.Errorf("%q; %v", m, list[3:])
	}
}

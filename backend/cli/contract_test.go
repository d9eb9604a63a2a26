package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/api"
)

// ran is how one command line ended.
type ran struct {
	code     int
	out, err string
}

func runAs(in string, interactive bool, args ...string) ran {
	var out, err bytes.Buffer
	code := Run(context.Background(), &api.App{}, args, Terminal{In: strings.NewReader(in), Out: &out, Err: &err, Interactive: interactive})
	return ran{code, out.String(), err.String()}
}

func run(args ...string) ran { return runAs("", false, args...) }

// doc reads the one JSON document on standard output and refuses anything else there.
func (r ran) doc(t *testing.T) map[string]any {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(r.out))
	var v map[string]any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("standard output holds no JSON document: %v\n%s", err, r.out)
	}
	if _, err := dec.Token(); err != io.EOF || strings.Count(r.out, "\n") != 1 || !strings.HasSuffix(r.out, "\n") {
		t.Fatalf("standard output holds more than one line of JSON:\n%s", r.out)
	}
	return v
}

func keys(v any) []string { return slices.Sorted(maps.Keys(v.(map[string]any))) }

// write makes a file in a folder of its own and returns its path.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func newDB(t *testing.T) string { return filepath.Join(t.TempDir(), "brand.db") }

const orders = "order_id,created_at,amount,currency\n1,2026-10-05,5.00,USD\n2,2026-10-06,6.00,USD\n"

// panelFile is 80 days of ten units with nothing going on.
func panelFile(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("date,unit,value\n")
	for i := range 80 {
		for u := range 10 {
			fmt.Fprintf(&b, "2026-%02d-%02d,u%d,%d\n", 1+i/28, 1+i%28, u, 100+u*10+(i*7+u*3)%11)
		}
	}
	return write(t, "panel.csv", b.String())
}

// question are the flags of an answerable question about panelFile; a later flag of the same name wins.
func question(panel string, more ...string) []string {
	return append([]string{"estimate", panel, "--treated", "u1", "--start", "2026-03-01", "--end", "2026-03-10"}, more...)
}

// TestWrongUsage: exit 2, the error document alone on standard output with --json and nothing there
// without it, message and hint on standard error both times.
func TestWrongUsage(t *testing.T) {
	t.Parallel()
	file, panel, db := write(t, "orders.csv", orders), panelFile(t), newDB(t)
	missing := filepath.Join(t.TempDir(), "missing")
	broken, strange := write(t, "m.json", "{bad"), write(t, "n.json", `{"columns":{"nonsense":"x"}}`)
	cases := map[string]struct {
		code string
		args []string
	}{
		"unknown command":       {"unknown_command", []string{"nonsense"}},
		"unknown flag":          {"bad_usage", []string{"import", file, "--frobnicate"}},
		"flag without value":    {"bad_usage", []string{"import", file, "--zone"}},
		"value of a wrong kind": {"bad_usage", []string{"demo", "--seed", "-1"}},
		"no file to import":     {"no_files", []string{"import"}},
		"unknown format":        {"unknown_format", []string{"import", file, "--format", "zork"}},
		"unknown zone":          {"unknown_zone", []string{"import", file, "--zone", "Mars/Base"}},
		"unknown currency":      {"bad_currency", []string{"import", file, "--currency", "dollars"}},
		"no mapping there":      {"cannot_open", []string{"import", file, "--map", missing}},
		"mapping no JSON":       {"bad_map", []string{"import", file, "--map", broken}},
		"mapping of nothing":    {"unknown_map_column", []string{"import", file, "--map", strange}},
		"no batch named":        {"bad_usage", []string{"undo"}},
		"batch no number":       {"bad_usage", []string{"undo", "x"}},
		"two batches":           {"bad_usage", []string{"undo", "1", "2"}},
		"no workspace":          {"no_such_database", []string{"batches"}},
		"no workspace to check": {"no_such_database", []string{"doctor"}},
		"nothing to restore":    {"no_such_database", []string{"restore", missing}},
		"no backup named":       {"bad_usage", []string{"backup"}},
		"no sample folder":      {"bad_usage", []string{"sample"}},
		"unknown design":        {"bad_sample", []string{"sample", "--out", missing, "--design", "zork"}},
		"demo out of range":     {"bad_sample", []string{"demo", "--out", missing, "--lift", "9"}},
		"no panel":              {"bad_usage", []string{"estimate", "--treated", "a", "--start", "2026-01-01", "--end", "2026-01-02"}},
		"no treated":            {"bad_usage", []string{"estimate", panel, "--start", "2026-01-01", "--end", "2026-01-02"}},
		"unknown method":        {"unknown_method", question(panel, "--method", "zork")},
		"level above one":       {"bad_level", question(panel, "--level", "2")},
		"start no day":          {"bad_day", question(panel, "--start", "01.03.2026")},
		"day that is none":      {"bad_day", question(panel, "--end", "2026-03-32")},
		"panel not there":       {"cannot_open", question(missing)},
		"panel empty":           {"empty_file", question(write(t, "e.csv", ""))},
		"panel header only":     {"header_only", question(write(t, "h.csv", "date,unit,value\n"))},
		"panel no table":        {"no_panel", question(write(t, "p.csv", "hello\nworld\n"))},
		"panel gzip cut short":  {"broken_gzip", question(write(t, "p.gz", "\x1f\x8b\x08"))},
		"assignment not there":  {"cannot_open", question(panel, "--assignment", missing)},
		"assignment of others":  {"bad_assignment", question(panel, "--assignment", write(t, "a.csv", "u2\nu3\n"))},
		"events of two columns": {"bad_csv", question(panel, "--events", write(t, "v.csv", "2026-01-01,Promo\n"))},
		"events without days":   {"bad_day", question(panel, "--events", write(t, "w.csv", "soon,later,Promo\n"))},
		"no cases there":        {"cannot_open", []string{"estimate", "--cases", missing}},
		"readout without days":  {"bad_usage", []string{"readout"}},
		"readout of a panel":    {"bad_usage", []string{"readout", panel, "--start", "2026-03-01", "--end", "2026-03-10"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{c.args[0], "--db", db, "--json"}, c.args[1:]...)
			r := run(args...)
			d := r.doc(t)
			if r.code != 2 || d["status"] != "error" || d["code"] != c.code || !slices.Equal(keys(d), []string{"code", "hint", "message", "status"}) {
				t.Errorf("exit %d, %v; want 2 and %s", r.code, d, c.code)
			}
			message, hint := d["message"].(string), d["hint"].(string)
			if !strings.HasSuffix(message, ".") || hint == "" || r.err != message+"\n"+hint+"\n" {
				t.Errorf("message %q, hint %q, standard error %q", message, hint, r.err)
			}
			plain := runAs("", true, slices.DeleteFunc(args, func(a string) bool { return a == "--json" })...)
			if plain.code != 2 || plain.out != "" || plain.err != r.err {
				t.Errorf("without --json: exit %d, output %q, errors %q", plain.code, plain.out, plain.err)
			}
		})
	}
	t.Cleanup(func() { // after the parallel cases
		for _, path := range []string{db, missing} {
			if _, err := os.Stat(path); !os.IsNotExist(err) {
				t.Errorf("wrong usage made %s", path)
			}
		}
	})
}

// TestHelp: help and version are answers, not errors, and help knows every command.
func TestHelp(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{}, {"help"}, {"--help"}, {"-h"}} {
		r := run(args...)
		if r.code != 0 || r.err != "" {
			t.Errorf("%q: exit %d, %q", args, r.code, r.err)
		}
		for _, c := range commands() {
			if !strings.Contains(r.out, "creatorlift "+c.name) {
				t.Errorf("%q does not name %s", args, c.name)
			}
		}
	}
	for _, c := range commands() {
		r, again := run(c.name, "--help"), run("help", c.name)
		if r.code != 0 || r.err != "" || r != again || !strings.Contains(r.out, "creatorlift "+c.name) || !strings.Contains(r.out, "-json") {
			t.Errorf("%s --help: %+v", c.name, r)
		}
	}
	if r := run("version"); r != (ran{0, "creatorlift " + api.Version + "\n", ""}) {
		t.Errorf("version: %+v", r)
	}
}

// TestCommandsAreDocumented: docs/cli.md has a section that names each command, and each flag in it.
func TestCommandsAreDocumented(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	for _, part := range strings.Split(string(b), "\n## ")[1:] {
		heading, body, _ := strings.Cut(part, "\n")
		for _, name := range strings.Split(heading, ", ") {
			sections[name] = body
		}
	}
	for _, c := range commands() {
		body, there := sections[c.name]
		if !there {
			t.Errorf("docs/cli.md has no section %q", c.name)
		}
		for _, word := range strings.Fields(c.usage) {
			if flag := strings.Trim(word, "[],"); strings.HasPrefix(flag, "--") && !strings.Contains(body, flag) {
				t.Errorf("docs/cli.md, %s: nothing about %s", c.name, flag)
			}
		}
	}
}

// TestFlagsAnywhere: flags stand before, between and behind the words; behind -- everything is a word.
func TestFlagsAnywhere(t *testing.T) {
	t.Parallel()
	a, b := write(t, "a.csv", orders), write(t, "b.csv", orders)
	for _, words := range [][]string{
		{"--dry-run", "--json", "--currency", "USD", a, b}, {a, "--dry-run", b, "--json", "--currency=USD"},
		{a, b, "-dry-run", "-json", "-currency", "USD"}, {"--json", a, "--currency", "USD", "--dry-run", "--", b},
	} {
		r := run(append([]string{"import", "--db", newDB(t)}, words...)...)
		if files := r.doc(t)["files"].([]any); r.code != 0 || len(files) != 2 {
			t.Errorf("%q: exit %d, %d files", words, r.code, len(files))
		}
	}
	r := run("import", "--db", newDB(t), "--json", "--dry-run", "--", "--zone")
	if f := file(t, r, 0); r.code != 1 || f["file"] != "--zone" || f["status"] != "refused" {
		t.Errorf("a file called --zone: exit %d, %v", r.code, f)
	}
}

func file(t *testing.T, r ran, i int) map[string]any {
	t.Helper()
	return r.doc(t)["files"].([]any)[i].(map[string]any)
}

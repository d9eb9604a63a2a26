package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"creatorlift/backend/experiment"
	"creatorlift/backend/sample"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// demo runs a demo at an hour that must not matter.
func demo(t *testing.T, dir string, seed uint64) DemoOut {
	t.Helper()
	hour := time.Unix(1_790_000_000+int64(len(dir)), 0)
	out, err := (&App{Now: func() time.Time { return hour }}).Demo(context.Background(), DemoIn{Out: dir, Seed: seed, Lift: .15})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestDemo: everything a demo promises lies in its folder; the same seed elsewhere at another hour
// gives the same bytes; another seed in the same folder replaces all of it.
func TestDemo(t *testing.T) {
	t.Parallel()
	dir, other := filepath.Join(t.TempDir(), "a", "new"), t.TempDir()
	out := demo(t, dir, 1)
	for _, f := range append(slices.Clone(out.Files), out.Database, out.Report, filepath.Join(dir, verdictFile)) {
		if info, err := os.Stat(f); err != nil || info.Size() == 0 || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f, info, err)
		}
	}
	verdict, pdf := readFile(t, filepath.Join(dir, verdictFile)), readFile(t, out.Report)
	if !bytes.HasPrefix(pdf, []byte("%PDF")) || len(pdf) > 300_000 {
		t.Errorf("the report has %d bytes and starts with %q", len(pdf), pdf[:4])
	}
	checkVerdict(t, verdict)
	checkDemoBuyers(t, dir, out)
	if lines := out.Lines(); len(lines) != 2 || slices.Contains(lines, "") {
		t.Errorf("got %q for two tests", lines)
	}

	demo(t, other, 1)
	if again := readFile(t, filepath.Join(other, verdictFile)); !bytes.Equal(verdict, again) {
		t.Error("the same seed gave another verdict.json")
	}
	if again := readFile(t, filepath.Join(other, reportFile)); !bytes.Equal(pdf, again) {
		t.Error("the same seed gave another report.pdf")
	}

	second := demo(t, dir, 2)
	if again := readFile(t, filepath.Join(dir, verdictFile)); bytes.Equal(verdict, again) {
		t.Error("another seed left the first verdict in place")
	}
	batches, err := (&App{}).Batches(context.Background(), second.Database)
	if err != nil || len(batches) != 2 || batches[0].Rows != second.Imports[0].Rows {
		t.Errorf("after a second demo: %+v, %v; want its two imports only", batches, err)
	}
}

// checkVerdict holds verdict.json to the contract: fields, their kinds, and that they fit together.
func checkVerdict(t *testing.T, body []byte) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	var v struct {
		Tests []struct {
			Name, Design, Grade, Verdict *string
			Truth                        *struct{ Effect, Relative *float64 }
			Answer                       *experiment.Answer
		}
	}
	if err := dec.Decode(&v); err != nil {
		t.Fatal(err)
	}
	if len(v.Tests) != 2 {
		t.Fatalf("%d tests, want holdout and baseline", len(v.Tests))
	}
	for i, x := range v.Tests {
		if x.Name == nil || x.Design == nil || x.Grade == nil || x.Verdict == nil || x.Truth == nil || x.Answer == nil || x.Truth.Effect == nil || x.Truth.Relative == nil {
			t.Fatalf("test %d lacks a field: %+v", i, x)
		}
		a := x.Answer
		if a.Status != OK || a.Total == nil || a.Audit == nil || a.PValue == nil || a.Level != .9 || a.Unit != "USD minor" || len(a.Days) == 0 {
			t.Fatalf("%s: an incomplete answer %+v", *x.Name, a)
		}
		if math.Abs(a.Total.Observed-a.Total.Counterfactual-a.Total.Effect) > 1e-6 || a.Significant != (a.Total.Lower > 0 || a.Total.Upper < 0) || a.Significant != (*a.PValue <= .1) {
			t.Errorf("%s: total %+v, p %v and significant %v contradict each other", *x.Name, *a.Total, *a.PValue, a.Significant)
		}
		if want := []string{"A", "C"}[i]; *x.Grade != want || string(a.Grade) != want {
			t.Errorf("%s: grade %s and %s, want %s", *x.Name, *x.Grade, a.Grade, want)
		}
		if *x.Truth.Effect <= 0 || *x.Truth.Relative <= 0 || *x.Truth.Relative > 1 {
			t.Errorf("%s: truth %v, %v of a lift of 15 %%", *x.Name, *x.Truth.Effect, *x.Truth.Relative)
		}
	}
}

// TestDemoRefusesForeignFolders: what a sample did not make is not touched, not even by a file beside it.
func TestDemoRefusesForeignFolders(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		file, code string
		make       func(path string) error
	}{
		"another program's database": {"sample.db", "not_a_database", func(p string) error { return os.WriteFile(p, []byte("something else"), 0o600) }},
		"a founder's brand":          {"sample.db", "not_a_sample", foundersBrand},
		"a report":                   {reportFile, "not_a_sample", func(p string) error { return os.WriteFile(p, []byte("%PDF mine"), 0o600) }},
		"own exports":                {filepath.Join(exportsFolder, sample.ShopifyFile), "not_a_sample", ownExport},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := c.make(filepath.Join(dir, c.file)); err != nil {
				t.Fatal(err)
			}
			before := tree(t, dir)
			_, err := (&App{}).Demo(context.Background(), DemoIn{Out: dir, Seed: 1, Lift: .15})
			if got := shop.ErrorCode(err); got != c.code {
				t.Errorf("got %q (%v), want %s", got, err, c.code)
			}
			if after := tree(t, dir); !slices.Equal(before, after) {
				t.Errorf("the folder changed from %q to %q", before, after)
			}
		})
	}
}

func foundersBrand(path string) error {
	s, err := store.Open(path, store.Options{Create: true})
	if err != nil {
		return err
	}
	return errors.Join(s.SaveSettings(context.Background(), store.Settings{Brand: "Glow Ltd"}), s.Close())
}

func ownExport(path string) error {
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("Name,Email\n"), 0o600))
}

// tree lists the files of a folder with their bytes.
func tree(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(os.DirFS(dir), path)
		list = append(list, path+" "+string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestDemoAfterAKill: a demo that was cut short leaves a folder for the next one.
func TestDemoAfterAKill(t *testing.T) {
	t.Parallel()
	brand, err := sample.Make(demoConfig(3, .15))
	if err != nil {
		t.Fatal(err)
	}
	cuts := map[string]func(dir string) error{
		"old workspace gone": func(dir string) error {
			_, err := brand.Write(filepath.Join(dir, exportsFolder))
			return errors.Join(err, os.WriteFile(filepath.Join(dir, reportFile), []byte("%PDF old"), 0o600))
		},
		"stopped in the import": func(dir string) error {
			ctx, stop := context.WithCancel(context.Background())
			stop()
			if _, err := (&App{}).Demo(ctx, DemoIn{Out: dir, Seed: 3, Lift: .15}); !errors.Is(err, context.Canceled) {
				return fmt.Errorf("a stopped demo: %v", err)
			}
			return newSample(context.Background(), filepath.Join(dir, "sample.db"), brand.Truth)
		},
	}
	for name, cut := range cuts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := cut(dir); err != nil {
				t.Fatal(err)
			}
			if out := demo(t, dir, 4); len(out.Verdict.Tests) != 2 {
				t.Errorf("%d tests", len(out.Verdict.Tests))
			}
		})
	}
}

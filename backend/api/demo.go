package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/sample"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// sampleBrand is the name that marks a workspace as the sample's, which a demo may replace.
const sampleBrand = "Sample brand (fictional)"

// What a demo writes beside its workspace.
const (
	exportsFolder = "exports"
	verdictFile   = "verdict.json"
	reportFile    = "report.pdf"
)

// demoLevel is the level of the demo's ranges: "likely" means 90 %.
const demoLevel = 0.9

// DemoIn says where the demo works and which brand it makes.
type DemoIn struct {
	Out  string
	Seed uint64
	Lift float64
}

// DemoOut is what the demo made; Verdict is the content of verdict.json.
type DemoOut struct {
	Files    []string      `json:"files"`
	Database string        `json:"database"`
	Report   string        `json:"report"`
	Verdict  DemoVerdict   `json:"verdict"`
	Imports  []FileResult  `json:"imports"`
	tests    []report.Test // for the terminal
}

// DemoVerdict is verdict.json.
type DemoVerdict struct {
	Tests []DemoTest `json:"tests"`
}

// DemoTest is one read-out beside the truth the brand was made with.
type DemoTest struct {
	Name    string            `json:"name"`
	Design  string            `json:"design"`
	Truth   DemoTruth         `json:"truth"`
	Answer  experiment.Answer `json:"answer"`
	Grade   experiment.Grade  `json:"grade"`
	Verdict scorecard.Kind    `json:"verdict"`
}

// DemoTruth is what creators really added, in the answer's unit, and as a share of what would have
// come anyway.
type DemoTruth struct {
	Effect   float64 `json:"effect"`
	Relative float64 `json:"relative"`
}

// Lines says each test in plain sentences.
func (d DemoOut) Lines() []string {
	var out []string
	for _, t := range d.tests {
		out = append(out, report.Text(t))
	}
	return out
}

// Demo makes the sample brand's files, imports them into a workspace of its own, reads the holdout
// test and the baseline, and writes verdict.json and report.pdf. Everything lies in in.Out.
func (a *App) Demo(ctx context.Context, in DemoIn) (out DemoOut, err error) {
	defer Guard(&err)
	brand, err := sample.Make(demoConfig(in.Seed, in.Lift))
	if err != nil {
		return out, err
	}
	out.Database = filepath.Join(in.Out, "sample.db")
	if err := checkSample(ctx, in.Out, out.Database); err != nil {
		return out, err
	}
	if out.Files, err = brand.Write(filepath.Join(in.Out, exportsFolder)); err != nil {
		return out, err
	}
	if err := newSample(ctx, out.Database, brand.Truth); err != nil {
		return out, err
	}
	imported, err := a.Import(ctx, ImportIn{DB: out.Database, Files: out.Files[:2], Zone: sample.Zone})
	if err != nil {
		return out, err
	}
	if out.Imports = imported.Files; !imported.AllOK() {
		return out, fmt.Errorf("api: the sample's own files were not taken: %+v", imported.Files)
	}
	s, err := openBrand(out.Database, false)
	if err != nil {
		return out, err
	}
	defer closing(s, &err)
	return out, a.readDemo(ctx, s, brand, in, &out)
}

func demoConfig(seed uint64, lift float64) sample.Config {
	return sample.Config{Seed: seed, Lift: lift, Design: sample.RegionOut}
}

// checkSample refuses, before anything is written, a folder that holds a workspace which is not the
// sample's, or a report or verdict that no sample stands beside.
func checkSample(ctx context.Context, dir, db string) error {
	foreign := func(path string) error {
		return &shop.Error{Code: "not_a_sample", Message: fmt.Sprintf("%s does not belong to the sample brand.", path), Hint: "Choose another folder with --out; nothing was changed."}
	}
	s, err := store.Open(db, store.Options{})
	if shop.ErrorCode(err) == "no_such_database" {
		if _, err := os.Stat(filepath.Join(dir, exportsFolder, sample.TruthFile)); err == nil {
			return nil // a demo that was cut short
		}
		for _, name := range []string{verdictFile, reportFile} {
			if _, err := os.Lstat(filepath.Join(dir, name)); !errors.Is(err, os.ErrNotExist) {
				return foreign(filepath.Join(dir, name))
			}
		}
		return nil
	}
	if err != nil {
		return err
	}
	set, err := s.FindSettings(ctx)
	if err = errors.Join(err, s.Close()); err == nil && set.Brand != sampleBrand {
		return foreign(db)
	}
	return err
}

// newSample puts an empty workspace that bears the sample's mark in the place of an earlier demo's.
func newSample(ctx context.Context, db string, truth sample.Truth) (err error) {
	for _, f := range []string{db, db + "-wal", db + "-shm"} {
		if err := os.Remove(f); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("api: clear the sample: %w", err)
		}
	}
	s, err := store.Open(db, store.Options{Create: true})
	if err != nil {
		return err
	}
	defer closing(s, &err)
	return s.SaveSettings(ctx, store.Settings{Brand: sampleBrand, Currency: truth.Currency, Zone: truth.Zone})
}

// readDemo answers the demo's two questions and writes verdict and report.
func (a *App) readDemo(ctx context.Context, s *store.Store, brand *sample.Brand, in DemoIn, out *DemoOut) error {
	t, err := openTill(ctx, s, brand.Truth.Currency)
	if err != nil {
		return err
	}
	for _, q := range demoQuestions(brand) {
		answer, err := t.readOut(ctx, q.by, q.units, q.spec)
		if err != nil {
			return err
		}
		out.add(q, answer, brand)
	}
	body, err := json.MarshalIndent(out.Verdict, "", "  ")
	if err != nil {
		return fmt.Errorf("api: verdict: %w", err)
	}
	body = append(body, '\n')
	if err := os.WriteFile(filepath.Join(in.Out, verdictFile), body, 0o600); err != nil {
		return &shop.Error{Code: "cannot_write", Message: fmt.Sprintf("verdict.json could not be written to %s.", in.Out), Hint: "Choose another folder with --out."}
	}
	doc, err := a.demoDocument(ctx, t, brand, in, out)
	if err != nil {
		return err
	}
	if _, err := s.SaveRun(ctx, store.Run{Kind: "demo", CreatedUTC: a.now().Unix(), InputHash: doc.DataHash, PlanHash: doc.PlanHash, Seed: in.Seed, Version: Version, Body: body}); err != nil {
		return err
	}
	out.Report = filepath.Join(in.Out, reportFile)
	return writePDF(out.Report, doc)
}

type demoQuestion struct {
	name, design string
	truth        sample.Effect
	by           store.By
	units        []string
	spec         experiment.Spec
}

// demoQuestions are the holdout between regions and the baseline of the whole shop.
func demoQuestions(b *sample.Brand) []demoQuestion {
	base := experiment.Spec{Start: b.Truth.TestFirst.String(), End: b.Truth.TestLast.String(), Level: demoLevel}
	for _, e := range b.Events {
		base.Events = append(base.Events, experiment.Event{First: e.Start.String(), Last: e.End.String(), Name: e.Name})
	}
	holdout, whole := base, base
	holdout.Treated, holdout.Method, holdout.Assignment.Rule = b.Assignment.Treated, "auto", "random"
	whole.Treated, whole.Method, whole.NoControls = []string{wholeShop}, "baseline", true
	return []demoQuestion{
		{"Holdout by region", "A fifth of the regions left out, drawn by lot", b.Truth.Treated, store.ByRegion, b.Assignment.Units, holdout},
		{"Baseline of the whole shop", "Forecast from the shop's own past", b.Truth.Total, store.ByShop, []string{wholeShop}, whole},
	}
}

func (d *DemoOut) add(q demoQuestion, answer experiment.Answer, b *sample.Brand) {
	v := scorecard.Judge(answer)
	truth := DemoTruth{Effect: float64(q.truth.ExtraNetCents)}
	if r := q.truth.RelativeLift; r != nil {
		truth.Relative = *r
	}
	d.Verdict.Tests = append(d.Verdict.Tests, DemoTest{Name: q.name, Design: q.design, Truth: truth, Answer: answer, Grade: v.Grade, Verdict: v.Kind})
	t := report.Test{Name: q.name, Design: q.design, Answer: answer, Verdict: v, Truth: &report.Truth{Effect: truth.Effect, Relative: truth.Relative}}
	for _, e := range b.Events {
		t.Events = append(t.Events, report.Event{First: e.Start, Last: e.End, Name: e.Name})
	}
	d.tests = append(d.tests, t)
}

// demoDocument gathers what the report says beside the tests.
func (a *App) demoDocument(ctx context.Context, t *till, b *sample.Brand, in DemoIn, out *DemoOut) (report.Document, error) {
	test := shop.Inclusive(b.Truth.TestFirst, b.Truth.TestLast)
	plan, err := json.Marshal(b.Assignment)
	if err != nil {
		return report.Document{}, fmt.Errorf("api: plan: %w", err)
	}
	sum := sha256.Sum256(plan)
	doc := report.Document{Brand: sampleBrand, Currency: t.currency, Zone: b.Truth.Zone, DataTo: t.span().Last(), Version: Version,
		DataHash: inputHash(out.Imports), PlanHash: hex.EncodeToString(sum[:]), Seed: int64(in.Seed), CreatedDay: t.span().Last(), Tests: out.tests,
		Command: fmt.Sprintf("creatorlift demo --seed %d --lift %g", in.Seed, in.Lift)}
	net, orders, err := t.sums(test)
	if err != nil {
		return doc, err
	}
	doc.Till = &report.Tally{NetCents: net, Orders: orders}
	return doc, addClaims(ctx, t, test, &doc)
}

// inputHash stands for the files that went in. The workspace's own hash would differ on every machine,
// because customers are known there by a key of that machine.
func inputHash(files []FileResult) string {
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintln(sum, f.SHA256)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// writePDF renders first and writes then, so that a failure leaves no half file.
func writePDF(path string, doc report.Document) error {
	var b bytes.Buffer
	if err := report.PDF(&b, doc); err != nil {
		return err
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		return &shop.Error{Code: "cannot_write", Message: fmt.Sprintf("The PDF could not be written to %s.", filepath.Dir(path)), Hint: "Choose another place."}
	}
	return nil
}

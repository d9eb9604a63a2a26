package api

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// The sample brand that the screen offers. Of the seeds 1 to 34 this is one whose creators did enough for
// both tests to see it, so that a first look shows an answer; its truth stands beside it. `demo` makes
// any other.
const (
	sampleSeed = 12
	sampleLift = 0.25
)

// readOutRun is the kind under which answers to tests are kept.
const readOutRun = "readout"

// testRecord is a test as it is kept: what the founder said, and for the sample brand its truth.
type testRecord struct {
	TestSpec
	Units []string      `json:"units,omitempty"` // all units there are; nil = all that ever sold
	Truth *report.Truth `json:"truth,omitempty"`

	TakenBack int `json:"taken_back,omitempty"` // of kind drops: calendars that were drawn for these days before, and removed
}

// MakeSample makes the sample brand anew, in its own file, with its two tests read.
func (s *Screen) MakeSample(context.Context, *struct{}) (*Reply[Job], error) {
	job := s.jobs.start("Making the sample brand", "steps", func(ctx context.Context, r *running) error {
		return s.replace(SampleBrand, func() error { return s.makeSample(ctx, r) })
	})
	return &Reply[Job]{Body: job}, nil
}

func (s *Screen) makeSample(ctx context.Context, r *running) (err error) {
	r.step("Making the sample brand", 0, 2)
	folder := filepath.Dir(s.desks[SampleBrand].path)
	out, err := s.app.Demo(ctx, DemoIn{Out: folder, Seed: sampleSeed, Lift: sampleLift})
	if err != nil {
		return err
	}
	r.step("Reading its tests", 1, 2)
	b, err := openBrand(out.Database, false)
	if err != nil {
		return err
	}
	defer closing(b, &err)
	if err := setSampleCosts(ctx, b); err != nil {
		return err
	}
	for i := len(out.tests) - 1; i >= 0; i-- { // the deciding one last, so that it is the newest
		if err := s.keepSampleTest(ctx, b, out.tests[i], int64(-i)); err != nil {
			return err
		}
	}
	return nil
}

// What the sample's founder would know besides the exports.
const (
	sampleProductShare  = 0.32
	sampleFeeShare      = 0.03
	sampleShippingMinor = 420
	samplePaidMinor     = 150_000 // fees and samples for the test
)

func setSampleCosts(ctx context.Context, b *store.Store) error {
	set, err := b.FindSettings(ctx)
	if err != nil {
		return err
	}
	product, fee, shipping := float64(sampleProductShare), float64(sampleFeeShare), int64(sampleShippingMinor)
	body, err := json.Marshal(Costs{ProductShare: &product, FeeShare: &fee, ShippingMinor: &shipping})
	if err != nil {
		return fmt.Errorf("api: sample costs: %w", err)
	}
	set.Costs = string(body)
	return b.SaveSettings(ctx, set)
}

// keepSampleTest keeps a test of the sample with the answer that the demo found. age parts the tests'
// times of making.
func (s *Screen) keepSampleTest(ctx context.Context, b *store.Store, t report.Test, age int64) error {
	rec := testRecord{TestSpec: sampleSpec(t), Truth: t.Truth, Units: append(append([]string{}, t.Answer.Diagnostics.Treated...), t.Answer.Diagnostics.Controls...)}
	if rec.Kind == "shop" {
		rec.Units = nil
	}
	body, err := json.Marshal(rec)
	if err != nil {
		return fmt.Errorf("api: sample test: %w", err)
	}
	now := s.app.now().Unix() + age
	kept, err := b.SaveTest(ctx, body, now)
	if err != nil {
		return err
	}
	rev, err := revision(ctx, b)
	if err != nil {
		return err
	}
	answer, err := json.Marshal(t.Answer)
	if err != nil {
		return fmt.Errorf("api: sample answer: %w", err)
	}
	_, err = b.SaveRun(ctx, store.Run{Kind: readOutRun, CreatedUTC: now, InputHash: rev, PlanHash: kept.PlanHash, Version: Version, Body: answer})
	return err
}

func sampleSpec(t report.Test) TestSpec {
	spec := TestSpec{Name: t.Name, Kind: "shop", First: t.Answer.Period.First, Last: t.Answer.Period.Last}
	if t.Answer.Diagnostics.Assignment != "" && len(t.Answer.Diagnostics.Controls) > 0 {
		spec.Kind, spec.Drawn, spec.Treated = "region", t.Answer.Diagnostics.Assignment == "random", t.Answer.Diagnostics.Treated
	}
	paid := int64(samplePaidMinor)
	spec.PaidMinor = &paid
	for _, e := range t.Events {
		spec.Events = append(spec.Events, TestEvent{First: e.First.String(), Last: e.Last.String(), Name: e.Name})
	}
	return spec
}

// events are the test's events as the estimators want them.
func (t TestSpec) events() (list []experiment.Event, shown []report.Event, err error) {
	for _, e := range t.Events {
		first, err := shop.ParseDay(e.First)
		if err != nil {
			return nil, nil, err
		}
		last, err := shop.ParseDay(e.Last)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, experiment.Event{First: e.First, Last: e.Last, Name: e.Name})
		shown = append(shown, report.Event{First: first, Last: last, Name: e.Name})
	}
	return list, shown, nil
}

package api

import (
	"context"
	"encoding/json"
	"fmt"

	"creatorlift/backend/experiment"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// ReadTest reads a test out as a job, one at a time for each test.
func (s *Screen) ReadTest(ctx context.Context, in *TestIDIn) (*Reply[Job], error) {
	var job Job
	err := s.use(in.Brand, func(d *desk, b *store.Store) error {
		k, err := findTest(ctx, b, in.ID)
		if err != nil {
			return err
		}
		if why := k.waiting(); why != "" {
			return &shop.Error{Code: "too_early", Message: why, Hint: "Add the missing sales in the Inbox."}
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		if running, err := s.jobs.find(d.reading[in.ID]); err == nil && running.State == "running" {
			job = running
			return nil
		}
		job = s.jobs.start("Laying out your sales", "stretches", func(ctx context.Context, r *running) error { return s.readTest(ctx, in.Brand, k, r) })
		d.reading[in.ID] = job.ID
		return nil
	})
	return reply(job, err)
}

// readTest estimates without holding the brand's file, and keeps the answer with what it was made from.
func (s *Screen) readTest(ctx context.Context, brand Brand, k keptTest, r *running) error {
	var spec experiment.Spec
	var rev string
	var left []string
	var asked *store.Store
	err := s.use(brand, func(_ *desk, b *store.Store) (err error) {
		asked = b
		if rev, err = revision(ctx, b); err == nil {
			spec, left, err = k.question(ctx, b)
		}
		return err
	})
	if err != nil {
		return err
	}
	spec.Progress = func(what string, done, total int) bool {
		if what != "" {
			r.step(what, int64(done), int64(total))
		}
		return ctx.Err() == nil
	}
	answer, err := k.estimate(spec, left)
	if err != nil {
		return err
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("api: answer: %w", err)
	}
	return s.use(brand, func(_ *desk, b *store.Store) error {
		if b != asked { // an answer of what was known once is none of today, nor the other way round
			return &shop.Error{Code: "changed_meanwhile", Message: "You changed the day you look at, so this answer was not kept.", Hint: "Read the test again."}
		}
		_, err := b.SaveRun(ctx, store.Run{Kind: readOutRun, CreatedUTC: s.app.now().Unix(), InputHash: k.input(rev), PlanHash: k.PlanHash, Version: Version, Body: body})
		return err
	})
}

// question is what is asked of the estimators, with the sales laid out; left is what the sales leave out.
func (k keptTest) question(ctx context.Context, b *store.Store) (spec experiment.Spec, left []string, err error) {
	t := k.rec
	spec = experiment.Spec{Treated: t.Treated, PreStart: t.HistoryFrom, Start: t.First, End: t.Last, Level: screenLevel, Method: "auto"}
	if spec.Events, _, err = t.events(); err != nil {
		return spec, nil, err
	}
	by := store.ByRegion
	if t.Kind == kindShop {
		by, spec.Method, spec.Treated, spec.NoControls = store.ByShop, "baseline", []string{wholeShop}, true
	} else if t.Drawn {
		spec.Assignment.Rule = "random"
	}
	sales, others, err := brandTill(ctx, b)
	if err != nil || sales == nil {
		return spec, nil, err
	}
	if t.Source != "" {
		if sales, err = openTillOf(ctx, b, sales.currency, t.Source); err != nil {
			return spec, nil, err
		}
	}
	if left = []string{}; len(others) > 0 {
		left = append(left, fmt.Sprintf("sales in %s: currencies are never added", listWords(others)))
	}
	if t.Kind == kindDrops {
		spec.Schedule = k.schedule
		return spec, left, sales.layOutDrops(ctx, &spec)
	}
	unnamed, err := sales.layOut(ctx, by, t.Units, &spec)
	if unnamed != "" {
		left = append(left, unnamed)
	}
	return spec, left, err
}

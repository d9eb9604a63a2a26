package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// kindDrops is the test of drop dates that were drawn by lot.
const kindDrops = "drops"

// PlanTest draws a drop calendar once, with a seed from the clock, and keeps it as a test; a schedule that
// was drawn in a terminal is kept as it is. It refuses days for which dates stand already.
func (s *Screen) PlanTest(ctx context.Context, in *PlanIn) (*Reply[TestRow], error) {
	var row TestRow
	err := s.change(in.Brand, func(d *desk, b *store.Store) error {
		d.mu.Lock() // two draws at once would both find their days free
		defer d.mu.Unlock()
		schedule, err := s.scheduleFor(ctx, b, in.Body)
		if err != nil {
			return err
		}
		rec, err := dropsRecord(ctx, b, schedule, in.Body)
		if err != nil {
			return err
		}
		body, err := json.Marshal(rec)
		if err != nil {
			return fmt.Errorf("api: plan: %w", err)
		}
		kept, err := b.SaveTest(ctx, body, s.app.now().Unix())
		if err != nil {
			return err
		}
		k, err := withAnswer(ctx, b, kept, "")
		row = k.row()
		return err
	})
	return reply(row, err)
}

// scheduleFor reads the schedule that was handed in, or draws one.
func (s *Screen) scheduleFor(ctx context.Context, b *store.Store, in PlanSpec) (*experiment.Schedule, error) {
	if len(in.Schedule) > 0 {
		return experiment.ReadSchedule(bytes.NewReader(in.Schedule))
	}
	set, err := b.FindSettings(ctx)
	if err != nil {
		return nil, err
	}
	first, err := shop.ParseDay(in.First)
	if err != nil {
		return nil, badTest("first", fmt.Sprintf("The first day %q is no day.", in.First), "Write it as YYYY-MM-DD.")
	}
	today := s.today(set.Zone)
	switch {
	case first <= today:
		return nil, badTest("first", "The test would begin on a day that is over or has begun.", "Dates are drawn before anybody can know how they sell. Choose tomorrow or later.")
	case first > today+366:
		return nil, badTest("first", "The test would begin in more than a year.", "Choose a nearer day.")
	case in.Days != 28 && in.Days != 42 && in.Days != 56:
		return nil, badTest("days", fmt.Sprintf("A test of %d days is not offered.", in.Days), "Choose 28, 42 or 56 days. `creatorlift calendar` draws any other.")
	case len(in.Products) == 1:
		return nil, badTest("products", "With one product there is nothing to draw among.", "Tick two or more products, or none to draw dates alone.")
	}
	if err := knownProducts(ctx, b, in.Products); err != nil {
		return nil, err
	}
	each := 0
	if len(in.Products) > 0 {
		each = experiment.ProductsPerDrop(len(in.Products))
	}
	return experiment.DrawSchedule(experiment.DefaultCalendar(in.Days), first, in.Products, each, uint64(s.app.now().UnixNano()))
}

// knownProducts refuses products that never sold.
func knownProducts(ctx context.Context, b *store.Store, products []string) error {
	t, _, err := brandTill(ctx, b)
	if err != nil || len(products) == 0 {
		return err
	}
	if t == nil {
		return errNoOrders()
	}
	totals, err := t.totals(ctx, store.BySKU)
	if err != nil {
		return err
	}
	sold := map[string]bool{}
	for _, d := range totals {
		sold[d.Unit] = true
	}
	for _, p := range products {
		if !sold[p] {
			return badTest("products", fmt.Sprintf("%q is not one of the products in your orders.", p), "Choose from the list.")
		}
	}
	return nil
}

func errNoOrders() error {
	return &shop.Error{Code: "no_orders", Message: "There are no orders of your own shop here yet.", Hint: "Add them in the Inbox first."}
}

// dropsRecord is what is kept of a plan. It refuses a second calendar for the same days, and remembers
// those that were taken back.
func dropsRecord(ctx context.Context, b *store.Store, s *experiment.Schedule, in PlanSpec) (rec testRecord, err error) {
	first, last := s.First(), s.Last()
	rec.TestSpec = TestSpec{Name: strings.TrimSpace(in.Name), Kind: kindDrops, First: first.String(), Last: last.String(), Drawn: true, PaidMinor: in.PaidMinor}
	if rec.Name == "" {
		rec.Name = "Drops, " + report.DayRange(first, last)
	}
	list, err := b.ListTests(ctx)
	if err == nil {
		err = refuseSecond(list, shop.Inclusive(first, last))
	}
	if err != nil {
		return rec, err
	}
	removed, err := b.RemovedTests(ctx)
	if err != nil {
		return rec, err
	}
	rec.TakenBack = len(drawnFor(removed, shop.Inclusive(first, last)))
	rec.Schedule, err = json.Marshal(s)
	return rec, err
}

// drawnFor are the drop tests among list whose days touch p.
func drawnFor(list []store.Test, p shop.Period) (found []keptTest) {
	for _, t := range list {
		k := keptTest{Test: t}
		if json.Unmarshal(t.Body, &k.rec) != nil || k.rec.Kind != kindDrops {
			continue
		}
		if q := k.period(); q.Start < p.End && p.Start < q.End {
			found = append(found, k)
		}
	}
	return found
}

// refuseSecond says why days get one draw only.
func refuseSecond(list []store.Test, p shop.Period) error {
	found := drawnFor(list, p)
	if len(found) == 0 {
		return nil
	}
	q := found[0].period()
	return &shop.Error{Code: "already_drawn", Message: fmt.Sprintf("Dates are drawn already for %s: “%s”. Days are drawn for once: whoever may draw until the dates please could pick the days that sell well anyway, and the test would prove nothing.", report.DayRange(q.Start, q.Last()), found[0].rec.Name),
		Hint: "Keep those dates, or choose days after them. Only if that test will not take place, remove it; that it was drawn stays noted."}
}

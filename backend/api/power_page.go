package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"creatorlift/backend/experiment"
	"creatorlift/backend/panel"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// powerRun is the kind under which power maps are kept.
const powerRun = "powermap"

// Limits of what is tried out for the screen.
const (
	mostProducts = 40 // the largest; a split of more is no plan for a founder
	leastMapDays = 84 // of sales: below, not even the shortest forecast could be tried ten times
)

// PowerPage is what could be seen, with which design, for how much.
type PowerPage struct {
	State    string     `json:"state" enum:"empty,none,ready,stale" doc:"empty: too little history; none: not tried yet; stale: the data changed since"`
	Headline string     `json:"headline"`
	Meaning  string     `json:"meaning"`
	Days     []string   `json:"days" doc:"heads of the columns: 28 days"`
	Rows     []PowerRow `json:"rows"`
	Unusable []Fact     `json:"unusable" doc:"designs that are not offered, and why"`
	Notes    []string   `json:"notes"`
	Job      *Job       `json:"job,omitempty" doc:"trying under way"`
}

// PowerRow is one design.
type PowerRow struct {
	What    string      `json:"what"`
	Meaning string      `json:"meaning"`
	Grade   string      `json:"grade" doc:"the best that its verdict can have: A"`
	Best    bool        `json:"best" doc:"the one to take"`
	Cells   []PowerCell `json:"cells" doc:"one for each column"`
}

// PowerCell is what a design sees in so many days.
type PowerCell struct {
	Words  string  `json:"words" doc:"24 %, over 80 %, cannot say"`
	Detail string  `json:"detail" doc:"what that is in money, or why nothing can be said"`
	Bar    float64 `json:"bar" minimum:"0" maximum:"1" doc:"length of its bar; 0 = none"`
	Seen   bool    `json:"seen" doc:"a lift below 40 % is seen"`
}

// Power shows what was tried out on the brand's own history.
func (s *Screen) Power(ctx context.Context, in *BrandIn) (*Reply[PowerPage], error) {
	var page PowerPage
	err := s.use(in.Brand, func(d *desk, b *store.Store) (err error) {
		page, err = powerPage(ctx, b)
		if job, e := s.jobs.find(d.mappingJob()); e == nil && job.State == "running" {
			page.Job = &job
		}
		return err
	})
	return reply(page, err)
}

func emptyPower(state, headline, meaning string) PowerPage {
	return PowerPage{State: state, Headline: headline, Meaning: meaning, Days: []string{}, Rows: []PowerRow{}, Unusable: []Fact{}, Notes: []string{}}
}

func powerPage(ctx context.Context, b *store.Store) (PowerPage, error) {
	t, _, err := brandTill(ctx, b)
	if err != nil {
		return PowerPage{}, err
	}
	if days := daysCovered(t); days < leastMapDays {
		return emptyPower("empty", "Too little history to try tests on",
			fmt.Sprintf("Your orders cover %s; at least %d are needed. Add older orders in the Inbox.", dayCount(days), leastMapDays)), nil
	}
	rev, err := revision(ctx, b)
	if err != nil {
		return PowerPage{}, err
	}
	run, there, err := b.LatestRun(ctx, powerRun, "", rev)
	if err != nil || !there {
		return emptyPower("none", "Before you spend: which lift would a test show?",
			"Lifts are planted into your own past sales, and each kind of test is run on them. It takes up to a few minutes, and nothing leaves this computer."), err
	}
	var m experiment.PowerMap
	if err := json.Unmarshal(run.Body, &m); err != nil {
		return PowerPage{}, fmt.Errorf("api: power map: %w", err)
	}
	page := powerWords(m, t.currency)
	if run.InputHash != rev {
		page.State = "stale"
	}
	return page, nil
}

// daysCovered is how many days the till covers; 0 without one.
func daysCovered(t *till) int {
	if t == nil {
		return 0
	}
	days := 0
	for d := t.span().Start; d < t.span().End; d++ {
		if t.covered(d) {
			days++
		}
	}
	return days
}

func dayCount(n int) string {
	if n == 1 {
		return "1 day"
	}
	return report.Count(int64(n)) + " days"
}

// MapPower tries the designs out as a job, one at a time for each brand.
func (s *Screen) MapPower(_ context.Context, in *BrandIn) (*Reply[Job], error) {
	var job Job
	err := s.use(in.Brand, func(d *desk, _ *store.Store) error {
		d.mu.Lock()
		defer d.mu.Unlock()
		if running, err := s.jobs.find(d.mapping); err == nil && running.State == "running" {
			job = running
			return nil
		}
		job = s.jobs.start("Laying out your sales", "steps", func(ctx context.Context, r *running) error { return s.mapPower(ctx, in.Brand, r) })
		d.mapping = job.ID
		return nil
	})
	return reply(job, err)
}

// mappingJob is the job that tries designs out, "" for none.
func (d *desk) mappingJob() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.mapping
}

// mapPower works without holding the brand's file, and keeps the map with what it was made from.
func (s *Screen) mapPower(ctx context.Context, brand Brand, r *running) error {
	var spec experiment.MapSpec
	var rev string
	var asked *store.Store
	err := s.use(brand, func(_ *desk, b *store.Store) (err error) {
		asked = b
		if rev, err = revision(ctx, b); err == nil {
			spec, err = mapQuestion(ctx, b)
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
	m, err := experiment.MapPower(spec)
	if err != nil {
		return err
	}
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("api: power map: %w", err)
	}
	return s.use(brand, func(_ *desk, b *store.Store) error {
		if b != asked {
			return &shop.Error{Code: "changed_meanwhile", Message: "You changed the day you look at, so this was not kept.", Hint: "Try it again."}
		}
		_, err := b.SaveRun(ctx, store.Run{Kind: powerRun, CreatedUTC: s.app.now().Unix(), InputHash: rev, Version: Version, Body: body})
		return err
	})
}

// mapQuestion lays the till's sales out as a whole, by region and by its largest products.
func mapQuestion(ctx context.Context, b *store.Store) (experiment.MapSpec, error) {
	spec := experiment.MapSpec{Level: screenLevel}
	t, _, err := brandTill(ctx, b)
	if err != nil {
		return spec, err
	}
	if t == nil {
		return spec, &shop.Error{Code: "no_orders", Message: "There are no orders of your own shop here yet.", Hint: "Add them in the Inbox first."}
	}
	if spec.Whole, err = t.unitsPanel(ctx, store.ByShop, 1); err != nil {
		return spec, err
	}
	if spec.Regions, err = t.unitsPanel(ctx, store.ByRegion, mostProducts); err != nil {
		return spec, err
	}
	if spec.Products, err = t.unitsPanel(ctx, store.BySKU, mostProducts); err != nil {
		return spec, err
	}
	span := t.span()
	recent := shop.Period{Start: max(span.Start, span.End-56), End: span.End}
	net, orders, err := t.sums(recent)
	if orders > 0 && net > 0 {
		spec.OrdersPerDay, spec.ValuePerOrder = float64(orders)/float64(recent.End-recent.Start), float64(net)/float64(orders)
	}
	return spec, err
}

// unitsPanel lays the largest units of a split out; nil where there are fewer than two of a real split.
func (t *till) unitsPanel(ctx context.Context, by store.By, most int) (*panel.Panel, error) {
	totals, err := t.totals(ctx, by)
	if err != nil {
		return nil, err
	}
	sums := map[string]float64{}
	for _, d := range totals {
		sums[d.Unit] += float64(d.NetCents)
	}
	units := unitsOf(totals)
	slices.SortStableFunc(units, func(a, b string) int {
		switch {
		case sums[a] > sums[b]:
			return -1
		case sums[a] < sums[b]:
			return 1
		}
		return 0
	})
	units = units[:min(len(units), most)]
	if by != store.ByShop && len(units) < 2 {
		return nil, nil
	}
	return t.panel(totals, units), nil
}

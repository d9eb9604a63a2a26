package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// postsRun is the kind under which it is kept which posts really went out.
const postsRun = "posts"

// postsRecord is what was said of the posts of a test. When makes each saying a run of its own, so that
// the last one holds even if it repeats an earlier one.
type postsRecord struct {
	When int64      `json:"when_unix_nano"`
	Days []PostsDay `json:"days"` // empty: as planned
}

// otherProducts is the unit of all products that could not be drawn: what they sell belongs to the total.
const otherProducts = "all other products"

// loadDrops reads the schedule of a test with drop dates, what is known of its posts, and how many of its
// days the imported sales lack.
func (k *keptTest) loadDrops(ctx context.Context, b *store.Store) error {
	var err error
	if k.schedule, err = experiment.ReadSchedule(bytes.NewReader(k.rec.Schedule)); err != nil {
		return fmt.Errorf("api: schedule of test %d: %w", k.ID, err)
	}
	run, there, err := b.LatestRun(ctx, postsRun, k.PlanHash, "")
	if err != nil {
		return err
	}
	if there {
		if err := json.Unmarshal(run.Body, &k.posts); err != nil {
			return fmt.Errorf("api: posts of test %d: %w", k.ID, err)
		}
	}
	if len(k.posts.Days) > 0 {
		k.schedule.Posts, k.schedule.Outside = postsByDay(k.posts.Days, k.period())
	}
	k.missing, err = daysMissing(ctx, b, k.period())
	return err
}

// postsByDay lays posts out by day of the period; outside are the others.
func postsByDay(days []PostsDay, p shop.Period) (inside []float64, outside float64) {
	inside = make([]float64, p.Days())
	for _, d := range days {
		day, _ := shop.ParseDay(d.Day) // checked when they were kept
		if p.Contains(day) {
			inside[day-p.Start] += float64(d.Posts)
		} else {
			outside += float64(d.Posts)
		}
	}
	return inside, outside
}

// daysMissing is how many days of a test the till does not cover while its last one is among them; 0
// once the last day is covered: gaps before it are the estimators' business.
func daysMissing(ctx context.Context, b *store.Store, p shop.Period) (missing int, err error) {
	spans, err := b.Coverage(ctx)
	if err != nil {
		return 0, err
	}
	t := till{}
	for _, s := range spans {
		if s.Evidence == shop.Till {
			t.spans = append(t.spans, s)
		}
	}
	if t.span().End >= p.End {
		return 0, nil
	}
	for d := p.Start; d < p.End; d++ {
		if !t.covered(d) {
			missing++
		}
	}
	return missing, nil
}

// input is what an answer rests on: the data, and for drops what was said of the posts.
func (k keptTest) input(rev string) string {
	if len(k.posts.Days) == 0 {
		return rev
	}
	said, _ := json.Marshal(k.posts.Days) // plain numbers and words
	sum := sha256.Sum256(append([]byte(rev), said...))
	return hex.EncodeToString(sum[:])
}

// waiting says why a test with drop dates cannot be read yet; "" if it can.
func (k keptTest) waiting() string {
	if k.missing == 0 {
		return ""
	}
	last := report.LongDay(k.period().Last())
	return fmt.Sprintf("Your imported sales lack %d of the test's %d days; the last of them is %s. There is no answer before all are in: a test that is read early is stopped when it happens to look good, and then finds too much.",
		k.missing, k.period().Days(), last)
}

// layOutDrops puts the sales of a drop calendar into the question that holds its schedule: all sales, or by
// product where products were drawn.
func (t *till) layOutDrops(ctx context.Context, spec *experiment.Spec) error {
	spec.Method, spec.NoControls = "calendar", true
	if spec.Schedule.Featured == nil {
		spec.Treated = []string{wholeShop}
		_, err := t.layOut(ctx, store.ByShop, nil, spec)
		return err
	}
	totals, err := t.totals(ctx, store.BySKU)
	if err != nil {
		return err
	}
	products := spec.Schedule.Products
	if products == nil {
		products = unitsOf(totals)
	}
	spec.Treated = products
	own := map[string]bool{}
	for _, p := range products {
		own[p] = true
	}
	rest := false
	for i, d := range totals {
		if !own[d.Unit] {
			totals[i].Unit, rest = otherProducts, true
		}
	}
	if rest {
		spec.Treated = append(append([]string{}, products...), otherProducts)
	}
	spec.Panel = t.panel(totals, spec.Treated)
	return nil
}

// caveats are what the founder must know of how the dates came about.
func (k keptTest) caveats() []string {
	if k.rec.Kind != kindDrops {
		return nil
	}
	var say []string
	if n := k.rec.TakenBack; n > 0 {
		say = append(say, redrawn(n))
	}
	if noted := shop.Day(k.CreatedUTC / 86400); noted > k.period().Start {
		say = append(say, fmt.Sprintf("The dates were noted here on %s, after the test had begun: that they were drawn before, only whoever drew them can say.", report.LongDay(noted)))
	}
	return say
}

func redrawn(n int) string {
	return fmt.Sprintf("For some of these days dates were drawn before, %s, and taken back. If that was done because the dates did not please, the answer is too good.", map[bool]string{true: "once", false: fmt.Sprintf("%d times", n)}[n == 1])
}

// estimate answers a question that was laid out, with the test's own caveats.
func (k keptTest) estimate(spec experiment.Spec, left []string) (experiment.Answer, error) {
	if why := k.waiting(); why != "" {
		return experiment.NotEstimable(spec, why), nil
	}
	a, err := estimateLaidOut(spec, left)
	if err == nil && a.Status == OK {
		a.Warnings = append(k.caveats(), a.Warnings...)
	}
	return a, err
}

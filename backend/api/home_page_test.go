package api

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/sample"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
)

// vanity is what Home never shows.
var vanity = regexp.MustCompile(`(?i)\b(views?|likes|impressions|followers)\b`)

// checkHome holds every Home to what it always is: the ladder in its order, no vanity, claims marked
// where nothing else is known, and no list that is null.
func checkHome(t *testing.T, p Home) {
	t.Helper()
	var kinds []string
	for _, e := range p.Ladder {
		kinds = append(kinds, e.Kind)
	}
	if want := []string{"tested", "baseline", "survey", "codes", "till", "claimed"}; !slices.Equal(kinds, want) {
		t.Errorf("evidence in the order %v, want %v", kinds, want)
	}
	if p.Claims != nil && p.Claims.Only == (p.Ladder[4].Have && p.TestID != 0) {
		t.Errorf("platform only is %v with evidence %+v and test %d", p.Claims.Only, p.Ladder, p.TestID)
	}
	if p.Facts == nil || p.ToDo == nil || p.Creators == nil || p.Health == nil || len(p.ToDo) > mostToDo || p.Headline == "" || p.Meaning == "" {
		t.Errorf("a list is null or the page says nothing: %+v", p)
	}
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if found := vanity.Find(body); found != nil {
		t.Errorf("Home shows %q", found)
	}
}

// TestHomeTested: the sample's Home shows the holdout, and its till and claims are what the files add up
// to over the test.
func TestHomeTested(t *testing.T) {
	t.Parallel()
	s := sampleScreen(t)
	p := home(t, s, SampleBrand)
	if p.State != "tested" || p.Badge.Grade != "A" || p.Source != "Holdout by region: 28 days, 19 Oct to 15 Nov 2026" || p.Extra == nil || p.Range == nil || p.Left == nil || p.Observed == nil || p.Sales != nil || len(p.Facts) != 3 || len(p.ToDo) != 0 {
		t.Errorf("got %+v", p)
	}
	test := shop.Inclusive(shop.DayFrom(2026, 10, 19), shop.DayFrom(2026, 11, 15))
	till, tillOrders, _ := ordersIn(sampleOrders(t, s), test)
	claimed, claimedOrders := claimsIn(sampleClaims(t, s), test)
	rows := p.Claims.Chart.Table.Rows
	want := [][]string{
		{"Claimed by platforms", report.Money("USD", claimed), report.Plural(claimedOrders, "order", "orders")},
		{"All orders in the till", report.Money("USD", till), report.Plural(tillOrders, "order", "orders")},
	}
	if len(rows) != 3 || !slices.Equal(rows[0], want[0]) || !slices.Equal(rows[1], want[1]) {
		t.Errorf("claims card: got %v, want %v and the test", rows, want)
	}
	if should := fmt.Sprintf("Platforms claim %s of sales; the till took %s. ", want[0][1], want[1][1]); !strings.HasPrefix(p.Claims.Sentence, should) {
		t.Errorf("got %q, want %q", p.Claims.Sentence, should)
	}
	count := 0
	for _, c := range p.Creators {
		count += c.Count
	}
	if count != len(claimsByCreator(sampleClaims(t, s))) || !strings.HasSuffix(p.CreatorsNote, "by platform claims alone") {
		t.Errorf("%d creators, note %q", count, p.CreatorsNote)
	}
}

func ordersIn(list []fileOrder, p shop.Period) (net shop.Cents, orders int64, refunds shop.Cents) {
	for _, o := range list {
		if !p.Contains(o.day) {
			continue
		}
		net, refunds = net+o.net, refunds+o.refund
		if o.net > 0 {
			orders++
		}
	}
	return net, orders, refunds
}

func claimsIn(list []fileClaim, p shop.Period) (net shop.Cents, orders int64) {
	seen := map[string]bool{}
	for _, c := range list {
		if p.Contains(c.day) && !c.sample {
			net += c.net
			seen[c.order] = true
		}
	}
	return net, int64(len(seen))
}

// TestHomeUntested: an own brand with orders and claims shows what came in, and claims as claims.
func TestHomeUntested(t *testing.T) {
	t.Parallel()
	s := emptyScreen(t)
	importSample(t, s, sample.ShopifyFile, sample.AffiliateFile)
	p := home(t, s, OwnBrand)
	net, orders, refunds := ordersIn(sampleOrders(t, s), shop.Period{Start: 0, End: 1 << 30})
	if want := report.Money("USD", net) + " came in over 180 days. How much of it creators added is not known yet."; p.Headline != want {
		t.Errorf("got %q, want %q", p.Headline, want)
	}
	var facts []string
	for _, f := range p.Facts {
		facts = append(facts, f.Value)
	}
	mean := (net + shop.Cents(orders)/2) / shop.Cents(orders)
	if want := []string{report.Count(orders), report.Money("USD", refunds), report.Money("USD", mean)}; !slices.Equal(facts, want) {
		t.Errorf("facts: got %v, want %v", facts, want)
	}
	if p.State != "untested" || p.Sales == nil || len(p.Sales.Table.Rows) != 180 || p.Badge != nil || p.Extra != nil || p.TestID != 0 || !p.Claims.Only {
		t.Errorf("got %+v", p)
	}
	if got := titles(p.ToDo); !slices.Equal(got, []string{"Find out what creators added", "Fill in costs"}) {
		t.Errorf("to do: %q", got)
	}
}

func titles(list []Action) (out []string) {
	for _, a := range list {
		out = append(out, a.Title)
	}
	return out
}

// TestHomeEmpty: a new brand is told where to begin.
func TestHomeEmpty(t *testing.T) {
	t.Parallel()
	p := home(t, emptyScreen(t), OwnBrand)
	if p.State != "empty" || p.Headline != "Home fills up with your first orders file." || p.Claims != nil || !slices.Equal(titles(p.ToDo), []string{"Add your shop's orders"}) {
		t.Errorf("got %+v", p)
	}
}

// TestHomeClaimsOnly: claims without orders are shown as nothing but claims.
func TestHomeClaimsOnly(t *testing.T) {
	t.Parallel()
	s := emptyScreen(t)
	importSample(t, s, sample.AffiliateFile)
	p := home(t, s, OwnBrand)
	claimed, _ := claimsIn(sampleClaims(t, s), shop.Period{Start: 0, End: 1 << 30})
	if want := "Platforms claim " + report.Money("USD", claimed) + " of sales. Nothing is tested yet."; p.Headline != want || p.State != "untested" || p.Sales != nil || !p.Claims.Only {
		t.Errorf("got %+v, want %q", p, want)
	}
	if !slices.Equal(titles(p.ToDo), []string{"Add your shop's orders"}) {
		t.Errorf("to do: %q", titles(p.ToDo))
	}
}

// TestHomeHealth: days that no file covers and other currencies are named; orders a month old are stale;
// a table of daily sales knows no orders.
func TestHomeHealth(t *testing.T) {
	t.Parallel()
	s := emptyScreen(t)
	dir := t.TempDir()
	for name, days := range map[string][]string{"a.csv": {"2026-09-01", "2026-09-02"}, "b.csv": {"2026-09-06", "2026-10-16"}} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("date,unit,value\n"+days[0]+",web,10.00\n"+days[1]+",web,20.00\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	importOwn(t, s, filepath.Join(dir, "a.csv"), filepath.Join(dir, "b.csv"))
	p := home(t, s, OwnBrand)
	if p.Headline != "$60.00 came in over 43 days. How much of it creators added is not known yet." || p.Facts[0].Value != "not reported" || p.Facts[2].Value != "not reported" {
		t.Errorf("headline %q, facts %+v", p.Headline, p.Facts)
	}
	want := HealthNote{"Your shop's orders: 3 days are in no file", "3 Sep to 5 Sep 2026. Such days are left out, not counted as zero.", "inbox"}
	if len(p.Health) != 1 || p.Health[0] != want {
		t.Errorf("health: got %+v, want %+v", p.Health, want)
	}
	if len(p.ToDo) < 1 || p.ToDo[0].Title != "Add this week's files" || !strings.HasSuffix(p.ToDo[0].Why, "31 days ago.") {
		t.Errorf("to do: %+v", p.ToDo)
	}
	other := homeFacts{others: []string{"EUR", "GBP"}}.health()
	if len(other) != 1 || other[0].Title != "Money in EUR and GBP is left out" {
		t.Errorf("other currencies: %+v", other)
	}
}

// kept is a test whose effect lies between lower and upper.
func kept(id int64, grade experiment.Grade, kind string, lower, upper float64) keptTest {
	k := keptTest{rec: testRecord{TestSpec: TestSpec{Name: fmt.Sprint("Test ", id), Kind: kind, First: "2026-10-01", Last: "2026-10-28"}}, fresh: true}
	k.ID = id
	k.answer = &experiment.Answer{Status: experiment.StatusOK, Grade: grade, Level: .9, Unit: "USD minor",
		Total: &experiment.Total{Observed: 5e6, Effect: (lower + upper) / 2, Lower: lower, Upper: upper}}
	return k
}

func TestBestTest(t *testing.T) {
	t.Parallel()
	unread, silent := kept(9, experiment.GradeA, kindRegion, 1, 2), kept(8, experiment.GradeA, kindRegion, 1, 2)
	unread.answer, silent.answer = nil, &experiment.Answer{Status: experiment.StatusNotEstimable, Reason: "Too short."}
	of := func(id int64, grade experiment.Grade) keptTest { return kept(id, grade, kindShop, -1, 1) }
	for name, c := range map[string]struct {
		list []keptTest
		want int64
	}{
		"none":                    {nil, 0},
		"unread and silent":       {[]keptTest{unread, silent}, 0},
		"the better grade":        {[]keptTest{of(3, experiment.GradeC), of(2, experiment.GradeB), of(1, experiment.GradeD)}, 2},
		"the newest of equals":    {[]keptTest{of(3, experiment.GradeC), of(2, experiment.GradeC)}, 3},
		"an unproven one at last": {[]keptTest{silent, of(2, experiment.GradeD)}, 2},
	} {
		got := int64(0)
		if best := bestTest(c.list); best != nil {
			got = best.ID
		}
		if got != c.want {
			t.Errorf("%s: got test %d, want %d", name, got, c.want)
		}
	}
}

func TestHomeHeadline(t *testing.T) {
	t.Parallel()
	paid := int64(1)
	whole := spent{claimed: true, advertised: true, paid: &paid}
	clear := kept(1, experiment.GradeA, kindRegion, 460_000, 1_320_000)
	const begins = "Creators brought in about $8,900 you would not have had."
	for name, c := range map[string]struct {
		k    keptTest
		tone string
		cost spent
		want string
	}{
		"paid":                {clear, "effect", whole, begins + " That probably paid for itself."},
		"paid, ads not known": {clear, "effect", spent{claimed: true, paid: &paid}, begins + " That probably covered commissions and fees and samples; ads are not known."},
		"not clear":           {clear, "unsure", whole, begins + " Whether it paid for itself is not clear yet."},
		"did not pay":         {clear, "bad", whole, begins + " It did not pay for itself."},
		"costs not known":     {clear, "plain", whole, begins},
		"no lot":              {kept(1, experiment.GradeB, kindRegion, 460_000, 1_320_000), "effect", whole, "About $8,900 more came in than we would expect without creators."},
		"cannot tell":         {kept(1, experiment.GradeA, kindRegion, -460_000, 1_320_000), "unsure", whole, "Not enough data yet. The truth could be anything from −$4,600 to $13,200."},
	} {
		if got := homeHeadline(c.k.shown(), report.Figure{Tone: c.tone}, c.cost); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestOfEachClaimed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		k        keptTest
		currency shop.Currency
		claimed  shop.Cents
		want     string
	}{
		"the whole shop":  {kept(1, experiment.GradeC, kindShop, 460_000, 1_320_000), "USD", 4_000_000, " Of each claimed dollar about 22 cents were more than expected (12 to 33)."},
		"below zero":      {kept(1, experiment.GradeC, kindShop, -400_000, 200_000), "GBP", 4_000_000, ""},
		"another money":   {kept(1, experiment.GradeC, kindShop, 460_000, 1_320_000), "SEK", 4_000_000, " Of each 100 SEK claimed about 22 were more than expected (12 to 33)."},
		"not proven":      {kept(1, experiment.GradeD, kindShop, 460_000, 1_320_000), "USD", 4_000_000, ""},
		"nothing claimed": {kept(1, experiment.GradeC, kindShop, 460_000, 1_320_000), "USD", 0, ""},
		"some regions": {kept(1, experiment.GradeA, kindRegion, 460_000, 1_320_000), "USD", 4_000_000,
			" In the regions with creators the test finds $8,900 extra, likely $4,600 to $13,200. Claims name no region, so how much of each claim was extra cannot be told."},
	} {
		if got := c.k.ofEachClaimed(c.currency, c.claimed); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// TestTestsToDo: what was never read, or before the data changed, or has no answer, is named; two at most.
func TestTestsToDo(t *testing.T) {
	t.Parallel()
	unread, stale, silent, read := kept(4, "", kindShop, 1, 2), kept(3, experiment.GradeC, kindShop, 1, 2), kept(2, "", kindShop, 1, 2), kept(1, experiment.GradeC, kindShop, 1, 2)
	unread.answer, unread.fresh, stale.fresh = nil, false, false
	silent.answer = &experiment.Answer{Status: experiment.StatusNotEstimable, Reason: "Too short."}
	if scorecard.Judge(*silent.answer).Kind != scorecard.NotEstimable {
		t.Fatal("the silent test speaks")
	}
	for want, list := range map[string][]keptTest{
		"[]": {read},
		"[{test Read the test “Test 4” It was not read yet. test/4}]":                               {unread},
		"[{test Read the test “Test 3” again Files or settings changed since it was read. test/3}]": {read, stale},
		"[{question See why “Test 2” has no answer It says what is missing. test/2}]":               {silent},
	} {
		if got := fmt.Sprint(homeFacts{kept: list}.testsToDo()); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := (homeFacts{kept: []keptTest{unread, stale, silent}}).testsToDo(); len(got) != mostTests {
		t.Errorf("%d things about tests", len(got))
	}
}

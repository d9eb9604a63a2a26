package api

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/report"
	"creatorlift/backend/sample"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

func ranks(t *testing.T, s *Screen, brand Brand, by string) RanksPage {
	t.Helper()
	r, err := s.Ranks(t.Context(), &RanksIn{Brand: brand, By: by})
	if err != nil {
		t.Fatal(err)
	}
	return r.Body
}

// every are the rows of all groups.
func (p RanksPage) every() (rows []RanksRow) {
	for _, g := range p.Groups {
		rows = append(rows, g.Rows...)
	}
	return rows
}

// binomial draws how many of n trials succeed.
func binomial(rng *rand.Rand, n int, rate float64) (hits int) {
	for range n {
		if rng.Float64() < rate {
			hits++
		}
	}
	return hits
}

// TestConversionFlagsFewer: of 40 creators whose true rate is 2 %, the raw rule "under 1 %" asks several to be
// reviewed, the page none; of the other two it marks the one whose true rate is 0.2 %. Raw values stand in every row.
func TestConversionFlagsFewer(t *testing.T) {
	t.Parallel()
	rng, csv := rand.New(rand.NewPCG(7, 7)), "date,until,creator,clicks,orders\n"
	raw := map[string]string{}
	rawFlags := 0
	for i := range 42 {
		name, clicks, rate := fmt.Sprint("good", i), 100+rng.IntN(60), .02
		switch i {
		case 40:
			name, clicks, rate = "poor", 3000, .002
		case 41:
			name, clicks, rate = "best", 3000, .05
		}
		orders := binomial(rng, clicks, rate)
		raw[name] = fmt.Sprintf("%d of %s clicks", orders, report.Count(int64(clicks)))
		if i < 40 && float64(orders)/float64(clicks) < .01 {
			rawFlags++
		}
		csv += fmt.Sprintf("2026-10-01,2026-10-31,%s,%d,%d\n", name, clicks, orders)
	}
	csv += "2026-10-01,2026-10-31,few,30,0\n2026-10-01,2026-10-31,odd,3,9\n"
	s := emptyScreen(t)
	if p := ranks(t, s, OwnBrand, byConversion); p.Empty == nil || !strings.Contains(p.Empty.Text, "Data analysis › Video › Export") {
		t.Errorf("without clicks: %+v", p.Empty)
	}
	importText(t, s, "creators.csv", csv)
	p := ranks(t, s, OwnBrand, byConversion)
	marked := []string{}
	for _, r := range p.every() {
		if r.Marked {
			marked = append(marked, r.Handle)
		}
		if r.Handle != "few" && r.Of != raw[r.Handle] || r.Counted == "" || r.Range == "" || r.Place == "" || r.Chart == nil {
			t.Errorf("%+v, want %s", r, raw[r.Handle])
		}
		if r.Handle == "few" && (r.Judged != tooEarly || r.Counted != "0.00\u202f%") {
			t.Errorf("30 clicks: %+v", r)
		}
	}
	if rawFlags < 4 || !slices.Equal(marked, []string{"poor"}) {
		t.Errorf("the raw rule flags %d good creators, the page marks %v", rawFlags, marked)
	}
	if len(p.every()) != 43 || p.Period != "1 Oct to 31 Oct 2026" || !strings.HasPrefix(p.Headline, "One creator likely sells to fewer than 1 in 100 clicks") {
		t.Errorf("%d rows, %s, %s", len(p.every()), p.Period, p.Headline)
	}
	if len(p.Notes) == 0 || !strings.HasPrefix(p.Notes[0], "@odd is left out") || len(p.Groups) != 2 || p.every()[0].Handle != "best" || p.every()[42].Handle != "poor" {
		t.Errorf("notes %q, %d groups", p.Notes, len(p.Groups))
	}
}

// importText puts one file into the own brand.
func importText(t *testing.T, s *Screen, name, text string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	importOwn(t, s, path)
}

// TestPostsOverstateLess: on the sample brand, whose posts' true strength is known, picking the five highest as
// counted overstates them more than picking the five that are likely highest.
func TestPostsOverstateLess(t *testing.T) {
	t.Parallel()
	s := sampleScreen(t)
	p := ranks(t, s, SampleBrand, byPosts)
	brand, err := sample.Make(demoConfig(sampleSeed, sampleLift))
	if err != nil {
		t.Fatal(err)
	}
	claims := map[string]map[string]shop.Cents{}
	for _, c := range sampleClaims(t, s) {
		if c.post == "" || c.sample {
			continue
		}
		if claims[c.creator] == nil {
			claims[c.creator] = map[string]shop.Cents{}
		}
		claims[c.creator][c.post] += c.net
	}
	if rows := p.every(); len(rows) != len(claims) {
		t.Fatalf("%d rows, %d creators have posts", len(rows), len(claims))
	}
	type known struct{ raw, likely, truth float64 }
	var list []known
	perOrder := float64(brand.Truth.Total.ExtraNetCents) / float64(brand.Truth.Total.ExtraOrders)
	for _, c := range brand.Truth.Creators {
		if claims[c.Handle] == nil {
			continue
		}
		row := p.every()[slices.IndexFunc(p.every(), func(r RanksRow) bool { return r.Handle == c.Handle })]
		k := known{}
		for _, cents := range claims[c.Handle] {
			k.raw += float64(cents) / float64(len(claims[c.Handle]))
		}
		for _, post := range c.Posts {
			k.truth += post.ExpectedOrders * perOrder / float64(len(c.Posts))
		}
		var dollars float64
		if _, err := fmt.Sscanf(strings.ReplaceAll(row.Likely, ",", ""), "$%f", &dollars); err != nil {
			t.Fatal(row.Likely, err)
		}
		k.likely = 100 * dollars
		list = append(list, k)
	}
	overstated := func(by func(known) float64) float64 {
		slices.SortFunc(list, func(a, b known) int { return int(math.Copysign(1, by(b)-by(a))) })
		said, true := 0.0, 0.0
		for _, k := range list[:5] {
			said, true = said+by(k), true+k.truth
		}
		return said / true
	}
	raw, likely := overstated(func(k known) float64 { return k.raw }), overstated(func(k known) float64 { return k.likely })
	t.Logf("the five highest are overstated %.2f-fold as counted, %.2f-fold with luck removed", raw, likely)
	if !(likely < raw) {
		t.Errorf("the five highest are overstated %.2f-fold as counted, %.2f-fold with luck removed", raw, likely)
	}
}

// TestPostsWords: a creator whose one post made nearly everything is said to hang on it, and posts that the
// report of posts names beside the orders count as posts that sold nothing.
func TestPostsWords(t *testing.T) {
	t.Parallel()
	p := soldPosts{currency: "USD", orders: true, period: shop.Inclusive(20000, 20029)}
	rng := rand.New(rand.NewPCG(3, 3))
	for i := range 20 {
		for k := range 6 {
			p.list = append(p.list, soldPost{fmt.Sprint("c", i), fmt.Sprint(k), shop.Cents(2000 + rng.IntN(1500))})
		}
	}
	for k, cents := range []shop.Cents{3000, 5000, 900_000} {
		p.list = append(p.list, soldPost{"viral", fmt.Sprint(k), cents})
	}
	p.addUnsold([]store.ReportedPost{{Creator: "c0", Post: "1", First: 20001, Last: 20007}, {Creator: "c0", Post: "x", First: 20001, Last: 20007}, {Creator: "c1", Post: "y", First: 19990, Last: 20007}})
	if p.without != 1 || p.list[len(p.list)-1].post != "x" {
		t.Errorf("%d posts without orders", p.without)
	}
	var kept keptRanks
	answer, err := kept.ask(p.spec())
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, r := range p.rows(answer) {
		if r.Note != "" {
			said++
			if r.Handle != "viral" || !strings.HasPrefix(r.Note, "One post made 99\u202f% of it. Without it: likely $") || !strings.HasSuffix(r.Note, "not far above the others.") || !r.Marked {
				t.Errorf("%+v", r.RanksRow)
			}
		}
		if r.Handle == "c0" && r.Of != "7 posts, 6 sold" {
			t.Errorf("c0: %s", r.Of)
		}
	}
	if said != 1 {
		t.Errorf("%d creators hang on a post", said)
	}
	again, err := kept.ask(p.spec())
	if err != nil || &again.Rows[0] != &answer.Rows[0] {
		t.Errorf("the same table was worked out again, %v", err)
	}
}

// TestPostsTooFew: where luck cannot be measured the counted values are shown alone.
func TestPostsTooFew(t *testing.T) {
	t.Parallel()
	s := emptyScreen(t)
	if p := ranks(t, s, OwnBrand, byPosts); p.Empty == nil || !strings.Contains(p.Empty.Text, "Affiliate orders › Export") {
		t.Errorf("without posts: %+v", p.Empty)
	}
	importText(t, s, "posts.csv", "date,post_id,creator,gmv,orders\n2026-10-01,71,ana,40.00,2\n2026-10-02,72,ana,0.00,0\n2026-10-03,73,bo,10.00,1\n")
	p := ranks(t, s, OwnBrand, byPosts)
	if rows := p.every(); len(rows) != 2 || rows[0].Counted != "$20.00" || rows[0].Of != "2 posts, 1 sold" || rows[0].Likely != "" || rows[0].Judged != tooEarly {
		t.Errorf("%+v", rows)
	}
}

func TestClickCounts(t *testing.T) {
	t.Parallel()
	at := func(report int64, first, last shop.Day, clicks int64) store.ClickReport {
		return store.ClickReport{Creator: "ana", Report: report, First: first, Last: last, Clicks: clicks, Orders: 1}
	}
	for name, c := range map[string]struct {
		list           []store.ClickReport
		clicks, orders int64
	}{
		"days add up":                        {[]store.ClickReport{at(1, 20000, 20000, 10), at(1, 20001, 20001, 20)}, 30, 2},
		"a month over its weeks":             {[]store.ClickReport{at(1, 20000, 20006, 10), at(1, 20007, 20013, 20), at(1, 20000, 20013, 31)}, 31, 1},
		"what overlaps is left out":          {[]store.ClickReport{at(1, 20000, 20009, 10), at(1, 20005, 20015, 20)}, 20, 1},
		"two reports count the same clicks":  {[]store.ClickReport{at(1, 20000, 20006, 10), at(2, 20000, 20006, 12)}, 12, 1},
		"what is older than half a year not": {[]store.ClickReport{at(1, 20000, 20006, 10), at(1, 20300, 20306, 12)}, 12, 1},
	} {
		got := clickCounts(c.list)
		if len(got) != 1 || got[0].clicks != c.clicks || got[0].orders != c.orders {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestPlaceWords(t *testing.T) {
	t.Parallel()
	for want, c := range map[string][3]int{"3rd to 17th of 30": {3, 17, 30}, "any of 30": {1, 30, 30}, "2nd of 5": {2, 2, 5}, "": {1, 1, 1}, "11th to 21st of 112": {11, 21, 112}} {
		if got := placeWords(c[0], c[1], c[2]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

package experiment

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// walkthrough is the call of GeoLift's market selection in golden/reference_values.json.
func walkthrough(p *panel.Panel) DesignSpec {
	return DesignSpec{Panel: p, Kind: DesignGeo, Days: []int{10, 15}, Sizes: []int{2, 3, 4, 5}, Lifts: []float64{0, .05, .1, .15, .2}, Level: .9,
		Include: []string{"chicago"}, Exclude: []string{"honolulu"}, UnitCost: 7.5, Budget: 100_000}
}

func designs(t *testing.T, s DesignSpec) Designs {
	t.Helper()
	d, err := FindDesigns(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The published call: our splits must keep its bounds and see lifts of the size that its ten best see, from a
// test whose false alarms are counted.
func TestDesignsOfTheWalkthrough(t *testing.T) {
	t.Parallel()
	p := readLong(t, "geolift_pretest.csv.gz", panel.Columns{})
	var golden struct {
		Selection struct {
			Top []struct {
				MDE string `json:"Average_MDE"`
			} `json:"top10"`
		} `json:"geolift_market_selection"`
	}
	readGolden(t, "reference_values.json", &golden)
	worst := 0.0
	for _, d := range golden.Selection.Top {
		v, err := strconv.ParseFloat(d.MDE, 64)
		if err != nil {
			t.Fatal(err)
		}
		worst = math.Max(worst, v)
	}
	got := designs(t, walkthrough(p))
	if got.Status != StatusOK || len(got.Designs) < 5 {
		t.Fatalf("%s %s: %d splits", got.Status, got.Reason, len(got.Designs))
	}
	for _, d := range got.Designs {
		if !slices.Contains(d.Treated, "chicago") || slices.Contains(d.Treated, "honolulu") || len(d.Treated) < 2 || len(d.Treated) > 5 {
			t.Errorf("split %v breaks the bounds", d.Treated)
		}
		if d.Share > .3 || d.Cost == nil || *d.Cost > 100_000 || d.Windows < 48 {
			t.Errorf("split %v: share %.3f, cost %v, windows %d", d.Treated, d.Share, d.Cost, d.Windows)
		}
		if d.MDE == nil || *d.MDE > worst || *d.MDE < .01 || d.PowerCurve[0].Power > .2 {
			t.Errorf("split %v sees %v with %.3f false alarms; the worst of the published ten is %.3f", d.Treated, d.MDE, d.PowerCurve[0].Power, worst)
		}
		if d.Drawn != (d.Grade == GradeA) || d.Drawn != (d.Lot != nil) {
			t.Errorf("split %v: drawn %v, grade %s", d.Treated, d.Drawn, d.Grade)
		}
	}
	if !slices.IsSortedFunc(got.Designs, better) {
		t.Error("not best first")
	}
}

// A lot is drawn from a list of distinct sets that all keep the rule; another seed draws from another list.
func TestLots(t *testing.T) {
	t.Parallel()
	p := fictional(24, 120, 9)
	lot := func(seed uint64) *Lot {
		d := designs(t, DesignSpec{Panel: p, Kind: DesignSKU, Days: []int{14}, Sizes: []int{6}, Seed: seed, Include: []string{"unit 3"}, Exclude: []string{"unit 4"}})
		at := slices.IndexFunc(d.Designs, func(x Design) bool { return x.Drawn })
		if at < 0 {
			t.Fatalf("nothing drawn: %+v", d)
		}
		return d.Designs[at].Lot
	}
	one := lot(1)
	known, holds := map[string]bool{}, false
	for _, s := range one.Sets {
		id := strings.Join(s, "|")
		if known[id] || len(s) != 6 || !slices.Contains(s, "unit 3") || slices.Contains(s, "unit 4") {
			t.Errorf("the set %v breaks the rule, or stands there twice", s)
		}
		known[id] = true
		holds = holds || slices.Equal(s, one.Treated)
	}
	if !holds || len(known) < 100 {
		t.Errorf("%d sets, the drawn one among them: %v", len(known), holds)
	}
	if slices.Equal(one.Treated, lot(2).Treated) && slices.Equal(one.Treated, lot(3).Treated) {
		t.Error("three seeds draw the same set")
	}
	a := estimate(t, Spec{Panel: p, Treated: one.Treated, Start: p.Labels[106], End: p.Labels[119], Assignment: Assignment{Rule: "list", List: one.Sets}})
	if a.Status != StatusOK || a.Grade != GradeA {
		t.Errorf("the lot is read as %s %s %s", a.Status, a.Grade, a.Reason)
	}
}

func TestDesignRefuses(t *testing.T) {
	t.Parallel()
	still := fictional(12, 120, 1)
	for i := range still.Y {
		for t := range still.Y[i] {
			still.Y[i][t] = float64(i + 1)
		}
	}
	for _, c := range []struct {
		name string
		s    DesignSpec
		says string
	}{
		{"too short", DesignSpec{Panel: fictional(12, 40, 1), Kind: DesignGeo, Days: []int{28}}, "cover 40 days"},
		{"one unit", DesignSpec{Panel: fictional(1, 120, 1), Kind: DesignGeo, Days: []int{14}}, "at least 8 units"},
		{"all treated", DesignSpec{Panel: fictional(12, 120, 1), Kind: DesignGeo, Days: []int{14}, Sizes: []int{12}, Share: .99}, "No split"},
		{"a share that no unit keeps", DesignSpec{Panel: fictional(12, 120, 1), Kind: DesignGeo, Days: []int{14}, Share: .001}, "No split"},
		{"nothing moves", DesignSpec{Panel: still, Kind: DesignGeo, Days: []int{14}}, "move in step"},
	} {
		d := designs(t, c.s)
		if d.Status != StatusNotEstimable || !strings.Contains(d.Reason, c.says) || len(d.Designs) > 0 {
			t.Errorf("%s: %s %q", c.name, d.Status, d.Reason)
		}
	}
	for code, s := range map[string]DesignSpec{
		"unknown_design": {Panel: still, Kind: "calendar", Days: []int{28}},
		"unknown_unit":   {Panel: still, Kind: DesignGeo, Days: []int{28}, Include: []string{"moon"}},
		"bad_share":      {Panel: still, Kind: DesignGeo, Days: []int{28}, Share: 2},
		"bad_days":       {Panel: still, Kind: DesignGeo},
	} {
		if _, err := FindDesigns(s); shop.ErrorCode(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func benchPanel(b *testing.B, name string) *panel.Panel {
	b.Helper()
	dir := os.Getenv("CREATORLIFT_DATA")
	if dir == "" {
		b.Skip("CREATORLIFT_DATA is not set: the panel is not here")
	}
	f, err := os.Open(filepath.Join(dir, "panels", name))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	p, err := panel.Read(f, name, panel.Columns{})
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// The search of the published call alone: <= 1 s.
func BenchmarkDesignSearch(b *testing.B) {
	s := walkthrough(benchPanel(b, "panel_geolift40.csv"))
	if err := s.defaults(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		bench, err := newBench(&s)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := bench.search(); err != nil {
			b.Fatal(err)
		}
	}
}

// The power curves of its best five, 11 lifts on all windows: <= 2 s.
func BenchmarkDesignCurves(b *testing.B) {
	s := walkthrough(benchPanel(b, "panel_geolift40.csv"))
	s.Lifts = []float64{0, .02, .04, .06, .08, .1, .12, .14, .16, .18, .2}
	if err := s.defaults(); err != nil {
		b.Fatal(err)
	}
	bench, err := newBench(&s)
	if err != nil {
		b.Fatal(err)
	}
	best, _, err := bench.search()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := bench.judge(best[:5]); err != nil {
			b.Fatal(err)
		}
	}
}

// Splits of 200 units, all of it: <= 10 s.
func BenchmarkDesign200(b *testing.B) {
	p := fictional(200, 180, 4)
	for b.Loop() {
		if d, err := FindDesigns(DesignSpec{Panel: p, Kind: DesignGeo, Days: []int{28}}); err != nil || d.Status != StatusOK {
			b.Fatal(err, d.Reason)
		}
	}
}

// Drawn sets are distinct and of the wanted size; all there are where they are few.
func TestDrawSets(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct{ n, k, most, want int }{{6, 2, 100, 15}, {6, 2, 15, 15}, {40, 5, 50, 50}, {8, 1, 100, 8}} {
		known := map[string]bool{}
		for _, s := range drawSets(c.n, c.k, c.most, rng) {
			if count(s) != c.k {
				t.Errorf("%+v: a set of %d", c, count(s))
			}
			known[key(s)] = true
		}
		if len(known) != c.want {
			t.Errorf("%+v: %d different sets", c, len(known))
		}
	}
}

package api

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"reflect"
	"slices"
	"testing"

	"creatorlift/backend/experiment"
	"creatorlift/backend/panel"
	"creatorlift/backend/sample"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// tally counts how one of the demo's two questions did over many brands.
type tally struct {
	name           string
	asked, held    int
	called, wrong  int // ranges without zero, and of these those on the wrong side of the truth
	refused        int
	widths, errors []float64 // shares of the counterfactual
	grades         map[experiment.Grade]int
}

// TestDemoCoverage: of twenty ranges at 90 % at least 14 hold the truth. With true coverage of 90 %
// fewer than 14 happen in 1 of 400 runs; the seeds are fixed, so this one either passes or not.
func TestDemoCoverage(t *testing.T) {
	t.Parallel()
	for _, y := range demoTallies(t, 20, true) {
		y.log(t)
		if y.asked != 20 || y.held < 14 {
			t.Errorf("%s: %d of %d ranges hold the truth, want at least 14 of 20", y.name, y.held, y.asked)
		}
	}
}

// TestStudyDemoCoverage is the same over 400 brands, with all audits.
func TestStudyDemoCoverage(t *testing.T) {
	if os.Getenv("CREATORLIFT_STUDY") == "" {
		t.Skip("set CREATORLIFT_STUDY=1 for 400 brands")
	}
	for _, y := range demoTallies(t, 400, false) {
		y.log(t)
		if share := float64(y.held) / float64(y.asked); y.asked != 400 || share < .855 || share > .945 {
			t.Errorf("%s: %d of %d ranges hold the truth, want 87 to 93 %%, give or take the Monte Carlo error of 1.5", y.name, y.held, y.asked)
		}
	}
}

// demoTallies asks the demo's questions of the brands 1..n. The totals come from the brand itself, which
// TestSampleBooks shows to be those of its imported files. quick leaves out the holdout's audit, on
// which its range does not depend; the baseline's range does.
func demoTallies(t *testing.T, n uint64, quick bool) []*tally {
	t.Helper()
	var list []*tally
	for seed := uint64(1); seed <= n; seed++ {
		b, err := sample.Make(demoConfig(seed, .15))
		if err != nil {
			t.Fatal(err)
		}
		for i, q := range demoQuestions(b) {
			if i == len(list) {
				list = append(list, &tally{name: q.name, grades: map[experiment.Grade]int{}})
			}
			q.spec.Panel, q.spec.NoAudit = brandPanel(b, q), quick && q.by == store.ByRegion
			a, err := experiment.Estimate(q.spec)
			if err != nil {
				t.Fatal(err)
			}
			list[i].add(a, q.truth)
		}
	}
	return list
}

// brandPanel is the till's panel without a workspace.
func brandPanel(b *sample.Brand, q demoQuestion) *panel.Panel {
	d := b.Daily()
	units, rows := d.Regions, d.Region
	if q.by == store.ByShop {
		units, rows = []string{wholeShop}, [][]shop.Cents{d.Shop}
	}
	var cells []panel.Cell
	for i, u := range units {
		for k, v := range rows[i] {
			cells = append(cells, panel.Cell{Day: d.First + shop.Day(k), Unit: u, Value: float64(v)})
		}
	}
	return panel.Build(cells, panel.Spec{
		Units: q.units, Period: shop.Inclusive(d.First, b.Truth.TestLast), Unit: "USD minor",
		Covered:  func(shop.Day) bool { return true },
		ShopSold: func(day shop.Day) bool { return d.Shop[day-d.First] != 0 },
	})
}

// TestShortcut: the study's panels are those of the imported files, so its answers are the demo's.
func TestShortcut(t *testing.T) {
	t.Parallel()
	b, s, _ := importBrand(t, demoConfig(7, .15))
	till, err := openTill(context.Background(), s, "USD")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range demoQuestions(b) {
		got, err := till.readOut(context.Background(), q.by, q.units, q.spec)
		if err != nil {
			t.Fatal(err)
		}
		q.spec.Panel = brandPanel(b, q)
		want, err := experiment.Estimate(q.spec)
		if err != nil || want.Status != OK || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: from the files %+v, from the brand %+v, %v", q.name, got.Total, want.Total, err)
		}
	}
}

func (y *tally) add(a experiment.Answer, truth sample.Effect) {
	y.asked++
	y.grades[a.Grade]++
	if a.Status != OK {
		y.refused++
		return
	}
	effect := float64(truth.ExtraNetCents)
	if a.Total.Lower <= effect && effect <= a.Total.Upper {
		y.held++
	}
	if a.Significant {
		y.called++
		if (a.Total.Lower > 0) != (effect > 0) {
			y.wrong++
		}
	}
	would := float64(truth.CounterfactualNetCents)
	y.widths = append(y.widths, (a.Total.Upper-a.Total.Lower)/would)
	y.errors = append(y.errors, (a.Total.Effect-effect)/would)
}

func (y *tally) log(t *testing.T) {
	t.Helper()
	t.Logf("%s: %d of %d ranges hold the truth (%.1f %%); median width %.1f %% of what would have come, median error %+.1f %%; %d called, %d of them in the wrong direction; %d not estimable; grades %s",
		y.name, y.held, y.asked, 100*float64(y.held)/float64(y.asked), 100*median(y.widths), 100*median(y.errors), y.called, y.wrong, y.refused, fmt.Sprint(y.grades))
}

func median[T cmp.Ordered](v []T) T {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}

package stats

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// google/trimmed_match 0be8552, its own tests.
func TestTrimmedMatchAsPublished(t *testing.T) {
	t.Parallel()
	response, cost := []float64{1, 10, 3, 8}, []float64{1, 5, 2, 5}
	for _, c := range []struct {
		most, estimate, se, lo, hi float64
		left                       []int
	}{
		{0, 22. / 13, .138, 1.250, 1.905, nil},
		{.25, 11. / 7, .041, -29.374, 1.619, []int{0, 1}},
	} {
		got, err := TrimmedMatch(response, cost, c.most, .9)
		if err != nil {
			t.Fatal(err)
		}
		within(t, "estimate", got.Estimate, c.estimate, 1e-9)
		within(t, "error", got.SE, c.se, 5e-4)
		within(t, "lower", got.Lower, c.lo, 5e-4)
		within(t, "upper", got.Upper, c.hi, 5e-4)
		if !slices.Equal(got.Left, c.left) {
			t.Errorf("left out %v, want %v", got.Left, c.left)
		}
	}
	if _, err := TrimmedMatch([]float64{1, 2}, []float64{1, -1}, 0, .9); !errors.Is(err, ErrNoVariation) {
		t.Errorf("costs that sum to zero: %v", err)
	}
}

// google_geoexp_salesandcost.csv by the daily totals of the two groups of google_geoexp_geoassignment.csv.
func readGroups(t *testing.T) (control, treated []float64, cost float64) {
	t.Helper()
	dir := os.Getenv("CREATORLIFT_DATA")
	if dir == "" {
		t.Skip("CREATORLIFT_DATA is not set: the sales of the published regression are not here")
	}
	rows := func(name string) [][]string {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		all, err := csv.NewReader(z).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return all[1:]
	}
	group := map[string]string{}
	for _, r := range rows("google_geoexp_geoassignment.csv.gz") {
		group[r[0]] = r[1]
	}
	sums := map[string][2]float64{}
	var days []string
	for _, r := range rows("google_geoexp_salesandcost.csv.gz") {
		if r[0] > "2015-03-15" {
			continue
		}
		if _, ok := sums[r[0]]; !ok {
			days = append(days, r[0])
		}
		s := sums[r[0]]
		v, _ := strconv.ParseFloat(r[2], 64)
		c, _ := strconv.ParseFloat(r[3], 64)
		switch group[r[1]] {
		case "1":
			s[0] += v
		case "2":
			s[1] += v
			cost += c
		}
		sums[r[0]] = s
	}
	slices.Sort(days)
	for _, d := range days {
		control, treated = append(control, sums[d][0]), append(treated, sums[d][1])
	}
	return control, treated, cost
}

// GeoexperimentsResearch, DoTBRROAS on the same data: 42 days of history from 2015-01-05, 28 of test.
func TestTBRAsPublished(t *testing.T) {
	t.Parallel()
	x, y, cost := readGroups(t)
	want := part[struct {
		IROAS     float64    `json:"iroas"`
		Precision float64    `json:"precision_two_sided_90"`
		CI        [2]float64 `json:"ci90"`
		Response  float64    `json:"incr_response"`
		Cost      float64    `json:"incr_cost"`
	}](t, readPublished(t).TBR["tbr1"])
	f, err := NewTBR(y, x, 42, .9)
	if err != nil {
		t.Fatal(err)
	}
	within(t, "cost", cost, want.Cost, 1e-6*want.Cost)
	within(t, "response", f.Effect, want.Response, 1e-6*want.Response)
	within(t, "iroas", f.Effect/cost, want.IROAS, 1e-6*want.IROAS)
	within(t, "precision", (f.Upper-f.Lower)/2/cost, want.Precision, 1e-6)
	within(t, "lower", f.Lower/cost, want.CI[0], 1e-6)
	within(t, "upper", f.Upper/cost, want.CI[1], 1e-6)
}

func TestTBRWithoutVariation(t *testing.T) {
	t.Parallel()
	flat, line := make([]float64, 20), make([]float64, 20)
	for i := range line {
		line[i] = float64(i) + math.Sin(float64(i))
	}
	for name, c := range map[string][2][]float64{"flat control": {line, flat}, "in step": {line, line}, "flat treated": {flat, line}} {
		if _, err := NewTBR(c[0], c[1], 15, .9); !errors.Is(err, ErrNoVariation) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package stats

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// readQuota is the share of women in parliament of 119 countries 1990-2015 and the year of their quota.
func readQuota(t *testing.T) (y [][]float64, starts []int) {
	t.Helper()
	dir := os.Getenv("CREATORLIFT_DATA")
	if dir == "" {
		t.Skip("CREATORLIFT_DATA is not set: the panel of the published cohorts is not here")
	}
	f, err := os.Open(filepath.Join(dir, "quota_staggered.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for _, r := range rows[1:] {
		i, ok := at[r[0]]
		if !ok {
			i = len(y)
			at[r[0]] = i
			y, starts = append(y, nil), append(starts, 1<<30)
		}
		v, err := strconv.ParseFloat(r[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		if r[3] == "1.0" && starts[i] == 1<<30 {
			starts[i] = len(y[i])
		}
		y[i] = append(y[i], v)
	}
	return y, starts
}

// Clarke et al. (2023): 8.034102 and its cohorts, by synthdid for each cohort.
func TestQuotaCohorts(t *testing.T) {
	t.Parallel()
	y, starts := readQuota(t)
	want := part[struct {
		ATT    float64            `json:"att"`
		Cohort map[string]float64 `json:"cohort"`
	}](t, readPublished(t).Quota)
	for _, c := range []struct {
		how       Weighting
		tolerance float64 // relative: the exact minimum lies beyond where the published steps stop
	}{{SDIDPublished, 1e-9}, {SDID, 1e-3}} {
		s, err := Stagger(y, starts, starts, c.how, true)
		if err != nil {
			t.Fatal(err)
		}
		within(t, "att", s.Effect, want.ATT, c.tolerance*want.ATT)
		within(t, "load", s.Load, 1, 1e-12)
		if len(s.Cohorts) != len(want.Cohort) {
			t.Fatalf("%d cohorts, want %d", len(s.Cohorts), len(want.Cohort))
		}
		for _, g := range s.Cohorts {
			within(t, "cohort", g.Contrast.Effect, want.Cohort[strconv.Itoa(1990+g.Start)], 15*c.tolerance)
		}
	}
}

// One cohort is the plain contrast, and the load says what a constant effect adds.
func TestStaggerAddsUp(t *testing.T) {
	t.Parallel()
	y := noisyUnits(12, 40, 5)
	starts := []int{30, 30, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40}
	one, err := Stagger(y, starts, starts, SC, false)
	if err != nil {
		t.Fatal(err)
	}
	u, set := NewUnits(y, 30, false), make([]bool, 12)
	set[0], set[1] = true, true
	c, err := u.Contrast(set, SC)
	if err != nil {
		t.Fatal(err)
	}
	within(t, "one cohort", one.Total, c.Effect*u.Size(c)*10, 1e-9*math.Abs(one.Total))

	starts[2], starts[3] = 20, 35
	real := slices.Clone(starts)
	real[5], real[0] = 25, 33
	cells := make([][]float64, len(y)) // an effect of 1 wherever a unit is truly treated, on any base
	for i := range y {
		cells[i] = make([]float64, 40)
		for p := range cells[i] {
			cells[i][p] = 5
			if p >= real[i] {
				cells[i][p] = 6
			}
		}
	}
	for _, how := range []Weighting{DiD, SDID} {
		s, err := Stagger(y, starts, real, how, true)
		if err != nil {
			t.Fatal(err)
		}
		var load, weight float64
		for _, g := range s.Cohorts {
			rows := slices.Concat(g.Units, []int{4, 5, 6, 7, 8, 9, 10, 11})
			for _, v := range NewUnits(pick(cells, rows), g.Start, true).Gap(g.Contrast)[g.Start:] {
				load += g.Size * v
				weight += g.Size
			}
		}
		within(t, "load", s.Load, load/weight, 1e-9)
	}
}

// noisyUnits share a season and differ in size and noise.
func noisyUnits(n, T int, seed uint64) [][]float64 {
	rng, y := rand.New(rand.NewPCG(seed, 7)), make([][]float64, n)
	for i := range y {
		size := 50 + 100*rng.Float64()
		for p := range T {
			y[i] = append(y[i], size*(2+math.Sin(float64(p)/3)+.3*rng.NormFloat64()))
		}
	}
	return y
}

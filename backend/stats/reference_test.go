package stats

import (
	"compress/gzip"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// readLong reads a long panel of the shared data folder: unit, time and value columns by name.
func readLong(t *testing.T, file, unit, value string) (y [][]float64, at map[string]int) {
	t.Helper()
	dir := os.Getenv("CREATORLIFT_DATA")
	if dir == "" {
		t.Skip("CREATORLIFT_DATA is not set: the data sets of the published values are not here")
	}
	f, err := os.Open(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := map[string]int{}
	for i, h := range rows[0] {
		col[h] = i
	}
	at = map[string]int{}
	for _, r := range rows[1:] {
		u := r[col[unit]]
		if _, ok := at[u]; !ok {
			at[u] = len(y)
			y = append(y, nil)
		}
		v, err := strconv.ParseFloat(r[col[value]], 64)
		if err != nil {
			t.Fatal(err)
		}
		y[at[u]] = append(y[at[u]], v)
	}
	return y, at
}

// Prop 99, 39 states 1970-2000, California treated from 1989 (column 19). DiD -27.349111083615:
// synthdid 0.0.9 did_estimate(). SC -19.514: the exact optimum of the same problem (the package's
// Frank-Wolfe stops at -19.6197).
func TestProp99PublishedValues(t *testing.T) {
	t.Parallel()
	y, at := readLong(t, "prop99_california.csv.gz", "State", "PacksPerCapita")
	treated := make([]bool, len(y))
	treated[at["California"]] = true
	c, err := NewUnits(y, 19, true).Contrast(treated, DiD)
	if err != nil {
		t.Fatal(err)
	}
	if want := -27.349111083615; math.Abs(c.Effect-want) > 1e-6*math.Abs(want) {
		t.Errorf("DiD: got %v, want %v", c.Effect, want)
	}
	if got := plainSC(t, y, at["California"], 19); math.Abs(got+19.514) > 5e-4*19.514 {
		t.Errorf("SC: got %v, want -19.514", got)
	}
}

// plainSC is the synthetic control without an intercept.
func plainSC(t *testing.T, y [][]float64, treated, pre int) float64 {
	t.Helper()
	k := len(y) - 1
	others := append(append([][]float64{}, y[:treated]...), y[treated+1:]...)
	G, b := mat.NewSymDense(k, nil), make([]float64, k)
	for i := range others {
		for j := i; j < k; j++ {
			G.SetSym(i, j, dot(others[i][:pre], others[j][:pre]))
		}
		b[i] = dot(others[i][:pre], y[treated][:pre])
	}
	w, err := SimplexLS(G, b)
	if err != nil {
		t.Fatal(err)
	}
	var sum float64
	for p := pre; p < len(y[0]); p++ {
		sum += y[treated][p]
		for i, x := range others {
			sum -= w[i] * x[p]
		}
	}
	return sum / float64(len(y[0])-pre)
}

func dot(a, b []float64) float64 {
	var s float64
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

// GeoLift_Test, Chicago and Portland on days 91-105 of 105. SC with intercept on raw units:
// augsynth progfunc "none", fixed effects, ATT 155.555650976201. DiD 255.076023391812: synthdid
// did_estimate().
func TestGeoLiftPublishedValues(t *testing.T) {
	t.Parallel()
	y, at := readLong(t, "geolift_test.csv.gz", "location", "Y")
	treated := make([]bool, len(y))
	treated[at["chicago"]], treated[at["portland"]] = true, true
	u := NewUnits(y, 90, true)
	for how, want := range map[Weighting]float64{SC: 155.555650976201, DiD: 255.076023391812} {
		c, err := u.Contrast(treated, how)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(c.Effect-want) > 5e-4*want {
			t.Errorf("weighting %d: got %v, want %v", how, c.Effect, want)
		}
	}
}

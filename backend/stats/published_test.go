package stats

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// published is the part of testdata/golden/reference_values.json that these tests compare with; it
// names the programs and versions that gave the values.
type published struct {
	Prop99  map[string]json.RawMessage `json:"prop99_and_cps (synthdid)"`
	Kansas  map[string]json.RawMessage `json:"kansas (augsynth)"`
	GeoLift map[string]json.RawMessage `json:"geolift_test (GeoLift + synthdid)"`
	Trimmed map[string]json.RawMessage `json:"published_trimmed_match_tests"`
	TBR     map[string]json.RawMessage `json:"tbr (GeoexperimentsResearch)"`
	Quota   json.RawMessage            `json:"staggered_quota (sdid by cohort)"`
}

func readPublished(t *testing.T) published {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "golden", "reference_values.json"))
	if err != nil {
		t.Fatal(err)
	}
	var p published
	if err := json.Unmarshal(b, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func part[T any](t *testing.T, raw json.RawMessage) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// readPanelFile reads a long panel of testdata/panels: unit, period, value; units in the order of
// their names, as the reference programs sort them.
func readPanelFile(t *testing.T, name string, unit, value int) (y [][]float64, units []string) {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "testdata", "panels", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	byUnit := map[string][]float64{}
	for _, r := range rows[1:] {
		v, err := strconv.ParseFloat(r[value], 64)
		if err != nil {
			t.Fatal(err)
		}
		byUnit[r[unit]] = append(byUnit[r[unit]], v)
	}
	for u := range byUnit {
		units = append(units, u)
	}
	slices.Sort(units)
	for _, u := range units {
		y = append(y, byUnit[u])
	}
	return y, units
}

func only(units []string, names ...string) []bool {
	set := make([]bool, len(units))
	for i, u := range units {
		set[i] = slices.Contains(names, u)
	}
	return set
}

func within(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %v, want %v within %v", what, got, want, tolerance)
	}
}

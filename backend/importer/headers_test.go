package importer

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// knownHeader is the columns of one export as its readers and documents write them.
type knownHeader struct {
	Headers []string
	Partial bool       // other columns are not known
	Others  [][]string // in other languages or years
}

// TestEveryKnownHeader: each header of testdata/headers.json is recognised as the export it belongs to,
// whatever the order of its columns and with columns of its own between them.
func TestEveryKnownHeader(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("testdata/headers.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]knownHeader
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(4, 4))
	for id, k := range all {
		for _, names := range append([][]string{k.Headers}, k.Others...) {
			for range 3 {
				rep := lookAtHeader(t, names)
				if rep.Format != id {
					t.Errorf("%s: recognised as %q %v: %q", id, rep.Format, rep.Issues, names)
					break
				}
				names = slices.Clone(names)
				r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
				names = slices.Insert(names, r.IntN(len(names)), "Something of our own "+string(rune('A'+r.IntN(26))))
			}
		}
	}
}

// lookAtHeader looks at a table of these columns with two rows of cells that could be anything.
func lookAtHeader(t *testing.T, names []string) *Report {
	t.Helper()
	cells := make([]string, len(names))
	for i, name := range names {
		switch n := strings.ToLower(name); {
		case strings.Contains(n, "date"), strings.Contains(n, "time"), strings.Contains(n, "day"), strings.HasSuffix(n, " at"), strings.HasSuffix(n, "_at"):
			cells[i] = "2026-10-05"
		case strings.Contains(n, "id"):
			cells[i] = "57912345678901234" + string(rune('0'+i%10))
		default:
			cells[i] = "12"
		}
	}
	quote := func(list []string) string { return `"` + strings.Join(list, `","`) + "\"\n" }
	l, err := Look(t.Context(), text(quote(names)+quote(cells)+quote(cells)), Options{Name: "export_2026-10-01_2026-10-31.csv", Zone: "America/New_York", Currency: "USD"})
	if err != nil {
		t.Fatal(err)
	}
	return l.Report()
}

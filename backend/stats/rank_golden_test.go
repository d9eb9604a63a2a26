package stats

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// goldenEB is the part of golden/reference_values.json on shrinkage and ranks, written by R (csranks 1.2.3
// for the rank sets, 1,000 draws, seed 100).
type goldenEB struct {
	EB struct {
		Raw struct {
			Shrink float64            `json:"shrink_1_minus_B"`
			Est    map[string]float64 `json:"est"`
			MLE    float64            `json:"sse_mle"`
			JS     float64            `json:"sse_js"`
		} `json:"james_stein_raw_scale"`
		Arcsine struct {
			Shrink float64            `json:"one_minus_B"`
			Est    map[string]float64 `json:"est"`
		} `json:"james_stein_arcsine"`
		Baseball struct {
			Hits        []float64
			N           float64
			Alpha, Beta float64
			NLL         float64
			Mean        map[string]float64 `json:"post_mean"`
		} `json:"efron_morris_betabinom_mle"`
		Pisa struct {
			X, SE  []float64
			SimulL []int `json:"simul_L"`
			SimulU []int `json:"simul_U"`
			Best5  []int `json:"taubest5"`
		} `json:"csranks_pisa_math"`
		Creators struct {
			Alpha, Beta, NLL float64
			Mean             []float64 `json:"post_mean"`
			Above            []float64 `json:"p_gt_2pct"`
			QOrder           []int     `json:"q_order"`
			QValues          []float64 `json:"qvalue_sorted"`
			Keep             int       `json:"n_keep_at_local_fdr_q10"`
			RankL            []int     `json:"rank_L"`
			RankU            []int     `json:"rank_U"`
			Top5Set          []int     `json:"top5_set"`
			P                []float64 `json:"pbinom"`
			BH               []float64 `json:"bh"`
			KeepBH           int       `json:"n_bh_q10"`
			Top5             []float64 `json:"p_top5_mc50000"`
			MCSE             float64   `json:"p_top5_mcse"`
		} `json:"creators30"`
	} `json:"empirical_bayes"`
}

func readGoldenEB(t *testing.T) goldenEB {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "golden", "reference_values.json"))
	if err != nil {
		t.Fatal(err)
	}
	var g goldenEB
	if err := json.Unmarshal(b, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

// readColumns reads columns of a CSV file of testdata/rank: the text of the first column and numbers of others.
func readColumns(t *testing.T, name string, cols ...int) (names []string, out [][]float64) {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "testdata", "rank", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out = make([][]float64, len(cols))
	for _, r := range rows[1:] {
		names = append(names, r[0])
		for k, c := range cols {
			v, err := strconv.ParseFloat(r[c], 64)
			if err != nil {
				t.Fatal(err)
			}
			out[k] = append(out[k], v)
		}
	}
	return names, out
}

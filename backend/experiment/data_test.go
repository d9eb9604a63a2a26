package experiment

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"testing"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

func readLong(t *testing.T, name string, cols panel.Columns) *panel.Panel {
	t.Helper()
	f, err := os.Open(dataFile(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	p, err := panel.Read(z, name, cols)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Superstore, state by day: 94 % of the cells are empty. A test on it must be refused.
func TestSuperstoreIsRefused(t *testing.T) {
	t.Parallel()
	f, err := os.Open(dataFile(t, "superstore_us.csv.gz"))
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
	col := func(name string) int { return slices.Index(rows[0], name) }
	day, state, sales := col("Order Date"), col("State"), col("Sales")
	first, _ := shop.ParseDay("2019-01-03")
	last, _ := shop.ParseDay("2022-12-30")
	var cells []panel.Cell
	var units []string
	for _, r := range rows[1:] {
		d, err := shop.ParseDay(r[day])
		if err != nil {
			t.Fatal(err)
		}
		v, err := strconv.ParseFloat(r[sales], 64)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(units, r[state]) {
			units = append(units, r[state])
		}
		cells = append(cells, panel.Cell{Day: d, Unit: r[state], Value: v})
	}
	yes := func(shop.Day) bool { return true }
	p := panel.Build(cells, panel.Spec{Units: units, Period: shop.Inclusive(first, last), Covered: yes, ShopSold: yes})
	for _, u := range []string{"California", "New York", "Texas"} {
		for _, method := range []string{"auto", "sc", "did"} {
			a := estimate(t, Spec{Panel: p, Treated: []string{u}, Start: "2022-11-01", End: "2022-11-28", Method: method})
			if method != "auto" && (a.Status != StatusNotEstimable || a.Reason == "") {
				t.Errorf("%s by %s: %s", u, method, a.Status)
			}
			if method == "auto" && a.Status != StatusNotEstimable {
				t.Errorf("%s by auto: %s by %s", u, a.Status, a.Method)
			}
		}
	}
}

package experiment

import (
	"compress/gzip"
	"encoding/csv"
	"hash/fnv"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"creatorlift/backend/shop"
)

// history is a real shop: who ordered what when.
type history struct {
	first, last shop.Day
	customers   map[string][]bought
	names       []string
}

type bought struct {
	day     shop.Day
	product uint32
}

var (
	historiesLock sync.Mutex
	histories     = map[string]*history{}
)

// shopOrders reads a public shop once.
func shopOrders(t testing.TB, name string) *history {
	t.Helper()
	historiesLock.Lock()
	defer historiesLock.Unlock()
	if histories[name] == nil {
		dir := os.Getenv("CREATORLIFT_DATA")
		if dir == "" {
			t.Skip("CREATORLIFT_DATA is not set: the shops of the calendar study are not here")
		}
		file := map[string]string{"uci": "online_retail_uci.csv.gz", "cj": "completejourney_transactions_sample.csv.gz", "cdnow": "cdnow_master.csv.gz"}[name]
		f, err := os.Open(dir + "/" + file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		h := readHistory(t, name, z)
		histories[name] = h
	}
	return histories[name]
}

func readHistory(t testing.TB, name string, r io.Reader) *history {
	// columns: customer, order ("" = each row), product, day, money of the line
	at := map[string][5]int{"uci": {6, 0, 1, 4, 5}, "cj": {0, 2, 3, 10, 5}, "cdnow": {0, -1, -1, 1, 3}}[name]
	c := csv.NewReader(r)
	c.LazyQuotes, c.FieldsPerRecord = true, -1
	rows, err := c.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	type basket struct {
		customer string
		bought
		most float64
	}
	baskets := map[string]*basket{}
	for i, row := range rows[1:] {
		id, code := strconv.Itoa(i), row[0]
		if at[1] >= 0 {
			id, code = row[at[1]], row[at[2]]
		}
		day, err := shop.ParseDay(row[at[3]][:10])
		if err != nil || strings.HasPrefix(id, "C") || name == "cdnow" && day < shop.DayFrom(1997, 4, 1) {
			continue
		}
		money, _ := strconv.ParseFloat(row[at[4]], 64)
		if name == "uci" {
			q, _ := strconv.ParseFloat(row[3], 64)
			money *= q
		}
		hash := fnv.New32a()
		hash.Write([]byte(code))
		who := row[at[0]]
		if who == "" {
			who = "order " + id
		}
		if b := baskets[id]; b == nil {
			baskets[id] = &basket{who, bought{day, hash.Sum32()}, money}
		} else if money > b.most {
			b.most, b.product = money, hash.Sum32()
		}
	}
	h := &history{customers: map[string][]bought{}, first: math.MaxInt32}
	for _, b := range baskets {
		h.customers[b.customer] = append(h.customers[b.customer], b.bought)
		h.first, h.last = min(h.first, b.day), max(h.last, b.day)
	}
	for n := range h.customers {
		h.names = append(h.names, n)
	}
	slices.Sort(h.names)
	return h
}

// thinned is a random window of a random subset of customers, so large that perDay orders come a day.
func (h *history) thinned(rng *rand.Rand, days int, perDay float64, products int) ([][]float64, shop.Day) {
	first := h.first + shop.Day(rng.IntN(max(int(h.last-h.first)+2-days, 1)))
	all := 0
	for _, n := range h.names {
		for _, b := range h.customers[n] {
			if b.day >= first && b.day < first+shop.Day(days) {
				all++
			}
		}
	}
	keep, salt := perDay*float64(days)/float64(all), rng.Uint32()
	orders := make([][]float64, products)
	for i := range orders {
		orders[i] = make([]float64, days)
	}
	for _, n := range h.names {
		if rng.Float64() >= keep {
			continue
		}
		for _, b := range h.customers[n] {
			if d := int(b.day - first); d >= 0 && d < days {
				orders[int((b.product*2654435761^salt)>>8)%products][d]++
			}
		}
	}
	return orders, first
}

package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"creatorlift/backend/report"
	"creatorlift/backend/sample"
	"creatorlift/backend/shop"
)

// exportDay is the morning after the sample's last day.
var exportDay = time.Unix(int64(shop.DayFrom(2026, 11, 16))*86400+17*3600, 0)

// emptyScreen is a screen whose own brand is new.
func emptyScreen(t *testing.T) *Screen {
	t.Helper()
	s, err := NewScreen(&App{Now: func() time.Time { return exportDay }}, ScreenOptions{DB: filepath.Join(t.TempDir(), "brand.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// sampleScreen is a screen with the sample brand.
func sampleScreen(t *testing.T) *Screen {
	t.Helper()
	s := emptyScreen(t)
	job, err := s.MakeSample(t.Context(), &struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	s.jobs.all.Wait()
	if done, err := s.jobs.find(job.Body.ID); err != nil || done.State != "done" {
		t.Fatal(done, err)
	}
	return s
}

// exportRow is one line of an export by column name, as the file says it.
type exportRow map[string]string

// exportRows reads one of the sample's exports without the importer.
func exportRows(t *testing.T, s *Screen, name string) []exportRow {
	t.Helper()
	body := readFile(t, filepath.Join(filepath.Dir(s.desks[SampleBrand].path), exportsFolder, name))
	lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]exportRow, 0, len(lines))
	for _, l := range lines[1:] {
		r := exportRow{}
		for i, name := range lines[0] {
			r[name] = strings.TrimSpace(l[i])
		}
		rows = append(rows, r)
	}
	return rows
}

// cents reads $1,234.56 by its digits.
func (r exportRow) cents(t *testing.T, column string) shop.Cents {
	t.Helper()
	digits := strings.NewReplacer("$", "", ",", "", ".", "").Replace(r[column])
	if digits == "" {
		return 0
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", column, err)
	}
	return shop.Cents(n)
}

// fileClaim is one line of the affiliate export that counts, or a sample.
type fileClaim struct {
	order, creator, post string
	day                  shop.Day
	net, commission      shop.Cents
	sample               bool
}

// sampleClaims are the claims of the sample's export: settled or pending. Its times are the shop's.
func sampleClaims(t *testing.T, s *Screen) (list []fileClaim) {
	t.Helper()
	for _, r := range exportRows(t, s, sample.AffiliateFile) {
		if r["Order Status"] != "Settled" && r["Order Status"] != "Pending" {
			continue
		}
		at, err := time.Parse("02/01/2006 15:04:05", r["Time Created"])
		if err != nil {
			t.Fatal(err)
		}
		c := fileClaim{order: r["Order ID"], creator: r["Creator Username"], post: r["Content ID"], day: shop.DayOf(at), net: r.cents(t, "Payment Amount")}
		c.sample = c.net == 0
		for _, kind := range []string{"standard commission payment", "Shop Ads commission payment"} {
			paid := "Actual " + kind
			if kind[0] == 's' {
				paid = "Actual Commission Payment"
			}
			if r[paid] == "" {
				paid = "Est. " + kind
			}
			c.commission += r.cents(t, paid)
		}
		list = append(list, c)
	}
	return list
}

// creatorSums is what the file's lines of one creator add up to.
type creatorSums struct {
	orders, posts, samples map[string]bool
	net, commission        shop.Cents
}

func claimsByCreator(list []fileClaim) map[string]*creatorSums {
	all := map[string]*creatorSums{}
	for _, c := range list {
		sums := all[c.creator]
		if sums == nil {
			sums = &creatorSums{orders: map[string]bool{}, posts: map[string]bool{}, samples: map[string]bool{}}
			all[c.creator] = sums
		}
		if c.sample {
			sums.samples[c.order] = true
			continue
		}
		sums.orders[c.order] = true
		if c.post != "" {
			sums.posts[c.post] = true
		}
		sums.net, sums.commission = sums.net+c.net, sums.commission+c.commission
	}
	return all
}

// shown is a row's figures as the page writes them.
func (c creatorSums) shown() string {
	posts := "not reported"
	if len(c.posts) > 0 {
		posts = fmt.Sprint(len(c.posts))
	}
	return fmt.Sprint(len(c.orders), report.Money("USD", c.net), report.Money("USD", c.commission), posts, len(c.samples))
}

// fileOrder is one order of the Shopify export that counts.
type fileOrder struct {
	day         shop.Day
	net, refund shop.Cents
}

// sampleOrders are the orders of the sample's export that are neither cancelled, voided nor free.
func sampleOrders(t *testing.T, s *Screen) (list []fileOrder) {
	t.Helper()
	for _, r := range exportRows(t, s, sample.ShopifyFile) {
		status, subtotal := r["Financial Status"], r.cents(t, "Subtotal")
		if status == "" || status == "voided" || r["Cancelled at"] != "" || r.cents(t, "Total") == 0 {
			continue
		}
		day, err := shop.ParseDay(r["Created at"][:10])
		if err != nil {
			t.Fatal(err)
		}
		o := fileOrder{day: day, refund: min(r.cents(t, "Refunded Amount"), subtotal)}
		if status == "refunded" {
			o.refund = subtotal
		}
		o.net = subtotal - o.refund
		list = append(list, o)
	}
	return list
}

// importSample puts some of the sample's exports into the own brand.
func importSample(t *testing.T, s *Screen, names ...string) {
	t.Helper()
	brand, err := sample.Make(demoConfig(sampleSeed, sampleLift))
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(filepath.Dir(s.desks[SampleBrand].path), exportsFolder)
	if _, err := brand.Write(folder); err != nil {
		t.Fatal(err)
	}
	files := make([]string, len(names))
	for i, name := range names {
		files[i] = filepath.Join(folder, name)
	}
	importOwn(t, s, files...)
}

// importOwn puts files into the own brand, whose file is closed for it.
func importOwn(t *testing.T, s *Screen, files ...string) {
	t.Helper()
	err := s.replace(OwnBrand, func() error {
		out, err := s.app.Import(t.Context(), ImportIn{DB: s.desks[OwnBrand].path, Files: files, Zone: sample.Zone, Currency: "USD"})
		if err == nil && !out.AllOK() {
			err = fmt.Errorf("%+v", out.Files)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func home(t *testing.T, s *Screen, brand Brand) Home {
	t.Helper()
	r, err := s.Home(t.Context(), &BrandIn{Brand: brand})
	if err != nil {
		t.Fatal(err)
	}
	checkHome(t, r.Body)
	return r.Body
}

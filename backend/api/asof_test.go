package api

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"creatorlift/backend/shop"
)

const shopifyHead = "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount,Cancelled at\n"

func shopifyRow(name, day, price, refund, status string) string {
	at := day + " 12:00:00 -0400"
	return fmt.Sprintf("%s,,%s,%s,USD,%s,0,0,%s,%s,1,Serum,%s,SER,%s,\n", name, status, at, price, price, at, price, refund)
}

var (
	weekOne = shopifyHead + shopifyRow("#1", "2026-10-05", "5.00", "0.00", "paid") + shopifyRow("#2", "2026-10-06", "6.00", "0.00", "paid")
	weekTwo = shopifyHead + shopifyRow("#2", "2026-10-06", "6.00", "2.00", "partially_refunded") + shopifyRow("#3", "2026-10-13", "7.00", "0.00", "paid")
)

// twoWeeks is a screen whose own brand got one file on 7 October and another, with a refund, on the 14th.
func twoWeeks(t *testing.T) (*Screen, [2]string) {
	t.Helper()
	s := ownScreen(t)
	var hashes [2]string
	for i, f := range []string{weekOne, weekTwo} {
		s.app.Now = func() time.Time { return time.Date(2026, 10, 7+7*i, 9, 14, 0, 0, time.UTC) }
		page := drop(t, s, [2]string{"week.csv", f})
		if len(page.Waiting) == 1 && page.Waiting[0].State == "question" {
			in := &AnswerIn{Brand: OwnBrand, ID: page.Waiting[0].ID}
			in.Body.Zone = "America/New_York"
			job, err := s.AnswerFile(t.Context(), in)
			page = settled(t, s, job, err)
		}
		_, saved := saveReady(t, s, page)
		if len(saved.Batches) != 1 {
			t.Fatalf("%+v", saved)
		}
		want := [...]string{"One file saved: 2 new", "One file saved: 1 new, 1 restated (−$2.00 refunds)"}
		if saved.Message != want[i] {
			t.Errorf("got %q, want %q", saved.Message, want[i])
		}
		hashes[i] = contentHash(t, s)
	}
	return s, hashes
}

func lookBack(t *testing.T, s *Screen, day string, batch int64) {
	t.Helper()
	in := &AsOfIn{Brand: OwnBrand}
	in.Body.Day, in.Body.Batch = day, batch
	job, err := s.LookBack(t.Context(), in)
	settled(t, s, job, err)
}

func ownFrame(t *testing.T, s *Screen) BrandFrame {
	t.Helper()
	f, err := s.Frame(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return f.Body.Brands[0]
}

func TestEveryPageAsKnownOnADay(t *testing.T) {
	t.Parallel()
	s, hashes := twoWeeks(t)
	for _, back := range []struct {
		day   string
		batch int64
		label string
	}{{"2026-10-08", 0, "8 Oct 2026"}, {"", 1, "7 Oct 2026, 09:14"}} {
		lookBack(t, s, back.day, back.batch)
		f := ownFrame(t, s)
		if f.AsOf == nil || f.AsOf.Label != back.label || f.AsOf.LeftOut != 1 || f.Imports != 1 || f.StaleFor != 0 {
			t.Errorf("%+v, %+v", f, f.AsOf)
		}
		if got := contentHash(t, s); got != hashes[0] {
			t.Errorf("%s: content hash %s, want %s", back.label, got, hashes[0])
		}
		if page := inboxNow(t, s); len(page.Batches) != 1 {
			t.Errorf("%d imports in the inbox", len(page.Batches))
		}
		if _, err := s.ShowToday(t.Context(), &BrandIn{OwnBrand}); err != nil {
			t.Fatal(err)
		}
		if f := ownFrame(t, s); f.AsOf != nil || f.Imports != 2 || contentHash(t, s) != hashes[1] {
			t.Errorf("today: %+v", f)
		}
	}
	if copies, err := filepath.Glob(filepath.Join(s.pastFolder(), "*", "*.db")); err != nil || len(copies) != 1 {
		t.Errorf("copies %q, %v", copies, err)
	}
	was := s.desks[OwnBrand].past.store
	if lookBack(t, s, "", 1); s.desks[OwnBrand].past.store != was {
		t.Error("the same look back made another copy")
	}
	in := &AsOfIn{Brand: OwnBrand}
	in.Body.Day = "2026-10-01"
	job, err := s.LookBack(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	s.jobs.all.Wait()
	if j, err := s.jobs.find(job.Body.ID); err != nil || j.Problem == nil || j.Problem.Code != "nothing_known_then" {
		t.Errorf("%+v, %v", j, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.pastFolder()); !os.IsNotExist(err) {
		t.Errorf("the copy outlived the program: %v", err)
	}
}

// While a brand is shown as it was known once, every question that is no reading is refused in words, by
// the contract itself: a new question is among them unless it is named as a reading.
func TestNothingChangesWhileLookingBack(t *testing.T) {
	t.Parallel()
	s, hashes := twoWeeks(t)
	lookBack(t, s, "2026-10-08", 0)
	h := s.Handler(fstest.MapFS{})
	for _, q := range [][3]string{
		{"POST", "/inbox/save", `{"files":[{"id":"x","sha256":"x"}]}`}, {"POST", "/undo", `{"batches":[1]}`}, {"PUT", "/settings", `{}`},
		{"POST", "/tests", `{}`}, {"DELETE", "/tests/1", ""}, {"POST", "/inbox/look", ""}, {"DELETE", "/inbox/files", ""}, {"POST", "/inbox/files?name=a.csv", "x"},
	} {
		r := httptest.NewRequest(q[0], "/api/brand/own"+q[1], strings.NewReader(q[2]))
		r.Header.Set("Content-Type", "application/json")
		if strings.Contains(q[1], "name=") {
			r.Header.Set("Content-Type", "application/octet-stream")
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "looking_back") || !strings.Contains(w.Body.String(), "8 Oct 2026") {
			t.Errorf("%s %s: %d %s", q[0], q[1], w.Code, w.Body)
		}
	}
	undo := &UndoIn{Brand: OwnBrand}
	undo.Body.Batches = []int64{1}
	if _, err := s.Undo(context.Background(), undo); shop.ErrorCode(err) != "looking_back" {
		t.Errorf("undo: %v", err)
	}
	if _, err := s.BackUp(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ShowToday(t.Context(), &BrandIn{OwnBrand}); err != nil {
		t.Fatal(err)
	}
	if got := contentHash(t, s); got != hashes[1] {
		t.Errorf("content hash %s, want %s", got, hashes[1])
	}
	list, err := s.backups()
	if err != nil || len(list) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	in := &RestoreIn{}
	in.Body.Name = list[0].Name
	if _, err := s.RestoreBackup(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if got := contentHash(t, s); got != hashes[1] {
		t.Errorf("a backup made while looking back holds %s, want all of today %s", got, hashes[1])
	}
}

func TestWhatAnImportChanged(t *testing.T) {
	t.Parallel()
	s, _ := twoWeeks(t)
	r, err := s.Changed(t.Context(), &BatchIn{Brand: OwnBrand, Batch: 2})
	if err != nil {
		t.Fatal(err)
	}
	p := r.Body
	if p.Headline != "1 new, 1 restated (−$2.00 refunds)" || p.Days != "Net sales changed on 2 days, 6 Oct to 13 Oct 2026" {
		t.Errorf("%q, %q", p.Headline, p.Days)
	}
	got := ""
	for _, row := range append(p.Kinds.Rows, p.Orders.Rows...) {
		got += strings.Join(row, " | ") + "\n"
	}
	want := `New lines, net sales | 1 |  | $7.00 | $7.00
Restated, net sales | 1 | $6.00 | $4.00 | −$2.00
of these with more refunds, refunds | 1 | $0.00 | $2.00 | $2.00
#2 | 6 Oct 2026 | $6.00 | $4.00 | $0.00 | $2.00 | counted
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(p.Bars) != 2 || p.Bars[0].Before != 6.0/7 || p.Bars[0].After != 4.0/7 || p.Bars[1].After != 1 || p.Bars[0].Label != "6 Oct 2026: $6.00 before, $4.00 after" {
		t.Errorf("%+v", p.Bars)
	}
	if _, err := s.Changed(t.Context(), &BatchIn{Brand: OwnBrand, Batch: 9}); shop.ErrorCode(err) != "unknown_batch" {
		t.Errorf("%v", err)
	}
}

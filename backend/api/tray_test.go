package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"creatorlift/backend/report"
	"creatorlift/backend/sample"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// ownScreen is a screen over a new brand's file, at 09:14 on 22 November 2026.
func ownScreen(t *testing.T) *Screen {
	t.Helper()
	return screenAt(t, t.TempDir())
}

func screenAt(t *testing.T, dir string) *Screen {
	t.Helper()
	s, err := NewScreen(&App{Now: func() time.Time { return time.Date(2026, 11, 22, 9, 14, 0, 0, time.UTC) }}, ScreenOptions{DB: filepath.Join(dir, "brand.db")})
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

// drop uploads files and looks at them.
func drop(t *testing.T, s *Screen, files ...[2]string) InboxPage {
	t.Helper()
	for _, f := range files {
		if _, err := s.Upload(context.Background(), OwnBrand, f[0], strings.NewReader(f[1])); err != nil {
			t.Fatal(err)
		}
	}
	return lookAgain(t, s)
}

func lookAgain(t *testing.T, s *Screen) InboxPage {
	t.Helper()
	job, err := s.Look(context.Background(), &BrandIn{OwnBrand})
	return settled(t, s, job, err)
}

// settled waits for all work and returns the inbox.
func settled(t *testing.T, s *Screen, job *Reply[Job], err error) InboxPage {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	s.jobs.all.Wait()
	if j, err := s.jobs.find(job.Body.ID); err != nil || j.State == "failed" || j.State == "running" {
		t.Fatalf("job %+v %+v, %v", j, j.Problem, err)
	}
	return inboxNow(t, s)
}

func inboxNow(t *testing.T, s *Screen) InboxPage {
	t.Helper()
	page, err := s.Inbox(context.Background(), &BrandIn{OwnBrand})
	if err != nil {
		t.Fatal(err)
	}
	return page.Body
}

// saveReady saves all files that are ready.
func saveReady(t *testing.T, s *Screen, page InboxPage) (InboxPage, Saved) {
	t.Helper()
	in := &SaveIn{Brand: OwnBrand}
	for _, f := range page.Waiting {
		if f.State == "ready" {
			in.Body.Files = append(in.Body.Files, ShownFile{f.ID, f.SHA256})
		}
	}
	job, err := s.Save(context.Background(), in)
	page = settled(t, s, job, err)
	last, err := s.Saved(context.Background(), &BrandIn{OwnBrand})
	if err != nil {
		t.Fatal(err)
	}
	return page, last.Body
}

func contentHash(t *testing.T, s *Screen) (hash string) {
	t.Helper()
	err := s.use(OwnBrand, func(_ *desk, b *store.Store) (err error) {
		hash, err = b.ContentHash(context.Background())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// sampleFiles are a small sample brand's two exports.
func sampleFiles(t *testing.T) (shopify, affiliate string) {
	t.Helper()
	b, err := sample.Make(sample.Config{Seed: 3, Days: 60, OrdersPerDay: 5, Creators: 4, Lift: .1})
	if err != nil {
		t.Fatal(err)
	}
	files, err := b.Write(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return string(readFile(t, files[0])), string(readFile(t, files[1]))
}

// simpleOrders is a small file of orders; n-th day of October 2026 each.
func simpleOrders(prefix string, n int) string {
	var b strings.Builder
	b.WriteString("order_id,created_at,amount,currency\n")
	for i := range n {
		fmt.Fprintf(&b, "%s%d,2026-10-%02d,%d.50,USD\n", prefix, i, i%28+1, 10+i)
	}
	return b.String()
}

// TestInboxFromDropToUndo: upload, look, answer, save, undo. What was saved is gone after undo to the
// last byte of content.
func TestInboxFromDropToUndo(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	empty := contentHash(t, s)
	if h := inboxNow(t, s).Headline; h != "No files yet. Start with your shop's orders and your creators' sales." {
		t.Error(h)
	}
	shopify, affiliate := sampleFiles(t)
	page := drop(t, s, [2]string{"orders.csv", shopify}, [2]string{"aff.csv", affiliate})
	if page.Headline != "One file is ready, one has a question" || page.Ready != 1 || s.waiting(OwnBrand) != 2 || contentHash(t, s) != empty {
		t.Fatalf("%q, %d ready", page.Headline, page.Ready)
	}
	orders, q := page.Waiting[0], page.Waiting[1]
	checkReady(t, orders)
	if q.State != "question" || q.Questions[0].Name != "zone" || len(q.Questions[0].Choices) != 4 || len(q.Peek.Rows) != 4 || q.Peek.Header[0] != "Order ID" {
		t.Fatalf("%+v", q.Questions)
	}
	in := &AnswerIn{Brand: OwnBrand, ID: q.ID}
	in.Body.Zone = "America/New_York"
	job, err := s.AnswerFile(context.Background(), in)
	page = settled(t, s, job, err)
	if page.Headline != "2 files are ready" {
		t.Fatal(page.Headline)
	}
	page, last := saveReady(t, s, page)
	if last.Message != "2 files saved: 461 new" || len(last.Batches) != 2 || len(page.Waiting) != 0 || len(page.Batches) != 2 || page.Batches[0].When != "22 Nov 2026, 09:14" {
		t.Fatalf("%+v, %+v", last, page.Batches)
	}
	checkCoverage(t, page.Coverage)
	if len(page.Next) != mostNext || page.Next[0].Title != "Add TikTok Shop orders next" {
		t.Errorf("next: %+v", page.Next)
	}
	if left, err := os.ReadDir(s.desks[OwnBrand].inbox); err != nil || len(left) != 0 {
		t.Errorf("left in the inbox: %v, %v", left, err)
	}
	undone := &UndoIn{Brand: OwnBrand}
	undone.Body.Batches = last.Batches
	did, err := s.Undo(context.Background(), undone)
	if err != nil || !strings.HasPrefix(did.Body.Message, "2 files were taken back: ") || contentHash(t, s) != empty {
		t.Fatalf("%+v, %v", did, err)
	}
	if _, err := s.Undo(context.Background(), undone); shop.ErrorCode(err) != "import_gone" {
		t.Errorf("undone twice: %v", err)
	}
}

func checkReady(t *testing.T, f TrayFile) {
	t.Helper()
	r := f.Result
	if f.State != "ready" || !strings.HasPrefix(f.What, "Shopify orders · 79 columns known, ") || f.Title != "" || f.WhereTo == "" {
		t.Errorf("%s: %q %q", f.State, f.What, f.Title)
	}
	want := fmt.Sprintf("%s new = %s", report.Count(r.Rows), report.Count(r.Rows))
	if f.Adds != want || r.Accepted != r.Rows {
		t.Errorf("%q, want %q", f.Adds, want)
	}
	labels := ""
	for _, fact := range f.Facts {
		labels += fact.Label + ","
	}
	if labels != "Lines,Orders,Dates,Sales before refunds,New," {
		t.Error(labels)
	}
}

func checkCoverage(t *testing.T, c *Coverage) {
	t.Helper()
	if c == nil || len(c.Rows) != 2 || c.Rows[0].Source != "Shopify orders" || c.Rows[0].Kind != "till" || c.Rows[1].Kind != "claimed" {
		t.Fatalf("%+v", c)
	}
	if b := c.Rows[0].Bars; len(b) != 1 || b[0].From != 0 || c.Rows[0].Note != "" || !strings.HasSuffix(c.Rows[0].Alt, "no day is missing.") {
		t.Errorf("%+v", c.Rows[0])
	}
}

// TestInboxStates: what cannot be saved says why, and never the same as what can.
func TestInboxStates(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	orders := simpleOrders("a", 30)
	page := drop(t, s, [2]string{`C:\tmp\..\photo.png`, "\x89PNG\r\n\x1a\n\x00\x00"}, [2]string{"../../empty.csv", ""}, [2]string{"head.csv", "order_id,created_at,amount\n"},
		[2]string{"orders.csv", orders}, [2]string{"copy.csv", orders},
		[2]string{"aff.csv", "order_id,created_at,amount,currency\n5.76E+17,2026-10-01,3,USD\n5.76E+17,2026-10-02,4,USD\n"},
		[2]string{"vague.csv", "order_id,created_at,amount,currency\n1,03/10/2026 10:00,3,USD\n2,04/10/2026,4,USD\n"},
		[2]string{"own.csv", "Invoice,When,Total\nA1,2026-10-01,5.00\nA2,2026-10-02,6.00\n"},
	)
	for i, want := range [][3]string{
		{"photo.png", "refused", "photo.png is a picture"}, {"empty.csv", "refused", "empty.csv has no rows"},
		{"head.csv", "refused", "head.csv has column names but no rows"}, {"orders.csv", "ready", ""},
		{"copy.csv", "known", "The same file is here twice. orders.csv has all 30 lines."}, {"aff.csv", "refused", "The order ids were damaged by a spreadsheet"},
		{"vague.csv", "question", "Is 03/10/2026 the 3 October or the 10 March?"}, {"own.csv", "question", "Which column is which?"},
	} {
		f := page.Waiting[i]
		if f.Name != want[0] || f.State != want[1] || f.Title != want[2] {
			t.Errorf("%q %q %q, want %q", f.Name, f.State, f.Title, want)
		}
		if f.State == "refused" && !strings.HasSuffix(f.Do, untouched) {
			t.Errorf("%s: %q", f.Name, f.Do)
		}
	}
	if page.Waiting[0].Do != "Drop CSV or XLSX exports here. "+untouched {
		t.Error(page.Waiting[0].Do)
	}
	if c := page.Waiting[6].Questions[0].Choices; c[0].Label != "Day first: 3 October 2026" || c[0].Consequence != "the file covers 3 Oct to 4 Oct 2026" || c[1].Consequence != "the file covers 10 Mar to 10 Apr 2026" {
		t.Errorf("%+v", c)
	}
	if page.Headline != "One file is ready, 2 have a question, 4 cannot be read, one is here already" {
		t.Error(page.Headline)
	}
	page, last := saveReady(t, s, page)
	if last.Message != "One file saved: 30 new" || page.Waiting[3].State != "known" || page.Waiting[3].Title != "You already have all 30 lines. Nothing changed." {
		t.Errorf("%q %+v", last.Message, page.Waiting[3])
	}
	checkColumnsAnswer(t, s, page.Waiting[6])
	if page, err := s.DropFile(context.Background(), &FileIn{OwnBrand, page.Waiting[0].ID}); err != nil || len(page.Body.Waiting) != 6 {
		t.Errorf("%v", err)
	}
	if page, err := s.DropAll(context.Background(), &BrandIn{OwnBrand}); err != nil || len(page.Body.Waiting) != 0 {
		t.Errorf("%v", err)
	}
	if left, err := os.ReadDir(s.desks[OwnBrand].inbox); err != nil || len(left) != 0 {
		t.Errorf("left in the inbox: %v, %v", left, err)
	}
}

// checkColumnsAnswer says which column is which, first wrongly.
func checkColumnsAnswer(t *testing.T, s *Screen, f TrayFile) {
	t.Helper()
	in := &AnswerIn{Brand: OwnBrand, ID: f.ID}
	for code, columns := range map[string]map[string]string{
		"no_such_column":     {"order_id": "Invoice", "created_at": "When", "amount": "Sum"},
		"column_missing":     {"order_id": "Invoice", "created_at": "When"},
		"unknown_map_column": {"order": "Invoice"},
	} {
		in.Body.Columns = columns
		if _, err := s.AnswerFile(context.Background(), in); shop.ErrorCode(err) != code {
			t.Errorf("%v: %v", columns, err)
		}
	}
	in.Body.Columns = map[string]string{"order_id": "Invoice", "created_at": "When", "amount": "Total"}
	job, err := s.AnswerFile(context.Background(), in)
	page := settled(t, s, job, err)
	if got := page.Waiting[6]; got.State != "ready" || got.Result.AmountMinor != 1100 || got.Result.Currency != "USD" { // the brand's currency
		t.Errorf("%s %q %+v", got.State, got.Title, got.Result)
	}
}

// TestInboxFortyFiles: forty files in one drop are saved as forty imports.
func TestInboxFortyFiles(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	var files [][2]string
	for i := range 40 {
		files = append(files, [2]string{fmt.Sprintf("orders%d.csv", i), simpleOrders(fmt.Sprintf("f%d-", i), 20)})
	}
	page := drop(t, s, files...)
	if page.Headline != "40 files are ready" || page.Ready != 40 {
		t.Fatal(page.Headline)
	}
	page, last := saveReady(t, s, page)
	if last.Message != "40 files saved: 800 new" || len(page.Batches) != 40 || page.Batches[0].File != "orders39.csv" || page.Batches[0].Counts != "20 new" {
		t.Errorf("%q, %d batches, first %+v", last.Message, len(page.Batches), page.Batches[0])
	}
}

// TestInboxChangedFile: a file in place that changes after it was shown is not saved and says so; after
// another look it can be.
func TestInboxChangedFile(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	folder := t.TempDir()
	in := &PathsIn{Brand: OwnBrand}
	in.Body.Paths = []string{folder}
	if _, err := s.AddPaths(context.Background(), in); shop.ErrorCode(err) != "window_only" {
		t.Errorf("in a browser: %v", err)
	}
	s.window = true
	path := filepath.Join(folder, "deep", "orders.csv")
	writeTo(t, path, simpleOrders("a", 10))
	writeTo(t, filepath.Join(folder, ".hidden", "x.csv"), "x")
	writeTo(t, filepath.Join(folder, ".hidden.csv"), "x")
	for range 2 { // the second time it is here already
		if got, err := s.AddPaths(context.Background(), in); err != nil || len(got.Body.Waiting) != 1 {
			t.Fatalf("%v", err)
		}
	}
	page := lookAgain(t, s)
	writeTo(t, path, simpleOrders("b", 10)) // the same size
	if err := os.Chtimes(path, time.Time{}, time.Unix(1_800_000_000, 0)); err != nil {
		t.Fatal(err)
	}
	page, last := saveReady(t, s, page)
	if last.Message != "Nothing was saved" || last.Files[0].Issues[0].Code != "file_changed" || len(page.Batches) != 0 || page.Waiting[0].State != "refused" {
		t.Errorf("%+v, %+v", last, page.Waiting)
	}
	page, last = saveReady(t, s, lookAgain(t, s))
	if last.Message != "One file saved: 10 new" || len(page.Waiting) != 0 {
		t.Errorf("%+v", last)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("a file in place is the founder's: %v", err)
	}
}

// TestInboxChangedCopy: the hash decides, even where size and time stayed.
func TestInboxChangedCopy(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	page := drop(t, s, [2]string{"a.csv", simpleOrders("a", 5)})
	f := s.desks[OwnBrand].tray.files[0]
	info, err := os.Stat(f.path)
	if err != nil {
		t.Fatal(err)
	}
	writeTo(t, f.path, simpleOrders("b", 5))
	if err := os.Chtimes(f.path, time.Time{}, info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if _, last := saveReady(t, s, page); last.Files[0].Issues[0].Code != "file_changed" || strings.Contains(last.Files[0].Issues[0].Message, f.id) {
		t.Errorf("%+v", last)
	}
}

func writeTo(t *testing.T, path, content string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// TestInboxCancelledSave: who stops a save keeps the files saved by then, is told of them, and nothing of
// the file under way is saved.
func TestInboxCancelledSave(t *testing.T) {
	t.Parallel()
	asked, cancel := 0, func() {}
	s, err := NewScreen(&App{}, ScreenOptions{DB: filepath.Join(t.TempDir(), "brand.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	page := drop(t, s, [2]string{"a.csv", simpleOrders("a", 30)}, [2]string{"b.csv", simpleOrders("b", 30)}, [2]string{"c.csv", simpleOrders("c", 30)})
	s.jobs.now = func() time.Time { return time.Unix(1_790_000_000, 0) }
	s.app.Now = func() time.Time { // asked once a file by the import, before it is saved
		if asked++; asked == 2 {
			cancel()
		}
		return time.Unix(1_790_000_000, 0)
	}
	in := &SaveIn{Brand: OwnBrand}
	for _, f := range page.Waiting {
		in.Body.Files = append(in.Body.Files, ShownFile{f.ID, f.SHA256})
	}
	s.desks[OwnBrand].tray.turn.Lock() // until cancel is known
	job, err := s.Save(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	cancel = func() {
		if _, err := s.jobs.cancel(job.Body.ID); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Save(context.Background(), in); shop.ErrorCode(err) != "saving_already" {
		t.Errorf("saved twice: %v", err)
	}
	s.desks[OwnBrand].tray.turn.Unlock()
	s.jobs.all.Wait()
	last, err := s.Saved(context.Background(), &BrandIn{OwnBrand})
	if err != nil || last.Body.Message != "One file saved: 30 new" || len(last.Body.Batches) != 1 {
		t.Errorf("%+v, %v", last, err)
	}
	if j, err := s.jobs.find(job.Body.ID); err != nil || j.State != "cancelled" {
		t.Errorf("%+v, %v", j, err)
	}
	page = inboxNow(t, s)
	if len(page.Batches) != 1 || page.Batches[0].File != "a.csv" || len(page.Waiting) != 2 || page.Headline != "2 files were not looked at yet" {
		t.Errorf("%q, %+v", page.Headline, page.Batches)
	}
	if page = lookAgain(t, s); page.Ready != 2 {
		t.Error(page.Headline)
	}
}

// TestInboxCancelledLook: what was looked at stays looked at.
func TestInboxCancelledLook(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	d := s.desks[OwnBrand]
	drop(t, s, [2]string{"a.csv", simpleOrders("a", 30)})
	if _, err := s.Upload(context.Background(), OwnBrand, "b.csv", strings.NewReader(simpleOrders("b", 30))); err != nil {
		t.Fatal(err)
	}
	d.tray.turn.Lock()
	job, err := s.Look(context.Background(), &BrandIn{OwnBrand})
	if err != nil {
		t.Fatal(err)
	}
	if page := inboxNow(t, s); page.Job == nil || page.Job.ID != job.Body.ID {
		t.Errorf("the inbox says nothing of its job: %+v", page.Job)
	}
	if _, err := s.CancelJob(context.Background(), &JobIn{job.Body.ID}); err != nil {
		t.Fatal(err)
	}
	d.tray.turn.Unlock()
	s.jobs.all.Wait()
	if page := inboxNow(t, s); page.Headline != "One file is ready, one was not looked at yet" || page.Job != nil {
		t.Error(page.Headline)
	}
}

// TestUploadBroken: a file that does not arrive whole leaves nothing.
func TestUploadBroken(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	body := io.MultiReader(strings.NewReader("order_id,"), &broken{})
	if _, err := s.Upload(context.Background(), OwnBrand, "a.csv", body); shop.ErrorCode(err) != "upload_broken" {
		t.Error(err)
	}
	if _, err := s.Upload(context.Background(), SampleBrand, "a.csv", strings.NewReader("x")); shop.ErrorCode(err) != "no_sample" {
		t.Error(err)
	}
	if left, err := os.ReadDir(s.desks[OwnBrand].inbox); err != nil || len(left) != 0 || s.waiting(OwnBrand) != 0 {
		t.Errorf("left in the inbox: %v, %v", left, err)
	}
}

type broken struct{}

func (*broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestShownName: a name is one line of text, never a place.
func TestShownName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"../../etc/passwd": "passwd", `..\..\a.csv`: "a.csv", "": "file", "..": "file", "a/": "file", "a\x00\nb\u202e.csv": "ab.csv",
		strings.Repeat("ü", 300) + ".csv": strings.Repeat("ü", 115) + "….csv",
	} {
		if got := shownName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestInboxIsWiped: of a thousand buyers' e-mails in a file that was dropped and not saved nothing is left
// when the program ends, nor when it starts again after it was killed.
func TestInboxIsWiped(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	secrets := []string{}
	rows := [][]string{{"order_id", "created_at", "amount", "currency", "customer"}}
	for i := range 1000 {
		mail := fmt.Sprintf("wipe.me%04d@mail.example", i)
		secrets = append(secrets, mail)
		rows = append(rows, []string{fmt.Sprint(i), "2026-10-05", "5.00", "USD", mail})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	s := screenAt(t, dir)
	page := drop(t, s, [2]string{"kept.csv", b.String()}, [2]string{"left.csv", b.String() + "2000,2026-10-06,5.00,USD,x@mail.example\n"})
	if len(page.Waiting) != 2 || page.Ready != 2 {
		t.Fatal(page.Headline)
	}
	page.Waiting = page.Waiting[:1]
	page, last := saveReady(t, s, page)
	places := map[string][]byte{"what was saved": asJSON(t, last), "the inbox": asJSON(t, page.Batches)}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, f := range tree(t, dir) {
		name, content, _ := strings.Cut(f, " ")
		places[name] = []byte(content)
	}
	search(t, places, secrets)
	if _, err := os.Stat(filepath.Join(dir, "inbox")); !os.IsNotExist(err) {
		t.Errorf("the inbox's folder is there: %v", err)
	}
	writeTo(t, filepath.Join(dir, "inbox", "own", "killed"), secrets[0])
	screenAt(t, dir)
	if _, err := os.Stat(filepath.Join(dir, "inbox")); !os.IsNotExist(err) {
		t.Errorf("after a kill the inbox's folder is there: %v", err)
	}
}

// TestInboxRetail: 541,909 real lines come in through answers alone, as through a map file.
func TestInboxRetail(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("CREATORLIFT_DATA")
	if folder == "" {
		t.Skip("set CREATORLIFT_DATA to the folder of the public data sets")
	}
	s := ownScreen(t)
	s.window = true
	in := &PathsIn{Brand: OwnBrand}
	in.Body.Paths = []string{filepath.Join(folder, "online_retail_uci.csv.gz")}
	if _, err := s.AddPaths(context.Background(), in); err != nil {
		t.Fatal(err)
	}
	page := lookAgain(t, s)
	if f := page.Waiting[0]; f.State != "question" || f.Questions[0].Name != "columns" || f.Peek.Header[0] != "InvoiceNo" || len(f.Peek.Rows) != 4 {
		t.Fatalf("%+v", f)
	}
	var m struct {
		Columns             map[string]string
		Set                 map[string]string
		Date, Decimal, Zone string
	}
	if err := json.Unmarshal(readFile(t, "../../testdata/maps/online_retail_uci.json"), &m); err != nil {
		t.Fatal(err)
	}
	a := &AnswerIn{Brand: OwnBrand, ID: page.Waiting[0].ID}
	a.Body.Format, a.Body.Columns, a.Body.Currency, a.Body.Zone, a.Body.Date, a.Body.Decimal = "orders_simple", m.Columns, m.Set["currency"], m.Zone, m.Date, m.Decimal
	job, err := s.AnswerFile(context.Background(), a)
	page = settled(t, s, job, err)
	page, last := saveReady(t, s, page)
	if len(last.Files) != 1 || last.Files[0].Accepted != 541909 || last.Files[0].AmountMinor != 974774793 || len(page.Waiting) != 0 {
		t.Errorf("%+v", last)
	}
}

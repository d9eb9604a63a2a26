package api

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"creatorlift/backend/shop"
)

const (
	toolFile  = "Ref;Placed;Partner;Sum\nA-1;03/10/2026;@mia;1.234,50\nA-2;04/10/2026;@tom;20,00\n"
	toolFile2 = "Sum;Partner;Placed;REF\n7,25;@mia;05/11/2026;A-3\n" // other order of columns
	otherFile = "Ref;Placed;Partner;Sum;Kind\nA-9;06/11/2026;@mia;7,25;link\n"
)

var toolColumns = map[string]string{"order_id": "Ref", "date": "Placed", "creator": "Partner", "amount": "Sum"}

// TestRemembered: a table that was mapped once is read the next time without a question, said so, asked
// again on demand, and forgotten on demand; a table with other columns is asked about.
func TestRemembered(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	page := drop(t, s, [2]string{"a.csv", toolFile})
	q := page.Waiting[0].Questions[0]
	if q.Name != "columns" || len(q.Proposals) == 0 || q.Proposals[0].Format != "claims_simple" || page.Waiting[0].Read != nil {
		t.Fatalf("%+v", q)
	}
	answer := func(id string, set func(*AnswerIn)) InboxPage {
		in := &AnswerIn{Brand: OwnBrand, ID: id}
		set(in)
		job, err := s.AnswerFile(context.Background(), in)
		return settled(t, s, job, err)
	}
	page = answer(page.Waiting[0].ID, func(in *AnswerIn) {
		in.Body.Format, in.Body.Columns, in.Body.Source = "claims_simple", toolColumns, "LTK"
	})
	page = answer(page.Waiting[0].ID, func(in *AnswerIn) { in.Body.Date, in.Body.Currency = "DD/MM/YYYY", "EUR" })
	if f := page.Waiting[0]; f.State != "ready" || f.Result.AmountMinor != 125450 || f.Result.FirstDay.String() != "2026-10-03" {
		t.Fatalf("%+v %+v", f, f.Result)
	}
	saveReady(t, s, page)

	page = drop(t, s, [2]string{"b.csv", toolFile2}, [2]string{"c.csv", otherFile})
	f, other := page.Waiting[0], page.Waiting[1]
	if f.State != "ready" || f.Result.AmountMinor != 725 || f.Result.FirstDay.String() != "2026-11-05" || f.Read == nil || f.Read.When != "as you said on 22 Nov 2026" ||
		!strings.Contains(strings.Join(f.Read.Says, "; "), "Creator is “Partner”") || !strings.Contains(strings.Join(f.Read.Says, "; "), "the day comes first") {
		t.Fatalf("%+v %+v", f, f.Read)
	}
	if other.State != "question" || other.Questions[0].Name != "columns" || other.Read != nil {
		t.Errorf("a table with other columns is read by it: %+v", other)
	}
	page = answer(f.ID, func(in *AnswerIn) { in.Body.Anew = true })
	if f := page.Waiting[0]; f.State != "question" || f.Questions[0].Name != "columns" || f.Read != nil {
		t.Errorf("asked again: %+v", f)
	}
	page = answer(f.ID, func(in *AnswerIn) {
		in.Body.Format, in.Body.Columns, in.Body.Date, in.Body.Currency = "claims_simple", map[string]string{"order_id": "REF", "date": "Placed", "creator": "Partner", "amount": "Sum"}, "MM/DD/YYYY", "EUR"
	})
	page, _ = saveReady(t, s, page)
	list, err := s.Mappings(context.Background(), &BrandIn{OwnBrand})
	if err != nil || len(list.Body.Mappings) != 1 || !strings.Contains(strings.Join(list.Body.Mappings[0].Says, "; "), "the month comes first") {
		t.Fatalf("%+v %v", list, err)
	}
	page = drop(t, s, [2]string{"d.csv", toolFile2 + "8,00;@mia;06/11/2026;A-4\n"})
	if f := page.Waiting[len(page.Waiting)-1]; f.Read == nil || f.Result.FirstDay.String() != "2026-05-11" {
		t.Errorf("what was said last counts: %+v", f.Result)
	}
	if _, err := s.ForgetMapping(context.Background(), &MappingIn{OwnBrand, list.Body.Mappings[0].ID}); err != nil {
		t.Fatal(err)
	}
	page = lookAgain(t, s)
	if f := page.Waiting[len(page.Waiting)-1]; f.State != "question" || f.Read != nil {
		t.Errorf("forgotten, but read: %+v", f)
	}
	if _, err := s.ForgetMapping(context.Background(), &MappingIn{OwnBrand, 99}); shop.ErrorCode(err) != "unknown_mapping" {
		t.Errorf("got %v", err)
	}
}

// TestRememberedIsNoAnswerToAll: a remembered order of day and month that a file speaks against, and a
// remembered currency whose sign is another, are not used.
func TestRememberedIsNoAnswerToAll(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), context.Background()
	db := filepath.Join(dir, "brand.db")
	a := &App{Now: func() time.Time { return time.Date(2026, 11, 22, 9, 14, 0, 0, time.UTC) }}
	file := func(name, body string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	take := func(in ImportIn) FileResult {
		in.DB = db
		out, err := a.Import(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		return out.Files[0]
	}
	const head = "order_id,created_at,amount,currency\n"
	day := file("map.json", `{"date":"DD/MM/YYYY"}`)
	if r := take(ImportIn{Files: []string{file("1.csv", head+"1,03/10/2026,5,USD\n")}, Map: day}); r.Status != OK || r.Remembered != "" {
		t.Fatalf("%+v", r)
	}
	if r := take(ImportIn{Files: []string{file("2.csv", head+"2,04/10/2026,5,USD\n")}}); r.Status != OK || r.FirstDay.String() != "2026-10-04" || r.Remembered != "Read as you said on 22 Nov 2026." {
		t.Errorf("%+v", r)
	}
	if r := take(ImportIn{Files: []string{file("3.csv", head+"3,10/25/2026,5,USD\n")}}); r.Status != OK || r.FirstDay.String() != "2026-10-25" || r.Remembered != "" {
		t.Errorf("the file's own evidence: %+v", r)
	}
	if r := take(ImportIn{Files: []string{file("4.csv", "order_id,created_at,amount,currency,sku\n4,04/10/2026,5,USD,x\n")}}); r.Status != "needs_mapping" {
		t.Errorf("another header: %+v", r)
	}
	if r := take(ImportIn{Files: []string{file("5.csv", head+"5,04/10/2026,5,USD\n")}, DryRun: true}); r.Status != OK || r.Remembered == "" {
		t.Errorf("a dry run: %+v", r)
	}
}

// TestPack: what one brand was told makes another read the same kind of file without a question; a wrong
// pack is refused and takes nothing.
func TestPack(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), context.Background()
	a := &App{Now: func() time.Time { return time.Date(2026, 11, 22, 9, 14, 0, 0, time.UTC) }}
	one, two := filepath.Join(dir, "one.db"), filepath.Join(dir, "two.db")
	path, m := filepath.Join(dir, "a.csv"), filepath.Join(dir, "map.json")
	for name, body := range map[string]string{path: toolFile, m: `{"columns":{"order_id":"Ref","date":"Placed","creator":"Partner","amount":"Sum"},"set":{"currency":"EUR","source":"LTK"},"date":"DD/MM/YYYY","decimal":","}`} {
		if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := a.ExportMappings(ctx, one); shop.ErrorCode(err) != "no_such_database" {
		t.Errorf("got %v", err)
	}
	if out, err := a.Import(ctx, ImportIn{DB: one, Files: []string{path}, Map: m, Format: "claims_simple"}); err != nil || !out.AllOK() {
		t.Fatalf("%+v %v", out, err)
	}
	pack, n, err := a.ExportMappings(ctx, one)
	if err != nil || n != 1 || strings.Contains(string(pack), "mia") || strings.Contains(string(pack), "1.234") || strings.Contains(string(pack), "A-1") {
		t.Fatalf("%s %v", pack, err)
	}
	if again, _, _ := a.ExportMappings(ctx, one); string(again) != string(pack) {
		t.Error("the same mappings make two files")
	}
	bad := strings.Replace(string(pack), "claims_simple", "claims_of_2030", 1)
	if _, err := a.ImportMappings(ctx, two, []byte(bad)); shop.ErrorCode(err) != "bad_pack" || !strings.Contains(err.Error(), "claims_of_2030") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(two); !os.IsNotExist(err) {
		t.Error("a refused pack made a file")
	}
	before, err := a.Import(ctx, ImportIn{DB: two, Files: []string{path}})
	if err != nil || before.Files[0].Status != "needs_mapping" {
		t.Fatalf("%+v %v", before, err)
	}
	if list, err := a.ImportMappings(ctx, two, pack); err != nil || len(list) != 1 || !list[0].FromPack {
		t.Fatalf("%+v %v", list, err)
	}
	out, err := a.Import(ctx, ImportIn{DB: two, Files: []string{path}})
	if err != nil || !out.AllOK() || out.Files[0].AmountMinor != 125450 || out.Files[0].Currency != "EUR" || out.Files[0].Remembered != "Read as the mapping pack of 22 Nov 2026 says." {
		t.Errorf("%+v %v", out, err)
	}
	if list, err := a.Mappings(ctx, two); err != nil || len(list) != 1 || !list[0].FromPack {
		t.Errorf("reading by a pack is no saying of one's own: %+v %v", list, err)
	}
}

// TestEveryHandFormatHasWords: each column that the wizard offers is one of the format, and each that is
// needed is offered.
func TestEveryHandFormatHasWords(t *testing.T) {
	t.Parallel()
	for _, f := range chosenFormats() {
		offered := map[string]bool{}
		for _, c := range f.Columns {
			offered[c.Name] = c.Label != ""
		}
		for _, set := range f.OneOf {
			for _, name := range set {
				if !offered[name] {
					t.Errorf("%s: %s is needed and not offered", f.ID, name)
				}
			}
		}
		if len(f.OneOf) > 0 && f.Lacks == "" {
			t.Errorf("%s: no words for %v", f.ID, f.OneOf)
		}
	}
}

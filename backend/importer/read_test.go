package importer

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

var update = flag.Bool("update", false, "write golden files anew")

func text(s string) Source {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }
}

// read reads s and returns its documents and report. It fails on errors and on counts that do not add
// up.
func read(t testing.TB, src Source, opt Options) ([]*shop.Doc, *Report) {
	t.Helper()
	if opt.Name == "" {
		opt.Name = "file.csv"
	}
	var docs []*shop.Doc
	rep, err := Read(context.Background(), src, opt, func(d *shop.Doc) error {
		docs = append(docs, d)
		return nil
	})
	if err != nil {
		t.Fatalf("error %v", err)
	}
	checkReport(t, docs, rep)
	return docs, rep
}

// checkReport holds what is true of every report, whatever the file.
func checkReport(t testing.TB, docs []*shop.Doc, rep *Report) {
	t.Helper()
	lines := 0
	for _, d := range docs {
		lines += d.Rows()
		for _, l := range d.Lines {
			if l.Status.Counts() && !l.FreeSample && l.NetCents != l.GrossCents-l.DiscountCents-l.RefundCents {
				t.Errorf("line %d: net %d is not gross %d - discount %d - refund %d", l.Row, l.NetCents, l.GrossCents, l.DiscountCents, l.RefundCents)
			}
			if (!l.Status.Counts() || l.FreeSample) && l.NetCents != 0 {
				t.Errorf("line %d counts nothing but has net %d", l.Row, l.NetCents)
			}
		}
	}
	if rep.Rows != rep.Emitted+rep.Rejected || rep.Emitted != lines {
		t.Errorf("rows %d, emitted %d (%d lines), rejected %d", rep.Rows, rep.Emitted, lines, rep.Rejected)
	}
	if rep.Status != StatusOK && lines > 0 {
		t.Errorf("status %s, but %d lines emitted", rep.Status, lines)
	}
	if rep.Status == StatusNeedsMapping && len(rep.Questions) == 0 || rep.Status == StatusRefused && len(rep.Issues) == 0 {
		t.Errorf("status %s without a reason", rep.Status)
	}
	dated := slices.ContainsFunc(docs, func(d *shop.Doc) bool { return len(d.Stats) == 0 || d.Stats[0].First != shop.Undated })
	if rep.Status == StatusOK && (len(rep.Questions) > 0 || len(rep.SHA256) != 64 || (rep.FirstDay != nil) != dated) {
		t.Errorf("status ok, but %+v", rep)
	}
}

// show writes documents and report in the form of the golden files.
func show(docs []*shop.Doc, rep *Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s rows=%d emitted=%d rejected=%d skipped=%d amount=%d %s %v..%v zone=%q confidence=%d %s\n", rep.Format, rep.Source, rep.Status,
		rep.Rows, rep.Emitted, rep.Rejected, rep.Skipped, rep.AmountMinor, rep.Currency, rep.FirstDay, rep.LastDay, rep.Zone, rep.Confidence, rep.Encoding)
	for _, q := range rep.Questions {
		fmt.Fprintf(&b, "question %s %v\n", q.Name, q.Choices)
	}
	for _, is := range rep.Issues {
		fmt.Fprintf(&b, "issue line=%d column=%d %s %s\n", is.Line, is.Column, is.Code, is.Message)
	}
	for _, d := range docs {
		twin := ""
		if d.Twin != "" {
			twin = " twin=" + d.Twin
		}
		fmt.Fprintf(&b, "doc %x %s maturity=%d%s\n", d.Key[:4], d.OrderID, d.Maturity, twin)
		for _, l := range d.Lines {
			fmt.Fprintf(&b, "  %+v\n", l)
		}
		for _, s := range d.Stats {
			fmt.Fprintf(&b, "  %s\n", showStat(s))
		}
	}
	return b.String()
}

// showStat lists what a stat says, without what it leaves open.
func showStat(s shop.Stat) string {
	var b strings.Builder
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		if value := fmt.Sprint(v.Field(i)); value != "" && value != "-" {
			fmt.Fprintf(&b, "%s:%s ", v.Type().Field(i).Name, value)
		}
	}
	return strings.TrimSpace(b.String())
}

func hashed(email string) string { return fmt.Sprintf("hash-of-%d", len(email)) }

// TestGolden reads each testdata/<format>/*.csv as the format of its folder, in the zone a US or UK
// shop has, and compares with the .golden file beside it.
func TestGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*_*/*.*")
	files = slices.DeleteFunc(files, func(path string) bool {
		return slices.Contains([]string{".golden", ".options"}, filepath.Ext(path))
	})
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, path := range files {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			opt := goldenOptions(t, path)
			docs, rep := read(t, File(path), opt)
			if want := filepath.Base(filepath.Dir(path)); rep.Format != want {
				t.Errorf("recognised as %q, want %q", rep.Format, want)
			}
			got, golden := show(docs, rep), strings.TrimSuffix(path, filepath.Ext(path))+".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// goldenOptions are the options of a fixture: those of a US or UK shop, and what a file of the same name
// and the ending .options sets (zone, currency, map).
func goldenOptions(t *testing.T, path string) Options {
	opt := Options{Name: filepath.Base(path), Zone: "America/Chicago", Currency: "USD", Customer: hashed}
	if strings.Contains(path, "uk") {
		opt.Zone = "Europe/London"
	}
	b, err := os.ReadFile(strings.TrimSuffix(path, filepath.Ext(path)) + ".options")
	if os.IsNotExist(err) {
		return opt
	}
	var set struct {
		Zone     *string
		Currency *shop.Currency
		Map      *Mapping
	}
	if err == nil {
		err = json.Unmarshal(b, &set)
	}
	if err != nil {
		t.Fatal(err)
	}
	if set.Zone != nil {
		opt.Zone = *set.Zone
	}
	if set.Currency != nil {
		opt.Currency = *set.Currency
	}
	opt.Map = set.Map
	return opt
}

// TestEachFormatHasFixtureAndDoc holds that no format comes without a fixture and a row in the docs.
func TestEachFormatHasFixtureAndDoc(t *testing.T) {
	t.Parallel()
	const path, mark = "../../docs/import-formats.md", "\n\n<!-- formats -->\n"
	doc, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(doc), mark)
	if len(parts) != 3 {
		t.Fatal("docs/import-formats.md has no place for the table of formats")
	}
	if table := formatTable(); parts[1] != table && *update {
		parts[1] = table
		if err := os.WriteFile(path, []byte(strings.Join(parts, mark)), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if parts[1] != table {
		t.Error("the table of docs/import-formats.md is not that of the list of formats: go test ./backend/importer -run EachFormat -update")
	}
	for _, f := range Formats() {
		if found, _ := filepath.Glob("testdata/" + f.ID + "/*.golden"); len(found) == 0 {
			t.Errorf("no golden file for %s", f.ID)
		}
		if f.What == "" || f.Key == "" || f.Amount == "" || f.Trust == "" || f.Label == "" || f.Sum == "" || (f.Where == "") != strings.HasPrefix(f.Platform, "Any ") {
			t.Errorf("%s is not described: %+v", f.ID, f)
		}
	}
}

// formatTable is the list of formats as a table of Markdown.
func formatTable() string {
	evidence := map[shop.Evidence]string{shop.Till: "till", shop.Claim: "claim"}
	out := "| format | from | evidence | one row is | row is known again by | `amount_minor` | how sure we are |\n|---|---|---|---|---|---|---|"
	for _, f := range Formats() {
		from := f.Where
		if from == "" {
			from = "any shop, see below"
		}
		out += fmt.Sprintf("\n| `%s` | %s | %s | %s | %s | %s | %s |", f.ID, from, evidence[f.Evidence], f.What, f.Key, f.Amount, f.Trust)
	}
	return out
}

// TestEndings is one file per way to end, with the code a founder's message hangs on.
func TestEndings(t *testing.T) {
	t.Parallel()
	const head = "order_id,created_at,amount,currency\n"
	cases := []struct {
		name, body, status, code string
		line                     int
	}{
		{"empty", "", StatusRefused, "empty_file", 0},
		{"only blank lines", "\n\n  \n", StatusRefused, "empty_file", 0},
		{"header only", head, StatusRefused, "header_only", 0},
		{"unknown header only", "a,b\n", StatusRefused, "header_only", 0},
		{"png", "\x89PNG\r\n\x1a\n\x00\x00", StatusRefused, "not_a_table", 0},
		{"pdf", "%PDF-1.7\n", StatusRefused, "not_a_table", 0},
		{"xlsx", "PK\x03\x04....[Content_Types].xml", StatusRefused, "broken_workbook", 0},
		{"zip", "PK\x03\x04....Dates.csv", StatusRefused, "broken_zip", 0},
		{"web page", "<!DOCTYPE html><html>", StatusRefused, "not_a_table", 0},
		{"prose", "dear reader\nthis is no table\n", StatusRefused, "not_a_table", 0},
		{"unknown columns", "a,b\n1,2\n", StatusNeedsMapping, "unknown_columns", 0},
		{"two currencies", head + "1,2026-10-01,5,USD\n2,2026-10-01,5,GBP\n", StatusRefused, "two_currencies", 3},
		{"unclosed quote", head + "1,2026-10-01,5,USD\n2,\"2026-10-01,5,USD\n3,2026-10-01,5,USD\n", StatusRefused, "broken_quote", 3},
		{"unclosed quote, later quotes", head + "1,\"2026-10-01,5,USD\n2,\"2026-10-01\",5,USD\n", StatusRefused, "broken_quote", 2},
		{"long record", head + "1,2026-10-01,5," + strings.Repeat("x", 3<<20) + "\n", StatusRefused, "record_too_long", 2},
		{"mixed dates", head + "1,13/10/2026,5,USD\n2,10/13/2026,5,USD\n", StatusRefused, "mixed_dates", 3},
		{"dates turned around in a format that fixes them", strings.Join(TikTokAffiliateUSHeader, ",") + "\n1,1,x,1,5,5,USD,1,No,,Settled,c" + strings.Repeat(",", 14) + "10/13/2026 10:00,,,,\n", StatusRefused, "mixed_dates", 2},
		{"all rejected", head + "1,soon,5,USD\n", StatusRefused, "no_usable_rows", 0},
		{"duplicate column", "order_id,created_at,amount,Amount\n1,2026-10-01,5,6\n", StatusRefused, "duplicate_column", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, rep := read(t, text(c.body), Options{})
			last := rep.Issues[len(rep.Issues)-1]
			if rep.Status != c.status || last.Code != c.code || last.Line != c.line {
				t.Errorf("got %s %+v, want %s %s line %d", rep.Status, last, c.status, c.code, c.line)
			}
		})
	}
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	const head = "order_id;created_at;amount;currency\n"
	cases := []struct {
		name, body, want string
		opt              Options
	}{
		{"day or month", head + "1;03/10/2026;5;USD\n", "day_month_order", Options{}},
		{"03/03 is one day either way", head + "1;03/03/2026;5;USD\n", "", Options{}},
		{"a 13 settles it", head + "1;03/10/2026;5;USD\n2;13/10/2026;5;USD\n", "", Options{}},
		{"the mapping settles it", head + "1;03/10/2026;5;USD\n", "", Options{Map: &Mapping{Date: "MM/DD/YYYY"}}},
		{"a fixed pattern without the year first is no answer for other dates", head + "1;2026-10-03;5;USD\n", "", Options{Map: &Mapping{Date: "YYYY-MM-DD"}}},
		{"zone", head + "1;2026-10-03 10:00;5;USD\n", "zone", Options{}},
		{"a date needs no zone", head + "1;2026-10-03;5;USD\n", "", Options{}},
		{"an offset needs no zone", head + "1;2026-10-03T10:00:00Z;5;USD\n", "", Options{}},
		{"zone given", head + "1;2026-10-03 10:00;5;USD\n", "", Options{Zone: "Europe/London"}},
		{"zone mapped", head + "1;2026-10-03 10:00;5;USD\n", "", Options{Map: &Mapping{Zone: "Europe/London"}}},
		{"currency", "order_id,created_at,amount\n1,2026-10-03,£5\n", "currency", Options{}},
		{"currency given", "order_id,created_at,amount\n1,2026-10-03,£5\n", "", Options{Currency: "GBP"}},
		{"decimal sign", head + "1;2026-10-03;1,234;USD\n", "decimal", Options{}},
		{"yen have no decimals", head + "1;2026-10-03;1,234;JPY\n", "", Options{}},
		{"both signs as decimal sign", head + "1;2026-10-03;12,5;USD\n2;2026-10-03;12.5;USD\n", "decimal", Options{}},
		{"several", "order_id,created_at,amount\n1,03/10/2026 10:00,5\n", "currency day_month_order zone", Options{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, rep := read(t, text(c.body), c.opt)
			var got []string
			for _, q := range rep.Questions {
				got = append(got, q.Name)
			}
			sort.Strings(got)
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %v, want %q (%s %v)", got, c.want, rep.Status, rep.Issues)
			}
		})
	}
}

func TestWrongOptions(t *testing.T) {
	t.Parallel()
	cases := []struct {
		want string
		opt  Options
	}{
		{"unknown_zone", Options{Zone: "Mars/Olympus"}},
		{"unknown_zone", Options{Zone: "Local"}},
		{"unknown_zone", Options{Map: &Mapping{Zone: "../etc"}}},
		{"unknown_format", Options{Format: "shopify"}},
		{"bad_currency", Options{Currency: "usd"}},
		{"bad_date_pattern", Options{Map: &Mapping{Date: "sometimes"}}},
		{"bad_map", Options{Map: &Mapping{Decimal: ";"}}},
		{"bad_map", Options{Map: &Mapping{Set: map[string]string{"currency": "pounds"}}}},
		{"unknown_map_column", Options{Map: &Mapping{Columns: map[string]string{"price": "amount"}}}},
		{"map_header_missing", Options{Map: &Mapping{Columns: map[string]string{"order_id": "Invoice"}}}},
		{"bad_map", Options{Map: &Mapping{Columns: map[string]string{"sku": "a"}, Set: map[string]string{"sku": "b"}}}},
	}
	for _, c := range cases {
		c.opt.Name = "file.csv"
		_, err := Read(context.Background(), text("order_id,created_at,amount,currency\n1,2026-10-01,5,USD\n"), c.opt, nil)
		if got := shop.ErrorCode(err); got != c.want {
			t.Errorf("%+v: got %v, want code %s", c.opt, err, c.want)
		}
	}
	if _, err := ParseMapping([]byte(`{"colums":{}}`)); shop.ErrorCode(err) != "bad_map" {
		t.Errorf("misspelt key: got %v", err)
	}
}

func TestErrorsOfOthersComeBack(t *testing.T) {
	t.Parallel()
	src := text("order_id,created_at,amount,currency\n1,2026-10-01,5,USD\n")
	full := &shop.Error{Code: "broken_gzip", Message: "the store said so"}
	if _, err := Read(context.Background(), src, Options{}, func(*shop.Doc) error { return full }); !errors.Is(err, full) {
		t.Errorf("emit's error: got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, src, Options{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
	calls := 0
	growing := func() (io.ReadCloser, error) {
		calls++
		return text("order_id,created_at,amount,currency\n1,2026-10-01,5,USD\n" + strings.Repeat("2,2026-10-01,5,USD\n", calls/3))()
	}
	if _, err := Read(context.Background(), growing, Options{}, func(*shop.Doc) error { return nil }); shop.ErrorCode(err) != "file_changed" {
		t.Errorf("growing file: got %v", err)
	}
	if _, err := File("testdata/none.csv")(); shop.ErrorCode(err) != "cannot_open" {
		t.Errorf("missing file: got %v", err)
	}
}

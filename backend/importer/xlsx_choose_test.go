package importer

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"creatorlift/backend/shop"
)

// sheet is a sheet of a workbook for a test; a name that begins with a dot is hidden.
type sheet struct {
	name string
	rows [][]any
}

func workbookOf(t testing.TB, sheets ...sheet) []byte {
	t.Helper()
	x := excelize.NewFile()
	err := x.SetSheetName("Sheet1", sheets[0].name)
	for i, s := range sheets {
		if i > 0 && err == nil {
			_, err = x.NewSheet(s.name)
		}
		for n, row := range s.rows {
			if err == nil {
				err = x.SetSheetRow(s.name, fmt.Sprintf("A%d", n+1), &row)
			}
		}
	}
	for _, s := range sheets {
		if strings.HasPrefix(s.name, ".") && err == nil {
			err = x.SetSheetVisible(s.name, false)
		}
	}
	var b bytes.Buffer
	if err == nil {
		err = x.Write(&b)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBestSheet(t *testing.T) {
	t.Parallel()
	orders := [][]any{{"order_id", "created_at", "amount", "currency"}, {"1", "2026-10-01", 5, "USD"}}
	two := append(orders[:2:2], []any{"2", "2026-10-02", 6, "USD"})
	notes := [][]any{{"What this is"}, {"Nothing much"}}
	table := [][]any{{"a", "b", "c"}, {1, 2, 3}, {4, 5, 6}}
	cases := []struct {
		name   string
		sheets []sheet
		want   string // status, rows, sheets left out
	}{
		{"one", []sheet{{"A", orders}}, "ok 1 "},
		{"notes before", []sheet{{"Read me", notes}, {"Orders", orders}}, "ok 1 "},
		{"another table before", []sheet{{"Summary", table}, {"Order details", orders}}, "ok 1 “Summary” (2 rows)"},
		{"empty before", []sheet{{"Sheet1", nil}, {"Orders", orders}}, "ok 1 "},
		{"equal: the first", []sheet{{"First", orders}, {"Second", two}}, "ok 1 “Second” (2 rows)"},
		{"hidden ones do not count", []sheet{{"T", table}, {".Orders", orders}}, "needs_mapping 0 "},
		{"none known: the first table", []sheet{{"Read me", notes}, {"T", table}}, "needs_mapping 0 "},
		{"a header only", []sheet{{"Orders", orders}, {"Empty", orders[:1]}}, "ok 1 "},
	}
	for _, c := range cases {
		_, rep := read(t, fileOf(workbookOf(t, c.sheets...)), Options{Name: "f.xlsx"})
		got := fmt.Sprintf("%s %d ", rep.Status, rep.Rows)
		for _, is := range rep.Issues {
			if is.Code == "sheet_left_out" {
				text, _, _ := strings.Cut(strings.TrimPrefix(is.Message, "The sheet "), " is left out")
				got += text
			}
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s: %s", c.name, got, c.want, show(nil, rep))
		}
	}
}

// TestBestSheetOfABundle: of an export that is a folder of tables and also a workbook of sheets the one
// with dates is read.
func TestBestSheetOfABundle(t *testing.T) {
	t.Parallel()
	f := (&statReport{subject: shop.AChannel, key: "t_search", day: []string{"Date"}, figures: manySessions, segment: []string{"Top queries"}}).plan(&format{Format: Format{ID: "t_search"}, bundle: true, decimal: '.',
		recognise: func(n names) int {
			if n.has("Sessions", "Top queries") {
				return 90
			} else if n.has("Sessions", "Date") {
				return 80
			}
			return 0
		}})
	file := workbookOf(t, sheet{"Queries", [][]any{{"Top queries", "Sessions"}, {"glow", 5}}}, sheet{"Dates", [][]any{{"Date", "Sessions"}, {"2026-10-01", 5}, {"2026-10-02", 5}}})
	_, rep := readAs(t, []*format{f}, fileOf(file), Options{Name: "s.xlsx", Currency: "USD"})
	if rep.Status != StatusOK || rep.Rows != 2 || len(rep.Issues) != 1 || rep.Issues[0].Code != "sheet_left_out" {
		t.Errorf("got %s", show(nil, rep))
	}
}

// TestSheetBehindIsDamaged: a sheet that is not read and breaks off makes the workbook a damaged one.
func TestSheetBehindIsDamaged(t *testing.T) {
	t.Parallel()
	good := sheetHead + ordersHead + inline(2, "1", "2026-10-01", "5", "USD") + sheetTail
	parts := bookParts(good, "xl/worksheets/sheet2.xml", sheetHead+inline(1, "a", "b")+inline(2, "1", "2"))
	for i, p := range parts {
		p = strings.Replace(p, `<sheet name="hidden" state="hidden" r:id="rId9"/>`, `<sheet name="b" r:id="rId8"/>`, 1)
		parts[i] = strings.Replace(p, "<Relationships>", `<Relationships><Relationship Id="rId8" Type="x/worksheet" Target="worksheets/sheet2.xml"/>`, 1)
	}
	_, rep := read(t, fileOf(zipped(t, parts...)), Options{Name: "f.xlsx"})
	if rep.Status != StatusRefused || rep.Issues[0].Code != "broken_workbook" {
		t.Errorf("got %s", show(nil, rep))
	}
}

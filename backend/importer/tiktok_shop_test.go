package importer

import (
	"fmt"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

func TestFindPeriod(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Shop_Creator_Data_20261031.xlsx":         "2026-10-31 2026-10-31",
		"Creator_List_20261001-20261031 (1).xlsx": "2026-10-01 2026-10-31",
		"report_2026-10-01_2026-10-05.csv":        "2026-10-01 2026-10-05",
		"[Date range]: 2026-10-01 ~ 2026-10-31 ":  "2026-10-01 2026-10-31",
		"2026-10-01 to 2026-10-31":                "2026-10-01 2026-10-31",
		"Shop24_20261001_20261031_v2.xlsx":        "2026-10-01 2026-10-31",
		"creators.xlsx":                           "",
		"income_20261101120000.xlsx":              "",
		"20261301.xlsx":                           "",
		"03-04.xlsx":                              "",
		"20261031-20261001.xlsx":                  "",
		"20261001 exported 20261031.xlsx":         "",
		"20261001-20261031-20261130.xlsx":         "",
		"7412345678901234567.xlsx":                "",
		"20 26-10":                                "",
	} {
		got := ""
		if p, ok := findPeriod(name, orderUnknown); ok {
			got = fmt.Sprint(p.Start, " ", p.Last())
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

const videoHead = "Video ID,Creator name,Product ID,Video-attributed orders,%s,Video views\n"

// TestVideoRows: a video in several rows, one per product, counts once each; the same row twice is
// rejected; products tagged anew do not make a row another one.
func TestVideoRows(t *testing.T) {
	t.Parallel()
	head := fmt.Sprintf(videoHead, "Creator\u00a0video-attributed GMV ")
	opt := Options{Name: "v_20261001-20261007.csv", Currency: "USD"}
	docs, rep := read(t, text(head+"7001,@Mia,11,2,$5.00,9\n7001,@Mia,12,1,$2.50,9\n7001,@Mia,12,1,$2.50,9\n,x,11,2,$5.00,9\nTotal,--,--,3,$7.50,--\n"), opt)
	if rep.Emitted != 2 || rep.Rejected != 2 || rep.Skipped != 1 || rep.AmountMinor != 750 || rep.Issues[0].Code != "duplicate_row" || rep.Issues[1].Code != "missing_video" {
		t.Errorf("got %s", show(docs, rep))
	}
	again, _ := read(t, text(head+"7001,@Mia,11,2,$6.00,9\n7001,@Mia,12;13,1,$2.50,9\n"), opt)
	if again[0].Key != docs[0].Key || again[1].Key != docs[1].Key || docs[0].Key == docs[1].Key {
		t.Errorf("keys %x %x, then %x %x", docs[0].Key, docs[1].Key, again[0].Key, again[1].Key)
	}
	opt.Name = "v_20261001-20261014.csv"
	if wider, _ := read(t, text(head+"7001,@Mia,11,2,$6.00,9\n"), opt); wider[0].Key == docs[0].Key {
		t.Error("two windows have one key")
	}
}

// TestCurrencyInHeader: a sign in a column's name is the file's word, a bare $ opens a question, and a
// pound is not saved as dollars.
func TestCurrencyInHeader(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		column, cell string
		given        shop.Currency
		want         string
	}{
		{"Video Revenue (S$)", "5.00", "", "ok SGD"},
		{"Video Revenue\u00a0(Rp)", "Rp1.234.567", "USD", "ok IDR"},
		{"Video Revenue (USD)", "5.00", "GBP", "ok USD"},
		{"Video Revenue ($)", "5.00", "", "needs_mapping  currency"},
		{"Video Revenue ($)", "5.00", "CAD", "ok CAD"},
		{"Video Revenue", "£5.00", "USD", "needs_mapping USD currency"},
		{"Video Revenue", "£5.00", "GBP", "ok GBP"},
		{"Video Revenue (AOV)", "5.00", "USD", "needs_mapping  columns"},
	} {
		_, rep := read(t, text("Video ID,Video Info,VV,"+c.column+"\n7001,a,9,"+c.cell+"\n"), Options{Name: "v_20261001.csv", Currency: c.given})
		got := []string{rep.Status, string(rep.Currency)}
		for _, q := range rep.Questions {
			got = append(got, q.Name)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s, %s, %q given: got %s, want %s", c.column, c.cell, c.given, g, c.want)
		}
	}
}

// TestDefinitionsAndTotals: only a row of words is a definition, only the very word is a total.
func TestDefinitionsAndTotals(t *testing.T) {
	t.Parallel()
	head := "Creator name,Creator-attributed GMV,Attributed orders,Refunds\n"
	_, rep := read(t, text(head+"Name,GMV of the creator,Number of orders,Refunds\ntotallymia,$1.00,1,--\nTotal,$1.00,1,--\nbo,one,1,0\n--,$1.00,1,0\n"),
		Options{Name: "c_20261001.csv", Currency: "USD"})
	if rep.Skipped != 2 || rep.Emitted != 1 || rep.Rejected != 2 || rep.AmountMinor != 100 || rep.Issues[0].Code != "bad_amount" || rep.Issues[1].Code != "missing_creator" {
		t.Errorf("got %+v", rep)
	}
}

package importer

import (
	"encoding/json"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

const goodEntry = `{"header":["Invoice","When","Total"],"format":"orders_simple","columns":{"order_id":"Invoice","created_at":"When","amount":"Total"}}`

// TestParsePack: what is wrong with a pack is said in words that name the entry.
func TestParsePack(t *testing.T) {
	t.Parallel()
	pack := func(entries ...string) string {
		return `{"kind":"creatorlift-mappings","version":1,"mappings":[` + strings.Join(entries, ",") + `]}`
	}
	if p, err := ParsePack([]byte("\xef\xbb\xbf" + pack(goodEntry))); err != nil || len(p.Mappings) != 1 {
		t.Fatal(err)
	}
	for body, want := range map[string]string{
		"":                         "EOF",
		"{}":                       "does not say that it is one",
		"[1]":                      "cannot unmarshal",
		pack(goodEntry) + "x":      "text after the closing brace",
		pack(goodEntry) + "{}":     "text after the closing brace",
		pack():                     "holds no mapping",
		pack(goodEntry, goodEntry): "mappings 1 and 2 are for the same columns",
		`{"kind":"creatorlift-mappings","version":2,"mappings":[` + goodEntry + `]}`:                    "its version is 2",
		`{"kind":"creatorlift-mappings","version":1,"rows":[],"mappings":[` + goodEntry + `]}`:          `unknown field "rows"`,
		pack(goodEntry, strings.Replace(goodEntry, "orders_simple", "nothing", 1)):                      `mapping 2: there is no format called "nothing"`,
		pack(strings.Replace(goodEntry, `"Total"]`, `"Sum"]`, 1)):                                       `takes "amount" from a column "Total", which its header does not have`,
		pack(strings.Replace(goodEntry, `,"amount":"Total"`, ``, 1)):                                    "does not say which column holds amount or unit_price+quantity",
		pack(strings.Replace(goodEntry, `"amount"`, `"sum"`, 1)):                                        `"sum" is not a column of orders_simple`,
		pack(strings.Replace(goodEntry, `"format"`, `"date":"sometimes","format"`, 1)):                  "is not a way to write dates",
		pack(strings.Replace(goodEntry, `"format"`, `"decimal":";","format"`, 1)):                       "neither a point nor a comma",
		pack(strings.Replace(goodEntry, `"format"`, `"zone":"Mars/Olympus","format"`, 1)):               "no time zone called",
		pack(strings.Replace(goodEntry, `"format"`, `"if_asked":{"zone":"../etc/passwd"},"format"`, 1)): "no time zone called",
		pack(strings.Replace(goodEntry, `"format"`, `"if_asked":{"currency":"XYZ"},"format"`, 1)):       `"XYZ" is not a currency`,
		pack(strings.Replace(goodEntry, `"format"`, `"set":{"period":"2026-10-01"},"format"`, 1)):       "sets a period",
		pack(strings.Replace(goodEntry, `"Invoice","When"`, `"Invoice\u0007","When"`, 1)):               "name of its column 1 is not one",
		pack(strings.Replace(goodEntry, `["Invoice",`, `["jane@example.com","Invoice",`, 1)):            "holds values, not names of columns",
		pack(`{"header":["a"],"format":"orders_simple"}`):                                               "names 1 columns",
		pack(strings.Replace(goodEntry, "Invoice", strings.Repeat("x", 600), 2)):                        "name of its column 1 is not one",
		strings.Repeat(" ", MaxPackBytes+1):                                                             "larger than any pack",
	} {
		_, err := ParsePack([]byte(body))
		if shop.ErrorCode(err) != "bad_pack" || !strings.Contains(err.Error(), want) {
			t.Errorf("%.200s: got %v, want %q", body, err, want)
		}
	}
}

func FuzzParsePack(f *testing.F) {
	f.Add([]byte(`{"kind":"creatorlift-mappings","version":1,"mappings":[` + goodEntry + `]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ParsePack(b)
		if err != nil && shop.ErrorCode(err) != "bad_pack" {
			t.Fatal(err)
		}
		if err == nil {
			again, _ := json.Marshal(p)
			if _, err := ParsePack(again); err != nil {
				t.Fatalf("a pack that was taken is refused when written again: %v", err)
			}
		}
	})
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	a := Fingerprint([]string{"Order ID", "Total", "Date"})
	if b := Fingerprint([]string{"date", " TOTAL ", "order\u00a0id"}); a != b {
		t.Error("order, capitals and spaces count")
	}
	for _, other := range [][]string{{"Order ID", "Total"}, {"Order ID", "Total", "Date", "Date"}, {"Order IDTotal", "Date"}, {"Order ID", "Total", "Day"}, nil} {
		if Fingerprint(other) == a {
			t.Errorf("%q is the same", other)
		}
	}
}

// TestEntryOfLook: what belongs to one file is not remembered, nor what has cells for a header.
func TestEntryOfLook(t *testing.T) {
	t.Parallel()
	look := func(file string, m *Mapping) *Looked {
		l, err := Look(t.Context(), text(file), Options{Name: "x.csv", Map: m, Currency: "USD", Zone: "UTC"})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	m := &Mapping{Columns: map[string]string{"order_id": "A", "created_at": "B", "amount": "C"}, Set: map[string]string{"channel": "web"}}
	if e, ok := look("A,B,C\n1,2026-10-01,5\n", m).Entry(m, Asked{}); !ok || e.Format != "orders_simple" || e.Set["channel"] != "web" || len(e.Header) != 3 {
		t.Errorf("%+v, %v", e, ok)
	}
	cells := &Mapping{Columns: map[string]string{"order_id": "1", "created_at": "2026-10-01", "amount": "5.00"}}
	if e, ok := look("1,2026-10-01,5.00\n2,2026-10-01,5.00\n", cells).Entry(cells, Asked{}); ok {
		t.Errorf("cells are remembered as names: %+v", e)
	}
	period := &Mapping{Set: map[string]string{"period": "2026-10-01"}}
	if e, ok := look("creator,views,posts\nmia,5,1\n", period).Entry(period, Asked{}); ok {
		t.Errorf("the days of one file are remembered: %+v", e)
	}
}

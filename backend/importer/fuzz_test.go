package importer

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"creatorlift/backend/shop"
)

// FuzzRead gives whole files: whatever the bytes, the report adds up and nothing crashes.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*_*/*.csv")
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("order_id,created_at,amount\n1,03/04/2026 10:00,\"1,5\"\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, opt := range []Options{{Name: "f"}, {Name: "f", Zone: "America/New_York", Currency: "JPY", Map: &Mapping{Date: "DD/MM/YYYY", Decimal: ","}}} {
			read(t, text(string(in)), opt)
		}
	})
}

// FuzzSniff holds that the sniffer ends with a layout or a reason.
func FuzzSniff(f *testing.F) {
	for _, s := range []string{"a,b\n1,2", "date;unit;value\n", "sep=;\norder_id;created_at;amount\n", "date\tunit\tvalue\r", "\"\n,;|"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		s := &sniffer{formats: formats, whole: true}
		s.find(in)
		l, err := s.verdict("f")
		if (err == nil) != (l.format != nil) && err == nil {
			t.Fatalf("%q: neither layout nor reason", in)
		}
	})
}

func FuzzMapping(f *testing.F) {
	f.Add([]byte(retailMapping))
	f.Add([]byte(`{"set":{"currency":"GBP"},"date":"DD/MM/YYYY","decimal":","}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		m, err := ParseMapping(in)
		if err != nil {
			return
		}
		rep, err := Read(context.Background(), text("a,b\n1,2\n"), Options{Map: m}, func(*shop.Doc) error { return nil })
		if (rep == nil) == (err == nil) {
			t.Fatalf("%q: report %v, error %v", in, rep, err)
		}
	})
}

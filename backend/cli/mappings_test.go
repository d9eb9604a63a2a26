package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMappings: list, export, import into another brand, forget; each wrong word is answered in words.
func TestMappings(t *testing.T) {
	t.Parallel()
	one, two := newDB(t), newDB(t)
	table := write(t, "t.csv", "Ref,Placed,Partner,Sum\nA-1,2026-10-03,@mia,12.50\n")
	m := write(t, "map.json", `{"columns":{"order_id":"Ref","date":"Placed","creator":"Partner","amount":"Sum"},"set":{"currency":"USD"}}`)
	if r := run("import", "--db", one, "--yes", "--format", "claims_simple", "--map", m, table); r.code != 0 {
		t.Fatalf("%+v", r)
	}
	if r := run("mappings", "list", "--db", one); r.code != 0 || !strings.Contains(r.out, "   1  Orders that a tool claims, 4 columns, as you said on ") || !strings.Contains(r.out, "Creator is “Partner”") {
		t.Errorf("%+v", r)
	}
	pack := filepath.Join(t.TempDir(), "pack.json")
	if r := run("mappings", "export", pack, "--db", one, "--only", "1"); r.code != 0 || !strings.HasPrefix(r.out, "1 mapping written to ") {
		t.Fatalf("%+v", r)
	}
	if r := run("mappings", "export", pack, "--db", one); r.code != 2 || !strings.Contains(r.err, "is there already") {
		t.Errorf("%+v", r)
	}
	if r := run("mappings", "import", pack, "--db", two, "--json"); r.code != 0 || r.doc(t)["status"] != "ok" {
		t.Errorf("%+v", r)
	}
	if r := run("import", "--db", two, "--yes", table); r.code != 0 || !strings.Contains(r.out, "Read as the mapping pack of ") {
		t.Errorf("%+v", r)
	}
	if r := run("mappings", "forget", "1", "--db", two); r.code != 0 || !strings.Contains(r.out, "is forgotten") {
		t.Errorf("%+v", r)
	}
	if r := run("mappings", "list", "--db", two, "--json"); len(r.doc(t)["mappings"].([]any)) != 0 {
		t.Errorf("%+v", r)
	}
	for word, args := range map[string][]string{"knows no": {"mappings", "frobnicate"}, "not the number": {"mappings", "forget", "x"}, "no remembered mapping 9": {"mappings", "forget", "9"},
		"cannot be opened": {"mappings", "import", "none.json"}, "exactly one": {"mappings", "export"}, "cannot be used": {"mappings", "import", table}, "Nothing is remembered that": {"mappings", "export", pack + "2"}} {
		if r := run(append(args, "--db", two)...); r.code != 2 || !strings.Contains(r.err, word) {
			t.Errorf("%q: %+v", args, r)
		}
	}
	if b, err := os.ReadFile(pack); err != nil || strings.Contains(string(b), "mia") || strings.Contains(string(b), "A-1") {
		t.Errorf("%s %v", b, err)
	}
}

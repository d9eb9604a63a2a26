package cli

import (
	"fmt"
	"strings"
	"testing"
)

// coded is a shop in which a creator's code was used.
func coded() string {
	var b strings.Builder
	b.WriteString("order_id,created_at,amount,currency,sku,product,code,creator\n")
	for i := range 6 {
		fmt.Fprintf(&b, "%d,2026-10-%02d,25.00,USD,SER-30,Serum 30ml,MIA10,mia.k\n", i, i+1)
	}
	b.WriteString("7,2026-10-09,25.00,USD,ser30,Serum 30ml,WELCOME5,\n")
	return b.String()
}

// TestNames: the three commands answer, settle and take back, in words and in JSON.
func TestNames(t *testing.T) {
	t.Parallel()
	db, file := newDB(t), write(t, "orders.csv", coded())
	if r := run("import", file, "--db", db, "--zone", "UTC", "--yes"); r.code != 0 {
		t.Fatalf("%+v", r)
	}
	ask := func(args ...string) map[string]any {
		t.Helper()
		r := run(append(args, "--db", db, "--json")...)
		if r.code != 0 {
			t.Fatalf("%v: %+v", args, r)
		}
		return r.doc(t)
	}
	if open := ask("people")["ask"].([]any); len(open) != 1 {
		t.Errorf("open: %v", open)
	}
	settled := ask("people", "--same", "code:MIA10=@mia.k", "--nobody", "code:WELCOME5")
	if got := settled["decided"].(map[string]any)["message"]; got != "Code MIA10 now counts as @mia.k. Code WELCOME5 is nobody’s." || len(settled["ask"].([]any)) != 0 || len(settled["persons"].([]any)) != 1 {
		t.Errorf("%v", settled)
	}
	if names := ask("people", "--creator", "mia.k")["names"].([]any); len(names) != 2 {
		t.Errorf("names: %v", names)
	}
	if back := ask("people", "--take-back", "1"); len(back["ask"].([]any)) != 1 || len(back["persons"].([]any)) != 0 {
		t.Errorf("taken back: %v", back)
	}
	if p := ask("products"); len(p["exact"].([]any)) != 1 {
		t.Errorf("products: %v", p)
	}
	if p := ask("products", "--confirm-exact"); len(p["exact"].([]any)) != 0 || len(p["joined"].([]any)) != 1 {
		t.Errorf("confirmed: %v", p)
	}
	if rows := ask("accuracy")["rows"].([]any); len(rows) != 1 { // the code MIA10
		t.Errorf("accuracy: %v", rows)
	}
	for command, want := range map[string]string{"people": "Is MIA10 the code of", "products": "are one (decision", "accuracy": "6 orders have a code that nobody was given"} {
		if r := run(command, "--db", db); r.code != 0 || !strings.Contains(r.out, want) || r.err != "" {
			t.Errorf("%s: %+v", command, r)
		}
	}
	for _, wrong := range [][]string{{"people", "--same", "x"}, {"people", "mia"}, {"people", "--take-back", "x"}, {"people", "--take-back", "99"}, {"products", "--same", "a=handle:b"}, {"accuracy", "x"}} {
		if r := run(append(wrong, "--db", db, "--json")...); r.code != 2 || r.doc(t)["status"] != "error" {
			t.Errorf("%v: %+v", wrong, r)
		}
	}
}

// TestUnknownNames: a name that no file holds is refused with what to do, and nothing is settled.
func TestUnknownNames(t *testing.T) {
	t.Parallel()
	db, file := newDB(t), write(t, "orders.csv", coded())
	if r := run("import", file, "--db", db, "--zone", "UTC", "--yes"); r.code != 0 {
		t.Fatalf("%+v", r)
	}
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"people", "--same", "nobodyhere=@x"}, "No file holds @nobodyhere."},
		{[]string{"people", "--same", "@mia.k=@mia.kk"}, "No file holds @mia.kk."},
		{[]string{"people", "--apart", "code:NOPE=mia.k"}, "No file holds code NOPE."},
		{[]string{"people", "--nobody", "code:NOPE"}, "No file holds code NOPE."},
		{[]string{"people", "--same", "code:MIA10=mia.k", "--nobody", "code:NOPE"}, "Nothing was settled."},
		{[]string{"people", "--same", "mia10=mia.k"}, "Did you mean code:MIA10?"},
		{[]string{"products", "--same", "NOPE=SER-30"}, "No file holds SKU NOPE."},
		{[]string{"products", "--same", "ser30=NOPE"}, "No file holds SKU NOPE."},
		{[]string{"products", "--same", "SER30=SER-30"}, "Did you mean sku:ser30?"},
		{[]string{"people", "--take-back", "99"}, "There is no standing decision 99."},
	} {
		r := run(append(c.args, "--db", db)...)
		if r.code != 2 || !strings.Contains(r.err, c.says) || strings.Contains(r.err, "Reload") || r.out != "" {
			t.Errorf("%v: %+v", c.args, r)
		}
	}
	if r := run("people", "--same", "nobodyhere=@x", "--db", db, "--json"); r.code != 2 || !strings.Contains(r.out+r.err, "unknown_name") {
		t.Errorf("%+v", r)
	}
	if r := run("people", "--db", db, "--json"); r.code != 0 || len(r.doc(t)["persons"].([]any)) != 0 {
		t.Errorf("something was settled: %+v", r)
	}
	// A code may be given to a creator whom no file names, and such a creator is known from then on.
	for _, same := range []string{"code:welcome5=@New.One", "mia.k=new.one"} {
		if r := run("people", "--same", same, "--db", db); r.code != 0 || !strings.Contains(r.out, "now counts as @new.one") {
			t.Errorf("%s: %+v", same, r)
		}
	}
}

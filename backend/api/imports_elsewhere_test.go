package api

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shopOrders are five orders of a Shopify shop, paid in full, #1001 to #1005.
func shopOrders() string {
	var b strings.Builder
	b.WriteString(shopifyHead)
	for _, n := range []string{"1001", "1002", "1003", "1004", "1005"} {
		b.WriteString("#" + n + ",a@example.com,paid,2026-10-01 10:00:00 +0000,USD,20.00,0.00,0.00,20.00,2026-10-01 10:00:00 +0000,1,Serum,20.00,SER-30,0.00,\n")
	}
	return b.String()
}

const handList = "order_id,created_at,amount,currency\n1001,2026-10-01,20.00,USD\n 1002,2026-10-01,20.00,USD\n1003,2026-10-01,20.00,USD\n1003,2026-10-01,5.00,USD\nX-9,2026-10-02,20.00,USD\n"

// TestOrdersElsewhere: orders by hand that the shop's own export holds too are named before and while they are
// saved, and only they.
func TestOrdersElsewhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	shopFile, hand := file("shop.csv", shopOrders()), file("hand.csv", handList)
	other := file("other.csv", "order_id,created_at,amount,currency\nB-1,2026-10-01,20.00,USD\n")
	upper := file("upper.csv", "order_id,created_at,amount,currency\n#x-9,2026-10-01,20.00,USD\n")
	take := func(in ImportIn, path string) FileResult {
		t.Helper()
		in.DB, in.Files, in.Zone = filepath.Join(dir, "brand.db"), []string{path}, "UTC"
		out, err := (&App{}).Import(context.Background(), in)
		if err != nil || !out.AllOK() {
			t.Fatalf("%+v, %v", out, err)
		}
		return out.Files[0]
	}
	if r := take(ImportIn{DryRun: true}, hand); r.IssueCount != 0 {
		t.Errorf("in an empty workspace: %+v", r.Issues)
	}
	if r := take(ImportIn{}, shopFile); r.IssueCount != 0 || r.Accepted != 5 {
		t.Fatalf("%+v", r)
	}
	const want = "3 of 4 order numbers are already here from Shopify. Saved as orders they count twice. If this is a survey or a list of affiliates' orders, choose that kind instead."
	for _, dry := range []bool{true, false} {
		r := take(ImportIn{DryRun: dry}, hand)
		if r.IssueCount != 1 || r.Issues[0].Code != "orders_elsewhere" || r.Issues[0].Message != want || r.Issues[0].Line != 0 || r.Accepted != 5 || r.Rejected != 0 {
			t.Errorf("dry %v: %+v", dry, r)
		}
	}
	for _, path := range []string{other, upper, shopFile} { // an order number of its own, one by hand, and no orders by hand
		if r := take(ImportIn{DryRun: true}, path); r.IssueCount != 0 {
			t.Errorf("%s: %+v", path, r.Issues)
		}
	}
}

// TestOrdersElsewhereInCase: case and # do not tell order numbers apart.
func TestOrdersElsewhereInCase(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	saveReady(t, s, drop(t, s, [2]string{"shop.csv", strings.ReplaceAll(shopOrders(), "#100", "#Ab")}))
	page := drop(t, s, [2]string{"hand.csv", "order_id,created_at,amount,currency\naB1,2026-10-01,20.00,USD\nB-2,2026-10-01,20.00,USD\n"})
	f := page.Waiting[len(page.Waiting)-1]
	if f.State != "ready" || len(f.Problems) != 1 || f.Problems[0].Code != "orders_elsewhere" ||
		!strings.HasPrefix(f.Problems[0].Message, "1 of 2 order numbers is already here from Shopify. Saved as an order it counts twice.") {
		t.Errorf("%+v", f)
	}
}

// TestSurveyTakenForOrders: a survey that names orders is proposed as a survey; who reads it as orders is told that
// they count twice, and can be asked again.
func TestSurveyTakenForOrders(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	saveReady(t, s, drop(t, s, [2]string{"shop.csv", shopOrders()}))
	page := drop(t, s, [2]string{"survey.csv", "Order #,Submitted At,Survey,How did you first hear about us?,Which creator did you see?,Order Value,Country\n" +
		"#1001,2026-10-01,Post-purchase,TikTok,@mia.k,20.00,US\n#1002,2026-10-01,Post-purchase,A friend,,20.00,US\n#2001,2026-10-02,Post-purchase,TikTok,@mia.k,20.00,US\n"})
	answer := func(set func(*AnswerIn)) TrayFile {
		t.Helper()
		in := &AnswerIn{Brand: OwnBrand, ID: page.Waiting[0].ID}
		set(in)
		job, err := s.AnswerFile(context.Background(), in)
		return settled(t, s, job, err).Waiting[0]
	}
	proposed := func(f TrayFile) map[string]string {
		t.Helper()
		if f.State != "question" || f.AskAgain || f.Questions[0].Proposals[0].Format != "survey_simple" {
			t.Fatalf("%+v", f)
		}
		columns := map[string]string{}
		for _, c := range f.Questions[0].Proposals[0].Columns {
			columns[c.Name] = c.Header
		}
		return columns
	}
	survey := proposed(page.Waiting[0])
	f := answer(func(in *AnswerIn) {
		in.Body.Format, in.Body.Columns, in.Body.Currency = "orders_simple", map[string]string{"order_id": "Order #", "created_at": "Submitted At", "amount": "Order Value"}, "USD"
	})
	if f.State != "ready" || !f.AskAgain || len(f.Problems) != 1 || !strings.HasPrefix(f.Problems[0].Message, "2 of 3 order numbers are already here from Shopify.") {
		t.Fatalf("%+v", f)
	}
	proposed(answer(func(in *AnswerIn) { in.Body.Anew = true }))
	f = answer(func(in *AnswerIn) { in.Body.Format, in.Body.Columns = "survey_simple", survey })
	if f.State != "ready" || f.Result.Format != "survey_simple" || f.Result.Accepted < 2 || f.Result.AmountMinor != 0 {
		t.Errorf("%+v %+v", f, f.Result)
	}
	for _, p := range f.Problems {
		if p.Code == "orders_elsewhere" {
			t.Errorf("a survey: %+v", p)
		}
	}
}

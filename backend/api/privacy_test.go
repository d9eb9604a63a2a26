package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"creatorlift/backend/importer"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
)

const plantedBuyers = 200

// planted writes a Shopify export whose every order carries a buyer's e-mail, telephone, name and
// street in each column that a real export has for them, and returns what must be found nowhere.
// Every tenth order has an e-mail where a number belongs, so that it is rejected with an issue.
func planted(t *testing.T, path string) (secrets []string) {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	write := func(row []string) {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	write(importer.ShopifyOrdersHeader)
	for i := range plantedBuyers {
		mail, phone := fmt.Sprintf("Pia.Planted%03d@mail.example", i), fmt.Sprintf("+1 (555) 01%03d-77", i)
		name, street := fmt.Sprintf("Pia%03d Plantedname", i), fmt.Sprintf("%03d Plantedstreet", i)
		secrets = append(secrets, mail, strings.ToLower(mail), phone, fmt.Sprintf("155501%03d77", i), name, street)
		cells := map[string]string{
			"Name": fmt.Sprintf("#%d", 1001+i), "Email": mail, "Financial Status": "paid", "Currency": "USD", "Subtotal": "10.00", "Total": "10.00",
			"Created at": fmt.Sprintf("2026-0%d-%02d 10:00:00 -0400", 4+i/28%5, 1+i%28), "Lineitem quantity": "1", "Lineitem name": "Serum", "Lineitem price": "10.00",
			"Billing Name": name, "Billing Street": street, "Billing Address1": street, "Billing Address2": mail, "Billing Company": name, "Billing Phone": phone,
			"Shipping Name": name, "Shipping Street": street, "Shipping Address1": street, "Shipping Phone": phone, "Shipping Country": "US", "Shipping Province": "TX",
			"Notes": name + " asks to ring " + phone, "Note Attributes": "gift for: " + mail, "Phone": phone, "Tags": name, "Payment Reference": mail,
		}
		if i%10 == 9 {
			cells["Subtotal"] = mail
		}
		row := make([]string, len(importer.ShopifyOrdersHeader))
		for k, column := range importer.ShopifyOrdersHeader {
			row[k] = cells[column]
		}
		write(row)
	}
	if w.Flush(); w.Error() != nil {
		t.Fatal(w.Error())
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return secrets
}

// TestNoBuyerIsStored: 200 buyers go in, and none of their e-mails, telephones, names and streets is in
// a byte of database, journal, key, answers or report. The journal is looked at while it is there.
func TestNoBuyerIsStored(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), t.TempDir()
	file := filepath.Join(t.TempDir(), "orders.csv")
	secrets := planted(t, file)
	s, err := openBrand(filepath.Join(dir, "brand.db"), true)
	if err != nil {
		t.Fatal(err)
	}
	j := importJob{app: &App{}, in: ImportIn{Files: []string{file}, Zone: "America/New_York"}, store: s}
	if err := j.prepare(ctx); err != nil {
		t.Fatal(err)
	}
	got, err := j.file(ctx, file, importer.Member{Name: filepath.Base(file), Source: importer.File(file)})
	if err != nil || got.Accepted != plantedBuyers*9/10 || got.Rejected != plantedBuyers/10 || got.IssueCount < plantedBuyers/10 {
		t.Fatalf("%+v, %v", got, err)
	}
	list, err := s.Batches(ctx)
	if err != nil {
		t.Fatal(err)
	}
	places := map[string][]byte{"the import's answer": asJSON(t, got), "the list of imports": asJSON(t, list), "the report": plantedReport(t, &j)}
	wal := false
	for _, f := range tree(t, dir) {
		name, content, _ := strings.Cut(f, " ")
		places[name] = []byte(content)
		wal = wal || strings.HasSuffix(name, "-wal") && len(content) > 10_000
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if !wal {
		t.Error("there was no journal to look at")
	}
	places["the closed database"] = readFile(t, filepath.Join(dir, "brand.db"))
	search(t, places, secrets)
	if !bytes.Contains(readFile(t, file), []byte(secrets[0])) || !bytes.Contains(places["the closed database"], []byte("Serum")) {
		t.Error("the search itself finds nothing")
	}
}

// plantedReport is everything that a report of this workspace is made of, and its bytes.
func plantedReport(t *testing.T, j *importJob) []byte {
	t.Helper()
	ctx := context.Background()
	till, err := openTill(ctx, j.store, "USD")
	if err != nil {
		t.Fatal(err)
	}
	in := ReadOutIn{Question: Question{Start: "2026-08-01", End: "2026-08-04"}}
	by, err := in.split()
	if err != nil {
		t.Fatal(err)
	}
	spec, err := in.spec()
	if err != nil {
		t.Fatal(err)
	}
	answer, err := till.readOut(ctx, by, nil, spec)
	if err != nil || answer.Status != OK {
		t.Fatalf("%+v, %v", answer, err)
	}
	doc := report.Document{Brand: "Glow", Currency: "USD", Zone: "America/New_York", Version: Version, DataTo: till.span().Last(), CreatedDay: till.span().Last(),
		Tests: []report.Test{{Name: "Test", Answer: answer}}}
	if err := addClaims(ctx, till, shop.Period{}, &doc); err != nil {
		t.Fatal(err)
	}
	return asJSON(t, doc)
}

func asJSON(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// search looks for every secret in every place, whatever its upper and lower case.
func search(t *testing.T, places map[string][]byte, secrets []string) {
	t.Helper()
	for place, content := range places {
		content = bytes.ToLower(content)
		found := 0
		for _, s := range secrets {
			if bytes.Contains(content, bytes.ToLower([]byte(s))) {
				found++
			}
		}
		if found > 0 {
			t.Errorf("%s holds %d of %d secrets", place, found, len(secrets))
		}
	}
}

// checkDemoBuyers: the demo's own invented buyers are in nothing it wrote beside the exports.
func checkDemoBuyers(t *testing.T, dir string, out DemoOut) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(readFile(t, out.Files[0]))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	var secrets []string
	for _, row := range rows[1:501] {
		for k, column := range rows[0] {
			if v := row[k]; v != "" && !seen[v] && (strings.HasSuffix(column, "Email") || strings.HasSuffix(column, "Phone") || column == "Billing Name") {
				seen[v] = true
				secrets = append(secrets, v)
			}
		}
	}
	if len(secrets) < 500 {
		t.Fatalf("%d buyers to look for", len(secrets))
	}
	search(t, map[string][]byte{"verdict.json": readFile(t, filepath.Join(dir, verdictFile)), "sample.db": readFile(t, out.Database)}, secrets)
	if text, err := exec.Command("pdftotext", out.Report, "-").Output(); err == nil {
		search(t, map[string][]byte{"report.pdf": text}, secrets)
	}
}

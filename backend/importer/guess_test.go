package importer

import (
	"fmt"
	"strings"
	"testing"
)

// TestGuess: tables of tools whose export is not known, or as people make them, and what is proposed first.
func TestGuess(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, file, format, columns string }{
		{"the retailer of UCI", "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom\n", "orders_simple",
			"order_id=InvoiceNo created_at=InvoiceDate unit_price=UnitPrice quantity=Quantity sku=StockCode product=Description customer=CustomerID region=Country"},
		{"Refersion", "Conversion ID,Created,Affiliate,Order Number,Type,Total,Commission,Status\n1,2026-10-01,mia,#1,Link,42.00,4.20,APPROVED\n", "claims_simple",
			"date=Created creator=Affiliate order_id=Order Number amount=Total commission=Commission status=Status claim_id=Conversion ID"},
		{"KnoCommerce", "Response ID,Submitted At,Question,Response,Order Number\n1,2026-10-01T10:00:00Z,How did you hear about us?,TikTok,1001\n", "survey_simple",
			"date=Submitted At question=Question answer=Response order_id=Order Number answer_id=Response ID"},
		{"an agency's sheet", "Influencer Handle,Followers,Posts,Views,Flat fee\n@mia,88000,3,120000,$250.00\n@tom,1200,1,900,$0.00\n", "creators_simple",
			"creator=Influencer Handle followers=Followers posts=Posts views=Views fee=Flat fee"},
		{"posts by links alone", "A,B,C,D\nhttps://www.tiktok.com/@mia/video/7391234567890123456,@mia,2026-10-01,100\n", "posts_simple", "link=A creator=B date=C"},
		{"German shop", "Bestellnummer;Bestelldatum;Artikel;Menge;Betrag;Währung\nB-1;01.10.2026;Serum;2;1.234,50;EUR\nB-2;13.10.2026;Creme;1;20,00;EUR\n", "orders_simple",
			"order_id=Bestellnummer created_at=Bestelldatum product=Artikel quantity=Menge amount=Betrag currency=Währung"},
		{"audience", "Creator,Age group,Percentage\n@mia,18-24,55%\n@mia,25-34,45%\n", "audience_simple", "creator=Creator group=Age group share=Percentage"},
		{"till by store", "Day,Store,Net sales\n2026-10-01,Austin,1200.50\n", "daily_simple", "date=Day unit=Store value=Net sales"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l, err := Look(t.Context(), text(c.file), Options{Name: "x.csv", Zone: "Europe/Berlin", Currency: "USD"})
			if err != nil || l.Report().Status != StatusNeedsMapping {
				t.Fatal(err, l.Report())
			}
			all := l.Guess()
			if len(all) == 0 || all[0].Format != c.format {
				t.Fatalf("got %+v", all)
			}
			got := map[string]string{}
			for _, g := range all[0].Columns {
				got[g.Column] = g.Header
				if g.Sure < 1 || g.Sure > 99 || g.Why == "" {
					t.Errorf("%+v", g)
				}
			}
			for _, want := range strings.Split(c.columns, " ") {
				if ours, theirs, ok := strings.Cut(want, "="); ok && !strings.HasPrefix(got[ours], theirs) {
					t.Errorf("%s: got %q, want %q (%v)", ours, got[ours], theirs, all[0])
				}
			}
		})
	}
}

// TestGuessIsOnlyAProposal: a file that could be guessed in full still asks.
func TestGuessIsOnlyAProposal(t *testing.T) {
	t.Parallel()
	docs, rep := read(t, text("Order Number,Order Date,Order Total,Currency\n1,2026-10-01,5.00,USD\n"), Options{})
	if rep.Status != StatusNeedsMapping || len(docs) > 0 {
		t.Errorf("got %+v", rep)
	}
	if g := Guess([]string{"zzz", "qqq"}, [][]string{{"a", "b"}}); len(g) > 0 {
		t.Errorf("a guess from nothing: %+v", g)
	}
	for _, header := range [][]string{nil, {""}, {"", "@", "\x00"}} {
		Guess(header, [][]string{{}, {"x", "y", "z", "w"}}) // does not panic
	}
}

func TestWordsOf(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"InvoiceNo": "invoice no", "invoice_no": "invoice no", "Invoice No.": "invoice no", "Währung": "wahrung", "ID": "id", "": "", "SKU ID": "sku id"} {
		if got := wordsOf(name); got != want {
			t.Errorf("%q: got %q", name, got)
		}
	}
}

func ExampleGuess() {
	p := Guess([]string{"Affiliate", "Date", "Sale"}, [][]string{{"mia", "2026-10-01", "$5.00"}})
	fmt.Println(p[0].Format)
	// Output: claims_simple
}

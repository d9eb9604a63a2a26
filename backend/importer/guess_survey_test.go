package importer

import "testing"

// guessed is the first proposal for a header with its columns, and how sure the others are.
func guessed(header []string, rows ...[]string) (first Proposal, columns map[string]string, sure map[string]int) {
	columns, sure = map[string]string{}, map[string]int{}
	for i, p := range Guess(header, rows) {
		if sure[p.Format] = p.Sure; i == 0 {
			first = p
		}
	}
	for _, c := range first.Columns {
		columns[c.Column] = c.Header
	}
	return first, columns, sure
}

// TestGuessSurvey: whose header asks something is a survey, whatever else of an order it names.
func TestGuessSurvey(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name        string
		header, row []string
		want        map[string]string
	}{
		{"with the order's value", []string{"Order #", "Submitted At", "Survey", "How did you first hear about us?", "Which creator did you see?", "Order Value", "Country"},
			[]string{"#1001", "2026-10-01 10:00", "Post-purchase", "TikTok", "@mia.k", "$42.00", "US"},
			map[string]string{"date": "Submitted At", "order_id": "Order #", "answer": "How did you first hear about us?", "creator": "Which creator did you see?"}},
		{"the creator asked first", []string{"Date", "Which influencer sent you?", "How did you hear about us", "Order number", "Total"}, []string{"2026-10-01", "mia", "TikTok", "1001", "42.00"},
			map[string]string{"date": "Date", "order_id": "Order number", "answer": "How did you hear about us", "creator": "Which influencer sent you?"}},
		{"only the creator asked", []string{"Order", "Created at", "Which creator did you see", "Total", "Qty"}, []string{"1001", "2026-10-01", "mia", "42.00", "1"},
			map[string]string{"date": "Created at", "order_id": "Order", "answer": "Which creator did you see"}},
		{"German", []string{"Bestellnummer", "Datum", "Wie haben Sie von uns erfahren", "Betrag"}, []string{"1001", "01.10.2026", "TikTok", "42,00"},
			map[string]string{"date": "Datum", "answer": "Wie haben Sie von uns erfahren", "order_id": "Bestellnummer"}},
		{"French", []string{"Commande", "Date", "Comment avez-vous entendu parler de nous", "Montant"}, []string{"1001", "2026-10-01", "TikTok", "42,00"},
			map[string]string{"date": "Date", "answer": "Comment avez-vous entendu parler de nous", "order_id": "Commande"}},
		{"Spanish", []string{"Pedido", "Fecha", "¿Cómo nos conociste?", "Importe"}, []string{"1001", "2026-10-01", "TikTok", "42,00"},
			map[string]string{"date": "Fecha", "answer": "¿Cómo nos conociste?", "order_id": "Pedido"}},
		{"a column Answer", []string{"Order", "Date", "Answer", "Total", "Quantity", "Product"}, []string{"1001", "2026-10-01", "TikTok", "42.00", "1", "Serum"},
			map[string]string{"date": "Date", "answer": "Answer", "order_id": "Order"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			first, got, sure := guessed(c.header, c.row)
			if first.Format != "survey_simple" || first.Sure < 85 {
				t.Fatalf("got %+v, %v", first, sure)
			}
			for ours, theirs := range c.want {
				if got[ours] != theirs {
					t.Errorf("%s: got %q, want %q", ours, got[ours], theirs)
				}
			}
			for _, f := range []string{"orders_simple", "claims_simple", "daily_simple"} {
				if sure[f] > guessCutoff {
					t.Errorf("%s is as sure as %d", f, sure[f])
				}
			}
		})
	}
}

// TestGuessNoSurvey: words of questions that head lists of other kinds.
func TestGuessNoSurvey(t *testing.T) {
	t.Parallel()
	cases := []struct {
		format      string
		header, row []string
		want        map[string]string
	}{
		{"costs_simple", []string{"When", "Who", "What for", "Paid ($)"}, []string{"2026-10-01", "@mia.k", "Video", "250.00"},
			map[string]string{"date": "When", "creator": "Who", "what": "What for", "amount": "Paid ($)"}},
		{"costs_simple", []string{"Date", "Creator", "What", "Amount"}, []string{"2026-10-01", "mia", "Fee", "250"},
			map[string]string{"date": "Date", "creator": "Creator", "what": "What", "amount": "Amount"}},
		{"costs_simple", []string{"Paid on", "Who was paid", "What was it for", "How much"}, []string{"2026-10-01", "mia", "Fee", "$250.00"},
			map[string]string{"date": "Paid on", "creator": "Who was paid", "what": "What was it for", "amount": "How much"}},
		{"creators_simple", []string{"Influencer Handle", "Followers", "Response", "Flat fee"}, []string{"@mia", "88000", "yes", "$250.00"}, nil},
		{"orders_simple", []string{"Order number", "Order date", "Total", "Comment to the order"}, []string{"1001", "2026-10-01", "42.00", "thanks"}, nil},
	}
	for _, c := range cases {
		first, got, sure := guessed(c.header, c.row)
		if first.Format != c.format {
			t.Errorf("%v: got %+v, %v", c.header, first, sure)
		}
		for ours, theirs := range c.want {
			if got[ours] != theirs {
				t.Errorf("%v: %s: got %q, want %q", c.header, ours, got[ours], theirs)
			}
		}
	}
}

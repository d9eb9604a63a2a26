package importer

import (
	"testing"

	"creatorlift/backend/shop"
)

// TestStatReport: a described report is read by its names and those of other languages, by its own days
// or by the window of the file, and its shares are kept exactly.
func TestStatReport(t *testing.T) {
	t.Parallel()
	d := &statReport{subject: shop.AChannel, key: "test", day: []string{"Date"}, segment: []string{"Channel"}, order: []string{"Order"},
		needsOne: []string{"Channel"}, amount: gmv, figures: []figure{
			{names: []string{"Revenue"}, cents: gmv},
			{names: []string{"Change"}, cents: func(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.PayoutCents }, signed: true},
			{names: []string{"Returns"}, cents: refunds, size: true},
			{names: []string{"Share"}, share: func(s *shop.Stat) *shop.Maybe[int64] { return &s.SharePPM }},
		}}
	f := d.plan(&format{Format: Format{ID: "test", Platform: "Test"}, decimal: '.', aliases: map[string][]string{"Channel": {"Kanal"}},
		recognise: func(n names) int { return 100 * int(one(n.has("Channel", "Revenue"))) }})
	look := func(file, name string) (*shop.Doc, *Report) {
		in := &intake{ctx: t.Context(), src: text(file), opt: Options{Name: name, Currency: "USD"}, rep: &Report{Status: StatusOK}, formats: []*format{f}}
		var got *shop.Doc
		err := in.survey()
		if err == nil && len(in.rep.Questions) == 0 {
			err = in.pour(func(d *shop.Doc) error { got = d; return nil })
		}
		if rep, err := in.close(err); err == nil {
			return got, rep
		}
		t.Fatal(err)
		return nil, nil
	}
	doc, rep := look("Kanal,Revenue,Change,Returns,Share,Order\nPaid,\"1,200.50\",-3.00,-2.00,5.93%,#7\n", "x_20261001-20261031.csv")
	s := doc.Stats[0]
	if rep.AmountMinor != 120050 || s.Segment != "Paid" || s.PayoutCents.Value != -300 || s.RefundCents.Value != 200 || s.SharePPM.Value != 59300 ||
		doc.OrderID != "#7" || s.First.String() != "2026-10-01" || s.Last.String() != "2026-10-31" {
		t.Errorf("got %+v, %+v", doc, rep)
	}
	doc, rep = look("Date,Channel,Revenue,Share\n2026-10-02,Paid,1,.0593\n", "x.csv")
	if s := doc.Stats[0]; rep.Status != StatusOK || s.First.String() != "2026-10-02" || s.First != s.Last || s.SharePPM.Value != 59300 || s.PayoutCents.Known {
		t.Errorf("got %+v, %+v", doc, rep)
	}
	if _, rep = look("Channel,Revenue\nPaid,1\n", "x.csv"); rep.Status != StatusNeedsMapping || rep.Questions[0].Name != "period" {
		t.Errorf("got %+v", rep)
	}
}

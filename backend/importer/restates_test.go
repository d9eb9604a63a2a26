package importer

import (
	"testing"

	"creatorlift/backend/shop"
)

// TestRestatingReports: of two reports that speak of the same day, the one whose days end later is the
// further one, whichever way its dates are written.
func TestRestatingReports(t *testing.T) {
	t.Parallel()
	maturity := func(name, file string) int64 {
		docs, rep := read(t, text(file), Options{Name: name, Zone: "America/New_York", Currency: "USD"})
		if rep.Status != StatusOK || len(docs) == 0 {
			t.Fatalf("%s: %s", name, show(docs, rep))
		}
		return docs[0].Maturity
	}
	end := int64(shop.DayFrom(2026, 10, 13))
	for name, file := range map[string]string{
		"ads":    adHead + "2026-10-01,c,g,a,USD,5,1,1\n2026-10-13,c,g,a,USD,5,1,1\n",
		"daily":  "date,unit,value\n01/10/2026,web,5\n13/10/2026,web,5\n",
		"daily2": "date,unit,value\n10/13/2026,web,5\n10/01/2026,web,5\n",
		"visits": "date,channel,sessions\n2026-10-01,paid,5\n2026-10-13,paid,5\n",
	} {
		if got := maturity(name, file); got != end {
			t.Errorf("%s: %d, want %d", name, got, end)
		}
	}
	if got := maturity("Shop_Creator_Data_20261001-20261031.csv", "Creator name,Creator-attributed GMV,Attributed orders\nmia,$1,1\n"); got != 0 {
		t.Errorf("a window of its own: %d", got)
	}
	_, rep := read(t, text("Name,Financial Status,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price\n"+
		"'#1001,paid,USD,10.00,10.00,2026-10-01 10:00:00 -0400,1,Serum,10.00\n#1001,paid,USD,10.00,10.00,2026-10-01 10:00:00 -0400,1,Serum,10.00\n"), Options{Name: "x.csv"})
	if rep.AmountMinor != 1000 {
		t.Errorf("an order with and without apostrophe: %s", show(nil, rep))
	}
}

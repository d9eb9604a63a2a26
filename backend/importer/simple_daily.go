package importer

import (
	"fmt"

	"creatorlift/backend/shop"
)

var dailySimpleNeeds = []string{"date", "unit", "value"}

// dailySimple is one figure per day and unit: a shop's daily till by region, store or channel.
var dailySimple = &format{
	Format: Format{
		ID:       "daily_simple",
		Platform: "Any shop",
		What:     "the sales of one unit on one day",
		Evidence: shop.Till,
		Key:      "date, unit",
		Amount:   "value",
		Trust:    "defined by Creatorlift",
		Label:    "Daily sales of a shop",
		Sum:      "Sales",
	},
	columns: []column{{"date", moment}, {"unit", plain}, {"value", numeric}, {"currency", currency}},
	recognise: func(n names) int {
		if !n.has(dailySimpleNeeds...) {
			return 0
		}
		return 100
	},
	needs:    dailySimpleNeeds,
	byHand:   true,
	open:     openDailySimple,
	restates: true,
}

type simpleDaily struct {
	t                           *table
	date, unit, value, currency int
	first                       map[dayUnit]int // line on which a day of a unit stood first
}

type dayUnit struct {
	day  shop.Day
	unit string
}

func openDailySimple(t *table) rowReader {
	return &simpleDaily{t: t, date: t.col("date"), unit: t.col("unit"), value: t.col("value"), currency: t.col("currency"),
		first: map[dayUnit]int{}}
}

func (s *simpleDaily) finish() error { return nil }

func (s *simpleDaily) read(r row) error {
	doc, bad := s.doc(r)
	if bad != nil {
		s.t.reject(r.line(), bad)
		return nil
	}
	return s.t.emit(doc, doc.Lines[0].NetCents)
}

func (s *simpleDaily) doc(r row) (*shop.Doc, *flaw) {
	utc, day, bad := r.moment(s.date)
	if bad != nil {
		return nil, bad
	}
	unit := r.text(s.unit)
	if unit == "" {
		return nil, s.t.flaw(s.unit, "missing_unit", "holds no unit.")
	}
	if cell := r.raw(s.currency); len(cell) > 0 && !currencyOf(cell).Valid() {
		return nil, s.t.flaw(s.currency, "bad_currency", "does not hold a currency.")
	}
	if r.empty(s.value) {
		return nil, s.t.flaw(s.value, "empty_value", "is empty. Not reported is not zero: write 0 for a day without sales.")
	}
	cents, bad := r.cents(s.value)
	if bad != nil {
		return nil, bad
	}
	at := dayUnit{day, unit}
	if line, again := s.first[at]; again {
		return nil, &flaw{column: -1, code: "duplicate_day", message: fmt.Sprintf("The same unit stands on the same day in line %d.", line)}
	}
	s.first[at] = r.line()
	return &shop.Doc{
		Key: shop.KeyOf("daily_simple", day.String(), unit),
		Lines: []shop.Line{{Row: r.line(), PlacedAtUTC: utc, Day: day, Status: shop.Counted, Region: unit,
			GrossCents: cents, NetCents: cents}},
	}, nil
}

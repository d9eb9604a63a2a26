package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// squareTransactions is Square's Transactions CSV: a row per payment and one per refund. A refund is a
// negative line on its own day.
var squareTransactions = &format{
	Format: Format{
		ID:       "square_transactions",
		Platform: "Square",
		What:     "one payment or one refund",
		Evidence: shop.Till,
		Key:      "Transaction ID, Payment ID, Event Type",
		Amount:   "Net Sales, refunds negative",
		Trust:    "test files of others and a documented real sample; the file was not seen by us",
		Label:    "Square transactions",
		Sum:      "Net sales",
		Where:    "Square Dashboard › Payments & invoices › Transactions › Export › Transactions CSV",
	},
	columns: []column{
		{"Date", moment}, {"Time", plain}, {"Time Zone", plain}, {"Gross Sales", numeric}, {"Net Sales", numeric}, {"Discounts", numeric},
		{"Partial Refunds", numeric}, {"Source", plain}, {"Transaction ID", plain}, {"Payment ID", plain}, {"Event Type", plain}, {"Location", plain},
		{"Customer ID", plain}, {"Discount Name", plain}, {"Transaction Status", plain}, {"Currency", currency},
	},
	recognise: func(n names) int {
		if !n.has("Date", "Time Zone", "Transaction ID", "Event Type") || !(n.has("Net Sales") || n.has("Gross Sales")) || n.has("Item", "Qty") {
			return 0
		}
		return n.share([]string{"Date", "Time", "Time Zone", "Gross Sales", "Discounts", "Net Sales", "Tax", "Tip", "Total Collected", "Source", "Fees", "Net Total",
			"Transaction ID", "Payment ID", "Event Type", "Location"})
	},
	decimal:  '.',
	padShort: true, // newer columns at the end may be left out
	open:     openSquareTransactions,
}

type squareRows struct {
	t *table

	date, time, zone, gross, net, discounts, partial                                int
	source, transaction, payment, event, location, customer, code, status, currency int

	zones  map[string]*zone // by the words of the file
	stands standings
}

func openSquareTransactions(t *table) rowReader {
	return &squareRows{t: t, zones: map[string]*zone{}, stands: standings{},
		date: t.col("Date"), time: t.col("Time"), zone: t.col("Time Zone"), gross: t.col("Gross Sales"), net: t.col("Net Sales"),
		discounts: t.col("Discounts"), partial: t.col("Partial Refunds"), source: t.col("Source"), transaction: t.col("Transaction ID"),
		payment: t.col("Payment ID"), event: t.col("Event Type"), location: t.col("Location"), customer: t.col("Customer ID"),
		code: t.col("Discount Name"), status: t.col("Transaction Status"), currency: t.col("Currency")}
}

func (s *squareRows) finish() error { return nil }

func (s *squareRows) read(r row) error {
	doc, bad := s.doc(r)
	if bad != nil {
		s.t.reject(r.line(), bad)
		return nil
	}
	l := &doc.Lines[0]
	amount := l.GrossCents - l.DiscountCents
	if !l.Status.Counts() {
		amount = 0
	}
	return s.t.emit(doc, s.stands.grow(doc, amount))
}

// squareStatus maps Transaction Status, which older files do not have, and how far on its way it is.
func squareStatus(cell string) (shop.Status, int64, bool) {
	switch strings.ToLower(cell) {
	case "", "complete", "completed", "paid":
		return shop.Counted, 1, true
	case "pending", "open", "in progress", "authorized":
		return shop.Provisional, 0, true
	case "cancelled", "canceled", "failed", "voided", "void", "declined":
		return shop.Excluded, 2, true
	}
	return 0, 0, false
}

func (s *squareRows) doc(r row) (*shop.Doc, *flaw) {
	order, bad := orderID(r, s.transaction)
	if bad != nil {
		return nil, bad
	}
	payment, bad := r.id(s.payment)
	if bad != nil {
		return nil, bad
	}
	event := strings.ToLower(r.text(s.event))
	if event != "payment" && event != "refund" {
		return nil, s.t.flaw(s.event, "unknown_event", "holds neither Payment nor Refund.")
	}
	status, rank, known := squareStatus(r.text(s.status))
	if !known {
		return nil, s.t.flaw(s.status, "unknown_status", "holds a status that this export is not known to use.")
	}
	if cell := r.raw(s.currency); !missing(cell) && !currencyOf(cell).Valid() {
		return nil, s.t.flaw(s.currency, "bad_currency", "does not hold a currency.")
	}
	l := shop.Line{Row: r.line(), Status: status, Channel: r.text(s.source), Region: r.text(s.location), Code: codes(r.text(s.code)),
		Customer: s.t.customer(r.raw(s.customer))}
	if l.PlacedAtUTC, l.Day, bad = s.moment(r); bad != nil {
		return nil, bad
	}
	if bad := s.money(r, &l, event == "refund"); bad != nil {
		return nil, bad
	}
	if missing([]byte(payment)) { // several refunds of one sale are told apart by their time
		payment = string(r.raw(s.date)) + " " + string(r.raw(s.time))
	}
	return &shop.Doc{Key: shop.KeyOf("square", order, payment, event), OrderID: order, Maturity: rank, Lines: []shop.Line{l}}, nil
}

// money reads what was sold. Net Sales is the merchandise after discounts, before tax and tip; a part of a
// payment that went back without any item stands in Partial Refunds.
func (s *squareRows) money(r row, l *shop.Line, refund bool) (bad *flaw) {
	net := s.net
	if net == -1 || r.empty(net) {
		net = s.gross
	}
	if net == -1 || r.empty(net) {
		return s.t.flaw(net, "missing_amount", "is empty.")
	}
	sold, bad := r.cents(net)
	if bad != nil {
		return bad
	}
	l.GrossCents = sold
	if !r.empty(s.gross) {
		if l.GrossCents, bad = r.cents(s.gross); bad != nil {
			return bad
		}
	}
	if net == s.gross {
		off, bad := r.cents(s.discounts) // negative on a sale
		if bad != nil {
			return bad
		}
		sold += off
	}
	back, bad := r.cents(s.partial)
	if bad != nil {
		return bad
	}
	if sold > 0 && refund {
		return s.t.flaw(net, "positive_refund", "holds a positive number in a refund.")
	}
	l.DiscountCents, l.RefundCents = l.GrossCents-sold, max(back, -back)
	if l.Status.Counts() {
		l.NetCents = sold - l.RefundCents
	}
	return nil
}

// moment joins day, time and zone, which stand in three columns. Where the file names no zone that is
// known, the zone of the shop is meant.
func (s *squareRows) moment(r row) (utc int64, day shop.Day, bad *flaw) {
	date, clock := r.raw(s.date), r.raw(s.time)
	if missing(clock) {
		return r.moment(s.date)
	}
	cal := s.t.cal
	words := r.text(s.zone)
	z, seen := s.zones[words]
	if !seen {
		z = zoneNamed(words)
		s.zones[words] = z
	}
	if z != nil {
		cal.file = z
	}
	if cal.file == nil {
		return 0, 0, s.t.flaw(s.zone, "unknown_zone", "names a time zone that is not known. Say which one with --zone, such as America/New_York.")
	}
	cell := append(append(append([]byte{}, date...), ' '), clock...)
	utc, day, ok := cal.place(cell)
	if !ok {
		return 0, 0, s.t.flaw(s.date, "bad_date", "and the time beside it are no date as the rest of the file writes them.")
	}
	return utc, day, nil
}

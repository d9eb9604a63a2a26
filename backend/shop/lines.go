package shop

import (
	"crypto/sha256"
	"encoding/binary"
)

// Key names a row for ever: the first 16 bytes of a SHA-256 over its natural key.
type Key [16]byte

// KeyOf hashes the parts of a natural key. The parts' lengths are hashed too, so ("ab","c") and
// ("a","bc") differ.
func KeyOf(parts ...string) Key {
	var buf [256]byte
	b := buf[:0]
	for _, p := range parts {
		b = binary.AppendUvarint(b, uint64(len(p)))
		b = append(b, p...)
	}
	sum := sha256.Sum256(b)
	return Key(sum[:16])
}

// Evidence says what a line is evidence of.
type Evidence uint8

const (
	Till  Evidence = iota // an order of a store the founder owns: money that really came in
	Claim                 // a platform says that it, or a creator, brought this order
)

// Status says how far a line counts.
type Status uint8

const (
	Counted     Status = iota // final, counts
	Provisional               // counts for now, may still change
	Excluded                  // cancelled, unpaid, ineligible: kept, counts nothing
	Held                      // held by the platform: kept and shown apart, counts nothing
)

// Counts reports whether a line of this status is part of sums.
func (s Status) Counts() bool { return s == Counted || s == Provisional }

// Line is one accepted record of an exported file, in the shop's words.
//
// Money is in the minor unit of Currency. NetCents is what counts as net sales: gross after discount,
// before shipping and tax, minus refunds; 0 where the status does not count or the line is a free
// sample. Text fields are empty where the file does not say. Nothing here identifies a buyer:
// Customer is a keyed hash or empty.
type Line struct {
	Row         int   // physical line in the file where the record starts (sheet row for XLSX)
	PlacedAtUTC int64 // Unix seconds; midnight of Day where the file gives only a date
	Day         Day
	Status      Status
	FreeSample  bool
	AdDriven    bool // a claim that came through paid delivery
	Quantity    int64

	GrossCents      Cents // quantity x price before any discount; negative for a refund line
	DiscountCents   Cents // positive
	RefundCents     Cents // positive
	NetCents        Cents
	CommissionCents Cents // promised or paid to the creator for this line

	SKU         string
	Product     string
	Creator     string // handle, lower case, without @
	Content     string // id of the post
	ContentType string
	Code        string // discount code, upper case
	Channel     string
	Region      string // ISO 3166-2 where known ("US-TX"), else as the file writes it
	Customer    string
}

// Doc is the unit that has versions: what one natural key held in one file. A later file's Doc
// replaces the earlier one whole. For Shopify it is an order with all its lines, elsewhere one line or
// one stat. A document has lines or stats, never both.
//
// Maturity orders versions of the same Key in time as far as the rows tell (refunded, settled,
// cancelled only ever grow): the highest Maturity is current, among equals the latest import. So an
// old file dropped in late does not undo what a newer one said.
//
// Twin is the id of the same order in another shop, empty for none: a TikTok Shop order that was synced
// into Shopify is written by both, and is one order.
type Doc struct {
	Key      Key
	OrderID  string
	Maturity int64
	Twin     string
	Lines    []Line
	Stats    []Stat
}

// Rows counts the records of the file that the document was read from. Lines that stand side by side and
// share their Row come from one record, such as an order with its items in columns.
func (d *Doc) Rows() int {
	rows := len(d.Stats)
	for i := range d.Lines {
		if i == 0 || d.Lines[i].Row != d.Lines[i-1].Row {
			rows++
		}
	}
	return rows
}

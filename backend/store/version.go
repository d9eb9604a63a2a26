package store

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"

	"creatorlift/backend/shop"
)

// hash16 is the first half of a SHA-256.
type hash16 [16]byte

// part is the lines of a document that share instant, day, region and customer.
type part struct {
	lines []*shop.Line
	first int // number of the first line within the document
}

// shape is a document made ready for the tables: its lines grouped into parts, in the order in which
// each group first appears, its content hash and its rows.
type shape struct {
	parts []part       // none for a document of stats
	lines []*shop.Line // in the order of the parts
	rows  []int        // of the lines in that order, or of the stats
	hash  hash16
	buf   []byte
}

// take fills the shape from a document; what it held before is gone. The hash covers the scope, the
// order id and every field of every line but the row, in the file's order.
func (s *shape) take(doc *shop.Doc, scope shop.Key) error {
	if (len(doc.Lines) == 0) == (len(doc.Stats) == 0) {
		return errors.New("store: a document needs lines or stats, and not both")
	}
	s.buf = append(s.buf[:0], scope[:]...)
	s.buf = appendText(s.buf, doc.OrderID)
	for i := range doc.Lines {
		l := &doc.Lines[i]
		if (!l.Status.Counts() || l.FreeSample) && l.NetCents != 0 {
			return fmt.Errorf("store: row %d does not count but has net sales", l.Row)
		}
		s.buf = appendLine(s.buf, l)
	}
	s.parts, s.lines, s.rows = s.parts[:0], s.lines[:0], s.rows[:0]
	for i := range doc.Stats {
		if err := checkStat(&doc.Stats[i]); err != nil {
			return err
		}
		s.buf = appendStat(s.buf, &doc.Stats[i])
		s.rows = append(s.rows, doc.Stats[i].Row)
	}
	if doc.Twin != "" { // only then, so that versions saved before keep their hash
		s.buf = appendText(append(s.buf, "twin"...), doc.Twin)
	}
	sum := sha256.Sum256(s.buf)
	s.hash = hash16(sum[:16])
	if len(doc.Lines) > 0 {
		s.group(doc.Lines)
	}
	for _, l := range s.lines {
		s.rows = append(s.rows, l.Row)
	}
	return nil
}

// head is what the lines of one part share.
type head struct {
	day      shop.Day
	placed   int64
	region   string
	customer string
}

func headOf(l *shop.Line) head { return head{l.Day, l.PlacedAtUTC, l.Region, l.Customer} }

func (s *shape) group(lines []shop.Line) {
	first, alike := headOf(&lines[0]), true
	for i := range lines {
		s.lines = append(s.lines, &lines[i])
		alike = alike && headOf(&lines[i]) == first
	}
	if alike {
		s.parts = append(s.parts, part{lines: s.lines})
		return
	}
	at, groups := map[head]int{}, [][]*shop.Line(nil)
	for _, l := range s.lines {
		g, known := at[headOf(l)]
		if !known {
			g = len(groups)
			at[headOf(l)], groups = g, append(groups, nil)
		}
		groups[g] = append(groups[g], l)
	}
	s.lines = s.lines[:0]
	for _, g := range groups {
		s.parts = append(s.parts, part{lines: g, first: len(s.lines)})
		s.lines = append(s.lines, g...)
	}
}

// rowSteps returns the row of the first line or stat and, where the others do not follow it one by one, the
// JSON list of their distances from it; nil where they do.
func (s *shape) rowSteps() (first int64, steps any) {
	first = int64(s.rows[0])
	plain := true
	for i, row := range s.rows {
		plain = plain && row == s.rows[0]+i
	}
	if plain {
		return first, nil
	}
	list := []byte{'['}
	for i, row := range s.rows {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, int64(row)-first, 10)
	}
	return first, string(append(list, ']'))
}

// lineState packs the flags of a line as the column line_state holds them.
func lineState(l *shop.Line) int64 {
	state := int64(l.Status)
	if l.FreeSample {
		state |= 4
	}
	if l.AdDriven {
		state |= 8
	}
	return state
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendLine(b []byte, l *shop.Line) []byte {
	for _, n := range [...]int64{l.PlacedAtUTC, int64(l.Day), lineState(l), l.Quantity, int64(l.GrossCents),
		int64(l.DiscountCents), int64(l.RefundCents), int64(l.NetCents), int64(l.CommissionCents)} {
		b = binary.AppendVarint(b, n)
	}
	for _, s := range [...]string{l.SKU, l.Product, l.Creator, l.Content, l.ContentType, l.Code, l.Channel, l.Region, l.Customer} {
		b = appendText(b, s)
	}
	return b
}

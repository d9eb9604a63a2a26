package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"creatorlift/backend/shop"
)

// Changes is what one import changed, as it was when the file was saved: later imports and undos do not
// alter it. Money is in the minor unit of the file's currency. A document is an order where the format
// reads whole orders, else a row.
//
// New.NetCents + Restated.After - Restated.Before - JoinedCents is what Days add up to.
type Changes struct {
	New         Brought       `json:"new"`
	Restated    Restated      `json:"restated"`         // documents whose current version changed: net sales
	Refunds     Restated      `json:"refunds"`          // of these, the ones whose refunds grew: refunds
	Moves       []StatusMove  `json:"moves"`            // of these, the ones with another status
	Missing     Missing       `json:"missing"`          // documents that an earlier file of this kind holds for these days and this one does not
	Joined      int64         `json:"joined_orders"`    // orders of this file that stand in two shops and count once
	JoinedCents shop.Cents    `json:"joined_net_minor"` // net sales that copies counted before this import and count no more
	Days        []DayChange   `json:"days"`             // days whose net sales changed, of all files of this evidence and currency
	Orders      []OrderChange `json:"orders"`           // the documents that changed most
	Issues      []RowIssue    `json:"issues"`           // of the file, the first of them
	Fell        int64         `json:"fell"`             // rows of a report with a figure that only grows and is lower now: the platform corrected itself
}

// Brought is what was not seen before. A copied order, which counts elsewhere, is in no sum of money.
type Brought struct {
	Docs        int64      `json:"documents"`
	Rows        int64      `json:"rows"`
	Provisional int64      `json:"provisional"`  // of the rows: may still change
	Excluded    int64      `json:"excluded"`     // of the rows: cancelled, unpaid, ineligible
	Held        int64      `json:"held"`         // of the rows
	FreeSamples int64      `json:"free_samples"` // of the rows
	NetCents    shop.Cents `json:"net_minor"`
	RefundCents shop.Cents `json:"refund_minor"`
}

// Restated is documents that say something else than before.
type Restated struct {
	Docs   int64      `json:"documents"`
	Before shop.Cents `json:"before_minor"`
	After  shop.Cents `json:"after_minor"`
}

// StatusMove is documents that went from one status to another: counted, provisional, free sample, held,
// excluded. A document has the first of these that one of its lines has.
type StatusMove struct {
	From   string     `json:"from"`
	To     string     `json:"to"`
	Docs   int64      `json:"documents"`
	Before shop.Cents `json:"before_minor"` // net sales
	After  shop.Cents `json:"after_minor"`
}

// Missing is what a file no longer holds. It stays in the totals: the file may have been filtered.
type Missing struct {
	Docs     int64      `json:"documents"`
	NetCents shop.Cents `json:"net_minor"`
	Orders   []string   `json:"orders,omitempty"` // the first of their order ids
}

// DayChange is one day's net sales before and after.
type DayChange struct {
	Day    shop.Day   `json:"day"`
	Before shop.Cents `json:"before_minor"`
	After  shop.Cents `json:"after_minor"`
}

// OrderChange is one document before and after.
type OrderChange struct {
	OrderID      string     `json:"order_id"` // empty where the file names none
	Day          shop.Day   `json:"day"`
	Before       shop.Cents `json:"before_minor"` // net sales
	After        shop.Cents `json:"after_minor"`
	RefundBefore shop.Cents `json:"refund_before_minor"`
	RefundAfter  shop.Cents `json:"refund_after_minor"`
	StatusBefore string     `json:"status_before"`
	StatusAfter  string     `json:"status_after"`
}

// FindChanges returns what an import changed, nil for a file that was saved before this was kept, or
// the *shop.Error unknown_batch.
func (s *Store) FindChanges(ctx context.Context, batch int64) (ch *Changes, err error) {
	err = s.read(ctx, func(c *conn) error {
		if _, err := findBatch(c, batch); err != nil {
			return err
		}
		row, err := c.first(ask("SELECT changes FROM batches WHERE batch_id = ?", batch))
		if err != nil || row[0] == "" {
			return err
		}
		ch = &Changes{}
		if err := json.Unmarshal([]byte(row[0].(string)), ch); err != nil {
			return fmt.Errorf("store: changes of batch %d: %w", batch, err)
		}
		return nil
	})
	return ch, err
}

// enter counts a document that is new.
func (n *Brought) enter(doc *shop.Doc, state int64) {
	n.Docs++
	n.Rows += int64(doc.Rows())
	for i := range doc.Lines {
		l := &doc.Lines[i]
		n.line(l.Status, l.FreeSample)
		if state == counts && l.Status.Counts() && !l.FreeSample {
			n.NetCents += l.NetCents
			n.RefundCents += l.RefundCents
		}
	}
}

func (n *Brought) line(status shop.Status, free bool) {
	switch {
	case status == shop.Excluded:
		n.Excluded++
	case status == shop.Held:
		n.Held++
	case free:
		n.FreeSamples++
	case status == shop.Provisional:
		n.Provisional++
	}
}

// settleAll brings twins and daily totals up to date, once all documents are in the tables, and notes what
// the import changed.
func (in *intake) settleAll() error {
	if err := in.turnWaiting(); err != nil {
		return err
	}
	ch := &Changes{New: in.brought, Moves: []StatusMove{}, Days: []DayChange{}, Orders: []OrderChange{}, Issues: in.batch.Said}
	in.batch.Said = nil
	in.batch.Changes = ch
	var err error
	if ch.JoinedCents, err = settleTwins(in.ctx, in.books, in.books.firstNew, in.batch.Currency); err != nil {
		return err
	}
	// A version that turned and turned back within the file lost its state in between, so it goes only now.
	if err := in.c.exec("DELETE FROM turned WHERE was = best"); err != nil {
		return err
	}
	touched := touchedDays(in.books)
	before, err := in.netByDay(touched)
	if err != nil {
		return err
	}
	if err := in.books.close(in.ctx); err != nil {
		return err
	}
	after, err := in.netByDay(touched)
	if err != nil {
		return err
	}
	for _, day := range touched {
		if before[day] != after[day] {
			ch.Days = append(ch.Days, DayChange{day, before[day], after[day]})
		}
	}
	if err := in.noteRestated(ch); err != nil {
		return err
	}
	if ch.Missing, err = in.missing(); err != nil {
		return err
	}
	if ch.Fell, err = in.fell(); err != nil {
		return err
	}
	if ch.Joined, err = joinedIn(in.c, in.batch.ID); err != nil {
		return err
	}
	return in.c.exec("DROP TABLE turned")
}

// touchedDays lists the days whose totals an import must write, in order.
func touchedDays(b *books) []shop.Day { return slices.Sorted(maps.Keys(b.days)) }

// netByDay returns the kept net sales of the file's evidence and currency, by day.
func (in *intake) netByDay(days []shop.Day) (map[shop.Day]shop.Cents, error) {
	net := map[shop.Day]shop.Cents{}
	if len(days) == 0 {
		return net, nil
	}
	q := ask(`SELECT shop_daynum, net_cents FROM daily WHERE dimension = 0 AND shop_daynum BETWEEN ? AND ? AND evidence = ? AND currency = ?`,
		int64(days[0]), int64(days[len(days)-1]), int64(in.batch.Evidence), string(in.batch.Currency))
	return net, in.c.each(in.ctx, q, func(r []driver.Value) error {
		net[shop.Day(r[0].(int64))] = shop.Cents(r[1].(int64))
		return nil
	})
}

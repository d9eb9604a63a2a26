package store

import (
	"cmp"
	"database/sql/driver"
	"slices"

	"creatorlift/backend/shop"
)

// ordersShown is how many of the documents that changed are kept by name.
const ordersShown = 20

// statusNames are the statuses of a document in the order in which the first decides.
var statusNames = [...]string{"counted", "provisional", "free sample", "held", "excluded"}

// statusRank is the place of a line's state in statusNames, in SQL.
const statusRank = `CASE WHEN l.line_state & 3 = 2 THEN 4 WHEN l.line_state & 3 = 3 THEN 3 WHEN l.line_state & 4 THEN 2 ELSE l.line_state & 3 END`

const turnedCounts = "c.scope_id IS NOT NULL AND CASE h.version_id WHEN t.best THEN h.is_current ELSE t.was_state END = 1"

// askTurned asks for both versions of the documents that were there before version ?1 and that turned, the
// earlier one first. What counted nothing, as a copy or in another currency than ?2, has no money.
const askTurned = `SELECT t.doc_id, h.version_id = t.best, h.order_id, h.shop_daynum,
		sum(CASE WHEN ` + turnedCounts + ` THEN l.net_cents ELSE 0 END),
		sum(CASE WHEN ` + turnedCounts + ` AND l.line_state & 6 = 0 THEN l.refund_cents ELSE 0 END), min(` + statusRank + `)
	FROM turned t CROSS JOIN versions h ON h.version_id IN (t.was, t.best)
	LEFT JOIN scopes c ON c.scope_id = h.scope_id AND c.currency = ?2
	CROSS JOIN versions p ON p.version_id >= h.version_id AND p.version_id < h.version_id + h.parts
	CROSS JOIN lines l ON l.line_id >= p.first_line_id AND l.line_id < p.first_line_id + p.line_count
	WHERE t.doc_id < ?1
	GROUP BY 1, 2 ORDER BY 1, 2`

// noteRestated adds up the documents that were there before and whose current version changed.
func (in *intake) noteRestated(ch *Changes) error {
	if in.reentered {
		if err := in.sumBrought(&ch.New); err != nil {
			return err
		}
	}
	var err error
	if ch.Restated.Docs, err = in.c.number(ask("SELECT count(*) FROM turned WHERE doc_id < ?", in.books.firstNew)); err != nil || ch.Restated.Docs == 0 {
		return err
	}
	moves := map[[2]int64]*StatusMove{}
	var was side
	err = in.c.each(in.ctx, ask(askTurned, in.books.firstNew, string(in.batch.Currency)), func(r []driver.Value) error {
		now := side{order: r[2].(string), day: shop.Day(r[3].(int64)), net: shop.Cents(r[4].(int64)), refund: shop.Cents(r[5].(int64)), rank: r[6].(int64)}
		if r[1] == int64(0) {
			was = now
			return nil
		}
		ch.restate(was, now, moves)
		return nil
	})
	for _, m := range moves {
		ch.Moves = append(ch.Moves, *m)
	}
	slices.SortFunc(ch.Moves, func(a, b StatusMove) int {
		return cmp.Or(cmp.Compare(b.Docs, a.Docs), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return err
}

// side is one version of a document.
type side struct {
	order       string
	day         shop.Day
	net, refund shop.Cents
	rank        int64
}

func (ch *Changes) restate(was, now side, moves map[[2]int64]*StatusMove) {
	ch.Restated.Before += was.net
	ch.Restated.After += now.net
	if now.refund > was.refund {
		ch.Refunds.Docs++
		ch.Refunds.Before += was.refund
		ch.Refunds.After += now.refund
	}
	if was.rank != now.rank {
		m := moves[[2]int64{was.rank, now.rank}]
		if m == nil {
			m = &StatusMove{From: statusNames[was.rank], To: statusNames[now.rank]}
			moves[[2]int64{was.rank, now.rank}] = m
		}
		m.Docs++
		m.Before += was.net
		m.After += now.net
	}
	ch.show(OrderChange{OrderID: now.order, Day: now.day, Before: was.net, After: now.net, RefundBefore: was.refund, RefundAfter: now.refund,
		StatusBefore: statusNames[was.rank], StatusAfter: statusNames[now.rank]})
}

// show keeps the documents that changed most: by net sales, then by refunds.
func (ch *Changes) show(o OrderChange) {
	at, _ := slices.BinarySearchFunc(ch.Orders, o, func(a, b OrderChange) int {
		return cmp.Or(cmp.Compare(apart(b.Before, b.After), apart(a.Before, a.After)),
			cmp.Compare(apart(b.RefundBefore, b.RefundAfter), apart(a.RefundBefore, a.RefundAfter)), cmp.Compare(a.OrderID, b.OrderID))
	})
	if at >= ordersShown {
		return
	}
	ch.Orders = slices.Insert(ch.Orders, at, o)
	ch.Orders = ch.Orders[:min(len(ch.Orders), ordersShown)]
}

func apart(a, b shop.Cents) shop.Cents { return max(a, b) - min(a, b) }

// sumBrought adds up the new documents from the tables: some stood in the file twice, so that what passed is
// not what is kept.
func (in *intake) sumBrought(n *Brought) error {
	*n = Brought{Docs: n.Docs, Rows: n.Rows}
	q := ask(`SELECT l.line_state, v.is_current, count(*), sum(l.net_cents), sum(l.refund_cents) FROM versions v
		CROSS JOIN lines l ON l.line_id >= v.first_line_id AND l.line_id < v.first_line_id + v.line_count
		WHERE v.version_id >= ?1 AND v.doc_id >= ?1 AND v.is_current > 0 GROUP BY 1, 2`, in.books.firstNew)
	return in.c.each(in.ctx, q, func(r []driver.Value) error {
		state, rows := r[0].(int64), r[2].(int64)
		for _, k := range []struct {
			to *int64
			of bool
		}{{&n.Excluded, state&3 == 2}, {&n.Held, state&3 == 3}, {&n.FreeSamples, state&6 == 4}, {&n.Provisional, state&7 == 1}} {
			if k.of {
				*k.to += rows
			}
		}
		if state&6 == 0 && r[1] == counts {
			n.NetCents += shop.Cents(r[3].(int64))
			n.RefundCents += shop.Cents(r[4].(int64))
		}
		return nil
	})
}

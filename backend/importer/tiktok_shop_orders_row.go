package importer

import (
	"cmp"
	"strings"

	"creatorlift/backend/shop"
)

// tiktokShopRow is one record: its SKU, and what it says of the whole order.
type tiktokShopRow struct {
	line                           int
	flaw                           *flaw
	skuID, sku, product, variation string
	status                         shop.Status
	rank                           int64
	at                             int64
	day                            shop.Day
	quantity, back                 int64
	gross, listed, sold            shop.Cents // listed is quantity x price, the weight where sold is not reported
	soldKnown, sample              bool
	amount, refund                 shop.Maybe[shop.Cents] // of the order; they stand in each of its rows
	off, beside                    shop.Cents             // of the order: payment discount; shipping, delivery and tax less that
	region, customer               string
}

// item reads one record.
func (s *tiktokShopReader) item(r row) tiktokShopRow {
	c := &s.c
	it := tiktokShopRow{line: r.line(), sku: dash(r.text(c.sku)), product: dash(r.text(c.product)), variation: dash(r.text(c.variation))}
	it.region = s.region(r)
	if who := r.raw(c.buyer); !missing(who) && !strings.Contains(string(who), "*") {
		it.customer = s.t.customer(who)
	}
	if it.skuID, it.flaw = r.id(c.skuID); it.flaw == nil {
		it.skuID = dash(it.skuID)
		it.flaw = s.figures(r, &it)
	}
	return it
}

// figures reads the date, the status and the amounts of a record.
func (s *tiktokShopReader) figures(r row, it *tiktokShopRow) (bad *flaw) {
	c := &s.c
	if it.at, it.day, bad = r.moment(c.created); bad != nil {
		return bad
	}
	if cell := r.raw(c.currency); !missing(cell) && !currencyOf(cell).Valid() {
		return s.t.flaw(c.currency, "bad_currency", "does not hold a currency.")
	}
	for _, col := range []int{c.after, c.amount} {
		if bad = s.t.otherCurrency(r, col); bad != nil {
			return bad
		}
	}
	if it.quantity, bad = r.count(c.quantity); bad != nil {
		return bad
	}
	if it.back, bad = r.count(c.back); bad != nil {
		return bad
	}
	if it.quantity < 0 || it.back < 0 {
		return s.t.negative(cmp.Or(c.quantity, c.back))
	}
	if bad = c.money(r, it); bad != nil {
		return bad
	}
	if bad = c.orderMoney(r, it); bad != nil {
		return bad
	}
	s.settle(r, it)
	it.sample = it.amount.Known && it.amount.Value == 0 && r.empty(c.method) && it.status.Counts()
	return nil
}

// money reads what the SKU cost before and after discounts. Where the export leaves out the last, it follows
// from the discounts; where it leaves out those too, the order has to tell.
func (c *tiktokShopColumns) money(r row, it *tiktokShopRow) *flaw {
	var before, platform, seller shop.Cents
	for _, a := range []struct {
		col int
		to  *shop.Cents
	}{{c.before, &before}, {c.platformOff, &platform}, {c.sellerOff, &seller}, {c.after, &it.sold}} {
		v, bad := r.cents(a.col)
		if bad != nil {
			return bad
		}
		if v < 0 && (a.to == &before || a.to == &it.sold) {
			return r.t.negative(a.col)
		}
		*a.to = max(v, -v) // a discount may be written as a negative amount
	}
	price, bad := r.number(c.price)
	if bad != nil {
		return bad
	}
	listed, ok := price.times(number{mant: it.quantity}, r.t.decimals)
	if !ok {
		return r.t.numberFlaw(c.price, hugeNumber)
	}
	it.listed = max(listed, 0)
	it.soldKnown = !r.empty(c.after)
	if !it.soldKnown && !r.empty(c.before) {
		it.sold, it.soldKnown = max(before-platform-seller, 0), true
	}
	it.gross = max(before, it.sold)
	if before == 0 {
		it.gross = max(it.listed, it.sold)
	}
	return nil
}

// orderMoney reads what stands once for the whole order in each of its rows.
func (c *tiktokShopColumns) orderMoney(r row, it *tiktokShopRow) *flaw {
	for _, a := range []struct {
		col int
		to  *shop.Maybe[shop.Cents]
	}{{c.amount, &it.amount}, {c.refund, &it.refund}} {
		v, bad := r.cents(a.col)
		if bad != nil {
			return bad
		}
		if a.to == &it.refund {
			v = max(v, -v) // some exports write it as a negative amount
		}
		if v < 0 {
			return r.t.negative(a.col)
		}
		*a.to = shop.Maybe[shop.Cents]{Value: v, Known: !r.empty(a.col)}
	}
	for _, col := range []int{c.shipping, c.delivery, c.taxes, c.off} {
		v, bad := r.cents(col)
		if bad != nil {
			return bad
		}
		if v = max(v, -v); col == c.off {
			it.off, v = v, -v
		}
		it.beside += v
	}
	return nil
}

// settle tells how far the order is. A status that is not known here makes its rows provisional, and is
// said once: no sale gets lost in silence.
func (s *tiktokShopReader) settle(r row, it *tiktokShopRow) {
	status, known := tiktokShopStage(s.fold(r.text(s.c.status)), s.fold(r.text(s.c.substatus)))
	cancelled := !r.empty(s.c.cancelled)
	switch {
	case !known && (cancelled || tiktokCancels[s.fold(r.text(s.c.kind))]):
		status = tiktokCancelled
	case !known:
		status = tiktokToShip
		s.sayUnknown(r)
	case cancelled && status < tiktokDelivered:
		status = tiktokCancelled
	}
	it.status, it.rank = tiktokShopStatus[status], int64(status)
}

func (s *tiktokShopReader) sayUnknown(r row) {
	word := s.fold(r.text(s.c.status)) + "\n" + s.fold(r.text(s.c.substatus))
	if s.strange[word] {
		return
	}
	s.strange[word] = true
	col := s.c.status
	if col < 0 {
		col = s.c.substatus
	}
	s.t.rep.note(Issue{Line: r.line(), Column: max(col+1, 0), Code: "unknown_status",
		Message: s.t.title(col) + " holds a status that is not known here. All rows with it count as sales that may still change; cancelled ones among them would count too much."})
}

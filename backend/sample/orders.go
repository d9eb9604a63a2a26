package sample

import (
	"slices"

	"creatorlift/backend/shop"
)

// How orders look. All of it holds for orders with and without a creator behind them, so that nothing
// in the files tells the one from the other.
const (
	tiktokShare      = 0.30 // of the orders that come anyway; of creators' orders the larger part:
	tiktokExtraShare = 0.65
	codeShare        = 0.5 // creators' web orders that use the creator's code
	welcomeShare     = 0.08
	promoCodeShare   = 0.6 // web orders in a promotion that use its code
	bulkShare        = 0.002
	cancelShare      = 0.012
	refundShare      = 0.06
	giftShare        = 0.03 // billed to another state than delivered to
	reshipShare      = 0.008
	freeShippingFrom = shop.Cents(5000)
	shippingCents    = shop.Cents(500)
	welcomeCode      = "WELCOME10"
	promoCode        = "FALL15"
	customDiscount   = "Custom discount" // what Shopify writes for discounts given by hand
)

type channel uint8

const (
	web channel = iota
	tiktok
	draft
)

type kind uint8

const (
	sale   kind = iota
	free        // samples and things sent again: total 0
	trial       // the founder's own test of the checkout, cancelled at once
	unpaid      // known to TikTok only: the buyer never paid
)

type ending uint8

const (
	kept ending = iota
	refundedAll
	refundedPart
	cancelledRefunded
	cancelledVoided
	cancelledPaid // some cancelled orders still say "paid"
)

// line is one product in an order.
type line struct {
	product  int
	quantity int64
}

// order is one order as it will stand in the files. Money is in cents.
type order struct {
	placed   instant
	day      int // from the first day of history
	kind     kind
	channel  channel
	state    int // delivered to
	billed   int
	lines    [3]line
	n        int // lines in use
	code     string
	percent  shop.Cents // discount in percent of the products
	ending   ending
	endedAt  instant // of the cancellation or refund
	slowPay  bool    // still unpaid for its first two days
	buyer    int
	note     int
	post     int // the post that brought it, none = would have come anyway
	claim    claim
	subtotal shop.Cents
	discount shop.Cents
	shipping shop.Cents
	tax      shop.Cents
	refund   shop.Cents // in the end; whether it shows depends on the day of the export
}

const none = -1

// visit is what is known of a buyer before the order is drawn.
type visit struct {
	day     int
	states  []float64
	product int // first product, none = drawn from the day's shares
	tiktok  float64
	code    string
	codes   float64 // share of web buyers who use the code
	percent shop.Cents
	post    int
}

// hours is when people buy: running sums over the shop's hours.
var hours = runningSums([]float64{2, 1, 1, 1, 1, 1, 2, 4, 6, 7, 8, 8, 9, 8, 7, 7, 7, 8, 9, 11, 12, 11, 8, 5})

// organic makes the orders that come without creators.
func organic(w *world) []order {
	d := newDice(w.Seed, streamOrders)
	list := make([]order, 0, int(w.OrdersPerDay)*w.Days*3/2)
	for t := range w.Days {
		v := visit{day: t, states: w.states[t], product: none, tiktok: tiktokShare, code: welcomeCode, codes: welcomeShare, percent: 10, post: none}
		if w.promoOn(t) {
			v.code, v.codes, v.percent = promoCode, promoCodeShare, 15
		}
		for range d.poisson(w.rate[t]) {
			list = append(list, w.order(d, v))
		}
	}
	return list
}

// brought makes the extra orders of all posts, in the states that see them.
func brought(w *world, r *roster, reached [][]float64) []order {
	d := newDice(w.Seed, streamExtra)
	var list []order
	for i, p := range r.posts {
		for k, mean := range p.extra {
			v := visit{day: p.day + k, states: reached[p.day+k], tiktok: tiktokExtraShare, code: r.creators[p.creator].code, codes: codeShare, percent: 10, post: i}
			for range d.poisson(mean) {
				v.product = none
				if d.chance(p.straight[k]) {
					v.product = p.product
				}
				list = append(list, w.order(d, v))
			}
		}
	}
	return list
}

func (w *world) order(d dice, v visit) order {
	o := order{day: v.day, post: v.post, claim: noClaim}
	o.placed = at(w.date(v.day), d.pick(hours)*hour+d.below(hour))
	o.state = d.pick(v.states)
	o.billed = o.state
	if d.chance(giftShare) {
		o.billed = d.pick(v.states)
	}
	if d.chance(v.tiktok) {
		o.channel = tiktok
	} else if d.chance(v.codes) {
		o.code, o.percent = v.code, v.percent
	}
	w.fill(d, &o, v.product)
	o.buyer = d.below(max(100, w.Days*int(w.OrdersPerDay)*2/3))
	o.note = d.below(100)
	o.slowPay = d.chance(0.02)
	o.reckon(w)
	o.end(d, w)
	return o
}

// fill chooses one to three different products and how many of each.
func (w *world) fill(d dice, o *order, first int) {
	if first == none {
		first = d.pick(w.basket[o.day])
	}
	o.lines[0], o.n = line{first, quantity(d)}, 1
	if d.chance(bulkShare) {
		o.lines[0].quantity = int64(d.between(8, 20))
		return
	}
	for o.n < len(o.lines) && d.chance(0.28) {
		next := d.pick(w.basket[o.day])
		if !o.has(next) {
			o.lines[o.n] = line{next, quantity(d)}
			o.n++
		}
	}
}

func quantity(d dice) int64 {
	switch x := d.unit(); {
	case x < 0.83:
		return 1
	case x < 0.96:
		return 2
	default:
		return 3
	}
}

func (o *order) has(product int) bool {
	return slices.ContainsFunc(o.lines[:o.n], func(l line) bool { return l.product == product })
}

// reckon works out the order's money: discount, shipping and tax as a till does.
func (o *order) reckon(w *world) {
	gross := o.grossCents(w)
	o.discount = gross * o.percent / 100
	o.subtotal = gross - o.discount
	o.shipping, o.tax = 0, 0
	if o.kind == free {
		return
	}
	if o.subtotal < freeShippingFrom {
		o.shipping = shippingCents
	}
	o.tax = (o.subtotal*states[o.state].taxBasisPoints + 5000) / 10000
}

func (o *order) grossCents(w *world) shop.Cents {
	sum := shop.Cents(0)
	for _, g := range o.lineCents(w) {
		sum += g
	}
	return sum
}

// lineCents is quantity times price by line.
func (o *order) lineCents(w *world) []shop.Cents {
	var gross [len(o.lines)]shop.Cents
	for i, l := range o.lines[:o.n] {
		gross[i] = w.products[l.product].priceCents * shop.Cents(l.quantity)
	}
	return gross[:o.n]
}

func (o *order) totalCents() shop.Cents { return o.subtotal + o.shipping + o.tax }

// end decides whether the order is cancelled within a day or refunded within weeks, and what is
// given back: all of it, the first line with its tax, or a round sum to make up for trouble.
func (o *order) end(d dice, w *world) {
	switch x := d.unit(); {
	case x < cancelShare:
		o.ending = cancelling(d)
		o.endedAt = o.placed + instant(d.between(600, 20*hour))
	case x < cancelShare+refundShare:
		o.endedAt = o.placed + instant(d.between(2*dayLength, 28*dayLength))
		o.ending = refundedPart
		switch d.below(10) {
		case 0, 1:
			o.refund = min(shop.Cents(d.between(1, 2)*500), o.subtotal)
		case 2, 3:
			first := o.soldByLine(w)[0]
			o.refund = first + (first*states[o.state].taxBasisPoints+5000)/10000
		default:
			o.ending = refundedAll
		}
	}
	if o.ending == refundedAll || o.ending == cancelledRefunded || o.refund > o.totalCents() {
		o.refund = o.totalCents()
	}
}

// cancelling says what becomes of the money of a cancelled order.
func cancelling(d dice) ending {
	switch x := d.below(10); {
	case x < 7:
		return cancelledRefunded
	case x < 9:
		return cancelledVoided
	default:
		return cancelledPaid
	}
}

// cancelled reports whether the export of the given instant shows the order as cancelled.
func (o *order) cancelled(export instant) bool {
	return o.ending >= cancelledRefunded && o.endedAt <= export
}

// refundShown is the refunded amount that the export of the given instant shows.
func (o *order) refundShown(export instant) shop.Cents {
	if o.endedAt > export {
		return 0
	}
	return o.refund
}

// netCents is the order's net sales as the export shows them: products after discount less refunds;
// cancelled, free and never paid orders are 0.
func (o *order) netCents(export instant) shop.Cents {
	if o.kind != sale || o.cancelled(export) {
		return 0
	}
	return o.subtotal - min(o.refundShown(export), o.subtotal)
}

// netByLine spreads the order's net sales over its lines.
func (o *order) netByLine(w *world, net shop.Cents) []shop.Cents {
	parts := o.soldByLine(w)
	for i, back := range shop.Allocate(o.subtotal-net, parts) {
		parts[i] -= back
	}
	return parts
}

// soldByLine is what the lines cost after the order's discount.
func (o *order) soldByLine(w *world) []shop.Cents {
	parts := o.lineCents(w)
	for i, off := range shop.Allocate(o.discount, parts) {
		parts[i] -= off
	}
	return parts
}

// counts reports whether the order is one of the till: paid for or to be paid, not cancelled. An
// order refunded in full still is.
func (o *order) counts(export instant) bool {
	return o.kind == sale && !o.cancelled(export) && o.subtotal > 0
}

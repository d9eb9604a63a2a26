package sample

import (
	"math"
	"slices"

	"creatorlift/backend/shop"
)

// Truth is what is known about a brand and never stands in its export files. Money is in cents of
// Currency, net sales as the files show them on the day of the export; days are inclusive.
type Truth struct {
	Config       Config          `json:"config"`
	Currency     shop.Currency   `json:"currency"`
	Zone         string          `json:"zone"`
	HistoryFirst shop.Day        `json:"history_first"`
	HistoryLast  shop.Day        `json:"history_last"`
	TestFirst    shop.Day        `json:"test_first"`
	TestLast     shop.Day        `json:"test_last"`
	Regions      []string        `json:"regions"`
	Products     []string        `json:"products"`
	TreatedUnits []string        `json:"treated_units"` // regions or SKUs by design; empty = the whole shop
	Total        Effect          `json:"total"`         // the whole shop in the test
	Treated      Effect          `json:"treated"`       // the treated units in the test
	Claims       ClaimSums       `json:"claims"`
	Creators     []CreatorEffect `json:"creators"`
	Events       []Event         `json:"events"`
}

// Effect is what the posts added to the test, beside what would have come without them. Orders are
// those of the till: neither cancelled nor free; an order refunded in full still is one. Where units
// are SKUs, an order belongs to the treated ones if any of its lines does, and its money by line.
type Effect struct {
	ExtraNetCents          shop.Cents `json:"extra_net_cents"`
	ExtraOrders            int        `json:"extra_orders"`
	CounterfactualNetCents shop.Cents `json:"counterfactual_net_cents"`
	CounterfactualOrders   int        `json:"counterfactual_orders"`
	RelativeLift           *float64   `json:"relative_lift"`   // of money; nil if nothing would have come
	RelativeOrders         *float64   `json:"relative_orders"` // of orders
}

// ClaimSums is what the platform claims for creators, final and provisional, without samples.
type ClaimSums struct {
	Orders       int        `json:"orders"`
	PaymentCents shop.Cents `json:"payment_cents"`
	CausedOrders int        `json:"caused_orders"` // of these, orders that a creator really brought
}

// CreatorEffect is one creator and what the posts really added.
type CreatorEffect struct {
	Handle        string       `json:"handle"`
	Code          string       `json:"code"`
	NeverPosted   bool         `json:"never_posted"`
	CodeLeaked    bool         `json:"code_leaked"`
	ExtraOrders   int          `json:"extra_orders"`
	ExtraNetCents shop.Cents   `json:"extra_net_cents"`
	ClaimedOrders int          `json:"claimed_orders"`
	ClaimedCents  shop.Cents   `json:"claimed_cents"`
	Posts         []PostEffect `json:"posts"`
}

// PostEffect is one post and what it really added by the end of the test.
type PostEffect struct {
	ID             string     `json:"id"`
	Day            shop.Day   `json:"day"`
	Product        string     `json:"product"`
	ContentType    string     `json:"content_type"`
	Viral          bool       `json:"viral"`
	ExpectedOrders float64    `json:"expected_orders"` // before chance, cancelled ones included
	ExtraOrders    int        `json:"extra_orders"`
	ExtraNetCents  shop.Cents `json:"extra_net_cents"`
}

func (b *Brand) tell(r *roster) {
	w := b.world
	b.Truth = Truth{
		Config: w.Config, Currency: currency, Zone: Zone,
		HistoryFirst: w.first, HistoryLast: w.date(w.testFrom - 1), TestFirst: w.date(w.testFrom), TestLast: w.LastDay,
		Regions: regionNames(), Products: skus(w.products), TreatedUnits: []string{}, Events: b.Events,
	}
	if b.Assignment != nil && b.Assignment.Treated != nil {
		b.Truth.TreatedUnits = b.Assignment.Treated
	}
	b.tellPosts(r)
	for i := range b.orders {
		b.tellOrder(r, &b.orders[i])
	}
	b.Truth.Total.relate()
	b.Truth.Treated.relate()
}

// tellPosts lists creators and posts, still without their sums.
func (b *Brand) tellPosts(r *roster) {
	for i, c := range r.creators {
		b.Truth.Creators = append(b.Truth.Creators, CreatorEffect{
			Handle: c.handle, Code: c.code, NeverPosted: c.ghost, CodeLeaked: i == r.leaked, Posts: []PostEffect{},
		})
	}
	for i := range r.posts {
		p := &r.posts[i]
		expected := 0.0
		for _, x := range p.extra {
			expected += x
		}
		c := &b.Truth.Creators[p.creator]
		p.place = len(c.Posts)
		c.Posts = append(c.Posts, PostEffect{
			ID: p.id, Day: b.world.date(p.day), Product: b.world.products[p.product].sku, ContentType: p.content,
			Viral: p.viral, ExpectedOrders: math.Round(expected*1000) / 1000,
		})
	}
}

// tellOrder adds one order to every sum it belongs to.
func (b *Brand) tellOrder(r *roster, o *order) {
	t := &b.Truth
	if claimed := o.claimedCents(b.export); claimed > 0 {
		t.Claims.Orders++
		t.Claims.PaymentCents += claimed
		if o.post != none {
			t.Claims.CausedOrders++
		}
		c := &t.Creators[o.claim.creator]
		c.ClaimedOrders++
		c.ClaimedCents += claimed
	}
	if !b.world.inTest(o.day) || !o.counts(b.export) {
		return
	}
	net := o.netCents(b.export)
	t.Total.add(o, net)
	if part, treated := b.treatedCents(o, net); treated {
		t.Treated.add(o, part)
	}
	if o.post != none {
		p := r.posts[o.post]
		c := &t.Creators[p.creator]
		e := &c.Posts[p.place]
		c.ExtraOrders++
		c.ExtraNetCents += net
		e.ExtraOrders++
		e.ExtraNetCents += net
	}
}

// treatedCents is the part of an order's net that belongs to treated units, and whether any does.
func (b *Brand) treatedCents(o *order, net shop.Cents) (shop.Cents, bool) {
	units := b.Truth.TreatedUnits
	switch b.world.Design {
	case RegionOut:
		return net, slices.Contains(units, states[o.state].region())
	case SKUOut:
		sum, treated := shop.Cents(0), false
		for k, part := range o.netByLine(b.world, net) {
			if slices.Contains(units, b.world.products[o.lines[k].product].sku) {
				sum, treated = sum+part, true
			}
		}
		return sum, treated
	default:
		return net, true
	}
}

func (e *Effect) add(o *order, net shop.Cents) {
	if o.post == none {
		e.CounterfactualOrders++
		e.CounterfactualNetCents += net
	} else {
		e.ExtraOrders++
		e.ExtraNetCents += net
	}
}

func (e *Effect) relate() {
	e.RelativeLift = share(int64(e.ExtraNetCents), int64(e.CounterfactualNetCents))
	e.RelativeOrders = share(int64(e.ExtraOrders), int64(e.CounterfactualOrders))
}

func share(part, whole int64) *float64 {
	if whole == 0 {
		return nil
	}
	s := float64(part) / float64(whole)
	return &s
}

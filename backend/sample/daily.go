package sample

import "creatorlift/backend/shop"

// Daily is net sales in cents by the shop's day, as a correct import of the brand's files on the day
// of the export must total them: products after discount less refunds shown, 0 for cancelled, free
// and unpaid orders. States are those delivered to.
//
// An order's discount is spread over its lines by their price, its refund by what is left of each
// (shop.Allocate), so that Region and SKU add up to Shop to the cent on every day.
type Daily struct {
	First   shop.Day
	Shop    []shop.Cents
	Regions []string // ISO 3166-2, the order of Region
	Region  [][]shop.Cents
	SKUs    []string // the order of SKU
	SKU     [][]shop.Cents
}

// Daily returns net sales by day without going through files.
func (b *Brand) Daily() Daily {
	return b.daily(func(*order) bool { return true })
}

// daily totals the orders that the filter lets through.
func (b *Brand) daily(filter func(*order) bool) Daily {
	w := b.world
	t := Daily{First: w.first, Shop: make([]shop.Cents, w.Days), Regions: regionNames(), SKUs: skus(w.products)}
	t.Region, t.SKU = matrix(len(t.Regions), w.Days), matrix(len(t.SKUs), w.Days)
	for i := range b.orders {
		o := &b.orders[i]
		net := o.netCents(b.export)
		if net == 0 || !filter(o) {
			continue
		}
		t.Shop[o.day] += net
		t.Region[o.state][o.day] += net
		for k, part := range o.netByLine(w, net) {
			t.SKU[o.lines[k].product][o.day] += part
		}
	}
	return t
}

func matrix(rows, columns int) [][]shop.Cents {
	m := make([][]shop.Cents, rows)
	for i := range m {
		m[i] = make([]shop.Cents, columns)
	}
	return m
}

func regionNames() []string {
	names := make([]string, len(states))
	for i, s := range states {
		names[i] = s.region()
	}
	return names
}

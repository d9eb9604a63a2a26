package importer

import "creatorlift/backend/shop"

// settle makes the lines of an order add up to what the order was sold for, gross less discount, changing
// both in place. No amount may be negative. It is false where the lines add up to more than can be kept.
//
// What the lines cost and what the order says differ by the order's discounts, of which the file may give
// some per line. The rest is spread over the lines by their value. Where the order is above the lines'
// prices (it was edited), the lines are raised.
func settle(gross, discount []shop.Cents, sold shop.Cents) bool {
	var all, given shop.Cents
	for i := range gross {
		var err error
		if all, err = shop.AddCents(all, gross[i]); err != nil {
			return false
		}
		discount[i] = min(discount[i], gross[i])
		given += discount[i]
	}
	off := all - sold
	switch {
	case off < 0:
		for i, more := range shop.Allocate(-off, gross) {
			gross[i], discount[i] = gross[i]+more, 0
		}
	case off < given:
		copy(discount, shop.Allocate(off, discount))
	default:
		left := make([]shop.Cents, len(gross))
		for i := range gross {
			left[i] = gross[i] - discount[i]
		}
		for i, more := range shop.Allocate(off-given, left) {
			discount[i] += more
		}
	}
	return true
}

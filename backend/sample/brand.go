package sample

import (
	"cmp"
	"slices"

	"creatorlift/backend/shop"
)

const currency shop.Currency = "USD"

// Brand is a fictional shop with its exports of one day. Make is the only way to get one; its fields
// are for reading.
type Brand struct {
	Truth      Truth
	Assignment *Assignment // nil for design scattered
	Events     []Event     // by their start

	world  *world
	posts  []post
	names  []creator
	orders []order // oldest first
	export instant // the last second of the last day
}

// Make makes a brand, the same for the same Config on every machine. It reads no clock and touches
// no disk. A Config that cannot be met gives a *shop.Error with code bad_sample.
func Make(c Config) (*Brand, error) {
	c = c.filled()
	if err := c.check(); err != nil {
		return nil, err
	}
	b := &Brand{Assignment: draw(c)}
	b.world = newWorld(c, b.Assignment)
	b.Events = b.world.events()
	b.export = at(c.LastDay+1, 0) - 1
	r := newRoster(b.world, b.Assignment)
	b.posts, b.names = r.posts, r.creators

	seen := b.reachedStates()
	audience, base := b.world.audience(seen)
	r.scale(c.Lift, base)
	b.orders = append(organic(b.world), brought(b.world, r, audience)...)
	b.orders = append(b.orders, sundries(b.world, r)...)
	slices.SortStableFunc(b.orders, func(x, y order) int { return cmp.Compare(x.placed, y.placed) })
	makeClaims(b.world, r, b.orders, seen)
	b.tell(r)
	return b, nil
}

// reachedStates tells by state whether posts are seen there.
func (b *Brand) reachedStates() []bool {
	seen := make([]bool, len(states))
	for i, s := range states {
		seen[i] = b.world.Design != RegionOut || slices.Contains(b.Assignment.Treated, s.region())
	}
	return seen
}

// audience is the running sums of the reached states' shares by day, and how many orders are expected
// to come from them in the test without any post.
func (w *world) audience(seen []bool) ([][]float64, float64) {
	sums, base := make([][]float64, w.Days), 0.0
	for t := w.testFrom; t < w.Days; t++ {
		shares := apart(w.states[t])
		for i := range shares {
			if !seen[i] {
				shares[i] = 0
			}
		}
		sums[t] = runningSums(shares)
		last := len(shares) - 1
		base += mul(w.rate[t], sums[t][last]/w.states[t][last])
	}
	return sums, base
}

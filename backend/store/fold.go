package store

import (
	"database/sql/driver"

	"creatorlift/backend/shop"
)

// fold adds up the lines of one order on one day before they join the day's totals, because an order
// counts once however many lines it has, and in the till only if something is left of it.
type fold struct {
	base  cellKey
	keys  []cellKey
	sums  []cell
	index map[cellKey]int32 // only beyond foldScan keys
}

// foldScan is up to how many keys looking through them all is faster than a map.
const foldScan = 32

func (f *fold) start(base cellKey) {
	f.base, f.keys, f.sums, f.index = base, f.keys[:0], f.sums[:0], nil
}

func (f *fold) add(p posting) error {
	for by, unit := range p.units {
		k := f.base
		k.by, k.unit = By(by), unit
		add := cell{net: p.net, gross: p.gross, refund: p.refund, units: p.quantity}
		if err := f.sums[f.slot(k)].add(add); err != nil {
			return err
		}
	}
	return nil
}

func (f *fold) slot(k cellKey) int {
	if f.index != nil {
		if i, ok := f.index[k]; ok {
			return int(i)
		}
	} else {
		for i := range f.keys {
			if f.keys[i] == k {
				return i
			}
		}
	}
	f.keys, f.sums = append(f.keys, k), append(f.sums, cell{})
	last := len(f.keys) - 1
	switch {
	case f.index != nil:
		f.index[k] = int32(last)
	case len(f.keys) > foldScan:
		f.index = map[cellKey]int32{}
		for i := range f.keys {
			f.index[f.keys[i]] = int32(i)
		}
	}
	return last
}

// post moves what was added to the day's book. order says that the lines have an order id; without
// one nobody knows how many orders they are, and none are counted.
func (f *fold) post(k *book, order bool) error {
	for i, key := range f.keys {
		c := f.sums[i]
		if order && (key.evidence == shop.Claim || c.net > 0) {
			c.orders = 1
		}
		if err := k.cell(key).add(c); err != nil {
			return err
		}
	}
	f.keys, f.sums = f.keys[:0], f.sums[:0]
	return nil
}

// cell gives the sums of a unit until the next unit comes.
func (k *book) cell(key cellKey) *cell {
	at, ok := k.index[key]
	if !ok {
		at = int32(len(k.cells))
		k.index[key], k.cells = at, append(k.cells, cell{})
	}
	return &k.cells[at]
}

// columns are the sums as the table daily keeps them.
func (c *cell) columns() []driver.Value {
	return []driver.Value{int64(c.net), int64(c.gross), int64(c.refund), c.orders, c.units}
}

func (c *cell) add(d cell) (err error) {
	for _, s := range [...]struct {
		to *shop.Cents
		of shop.Cents
	}{{&c.net, d.net}, {&c.gross, d.gross}, {&c.refund, d.refund}} {
		if *s.to, err = shop.AddCents(*s.to, s.of); err != nil {
			return err
		}
	}
	units, err := shop.AddCents(shop.Cents(c.units), shop.Cents(d.units))
	c.units = int64(units)
	c.orders += d.orders
	return err
}

// intSet is a set of numbers that takes about six bytes for each. The zero intSet is empty.
type intSet struct {
	slots []uint32 // 0 is free
	count int
}

// add puts n in; false if it was there. 0 is taken for 1: a set that now and then says "was there" of
// a new number costs its user time, never a wrong sum.
func (s *intSet) add(n uint32) bool {
	n = max(n, 1)
	if s.count*4 >= len(s.slots)*3 {
		old := s.slots
		s.slots = make([]uint32, max(16, 2*len(old)))
		for _, o := range old {
			if o != 0 {
				s.slots[s.place(o)] = o
			}
		}
	}
	at := s.place(n)
	if s.slots[at] == n {
		return false
	}
	s.slots[at] = n
	s.count++
	return true
}

func (s *intSet) place(n uint32) int {
	mask := uint32(len(s.slots) - 1)
	at := (n * 2654435769) >> 7 & mask // Knuth's multiplicative hash
	for s.slots[at] != 0 && s.slots[at] != n {
		at = (at + 1) & mask
	}
	return int(at)
}

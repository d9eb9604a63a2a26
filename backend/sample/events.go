package sample

// promoName is one name for all promotions, so that the second can be learned from the first.
const promoName = "Promotion 15 % off"

// planEvents puts one promotion into the history, by chance another into the test, and one stock-out
// of a product anywhere after the first two weeks.
func (w *world) planEvents(d dice, a *Assignment) {
	length := d.between(4, 6)
	start := d.between(7, w.testFrom-length-7)
	w.promos = append(w.promos, stretch{start, start + length})
	length = d.between(3, 4)
	start = w.testFrom + d.between(0, w.TestDays-length)
	if second := (stretch{start, start + length}); d.chance(promoInTest) && w.clearOfDrops(second, a) {
		w.promos = append(w.promos, second)
	}
	length = d.between(4, 8)
	start = d.between(14, w.Days-length)
	w.stockOut = stretch{start, start + length}
	w.outSKU = d.below(len(w.products))
}

// clearOfDrops keeps promotions away from drop windows, as the plan of such a test demands.
func (w *world) clearOfDrops(s stretch, a *Assignment) bool {
	if a == nil {
		return true
	}
	for _, day := range a.PostDays {
		if t := int(day - w.first); t+promoDistance >= s.from && t-promoDistance < s.to {
			return false
		}
	}
	return true
}

// events lists what the founder knows, in the order of their start.
func (w *world) events() []Event {
	list := make([]Event, 0, len(w.promos)+1)
	for _, p := range w.promos {
		list = append(list, w.event(p, promoName))
	}
	out := w.event(w.stockOut, "Stock-out "+w.products[w.outSKU].sku)
	for i, e := range list {
		if out.Start < e.Start {
			return append(list[:i:i], append([]Event{out}, list[i:]...)...)
		}
	}
	return append(list, out)
}

func (w *world) event(s stretch, name string) Event {
	return Event{Start: w.date(s.from), End: w.date(s.to - 1), Name: name}
}

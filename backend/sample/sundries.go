package sample

// sundries are the records that are no sales: the founder's trial orders, things sent again for free,
// the creators' free samples, and orders on TikTok that nobody paid.
func sundries(w *world, r *roster) []order {
	d := newDice(w.Seed, streamSundries)
	var list []order
	for range 2 {
		o := w.sundry(d, 0, trial)
		o.ending, o.endedAt = cancelledVoided, o.placed+300
		list = append(list, o)
	}
	for t := range w.Days {
		for range d.poisson(mul(reshipShare, w.rate[t])) {
			list = append(list, w.sundry(d, t, free))
		}
	}
	for i, c := range r.creators {
		o := w.sundry(d, c.sampleDay, free)
		if c.viaTikTok {
			o.channel, o.code = tiktok, ""
			o.claim.creator = i
		}
		list = append(list, o)
	}
	for range d.poisson(5) {
		p := d.below(len(r.posts))
		o := w.sundry(d, r.posts[p].day, unpaid)
		o.claim.creator, o.claim.post = r.posts[p].creator, p
		list = append(list, o)
	}
	return list
}

// sundry is one product for one buyer, without discount; free things are discounted by hand to 0.
func (w *world) sundry(d dice, day int, k kind) order {
	o := order{day: day, kind: k, post: none, claim: noClaim, n: 1, note: d.below(100), buyer: d.below(100)}
	o.placed = at(w.date(day), d.between(9*hour, 17*hour))
	o.state = d.pick(w.states[day])
	o.billed = o.state
	o.lines[0] = line{d.pick(w.basket[day]), 1}
	switch k {
	case free:
		o.channel, o.percent, o.code = draft, 100, customDiscount
	case unpaid:
		o.channel = tiktok
	}
	o.reckon(w)
	return o
}

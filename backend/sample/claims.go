package sample

// What the platform claims: most of the orders that creators really brought to its own shop, none of
// those that came by the web later, and most of the others in its shop while posts are fresh.
const (
	claimWindow   = 7 // days after a post
	claimExtra    = 0.9
	claimRight    = 0.85 // of these, credited to the right post
	claimOrganic  = 0.7
	adShare       = 0.42 // of claims came through paid delivery
	frozenShare   = 0.01
	leakShare     = 0.6 // newsletter-code orders that use the leaked code instead
	maturityDays  = 14  // until a claim is settled
	deliveryDays  = 4
	standardRate  = 15 // percent
	shopAdsRate   = 10
	deliverySpell = deliveryDays * dayLength
)

// claim is what the platform says of an order.
type claim struct {
	creator int // none = no claim
	post    int // none = a sample, or not said
	ad      bool
	frozen  bool
}

var noClaim = claim{creator: none, post: none}

// makeClaims gives orders of the platform's shop their claims, and web orders the leaked code.
// reached tells which states see the posts' paid delivery.
func makeClaims(w *world, r *roster, list []order, reached []bool) {
	d := newDice(w.Seed, streamClaims)
	fresh, weights := r.fresh(w)
	for i := range list {
		o := &list[i]
		switch {
		case o.kind != sale:
		case o.channel == web && o.code == welcomeCode:
			if r.leaked != none && o.day >= r.leakedDay && d.chance(leakShare) {
				o.code = r.creators[r.leaked].code
			}
		case o.channel == tiktok && len(fresh[o.day]) > 0:
			o.claim = r.claimOf(d, w, o, choice{fresh[o.day], weights[o.day]})
			o.claim.ad = o.claim.ad && reached[o.state]
		}
	}
}

// choice is posts with running sums of their weights.
type choice struct {
	posts []int
	sums  []float64
}

// fresh lists by day the posts of the last claimWindow days, stronger posts weighing more.
func (r *roster) fresh(w *world) ([][]int, [][]float64) {
	posts, sums := make([][]int, w.Days), make([][]float64, w.Days)
	for i, p := range r.posts {
		for t := p.day; t < min(p.day+claimWindow, w.Days); t++ {
			before := 0.0
			if n := len(sums[t]); n > 0 {
				before = sums[t][n-1]
			}
			posts[t], sums[t] = append(posts[t], i), append(sums[t], before+p.strength)
		}
	}
	return posts, sums
}

func (r *roster) claimOf(d dice, w *world, o *order, c choice) claim {
	share, post := claimOrganic, c.posts[d.pick(c.sums)]
	ad := d.chance(adShare)
	if o.post != none {
		share = claimExtra
		if o.day >= r.posts[o.post].day+claimWindow {
			share = 0
		}
		if d.chance(claimRight) {
			post = o.post
		}
		ad = ad || w.Design == RegionOut // there, posts work through paid delivery alone
	}
	if !d.chance(share) {
		return noClaim
	}
	return claim{creator: r.posts[post].creator, post: post, ad: ad, frozen: d.chance(frozenShare)}
}

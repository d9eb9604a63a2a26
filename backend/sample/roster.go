package sample

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// What creators' posts do. Effects per post are log-normal with the study's spreads; nobody who reads
// the files knows any of these.
const (
	creatorSpread = 0.6
	postSpread    = 1.0392304845413265 // sqrt(1.2^2 - creatorSpread^2)
	viralHeight   = 3.36               // log effect of the viral video: 2.8 standard deviations
	halfLifeLow   = 1.5                // days, by brand, log-uniform
	halfLifeHigh  = 4.0
	halfLifeWave  = 0.25 // half-lives of posts lie within this share of the brand's
	spillLow      = 0.1  // share of a post's orders that starts with another product than the one shown
	spillHigh     = 0.4
	ghostFrom     = 3 // creators from which on one never posts
)

// creator is one partner of the brand.
type creator struct {
	handle, code string
	ghost        bool // took the sample and never posted
	sampleDay    int  // when the sample was sent
	viaTikTok    bool // the sample went through the platform, not as a draft order
}

// post is one piece of content and what it is expected to bring.
type post struct {
	id       string // 19 digits
	creator  int
	day      int
	product  int
	content  string // Video, Livestream or Showcase
	viral    bool
	place    int       // among its creator's posts
	strength float64   // relative
	extra    []float64 // expected extra orders from day on to the end of the test
	straight []float64 // of these, the share that starts with the product shown
}

var firstNames = []string{
	"Mia", "Zoe", "Ava", "Noah", "Luna", "Ivy", "Leo", "Ella", "Nora", "Theo", "Ruby", "Jade", "Finn", "Maya", "Cleo",
	"Iris", "Milo", "Tess", "Wren", "Remy", "Lila", "Hugo", "Anya", "Kai", "June", "Otis", "Faye", "Rory", "Skye", "Nell",
}

var handleEnds = []string{"glows", ".skin", "_daily", "routine", ".tries", "_reviews"}

// roster is the creators and their posts.
type roster struct {
	creators  []creator
	posts     []post
	spill     float64
	leaked    int // creator whose code leaked, -1 = none
	leakedDay int
}

func newRoster(w *world, a *Assignment) *roster {
	d := newDice(w.Seed, streamRoster)
	r := &roster{spill: d.uniform(spillLow, spillHigh), leaked: -1}
	for i := range w.Creators {
		name := firstNames[i%len(firstNames)]
		c := creator{sampleDay: w.testFrom - d.between(9, 16), viaTikTok: d.chance(0.5)}
		c.handle = strings.ToLower(name) + handleEnds[d.below(len(handleEnds))]
		c.code = strings.ToUpper(name) + "10"
		if round := i / len(firstNames); round > 0 {
			c.handle, c.code = fmt.Sprintf("%s%d", c.handle, round+1), fmt.Sprintf("%s%d", c.code, round+1)
		}
		r.creators = append(r.creators, c)
	}
	if w.Creators >= ghostFrom {
		r.creators[d.below(w.Creators)].ghost = true
	}
	if a != nil && a.Windows > 0 {
		r.postInDrops(d, w, a)
	} else {
		r.postScattered(d, w, a)
	}
	r.shape(d, w)
	r.leakOne(d)
	return r
}

// postScattered gives each creator two to four posts on any days of the test, about any product or,
// in a test of products, any featured one.
func (r *roster) postScattered(d dice, w *world, a *Assignment) {
	allowed := productsOf(w, nil)
	if a != nil && a.Design == SKUOut {
		allowed = productsOf(w, a.Treated)
	}
	for i, c := range r.creators {
		posts := 3
		if d.chance(0.5) {
			posts += 2*d.below(2) - 1
		}
		for range posts {
			day, product := w.testFrom+d.below(w.TestDays), allowed[d.below(len(allowed))]
			if !c.ghost {
				r.posts = append(r.posts, post{creator: i, day: day, product: product})
			}
		}
	}
}

// postInDrops lets every creator post once in each window, spread evenly over its days.
func (r *roster) postInDrops(d dice, w *world, a *Assignment) {
	for k, start := range a.Starts {
		allowed := productsOf(w, nil)
		if a.Products != nil {
			allowed = productsOf(w, a.Products[k])
		}
		for place, i := range d.shuffled(len(r.creators)) {
			product := allowed[d.below(len(allowed))]
			if r.creators[i].ghost {
				continue
			}
			day := int(start-w.first) + place%a.WindowDays
			r.posts = append(r.posts, post{creator: i, day: day, product: product})
		}
	}
}

// productsOf turns names into indices; nil means all.
func productsOf(w *world, names []string) []int {
	var list []int
	for i, p := range w.products {
		if names == nil || slices.Contains(names, p.sku) {
			list = append(list, i)
		}
	}
	return list
}

// shape gives every post its id, kind, strength and fading; one goes viral.
func (r *roster) shape(d dice, w *world) {
	talent := make([]float64, len(r.creators))
	for i := range talent {
		talent[i] = mul(creatorSpread, d.normal())
	}
	halfLife := exp(d.uniform(log(halfLifeLow), log(halfLifeHigh)))
	viral := d.below(len(r.posts))
	for i := range r.posts {
		p := &r.posts[i]
		p.id = fmt.Sprintf("7%018d", 551000000000000000+int64(i)*1000003+int64(d.below(1000000)))
		p.content = []string{"Video", "Video", "Video", "Livestream", "Showcase"}[d.below(5)]
		height := talent[p.creator] + mul(postSpread, d.normal())
		if i == viral {
			p.viral, p.content, height = true, "Video", viralHeight
		}
		p.strength = exp(height)
		p.extra = fading(w.Days-p.day, mul(halfLife, d.uniform(1-halfLifeWave, 1+halfLifeWave)), d.uniform(0.4, 1))
		p.straight = make([]float64, len(p.extra))
		for k := range p.extra {
			p.extra[k] = mul(p.extra[k], p.strength)
			r.dampen(w, p, k)
		}
	}
}

// fading is how one unit of effect spreads over days: part of a full first day, then halving.
func fading(days int, halfLife, firstDay float64) []float64 {
	half := exp(-math.Ln2 / halfLife)
	total := firstDay + half/(1-half)
	share := make([]float64, days)
	share[0] = firstDay / total
	for k, now := 1, half; k < days; k++ {
		share[k] = now / total
		now = mul(now, half)
	}
	return share
}

// dampen takes away what cannot be bought while the product shown is out of stock.
func (r *roster) dampen(w *world, p *post, k int) {
	straight := 1 - r.spill
	if p.product == w.outSKU && w.stockOut.holds(p.day+k) {
		straight = mul(straight, outOfStockKeep)
	}
	keep := straight + r.spill
	p.extra[k] = mul(p.extra[k], keep)
	p.straight[k] = straight / keep
}

// leakOne lets the code of one creator leak a few days after the first post.
func (r *roster) leakOne(d dice) {
	p := r.posts[d.below(len(r.posts))]
	r.leaked, r.leakedDay = p.creator, p.day+d.between(2, 5)
}

// scale makes the posts' expected orders add up to the share Lift of the base.
func (r *roster) scale(lift, base float64) {
	sum := 0.0
	for _, p := range r.posts {
		for _, x := range p.extra {
			sum += x
		}
	}
	factor := mul(lift, base) / sum
	for _, p := range r.posts {
		for k := range p.extra {
			p.extra[k] = mul(p.extra[k], factor)
		}
	}
}

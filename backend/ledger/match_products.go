package ledger

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"creatorlift/backend/shop"
)

// alikeTitle is the likeness of two titles from which they may be one product.
const alikeTitle = 0.9

// ProductUse is one SKU in one shop. Own says that it is a shop the founder owns, whose SKU may be the
// main name; a platform's SKU in claims is not.
type ProductUse struct {
	SKU, Title, Source string
	Own                bool
	Units              int64
}

// ProductMatches returns which SKUs of different shops may be one product: Certain where only case and signs
// differ, Likely or Possible by title. Of the titles the best one in each other shop is proposed, unless the SKU itself
// is there. SKUs with equal text are one already.
func ProductMatches(uses []ProductUse, known Known) []Proposal {
	list := productsByWeight(uses)
	found := map[pair]Proposal{}
	note := func(p Proposal) {
		key := pair{p.Name, p.Of}
		if old, ok := found[key]; !ok || old.Strength < p.Strength {
			found[key] = p
		}
	}
	sameSKUs(list, note)
	likeTitles(list, note)
	return settleProducts(found, list, known)
}

func productsByWeight(uses []ProductUse) []ProductUse {
	list := slices.DeleteFunc(slices.Clone(uses), func(u ProductUse) bool { return u.SKU == "" })
	slices.SortStableFunc(list, func(a, b ProductUse) int {
		return cmp.Or(b2i(b.Own)-b2i(a.Own), cmp.Compare(b.Units, a.Units), cmp.Compare(a.SKU, b.SKU), cmp.Compare(a.Source, b.Source))
	})
	return list
}

func sku(text string) shop.Name { return shop.Name{Kind: shop.SKUName, Text: text} }

func sameSKUs(list []ProductUse, note func(Proposal)) {
	first := map[string]ProductUse{}
	for _, u := range list {
		letters := Letters(u.SKU)
		of, again := first[letters]
		switch {
		case letters == "":
		case !again:
			first[letters] = u
		case of.SKU != u.SKU:
			note(Proposal{sku(u.SKU), sku(of.SKU), Certain, []string{fmt.Sprintf("SKU %s (%s) and %s (%s) differ only in case or signs", u.SKU, u.Source, of.SKU, of.Source)}})
		}
	}
}

// likeTitles compares titles that share a word, and keeps for each SKU the best one in each other shop.
func likeTitles(list []ProductUse, note func(Proposal)) {
	byWord, there := map[string][]int{}, map[[2]string]bool{} // there: a SKU's letters and a shop that has it
	for i, u := range list {
		there[[2]string{Letters(u.SKU), u.Source}] = true
		words := tokens(u.Title)
		slices.Sort(words)
		for _, w := range slices.Compact(words) {
			byWord[w] = append(byWord[w], i)
		}
	}
	for i, u := range list {
		best := map[string]int{}
		score := map[string]float64{}
		for _, j := range nearBy(list, byWord, i) {
			of := list[j]
			if there[[2]string{Letters(u.SKU), of.Source}] || there[[2]string{Letters(of.SKU), u.Source}] {
				continue // one of the two has its partner in the other's shop
			}
			if s := TitleLikeness(u.Title, of.Title); s >= alikeTitle && s > score[of.Source] {
				best[of.Source], score[of.Source] = j, s
			}
		}
		for source, j := range best {
			strength := Possible
			if score[source] >= 0.97 {
				strength = Likely
			}
			words := fmt.Sprintf("“%s” (%s) and “%s” (%s) are %d %% alike", u.Title, u.Source, list[j].Title, source, int(math.Floor(100*score[source])))
			note(Proposal{sku(u.SKU), sku(list[j].SKU), strength, []string{words}})
		}
	}
}

// commonWord is from how many products on a word says nothing.
const commonWord = 200

// nearBy are the heavier products of other shops that share a word with product i, each once.
func nearBy(list []ProductUse, byWord map[string][]int, i int) (near []int) {
	seen := map[int]bool{}
	for _, w := range tokens(list[i].Title) {
		if len(byWord[w]) > commonWord {
			continue
		}
		for _, j := range byWord[w] {
			if j < i && !seen[j] && list[j].Source != list[i].Source && list[j].SKU != list[i].SKU {
				seen[j] = true
				near = append(near, j)
			}
		}
	}
	slices.Sort(near)
	return near
}

func settleProducts(found map[pair]Proposal, list []ProductUse, known Known) []Proposal {
	apart, units := map[pair]bool{}, map[shop.Name]int64{}
	for _, a := range known.Apart {
		x, y := known.main(a[0]), known.main(a[1])
		apart[pair{x, y}], apart[pair{y, x}] = true, true
	}
	for _, u := range list {
		units[sku(u.SKU)] += u.Units
	}
	best := map[pair]Proposal{}
	for _, p := range found {
		x, y := known.main(p.Name), known.main(p.Of)
		if x == y || apart[pair{x, y}] {
			continue
		}
		p.Name, p.Of = x, y
		if _, turned := best[pair{y, x}]; turned {
			x, y = y, x
			p.Name, p.Of = x, y
		}
		if old, again := best[pair{x, y}]; !again || old.Strength < p.Strength || old.Strength == p.Strength && p.Reasons[0] < old.Reasons[0] {
			best[pair{x, y}] = p
		}
	}
	var out []Proposal
	for _, p := range best {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(units[b.Name], units[a.Name]), cmp.Compare(a.Name.Text, b.Name.Text), cmp.Compare(a.Of.Text, b.Of.Text))
	})
	return out
}

package ledger

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"creatorlift/backend/shop"
)

// Strength says how much speaks for two names being one.
type Strength int

// From weak to certain. Only Certain may be joined without asking.
const (
	Possible Strength = iota + 1
	Likely
	Strong
	Certain
)

// NameUse is one name and where it is used.
type NameUse struct {
	shop.Name
	Sources     []string
	TikTok      bool     // TikTok writes it, where a handle is one account
	Posts       []string // ids of the posts, videos and live streams under this name
	First, Last shop.Day // days with sales or posts under it; shop.Undated where not known
	Orders      int64    // claimed under it, or with the code
}

// CodeOrders is how many of a code's orders are also claimed for a handle.
type CodeOrders struct {
	Code, Handle string
	Orders       int64
}

// Known is what is settled already: under which name each joined name is counted, and which pairs the
// founder keeps apart. A pair of a name and the zero Name says that it is nobody's.
type Known struct {
	Main  map[shop.Name]shop.Name
	Apart [][2]shop.Name
}

// plain reports whether a handle is written as a handle, not as a link or with signs around it.
func (u NameUse) plain() bool { return u.Kind == shop.HandleName && u.Text == CleanHandle(u.Text) }

// main is the name that n is counted under.
func (k Known) main(n shop.Name) shop.Name {
	if m, ok := k.Main[n]; ok {
		return m
	}
	return n
}

// Proposal says that Name may be another name of Of, with the reasons as sentences without a full stop.
type Proposal struct {
	Name, Of shop.Name
	Strength Strength
	Reasons  []string
}

// SameHandles returns the proposals that need no question: handles that only TikTok's own files write, and
// that differ only in how they are written (case, a sign @, spaces, a link).
func SameHandles(uses []NameUse) (list []Proposal) {
	of := map[string]NameUse{}
	for _, u := range byWeight(uses) {
		if u.Kind != shop.HandleName || !u.TikTok {
			continue
		}
		clean := CleanHandle(u.Text)
		if first, again := of[clean]; again {
			list = append(list, Proposal{u.Name, first.Name, Certain, []string{quote(u.Text) + " and " + quote(first.Text) + " are the same handle, written differently"}})
		} else if clean != "" {
			of[clean] = u
		}
	}
	return list
}

// Proposals returns which names may belong to one person, strongest first, then by orders. Names that are
// joined already or kept apart are in none; each pair of persons is in one at most.
func Proposals(uses []NameUse, codes []CodeOrders, known Known) []Proposal {
	f := newFinder(uses)
	f.handles()
	f.posts()
	f.renamed()
	f.partners()
	f.codes(codes)
	f.texts()
	return f.settle(known)
}

// reason is one thing that speaks for a pair.
type reason struct {
	strength Strength
	words    string
}

// pair is a name and the handle it may belong to.
type pair struct{ name, of shop.Name }

type finder struct {
	uses     []NameUse // heaviest first
	use      map[shop.Name]NameUse
	byClean  map[string][]NameUse // handles
	byLetter map[string][]NameUse
	byPost   map[string][]NameUse
	byStart  map[string][]NameUse // by the first letters of the handle and of each of its words
	found    map[pair][]reason
}

func newFinder(uses []NameUse) *finder {
	f := &finder{uses: byWeight(uses), use: map[shop.Name]NameUse{}, byClean: map[string][]NameUse{}, byLetter: map[string][]NameUse{},
		byPost: map[string][]NameUse{}, byStart: map[string][]NameUse{}, found: map[pair][]reason{}}
	for _, u := range f.uses {
		f.use[u.Name] = u
		if u.Kind != shop.HandleName {
			continue
		}
		put(f.byClean, CleanHandle(u.Text), u)
		put(f.byLetter, Letters(CleanHandle(u.Text)), u)
		for _, p := range u.Posts {
			put(f.byPost, p, u)
		}
		starts := []string{start(Letters(u.Text))}
		for _, word := range tokens(u.Text) {
			starts = append(starts, start(word))
		}
		slices.Sort(starts)
		for _, s := range slices.Compact(starts) {
			put(f.byStart, s, u)
		}
	}
	return f
}

// start is the first three letters of a word, "" for a shorter one.
func start(word string) string {
	if letters := []rune(word); len(letters) >= 3 {
		return string(letters[:3])
	}
	return ""
}

func put(m map[string][]NameUse, key string, u NameUse) {
	if key != "" {
		m[key] = append(m[key], u)
	}
}

// byWeight is the uses in the order in which one is the main name of others: TikTok's own handles first,
// of these the plainly written ones, then those that were used last, then those with most orders.
func byWeight(uses []NameUse) []NameUse {
	list := slices.Clone(uses)
	slices.SortStableFunc(list, func(a, b NameUse) int {
		return cmp.Or(b2i(b.TikTok)-b2i(a.TikTok), b2i(b.plain())-b2i(a.plain()), cmp.Compare(b.Last, a.Last), cmp.Compare(b.Orders, a.Orders),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Text, b.Text))
	})
	return list
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// add notes a reason for a pair; of two handles the heavier one is kept as the main name.
func (f *finder) add(name, of NameUse, strength Strength, words string) {
	if name.Name == of.Name {
		return
	}
	p := pair{name.Name, of.Name}
	if name.Kind == shop.HandleName && f.heavier(name, of) {
		p = pair{of.Name, name.Name}
	}
	for _, r := range f.found[p] {
		if r.words == words {
			return
		}
	}
	f.found[p] = append(f.found[p], reason{strength, words})
}

func (f *finder) heavier(a, b NameUse) bool { return byWeight([]NameUse{b, a})[0].Name == a.Name }

// settle turns what was found into proposals between persons.
func (f *finder) settle(known Known) []Proposal {
	apart := map[pair]bool{}
	for _, a := range known.Apart {
		x, y := known.main(a[0]), known.main(a[1])
		apart[pair{x, y}], apart[pair{y, x}] = true, true
	}
	persons := map[pair][]reason{}
	for _, p := range f.pairs() {
		x, y := known.main(p.name), known.main(p.of)
		given := x.Kind == shop.HandleName && p.name.Kind != shop.HandleName // a code has one owner
		switch {
		case x == y, given, apart[pair{x, y}], apart[pair{p.name, shop.Name{}}]:
		case persons[pair{y, x}] != nil:
			persons[pair{y, x}] = append(persons[pair{y, x}], f.found[p]...)
		default:
			persons[pair{x, y}] = append(persons[pair{x, y}], f.found[p]...)
		}
	}
	list := make([]Proposal, 0, len(persons))
	for p, reasons := range persons {
		list = append(list, proposal(p, reasons))
	}
	slices.SortFunc(list, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(f.use[b.Name].Orders, f.use[a.Name].Orders),
			cmp.Compare(a.Name.Kind, b.Name.Kind), cmp.Compare(a.Name.Text, b.Name.Text), cmp.Compare(a.Of.Text, b.Of.Text))
	})
	return list
}

// pairs are the pairs found, in a fixed order.
func (f *finder) pairs() []pair {
	list := make([]pair, 0, len(f.found))
	for p := range f.found {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.name.Kind, b.name.Kind), cmp.Compare(a.name.Text, b.name.Text), cmp.Compare(a.of.Text, b.of.Text))
	})
	return list
}

// proposal weighs reasons: the strongest counts, and two that are likely make it strong.
func proposal(p pair, reasons []reason) Proposal {
	slices.SortStableFunc(reasons, func(a, b reason) int { return cmp.Compare(b.strength, a.strength) })
	out, likely := Proposal{Name: p.name, Of: p.of}, 0
	for _, r := range reasons {
		out.Strength = max(out.Strength, r.strength)
		likely += b2i(r.strength == Likely)
		if !slices.Contains(out.Reasons, r.words) {
			out.Reasons = append(out.Reasons, r.words)
		}
	}
	if likely > 1 && out.Strength == Likely {
		out.Strength = Strong
	}
	return out
}

// CleanHandle is the handle that a text holds: "https://www.tiktok.com/@Mia.K/video/74", "@ Mia.K" and
// "mia.k" are all "mia.k".
func CleanHandle(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if _, after, link := strings.Cut(text, "tiktok.com/"); link {
		text, _, _ = strings.Cut(after, "/")
		text, _, _ = strings.Cut(text, "?")
	}
	text = strings.TrimPrefix(text, "@")
	return strings.TrimRight(strings.Join(strings.Fields(strings.Map(visible, text)), " "), ".")
}

// visible drops the marks without width that copying from a phone leaves behind.
func visible(r rune) rune {
	if r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r == 0x2060 || r == 0xfeff {
		return -1
	}
	return r
}

func quote(s string) string { return "“" + s + "”" }

func at(u NameUse) string {
	if u.TikTok && u.plain() {
		return "@" + u.Text
	}
	return quote(u.Text)
}

func plural(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

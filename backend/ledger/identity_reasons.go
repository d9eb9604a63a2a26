package ledger

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"creatorlift/backend/shop"
)

const (
	renameDays   = 60   // a new handle starts at most so long after the old one stopped
	alikeRename  = 0.88 // Jaro-Winkler of the letters of two handles, one after the other
	alikePartner = 0.93 // of a partner tool's name and a handle
	fewestAlike  = 5    // letters that a name needs before likeness says anything
	bothDays     = 7    // two handles that sell side by side for so long look like two accounts
)

// handles finds names that are written alike.
func (f *finder) handles() {
	for _, group := range f.byClean {
		for _, u := range group[1:] {
			f.add(u, group[0], Strong, at(u)+" and "+at(group[0])+" are the same handle, written differently")
		}
	}
	for _, group := range f.byLetter {
		for i, u := range group {
			for _, v := range group[:i] {
				if CleanHandle(u.Text) != CleanHandle(v.Text) {
					f.sameLetters(u, v)
				}
			}
		}
	}
}

// sameLetters weighs two handles that differ in dots, underscores or spaces. TikTok can have both.
func (f *finder) sameLetters(u, v NameUse) {
	words := at(u) + " and " + at(v) + " have the same letters"
	if u.TikTok && v.TikTok && together(u, v) >= bothDays {
		f.add(u, v, Possible, words+", but both sold in the same weeks, so they may be two accounts")
		return
	}
	f.add(u, v, Strong, words)
}

// together is over how many days both names were in use.
func together(u, v NameUse) int {
	if u.First == shop.Undated || v.First == shop.Undated {
		return 0
	}
	return int(min(u.Last, v.Last)-max(u.First, v.First)) + 1
}

// posts finds names under which the same post stands.
func (f *finder) posts() {
	shared := map[pair][]string{}
	for post, group := range f.byPost {
		for i, u := range group {
			for _, v := range group[:i] {
				shared[pair{u.Name, v.Name}] = append(shared[pair{u.Name, v.Name}], post)
			}
		}
	}
	for p, posts := range shared {
		slices.Sort(posts)
		words := fmt.Sprintf("both stand over post %s", posts[0])
		if n := len(posts) - 1; n > 0 {
			words += " and " + plural(int64(n), "more", "more")
		}
		f.add(f.use[p.name], f.use[p.of], Strong, words)
	}
}

// renamed finds a handle that starts where one with a similar name stops.
func (f *finder) renamed() {
	blocks := map[string][]NameUse{}
	for _, u := range f.uses {
		letters := Letters(CleanHandle(u.Text))
		if u.Kind == shop.HandleName && u.TikTok && u.First != shop.Undated && len(letters) >= fewestAlike {
			put(blocks, start(letters), u)
		}
	}
	for _, block := range blocks {
		slices.SortFunc(block, func(a, b NameUse) int { return int(a.First - b.First) })
		for i, old := range block {
			for _, next := range block[i+1:] {
				gap := int(next.First - old.Last)
				if gap > renameDays {
					break
				}
				if gap > 0 && alike(old, next) >= alikeRename && old.Text != next.Text {
					f.add(old, next, Likely, fmt.Sprintf("@%s stopped on %s and @%s started on %s; the names are alike", old.Text, dayWords(old.Last), next.Text, dayWords(next.First)))
				}
			}
		}
	}
}

// dayWords is a day for people: 3 May 2026.
func dayWords(d shop.Day) string { return time.Unix(int64(d)*86400, 0).UTC().Format("2 Jan 2006") }

func alike(u, v NameUse) float64 {
	a, b := Letters(CleanHandle(u.Text)), Letters(CleanHandle(v.Text))
	if len(a) < fewestAlike || len(b) < fewestAlike || trailing(a) != trailing(b) && strings.TrimRight(a, digits) == strings.TrimRight(b, digits) {
		return 0 // mia01 and mia02 are two people who found mia taken
	}
	return JaroWinkler(a, b)
}

const digits = "0123456789"

func trailing(s string) string { return s[len(strings.TrimRight(s, digits)):] }

// partners finds the handle behind the name that a partner tool or an order uses.
func (f *finder) partners() {
	for _, u := range f.uses {
		if u.Kind != shop.HandleName || u.TikTok {
			continue
		}
		var begun []NameUse
		for _, v := range f.byStart[start(Letters(u.Text))] {
			switch {
			case !v.TikTok || Letters(u.Text) == Letters(v.Text):
			case beginsLike(u.Text, v.Text):
				begun = append(begun, v)
			case alike(u, v) >= alikePartner:
				f.add(u, v, Possible, at(u)+" and "+at(v)+" are alike")
			}
		}
		for _, v := range begun {
			strength, words := Likely, at(v)+" begins like "+at(u)
			if len(begun) > 1 {
				strength, words = Possible, words+fmt.Sprintf(", but so do %d handles", len(begun))
			}
			f.add(u, v, strength, words)
		}
	}
}

// beginsLike reports whether a handle is a name's first word and the beginning of its second: "mia.kow" of
// "Mia Kowalski".
func beginsLike(name, handle string) bool {
	words := tokens(name)
	if len(words) < 2 || len(words[0]) < 3 {
		return false
	}
	rest, ok := strings.CutPrefix(Letters(handle), words[0])
	return ok && rest != "" && strings.HasPrefix(words[1], rest)
}

// codeWords are parts of a code that name no one.
var codeWords = regexp.MustCompile(`^(GET|SAVE|EXTRA|USE|TRY|WITH|FROM|CODE|TEAM)+|(OFF|SAVE|VIP|GIFT|CODE|SALE|FREE|DEAL)+$`)

// codeCore is the part of a code that may be a name: "MIA10" and "GETMIA15OFF" give "mia".
func codeCore(code string) string {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, code)
	core := codeWords.ReplaceAllString(letters, "")
	if len(core) < 3 {
		return ""
	}
	return strings.ToLower(core)
}

// mostly is the share of a code's orders claimed for one creator from which it speaks for the creator.
const mostly = 0.5

// codes finds whose a code is: by its letters, and by whose link its orders came through.
func (f *finder) codes(shared []CodeOrders) {
	for _, u := range f.uses {
		if u.Kind == shop.CodeName {
			f.code(u, codeCore(u.Text))
		}
	}
	for _, s := range shared {
		code, owner := f.use[shop.Name{Kind: shop.CodeName, Text: s.Code}], f.use[shop.Name{Kind: shop.HandleName, Text: s.Handle}]
		if code.Text == "" || owner.Text == "" || s.Orders < 2 || float64(s.Orders) < mostly*float64(code.Orders) {
			continue
		}
		f.add(code, owner, Likely, fmt.Sprintf("%d of %s with code %s are claimed for %s", s.Orders, plural(code.Orders, "order", "orders"), code.Text, at(owner)))
	}
}

// code finds the handles that the letters of a code fit; "" fits none.
func (f *finder) code(u NameUse, core string) {
	var fits []NameUse
	for _, v := range f.byStart[start(core)] {
		if codeFits(core, v.Text) {
			fits = append(fits, v)
		}
	}
	for _, v := range fits {
		strength, words := Likely, fmt.Sprintf("code %s contains %s", u.Text, core)
		switch whole := Letters(v.Text) == core; {
		case whole && len(core) >= fewestAlike:
			strength, words = Strong, fmt.Sprintf("code %s is %s with a number", u.Text, at(v))
		case !whole && len(fits) > 1:
			strength, words = Possible, words+fmt.Sprintf(", which fits %d names", len(fits))
		}
		f.add(u, v, strength, words)
	}
}

// codeFits reports whether a code's name is a creator's: all of it, its first word, or its beginning.
func codeFits(core, handle string) bool {
	letters := strings.TrimRight(Letters(handle), digits)
	words := tokens(handle)
	return letters == core || len(words) > 0 && words[0] == core || len(core) >= 4 && (strings.HasPrefix(letters, core) || slices.Contains(words, core)) ||
		len(letters) >= 4 && strings.HasPrefix(core, letters)
}

var (
	mention = regexp.MustCompile(`@([\pL\pN._]{2,})`)
	videoID = regexp.MustCompile(`[0-9]{15,20}`)
)

// texts finds the creators whom an ad's name or an answer names.
func (f *finder) texts() {
	for _, u := range f.uses {
		if u.Kind != shop.AdName && u.Kind != shop.AnswerName {
			continue
		}
		what := "the ad’s name holds "
		if u.Kind == shop.AnswerName {
			what = "the answer holds "
		}
		text := strings.ToLower(u.Text)
		for _, m := range mention.FindAllStringSubmatch(text, -1) {
			f.each(u, f.byClean[CleanHandle(m[1])], Strong, what+"@"+CleanHandle(m[1]))
		}
		for _, id := range videoID.FindAllString(text, -1) {
			for _, v := range f.byPost[id] {
				f.add(u, v, Strong, what+"video "+id+", which is "+at(v)+"’s")
			}
		}
		for _, word := range strings.FieldsFunc(text, apartFromHandle) {
			if letters := Letters(word); len(letters) >= fewestAlike {
				f.each(u, f.byLetter[letters], Likely, what+quote(strings.Trim(word, "._")))
			}
		}
	}
}

// apartFromHandle reports whether a sign ends a handle in running text.
func apartFromHandle(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '_'
}

func (f *finder) each(u NameUse, owners []NameUse, strength Strength, words string) {
	for _, v := range owners {
		f.add(u, v, strength, words)
	}
}

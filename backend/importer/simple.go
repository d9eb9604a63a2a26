package importer

import (
	"slices"
	"strings"

	"creatorlift/backend/shop"
)

// simpleFormats are tables that a person makes or maps by hand.
var simpleFormats = []*format{
	ordersSimple,
	dailySimple,
	claimsSimple,
	creatorsSimple,
	postsSimple,
	surveySimple,
	costsSimple,
	audienceSimple,
	sessionsSimple,
}

// simpleFormat completes a format for tables that people make: any language may be mapped to it, its own
// header needs no mapping.
func simpleFormat(f *format) *format {
	f.Trust = "defined by Creatorlift"
	f.byHand, f.mappedOnly = true, true
	f.recognise = f.own
	return f
}

// own gives how surely a file is one of a format's own names: it has what the format needs, and at least
// half of its columns are known to the format. A mapping of columns needs no more than the former.
func (f *format) own(n names) int {
	if !n.has(f.needs...) || len(f.oneOf) > 0 && !slices.ContainsFunc(f.oneOf, func(set []string) bool { return n.has(set...) }) {
		return 0
	}
	if n.closed {
		return 100
	}
	all, known := 0, 0
	for _, name := range n.head.names {
		if name == "" {
			continue
		}
		all++
		if bare, _, ok := moneyName(name); f.knows(name) || ok && f.knows(strings.TrimSpace(bare)) {
			known++
		}
	}
	if 2*known < all {
		return 0
	}
	return 60 + 40*known/max(all, 1)
}

// Needed lists what a mapping by hand of a format still lacks: names of columns, or for a choice between
// sets all of them joined by " or ". has tells which columns are chosen. Nil for a format that knows no
// mapping.
func Needed(id string, has func(column string) bool) (lacks []string) {
	for _, f := range formats {
		if f.ID != id || !f.byHand {
			continue
		}
		for _, name := range f.needs {
			if !has(name) {
				lacks = append(lacks, name)
			}
		}
		whole := func(set []string) bool {
			return !slices.ContainsFunc(set, func(name string) bool { return !has(name) })
		}
		if len(f.oneOf) > 0 && !slices.ContainsFunc(f.oneOf, whole) {
			var sets []string
			for _, set := range f.oneOf {
				sets = append(sets, strings.Join(set, "+"))
			}
			lacks = append(lacks, strings.Join(sets, " or "))
		}
	}
	return lacks
}

// OneOf lists the sets of columns of which a mapping by hand needs one, by format.
func OneOf() map[string][][]string {
	out := map[string][][]string{}
	for _, f := range formats {
		if f.byHand && len(f.oneOf) > 0 {
			out[f.ID] = f.oneOf
		}
	}
	return out
}

// MappedOnly reports whether a format takes only the columns that a mapping by hand names.
func MappedOnly(id string) bool {
	return slices.ContainsFunc(formats, func(f *format) bool { return f.ID == id && f.mappedOnly })
}

// statCents and statCount are short for figures of one name.
func statCents(name string, at func(*shop.Stat) *shop.Maybe[shop.Cents]) figure {
	return figure{names: []string{name}, cents: at}
}

func statCount(name string, at func(*shop.Stat) *shop.Maybe[int64]) figure {
	return figure{names: []string{name}, count: at}
}

package importer

import (
	"bytes"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// invisible reports characters that exports leave around a value and that nobody means: white space,
// no-break spaces, zero-width characters, the byte order mark.
func invisible(r rune) bool {
	switch r {
	case '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\ufeff', 0, endOfFile:
		return true
	}
	return unicode.IsSpace(r)
}

// endOfFile is what old programs write behind the last line.
const endOfFile = 0x1a

// trim takes invisible characters off both ends of a cell.
func trim(b []byte) []byte {
	if n := len(b); n == 0 || (printable(b[0]) && printable(b[n-1])) {
		return b
	}
	return bytes.TrimFunc(b, invisible)
}

func printable(c byte) bool { return c > ' ' && c < utf8.RuneSelf }

// fold brings a column name to the form in which names are compared: NFC, no invisible characters,
// inner white space as one space, lower case.
func fold(name string) string {
	if asciiName(name) {
		return strings.ToLower(name)
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case invisible(r):
			return -1
		}
		return r
	}, norm.NFC.String(name))
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}

// asciiName reports a name that only needs lower case: visible ASCII with single spaces between.
func asciiName(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c > '~' || c < ' ' || c == ' ' && (i == 0 || i == len(name)-1 || name[i+1] == ' ') {
			return false
		}
	}
	return true
}

// known keeps what fold makes of the names that formats ask for, again and again for each header.
var known struct {
	sync.RWMutex
	folded map[string]string
}

const maxKnown = 1 << 14

// foldKnown is fold for names of formats and mappings.
func foldKnown(name string) string {
	known.RLock()
	key, ok := known.folded[name]
	known.RUnlock()
	if ok {
		return key
	}
	key = fold(name)
	known.Lock()
	defer known.Unlock()
	if known.folded == nil || len(known.folded) >= maxKnown {
		known.folded = map[string]string{}
	}
	known.folded[name] = key
	return key
}

// words makes strings of cells and keeps the short ones, so that a SKU that stands in a million rows
// is one string.
type words map[string]string

const maxWords = 1 << 16

func (w words) of(cell []byte) string {
	if len(cell) == 0 {
		return ""
	}
	if s, ok := w[string(cell)]; ok {
		return s
	}
	s := clean(string(cell))
	if len(w) < maxWords && len(cell) <= 128 {
		w[string(cell)] = s
	}
	return s
}

// clean replaces control characters, which no name needs and which break terminals and CSV files.
func clean(s string) string {
	if strings.IndexFunc(s, unicode.IsControl) < 0 {
		return s
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s))
}

// lowerIs reports whether the cell equals word, which is lower case ASCII, without regard to case.
func lowerIs(cell []byte, word string) bool {
	return len(cell) == len(word) && strings.EqualFold(string(cell), word)
}

// header is the row of column names.
type header struct {
	names []string       // as written, without invisible characters at the ends
	index map[string]int // folded name -> first position
	twice map[string]bool
}

func newHeader(r *record) *header {
	h := &header{index: make(map[string]int, r.len()), twice: map[string]bool{}}
	named := r.len() // delimiters behind the last name make no columns
	for named > 1 && len(trim(r.cell(named-1))) == 0 {
		named--
	}
	for i := range named {
		name := string(trim(r.cell(i)))
		key := fold(name)
		h.names = append(h.names, name)
		if _, ok := h.index[key]; ok {
			h.twice[key] = true
		} else {
			h.index[key] = i
		}
	}
	for i, name := range shownNames(h.names) {
		if _, taken := h.index[fold(name)]; !taken {
			h.index[fold(name)] = i // a column without a name is chosen by its number
		}
	}
	for i, name := range h.names {
		if bare, _, ok := moneyName(name); ok {
			if _, taken := h.index[fold(bare)]; !taken {
				h.index[fold(bare)] = i
			}
		}
	}
	return h
}

// at gives the position of a column, -1 if the file has none of that name.
func (h *header) at(name string) int {
	if i, ok := h.index[foldKnown(name)]; ok {
		return i
	}
	return -1
}

// repeats reports whether a record is the header once more, as in files pasted together.
func (h *header) repeats(r *record) bool {
	if r.len() < len(h.names) {
		return false
	}
	for i, name := range h.names {
		if string(trim(r.cell(i))) != name {
			return false
		}
	}
	return true
}

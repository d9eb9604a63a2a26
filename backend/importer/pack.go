package importer

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"creatorlift/backend/shop"
)

// Entry is what a person once said of a kind of file: how a table with this header is read. It holds names
// of columns and no cell of any file.
type Entry struct {
	Header  []string          `json:"header"`            // the names of the columns as they stand in the file
	Format  string            `json:"format"`            // id of the format
	Columns map[string]string `json:"columns,omitempty"` // as in Mapping, also what follows
	Set     map[string]string `json:"set,omitempty"`
	Date    string            `json:"date,omitempty"`
	Decimal string            `json:"decimal,omitempty"`
	Zone    string            `json:"zone,omitempty"`
	IfAsked Asked             `json:"if_asked,omitzero"`
}

// Asked is what was answered because neither the file nor the brand told it. It counts for another file of
// the kind only where the same is asked again.
type Asked struct {
	Currency string `json:"currency,omitempty"`
	Zone     string `json:"zone,omitempty"`
}

// Pack is a file of entries, to read the same kinds of files at another brand or on another computer.
type Pack struct {
	Kind     string  `json:"kind"` // PackKind
	Version  int     `json:"version"`
	Mappings []Entry `json:"mappings"`
}

// What a file of mappings says of itself, and its bounds.
const (
	PackKind      = "creatorlift-mappings"
	PackVersion   = 1
	MaxPackBytes  = 4 << 20
	maxPackSize   = 1000 // entries
	maxColumnName = 500  // letters
)

// Mapping is what an entry says, for Options.
func (e *Entry) Mapping() *Mapping {
	return &Mapping{Columns: e.Columns, Set: e.Set, Date: e.Date, Decimal: e.Decimal, Zone: e.Zone}
}

// Fingerprint names a kind of file by its columns, whatever their order and their capitals.
func Fingerprint(header []string) string {
	names := make([]string, len(header))
	for i, name := range header {
		names[i] = fold(name)
	}
	slices.Sort(names)
	var b []byte
	for _, name := range names {
		b = binary.AppendUvarint(b, uint64(len(name)))
		b = append(b, name...)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// Entry makes an entry of what was said of a file, and false where it must not be remembered: nothing was
// said that belongs to the kind of file, or what stands above the rows looks like cells and not like names.
func (l *Looked) Entry(said *Mapping, asked Asked) (Entry, bool) {
	if said == nil {
		said = noMapping
	}
	if h := l.in.layout.header; h == nil || l.in.rep.Format == "" || likeCells(h.names) {
		return Entry{}, false
	}
	e := Entry{Header: l.Header(), Format: l.in.rep.Format, Columns: said.Columns, Date: said.Date, Decimal: said.Decimal, Zone: said.Zone, IfAsked: asked}
	for name, value := range said.Set {
		if name == "period" {
			continue // of the file, not of its kind
		}
		if e.Set == nil {
			e.Set = map[string]string{}
		}
		e.Set[name] = value
	}
	if len(e.Columns)+len(e.Set) == 0 && e.Date+e.Decimal+e.Zone+asked.Currency+asked.Zone == "" {
		return Entry{}, false
	}
	return e, e.check() == nil
}

// Header is the names of a file's columns, nil where no table was found. What may be a buyer's address is
// replaced by the number of its column.
func (l *Looked) Header() []string {
	if l.in.layout.header == nil {
		return nil
	}
	return shownNames(l.in.layout.header.names)
}

// ParsePack reads a file of mappings. It gives a *shop.Error with code bad_pack that names the entry and
// what is wrong with it; of a pack with one such entry nothing is taken.
func ParsePack(b []byte) (Pack, error) {
	var p Pack
	if len(b) > MaxPackBytes {
		return p, packError("it is larger than any pack of mappings")
	}
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		return p, packError("%s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := dec.Token(); err != io.EOF {
		return p, packError("there is text after the closing brace")
	}
	switch {
	case p.Kind != PackKind:
		return p, packError("it does not say that it is one (\"kind\": %q)", PackKind)
	case p.Version > PackVersion || p.Version < 1:
		return p, packError("its version is %d and this program reads version %d", p.Version, PackVersion)
	case len(p.Mappings) == 0:
		return p, packError("it holds no mapping")
	case len(p.Mappings) > maxPackSize:
		return p, packError("it holds more than %d mappings", maxPackSize)
	}
	seen := map[string]int{}
	for i := range p.Mappings {
		if err := p.Mappings[i].check(); err != nil {
			return p, packError("mapping %d: %s", i+1, err)
		}
		print := Fingerprint(p.Mappings[i].Header)
		if first, twice := seen[print]; twice {
			return p, packError("mappings %d and %d are for the same columns", first, i+1)
		}
		seen[print] = i + 1
	}
	return p, nil
}

func packError(why string, args ...any) error {
	return &shop.Error{Code: "bad_pack", Message: "This pack of mappings cannot be used: " + fmt.Sprintf(why, args...) + ".", Hint: "Nothing of it was taken. Export it again where it came from."}
}

// check says what no file could be read with.
func (e *Entry) check() error {
	if len(e.Header) < 2 || len(e.Header) > maxHeader {
		return fmt.Errorf("it names %d columns", len(e.Header))
	}
	for i, name := range e.Header {
		if !utf8.ValidString(name) || utf8.RuneCountInString(name) > maxColumnName || clean(name) != name {
			return fmt.Errorf("the name of its column %d is not one", i+1)
		}
	}
	if likeCells(e.Header) {
		return fmt.Errorf("its header holds values, not names of columns")
	}
	i := slices.IndexFunc(formats, func(f *format) bool { return f.ID == e.Format })
	if i < 0 {
		return fmt.Errorf("there is no format called %q", e.Format)
	}
	if err := e.Mapping().check(); err != nil {
		return said(err)
	}
	if _, ok := e.Set["period"]; ok {
		return fmt.Errorf("it sets a period, which belongs to one file")
	}
	for _, c := range []string{e.Set["currency"], e.IfAsked.Currency} {
		if c != "" && !IsISO(c) {
			return fmt.Errorf("%q is not a currency", c)
		}
	}
	for _, zone := range []string{e.Zone, e.IfAsked.Zone} {
		if _, err := loadZone(zone); err != nil {
			return said(err)
		}
	}
	return e.checkColumns(formats[i])
}

// said is what a *shop.Error says, without its hint.
func said(err error) error {
	if e, ok := err.(*shop.Error); ok {
		return fmt.Errorf("%s", strings.TrimSuffix(e.Message, "."))
	}
	return err
}

// checkColumns compares the columns with those of the format and of the header.
func (e *Entry) checkColumns(f *format) error {
	if name := e.Mapping().unknownTo(f); name != "" {
		return fmt.Errorf("%q is not a column of %s", name, f.ID)
	}
	has := func(header string) bool {
		return slices.ContainsFunc(e.Header, func(h string) bool { return fold(h) == fold(header) })
	}
	for _, ours := range slices.Sorted(keysOf(e.Columns)) {
		if !has(e.Columns[ours]) {
			return fmt.Errorf("it takes %q from a column %q, which its header does not have", ours, e.Columns[ours])
		}
	}
	if len(e.Columns) == 0 {
		return nil
	}
	chosen := func(name string) bool {
		return e.Columns[name] != "" || e.Set[name] != "" || !f.mappedOnly && has(name)
	}
	if lacks := Needed(f.ID, chosen); len(lacks) > 0 {
		return fmt.Errorf("it does not say which column holds %s", strings.Join(lacks, ", "))
	}
	return nil
}

func keysOf(m map[string]string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// likeCells reports names that are no names but the first row of a file without header: addresses, dates,
// numbers.
func likeCells(header []string) bool {
	for _, name := range header {
		if name == "" {
			continue
		}
		if strings.ContainsRune(name, '@') {
			return true
		}
		_, isDate := parseStamp([]byte(name))
		_, code := parseNumber([]byte(name), false)
		if isDate || code == "" || personal(name) {
			return true
		}
	}
	return false
}

// Sorted puts the entries of a pack in the order of their formats and headers, so that the same mappings
// make the same file.
func (p *Pack) Sorted() {
	slices.SortFunc(p.Mappings, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Format, b.Format), cmp.Compare(Fingerprint(a.Header), Fingerprint(b.Header)))
	})
}

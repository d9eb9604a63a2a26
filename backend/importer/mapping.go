package importer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"

	"creatorlift/backend/shop"
)

// Mapping says in which columns a file keeps what a format asks for; it is the file behind `--map`.
//
// Columns maps a format's column to the file's header; Set gives a column one value for all rows. Date
// is a pattern such as DD/MM/YYYY HH:MM that settles the order of day and month, Decimal is "." or ",",
// Zone the IANA zone of date-times without an offset. Empty fields settle nothing.
type Mapping struct {
	Columns map[string]string `json:"columns"`
	Set     map[string]string `json:"set"`
	Date    string            `json:"date"`
	Decimal string            `json:"decimal"`
	Zone    string            `json:"zone"`
}

// maxSource is how long the name of a tool may be, in bytes.
const maxSource = 60

// ParseMapping reads the JSON of a mapping. It gives a *shop.Error with code bad_map for JSON that is
// broken or has keys a mapping does not know.
func ParseMapping(b []byte) (*Mapping, error) {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	dec.DisallowUnknownFields()
	m := &Mapping{}
	err := dec.Decode(m)
	if err == nil {
		if _, more := dec.Token(); more != io.EOF {
			err = fmt.Errorf("there is text after the closing brace")
		}
	}
	if err != nil {
		return nil, mapError("bad_map", "The mapping cannot be read: %s.", strings.TrimPrefix(err.Error(), "json: "))
	}
	return m, nil
}

func mapError(code, message string, args ...any) *shop.Error {
	return &shop.Error{Code: code, Message: fmt.Sprintf(message, args...),
		Hint: `A mapping looks like {"columns":{"order_id":"Invoice"},"set":{"currency":"GBP"},"date":"DD/MM/YYYY","decimal":",","zone":"Europe/London"}.`}
}

// check refuses what no file could satisfy.
func (m *Mapping) check() error {
	if m.Decimal != "" && m.Decimal != "." && m.Decimal != "," {
		return mapError("bad_map", "The mapping's decimal sign is neither a point nor a comma.")
	}
	if m.Date != "" {
		if _, err := parseDatePattern(m.Date); err != nil {
			return err
		}
	}
	seen := map[string]bool{}
	for _, name := range m.names() {
		if seen[fold(name)] {
			return mapError("bad_map", "The mapping speaks of %q twice.", name)
		}
		seen[fold(name)] = true
	}
	for name, column := range m.Columns {
		if strings.TrimSpace(column) == "" {
			return mapError("bad_map", "The mapping gives no header for %q.", name)
		}
	}
	if c, ok := m.Set["currency"]; ok && !shop.Currency(c).Valid() {
		return mapError("bad_map", "The mapping's currency %q is not three capital letters.", c)
	}
	if tool, ok := m.Set["source"]; ok && (strings.TrimSpace(tool) != tool || tool == "" || len(tool) > maxSource || clean(tool) != tool) {
		return mapError("bad_map", "The mapping's source %q is not a short name of a tool.", tool)
	}
	if p, ok := m.Set["period"]; ok {
		if _, found := findPeriod(p, orderUnknown); !found {
			return mapError("bad_map", "The mapping's period %q is not a day or two days such as 2026-10-01 to 2026-10-31.", p)
		}
	}
	return nil
}

// names lists the format columns a mapping speaks of, sorted.
func (m *Mapping) names() []string {
	var out []string
	for name := range m.Columns {
		out = append(out, name)
	}
	for name := range m.Set {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// candidates leaves the formats that know all columns the mapping speaks of. A mapping of columns is
// meant for the formats made for it unless another one is asked for by name.
func (m *Mapping) candidates(all []*format) ([]*format, error) {
	var fit []*format
	for _, f := range all {
		if m.unknownTo(f) == "" && (f.byHand || len(m.Columns) == 0 || len(all) == 1) {
			fit = append(fit, f)
		}
	}
	if len(fit) > 0 {
		return fit, nil
	}
	known := all[0]
	for _, f := range all {
		if f.ID == ordersSimple.ID {
			known = f
		}
	}
	return nil, mapError("unknown_map_column", "The mapping speaks of %q, which is not a column of %s (%s).",
		m.unknownTo(known), known.ID, strings.Join(known.columnNames(), ", "))
}

func (m *Mapping) unknownTo(f *format) string {
	for _, name := range m.names() {
		if !f.knows(name) && name != "currency" {
			return name
		}
	}
	return ""
}

// missingIn lists the mapped headers that a row of names does not have, sorted.
func (m *Mapping) missingIn(h *header) []string {
	var out []string
	for _, name := range m.Columns {
		if h.at(name) < 0 {
			out = append(out, fmt.Sprintf("%q", name))
		}
	}
	sort.Strings(out)
	return out
}

package importer

import (
	"slices"
	"sync"

	"creatorlift/backend/shop"
)

// Format describes one kind of export for documents and for the choice of a format by name.
type Format struct {
	ID       string
	Platform string
	What     string // what one row is
	Evidence shop.Evidence
	Key      string // what names a row for ever
	Amount   string // what AmountMinor sums
	Trust    string // on what the knowledge of the format rests
	Label    string // what people call the export
	Sum      string // what people call AmountMinor
	Where    string // the clicks that lead to the export, empty for tables that a person makes
}

// formats is the list of all formats. A new format adds its line to the list of its group; of two that
// are equally sure of a file the earlier one is taken.
var formats = slices.Concat(shopFormats, tiktokOrderFormats, tiktokDataFormats, adFormats, webFormats, partnerFormats, simpleFormats)

// columnNames are the names of all formats' columns, folded: a record with none of them is no header.
var columnNames = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, f := range formats {
		for _, c := range f.columns {
			all[fold(c.name)] = true
			for _, other := range f.aliases[c.name] {
				all[fold(other)] = true
			}
		}
	}
	return all
})

// mayBeHeader reports whether a record holds the name of a column that a format reads.
func (h *header) mayBeHeader() bool {
	all := columnNames()
	for name := range h.index {
		if all[name] {
			return true
		}
	}
	return false
}

// Formats lists the formats that Read knows, in a fixed order.
func Formats() []Format {
	out := make([]Format, len(formats))
	for i, f := range formats {
		out[i] = f.Format
	}
	return out
}

// format is everything Read has to know about one kind of export.
type format struct {
	Format
	columns []column
	// recognise gives how surely a header belongs to the format: 0 no, up to 100.
	recognise func(n names) int
	// order is how the format writes day and month, orderUnknown if the file must tell.
	order dayOrder
	// decimal is the decimal sign where the file's numbers leave it open, 0 to ask.
	decimal byte
	// decimalIn is decimal for the language of the file's names, nil where that says nothing.
	decimalIn func(n names) byte
	// padShort takes records shorter than the header, their missing cells empty.
	padShort bool
	// needs are columns without which a mapping by hand cannot do.
	needs []string
	// oneOf are sets of columns of which a mapping by hand needs one too.
	oneOf [][]string
	// byHand takes a mapping of columns without being asked for by name.
	byHand bool
	// mappedOnly looks for no other columns than those a mapping of columns speaks of.
	mappedOnly bool
	// money tells whether a file has amounts, nil for always: without them no currency is asked for.
	money func(n names) bool
	// dayOfExport says that a single day in the file's name is not the day that it speaks of.
	dayOfExport bool
	// find finds a column whose name in the file holds more than a name, -1 for none; nil where none does.
	find func(h *header, name string) int
	// restates says that a row of a day may come again with other figures in an export of other days: that of
	// the export whose days end later holds, in whatever order the two are imported.
	restates bool
	// windowed says that the rows speak of a stretch of days that no column names, unless one of days does.
	windowed bool
	days     []string
	// aliases are other names of a column, such as those of other languages, by the format's name for it.
	aliases map[string][]string
	// unquoted says that files separated by TABs do not quote: a quote is part of a product's name.
	unquoted bool
	// described says that a row below the header may explain the columns.
	described bool
	// sections says that a file may hold several tables, parted by blank lines or lines that begin with #,
	// each with its own header. Of those that formats with sections recognise one that they are much surer
	// of is read, else the one with a column of dates, else the surest, else the first; the rows of the
	// others are skipped and named.
	sections bool
	// bundle says that the export comes as a zip folder of several tables of which one is read: one with a
	// column of dates, else the surest, else the first. Without it they are files of their own.
	bundle bool
	// isTotal recognises the format's totals rows, nil for those that begin with Total and have no date.
	isTotal func(t *table, rec *record) bool
	// repeats says that column names stand again for each part of the whole: the first of a name is the whole.
	repeats bool
	// preamble is how the lines above the header write the days of the window, orderUnknown for the year first only.
	preamble dayOrder
	// open makes the reader of one file.
	open func(t *table) rowReader
}

// column is one column that a format reads, by the name the export gives it.
type column struct {
	name string
	kind kind
}

// kind is what a column holds; the profile pass looks at dates, numbers and currencies.
type kind uint8

const (
	plain    kind = iota // text or ids
	moment               // a date, perhaps with a time
	numeric              // an amount or a count
	currency             // an ISO currency code
)

func (f *format) columnNames() []string {
	out := make([]string, len(f.columns))
	for i, c := range f.columns {
		out[i] = c.name
	}
	return out
}

func (f *format) knows(name string) bool {
	return slices.ContainsFunc(f.columns, func(c column) bool { return fold(c.name) == fold(name) })
}

// rowReader turns the records of one file into documents. read gets each record once, in order;
// finish is called after the last. Both emit and reject through the table they were opened with.
type rowReader interface {
	read(r row) error
	finish() error
}

// observer is a rowReader that wants to see each row in the profile pass too, before read sees any.
type observer interface{ observe(r row) }

// judge is a rowReader that may refuse the file once the profile pass has seen all of it.
type judge interface{ verdict() error }

// hinter is an observer that can tell the order of day and month where no date of the file does, by other
// marks of the rows; orderUnknown if it cannot either.
type hinter interface{ hint() dayOrder }

// names answers which columns a file has, by the format's names, mapping and constants included.
type names struct {
	head    *header
	m       *Mapping
	aliases map[string][]string // of the format that asks, as what follows
	find    func(h *header, name string) int
	closed  bool // the mapping says all
}

// of gives the names as one format knows them.
func (n names) of(f *format) names {
	n.aliases, n.find = f.aliases, f.find
	n.closed = f.mappedOnly && n.m != nil && len(n.m.Columns) > 0
	return n
}

// has reports whether the file has, or the mapping sets, all of these columns.
func (n names) has(all ...string) bool {
	for _, name := range all {
		if n.at(name) < 0 && n.constant(name) == "" {
			return false
		}
	}
	return true
}

// mapped reports whether the mapping names a column or a value for it.
func (n names) mapped(name string) bool {
	return n.m != nil && slices.ContainsFunc(n.m.names(), func(ours string) bool { return fold(ours) == fold(name) })
}

// at gives the position of a column, -1 for none.
func (n names) at(name string) int {
	if n.m != nil {
		for ours, theirs := range n.m.Columns {
			if fold(ours) == fold(name) {
				return n.head.at(theirs)
			}
		}
	}
	if n.closed {
		return -1
	}
	if i := n.head.at(name); i >= 0 {
		return i
	}
	for _, other := range n.aliases[name] {
		if i := n.head.at(other); i >= 0 {
			return i
		}
	}
	if n.find != nil {
		return n.find(n.head, name)
	}
	return -1
}

// constant gives the value the mapping sets for a column, "" for none.
func (n names) constant(name string) string {
	if n.m != nil {
		for ours, value := range n.m.Set {
			if fold(ours) == fold(name) {
				return value
			}
		}
	}
	return ""
}

// share gives how much of a full header a file has, 60 (none) to 100 (all).
func (n names) share(full []string) int {
	have := 0
	for _, name := range full {
		if n.at(name) >= 0 {
			have++
		}
	}
	return 60 + 40*have/len(full)
}

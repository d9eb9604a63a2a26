package importer

import (
	"bytes"
	"fmt"
	"strings"

	"creatorlift/backend/shop"
)

// figure is one number of a performance report: the names its column has had, newest first, and where
// it goes. One of cents, count and share is set; a share is written as "5.93%" or .0593 (the sign tells which)
// and kept in parts per million. signed takes negative amounts; size drops the sign of amounts that an
// export writes as negative.
type figure struct {
	names  []string
	cents  func(*shop.Stat) *shop.Maybe[shop.Cents]
	count  func(*shop.Stat) *shop.Maybe[int64]
	share  func(*shop.Stat) *shop.Maybe[int64]
	signed bool
	size   bool
}

func figureColumns(figures []figure) []column {
	var out []column
	for _, f := range figures {
		k := numeric
		if f.share != nil {
			k = plain // 5,93% says nothing of how the file writes amounts
		}
		for _, name := range f.names {
			out = append(out, column{name, k})
		}
	}
	return out
}

// anyOf gives the first of these columns that the file has or the mapping sets.
func (t *table) anyOf(names ...string) int {
	for _, name := range names {
		if t.names.has(name) {
			return t.col(name)
		}
	}
	return -1
}

// anyColumn reports whether the file has, or the mapping sets, one of these columns.
func (t *table) anyColumn(names []string) bool {
	for _, name := range names {
		if t.names.has(name) {
			return true
		}
	}
	return false
}

// statRows reads the rows of one performance report. A format gives the rest.
type statRows struct {
	t       *table
	figures []figure
	at      []int            // column of each figure, -1 for none
	first   map[shop.Key]int // line on which a key stood first
	masked  []int            // columns of the current row that are masked
}

func newStatRows(t *table, figures []figure) *statRows {
	s := &statRows{t: t, figures: figures, first: map[shop.Key]int{}}
	for _, f := range figures {
		s.at = append(s.at, t.anyOf(f.names...))
	}
	return s
}

// fill reads the figures of a row. What is missing or masked stays not reported.
func (s *statRows) fill(r row, stat *shop.Stat) *flaw {
	s.masked = s.masked[:0]
	for i, f := range s.figures {
		col := s.at[i]
		if r.empty(col) {
			continue
		}
		if masked(r.raw(col)) {
			s.masked = append(s.masked, col)
			continue
		}
		if bad := s.fillOne(r, stat, f, col); bad != nil {
			return bad
		}
	}
	return nil
}

func (s *statRows) fillOne(r row, stat *shop.Stat, f figure, col int) *flaw {
	switch {
	case f.cents != nil:
		v, bad := r.cents(col)
		if bad == nil && v < 0 && f.size {
			v = -v
		}
		if bad == nil && v < 0 && !f.signed {
			bad = s.t.negative(col)
		}
		*f.cents(stat) = shop.Some(v)
		return bad
	case f.share != nil:
		v, bad := r.share(col)
		*f.share(stat) = shop.Some(v)
		return bad
	}
	v, bad := r.count(col)
	if bad == nil && v < 0 && f.size {
		v = -v
	}
	if bad == nil && v < 0 && !f.signed {
		bad = s.t.negative(col)
	}
	*f.count(stat) = shop.Some(v)
	return bad
}

// masked reports "<5", which platforms write for numbers too small to tell.
func masked(cell []byte) bool {
	rest := bytes.TrimSpace(bytes.TrimPrefix(cell, []byte("<")))
	return len(rest) < len(cell) && len(rest) > 0 && bytes.IndexFunc(rest, func(r rune) bool { return !isDigit(r) }) < 0
}

// emit hands on a stat, unless its key stood in the file before.
func (s *statRows) emit(key shop.Key, stat shop.Stat, amount shop.Maybe[shop.Cents]) error {
	return s.emitOf(key, "", stat, amount)
}

// emitOf is emit for a stat that speaks of an order.
func (s *statRows) emitOf(key shop.Key, order string, stat shop.Stat, amount shop.Maybe[shop.Cents]) error {
	if line, again := s.first[key]; again {
		s.t.reject(stat.Row, &flaw{column: -1, code: "duplicate_row",
			message: fmt.Sprintf("The row speaks of the same as line %d. If the report is split further, export it without the split.", line)})
		return nil
	}
	if err := s.t.emit(&shop.Doc{Key: key, OrderID: order, Stats: []shop.Stat{stat}}, amount.Value); err != nil {
		return err
	}
	s.first[key] = stat.Row
	for _, col := range s.masked {
		s.t.rep.note(Issue{Line: stat.Row, Column: max(col+1, 0), Code: "masked_figure",
			Message: s.t.title(col) + " holds a small number that the platform hides (such as <5). It is kept as not reported."})
	}
	return nil
}

// isTotal reports the words with which a platform's totals row begins. A creator may be called
// "totallymia": the whole cell counts.
func isTotal(cell []byte) bool {
	words := strings.Fields(strings.ToLower(strings.TrimRight(string(trim(cell)), ":")))
	switch len(words) {
	case 1:
		return words[0] == "total" || words[0] == "totals" || words[0] == "summary"
	case 2:
		return words[0] == "grand" && words[1] == "total"
	case 4:
		return words[0] == "total" && words[1] == "of" && (words[3] == "results" || words[3] == "result")
	}
	return false
}

// handle is a creator's name as it is kept everywhere: lower case, without @.
func handle(cell string) string {
	if missing([]byte(cell)) {
		return ""
	}
	return strings.ToLower(strings.TrimPrefix(cell, "@"))
}

// dash makes a missing mark an empty text.
func dash(cell string) string {
	if missing([]byte(cell)) {
		return ""
	}
	return cell
}

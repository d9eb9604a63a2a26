package importer

import (
	"bytes"
	"fmt"
	"slices"
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
	parts   []int            // columns that add up to GMV, nil for none
	earn    *earnings        // nil where a report may count orders without money
	odd     []oddity         // what was odd, once for each kind
	oddNow  []string         // codes of what is odd about the current row
}

// oddity is what some accepted rows have in common that a person should know. It is said once for the file.
type oddity struct {
	code       string
	line, rows int // the first such row, and how many there are
}

// oddWords say what is odd about %s, a number of rows.
var oddWords = map[string]string{
	"parts_differ": "In %s LIVE, video and product card do not add up to the GMV. The GMV is kept, its parts are not added.",
	"funnel_grows": "In %s a later step of the funnel is larger than the one before it: more carts than clicks, or more orders than checkouts. The figures are kept as the platform reports them.",
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
	s.oddNow = s.oddNow[:0]
	if s.partsDiffer(r, stat) {
		s.oddNow = append(s.oddNow, "parts_differ")
	}
	if grows(stat.Clicks, stat.Carts) || grows(stat.Checkouts, stat.Orders) {
		s.oddNow = append(s.oddNow, "funnel_grows")
	}
	return nil
}

func grows(before, after shop.Maybe[int64]) bool {
	return before.Known && after.Known && after.Value > before.Value
}

// addsUp watches that the columns, each the first of its names that the file has, add up to GMV. It does not
// where one of them is missing.
func (s *statRows) addsUp(parts [][]string) {
	var cols []int
	for _, names := range parts {
		col := s.t.anyOf(names...)
		if col < 0 {
			return
		}
		cols = append(cols, col)
	}
	s.parts = cols
}

// partsDiffer reports a row that holds all parts of its GMV, and they add up to something else.
func (s *statRows) partsDiffer(r row, stat *shop.Stat) bool {
	if !stat.GMVCents.Known || len(s.parts) == 0 {
		return false
	}
	var sum shop.Cents
	for _, col := range s.parts {
		part, bad := r.cents(col)
		if bad != nil || r.empty(col) {
			return false
		}
		sum += part
	}
	return sum != stat.GMVCents.Value
}

// finish says what was odd.
func (s *statRows) finish() error {
	for _, o := range s.odd {
		s.t.rep.note(Issue{Line: o.line, Code: o.code, Message: fmt.Sprintf(oddWords[o.code], countRows(o.rows))})
	}
	return nil
}

func countRows(n int) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}

// count takes what is odd about a row that was accepted into the count for the file.
func (s *statRows) count(line int) {
	for _, code := range s.oddNow {
		at := slices.IndexFunc(s.odd, func(o oddity) bool { return o.code == code })
		if at < 0 {
			s.odd, at = append(s.odd, oddity{code: code, line: line}), len(s.odd)
		}
		s.odd[at].rows++
	}
}

// earnings watch in the profile pass whether a report that counts orders has money for any of them. A
// platform that renames the column with the money leaves the old one behind, full of zeros.
type earnings struct {
	gmv, orders      int // columns
	paid, zero, sold int // rows with money, with a written 0, with orders
}

// earns makes the report one in which orders come with money.
func (s *statRows) earns(gmv, orders []string) {
	e := &earnings{gmv: s.t.anyOf(gmv...), orders: s.t.anyOf(orders...)}
	if e.gmv >= 0 && e.orders >= 0 && !slices.ContainsFunc(gmv, s.t.names.mapped) {
		s.earn = e
	}
}

func (s *statRows) observe(r row) {
	e := s.earn
	if e == nil {
		return
	}
	switch money := r.raw(e.gmv); {
	case bytes.ContainsAny(money, "123456789"):
		e.paid++
	case bytes.ContainsRune(money, '0'):
		e.zero++
	}
	if bytes.ContainsAny(r.raw(e.orders), "123456789") {
		e.sold++
	}
}

// verdict refuses a report with orders and no money: it would be read as a shop that earned nothing.
func (s *statRows) verdict() error {
	e := s.earn
	if e == nil || e.paid > 0 || e.zero == 0 || e.sold == 0 {
		return nil
	}
	var others []string
	for i, name := range s.t.names.head.names {
		if i != e.gmv && (strings.Contains(name, "GMV") || strings.Contains(strings.ToLower(name), "revenue")) {
			others = append(others, "“"+name+"”")
		}
	}
	hint := "Export it again in English"
	if len(others) > 0 {
		hint += ", or say in a mapping which column holds the money; the file also has " + strings.Join(others, ", ")
	}
	return refuse(0, "gmv_all_zero", "%s of %s is 0 in every row, but there are orders in %s: the platform has probably moved the money to a column of another name, and nothing was read as 0. %s.",
		s.t.title(e.gmv), s.t.opt.Name, countRows(e.sold), hint)
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
	v, bad := r.whole(col)
	if bad == nil && v < 0 && f.size {
		v = -v
	}
	if bad == nil && v < 0 && !f.signed {
		bad = s.t.negative(col)
	}
	*f.count(stat) = shop.Some(v)
	return bad
}

// whole reads a count of a report. German reports of Amazon write money as 5.255,61 and counts as 1,514:
// in a file with a decimal comma, three digits after it are thousands in a count.
func (r row) whole(col int) (int64, *flaw) {
	if r.t.comma && r.rec.kind(col) != isNumber {
		if n, code := parseNumber(r.raw(col), false); code == "" && n.scale == 0 {
			return n.mant, nil
		}
	}
	return r.count(col)
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
	s.count(stat.Row)
	for _, col := range s.masked {
		s.t.rep.note(Issue{Line: stat.Row, Column: max(col+1, 0), Code: "masked_figure",
			Message: s.t.title(col) + " holds a small number that the platform hides (such as <5). It is kept as not reported."})
	}
	return nil
}

// totalWords are the words for a total that stand alone, in English, Vietnamese and Chinese.
var totalWords = []string{"total", "totals", "summary", "tổng", "总计", "合计", "汇总"}

// resultWords begin the last word of "Total of 12 results", "Total: 12 resultados", "Total 12 hasil".
var resultWords = []string{"result", "résult", "hasil"}

// isTotal reports the words with which a platform's totals row begins. A creator may be called
// "totallymia": the whole cell counts.
func isTotal(cell []byte) bool {
	words := strings.Fields(strings.ToLower(strings.TrimRight(string(trim(cell)), ":")))
	switch len(words) {
	case 1:
		return slices.Contains(totalWords, words[0])
	case 2:
		return words[0] == "grand" && words[1] == "total" || words[0] == "tổng" && (words[1] == "cộng" || words[1] == "số")
	case 3, 4:
		return strings.TrimRight(words[0], ":") == "total" && slices.ContainsFunc(resultWords, func(w string) bool { return strings.HasPrefix(words[len(words)-1], w) })
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

package importer

import (
	"bytes"
	"fmt"
	"strings"

	"creatorlift/backend/shop"
)

// table is one file during the emitting pass, as its rowReader sees it: the columns, what the profile
// decided, and where documents and rejections go.
type table struct {
	opt      Options
	format   *format
	names    names
	rep      *Report
	emitDoc  func(*shop.Doc) error
	cal      calendar
	window   shop.Period // of a windowed format
	numeric  []int       // columns, of a described format
	said     []string    // the records above the header
	sheet    bool        // the file is a workbook, whose rows end at their last filled cell
	comma    bool        // the decimal sign is the comma
	decimals int         // of the currency
	words    words
	fixed    [][]byte    // values the mapping sets
	dated    int         // the first date column, -1 for none
	sums     [][]byte    // cells of the totals row that came last, of a format that keeps it
	latest   shop.Day    // the last day of a format that restates, 0 for others
	other    otherPeriod // of a file whose days are followed by those of another period
}

// col finds a column by the format's name for it: a position, none, or a constant.
func (t *table) col(name string) int {
	if value := t.names.constant(name); value != "" {
		t.fixed = append(t.fixed, []byte(value))
		return -1 - len(t.fixed)
	}
	return t.names.at(name)
}

// emit hands on a document whose lines came from that many records, adding amount to the file's sum.
func (t *table) emit(d *shop.Doc, amount shop.Cents) error {
	sum, err := shop.AddCents(t.rep.AmountMinor, amount)
	if err != nil {
		return &shop.Error{Code: hugeNumber, Message: fmt.Sprintf("The amounts of %s up to line %d add up to more than can be kept.", t.opt.Name, firstRow(d)),
			Hint: "Check whether the file's amounts are right."}
	}
	if d.Maturity == 0 {
		d.Maturity = int64(t.latest)
	}
	if err := t.emitDoc(d); err != nil {
		return err
	}
	t.rep.AmountMinor = sum
	t.rep.Emitted += d.Rows()
	for i := range d.Lines {
		t.rep.span(d.Lines[i].Day)
	}
	for i := range d.Stats {
		if d.Stats[i].First != shop.Undated {
			t.rep.span(d.Stats[i].First)
			t.rep.span(d.Stats[i].Last)
		}
	}
	return nil
}

func firstRow(d *shop.Doc) int {
	if len(d.Stats) > 0 {
		return d.Stats[0].Row
	}
	return d.Lines[0].Row
}

// reject takes one record out, with its reason.
func (t *table) reject(line int, f *flaw) {
	t.rep.Rejected++
	t.rep.note(Issue{Line: line, Column: max(f.column+1, 0), Code: f.code, Message: f.message})
}

// title is a column's name for messages.
func (t *table) title(col int) string {
	if col >= 0 && col < len(t.names.head.names) {
		return fmt.Sprintf("Column “%s”", t.names.head.names[col])
	}
	return "The mapping"
}

func (t *table) flaw(col int, code, says string) *flaw {
	return &flaw{column: col, code: code, message: t.title(col) + " " + says}
}

// row is one record with the table it belongs to. Its bytes are valid until the next record.
type row struct {
	rec *record
	t   *table
}

func (r row) line() int { return r.rec.line }

// raw gives a cell without spaces around it, empty where the file has no such column.
func (r row) raw(col int) []byte {
	if col < -1 {
		return r.t.fixed[-2-col]
	}
	return trim(r.rec.cell(col))
}

// text gives a cell as a string.
func (r row) text(col int) string { return r.t.words.of(r.raw(col)) }

// id gives a cell that names something. Excel turns long ids into 5.76E+18 and so loses them.
func (r row) id(col int) (string, *flaw) {
	cell := r.raw(col)
	cell = bareID(cell)
	if len(cell) > 3 && cell[0] >= '0' && cell[0] <= '9' && damagedID(cell) {
		return "", r.t.flaw(col, "id_damaged", "holds an id that a spreadsheet has shortened (such as 5.76E+18). "+
			"Download the file again and drop it here without opening it first.")
	}
	if len(cell) > 3 && cell[0] == '#' && spreadsheetError(cell) {
		return "", r.t.flaw(col, "id_damaged", "holds an error of a spreadsheet (such as #REF!) where an id stood. "+
			"Download the file again and drop it here without opening it first.")
	}
	return clean(string(cell)), nil
}

// bareID takes off the apostrophe with which a spreadsheet keeps an id a text.
func bareID(cell []byte) []byte {
	if len(cell) > 1 && cell[0] == '\'' {
		return cell[1:]
	}
	return cell
}

// spreadsheetError reports #REF! and the like, which a spreadsheet writes over what it could not work out.
// "#1001" is the name of an order.
func spreadsheetError(cell []byte) bool {
	switch strings.ToUpper(string(cell)) {
	case "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#ERROR!":
		return true
	}
	return len(bytes.Trim(cell, "#")) == 0 // a number in a column that was too narrow
}

// damagedID reports 5.76E+18, 5,76E+18 and 5E+18. The sign is part of it: 85E12 may be a SKU.
func damagedID(cell []byte) bool {
	i := 0
	for i < len(cell) && (isDigit(rune(cell[i])) || cell[i] == '.' || cell[i] == ',') {
		i++
	}
	if i+2 >= len(cell) || cell[i]|0x20 != 'e' || cell[i+1] != '+' {
		return false
	}
	for _, c := range cell[i+2:] {
		if !isDigit(rune(c)) {
			return false
		}
	}
	return true
}

// empty reports whether a cell holds no value.
func (r row) empty(col int) bool { return missing(r.raw(col)) }

// number reads an amount or count exactly; 0 for an empty cell.
func (r row) number(col int) (number, *flaw) {
	cell := r.raw(col)
	if missing(cell) {
		return number{}, nil
	}
	n, code := parseNumber(cell, r.t.comma && r.rec.kind(col) != isNumber)
	if code == "" && n.rounded && r.t.format.Evidence == shop.Till {
		code = roundedNumber
	}
	if code != "" {
		return n, r.t.numberFlaw(col, code)
	}
	return n, nil
}

// cents reads an amount in minor units, halves to even; 0 for an empty cell.
func (r row) cents(col int) (shop.Cents, *flaw) {
	n, f := r.number(col)
	if f != nil {
		return 0, f
	}
	if f := r.t.otherCurrency(r, col); f != nil {
		return 0, f
	}
	c, ok := n.cents(r.t.decimals)
	if !ok {
		return 0, r.t.numberFlaw(col, hugeNumber)
	}
	return c, nil
}

// product is a price times a quantity in minor units, exact and rounded once; both must be there.
func (r row) product(price, quantity int) (shop.Cents, *flaw) {
	for _, col := range []int{price, quantity} {
		if r.empty(col) {
			return 0, r.t.flaw(col, "missing_amount", "is empty.")
		}
	}
	each, bad := r.number(price)
	if bad != nil {
		return 0, bad
	}
	pieces, bad := r.number(quantity)
	if bad != nil {
		return 0, bad
	}
	if bad := r.t.otherCurrency(r, price); bad != nil {
		return 0, bad
	}
	cents, ok := each.times(pieces, r.t.decimals)
	if !ok {
		return 0, r.t.numberFlaw(price, hugeNumber)
	}
	return cents, nil
}

// count reads a whole number; what is sold by weight is rounded, halves to even. 0 for an empty cell.
func (r row) count(col int) (int64, *flaw) {
	n, f := r.number(col)
	if f != nil {
		return 0, f
	}
	c, ok := n.cents(0)
	if !ok {
		return 0, r.t.numberFlaw(col, hugeNumber)
	}
	return int64(c), nil
}

// share reads "5.93%" or .0593 in parts per million; 0 for an empty cell.
func (r row) share(col int) (int64, *flaw) {
	cell := r.raw(col)
	if missing(cell) {
		return 0, nil
	}
	bare, scale := bytes.TrimSuffix(cell, []byte("%")), 6
	if len(bare) < len(cell) {
		bare, scale = trim(bare), 4
	}
	// The last sign is the decimal one, whatever the file's amounts use: 11.20% stands beside Rp624.750.
	n, code := parseNumber(bare, bytes.LastIndexByte(bare, ',') > bytes.LastIndexByte(bare, '.'))
	if code != "" {
		return 0, r.t.numberFlaw(col, code)
	}
	ppm, ok := n.cents(scale)
	if !ok {
		return 0, r.t.numberFlaw(col, hugeNumber)
	}
	return int64(ppm), nil
}

// customer is the keyed hash under which a buyer is known, "" where the caller wants none.
func (t *table) customer(who []byte) string {
	if len(who) == 0 || t.opt.Customer == nil {
		return ""
	}
	return t.opt.Customer(strings.ToLower(string(who)))
}

func (t *table) numberFlaw(col int, code string) *flaw {
	switch code {
	case damagedNumber:
		return t.flaw(col, code, "holds a number in scientific notation, so digits are lost.")
	case hugeNumber:
		return t.flaw(col, code, "holds a number that is too large or has too many digits.")
	case roundedNumber:
		return t.flaw(col, code, "holds a shortened number (such as 304.9K), and what a shop sold must be exact.")
	}
	return t.flaw(col, code, "does not hold a number.")
}

func (t *table) negative(col int) *flaw {
	return t.flaw(col, "negative_amount", "holds a negative number, which this export never writes.")
}

// moment reads a date.
func (r row) moment(col int) (utc int64, day shop.Day, f *flaw) {
	cell := r.raw(col)
	utc, day, ok := r.t.cal.place(cell)
	if ok {
		return utc, day, nil
	}
	if len(cell) == 0 {
		return 0, 0, r.t.flaw(col, "missing_date", "holds no date.")
	}
	return 0, 0, r.t.flaw(col, "bad_date", "does not hold a date as the rest of the file writes them.")
}

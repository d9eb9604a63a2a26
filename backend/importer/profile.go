package importer

import (
	"bytes"
	"strings"
	"unicode"

	"creatorlift/backend/shop"
)

// profile is what one look over the whole file finds, before a single row is emitted.
type profile struct {
	t        *table
	watch    observer // nil if the format does not look twice
	dates    []int    // columns
	numbers  []int
	money    int // column of currency codes, -1 for none
	rows     int
	skipped  int
	decimals decimalEvidence
	order    dateEvidence
	currency shop.Currency
	paid     []byte        // the last currency cell, to skip the checks while it repeats
	since    int           // line where currency was first read
	clock    clock         // what the first column of dates says of the shop's zone
	sign     rune          // first currency sign seen, 0 for none
	shown    shop.Currency // of the first amount that is written with one, see shownCurrency
	bytes    int64
	sum      uint32
}

func newProfile(t *table, reader rowReader) *profile {
	p := &profile{t: t, money: -1}
	p.watch, _ = reader.(observer)
	for _, c := range t.format.columns {
		i := t.names.at(c.name)
		if i < 0 {
			continue
		}
		switch c.kind {
		case moment:
			p.dates = append(p.dates, i)
		case numeric:
			p.numbers = append(p.numbers, i)
		case currency:
			p.money = i
		}
	}
	return p
}

// look takes in one record after the header.
func (p *profile) look(rec *record) error {
	what, _ := p.t.judge(rec)
	if what == isSkipped {
		p.skipped++
		return nil
	}
	p.rows++
	if what == isFlawed {
		return nil
	}
	for _, i := range p.dates {
		cell := trim(rec.cell(i))
		if rec.kind(i) == isDate {
			p.order.sheetLine = first(p.order.sheetLine, rec.line)
		} else if len(cell) > 0 && certain(cell) {
			if i == p.t.dated {
				p.clock.see(cell)
			}
			continue
		}
		if len(cell) == 0 {
			continue
		}
		s, open := p.order.observe(cell, rec.line)
		if open && i == p.t.dated {
			p.order.widen(s)
		}
		if p.t.format.restates && i == p.t.dated {
			p.order.reach(s)
		}
	}
	for _, i := range p.numbers {
		if cell := trim(rec.cell(i)); len(cell) > 0 {
			if rec.kind(i) != isNumber {
				p.decimals.observe(bytes.TrimSuffix(cell, []byte("%")))
			}
			if p.sign == 0 && (cell[0] > '9' || cell[0] == '$' || cell[len(cell)-1] > '9') {
				p.sign = currencySign(cell)
			}
			if p.shown == "" && (cell[0] > '9' || !isDigit(rune(cell[len(cell)-1]))) {
				p.shown = shownCurrency(cell)
			}
		}
	}
	if p.watch != nil {
		p.watch.observe(row{rec: rec, t: p.t})
	}
	return p.lookCurrency(rec)
}

// certain is the quick way for "2026-10-01 23:58:12 -0500", which says nothing about the file: the
// year stands first and the offset is there.
func certain(cell []byte) bool {
	return len(cell) == 25 && cell[4] == '-' && cell[7] == '-' && (cell[20] == '-' || cell[20] == '+')
}

func currencySign(cell []byte) rune {
	for _, r := range string(cell) {
		if unicode.Is(unicode.Sc, r) {
			return r
		}
	}
	return 0
}

// lookCurrency notes the file's currency and refuses a second one: amounts of two currencies are never
// added, and one import has one sum.
func (p *profile) lookCurrency(rec *record) error {
	cell := trim(rec.cell(p.money))
	if len(cell) == 0 || bytes.Equal(cell, p.paid) {
		return nil
	}
	code := currencyOf(cell)
	if !code.Valid() {
		return nil // the row is rejected when its turn comes
	}
	if p.currency == "" {
		p.currency, p.since = code, rec.line
	}
	if code != p.currency {
		return refuse(rec.line, "two_currencies", "%s holds %s (line %d) and %s (line %d). Two currencies are never added: export each currency to a file of its own.",
			p.t.opt.Name, p.currency, p.since, code, rec.line)
	}
	p.paid = append(p.paid[:0], cell...)
	return nil
}

func currencyOf(cell []byte) shop.Currency { return shop.Currency(strings.ToUpper(string(cell))) }

// decide settles what holds for the whole file, opening a question for each thing it cannot settle.
func (p *profile) decide() error {
	t, m := p.t, p.t.opt.mapping()
	if err := p.decideCurrency(); err != nil {
		return err
	}
	if t.cal.file == nil && p.order.naive {
		t.rep.ask("zone", zoneChoices(t.rep.Currency)...)
	}
	t.decideWindow()
	if err := p.decideOrder(m); err != nil {
		return err
	}
	usual := t.format.decimal
	if t.format.decimalIn != nil {
		usual = t.format.decimalIn(t.names)
	}
	if t.latest = p.order.ends[0]; t.cal.order == monthFirst {
		t.latest = p.order.ends[1]
	}
	comma, ok := p.decimals.decide(usual, usedDecimals(t.rep.Currency))
	if m.Decimal != "" {
		comma, ok = m.Decimal == ",", true
	}
	if !ok {
		t.rep.ask("decimal", ".", ",")
	}
	t.comma = comma
	return nil
}

// decideCurrency settles the currency of the file: its own word, that of the mapping, that of the
// options. A file without amounts has none.
func (p *profile) decideCurrency() error {
	t := p.t
	if t.format.money != nil && !t.format.money(t.names) {
		return nil
	}
	set := shop.Currency(t.names.constant("currency"))
	if set != "" && p.currency != "" && set != p.currency {
		return refuse(p.since, "currency_differs", "%s says %s in line %d, but the mapping sets %s.", t.opt.Name, p.currency, p.since, set)
	}
	inHeader, sign := t.names.head.currency()
	if p.sign == 0 && sign != "" {
		p.sign = currencySign([]byte(sign))
	}
	for _, c := range []shop.Currency{p.currency, inHeader, set, p.shown, t.opt.Currency} {
		if t.rep.Currency == "" {
			t.rep.Currency = c
		}
	}
	strange := p.currency+inHeader+set == "" && !signOf(p.sign, t.rep.Currency)
	if t.rep.Currency == "" || strange {
		t.rep.ask("currency", currencyChoices(p.sign)...)
	}
	t.decimals = t.rep.Currency.Decimals()
	return nil
}

// decideOrder settles day and month: the mapping's word, else the format's, else the file's evidence,
// else what the rows look like.
func (p *profile) decideOrder(m *Mapping) error {
	t := p.t
	if wrong := p.order.turned(); wrong != nil {
		return wrong
	}
	known := t.format.order
	if m.Date != "" {
		var err error
		if known, err = parseDatePattern(m.Date); err != nil {
			return err
		}
	}
	if t.cal.order = known; known != orderUnknown || m.Date != "" {
		if wrong := p.order.contradicts(known); wrong != nil {
			return wrong
		}
		return nil
	}
	order, ok, mixed := p.order.decide()
	if mixed != nil {
		return mixed
	}
	if h, is := p.watch.(hinter); is && !ok {
		order = h.hint()
		ok = order != orderUnknown
	}
	if !ok {
		t.rep.ask("day_month_order", "DD/MM/YYYY", "MM/DD/YYYY")
	}
	t.cal.order = order
	return nil
}

// signOf reports whether amounts with a sign may be in a currency. Many currencies are a $.
func signOf(sign rune, c shop.Currency) bool {
	return (sign != '£' && sign != '€') || c == "" || string(c) == currencyChoices(sign)[0]
}

func currencyChoices(sign rune) []string {
	switch sign {
	case '$':
		return []string{"USD", "CAD", "AUD", "NZD", "SGD", "MXN"}
	case '£':
		return []string{"GBP"}
	case '€':
		return []string{"EUR"}
	case '¥':
		return []string{"JPY", "CNY"}
	}
	return []string{"USD", "GBP", "EUR", "CAD", "AUD"}
}

// judgement is what a record is before its cells are read.
type judgement uint8

const (
	isRow judgement = iota
	isSkipped
	isFlawed
)

// judge tells rows from blank, totals and repeated header records, and finds rows whose cells cannot be
// trusted to stand under their headers.
func (t *table) judge(rec *record) (judgement, *flaw) {
	h := t.names.head
	first := trim(rec.cell(0))
	switch {
	case len(first) == 0 && rec.blank():
		return isSkipped, nil
	case t.totals(rec), string(first) == h.names[0] && h.repeats(rec), t.describes(rec):
		return isSkipped, nil
	case rec.stray >= 0:
		return isFlawed, &flaw{column: rec.stray, code: "bad_quote", message: "A quoted cell has characters after its closing quote."}
	case rec.cut && rec.len() < len(h.names) && t.format.padShort:
		return isFlawed, &flaw{column: -1, code: "cut_off", message: "The file ends in the middle of this row. Download it again."}
	case rec.len() < len(h.names) && !t.format.padShort && !t.sheet:
		return isFlawed, &flaw{column: -1, code: "ragged_row", message: "The row has fewer cells than there are column names."}
	}
	for i := len(h.names); i < rec.len(); i++ {
		if len(trim(rec.cell(i))) > 0 {
			return isFlawed, &flaw{column: -1, code: "ragged_row", message: "The row has more cells than there are column names."}
		}
	}
	return isRow, nil
}

// describes reports a row that explains the columns: where there should be numbers, at least two, it
// holds only words.
func (t *table) describes(rec *record) bool {
	words := 0
	for _, i := range t.numeric {
		cell := trim(rec.cell(i))
		_, point := parseNumber(cell, false)
		_, comma := parseNumber(cell, true)
		if len(cell) > 0 && (point == "" || comma == "" || missing(cell) || masked(cell) || bytes.IndexFunc(cell, unicode.IsLetter) < 0) {
			return false
		}
		if len(cell) > 0 {
			words++
		}
	}
	return words > 1
}

// totals reports a row that sums the others: it begins with Total and has no date.
func (t *table) totals(rec *record) bool {
	if t.format.isTotal != nil {
		return t.format.isTotal(t, rec)
	}
	for i := range min(rec.len(), 3) {
		cell := trim(rec.cell(i))
		if len(cell) == 0 {
			continue
		}
		if c := cell[0] | 0x20; c != 't' && c != 'g' {
			return false
		}
		word := bytes.ToLower(cell[:min(len(cell), 32)])
		if !bytes.HasPrefix(word, []byte("total")) && !bytes.HasPrefix(word, []byte("grand total")) {
			return false
		}
		return t.dated < 0 || t.dated == i || len(trim(rec.cell(t.dated))) == 0
	}
	return false
}

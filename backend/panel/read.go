package panel

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"creatorlift/backend/shop"
)

// Columns names the columns of a long panel file; empty means to recognise them.
type Columns struct{ Time, Unit, Value string }

// MaxCells bounds a panel file: units x periods.
const MaxCells = 10_000_000

// Read reads a panel file: long (a row per unit and period), wide by units (a row per unit, periods
// as columns) or wide by periods (a row per period, units as columns). An empty cell or an absent
// long row is missing; a period that stands nowhere in the file is no period.
//
// Content that cannot be a panel comes back as *shop.Error with line and column: duplicate_period,
// bad_value, bad_day, mixed_cadence, no_panel.
func Read(r io.Reader, name string, cols Columns) (*Panel, error) {
	cr, header, err := openCSV(r, name)
	if err != nil {
		return nil, err
	}
	cr.ReuseRecord = true
	rd := &reader{name: name, csv: cr, header: header, unitAt: map[string]int{}, timeAt: map[int64]int{}}
	if at, ok := longColumns(header, cols); ok {
		err = rd.long(at)
	} else if cols != (Columns{}) {
		return nil, &shop.Error{Code: "no_panel", Message: fmt.Sprintf("%s has no columns %q, %q and %q; it has %s.", name, cols.Time, cols.Unit, cols.Value, strings.Join(header, ", ")), Hint: "Name its columns with --time, --unit and --value."}
	} else if rd.periodsAcross() {
		err = rd.wideByUnit()
	} else {
		err = rd.wideByPeriod()
	}
	if err != nil {
		return nil, err
	}
	return rd.finish()
}

// openCSV finds the delimiter and reads the header, its names trimmed; the rows follow.
func openCSV(r io.Reader, name string) (*csv.Reader, []string, error) {
	text := bufio.NewReaderSize(&capped{r: r, name: name}, 64<<10)
	c := csv.NewReader(text)
	c.Comma = delimiter(text)
	header, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, &shop.Error{Code: "empty_file", Message: name + " has no rows.", Hint: "Choose another file."}
	}
	if err != nil {
		return nil, nil, readError(name, err)
	}
	for i, h := range header {
		header[i] = strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))
	}
	return c, header, nil
}

func readError(name string, err error) error {
	var said *shop.Error
	if errors.As(err, &said) {
		return said
	}
	var pe *csv.ParseError
	if errors.As(err, &pe) {
		return &shop.Error{Code: "bad_csv", Message: fmt.Sprintf("%s: line %d, column %d: %v.", name, pe.Line, pe.Column, pe.Err), Hint: "Save the panel as CSV with the same number of columns in each row."}
	}
	return fmt.Errorf("panel: read %s: %w", name, err)
}

var timeNames = []string{"date", "day", "time", "period", "week", "month", "year", "t"}

// longColumns finds time, unit and value in the header of a long file.
func longColumns(header []string, cols Columns) ([3]int, bool) {
	want := [3][]string{timeNames, {"unit", "location", "geo", "region", "state", "city", "market", "sku", "name"}, {"value", "y", "sales", "amount", "revenue", "orders"}}
	for i, c := range []string{cols.Time, cols.Unit, cols.Value} {
		if c != "" {
			want[i] = []string{strings.ToLower(c)}
		}
	}
	lower := make([]string, len(header))
	for i, h := range header {
		lower[i] = strings.ToLower(h)
	}
	at := [3]int{-1, -1, -1}
	for k, names := range want {
		for _, n := range names {
			if at[k] < 0 {
				at[k] = slices.Index(lower, n)
			}
		}
		if at[k] < 0 {
			return at, false
		}
	}
	return at, true
}

type reader struct {
	name   string
	csv    *csv.Reader
	header []string
	units  []string
	unitAt map[string]int
	times  []int64
	labels []string
	timeAt map[int64]int
	kind   timeKind
	cells  [][]float64 // by unit and order of appearance of the period; unset where the file has no cell
	count  int
}

func (r *reader) unit(name string) int {
	name = strings.TrimSpace(name)
	i, ok := r.unitAt[name]
	if !ok {
		i = len(r.units)
		r.unitAt[strings.Clone(name)] = i
		r.units = append(r.units, strings.Clone(name))
	}
	return i
}

func (r *reader) time(label string, line int) (int, error) {
	at, kind, err := parseTime(label)
	if err != nil {
		return 0, &shop.Error{Code: "bad_day", Message: fmt.Sprintf("%s, line %d: %q is not a day.", r.name, line, shorten(label)), Hint: "Write days as YYYY-MM-DD."}
	}
	if len(r.times) > 0 && kind != r.kind {
		return 0, &shop.Error{Code: "bad_day", Message: fmt.Sprintf("%s, line %d: %q and %q are not the same kind of period.", r.name, line, shorten(label), r.labels[0]), Hint: "Write all periods the same way."}
	}
	r.kind = kind
	i, ok := r.timeAt[at]
	if !ok {
		i = len(r.times)
		r.timeAt[at], r.times = i, append(r.times, at)
		text := strings.TrimSpace(label)
		if kind == kindDate {
			text = shop.Day(at).String()
		}
		r.labels = append(r.labels, strings.Clone(text))
	}
	return i, nil
}

func (r *reader) put(unit, time int, text string, line int, column string) error {
	text = strings.TrimSpace(text)
	for unit >= len(r.cells) {
		r.cells = append(r.cells, nil)
	}
	for time >= len(r.cells[unit]) {
		r.cells[unit] = append(r.cells[unit], unset)
		r.count++
	}
	if r.cells[unit][time] != unset {
		return &shop.Error{Code: "duplicate_period", Message: fmt.Sprintf("%s, line %d: %s has a second value for %s.", r.name, line, shorten(r.units[unit]), r.labels[time]), Hint: "Give one row per unit and period; add up several orders of a day first."}
	}
	if r.count > MaxCells {
		return &shop.Error{Code: "too_large", Message: fmt.Sprintf("%s holds more than %d values.", r.name, MaxCells), Hint: "Use fewer units or a shorter history."}
	}
	r.cells[unit][time] = math.NaN()
	if text == "" || text == "NA" {
		return nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s, line %d, column %s: %q is not a number.", r.name, line, shorten(column), shorten(text)), Hint: "Leave the cell empty where a value is missing."}
	}
	r.cells[unit][time] = v
	return nil
}

// unset marks a cell that no row has named yet; it is no value a file can hold, for those are finite.
var unset = math.Inf(1)

// shorten keeps a cell's text short enough for a message.
func shorten(text string) string {
	if len(text) <= 40 {
		return text
	}
	return strings.ToValidUTF8(text[:40], "") + "..."
}

func (r *reader) long(at [3]int) error {
	return r.each(func(rec []string, line int) error {
		t, err := r.time(rec[at[0]], line)
		if err != nil {
			return err
		}
		return r.put(r.unit(rec[at[1]]), t, rec[at[2]], line, r.header[at[2]])
	})
}

// periodsAcross reports whether the header's cells after the first are periods.
func (r *reader) periodsAcross() bool {
	if len(r.header) < 3 || slices.Contains(timeNames, strings.ToLower(r.header[0])) {
		return false
	}
	for _, h := range r.header[1:] {
		if _, _, err := parseTime(h); err != nil {
			return false
		}
	}
	return true
}

func (r *reader) wideByUnit() error {
	cols := make([]int, len(r.header))
	for i, h := range r.header[1:] {
		before := len(r.times)
		t, err := r.time(h, 1)
		if err != nil {
			return err
		}
		if len(r.times) == before {
			return &shop.Error{Code: "duplicate_period", Message: fmt.Sprintf("%s, line 1: the column %s stands twice.", r.name, h), Hint: "Give each period one column."}
		}
		cols[i+1] = t
	}
	return r.each(func(rec []string, line int) error {
		u := r.unit(rec[0])
		for i := 1; i < len(rec); i++ {
			if err := r.put(u, cols[i], rec[i], line, r.header[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *reader) wideByPeriod() error {
	if len(r.header) < 2 {
		return &shop.Error{Code: "no_panel", Message: fmt.Sprintf("%s has only the column %q.", r.name, r.header[0]), Hint: "A panel has date, unit and value, or a column per unit, or a column per period."}
	}
	for _, h := range r.header[1:] {
		if before := len(r.units); r.unit(h) < before {
			return &shop.Error{Code: "duplicate_unit", Message: fmt.Sprintf("%s, line 1: the column %s stands twice.", r.name, h), Hint: "Give each unit one column."}
		}
	}
	return r.each(func(rec []string, line int) error {
		t, err := r.time(rec[0], line)
		if err != nil {
			return err
		}
		for i := 1; i < len(rec); i++ {
			if err := r.put(i-1, t, rec[i], line, r.header[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *reader) each(f func(rec []string, line int) error) error {
	for {
		rec, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return readError(r.name, err)
		}
		line, _ := r.csv.FieldPos(0)
		if err := f(rec, line); err != nil {
			return err
		}
	}
}

// finish sorts the periods and lays the values out densely.
func (r *reader) finish() (*Panel, error) {
	if len(r.units) == 0 || len(r.times) == 0 {
		return nil, &shop.Error{Code: "header_only", Message: r.name + " has column names but no rows.", Hint: "Was the date range empty?"}
	}
	if len(r.units)*len(r.times) > MaxCells {
		return nil, &shop.Error{Code: "too_large", Message: fmt.Sprintf("%s has %d units and %d periods.", r.name, len(r.units), len(r.times)), Hint: "Use fewer units or a shorter history."}
	}
	order := make([]int, len(r.times))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(r.times[a] - r.times[b]) })
	p := &Panel{Units: r.units, Times: make([]int64, len(order)), Labels: make([]string, len(order))}
	place := make([]int, len(order))
	for to, from := range order {
		p.Times[to], p.Labels[to], place[from] = r.times[from], r.labels[from], to
	}
	var err error
	if p.Cadence, err = cadenceOf(p.Times, r.kind, p.Labels); err != nil {
		return nil, err
	}
	p.Y = make([][]float64, len(r.units))
	for i := range p.Y {
		p.Y[i] = make([]float64, len(order))
		for t := range p.Y[i] {
			p.Y[i][t] = math.NaN()
		}
	}
	for i, row := range r.cells {
		for t, v := range row {
			if v != unset {
				p.Y[i][place[t]] = v
			}
		}
		r.cells[i] = nil
	}
	return p, nil
}

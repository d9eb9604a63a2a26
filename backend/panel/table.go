package panel

import (
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

// Table is a CSV file whose rows are people, codes or creators: named columns of text.
type Table struct {
	Name   string
	Header []string
	Rows   [][]string // each as long as Header
	Lines  []int      // the line on which each row starts
}

// ReadTable reads a CSV file with a header; the delimiter is found from the first line. Blank lines are
// skipped. It returns a *shop.Error (empty_file, bad_csv, duplicate_column, header_only, too_large) for
// what is no table.
func ReadTable(r io.Reader, name string) (*Table, error) {
	c, header, err := openCSV(r, name)
	if err != nil {
		return nil, err
	}
	t := &Table{Name: name, Header: header}
	for i, h := range t.Header {
		if h != "" && slices.Contains(t.Header[:i], h) {
			return nil, &shop.Error{Code: "duplicate_column", Message: fmt.Sprintf("%s, line 1: the column %s stands twice.", name, shorten(h)), Hint: "Give each column its own name."}
		}
	}
	return t, t.rows(c)
}

func (t *Table) rows(c *csv.Reader) error {
	for {
		rec, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return readError(t.Name, err)
		}
		line, _ := c.FieldPos(0)
		for i := range rec {
			rec[i] = strings.TrimSpace(rec[i])
		}
		t.Rows, t.Lines = append(t.Rows, rec), append(t.Lines, line)
		if len(t.Rows)*len(t.Header) > MaxCells {
			return &shop.Error{Code: "too_large", Message: fmt.Sprintf("%s holds more than %d cells.", t.Name, MaxCells), Hint: "Leave out columns that are not asked for."}
		}
	}
	if len(t.Rows) == 0 {
		return &shop.Error{Code: "header_only", Message: t.Name + " has column names but no rows.", Hint: "Was the export empty?"}
	}
	return nil
}

// Column finds a column by its name, exactly or else without regard to case. It returns a *shop.Error
// (no_column) that lists the columns there are.
func (t *Table) Column(name string) (int, error) {
	if i := slices.Index(t.Header, name); i >= 0 {
		return i, nil
	}
	for i, h := range t.Header {
		if strings.EqualFold(h, name) {
			return i, nil
		}
	}
	return 0, &shop.Error{Code: "no_column", Message: fmt.Sprintf("%s has no column %q; it has %s.", t.Name, name, strings.Join(t.Header, ", ")), Hint: "Write the column as the header does."}
}

// Number reads a cell: NaN where it is empty or NA, a *shop.Error (bad_value) with line and column where
// it is no finite number.
func (t *Table) Number(row, col int) (float64, error) {
	text := t.Rows[row][col]
	if text == "" || text == "NA" {
		return math.NaN(), nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s, line %d, column %s: %q is not a number.", t.Name, t.Lines[row], shorten(t.Header[col]), shorten(text)), Hint: "Leave the cell empty where a value is missing."}
	}
	return v, nil
}

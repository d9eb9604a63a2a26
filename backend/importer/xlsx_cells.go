package importer

import (
	"archive/zip"
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

// numberStyle is what a number format makes of a number.
type numberStyle uint8

const (
	styleNumber numberStyle = iota
	styleDate
	styleDateTime
)

// readStyles reads which cell styles are dates.
func (w *workbook) readStyles(f *zip.File) error {
	own := map[string]numberStyle{}
	var stack []string
	return w.walk(f, func(depth int, t xmlToken) {
		stack = append(stack[:depth-1], string(t.name))
		switch {
		case stack[depth-1] == "numFmt":
			own[attr(t.body, "numFmtId")] = styleOf(attr(t.body, "formatCode"))
		case stack[depth-1] == "xf" && depth > 1 && stack[depth-2] == "cellXfs":
			id := attr(t.body, "numFmtId")
			style, ok := own[id]
			if !ok {
				style = builtInStyle(id)
			}
			w.styles = append(w.styles, style)
		}
	})
}

// builtInStyle knows the number formats without a code of their own (ECMA-376 part 1, 18.8.30); 27 to
// 36 and 50 to 58 are dates of East Asian locales.
func builtInStyle(id string) numberStyle {
	n, err := strconv.Atoi(id)
	switch {
	case err != nil:
		return styleNumber
	case n >= 14 && n <= 17, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 58:
		return styleDate
	case n >= 18 && n <= 22, n >= 32 && n <= 35:
		return styleDateTime
	}
	return styleNumber
}

// styleOf reads a format code such as [$-409]dd/mm/yyyy hh:mm;@. What stands in quotes, brackets or
// behind a backslash is decoration; [h]:mm counts hours and is no date.
func styleOf(code string) numberStyle {
	day, clock := false, false
	code, _, _ = strings.Cut(code, ";")
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '"':
			stop := strings.IndexByte(code[i+1:], '"')
			if stop < 0 {
				return styleNumber
			}
			i += stop + 1
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++
		case code[i] == '[':
			stop := strings.IndexByte(code[i:], ']')
			if stop < 0 {
				return styleNumber
			}
			i += stop
		case c == 'y' || c == 'd':
			day = true
		case c == 'h' || c == 's':
			clock = true
		}
	}
	switch {
	case day && clock:
		return styleDateTime
	case day:
		return styleDate
	}
	return styleNumber
}

// appendNumber writes a number as text: a date as YYYY-MM-DD with its time, everything else without
// exponent and without the noise of binary fractions (19.989999999999998 is 19.99). An id beyond 2^53
// has lost digits in the spreadsheet and is written in scientific notation, by which it is known.
func (w *workbook) appendNumber(dst, raw []byte, style numberStyle) ([]byte, cellKind, bool) {
	raw = bytes.Trim(raw, " \t\r\n")
	if bytes.IndexFunc(raw, func(r rune) bool { return !isDigit(r) && !strings.ContainsRune("+-.eE", r) }) >= 0 {
		return dst, isText, false
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || math.IsInf(f, 0) {
		return dst, isText, false
	}
	if style != styleNumber {
		if out, ok := w.appendDate(dst, f, style); ok {
			return out, isDate, true
		}
	}
	whole := f == math.Trunc(f)
	switch {
	case math.Abs(f) >= 1<<53:
		return strconv.AppendFloat(dst, f, 'E', 14, 64), isNumber, true
	case whole:
		return strconv.AppendFloat(dst, f, 'f', 0, 64), isNumber, true
	case math.Abs(f) < 1e-9:
		return append(dst, '0'), isNumber, true
	case len(raw) <= 16 && !bytes.ContainsAny(raw, "eE+"):
		return append(dst, raw...), isNumber, true
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	return strconv.AppendFloat(dst, short, 'f', -1, 64), isNumber, err == nil
}

// appendDate writes a count of days. Excel's day 60 is 1900-02-29, which never was: the days before it
// are one off, and no shop's file holds them.
func (w *workbook) appendDate(dst []byte, days float64, style numberStyle) ([]byte, bool) {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if w.since04 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if days < 61 || days > 2_958_465 {
		return dst, false
	}
	seconds := int64(math.Round(days * 86400))
	t := epoch.AddDate(0, 0, int(seconds/86400)).Add(time.Duration(seconds%86400) * time.Second)
	if style == styleDate && seconds%86400 == 0 {
		return t.AppendFormat(dst, "2006-01-02"), true
	}
	return t.AppendFormat(dst, "2006-01-02 15:04:05"), true
}

// cellRef reads a reference such as AB12; column counts from 0, row from 1.
func cellRef(ref []byte) (column, row int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	if i == 0 || i == len(ref) || len(ref)-i > 7 || column > maxColumns {
		return 0, 0, false
	}
	for _, c := range ref[i:] {
		if !isDigit(rune(c)) {
			return 0, 0, false
		}
		row = row*10 + int(c-'0')
	}
	return column - 1, row, row > 0 && row <= maxRows
}

package importer

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/bits"
)

// maxRecord is the most bytes one record may take. encoding/csv has no such limit: a line of 1 GB
// took 5 GB of memory, and an unclosed quote swallowed the rest of the file. It also copies each
// field; this reader hands out slices of its buffer, which is what makes two passes affordable.
const maxRecord = 1 << 20

// recordReader splits UTF-8 text into records and fields.
//
// A field that begins with a quote runs to the closing quote, "" inside stands for one quote, and
// line breaks inside are kept as written. A quote anywhere else is an ordinary character. Characters
// after a closing quote make the record flawed: its extent is still right, its content is not. In a
// quoted field of several lines the same means that the opening quote was never closed: an error.
type recordReader struct {
	r        io.Reader
	buf      []byte
	pos, end int
	eof      bool
	delim    byte
	newline  byte // '\n', or '\r' for files of old Macs
	unquoted bool // a quote is an ordinary character everywhere
	line     int  // physical line where the next record starts
	rec      record
}

// record is one record; its cells are valid until the next call of next.
type record struct {
	line    int
	b       []byte
	from    []int32
	to      []int32
	escaped []int32    // fields holding ""
	kinds   []cellKind // of the cells of a sheet, nil for text files
	cut     bool       // the file ends without a line break behind the record
	stray   int        // position of the first field with characters after its closing quote, -1 for none
}

func newRecordReader(r io.Reader, delim, newline byte) *recordReader {
	return &recordReader{r: r, buf: make([]byte, 256<<10), delim: delim, newline: newline, line: 1}
}

// cellKind is what a sheet says a cell is.
type cellKind uint8

const (
	isText   cellKind = iota
	isNumber          // its decimal sign is a point, whatever the rest of the file uses
	isDate            // written YYYY-MM-DD
)

func (r *record) kind(i int) cellKind {
	if uint(i) >= uint(len(r.kinds)) {
		return isText
	}
	return r.kinds[i]
}

func (r *record) len() int { return len(r.from) }

// cell gives field i, nil for a position the record does not have.
func (r *record) cell(i int) []byte {
	if uint(i) >= uint(len(r.from)) {
		return nil
	}
	return r.b[r.from[i]:r.to[i]]
}

// blank reports whether all cells are empty or spaces.
func (r *record) blank() bool {
	for i := range r.from {
		if len(trim(r.cell(i))) > 0 {
			return false
		}
	}
	return true
}

// next reads a record. It returns io.EOF after the last one, and a *refusal for a record that is too
// long or a quote that is never closed. An empty line is a record with one empty field.
func (r *recordReader) next() (*record, error) {
	for {
		b := r.buf[r.pos:r.end]
		if len(b) == 0 && r.eof {
			return nil, io.EOF
		}
		n, open := r.scan(b)
		if open.stray {
			return nil, brokenQuote(open.line)
		}
		if n > 0 {
			r.pos += n
			if n > maxRecord {
				return nil, r.tooLong(open)
			}
			return &r.rec, nil
		}
		if len(b) > maxRecord {
			return nil, r.tooLong(open)
		}
		if r.eof {
			return nil, brokenQuote(open.line)
		}
		if err := r.fill(); err != nil {
			return nil, err
		}
	}
}

// fill moves the rest to the front of the buffer, doubles the buffer if the rest takes more than half
// of it, and reads on.
func (r *recordReader) fill() error {
	rest := r.end - r.pos
	if rest > len(r.buf)/2 {
		r.buf = append(make([]byte, 0, 2*len(r.buf)), r.buf[r.pos:r.end]...)[:2*len(r.buf)]
	} else {
		copy(r.buf, r.buf[r.pos:r.end])
	}
	r.pos, r.end = 0, rest
	for tries := 0; tries < 100; tries++ {
		n, err := r.r.Read(r.buf[r.end:])
		r.end += n
		if err == io.EOF {
			r.eof = true
			return nil
		}
		if err != nil || n > 0 {
			return err
		}
	}
	return io.ErrNoProgress
}

// openQuote tells where scan stood: line of the last quote it opened, 0 for none, and whether that
// field had line breaks and then characters after its closing quote.
type openQuote struct {
	line  int
	stray bool
}

// scan finds the record at the start of b. It returns the bytes it takes with its line break, 0 if b
// ends before the record does.
func (r *recordReader) scan(b []byte) (int, openQuote) {
	rec := &r.rec
	rec.from, rec.to, rec.escaped = rec.from[:0], rec.to[:0], rec.escaped[:0]
	rec.line, rec.b, rec.stray, rec.cut = r.line, b, -1, false
	stop := r.lineEnd(b)
	if stop < 0 && !r.eof {
		// Quoted or not, the record cannot end here.
		return 0, r.lastOpen(b)
	}
	n := stop + 1
	if stop < 0 {
		stop, n, rec.cut = len(b), len(b), true
	}
	if r.unquoted || bytes.IndexByte(b[:stop], '"') < 0 {
		r.split(b, r.trimBreak(b, stop))
		r.line++
		return n, openQuote{}
	}
	return r.scanQuoted(b)
}

// lineEnd finds the first line break of b, quoted or not, -1 for none.
func (r *recordReader) lineEnd(b []byte) int {
	if at := r.seekBreak(b, 0); at < len(b) {
		return at
	}
	return -1
}

// seekBreak returns where the first line break of b from at on stands, quoted or not, len(b) for none.
func (r *recordReader) seekBreak(b []byte, at int) int {
	stop := seek(b, at, r.newline)
	if r.newline != '\n' {
		return stop
	}
	line := b[:min(stop+1, len(b))]
	for i := seek(line, at, '\r'); i < len(line); i = seek(line, i+1, '\r') {
		if loneCR(line, i) {
			return i
		}
	}
	return stop
}

// loneCR reports whether the CR at b[i] ends a line by itself, in a file whose lines otherwise end with
// LF: pasted together from several systems. Before LF, or before another CR, it does not.
func loneCR(b []byte, i int) bool {
	return i+1 < len(b) && b[i+1] != '\n' && b[i+1] != '\r'
}

// breaks reports whether a line ends at b[i].
func (r *recordReader) breaks(b []byte, i int) bool {
	return b[i] == r.newline || b[i] == '\r' && r.newline == '\n' && loneCR(b, i)
}

// trimBreak takes the CR of a CRLF off a record that ends at stop.
func (r *recordReader) trimBreak(b []byte, stop int) int {
	if r.newline == '\n' && stop > 0 && b[stop-1] == '\r' {
		return stop - 1
	}
	return stop
}

// eachByte is a word of eight times the byte 1.
const eachByte = 0x0101010101010101

// split cuts a line without quotes.
func (r *recordReader) split(b []byte, stop int) {
	start := r.cut(b, 0, stop)
	r.rec.from, r.rec.to = append(r.rec.from, int32(start)), append(r.rec.to, int32(stop))
}

// cut cuts off the cells that a delimiter ends, of those that start at at and hold neither quote nor line
// break up to stop. It returns where the next cell starts. It looks at eight bytes at a time: a file of 79
// columns has a delimiter every few bytes, so searching for the next one from each would cost more.
func (r *recordReader) cut(b []byte, at, stop int) int {
	from, to, start := r.rec.from, r.rec.to, int32(at)
	pattern := eachByte * uint64(r.delim)
	for ; at+8 <= stop; at += 8 {
		x := binary.LittleEndian.Uint64(b[at:]) ^ pattern // delimiters are zero now
		const low = eachByte * 0x7f
		for found := ^((x&low + low) | x | low); found != 0; found &= found - 1 {
			end := int32(at + bits.TrailingZeros64(found)/8)
			from, to = append(from, start), append(to, end)
			start = end + 1
		}
	}
	for ; at < stop; at++ {
		if b[at] == r.delim {
			from, to = append(from, start), append(to, int32(at))
			start = int32(at) + 1
		}
	}
	r.rec.from, r.rec.to = from, to
	return int(start)
}

// seek returns where c stands first in b from at on, len(b) if nowhere.
func seek(b []byte, at int, c byte) int {
	if k := bytes.IndexByte(b[at:], c); k >= 0 {
		return at + k
	}
	return len(b)
}

// lastOpen names the quote that is open at the end of an unfinished line, for the message.
func (r *recordReader) lastOpen(b []byte) openQuote {
	if len(b) <= maxRecord {
		return openQuote{}
	}
	_, open := r.scanQuoted(b)
	return open
}

// scanQuoted is scan for a record that holds quotes.
func (r *recordReader) scanQuoted(b []byte) (int, openQuote) {
	rec, line, i := &r.rec, r.line, 0
	lineEnd := r.seekBreak(b, 0) // of the first line that ends behind i, or an earlier one
	for {
		if i < len(b) && b[i] != '"' {
			if lineEnd < i {
				lineEnd = r.seekBreak(b, i)
			}
			i = r.cut(b, i, seek(b[:lineEnd], i, '"'))
		}
		from, to, quoted := i, 0, i < len(b) && b[i] == '"'
		if quoted {
			closing, escaped := closingQuote(b, i+1, r.eof)
			if closing < 0 {
				return 0, openQuote{line: line}
			}
			if escaped {
				rec.escaped = append(rec.escaped, int32(len(rec.from)))
			}
			from, to, i = i+1, closing, closing+1
		}
		opened, rest := line, i
		if quoted && lineEnd < to {
			line += bytes.Count(b[from:to], []byte{r.newline})
		}
		for i < len(b) && b[i] != r.delim && !r.breaks(b, i) {
			i++
		}
		if i == len(b) && !r.eof {
			return 0, openQuote{}
		}
		last := i == len(b) || r.breaks(b, i)
		stop := i
		if last {
			stop = max(r.trimBreak(b, i), rest)
		}
		if !quoted {
			to = stop
		} else if len(trim(b[rest:stop])) > 0 {
			if line > opened {
				return 0, openQuote{line: opened, stray: true}
			}
			if rec.stray < 0 {
				rec.stray = len(rec.from)
			}
			to = stop
		}
		rec.from, rec.to = append(rec.from, int32(from)), append(rec.to, int32(to))
		if last {
			rec.unescape()
			rec.cut = i == len(b)
			r.line = line + 1
			return min(i+1, len(b)), openQuote{}
		}
		i++
	}
}

// closingQuote finds the quote that closes a field whose text starts at i, -1 if b ends before.
func closingQuote(b []byte, i int, final bool) (at int, escaped bool) {
	for {
		k := bytes.IndexByte(b[i:], '"')
		if k < 0 {
			return -1, escaped
		}
		i += k
		if i+1 == len(b) {
			if final {
				return i, escaped
			}
			return -1, escaped
		}
		if b[i+1] != '"' {
			return i, escaped
		}
		escaped = true
		i += 2
	}
}

// unescape turns "" into " inside the buffer. It runs once, when the record is complete.
func (r *record) unescape() {
	for _, f := range r.escaped {
		cell := r.b[r.from[f]:r.to[f]]
		w := 0
		for i := 0; i < len(cell); i++ {
			cell[w] = cell[i]
			w++
			if cell[i] == '"' && i+1 < len(cell) && cell[i+1] == '"' {
				i++
			}
		}
		r.to[f] = r.from[f] + int32(w)
	}
}

func (r *recordReader) tooLong(open openQuote) *refusal {
	if open.line > 0 {
		return brokenQuote(open.line)
	}
	return refuse(r.line, "record_too_long", "Line %d is longer than 1 MiB, which no export writes. Download the file again.", r.line)
}

func brokenQuote(line int) *refusal {
	return refuse(line, "broken_quote", "The file stops making sense in the middle of line %d: a quote is never closed. Download it again.", line)
}

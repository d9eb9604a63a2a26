package importer

import (
	"bytes"
	"io"
	"strconv"
	"unicode/utf8"
)

// Bounds of the XML inside a workbook. A cell holds at most 32,767 characters; a tag of a sheet takes
// some hundred bytes and sheets are nested some ten deep.
const (
	maxMarkup = 1 << 20
	maxDepth  = 64
)

// xmlReader reads the tokens of one XML part strictly: every element is closed in order, the root is
// the first and last thing, and what is cut off is an error. It exists because a reader that ends in
// silence at broken XML loses half a sheet, and because encoding/xml takes seconds for a large one.
// Entities are the five of XML and numbers; a DOCTYPE is refused, so there is nothing to expand.
type xmlReader struct {
	r        io.Reader
	buf      []byte
	pos, end int
	eof      bool
	names    []byte // names of the open elements, one after the other
	marks    []int  // where each begins
	rooted   bool
	closing  bool // the last start was <x/>: its end comes next
}

type xmlKind uint8

const (
	xmlStart xmlKind = iota
	xmlEnd
	xmlText
	xmlCDATA
)

// xmlToken is one token; its bytes are valid until the next call of next. body is the attributes of a
// start, or text as written.
type xmlToken struct {
	kind xmlKind
	name []byte // without prefix
	body []byte
}

func newXMLReader(r io.Reader) *xmlReader { return &xmlReader{r: r, buf: make([]byte, 128<<10)} }

// xmlError is what is wrong with a part.
type xmlError string

func (e xmlError) Error() string { return string(e) }

const (
	xmlCut    xmlError = "it ends in the middle"
	xmlBroken xmlError = "its XML is damaged"
	xmlDeep   xmlError = "its XML is nested too deeply"
	xmlLong   xmlError = "a piece of its XML is longer than any workbook writes"
)

func (x *xmlReader) depth() int { return len(x.marks) }

// next gives a token, io.EOF after the root was closed and nothing followed.
func (x *xmlReader) next() (xmlToken, error) {
	for {
		if x.closing {
			x.closing = false
			return x.pop()
		}
		if err := x.need(9); err != nil {
			return xmlToken{}, err
		}
		b := x.buf[x.pos:x.end]
		switch {
		case len(b) == 0 && (x.depth() > 0 || !x.rooted):
			return xmlToken{}, xmlCut
		case len(b) == 0:
			return xmlToken{}, io.EOF
		case b[0] != '<':
			if t, ok, err := x.text(); ok || err != nil {
				return t, err
			}
		case bytes.HasPrefix(b, []byte("<!--")):
			if _, err := x.until(4, "-->"); err != nil {
				return xmlToken{}, err
			}
		case bytes.HasPrefix(b, []byte("<![CDATA[")):
			body, err := x.until(9, "]]>")
			if err == nil && x.depth() == 0 {
				err = xmlBroken
			}
			return xmlToken{kind: xmlCDATA, body: body}, err
		case bytes.HasPrefix(b, []byte("<?")):
			body, err := x.until(2, "?>")
			if err == nil && foreign(body) {
				err = xmlBroken
			}
			if err != nil {
				return xmlToken{}, err
			}
		case len(b) > 1 && b[1] == '!':
			return xmlToken{}, xmlBroken // a DOCTYPE
		default:
			return x.tag()
		}
	}
}

// foreign reports an XML declaration of an encoding other than UTF-8.
func foreign(body []byte) bool {
	if !bytes.HasPrefix(body, []byte("xml ")) {
		return false
	}
	lower := bytes.ToLower(body)
	return bytes.Contains(lower, []byte("encoding")) && !bytes.Contains(lower, []byte("utf-8")) && !bytes.Contains(lower, []byte("us-ascii"))
}

// need fills the buffer to n bytes, fewer at the end of the part.
func (x *xmlReader) need(n int) error {
	for x.end-x.pos < n && !x.eof {
		if err := x.fill(); err != nil {
			return err
		}
	}
	if !x.rooted && bytes.HasPrefix(x.buf[x.pos:x.end], []byte("\xef\xbb\xbf")) {
		x.pos += 3
		return x.need(n)
	}
	return nil
}

func (x *xmlReader) fill() error {
	rest := x.end - x.pos
	if rest > maxMarkup {
		return xmlLong
	}
	if rest > len(x.buf)/2 {
		x.buf = append(make([]byte, 0, 2*len(x.buf)), x.buf[x.pos:x.end]...)[:2*len(x.buf)]
	} else {
		copy(x.buf, x.buf[x.pos:x.end])
	}
	x.pos, x.end = 0, rest
	for range 100 {
		n, err := x.r.Read(x.buf[x.end:])
		x.end += n
		if err == io.EOF {
			x.eof = true
			return nil
		}
		if err != nil || n > 0 {
			return err
		}
	}
	return io.ErrNoProgress
}

// until takes everything up to a mark, which is looked for from byte skip on.
func (x *xmlReader) until(skip int, mark string) ([]byte, error) {
	for from := skip; ; {
		b := x.buf[x.pos:x.end]
		if i := bytes.Index(b[min(from, len(b)):], []byte(mark)); i >= 0 {
			x.pos += from + i + len(mark)
			return b[skip : from+i], nil
		}
		if x.eof {
			return nil, xmlCut
		}
		from = max(skip, len(b)-len(mark)+1)
		if err := x.fill(); err != nil {
			return nil, err
		}
	}
}

// text takes what stands before the next tag; not ok for white space outside of the root.
func (x *xmlReader) text() (xmlToken, bool, error) {
	from := 0
	for {
		b := x.buf[x.pos:x.end]
		i := bytes.IndexByte(b[from:], '<')
		if i < 0 && !x.eof {
			from = len(b)
			if err := x.fill(); err != nil {
				return xmlToken{}, false, err
			}
			continue
		}
		if i >= 0 {
			b = b[:from+i]
		}
		x.pos += len(b)
		switch {
		case x.depth() > 0 && i < 0:
			return xmlToken{}, false, xmlCut
		case x.depth() > 0:
			return xmlToken{kind: xmlText, body: b}, true, nil
		case len(bytes.Trim(b, " \t\r\n")) > 0:
			return xmlToken{}, false, xmlBroken
		}
		return xmlToken{}, false, nil
	}
}

// tag takes a start or end tag. A > inside an attribute does not end it.
func (x *xmlReader) tag() (xmlToken, error) {
	at, quote := 1, byte(0)
	for {
		b := x.buf[x.pos:x.end]
		for ; at < len(b); at++ {
			c := b[at]
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '<':
				return xmlToken{}, xmlBroken
			case c == '>':
				x.pos += at + 1
				return x.open(b[1:at])
			}
		}
		if x.eof {
			return xmlToken{}, xmlCut
		}
		if err := x.fill(); err != nil {
			return xmlToken{}, err
		}
	}
}

// open takes in what stood between < and >.
func (x *xmlReader) open(b []byte) (xmlToken, error) {
	if len(b) > 0 && b[0] == '/' {
		name := bytes.TrimRight(b[1:], " \t\r\n")
		if x.depth() == 0 || !bytes.Equal(name, x.names[x.marks[len(x.marks)-1]:]) {
			return xmlToken{}, xmlBroken
		}
		return x.pop()
	}
	if n := len(b); n > 0 && b[n-1] == '/' {
		b, x.closing = b[:n-1], true
	}
	n := bytes.IndexAny(b, " \t\r\n")
	if n < 0 {
		n = len(b)
	}
	name, body := b[:n], b[n:]
	switch {
	case n == 0 || bytes.ContainsAny(name, "\"'=&/") || (x.depth() == 0 && x.rooted):
		return xmlToken{}, xmlBroken
	case x.depth() >= maxDepth:
		return xmlToken{}, xmlDeep
	case !eachAttr(body, nil):
		return xmlToken{}, xmlBroken
	}
	x.rooted = true
	x.marks = append(x.marks, len(x.names))
	x.names = append(x.names, name...)
	return xmlToken{kind: xmlStart, name: local(name), body: body}, nil
}

func (x *xmlReader) pop() (xmlToken, error) {
	last := x.marks[len(x.marks)-1]
	name := x.names[last:]
	x.marks, x.names = x.marks[:len(x.marks)-1], x.names[:last]
	return xmlToken{kind: xmlEnd, name: local(name)}, nil
}

func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// eachAttr gives name (without prefix) and value (as written) of each attribute, false if they are not
// well formed.
func eachAttr(b []byte, each func(name, value []byte)) bool {
	for {
		trimmed := bytes.TrimLeft(b, " \t\r\n")
		if len(trimmed) == 0 {
			return true
		}
		if len(trimmed) == len(b) {
			return false // no space before it
		}
		b = trimmed
		eq := bytes.IndexByte(b, '=')
		if eq <= 0 {
			return false
		}
		name := bytes.TrimRight(b[:eq], " \t\r\n")
		if b = bytes.TrimLeft(b[eq+1:], " \t\r\n"); len(b) < 2 || (b[0] != '"' && b[0] != '\'') || bytes.ContainsAny(name, " \t\r\n\"'&") {
			return false
		}
		stop := bytes.IndexByte(b[1:], b[0])
		if stop < 0 || bytes.IndexByte(b[1:stop+1], '<') >= 0 {
			return false
		}
		if each != nil {
			each(local(name), b[1:stop+1])
		}
		b = b[stop+2:]
	}
}

// attr gives one attribute's text, "" if it is not there.
func attr(body []byte, name string) string {
	found := ""
	eachAttr(body, func(n, v []byte) {
		if string(n) == name {
			if b, ok := appendXML(nil, v); ok {
				found = string(b)
			}
		}
	})
	return found
}

// appendXML appends text with its entities resolved; false for an entity that is none or characters
// that are not UTF-8.
func appendXML(dst, raw []byte) ([]byte, bool) {
	if !utf8.Valid(raw) {
		return dst, false
	}
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return append(dst, raw...), true
		}
		dst = append(dst, raw[:i]...)
		stop := bytes.IndexByte(raw[i:], ';')
		if stop < 0 || stop > 12 {
			return dst, false
		}
		r, ok := entity(string(raw[i+1 : i+stop]))
		if !ok {
			return dst, false
		}
		dst, raw = utf8.AppendRune(dst, r), raw[i+stop+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n > 0 && n <= utf8.MaxRune && utf8.ValidRune(rune(n))
}

package panel

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"creatorlift/backend/shop"
)

// maxLine is the longest line of a panel file: room for 40,000 periods side by side.
const maxLine = 1 << 20

// capped refuses a line longer than maxLine before it fills the memory.
type capped struct {
	r    io.Reader
	name string
	line int // full lines so far
	run  int // bytes since the last line end
}

func (c *capped) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	rest := p[:n]
	for len(rest) > 0 {
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			c.run += len(rest)
			rest = nil
		} else {
			c.run += end
		}
		if c.run > maxLine {
			return 0, &shop.Error{Code: "record_too_long", Message: fmt.Sprintf("%s, line %d is longer than %d bytes.", c.name, c.line+1, maxLine), Hint: "Is a line end or a closing quote missing? Save the panel as CSV again."}
		}
		if end >= 0 {
			c.line, c.run, rest = c.line+1, 0, rest[end+1:]
		}
	}
	return n, err
}

// delimiter is the sign that parts the header most often: comma, semicolon, TAB or bar; comma in doubt.
func delimiter(text *bufio.Reader) rune {
	head, _ := text.Peek(32 << 10)
	if end := bytes.IndexByte(head, '\n'); end >= 0 {
		head = head[:end]
	}
	best, most := ',', bytes.Count(head, []byte(","))
	for _, sign := range ";\t|" {
		if n := bytes.Count(head, []byte(string(sign))); n > most {
			best, most = sign, n
		}
	}
	return best
}

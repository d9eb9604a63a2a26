package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	utf "golang.org/x/text/encoding/unicode"
)

// charset is how the bytes of a file become UTF-8.
type charset struct {
	name  string
	bom   int               // bytes to leave out at the start
	codec encoding.Encoding // nil: the bytes are UTF-8 already
}

var plainUTF8 = charset{name: "utf-8"}

// sniffCharset decides by the first bytes: byte order mark, then the pattern of NULs that UTF-16
// leaves in Latin text. The pattern is looked for before UTF-8 is tried, because such bytes are valid
// UTF-8 too. Everything else counts as UTF-8 until a byte proves otherwise.
func sniffCharset(head []byte) charset {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return charset{name: "utf-8", bom: 3}
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return charset{name: "utf-16le", bom: 2, codec: utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)}
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return charset{name: "utf-16be", bom: 2, codec: utf.UTF16(utf.BigEndian, utf.IgnoreBOM)}
	}
	even, odd := 0, 0
	sample := head[:min(len(head), 4096)&^1]
	for i := 0; i < len(sample); i += 2 {
		if sample[i] == 0 {
			even++
		}
		if sample[i+1] == 0 {
			odd++
		}
	}
	pairs := len(sample) / 2
	switch {
	case pairs >= 4 && odd*10 > pairs*7 && even*10 < pairs:
		return charset{name: "utf-16le", codec: utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)}
	case pairs >= 4 && even*10 > pairs*7 && odd*10 < pairs:
		return charset{name: "utf-16be", codec: utf.UTF16(utf.BigEndian, utf.IgnoreBOM)}
	}
	return plainUTF8
}

// sureEnough is the confidence below which chardet's word is not taken. On the samples of this
// project right answers came with 0.73 and more, wrong ones with up to 0.6.
const sureEnough = 0.7

// legacyCharset names the encoding of bytes that are not valid UTF-8. With a byte order mark the file
// says it is UTF-8, and single broken bytes become U+FFFD.
func legacyCharset(said charset, sample []byte) charset {
	replacing := charset{name: "utf-8", bom: said.bom, codec: utf.UTF8}
	if said.bom > 0 || mostlyUTF8(sample) {
		return replacing
	}
	found := chardet.Detect(sample)
	name := strings.ToLower(found.Encoding)
	if name == "maccyrillic" {
		name = "windows-1251" // alike but for a few capitals, and no shop exports the former
	}
	if found.Confidence >= sureEnough && name != "iso-8859-1" && name != "ascii" {
		if codec, err := htmlindex.Get(name); err == nil && name != "utf-8" {
			return charset{name: name, codec: codec}
		}
	}
	return charset{name: "windows-1252", codec: charmap.Windows1252}
}

// mostlyUTF8 reports whether the sample holds many more well-formed multi-byte characters than broken
// bytes: a UTF-8 file in which something cut a character, not another encoding.
func mostlyUTF8(sample []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(sample); {
		r, size := utf8.DecodeRune(sample[i:])
		if r == utf8.RuneError && size == 1 {
			bad++
		} else if size > 1 {
			good++
		}
		i += size
	}
	return good > 2*bad
}

// reader decodes a stream. The byte order mark is taken off first.
func (c charset) reader(r io.Reader) (io.Reader, error) {
	if c.bom > 0 {
		if _, err := io.CopyN(io.Discard, r, int64(c.bom)); err != nil && err != io.EOF {
			return nil, err
		}
	}
	if c.codec == nil {
		return r, nil
	}
	return c.codec.NewDecoder().Reader(r), nil
}

// validHead reports whether the first bytes of a file are UTF-8; the last character may be cut off.
func validHead(head []byte) bool {
	for cut := 0; cut < utf8.UTFMax && cut <= len(head); cut++ {
		if rest := head[len(head)-cut:]; cut == 0 || utf8.RuneStart(rest[0]) && !utf8.FullRune(rest) {
			if utf8.Valid(head[:len(head)-cut]) {
				return true
			}
		}
	}
	return false
}

// errNotUTF8 ends a pass over a file that was taken for UTF-8.
var errNotUTF8 = errors.New("importer: not UTF-8")

// tap watches the bytes of a pass: their number, a checksum to see that both passes read the same, and
// in the first pass the SHA-256 and whether they are UTF-8.
type tap struct {
	r    io.Reader
	n    int64
	sum  uint32
	sha  hash.Hash // nil in the second pass
	utf8 bool      // check
	part []byte    // start of a character that the last block cut off
	bad  []byte    // the bytes around the first that is not UTF-8
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func newTap(r io.Reader, first bool) *tap {
	t := &tap{r: r}
	if first {
		t.sha = sha256.New()
	}
	return t
}

func (t *tap) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	b := p[:n]
	t.n += int64(n)
	t.sum = crc32.Update(t.sum, castagnoli, b)
	if t.sha != nil {
		t.sha.Write(b)
	}
	if t.utf8 && !t.valid(b, err == io.EOF) {
		t.bad = around(b)
		return 0, errNotUTF8
	}
	return n, err
}

// around copies the stretch of a block that begins shortly before its first byte that is not UTF-8.
func around(b []byte) []byte {
	at := 0
	for at < len(b) {
		r, size := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return append([]byte{}, b[max(0, at-1024):min(len(b), at+32<<10)]...)
}

// valid checks a block, together with what the block before cut off.
func (t *tap) valid(b []byte, last bool) bool {
	if len(t.part) > 0 {
		b = append(t.part, b...)
		t.part = nil
	}
	if utf8.Valid(b) {
		return true
	}
	cut := len(b)
	for k := 1; k < utf8.UTFMax && k <= len(b); k++ {
		if utf8.RuneStart(b[len(b)-k]) {
			if !utf8.FullRune(b[len(b)-k:]) {
				cut = len(b) - k
			}
			break
		}
	}
	if cut == len(b) || last || !utf8.Valid(b[:cut]) {
		return false
	}
	t.part = append([]byte{}, b[cut:]...)
	return true
}

// finish reads on to the end, so that the checksums cover the whole file.
func (t *tap) finish() error {
	_, err := io.Copy(io.Discard, struct{ io.Reader }{t})
	if err == nil && len(t.part) > 0 {
		return errNotUTF8
	}
	return err
}

func (t *tap) sha256() string { return hex.EncodeToString(t.sha.Sum(nil)) }

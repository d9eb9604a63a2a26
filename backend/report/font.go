package report

import (
	"encoding/binary"
	"fmt"
	"strings"
	"sync"
	"unicode"
)

// face is one embedded TrueType font reduced to what layout needs: how wide each letter is and which
// letters it has.
type face struct {
	name      string // style name under which fpdf knows it
	ttf       []byte
	unitsEm   float64
	ascender  float64 // in em, positive
	descender float64 // in em, negative
	advance   map[rune]float64
}

// The three faces of the PDF.
var (
	regular  = sync.OnceValue(func() *face { return mustFace("regular", interRegular) })
	medium   = sync.OnceValue(func() *face { return mustFace("medium", interMedium) })
	semiBold = sync.OnceValue(func() *face { return mustFace("semibold", interSemiBold) })
)

// missingGlyph stands visibly for a letter that Inter does not have.
const missingGlyph = '?'

func mustFace(name string, ttf []byte) *face {
	f, err := parseFace(name, ttf)
	if err != nil {
		panic(err.Error())
	}
	return f
}

// parseFace reads the tables head, hhea, hmtx and cmap (format 4) of a TrueType font.
func parseFace(name string, ttf []byte) (f *face, err error) {
	defer func() {
		if recover() != nil { // an offset beyond the end: the embedded file is damaged
			f, err = nil, fmt.Errorf("report: font %s is damaged", name)
		}
	}()
	tables := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		entry := ttf[12+16*i:]
		tables[string(entry[:4])] = ttf[binary.BigEndian.Uint32(entry[8:]):]
	}
	u16 := func(table string, at int) int { return int(binary.BigEndian.Uint16(tables[table][at:])) }
	f = &face{name: name, ttf: ttf, unitsEm: float64(u16("head", 18)), advance: map[rune]float64{}}
	f.ascender = float64(int16(u16("hhea", 4))) / f.unitsEm
	f.descender = float64(int16(u16("hhea", 6))) / f.unitsEm
	metrics := u16("hhea", 34)
	for r, glyph := range glyphsOf(tables["cmap"]) {
		f.advance[r] = float64(u16("hmtx", 4*min(glyph, metrics-1))) / f.unitsEm
	}
	if len(f.advance) == 0 {
		return nil, fmt.Errorf("report: font %s has no letters of the basic plane", name)
	}
	return f, nil
}

// glyphsOf maps letters to glyphs from the format 4 subtable of cmap.
func glyphsOf(cmap []byte) map[rune]int {
	u16 := func(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
	glyphs := map[rune]int{}
	for i := range u16(cmap, 2) {
		sub := cmap[binary.BigEndian.Uint32(cmap[8+8*i:]):]
		if u16(sub, 0) != 4 {
			continue
		}
		twice := u16(sub, 6)
		for s := 0; s < twice; s += 2 {
			end, start, delta, offset := u16(sub, 14+s), u16(sub, 16+twice+s), u16(sub, 16+2*twice+s), u16(sub, 16+3*twice+s)
			for code := start; code <= end && code < 0xFFFF; code++ {
				glyph := code
				if offset != 0 {
					glyph = u16(sub, 16+3*twice+s+offset+2*(code-start))
				}
				if offset == 0 || glyph != 0 {
					glyph = (glyph + delta) & 0xFFFF
				}
				if glyph != 0 {
					glyphs[rune(code)] = glyph
				}
			}
		}
	}
	return glyphs
}

// width is the length of s in px at this size, with tracking in em after every letter.
func (f *face) width(s string, size, tracking float64) float64 {
	var em float64
	for _, r := range s {
		em += f.advance[r] + tracking
	}
	return em * size
}

// visible makes s printable in this face: letters it lacks become the missing-glyph mark, white space
// of every kind a space, invisible marks nothing.
func (f *face) visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0' || r == '\u202f':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r) && f.advance[r] == 0 && !f.has(r):
			return -1
		case !f.has(r) || unicode.IsControl(r):
			return missingGlyph
		}
		return r
	}, s)
}

func (f *face) has(r rune) bool {
	_, ok := f.advance[r]
	return ok
}

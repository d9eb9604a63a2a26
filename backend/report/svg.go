package report

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// scene is an SVG reduced to what fpdf can paint, in the order of painting, in px.
type scene struct {
	width, height float64
	marks         []mark
}

// mark is an outline with its paint, or a text.
type mark struct {
	outline []segment
	clip    []point // polygon that limits the mark; nil for none
	ink
	text *label
}

// ink is how an outline is filled and stroked. A nil colour is none.
type ink struct {
	fill, stroke           *rgb
	fillAlpha, strokeAlpha float64
	lineWidth              float64
	dash                   []float64
	dashPhase              float64
	lineCap, lineJoin      string
}

type label struct {
	at     point // left, middle or right end of the central line, by anchor
	anchor string
	words  string
	size   float64
	weight int
}

// matrix is the SVG transform (a b c d e f).
type matrix [6]float64

func (m matrix) apply(p point) point {
	return point{m[0]*p.x + m[2]*p.y + m[4], m[1]*p.x + m[3]*p.y + m[5]}
}

func (m matrix) times(n matrix) matrix {
	o, e := m.apply(point{n[4], n[5]}), matrix{}
	e[0], e[1] = m[0]*n[0]+m[2]*n[1], m[1]*n[0]+m[3]*n[1]
	e[2], e[3] = m[0]*n[2]+m[2]*n[3], m[1]*n[2]+m[3]*n[3]
	e[4], e[5] = o.x, o.y
	return e
}

// svgReader holds what is open while the elements go by.
type svgReader struct {
	scene scene
	clips map[string][]point
	stack []svgLevel
	text  *mark // the text element being read
}

type svgLevel struct {
	name   string
	m      matrix
	clip   []point
	clipID string // inside <clipPath>: its id
}

// parseSVG reads the subset of SVG that ECharts writes. An element, attribute or value it does not
// know is an error: nothing is dropped in silence.
func parseSVG(svg string) (scene, error) {
	r := &svgReader{clips: map[string][]point{}}
	// Clip paths stand at the end, behind the elements that use them: read them first.
	for _, onlyClips := range []bool{true, false} {
		r.stack = []svgLevel{{m: matrix{1, 0, 0, 1, 0, 0}}}
		if err := r.walk(xml.NewDecoder(strings.NewReader(svg)), onlyClips); err != nil {
			return scene{}, err
		}
	}
	if r.scene.width <= 0 || r.scene.height <= 0 {
		return scene{}, errors.New("report: the chart has no size")
	}
	return r.scene, nil
}

func (r *svgReader) walk(d *xml.Decoder, onlyClips bool) error {
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("report: the chart's SVG cannot be read: %w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			err = r.start(t, onlyClips)
		case xml.EndElement:
			r.end()
		case xml.CharData:
			err = r.chars(string(t))
		}
		if err != nil {
			return err
		}
	}
}

func (r *svgReader) chars(s string) error {
	if r.text != nil {
		r.text.text.words += s
		return nil
	}
	if strings.TrimSpace(s) != "" && r.stack[len(r.stack)-1].name != "text" { // clips are read first, without texts
		return fmt.Errorf("report: SVG text %.20q stands outside a text element", s)
	}
	return nil
}

func (r *svgReader) end() {
	top := r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
	if top.name == "text" && r.text != nil {
		if r.text.text.words != "" {
			r.scene.marks = append(r.scene.marks, *r.text)
		}
		r.text = nil
	}
}

func (r *svgReader) start(e xml.StartElement, onlyClips bool) error {
	name := e.Name.Local
	a := attributes{name: name, values: map[string]string{}}
	for _, v := range e.Attr {
		a.values[v.Name.Local] = v.Value
	}
	parent := r.stack[len(r.stack)-1]
	level := svgLevel{name: name, m: parent.m, clip: parent.clip, clipID: parent.clipID}
	if s, ok := a.take("transform"); ok {
		m, err := parseTransform(s)
		if err != nil {
			return err
		}
		level.m = level.m.times(m)
	}
	if s, ok := a.take("clip-path"); ok && !onlyClips {
		id := strings.TrimSuffix(strings.TrimPrefix(s, "url(#"), ")")
		if level.clip = r.clips[id]; level.clip == nil {
			return fmt.Errorf("report: clip path %q is not there", s)
		}
	}
	if name == "clipPath" {
		level.clipID, _ = a.take("id")
	}
	r.stack = append(r.stack, level)
	return r.element(a, level, onlyClips)
}

func (r *svgReader) element(a attributes, level svgLevel, onlyClips bool) error {
	switch a.name {
	case "svg":
		r.scene.width, r.scene.height = a.number("width", 0), a.number("height", 0)
		a.drop("xmlns", "xlink", "version", "baseProfile", "viewBox")
	case "g", "defs", "clipPath":
	case "path", "rect", "circle", "polyline", "polygon":
		outline, err := a.outline()
		if err != nil {
			return err
		}
		outline = transformed(outline, level.m)
		if level.clipID != "" {
			r.clips[level.clipID] = flatten(outline)
			return nil
		}
		if onlyClips {
			return nil
		}
		m := mark{outline: outline, clip: level.clip, ink: a.ink(level.m)}
		r.scene.marks = append(r.scene.marks, m)
	case "text":
		if onlyClips {
			return nil
		}
		m, err := a.label(level)
		if err != nil {
			return err
		}
		r.text = &m
	default:
		return fmt.Errorf("report: SVG element <%s> cannot be painted", a.name)
	}
	if onlyClips {
		return a.err
	}
	return a.rest()
}

func transformed(outline []segment, m matrix) []segment {
	for i := range outline {
		for j := range outline[i].p {
			outline[i].p[j] = m.apply(outline[i].p[j])
		}
	}
	return outline
}

// flatten turns an outline into one polygon, curves as eight chords: good enough for a clip.
func flatten(outline []segment) []point {
	var out []point
	for _, s := range outline {
		switch s.op {
		case 'M', 'L':
			out = append(out, s.p[0])
		case 'C':
			from := out[len(out)-1]
			for i := 1; i <= 8; i++ {
				t := float64(i) / 8
				ab, bc, cd := between(from, s.p[0], t), between(s.p[0], s.p[1], t), between(s.p[1], s.p[2], t)
				out = append(out, between(between(ab, bc, t), between(bc, cd, t), t))
			}
		}
	}
	return out
}

// parseTransform reads translate(x y) and matrix(a,b,c,d,e,f), the two that ECharts writes.
func parseTransform(s string) (matrix, error) {
	name, inside, ok := strings.Cut(strings.TrimSuffix(s, ")"), "(")
	v, err := numbers(inside)
	switch {
	case ok && err == nil && name == "translate" && len(v) == 2:
		return matrix{1, 0, 0, 1, v[0], v[1]}, nil
	case ok && err == nil && name == "matrix" && len(v) == 6:
		return matrix(v), nil
	}
	return matrix{}, fmt.Errorf("report: SVG transform %q is not known", s)
}

func numbers(s string) ([]float64, error) {
	var out []float64
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' }) {
		v, err := strconv.ParseFloat(strings.TrimSuffix(f, "px"), 64)
		if err != nil || v != v {
			return nil, fmt.Errorf("report: %q is not a list of numbers", s)
		}
		out = append(out, v)
	}
	return out, nil
}

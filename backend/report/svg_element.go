package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// attributes are those of one SVG element. Each is taken once; rest reports what nobody asked for.
type attributes struct {
	name   string
	values map[string]string
	err    error
}

func (a *attributes) take(key string) (string, bool) {
	v, ok := a.values[key]
	delete(a.values, key)
	return v, ok
}

func (a *attributes) drop(keys ...string) {
	for _, k := range keys {
		delete(a.values, k)
	}
}

func (a *attributes) fail(format string, args ...any) {
	if a.err == nil {
		a.err = fmt.Errorf("report: SVG <%s>: %s", a.name, fmt.Sprintf(format, args...))
	}
}

func (a *attributes) number(key string, absent float64) float64 {
	s, ok := a.take(key)
	if !ok {
		return absent
	}
	v, err := numbers(s)
	if err != nil || len(v) != 1 || math.IsInf(v[0], 0) {
		a.fail("%s=%q is not a number", key, s)
		return absent
	}
	return v[0]
}

// rest is the error so far, or names an attribute that would change the picture and was not used.
func (a *attributes) rest() error {
	a.drop("pointer-events", "class", "cursor", "id", "space")
	if a.err != nil {
		return a.err
	}
	for key, v := range a.values {
		if !strings.HasPrefix(key, "ecmeta_") {
			return fmt.Errorf("report: SVG <%s>: %s=%q cannot be painted", a.name, key, v)
		}
	}
	return nil
}

func (a *attributes) outline() ([]segment, error) {
	switch a.name {
	case "path":
		d, _ := a.take("d")
		return parsePath(d)
	case "rect":
		x, y, w, h := a.number("x", 0), a.number("y", 0), a.number("width", 0), a.number("height", 0)
		return polygonOf([]point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, true), a.err
	case "circle":
		return circleOf(point{a.number("cx", 0), a.number("cy", 0)}, a.number("r", 0)), a.err
	}
	s, _ := a.take("points")
	v, err := numbers(s)
	if err != nil || len(v)%2 != 0 {
		return nil, fmt.Errorf("report: SVG points %.40q are not pairs of numbers", s)
	}
	var points []point
	for i := 0; i < len(v); i += 2 {
		points = append(points, point{v[i], v[i+1]})
	}
	return polygonOf(points, a.name == "polygon"), nil
}

func polygonOf(points []point, closed bool) []segment {
	var out []segment
	for i, p := range points {
		op := byte('L')
		if i == 0 {
			op = 'M'
		}
		out = append(out, segment{op: op, p: [3]point{p}})
	}
	if closed && len(out) > 0 {
		out = append(out, segment{op: 'Z'})
	}
	return out
}

// circleOf draws a circle with four cubic curves; 0.5523 is 4/3 (sqrt 2 - 1), the handle of a quarter.
func circleOf(c point, r float64) []segment {
	k := r * 4 / 3 * (math.Sqrt2 - 1)
	at := func(dx, dy float64) point { return point{c.x + dx, c.y + dy} }
	return []segment{
		{op: 'M', p: [3]point{at(r, 0)}},
		{op: 'C', p: [3]point{at(r, k), at(k, r), at(0, r)}},
		{op: 'C', p: [3]point{at(-k, r), at(-r, k), at(-r, 0)}},
		{op: 'C', p: [3]point{at(-r, -k), at(-k, -r), at(0, -r)}},
		{op: 'C', p: [3]point{at(k, -r), at(r, -k), at(r, 0)}},
		{op: 'Z'},
	}
}

// ink reads fill and stroke. SVG's own defaults hold: black fill, no stroke.
func (a *attributes) ink(m matrix) ink {
	scale := math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2]))
	k := ink{
		fill: a.paint("fill", &rgb{}), stroke: a.paint("stroke", nil),
		fillAlpha: a.number("fill-opacity", 1), strokeAlpha: a.number("stroke-opacity", 1),
		lineWidth: a.number("stroke-width", 1) * scale, dashPhase: a.number("stroke-dashoffset", 0) * scale,
		lineCap: "butt", lineJoin: "miter",
	}
	if s, ok := a.take("stroke-linecap"); ok {
		k.lineCap = s
	}
	if s, ok := a.take("stroke-linejoin"); ok {
		k.lineJoin = s
	}
	if s, ok := a.take("paint-order"); ok && s != "fill" {
		a.fail("paint-order=%q", s)
	}
	if s, ok := a.take("stroke-dasharray"); ok && s != "none" {
		v, err := numbers(s)
		if err != nil {
			a.fail("stroke-dasharray=%q", s)
		}
		for _, x := range v {
			k.dash = append(k.dash, x*scale)
		}
	}
	a.drop("stroke-miterlimit")
	if all := a.number("opacity", 1); all != 1 {
		k.fillAlpha, k.strokeAlpha = k.fillAlpha*all, k.strokeAlpha*all
	}
	return k
}

func (a *attributes) paint(key string, absent *rgb) *rgb {
	s, ok := a.take(key)
	switch {
	case !ok:
		return absent
	case s == "none" || s == "transparent":
		return nil
	}
	if v, found := strings.CutPrefix(s, "rgb("); found {
		if n, err := numbers(strings.TrimSuffix(v, ")")); err == nil && len(n) == 3 {
			return &rgb{int(n[0]), int(n[1]), int(n[2])}
		}
	}
	c, err := parseHex(s)
	if err != nil {
		a.fail("%s=%q is not a colour", key, s)
	}
	return &c
}

// label reads a text element: place, anchor, colour and the font out of its style.
func (a *attributes) label(level svgLevel) (mark, error) {
	m := level.m
	if m[0] != 1 || m[1] != 0 || m[2] != 0 || m[3] != 1 {
		return mark{}, fmt.Errorf("report: turned or stretched SVG text cannot be painted")
	}
	if s, ok := a.take("dominant-baseline"); ok && s != "central" {
		a.fail("dominant-baseline=%q", s)
	}
	l := &label{at: m.apply(point{a.number("x", 0), a.number("y", 0)}), anchor: "start", size: 12, weight: 400}
	if s, ok := a.take("text-anchor"); ok {
		l.anchor = s
	}
	if l.anchor != "start" && l.anchor != "middle" && l.anchor != "end" {
		a.fail("text-anchor=%q", l.anchor)
	}
	style, _ := a.take("style")
	l.size, l.weight = fontOf(style)
	return mark{clip: level.clip, ink: a.ink(m), text: l}, a.err
}

// fontOf reads size in px and weight from a CSS declaration block or a canvas font ("500 12px Inter").
func fontOf(css string) (size float64, weight int) {
	size, weight = 12, 400
	for _, word := range strings.FieldsFunc(css, func(r rune) bool { return r == ' ' || r == ';' || r == ':' }) {
		if px, ok := strings.CutSuffix(word, "px"); ok {
			if v, err := strconv.ParseFloat(px, 64); err == nil && v > 0 {
				size = v
			}
			continue
		}
		if v, err := strconv.Atoi(word); err == nil && v >= 100 {
			weight = v
		} else if word == "bold" {
			weight = 700
		}
	}
	return size, weight
}

// faceOf is the embedded face nearest to a CSS weight.
func faceOf(weight int) *face {
	switch {
	case weight >= 600:
		return semiBold()
	case weight >= 500:
		return medium()
	}
	return regular()
}

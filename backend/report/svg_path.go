package report

import (
	"fmt"
	"math"
	"strconv"
)

// point is a place in px, y downwards.
type point struct{ x, y float64 }

// segment is one step of an outline: 'M' and 'L' use p[0], 'C' uses p[0..2], 'Z' none.
type segment struct {
	op byte
	p  [3]point
}

// pathReader walks through the d attribute of an SVG path.
type pathReader struct {
	d          string
	at         int
	out        []segment
	here, open point // current point, start of the current piece
}

// parsePath reads the path commands that ECharts writes (M L H V C Q A Z, both cases) and turns all
// of them into moves, lines and cubic curves. Anything else is an error.
func parsePath(d string) ([]segment, error) {
	r := &pathReader{d: d}
	var command byte
	for r.skip(); r.at < len(r.d); r.skip() {
		if c := r.d[r.at]; c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			command = c
			r.at++
		} else if command == 0 || command == 'Z' || command == 'z' {
			return nil, fmt.Errorf("report: path %.40q: a command is missing at %d", d, r.at)
		}
		if err := r.step(command); err != nil {
			return nil, err
		}
		if command == 'M' || command == 'm' { // further pairs after a move are lines
			command--
		}
	}
	if len(r.out) > 0 && r.out[0].op != 'M' {
		return nil, fmt.Errorf("report: path %.40q does not begin with a move", d)
	}
	return r.out, nil
}

func (r *pathReader) step(command byte) error {
	relative := command >= 'a'
	upper := command &^ 0x20
	counts := map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'Q': 4, 'A': 7, 'Z': 0}
	n, known := counts[upper]
	if !known {
		return fmt.Errorf("report: path command %q is not known", command)
	}
	var v [7]float64
	for i := range n {
		x, err := r.number(upper == 'A' && (i == 3 || i == 4))
		if err != nil {
			return err
		}
		v[i] = x
	}
	from := point{}
	if relative {
		from = r.here
	}
	at := func(i int) point { return point{from.x + v[i], from.y + v[i+1]} }
	switch upper {
	case 'M':
		r.open = at(0)
		r.add('M', r.open)
	case 'L':
		r.add('L', at(0))
	case 'H':
		r.add('L', point{from.x + v[0], r.here.y})
	case 'V':
		r.add('L', point{r.here.x, from.y + v[0]})
	case 'C':
		r.add('C', at(0), at(2), at(4))
	case 'Q':
		c, end := at(0), at(2)
		r.add('C', between(r.here, c, 2.0/3), between(end, c, 2.0/3), end)
	case 'A':
		r.arc(arcSpec{v[0], v[1], v[2], v[3] != 0, v[4] != 0, at(5)})
	case 'Z':
		r.add('Z')
		r.here = r.open
	}
	return nil
}

func (r *pathReader) add(op byte, p ...point) {
	s := segment{op: op}
	copy(s.p[:], p)
	r.out = append(r.out, s)
	if len(p) > 0 {
		r.here = p[len(p)-1]
	}
}

func between(a, b point, share float64) point {
	return point{a.x + (b.x-a.x)*share, a.y + (b.y-a.y)*share}
}

func (r *pathReader) skip() {
	for r.at < len(r.d) && (r.d[r.at] == ' ' || r.d[r.at] == ',' || r.d[r.at] == '\n' || r.d[r.at] == '\t' || r.d[r.at] == '\r') {
		r.at++
	}
}

// number reads one number; a flag of an arc is a single digit and may touch what follows.
func (r *pathReader) number(flag bool) (float64, error) {
	r.skip()
	start := r.at
	if flag {
		if r.at < len(r.d) && (r.d[r.at] == '0' || r.d[r.at] == '1') {
			r.at++
			return float64(r.d[start] - '0'), nil
		}
		return 0, fmt.Errorf("report: path %.40q: a flag is missing at %d", r.d, r.at)
	}
	dot, exp := false, false
	for ; r.at < len(r.d); r.at++ {
		c := r.d[r.at]
		sign := (c == '-' || c == '+') && (r.at == start || r.d[r.at-1]|0x20 == 'e')
		switch {
		case c >= '0' && c <= '9', sign:
			continue
		case c == '.' && !dot && !exp:
			dot = true
			continue
		case c|0x20 == 'e' && !exp && r.at > start:
			exp = true
			continue
		}
		break
	}
	v, err := strconv.ParseFloat(r.d[start:r.at], 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, fmt.Errorf("report: path %.40q: a number is missing at %d", r.d, start)
	}
	return v, nil
}

type arcSpec struct {
	rx, ry, degrees float64
	large, sweep    bool
	end             point
}

// arc turns an SVG arc into cubic curves: SVG 1.1, appendix F.6.5, a quarter turn or less at a time.
func (r *pathReader) arc(a arcSpec) {
	from := r.here
	rx, ry := math.Abs(a.rx), math.Abs(a.ry)
	if rx == 0 || ry == 0 || from == a.end {
		r.add('L', a.end)
		return
	}
	sin, cos := math.Sincos(a.degrees * math.Pi / 180)
	dx, dy := (from.x-a.end.x)/2, (from.y-a.end.y)/2
	x1, y1 := cos*dx+sin*dy, -sin*dx+cos*dy
	if grow := x1*x1/(rx*rx) + y1*y1/(ry*ry); grow > 1 { // F.6.6: too small a radius reaches both ends
		rx, ry = rx*math.Sqrt(grow), ry*math.Sqrt(grow)
	}
	k := math.Sqrt(math.Max(0, (rx*rx*ry*ry-rx*rx*y1*y1-ry*ry*x1*x1)/(rx*rx*y1*y1+ry*ry*x1*x1)))
	if a.large == a.sweep {
		k = -k
	}
	cx1, cy1 := k*rx*y1/ry, -k*ry*x1/rx
	centre := point{cos*cx1 - sin*cy1 + (from.x+a.end.x)/2, sin*cx1 + cos*cy1 + (from.y+a.end.y)/2}
	start := math.Atan2((y1-cy1)/ry, (x1-cx1)/rx)
	turn := math.Atan2((-y1-cy1)/ry, (-x1-cx1)/rx) - start
	if a.sweep && turn < 0 {
		turn += 2 * math.Pi
	} else if !a.sweep && turn > 0 {
		turn -= 2 * math.Pi
	}
	steps := int(math.Ceil(math.Abs(turn)/(math.Pi/2) - 1e-9))
	part := turn / float64(max(steps, 1))
	handle := 4.0 / 3 * math.Tan(part/4)
	on := func(u, v float64) point {
		return point{centre.x + cos*rx*u - sin*ry*v, centre.y + sin*rx*u + cos*ry*v}
	}
	for i := range steps {
		s0, c0 := math.Sincos(start + float64(i)*part)
		s1, c1 := math.Sincos(start + float64(i+1)*part)
		end := on(c1, s1)
		if i == steps-1 {
			end = a.end
		}
		r.add('C', on(c0-handle*s0, s0+handle*c0), on(c1+handle*s1, s1-handle*c1), end)
	}
}

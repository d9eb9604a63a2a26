package report

import "strings"

// paint puts a scene on the page with its top left corner at x, y (px).
func (s *sheet) paint(sc scene, x, y float64) {
	for _, m := range sc.marks {
		if m.text != nil {
			s.paintLabel(m, x, y)
		} else {
			s.paintOutline(m, x, y)
		}
	}
}

// onPage moves a point of a scene at x, y to its place in points, to the hundredth throughout: fpdf
// writes moves and curves with different precision, and the tiny gap at the end of a circle would get a
// spike where its ends join.
func onPage(p point, x, y float64) point {
	return point{hundredth((p.x + x) * pt), hundredth((p.y + y) * pt)}
}

func clipOnPage(clip []point, x, y float64) []point {
	if clip == nil {
		return nil
	}
	moved := make([]point, len(clip))
	for i, p := range clip {
		moved[i] = onPage(p, x, y)
	}
	return moved
}

func (s *sheet) paintLabel(m mark, x, y float64) {
	if m.fill == nil {
		return
	}
	f := faceOf(m.text.weight)
	words := f.visible(strings.TrimSpace(m.text.words))
	left := m.text.at.x
	switch w := f.width(words, m.text.size, 0); m.text.anchor {
	case "middle":
		left -= w / 2
	case "end":
		left -= w
	}
	// dominant-baseline: central lies halfway between ascender and descender.
	base := m.text.at.y + m.text.size*(f.ascender+f.descender)/2
	s.paper.text(textMark{at: onPage(point{left, base}, x, y), words: words, face: f, size: m.text.size * pt, color: *m.fill,
		clip: clipOnPage(m.clip, x, y)})
}

func (s *sheet) paintOutline(m mark, x, y float64) {
	if len(m.outline) < 2 {
		return
	}
	path := pathMark{outline: make([]segment, len(m.outline)), clip: clipOnPage(m.clip, x, y)}
	for i, g := range m.outline {
		path.outline[i] = segment{op: g.op, p: [3]point{onPage(g.p[0], x, y), onPage(g.p[1], x, y), onPage(g.p[2], x, y)}}
	}
	if m.fill != nil && m.fillAlpha > 0 {
		path.fill, path.alpha = m.fill, m.fillAlpha
		s.paper.path(path)
	}
	if m.stroke == nil || m.strokeAlpha <= 0 || m.lineWidth <= 0 {
		return
	}
	path.fill, path.stroke, path.alpha = nil, m.stroke, m.strokeAlpha
	path.line = lineInk{width: m.lineWidth * pt, phase: m.dashPhase * pt, cap: m.lineCap, join: m.lineJoin}
	for _, d := range m.dash {
		path.line.dash = append(path.line.dash, d*pt)
	}
	s.paper.path(path)
}

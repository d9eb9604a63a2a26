package report

import (
	"math"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// paint puts a scene on the page with its top left corner at x, y (px).
func (s *sheet) paint(sc scene, x, y float64) {
	for _, m := range sc.marks {
		if m.clip != nil {
			polygon := make([]fpdf.PointType, len(m.clip))
			for i, p := range m.clip {
				polygon[i] = fpdf.PointType{X: (p.x + x) * pt, Y: (p.y + y) * pt}
			}
			s.pdf.ClipPolygon(polygon, false)
		}
		if m.text != nil {
			s.paintLabel(m, x, y)
		} else {
			s.paintOutline(m, x, y)
		}
		if m.clip != nil {
			s.pdf.ClipEnd()
		}
	}
}

func (s *sheet) paintLabel(m mark, x, y float64) {
	if m.fill == nil {
		return
	}
	f := faceOf(m.text.weight)
	words := f.visible(strings.TrimSpace(m.text.words))
	left := m.text.at.x + x
	switch w := f.width(words, m.text.size, 0); m.text.anchor {
	case "middle":
		left -= w / 2
	case "end":
		left -= w
	}
	// dominant-baseline: central lies halfway between ascender and descender.
	base := m.text.at.y + y + m.text.size*(f.ascender+f.descender)/2
	s.pdf.SetFont(f.name, "", m.text.size*pt)
	s.pdf.SetTextColor(m.fill.r, m.fill.g, m.fill.b)
	s.pdf.Text(left*pt, base*pt, words)
}

func (s *sheet) paintOutline(m mark, x, y float64) {
	if len(m.outline) < 2 {
		return
	}
	if m.fill != nil && m.fillAlpha > 0 {
		s.pdf.SetFillColor(m.fill.r, m.fill.g, m.fill.b)
		s.alpha(m.fillAlpha)
		s.trace(m.outline, x, y)
		s.pdf.DrawPath("F")
		s.alphaDone(m.fillAlpha)
	}
	if m.stroke == nil || m.strokeAlpha <= 0 || m.lineWidth <= 0 {
		return
	}
	s.pdf.SetDrawColor(m.stroke.r, m.stroke.g, m.stroke.b)
	s.pdf.SetLineWidth(m.lineWidth * pt)
	s.pdf.SetLineCapStyle(m.lineCap)
	s.pdf.SetLineJoinStyle(m.lineJoin)
	dash := make([]float64, len(m.dash))
	for i, d := range m.dash {
		dash[i] = d * pt
	}
	s.pdf.SetDashPattern(dash, m.dashPhase*pt)
	s.alpha(m.strokeAlpha)
	s.trace(m.outline, x, y)
	s.pdf.DrawPath("D")
	s.alphaDone(m.strokeAlpha)
	s.pdf.SetDashPattern([]float64{}, 0)
}

func (s *sheet) alpha(a float64) {
	if a < 1 {
		s.pdf.SetAlpha(a, "Normal")
	}
}

func (s *sheet) alphaDone(a float64) {
	if a < 1 {
		s.pdf.SetAlpha(1, "Normal")
	}
}

func (s *sheet) trace(outline []segment, x, y float64) {
	// Hundredths of a point throughout: fpdf writes moves and curves with different precision, and the
	// tiny gap at the end of a circle would get a spike where its ends join.
	at := func(p point) (float64, float64) {
		return math.Round((p.x+x)*pt*100) / 100, math.Round((p.y+y)*pt*100) / 100
	}
	for _, g := range outline {
		x0, y0 := at(g.p[0])
		switch g.op {
		case 'M':
			s.pdf.MoveTo(x0, y0)
		case 'L':
			s.pdf.LineTo(x0, y0)
		case 'C':
			x1, y1 := at(g.p[1])
			x2, y2 := at(g.p[2])
			s.pdf.CurveBezierCubicTo(x0, y0, x1, y1, x2, y2)
		case 'Z':
			s.pdf.ClosePath()
		}
	}
}

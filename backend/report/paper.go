package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// paper is what a sheet is painted on: the PDF, or the preview that records the very same marks.
// Everything is in points from the top left.
type paper interface {
	addPage()
	text(textMark)
	path(pathMark)
}

// textMark is one line of words with its baseline at at.
type textMark struct {
	at             point
	words          string // letters that the face has, and no others
	face           *face
	size, tracking float64 // tracking in em
	color          rgb
	clip           []point
}

// pathMark is an outline that is either filled or stroked.
type pathMark struct {
	outline []segment
	clip    []point // nil for none
	fill    *rgb
	stroke  *rgb
	alpha   float64
	line    lineInk
}

// lineInk is how a stroke is drawn.
type lineInk struct {
	width, phase float64
	dash         []float64
	cap, join    string
}

// pdfPaper writes marks into a PDF.
type pdfPaper struct{ pdf *fpdf.Fpdf }

func (p pdfPaper) addPage() { p.pdf.AddPage() }

func (p pdfPaper) text(m textMark) {
	defer p.clipped(m.clip)()
	p.pdf.SetFont(m.face.name, "", m.size)
	p.pdf.SetTextColor(m.color.r, m.color.g, m.color.b)
	if m.tracking != 0 {
		p.pdf.RawWriteStr(fmt.Sprintf("%.4f Tc\n", m.tracking*m.size))
	}
	p.pdf.Text(m.at.x, m.at.y, m.words)
	if m.tracking != 0 {
		p.pdf.RawWriteStr("0 Tc\n")
	}
}

func (p pdfPaper) path(m pathMark) {
	defer p.clipped(m.clip)()
	if m.alpha < 1 {
		p.pdf.SetAlpha(m.alpha, "Normal")
		defer p.pdf.SetAlpha(1, "Normal")
	}
	if m.fill != nil {
		p.pdf.SetFillColor(m.fill.r, m.fill.g, m.fill.b)
		p.trace(m.outline)
		p.pdf.DrawPath("F")
		return
	}
	p.pdf.SetDrawColor(m.stroke.r, m.stroke.g, m.stroke.b)
	p.pdf.SetLineWidth(m.line.width)
	p.pdf.SetLineCapStyle(m.line.cap)
	p.pdf.SetLineJoinStyle(m.line.join)
	p.pdf.SetDashPattern(append([]float64{}, m.line.dash...), m.line.phase)
	p.trace(m.outline)
	p.pdf.DrawPath("D")
}

// clipped limits what follows to a polygon until the returned function is called.
func (p pdfPaper) clipped(clip []point) func() {
	if clip == nil {
		return func() {}
	}
	polygon := make([]fpdf.PointType, len(clip))
	for i, c := range clip {
		polygon[i] = fpdf.PointType{X: c.x, Y: c.y}
	}
	p.pdf.ClipPolygon(polygon, false)
	return p.pdf.ClipEnd
}

func (p pdfPaper) trace(outline []segment) {
	for _, g := range outline {
		switch g.op {
		case 'M':
			p.pdf.MoveTo(g.p[0].x, g.p[0].y)
		case 'L':
			p.pdf.LineTo(g.p[0].x, g.p[0].y)
		case 'C':
			p.pdf.CurveBezierCubicTo(g.p[0].x, g.p[0].y, g.p[1].x, g.p[1].y, g.p[2].x, g.p[2].y)
		case 'Z':
			p.pdf.ClosePath()
		}
	}
}

// previewPaper records the marks of every page.
type previewPaper struct {
	width, height float64
	pages         []PageView
}

func (p *previewPaper) addPage() {
	p.pages = append(p.pages, PageView{Width: p.width, Height: p.height, Marks: []PageMark{}})
}

func (p *previewPaper) add(m PageMark) {
	page := &p.pages[len(p.pages)-1]
	page.Marks = append(page.Marks, m)
}

// text leaves out the spaces at the ends, which a browser would not draw but count in the width.
func (p *previewPaper) text(m textMark) {
	trimmed := strings.TrimLeft(m.words, " ")
	m.at.x += m.face.width(m.words[:len(m.words)-len(trimmed)], m.size, m.tracking)
	m.words = strings.TrimRight(trimmed, " ")
	weight := map[string]int{regular().name: 400, medium().name: 500, semiBold().name: 600}[m.face.name]
	p.add(PageMark{Kind: "text", X: hundredth(m.at.x), Y: hundredth(m.at.y), Width: hundredth(m.face.width(m.words, m.size, m.tracking)),
		Size: hundredth(m.size), Weight: weight, Text: m.words, Fill: m.color.hex(), Clip: pathData(polygonOf(m.clip, true))})
}

func (p *previewPaper) path(m pathMark) {
	mark := PageMark{Kind: "path", Path: pathData(m.outline), Clip: pathData(polygonOf(m.clip, true))}
	if m.alpha < 1 {
		mark.Alpha = m.alpha
	}
	if m.fill != nil {
		mark.Fill = m.fill.hex()
		p.add(mark)
		return
	}
	mark.Stroke, mark.Line, mark.Dash, mark.Phase = m.stroke.hex(), hundredth(m.line.width), m.line.dash, m.line.phase
	if m.line.cap != "butt" {
		mark.Cap = m.line.cap
	}
	if m.line.join != "miter" {
		mark.Join = m.line.join
	}
	p.add(mark)
}

func (c rgb) hex() string { return fmt.Sprintf("#%02X%02X%02X", c.r, c.g, c.b) }

// hundredth is as fine as anything on a page is placed.
func hundredth(v float64) float64 { return math.Round(v*100) / 100 }

// pathData writes an outline as SVG path data.
func pathData(outline []segment) string {
	var b strings.Builder
	for _, g := range outline {
		b.WriteByte(g.op)
		for i := range map[byte]int{'M': 1, 'L': 1, 'C': 3}[g.op] {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(strconv.FormatFloat(hundredth(g.p[i].x), 'f', -1, 64) + " " + strconv.FormatFloat(hundredth(g.p[i].y), 'f', -1, 64))
		}
	}
	return b.String()
}

// Pages is the report as PDF writes it, as marks instead of a file: one layout, painted on another
// paper. Errors: as PDF.
func Pages(d Document) ([]PageView, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	size := pageSize(d)
	p := &previewPaper{width: size.Wd, height: size.Ht}
	if err := compose(d, p); err != nil {
		return nil, err
	}
	return p.pages, nil
}

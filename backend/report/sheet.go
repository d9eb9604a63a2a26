package report

import (
	"math"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// pt turns px at 96 dpi, in which pages are laid out, into points.
const pt = 0.75

// style is how a text looks. Sizes are px.
type style struct {
	face     *face
	size     float64
	line     float64 // height of a line
	token    string  // colour
	tracking float64 // em
}

// The type scale of the PDF (design language, section 11).
func sentenceStyle() style { return style{semiBold(), 22, 29, "text", -0.018} }
func secondStyle() style   { return style{semiBold(), 17, 23, "text", -0.014} }
func headingStyle() style  { return style{semiBold(), 13.5, 18, "text", -0.006} }
func figureStyle() style   { return style{semiBold(), 19, 25, "text", -0.016} }
func bodyStyle() style     { return style{regular(), 12.5, 18, "text2", 0} }
func noteStyle() style     { return style{regular(), 10.5, 14, "text2", 0} }
func strongNote() style    { return style{semiBold(), 10.5, 14, "text", 0} }
func footStyle() style     { return style{regular(), 10, 14, "text3", 0} }

func (s style) in(token string) style { s.token = token; return s }

func (s style) width(words string) float64 {
	return s.face.width(s.face.visible(words), s.size, s.tracking)
}

// rect is a box in px, from its top left corner.
type rect struct{ x, y, w, h float64 }

// sheet lays marks out on paper, addressed in px from the top left.
type sheet struct {
	paper         paper
	charts        *renderer
	width, height float64
}

// pageSize is the paper's size in points.
func pageSize(d Document) fpdf.SizeType {
	if d.PageSize == Letter {
		return fpdf.SizeType{Wd: 612, Ht: 792}
	}
	return fpdf.SizeType{Wd: 595.28, Ht: 841.89}
}

func newPDF(d Document) *fpdf.Fpdf {
	pdf := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "pt", Size: pageSize(d)})
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true)
	for _, f := range []*face{regular(), medium(), semiBold()} {
		pdf.AddUTF8FontFromBytes(f.name, "", f.ttf)
	}
	return pdf
}

// text writes one line with its baseline at y; letters that the font lacks are shown as such.
func (s *sheet) text(x, y float64, words string, st style) {
	words = st.face.visible(words)
	if strings.TrimSpace(words) == "" {
		return
	}
	s.paper.text(textMark{at: point{x * pt, y * pt}, words: words, face: st.face, size: st.size * pt, tracking: st.tracking, color: color(st.token)})
}

// lineText writes one line inside a line box that begins at y.
func (s *sheet) lineText(x, y float64, words string, st style) {
	s.text(x, baseline(y, st), words, st)
}

// rightText ends at x.
func (s *sheet) rightText(x, y float64, words string, st style) {
	s.text(x-st.width(words), baseline(y, st), words, st)
}

func baseline(y float64, st style) float64 {
	content := st.size * (st.face.ascender - st.face.descender)
	return y + (st.line-content)/2 + st.size*st.face.ascender
}

// rule draws a horizontal line.
func (s *sheet) rule(from point, width, thickness float64, token string) {
	s.outlined(polygonOf([]point{from, {from.x + width, from.y}}, false), thickness, token)
}

// upright draws a hairline downwards.
func (s *sheet) upright(from point, height float64) {
	s.outlined(polygonOf([]point{from, {from.x, from.y + height}}, false), 1, "line")
}

// frame draws a rounded outline.
func (s *sheet) frame(r rect, radius float64, token string) {
	s.outlined(roundedRect(r, radius), 1, token)
}

// box fills a rounded rectangle.
func (s *sheet) box(r rect, radius float64, token string) {
	c := color(token)
	s.paint(scene{marks: []mark{{outline: roundedRect(r, radius), ink: ink{fill: &c, fillAlpha: 1}}}}, 0, 0)
}

func (s *sheet) outlined(outline []segment, thickness float64, token string) {
	c := color(token)
	s.paint(scene{marks: []mark{{outline: outline, ink: ink{stroke: &c, strokeAlpha: 1, lineWidth: thickness, lineCap: "butt", lineJoin: "miter"}}}}, 0, 0)
}

// roundedRect draws each corner with one cubic curve; see circleOf.
func roundedRect(r rect, radius float64) []segment {
	k := radius * (1 - 4.0/3*(math.Sqrt2-1)) // from the corner to the curve's handle
	left, top, right, bottom := r.x, r.y, r.x+r.w, r.y+r.h
	return []segment{
		{op: 'M', p: [3]point{{left + radius, top}}}, {op: 'L', p: [3]point{{right - radius, top}}},
		{op: 'C', p: [3]point{{right - k, top}, {right, top + k}, {right, top + radius}}}, {op: 'L', p: [3]point{{right, bottom - radius}}},
		{op: 'C', p: [3]point{{right, bottom - k}, {right - k, bottom}, {right - radius, bottom}}}, {op: 'L', p: [3]point{{left + radius, bottom}}},
		{op: 'C', p: [3]point{{left + k, bottom}, {left, bottom - k}, {left, bottom - radius}}}, {op: 'L', p: [3]point{{left, top + radius}}},
		{op: 'C', p: [3]point{{left, top + k}, {left + k, top}, {left + radius, top}}}, {op: 'Z'},
	}
}

// chart draws an option into a box.
func (s *sheet) chart(o Option, r rect) error {
	sc, err := s.charts.scene(o, r.w, r.h)
	if err != nil {
		return err
	}
	s.paint(sc, r.x, r.y)
	return nil
}

package report

import (
	"fmt"
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

// sheet is the paper being painted, addressed in px from the top left.
type sheet struct {
	pdf           *fpdf.Fpdf
	charts        *renderer
	width, height float64
}

func newSheet(d Document, charts *renderer) *sheet {
	size := fpdf.SizeType{Wd: 595.28, Ht: 841.89}
	if d.PageSize == Letter {
		size = fpdf.SizeType{Wd: 612, Ht: 792}
	}
	pdf := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "pt", Size: size})
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true)
	for _, f := range []*face{regular(), medium(), semiBold()} {
		pdf.AddUTF8FontFromBytes(f.name, "", f.ttf)
	}
	return &sheet{pdf: pdf, charts: charts, width: size.Wd / pt, height: size.Ht / pt}
}

// text writes one line with its baseline at y; letters that the font lacks are shown as such.
func (s *sheet) text(x, y float64, words string, st style) {
	words = st.face.visible(words)
	if strings.TrimSpace(words) == "" {
		return
	}
	c := color(st.token)
	s.pdf.SetFont(st.face.name, "", st.size*pt)
	s.pdf.SetTextColor(c.r, c.g, c.b)
	if st.tracking != 0 {
		s.pdf.RawWriteStr(fmt.Sprintf("%.4f Tc\n", st.tracking*st.size*pt))
	}
	s.pdf.Text(x*pt, y*pt, words)
	if st.tracking != 0 {
		s.pdf.RawWriteStr("0 Tc\n")
	}
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
	s.stroke(token, thickness)
	s.pdf.Line(from.x*pt, from.y*pt, (from.x+width)*pt, from.y*pt)
}

// upright draws a hairline downwards.
func (s *sheet) upright(from point, height float64) {
	s.stroke("line", 1)
	s.pdf.Line(from.x*pt, from.y*pt, from.x*pt, (from.y+height)*pt)
}

func (s *sheet) stroke(token string, thickness float64) {
	c := color(token)
	s.pdf.SetDrawColor(c.r, c.g, c.b)
	s.pdf.SetLineWidth(thickness * pt)
	s.pdf.SetDashPattern([]float64{}, 0)
	s.pdf.SetLineCapStyle("butt")
	s.pdf.SetLineJoinStyle("miter")
}

// frame draws a rounded outline.
func (s *sheet) frame(r rect, radius float64, token string) {
	s.stroke(token, 1)
	s.pdf.RoundedRect(r.x*pt, r.y*pt, r.w*pt, r.h*pt, radius*pt, "1234", "D")
}

// box fills a rounded rectangle.
func (s *sheet) box(r rect, radius float64, token string) {
	c := color(token)
	s.pdf.SetFillColor(c.r, c.g, c.b)
	s.pdf.RoundedRect(r.x*pt, r.y*pt, r.w*pt, r.h*pt, radius*pt, "1234", "F")
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

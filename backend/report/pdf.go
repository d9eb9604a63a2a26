package report

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"

	"creatorlift/backend/experiment"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
)

// Margins and fixed heights of a page, px.
const (
	sideMargin   = 52
	topMargin    = 44
	headHeight   = 46 // down to below the rule
	footHeight   = 30
	bottomMargin = 30
)

// PDF writes the report. The same Document gives the same bytes. The first page is complete alone;
// what does not fit on the second goes on to a third. Errors: *shop.Error where the Document cannot be
// laid out, else what the writer or the chart engine said.
func PDF(w io.Writer, d Document) error {
	if err := d.check(); err != nil {
		return err
	}
	pdf := newPDF(d)
	describe(pdf, d)
	if err := compose(d, pdfPaper{pdf}); err != nil {
		return err
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("report: write the PDF: %w", err)
	}
	return nil
}

// compose lays all pages out on a paper.
func compose(d Document, on paper) error {
	charts, err := newRenderer()
	if err != nil {
		return err
	}
	d.Creators = inReportOrder(d.Creators, d.HideNames)
	size := pageSize(d)
	s := &sheet{paper: on, charts: charts, width: size.Wd / pt, height: size.Ht / pt}
	pages := paged(d, s.width-2*sideMargin, s.bodyHeight())
	for i, blocks := range pages {
		on.addPage()
		s.head(d, i+1, len(pages))
		y := float64(topMargin + headHeight)
		for _, b := range blocks {
			if err := b.draw(s, sideMargin, y); err != nil {
				return err
			}
			y += b.height
		}
		s.foot(d)
	}
	return nil
}

// paged lays the report out. Without an answer there is little to show and it flows together.
func paged(d Document, width, room float64) [][]block {
	first, later := firstPage(d, width, room), laterBlocks(d, width)
	if d.Tests[0].Verdict.Kind == scorecard.NotEstimable {
		return flowed(append(first, later...), room)
	}
	return append([][]block{first}, flowed(later, room)...)
}

func (s *sheet) bodyHeight() float64 {
	return s.height - topMargin - headHeight - footHeight - bottomMargin
}

func describe(pdf *fpdf.Fpdf, d Document) {
	pdf.SetTitle(metadata(d.Brand+": "+Headline(d.Tests[0])), true)
	pdf.SetAuthor(metadata(d.Brand), true)
	pdf.SetSubject("Creator programme, tested", true)
	pdf.SetCreator(metadata("Creatorlift "+d.Version), true)
	pdf.SetProducer(metadata("Creatorlift "+d.Version), true)
	pdf.SetLang("en")
	y, m, day := d.CreatedDay.Date()
	created := time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
	pdf.SetCreationDate(created)
	pdf.SetModificationDate(created)
}

// metadata keeps every script but only what fpdf can write: it fails on letters outside the basic plane
// and on bytes that are not UTF-8.
func metadata(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r > 0xFFFF || r == utf8.RuneError:
			return missingGlyph
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, s)
}

// flowed fills pages with blocks; a block is never cut.
func flowed(blocks []block, room float64) [][]block {
	var pages [][]block
	used := 0.0
	for _, b := range blocks {
		if b.gap && (used == 0 || used+b.height > room) {
			continue
		}
		if len(pages) == 0 || used+b.height > room && used > 0 {
			pages, used = append(pages, nil), 0
		}
		pages[len(pages)-1] = append(pages[len(pages)-1], b)
		used += b.height
	}
	return pages
}

// head writes mark, brand, programme and what the page rests on, above a rule.
func (s *sheet) head(d Document, page, pages int) {
	small := style{regular(), 12, 20, "text2", 0}
	brand := style{semiBold(), 14, 20, "text", -0.006}
	right := d.money().name() + " · data to " + mediumDay(d.DataTo) + fmt.Sprintf(" · %d of %d", page, pages)
	if d.Currency == "" {
		right = "data to " + mediumDay(d.DataTo) + fmt.Sprintf(" · %d of %d", page, pages)
	}
	s.mark(sideMargin, topMargin)
	x := float64(sideMargin + 28)
	room := s.width - sideMargin - small.width(right) - 16 - x
	programme := "Creator programme"
	if p := d.Tests[0].Answer.Period; p != nil {
		programme += ", " + spanWords(*p)
	}
	if brand.width(d.Brand)+8+small.width(programme) > room {
		programme = "Creator programme"
		if p := d.Tests[0].Answer.Period; p != nil {
			programme = spanShort(*p)
		}
	}
	programme = fit(programme, small, math.Max(room*0.6, room-8-brand.width(d.Brand)))
	name := fit(d.Brand, brand, room-8-small.width(programme))
	s.lineText(x, topMargin, name, brand)
	s.lineText(x+brand.width(name)+8, topMargin, programme, small)
	s.rightText(s.width-sideMargin, topMargin, right, small)
	s.rule(point{sideMargin, topMargin + 30.5}, s.width-2*sideMargin, 1.5, "text")
}

// mark draws the logo: a dashed line with a solid line lifting off it.
func (s *sheet) mark(x, y float64) {
	s.box(rect{x, y, 20, 20}, 5, "primary")
	white := color("onPrimary")
	curve := []segment{
		{op: 'M', p: [3]point{{4, 13.5}}},
		{op: 'C', p: [3]point{{8.5, 13.5}, {9, 13}, {10.5, 10}}},
		{op: 'C', p: [3]point{{12, 7}, {12.5, 6.5}, {16, 6.5}}},
	}
	line := polygonOf([]point{{9.5, 13.5}, {16, 13.5}}, false)
	s.paint(scene{marks: []mark{
		{outline: line, ink: ink{stroke: &white, strokeAlpha: 0.6, lineWidth: 1.2, dash: []float64{1.6, 1.4}, lineCap: "butt", lineJoin: "round"}},
		{outline: curve, ink: ink{stroke: &white, strokeAlpha: 1, lineWidth: 2, lineCap: "round", lineJoin: "round"}},
	}}, x, y)
}

// foot writes what the page came from and the command that repeats it.
func (s *sheet) foot(d Document) {
	st := footStyle()
	y := s.height - bottomMargin - footHeight
	s.rule(point{sideMargin, y}, s.width-2*sideMargin, 1, "line")
	left := "Creatorlift " + d.Version + " · computed offline"
	if d.PlanHash != "" {
		left += " · plan " + shortHash(d.PlanHash)
	}
	if d.DataHash != "" {
		left += " · data " + shortHash(d.DataHash)
	}
	if d.Seed != 0 {
		left += fmt.Sprintf(" · seed %d", d.Seed)
	}
	width := s.width - 2*sideMargin
	left = fit(left, st, width)
	s.lineText(sideMargin, y+6, left, st)
	if d.Command == "" {
		return
	}
	repeat := repeatLine(d)
	if st.width(repeat) > width {
		repeat = "How to repeat it stands in the notes."
	}
	if st.width(left)+24+st.width(repeat) <= width {
		s.rightText(s.width-sideMargin, y+6, repeat, st)
		return
	}
	s.lineText(sideMargin, y+20, repeat, st)
}

func repeatLine(d Document) string { return "Repeat it: " + d.Command }

// shortHash is the first eight letters in two groups, as people can compare them.
func shortHash(h string) string {
	if len(h) < 8 {
		return h
	}
	return h[:4] + "·" + h[4:8]
}

// tested tells the grade that the badge shows.
func tested(t Test) experiment.Grade {
	if t.Verdict.Grade == "" {
		return experiment.GradeD
	}
	return t.Verdict.Grade
}

// orders is a tally's n in words.
func orders(t Tally) string { return plural(t.Orders, "order", "orders") }

// centsOf rounds a value in minor units to whole ones.
func centsOf(v float64) shop.Cents {
	c, err := shop.RoundHalfEven(v)
	if err != nil {
		return 0
	}
	return c
}

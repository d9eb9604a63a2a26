package report

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/ledger"
	"creatorlift/backend/scorecard"
)

// laterBlocks is everything behind the first page, in reading order.
func laterBlocks(d Document, width float64) []block {
	blocks := []block{paragraph(secondHeadline(d.Tests[0]), secondStyle(), width), gap(12)}
	if d.Tests[0].Verdict.Kind == scorecard.NotEstimable {
		blocks = []block{gap(24)} // no method ran, so there is nothing to say about it
	}
	if others := otherTests(d.Tests[1:], width); others.height > 0 {
		blocks = append(blocks, others, gap(20))
	}
	placebo := placeboChart(d.Tests[0], onPaper)
	claims := claimsChart(d, onPaper)
	half := (width - 32) / 2
	switch {
	case placebo != nil && claims != nil:
		blocks = append(blocks, beside(column{0, placeboBlock(d.Tests[0], half)}, column{half + 32, claimsBlock(d, half)}), gap(20))
	case placebo != nil:
		blocks = append(blocks, placeboBlock(d.Tests[0], width), gap(20))
	case claims != nil && d.Tests[0].Verdict.Kind != scorecard.NotEstimable: // else it stands on the first page
		blocks = append(blocks, claimsBlock(d, width), gap(20))
	}
	if len(d.Creators) > 0 {
		blocks = append(blocks, creatorBlocks(d, width)...)
		blocks = append(blocks, gap(20))
	}
	return append(blocks, noteBlocks(d, width)...)
}

// secondHeadline says what the audit found.
func secondHeadline(t Test) string {
	switch u := t.Answer.Audit; {
	case u == nil || u.Placebos == 0:
		return "The method was not tried on quiet stretches of your own history."
	case u.FalseAlarmRate == nil:
		return fmt.Sprintf("The method could be tried on only %s of your own history.", plural(u.Placebos, "quiet stretch", "quiet stretches"))
	case u.Passed || t.Answer.Grade == experiment.GradeA:
		return fmt.Sprintf("On %s of history the method raised %s.",
			plural(u.Placebos, "quiet stretch", "quiet stretches"), falseAlarms(alarms(u)))
	default:
		return fmt.Sprintf("On %s of history the method raised %s: too many to trust it.",
			plural(u.Placebos, "quiet stretch", "quiet stretches"), plural(alarms(u), "false alarm", "false alarms"))
	}
}

func falseAlarms(n int) string {
	if n == 0 {
		return "no false alarm"
	}
	return plural(n, "false alarm", "false alarms")
}

func otherTests(tests []Test, width float64) block {
	var columns []column
	each := (width - 32*float64(len(tests)-1)) / float64(max(len(tests), 1))
	if len(tests) == 1 {
		return wideTest(tests[0], width)
	}
	for i, t := range tests {
		columns = append(columns, column{float64(i) * (each + 32), otherTest(t, each, true)})
	}
	return beside(columns...)
}

// wideTest is one second finding over the whole width: words at the left, figure at the right.
func wideTest(t Test, width float64) block {
	words := width*0.56 - 16
	var figure block
	if o := rangeChart(t, nil, onPaper.in(width-words-32)); o != nil && t.Verdict.Kind != scorecard.NotEstimable {
		figure = stack(gap(24), figureBlock(o, width-words-32, 44))
	} else {
		figure = gap(0)
	}
	return beside(column{0, otherTest(t, words, false)}, column{words + 32, figure})
}

// otherTest is a second finding in short: sentence, range, badge, and the figure if asked for.
func otherTest(t Test, width float64, withFigure bool) block {
	sentence := style{semiBold(), 13, 18, "text", 0}
	blocks := []block{
		heading(fit(t.Name, headingStyle(), width), "", width),
		paragraph(strings.TrimSuffix(t.Design, ".")+".", noteStyle(), width), gap(5),
		paragraph(Headline(t), sentence, width), gap(4),
		paragraph(RangeLine(t), noteStyle(), width), gap(6),
	}
	if t.Verdict.Kind != scorecard.NotEstimable {
		blocks = append(blocks, block{height: 26, draw: func(s *sheet, x, y float64) error { s.gradeBadge(x, y, tested(t)); return nil }}, gap(6))
	}
	if withFigure && t.Verdict.Kind != scorecard.NotEstimable {
		blocks = append(blocks, figureBlock(rangeChart(t, nil, onPaper.in(math.Min(width, 420))), math.Min(width, 420), 40))
	}
	if line := TruthLine(t); line != "" {
		blocks = append(blocks, paragraph(line, noteStyle(), width))
	}
	return stack(blocks...)
}

func placeboBlock(t Test, width float64) block {
	return stack(heading("Would this method cry wolf?", "", width), gap(2),
		paragraph(AuditLine(t.Answer), noteStyle(), width), gap(8),
		figureBlock(placeboChart(t, onPaper), width, 136))
}

// claimsBlock sets claims against the till: names at the left, bars and figures at the right.
func claimsBlock(d Document, width float64) block {
	rows := claimRows(d)
	names := math.Min(width*0.36, 150)
	const row = 30
	list := block{height: float64(len(rows)) * row, draw: func(s *sheet, x, y float64) error {
		st := noteStyle()
		st.line = row
		for i, r := range rows {
			s.lineText(x, y+float64(i)*row, fit(r.name, st, names-8), st)
		}
		return s.chart(claimsChart(d, onPaper), rect{x + names, y, width - names, float64(len(rows)) * row})
	}}
	words := "Claims are what platforms report. They may count the same order twice and orders that would have come anyway."
	return stack(heading("Claims against the till", "hatched: claimed", width), gap(2),
		paragraph(words, noteStyle(), width), gap(6), list)
}

// Rows of the creators' table.
const (
	creatorRow   = 18.5
	oneColumn    = 12 // more creators than this stand in two columns
	mostCreators = 60
)

// inReportOrder sorts creators, most claimed orders first, and hides their names if asked to.
func inReportOrder(creators []ledger.CreatorClaim, hideNames bool) []ledger.CreatorClaim {
	rows := append([]ledger.CreatorClaim(nil), creators...)
	sort.SliceStable(rows, func(i, j int) bool {
		if rows[i].Orders != rows[j].Orders {
			return rows[i].Orders > rows[j].Orders
		}
		return rows[i].Creator < rows[j].Creator
	})
	for i := range rows {
		if hideNames {
			rows[i].Creator = fmt.Sprintf("Creator %d", i+1)
		}
	}
	return rows
}

// creatorBlocks is the forest as a table; long lists flow in pieces.
func creatorBlocks(d Document, width float64) []block {
	rows := d.Creators
	title := fmt.Sprintf("%s: claimed orders a week", plural(len(rows), "creator", "creators"))
	remark := "first-month luck removed; likely range"
	if p := d.Tests[0].Answer.Period; p != nil {
		remark = spanShort(*p) + "; " + remark
	}
	if d.HideNames {
		remark = "names hidden; " + remark
	}
	if len(rows) > mostCreators {
		remark = fmt.Sprintf("the first %d by claimed orders; %s", mostCreators, remark)
		rows = rows[:mostCreators]
	}
	head := block{height: 22, draw: func(s *sheet, x, y float64) error {
		st := headingStyle()
		s.lineText(x, y, title, st)
		s.claimedBadge(x+st.width(title)+10, y-1)
		quiet := noteStyle().in("text3")
		quiet.line = 18
		s.rightText(x+width, y, remark, quiet)
		return nil
	}}
	scale := CreatorScale(rows)
	if len(rows) <= oneColumn {
		return []block{stack(head, gap(4), creatorTable(rows, scale, width))}
	}
	half, gutter := (width-28)/2, 28.0
	cut := (len(rows) + 1) / 2
	return []block{stack(head, gap(4), beside(column{0, creatorTable(rows[:cut], scale, half)},
		column{half + gutter, creatorTable(rows[cut:], scale, half)}))}
}

// claimedBadge is the source chip: hatched, because a platform says so.
func (s *sheet) claimedBadge(x, y float64) {
	st := style{semiBold(), 10.5, 20, "claimed", 0}
	w := 30 + st.width("Claimed") + 8
	s.frame(rect{x, y, w, 20}, 6, "claimed")
	plum := color("claimed")
	var marks []mark
	for i := range 4 {
		at := x + 8 + 4*float64(i)
		marks = append(marks, mark{outline: polygonOf([]point{{at, y + 14.5}, {at + 5, y + 5.5}}, false),
			ink: ink{stroke: &plum, strokeAlpha: 1, lineWidth: 1.4, lineCap: "butt", lineJoin: "miter"}})
	}
	s.paint(scene{marks: marks}, 0, 0)
	s.lineText(x+30, y, "Claimed", st)
}

// creatorTable draws names, posts, orders, the forest and the estimate with its range.
func creatorTable(rows []ledger.CreatorClaim, scale, width float64) block {
	posts := false
	for _, r := range rows {
		posts = posts || r.Posts > 0
	}
	const ordersWide, postsWide, likelyWide = 42, 30, 86
	forest := clamp(width*0.19, 60, 190)
	name := width - forest - ordersWide - likelyWide - 8
	if posts {
		name -= postsWide
	}
	height := 20 + creatorRow*float64(len(rows))
	return block{height: height, draw: func(s *sheet, x, y float64) error {
		st := noteStyle()
		st.line = creatorRow
		quiet := st.in("text3")
		quiet.line = 20
		ordersAt, forestAt := x+name+ordersWide, x+width-likelyWide-forest
		s.lineText(x, y, "Creator", quiet)
		if posts {
			ordersAt += postsWide
			s.rightText(x+name+postsWide, y, "Posts", quiet)
		}
		s.rightText(ordersAt, y, "Orders", quiet)
		s.rightText(x+width, y, "A week", quiet)
		s.creatorRows(rows, rowPlaces{x, y + 20, width, name, ordersAt, posts, postsWide}, st)
		return s.chart(creatorsChart(weeklyIntervals(rows), scale, onPaper), rect{forestAt, y + 20, forest, creatorRow * float64(len(rows))})
	}}
}

type rowPlaces struct {
	x, y, width, name, ordersAt float64
	posts                       bool
	postsWide                   float64
}

func (s *sheet) creatorRows(rows []ledger.CreatorClaim, p rowPlaces, st style) {
	strong := st.in("text")
	for i, r := range rows {
		y := p.y + creatorRow*float64(i)
		s.rule(point{p.x, y}, p.width, 0.75, "line")
		s.lineText(p.x, y, fit(r.Creator, strong, p.name-4), strong)
		if p.posts {
			posts := "–" // the note under the table says what it means
			if r.Posts > 0 {
				posts = count(r.Posts)
			}
			s.rightText(p.x+p.name+p.postsWide, y, posts, st)
		}
		s.rightText(p.ordersAt, y, count(r.Orders), st)
		s.rightText(p.x+p.width, y, weekly(r), st)
	}
}

// weekly is the estimate with its range, in tables with an en dash: "3.1 (2.2–4.3)".
func weekly(r ledger.CreatorClaim) string {
	digits := weeklyDigits(r)
	return fmt.Sprintf("%.*f (%.*f–%.*f)", digits, r.Estimate, digits, r.Lower, digits, r.Upper)
}

// weeklyDigits is one place for orders a week under 20, none above.
func weeklyDigits(r ledger.CreatorClaim) int {
	if r.Estimate >= 20 {
		return 0
	}
	return 1
}

// noteBlocks are the validity notes in three columns under a hairline.
func noteBlocks(d Document, width float64) []block {
	each := (width - 2*24) / 3
	rule := block{height: 12, draw: func(s *sheet, x, y float64) error { s.rule(point{x, y}, width, 1, "line"); return nil }}
	var blocks []block
	notes := validityNotes(d, width)
	for i := 0; i < len(notes); i += 3 {
		var columns []column
		for j, n := range notes[i:min(i+3, len(notes))] {
			text := richText([]run{{n.label + ". ", strongNote()}, {n.value, noteStyle()}}, 14, each)
			columns = append(columns, column{float64(j) * (each + 24), text})
		}
		row := beside(columns...)
		if i == 0 {
			row = stack(rule, row)
		}
		blocks = append(blocks, row, gap(10))
	}
	return blocks
}

// validityNotes are the notes of all tests, those that two tests share once, and how to read the pages.
func validityNotes(d Document, width float64) []labelled {
	var notes []labelled
	for i, t := range d.Tests {
		for _, n := range testNotes(t, i == 0) {
			notes = withNote(notes, n, t.Name, len(d.Tests) > 1)
		}
	}
	if words := rangeMeaning(d.Tests[0]); words != "" {
		notes = append(notes, labelled{"What a range means", words})
	}
	if footStyle().width(repeatLine(d)) > width {
		notes = append(notes, labelled{"Repeat it", d.Command})
	}
	reading := "Figures are rounded to what the range supports; counted orders and money are not. Rounded parts need not add up."
	if d.Zone != "" {
		reading += " Days are days in " + d.Zone + "."
	}
	for _, c := range d.Creators {
		if c.Posts == 0 {
			reading += " A dash under Posts means not reported."
			break
		}
	}
	if hasUnknownLetters(d) {
		reading += " Letters that the font of this file lacks are shown as “" + string(missingGlyph) + "”."
	}
	return append(notes, labelled{"Reading this report", reading})
}

// testNotes are one test's notes; the deciding test's reason for its grade stands on the first page.
func testNotes(t Test, deciding bool) []labelled {
	notes := []labelled{{"By chance alone", ChanceLine(t)}}
	if !deciding && t.Verdict.Kind != scorecard.NotEstimable {
		notes = append(notes, labelled{"Why this grade", sentence(t.Verdict.Why)})
	}
	if list := t.Answer.Diagnostics.LeftOut; len(list) > 0 {
		notes = append(notes, labelled{"Left out", sentence(listed(list))})
	}
	if list := t.Answer.Diagnostics.Events; len(list) > 0 {
		notes = append(notes, labelled{"Known events", sentence(listed(list))})
	}
	for _, w := range t.Answer.Warnings {
		notes = append(notes, labelled{"Warning", cut(sentence(w), 400)})
	}
	return notes
}

// withNote adds a note with the test's name; one that another test has as well loses the name.
func withNote(notes []labelled, n labelled, test string, several bool) []labelled {
	if n.value == "" {
		return notes
	}
	for i, o := range notes {
		if o.value == n.value && strings.HasPrefix(o.label, n.label) {
			notes[i].label = n.label
			return notes
		}
	}
	if several && test != "" {
		n.label += " (" + test + ")"
	}
	return append(notes, n)
}

func rangeMeaning(t Test) string {
	if t.Answer.Level <= 0 || t.Verdict.Kind == scorecard.NotEstimable {
		return ""
	}
	if likely(t.Answer.Level) == "Likely" {
		return "“Likely” is 90" + thinSpace + "%: of ten such ranges, about nine hold the truth."
	}
	return "Ranges are at " + levelPercent(t.Answer.Level) + ": out of 100 such ranges, about " +
		strings.TrimSuffix(levelPercent(t.Answer.Level), thinSpace+"%") + " hold the truth."
}

func hasUnknownLetters(d Document) bool {
	names := []string{d.Brand}
	for _, c := range d.Creators {
		names = append(names, c.Creator)
	}
	for _, n := range names {
		if strings.Count(regular().visible(n), string(missingGlyph)) > strings.Count(n, string(missingGlyph)) {
			return true
		}
	}
	return false
}

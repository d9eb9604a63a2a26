package report

import (
	"fmt"
	"math"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/scorecard"
)

// firstPage lays out the page that is complete alone; the charts take the room that is left.
func firstPage(d Document, width, room float64) []block {
	t := d.Tests[0]
	top := []block{
		headlineBlock(Headline(t), width-20), gap(6),
		rangeRow(t, width), gap(8),
	}
	if o := rangeChart(t, nil, onPaper.in(math.Min(width*0.82, 560))); o != nil && t.Verdict.Kind != scorecard.NotEstimable {
		top = append(top, figureBlock(o, math.Min(width*0.82, 560), 44), gap(4))
	}
	if line := TruthLine(t); line != "" {
		top = append(top, paragraph(line, bodyStyle(), width))
	}
	if line := SettleLine(t); line != "" {
		top = append(top, gap(2), richText([]run{{"What would settle it: ", bodyStyle().in("text")}, {line, bodyStyle()}}, bodyStyle().line, width-40))
	}
	cells, money := factCells(d), moneyCells(d.Money)
	places := max(len(cells), len(money), fewestCells)
	top = append(top, gap(12), factStrip(cells, places, width))
	if len(money) > 0 {
		top = append(top, gap(14), factStrip(money, places, width))
	}
	top = append(top, gap(22))
	trust := trustBox(d, width)
	left := room - stack(top...).height - trust.height - 28
	charts := firstCharts(d, width, left)
	used := 0.0
	for _, b := range charts {
		used += b.height
	}
	blocks := append(top, charts...)
	if t.Verdict.Kind != scorecard.NotEstimable { // else the box follows at once, over an empty foot
		blocks = append(blocks, gap(math.Max(0, left-used)))
	}
	return append(blocks, gap(14), trust)
}

// headlineBlock is the finding, at most three lines.
func headlineBlock(words string, width float64) block {
	if b := balanced(words, sentenceStyle(), width); b.height <= 3*sentenceStyle().line {
		return b
	}
	return shortened(words, sentenceStyle(), width, 3)
}

// firstCharts shares what is left of the page between the two charts, three fifths for the first.
func firstCharts(d Document, width, left float64) []block {
	t := d.Tests[0]
	observed, cumulative := observedChart(t, onPaper), cumulativeChart(t, onPaper)
	if t.Verdict.Kind == scorecard.NotEstimable {
		observed, cumulative = nil, nil
	}
	heads := 0.0
	for _, o := range []Option{observed, cumulative} {
		if o != nil {
			heads += 18 + 4 + 18
		}
	}
	free := left - heads
	var blocks []block
	if observed != nil {
		share := 1.0
		if cumulative != nil {
			share = 0.6
		}
		blocks = append(blocks, heading(unitPer(t.Answer)+", and what would have come without creators", "", width), gap(4),
			figureBlock(observed, width, clamp(free*share, 120, 330)), gap(18))
	}
	if cumulative != nil {
		share := 1.0
		if observed != nil {
			share = 0.4
		}
		blocks = append(blocks, heading("Adding up", "difference since "+firstDay(t.Answer), width), gap(4),
			figureBlock(cumulative, width, clamp(free*share, 96, 240)), gap(18))
	}
	if observed == nil && cumulative == nil && d.Claims != nil {
		blocks = append(blocks, claimsBlock(d, width))
	}
	return blocks
}

func clamp(v, lo, hi float64) float64 { return math.Min(math.Max(v, lo), hi) }

func firstDay(a experiment.Answer) string {
	if a.Period == nil {
		return "the start"
	}
	return dayName(a.Period.First)
}

// unitPer names what the first chart shows.
func unitPer(a experiment.Answer) string {
	per := perWord(a)
	if measureOf(a.Unit).isMoney() {
		return "Net sales per " + per
	}
	return "What came in per " + per
}

// heading is a card heading with a quiet remark at the right.
func heading(words, remark string, width float64) block {
	return block{height: 18, draw: func(s *sheet, x, y float64) error {
		s.lineText(x, y, fit(words, headingStyle(), width-noteStyle().width(remark)-8), headingStyle())
		quiet := noteStyle().in("text3")
		quiet.line = 18
		s.rightText(x+width, y, remark, quiet)
		return nil
	}}
}

// rangeRow is the range in words with the grade badge after it.
func rangeRow(t Test, width float64) block {
	st := style{regular(), 13, 22, "text2", 0}
	line := fit(RangeLine(t), st, width-170)
	return block{height: 24, draw: func(s *sheet, x, y float64) error {
		s.lineText(x, y+1, line, st)
		if t.Verdict.Kind != scorecard.NotEstimable {
			s.gradeBadge(x+st.width(line)+12, y, tested(t))
		}
		return nil
	}}
}

// gradeBadge is the grade as signal bars, letter and word, so that it survives black and white.
func (s *sheet) gradeBadge(x, y float64, g experiment.Grade) {
	st := style{semiBold(), 12, 24, "grade" + string(g), 0}
	words := string(g) + " · " + gradeWord(g)
	s.frame(rect{x, y, 34 + st.width(words) + 10, 24}, 6, st.token)
	bars := map[experiment.Grade]int{experiment.GradeA: 4, experiment.GradeB: 3, experiment.GradeC: 2, experiment.GradeD: 1}[g]
	for i := range 4 {
		token := "line"
		if i < bars {
			token = st.token
		}
		h := 4 + 2.2*float64(i)
		s.box(rect{x + 9 + 4.6*float64(i), y + 17.5 - h, 3, h}, 1, token)
	}
	s.lineText(x+34, y, words, st)
}

// cell is one key figure; note carries its range or its n.
type cell struct{ label, figure, note, token string }

// fewestCells keeps key figures from spreading too far apart.
const fewestCells = 4

// factStrip shows key figures in a row, each with its range or n. Words that are too long for their
// place take a second line; places beyond the cells stay empty.
func factStrip(cells []cell, places int, width float64) block {
	if len(cells) == 0 {
		return gap(0)
	}
	each, labels := width/float64(places), 0.0
	for _, c := range cells {
		labels = math.Max(labels, paragraph(c.label, noteStyle(), each-factInset).height)
	}
	var columns []column
	for i, c := range cells {
		columns = append(columns, column{float64(i) * each, factCell(c, labels, each)})
	}
	row := beside(columns...)
	return block{height: row.height, draw: func(s *sheet, x, y float64) error {
		for i := range cells {
			s.upright(point{x + float64(i)*each + 0.5, y}, row.height)
		}
		return row.draw(s, x, y)
	}}
}

// factInset is what a key figure leaves free at its left and right, px.
const factInset = 15

// factCell is one key figure; a figure that is a sentence is written smaller.
func factCell(c cell, labels, each float64) block {
	room := each - factInset
	figure := paragraph(c.figure, figureStyle().in(c.token), room)
	if figureStyle().width(c.figure) > room {
		figure = stack(gap(3), paragraph(c.figure, style{semiBold(), 12.5, 18, c.token, 0}, room))
	}
	label := paragraph(c.label, noteStyle(), room)
	content := stack(label, gap(labels-label.height), figure, paragraph(c.note, noteStyle(), room))
	return block{height: content.height, draw: func(s *sheet, x, y float64) error { return content.draw(s, x+factInset-4, y) }}
}

// moneyCells are the facts about money that the caller worked out.
func moneyCells(figures []Figure) []cell {
	var cells []cell
	for _, f := range figures {
		token := "text"
		if f.Tone == "bad" || f.Tone == "claimed" {
			token = f.Tone
		}
		cells = append(cells, cell{f.Label, f.Value, f.Range, token})
	}
	return cells
}

func factCells(d Document) []cell {
	t := d.Tests[0]
	var cells []cell
	if total := t.Answer.Total; total != nil && t.Verdict.Kind != scorecard.NotEstimable {
		m := measureOf(t.Answer.Unit)
		step := m.stepOf(total.Effect, total.Lower, total.Upper)
		cells = append(cells,
			cell{"Came in during the test", m.total(total.Observed), testLength(t.Answer), "text"},
			cell{"Expected anyway", m.rounded(total.Counterfactual, step),
				m.rounded(total.Observed-total.Upper, step) + " to " + m.rounded(total.Observed-total.Lower, step), "text"})
		if r := t.Answer.Relative; r != nil {
			cells = append(cells, cell{"Difference", signed(percent(r.Effect)), signed(percent(r.Lower)) + " to " + signed(percent(r.Upper)), "text"})
		}
	}
	if d.Till != nil {
		cells = append(cells, cell{"In the till, all orders", d.money().exact(d.Till.NetCents), orders(*d.Till), "text"})
	}
	if d.Claims != nil {
		cells = append(cells, cell{"Claimed by platforms", d.money().exact(d.Claims.NetCents), orders(*d.Claims), "claimed"})
	}
	return cells
}

// trustBox is the one framed box: how the answer came about and how far it holds.
func trustBox(d Document, width float64) block {
	t := d.Tests[0]
	const inset = 14
	inner := width - 2*inset
	third := inner * 0.32
	left := stack(block{height: 20, draw: func(s *sheet, x, y float64) error {
		s.lineText(x, y, "How far to trust this", headingStyle())
		return nil
	}}, gap(4), block{height: 30, draw: func(s *sheet, x, y float64) error {
		if t.Verdict.Kind == scorecard.NotEstimable {
			s.lineText(x, y+2, "Cannot be estimated", bodyStyle().in("text"))
			return nil
		}
		s.gradeBadge(x, y, tested(t))
		return nil
	}}, gap(2), shortened(sentence(t.Verdict.Why), noteStyle(), third, 6))
	rest := inner - third - 36
	middle := stack(facts(designFacts(t), rest/2)...)
	right := stack(facts(limitFacts(d), rest/2)...)
	row := beside(column{0, left}, column{third + 20, middle}, column{third + 36 + rest/2, right})
	return block{height: row.height + 24, draw: func(s *sheet, x, y float64) error {
		s.frame(rect{x, y, width, row.height + 24}, 8, "lineStrong")
		return row.draw(s, x+inset, y+12)
	}}
}

// labelled is a fact in words.
type labelled struct{ label, value string }

// facts lays out the facts that are known, each at most four lines.
func facts(list []labelled, width float64) []block {
	var out []block
	for _, f := range list {
		if f.value == "" {
			continue
		}
		value := f.value
		for fact(f.label, value, width).height > 4*15 {
			value = strings.TrimRight(longestStart(value, strongNote(), strongNote().width(value)*0.9), " ,…") + "…"
		}
		out = append(out, fact(f.label, value, width), gap(2))
	}
	return out
}

func designFacts(t Test) []labelled {
	a, g := t.Answer, t.Answer.Diagnostics
	list := []labelled{{"Design", t.Design}}
	if a.Period != nil {
		list = append(list, labelled{"Test", spanShort(*a.Period)})
	}
	if a.History != nil {
		list = append(list, labelled{"History used", spanShort(*a.History)})
	}
	if len(g.Treated) > 0 && len(g.Controls) > 0 {
		list = append(list, labelled{"Compared", fmt.Sprintf("%s with %s left out", count(len(g.Treated)), count(len(g.Controls)))})
	}
	if n := len(t.Drops); n > 0 {
		list = append(list, labelled{"Compared", fmt.Sprintf("%d drops with %s other dates that could have been drawn", n, count(g.Redraws))})
	}
	return append(list, labelled{"Method", methodWords(a.Method)})
}

func limitFacts(d Document) []labelled {
	t := d.Tests[0]
	a := t.Answer
	var list []labelled
	estimated := t.Verdict.Kind != scorecard.NotEstimable
	if a.Level > 0 && estimated {
		list = append(list, labelled{"Range", levelPercent(a.Level)})
	}
	if v, ok := a.Diagnostics.Numbers["smallest_visible_share"]; ok {
		list = append(list, labelled{"Could see changes from", signed(percent(v))})
	}
	if u := a.Audit; u != nil && u.FalseAlarmRate != nil {
		list = append(list, labelled{"False alarms on own history", fmt.Sprintf("%d of %d", alarms(u), u.Placebos)})
		if u.Coverage != nil {
			list = append(list, labelled{"Ranges that held there", percent(*u.Coverage)})
		}
		if u.Widening > 1.005 {
			list = append(list, labelled{"Range widened for it", fmt.Sprintf("%.1f times", u.Widening)})
		}
	} else if u != nil {
		list = append(list, labelled{"False alarms on own history", "not known, too few stretches"})
	}
	list = append(list, labelled{"Second method", SecondLine(a)})
	leftOut := listed(a.Diagnostics.LeftOut)
	if leftOut == "" && estimated {
		leftOut = "nothing"
	}
	list = append(list, labelled{"Left out", leftOut})
	for i, w := range a.Warnings {
		if i == 2 {
			list = append(list, labelled{"Warnings", fmt.Sprintf("%d more in the notes", len(a.Warnings)-i)})
			break
		}
		list = append(list, labelled{"Warning", strings.TrimSuffix(w, ".")})
	}
	return list
}

func alarms(u *experiment.Audit) int {
	return int(math.Round(*u.FalseAlarmRate * float64(u.Placebos)))
}

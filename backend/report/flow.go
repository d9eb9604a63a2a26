package report

import (
	"fmt"
	"strings"
)

// run is a stretch of words in one style.
type run struct {
	words string
	style style
}

// wrap breaks runs into lines no wider than width, at spaces; a single word that is wider is cut
// where it must be.
func wrap(runs []run, width float64) [][]run {
	var lines [][]run
	var line []run
	used := 0.0
	flush := func() {
		if len(line) > 0 {
			last := &line[len(line)-1]
			last.words = strings.TrimRight(last.words, " ")
			lines = append(lines, line)
		}
		line, used = nil, 0
	}
	for _, r := range runs {
		for _, word := range strings.SplitAfter(r.style.face.visible(r.words), " ") {
			for word != "" {
				w := r.style.width(strings.TrimRight(word, " "))
				if used+w > width && used > 0 {
					flush()
					continue
				}
				piece := word
				if w > width {
					piece = longestStart(word, r.style, width)
				}
				line = joined(line, run{piece, r.style})
				used += r.style.width(piece)
				word = word[len(piece):]
				if word != "" {
					flush()
				}
			}
		}
	}
	flush()
	return lines
}

func joined(line []run, r run) []run {
	if n := len(line); n > 0 && line[n-1].style == r.style {
		line[n-1].words += r.words
		return line
	}
	return append(line, r)
}

// longestStart is the longest beginning of word that fits, at least one letter.
func longestStart(word string, st style, width float64) string {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && st.width(word[:next]) > width {
			break
		}
		end = next
	}
	return word[:end]
}

// fit shortens words with an ellipsis so that they are no wider than width.
func fit(words string, st style, width float64) string {
	words = st.face.visible(words)
	if st.width(words) <= width {
		return words
	}
	return strings.TrimRight(longestStart(words, st, width-st.width("…")), " ") + "…"
}

// block is a piece of a page: it knows its height before it is drawn.
type block struct {
	height float64
	draw   func(s *sheet, x, y float64) error
	gap    bool // only makes room; dropped at the top of a page
}

func gap(height float64) block {
	return block{height: height, draw: func(*sheet, float64, float64) error { return nil }, gap: true}
}

// paragraph is wrapped text.
func paragraph(words string, st style, width float64) block {
	return richText([]run{{words, st}}, st.line, width)
}

func richText(runs []run, lineHeight, width float64) block {
	lines := wrap(runs, width)
	return block{height: float64(len(lines)) * lineHeight, draw: func(s *sheet, x, y float64) error {
		for i, line := range lines {
			at := x
			for _, r := range line {
				st := r.style
				st.line = lineHeight
				s.lineText(at, y+float64(i)*lineHeight, r.words, st)
				at += st.width(r.words)
			}
		}
		return nil
	}}
}

// shortened keeps the first lines of a text, the last one with an ellipsis if any were cut.
func shortened(words string, st style, width float64, most int) block {
	lines := wrap([]run{{words, st}}, width)
	if len(lines) <= most {
		return paragraph(words, st, width)
	}
	kept := ""
	for i, l := range lines[:most] {
		text := ""
		for _, r := range l {
			text += r.words
		}
		if i == most-1 {
			text = fit(text+"……", st, width-st.width("…"))
			text = strings.TrimRight(text, "… ") + "…"
		}
		kept += text + " "
	}
	return paragraph(strings.TrimSpace(kept), st, width+1)
}

// balanced is a paragraph whose lines are of about equal length.
func balanced(words string, st style, width float64) block {
	lines := len(wrap([]run{{words, st}}, width))
	for narrower := width; len(wrap([]run{{words, st}}, narrower)) == lines && narrower > width/2; narrower -= 6 {
		width = narrower
	}
	return paragraph(words, st, width)
}

// listed joins a list with commas; what is beyond the first dozen is only counted.
func listed(list []string) string {
	const most = 12
	if len(list) > most {
		return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", len(list)-most)
	}
	return strings.Join(list, ", ")
}

// fact is "label: value" with the value strong.
func fact(label, value string, width float64) block {
	return richText([]run{{label + ": ", noteStyle()}, {value, strongNote()}}, 15, width)
}

// stack puts blocks under each other.
func stack(blocks ...block) block {
	total := 0.0
	for _, b := range blocks {
		total += b.height
	}
	return block{height: total, draw: func(s *sheet, x, y float64) error {
		for _, b := range blocks {
			if err := b.draw(s, x, y); err != nil {
				return err
			}
			y += b.height
		}
		return nil
	}}
}

// column is a block and where it stands in a row.
type column struct {
	x     float64
	block block
}

// beside puts blocks next to each other; it is as high as the highest.
func beside(columns ...column) block {
	highest := 0.0
	for _, c := range columns {
		highest = max(highest, c.block.height)
	}
	return block{height: highest, draw: func(s *sheet, x, y float64) error {
		for _, c := range columns {
			if err := c.block.draw(s, x+c.x, y); err != nil {
				return err
			}
		}
		return nil
	}}
}

// figureBlock is a chart of this size; nothing where there is no option.
func figureBlock(o Option, width, height float64) block {
	if o == nil {
		return block{draw: func(*sheet, float64, float64) error { return nil }}
	}
	return block{height: height, draw: func(s *sheet, x, y float64) error { return s.chart(o, rect{x, y, width, height}) }}
}

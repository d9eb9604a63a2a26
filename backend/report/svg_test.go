package report

import (
	"math"
	"strings"
	"testing"
)

const wrapper = `<svg width="100" height="50" xmlns="http://www.w3.org/2000/svg">`

func TestParseSVGReadsWhatEChartsWrites(t *testing.T) {
	t.Parallel()
	sc, err := parseSVG(wrapper + `<rect width="100" height="50" x="0" y="0" id="0" fill="none"/>
<g clip-path="url(#c0)"><path d="M1 1L5 1" transform="translate(2 3)" fill="none" stroke="#2458B8" stroke-width="2" stroke-dasharray="5,4"/></g>
<text dominant-baseline="central" text-anchor="end" style="font-size:11px;font-family:Inter;font-weight:500;" x="4" y="8" transform="translate(10 20)" fill="#6F6960">a &lt; b</text>
<polygon points="0 0 4 0 4 4" fill="rgb(1,2,3)" fill-opacity="0.5" ecmeta_series_index="0"/>
<defs><clipPath id="c0"><path d="M0 0l10 0l0 10l-10 0Z"/></clipPath></defs></svg>`)
	if err != nil {
		t.Fatal(err)
	}
	if len(sc.marks) != 4 || sc.width != 100 || sc.height != 50 {
		t.Fatalf("%d marks in %v x %v", len(sc.marks), sc.width, sc.height)
	}
	line, text, area := sc.marks[1], sc.marks[2], sc.marks[3]
	if line.outline[0].p[0] != (point{3, 4}) || len(line.clip) != 4 || line.lineWidth != 2 || len(line.dash) != 2 || line.fill != nil {
		t.Errorf("line: %+v", line)
	}
	if text.text.at != (point{14, 28}) || text.text.words != "a < b" || text.text.size != 11 || text.text.weight != 500 || text.text.anchor != "end" {
		t.Errorf("text: %+v", text.text)
	}
	if area.fillAlpha != 0.5 || *area.fill != (rgb{1, 2, 3}) || area.clip != nil {
		t.Errorf("area: %+v", area)
	}
}

func TestParseSVGRefusesWhatItCannotPaint(t *testing.T) {
	t.Parallel()
	for name, inside := range map[string]string{
		"image":          `<image href="data:x"/>`,
		"style sheet":    `<style>.a{fill:red}</style>`,
		"gradient":       `<rect width="1" height="1" fill="url(#g)"/>`,
		"shadow":         `<rect width="1" height="1" filter="url(#s)"/>`,
		"named colour":   `<rect width="1" height="1" fill="red"/>`,
		"turned text":    `<text transform="matrix(0,1,-1,0,0,0)">x</text>`,
		"turn":           `<path d="M0 0L1 1" transform="rotate(4)"/>`,
		"lost clip":      `<path d="M0 0L1 1" clip-path="url(#gone)"/>`,
		"loose words":    `words`,
		"smooth curve":   `<path d="M0 0S1 1 2 2"/>`,
		"cut path":       `<path d="M0 0L1"/>`,
		"path from none": `<path d="L1 1"/>`,
		"odd points":     `<polygon points="1 2 3"/>`,
		"not a number":   `<circle cx="NaN" cy="1" r="2"/>`,
	} {
		if _, err := parseSVG(wrapper + inside + "</svg>"); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := parseSVG(`<svg width="10"></svg>`); err == nil {
		t.Error("no height: no error")
	}
}

func TestParsePathAgreesWithGeometry(t *testing.T) {
	t.Parallel()
	for d, end := range map[string]point{
		"M1 2L3 4": {3, 4}, "m1 2l3 4": {4, 6}, "M1 2H7V9": {7, 9}, "M0 0h3v-2": {3, -2},
		"M0,0C1,1,2,2,3,0": {3, 0}, "M0 0Q1 2 2 0": {2, 0}, "M1 1L2 2Zl4 0": {5, 1}, "M1.5.5-2-3": {-2, -3}, "M0 0A5 5 0 0110 0": {10, 0},
	} {
		out, err := parsePath(d)
		if err != nil {
			t.Errorf("%s: %v", d, err)
			continue
		}
		last := out[len(out)-1]
		got := last.p[0]
		if last.op == 'C' {
			got = last.p[2]
		}
		if math.Hypot(got.x-end.x, got.y-end.y) > 1e-9 {
			t.Errorf("%s ends at %v, want %v", d, got, end)
		}
	}
}

// Every point of the curves that stand for an arc lies on its circle.
func TestArcsAreRound(t *testing.T) {
	t.Parallel()
	for _, d := range []string{"M10 0A10 10 0 0 1 -10 0", "M10 0A10 10 0 1 0 0 10", "M10 0A10 10 0 0 1 0 10", "M10 0A10 10 0 1 1 9.999 -0.14"} {
		out, err := parsePath(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range flatten(out) {
			if r := math.Hypot(p.x, p.y); math.Abs(r-10) > 0.02 {
				t.Errorf("%s: a point at distance %v", d, r)
			}
		}
	}
}

func FuzzParseSVG(f *testing.F) {
	f.Add(`<path d="M0 0A5 5 0 0110 0Z" fill="#123456"/>`)
	f.Add(`<g transform="matrix(1,0,0,1,2,3)"><text style="font-size:9px">x</text></g>`)
	f.Add(`<defs><clipPath id="a"><circle cx="1" cy="1" r="3"/></clipPath></defs><rect clip-path="url(#a)"/>`)
	f.Add(`<path d="M1e308 1e308l1e308 0C"/>`)
	f.Fuzz(func(t *testing.T, inside string) {
		sc, err := parseSVG(wrapper + inside + "</svg>")
		if err != nil && !strings.HasPrefix(err.Error(), "report: ") {
			t.Errorf("an error without its room: %v", err)
		}
		if err == nil && sc.width != 100 && !strings.Contains(inside, "svg") {
			t.Errorf("width %v", sc.width)
		}
	})
}

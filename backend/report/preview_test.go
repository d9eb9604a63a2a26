package report

import (
	"bytes"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

func previewWords(t *testing.T, d Document) (pages []PageView, words string) {
	t.Helper()
	pages, err := Pages(d)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range pages {
		for _, m := range p.Marks {
			b.WriteString(m.Text + " ")
		}
	}
	return pages, b.String()
}

func TestPreviewSaysWhatThePDFSays(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext (Debian: poppler-utils) is not installed; it reads the text out of the PDF")
	}
	for name, d := range variants() {
		pages, words := previewWords(t, d)
		b := written(t, d)
		if n := len(regexp.MustCompile(`/Type /Page\b`).FindAll(b, -1)); n != len(pages) {
			t.Errorf("%s: %d pages in the preview, %d in the PDF", name, len(pages), n)
		}
		cmd := exec.Command(tool, "-raw", "-enc", "UTF-8", "-", "-")
		cmd.Stdin = bytes.NewReader(b)
		text, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		got, want := strings.Join(strings.Fields(words), ""), strings.Join(strings.Fields(string(text)), "")
		if got != want {
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Errorf("%s: the preview says %.60q where the PDF says %.60q", name, got[at:], want[at:])
		}
	}
}

// Nothing leaves the paper, and words keep to its margins.
func TestMarksLieOnThePage(t *testing.T) {
	t.Parallel()
	for name, d := range variants() {
		pages, _ := previewWords(t, d)
		for i, p := range pages {
			if p.Width <= 0 || len(p.Marks) == 0 {
				t.Errorf("%s: page %d is empty", name, i+1)
			}
			for _, m := range p.Marks {
				checkMark(t, name, p, m)
			}
		}
	}
}

func checkMark(t *testing.T, name string, p PageView, m PageMark) {
	t.Helper()
	const edge = sideMargin*pt - 4 // a range figure's words may hang over by half a letter
	if m.Kind == "text" {
		if m.Text != strings.Trim(m.Text, " ") {
			t.Errorf("%s: %q has spaces at its ends", name, m.Text)
		}
		if m.X < edge || m.X+m.Width > p.Width-edge || m.Y < topMargin*pt || m.Y > p.Height-bottomMargin*pt+4 || m.Size < 7.4 || m.Weight == 0 || m.Fill == "" {
			t.Errorf("%s: %+v leaves the page", name, m)
		}
		return
	}
	outline, err := parsePath(m.Path)
	if err != nil || m.Fill == "" && m.Stroke == "" {
		t.Errorf("%s: %+v (%v)", name, m, err)
	}
	for _, at := range flatten(outline) {
		if m.Clip == "" && (at.x < edge || at.x > p.Width-edge || at.y < 0 || at.y > p.Height) {
			t.Errorf("%s: a shape at %v leaves the page", name, at)
		}
	}
}

func TestHiddenNamesAreNowhere(t *testing.T) {
	t.Parallel()
	d := document()
	d.HideNames = true
	_, words := previewWords(t, d)
	for _, c := range d.Creators {
		if strings.Contains(words, c.Creator) {
			t.Errorf("%s is named", c.Creator)
		}
	}
	if !strings.Contains(words, "Creator 1 ") || !strings.Contains(words, "Creator 30 ") {
		t.Error("creators have no numbers")
	}
	if d.Creators[0].Creator == "Creator 1" {
		t.Error("the caller's creators were renamed")
	}
}

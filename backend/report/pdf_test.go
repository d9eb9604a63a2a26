package report

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"creatorlift/backend/experiment"
	"creatorlift/backend/shop"
)

func written(t testing.TB, d Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := PDF(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// variants are reports that must all be laid out.
func variants() map[string]Document {
	full := document()
	letter := full
	letter.PageSize = Letter
	first := full
	first.Tests, first.Creators = []Test{refused()}, nil
	three := full
	three.Tests, three.Creators = []Test{holdout(), baselineTest(), refused()}, creators(7)
	three.Tests[0].Truth = &Truth{Effect: 810000, Relative: 0.15}
	three.Tests[1].Truth = &Truth{Effect: 10000, Relative: 0.002}
	money := full
	money.HideNames, money.Tests = true, []Test{unsettled()}
	money.Money = []Figure{
		{Label: "Left after creators", Value: "−$1,800", Range: "likely −$4,100 to −$500", Tone: "bad"},
		{Label: "Chance that it paid back", Value: "needs product cost", Range: "Add it under Settings.", Tone: "plain"},
		{Label: "Extra sales per $1 spent on creators", Value: "$3.00", Range: "likely $1.50 to $4.40", Tone: "effect"},
	}
	plain := full
	a := octoberAnswer(experiment.GradeD)
	a.Unit, a.Level, a.Audit.Passed = "", 0.95, false
	plain.Tests, plain.Till, plain.Claims, plain.Creators, plain.Currency = []Test{judged("A stranger's panel", "", a)}, nil, nil, nil, ""
	plain.PlanHash, plain.Zone, plain.Command = "", "", strings.Repeat("creatorlift estimate panel.csv --treated ", 6)
	long := full
	long.Brand = strings.Repeat("The Very Long Oat and Light Company of Los Angeles ", 4)
	long.Tests = []Test{holdout()}
	long.Tests[0].Verdict.Why = strings.Repeat("A reason that goes on. ", 40)
	long.Tests[0].Answer.Warnings = []string{strings.Repeat("something was missing ", 20), "b", "c", "d"}
	long.Tests[0].Answer.Diagnostics.LeftOut = strings.Split(strings.Repeat("a day without stock;", 60), ";")
	long.Creators = creators(75)
	scripts := full
	scripts.Brand = "灯とオーツ \U0001F6CD عطر \xff\x00"
	scripts.Creators = creators(3)
	return map[string]Document{"full": full, "money": money, "letter": letter, "refused": first, "three": three, "plain": plain, "long": long, "scripts": scripts}
}

func TestPDFLaysOutEveryVariant(t *testing.T) {
	t.Parallel()
	for name, d := range variants() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := written(t, d)
			if dir := os.Getenv("CREATORLIFT_PDF_OUT"); dir != "" { // to look at them
				if err := os.WriteFile(filepath.Join(dir, name+".pdf"), b, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.HasPrefix(b, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(b), []byte("%%EOF")) {
				t.Error("not a PDF")
			}
			if len(b) > 300_000 {
				t.Errorf("%d bytes, want at most 300,000", len(b))
			}
			if pages := len(regexp.MustCompile(`/Type /Page\b`).FindAll(b, -1)); pages < 1 || pages > 3 || name == "full" && pages != 2 || name == "letter" && pages != 2 {
				t.Errorf("%d pages", pages)
			}
		})
	}
}

func TestPDFIsTheSameTwice(t *testing.T) {
	t.Parallel()
	want := written(t, document())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var b bytes.Buffer
			if err := PDF(&b, document()); err != nil || !bytes.Equal(b.Bytes(), want) {
				t.Errorf("the same document gave other bytes (%v)", err)
			}
		})
	}
	wg.Wait()
	other := document()
	other.CreatedDay++
	if bytes.Equal(written(t, other), want) {
		t.Error("another day must give another file")
	}
}

func TestPDFRefusesWhatItCannotLayOut(t *testing.T) {
	t.Parallel()
	for code, change := range map[string]func(*Document){
		"nothing_to_report": func(d *Document) { d.Tests = nil },
		"too_many_tests":    func(d *Document) { d.Tests = make([]Test, MaxTests+1) },
		"bad_page_size":     func(d *Document) { d.PageSize = "A5" },
	} {
		d := document()
		change(&d)
		if err := PDF(&bytes.Buffer{}, d); shop.ErrorCode(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// The text of the pages, as another program reads it out of the file.
func TestPDFTextCanBeSelectedInReadingOrder(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext (Debian: poppler-utils) is not installed; it reads the text out of the PDF")
	}
	for _, name := range []string{"full", "refused"} {
		cmd := exec.Command(tool, "-raw", "-enc", "UTF-8", "-", "-")
		cmd.Stdin = bytes.NewReader(written(t, variants()[name]))
		text, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		goldenWords(t, name+".txt", text)
	}
}

func BenchmarkPDF(b *testing.B) {
	d := document()
	size := 0
	for b.Loop() {
		size = len(written(b, d))
	}
	b.ReportMetric(float64(size), "bytes")
}

package api

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"creatorlift/backend/report"
	"creatorlift/backend/shop"
)

func reportsOf(t *testing.T, s *Screen, brand Brand) ReportsPage {
	t.Helper()
	page, err := s.Reports(t.Context(), &BrandIn{brand})
	if err != nil {
		t.Fatal(err)
	}
	return page.Body
}

func preview(t *testing.T, s *Screen, in *ReportIn) ReportPreview {
	t.Helper()
	out, err := s.PreviewReport(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out.Body
}

// wordsOfPages is all text of a preview.
func wordsOfPages(pages []report.PageView) string {
	var b strings.Builder
	for _, p := range pages {
		for _, m := range p.Marks {
			b.WriteString(m.Text + " ")
		}
	}
	return b.String()
}

func failed(checks []Check) (texts []string) {
	for _, c := range checks {
		if !c.OK {
			texts = append(texts, c.Text)
		}
	}
	return texts
}

func TestNothingToReport(t *testing.T) {
	t.Parallel()
	s, _ := clocked(t)
	withOrders(t, s)
	id := addTest(t, s, shopTest).ID
	if page := reportsOf(t, s, OwnBrand); page.Reason == "" || len(page.Tests) != 0 || page.Headline != "There is nothing to report yet" {
		t.Errorf("%+v", page)
	}
	for code, tests := range map[string][]int64{"not_read": {id}, "unknown_test": {99}} {
		in := &ReportIn{OwnBrand, ReportSpec{Tests: tests, Paper: "A4"}}
		if _, err := s.PreviewReport(t.Context(), in); shop.ErrorCode(err) != code {
			t.Errorf("preview: %v, want %s", err, code)
		}
		if _, err := s.SavePDF(t.Context(), in); shop.ErrorCode(err) != code {
			t.Errorf("pdf: %v, want %s", err, code)
		}
	}
}

// The sample's report: the experiment first whatever the order asked for, money and hashes on it, creators
// hidden where asked, and the PDF is offered once under its day.
func TestReportOfTheSample(t *testing.T) {
	t.Parallel()
	s := sampleScreen(t)
	page := reportsOf(t, s, SampleBrand)
	if len(page.Tests) != 2 || page.Reason != "" {
		t.Fatalf("%+v", page)
	}
	in := &ReportIn{SampleBrand, ReportSpec{Tests: []int64{page.Tests[0].ID, page.Tests[1].ID, page.Tests[0].ID}, Paper: "Letter"}}
	open := preview(t, s, in)
	words := wordsOfPages(open.Pages)
	creator := creatorOf(t, s)
	if len(open.Pages) < 2 || open.Pages[0].Width != 612 || !strings.Contains(words, creator) || !strings.Contains(words, "Left before ads") ||
		!strings.Contains(words, fmt.Sprintf("creatorlift readout --test %d --db sample.db", page.Tests[0].ID)) {
		t.Errorf("%d pages of %v: %s", len(open.Pages), open.Pages[0].Width, words)
	}
	in.Body.Tests[0], in.Body.Tests[1] = in.Body.Tests[1], in.Body.Tests[0]
	if turned := wordsOfPages(preview(t, s, in).Pages); turned != words {
		t.Error("the order of the question changed the report")
	}
	if bad := failed(open.Checks); len(bad) > 0 || len(open.Checks) < 4 {
		t.Errorf("%v of %+v", bad, open.Checks)
	}
	in.Body.HideNames = true
	if hidden := wordsOfPages(preview(t, s, in).Pages); strings.Contains(hidden, creator) || !strings.Contains(hidden, "Creator 1") {
		t.Errorf("%s is not hidden", creator)
	}
	checkPDF(t, s, in)
}

// creatorOf is a creator whom the claims of the sample name, as the report writes it.
func creatorOf(t *testing.T, s *Screen) string {
	t.Helper()
	return strings.TrimPrefix(creatorsOf(t, s).Groups[0].Rows[0].Creator, "@")
}

func creatorsOf(t *testing.T, s *Screen) CreatorsPage {
	t.Helper()
	r, err := s.Creators(t.Context(), &BrandIn{SampleBrand})
	if err != nil {
		t.Fatal(err)
	}
	return r.Body
}

func checkPDF(t *testing.T, s *Screen, in *ReportIn) {
	t.Helper()
	d, err := s.SavePDF(t.Context(), in)
	if err != nil || d.Body.Name != "creatorlift-report-2026-11-16.pdf" {
		t.Fatalf("%+v, %v", d, err)
	}
	_, write, err := s.TakeDownload(d.Body.Path)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := write(&b); err != nil || !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) {
		t.Errorf("%.20q, %v", b.Bytes(), err)
	}
	if _, _, err := s.TakeDownload(d.Body.Path); shop.ErrorCode(err) != "download_gone" {
		t.Errorf("fetched twice: %v", err)
	}
}

// A report of data that changed, or of unknown costs, says so before it is sent; below grade A it never says
// "caused".
func TestReportChecks(t *testing.T) {
	t.Parallel()
	s, hour := clocked(t)
	withOrders(t, s)
	id := addTest(t, s, shopTest).ID
	readNow(t, s, id)
	in := &ReportIn{OwnBrand, ReportSpec{Tests: []int64{id}, Paper: "A4"}}
	fresh := preview(t, s, in)
	if got := strings.Join(failed(fresh.Checks), " "); !strings.HasPrefix(got, "The newest order is 9 days old. Money left needs product cost") {
		t.Errorf("%q", got)
	}
	if words := wordsOfPages(fresh.Pages); strings.Contains(words, "caused about") {
		t.Error("a baseline says that creators caused something")
	}
	hour()
	again := strings.Replace(orderDays(100, 1), "100-0,2026-06-09,", "late-0,2026-06-09,", 1)
	saveReady(t, s, drop(t, s, [2]string{"late.csv", again}))
	if got := strings.Join(failed(preview(t, s, in).Checks), " "); !strings.Contains(got, "holds days that your files now say differently") || !strings.Contains(got, "read it again") {
		t.Errorf("%q", got)
	}
}

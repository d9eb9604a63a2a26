package api

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"creatorlift/backend/shop"
)

func TestDownloadOnceWithinAMinute(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	d := newDownloads(func() time.Time { return now })
	offer := d.offer("October report.pdf", "application/pdf", bytes.Repeat([]byte("x"), 48_000))
	if offer.Name != "October report.pdf" || offer.Size != "48 kB" || len(offer.Path) != len("/file/")+64 {
		t.Errorf("offered %+v", offer)
	}
	w := get(d, offer.Path)
	h := w.Header()
	if w.Code != 200 || w.Body.Len() != 48_000 || h.Get("Content-Type") != "application/pdf" || h.Get("Content-Disposition") != `attachment; filename="October report.pdf"` || h.Get("Content-Length") != "48000" {
		t.Errorf("%d, %v", w.Code, h)
	}
	late := d.offer("a.csv", "text/csv", nil)
	other := d.offer("b.csv", "text/csv", nil)
	now = now.Add(downloadLife - time.Nanosecond)
	if w := get(d, other.Path); w.Code != 200 {
		t.Errorf("within the minute: %d", w.Code)
	}
	now = now.Add(time.Nanosecond)
	for name, path := range map[string]string{"again": offer.Path, "too late": late.Path, "unknown": "/file/" + secret(), "none": "/file/"} {
		if w := get(d, path); w.Code != http.StatusGone || !strings.Contains(w.Body.String(), "Ask for it again") {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if len(d.ready) != 0 {
		t.Errorf("%d kept", len(d.ready))
	}
}

func TestDownloadKeepsFew(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	d := newDownloads(func() time.Time { now = now.Add(time.Millisecond); return now })
	first := d.offer("a", "text/csv", nil)
	var last Download
	for range keptDownloads {
		last = d.offer("a", "text/csv", nil)
	}
	if _, err := d.take(first.Path); len(d.ready) != keptDownloads || shop.ErrorCode(err) != "download_gone" {
		t.Errorf("%d kept, the oldest: %v", len(d.ready), err)
	}
	if _, err := d.take(last.Path); err != nil {
		t.Error(err)
	}
}

// TestDownloadTakenByTheWindow: the same file, once, by either way.
func TestDownloadTakenByTheWindow(t *testing.T) {
	t.Parallel()
	s, h := screenHandler(t, nil)
	offer := s.downloads.offer("a.csv", "text/csv", []byte("x,y\n"))
	name, write, err := s.TakeDownload(offer.Path)
	var b bytes.Buffer
	if err != nil || name != "a.csv" || write(&b) != nil || b.String() != "x,y\n" {
		t.Errorf("%q, %q, %v", name, b.String(), err)
	}
	if _, _, err := s.TakeDownload(offer.Path); shop.ErrorCode(err) != "download_gone" {
		t.Errorf("again: %v", err)
	}
	if w := get(h, offer.Path); w.Code != http.StatusGone {
		t.Errorf("by the browser: %d", w.Code)
	}
	offer = s.downloads.offer("été.csv", "text/csv", nil)
	w := get(h, offer.Path)
	checkShield(t, "download", w.Header())
	if got := w.Header().Get("Content-Disposition"); got != "attachment; filename*=utf-8''%C3%A9t%C3%A9.csv" {
		t.Errorf("named %s", got)
	}
}

func TestDownloadNames(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"report.pdf":                      "report.pdf",
		"Nord & Fjäll, October.pdf":       "Nord & Fjäll, October.pdf",
		`../../etc/pass"wd`:               "-..-etc-pass-wd",
		`C:\brand.db`:                     "C--brand.db",
		".hidden.pdf":                     "hidden.pdf",
		"a\r\nSet-Cookie: x.pdf":          "aSet-Cookie- x.pdf",
		"gnp.\u202efdp.exe":               "gnp.fdp.exe",
		"bad\xff.csv":                     "bad.csv",
		"con.csv":                         "creatorlift.csv",
		"COM1.a.csv":                      "creatorlift.csv",
		"":                                "creatorlift",
		" . .":                            "creatorlift",
		".pdf":                            "pdf",
		"x. .pdf":                         "x.pdf",
		strings.Repeat("ä", 100) + ".pdf": strings.Repeat("ä", 58) + ".pdf",
		"a." + strings.Repeat("b", 200):   "a." + strings.Repeat("b", 118),
	} {
		if got := safeName(given); got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
}

func FuzzDownloadName(f *testing.F) {
	for _, s := range []string{"report.pdf", "../a", "con", "\u202ea.b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, given string) {
		got := safeName(given)
		if got == "" || len(got) > maxNameBytes || strings.ContainsAny(got, "<>:\"/\\|?*\r\n\x00") || strings.HasPrefix(got, ".") || strings.HasSuffix(got, ".") || safeName(got) != got {
			t.Errorf("%q became %q", given, got)
		}
	})
}

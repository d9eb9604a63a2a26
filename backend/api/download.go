package api

import (
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"creatorlift/backend/shop"
)

// downloadPath is where a browser fetches what it asked for.
const downloadPath = "/file/"

const (
	downloadLife  = time.Minute
	keptDownloads = 16 // the page asks for one at a time
)

// downloads is what was made and waits to be fetched once.
type downloads struct {
	now func() time.Time

	mu    sync.Mutex
	ready map[string]offer // by path
}

type offer struct {
	name, contentType string
	body              []byte
	until             time.Time
}

func newDownloads(now func() time.Time) *downloads {
	return &downloads{now: now, ready: map[string]offer{}}
}

// offer makes body fetchable once within a minute, under a file name that every system takes.
func (d *downloads) offer(name, contentType string, body []byte) Download {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.forget()
	path := downloadPath + secret()
	d.ready[path] = offer{safeName(name), contentType, body, d.now().Add(downloadLife)}
	return Download{Path: path, Name: d.ready[path].name, Size: byteSize(int64(len(body)))}
}

// forget drops what is too old and makes room for one more; the caller holds mu.
func (d *downloads) forget() {
	oldest := ""
	for path, o := range d.ready {
		if !d.now().Before(o.until) {
			delete(d.ready, path)
		} else if oldest == "" || o.until.Before(d.ready[oldest].until) {
			oldest = path
		}
	}
	if len(d.ready) >= keptDownloads {
		delete(d.ready, oldest)
	}
}

// take uses a download up. The error is download_gone.
func (d *downloads) take(path string) (offer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	o, found := d.ready[path]
	delete(d.ready, path)
	if !found || !d.now().Before(o.until) {
		return offer{}, &shop.Error{Code: "download_gone", Message: "This file was fetched already, or has waited longer than a minute.", Hint: "Ask for it again in Creatorlift."}
	}
	return o, nil
}

// TakeDownload uses up the download with the one-use path, for the window's own Save dialog. write
// writes the whole file. The error is download_gone.
func (s *Screen) TakeDownload(path string) (name string, write func(io.Writer) error, err error) {
	o, err := s.downloads.take(path)
	if err != nil {
		return "", nil, err
	}
	return o.name, func(w io.Writer) error { _, err := w.Write(o.body); return err }, nil
}

func (d *downloads) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o, err := d.take(r.URL.Path)
	if err != nil {
		p := problemOf(err)
		plainPage(w, http.StatusGone, p.Message, p.Hint)
		return
	}
	w.Header().Set("Content-Type", o.contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(o.body)))
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": o.name}))
	_, _ = w.Write(o.body) // a reader that is gone asks again
}

const (
	maxNameBytes   = 120
	maxEndingBytes = 10
)

// safeName keeps of a name what Windows, macOS and Linux all take as one file's name, without
// characters that cannot be seen.
func safeName(name string) string {
	name = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsControl(c), unicode.Is(unicode.Cf, c), c == unicode.ReplacementChar:
			return -1
		case strings.ContainsRune(`<>:"/\|?*`, c):
			return '-'
		}
		return c
	}, name)
	name = strings.Trim(name, ". ")
	ending := filepath.Ext(name)
	if len(ending) > maxEndingBytes {
		ending = ""
	}
	stem := []rune(strings.TrimSuffix(name, ending))
	for len(string(stem))+len(ending) > maxNameBytes {
		stem = stem[:len(stem)-1]
	}
	name = strings.TrimRight(string(stem), ". ")
	device, _, _ := strings.Cut(name, ".")
	if name == "" || slices.Contains(devices, strings.ToUpper(device)) {
		name = "creatorlift"
	}
	return name + ending
}

// devices are the names that Windows keeps for itself.
var devices = strings.Fields("CON PRN AUX NUL COM1 COM2 COM3 COM4 COM5 COM6 COM7 COM8 COM9 LPT1 LPT2 LPT3 LPT4 LPT5 LPT6 LPT7 LPT8 LPT9")

package api

import (
	"bytes"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// What index.html holds in the place of what is new for every page.
const (
	noncePlace = "__CL_NONCE__"
	tokenPlace = "__CL_TOKEN__"
)

// assets is the built screen, held in memory and served as it is: over the loopback, and even more in
// the window, packing costs more time than it saves.
type assets struct {
	index []byte           // nil where the screen was not built
	files map[string]asset // by path
}

type asset struct {
	contentType string
	content     []byte
}

// newAssets reads the built screen; a nil or empty folder is a screen that was not built.
func newAssets(dist fs.FS) (*assets, error) {
	a := &assets{files: map[string]asset{}}
	if dist == nil {
		return a, nil
	}
	err := fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		content, err := fs.ReadFile(dist, name)
		if name == "index.html" {
			a.index = content
		} else {
			a.files["/"+name] = asset{contentTypeOf(name), content}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("api: the built screen: %w", err)
	}
	return a, nil
}

// contentTypes are named here because the system's own table differs from machine to machine.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2", ".json": "application/json",
	".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8",
}

func contentTypeOf(name string) string {
	if t := contentTypes[path.Ext(name)]; t != "" {
		return t
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// ServeHTTP serves the page at / and the files beside it; there is nothing else.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/" {
		a.page(w, r)
		return
	}
	f, found := a.files[r.URL.Path]
	if !found {
		plainPage(w, http.StatusNotFound, "There is no such page.", "Creatorlift has one page, at its address without anything behind it.")
		return
	}
	w.Header().Set("Content-Type", f.contentType)
	if strings.HasPrefix(r.URL.Path, "/assets/") { // named by their content
		w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
	}
	_, _ = w.Write(f.content) // a reader that is gone needs no answer
}

func (a *assets) page(w http.ResponseWriter, r *http.Request) {
	if a.index == nil {
		plainPage(w, http.StatusOK, "The screen is not part of this build.", "Run `make build` in the source folder (it needs Node 20.19 or newer) and start Creatorlift again. The command line works without it.")
		return
	}
	nonce := shield(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	page := bytes.ReplaceAll(a.index, []byte(noncePlace), []byte(nonce))
	_, _ = w.Write(bytes.ReplaceAll(page, []byte(tokenPlace), []byte(tokenFor(r))))
}

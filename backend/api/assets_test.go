package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

// builtScreen is a screen as Vite leaves it.
func builtScreen() fstest.MapFS {
	return fstest.MapFS{
		".gitkeep":              {},
		"index.html":            {Data: []byte(`<meta name="creatorlift-nonce" content="__CL_NONCE__"><meta name="creatorlift-token" content="__CL_TOKEN__">`)},
		"favicon.svg":           {Data: []byte("<svg/>")},
		"assets/index-3f.js":    {Data: []byte("js")},
		"assets/index-3f.css":   {Data: []byte("css")},
		"assets/inter-3f.woff2": {Data: []byte("font")},
	}
}

// screenHandler is a screen on a file of its own.
func screenHandler(t *testing.T, dist fstest.MapFS) (*Screen, http.Handler) {
	t.Helper()
	s, err := NewScreen(&App{}, ScreenOptions{DB: t.TempDir() + "/brand.db"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if dist == nil {
		return s, s.Handler(nil)
	}
	return s, s.Handler(dist)
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func TestAssets(t *testing.T) {
	t.Parallel()
	_, h := screenHandler(t, builtScreen())
	const kept, fresh = "private, max-age=31536000, immutable", "no-store"
	cases := []struct {
		path        string
		want        int
		contentType string
		caching     string
	}{
		{"/", 200, "text/html; charset=utf-8", fresh},
		{"/favicon.svg", 200, "image/svg+xml", fresh},
		{"/assets/index-3f.js", 200, "text/javascript; charset=utf-8", kept},
		{"/assets/index-3f.css", 200, "text/css; charset=utf-8", kept},
		{"/assets/inter-3f.woff2", 200, "font/woff2", kept},
		{"/index.html", 404, "text/html; charset=utf-8", fresh},
		{"/.gitkeep", 404, "text/html; charset=utf-8", fresh},
		{"/assets/", 404, "text/html; charset=utf-8", fresh},
		{"/own/home", 404, "text/html; charset=utf-8", fresh},
		{"/api/nothing", 404, "application/problem+json", fresh},
	}
	for _, c := range cases {
		w := get(h, c.path)
		if w.Code != c.want || w.Header().Get("Content-Type") != c.contentType || w.Header().Get("Cache-Control") != c.caching {
			t.Errorf("%s: %d, %v", c.path, w.Code, w.Header())
		}
		if w.Header().Get("Cache-Control") == fresh {
			checkShield(t, c.path, w.Header())
		}
	}
}

// TestAssetsPageHoldsNonceAndToken: both are new for the page; in the window there is no token.
func TestAssetsPageHoldsNonceAndToken(t *testing.T) {
	t.Parallel()
	s, h := screenHandler(t, builtScreen())
	w := get(h, "/")
	_, rest, _ := strings.Cut(w.Header().Get("Content-Security-Policy"), "'nonce-")
	nonce, _, _ := strings.Cut(rest, "'")
	want := `<meta name="creatorlift-nonce" content="` + nonce + `"><meta name="creatorlift-token" content="">`
	if w.Body.String() != want || nonce == "" {
		t.Errorf("in the window: %s", w.Body)
	}
	if again := get(h, "/"); again.Body.String() == want {
		t.Error("the nonce is the same on the next page")
	}
	g := newGuarded(doorPort)
	g.inner = s.Handler(builtScreen())
	if w := g.ask(t, goodPage); !strings.HasSuffix(w.Body.String(), `content="`+g.token+`">`) {
		t.Errorf("behind the door: %s", w.Body)
	}
}

func TestAssetsNotBuilt(t *testing.T) {
	t.Parallel()
	for name, dist := range map[string]fstest.MapFS{"none": nil, "empty": {".gitkeep": {}}} {
		_, h := screenHandler(t, dist)
		if w := get(h, "/"); w.Code != 200 || !strings.Contains(w.Body.String(), "Run `make build`") {
			t.Errorf("%s: %d, %s", name, w.Code, w.Body)
		}
	}
}

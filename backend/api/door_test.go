package api

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

const doorPort = 43210

// guarded is a door with a handler behind it that counts who reached it.
type guarded struct {
	*Door
	reached atomic.Int64
}

func newGuarded(port int) *guarded {
	g := &guarded{}
	g.Door = NewDoor(port, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.reached.Add(1)
		shield(w.Header())
		_, _ = w.Write([]byte("inside"))
	}))
	return g
}

// wire is a request as it goes over the line; $COOKIE, $TOKEN and $PORT stand for the door's own.
func (g *guarded) wire(text string) string {
	_, port, _ := strings.Cut(g.hosts[0], ":")
	text = strings.NewReplacer("$COOKIE", g.cookieName+"="+g.cookie, "$TOKEN", g.token, "$ASK", g.linkAsk, "$PORT", port).Replace(text)
	return strings.ReplaceAll(strings.TrimSpace(text), "\n", "\r\n") + "\r\n\r\n"
}

// ask gives one request to the door, as the server would have read it.
func (g *guarded) ask(t *testing.T, text string) *httptest.ResponseRecorder {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(g.wire(text))))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	w := httptest.NewRecorder()
	g.ServeHTTP(w, r)
	return w
}

const (
	goodPage = "GET / HTTP/1.1\nHost: 127.0.0.1:$PORT\nCookie: $COOKIE"
	goodGet  = "GET /api/frame HTTP/1.1\nHost: 127.0.0.1:$PORT\nCookie: $COOKIE\nX-Creatorlift-Token: $TOKEN"
	goodPost = "POST /api/sample HTTP/1.1\nHost: 127.0.0.1:$PORT\nCookie: $COOKIE\nX-Creatorlift-Token: $TOKEN"
)

func TestDoorRules(t *testing.T) {
	t.Parallel()
	change := func(text string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(text) }
	cases := []struct {
		name, request string
		want          int
	}{
		{"the page", goodPage, 200},
		{"the page from the address bar", goodPage + "\nSec-Fetch-Site: none\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document", 200},
		{"the page as localhost", change(goodPage, "127.0.0.1", "localhost"), 200},
		{"a question", goodGet + "\nSec-Fetch-Site: same-origin\nSec-Fetch-Mode: cors\nSec-Fetch-Dest: empty", 200},
		{"a change", goodPost + "\nSec-Fetch-Site: same-origin\nOrigin: http://127.0.0.1:$PORT", 200},
		{"a change as localhost", change(goodPost, "127.0.0.1", "localhost") + "\nOrigin: http://localhost:$PORT", 200},
		{"a removal", change(goodPost, "POST /api/sample", "DELETE /api/job/1"), 200},
		{"a replacement", change(goodPost, "POST", "PUT"), 200},
		{"another port's cookie beside ours", goodGet + "\nCookie: creatorlift-$PORT=x", 200},
		{"a download", change(goodPage, "GET /", "GET /file/0a"), 200},
		{"a query", change(goodGet, "/api/frame", "/api/frame?name=a%2Fb%20c"), 200},

		{"no cookie", change(goodPage, "Cookie", "X-Cookie"), 401},
		{"a wrong cookie", change(goodPage, "$COOKIE", "creatorlift-$PORT=x"), 401},
		{"the cookie under another name", change(goodPage, "$COOKIE", "a$COOKIE"), 401},
		{"no token", change(goodGet, "X-Creatorlift-Token", "X-Other"), 401},
		{"a wrong token", change(goodGet, "$TOKEN", "0$TOKEN"), 401},
		{"an empty token", change(goodGet, "$TOKEN", ""), 401},
		{"two tokens", goodGet + "\nX-Creatorlift-Token: $TOKEN", 401},
		{"the cookie as token", change(goodGet, "$TOKEN", "$COOKIE"), 401},
		{"a token, no cookie", change(goodGet, "Cookie", "X-Cookie"), 401},

		{"a rebinding name", change(goodGet, "127.0.0.1", "rebind.test"), 421},
		{"another port", change(goodGet, "Host: 127.0.0.1:$PORT", "Host: 127.0.0.1:80"), 421},
		{"no port", change(goodGet, "Host: 127.0.0.1:$PORT", "Host: 127.0.0.1"), 421},
		{"no host", change(goodGet, "Host: 127.0.0.1:$PORT\n", ""), 421},
		{"IPv6", change(goodGet, "127.0.0.1", "[::1]"), 421},
		{"a trailing dot", change(goodGet, "127.0.0.1", "localhost."), 421},
		{"another spelling", change(goodGet, "127.0.0.1", "127.1"), 421},

		{"another port's origin", goodPost + "\nOrigin: http://127.0.0.1:80", 403},
		{"the other name's origin", goodPost + "\nOrigin: http://localhost:$PORT", 403},
		{"https origin", goodPost + "\nOrigin: https://127.0.0.1:$PORT", 403},
		{"null origin", goodPost + "\nOrigin: null", 403},
		{"empty origin", goodPost + "\nOrigin:", 403},
		{"two origins", goodPost + "\nOrigin: http://127.0.0.1:$PORT\nOrigin: http://127.0.0.1:$PORT", 403},
		{"a question from another origin", goodGet + "\nOrigin: http://evil.test", 403},
		{"cross-site", goodGet + "\nSec-Fetch-Site: cross-site", 403},
		{"another port's page", goodGet + "\nSec-Fetch-Site: same-site", 403},
		{"unknown site", goodGet + "\nSec-Fetch-Site: Same-Origin", 403},
		{"two sites", goodGet + "\nSec-Fetch-Site: same-origin\nSec-Fetch-Site: same-origin", 403},
		{"none on a change", goodPost + "\nSec-Fetch-Site: none", 403},
		{"none in a frame", goodPage + "\nSec-Fetch-Site: none\nSec-Fetch-Dest: iframe", 403},
		{"none by script", goodPage + "\nSec-Fetch-Site: none\nSec-Fetch-Mode: cors", 403},

		{"OPTIONS", change(goodGet, "GET", "OPTIONS"), 405},
		{"HEAD", change(goodGet, "GET", "HEAD"), 405},
		{"TRACE", change(goodGet, "GET", "TRACE"), 405},
		{"PATCH", change(goodGet, "GET", "PATCH"), 405},
		{"lower case", change(goodGet, "GET", "get"), 405},
		{"POST to the page", change(goodPage, "GET", "POST"), 405},
		{"DELETE of a download", change(goodPage, "GET /", "DELETE /file/1"), 405},

		{"an absolute address", change(goodGet, "GET /api", "GET http://127.0.0.1:$PORT/api"), 400},
		{"another absolute address", change(goodGet, "GET /api", "GET http://evil.test/api"), 400},
		{"a tunnel", change(goodGet, "GET /api/frame", "CONNECT 127.0.0.1:$PORT"), 400},
		{"everything", change(goodGet, "GET /api/frame", "OPTIONS *"), 400},
		{"two slashes", change(goodGet, "/api", "//api"), 400},
		{"two slashes inside", change(goodGet, "/api/", "/api//"), 400},
		{"dots", change(goodGet, "/api/", "/x/../api/"), 400},
		{"a dot", change(goodGet, "/api/", "/./api/"), 400},
		{"dots at the end", change(goodGet, "/api/frame", "/api/.."), 400},
		{"encoded slash", change(goodGet, "/api/", "/api%2f"), 400},
		{"encoded letter", change(goodGet, "/api/", "/%61pi/"), 400},
		{"encoded dots", change(goodGet, "/api/", "/%2e%2e/api/"), 400},
		{"backslash", change(goodGet, "/api/", `/\api/`), 400},
		{"encoded nothing", change(goodGet, "/api/", "/api/%00"), 400},
		{"semicolon", change(goodGet, "/api/frame", "/api/frame;x"), 400},
		{"passed on", goodGet + "\nX-Forwarded-For: 127.0.0.1", 400},
		{"passed on by name", goodGet + "\nForwarded: for=1", 400},
		{"a proxy", goodGet + "\nVia: 1.1 x", 400},
		{"a proxy's password", goodGet + "\nProxy-Authorization: x", 400},
		{"another path behind", goodGet + "\nX-Original-URL: /", 400},
		{"another method behind", goodPost + "\nX-HTTP-Method-Override: DELETE", 400},
		{"a socket", goodGet + "\nUpgrade: websocket\nConnection: Upgrade", 400},
	}
	g := newGuarded(doorPort)
	for _, c := range cases {
		before := g.reached.Load()
		w := g.ask(t, c.request)
		if got, in := w.Code, g.reached.Load()-before == 1; got != c.want || in != (c.want == 200) {
			t.Errorf("%s: got %d, inside %v, want %d", c.name, got, in, c.want)
		}
		checkShield(t, c.name, w.Header())
	}
}

func checkShield(t *testing.T, name string, h http.Header) {
	t.Helper()
	csp := h.Get("Content-Security-Policy")
	_, rest, _ := strings.Cut(csp, "'nonce-")
	nonce, _, _ := strings.Cut(rest, "'")
	want := "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	if csp != want || len(nonce) < 22 || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("%s: headers %v", name, h)
	}
	for key := range h {
		if strings.HasPrefix(key, "Access-Control-") {
			t.Errorf("%s: %s", name, key)
		}
	}
}

func TestDoorEntry(t *testing.T) {
	t.Parallel()
	g := newGuarded(doorPort)
	enter := func(link, more string) *httptest.ResponseRecorder {
		return g.ask(t, "GET "+strings.TrimPrefix(link, "http://127.0.0.1:43210")+" HTTP/1.1\nHost: 127.0.0.1:$PORT"+more)
	}
	link := g.Link()
	for name, more := range map[string]string{"prefetch": "\nSec-Purpose: prefetch;prerender", "older prefetch": "\nPurpose: prefetch", "another site": "\nSec-Fetch-Site: cross-site", "a frame": "\nSec-Fetch-Site: none\nSec-Fetch-Dest: iframe"} {
		if w := enter(link, more); w.Code == 303 || len(w.Result().Cookies()) > 0 {
			t.Errorf("%s: got in with %d", name, w.Code)
		}
	}
	for name, bad := range map[string]string{"none": "http://127.0.0.1:43210/enter", "empty": "http://127.0.0.1:43210/enter?t=", "wrong": strings.Replace(link, "t=", "t=0", 1), "two": link + "&t=1"} {
		if w := enter(bad, ""); w.Code != 401 || len(w.Result().Cookies()) > 0 || !strings.Contains(w.Body.String(), "needs a fresh link") {
			t.Errorf("token %s: %d", name, w.Code)
		}
	}
	w := enter(link, "\nSec-Fetch-Site: none\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document")
	if w.Code != 303 || w.Header().Get("Location") != "/" {
		t.Fatalf("enter: %d, %v", w.Code, w.Header())
	}
	checkShield(t, "enter", w.Header())
	want := "creatorlift-43210=" + g.cookie + "; Path=/; HttpOnly; SameSite=Strict"
	if got := w.Header().Values("Set-Cookie"); !slices.Equal(got, []string{want}) {
		t.Errorf("cookie %q", got)
	}
	if w := enter(link, ""); w.Code != 401 {
		t.Errorf("a spent link: %d", w.Code)
	}
	if w := enter(link, "\nCookie: $COOKIE"); w.Code != 303 {
		t.Errorf("a spent link in a browser that is in: %d", w.Code)
	}
	if g.reached.Load() != 0 {
		t.Errorf("entering reached the inside %d times", g.reached.Load())
	}
}

func TestDoorKeepsFewLinks(t *testing.T) {
	t.Parallel()
	g := newGuarded(doorPort)
	first := g.Link()
	for range keptLinks {
		g.Link()
	}
	_, token, _ := strings.Cut(first, "t=")
	if len(g.links) != keptLinks || g.spend([]string{token}) {
		t.Errorf("%d links, the oldest still good", len(g.links))
	}
	if len(token) != secretLen || first == g.Link() {
		t.Errorf("the link %q", first)
	}
}

func TestDoorHandsLinksToASecondStartOnly(t *testing.T) {
	t.Parallel()
	const good = "POST /link HTTP/1.1\nHost: 127.0.0.1:$PORT\nX-Creatorlift-Token: $ASK"
	cases := []struct {
		name, request string
		want          int
	}{
		{"a second start", good, 200},
		{"the page", strings.Replace(good, "$ASK", "$TOKEN\nCookie: $COOKIE", 1), 401},
		{"a browser that knows", good + "\nSec-Fetch-Site: same-origin", 401},
		{"a browser with cookies", good + "\nCookie: a=b", 401},
		{"a browser's post", good + "\nOrigin: http://127.0.0.1:$PORT", 401},
		{"no secret", strings.Replace(good, "$ASK", "", 1), 401},
		{"a GET", strings.Replace(good, "POST", "GET", 1), 401},
		{"a PUT", strings.Replace(good, "POST", "PUT", 1), 405},
	}
	g := newGuarded(doorPort)
	for _, c := range cases {
		links := len(g.links)
		if w := g.ask(t, c.request); w.Code != c.want || (len(g.links) > links) != (c.want == 200) {
			t.Errorf("%s: got %d, want %d", c.name, w.Code, c.want)
		}
	}
}

func TestDoorTellsProgramsAndPeople(t *testing.T) {
	t.Parallel()
	g := newGuarded(doorPort)
	w := g.ask(t, strings.Replace(goodGet, "Cookie", "X", 1))
	const want = `{"status":401,"code":"no_entry","message":"This page needs a fresh link.","hint":"Press Enter in the terminal where Creatorlift runs, or run ` + "`creatorlift serve`" + ` again."}` + "\n"
	if w.Header().Get("Content-Type") != "application/problem+json" || w.Body.String() != want {
		t.Errorf("a program: %s, %s", w.Header().Get("Content-Type"), w.Body)
	}
	w = g.ask(t, strings.Replace(goodPage, "Cookie", "X", 1))
	if w.Header().Get("Content-Type") != "text/html; charset=utf-8" || !strings.Contains(w.Body.String(), "<h1>This page needs a fresh link.</h1><p>Press Enter in the terminal") {
		t.Errorf("a person: %s", w.Body)
	}
}

// FuzzDoor: whatever the bytes, what reaches the inside shows cookie and, at the API, the token, under
// one of the two names, and from no other page.
func FuzzDoor(f *testing.F) {
	for _, s := range []string{goodPage, goodGet, goodPost, goodPost + "\nOrigin: http://127.0.0.1:$PORT", "GET /enter?t=1 HTTP/1.1\nHost: localhost:$PORT", "GET //api/ HTTP/1.0\nHost: a"} {
		f.Add(s)
	}
	g := newGuarded(doorPort)
	var seen *http.Request
	g.inner = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r })
	f.Fuzz(func(t *testing.T, text string) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(g.wire(text))))
		if err != nil {
			t.Skip()
		}
		seen = nil
		w := httptest.NewRecorder()
		g.ServeHTTP(w, r)
		if seen == nil {
			return
		}
		line, head, _ := strings.Cut(g.wire(text), "\r\n")
		path := strings.SplitN(line, " ", 3)[1]
		site := strings.Join(r.Header["Sec-Fetch-Site"], ",")
		switch {
		case !strings.Contains(head, g.cookie),
			strings.HasPrefix(seen.URL.Path+"/", "/api/") && !strings.Contains(head, g.token),
			r.Host != "127.0.0.1:43210" && r.Host != "localhost:43210",
			!strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//"),
			r.Header["Origin"] != nil && r.Header.Get("Origin") != "http://"+r.Host,
			site != "" && site != "same-origin" && (site != "none" || r.Method != "GET"):
			t.Errorf("%q came in", text)
		}
	})
}

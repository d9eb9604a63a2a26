package api

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// tokenHeader carries the page's token on every call of the API.
const tokenHeader = "X-Creatorlift-Token"

// Paths that the door answers itself.
const (
	enterPath = "/enter"
	linkPath  = "/link"
)

// keptLinks is how many links that were not used yet stay good: a browser that starts slowly still
// finds its own when a second one was asked for meanwhile.
const keptLinks = 16

// Door is the guard of the local server. It lets a browser in that opened a link from the terminal,
// and from then on only what that browser's own page asks. The desktop window has no port and no door.
type Door struct {
	hosts       []string // the names under which this server may be called
	cookieName  string   // per port, because browsers share cookies between ports
	cookie      string   // what the browser must show
	token       string   // what the page must show as well: browsers show the cookie to other ports' servers
	linkAsk     string   // what a second start must show to get a link
	linkAnswer  string   // what it is shown in turn
	inner       http.Handler
	crossOrigin *http.CrossOriginProtection

	mu    sync.Mutex
	links []string // entry tokens that were not used yet, oldest first
}

// NewDoor guards inner on 127.0.0.1:port.
func NewDoor(port int, inner http.Handler) *Door {
	p := strconv.Itoa(port)
	return &Door{hosts: []string{"127.0.0.1:" + p, "localhost:" + p}, cookieName: "creatorlift-" + p,
		cookie: secret(), token: secret(), linkAsk: secret(), linkAnswer: secret(), inner: inner, crossOrigin: http.NewCrossOriginProtection()}
}

// Link is a fresh address to open, good once.
func (d *Door) Link() string { return linkTo(d.hosts[0], d.newLink()) }

func linkTo(host, entry string) string { return "http://" + host + enterPath + "?t=" + entry }

func (d *Door) newLink() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	entry := secret()
	d.links = append(d.links, entry)
	if len(d.links) > keptLinks {
		d.links = slices.Delete(d.links, 0, len(d.links)-keptLinks)
	}
	return entry
}

// ServeHTTP answers what the door itself knows and passes on only what may come in.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if no := d.stops(r); no != nil {
		no.answer(w, r)
		return
	}
	switch r.URL.Path {
	case linkPath:
		d.handLink(w, r)
		return
	case enterPath:
		d.enter(w, r)
		return
	}
	if !d.knows(r) || isAPI(r) && !same(r.Header.Values(tokenHeader), d.token) {
		noEntry.answer(w, r)
		return
	}
	d.inner.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), pageToken{}, d.token)))
}

// enter spends the link's token and gives the browser its cookie. A browser that is in already comes in
// by an old link too, which changes nothing.
func (d *Door) enter(w http.ResponseWriter, r *http.Request) {
	fetched := r.Header.Get("Sec-Purpose") + r.Header.Get("Purpose")
	if strings.Contains(fetched, "prefetch") || !d.spend(r.URL.Query()["t"]) && !d.knows(r) {
		noEntry.answer(w, r)
		return
	}
	shield(w.Header())
	http.SetCookie(w, &http.Cookie{Name: d.cookieName, Value: d.cookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	w.Header().Set("Location", "/")
	w.WriteHeader(http.StatusSeeOther)
}

func (d *Door) spend(given []string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, entry := range d.links {
		if same(given, entry) {
			d.links = slices.Delete(d.links, i, i+1)
			return true
		}
	}
	return false
}

// handLink gives a second start of the program a fresh entry token. No browser may ask: it would send
// one of the headers that are refused here.
func (d *Door) handLink(w http.ResponseWriter, r *http.Request) {
	h := r.Header
	browser := h["Origin"] != nil || h["Sec-Fetch-Site"] != nil || h["Cookie"] != nil
	if browser || r.Method != http.MethodPost || !same(h.Values(tokenHeader), d.linkAsk) {
		noEntry.answer(w, r)
		return
	}
	shield(w.Header())
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte(d.linkAnswer + d.newLink())) // a reader that is gone asks again
}

// knows reports whether the browser shows the cookie. Another port may have set one of the same name
// beside it; that must not lock the founder out.
func (d *Door) knows(r *http.Request) bool {
	return slices.ContainsFunc(r.CookiesNamed(d.cookieName), func(c *http.Cookie) bool { return same([]string{c.Value}, d.cookie) })
}

// same compares in constant time; there must be exactly one value.
func same(given []string, want string) bool {
	return len(given) == 1 && subtle.ConstantTimeCompare([]byte(given[0]), []byte(want)) == 1
}

// secretLen is the length of a secret.
const secretLen = 64

// secret is 32 random bytes in hexadecimal.
func secret() string {
	var b [secretLen / 2]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

func isAPI(r *http.Request) bool {
	return r.URL.Path == "/api" || strings.HasPrefix(r.URL.Path, "/api/")
}

// pageToken is the key under which the page finds the token it must carry.
type pageToken struct{}

// tokenFor is the token that the page must carry, "" in the window.
func tokenFor(r *http.Request) string {
	token, _ := r.Context().Value(pageToken{}).(string)
	return token
}

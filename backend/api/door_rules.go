package api

import (
	"net/http"
	"slices"
	"strings"
)

// The answers of a closed door.
var (
	noEntry = &stop{http.StatusUnauthorized, "no_entry", "This page needs a fresh link.",
		"Press Enter in the terminal where Creatorlift runs, or run `creatorlift serve` again."}
	wrongAddress = &stop{http.StatusMisdirectedRequest, "wrong_address", "Creatorlift does not answer under this address.",
		"Open the address that `creatorlift serve` printed."}
	otherSite = &stop{http.StatusForbidden, "other_site", "Another page asked for this, and Creatorlift refused it.",
		"If it was you, copy the link from the terminal into the browser's address bar."}
	wrongMethod = &stop{http.StatusMethodNotAllowed, "wrong_method", "Creatorlift does not answer this kind of request.",
		"Open the address that `creatorlift serve` printed."}
	oddRequest = &stop{http.StatusBadRequest, "odd_request", "Creatorlift does not answer requests of this form.",
		"Open the address that `creatorlift serve` printed, without a proxy."}
)

// stops says why a request may not come nearer, whoever sends it; nil if it may.
func (d *Door) stops(r *http.Request) *stop {
	switch {
	case !plainTarget(r):
		return oddRequest
	case !slices.Contains(d.hosts, r.Host):
		return wrongAddress
	case !allowedMethod(r):
		return wrongMethod
	case passedOn(r.Header):
		return oddRequest
	case !fromOurPage(r) || d.crossOrigin.Check(r) != nil:
		return otherSite
	}
	return nil
}

// plainTarget wants the path as the page writes it: from the root, nothing encoded, no empty or dotted
// part. Absolute addresses, which only proxies send, and `*` are refused with everything else that two
// readers could take for two things.
func plainTarget(r *http.Request) bool {
	path, _, _ := strings.Cut(r.RequestURI, "?")
	if !strings.HasPrefix(path, "/") || path != r.URL.Path || r.URL.Host != "" || r.URL.Scheme != "" {
		return false
	}
	if strings.ContainsFunc(path, func(c rune) bool { return !plainRune(c) }) {
		return false
	}
	parts := strings.Split(path[1:], "/")
	for i, p := range parts {
		if p == "." || p == ".." || p == "" && i < len(parts)-1 {
			return false
		}
	}
	return true
}

func plainRune(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("/-_.~", c)
}

// allowedMethod lets only the API, and a second start of the program, do more than GET.
func allowedMethod(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet:
		return true
	case http.MethodPost:
		return isAPI(r) || r.URL.Path == linkPath
	case http.MethodPut, http.MethodDelete:
		return isAPI(r)
	}
	return false
}

// passedOn reports headers that only proxies and protocol switches send. Nothing of that kind belongs
// between a browser and its own machine.
func passedOn(h http.Header) bool {
	for name := range h {
		switch name {
		case "Forwarded", "Via", "Upgrade", "X-Real-Ip", "X-Original-Url", "X-Rewrite-Url", "X-Http-Method-Override":
			return true
		}
		if strings.HasPrefix(name, "X-Forwarded-") || strings.HasPrefix(name, "Proxy-") {
			return true
		}
	}
	return false
}

// fromOurPage believes what browsers say about who asks: the same origin, or the founder through the
// address bar. A request that says nothing is judged by what it holds.
func fromOurPage(r *http.Request) bool {
	if origin := r.Header.Values("Origin"); len(origin) > 0 && (len(origin) > 1 || origin[0] != "http://"+r.Host) {
		return false
	}
	site := r.Header.Values("Sec-Fetch-Site")
	switch {
	case len(site) == 0:
		return true
	case len(site) > 1:
		return false
	case site[0] == "none":
		return r.Method == http.MethodGet && oneOf(r.Header.Values("Sec-Fetch-Mode"), "navigate") && oneOf(r.Header.Values("Sec-Fetch-Dest"), "document")
	}
	return site[0] == "same-origin"
}

// oneOf accepts a header that is absent or has exactly this value.
func oneOf(given []string, want string) bool {
	return len(given) == 0 || len(given) == 1 && given[0] == want
}

package api

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
)

// shield sets the headers of every answer and returns the nonce for style elements of the page.
func shield(h http.Header) (nonce string) {
	nonce = rand.Text()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"+nonce+"'; connect-src 'self'; "+
		"img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	return nonce
}

// stop is an answer that lets nobody in.
type stop struct {
	status              int
	code, message, hint string
}

// answer tells a program by a problem document and a person by a page.
func (s *stop) answer(w http.ResponseWriter, r *http.Request) {
	if isAPI(r) {
		writeRefusal(w, &refusalBody{Status: s.status, Code: s.code, Message: s.message, Hint: s.hint})
		return
	}
	plainPage(w, s.status, s.message, s.hint)
}

// writeRefusal writes a problem document.
func writeRefusal(w http.ResponseWriter, p *refusalBody) {
	shield(w.Header())
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // a reader that is gone needs no answer
}

// plainPage is a page of two sentences, for when there is no screen to show them.
func plainPage(w http.ResponseWriter, status int, title, text string) {
	nonce := shield(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, plainHTML, nonce, html.EscapeString(title), html.EscapeString(text))
}

const plainHTML = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Creatorlift</title>
<style nonce="%s">
:root { color-scheme: light dark; font: 1rem/1.5 Inter, system-ui, sans-serif }
main { max-width: 32rem; margin: 20vh auto 0; padding: 0 1.5rem }
h1 { font-size: 1.5rem; line-height: 1.25 }
</style>
<main><h1>%s</h1><p>%s</p></main>
</html>
`

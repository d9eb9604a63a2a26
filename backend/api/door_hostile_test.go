package api

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// hostileRequests is the figure that the safety rules name.
const hostileRequests = 10_000

// line is one request under construction.
type line struct {
	method, target, host string
	headers              []string
	body                 string
	api                  bool
}

// spoil is one way to make a request one that must not come in.
type spoil struct {
	name string
	do   func(l *line, r *rand.Rand)
}

// header replaces the headers of that name, without replacement if value is empty.
func (l *line) header(name string, values ...string) {
	l.headers = slices.DeleteFunc(l.headers, func(h string) bool { return strings.HasPrefix(h, name+":") })
	for _, v := range values {
		l.headers = append(l.headers, name+": "+v)
	}
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// spoils lists them by what they spoil; every one alone must keep a request out.
var spoils = []spoil{
	{"host", func(l *line, r *rand.Rand) {
		l.host = pick(r, "", "Host: rebind.test:$PORT", "Host: 127.0.0.1", "Host: 127.0.0.1:1", "Host: localhost", "Host: localhost.:$PORT", "Host: LOCALHOST:$PORT",
			"Host: [::1]:$PORT", "Host: 0.0.0.0:$PORT", "Host: 127.1:$PORT", "Host: 2130706433:$PORT", "Host: 127.0.0.1:$PORT@evil.test", "Host: evil.test\nHost: 127.0.0.1:$PORT",
			"Host: 127.0.0.1:$PORT\nHost: 127.0.0.1:$PORT", "Host: 127.0.0.1:0$PORT", "Host : 127.0.0.1:$PORT", "Host:", "Host: user@127.0.0.1:$PORT", "Host: 127.0.0.1:$PORT, evil.test")
	}},
	{"origin", func(l *line, r *rand.Rand) {
		l.header("Origin", pick(r, "null", "", "http://evil.test", "http://127.0.0.1", "http://127.0.0.1:1", "https://127.0.0.1:$PORT", "http://127.0.0.1:$PORT/", "http://rebind.test:$PORT", "http://127.0.0.1:$PORT.evil.test", "http://127.0.0.1:$PORT http://evil.test"))
	}},
	{"two origins", func(l *line, _ *rand.Rand) {
		l.header("Origin", "http://127.0.0.1:$PORT", "http://127.0.0.1:$PORT")
	}},
	{"site", func(l *line, r *rand.Rand) {
		l.header("Sec-Fetch-Site", pick(r, "cross-site", "same-site", "", "Same-Origin", "same-origin, same-origin", "same-origin x", "NONE", "unknown"))
	}},
	{"two sites", func(l *line, r *rand.Rand) {
		l.header("Sec-Fetch-Site", "same-origin", pick(r, "same-origin", "none", "cross-site"))
	}},
	{"none by script", func(l *line, r *rand.Rand) {
		l.header("Sec-Fetch-Site", "none")
		l.header("Sec-Fetch-Mode", pick(r, "cors", "no-cors", "websocket", "same-origin"))
	}},
	{"none in a frame", func(l *line, r *rand.Rand) {
		l.header("Sec-Fetch-Site", "none")
		l.header("Sec-Fetch-Dest", pick(r, "iframe", "frame", "embed", "object", "image", "script", "empty"))
	}},
	{"cookie", func(l *line, r *rand.Rand) {
		v := pick(r, "", "$NAME=", "$NAME=x", "$NAME=$TOKEN", "x$NAME=$VALUE", "$NAME=$VALUE0", "$NAME=0$VALUE", "creatorlift=$VALUE", "$NAME: $VALUE", "a=$NAME=$VALUE", "$NAME=$UPPER")
		l.header("Cookie", v)
		if r.IntN(3) == 0 {
			l.header("Cookie")
			l.headers = append(l.headers, "X-Cookie: $NAME=$VALUE", "Cookie : $NAME=$VALUE")
		}
	}},
	{"token", func(l *line, r *rand.Rand) {
		if !l.api {
			l.header("Cookie")
			return
		}
		l.header("X-Creatorlift-Token", pick(r, "", "x", "$VALUE", "$TOKEN0", "0$TOKEN", "$TOKEN, $TOKEN", "Bearer $TOKEN", "$ASK", "null", "undefined", "__CL_TOKEN__"))
	}},
	{"no token", func(l *line, r *rand.Rand) {
		if !l.api {
			l.header("Cookie")
			return
		}
		l.header("X-Creatorlift-Token")
		l.target += pick(r, "", "&token=$TOKEN", "&X-Creatorlift-Token=$TOKEN")
		l.headers = append(l.headers, pick(r, "X-Token: $TOKEN", "Authorization: Bearer $TOKEN", "X_Creatorlift_Token: $TOKEN", "Cookie: X-Creatorlift-Token=$TOKEN"))
	}},
	{"two tokens", func(l *line, r *rand.Rand) {
		if !l.api {
			l.header("Cookie")
			return
		}
		l.header("X-Creatorlift-Token", "$TOKEN", pick(r, "$TOKEN", "x", ""))
	}},
	{"method", func(l *line, r *rand.Rand) {
		l.method = pick(r, "HEAD", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "Post", "PROPFIND", "DEBUG", "PRI", "G=T", "")
	}},
	{"absolute", func(l *line, r *rand.Rand) {
		l.target = pick(r, "http://127.0.0.1:$PORT", "http://localhost:$PORT", "http://evil.test", "https://127.0.0.1:$PORT", "HTTP://127.0.0.1:$PORT", "ftp://127.0.0.1:$PORT", "http:", "x:") + l.target
	}},
	{"path", func(l *line, r *rand.Rand) {
		l.target = pick(r, "//", "/./", "/../", "/x/../", "/%2e/", "/%2e%2e/", "/%2f", "/%5c", `/\`, "/..%2f", "/;/", "/%00", "/.//", "//127.0.0.1:$PORT/", "/file/..//", "/a%20b/", "/%", "") + l.target[1:]
		if !strings.HasPrefix(l.target, "/") {
			l.target = "*"
		}
	}},
	{"encoded", func(l *line, r *rand.Rand) {
		path, query, _ := strings.Cut(l.target, "?")
		i := r.IntN(len(path))
		l.target = fmt.Sprintf("%s%%%02x%s?%s", path[:i], path[i], path[i+1:], query)
	}},
	{"proxy", func(l *line, r *rand.Rand) {
		l.headers = append(l.headers, pick(r, "Via: 1.1 proxy", "Forwarded: for=127.0.0.1;host=127.0.0.1:$PORT", "X-Forwarded-For: 127.0.0.1", "x-forwarded-host: 127.0.0.1:$PORT", "X-FORWARDED-PROTO: http", "X-Real-IP: 127.0.0.1",
			"Proxy-Connection: keep-alive", "Proxy-Authorization: Basic eDp4", "X-Original-URL: /api/frame", "X-Rewrite-URL: /api/frame", "X-HTTP-Method-Override: GET", "Upgrade: websocket", "Upgrade: h2c"))
	}},
	{"broken", func(l *line, r *rand.Rand) {
		l.headers = append(l.headers, pick(r, "Transfer-Encoding: chunked, identity", "Transfer-Encoding: xchunked", "Content-Length: 3\nContent-Length: 4", "Content-Length: -1", "Content-Length: 1e3", "X : y", "no colon", "X: a\x00b", "Big: "+strings.Repeat("x", 2*headerBytes)))
	}},
}

// smuggled is a second request in the body of the first.
const smuggled = "0\n\nGET /api/frame?n=smuggled HTTP/1.1\nHost: 127.0.0.1:$PORT\nX-Creatorlift-Token: x\n\n"

// legitimate is a request as the page makes it, of any kind.
func legitimate(r *rand.Rand, n int) line {
	name := pick(r, "127.0.0.1", "localhost")
	l := line{method: "GET", host: "Host: " + name + ":$PORT", headers: []string{"Cookie: $NAME=$VALUE"}}
	path := pick(r, "/", "/assets/index-3f2a.js", "/favicon.svg", "/file/"+strings.Repeat("0a", 32), "/api/frame", "/api/brand/own/home", "/api/sample", "/api/brand/own/inbox/files", "/api/job/17")
	l.target, l.api = fmt.Sprintf("%s?n=%d", path, n), strings.HasPrefix(path, "/api/")
	if l.api {
		l.method = pick(r, "GET", "POST", "PUT", "DELETE")
		l.headers = append(l.headers, pick(r, "X-Creatorlift-Token", "x-creatorlift-token")+": $TOKEN")
	}
	if l.method != "GET" && r.IntN(2) == 0 {
		l.body = `{"paths":["a"]}`
		l.headers = append(l.headers, fmt.Sprintf("Content-Length: %d", len(l.body)))
	}
	switch r.IntN(4) {
	case 0:
		l.headers = append(l.headers, "Origin: http://"+name+":$PORT", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors")
	case 1:
		l.headers = append(l.headers, "Sec-Fetch-Site: same-origin")
	case 2:
		if l.method == "GET" {
			l.headers = append(l.headers, "Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
		}
	}
	return l
}

// hostile spoils a legitimate request in one to five ways.
func hostile(r *rand.Rand, n int) (l line, how []string) {
	l = legitimate(r, n)
	if i := slices.IndexFunc(l.headers, func(h string) bool { return strings.HasPrefix(h, "x-creatorlift") }); i >= 0 {
		l.headers[i] = "X-Creatorlift-Token: $TOKEN"
	}
	if r.IntN(10) == 0 {
		l.body = smuggled
		l.header("Content-Length", fmt.Sprint(len(smuggled)))
		l.header("Transfer-Encoding", "chunked")
	}
	for _, i := range r.Perm(len(spoils))[:1+n%5] {
		spoils[i].do(&l, r)
		how = append(how, spoils[i].name)
	}
	return l, how
}

func (g *guarded) text(l line) string {
	_, port, _ := strings.Cut(g.hosts[0], ":")
	r := strings.NewReplacer("$PORT", port, "$NAME", g.cookieName, "$VALUE", g.cookie, "$UPPER", strings.ToUpper(g.cookie)+"A", "$TOKEN", g.token, "$ASK", g.linkAsk, "\n", "\r\n")
	head := l.method + " " + l.target + " HTTP/1.1\n"
	if l.host != "" {
		head += l.host + "\n"
	}
	return r.Replace(head + strings.Join(append(l.headers, "Connection: close"), "\n") + "\n\n" + l.body)
}

// listening starts the door on a real port.
func listening(t *testing.T) *guarded {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := newGuarded(l.Addr().(*net.TCPAddr).Port)
	server := newServer(t.Context(), g)
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return g
}

// send writes the bytes and returns all that comes back.
func (g *guarded) send(text string) (string, error) {
	c, err := net.Dial("tcp4", g.hosts[0])
	if err != nil {
		return "", err
	}
	defer func() { _ = c.Close() }()
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return "", err
	}
	_, _ = io.WriteString(c, text) // the server may hang up before it has read all
	answer, err := io.ReadAll(c)
	if len(answer) > 0 {
		return string(answer), nil
	}
	return "", err
}

// each runs do for 0 to n-1 on four lines at a time.
func each(n int, do func(i int)) {
	var all sync.WaitGroup
	for w := range 4 {
		all.Go(func() {
			for i := w; i < n; i += 4 {
				do(i)
			}
		})
	}
	all.Wait()
}

// TestHostileRequests: 10,000 requests, each with at least one thing wrong, over a real line: none reaches
// the inside, and no answer gives a secret away or speaks to another origin.
func TestHostileRequests(t *testing.T) {
	t.Parallel()
	g := listening(t)
	each(hostileRequests, func(i int) {
		l, how := hostile(rand.New(rand.NewPCG(20261122, uint64(i))), i)
		answer, err := g.send(g.text(l))
		if err != nil && !strings.Contains(err.Error(), "reset") {
			t.Errorf("%d %q: %v", i, how, err)
		}
		for _, word := range []string{"inside", "HTTP/1.1 2", "HTTP/1.1 3", "Set-Cookie", "Access-Control", g.cookie, g.token, g.linkAsk} {
			if strings.Contains(answer, word) {
				t.Errorf("%d, spoiled in %q: the answer holds %q\n%s", i, how, word, g.text(l))
			}
		}
	})
	if n := g.reached.Load(); n != 0 {
		t.Errorf("%d of %d hostile requests came in", n, hostileRequests)
	}
}

// TestHostileEachAlone: every single way to spoil a request is enough.
func TestHostileEachAlone(t *testing.T) {
	t.Parallel()
	g := listening(t)
	each(len(spoils)*60, func(i int) {
		r := rand.New(rand.NewPCG(7, uint64(i)))
		l, s := legitimate(r, i), spoils[i%len(spoils)]
		for j, h := range l.headers {
			l.headers[j] = strings.Replace(h, "x-creatorlift-token", "X-Creatorlift-Token", 1)
		}
		s.do(&l, r)
		if answer, _ := g.send(g.text(l)); strings.Contains(answer, "inside") {
			t.Errorf("%s came in:\n%s", s.name, g.text(l))
		}
	})
	if n := g.reached.Load(); n != 0 {
		t.Errorf("%d came in", n)
	}
}

// TestHostileControls: the same requests unspoiled all come in, so that the test above can fail.
func TestHostileControls(t *testing.T) {
	t.Parallel()
	const n = 1000
	g := listening(t)
	each(n, func(i int) {
		text := g.text(legitimate(rand.New(rand.NewPCG(1, uint64(i))), i))
		if answer, err := g.send(text); err != nil || !strings.HasPrefix(answer, "HTTP/1.1 200 ") || !strings.HasSuffix(answer, "inside") {
			t.Errorf("kept out: %v\n%s\n%s", err, text, answer)
		}
	})
	if got := g.reached.Load(); got != n {
		t.Errorf("%d of %d legitimate requests came in", got, n)
	}
}

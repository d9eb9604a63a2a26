package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"creatorlift/backend/api"
)

var link = regexp.MustCompile(`^http://127\.0\.0\.1:[0-9]+/enter\?t=[0-9a-f]{64}\n$`)

// session is a `creatorlift serve` under way.
type session struct {
	out, err *bufio.Reader
	in       io.Writer
	stop     func() int // Ctrl-C; returns the exit code
}

func serve(t *testing.T, browse func(string) error, args ...string) *session {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	errR, errW := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- Run(ctx, &api.App{}, append([]string{"serve"}, args...), Terminal{In: inR, Out: outW, Err: errW, Interactive: true, Browse: browse})
		_, _, _ = outW.Close(), errW.Close(), inR.Close()
	}()
	s := &session{out: bufio.NewReader(outR), err: bufio.NewReader(errR), in: inW}
	s.stop = func() int { cancel(); go func() { _, _ = io.Copy(io.Discard, s.err) }(); return <-code }
	t.Cleanup(cancel)
	return s
}

func readLine(t *testing.T, r *bufio.Reader) string {
	t.Helper()
	text, err := r.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestServePrintsOneLine(t *testing.T) {
	t.Parallel()
	db := newDB(t)
	opened := make(chan string, 1)
	s := serve(t, func(link string) error { opened <- link; return nil }, "--db", db)
	first := readLine(t, s.out)
	if !link.MatchString(first) || <-opened+"\n" != first {
		t.Errorf("printed %q", first)
	}
	if got := readLine(t, s.err); !strings.Contains(got, "Press Enter for a fresh link") {
		t.Errorf("said %q", got)
	}
	if _, err := io.WriteString(s.in, "\n"); err != nil {
		t.Fatal(err)
	}
	if got := readLine(t, s.err); !link.MatchString(got) || got == first {
		t.Errorf("Enter printed %q", got)
	}
	second := run("serve", "--no-open", "--db", db)
	if second.code != 0 || !link.MatchString(second.out) || second.out == first || !strings.Contains(second.err, "runs already") {
		t.Errorf("a second start: %+v", second)
	}
	rest := make(chan string, 1)
	go func() {
		b, err := io.ReadAll(s.out)
		if err != nil {
			t.Error(err)
		}
		rest <- string(b)
	}()
	if code := s.stop(); code != 0 {
		t.Errorf("Ctrl-C: exit %d", code)
	}
	if got := <-rest; got != "" {
		t.Errorf("standard output holds more: %q", got)
	}
	if _, err := os.Stat(db + ".serve"); !os.IsNotExist(err) {
		t.Errorf("left behind: %v", err)
	}
}

func TestServeOpensOnlyIfAsked(t *testing.T) {
	t.Parallel()
	s := serve(t, func(string) error { t.Error("opened"); return nil }, "--no-open", "--json", "--db", newDB(t))
	var doc struct{ Status, Address string }
	if err := json.Unmarshal([]byte(readLine(t, s.out)), &doc); err != nil || doc.Status != "ok" || !link.MatchString(doc.Address+"\n") {
		t.Errorf("%+v, %v", doc, err)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("exit %d", code)
	}
}

func TestServeWithoutABrowser(t *testing.T) {
	t.Parallel()
	s := serve(t, func(string) error { return errors.New("none") }, "--db", newDB(t))
	readLine(t, s.out)
	if said := readLine(t, s.err) + readLine(t, s.err); !strings.Contains(said, "copy the address") {
		t.Errorf("said %q", said)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("exit %d", code)
	}
}

func TestServeRefuses(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{"bad_listen": {"--listen", "0.0.0.0:80"}, "bad_usage": {"brand.db"}} {
		r := run(append([]string{"serve", "--no-open", "--json", "--db", newDB(t)}, args...)...)
		if d := r.doc(t); r.code != 2 || d["code"] != name {
			t.Errorf("%s: %d, %v", name, r.code, d)
		}
	}
}

package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"creatorlift/backend/shop"
)

// serving starts a server on a file of its own and returns how it ended.
func serving(t *testing.T, app *App, db string) (*Served, func() error) {
	t.Helper()
	s, err := app.Serve(ServeIn{DB: db})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	end := sync.OnceValue(func() error { stop(); return <-ended })
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	return s, end
}

// browser keeps cookies as browsers do.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}
}

// visit opens an address and returns the status and where it ended.
func visit(t *testing.T, c *http.Client, link string) (int, string) {
	t.Helper()
	res, err := c.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		t.Error(err)
	}
	return res.StatusCode, res.Request.URL.Path
}

func TestDoorServesOneBrowserAtATimePerLink(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "new", "brand.db")
	s, end := serving(t, &App{Assets: builtScreen()}, db)
	c := browser(t)
	if status, at := visit(t, c, s.Link); status != 200 || at != "/" {
		t.Errorf("the first: %d at %s", status, at)
	}
	if status, at := visit(t, browser(t), s.Link); status != 401 || at != "/enter" {
		t.Errorf("another with the same link: %d at %s", status, at)
	}
	if status, _ := visit(t, browser(t), s.FreshLink()); status != 200 {
		t.Errorf("another with a fresh link: %d", status)
	}
	if status, at := visit(t, c, s.Link); status != 200 || at != "/" {
		t.Errorf("the first by its old link: %d at %s", status, at)
	}
	info, err := os.Stat(db + inviteEnding)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(db + inviteEnding); !os.IsNotExist(err) {
		t.Errorf("the invitation stayed: %v", err)
	}
	again, err := NewScreen(&App{}, ScreenOptions{DB: db})
	if err != nil {
		t.Fatalf("the file was not closed: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

func TestDoorSecondStartGetsALink(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "brand.db")
	app := &App{}
	first, _ := serving(t, app, db)
	for range 3 {
		second, err := app.Serve(ServeIn{DB: db})
		if err != nil || !second.Elsewhere || second.Link == first.Link {
			t.Fatalf("%+v, %v", second, err)
		}
		if status, _ := visit(t, browser(t), second.Link); status != 200 {
			t.Errorf("its link: %d", status)
		}
	}
}

// TestDoorManyStartsAtOnce: one wins, the others get a link to it.
func TestDoorManyStartsAtOnce(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "brand.db")
	var all sync.WaitGroup
	got := make(chan *Served, 8)
	for range cap(got) {
		all.Go(func() {
			s, err := (&App{}).Serve(ServeIn{DB: db})
			if err != nil {
				t.Error(err)
				return
			}
			if !s.Elsewhere {
				ctx, stop := context.WithCancel(context.Background())
				ended := make(chan error, 1)
				go func() { ended <- s.Run(ctx) }()
				t.Cleanup(func() {
					stop()
					if err := <-ended; err != nil {
						t.Error(err)
					}
				})
			}
			got <- s
		})
	}
	all.Wait()
	close(got)
	winners := 0
	for s := range got {
		if !s.Elsewhere {
			winners++
		}
		if status, _ := visit(t, browser(t), s.Link); status != 200 {
			t.Errorf("a link: %d", status)
		}
	}
	if winners != 1 {
		t.Errorf("%d serve the file", winners)
	}
}

// TestDoorInvitationOfTheDead: what a crash left behind, or points to somebody else, is passed over.
func TestDoorInvitationOfTheDead(t *testing.T) {
	t.Parallel()
	stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, secret()+secret())
	}))
	t.Cleanup(stranger.Close)
	closed, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free := closed.Addr().(*net.TCPAddr).Port
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	invite := func(port int, answer string) string {
		b, err := json.Marshal(invitation{port, secret(), answer})
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	there := stranger.Listener.Addr().(*net.TCPAddr).Port
	for name, left := range map[string]string{"nobody": invite(free, secret()), "a stranger": invite(there, secret()), "a stranger, nothing to show": invite(there, ""), "nothing": "", "no invitation": "{"} {
		db := filepath.Join(t.TempDir(), "brand.db")
		if err := os.WriteFile(db+inviteEnding, []byte(left), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, _ := serving(t, &App{}, db); s.Elsewhere {
			t.Errorf("%s: took %s", name, s.Link)
		}
	}
}

func TestDoorRefusesToListenElsewhere(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	for listen, want := range map[string]string{
		"0.0.0.0:8080": "bad_listen", ":8080": "bad_listen", "localhost:8080": "bad_listen", "[::1]:8080": "bad_listen", "127.0.0.1": "bad_listen", "127.0.0.1:": "bad_listen",
		"192.168.1.4:80": "bad_listen", "8080": "bad_listen", "127.0.0.1:http-x": "port_taken", "127.0.0.1:99999": "port_taken", taken.Addr().String(): "port_taken",
	} {
		db := filepath.Join(t.TempDir(), "brand.db")
		_, err := (&App{}).Serve(ServeIn{DB: db, Listen: listen})
		if shop.ErrorCode(err) != want {
			t.Errorf("%s: %v", listen, err)
		}
		if _, err := os.Stat(db); !os.IsNotExist(err) {
			t.Errorf("%s: the file was made", listen)
		}
	}
}

// TestDoorUpload: a file comes as a stream; what is not sent as one is refused in words.
func TestDoorUpload(t *testing.T) {
	t.Parallel()
	_, h := screenHandler(t, nil)
	cases := []struct {
		name, path, contentType string
		want                    int
		code                    string
	}{
		{"a file", "/api/brand/own/inbox/files?name=orders.csv", "application/octet-stream", 200, ""},
		{"a name in another script", "/api/brand/own/inbox/files?name=%C3%A9.csv", "application/octet-stream", 200, ""},
		{"for a sample brand that is not there", "/api/brand/sample/inbox/files?name=a.csv", "application/octet-stream", 422, "no_sample"},
		{"no name", "/api/brand/own/inbox/files", "application/octet-stream", 422, "bad_upload"},
		{"a long name", "/api/brand/own/inbox/files?name=" + strings.Repeat("x", maxUploadedName+1), "application/octet-stream", 422, "bad_upload"},
		{"a form", "/api/brand/own/inbox/files?name=a", "multipart/form-data; boundary=x", 422, "bad_upload"},
		{"no kind", "/api/brand/own/inbox/files?name=a", "", 422, "bad_upload"},
		{"another brand", "/api/brand/other/inbox/files?name=a", "application/octet-stream", 422, "bad_upload"},
	}
	for _, c := range cases {
		r := httptest.NewRequest(http.MethodPost, c.path, strings.NewReader("a,b\n1,2\n"))
		r.Header.Set("Content-Type", c.contentType)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		var body struct{ Code string }
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != c.want || body.Code != c.code {
			t.Errorf("%s: %d, %s", c.name, w.Code, w.Body)
		}
		checkShield(t, c.name, w.Header())
	}
}

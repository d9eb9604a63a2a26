package store

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"creatorlift/backend/shop"
)

const (
	childEnv = "CREATORLIFT_STORE_CHILD" // the child imports into this workspace until it is killed
	studyEnv = "CREATORLIFT_STUDY"
)

// studySize is small in every test run and large when a study is asked for.
func studySize(small, large int) int {
	if os.Getenv(studyEnv) == "1" {
		return large
	}
	return small
}

// killFile is file number n of the child: 200 orders of its own, and all orders of the file before
// with new content.
func killFile(n int) file {
	f := shopify()
	f.info.Name = fmt.Sprint(n)
	for k := range 2 {
		for i := range 200 {
			d := order(fmt.Sprint(n-k, "-", i), shop.Day(20000+i%50), shop.Cents(100+k))
			d.Maturity = int64(k)
			f.docs = append(f.docs, d)
		}
	}
	return f
}

// importForever imports and takes back, and says on standard output what was acknowledged.
func importForever(path string) {
	s, err := Open(path, Options{})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(3)
	}
	list, err := s.Batches(ctx)
	if err != nil {
		os.Exit(3)
	}
	n := 0
	if len(list) > 0 {
		n, _ = strconv.Atoi(list[len(list)-1].Name)
	}
	fmt.Println("open")
	for n++; ; n++ {
		f := killFile(n)
		fmt.Println("saving", n)
		b, err := s.Import(ctx, f.info, false, f.read)
		if err != nil {
			fmt.Println("error", err)
			os.Exit(3)
		}
		fmt.Println("saved", n)
		if n%4 == 0 {
			if _, err := s.Undo(ctx, b.ID); err != nil {
				os.Exit(3)
			}
			fmt.Println("undone", n)
		}
	}
}

// A killed import leaves the workspace as it was before it or after it: nothing acknowledged is lost,
// nothing stands in it twice or by halves.
func TestKilledImports(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 9))
	path, said, acknowledged := "", map[int]string{}, 0
	for kill := range studySize(12, 1000) {
		if kill%24 == 0 { // small workspaces die more often
			path, said = filepath.Join(t.TempDir(), "brand.db"), map[int]string{}
			s, err := Open(path, Options{Create: true})
			if err == nil {
				err = s.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		runAndKill(t, path, killAt{saved: r.IntN(4), after: time.Duration(r.IntN(15_000)) * time.Microsecond}, said)
		checkAfterKill(t, path, kill, said)
		acknowledged = max(acknowledged, len(said))
	}
	if acknowledged < 5 {
		t.Error("too few imports came through before their kill: the test proves nothing")
	}
}

// killAt says when a child dies: so long after so many acknowledged imports.
type killAt struct {
	saved int
	after time.Duration
}

func runAndKill(t *testing.T, path string, at killAt, said map[int]string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	saved, timer := 0, (*time.Timer)(nil)
	for lines.Scan() {
		verb, rest, _ := strings.Cut(lines.Text(), " ")
		if verb == "saved" {
			saved++
		}
		if saved >= at.saved && timer == nil {
			timer = time.AfterFunc(at.after, func() { _ = cmd.Process.Kill() })
		}
		switch verb {
		case "open":
		case "error":
			t.Fatal(lines.Text())
		default:
			n, err := strconv.Atoi(rest)
			if err != nil {
				t.Fatal(err)
			}
			said[n] = verb
		}
	}
	if timer == nil {
		t.Fatal("the child did not start")
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the child ended by itself")
	}
}

// checkAfterKill compares the workspace with one into which the files it lists were imported.
func checkAfterKill(t *testing.T, path string, kill int, said map[int]string) {
	t.Helper()
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	list, err := s.Batches(ctx)
	if err != nil {
		t.Fatal(err)
	}
	m, there := &model{}, map[int]bool{}
	for _, b := range list {
		n, err := strconv.Atoi(b.Name)
		if err != nil || there[n] {
			t.Fatalf("kill %d: batch %q is there twice (%v)", kill, b.Name, err)
		}
		there[n] = true
		m.add(b.ID, killFile(n))
	}
	for n, verb := range said {
		// A kill may fall between the commit and its word, so "saving" promises nothing.
		if verb == "saved" && !there[n] && n%4 != 0 {
			t.Fatalf("kill %d: acknowledged import %d is lost", kill, n)
		}
		if verb == "undone" && there[n] {
			t.Fatalf("kill %d: import %d is back", kill, n)
		}
	}
	q := Query{Currency: "USD"}
	if got, want := fmt.Sprint(shopTotals(t, s, q)), fmt.Sprint(m.totals(q)); got != want {
		t.Fatalf("kill %d:\n got %s\nwant %s", kill, got, want)
	}
	if kill%20 == 0 {
		m.compare(t, s)
	} else if err := s.Check(ctx); err != nil {
		t.Fatalf("kill %d: %v", kill, err)
	}
}

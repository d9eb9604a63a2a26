//go:build windowtest

package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long the window may take on a slow machine; how long it took is only printed.
const patience = 90 * time.Second

// TestWindow starts the real window on a screen that nobody sees, looks at what it paints, and closes
// it. build/window-test.sh builds the program and names it in CREATORLIFT_WINDOW.
func TestWindow(t *testing.T) {
	display, screen := startScreen(t)
	home := t.TempDir()
	began := time.Now()
	app := startWindow(t, display, home)
	least := 16 // the plain page that says that the screen was not built
	if _, err := os.Stat("frontend/dist/index.html"); err == nil {
		least = 64 // smoothed text alone makes more
	}
	picture := waitPainted(t, app, screen, least)
	t.Logf("first paint after %d ms", time.Since(began).Milliseconds())
	picture = waitStill(t, screen, picture)
	t.Logf("still after %d ms", time.Since(began).Milliseconds())
	savePicture(t, picture)
	if share := shareOf(picture, canvasColour(t)); least == 64 && share < 0.02 {
		t.Errorf("the canvas colour covers %.1f %% of the picture", 100*share)
	}
	if ports := listening(t, app.cmd.Process.Pid); len(ports) > 0 {
		t.Errorf("the window listens on %v", ports)
	}
	app.close(t)
	checkClosed(t, filepath.Join(home, "data", "creatorlift", "brand.db"))
}

// startScreen starts Xvfb and returns its display and the file that holds its picture.
func startScreen(t *testing.T) (display, file string) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1360x860x24", "-nolisten", "tcp", "-fbdir", dir)
	cmd.ExtraFiles, cmd.Stderr = []*os.File{w}, os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	_ = w.Close()
	number, err := io.ReadAll(io.LimitReader(r, 8))
	if err != nil || len(number) == 0 {
		t.Fatalf("Xvfb named no display: %v", err)
	}
	return ":" + strings.TrimSpace(string(number)), filepath.Join(dir, "Xvfb_screen0")
}

// running is a started window.
type running struct {
	cmd   *exec.Cmd
	ended chan error
}

func startWindow(t *testing.T, display, home string) *running {
	t.Helper()
	program := os.Getenv("CREATORLIFT_WINDOW")
	if program == "" {
		t.Fatal("CREATORLIFT_WINDOW names no program; run make window-test")
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "DISPLAY="+display, "WAYLAND_DISPLAY=", "HOME="+home, "XDG_DATA_HOME="+filepath.Join(home, "data"),
		"XDG_CONFIG_HOME="+filepath.Join(home, "config"), "XDG_CACHE_HOME="+filepath.Join(home, "cache"), "XDG_RUNTIME_DIR="+home,
		"DBUS_SESSION_BUS_ADDRESS=", "NO_AT_BRIDGE=1", "GSETTINGS_BACKEND=memory") // there is no session to talk to
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	app := &running{cmd: cmd, ended: make(chan error, 1)}
	go func() { app.ended <- cmd.Wait() }()
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return app
}

// close asks the window to end and expects it to do so in good order.
func (a *running) close(t *testing.T) {
	t.Helper()
	if err := a.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-a.ended:
		if err != nil {
			t.Errorf("the window ended with %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("the window did not end when asked to")
	}
}

// waitPainted waits until the screen shows at least so many colours.
func waitPainted(t *testing.T, app *running, file string, least int) *image.RGBA {
	t.Helper()
	colours := 0
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		select {
		case err := <-app.ended:
			t.Fatalf("the window ended before it painted: %v", err)
		default:
		}
		picture, err := readScreen(file)
		if err != nil {
			t.Fatal(err)
		}
		if colours = countColours(picture); colours >= least {
			return picture
		}
	}
	t.Fatalf("the window stayed blank: %d colours", colours)
	return nil
}

// waitStill waits until nothing has changed for a second, or returns what there is after ten.
func waitStill(t *testing.T, file string, last *image.RGBA) *image.RGBA {
	t.Helper()
	for since, end := time.Now(), time.Now().Add(10*time.Second); time.Since(since) < time.Second && time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		picture, err := readScreen(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(picture.Pix) != string(last.Pix) {
			since, last = time.Now(), picture
		}
	}
	return last
}

// readScreen reads the picture that Xvfb keeps in its file, an X window dump of 32 bits a pixel.
func readScreen(file string) (*image.RGBA, error) {
	dump, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if len(dump) < 100 {
		return nil, errors.New("the screen's file is too short")
	}
	field := func(i int) int { return int(binary.BigEndian.Uint32(dump[4*i:])) }
	width, height, line, colours := field(4), field(5), field(12), field(19)
	pixels := field(0) + 12*colours
	if field(11) != 32 || field(7) != 0 || len(dump) < pixels+line*height {
		return nil, fmt.Errorf("the screen's file has another form: %d bits, order %d", field(11), field(7))
	}
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		row := dump[pixels+y*line:]
		for x := range width {
			copy(picture.Pix[picture.PixOffset(x, y):], []byte{row[4*x+2], row[4*x+1], row[4*x], 255})
		}
	}
	return picture, nil
}

func countColours(p *image.RGBA) int {
	seen := map[uint32]bool{}
	for i := 0; i < len(p.Pix); i += 4 {
		seen[binary.BigEndian.Uint32(p.Pix[i:])] = true
	}
	return len(seen)
}

func shareOf(p *image.RGBA, c color.RGBA) float64 {
	count := 0
	for i := 0; i < len(p.Pix); i += 4 {
		if p.Pix[i] == c.R && p.Pix[i+1] == c.G && p.Pix[i+2] == c.B {
			count++
		}
	}
	return float64(4*count) / float64(len(p.Pix))
}

// canvasColour is the light canvas of the design tokens; a new screen is light.
func canvasColour(t *testing.T) color.RGBA {
	t.Helper()
	text, err := os.ReadFile("backend/report/assets/tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	var tokens struct {
		Color struct{ Light struct{ Canvas string } }
	}
	if err := json.Unmarshal(text, &tokens); err != nil {
		t.Fatal(err)
	}
	v, err := strconv.ParseUint(strings.TrimPrefix(tokens.Color.Light.Canvas, "#"), 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}

func savePicture(t *testing.T, p *image.RGBA) {
	t.Helper()
	if err := os.MkdirAll("build/out", 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create("build/out/window.png")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, p), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// listening lists the TCP sockets on which a process waits for others.
func listening(t *testing.T, pid int) []string {
	t.Helper()
	own := map[string]bool{}
	entries, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil || len(entries) == 0 {
		t.Fatalf("no open files are known of process %d: %v", pid, err)
	}
	for _, e := range entries {
		if target, err := os.Readlink(e); err == nil {
			own[strings.TrimSuffix(strings.TrimPrefix(target, "socket:["), "]")] = true
		}
	}
	var found []string
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, err := os.ReadFile(table)
		if err != nil {
			continue // a machine without that protocol
		}
		for _, line := range strings.Split(string(text), "\n") {
			if f := strings.Fields(line); len(f) > 9 && f[3] == "0A" && own[f[9]] {
				found = append(found, f[1])
			}
		}
	}
	return found
}

// checkClosed finds out whether the brand's file was closed in good order: its journal is folded into it
// and its lock is free.
func checkClosed(t *testing.T, db string) {
	t.Helper()
	if _, err := os.Stat(db); err != nil {
		t.Fatalf("the window made no file: %v", err)
	}
	if _, err := os.Stat(db + "-wal"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the journal is still there: %v", err)
	}
	lock, err := os.Open(db + ".lock")
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		t.Errorf("the file is still locked: %v", err)
	}
}

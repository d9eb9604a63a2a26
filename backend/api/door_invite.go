package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"creatorlift/backend/shop"
)

// inviteEnding names the file beside the brand's by which a second start finds the one that runs. Only
// the user may read it, like the brand's file itself; after a crash it stays behind and leads nowhere.
const inviteEnding = ".serve"

const (
	askTime   = 3 * time.Second
	startTime = 5 * time.Second // how long another process may take between its lock and its invitation
	askPause  = 50 * time.Millisecond
)

// invitation says where the running server is, what it wants to see, and what it shows in turn: after a
// crash somebody else may listen there.
type invitation struct {
	Port   int    `json:"port"`
	Ask    string `json:"ask"`
	Answer string `json:"answer"`
}

func writeInvite(path string, v invitation) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part") // 0600
	if err != nil {
		return fmt.Errorf("api: write %s: %w", path, err)
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("api: write %s: %w", path, err), os.Remove(f.Name()))
	}
	return nil
}

func removeInvite(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// awaitRunning asks a process that is just starting, if refused says that one has the brand's file.
func awaitRunning(path string, refused error) (link string, err error) {
	if shop.ErrorCode(refused) != "already_open" {
		return "", refused
	}
	for end := time.Now().Add(startTime); time.Now().Before(end); time.Sleep(askPause) {
		if link, err = askRunning(path); err == nil {
			return link, nil
		}
	}
	return "", err
}

// askRunning asks the process that serves the brand's file for a fresh link.
func askRunning(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	var v invitation
	if err := json.Unmarshal(b, &v); err != nil {
		return "", err
	}
	host := net.JoinHostPort("127.0.0.1", strconv.Itoa(v.Port))
	req, err := http.NewRequest(http.MethodPost, "http://"+host+linkPath, nil)
	if err != nil {
		return "", err
	}
	req.Header.Set(tokenHeader, v.Ask)
	// Neither a proxy from the environment nor a redirect may see the secret.
	client := http.Client{Timeout: askTime, Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = res.Body.Close() }() // read to its end below
	said, err := io.ReadAll(io.LimitReader(res.Body, int64(2*len(v.Answer)+1)))
	if err != nil {
		return "", err
	}
	entry, genuine := strings.CutPrefix(string(said), v.Answer)
	if !genuine || len(v.Answer) != secretLen || len(entry) != secretLen {
		return "", fmt.Errorf("api: %s is not the server that %s names", host, path)
	}
	return linkTo(host, entry), nil
}

package sample

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestWriteMakesOnlyItsFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "sample")
	region := made(t, Config{Seed: 1, Lift: 0.15, Design: RegionOut, OrdersPerDay: 5})
	scattered := made(t, Config{Seed: 1, Lift: 0.15, OrdersPerDay: 5})
	for _, c := range []struct {
		brand *Brand
		want  []string
	}{
		{region, []string{ShopifyFile, AffiliateFile, EventsFile, AssignmentFile, TruthFile}},
		{scattered, []string{ShopifyFile, AffiliateFile, EventsFile, TruthFile}}, // over the earlier one
	} {
		files, err := c.brand.Write(dir)
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range c.want {
			if files[i] != filepath.Join(dir, name) {
				t.Errorf("file %d is %s, want %s", i, files[i], name)
			}
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) != len(c.want) || len(files) != len(c.want) {
			t.Errorf("the folder holds %v, want %v", entries, c.want)
		}
	}
	var back Truth
	text, err := os.ReadFile(filepath.Join(dir, TruthFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, scattered.Truth) {
		t.Errorf("the truth does not survive its file: %v", err)
	}
}

func TestWriteTouchesNobodyElsesFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	own := filepath.Join(dir, ShopifyFile)
	if err := os.WriteFile(own, []byte("the founder's own"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := made(t, Config{OrdersPerDay: 5}).Write(dir)
	if got := shop.ErrorCode(err); got != "not_a_sample" {
		t.Errorf("writing over a founder's export gave %v", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(own)
	if err != nil || string(text) != "the founder's own" || len(entries) != 1 {
		t.Errorf("the founder's folder changed: %q, %v, %v", text, entries, err)
	}
	_, err = made(t, Config{OrdersPerDay: 5}).Write(filepath.Join(own, "below"))
	if got := shop.ErrorCode(err); got != "cannot_write" {
		t.Errorf("writing below a file gave %v", err)
	}
}

// The bytes of all files, so that no machine and no later version makes another brand unnoticed.
func TestFilesAreTheSameBytesEverywhere(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	for _, design := range designs {
		files, err := made(t, Config{Seed: 1, Lift: 0.15, Design: design}).Write(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			hash := sha256.Sum256(text)
			got.WriteString(hex.EncodeToString(hash[:]) + "  " + design + "/" + filepath.Base(path) + "\n")
		}
	}
	golden := filepath.Join("testdata", "files.sha256")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("got\n%swant\n%sIf the brand was meant to change, run with -update.", got.String(), want)
	}
}

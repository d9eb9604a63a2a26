package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the table of docs/design.md: which room may use which.
var mayImport = map[string][]string{
	"shop":       {},
	"importer":   {"shop"},
	"store":      {"shop"},
	"panel":      {"shop"},
	"stats":      {},
	"experiment": {"shop", "panel", "stats"},
	"ledger":     {"shop", "stats"},
	"scorecard":  {"shop", "stats", "experiment", "ledger"},
	"report":     {"shop", "experiment", "ledger", "scorecard"},
	"sample":     {"shop", "importer"},
	"api":        {"shop", "importer", "store", "panel", "stats", "experiment", "ledger", "scorecard", "report", "sample"},
	"cli":        {"api", "shop"},
}

// fences says which rooms may use a package; "" is the top level.
var fences = map[string][]string{
	"database/sql":                {"store"},
	"github.com/mattn/go-sqlite3": {"store"},
	"gonum.org/":                  {"stats", "panel"},
	"github.com/go-echarts/":      {"report"},
	"github.com/dop251/goja":      {"report"},
	"codeberg.org/go-pdf/":        {"report"},
	"github.com/xuri/excelize":    {"importer", "sample", "report"},
	"github.com/wailsapp/":        {""},
	"net/http":                    {"api", "cli", ""},
	"math/rand":                   {"sample", "experiment", "stats"}, // seeded generators only; seeds come from api or stand in the code; stats is handed its generator
	"golang.org/x/text":           {"importer"},
	"github.com/wlynxg/chardet":   {"importer"},
	"compress/gzip":               {"importer"},
}

type source struct {
	path, room string
	imports    []string
	clock      bool
}

// sources parses every Go file that is not a test.
func sources(t *testing.T) []source {
	t.Helper()
	var list []source
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		s := source{path: path}
		if parts := strings.Split(filepath.ToSlash(path), "/"); parts[0] == "backend" {
			s.room = parts[1]
		}
		for _, i := range f.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, name)
		}
		s.clock = usesClock(f)
		list = append(list, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestRoomsImportOnlyWhatTheTableAllows(t *testing.T) {
	t.Parallel()
	rooms := map[string]bool{}
	for _, s := range sources(t) {
		rooms[s.room] = true
		for _, name := range s.imports {
			if room, ours := strings.CutPrefix(name, "creatorlift/backend/"); ours && s.room != "" {
				if !slices.Contains(mayImport[s.room], room) {
					t.Errorf("%s: %s may not import %s", s.path, s.room, room)
				}
			}
			if s.room == "shop" && strings.Contains(name, ".") {
				t.Errorf("%s: shop uses the standard library only, not %s", s.path, name)
			}
			for fence, allowed := range fences {
				if strings.HasPrefix(name, fence) && !slices.Contains(allowed, s.room) {
					t.Errorf("%s: %s belongs to %v", s.path, name, allowed)
				}
			}
		}
	}
	for room := range rooms {
		if _, known := mayImport[room]; room != "" && !known {
			t.Errorf("the room %s is not in the table; add it with its sentence", room)
		}
	}
	for room := range mayImport {
		if !rooms[room] {
			t.Errorf("the table names %s, which is not there", room)
		}
	}
}

func TestOnlyApiReadsTheClock(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.clock && s.room != "api" {
			t.Errorf("%s: time.Now belongs to api", s.path)
		}
	}
}

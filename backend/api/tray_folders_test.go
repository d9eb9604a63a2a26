package api

import (
	"archive/zip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folderOf packs names and contents into a zip folder.
func folderOf(t *testing.T, parts ...string) string {
	t.Helper()
	var b strings.Builder
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const oneDay = "date,unit,value\n2026-10-01,a,1\n"

// TestFolderOfExports: a zip folder of several exports is each of them, in the inbox and in the terminal;
// the parts of one are one file.
func TestFolderOfExports(t *testing.T) {
	t.Parallel()
	s := ownScreen(t)
	bundle := folderOf(t, "orders.csv", simpleOrders("a", 3), "more/days.csv", oneDay, "note.txt", "hello")
	parts := folderOf(t, "o_1.csv", simpleOrders("b", 3), "o_2.csv", simpleOrders("c", 4))
	page := drop(t, s, [2]string{"bundle.zip", bundle}, [2]string{"orders.zip", parts})
	var names []string
	for _, f := range page.Waiting {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "bundle.zip/more/days.csv bundle.zip/orders.csv orders.zip" {
		t.Errorf("got %s", got)
	}
	left, err := os.ReadDir(filepath.Dir(s.desks[OwnBrand].tray.files[0].path))
	if err != nil || len(left) != 3 {
		t.Errorf("%d copies are kept (%v), want those of three files", len(left), err)
	}
}

func TestFolderInTheTerminal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "bundle.zip")
	if err := os.WriteFile(path, []byte(folderOf(t, "orders.csv", simpleOrders("a", 3), "days.csv", oneDay)), 0o600); err != nil {
		t.Fatal(err)
	}
	in := ImportIn{DB: filepath.Join(dir, "brand.db"), Files: []string{path}, Zone: "Europe/London", Currency: "USD", DryRun: true}
	shown, err := (&App{}).Import(context.Background(), in)
	if err != nil || !shown.AllOK() || len(shown.Files) != 2 || shown.Files[0].File != path+"/days.csv" || shown.Files[1].Rows != 3 {
		t.Fatalf("%+v, %v", shown, err)
	}
	in.DryRun, in.Expect = false, map[string]FileResult{shown.Files[1].File: shown.Files[1]}
	out, err := (&App{}).Import(context.Background(), in)
	if err != nil || len(out.Files) != 1 || out.Files[0].File != path+"/orders.csv" || out.Files[0].Accepted != 3 {
		t.Errorf("%+v, %v", out, err)
	}
}

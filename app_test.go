//go:build windowtest && desktop

package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

func TestSaveWholeKeepsWhatWasThereUntilTheNewFileIsWhole(t *testing.T) {
	t.Parallel()
	dest := filepath.Join(t.TempDir(), "report.pdf")
	say := func(text string, end error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return errors.Join(err, end)
		}
	}
	if err := saveWhole(dest, say("old", nil)); err != nil {
		t.Fatal(err)
	}
	err := saveWhole(dest, say("half", errors.New("cut off")))
	if shop.ErrorCode(err) != "not_saved" {
		t.Errorf("a file that was cut off: %v", err)
	}
	if got, err := os.ReadFile(dest); string(got) != "old" || err != nil {
		t.Errorf("got %q, %v, want the old file", got, err)
	}
	if err := saveWhole(dest, say("new", nil)); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(dest); string(got) != "new" || err != nil {
		t.Errorf("got %q, %v, want the new file", got, err)
	}
	if left, err := os.ReadDir(filepath.Dir(dest)); len(left) != 1 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestSaveWholeSaysWhereItMayNotWrite(t *testing.T) {
	t.Parallel()
	err := saveWhole(filepath.Join(t.TempDir(), "not there", "report.pdf"), func(io.Writer) error { return nil })
	if shop.ErrorCode(err) != "not_saved" {
		t.Errorf("got %v, want not_saved", err)
	}
}

func TestWithEndingNeverReplacesAFileThatTheDialogDidNotAskAbout(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "taken.pdf"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ typed, want, code string }{
		{"report.pdf", "report.pdf", ""},
		{"report.v2", "report.v2", ""},
		{"report", "report.pdf", ""},
		{"taken.pdf", "taken.pdf", ""},
		{"taken", "", "file_exists"},
	} {
		got, err := withEnding(filepath.Join(dir, c.typed), ".pdf")
		if shop.ErrorCode(err) != c.code || c.want != "" && got != filepath.Join(dir, c.want) {
			t.Errorf("%s: got %q, %v", c.typed, got, err)
		}
	}
}

func TestProblemOfKeepsWordsAndHidesOurMistakes(t *testing.T) {
	t.Parallel()
	known := &shop.Error{Code: "file_exists", Message: "There.", Hint: "Do."}
	if got := problemOf(known); got != (api.Problem{Code: "file_exists", Message: "There.", Hint: "Do."}) {
		t.Errorf("got %+v", got)
	}
	if got := problemOf(fs.ErrClosed); got.Code != "internal" || got.Message == fs.ErrClosed.Error() {
		t.Errorf("got %+v", got)
	}
}

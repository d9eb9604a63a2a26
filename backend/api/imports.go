package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// OK is the status of what could be answered.
const OK = "ok"

// ImportIn says which files to import and what is known about them.
type ImportIn struct {
	DB       string
	Files    []string
	Format   string // "" = recognise
	Map      string // file with a mapping, "" for none
	Zone     string // "" = the brand's
	Currency string // "" = the brand's
	DryRun   bool
	Expect   map[string]FileResult // what a dry run showed, by file: only that is saved, and nothing that would differ; nil for no dry run
}

// ImportOut is the answer of `import --json`.
type ImportOut struct {
	Files []FileResult `json:"files"`
}

// AllOK reports whether every file ended as ok.
func (o ImportOut) AllOK() bool {
	for _, f := range o.Files {
		if f.Status != OK {
			return false
		}
	}
	return len(o.Files) > 0
}

// FileResult is how one file ended.
type FileResult struct {
	File        string              `json:"file"`
	Format      string              `json:"format"`
	Status      string              `json:"status"`
	Batch       *int64              `json:"batch"` // null for a dry run and for what was not saved
	Rows        int64               `json:"rows"`
	Accepted    int64               `json:"accepted"`
	Changed     int64               `json:"changed"`
	Duplicate   int64               `json:"duplicate"`
	Rejected    int64               `json:"rejected"`
	Skipped     int64               `json:"skipped"`
	AmountMinor int64               `json:"amount_minor"`
	Currency    string              `json:"currency"`
	FirstDay    *shop.Day           `json:"first_day"`
	LastDay     *shop.Day           `json:"last_day"`
	Questions   []importer.Question `json:"questions"`
	Issues      []importer.Issue    `json:"issues"`
	IssueCount  int                 `json:"issue_count"` // issues lists the first 200
	SHA256      string              `json:"sha256"`
	Remembered  string              `json:"remembered,omitempty"` // that the file is read as was once said of one with the same columns
	Changes     *store.Changes      `json:"changes,omitempty"`    // of a file that was, or would be, saved
}

// Import reads files and saves them, each in one transaction; with DryRun it only says what would be
// saved. A file that cannot be taken stands in the answer with its reason and does not stop the
// others. The error is for what concerns all of them: the brand's file, the mapping, the zone.
func (a *App) Import(ctx context.Context, in ImportIn) (out ImportOut, err error) {
	defer Guard(&err)
	if len(in.Files) == 0 {
		return out, &shop.Error{Code: "no_files", Message: "No file is named.", Hint: "Name the files to import."}
	}
	mapping, err := readMapping(in.Map)
	if err != nil {
		return out, err
	}
	if err := checkOptions(ctx, in, mapping); err != nil {
		return out, err
	}
	s, done, err := openFor(in)
	if err != nil {
		return out, err
	}
	defer func() {
		if e := done(); err == nil {
			err = e
		}
	}()
	j := importJob{app: a, in: in, store: s, mapping: mapping}
	if err := j.prepare(ctx); err != nil {
		return out, err
	}
	out.Files = []FileResult{}
	for _, f := range in.Files {
		if err := j.each(ctx, f, func(r FileResult) { out.Files = append(out.Files, r) }); err != nil {
			return out, err
		}
	}
	return out, nil
}

// each takes a file, or each of the exports in a zip folder. The error is only that of ctx.
func (j *importJob) each(ctx context.Context, path string, done func(FileResult)) error {
	base := filepath.Base(path)
	members, err := importer.Members(ctx, importer.File(path), base)
	if err != nil {
		members = []importer.Member{{Name: base, Source: importer.File(path)}} // which says why
	}
	for _, m := range members {
		shown := path + strings.TrimPrefix(m.Name, base)
		if _, expected := j.in.Expect[shown]; j.in.Expect != nil && !expected {
			continue
		}
		r, err := j.file(ctx, shown, m)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			r = refused(shown, err)
		}
		done(r)
	}
	return nil
}

// checkOptions refuses format, zone, currency and mapping that no file could be read with, before
// anything is opened.
func checkOptions(ctx context.Context, in ImportIn, m *importer.Mapping) error {
	empty := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("")), nil }
	_, err := importer.Look(ctx, empty, importer.Options{Format: in.Format, Map: m, Zone: in.Zone, Currency: shop.Currency(in.Currency)})
	return err
}

func openFor(in ImportIn) (*store.Store, func() error, error) {
	if in.DryRun {
		return openForTrial(in.DB)
	}
	s, err := openBrand(in.DB, true)
	if err != nil {
		return nil, nil, err
	}
	return s, s.Close, nil
}

func readMapping(path string) (*importer.Mapping, error) {
	if path == "" {
		return nil, nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, &shop.Error{Code: "cannot_open", Message: fmt.Sprintf("The mapping %s cannot be opened.", path), Hint: "Check its name and folder."}
	}
	return importer.ParseMapping(b)
}

// refused is a file that could not be taken; whatever it had begun to save was rolled back.
func refused(path string, err error) FileResult {
	e := &shop.Error{Code: "internal", Message: "Something went wrong while reading this file: " + err.Error() + ".", Hint: "Nothing of it was saved. Please send us this line."}
	errors.As(err, &e)
	return FileResult{File: path, Status: importer.StatusRefused, Questions: []importer.Question{}, IssueCount: 1,
		Issues: []importer.Issue{{Code: e.Code, Message: e.Error()}}}
}

func result(path string, t taken) FileResult {
	rep, b := t.rep, t.batch
	r := FileResult{File: path, Format: rep.Format, Status: rep.Status, Rows: int64(rep.Rows), Accepted: b.Accepted, Changed: b.Changed, Duplicate: b.Duplicate,
		Rejected: int64(rep.Rejected), Skipped: int64(rep.Skipped), AmountMinor: int64(rep.AmountMinor), Currency: string(rep.Currency),
		FirstDay: rep.FirstDay, LastDay: rep.LastDay, Questions: rep.Questions, Issues: rep.Issues, IssueCount: rep.IssueCount, SHA256: rep.SHA256}
	if b.ID != 0 {
		r.Batch = &b.ID
	}
	r.Changes = b.Changes
	if r.Questions == nil {
		r.Questions = []importer.Question{}
	}
	if t.after != nil {
		r.IssueCount++
		r.Issues = append([]importer.Issue{{Code: "not_remembered", Message: "The file is saved. What it tells of other files could not be kept: " + t.after.Error() + "."}}, r.Issues...)
	}
	if r.Issues == nil {
		r.Issues = []importer.Issue{}
	}
	return r
}

func utc(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }

package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
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

type importJob struct {
	app      *App
	in       ImportIn
	store    *store.Store
	mapping  *importer.Mapping
	settings store.Settings
	customer func(string) string
}

// prepare takes zone and currency from the brand where the question does not name them.
func (j *importJob) prepare(ctx context.Context) error {
	var err error
	if j.settings, err = j.store.FindSettings(ctx); err != nil {
		return err
	}
	if j.in.Zone == "" {
		j.in.Zone = j.settings.Zone
	}
	if j.in.Currency == "" {
		j.in.Currency = string(j.settings.Currency)
	}
	j.customer, err = customerHash(j.store)
	return err
}

// errNotSaved rolls back a file whose reading ended without anything to save.
var errNotSaved = errors.New("api: not saved")

// incoming is one file to look at or to save, and what is known about it.
type incoming struct {
	source importer.Source
	opt    importer.Options
	dryRun bool
	shown  *string         // SHA-256 of what was shown; nil = take whatever the file holds
	watch  func(*shop.Doc) // sees each document; nil for none

	said  *importer.Mapping // what was said of the file and holds for others of its kind; nil for nothing
	asked importer.Asked    // what was answered because neither file nor brand told it
	anew  bool              // read it as if nothing had ever been said of such a file
}

// taken is how an incoming file ended.
type taken struct {
	look     *importer.Looked
	rep      *importer.Report
	batch    store.Batch
	recalled *store.Mapping // the file is read as was once said of one with the same columns; nil else
}

func (j *importJob) file(ctx context.Context, path string, m importer.Member) (FileResult, error) {
	in := incoming{source: m.Source, dryRun: j.in.DryRun, said: j.mapping,
		opt: importer.Options{Name: m.Name, Format: j.in.Format, Map: j.mapping, Zone: j.in.Zone, Currency: shop.Currency(j.in.Currency)}}
	if shown, ok := j.in.Expect[path]; ok {
		in.shown = &shown.SHA256
	}
	t, err := j.take(ctx, in)
	if err != nil {
		return FileResult{}, err
	}
	r := result(path, t.rep, t.batch)
	if t.recalled != nil {
		r.Remembered = "Read " + j.app.rememberedWhen(t.recalled) + "."
	}
	return r, nil
}

// take looks one file over and saves it, or for a dry run says what would be saved: the one way in for
// the terminal and the inbox. Where it gives an error nothing of the file was saved.
func (j *importJob) take(ctx context.Context, in incoming) (t taken, err error) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(importMemory))
	in.opt.Customer = j.customer
	if t.look, err = importer.Look(ctx, in.source, in.opt); err != nil {
		return taken{}, err
	}
	if t.look, t.recalled, err = j.recall(ctx, in, t.look); err != nil {
		return taken{}, err
	}
	if t.rep = t.look.Report(); t.rep.Status != importer.StatusOK {
		return t, nil
	}
	if err := in.asShown(t.rep); err != nil {
		return taken{}, err
	}
	info := store.FileInfo{Name: in.opt.Name, Format: t.rep.Format, Source: t.rep.Source, Evidence: t.rep.Evidence, Currency: t.rep.Currency,
		SHA256: t.rep.SHA256, Bytes: t.rep.Bytes, ImportedAtUTC: j.app.now().Unix()}
	if info.Reading, err = j.reading(t.rep, in.opt); err != nil {
		return taken{}, err
	}
	if again, err := j.repeat(ctx, in, info, &t); again || err != nil {
		return t, err
	}
	twice, err := twiceSoldIn(ctx, j.store, info.Format, info.Source)
	if err != nil {
		return taken{}, err
	}
	t.batch, err = j.store.Import(ctx, info, in.dryRun, func(add func(*shop.Doc) error) (store.FileFacts, error) {
		if t.rep, err = t.look.Pour(in.watched(twice.watched(add))); err != nil {
			return store.FileFacts{}, err
		}
		if t.rep.Status != importer.StatusOK {
			return store.FileFacts{}, errNotSaved
		}
		err := twice.say(ctx, t.rep)
		return facts(t.rep), err
	})
	switch {
	case errors.Is(err, errNotSaved):
		return t, nil
	case err != nil:
		return taken{}, err
	case in.dryRun:
		return t, nil
	}
	if err := joinByRule(ctx, j.store, info.ImportedAtUTC); err != nil {
		return t, err
	}
	if err := j.remember(ctx, t.rep); err != nil {
		return t, err
	}
	return t, j.learn(ctx, in, t)
}

// repeat saves a file that was saved before without reading it to its documents. False where it must be
// read, as it must where someone wants to see them.
func (j *importJob) repeat(ctx context.Context, in incoming, info store.FileInfo, t *taken) (bool, error) {
	if in.watch != nil {
		return false, nil
	}
	b, same, err := j.store.Repeat(ctx, info, in.dryRun)
	if !same || err != nil {
		return false, err
	}
	t.batch = b
	t.rep.Rows, t.rep.Rejected, t.rep.Emitted, t.rep.Skipped = int(b.Rows), int(b.Rejected), int(b.Rows-b.Rejected), int(b.Skipped)
	t.rep.AmountMinor = b.AmountMinor
	if b.Covered.Days() > 0 {
		first, last := b.Covered.Start, b.Covered.Last()
		t.rep.FirstDay, t.rep.LastDay = &first, &last
	}
	if in.dryRun {
		return true, nil
	}
	return true, j.remember(ctx, t.rep)
}

// worthRepeating is from how many bytes on a file is not read again to its documents. The smaller ones
// are read in no time.
const worthRepeating = 4 << 20

// reading is a hash of all that the documents of a file depend on beside its bytes: what was said of it,
// the customers' key, and the program itself, so that a new version reads anew. Empty for small files.
func (j *importJob) reading(rep *importer.Report, opt importer.Options) (string, error) {
	if rep.Bytes < worthRepeating {
		return "", nil
	}
	program, err := programHash()
	if err != nil {
		return "", nil // without it nothing is repeated
	}
	said, err := json.Marshal([]any{program, opt.Name, opt.Format, opt.Map, rep.Zone, rep.Currency, opt.Customer("")})
	sum := sha256.Sum256(said)
	return hex.EncodeToString(sum[:]), err
}

// programHash is the SHA-256 of the running program.
var programHash = sync.OnceValues(func() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)), errors.Join(err, f.Close())
})

// importMemory is what Go tries to keep to, in bytes, while a file is taken in: the more lines, the oftener it
// cleans up. SQLite takes another 45 MB.
const importMemory = 120 << 20

// watched shows each document to watch before it is added.
func (in incoming) watched(add func(*shop.Doc) error) func(*shop.Doc) error {
	if in.watch == nil {
		return add
	}
	return func(d *shop.Doc) error {
		in.watch(d)
		return add(d)
	}
}

// asShown refuses a file that is no longer the one that the dry run showed. What was looked at is what
// is poured: the importer holds to it.
func (in incoming) asShown(rep *importer.Report) error {
	if in.shown != nil && *in.shown != rep.SHA256 {
		return &shop.Error{Code: "file_changed", Message: fmt.Sprintf("%s is not the file that was shown.", in.opt.Name), Hint: "Look at it again before saving. Nothing of it was saved."}
	}
	return nil
}

func facts(rep *importer.Report) store.FileFacts {
	f := store.FileFacts{Rows: int64(rep.Rows), Rejected: int64(rep.Rejected), Skipped: int64(rep.Skipped), Issues: int64(rep.IssueCount), AmountMinor: rep.AmountMinor, Zone: rep.Zone}
	for _, is := range rep.Issues {
		f.Said = append(f.Said, store.RowIssue(is))
	}
	if rep.FirstDay != nil {
		f.Covered = shop.Inclusive(*rep.FirstDay, *rep.LastDay)
	}
	return f
}

// remember keeps the first answers to "which zone, which currency", so that they are asked once. The
// settings are read anew, because they may have been changed while the file was read.
func (j *importJob) remember(ctx context.Context, rep *importer.Report) (err error) {
	if j.settings, err = j.store.FindSettings(ctx); err != nil {
		return err
	}
	next := j.settings
	if next.Zone == "" {
		next.Zone = rep.Zone
	}
	if next.Currency == "" {
		next.Currency = rep.Currency
	}
	if next == j.settings {
		return nil
	}
	j.settings = next
	return j.store.SaveSettings(ctx, next)
}

// refused is a file that could not be taken; whatever it had begun to save was rolled back.
func refused(path string, err error) FileResult {
	e := &shop.Error{Code: "internal", Message: "Something went wrong while reading this file: " + err.Error() + ".", Hint: "Nothing of it was saved. Please send us this line."}
	errors.As(err, &e)
	return FileResult{File: path, Status: importer.StatusRefused, Questions: []importer.Question{}, IssueCount: 1,
		Issues: []importer.Issue{{Code: e.Code, Message: e.Error()}}}
}

func result(path string, rep *importer.Report, b store.Batch) FileResult {
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
	if r.Issues == nil {
		r.Issues = []importer.Issue{}
	}
	return r
}

func utc(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }

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
	"sync"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// importJob takes files into one workspace.
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
	after    error          // the file is saved, but something that it tells of others could not be kept
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
	r := result(path, t)
	if t.recalled != nil {
		r.Remembered = "Read " + j.app.rememberedWhen(t.recalled) + "."
	}
	return r, nil
}

// take looks one file over and saves it, or for a dry run says what would be saved: the one way in for
// the terminal and the inbox. Where it gives an error nothing of the file was saved; what goes wrong once
// it is saved stands in taken.after.
func (j *importJob) take(ctx context.Context, in incoming) (t taken, err error) {
	defer boundMemory()()
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
	t.after = j.afterSaving(context.WithoutCancel(ctx), in, t) // a closed tab leaves no half of it
	return t, nil
}

// afterSaving keeps what a saved file tells of others: names that are one, the brand's zone and currency, how
// such a file is read.
func (j *importJob) afterSaving(ctx context.Context, in incoming, t taken) error {
	return errors.Join(joinByRule(ctx, j.store, j.app.now().Unix()), j.remember(ctx, t.rep), j.learn(ctx, in, t))
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
	if !in.dryRun {
		t.after = j.remember(context.WithoutCancel(ctx), t.rep)
	}
	return true, nil
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

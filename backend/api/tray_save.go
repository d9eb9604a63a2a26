package api

import (
	"context"
	"fmt"
	"slices"

	"creatorlift/backend/importer"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// Save saves exactly the files that were shown, each in a transaction of its own, and looks again at
// those that stay. A file that is not what was shown stays with its reason.
func (s *Screen) Save(_ context.Context, in *SaveIn) (*Reply[Job], error) {
	var job Job
	err := s.change(in.Brand, func(d *desk, _ *store.Store) error {
		t := &d.tray
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.saving {
			return &shop.Error{Code: "saving_already", Message: "Files are being saved already.", Hint: "Wait until that is done."}
		}
		known := func(f ShownFile) bool { _, err := t.find(f.ID); return err == nil }
		if !slices.ContainsFunc(in.Body.Files, known) {
			return &shop.Error{Code: "unknown_file", Message: "These files are no longer waiting.", Hint: "They were saved or dropped, perhaps in another tab. Reload the inbox."}
		}
		job = s.jobs.start("Saving your files", "bytes", func(ctx context.Context, r *running) error {
			defer t.leave(r.job.ID)
			return s.useNow(in.Brand, func(d *desk, b *store.Store) error {
				t.turn.Lock()
				defer t.turn.Unlock()
				return s.saveAll(ctx, r, d, b, in.Body.Files)
			})
		})
		t.job, t.saving = job.ID, true // a look under way ends after its present file
		return nil
	})
	return reply(job, err)
}

// saveAll saves one file after the other. Where it is called off, what was saved by then stays saved
// and is said.
func (s *Screen) saveAll(ctx context.Context, r *running, d *desk, b *store.Store, files []ShownFile) error {
	t := &d.tray
	t.saved(nil)
	p := &progress{r: r, ctx: ctx}
	left := t.sizeOf(files)
	var results []FileResult
	for _, shown := range files {
		f := t.shown(shown)
		p.begin("Saving "+f.name, f.size, left)
		res, err := s.saveFile(ctx, b, f, p)
		if err != nil {
			t.forgetLooks()
			return err
		}
		p.end()
		left -= f.size
		results = append(results, res)
		t.saved(results)
		t.settle(shown.ID, res)
	}
	t.forgetLooks()
	return s.lookAtAll(ctx, r, d, b)
}

// sizeOf sums the sizes of the named files.
func (t *tray) sizeOf(files []ShownFile) (sum int64) {
	for _, f := range files {
		sum += t.shown(f).size
	}
	return sum
}

// shown returns a copy of a file if it still is what was shown; else one that says why it cannot be saved.
func (t *tray) shown(as ShownFile) trayFile {
	t.mu.Lock()
	defer t.mu.Unlock()
	f, err := t.find(as.ID)
	if err != nil {
		return trayFile{name: "A file", seen: &looked{problem: problemOf(err)}}
	}
	c := *f
	switch {
	case f.seen == nil, f.seen.result.Status == importer.StatusNeedsMapping:
		c.seen = &looked{problem: &Problem{Code: "not_ready", Message: f.name + " is not ready to be saved.", Hint: "Answer its question or wait until it was looked at."}}
	case f.seen.problem == nil && f.seen.result.Status == OK && !f.seen.fresh():
		c.seen = &looked{problem: &Problem{Code: "not_ready", Message: "You already have all lines of " + f.name + ".", Hint: "There is nothing to save."}}
	case f.seen.result.SHA256 != as.SHA256:
		c.seen = &looked{problem: problemOf(changedFile(f.name))}
	}
	return c
}

// saveFile saves one file. The error is only that of ctx; every other reason stands in the result.
func (s *Screen) saveFile(ctx context.Context, b *store.Store, f trayFile, p *progress) (FileResult, error) {
	if why := f.seen.problem; why != nil {
		return refused(f.name, &shop.Error{Code: why.Code, Message: why.Message, Hint: why.Hint}), nil
	}
	if err := f.asBefore(); err != nil {
		return refused(f.name, err), nil
	}
	j := importJob{app: s.app, store: b}
	err := j.prepare(ctx)
	var t taken
	if err == nil {
		in := f.incoming(j.settings, p)
		in.shown = &f.seen.result.SHA256
		t, err = j.take(ctx, in)
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return FileResult{}, ctx.Err()
	case err != nil:
		return refused(f.name, named(err, f)), nil
	}
	return result(f.name, t), nil
}

// settle takes a saved file out of the tray; one that was not saved stays with its reason.
func (t *tray) settle(id string, res FileResult) {
	if res.Batch != nil {
		t.remove(func(f *trayFile) bool { return f.id == id })
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	f, err := t.find(id)
	if err != nil || len(res.Issues) == 0 || res.Issues[0].Code == "not_ready" {
		return
	}
	seen := &looked{result: res, again: true, problem: &Problem{Code: res.Issues[0].Code, Message: res.Issues[0].Message}}
	if f.seen != nil {
		seen.peek = f.seen.peek
	}
	f.seen = seen
	f.edition++
}

// saved notes what the last save did so far.
func (t *tray) saved(files []FileResult) {
	last := Saved{Batches: []int64{}, Files: slices.Clone(files)}
	for _, f := range files {
		if f.Batch != nil {
			last.Batches = append(last.Batches, *f.Batch)
		}
	}
	last.Message = filesWord(len(last.Batches)) + " saved"
	if left := len(files) - len(last.Batches); left > 0 {
		last.Message += fmt.Sprintf(", %s not", report.Count(int64(left)))
	}
	if len(last.Batches) == 0 {
		last.Message = "Nothing was saved"
	} else {
		last.Message += ": " + savedWords(files)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = last
}

// savedWords sums what saved files changed; money only where all of them have the same currency.
func savedWords(files []FileResult) string {
	var list []*store.Changes
	currency, mixed := "", false
	for _, f := range files {
		if f.Batch == nil {
			continue
		}
		list = append(list, f.Changes)
		if f.Changes != nil && f.Changes.Refunds.Docs > 0 {
			mixed = mixed || currency != "" && currency != f.Currency
			currency = f.Currency
		}
	}
	if mixed {
		currency = ""
	}
	return changesWords(list, shop.Currency(currency))
}

// Saved says what the last save of this inbox did.
func (s *Screen) Saved(_ context.Context, in *BrandIn) (*Reply[Saved], error) {
	var last Saved
	err := s.use(in.Brand, func(d *desk, _ *store.Store) error {
		d.tray.mu.Lock()
		defer d.tray.mu.Unlock()
		last = d.tray.last
		return nil
	})
	if last.Files == nil {
		last = Saved{Message: "Nothing was saved", Batches: []int64{}, Files: []FileResult{}}
	}
	return reply(last, err)
}

// Undo takes imports back, the newest first. It takes none where one of them is gone already.
func (s *Screen) Undo(ctx context.Context, in *UndoIn) (*Reply[Undone], error) {
	done := Undone{Batches: []int64{}}
	err := s.change(in.Brand, func(d *desk, b *store.Store) error {
		ids, err := stillThere(ctx, b, in.Body.Batches)
		if err != nil {
			return err
		}
		var gone []store.Batch
		for _, id := range ids {
			was, err := b.Undo(context.WithoutCancel(ctx), id) // a closed tab leaves no half of it
			if err != nil {
				return err
			}
			gone, done.Batches = append(gone, was), append(done.Batches, id)
		}
		done.Message = undoneWords(gone)
		if d.tray.forgetLooks() == 0 {
			return nil
		}
		d.tray.mu.Lock()
		defer d.tray.mu.Unlock()
		_, err = s.lookLocked(d)
		return err
	})
	return reply(done, err)
}

// stillThere sorts the numbers of imports, the newest first.
func stillThere(ctx context.Context, b *store.Store, ids []int64) ([]int64, error) {
	list, err := b.Batches(ctx)
	if err != nil {
		return nil, err
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	slices.Reverse(ids)
	for _, id := range ids {
		if !slices.ContainsFunc(list, func(f store.Batch) bool { return f.ID == id }) {
			return nil, &shop.Error{Code: "import_gone", Message: "This import was taken back already.", Hint: "Perhaps in another tab. Reload the inbox to see what is saved."}
		}
	}
	return ids, nil
}

func undoneWords(gone []store.Batch) string {
	var lines int64
	for _, b := range gone {
		lines += b.Rows
	}
	if len(gone) == 1 {
		return fmt.Sprintf("%s was taken back: %s", gone[0].Name, linesWord(lines))
	}
	return fmt.Sprintf("%s were taken back: %s", filesWord(len(gone)), linesWord(lines))
}

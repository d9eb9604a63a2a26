package api

import (
	"context"
	"errors"
	"hash/maphash"
	"io"
	"os"
	"strings"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// Look reads every file that was not looked at yet and says what saving it would do. Where the inbox is
// at work already, that work takes the new files too.
func (s *Screen) Look(_ context.Context, in *BrandIn) (*Reply[Job], error) {
	var job Job
	err := s.change(in.Brand, func(d *desk, _ *store.Store) (err error) {
		t := &d.tray
		t.mu.Lock()
		defer t.mu.Unlock()
		for _, f := range t.files {
			if f.seen != nil && f.seen.again {
				f.seen = nil
			}
		}
		job, err = s.lookLocked(d)
		return err
	})
	return reply(job, err)
}

// lookLocked starts looking, or returns the job that is at it; the caller holds the tray's mu.
func (s *Screen) lookLocked(d *desk) (Job, error) {
	t := &d.tray
	if t.job != "" {
		return s.jobs.find(t.job)
	}
	job := s.jobs.start("Looking at your files", "bytes", func(ctx context.Context, r *running) error {
		defer t.leave(r.job.ID)
		return s.useNow(d.brand, func(d *desk, b *store.Store) error {
			t.turn.Lock()
			defer t.turn.Unlock()
			return s.lookAtAll(ctx, r, d, b)
		})
	})
	t.job = job.ID
	return job, nil
}

// leave says that a job of the tray is over.
func (t *tray) leave(job string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.job == job {
		t.job, t.saving = "", false
	}
}

// lookAtAll looks at waiting files until there are none, or until someone wants to save: saving ends
// with a look of its own.
func (s *Screen) lookAtAll(ctx context.Context, r *running, d *desk, b *store.Store) error {
	p := &progress{r: r, ctx: ctx}
	for {
		f, edition, left := d.tray.nextWaiting(r.job.ID)
		if f == nil {
			return nil
		}
		p.begin("Reading "+f.name, f.size, left)
		found, err := s.lookAt(ctx, b, *f, p)
		if err != nil {
			return err
		}
		p.end()
		d.tray.keep(f.id, edition, found)
	}
}

// nextWaiting returns a copy of the first file that waits, its edition and the bytes of all that wait;
// nil when there is nothing to do for this job, which then is the tray's no longer.
func (t *tray) nextWaiting(job string) (next *trayFile, edition int, left int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range t.files {
		if f.seen != nil {
			continue
		}
		if left += f.size; next == nil {
			c := *f
			next, edition = &c, f.edition
		}
	}
	if t.job != job { // saving has taken over
		return nil, 0, 0
	}
	if next == nil {
		t.job, t.saving = "", false
	}
	return next, edition, left
}

// keep notes what was found, unless the file went or was answered meanwhile.
func (t *tray) keep(id string, edition int, found *looked) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f, err := t.find(id); err == nil && f.edition == edition {
		f.seen, f.size = found, found.size
	}
}

// lookAt is one look. The error is only that of ctx: what else goes wrong is said of the file.
func (s *Screen) lookAt(ctx context.Context, b *store.Store, f trayFile, p *progress) (*looked, error) {
	j := importJob{app: s.app, store: b}
	err := j.prepare(ctx)
	found := &looked{size: f.size}
	if info, e := os.Stat(f.path); e == nil {
		found.size, found.changed = info.Size(), info.ModTime()
	}
	if err == nil {
		seen := orderCount{seed: maphash.MakeSeed(), seen: map[uint64]struct{}{}}
		in := f.incoming(j.settings, p)
		in.dryRun, in.watch = true, seen.see
		var t taken
		if t, err = j.take(ctx, in); err == nil {
			found.result, found.peek, found.sure = result(f.name, t), t.look.Peek(), t.rep.Confidence
			found.offsets = t.look.Offsets()
			found.orders, found.guesses = int64(len(seen.seen)), t.look.Guess()
			if t.recalled != nil {
				m := s.app.remembered(*t.recalled)
				found.remembered = &m
			}
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		found.result, found.problem = refused(f.name, err), problemOf(named(err, f))
		found.again = true
	}
	return found, nil
}

// named puts the shown name where the importer could only name our copy of the file.
func named(err error, f trayFile) error {
	var e *shop.Error
	if f.copied && errors.As(err, &e) {
		return &shop.Error{Code: e.Code, Message: strings.ReplaceAll(e.Message, f.id, f.name), Hint: e.Hint}
	}
	return err
}

// incoming is the file with all that was said of it. What was said and holds for other files of its kind is
// remembered when it is saved.
func (f trayFile) incoming(set store.Settings, p *progress) incoming {
	a := f.said
	m := &importer.Mapping{Columns: a.columns, Date: a.date, Decimal: a.decimal}
	if a.source != "" {
		m.Set = map[string]string{"source": a.source}
	}
	return incoming{source: p.watch(importer.File(f.path)), opt: f.options(set), said: m, asked: importer.Asked{Currency: a.currency, Zone: a.zone}, anew: a.anew}
}

// options are how a file is read: what was said of it, else what the brand's settings say.
func (f trayFile) options(set store.Settings) importer.Options {
	a := f.said
	opt := importer.Options{Name: f.name, Format: a.format, Zone: set.Zone, Currency: set.Currency}
	m := importer.Mapping{Columns: a.columns, Set: map[string]string{}, Date: a.date, Decimal: a.decimal}
	if a.zone != "" && set.Zone != "" {
		m.Zone = a.zone
	} else if a.zone != "" {
		opt.Zone = a.zone
	}
	for name, value := range map[string]string{"currency": a.currency, "period": a.period, "source": a.source} {
		if value != "" {
			m.Set[name] = value
		}
	}
	if len(m.Columns)+len(m.Set) > 0 || m.Date+m.Decimal+m.Zone != "" {
		opt.Map = &m
	}
	return opt
}

// orderCount counts distinct orders without keeping their names.
type orderCount struct {
	seed maphash.Seed
	seen map[uint64]struct{}
}

func (c *orderCount) see(d *shop.Doc) {
	if d.OrderID != "" {
		c.seen[maphash.String(c.seed, d.OrderID)] = struct{}{}
	}
}

// progress says how many bytes of all files were read. Each file is read twice: looked over, then taken.
type progress struct {
	r           *running
	ctx         context.Context
	what        string
	before      int64 // of files done
	here, whole int64 // of this file
	total       int64
}

// begin starts a file; left is the size of all that are not done, this one included.
func (p *progress) begin(what string, size, left int64) {
	p.what, p.here, p.whole, p.total = what, 0, 2*size, p.before+2*left
	p.r.step(what, p.before, p.total)
}

func (p *progress) end() {
	p.before += p.whole
	p.r.step(p.what, p.before, p.total)
}

// watch counts what is read of a source and stops reading when the work is called off.
func (p *progress) watch(src importer.Source) importer.Source {
	return func() (io.ReadCloser, error) {
		rc, err := src()
		if err != nil {
			return nil, err
		}
		if file, ok := rc.(*os.File); ok {
			return &watchedFile{watched{rc, p}, file}, nil
		}
		return &watched{rc, p}, nil
	}
}

// watchedFile can be read at any place, as zip folders are; what is read that way is not counted.
type watchedFile struct {
	watched
	file *os.File
}

func (w *watchedFile) Stat() (os.FileInfo, error) { return w.file.Stat() }

func (w *watchedFile) ReadAt(b []byte, at int64) (int, error) {
	if err := w.p.ctx.Err(); err != nil {
		return 0, err
	}
	return w.file.ReadAt(b, at)
}

type watched struct {
	io.ReadCloser
	p *progress
}

func (w *watched) Read(b []byte) (int, error) {
	if err := w.p.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.ReadCloser.Read(b)
	w.p.here = min(w.p.here+int64(n), w.p.whole)
	w.p.r.step(w.p.what, w.p.before+w.p.here, w.p.total)
	return n, err
}

// asBefore refuses a file that changed since it was looked at.
func (f trayFile) asBefore() error {
	info, err := os.Stat(f.path)
	if err == nil && info.Size() == f.seen.size && info.ModTime().Equal(f.seen.changed) {
		return nil
	}
	return changedFile(f.name)
}

func changedFile(name string) error {
	return &shop.Error{Code: "file_changed", Message: name + " is not the file that was shown.", Hint: "Look at it again before saving. Nothing of it was saved."}
}

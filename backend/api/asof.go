package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// past is a brand's data as they were known once, in a file of their own, which is made from the brand's and
// thrown away.
type past struct {
	made  string // the revision and cut it was made for
	label string
	known store.Known
	store *store.Store
	shown bool // instead of today's data
}

// AsOfIn says which day a brand is to be shown as known on: a day, all of it, or the moment an import was
// saved.
type AsOfIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Body  struct {
		Day   string `json:"day,omitempty" doc:"2026-10-03; or an import"`
		Batch int64  `json:"batch,omitempty" minimum:"1"`
	}
}

// AsOfFrame says that a brand is shown as it was known on a day.
type AsOfFrame struct {
	Label   string `json:"label" doc:"3 Oct 2026"`
	Message string `json:"message" doc:"You are looking at what was known on 3 Oct 2026."`
	Why     string `json:"why" doc:"4 files saved later are left out."`
	LeftOut int    `json:"left_out" doc:"files"`
}

// LookBack shows a brand as it was known on a day: every page, read-out and report then answers from that. It
// ends with ShowToday, or with the program.
func (s *Screen) LookBack(ctx context.Context, in *AsOfIn) (*Reply[Job], error) {
	var job Job
	err := s.useNow(in.Brand, func(d *desk, b *store.Store) error {
		if s.busy(d) {
			return &shop.Error{Code: "busy", Message: "Work on this file is under way.", Hint: "Wait until it is done or cancel it, then look back."}
		}
		set, err := b.FindSettings(ctx)
		if err != nil {
			return err
		}
		cut, label, err := s.cut(ctx, b, in, set.Zone)
		if err != nil {
			return err
		}
		job = s.jobs.start("Going back to "+label, "steps", func(ctx context.Context, _ *running) error { return s.lookBack(ctx, d, cut, label) })
		return nil
	})
	return reply(job, err)
}

// cut says up to which import a question looks, and what to call that.
func (s *Screen) cut(ctx context.Context, b *store.Store, in *AsOfIn, zone string) (store.Cut, string, error) {
	if in.Body.Batch == 0 {
		return cutAt(in.Body.Day, zone)
	}
	list, err := b.Batches(ctx)
	if err != nil {
		return store.Cut{}, "", err
	}
	i := slices.IndexFunc(list, func(f store.Batch) bool { return f.ID == in.Body.Batch })
	if i < 0 {
		return store.Cut{}, "", &shop.Error{Code: "import_gone", Message: "This import was taken back already.", Hint: "Perhaps in another tab. Reload the inbox to see what is saved."}
	}
	return store.Cut{Batch: list[i].ID}, time.Unix(list[i].ImportedAtUTC, 0).In(s.app.now().Location()).Format("2 Jan 2006, 15:04"), nil
}

// cutAt is the end of a civil day in the shop's zone, and the day for people.
func cutAt(day, zone string) (store.Cut, string, error) {
	d, err := shop.ParseDay(day)
	if err != nil {
		return store.Cut{}, "", badDay(day)
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	at := time.Unix(int64(d)*86400, 0).UTC()
	return store.Cut{BeforeUTC: time.Date(at.Year(), at.Month(), at.Day()+1, 0, 0, 0, 0, loc).Unix()}, at.Format("2 Jan 2006"), nil
}

func badDay(day string) error {
	return &shop.Error{Code: "bad_day", Message: fmt.Sprintf("%q is not a day.", day), Hint: "Write it as 2026-10-03."}
}

// lookBack makes the copy, unless the last one is still right, and shows it.
func (s *Screen) lookBack(ctx context.Context, d *desk, cut store.Cut, label string) error {
	next := &past{label: label, shown: true}
	err := s.useNow(d.brand, func(_ *desk, b *store.Store) (err error) {
		rev, err := revision(ctx, b)
		next.made = fmt.Sprint(rev, cut)
		if err != nil || d.past != nil && d.past.made == next.made {
			return err
		}
		path := pastFile(s.dir)
		if next.known, err = b.CopyAsOf(ctx, cut, path); err != nil {
			return err
		}
		if next.store, err = store.Open(path, store.Options{}); err != nil {
			return errors.Join(err, Then{DB: path}.Remove())
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.turnBack(ctx, d, next)
}

// turnBack shows next, or the copy that is there where next has none.
func (s *Screen) turnBack(ctx context.Context, d *desk, next *past) error {
	d.gate.Lock()
	defer d.gate.Unlock()
	same := false
	if d.store != nil {
		rev, err := revision(ctx, d.store)
		if err != nil {
			return errors.Join(err, next.forget())
		}
		same = strings.HasPrefix(next.made, rev)
	}
	switch {
	case !same, next.store == nil && (d.past == nil || d.past.made != next.made):
		return errors.Join(next.forget(), &shop.Error{Code: "changed_meanwhile", Message: "Your files changed meanwhile.", Hint: "Choose the day again."})
	case next.store == nil:
		d.past.label, d.past.shown = next.label, true
		return nil
	}
	err := d.past.forget()
	d.past = next
	return err
}

// ShowToday shows a brand as it is known today again. The copy is kept for the next look back.
func (s *Screen) ShowToday(_ context.Context, in *BrandIn) (*Reply[Done], error) {
	d := s.desks[in.Brand]
	d.gate.Lock()
	defer d.gate.Unlock()
	if d.past != nil {
		d.past.shown = false
	}
	return reply(Done{Message: "You are looking at today's data."}, nil)
}

// pastFolder holds the copies of what was known. It is emptied at start and at the end.
func (s *Screen) pastFolder() string { return filepath.Join(s.dir, pastFolderName) }

const pastFolderName = "asof"

// forget closes a copy and removes it. It may be called on nil.
func (p *past) forget() error {
	if p == nil || p.store == nil {
		return nil
	}
	path := p.store.Path()
	err := p.store.Close()
	p.store = nil
	return errors.Join(err, Then{DB: path}.Remove())
}

// frame says what is shown, nil where it is today's data.
func (p *past) frame() *AsOfFrame {
	if p == nil || !p.shown {
		return nil
	}
	f := &AsOfFrame{Label: p.label, LeftOut: p.known.LeftOut, Message: "You are looking at what was known on " + p.label + ".", Why: "No file was saved later."}
	switch {
	case p.known.LeftOut == 1:
		f.Why = "1 file that was saved later is left out."
	case p.known.LeftOut > 1:
		f.Why = fmt.Sprintf("%s that were saved later are left out.", filesWord(p.known.LeftOut))
	}
	return f
}

// refuse says that nothing can be changed now, nil where today's data are shown.
func (p *past) refuse() error {
	if p == nil || !p.shown {
		return nil
	}
	return &shop.Error{Code: "looking_back", Message: "You are looking at what was known on " + p.label + ".", Hint: "Go back to today to change anything."}
}

// asks are the questions that are asked by another method than GET and change nothing of a brand's data.
var asks = []string{"lookBack", "showToday", "readTest", "previewReport", "savePDF", "scheduleFile"}

// refusePast stops every change of a brand that is shown as it was known once.
func (s *Screen) refusePast(ctx huma.Context, next func(huma.Context)) {
	op := ctx.Operation()
	d := s.desks[Brand(ctx.Param("brand"))]
	if op.Method == http.MethodGet || d == nil || slices.Contains(asks, op.OperationID) {
		next(ctx)
		return
	}
	if err := d.refusePast(); err != nil {
		var refused *refusalBody
		errors.As(asHTTP(err), &refused)
		_, w := humago.Unwrap(ctx)
		writeRefusal(w, refused)
		return
	}
	next(ctx)
}

func (d *desk) refusePast() error {
	d.gate.RLock()
	defer d.gate.RUnlock()
	return d.past.refuse()
}

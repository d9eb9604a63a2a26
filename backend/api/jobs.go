package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"creatorlift/backend/shop"
)

// keptJobs is how many finished jobs are remembered, so that a slow page still learns how its own ended.
const keptJobs = 200

// jobs is the work under way and how the last of it ended.
type jobs struct {
	now func() time.Time

	mu    sync.Mutex
	byID  map[string]*running
	order []string
	all   sync.WaitGroup
}

// running is one job. step may be called from any goroutine.
type running struct {
	owner   *jobs
	job     Job
	started time.Time // of the present What
	from    int64     // what was done by then
	cancel  context.CancelFunc
}

func newJobs(now func() time.Time) *jobs { return &jobs{now: now, byID: map[string]*running{}} }

// start begins work and returns at once.
func (j *jobs) start(what, unit string, work func(ctx context.Context, r *running) error) Job {
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{owner: j, started: j.now(), cancel: cancel, job: Job{ID: randomID(), What: what, Unit: unit, State: "running"}}
	j.mu.Lock()
	j.byID[r.job.ID] = r
	j.order = append(j.order, r.job.ID)
	j.forget()
	first := r.job
	j.mu.Unlock()
	j.all.Go(func() {
		defer cancel()
		r.end(func() (err error) {
			defer Guard(&err)
			return work(ctx, r)
		}())
	})
	return first
}

// forget drops the oldest finished jobs beyond keptJobs; the caller holds mu.
func (j *jobs) forget() {
	for i := 0; len(j.order) > keptJobs && i < len(j.order); {
		if id := j.order[i]; j.byID[id].job.State != "running" {
			delete(j.byID, id)
			j.order = append(j.order[:i], j.order[i+1:]...)
			continue
		}
		i++
	}
}

// step says how far the work is. A new what starts the clock of seconds left anew.
func (r *running) step(what string, done, total int64) {
	r.owner.mu.Lock()
	defer r.owner.mu.Unlock()
	now := r.owner.now()
	if what != r.job.What {
		r.job.What, r.started, r.from = what, now, done
	}
	r.job.Done, r.job.Total, r.job.SecondsLeft = done, total, nil
	if spent := now.Sub(r.started); total > 0 && done > r.from && spent > 300*time.Millisecond {
		left := int(math.Ceil(spent.Seconds() * float64(total-done) / float64(done-r.from)))
		r.job.SecondsLeft = &left
	}
}

func (r *running) end(err error) {
	r.owner.mu.Lock()
	defer r.owner.mu.Unlock()
	r.job.SecondsLeft = nil
	switch {
	case err == nil:
		r.job.State = "done"
	case errors.Is(err, context.Canceled):
		r.job.State = "cancelled"
	default:
		r.job.State = "failed"
		r.job.Problem = problemOf(err)
	}
}

// find returns a job as it stands now.
func (j *jobs) find(id string) (Job, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	r := j.byID[id]
	if r == nil {
		return Job{}, &shop.Error{Code: "unknown_job", Message: "This work is no longer known here.", Hint: "Reload the page to see what was done. What was saved is safe."}
	}
	return r.job, nil
}

// cancel asks a job to stop; what it had not finished is not saved.
func (j *jobs) cancel(id string) (Job, error) {
	j.mu.Lock()
	if r := j.byID[id]; r != nil {
		r.cancel()
	}
	j.mu.Unlock()
	return j.find(id)
}

// close stops all work and waits for it.
func (j *jobs) close() {
	j.mu.Lock()
	for _, r := range j.byID {
		r.cancel()
	}
	j.mu.Unlock()
	j.all.Wait()
}

// problemOf says an error in the screen's words.
func problemOf(err error) *Problem {
	var e *shop.Error
	if errors.As(err, &e) {
		return &Problem{Code: e.Code, Message: e.Message, Hint: e.Hint}
	}
	return &Problem{Code: "internal", Message: "Something went wrong inside Creatorlift. What you saved is untouched.", Hint: fmt.Sprint(err)}
}

func randomID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// Job says how far a job is.
func (s *Screen) Job(_ context.Context, in *JobIn) (*Reply[Job], error) {
	return reply(s.jobs.find(in.ID))
}

// CancelJob stops a job.
func (s *Screen) CancelJob(_ context.Context, in *JobIn) (*Reply[Job], error) {
	return reply(s.jobs.cancel(in.ID))
}

// reply wraps a body.
func reply[T any](body T, err error) (*Reply[T], error) {
	if err != nil {
		return nil, err
	}
	return &Reply[T]{Body: body}, nil
}

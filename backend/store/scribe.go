package store

import (
	"database/sql/driver"
	"sync"
)

// scribe runs the inserts of an import in a goroutine of its own, one after the other as they were
// handed over, so that SQLite works while the file is read on. After wait and until the next insert is
// handed over the connection is the caller's.
type scribe struct {
	jobs   chan insert
	open   sync.WaitGroup // handed over and not done
	ended  chan struct{}
	mu     sync.Mutex
	failed error // the first error; what comes after it is left undone
	broken any   // a panic, which is the caller's from then on
}

// insert is rows for one table: filled values, width of them to a row.
type insert struct {
	into   *bulk
	values []driver.NamedValue
	filled int
}

// scribeQueue is how many inserts may wait. The values they hold stand in the buffers of the bulks.
const scribeQueue = 256

func newScribe() *scribe {
	s := &scribe{jobs: make(chan insert, scribeQueue), ended: make(chan struct{})}
	go func() {
		defer close(s.ended)
		for job := range s.jobs {
			s.do(job)
		}
	}()
	return s
}

func (s *scribe) do(job insert) {
	defer s.open.Done()
	defer func() {
		if r := recover(); r != nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.broken = r
		}
	}()
	defer func() { job.into.spare <- job.values }()
	if s.state() != nil {
		return
	}
	if err := job.run(); err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.failed = err
	}
}

// state gives the first error.
func (s *scribe) state() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// hand hands over one insert. An error is that of an earlier one.
func (s *scribe) hand(job insert) error {
	if err := s.state(); err != nil {
		return err
	}
	s.open.Add(1)
	s.jobs <- job
	return nil
}

// wait returns when all that was handed over is done, with the first error. A panic of the scribe goes
// on here.
func (s *scribe) wait() error {
	if s == nil {
		return nil
	}
	s.open.Wait()
	if s.broken != nil {
		panic(s.broken)
	}
	return s.failed
}

// end lets the scribe finish what was handed over and go. Nothing may be handed over afterwards.
func (s *scribe) end() {
	close(s.jobs)
	<-s.ended
}

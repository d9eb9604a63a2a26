package store

import "sync"

// stage is a part of an import that works in a goroutine of its own: it does what it is given one by
// one in the order given, while whoever gives it goes on. After its first error it does nothing more.
type stage[T any] struct {
	jobs   chan T
	open   sync.WaitGroup // given and not done
	end    func()         // lets it finish what it was given and go; may be called again
	mu     sync.Mutex
	failed error
	broken any // a panic, which goes on in the goroutine that waits
}

// newStage starts a stage that do works for. queue is how much may wait.
func newStage[T any](queue int, do func(T) error) *stage[T] {
	s := &stage[T]{jobs: make(chan T, queue)}
	gone := make(chan struct{})
	s.end = sync.OnceFunc(func() {
		close(s.jobs)
		<-gone
	})
	go func() {
		defer close(gone)
		for job := range s.jobs {
			s.run(job, do)
		}
	}()
	return s
}

func (s *stage[T]) run(job T, do func(T) error) {
	defer s.open.Done()
	defer func() {
		if r := recover(); r != nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.broken = r
		}
	}()
	if s.stopped() {
		return
	}
	if err := do(job); err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.failed = err
	}
}

func (s *stage[T]) stopped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed != nil || s.broken != nil
}

// give hands over a job. What it returns, or panics with, is of an earlier one.
func (s *stage[T]) give(job T) error {
	if s.stopped() {
		return s.wait()
	}
	s.open.Add(1)
	s.jobs <- job
	return nil
}

// wait returns when all that was given is done, with the first error. It may be called on nil.
func (s *stage[T]) wait() error {
	if s == nil {
		return nil
	}
	s.open.Wait()
	if s.broken != nil {
		panic(s.broken)
	}
	return s.failed
}

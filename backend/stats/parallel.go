package stats

import (
	"runtime"
	"sync"
)

// Parallel runs f(0..n-1) on the machine's cores and returns the error of the lowest index that
// failed. Results must go to distinct places, so that they do not depend on the number of cores. A
// panic of f is raised again on the caller's goroutine, where it can be recovered.
func Parallel(n int, f func(i int) error) error {
	errs, panics := make([]error, n), make([]any, n)
	one := func(i int) {
		defer func() { panics[i] = recover() }()
		errs[i] = f(i)
	}
	workers := max(min(runtime.GOMAXPROCS(0), n), 1)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				one(i)
			}
		})
	}
	wg.Wait()
	for i := range n {
		if panics[i] != nil {
			panic(panics[i])
		}
		if errs[i] != nil {
			return errs[i]
		}
	}
	return nil
}

package stats

import (
	"runtime"
	"sync"
)

// Parallel runs f(0..n-1) on the machine's cores and returns the error of the lowest index that
// failed. Results must go to distinct places, so that they do not depend on the number of cores.
func Parallel(n int, f func(i int) error) error {
	errs := make([]error, n)
	workers := max(min(runtime.GOMAXPROCS(0), n), 1)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				errs[i] = f(i)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

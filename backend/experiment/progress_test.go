package experiment

import (
	"context"
	"errors"
	"reflect"
	"sync/atomic"
	"testing"
)

// What is stopped at any of its steps gives no answer; what goes on gives the same as without a listener.
func TestWorkCanBeWatchedAndStopped(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"baseline", "auto"} {
		spec := ask(made(5, 20, 120, nil), method, "u00", "u01")
		want, err := Estimate(spec)
		if err != nil || want.Status != StatusOK || want.Audit == nil {
			t.Fatalf("%s: %v, %+v", method, err, want.Reason)
		}
		var asked, named atomic.Int64
		spec.Progress = func(what string, done, total int) bool {
			asked.Add(1)
			if what != "" {
				named.Add(1)
			}
			if done > total {
				t.Errorf("%s: %d of %d", what, done, total)
			}
			return true
		}
		got, err := Estimate(spec)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: watched it gives another answer (%v)", method, err)
		}
		all := asked.Load()
		if named.Load() < 3 {
			t.Errorf("%s: %d steps were named, want a step for each stretch", method, named.Load())
		}
		for _, last := range []int64{0, 1, all / 2, all - 1} {
			var n atomic.Int64
			spec.Progress = func(string, int, int) bool { return n.Add(1) <= last }
			if a, err := Estimate(spec); !errors.Is(err, context.Canceled) {
				t.Errorf("%s stopped after %d of %d: %v, status %q; want context.Canceled", method, last, all, err, a.Status)
			}
		}
	}
}

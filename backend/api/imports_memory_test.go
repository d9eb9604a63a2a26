package api

import (
	"runtime/debug"
	"testing"
)

// TestMemoryIsGivenBack: of two files that are taken in at the same time, the one that ends last gives the
// memory back, whichever began first.
func TestMemoryIsGivenBack(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	first := boundMemory()
	second := boundMemory()
	first()
	first()
	if got := debug.SetMemoryLimit(-1); got != importMemory {
		t.Errorf("while one is taken in the limit is %d", got)
	}
	second()
	if got := debug.SetMemoryLimit(-1); got != before {
		t.Errorf("afterwards the limit is %d, before it was %d", got, before)
	}
}

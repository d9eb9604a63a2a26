package api

import (
	"runtime/debug"
	"sync"
)

// importMemory is what Go tries to keep to, in bytes, while files are taken in: the more lines, the oftener it
// cleans up. SQLite takes another 45 MB.
const importMemory = 120 << 20

var memory struct {
	sync.Mutex
	taking int   // files being taken in
	before int64 // the limit that holds while none is
}

// boundMemory holds Go to importMemory until what it returns is called. Files of two brands may be taken in
// at the same time: the last of them gives the memory back.
func boundMemory() (free func()) {
	memory.Lock()
	defer memory.Unlock()
	if memory.taking++; memory.taking == 1 {
		memory.before = debug.SetMemoryLimit(importMemory)
	}
	return sync.OnceFunc(func() {
		memory.Lock()
		defer memory.Unlock()
		if memory.taking--; memory.taking == 0 {
			debug.SetMemoryLimit(memory.before)
		}
	})
}

package importer

import (
	"io"
	"sync"
)

// ahead reads a stream in a goroutine of its own, so that the checksums of what comes next are made while
// the present block is cut into cells.
type ahead struct {
	filled chan block
	spare  chan []byte
	halt   chan struct{}
	gone   chan struct{}
	once   sync.Once
	now    block
	at     int // in now
}

// block is what one Read gave.
type block struct {
	b      []byte
	n      int
	err    error
	broken any // a panic, which goes on in the goroutine that asks for the block
}

const (
	blockSize = 256 << 10
	blocks    = 3
)

// readAhead begins to read. The caller calls stop before it lets go of r.
func readAhead(r io.Reader) *ahead {
	a := &ahead{filled: make(chan block, blocks), spare: make(chan []byte, blocks), halt: make(chan struct{}), gone: make(chan struct{})}
	for range blocks {
		a.spare <- nil
	}
	go func() {
		defer close(a.gone)
		for a.fill(r) {
		}
	}()
	return a
}

// fill hands over one block; false after the last.
func (a *ahead) fill(r io.Reader) bool {
	var next block
	select {
	case next.b = <-a.spare:
	case <-a.halt:
		return false
	}
	if next.b == nil {
		next.b = make([]byte, blockSize)
	}
	next.read(r)
	a.filled <- next // has room for all there are
	return next.err == nil && next.broken == nil
}

func (k *block) read(r io.Reader) {
	defer func() { k.broken = recover() }()
	k.n, k.err = r.Read(k.b)
}

// Read gives what was read, and its error after it.
func (a *ahead) Read(p []byte) (int, error) {
	for a.at == a.now.n {
		switch {
		case a.now.broken != nil:
			panic(a.now.broken)
		case a.now.err != nil:
			return 0, a.now.err
		case a.now.b != nil:
			a.spare <- a.now.b
		}
		a.now, a.at = <-a.filled, 0
	}
	n := copy(p, a.now.b[a.at:a.now.n])
	a.at += n
	return n, nil
}

// stop returns when nothing more is read. It may be called again.
func (a *ahead) stop() {
	a.once.Do(func() { close(a.halt) })
	<-a.gone
}

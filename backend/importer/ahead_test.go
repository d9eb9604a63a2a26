package importer

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
)

// What is read ahead is what there is, with its error at its place, however it is read.
func TestReadAhead(t *testing.T) {
	t.Parallel()
	text := make([]byte, 3*blockSize+17)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range text {
		text[i] = byte(r.Uint32())
	}
	boom := errors.New("boom")
	for name, src := range map[string]io.Reader{"whole": bytes.NewReader(text), "halves": iotest.HalfReader(bytes.NewReader(text)),
		"error with the end": iotest.DataErrReader(bytes.NewReader(text)), "failing": io.MultiReader(bytes.NewReader(text), iotest.ErrReader(boom))} {
		a := readAhead(src)
		got, err := io.ReadAll(a)
		if want := map[bool]error{true: boom}[name == "failing"]; err != want || !bytes.Equal(got, text) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		a.stop()
	}
	endless := readAhead(rand.NewChaCha8([32]byte{}))
	if _, err := io.ReadFull(endless, make([]byte, 10)); err != nil {
		t.Error(err)
	}
	endless.stop()
	defer func() {
		if recover() != "dropped" {
			t.Error("a panic of the stream was lost")
		}
	}()
	broken := readAhead(dropping{})
	defer broken.stop()
	_, _ = broken.Read(make([]byte, 1))
}

type dropping struct{}

func (dropping) Read([]byte) (int, error) { panic("dropped") }

package importer

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"creatorlift/backend/shop"
)

// Source opens a file from its start. It is called once per pass, so it may be called several times
// and must give the same bytes each time. The caller closes what it gets.
type Source func() (io.ReadCloser, error)

// File is the Source of a file on disk. Opening gives a *shop.Error with code cannot_open if the
// file cannot be read.
func File(path string) Source {
	return func() (io.ReadCloser, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, &shop.Error{Code: "cannot_open", Message: fmt.Sprintf("%s cannot be opened.", filepath.Base(path)),
				Hint: "Check that the file is still there and that you may read it."}
		}
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return nil, errors.Join(&shop.Error{Code: "cannot_open", Message: fmt.Sprintf("%s is a folder.", filepath.Base(path)),
				Hint: "Name the files in it."}, f.Close())
		}
		return f, nil
	}
}

// A packed file may unpack to at most maxUnpacked bytes, and past freeUnpacked to at most maxRatio
// times its packed size. Real exports shrink 5 to 50 times; a gzip bomb reaches 1,000.
const (
	maxUnpacked  = 4 << 30
	freeUnpacked = 64 << 20
	maxRatio     = 250
)

// Decompress wraps a Source so that a gzip file, known by its first bytes and not by its name, is
// unpacked; other files pass unchanged. Reading gives a *shop.Error with code broken_gzip for a
// damaged file and unpacks_too_large for one that would fill the memory.
func Decompress(src Source) Source {
	return func() (io.ReadCloser, error) {
		raw, err := src()
		if err != nil {
			return nil, err
		}
		packed := &counter{r: raw}
		buf := bufio.NewReaderSize(packed, 64<<10)
		if magic, _ := buf.Peek(2); len(magic) < 2 || magic[0] != 0x1f || magic[1] != 0x8b {
			return &stream{Reader: buf, Closer: raw}, nil
		}
		return &stream{Reader: &unpacker{buf: buf, packed: packed}, Closer: raw}, nil
	}
}

type stream struct {
	io.Reader
	io.Closer
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

type unpacker struct {
	buf    *bufio.Reader
	packed *counter
	zip    *gzip.Reader
	n      int64
}

func (u *unpacker) Read(p []byte) (int, error) {
	if u.zip == nil {
		z, err := gzip.NewReader(u.buf)
		if err != nil {
			return 0, u.failed(err)
		}
		u.zip = z
	}
	n, err := u.zip.Read(p)
	u.n += int64(n)
	if u.n > maxUnpacked || (u.n > freeUnpacked && u.n > maxRatio*u.packed.n) {
		return 0, &shop.Error{Code: "unpacks_too_large", Message: "The packed file unpacks to far more than an export holds.",
			Hint: "Unpack it yourself and drop the file inside."}
	}
	if err != nil && err != io.EOF {
		return n, u.failed(err)
	}
	return n, err
}

// failed turns what gzip says about damaged bytes into words; errors of the disk stay themselves.
func (u *unpacker) failed(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return err
	}
	return &shop.Error{Code: "broken_gzip", Message: "The packed file is damaged or was not downloaded to its end.",
		Hint: "Download it again."}
}

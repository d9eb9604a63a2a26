package importer

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"creatorlift/backend/shop"
)

// Bounds of a zip folder. What shops send holds some ten files; a zip bomb hides in their number, in how
// far they shrink, or in folders inside of folders.
const (
	maxMembers   = 60      // files inside that are looked at
	maxDirectory = 4 << 20 // bytes of the list of files
	maxFolders   = 2       // zip folders inside one another
)

// archive is a zip folder: the files in it that may be tables. Names are text; nothing is ever written
// under them.
type archive struct {
	name    string
	src     Source
	packed  chunks // in memory, nil where the source can be read at any place
	size    int64
	book    bool // it is a workbook
	members []member
}

// member is one file of an archive.
type member struct {
	name string
	at   int // in the list of the zip file
}

// randomAccess is a file on disk.
type randomAccess interface {
	io.ReaderAt
	Stat() (fs.FileInfo, error)
}

// openArchive lists the files of a zip folder. It gives a *refusal for one that is damaged, locked, or
// would fill the disk.
func openArchive(src Source, name string) (*archive, error) {
	a := &archive{name: name, src: src}
	z, done, err := a.open()
	if err != nil {
		return nil, err
	}
	defer done()
	total := uint64(0)
	for _, f := range z.File {
		key := strings.ToLower(f.Name)
		a.book = a.book || key == "[content_types].xml" || strings.HasPrefix(key, "xl/")
	}
	if a.book {
		return a, nil
	}
	for i, f := range z.File {
		shown := memberName(f.Name)
		if junk(f, shown) {
			continue
		}
		if err := a.check(f, shown); err != nil {
			return nil, err
		}
		if total += f.UncompressedSize64; total > maxUnpacked || total > freeUnpacked && total/maxRatio > uint64(a.size) {
			return nil, a.tooLarge()
		}
		a.members = append(a.members, member{name: shown, at: i})
	}
	if len(a.members) > maxMembers {
		return nil, refuse(0, "zip_too_large", "%s holds more than %d files. Unpack it and drop the exports you want.", name, maxMembers)
	}
	slices.SortStableFunc(a.members, func(x, y member) int { return natural(x.name, y.name) })
	return a, nil
}

func (a *archive) tooLarge() error {
	return refuse(0, "zip_too_large", "%s unpacks to far more than an export holds. Unpack it yourself and drop the file inside.", a.name)
}

// check refuses a file that cannot be unpacked or would grow without bound, before a byte of it is.
func (a *archive) check(f *zip.File, shown string) error {
	size := f.UncompressedSize64
	switch {
	case f.Flags&1 != 0:
		return refuse(0, "zip_locked", "%s is locked with a password. Unpack it and drop the files inside.", a.name)
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return refuse(0, "zip_method", "%s is packed in a way that cannot be read here. Unpack it and drop the files inside.", a.name)
	case size > maxUnpacked || size > freeUnpacked && size/maxRatio > f.CompressedSize64:
		return a.tooLarge()
	case f.Method == zip.Store && size != f.CompressedSize64:
		return a.broken(shown)
	}
	return nil
}

func (a *archive) broken(inside string) error {
	if inside != "" {
		inside = " (" + inside + ")"
	}
	return refuse(0, "broken_zip", "%s%s is damaged or was not downloaded to its end. Download it again.", a.name, inside)
}

// open opens the zip file and reads its list of files.
func (a *archive) open() (*zip.Reader, func(), error) {
	at, done, err := a.random()
	if err != nil {
		return nil, nil, err
	}
	list := &bounded{at: at, left: maxDirectory}
	z, err := zip.NewReader(list, a.size)
	if err != nil {
		done()
		if list.left < 0 {
			return nil, nil, refuse(0, "zip_too_large", "%s holds more files than any export. Unpack it and drop the exports you want.", a.name)
		}
		return nil, nil, a.broken("")
	}
	list.free = true
	return z, done, nil
}

// random gives the packed bytes to read at any place: the file itself, or a copy of it in memory.
func (a *archive) random() (io.ReaderAt, func(), error) {
	if a.packed != nil {
		return a.packed, func() {}, nil
	}
	rc, err := a.src()
	if err != nil {
		return nil, nil, err
	}
	done := func() { _ = rc.Close() }
	var mark [4]byte
	if file, ok := rc.(randomAccess); ok {
		info, err := file.Stat()
		if _, e := file.ReadAt(mark[:], 0); err == nil && e == nil && isZip(mark[:]) {
			a.size = info.Size()
			return file, done, nil
		}
	}
	done()
	if rc, err = Decompress(a.src)(); err != nil {
		return nil, nil, err
	}
	defer rc.Close()
	packed, fits, err := loadChunks(rc)
	if err != nil {
		return nil, nil, err
	}
	if !fits {
		return nil, nil, refuse(0, "zip_too_large", "%s is larger than %d MB. Unpack it and drop the files inside.", a.name, maxWorkbook>>20)
	}
	a.packed, a.size = packed, 0
	for _, b := range packed {
		a.size += int64(len(b))
	}
	return packed, func() {}, nil
}

func isZip(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// bounded stops the reading of a list of files that is longer than any.
type bounded struct {
	at   io.ReaderAt
	left int
	free bool
}

func (b *bounded) ReadAt(p []byte, off int64) (int, error) {
	if b.free {
		return b.at.ReadAt(p, off)
	}
	if b.left -= len(p); b.left < 0 {
		return 0, errors.New("importer: the list of files is too long")
	}
	return b.at.ReadAt(p, off)
}

// source is one file of the archive.
func (a *archive) source(m member) Source {
	return func() (io.ReadCloser, error) {
		z, done, err := a.open()
		if err != nil {
			return nil, err
		}
		if m.at >= len(z.File) || memberName(z.File[m.at].Name) != m.name {
			done()
			return nil, changed(a.name)
		}
		f := z.File[m.at]
		if err := a.check(f, m.name); err != nil {
			done()
			return nil, err
		}
		rc, err := f.Open()
		if err != nil {
			done()
			return nil, a.broken(m.name)
		}
		return &unzipped{ReadCloser: rc, a: a, name: m.name, done: done}, nil
	}
}

// unzipped reads one file of an archive. Its size and checksum are held by archive/zip.
type unzipped struct {
	io.ReadCloser
	a    *archive
	name string
	done func()
}

func (u *unzipped) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	var corrupt flate.CorruptInputError
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &corrupt) {
		return n, &shop.Error{Code: "broken_zip", Message: fmt.Sprintf("%s in %s is damaged or was not downloaded to its end.", u.name, u.a.name), Hint: "Download it again."}
	}
	return n, err
}

func (u *unzipped) Close() error {
	defer u.done()
	return u.ReadCloser.Close()
}

// memberName makes one line of text of a name from a zip file: its folders and its name, without anything
// that would lead out of the folder.
func memberName(name string) string {
	name = clean(string(bytes.ToValidUTF8([]byte(name), []byte("?"))))
	var parts []string
	for _, p := range strings.FieldsFunc(name, func(r rune) bool { return r == '/' || r == '\\' }) {
		if p = strings.TrimSpace(p); p != "." && p != ".." && p != "" && !(len(p) == 2 && p[1] == ':') {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return "file"
	}
	if s := []rune(strings.Join(parts, "/")); len(s) > 200 {
		return string(s[len(s)-200:])
	}
	return strings.Join(parts, "/")
}

// junk reports what packing programs leave in a zip folder beside the files.
func junk(f *zip.File, shown string) bool {
	base := path.Base(shown)
	return strings.HasSuffix(f.Name, "/") || strings.HasSuffix(f.Name, "\\") || f.Mode()&fs.ModeType != 0 ||
		strings.HasPrefix(shown, "__MACOSX/") || strings.Contains(shown, "/__MACOSX/") || strings.HasPrefix(base, ".") ||
		strings.EqualFold(base, "thumbs.db") || strings.EqualFold(base, "desktop.ini")
}

// natural compares names, numbers in them by value: part 2 before part 10.
func natural(a, b string) int {
	for a != "" && b != "" {
		na, nb := digits(a), digits(b)
		if na > 0 && nb > 0 {
			x, y := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
			if len(x) != len(y) {
				return len(x) - len(y)
			} else if c := strings.Compare(x, y); c != 0 {
				return c
			}
			a, b = a[na:], b[nb:]
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func digits(s string) (n int) {
	for n < len(s) && isDigit(rune(s[n])) {
		n++
	}
	return n
}

func changed(name string) error {
	return &shop.Error{Code: "file_changed", Message: fmt.Sprintf("%s changed while it was being read.", name), Hint: "Wait until the download is complete and drop it again."}
}

// names lists files for a message.
func (a *archive) names() string {
	var list []string
	for i, m := range a.members {
		if i == maxNamed {
			list = append(list, strconv.Itoa(len(a.members)-i)+" more")
			break
		}
		list = append(list, m.name)
	}
	return strings.Join(list, ", ")
}

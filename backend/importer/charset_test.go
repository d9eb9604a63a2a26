package importer

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	utf "golang.org/x/text/encoding/unicode"
)

func encoded(t testing.TB, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCharsets: the same rows in many encodings, the first foreign character far behind the first
// block, give the same document.
func TestCharsets(t *testing.T) {
	t.Parallel()
	const head = "order_id,created_at,amount,currency,product\n"
	plain := strings.Repeat("1,2026-10-05,12.50,EUR,soap\n", 100000)
	latin := "2,2026-10-05,12.50,EUR,Crème brûlée à l’été – 5 €\n"
	russian := strings.Repeat("2,2026-10-05,12.50,EUR,Сыворотка для лица увлажняющая и крем для рук\n", 20)
	japan := strings.Repeat("2,2026-10-05,12.50,EUR,これは日本語の商品名です、美容液\n", 20)
	cases := []struct{ name, body, want, product string }{
		{"utf-8", head + plain + latin, "utf-8", "Crème brûlée à l’été – 5 €"},
		{"utf-8 with mark", "\ufeff" + head + latin, "utf-8", "Crème brûlée à l’été – 5 €"},
		{"utf-16le with mark", encoded(t, utf.UTF16(utf.LittleEndian, utf.UseBOM), head+latin), "utf-16le", "Crème brûlée à l’été – 5 €"},
		{"utf-16be with mark", encoded(t, utf.UTF16(utf.BigEndian, utf.UseBOM), head+latin), "utf-16be", "Crème brûlée à l’été – 5 €"},
		{"utf-16le without mark", encoded(t, utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), head+latin), "utf-16le", "Crème brûlée à l’été – 5 €"},
		{"utf-16be without mark", encoded(t, utf.UTF16(utf.BigEndian, utf.IgnoreBOM), head+latin), "utf-16be", "Crème brûlée à l’été – 5 €"},
		{"windows-1252", encoded(t, charmap.Windows1252, head+latin), "windows-1252", "Crème brûlée à l’été – 5 €"},
		{"windows-1252 late", encoded(t, charmap.Windows1252, head+plain+latin), "windows-1252", "Crème brûlée à l’été – 5 €"},
		{"windows-1251", encoded(t, charmap.Windows1251, head+russian), "windows-1251", "Сыворотка для лица увлажняющая и крем для рук"},
		{"shift_jis", encoded(t, japanese.ShiftJIS, head+japan), "shift_jis", "これは日本語の商品名です、美容液"},
		{"utf-8 with mark and a broken byte", "\ufeff" + head + "2,2026-10-05,12.50,EUR,caf\xe9\n", "utf-8", "caf\ufffd"},
		{"utf-8 cut at the end", head + latin + strings.Replace(latin, "€", "\xe2\x82", 1), "utf-8", "Crème brûlée à l’été – 5 \ufffd"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			docs, rep := read(t, text(c.body), Options{})
			if rep.Encoding != c.want || rep.Status != StatusOK {
				t.Fatalf("got %s %s %v, want %s", rep.Encoding, rep.Status, rep.Issues, c.want)
			}
			if got := docs[len(docs)-1].Lines[0].Product; got != c.product {
				t.Errorf("got %q, want %q", got, c.product)
			}
			if sum := sha256.Sum256([]byte(c.body)); rep.SHA256 != hex.EncodeToString(sum[:]) || rep.Bytes != int64(len(c.body)) {
				t.Errorf("SHA-256 or size are not those of the file: %s %d", rep.SHA256, rep.Bytes)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"a,b\n1,é\n", "\xff\xfea\x00", "\xef\xbb\xbfa\xff", "caf\xe9", "a\x00b\x00c\x00d\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		tap := newTap(iotest.OneByteReader(bytes.NewReader(in)), true)
		tap.utf8 = true
		_, err := io.Copy(io.Discard, struct{ io.Reader }{tap})
		if err == nil {
			err = tap.finish()
		}
		if (err == nil) != utf8.Valid(in) {
			t.Fatalf("%q: tap says %v", in, err)
		}
		cs := sniffCharset(in)
		if cs.codec == nil && !utf8.Valid(in) {
			cs = legacyCharset(cs, in)
		}
		r, err := cs.reader(bytes.NewReader(in))
		if err != nil {
			t.Fatal(err)
		}
		out, err := io.ReadAll(r)
		if err != nil || !utf8.Valid(out) {
			t.Fatalf("%q as %s: %q %v", in, cs.name, out, err)
		}
	})
}

func packed(t testing.TB, body string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGzip(t *testing.T) {
	t.Parallel()
	body := "order_id,created_at,amount,currency\n1,2026-10-05,12.50,EUR\n"
	zip := packed(t, body)
	_, rep := read(t, text(zip), Options{})
	if rep.AmountMinor != 1250 || rep.Bytes != int64(len(body)) {
		t.Errorf("packed: %+v", rep)
	}
	cases := map[string]string{
		"broken_gzip":       zip[:len(zip)-9],
		"unpacks_too_large": packed(t, body+strings.Repeat("1,2026-10-05,12.50,EUR\n", 5<<20)),
		"not_a_table":       packed(t, zip),
	}
	for want, file := range cases {
		_, rep := read(t, text(file), Options{})
		if rep.Status != StatusRefused || rep.Issues[len(rep.Issues)-1].Code != want {
			t.Errorf("got %s %v, want %s", rep.Status, rep.Issues, want)
		}
	}
}

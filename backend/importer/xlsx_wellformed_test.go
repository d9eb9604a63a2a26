package importer

import (
	"bytes"
	"encoding/xml"
	"io"
)

// wellFormed asks encoding/xml whether elements are closed in order and one root holds them all.
func wellFormed(b []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	roots, depth := 0, 0
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			return roots == 1 && depth == 0
		}
		if err != nil {
			// encoding/xml is stricter about characters that no sheet's structure hangs on.
			return true
		}
		switch t.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

package importer

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// Records with quotes, as shops write them: a few cells of many, or all.
func BenchmarkQuotedRecords(b *testing.B) {
	few := strings.Repeat("1234567,,USD,2026-01-02 03:04:05 +0000,,", 8) + `"Daily Serum, 30 ml",1,` + strings.Repeat("12.00,,,", 8) + `"12 Elm St, Apt 4",x`
	for name, row := range map[string]string{"few": few, "all": strings.Repeat(`"1234567","USD","Daily Serum, 30 ml","",`, 10) + `"x"`} {
		b.Run(name, func(b *testing.B) {
			text := []byte(strings.Repeat(row+"\n", 2000))
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				r := newRecordReader(bytes.NewReader(text), ',', '\n')
				for {
					if _, err := r.next(); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

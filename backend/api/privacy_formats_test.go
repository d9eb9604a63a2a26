package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"creatorlift/backend/importer"
)

// buyerColumns are beginnings and parts of the names of columns in which exports keep who a buyer is.
// What is sold, and who made a post or an ad, is no buyer.
var (
	buyerColumns   = []string{"email", "e-mail", "phone", "first name", "last name", "full name", "recipient", "street", "address", "zip", "postcode", "company", "note", "message", "tags", "buyer", "customer name", "billing name", "shipping name", "ship name", "ship-", "detail", "delivery instruction", "house name", "payment reference", "receipt"}
	noBuyerColumns = []string{"affiliate", "creator", "product", "campaign", "accepts", "country", "province", "state", "city", "marketing", "buyer user id", "buyer service", "buyers", "order_number", "ship-service", "ship-date", "vat", "payment type"}
)

func ofBuyer(column string) bool {
	name := strings.ToLower(column)
	has := func(list []string) bool {
		for _, part := range list {
			if strings.Contains(name, part) {
				return true
			}
		}
		return false
	}
	return has(buyerColumns) && !has(noBuyerColumns)
}

// identities hands out invented people that stand nowhere else.
type identities struct {
	secrets []string
	n       int
}

// next is a cell that tells who a buyer is, in one of four ways.
func (s *identities) next() string {
	s.n++
	forms := [4]string{fmt.Sprintf("Quill.Hidden%04d@letters.example", s.n), fmt.Sprintf("+1 (555) 7%03d-%04d", s.n/10, s.n), fmt.Sprintf("Quill%04d Hiddenname", s.n), fmt.Sprintf("%04d Hiddenstreet Road", s.n)}
	cell := forms[s.n%4]
	s.secrets = append(s.secrets, cell)
	return cell
}

// plant writes a fixture anew with an identity in every cell of a buyer's column. False where it is no
// plain CSV file or has no such column.
func (s *identities) plant(t *testing.T, path, to string) bool {
	t.Helper()
	look, err := importer.Look(context.Background(), importer.File(path), importer.Options{Name: filepath.Base(path), Zone: "America/New_York", Currency: "USD"})
	if err != nil || look.Report().Status == importer.StatusRefused || look.Report().Encoding == "xlsx" {
		return false
	}
	b := readFile(t, path)
	for _, delim := range ",;\t|" {
		rows, ok := records(b, delim)
		head := headAt(rows, look.Peek().Header)
		if !ok || head < 0 {
			continue
		}
		before := s.n
		partner := strings.Contains(path, "social_snowball") // its names are the affiliates', whom the founder pays
		for _, row := range rows[head+1:] {
			for i := range min(len(row), len(rows[head])) {
				if ofBuyer(rows[head][i]) && !partner && strings.TrimSpace(row[i]) != "" {
					row[i] = s.next()
				}
			}
		}
		if s.n == before {
			return false
		}
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		w.Comma = delim
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return true
	}
	return false
}

func records(b []byte, delim rune) (rows [][]string, ok bool) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = delim, -1, true
	for {
		row, err := r.Read()
		if err == io.EOF {
			return rows, true
		}
		if err != nil {
			return nil, false
		}
		rows = append(rows, row)
	}
}

// headAt finds the row of column names, -1 for none.
func headAt(rows [][]string, header []string) int {
	for i, row := range rows {
		if len(row) == len(header) && len(header) > 1 && strings.TrimSpace(row[1]) == header[1] {
			return i
		}
	}
	return -1
}

// TestNoBuyerOfAnyFormatIsStored: a thousand invented people stand in the buyers' columns of every
// format's files; none of them is in a byte of database, journal, key, answers or backup.
func TestNoBuyerOfAnyFormatIsStored(t *testing.T) {
	t.Parallel()
	const people = 1000
	ctx, dir, files := context.Background(), t.TempDir(), t.TempDir()
	s, err := openBrand(filepath.Join(dir, "brand.db"), true)
	if err != nil {
		t.Fatal(err)
	}
	fixtures, err := filepath.Glob("../importer/testdata/*_*/*.*")
	if err != nil {
		t.Fatal(err)
	}
	who, places, formats := &identities{}, map[string][]byte{}, map[string]bool{}
	for round := 0; who.n < people; round++ {
		before := who.n
		for _, path := range fixtures {
			to := filepath.Join(files, fmt.Sprint(round, filepath.Base(path)))
			if who.n >= people || !who.plant(t, path, to) {
				continue
			}
			j := importJob{app: &App{}, in: ImportIn{Files: []string{to}, Zone: "America/New_York", Currency: "USD"}, store: s}
			if err := j.prepare(ctx); err != nil {
				t.Fatal(err)
			}
			got, err := j.file(ctx, to, importer.Member{Name: filepath.Base(to), Source: importer.File(to)})
			if err != nil {
				t.Fatal(path, err)
			}
			places["the answer for "+filepath.Base(to)] = asJSON(t, got)
			if got.Status == OK {
				formats[got.Format] = true
			}
		}
		if who.n == before {
			t.Fatal("no fixture has a buyer")
		}
	}
	for _, f := range tree(t, dir) {
		name, content, _ := strings.Cut(f, " ")
		places[name] = []byte(content)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	places["the closed database"] = readFile(t, filepath.Join(dir, "brand.db"))
	search(t, places, who.secrets)
	t.Logf("%d people in %d formats, searched in %d places", who.n, len(formats), len(places))
	if len(formats) == 0 {
		t.Error("no file was taken")
	}
}

//go:build unix

package api

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"creatorlift/backend/importer"
)

const (
	benchLines    = 1_000_000
	benchRounds   = 3
	maxImportPeak = 200e6 // bytes: the promise of README and docs/evidence.md
)

// TestBenchShopifyImport imports a million lines of a Shopify export with the built program, and lets
// sqlite3 .import the same file into a fresh database that is as safe against a power cut, in turn.
func TestBenchShopifyImport(t *testing.T) {
	program, sqlite := os.Getenv("CREATORLIFT_BENCH"), "sqlite3"
	if program == "" {
		t.Skip("CREATORLIFT_BENCH does not name the built program; use make bench")
	}
	if _, err := exec.LookPath(sqlite); err != nil {
		t.Skip("sqlite3 (Debian: sqlite3) is not installed; the import is compared with its .import")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "orders_export.csv")
	size := writeMillion(t, file)
	t.Logf("%d lines of %d bytes on average, %.0f MB", benchLines, size/benchLines, float64(size)/1e6)

	var ours, again, theirs []usage
	for range benchRounds {
		db, plain := filepath.Join(dir, "brand.db"), filepath.Join(dir, "plain.db")
		ours = append(ours, importMillion(t, program, file, db, "accepted"))
		again = append(again, importMillion(t, program, file, db, "duplicate"))
		u, out := measure(t, sqlite, plain, "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", ".import --csv "+file+" orders", "SELECT count(*) FROM orders")
		if want := strconv.Itoa(benchLines); !bytes.HasSuffix(bytes.TrimSpace(out), []byte(want)) {
			t.Fatalf("sqlite3 counts %q rows, want %s", out, want)
		}
		theirs = append(theirs, u)
		for _, pattern := range []string{db + "*", plain + "*"} {
			old, _ := filepath.Glob(pattern)
			for _, f := range old {
				if err := os.Remove(f); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	a, b, c := medianUsage(ours), medianUsage(again), medianUsage(theirs)
	t.Logf("creatorlift import:   %v", a)
	t.Logf("the same file again:  %v", b)
	t.Logf("sqlite3 .import:      %v", c)
	t.Logf("ratio of medians:     %.2f of the time of sqlite3 .import, the file again %.2f", a.wall.Seconds()/c.wall.Seconds(), b.wall.Seconds()/c.wall.Seconds())
	if peak := max(a.peak, b.peak); peak > maxImportPeak {
		t.Errorf("peak memory %.0f MB, want at most %.0f MB", float64(peak)/1e6, maxImportPeak/1e6)
	}
}

// usage is what one whole process took.
type usage struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

func (u usage) String() string {
	return fmt.Sprintf("%.2f s, of that %.2f s of CPU, at most %.0f MB of memory", u.wall.Seconds(), u.cpu.Seconds(), float64(u.peak)/1e6)
}

func medianUsage(list []usage) usage {
	var wall, cpu []time.Duration
	var peak []int64
	for _, u := range list {
		wall, cpu, peak = append(wall, u.wall), append(cpu, u.cpu), append(peak, u.peak)
	}
	return usage{median(wall), median(cpu), median(peak)}
}

// measure runs a program to its end.
func measure(t *testing.T, name string, args ...string) (usage, []byte) {
	t.Helper()
	var out, problems bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &problems
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", name, err, out.Bytes(), problems.Bytes())
	}
	peak := int64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	if runtime.GOOS != "darwin" {
		peak *= 1024
	}
	return usage{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak}, out.Bytes()
}

// importMillion imports the file; all its lines must end as the named count.
func importMillion(t *testing.T, program, file, db, as string) usage {
	t.Helper()
	u, out := measure(t, program, "import", file, "--db", db, "--json", "--zone", "America/New_York")
	var answer struct{ Files []map[string]any }
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatal(err)
	}
	if f := answer.Files[0]; f[as] != float64(benchLines) || f["rows"] != float64(benchLines) {
		t.Fatalf("want %d lines %s: %s", benchLines, as, out)
	}
	return u
}

// writeMillion writes orders of one to four lines, newest first, as Shopify does: what belongs to the
// order stands in its first line only. It returns the file's size.
func writeMillion(t *testing.T, path string) int64 {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	buf := bufio.NewWriterSize(f, 1<<20)
	w := csv.NewWriter(buf)
	place := map[string]int{}
	for i, column := range importer.ShopifyOrdersHeader {
		place[column] = i
	}
	r := rand.New(rand.NewPCG(1, 2))
	err = w.Write(importer.ShopifyOrdersHeader)
	for left, number := benchLines, 1_600_000; left > 0 && err == nil; number-- {
		n := min(1+r.IntN(2)+r.IntN(2)*r.IntN(2), left)
		for _, row := range millionOrder(r, place, number, n) {
			if e := w.Write(row); e != nil {
				err = e
			}
		}
		left -= n
	}
	w.Flush()
	if err := errors.Join(err, w.Error(), buf.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mean := info.Size() / benchLines; mean < 350 || mean > 420 {
		t.Fatalf("%d bytes a line, want 350 to 420", mean)
	}
	return info.Size()
}

// millionOrder is one order of n lines over two years, 300 products and 50 states.
func millionOrder(r *rand.Rand, place map[string]int, number, n int) [][]string {
	rows, total := make([][]string, n), 0
	name := "#" + strconv.Itoa(number)
	mail := fmt.Sprintf("buyer%06d@mail.example", r.IntN(400_000))
	at := time.Unix(1_760_000_000-int64(1_600_000-number)*100, 0).UTC().Format("2006-01-02 15:04:05 -0700")
	for i := range rows {
		rows[i] = make([]string, len(place))
		set := func(column, text string) { rows[i][place[column]] = text }
		product, cents := r.IntN(300), 500+100*r.IntN(60)
		total += cents
		for column, text := range map[string]string{
			"Name": name, "Email": mail, "Created at": at, "Lineitem quantity": "1", "Lineitem name": fmt.Sprintf("Daily Serum No. %d - 30 ml", product),
			"Lineitem price": money(cents), "Lineitem sku": fmt.Sprintf("SRM-%03d-30", product), "Lineitem requires shipping": "true", "Lineitem taxable": "true",
			"Lineitem fulfillment status": "fulfilled", "Vendor": "Glow Ltd", "Lineitem discount": "0.00",
		} {
			set(column, text)
		}
	}
	state, buyer := fmt.Sprintf("%c%c", 'A'+r.IntN(10), 'K'+r.IntN(5)), fmt.Sprintf("Olivia Smith%d", r.IntN(1000))
	street, phone := fmt.Sprintf("%d Oak Ave", 1+r.IntN(900)), fmt.Sprintf("+1 555 01%05d", r.IntN(100_000))
	for column, text := range map[string]string{
		"Financial Status": "paid", "Paid at": at, "Fulfillment Status": "fulfilled", "Fulfilled at": at, "Accepts Marketing": "no", "Currency": "USD",
		"Subtotal": money(total), "Shipping": "4.90", "Taxes": "0.00", "Total": money(total + 490), "Discount Amount": "0.00", "Shipping Method": "Standard",
		"Billing Name": buyer, "Billing Street": street, "Billing Address1": street, "Billing City": "Springfield", "Billing Zip": "'12345", "Billing Province": state,
		"Billing Country": "US", "Billing Phone": phone, "Shipping Name": buyer, "Shipping Street": street, "Shipping Address1": street, "Shipping City": "Springfield",
		"Shipping Zip": "'12345", "Shipping Province": state, "Shipping Country": "US", "Shipping Phone": phone, "Payment Method": "Shopify Payments",
		"Payment Reference": fmt.Sprintf("c%d.1", 20_000_000_000+number), "Refunded Amount": "0.00", "Outstanding Balance": "0.00", "Id": strconv.Itoa(5_700_000_000_000 + number),
		"Risk Level": "Low", "Source": "web", "Billing Province Name": "State of " + state, "Shipping Province Name": "State of " + state,
		"Payment ID": fmt.Sprintf("c%d.1", 20_000_000_000+number),
	} {
		rows[0][place[column]] = text
	}
	return rows
}

func money(cents int) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

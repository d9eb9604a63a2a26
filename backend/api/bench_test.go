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
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

const (
	benchLines    = 1_000_000
	benchRounds   = 3
	maxImportPeak = 200e6 // bytes: the promise of README and docs/evidence.md
)

// TestBenchShopifyImport imports a million lines of a Shopify export with the built program, and lets
// sqlite3 .import the same file into a fresh database that is as safe against a power cut, in turn.
func TestBenchShopifyImport(t *testing.T) {
	program := benchProgram(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "orders_export.csv")
	size := benchShop{lines: benchLines}.write(t, file)
	t.Logf("%d lines of %d bytes on average, %.0f MB", benchLines, size/benchLines, float64(size)/1e6)

	var ours, again, theirs []usage
	for range benchRounds {
		db, plain := filepath.Join(dir, "brand.db"), filepath.Join(dir, "plain.db")
		ours = append(ours, importBench(t, program, file, db, "accepted"))
		again = append(again, importBench(t, program, file, db, "duplicate"))
		u, out := measure(t, "sqlite3", plain, "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", ".import --csv "+file+" orders", "SELECT count(*) FROM orders")
		if want := strconv.Itoa(benchLines); !bytes.HasSuffix(bytes.TrimSpace(out), []byte(want)) {
			t.Fatalf("sqlite3 counts %q rows, want %s", out, want)
		}
		theirs = append(theirs, u)
		wipeDatabases(t, db, plain)
	}
	a, b, c := medianUsage(ours), medianUsage(again), medianUsage(theirs)
	t.Logf("creatorlift import:   %v", a)
	t.Logf("the same file again:  %v, %.2f of the first time", b, b.wall.Seconds()/a.wall.Seconds())
	t.Logf("sqlite3 .import:      %v", c)
	t.Logf("ratio of medians:     %.2f of the time of sqlite3 .import, %.2f of its CPU; the file again %.2f", a.wall.Seconds()/c.wall.Seconds(),
		a.cpu.Seconds()/c.cpu.Seconds(), b.wall.Seconds()/c.wall.Seconds())
	if peak := max(a.peak, b.peak); peak > maxImportPeak {
		t.Errorf("peak memory %.0f MB, want at most %.0f MB", float64(peak)/1e6, maxImportPeak/1e6)
	}
	benchDuckDB(t, file)
	benchOrder(t, program, dir)
	benchTikTok(t, program, dir)
}

// benchTikTok imports affiliate orders of TikTok Shop: a document a line, 300 creators, 20,000 posts.
func benchTikTok(t *testing.T, program, dir string) {
	t.Helper()
	const lines = benchLines / 4
	file, db := filepath.Join(dir, "affiliate.csv"), filepath.Join(dir, "affiliate.db")
	r := rand.New(rand.NewPCG(1, 4))
	writeTable(t, file, importer.TikTokAffiliateUSHeader, func(place map[string]int, add func([]string)) {
		for i := range lines {
			row := make([]string, len(place))
			product, post, at := r.IntN(300), r.IntN(20_000), time.Unix(1_760_000_000-int64(i)*200, 0).UTC().Format("02/01/2006 15:04:05\t")
			price := "$" + money(500+r.IntN(6000))
			for column, text := range map[string]string{"Order ID": fmt.Sprintf("57691%013d\t", lines-i), "Product ID": fmt.Sprintf("17290007000%08d\t", product),
				"Product Name": fmt.Sprintf("Daily Serum, No. %d", product), "SKU ID": fmt.Sprintf("17310008000%08d\t", product), "Price": price, "Payment Amount": price,
				"Currency": "USD", "Quantity": "1", "Fully returned or refunded": "No", "Payment method": "Credit card", "Order Status": "Settled",
				"Creator Username": fmt.Sprintf("creator_%03d", post%300), "Content Type": "Video", "Content ID": fmt.Sprintf("74000000000%08d\t", post),
				"commission model": "fixed commission", "Standard commission rate": "15%", "Est. Commission Base": price, "Est. standard commission payment": "$1.50",
				"Actual Commission Base": price, "Actual Commission Payment": "$1.50", "Time Created": at, "Payment time": at, "Platform": "TikTok Shop"} {
				row[place[column]] = text
			}
			add(row)
		}
	})
	u, _ := measure(t, program, "import", file, "--db", db, "--json", "--zone", "America/New_York")
	t.Logf("TikTok Shop affiliate orders: %d lines, %.0f lines a second, %v", lines, lines/u.wall.Seconds(), u)
	wipeDatabases(t, db)
}

// benchOrder compares the size of a workspace of a file that has the newest orders first, as Shopify
// writes it, with one of the same orders the oldest first.
func benchOrder(t *testing.T, program, dir string) {
	t.Helper()
	var size [2]int64
	for i, oldestFirst := range []bool{false, true} {
		file, db := filepath.Join(dir, "half.csv"), filepath.Join(dir, "half.db")
		benchShop{lines: benchLines / 2, oldestFirst: oldestFirst}.write(t, file)
		measure(t, program, "import", file, "--db", db, "--json", "--zone", "America/New_York")
		info, err := os.Stat(db)
		if err != nil {
			t.Fatal(err)
		}
		size[i] = info.Size()
		wipeDatabases(t, db)
	}
	t.Logf("%d lines newest first: %.1f MB; oldest first: %.1f MB", benchLines/2, float64(size[0])/1e6, float64(size[1])/1e6)
}

func benchProgram(t *testing.T) string {
	t.Helper()
	program := os.Getenv("CREATORLIFT_BENCH")
	if program == "" {
		t.Skip("CREATORLIFT_BENCH does not name the built program; use make bench")
	}
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Skip("sqlite3 (Debian: sqlite3) is not installed; the import is compared with its .import")
	}
	return program
}

// wipeDatabases removes databases with all that lies beside them.
func wipeDatabases(t *testing.T, databases ...string) {
	t.Helper()
	for _, db := range databases {
		old, _ := filepath.Glob(db + "*")
		for _, f := range old {
			if err := os.Remove(f); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestBenchFiveMillion imports five million lines, and asks what a founder with so many asks: whether
// memory stays as it is, how long one late refund takes, and how fast a panel of 90 days is.
func TestBenchFiveMillion(t *testing.T) {
	program := benchProgram(t)
	dir := t.TempDir()
	file, db := filepath.Join(dir, "orders_export.csv"), filepath.Join(dir, "brand.db")
	big := benchShop{lines: 5 * benchLines}
	big.write(t, file)
	first := importBench(t, program, file, db, "accepted")
	again := importBench(t, program, file, db, "duplicate")
	t.Logf("import of %d lines: %v", big.lines, first)
	t.Logf("the same file again:     %v", again)
	if peak := max(first.peak, again.peak); peak > maxImportPeak {
		t.Errorf("peak memory %.0f MB, want at most %.0f MB", float64(peak)/1e6, maxImportPeak/1e6)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	benchRefunds(t, s, dir, big)
	benchPanel(t, s)
}

// benchRefunds imports files of one order each, of which a part was refunded since.
func benchRefunds(t *testing.T, s *store.Store, dir string, big benchShop) {
	t.Helper()
	j := importJob{app: &App{}, in: ImportIn{Zone: "America/New_York"}, store: s}
	if err := j.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	var took []time.Duration
	for i := range 30 {
		file := filepath.Join(dir, fmt.Sprintf("refund-%d.csv", i))
		big.writeRefund(t, file, 100+i*(big.lines/60))
		start := time.Now()
		r, err := j.file(t.Context(), file, importer.Member{Name: filepath.Base(file), Source: importer.File(file)})
		took = append(took, time.Since(start))
		if err != nil || r.Changed == 0 || r.Changed != r.Rows {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	slices.Sort(took)
	t.Logf("one late refund: median %v, slowest of %d %v", took[len(took)/2], len(took), took[len(took)-1])
}

// benchPanel asks for 90 days by region, by SKU and of the shop, from all over the two years.
func benchPanel(t *testing.T, s *store.Store) {
	t.Helper()
	list, err := s.Coverage(t.Context())
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	r := rand.New(rand.NewPCG(1, 3))
	for by, name := range map[store.By]string{store.ByShop: "shop", store.ByRegion: "region", store.BySKU: "SKU"} {
		var took []time.Duration
		for range 300 {
			day := list[0].First + shop.Day(r.IntN(int(list[0].Last-list[0].First)-90))
			start := time.Now()
			got, err := s.DailyTotals(t.Context(), store.Query{By: by, Currency: "USD", Period: shop.Inclusive(day, day+89)})
			took = append(took, time.Since(start))
			if err != nil || len(got) < 90 {
				t.Fatal(len(got), err)
			}
		}
		slices.Sort(took)
		t.Logf("90 days by %s: median %v, p99 %v", name, took[len(took)/2], took[len(took)*99/100])
	}
}

// duckQuestion is what DuckDB is asked of the file: net sales and orders by day and province.
const duckQuestion = `const { DuckDBInstance } = require('@duckdb/node-api');
(async () => {
  const c = await (await DuckDBInstance.create(':memory:')).connect();
  const r = await c.runAndReadAll("SELECT count(*) FROM (SELECT left(\"Created at\", 10) AS day, \"Shipping Province\" AS place, " +
    "sum(CAST(\"Subtotal\" AS DECIMAL(18,2))), count(*) FROM read_csv('" + process.argv[2] + "', all_varchar = true, header = true) " +
    "WHERE \"Subtotal\" <> '' GROUP BY 1, 2)");
  console.log(String(r.getRows()[0][0]));
})();`

// benchDuckDB lets DuckDB, which keeps nothing of it, read and group the same file.
func benchDuckDB(t *testing.T, file string) {
	t.Helper()
	dir, err := filepath.Abs("../../build/out/duckdb")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(dir, "ask.cjs")
	if err := os.WriteFile(script, []byte(duckQuestion), 0o644); err != nil {
		t.Fatal(err)
	}
	install := exec.Command("npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", dir, "@duckdb/node-api")
	if out, err := install.CombinedOutput(); err != nil {
		t.Logf("DuckDB could not be installed, so it is not compared: %v\n%s", err, out)
		return
	}
	var took []usage
	for range benchRounds {
		u, _ := measure(t, "node", script, file)
		took = append(took, u)
	}
	t.Logf("DuckDB reads and groups it, keeping nothing: %v", medianUsage(took))
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

// importBench imports the file; all its lines must end as the named count.
func importBench(t *testing.T, program, file, db, as string) usage {
	t.Helper()
	u, out := measure(t, program, "import", file, "--db", db, "--json", "--zone", "America/New_York")
	var answer struct{ Files []map[string]any }
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatal(err)
	}
	if f := answer.Files[0]; f[as] != f["rows"] || f[as].(float64) < benchLines {
		t.Fatalf("want all lines %s: %s", as, out)
	}
	return u
}

// benchShop is a Shopify shop of two years. Its orders have one to four lines, and what belongs to the
// order stands in its first line only.
type benchShop struct {
	lines       int
	oldestFirst bool // Shopify writes the newest first
}

// newest is the number of the shop's newest order.
func (s benchShop) newest() int { return 1_600_000 + s.lines }

// order gives the lines of the order that is the nth newest. Each order has a random source of its own,
// so that it can be written again.
func (s benchShop) order(n int, place map[string]int) [][]string {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	age := int64(float64(n) * 2 * 365 * 86400 / (float64(s.lines) * .57))
	return millionOrder(r, place, benchOrderAt{number: s.newest() - n, at: 1_760_000_000 - age, lines: 1 + r.IntN(2) + r.IntN(2)*r.IntN(2)})
}

// write writes the shop's export and returns the file's size.
func (s benchShop) write(t *testing.T, path string) int64 {
	t.Helper()
	left := s.lines
	size := writeTable(t, path, importer.ShopifyOrdersHeader, func(place map[string]int, add func([]string)) {
		for n := range s.lines {
			if s.oldestFirst {
				n = s.lines - 1 - n
			}
			rows := s.order(n, place)
			for _, row := range rows[:min(len(rows), left)] {
				add(row)
			}
			if left -= len(rows); left <= 0 {
				return
			}
		}
	})
	if mean := size / int64(s.lines); mean < 350 || mean > 420 {
		t.Fatalf("%d bytes a line, want 350 to 420", mean)
	}
	return size
}

// writeRefund writes an export of one order, refunded in part.
func (s benchShop) writeRefund(t *testing.T, path string, n int) {
	t.Helper()
	writeTable(t, path, importer.ShopifyOrdersHeader, func(place map[string]int, add func([]string)) {
		rows := s.order(n, place)
		rows[0][place["Refunded Amount"]] = "1.00"
		rows[0][place["Financial Status"]] = "partially_refunded"
		for _, row := range rows {
			add(row)
		}
	})
}

// writeTable writes an export of the rows that each adds, and returns its size.
func writeTable(t *testing.T, path string, header []string, each func(place map[string]int, add func([]string))) int64 {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	buf := bufio.NewWriterSize(f, 1<<20)
	w := csv.NewWriter(buf)
	place := map[string]int{}
	for i, column := range header {
		place[column] = i
	}
	err = w.Write(header)
	each(place, func(row []string) { err = errors.Join(err, w.Write(row)) })
	w.Flush()
	if err := errors.Join(err, w.Error(), buf.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// benchOrderAt is what one order is called, when it was placed, and how many lines it has.
type benchOrderAt struct {
	number, lines int
	at            int64
}

// millionOrder is one order among 300 products and 50 states.
func millionOrder(r *rand.Rand, place map[string]int, o benchOrderAt) [][]string {
	rows, total := make([][]string, o.lines), 0
	name, number := "#"+strconv.Itoa(o.number), o.number
	mail := fmt.Sprintf("buyer%06d@mail.example", r.IntN(400_000))
	at := time.Unix(o.at, 0).UTC().Format("2006-01-02 15:04:05 -0700")
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

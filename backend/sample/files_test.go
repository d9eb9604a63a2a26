package sample

import (
	"bytes"
	"encoding/csv"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
)

// written returns a brand's file as bytes.
func written(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := write(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// table is a file read by encoding/csv, cells by column name.
type table []map[string]string

func readTable(t testing.TB, file []byte, header []string) table {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(records[0], header) {
		t.Fatalf("header %q, want %q", records[0], header)
	}
	rows := make(table, len(records)-1)
	for i, r := range records[1:] {
		rows[i] = make(map[string]string, len(r))
		for k, cell := range r {
			rows[i][header[k]] = cell
		}
	}
	return rows
}

func cents(t testing.TB, cell string) shop.Cents {
	t.Helper()
	cell = strings.NewReplacer("$", "", ",", "").Replace(cell)
	if !regexp.MustCompile(`^\d+\.\d\d$`).MatchString(cell) {
		t.Fatalf("%q is not an amount", cell)
	}
	n, err := strconv.ParseInt(strings.Replace(cell, ".", "", 1), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return shop.Cents(n)
}

func dayOf(t testing.TB, cell string) shop.Day {
	t.Helper()
	d, err := shop.ParseDay(cell[:10])
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The slow and obvious reader of the Shopify export, which Daily must agree with to the cent.
func TestDailyIsWhatTheFilesSay(t *testing.T) {
	t.Parallel()
	for i, design := range designs {
		b := made(t, Config{Seed: uint64(20 + i), Lift: 0.3, Design: design})
		want := b.Daily()
		total, regions := make([]shop.Cents, len(want.Shop)), map[string][]shop.Cents{}
		for _, r := range want.Regions {
			regions[r] = make([]shop.Cents, len(want.Shop))
		}
		for _, row := range readTable(t, written(t, b.writeShopify), importer.ShopifyOrdersHeader) {
			if row["Financial Status"] == "" || row["Financial Status"] == "voided" || row["Cancelled at"] != "" {
				continue
			}
			subtotal := cents(t, row["Subtotal"])
			net := subtotal - min(cents(t, row["Refunded Amount"]), subtotal)
			day := dayOf(t, row["Created at"]) - want.First
			total[day] += net
			regions["US-"+row["Shipping Province"]][day] += net
		}
		if !slices.Equal(total, want.Shop) {
			t.Errorf("%s: daily totals of the file are not those of Daily", design)
		}
		for k, r := range want.Regions {
			if !slices.Equal(regions[r], want.Region[k]) {
				t.Errorf("%s: daily totals of %s are not those of Daily", design, r)
			}
		}
	}
}

func TestShopifyFileIsAsShopifyWritesIt(t *testing.T) {
	t.Parallel()
	b := made(t, Config{Seed: 5, Lift: 0.15})
	file := written(t, b.writeShopify)
	if bytes.HasPrefix(file, []byte(byteOrderMark)) || bytes.Contains(file, []byte("\r")) {
		t.Error("the Shopify export has no byte order mark and no carriage return")
	}
	rows := readTable(t, file, importer.ShopifyOrdersHeader)
	continuation := []string{"Name", "Email", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price",
		"Lineitem compare at price", "Lineitem sku", "Lineitem requires shipping", "Lineitem taxable",
		"Lineitem fulfillment status", "Vendor", "Lineitem discount"}
	heads, seen, last := table(nil), map[string]bool{}, b.export
	for _, row := range rows {
		created, err := time.Parse("2006-01-02 15:04:05 -0700", row["Created at"])
		if err != nil || instant(created.Unix()) > last {
			t.Fatalf("%s created at %q, after an older order: %v", row["Name"], row["Created at"], err)
		}
		last = instant(created.Unix())
		if row["Financial Status"] != "" {
			if seen[row["Name"]] || seen[row["Id"]] {
				t.Fatalf("%s or its id %s is there twice", row["Name"], row["Id"])
			}
			seen[row["Name"]], seen[row["Id"]] = true, true
			heads = append(heads, row)
			continue
		}
		for name, cell := range row {
			if cell != "" && !slices.Contains(continuation, name) {
				t.Fatalf("continuation row of %s fills %s", row["Name"], name)
			}
		}
		if head := heads[len(heads)-1]; row["Name"] != head["Name"] || row["Created at"] != head["Created at"] {
			t.Fatalf("continuation row of %s follows %s", row["Name"], head["Name"])
		}
	}
	if further := len(rows) - len(heads); further*5 < len(heads) {
		t.Errorf("%d continuation rows of %d orders", further, len(heads))
	}
	checkArithmetic(t, rows)
	checkQuirks(t, heads)
}

// checkArithmetic holds the money of every order together.
func checkArithmetic(t *testing.T, rows table) {
	t.Helper()
	gross := map[string]shop.Cents{}
	for _, row := range rows {
		n, err := strconv.ParseInt(row["Lineitem quantity"], 10, 64)
		if err != nil || n < 1 {
			t.Fatalf("%s: quantity %q", row["Name"], row["Lineitem quantity"])
		}
		gross[row["Name"]] += cents(t, row["Lineitem price"])*shop.Cents(n) - cents(t, row["Lineitem discount"])
	}
	for _, row := range rows {
		if row["Financial Status"] == "" {
			continue
		}
		subtotal, total := cents(t, row["Subtotal"]), cents(t, row["Total"])
		if want := gross[row["Name"]] - cents(t, row["Discount Amount"]); subtotal != want {
			t.Fatalf("%s: subtotal %d, lines less discount %d", row["Name"], subtotal, want)
		}
		if want := subtotal + cents(t, row["Shipping"]) + cents(t, row["Taxes"]); total != want {
			t.Fatalf("%s: total %d, parts %d", row["Name"], total, want)
		}
		refunded := cents(t, row["Refunded Amount"])
		if refunded > total {
			t.Fatalf("%s: %d refunded of %d", row["Name"], refunded, total)
		}
		switch status := row["Financial Status"]; {
		case status == "refunded" && (refunded != total || total == 0),
			status == "partially_refunded" && (refunded == 0 || refunded == total),
			(status == "paid" || status == "pending" || status == "voided") && refunded != 0:
			t.Fatalf("%s: %s with %d of %d refunded", row["Name"], status, refunded, total)
		}
	}
}

// checkQuirks looks for each thing that the file must hold so that careless readers fail on it.
func checkQuirks(t *testing.T, orders table) {
	t.Helper()
	quirks := map[string]func(map[string]string) bool{
		"newline in a note":     func(r map[string]string) bool { return strings.Contains(r["Notes"], "\n") },
		"quote in a note":       func(r map[string]string) bool { return strings.Contains(r["Notes"], `"`) },
		"comma in a name":       func(r map[string]string) bool { return strings.Contains(r["Shipping Name"], ",") },
		"quotes in a name":      func(r map[string]string) bool { return strings.Contains(r["Shipping Name"], `"`) },
		"letter beyond ASCII":   func(r map[string]string) bool { return strings.Contains(r["Shipping Name"], "ü") },
		"zip with leading zero": func(r map[string]string) bool { return strings.HasPrefix(r["Shipping Zip"], "'0") },
		"TikTok Shop order":     func(r map[string]string) bool { return r["Source"] == tiktokApp && r["Tags"] == "TikTok Shop" },
		"free order":            func(r map[string]string) bool { return r["Total"] == "0.00" && r["Source"] == "shopify_draft_order" },
		"free sample by TikTok": func(r map[string]string) bool { return r["Total"] == "0.00" && r["Source"] == tiktokApp },
		"trial order":           func(r map[string]string) bool { return r["Tags"] == "test" && r["Cancelled at"] != "" },
		"cancelled, still paid": func(r map[string]string) bool { return r["Cancelled at"] != "" && r["Financial Status"] == "paid" },
		"voided":                func(r map[string]string) bool { return r["Financial Status"] == "voided" },
		"refunded":              func(r map[string]string) bool { return r["Financial Status"] == "refunded" },
		"partially refunded":    func(r map[string]string) bool { return r["Financial Status"] == "partially_refunded" },
		"newsletter code":       func(r map[string]string) bool { return r["Discount Code"] == welcomeCode },
		"promotion code":        func(r map[string]string) bool { return r["Discount Code"] == promoCode },
		"billed elsewhere":      func(r map[string]string) bool { return r["Billing Province"] != r["Shipping Province"] },
		"summer time":           func(r map[string]string) bool { return strings.HasSuffix(r["Created at"], "-0400") },
		"winter time":           func(r map[string]string) bool { return strings.HasSuffix(r["Created at"], "-0500") },
		"combined payment":      func(r map[string]string) bool { return strings.Contains(r["Payment Method"], " + ") },
		"order not yet sent out": func(r map[string]string) bool {
			return r["Fulfillment Status"] == "unfulfilled" && r["Cancelled at"] == ""
		},
	}
	for name, is := range quirks {
		if !slices.ContainsFunc(orders, is) {
			t.Errorf("no order shows: %s", name)
		}
	}
	for _, row := range orders {
		if !strings.HasSuffix(row["Email"], "@example.com") || !strings.HasPrefix(row["Shipping Zip"], "'") || len(row["Shipping Zip"]) != 6 {
			t.Fatalf("%s: e-mail %q, zip %q", row["Name"], row["Email"], row["Shipping Zip"])
		}
	}
}

func TestAffiliateFileIsAsTikTokWritesIt(t *testing.T) {
	t.Parallel()
	b := made(t, Config{Seed: 6, Lift: 0.3, OrdersPerDay: 120})
	file := written(t, b.writeAffiliate)
	rest, ok := bytes.CutPrefix(file, []byte(byteOrderMark))
	if !ok {
		t.Error("the affiliate export starts with a byte order mark")
	}
	rows := readTable(t, rest, importer.TikTokAffiliateUSHeader)
	id, when := regexp.MustCompile(`^\d{18,19}\t$`), regexp.MustCompile(`^\d\d/\d\d/\d{4} \d\d:\d\d:\d\d\t$`)
	seen, samples, paid := map[string]int{}, 0, shop.Cents(0)
	for _, row := range rows {
		for _, name := range []string{"Order ID", "Product ID", "SKU ID"} {
			if !id.MatchString(row[name]) {
				t.Fatalf("%s is %q", name, row[name])
			}
		}
		if row["Content ID"] != "" && !id.MatchString(row["Content ID"]) || !when.MatchString(row["Time Created"]) {
			t.Fatalf("content %q created %q", row["Content ID"], row["Time Created"])
		}
		key := row["Order ID"] + row["SKU ID"]
		if seen[key]++; seen[key] > 1 {
			t.Fatalf("%q is there twice", key)
		}
		status := row["Order Status"]
		seen[status]++
		if (row["Actual Commission Payment"] != "") != (status == statusSettled) {
			t.Fatalf("%s with the actual commission %q", status, row["Actual Commission Payment"])
		}
		amount := cents(t, row["Payment Amount"])
		if amount == 0 {
			samples++
		} else if status == statusSettled || status == statusPending {
			paid += amount
		}
		standard, ads := cents(t, row["Est. standard commission payment"]), cents(t, row["Est. Shop Ads commission payment"])
		if (standard > 0) == (ads > 0) && amount > 0 {
			t.Fatalf("a sale earns the standard rate or the ads rate, not %d and %d", standard, ads)
		}
		if ads > 0 {
			seen["by ads"]++
		}
	}
	for _, want := range []string{statusSettled, statusPending, statusCanceled, statusIneligible, statusFrozen, statusUnpaid, "by ads"} {
		if seen[want] == 0 {
			t.Errorf("no row is %s", want)
		}
	}
	if samples == 0 || samples == len(rows) {
		t.Errorf("%d free samples in %d rows", samples, len(rows))
	}
	if paid != b.Truth.Claims.PaymentCents {
		t.Errorf("the file claims %d, the truth says %d", paid, b.Truth.Claims.PaymentCents)
	}
}

// A TikTok order stands in both files under one number; only what was never paid is missing here.
func TestClaimedOrdersAreInTheTill(t *testing.T) {
	t.Parallel()
	b := made(t, Config{Seed: 8, Lift: 0.15, Design: Drops})
	till := map[string]string{}
	number := regexp.MustCompile(`TikTok Order Number: (\d{18})\n`)
	for _, row := range readTable(t, written(t, b.writeShopify), importer.ShopifyOrdersHeader) {
		if m := number.FindStringSubmatch(row["Note Attributes"]); m != nil {
			if till[m[1]] != "" {
				t.Fatalf("TikTok order %s is in the till twice", m[1])
			}
			till[m[1]] = row["Created at"][:10]
		}
	}
	file := bytes.TrimPrefix(written(t, b.writeAffiliate), []byte(byteOrderMark))
	for _, row := range readTable(t, file, importer.TikTokAffiliateUSHeader) {
		id, day := strings.TrimSpace(row["Order ID"]), row["Time Created"]
		want := day[6:10] + "-" + day[3:5] + "-" + day[:2]
		if row["Order Status"] == statusUnpaid {
			want = ""
		}
		if till[id] != want {
			t.Fatalf("%s order %s of %s is in the till on %q", row["Order Status"], id, want, till[id])
		}
	}
}
